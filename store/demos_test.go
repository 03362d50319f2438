package store_test

import (
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestTicksTakeThePlaceOfThoseBefore(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2))
		first := ritual.Tick{Version: 2, Criterion: "It is dark", By: "ben", At: day}
		second := ritual.Tick{Version: 3, Criterion: "It is dark in print", By: "ana", At: day.Add(time.Hour)}
		keep := func(id string, ticks ...ritual.Tick) {
			w.do(func(tx *store.Tx) error { return tx.KeepTicks(ctx, id, ticks) })
		}
		ticks := func(id string) func(*store.Tx) ([]ritual.Tick, error) {
			return func(tx *store.Tx) ([]ritual.Tick, error) { return tx.Ticks(ctx, id) }
		}
		same(w, nil, ticks("FR-1"))
		keep("FR-1", first, ritual.Tick{}, second)
		keep("FR-2", second)
		same(w, []ritual.Tick{first, second}, ticks("FR-1"))
		keep("FR-1", ritual.Tick{}, second)
		same(w, []ritual.Tick{second}, ticks("FR-1"))
		keep("FR-1")
		same(w, nil, ticks("FR-1"))
		same(w, []ritual.Tick{second}, ticks("FR-2"))
	})
}

func TestWhatIsSaidForADemoIsKeptInItsOrder(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2), request(3))
		now, other := sprint(1, ritual.SprintClosed), sprint(2, ritual.SprintActive)
		w.addSprints(now, other)
		keep := func(s string, show ritual.Show) {
			w.do(func(tx *store.Tx) error { return tx.KeepDemoShow(ctx, s, show) })
		}
		one := ritual.Show{Request: "FR-1", Answer: ritual.ShowIt, Place: 1, By: "cleo", At: day, Says: "Look at night", Link: "https://example.com"}
		two := ritual.Show{Request: "FR-2", Answer: ritual.NotThisTime, Place: 0, By: "dan", At: day.Add(time.Hour)}
		keep(now.ID, one)
		keep(now.ID, two)
		keep(other.ID, ritual.Show{Request: "FR-1", Answer: ritual.LeftOut, At: day})
		shows := func(tx *store.Tx) ([]ritual.Show, error) { return tx.DemoShows(ctx, now.ID) }
		same(w, []ritual.Show{two, one}, shows)
		one.Answer, one.Place, one.By, one.Says, one.Link = ritual.LeftOut, 0, "dan", "Look by day", ""
		keep(now.ID, one)
		same(w, []ritual.Show{one, two}, shows)

		w.do(func(tx *store.Tx) error { return tx.AddDemoTurn(ctx, now.ID, "cleo", "FR-1", "FR-3") })
		w.do(func(tx *store.Tx) error { return tx.AddDemoTurn(ctx, now.ID, "dan") })
		w.do(func(tx *store.Tx) error { return tx.AddDemoTurn(ctx, now.ID, "dan", "FR-1", "FR-2") }) // FR-1 was asked about
		same(w, map[string]time.Time{"cleo": day.Truncate(time.Millisecond), "dan": day.Truncate(time.Millisecond)}, func(tx *store.Tx) (map[string]time.Time, error) { return tx.DemoTurns(ctx, now.ID) })
		same(w, map[string]string{"FR-1": "cleo", "FR-2": "dan", "FR-3": "cleo"}, func(tx *store.Tx) (map[string]string, error) { return tx.DemoQuestions(ctx, now.ID) })
		same(w, map[string]string{}, func(tx *store.Tx) (map[string]string, error) { return tx.DemoQuestions(ctx, other.ID) })
	})
}
