package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestANarrowedBacklogKeepsTheOrderOfTheWhole(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		all := random(w, 300)
		w.do(addObjective)
		customers := []string{"", "Acme", "acme GmbH", "Straße & Söhne", "100%d"}
		for i := range all {
			r := &all[i].Request
			r.Customer, r.Private = customers[r.Number%5], r.Number%4 == 0
			if r.Number%3 == 0 {
				r.Objective = "o1"
			}
			r.Title, r.Problem = "Wish", "nothing"
			if r.Number%2 == 0 {
				r.Problem = "The export as CSV loses rows"
			}
			if r.Number%8 == 0 && r.Number%3 == 0 {
				r.Title, r.Shared = "Secret plan", true
			}
			w.do(func(tx *store.Tx) error { return errors.Join(tx.KeepRequest(ctx, *r), tx.AddWords(ctx, *r)) })
		}
		fs := []ritual.FrameworkID{ritual.RICE, ritual.ValueEffort}
		slices.SortFunc(all, func(a, b ritual.Ranked) int {
			if ritual.Before(a, b, fs...) {
				return -1
			}
			return 1
		})
		order := ritual.Weave(all)
		known := func(r ritual.Ranked, reader string) bool {
			return r.Request.WholeTo(ritual.Reader{Person: reader}, ritual.Product{})
		}
		there := ritual.Reader{Person: "mia", Rooms: []string{"C-none", "C-8"}, Kept: []string{"FR-16", "FR-20"}}
		inPlace := ritual.Reader{Place: "C-12"}
		for name, tt := range map[string]struct {
			f    store.Filter
			fits func(ritual.Ranked) bool
		}{
			"all":          {store.Filter{}, func(ritual.Ranked) bool { return true }},
			"an objective": {store.Filter{Objective: "o1", All: true}, func(r ritual.Ranked) bool { return r.Request.Objective == "o1" }},
			"an objective, for somebody": {store.Filter{Objective: "o1", Reader: ritual.Reader{Person: "sam"}},
				func(r ritual.Ranked) bool {
					return r.Request.Objective == "o1" && (known(r, "sam") || r.Request.Shared)
				}},
			"words, for who was there": {store.Filter{Text: "export", Reader: there},
				func(r ritual.Ranked) bool {
					return r.Request.Number%2 == 0 && r.Request.WholeTo(there, ritual.Product{})
				}},
			"words, where it was said": {store.Filter{Text: "export", Reader: inPlace},
				func(r ritual.Ranked) bool {
					return r.Request.Number%2 == 0 && r.Request.WholeTo(inPlace, ritual.Product{})
				}},
			"no such one": {store.Filter{Objective: "o2"}, func(ritual.Ranked) bool { return false }},
			"a customer, for the PO": {store.Filter{Customer: "ACME", All: true},
				func(r ritual.Ranked) bool { return strings.Contains(strings.ToLower(r.Request.Customer), "acme") }},
			"a customer, for somebody": {store.Filter{Customer: "acme", Reader: ritual.Reader{Person: "sam"}},
				func(r ritual.Ranked) bool {
					return strings.Contains(strings.ToLower(r.Request.Customer), "acme") && known(r, "sam")
				}},
			"a customer, for the reporter": {store.Filter{Customer: "gmbh", Reader: ritual.Reader{Person: "rob"}},
				func(r ritual.Ranked) bool { return r.Request.Customer == "acme GmbH" && known(r, "rob") }},
			"a customer, for a channel": {store.Filter{Customer: "söhne"},
				func(r ritual.Ranked) bool { return r.Request.Customer == "Straße & Söhne" && known(r, "") }},
			"both":                    {store.Filter{Objective: "o1", Customer: "%d", All: true}, func(r ritual.Ranked) bool { return r.Request.Objective == "o1" && r.Request.Customer == "100%d" }},
			"nobody's":                {store.Filter{Customer: "Initech", All: true}, func(ritual.Ranked) bool { return false }},
			"words":                   {store.Filter{Text: "EXPORTS csv", All: true}, func(r ritual.Ranked) bool { return r.Request.Number%2 == 0 }},
			"the beginning of a word": {store.Filter{Text: "csv expo", All: true}, func(r ritual.Ranked) bool { return r.Request.Number%2 == 0 }},
			"words, for somebody":     {store.Filter{Text: "export", Reader: ritual.Reader{Person: "sam"}}, func(r ritual.Ranked) bool { return r.Request.Number%2 == 0 && known(r, "sam") }},
			"words of a shared title": {store.Filter{Text: "secret plan", Reader: ritual.Reader{Person: "sam"}},
				func(r ritual.Ranked) bool { return r.Request.Shared && r.Request.Private }},
			"all three": {store.Filter{Objective: "o1", Customer: "acme", Text: "export", All: true}, func(r ritual.Ranked) bool {
				return r.Request.Objective == "o1" && strings.Contains(strings.ToLower(r.Request.Customer), "acme") && r.Request.Number%2 == 0
			}},
			"no words":    {store.Filter{Text: "???", All: true}, func(ritual.Ranked) bool { return false }},
			"with quotes": {store.Filter{Customer: "' OR 1=1 --", All: true}, func(ritual.Ranked) bool { return false }},
		} {
			var fit []ritual.Ranked
			for _, r := range order {
				if tt.fits(r) {
					fit = append(fit, r)
				}
			}
			if len(fit) == 0 && !slices.Contains([]string{"no such one", "nobody's", "with quotes", "no words"}, name) {
				t.Fatalf("%s: nothing to test", name)
			}
			for offset := 0; offset < len(fit)+10; offset += 7 {
				want := page{nil, len(fit)}
				if offset < len(fit) {
					want.Stories = slices.Clip(fit[offset:min(offset+7, len(fit))])
				}
				same(w, want, func(tx *store.Tx) (page, error) {
					rs, total, err := tx.BacklogOf(ctx, "atlas", fs, tt.f, offset, 7)
					return page{rs, total}, err
				})
				places := map[int64]int{}
				for _, r := range want.Stories {
					places[r.Request.Number] = 1 + slices.IndexFunc(order, func(o ritual.Ranked) bool { return o.Request.Number == r.Request.Number })
				}
				if len(places) > 0 {
					same(w, places, func(tx *store.Tx) (map[int64]int, error) { return tx.Places(ctx, "atlas", fs, want.Stories) })
				}
			}
		}
	})
}

