package store

import (
	"context"
	"sync"
	"time"
)

// Clock tells the time. It is safe for use by several goroutines.
type Clock struct {
	mu      sync.Mutex
	stands  bool          // a frozen clock shows at; a machine's shows the machine's time and ahead
	at      time.Time     // what a frozen clock shows
	ahead   time.Duration // how far a machine's clock was wound
	changed chan struct{} // closed and replaced whenever the clock is wound
}

// Machine returns a clock that shows the machine's time.
func Machine() *Clock { return &Clock{changed: make(chan struct{})} }

// Frozen returns a clock that stands at t until it is wound.
func Frozen(t time.Time) *Clock {
	return &Clock{stands: true, at: t.UTC(), changed: make(chan struct{})}
}

// Now returns what the clock shows, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.stands {
		return c.at
	}
	return time.Now().UTC().Add(c.ahead)
}

// Wind moves the clock on by d, which is not negative. A machine's clock goes on from there.
func (c *Clock) Wind(d time.Duration) {
	if d < 0 {
		panic("store: a clock cannot be wound back")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stands {
		c.at = c.at.Add(d)
	} else {
		c.ahead += d
	}
	c.tell()
}

// Set moves a frozen clock on to t, which is not before what it shows.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.stands {
		panic("store: only a frozen clock can be set")
	}
	if t.Before(c.at) {
		panic("store: a clock cannot be set back")
	}
	c.at = t.UTC()
	c.tell()
}

func (c *Clock) tell() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// Wait returns nil once the clock shows until or later, or when wake fires, whichever comes first.
// It returns the context's error when that ends. A nil wake never fires.
func (c *Clock) Wait(ctx context.Context, until time.Time, wake <-chan struct{}) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.mu.Lock()
		left, changed, stands := until.Sub(c.now()), c.changed, c.stands
		c.mu.Unlock()
		if left <= 0 {
			return nil
		}
		var ring <-chan time.Time // a frozen clock never gets there by itself
		var timer *time.Timer
		if !stands {
			timer = time.NewTimer(left)
			ring = timer.C
		}
		woken := false
		select {
		case <-ring:
		case <-changed:
		case <-wake:
			woken = true
		case <-ctx.Done():
		}
		if timer != nil {
			timer.Stop()
		}
		if woken {
			return nil
		}
	}
}
