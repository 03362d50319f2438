package store_test

import (
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestTheStoriesThatWereAcceptedLastAreExamples(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		story := func(n int64, want string) ritual.Story {
			return ritual.Story{Request: ritual.RequestID(n), Author: "ben", Origin: ritual.FromPerson, Want: want, At: day}
		}
		for n, change := range map[int64]func(*ritual.Request){
			1: func(r *ritual.Request) { r.Status = ritual.Accepted },
			2: func(r *ritual.Request) { r.Status = ritual.Shipped },
			3: func(r *ritual.Request) { r.Status = ritual.Done },
			4: func(r *ritual.Request) { r.Status, r.Private = ritual.Accepted, true },
			5: func(r *ritual.Request) { r.Status, r.Kind = ritual.Accepted, ritual.Problem },
			6: func(r *ritual.Request) { r.Status = ritual.Shipped },
			7: func(r *ritual.Request) { r.Status = ritual.Accepted }, // without a story
		} {
			r := request(n)
			change(&r)
			r.Since = day.Add(time.Duration(n) * time.Hour)
			w.add(r)
			w.do(func(tx *store.Tx) error {
				if n == 7 {
					return nil
				}
				for _, want := range []string{"first", "last"} {
					if _, err := tx.AddStory(ctx, story(n, want)); err != nil {
						return err
					}
				}
				return nil
			})
		}
		accepted := func(kind ritual.Kind, n int) func(*store.Tx) ([]ritual.Story, error) {
			return func(tx *store.Tx) ([]ritual.Story, error) { return tx.AcceptedStories(ctx, "atlas", kind, n) }
		}
		last := func(n int64) ritual.Story {
			s := story(n, "last")
			s.Version = 2
			return s
		}
		same(w, []ritual.Story{last(6), last(2)}, accepted(ritual.Feature, 3))
		same(w, []ritual.Story{last(6), last(2), last(1)}, accepted(ritual.Feature, 9))
		same(w, []ritual.Story{last(5)}, accepted(ritual.Problem, 2))
		same(w, nil, func(tx *store.Tx) ([]ritual.Story, error) { return tx.AcceptedStories(ctx, "other", ritual.Feature, 2) })
	})
}

func TestOneWishForARedraftWaitsUntilItEnds(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1))
		first := ritual.Redraft{Request: "FR-1", Version: 1, By: "ben", Note: "shorter", At: day}
		second := ritual.Redraft{Request: "FR-1", Version: 2, By: "ana", At: day.Add(time.Hour)}
		get := func(tx *store.Tx) (ritual.Redraft, error) { return tx.Redraft(ctx, "FR-1") }
		missing(w, get)
		w.do(func(tx *store.Tx) error { return tx.KeepRedraft(ctx, first) })
		same(w, first, get)
		w.do(func(tx *store.Tx) error { return tx.KeepRedraft(ctx, second) })
		same(w, second, get)
		w.do(func(tx *store.Tx) error { return tx.EndRedraft(ctx, "FR-1") })
		missing(w, get)
		w.do(func(tx *store.Tx) error { return tx.EndRedraft(ctx, "FR-1") })
	})
}
