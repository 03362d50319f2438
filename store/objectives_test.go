package store_test

import (
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
		for _, o := range []ritual.Objective{a, b, c, d} {
			w.do(func(tx *store.Tx) error { return tx.AddObjective(ctx, o) })
		}
		same(w, a, func(tx *store.Tx) (ritual.Objective, error) { return tx.Objective(ctx, "a") })
		missing(w, func(tx *store.Tx) (ritual.Objective, error) { return tx.Objective(ctx, "none") })
		same(w, []ritual.Objective{c, b, d, a}, func(tx *store.Tx) ([]ritual.Objective, error) { return tx.Objectives(ctx, "atlas") })
		exists(w, "objectives", []string{"product", "name"}, func(tx *store.Tx) error {
			e := objective("e", ritual.Now, 0)
			e.Name = a.Name
			return tx.AddObjective(ctx, e)
		})
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
		same(w, []ritual.Load{{Objective: win, Open: 2 * open}}, func(tx *store.Tx) (loads []ritual.Load, err error) {
			loads, orphans, err = tx.Loads(ctx, "atlas")
			return loads, err
		})
		if orphans != open {
			t.Errorf("%d of %d open requests without an objective", orphans, open)
		}
		same(w, counts, func(tx *store.Tx) (map[ritual.Status]int, error) { return tx.CountByStatus(ctx, "atlas") })
	})
}
