package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tandem/bot/slacksim"
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

// count is the number that a query finds.
func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	if err := h.db.QueryRow(query, args...).Scan(&n); err != nil {
		h.t.Error(err)
	}
	return n
}

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

// A crowd is people who use Tandem all the time, and what they were told.
type crowd struct {
	h    *house
	ctx  context.Context
	stop context.CancelFunc
	wg   sync.WaitGroup

	mu                   sync.Mutex
	acked                map[string]string // what somebody asked for → "FR-7"
	by                   map[string]string // the same → who asked
	aligned, prioritized map[string]bool   // "FR-7", when the form said that it is done
}

// gather begins: reporters ask, product managers align, product owners prioritize, and one of the reporters wants pictures.
func gather(h *house) *crowd {
	c := &crowd{h: h, acked: map[string]string{}, by: map[string]string{}, aligned: map[string]bool{}, prioritized: map[string]bool{}}
	c.ctx, c.stop = context.WithCancel(context.Background())
	h.t.Cleanup(func() { c.stop(); c.wg.Wait() })
	for i := range reporters {
		c.often(i, func(n int) {
			if h.count(`SELECT count(*) FROM jobs WHERE state = 'due' AND due <= $1`, time.Now().UnixMilli()) <= heap {
				c.asks(fmt.Sprint("r", i), fmt.Sprint("#p", i%products), fmt.Sprintf("Wish %03d of r%d.", n, i))
			}
		})
	}
	c.often(0, func(n int) {
		if n%3 == 0 {
			c.wantsPicture("r0", "#p0")
		}
	})
	for i := range products {
		c.often(i, func(n int) {
			if h.count(`SELECT count(*) FROM requests WHERE status = 'awaiting_priority'`) <= products { // the POs keep up
				c.answers(fmt.Sprint("pm", i), "align.aligned", c.aligned, map[string]any{"new_objective": "Win larger customers", "objective": "Win larger customers"})
			}
		})
		c.often(i, func(n int) {
			c.answers(fmt.Sprint("po", i), "priority.open", c.prioritized, map[string]any{"value_effort.value": "7", "value_effort.effort": "3"})
		})
	}
	return c
}

// often does something every now and then, beginning at once, until the crowd goes home.
func (c *crowd) often(i int, do func(n int)) {
	c.wg.Go(func() {
		again := time.NewTicker(pause + time.Duration(i)*7*time.Millisecond)
		defer again.Stop()
		for n := 0; c.ctx.Err() == nil; n++ {
			do(n)
			select {
			case <-again.C:
			case <-c.ctx.Done():
			}
		}
	})
}

// hadEnough returns when there is something to be checked.
func (c *crowd) hadEnough() {
	c.h.t.Helper()
	begun := time.Now()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for ; ; <-again.C {
		twice := c.h.count(`SELECT count(*) FROM (SELECT 1 FROM (` + ownLines + `) l GROUP BY request HAVING count(*) > 1) t`)
		c.mu.Lock()
		asked, aligned, prioritized := len(c.acked), len(c.aligned), len(c.prioritized)
		c.mu.Unlock()
		if asked >= 5*reporters && aligned >= 5 && prioritized >= 5 && twice > 0 {
			return
		}
		if time.Since(begun) > 5*patience {
			c.h.t.Errorf("only %d requests were recorded, %d aligned, %d prioritized, and about %d somebody was told twice: %v",
				asked, aligned, prioritized, twice, c.h.p.running())
			return
		}
	}
}

// goHome ends it. Everybody ends what they are at.
func (c *crowd) goHome() { c.stop(); c.wg.Wait() }

// insists does something again until Tandem responds.
func (c *crowd) insists(do func() error) error {
	for {
		err := do()
		if !errors.Is(err, slacksim.ErrNoResponse) && !errors.Is(err, slacksim.ErrNotConnected) {
			return err
		}
		ctx, stop := context.WithTimeout(context.Background(), patience)
		err = c.h.sim.AwaitSockets(ctx, 1)
		stop()
		if err != nil {
			return err
		}
	}
}

