package store_test

import (
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestASprintHasOneRecapThatIsKeptAsItWasPosted(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			return tx.AddSprint(ctx, ritual.Sprint{ID: "s1", Product: "atlas", Number: 1, Goal: "Exports", State: ritual.SprintClosed})
		})
		recap := func(tx *store.Tx) (ritual.Recap, error) { return tx.Recap(ctx, "s1") }
		missing(w, recap)
		r := ritual.Recap{Sprint: "s1", Product: "atlas", Words: ritual.RecapWords{Why: "why", Focus: "focus"}, Wording: true, DraftedBy: "ben", Drafted: day}
		second := r
		second.DraftedBy, second.Words = "eve", ritual.RecapWords{Why: "another"}
		for i, one := range []ritual.Recap{r, second} {
			w.do(func(tx *store.Tx) error {
				added, err := tx.AddRecap(ctx, one)
				if added != (i == 0) {
					t.Errorf("recap %d was added: %t", i, added)
				}
				return err
			})
		}
		same(w, r, recap)

		r.Wording, r.Words.Model = false, true
		r.Own = ritual.RecapOwn{Met: ritual.GoalPartly, Sentence: "“Most” of it", Focus: "exports", Challenges: "keys", Demos: []string{"FR-1"}, Named: []string{"FR-2"}, By: "ben", At: day.Add(time.Minute)}
		r.Channel, r.PostedBy, r.Posted = "CBOSS", "ben", day.Add(time.Hour)
		r.Demos = []ritual.RecapDemo{{Request: "FR-1", Title: "Export", Can: "export", Link: "https://example.com"}, {Request: "FR-2"}}
		r.Pages = []ritual.RecapPage{{Name: "done.1", Title: "Done", Lines: []ritual.RecapLine{{Request: "FR-1", Says: "*FR-1*  Export", Hidden: "*FR-1*  (private)"}}}}
		w.do(func(tx *store.Tx) error { return tx.KeepRecap(ctx, r) })
		same(w, r, recap)
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.KeepRecap(ctx, ritual.Recap{Sprint: "none"}) })
	})
}

func TestTheRepliesToARecapAreKeptAsTheyWereReadLast(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			return tx.AddSprint(ctx, ritual.Sprint{ID: "s1", Product: "atlas", Number: 1, Goal: "Exports", State: ritual.SprintClosed})
		})
		w.do(func(tx *store.Tx) error {
			_, err := tx.AddRecap(ctx, ritual.Recap{Sprint: "s1", Product: "atlas"})
			return err
		})
		for _, said := range [][]ritual.Evidence{
			{{TS: "12.000200", Author: "sam", Text: "later"}, {TS: "12.000300", Author: "sam", Text: "deleted"}},
			{{TS: "12.000200", Author: "sam", Text: "changed"}, {TS: "12.000100", Author: "gwen", Text: "first"}},
		} {
			w.do(func(tx *store.Tx) error { return tx.KeepReplies(ctx, "s1", said) })
		}
		replies := func(sprint string) func(*store.Tx) ([]ritual.Evidence, error) {
			return func(tx *store.Tx) ([]ritual.Evidence, error) { return tx.Replies(ctx, sprint) }
		}
		same(w, []ritual.Evidence{{TS: "12.000100", Author: "gwen", Text: "first"}, {TS: "12.000200", Author: "sam", Text: "changed"}}, replies("s1"))
		same(w, nil, replies("s2"))
	})
}
