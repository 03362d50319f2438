package engine

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"tandem/store"
)

func TestSocketsThatAreClosedAtOnceAreOpenedEverMoreSlowly(t *testing.T) {
	t.Parallel()
	clock := store.Frozen(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	s := &spacer{clock: clock}
	// opened is how long the next opening has to wait. The clock moves only while it does.
	opened := func() time.Duration {
		t.Helper()
		begun := clock.Now()
		done := make(chan error, 1)
		go func() { done <- s.pause(context.Background()) }()
		for {
			select {
			case err := <-done:
				if err != nil {
					t.Fatal(err)
				}
				if waited := clock.Now().Sub(begun); waited < s.wait {
					t.Errorf("waited %s of %s", waited, s.wait)
				}
				return s.wait
			default:
				if s.mu.TryLock() { // it is over, or has not begun
					s.mu.Unlock()
					runtime.Gosched()
					continue
				}
				clock.Wind(firstGap / 4)
				runtime.Gosched()
			}
		}
	}
	if first := opened(); first != 0 {
		t.Errorf("the first opening waited %s", first)
	}
	least, all := firstGap, time.Duration(0)
	for i := range 12 {
		got := opened()
		if got != least {
			t.Errorf("opening %d waited %s, not %s", i, got, least)
		}
		least, all = min(2*least, maxGap), all+got
	}
	if all < 5*time.Minute {
		t.Errorf("twelve openings in a row took only %s", all)
	}
	clock.Wind(healthy + time.Second)
	if got := opened(); got != 0 {
		t.Errorf("after a healthy while the next opening waited %s", got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.pause(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the end of the bot does not end the waiting: %v", err)
	}
}
