package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestTheRoadmapComesNearestFirst(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		objective := func(id string, h ritual.Horizon, age time.Duration) ritual.Objective {
			return ritual.Objective{ID: id, Product: "atlas", Name: "Name of " + id, Outcome: "out", Measure: "meter",
				Horizon: h, By: "ana", Created: day.Add(-age)}
		}
		a, b := objective("a", ritual.Later, 3), objective("b", ritual.Now, time.Second)
		c, d := objective("c", ritual.Now, time.Hour), objective("d", ritual.Next, 0)
		a.Created = day
		for i, o := range []*ritual.Objective{&a, &c, &b, &d} {
			w.do(func(tx *store.Tx) error { return tx.AddObjective(ctx, *o) })
			o.Place = int64(i) + 1
		}
		same(w, a, func(tx *store.Tx) (ritual.Objective, error) { return tx.Objective(ctx, "a") })
		missing(w, func(tx *store.Tx) (ritual.Objective, error) { return tx.Objective(ctx, "none") })
		same(w, []ritual.Objective{c, b, d, a}, func(tx *store.Tx) ([]ritual.Objective, error) { return tx.Objectives(ctx, "atlas") })
		again := func(tx *store.Tx) error {
			e := objective("e", ritual.Now, 0)
			e.Name = strings.ToUpper(a.Name)
			return tx.AddObjective(ctx, e)
		}
		exists(w, "objectives", []string{"product", "name_key"}, again)

		names := func(want string) {
			t.Helper()
			same(w, want, func(tx *store.Tx) (string, error) {
				all, err := tx.Objectives(ctx, "atlas")
				var ids string
				for _, o := range all {
					ids += o.ID
				}
				return ids, err
			})
		}
		w.do(func(tx *store.Tx) error { return tx.PlaceObjective(ctx, b, "c") })
		names("bcda")
		w.do(func(tx *store.Tx) error { return tx.PlaceObjective(ctx, b, "") })
		names("cbda")
		a.Horizon = ritual.Next
		w.do(func(tx *store.Tx) error { return errors.Join(tx.KeepObjective(ctx, a), tx.PlaceObjective(ctx, a, "d")) })
		names("cbad")
		a.End, a.Ended, a.Outcome = ritual.Achieved, day, "more"
		w.do(func(tx *store.Tx) error { return tx.KeepObjective(ctx, a) })
		names("cbd")
		w.do(again) // the name is free again
		names("cbed")
		same(w, 1, func(tx *store.Tx) (int, error) {
			ended, n, err := tx.EndedObjectives(ctx, "atlas", 0, 5)
			if len(ended) != 1 || ended[0].ID != "a" || ended[0].End != ritual.Achieved || !ended[0].Ended.Equal(day) || ended[0].Outcome != "more" {
				t.Errorf("off the roadmap: %+v", ended)
			}
			return n, err
		})
		a.End, a.Ended = "", time.Time{}
		exists(w, "objectives", []string{"product", "name_key"}, func(tx *store.Tx) error { return tx.KeepObjective(ctx, a) })
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.KeepObjective(ctx, ritual.Objective{ID: "none"}) })
	})
}

