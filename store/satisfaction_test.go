package store_test

import (
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestOpinionsAreKeptAndCountForTheObjectiveOfTheirRequest(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(addObjective)
		for n := range int64(3) {
			r := request(n + 1)
			r.Status, r.Objective = ritual.Shipped, []string{"o1", "o1", ""}[n]
			w.add(r)
		}
		waits := func(person, day string) func(*store.Tx) ([]ritual.Opinion, error) {
			return func(tx *store.Tx) ([]ritual.Opinion, error) { return tx.OpinionsAsked(ctx, person, day) }
		}
		for _, id := range []string{"FR-2", "FR-1", "FR-3", "FR-1"} { // the second time changes nothing
			w.do(func(tx *store.Tx) error { return tx.WantOpinion(ctx, "sam", id) })
		}
		w.do(func(tx *store.Tx) error { return tx.WantOpinion(ctx, "eve", "FR-1") })
		same(w, []ritual.Opinion{{Request: "FR-1", Person: "sam"}, {Request: "FR-2", Person: "sam"}, {Request: "FR-3", Person: "sam"}}, waits("sam", ""))

		first := ritual.Opinion{Request: "FR-1", Person: "sam", Day: "2026-03-20", Place: 1, Rating: 4, Comment: "“fast”", At: day}
		second := ritual.Opinion{Request: "FR-2", Person: "sam", Day: "2026-03-20", Rating: 5, At: day.Add(time.Minute)}
		eves := ritual.Opinion{Request: "FR-1", Person: "eve", Day: "2026-03-23", Rating: 1, At: day.Add(time.Hour)}
		for _, o := range []ritual.Opinion{first, second, eves} {
			w.do(func(tx *store.Tx) error { return tx.KeepOpinion(ctx, o) })
		}
		same(w, []ritual.Opinion{second, first}, waits("sam", "2026-03-20"))
		same(w, first, func(tx *store.Tx) (ritual.Opinion, error) { return tx.Opinion(ctx, "FR-1", "sam") })
		same(w, map[string][]ritual.Opinion{"FR-1": {eves, first}}, func(tx *store.Tx) (map[string][]ritual.Opinion, error) { return tx.OpinionsOn(ctx, "FR-1", "FR-3") })

		var o1 ritual.Objective
		w.do(func(tx *store.Tx) (err error) {
			o1, err = tx.Objective(ctx, "o1")
			return err
		})
		same(w, []ritual.Load{{Objective: o1, Shipped: 2, Solved: ritual.Satisfaction{Answers: 3, Sum: 10}}}, func(tx *store.Tx) ([]ritual.Load, error) { return tx.LoadsOf(ctx, o1) })
		same(w, []ritual.Load{{Objective: o1, Shipped: 2, Solved: ritual.Satisfaction{Answers: 3, Sum: 10}}}, func(tx *store.Tx) ([]ritual.Load, error) {
			loads, _, err := tx.Loads(ctx, o1.Product)
			return loads, err
		})

		w.do(func(tx *store.Tx) error { return tx.DropOpinion(ctx, "FR-3", "sam") })
		same(w, nil, waits("sam", ""))
		missing(w, func(tx *store.Tx) (ritual.Opinion, error) { return tx.Opinion(ctx, "FR-3", "sam") })
		missing(w, func(tx *store.Tx) (int, error) {
			return 0, tx.KeepOpinion(ctx, ritual.Opinion{Request: "FR-3", Person: "sam"})
		})
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.DropOpinion(ctx, "FR-3", "sam") })
	})
}
