package engine

import (
	"context"
	"sync"
	"time"
)

// How much is under way at once. When all slots are taken, the loop that reads a socket waits: each delivery ends within
// waits.handle, so Slack's pings are still read in time. What is sent once a delivery is acknowledged has slots of its
// own, so that a slow Slack keeps nobody's click waiting.
const (
	InFlight = 64
	trailing = 256
)

// Slots hold one token for each thing that is under way.
type Slots chan struct{}

// take waits for a slot until ctx ends. done gives it back, once, however often it is called.
func (s Slots) take(ctx context.Context) (done func(), ok bool) {
	select {
	case s <- struct{}{}:
		return sync.OnceFunc(func() { <-s }), true
	case <-ctx.Done():
		return nil, false
	}
}

// Try takes a slot if one is free.
func (s Slots) Try() (done func(), ok bool) {
	select {
	case s <- struct{}{}:
		return sync.OnceFunc(func() { <-s }), true
	default:
		return nil, false
	}
}

// fill takes all slots, so that nothing is under way and nothing begins, or as many as are free in time.
func (s Slots) fill(late <-chan time.Time) (taken int) {
	for ; taken < cap(s); taken++ {
		select {
		case s <- struct{}{}:
		case <-late:
			return taken
		}
	}
	return taken
}

func (s Slots) empty(taken int) {
	for range taken {
		<-s
	}
}

// Pause returns when no delivery is being handled any more and nothing follows from one, or after so long, and lets
// none begin until resume.
func (b *Bot) Pause(atMost time.Duration) (resume func()) {
	late := time.NewTimer(atMost)
	defer late.Stop()
	handling := b.handling.fill(late.C)
	after := b.after.fill(late.C)
	return func() { b.handling.empty(handling); b.after.empty(after) }
}

// releasing is an acker that gives a delivery's slot back.
func releasing(ack acker, done func()) acker {
	return func(payload any) error {
		defer done()
		return ack(payload)
	}
}
