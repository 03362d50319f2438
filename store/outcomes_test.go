package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestSomebodyHearsOfARequestUntilTheyKnow(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2))
		toHear := func(who string, want ...store.Hearing) {
			t.Helper()
			var got []store.Hearing
			w.do(func(tx *store.Tx) (err error) { got, err = tx.ToHear(ctx, who); return err })
			byRequest := cmpopts.SortSlices(func(a, b store.Hearing) bool { return a.Request < b.Request })
			if diff := cmp.Diff(want, got, byRequest, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: %s", who, diff)
			}
		}
		hear := func(who, id string) {
			w.do(func(tx *store.Tx) error { return tx.Hear(ctx, who, id) })
		}
		toHear("rob")
		hear("rob", "FR-1")
		hear("rob", "FR-1")
		hear("rob", "FR-2")
		hear("sue", "FR-1")
		toHear("rob", store.Hearing{Request: "FR-1"}, store.Hearing{Request: "FR-2"})
		w.do(func(tx *store.Tx) error { return tx.Heard(ctx, "rob", "FR-1", "declined 12") })
		toHear("rob", store.Hearing{Request: "FR-2"})
		toHear("sue", store.Hearing{Request: "FR-1"})
		for id, knows := range map[string]string{"FR-1": "declined 12", "FR-2": "", "FR-3": ""} {
			same(w, knows, func(tx *store.Tx) (string, error) { return tx.Knows(ctx, "rob", id) })
		}
		hear("rob", "FR-1")
		toHear("rob", store.Hearing{Request: "FR-1", Knows: "declined 12"}, store.Hearing{Request: "FR-2"})
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.Heard(ctx, "tom", "FR-1", "") })
	})
}

func TestWhatSomebodyWasToldIsKeptInItsOrder(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2))
		line := func(id, date string, place int) store.OutcomeLine {
			return store.OutcomeLine{Person: "rob", Day: date, Request: id, Place: place, SendOn: []string{"Acme"}, InPlace: "ria",
				Became: ritual.Became{Outcome: ritual.OutcomeDeclined, At: day.Truncate(time.Second), By: "ana", Reason: "<!channel>", Line: true}}
		}
		first, second, later := line("FR-2", "2026-03-02", 0), line("FR-1", "2026-03-02", 1), line("FR-2", "2026-03-03", 0)
		later.SendOn, later.InPlace = nil, ""
		for _, l := range []store.OutcomeLine{second, later, first} {
			w.do(func(tx *store.Tx) error { return tx.AddOutcomeLine(ctx, l) })
		}
		same(w, []store.OutcomeLine{first, second}, func(tx *store.Tx) ([]store.OutcomeLine, error) { return tx.OutcomeLines(ctx, "rob", "2026-03-02") })
		same(w, []store.OutcomeLine{first, later}, func(tx *store.Tx) ([]store.OutcomeLine, error) { return tx.OutcomeLinesOf(ctx, "rob", "FR-2") })
		same(w, nil, func(tx *store.Tx) ([]store.OutcomeLine, error) { return tx.OutcomeLines(ctx, "sue", "2026-03-02") })
		exists(w, "outcome_lines", []string{"person", "day", "request"}, func(tx *store.Tx) error { return tx.AddOutcomeLine(ctx, first) })
	})
}

func TestSomebodyMutesOneRequestOrAll(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1), request(2), request(3))
		muted := func(who, id string, want bool) {
			t.Helper()
			same(w, want, func(tx *store.Tx) (bool, error) { return tx.Muted(ctx, who, id) })
		}
		for _, id := range []string{"FR-1", "FR-2", "FR-1"} {
			w.do(func(tx *store.Tx) error { return tx.Mute(ctx, "rob", id) })
		}
		muted("rob", "FR-1", true)
		muted("rob", "FR-3", false)
		muted("sue", "FR-1", false)
		muted("rob", "", false)
		list := func(tx *store.Tx) ([]ritual.Request, error) { return tx.MutedRequests(ctx, "rob", 1) }
		same(w, []ritual.Request{request(2)}, list)
		w.do(func(tx *store.Tx) error { return tx.Unmute(ctx, "rob", "FR-2") })
		muted("rob", "FR-2", false)
		same(w, []ritual.Request{request(1)}, list)

		w.do(func(tx *store.Tx) error { return tx.Mute(ctx, "rob", "") })
		muted("rob", "FR-3", false)
		muted("rob", "", true)
		same(w, []ritual.Request{request(1)}, list)
		w.do(func(tx *store.Tx) error { return tx.Unmute(ctx, "rob", "") })
		muted("rob", "", false)
		muted("rob", "FR-1", true)
	})
}
