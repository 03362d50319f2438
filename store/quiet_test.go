package store_test

import (
	"testing"
	"time"

	"tandem/store"
	"tandem/store/dbtest"
)

func TestItIsQuietWhenNobodyIsAtAJobAndNoneIsDue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := store.Frozen(day)
		db := open(clock)
		quiet := func(want bool, next time.Time) {
			t.Helper()
			due, any, is, err := db.Quiet(ctx)
			if err != nil || is != want || any == next.IsZero() || want && any && !due.Equal(next) {
				t.Errorf("quiet: %v, next %v %v (%v), want %v, %v", is, due, any, err, want, next)
			}
		}
		quiet(true, time.Time{})
		later := day.Add(time.Hour).Truncate(time.Millisecond)
		update(t, db, func(tx *store.Tx) error { return tx.Once(ctx, "card", "1", "lane", later) })
		quiet(true, later)
		clock.Set(later)
		quiet(false, later)
		job, ok, err := db.Claim(ctx, "me", time.Minute)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		quiet(false, later.Add(time.Minute)) // somebody is at it, until their lease ends
		update(t, db, func(tx *store.Tx) error { return tx.Finish(ctx, job, 0) })
		quiet(true, time.Time{})
	})
}