func TestAWeekKnowsWhatCameMovedAndLeft(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		hour := func(n int) time.Time { return day.Add(time.Duration(n) * time.Hour) }
		to := func(n int64, s ritual.Status, at time.Time, topic ritual.Topic, v ritual.Verdict, by string) {
			w.do(func(tx *store.Tx) error {
				r, err := tx.Request(ctx, ritual.RequestID(n))
				if err != nil {
					return err
				}
				if v != "" {
					if _, err = tx.AddDecision(ctx, ritual.Decision{Request: r.ID, Product: "atlas", Topic: topic, Verdict: v, By: by, At: at}); err != nil {
						return err
					}
				}
				return tx.KeepRequest(ctx, r.MoveTo(s, at))
			})
		}
		prioritized := func(n int64, h int, by string) {
			to(n, ritual.Backlog, hour(h), ritual.Priority, ritual.Prioritized, by)
		}
		for n := range int64(9) {
			r := request(n + 1)
			r.Status, r.Since = ritual.AwaitingPriority, hour(0)
			w.add(r)
		}
		week := func(tx *store.Tx) (ritual.Week, error) { return tx.Week(ctx, "atlas", hour(10)) }
		for n := range int64(6) {
			prioritized(n+1, 1, "ben") // last week
		}
		to(6, ritual.Parked, hour(9), ritual.Priority, ritual.WontDo, "ben")
		same(w, ritual.Week{}, week)

		prioritized(7, 10, "ben") // at the very beginning of this one
		prioritized(8, 11, "ana")
		prioritized(1, 12, "ben")                                                          // anew
		to(2, ritual.Backlog, hour(12), ritual.Order, ritual.Moved, "ben")                 // moved
		to(3, ritual.Merged, hour(13), ritual.Union, ritual.MergedInto, "ana")             // left
		to(4, ritual.AwaitingAlignment, hour(14), ritual.Alignment, "reopened", "ana")     // left, and was declined then
		to(4, ritual.Declined, hour(15), ritual.Alignment, ritual.Decline, "ana")          //
		to(5, ritual.Parked, hour(16), ritual.Priority, ritual.WontDo, "ben")              // left, and is back
		to(5, ritual.AwaitingAlignment, hour(17), "", "", "")                              //
		prioritized(5, 18, "dan")                                                          //
		prioritized(9, 19, "ben")                                                          // came, and left at once
		to(9, ritual.Parked, hour(20), ritual.Priority, ritual.WontDo, "ben")              //
		to(6, ritual.AwaitingAlignment, hour(21), ritual.Alignment, ritual.Aligned, "ana") // left last week
		change := func(n int64, h int, by string, to ritual.Status) ritual.WeekChange {
			return ritual.WeekChange{Request: ritual.RequestID(n), At: hour(h), By: by, To: to}
		}
		want := ritual.Week{
			Came:   ritual.NewWeekChanges([]ritual.WeekChange{change(5, 18, "dan", ""), change(8, 11, "ana", ""), change(7, 10, "ben", "")}),
			Moved:  ritual.NewWeekChanges([]ritual.WeekChange{change(2, 12, "ben", "")}),
			Scored: ritual.NewWeekChanges([]ritual.WeekChange{change(1, 12, "ben", "")}),
			Left: ritual.NewWeekChanges([]ritual.WeekChange{change(9, 20, "ben", ritual.Parked), change(4, 15, "ana", ritual.Declined),
				change(3, 13, "ana", ritual.Merged)}),
		}
		same(w, want, week)
	})
}

func TestClassesAreCountedWithTheirPoints(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for i, s := range []ritual.Score{{Framework: ritual.MoSCoW, Milli: 3000}, {Framework: ritual.MoSCoW, Milli: 3000}, {Framework: ritual.MoSCoW, Milli: 1000}, {Framework: ritual.RICE, Milli: 3000}} {
			r := request(int64(i + 1))
			r.Status, r.Points = ritual.Backlog, i*5
			w.add(r)
			w.do(func(tx *store.Tx) error {
				return errors.Join(tx.KeepRequest(ctx, r), tx.KeepScore(ctx, r.ID, s, "ben"))
			})
		}
		gone := request(9)
		gone.Status = ritual.Parked
		w.add(gone)
		w.do(func(tx *store.Tx) error {
			return tx.KeepScore(ctx, "FR-9", ritual.Score{Framework: ritual.MoSCoW, Milli: 3000}, "ben")
		})
		same(w, ritual.Classes{3000: {Stories: 2, Sized: 1, Points: 5}, 1000: {Stories: 1, Sized: 1, Points: 10}},
			func(tx *store.Tx) (ritual.Classes, error) { return tx.Classes(ctx, "atlas", ritual.MoSCoW) })
	})
}
