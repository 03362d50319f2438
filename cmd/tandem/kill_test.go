package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"
)

// How much is asked of it while it is killed again and again: a request a second from each reporter, each for another
// product, so that the one message a second which a conversation takes keeps up.
const (
	products  = 14
	reporters = 14
	pause     = time.Second // between two requests of one person
	heap      = 300         // jobs that wait for Tandem; while there are more, nobody asks for more: it would never catch up on a slow machine

	morningKills = 3 // while the lists of the next morning are posted
)

func TestKilledAtAnyMomentItLosesNothingAndSaysNothingTwice(t *testing.T) {
	onEach(t, func(t *testing.T, engine, address string) {
		kills := map[string]int{"sqlite": 30, "pgx": 15}[engine]
		h := newHouse(t, engine, address, products, reporters)
		c := gather(h)
		rng := rand.New(rand.NewPCG(2026, uint64(kills)))
		for i := range kills {
			h.killedWhen(rng)
			if i == kills/2 { // the budgets of one day are spent: from here on people also press in the lists of the next
				h.morningComes()
			}
			h.start()
		}
		c.hadEnough()
		c.goHome()
		h.settles()
		h.p.kill()
		h.minutePasses()
		h.morningComes()
		h.start()
		for range morningKills {
			h.killedWhen(rng)
			h.start()
		}
		h.connected()
		h.settles()
		c.check()
		t.Logf("%d kills, %d requests, %d aligned, %d prioritized, %s rows in %s lists, %d posts looked for", kills+1+morningKills,
			len(c.acked), len(c.aligned), len(c.prioritized), h.list(`SELECT count(*) FROM messages WHERE inside IS NOT NULL`)[0][0],
			h.list(`SELECT count(*) FROM messages WHERE kind = 'list'`)[0][0], len(h.sim.Calls("conversations.history")))
		h.p.ends(syscall.SIGTERM)
	})
}

// killedWhen kills the process at some moment and lets a minute pass.
func (h *house) killedWhen(rng *rand.Rand) {
	h.t.Helper()
	h.dies(rng)
	h.minutePasses()
}

// dies kills the process: at a random moment, also before it is connected; as soon as a request is recorded, so
// that its answer may be lost; or as soon as a message stands in Slack, when the process cannot know it yet.
func (h *house) dies(rng *rand.Rand) {
	h.t.Helper()
	how, moment := rng.IntN(10), time.Duration(rng.Int64N(int64(700*time.Millisecond)))
	if how > 0 {
		h.connected()
	}
	ctx, stop := context.WithTimeout(context.Background(), moment)
	defer stop()
	switch { // whatever it waits for, the moment is the last
	case how < 4:
		<-ctx.Done()
	case how < 7:
		had := h.recorded()
		for ctx.Err() == nil && h.recorded() == had {
		}
	default:
		posted := len(h.sim.Calls("chat.postMessage"))
		_ = h.sim.WaitFor(ctx, func() bool { return len(h.sim.Calls("chat.postMessage")) > posted })
	}
	if err := h.p.running(); err != nil {
		h.t.Fatal(err)
	}
	h.p.kill()
}

// morningComes has what waits for the next morning due now, and the budgets of that day begin.
func (h *house) morningComes() {
	h.t.Helper()
	for _, q := range []string{
		`UPDATE messages SET sent_at = sent_at - 86400000 WHERE state = 'posted'`,
		fmt.Sprintf(`UPDATE jobs SET due = %d WHERE kind = 'message' AND state = 'due' AND due > %[1]d`, time.Now().UnixMilli()),
	} {
		if _, err := h.db.Exec(q); err != nil {
			h.t.Fatal(err)
		}
	}
}

// recorded counts the requests.
func (h *house) recorded() int { return h.count(`SELECT count(*) FROM requests`) }

// minutePasses lets the leases of the dead process run out, as they would after a minute in which nobody starts it.
func (h *house) minutePasses() {
	h.t.Helper()
	h.mourned()
	if _, err := h.db.Exec(`UPDATE lanes SET leased_until = leased_until - 60000 WHERE lease <> ''`); err != nil {
		h.t.Fatal(err)
	}
}

// mourned returns when the PostgreSQL server has ended what it was at for the dead process: a claim may still come through.
func (h *house) mourned() {
	h.t.Helper()
	if h.engine != "pgx" {
		return
	}
	deadline := time.Now().Add(patience)
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for left := -1; left != 0; <-again.C {
		err := h.db.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&left)
		if err != nil || time.Now().After(deadline) {
			h.t.Fatalf("the server still has %d connections, %v", left, err)
		}
	}
}