// asks is somebody who types a request, again and again until Tandem answers, and reads the answer. "I am busy" is an
// answer too: it was not recorded, and check looks whether that is true. Who had no response before asks once more.
func (c *crowd) asks(who, channel, words string) {
	p := c.h.sim.Person(who)
	for tries, told := 0, false; !told && tries != 1; told = c.told(p, channel, words) {
		if err := c.insists(func() error { tries++; return p.Command(channel, "/request "+words) }); err != nil {
			c.h.t.Errorf("%s asks for %q: %v", who, words, err)
			return
		}
	}
}

// told reads the answer to a request, and is false when there is none.
func (c *crowd) told(p *slacksim.Person, channel, words string) bool {
	for _, m := range p.Sees(channel) {
		if !m.Ephemeral() || !strings.Contains(m.Text, words) {
			continue
		}
		_, after, _ := strings.Cut(m.Text, "*FR-")
		number, _, ok := strings.Cut(after, "*")
		if !ok {
			c.h.t.Errorf("%s asked for %q and was told %q", p.ID(), words, m.Text)
		}
		c.mu.Lock()
		c.acked[words], c.by[words] = "FR-"+number, p.ID()
		c.mu.Unlock()
		return true
	}
	return false
}

// wantsPicture is somebody who asks for a report, and presses As a picture until Tandem responds.
func (c *crowd) wantsPicture(who, channel string) {
	p := c.h.sim.Person(who)
	if err := c.insists(func() error { return p.Command(channel, "/tandem report") }); err != nil {
		c.h.t.Errorf("%s asks for a report: %v", who, err)
		return
	}
	var at slacksim.Where
	for _, m := range p.Sees(channel) {
		if m.Ephemeral() && strings.HasPrefix(m.Text, "Report of") {
			at = slacksim.At(m.Channel, m.TS)
		}
	}
	if at == (slacksim.Where{}) {
		return // "I am busy" is an answer too
	}
	if err := c.insists(func() error { return p.Press(at, "report.picture", "") }); err != nil {
		c.h.t.Errorf("%s wants a picture: %v", who, err)
	}
}

// answers is a PM or PO who presses the button on the oldest open card and fills the form, as far as Tandem lets them.
func (c *crowd) answers(who, action string, done map[string]bool, fields map[string]any) {
	p := c.h.sim.Person(who)
	at, request, ok := c.openCard(p, action, done)
	if !ok {
		return
	}
	defer func() {
		if _, open := p.View(); open {
			_ = p.CloseAll() // nobody hears of it
		}
	}()
	if err := p.Press(at, action, request); err != nil {
		return
	}
	if _, open := p.View(); !open {
		return // it was decided already, as the words beside the card say
	}
	for field, value := range fields {
		_ = p.Fill(field, value) // the form has some of them; that the answer is whole is seen below
	}
	if err := c.insists(p.Submit); err != nil {
		c.h.t.Errorf("%s submits %s: %v", who, request, err)
		return
	}
	if _, open := p.View(); open {
		return // an explanation: an earlier try had come through
	}
	c.mu.Lock()
	done[request] = true
	c.mu.Unlock()
}

// openCard finds the oldest card with a button that was not answered. Cards are rewritten a little after the answer.
func (c *crowd) openCard(p *slacksim.Person, action string, done map[string]bool) (at slacksim.Where, request string, ok bool) {
	for _, m := range p.Sees("@tandem") {
		for _, b := range m.Blocks {
			elements, _ := b["elements"].([]any)
			for _, e := range elements {
				e, is := e.(slacksim.Block)
				if !is || e["action_id"] != action {
					continue
				}
				request, _ = e["value"].(string)
				c.mu.Lock()
				answered := done[request]
				c.mu.Unlock()
				if !answered {
					return slacksim.At(m.Channel, m.TS), request, true
				}
			}
		}
	}
	return at, "", false
}
