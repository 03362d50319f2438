package main

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"time"
)

func TestWhileOneOfTwoReplicasIsKilledAgainAndAgainTheOtherLosesNothing(t *testing.T) {
	onPostgres(t, func(t *testing.T, address string) {
		const kills = 30
		h := newHouse(t, "pgx", address, products, reporters)
		steady := h.p
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
		h.p = steady
		h.settles(2 * time.Minute)
		h.morningComes()
		h.settles(time.Minute)
		c.check()
		t.Logf("%d kills, %d requests, %d aligned, %d prioritized, %d posts looked for", kills+1, len(c.acked), len(c.aligned),
			len(c.prioritized), len(h.sim.Calls("conversations.history")))
		steady.ends(syscall.SIGTERM, 10*time.Second)
	})
}

// replicaKilledWhen kills the replica that is not steady, at a moment like any other, and hastens the end of its leases:
// from a minute to a few seconds, which the jobs of the steady one never need.
func (h *house) replicaKilledWhen(rng *rand.Rand) {
	h.t.Helper()
	h.dies(rng)
	now := time.Now().UnixMilli()
	if _, err := h.db.Exec(`UPDATE lanes SET leased_until = $1 WHERE lease <> '' AND leased_until > $2`, now+8000, now+20_000); err != nil {
		h.t.Fatal(err)
	}
}
