package store_test

import (
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestPraiseIsLinkedToWhatItIsAbout(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(addObjective)
		praise := func(n int64) ritual.Request {
			r := request(n)
			r.Kind, r.Status = ritual.Praise, ritual.Noted
			return r
		}
		w.add(request(1), praise(2), praise(3), praise(4))
		link := func(id string, l ritual.Link) {
			w.do(func(tx *store.Tx) error { return tx.KeepLink(ctx, id, l, "ana") })
			same(w, l, func(tx *store.Tx) (ritual.Link, error) { return tx.LinkOf(ctx, id) })
		}
		praised := func(want int, ids ...string) {
			t.Helper()
			type found struct {
				IDs   []string
				Total int
			}
			same(w, found{ids, want}, func(tx *store.Tx) (found, error) {
				all, total, err := tx.PraiseOf(ctx, "FR-1", 2)
				var f found
				for _, r := range all {
					f.IDs = append(f.IDs, r.ID)
				}
				f.Total = total
				return f, err
			})
		}
		loads := func(want int) {
			t.Helper()
			same(w, want, func(tx *store.Tx) (int, error) {
				all, _, err := tx.Loads(ctx, "atlas")
				if err != nil {
					return 0, err
				}
				return all[0].Praise, nil
			})
		}
		same(w, ritual.Link{}, func(tx *store.Tx) (ritual.Link, error) { return tx.LinkOf(ctx, "FR-2") })
		praised(0)
		loads(0)
		link("FR-4", ritual.Link{Story: "FR-1"})
		link("FR-3", ritual.Link{Objective: "o1", Story: "FR-1"})
		link("FR-2", ritual.Link{Objective: "o1"})
		praised(2, "FR-3", "FR-4")
		loads(2)
		link("FR-2", ritual.Link{Objective: "o1", Story: "FR-1"}) // in the place of the earlier one
		praised(3, "FR-2", "FR-3")
		loads(2)
		link("FR-2", ritual.Link{})
		praised(2, "FR-3", "FR-4")
		loads(1)

		is := praise(3) // it was no praise after all
		is.Kind, is.Status = ritual.Feature, ritual.AwaitingAlignment
		w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, is) })
		praised(1, "FR-4")
		loads(0)
	})
}

func TestPraiseCanBeAboutTheLatestStoriesTheFinishedOnesFirst(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		at := func(n int64, s ritual.Status) ritual.Request {
			r := request(n)
			r.Status, r.Since = s, day.Add(time.Duration(n)*time.Minute)
			return r
		}
		w.add(at(1, ritual.Backlog), at(2, ritual.Shipped), at(3, ritual.Noted), at(4, ritual.Declined), at(5, ritual.Shipped), at(6, ritual.InSprint))
		for most, want := range map[int][]string{1: {"FR-5"}, 3: {"FR-5", "FR-2", "FR-6"}, 9: {"FR-5", "FR-2", "FR-6", "FR-1"}} {
			same(w, want, func(tx *store.Tx) ([]string, error) {
				all, err := tx.Linkable(ctx, "atlas", most)
				return ids(all), err
			})
		}
	})
}
