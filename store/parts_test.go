package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// divided is a request of atlas in the backlog, split into n parts, as the whole and its parts are kept.
func divided(w world, number int64, n int) (whole ritual.Request, parts []ritual.Request) {
	w.Helper()
	r := request(number)
	r.Status, r.Requester = ritual.Backlog, "ria"
	w.add(r)
	lines := ""
	for i := range n {
		lines += fmt.Sprintf("Part %d\n", i+1)
	}
	whole, parts, _, err := ritual.Divide(r, lines, "ben", day)
	if err != nil {
		w.Fatal(err)
	}
	w.do(func(tx *store.Tx) error {
		for i := range parts {
			parts[i].Number = 10*number + int64(i)
			if err := errors.Join(tx.AddRequest(ctx, parts[i]), tx.AddWords(ctx, parts[i])); err != nil {
				return err
			}
		}
		return tx.KeepRequest(ctx, whole)
	})
	return whole, parts
}

func requestIs(id string) func(*store.Tx) (ritual.Request, error) {
	return func(tx *store.Tx) (ritual.Request, error) { return tx.Request(ctx, id) }
}

func TestAPartIsKeptWithItsWhole(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		whole, parts := divided(w, 12, 2)
		same(w, whole, requestIs("FR-12"))
		same(w, parts[1], requestIs("FR-12.2"))
		same(w, parts, func(tx *store.Tx) ([]ritual.Request, error) { return tx.Parts(ctx, "FR-12") })
		same(w, nil, func(tx *store.Tx) ([]ritual.Request, error) { return tx.Parts(ctx, "FR-12.1") })
		exists(w, "requests", []string{"parent", "part"}, func(tx *store.Tx) error {
			again := parts[0]
			again.ID, again.Number = "FR-12.8", 99
			return tx.AddRequest(ctx, again)
		})
		if err := w.db.Update(ctx, func(tx *store.Tx) error {
			lost := parts[0]
			lost.ID, lost.Number, lost.Parent = "FR-13.1", 98, "FR-13"
			return tx.AddRequest(ctx, lost)
		}); err == nil {
			t.Error("a part of nothing was kept")
		}
	})
}

func TestTheWholeStandsWhereItsPartsDo(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		whole, parts := divided(w, 1, 2)
		for _, x := range []struct {
			part int
			to   ritual.Status
			want ritual.Status
		}{
			{0, ritual.Backlog, ritual.AwaitingPriority}, {1, ritual.Declined, ritual.Backlog}, {0, ritual.InSprint, ritual.InSprint},
			{1, ritual.Backlog, ritual.Backlog}, {0, ritual.Shipped, ritual.Backlog}, {1, ritual.Parked, ritual.Parked}, {1, ritual.Shipped, ritual.Shipped},
		} {
			parts[x.part].Status, parts[x.part].Reason, parts[x.part].Revisit = x.to, "", ""
			if x.to == ritual.Parked {
				parts[x.part].Reason, parts[x.part].Revisit = "Later", "2026-05-01"
			}
			w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, parts[x.part]) })
			whole.Together, whole.Reason, whole.Revisit = x.want, parts[x.part].Reason, parts[x.part].Revisit
			same(w, whole, requestIs("FR-1"))
		}
		whole.Title, whole.Together = "Other words", ritual.New // which nobody says
		w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, whole) })
		whole.Together = ritual.Shipped
		same(w, whole, requestIs("FR-1"))
	})
}