func TestWhatWasDoneToAnObjectiveIsKept(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(addObjective)
		first := ritual.Change{Objective: "o1", Turn: ritual.TurnEdited, By: "ana", At: day, Reason: "clearer",
			Details: ritual.ChangeDetails{Fields: []ritual.FieldChange{{Field: "name", Was: "Win", Is: "Won"}}}}
		second := ritual.Change{Objective: "o1", Turn: ritual.TurnMoved, By: "ben", At: day, Details: ritual.ChangeDetails{From: ritual.Now, To: ritual.Next}}
		for _, c := range []*ritual.Change{&first, &second} {
			w.do(func(tx *store.Tx) (err error) { *c, err = tx.AddChange(ctx, *c); return err })
		}
		if second.Number != 2 {
			t.Errorf("the second change is number %d", second.Number)
		}
		same(w, []ritual.Change{second, first}, func(tx *store.Tx) ([]ritual.Change, error) { return tx.Changes(ctx, "o1", 5) })
		same(w, []ritual.Change{second}, func(tx *store.Tx) ([]ritual.Change, error) { return tx.Changes(ctx, "o1", 1) })

		c := ritual.Clearing{ID: "c1", Objective: "o1", Product: "atlas", End: ritual.Dropped, Fate: ritual.FateMove, Target: "o1", Revisit: "2026-06-01",
			Reason: "why", By: "ana", At: day, Total: 7}
		same(w, ritual.Clearing{}, func(tx *store.Tx) (ritual.Clearing, error) { return tx.ClearingOf(ctx, "o1") })
		w.do(func(tx *store.Tx) error { return tx.KeepClearing(ctx, c) })
		same(w, []ritual.Clearing{c}, func(tx *store.Tx) ([]ritual.Clearing, error) { return tx.ClearingsUnderWay(ctx, "atlas") })
		c.Status, c.Number, c.Moved, c.Asked, c.Parked, c.Left, c.Stayed, c.Done = ritual.Backlog, 9, 1, 2, 3, 4, 5, day
		w.do(func(tx *store.Tx) error { return tx.KeepClearing(ctx, c) })
		same(w, c, func(tx *store.Tx) (ritual.Clearing, error) { return tx.ClearingOf(ctx, "o1") })
		same(w, c, func(tx *store.Tx) (ritual.Clearing, error) { return tx.Clearing(ctx, "c1") })
		same(w, nil, func(tx *store.Tx) ([]ritual.Clearing, error) { return tx.ClearingsUnderWay(ctx, "atlas") })
	})
}

func TestWhatHangsOnAnObjectiveOrOnNoneIsReadStatusByStatus(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(addObjective)
		for n, x := range []struct {
			status    ritual.Status
			objective string
			age       time.Duration
		}{{ritual.Backlog, "o1", 0}, {ritual.AwaitingPriority, "o1", 0}, {ritual.Backlog, "o1", 0}, {ritual.Shipped, "o1", 0},
			{ritual.AwaitingAlignment, "", 0}, {ritual.Backlog, "", 1}, {ritual.Backlog, "", time.Hour}, {ritual.Declined, "", 0}} {
			r := request(int64(n) + 1)
			r.Status, r.Objective, r.Since = x.status, x.objective, day.Add(-x.age)
			w.add(r)
		}
		ids := func(rs []ritual.Request, total int, err error) (string, error) {
			out := fmt.Sprint(total)
			for _, r := range rs {
				out += " " + r.ID
			}
			return out, err
		}
		o := ritual.Objective{ID: "o1", Product: "atlas"}
		for _, x := range []struct {
			want string
			get  func(tx *store.Tx) (string, error)
		}{
			{"3 FR-2 FR-1 FR-3", func(tx *store.Tx) (string, error) { return ids(tx.HangingPage(ctx, o, ritual.Hanging(), 0, 5)) }},
			{"3 FR-1", func(tx *store.Tx) (string, error) { return ids(tx.HangingPage(ctx, o, ritual.Hanging(), 1, 1)) }},
			{"3", func(tx *store.Tx) (string, error) { return ids(tx.HangingPage(ctx, o, ritual.Hanging(), 3, 5)) }},
			{"3 FR-7 FR-6 FR-5", func(tx *store.Tx) (string, error) { return ids(tx.Orphans(ctx, "atlas", 0, 5)) }},
			{"3 FR-5", func(tx *store.Tx) (string, error) { return ids(tx.Orphans(ctx, "atlas", 2, 5)) }},
			{"0 FR-3", func(tx *store.Tx) (string, error) {
				rs, err := tx.Hanging(ctx, o, ritual.Backlog, 1, 5)
				return ids(rs, 0, err)
			}},
			{"2", func(tx *store.Tx) (string, error) {
				n, err := tx.HowManyHang(ctx, o, ritual.Backlog, ritual.InSprint)
				return fmt.Sprint(n), err
			}},
		} {
			same(w, x.want, x.get)
		}
	})
}

