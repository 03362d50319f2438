package store_test

import (
	"testing"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestDefectsAndFeedbackKeepWhatTheyAreAbout(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			return tx.AddSprint(ctx, ritual.Sprint{ID: "s1", Product: "atlas", Number: 1, State: ritual.SprintActive})
		})
		kinds := []ritual.Kind{ritual.Feature, ritual.Problem, ritual.Problem, ritual.Problem, ritual.Praise, ritual.Feature}
		for i, k := range kinds {
			r := request(int64(i + 1))
			r.Kind = k
			if r.ID == "FR-4" {
				r.Status = ritual.Withdrawn
			}
			w.add(r)
		}
		for _, x := range []struct {
			add func(tx *store.Tx, c ritual.Concern) error
			of  func(tx *store.Tx, id string) (ritual.Concern, error)
			in  func(tx *store.Tx) ([]store.Finding, error)
			on  func(tx *store.Tx, most int) ([]ritual.Request, int, error)

			found, shown []string
		}{
			{
				func(tx *store.Tx, c ritual.Concern) error { return tx.AddDefect(ctx, c) },
				func(tx *store.Tx, id string) (ritual.Concern, error) { return tx.DefectOf(ctx, id) },
				func(tx *store.Tx) ([]store.Finding, error) { return tx.DefectsOf(ctx, "s1") },
				func(tx *store.Tx, most int) ([]ritual.Request, int, error) { return tx.DefectsIn(ctx, "FR-1", most) },
				[]string{"FR-2 FR-1", "FR-4 FR-1", "FR-5 FR-1", "FR-6 "}, []string{"FR-2", "FR-3"},
			},
			{
				func(tx *store.Tx, c ritual.Concern) error { return tx.AddFeedback(ctx, c) },
				func(tx *store.Tx, id string) (ritual.Concern, error) { return tx.FeedbackBy(ctx, id) },
				func(tx *store.Tx) ([]store.Finding, error) { return tx.FeedbackOf(ctx, "s1") },
				func(tx *store.Tx, most int) ([]ritual.Request, int, error) { return tx.FeedbackOn(ctx, "FR-1", most) },
				[]string{"FR-2 FR-1", "FR-4 FR-1", "FR-5 FR-1", "FR-6 "}, []string{"FR-2", "FR-3"},
			},
		} {
			concern := func(id string) func(tx *store.Tx) (ritual.Concern, error) {
				return func(tx *store.Tx) (ritual.Concern, error) { return x.of(tx, id) }
			}
			same(w, ritual.Concern{}, concern("FR-2"))
			same(w, nil, x.in)
			for _, c := range []ritual.Concern{
				{Request: "FR-2", Sprint: "s1", By: "ana"}, {Request: "FR-3", Story: "FR-1", By: "ana"}, {Request: "FR-4", Sprint: "s1", Story: "FR-1", By: "ben"},
				{Request: "FR-5", Sprint: "s1", Story: "FR-1", By: "ben"}, {Request: "FR-6", Sprint: "s1", By: "ben"},
				{Request: "FR-2", Story: "FR-1", By: "ben"}, {Request: "FR-4", Story: "FR-3", By: "ana"}, // what was known stays
			} {
				w.do(func(tx *store.Tx) error { return x.add(tx, c) })
			}
			same(w, ritual.Concern{Request: "FR-2", Sprint: "s1", Story: "FR-1", By: "ana", At: day}, concern("FR-2"))
			same(w, ritual.Concern{Request: "FR-3", Story: "FR-1", By: "ana", At: day}, concern("FR-3"))
			same(w, ritual.Concern{Request: "FR-4", Sprint: "s1", Story: "FR-1", By: "ben", At: day}, concern("FR-4"))
			same(w, x.found, func(tx *store.Tx) (ids []string, err error) {
				all, err := x.in(tx)
				for _, f := range all {
					ids = append(ids, f.Request.ID+" "+f.Story)
				}
				return ids, err
			})
			type shown struct {
				IDs   []string
				Total int
			}
			for most, ids := range map[int][]string{5: x.shown, 1: x.shown[:1]} {
				same(w, shown{ids, len(x.shown)}, func(tx *store.Tx) (s shown, err error) {
					all, n, err := x.on(tx, most)
					for _, r := range all {
						s.IDs = append(s.IDs, r.ID)
					}
					s.Total = n
					return s, err
				})
			}
		}
	})
}
