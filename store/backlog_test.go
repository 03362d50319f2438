package store_test

import (
	"fmt"
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

func backlog(offset, limit int, frameworks ...ritual.FrameworkID) func(*store.Tx) (page, error) {
	return func(tx *store.Tx) (page, error) {
		rs, total, err := tx.Backlog(ctx, "atlas", frameworks, offset, limit)
		return page{rs, total}, err
	}
}

// random is a backlog of n requests of atlas in random order, scored by one of three frameworks or by none, with many
// ties, a third of them pinned to another, among others that are not in it.
func random(w world, n int) []ritual.Ranked {
	w.do(func(tx *store.Tx) error {
		return tx.AddProduct(ctx, ritual.Product{ID: "other", Name: "Other", Channel: "C2", Created: day})
	})
	var all []ritual.Ranked
	rng := rand.New(rand.NewPCG(1, 2))
	w.do(func(tx *store.Tx) error {
		for _, i := range rng.Perm(n) {
			r := ritual.Ranked{Request: request(int64(i + 1))}
			r.Request.Status, r.Request.Source.Channel = ritual.Backlog, fmt.Sprint("C-", i%16+1)
			switch rng.IntN(10) {
			case 0, 1:
				r.Request.Status = ritual.InSprint
			case 2:
				r.Request.Product = "other"
			}
			if err := tx.AddRequest(ctx, r.Request); err != nil {
				return err
			}
			if f := []ritual.FrameworkID{ritual.RICE, ritual.ValueEffort, "a_third", ""}[rng.IntN(4)]; f != "" {
				r.Score = ritual.Score{Framework: f, Inputs: map[string]string{"effort": "3"}, Milli: rng.Int64N(9) - 2}
				if err := tx.KeepScore(ctx, r.Request.ID, r.Score, "ben"); err != nil {
					return err
				}
			}
			if rng.IntN(3) == 0 {
				r.Pin = ritual.Pin{Before: ritual.RequestID(rng.Int64N(int64(n)) + 1), Reason: "so", By: "ben",
					At: day.Add(time.Duration(rng.IntN(9)) * time.Minute)}
				if err := tx.KeepPin(ctx, r.Request.ID, r.Pin); err != nil {
					return err
				}
			}
			if r.Request.Status == ritual.Backlog && r.Request.Product == "atlas" {
				all = append(all, r)
			}
		}
		return nil
	})
	return all
}

func TestTheBacklogIsInTheOrderOfTheRules(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		all := random(w, 300)
		for _, fs := range [][]ritual.FrameworkID{
			{ritual.RICE, ritual.ValueEffort, "a_third"}, {"a_third", ritual.RICE}, {ritual.ValueEffort, "nobody's", ritual.ValueEffort},
			{"nobody's"}, {""}, nil,
		} {
			slices.SortFunc(all, func(a, b ritual.Ranked) int {
				if ritual.Before(a, b, fs...) {
					return -1
				}
				return 1
			})
			order := ritual.Weave(all)
			same(w, page{order, len(order)}, backlog(0, 1000, fs...))
			for offset := 0; offset < len(order)+10; offset += 7 {
				want := page{nil, len(order)}
				if offset < len(order) {
					want.Stories = slices.Clip(order[offset:min(offset+7, len(order))])
				}
				same(w, want, backlog(offset, 7, fs...))
				places := map[int64]int{}
				for i, r := range want.Stories {
					places[r.Request.Number] = offset + i + 1
				}
				if len(places) > 0 {
					same(w, places, func(tx *store.Tx) (map[int64]int, error) { return tx.Places(ctx, "atlas", fs, want.Stories) })
				}
			}
		}
	})
}

func TestAnEmptyBacklogHasNoStories(t *testing.T) {
	records(t, func(t *testing.T, w world) { same(w, page{}, backlog(0, 10, ritual.RICE)) })
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
