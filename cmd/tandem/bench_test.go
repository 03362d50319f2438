package main

import (
	"fmt"
	"testing"
	"time"

	"tandem/store/dbtest"
)

// BenchmarkStartToFirstAck is the time from the start of the process to its first acknowledged command, in a product
// that is set up. The goal is 100 ms.
func BenchmarkStartToFirstAck(b *testing.B) {
	h := newHouse(b, "sqlite", dbtest.SQLite(b), 1, 1)
	h.p.kill()
	h.minutePasses()
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
		h.p.kill()
		h.minutePasses()
		b.StartTimer()
	}
	b.ReportMetric(float64(connected.Milliseconds())/float64(n), "ms/connected")
	b.ReportMetric(float64(whole.Milliseconds())/float64(n), "ms/acknowledged")
}