func TestEveryPageOfAThousandAtOneStatusIsRead(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(addObjective)
		const all, page = 2*ritual.Many + 200, 30
		w.do(func(tx *store.Tx) error {
			for n := range all {
				r := request(int64(n) + 1)
				if r.Status = ritual.AwaitingPriority; n >= all-20 {
					r.Status = ritual.Backlog
				}
				if n%2 == 0 {
					r.Objective = "o1"
				}
				if err := tx.AddRequest(ctx, r); err != nil {
					return err
				}
			}
			return nil
		})
		for name, read := range map[string]func(tx *store.Tx, offset int) ([]ritual.Request, int, error){
			"what hangs": func(tx *store.Tx, offset int) ([]ritual.Request, int, error) {
				return tx.HangingPage(ctx, ritual.Objective{ID: "o1", Product: "atlas"}, ritual.Hanging(), offset, page)
			},
			"orphans": func(tx *store.Tx, offset int) ([]ritual.Request, int, error) {
				return tx.Orphans(ctx, "atlas", offset, page)
			},
		} {
			w.do(func(tx *store.Tx) error {
				seen := map[int64]bool{}
				for offset, more := 0, true; more; offset += page {
					rs, total, err := read(tx, offset)
					if err != nil {
						return err
					}
					for _, r := range rs {
						seen[r.Number] = true
					}
					if more = offset+len(rs) < total; more && len(rs) < page {
						t.Errorf("%s: a page of %d, and %d in all", name, len(rs), total)
						return nil
					}
				}
				if len(seen) != all/2 {
					t.Errorf("%s: %d of %d were read", name, len(seen), all/2)
				}
				return nil
			})
		}
	})
}

func TestLoadsCountOpenRequestsOnly(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(addObjective)
		var win ritual.Objective
		statuses := []ritual.Status{
			ritual.New, ritual.AwaitingAlignment, ritual.NeedsInfo, ritual.AwaitingPriority, ritual.Backlog, ritual.InSprint,
			ritual.Done, ritual.Accepted, ritual.Shipped, ritual.Parked, ritual.Declined, ritual.Merged, ritual.Noted, ritual.Withdrawn,
		}
		open, n := 0, int64(0)
		counts := map[ritual.Status]int{}
		for _, s := range statuses {
			if s.Open() {
				open++
			}
			for _, objective := range []string{"", "o1", "o1"} {
				n++
				r := request(n)
				r.Status, r.Objective = s, objective
				w.add(r)
				if s.Open() {
					counts[s]++
				}
			}
		}
		w.do(func(tx *store.Tx) (err error) {
			win, err = tx.Objective(ctx, "o1")
			return err
		})
		orphans := 0
		same(w, []ritual.Load{{Objective: win, Open: 2 * open, Deciding: 8, Ranked: 2, Building: 6, Shipped: 2, Parked: 2}}, func(tx *store.Tx) ([]ritual.Load, error) {
			return tx.LoadsOf(ctx, win)
		})
		same(w, []ritual.Load{{Objective: win, Open: 2 * open, Deciding: 8, Ranked: 2, Building: 6, Shipped: 2, Parked: 2}}, func(tx *store.Tx) (loads []ritual.Load, err error) {
			loads, orphans, err = tx.Loads(ctx, "atlas")
			return loads, err
		})
		if orphans != open {
			t.Errorf("%d of %d open requests without an objective", orphans, open)
		}
		same(w, counts, func(tx *store.Tx) (map[ritual.Status]int, error) { return tx.CountByStatus(ctx, "atlas") })
	})
}
