package store_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"tandem/store"
)

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestAFrozenClockStandsStillUntilItIsWound(t *testing.T) {
	c := store.Frozen(monday)
	if got := c.Now(); !got.Equal(monday) {
		t.Errorf("it shows %v, not %v", got, monday)
	}
	c.Wind(time.Hour)
	c.Set(monday.Add(2 * time.Hour))
	if got := c.Now(); !got.Equal(monday.Add(2 * time.Hour)) {
		t.Errorf("wound by an hour and set an hour further, it shows %v", got)
	}
}

func TestAClockNeverGoesBack(t *testing.T) {
	for name, back := range map[string]func(){
		"wound":       func() { store.Frozen(monday).Wind(-1) },
		"set":         func() { store.Frozen(monday).Set(monday.Add(-1)) },
		"machine set": func() { store.Machine().Set(monday) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it went back")
				}
			}()
			back()
		})
	}
}

func TestTheMachinesClockGoesOnFromWhereItWasWound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := store.Machine()
		start := c.Now()
		c.Wind(24 * time.Hour)
		time.Sleep(time.Minute) // the bubble's time
		if got, want := c.Now().Sub(start), 24*time.Hour+time.Minute; got != want {
			t.Errorf("%v passed, not %v", got, want)
		}
	})
}

func TestWaitingEnds(t *testing.T) {
	hour := time.Hour
	for _, c := range []struct {
		name  string
		until time.Duration
		make  func() *store.Clock
		do    func(c *store.Clock, wake chan struct{}, stop func())
		err   error
		after time.Duration // of the bubble's time
	}{
		{name: "at once when the time has come", until: 0, make: frozen},
		{name: "at once when the time is past", until: -hour, make: frozen},
		{name: "when a frozen clock is wound there", until: hour, make: frozen,
			do: func(c *store.Clock, _ chan struct{}, _ func()) { c.Wind(time.Minute); c.Wind(time.Hour) }},
		{name: "when a frozen clock is set there", until: hour, make: frozen,
			do: func(c *store.Clock, _ chan struct{}, _ func()) { c.Set(c.Now().Add(time.Hour)) }},
		{name: "when woken", until: hour, make: frozen,
			do: func(_ *store.Clock, wake chan struct{}, _ func()) { wake <- struct{}{} }},
		{name: "when the context ends", until: hour, make: frozen, err: context.Canceled,
			do: func(_ *store.Clock, _ chan struct{}, stop func()) { stop() }},
		{name: "when the machine's clock gets there", until: hour, make: store.Machine, after: hour},
		{name: "sooner when the machine's clock is wound", until: hour, make: store.Machine, after: hour / 3,
			do: func(c *store.Clock, _ chan struct{}, _ func()) { c.Wind(2 * hour / 3) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				clock, wake := c.make(), make(chan struct{})
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				start, until := time.Now(), clock.Now().Add(c.until)
				ended := make(chan error, 1)
				go func() { ended <- clock.Wait(ctx, until, wake) }()
				synctest.Wait()
				if c.do != nil {
					select {
					case err := <-ended:
						t.Fatalf("it ended too early: %v", err)
					default:
					}
					c.do(clock, wake, stop)
				}
				if err := <-ended; !errors.Is(err, c.err) {
					t.Errorf("it ended with %v, not %v", err, c.err)
				}
				if took := time.Since(start); took != c.after {
					t.Errorf("it took %v, not %v", took, c.after)
				}
			})
		})
	}
}

func frozen() *store.Clock { return store.Frozen(monday) }

func TestWindingLessThanIsWaitedForDoesNotEndTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := frozen()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- c.Wait(ctx, monday.Add(time.Hour), nil) }()
		c.Wind(59 * time.Minute)
		synctest.Wait()
		select {
		case err := <-ended:
			t.Fatalf("it ended a minute too early: %v", err)
		default:
		}
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
	})
}
