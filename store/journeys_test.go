package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestHowRequestsCameToWhereTheyStandIsReadForTheLatestOfAProduct(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		old, moved, praise, merged, still := request(1), request(2), request(3), request(4), request(5)
		old.Created = day.Add(-24 * time.Hour)
		praise.Kind, praise.Status = ritual.Praise, ritual.Noted
		w.add(old, moved, praise, merged, still)
		hour := func(n int) time.Time { return request(1).Since.Add(time.Duration(n) * time.Hour) }
		for _, to := range []struct {
			status ritual.Status
			when   time.Time
		}{{ritual.AwaitingAlignment, hour(1)}, {ritual.AwaitingPriority, hour(30)}} {
			moved = moved.MoveTo(to.status, to.when)
			w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, moved) })
		}
		merged = merged.MoveTo(ritual.Merged, hour(1))
		w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, merged) })
		var got []ritual.Journey
		w.do(func(tx *store.Tx) (err error) {
			var more bool
			got, more, err = tx.Journeys(ctx, "atlas", day)
			if more {
				t.Error("there are more")
			}
			return err
		})
		want := []ritual.Journey{
			{Created: still.Created, Path: []ritual.Passage{{Status: ritual.New, Since: request(5).Since}}},
			{Created: moved.Created, Path: []ritual.Passage{{Status: ritual.New, Since: request(2).Since}, {Status: ritual.AwaitingAlignment, Since: hour(1)}, {Status: ritual.AwaitingPriority, Since: hour(30)}}},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("read back: -want +got:\n%s", diff)
		}
		w.do(func(tx *store.Tx) error {
			if got, _, err := tx.Journeys(ctx, "none", day); len(got) > 0 || err != nil {
				t.Errorf("of a product that is not there: %v, %v", got, err)
			}
			return nil
		})
	})
}
