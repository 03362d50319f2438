package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tandem/store/dbtest"
)

// BenchmarkStartToFirstAck is the time from the start of the process to its first acknowledged command, in a product
// that is set up. The goal is 100 ms.
func BenchmarkStartToFirstAck(b *testing.B) {
	h := newHouse(b, "sqlite", dbtest.SQLite(b), 1, 1)
	h.isGone()
	r := h.sim.Person("r0")
	var connected, whole time.Duration
	n := 0
	for b.Loop() {
		began := time.Now()
		h.start()
		h.connected()
		connected += time.Since(began)
		if err := r.Command("#p0", fmt.Sprintf("/request Wish %d.", n)); err != nil {
			b.Fatalf("%v\n%s", err, &h.p.errs)
		}
		whole += time.Since(began)
		n++
		b.StopTimer()
		h.isGone()
		b.StartTimer()
	}
	b.ReportMetric(float64(connected.Milliseconds())/float64(n), "ms/connected")
	b.ReportMetric(float64(whole.Milliseconds())/float64(n), "ms/acknowledged")
}

// isGone kills the process, and returns when nothing is left of it: a socket of the dead would be taken for the next one's.
func (h *house) isGone() {
	h.t.Helper()
	h.p.kill()
	h.minutePasses()
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	if err := h.sim.WaitFor(ctx, func() bool { return h.sim.Sockets() == 0 }); err != nil {
		h.t.Fatal(err)
	}
}
