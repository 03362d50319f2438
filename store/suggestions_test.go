package store_test

import (
	"errors"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestWhatAModelSuggestsIsKeptAndReplaced(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		kept := func(want ritual.Suggestion) {
			t.Helper()
			same(w, want, func(tx *store.Tx) (ritual.Suggestion, error) { return tx.Suggestion(ctx, "FR-1") })
		}
		w.do(func(tx *store.Tx) error {
			return errors.Join(tx.AddRequest(ctx, request(1)), tx.AddObjective(ctx, ritual.Objective{ID: "o", Product: "atlas", Name: "Happy eyes", Horizon: ritual.Now, By: "ana", Created: day}))
		})
		kept(ritual.Suggestion{})
		for _, s := range []ritual.Suggestion{{Objective: "o", Because: "eyes", Quoted: true, Digest: "1"}, {Digest: "2"}} {
			w.do(func(tx *store.Tx) error { return tx.KeepSuggestion(ctx, "FR-1", s) })
			kept(s)
		}
	})
}

func TestTheLongestInAStatusComeFirst(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			var err error
			for i, s := range []ritual.Status{ritual.AwaitingAlignment, ritual.AwaitingAlignment, ritual.Backlog, ritual.AwaitingAlignment} {
				r := request(int64(i + 1))
				r.Status, r.Since = s, day.Add(-time.Duration(i)*time.Hour)
				err = errors.Join(err, tx.AddRequest(ctx, r))
			}
			return err
		})
		same(w, []string{"FR-4", "FR-2"}, func(tx *store.Tx) ([]string, error) {
			return tx.LongestIn(ctx, "atlas", ritual.AwaitingAlignment, 2)
		})
	})
}
