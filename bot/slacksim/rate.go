package slacksim

import (
	"math"
	"time"
)

// postsAMinute is how many messages an app may post a minute in a whole workspace, beside one a second in each
// conversation: "several hundred", says Slack.
const postsAMinute = 300

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
	w.mu.Lock()
	defer w.mu.Unlock()
	if m.lane == "" {
		return w.take(c.name, m.minute, m.burst)
	}
	if wait := w.take(c.name+" "+c.str(m.lane), m.minute, m.burst); wait > 0 {
		return wait
	}
	return w.take(c.name, postsAMinute, postsAMinute)
}

// take takes one call from a bucket, or returns after how many seconds there is one. mu is held.
func (w *Workspace) take(key string, minute, burst int) int {
	now := w.nowLocked()
	b := w.buckets[key]
	if b == nil {
		b = &bucket{left: float64(burst), at: now}
		w.buckets[key] = b
	}
	rate := float64(minute) / 60
	b.left = min(float64(burst), b.left+max(0, now.Sub(b.at).Seconds())*rate)
	b.at = now
	if b.left < 1 {
		return int(math.Ceil((1 - b.left) / rate))
	}
	b.left--
	return 0
}