func TestAPartRestsOnWhatTheWholeDoes(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1))
		_, _ = divided(w, 2, 2)
		said := func(id, text string) ritual.Evidence {
			return ritual.Evidence{ID: id, Author: "ria", Text: text, At: day}
		}
		wants := func(who string, minute int) ritual.Supporter {
			return ritual.Supporter{Person: who, Words: who, At: day.Add(time.Duration(minute) * time.Minute)}
		}
		w.do(func(tx *store.Tx) (err error) {
			for of, e := range map[string]ritual.Evidence{"FR-1": said("0", "another"), "FR-2": said("0", "all of it"), "FR-2.1": said("part", "one")} {
				err = errors.Join(err, tx.AddEvidence(ctx, of, e))
			}
			for _, s := range []struct {
				of string
				s  ritual.Supporter
			}{{"FR-1", wants("eve", 1)}, {"FR-2", wants("sue", 2)}, {"FR-2.1", wants("sue", 3)}, {"FR-2.1", wants("tom", 1)}} {
				_, added := tx.AddSupporter(ctx, s.of, s.s)
				err = errors.Join(err, added)
			}
			return err
		})
		evidence := func(id string) func(*store.Tx) ([]ritual.Evidence, error) {
			return func(tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, id) }
		}
		same(w, []ritual.Evidence{said("0", "all of it"), said("part", "one")}, evidence("FR-2.1"))
		same(w, []ritual.Evidence{said("0", "all of it")}, evidence("FR-2.2"))
		same(w, []ritual.Evidence{said("0", "all of it")}, evidence("FR-2"))
		same(w, []ritual.Evidence{said("0", "another")}, evidence("FR-1"))
		supporters := func(id string) func(*store.Tx) ([]ritual.Supporter, error) {
			return func(tx *store.Tx) ([]ritual.Supporter, error) { return tx.Supporters(ctx, id) }
		}
		same(w, []ritual.Supporter{wants("tom", 1), wants("sue", 2)}, supporters("FR-2.1"))
		same(w, []ritual.Supporter{wants("sue", 2)}, supporters("FR-2"))
	})
}

func TestWhoAskedForTheWholeFindsItNotItsParts(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		divided(w, 1, 2)
		for _, who := range []string{"rob", "ria"} {
			same(w, []string{"FR-1"}, func(tx *store.Tx) ([]string, error) { rs, err := tx.Reported(ctx, who, 10); return ids(rs), err })
		}
		missing(w, func(tx *store.Tx) (ritual.Request, error) { return tx.SameWords(ctx, "rob", "atlas", "Part 1", day) })
	})
}

func TestSearchFindsAPartByItsIdAndByThatOfTheWhole(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		divided(w, 1, 3)
		w.add(request(9))
		for query, want := range map[string][]string{
			"fr-1": {"FR-1", "FR-1.1", "FR-1.2", "FR-1.3"}, "1.2": {"FR-1.2"}, "part 3": {"FR-1.3"}, "FR-1.7": nil, "FR-2": nil,
		} {
			same(w, want, func(tx *store.Tx) ([]string, error) {
				rs, err := tx.FindRequests(ctx, "atlas", query, 10, anything)
				return ids(rs), err
			})
		}
	})
}

func TestPartsAreRankedAndPinnedAsAnyStory(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(addObjective)
		_, parts := divided(w, 1, 3)
		other := request(9)
		other.Status, other.Objective = ritual.Backlog, "o1"
		w.add(other)
		for i := range parts {
			parts[i].Status, parts[i].Objective = ritual.Backlog, "o1"
		}
		score := func(milli int64) ritual.Score {
			return ritual.Score{Framework: ritual.RICE, Inputs: map[string]string{"effort": "1"}, Milli: milli}
		}
		pin := func(tx *store.Tx, id, before string) error {
			return tx.KeepPin(ctx, id, ritual.Pin{Before: before, Reason: "so", By: "ben", At: day})
		}
		w.do(func(tx *store.Tx) (err error) {
			for i, p := range parts {
				err = errors.Join(err, tx.KeepRequest(ctx, p), tx.KeepScore(ctx, p.ID, score(int64(3000-1000*i)), "ben"))
			}
			return errors.Join(err, tx.KeepScore(ctx, "FR-9", score(500), "ben"), pin(tx, "FR-9", "FR-1.2"), pin(tx, "FR-1.1", "FR-1.3"))
		})
		order := func(f store.Filter, offset, limit int) func(*store.Tx) ([]string, error) {
			return func(tx *store.Tx) ([]string, error) {
				rs, _, err := tx.BacklogOf(ctx, "atlas", []ritual.FrameworkID{ritual.RICE}, f, offset, limit)
				var all []string
				for _, r := range rs {
					all = append(all, r.Request.ID)
				}
				return all, err
			}
		}
		for _, f := range []store.Filter{{}, {Objective: "o1"}} {
			same(w, []string{"FR-9", "FR-1.2", "FR-1.1", "FR-1.3"}, order(f, 0, 10))
			same(w, []string{"FR-1.2", "FR-1.1"}, order(f, 1, 2))
		}
		same(w, map[ritual.Status]int{ritual.Backlog: 4}, func(tx *store.Tx) (map[ritual.Status]int, error) { return tx.CountByStatus(ctx, "atlas") })
	})
}
