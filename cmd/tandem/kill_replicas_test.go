package main

import (
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"
)

func TestWhileOneOfTwoReplicasIsKilledAgainAndAgainTheOtherLosesNothing(t *testing.T) {
	onPostgres(t, func(t *testing.T, address string) {
		const kills = 30
		h := newHouse(t, "pgx", address, products, reporters)
		h.steady = h.p
		h.start()
		c := gather(h)
		rng := rand.New(rand.NewPCG(2026, kills))
		for i := range kills {
			h.replicaKilledWhen(rng)
			if i == kills/2 {
				h.morningComes()
			}
			h.start()
		}
		c.hadEnough()
		c.goHome()
		h.replicaKilledWhen(rng) // nobody starts this one again: the other one does what it has left
		h.p = h.steady
		h.settles()
		h.morningComes()
		h.settles()
		c.check()
		t.Logf("%d kills, %d requests, %d aligned, %d prioritized, %d posts looked for", kills+1, len(c.acked), len(c.aligned),
			len(c.prioritized), len(h.sim.Calls("conversations.history")))
		h.p.ends(syscall.SIGTERM)
	})
}

// replicaKilledWhen kills the replica that is not steady, at a moment like any other, and hastens the end of its leases,
// from a minute to a few seconds: what the server is still at for it comes through before. The steady one keeps its own.
func (h *house) replicaKilledWhen(rng *rand.Rand) {
	h.t.Helper()
	h.dies(rng)
	soon := time.Now().Add(8 * time.Second).UnixMilli()
	_, err := h.db.Exec(`UPDATE lanes SET leased_until = $1 WHERE lease <> '' AND leased_until > $1 AND leased_by NOT LIKE $2`,
		soon, fmt.Sprintf("%%@%d/%%", h.steady.cmd.Process.Pid))
	if err != nil {
		h.t.Fatal(err)
	}
}
