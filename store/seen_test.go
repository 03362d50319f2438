package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"tandem/store"
	"tandem/store/dbtest"
)

func TestWhatFollowsFromADeliveryIsAJobAfterTheNextStart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		update(t, db, func(tx *store.Tx) error {
			tx.Follow("recorded", "FR-1", "draft:FR-1")
			return tx.MarkSeen(ctx, "envelope", []byte("yes"))
		})
		select {
		case <-db.Woken():
		default:
			t.Error("nobody was woken")
		}
		if err := db.Close(); err != nil { // as a crash would, before anybody claimed
			t.Fatal(err)
		}
		db = open(clock)
		j, ok, err := db.Claim(ctx, "worker", time.Minute)
		if err != nil || !ok || j.Kind != "recorded" || j.Key != "FR-1" || j.Lane != "draft:FR-1" {
			t.Fatalf("claimed %+v, %v, %v", j, ok, err)
		}
		update(t, db, func(tx *store.Tx) error { return tx.Finish(ctx, j, 0) })
		if j, ok, err := db.Claim(ctx, "worker", time.Minute); ok || err != nil {
			t.Errorf("claimed %+v, %v", j, err)
		}
		update(t, db, func(tx *store.Tx) error {
			reply, seen, err := tx.Seen(ctx, "envelope")
			if string(reply) != "yes" || !seen {
				t.Errorf("seen: %q, %v", reply, seen)
			}
			return err
		})
	})
}

func TestWhatFollowsNeedsTheMarkOfItsDelivery(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		err := db.Update(ctx, func(tx *store.Tx) error {
			tx.Follow("recorded", "FR-1", "draft:FR-1")
			return tx.SetMeta(ctx, "color", "blue")
		})
		if err == nil || !strings.Contains(err.Error(), "not marked as seen") {
			t.Errorf("the error is %v", err)
		}
		if err := db.View(ctx, func(tx *store.Tx) error { _, err := tx.Meta(ctx, "color"); return err }); err == nil {
			t.Error("the transaction was kept")
		}
	})
}

func TestManyDeliveriesAreTakenUpInTheirOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		for i := range 250 { // more than one transaction takes up
			clock.Wind(time.Millisecond)
			update(t, db, func(tx *store.Tx) error {
				tx.Follow("recorded", string(rune('一'+i)), "one lane")
				return tx.MarkSeen(context.Background(), string(rune('一'+i)), nil)
			})
		}
		for i := range 250 {
			j, ok, err := db.Claim(ctx, "worker", time.Minute)
			if want := string(rune('一' + i)); err != nil || !ok || j.Key != want {
				t.Fatalf("claimed %q, %v, %v, want %q", j.Key, ok, err, want)
			}
			update(t, db, func(tx *store.Tx) error { return tx.Finish(ctx, j, 0) })
		}
	})
}
