package engine

import (
	"context"
	"sync/atomic"
	"time"
)

// A calm lets deliveries go before jobs: somebody looks at the screen until a delivery is acknowledged, and nobody sees
// whether a message comes a moment later. A job is begun when no delivery came for a moment, or has waited long enough.
type calm struct {
	came atomic.Int64 // deliveries so far
	open atomic.Int64 // those that are being handled
	seen int64        // what came before the last look; the worker's own
}

const (
	calmFor    = 5 * time.Millisecond   // without a delivery is calm
	calmWithin = 100 * time.Millisecond // a job waits no longer, so that ten a second begin at any load
)

// disturb tells of a delivery until done is called.
func (c *calm) disturb() (done func()) {
	c.came.Add(1)
	c.open.Add(1)
	return func() { c.open.Add(-1) }
}

// await returns when it is calm, when calmWithin is over or when ctx ends. Only one goroutine may wait.
func (c *calm) await(ctx context.Context) {
	if !c.disturbed() {
		return
	}
	late := time.NewTimer(calmWithin)
	defer late.Stop()
	look := time.NewTicker(calmFor)
	defer look.Stop()
	for {
		select {
		case <-look.C:
			if !c.disturbed() {
				return
			}
		case <-late.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// disturbed reports whether a delivery is being handled, or came since the last look.
func (c *calm) disturbed() bool {
	before := c.seen
	c.seen = c.came.Load()
	return c.seen != before || c.open.Load() > 0
}
