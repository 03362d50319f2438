package store_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// page is what Backlog returns.
type page struct {
	Stories []ritual.Ranked
	Total   int
}

func backlog(f ritual.FrameworkID, offset, limit int) func(*store.Tx) (page, error) {
	return func(tx *store.Tx) (page, error) {
		rs, total, err := tx.Backlog(ctx, "atlas", f, offset, limit)
		return page{rs, total}, err
	}
}

// random is a backlog of n requests of atlas in random order, scored by either framework or by none, with many ties,
// among others that are not in it.
func random(w world, n int64) []ritual.Ranked {
	var all []ritual.Ranked
	rng := rand.New(rand.NewPCG(1, 2))
	w.do(func(tx *store.Tx) error {
		for _, i := range rng.Perm(int(n)) {
			r := ritual.Ranked{Request: request(int64(i + 1))}
			r.Request.Status = ritual.Backlog
			if rng.IntN(5) == 0 {
				r.Request.Status = ritual.InSprint
			}
			if err := tx.AddRequest(ctx, r.Request); err != nil {
				return err
			}
			if f := []ritual.FrameworkID{ritual.RICE, ritual.ValueEffort, ""}[rng.IntN(3)]; f != "" {
				r.Score = ritual.Score{Framework: f, Inputs: map[string]string{"effort": "3"}, Milli: rng.Int64N(9) - 2}
				if err := tx.KeepScore(ctx, r.Request.ID, r.Score, "ben"); err != nil {
					return err
				}
			}
			if r.Request.Status == ritual.Backlog {
				all = append(all, r)
			}
		}
		return nil
	})
	return all
}

func TestTheBacklogIsInTheOrderOfTheRule(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		all := random(w, 200)
		for _, f := range ritual.FrameworkList {
			slices.SortFunc(all, func(a, b ritual.Ranked) int {
				if ritual.Before(a, b, f) {
					return -1
				}
				return 1
			})
			same(w, page{all, len(all)}, backlog(f, 0, 1000))
			for offset := 0; offset < len(all)+10; offset += 7 {
				want := page{nil, len(all)}
				if offset < len(all) {
					want.Stories = slices.Clip(all[offset:min(offset+7, len(all))])
				}
				same(w, want, backlog(f, offset, 7))
			}
		}
	})
}

func TestAnEmptyBacklogHasNoStories(t *testing.T) {
	records(t, func(t *testing.T, w world) { same(w, page{}, backlog(ritual.RICE, 0, 10)) })
}

func TestAScoreTakesThePlaceOfTheEarlierOne(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1))
		get := func(tx *store.Tx) (ritual.Score, error) { return tx.Score(ctx, "FR-1") }
		missing(w, get)
		for _, s := range []ritual.Score{
			{Framework: ritual.RICE, Inputs: map[string]string{"reach": "100", "impact": "0.5"}, Milli: 2_333},
			{Framework: ritual.ValueEffort, Inputs: map[string]string{"value": "7"}, Milli: 0},
		} {
			w.do(func(tx *store.Tx) error { return tx.KeepScore(ctx, "FR-1", s, "ben") })
			same(w, s, get)
			w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, request(1)) }) // leaves the score alone
			same(w, s, get)
		}
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.KeepScore(ctx, "FR-2", ritual.Score{}, "ben") })
	})
}

func TestAPinIsKeptUntilItIsTakenAway(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		all := make([]ritual.Request, 4)
		for i := range all {
			all[i] = request(int64(i + 1))
			all[i].Status = ritual.Backlog
		}
		w.add(all...)
		pins := func(tx *store.Tx) ([]ritual.Ranked, error) { return tx.Pins(ctx, "atlas") }
		same(w, nil, pins)
		keep := func(id string, p ritual.Pin) {
			t.Helper()
			w.do(func(tx *store.Tx) error { return tx.KeepPin(ctx, id, p) })
		}
		third := ritual.Pin{Before: "FR-1", Reason: "The fair is in May.", By: "ben", At: day}
		keep("FR-3", third)
		keep("FR-2", ritual.Pin{Before: "FR-3", By: "ben", At: day})
		keep("FR-2", ritual.Pin{Before: "FR-4", By: "ben", At: day.Add(time.Hour)})
		second := ritual.Pin{Before: "FR-4", By: "ben", At: day.Add(time.Hour)}
		same(w, []ritual.Ranked{{Request: all[1], Pin: second}, {Request: all[2], Pin: third}}, pins)

		left := all[1]
		left.Status = ritual.InSprint
		w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, left) })
		same(w, []ritual.Ranked{{Request: all[2], Pin: third}}, pins)
		keep("FR-3", ritual.Pin{})
		same(w, nil, pins)
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.KeepPin(ctx, "FR-9", third) })
	})
}
