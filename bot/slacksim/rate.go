package slacksim

import (
	"math"
	"time"
)

// bucket is a token bucket: burst calls at once, then minute calls a minute.
type bucket struct {
	left float64
	at   time.Time
}

// pace takes a call from its method's bucket and returns how many seconds it has to wait, 0 when it may go on.
func (w *Workspace) pace(c *call) int {
	m := c.method
	if w.cfg.RateLimits == Unlimited || m.minute == 0 {
		return 0
	}
	key := c.name
	if m.lane != "" {
		key += " " + c.str(m.lane)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.nowLocked()
	b := w.buckets[key]
	if b == nil {
		b = &bucket{left: float64(m.burst), at: now}
		w.buckets[key] = b
	}
	rate := float64(m.minute) / 60
	b.left = min(float64(m.burst), b.left+max(0, now.Sub(b.at).Seconds())*rate)
	b.at = now
	if b.left < 1 {
		return int(math.Ceil((1 - b.left) / rate))
	}
	b.left--
	return 0
}
