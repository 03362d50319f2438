package store_test

import (
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestWhatWaitsIsKnownWithSinceWhenAndTheNudgesAboutIt(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for n, s := range []ritual.Status{ritual.AwaitingAlignment, ritual.AwaitingAlignment, ritual.AwaitingPriority, ritual.Backlog} {
			r := request(int64(n + 1))
			r.Status, r.Since = s, day.Add(-time.Duration(n)*time.Hour)
			w.add(r)
		}
		aligns := func(person string) func(*store.Tx) ([]store.Wait, error) {
			return func(tx *store.Tx) ([]store.Wait, error) {
				return tx.Waits(ctx, "atlas", ritual.AwaitingAlignment, person)
			}
		}
		one, two := day, day.Add(-time.Hour)
		same(w, []store.Wait{{"FR-2", two, 0}, {"FR-1", one, 0}}, aligns("ana"))
		same(w, []store.Wait{{"FR-3", day.Add(-2 * time.Hour), 0}}, func(tx *store.Tx) ([]store.Wait, error) {
			return tx.Waits(ctx, "atlas", ritual.AwaitingPriority, "ben")
		})

		nudge := store.Nudge{Person: "ana", Request: "FR-2", Asked: two, Nth: 1, Day: "2026-03-04"}
		w.do(func(tx *store.Tx) error { return tx.AddNudge(ctx, nudge) })
		w.do(func(tx *store.Tx) error {
			again := nudge
			again.Day = "2026-03-05"
			return tx.AddNudge(ctx, again) // by another replica, or again
		})
		same(w, []store.Wait{{"FR-2", two, 1}, {"FR-1", one, 0}}, aligns("ana"))
		same(w, []store.Wait{{"FR-2", two, 0}, {"FR-1", one, 0}}, aligns("ben"))
		same(w, []store.Nudge{nudge}, func(tx *store.Tx) ([]store.Nudge, error) { return tx.Nudged(ctx, "FR-2") })

		second := nudge
		second.Nth, second.Day = 2, "2026-03-06"
		first := store.Nudge{Person: "ana", Request: "FR-1", Asked: one, Nth: 1, Day: "2026-03-06"}
		w.do(func(tx *store.Tx) error { return tx.AddNudge(ctx, second) })
		w.do(func(tx *store.Tx) error { return tx.AddNudge(ctx, first) })
		same(w, []store.Wait{{"FR-1", one, 1}}, aligns("ana"))
		for limit, want := range map[int][]store.Nudge{1: {second}, 9: {second, first}} {
			same(w, want, func(tx *store.Tx) ([]store.Nudge, error) {
				all, total, err := tx.Nudges(ctx, "ana", "2026-03-06", limit)
				if total != 2 {
					t.Errorf("%d nudges in all", total)
				}
				return all, err
			})
		}

		later := day.Add(time.Hour) // it is handed to her anew: she had no nudge since
		w.do(func(tx *store.Tx) error {
			return tx.KeepAsked(ctx, ritual.Request{ID: "FR-2", AskedPM: ritual.Ask{Of: "ana", At: later}, AskedPO: ritual.Ask{Of: "ben"}})
		})
		same(w, []store.Wait{{"FR-1", one, 1}, {"FR-2", later, 0}}, aligns("ana"))
		same(w, later, func(tx *store.Tx) (time.Time, error) { r, err := tx.Request(ctx, "FR-2"); return r.AskedAt(), err })
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.KeepAsked(ctx, ritual.Request{ID: "FR-9"}) })
	})
}

func TestAStandInMayDecideWhatTheOwnerIsAskedLongEnough(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			p := atlas
			p.Settings.PMStandIn, p.Team = "sid", []string{"sid"}
			return tx.KeepProduct(ctx, p)
		})
		r := request(1)
		r.Status, r.Since = ritual.AwaitingAlignment, day.AddDate(0, 0, -10)
		w.add(r)
		same(w, waits{[]string{"FR-1"}, 1}, waitingFor("sid", 10))
		w.do(func(tx *store.Tx) error {
			return tx.KeepAsked(ctx, ritual.Request{ID: "FR-1", AskedPM: ritual.Ask{Of: "ana", At: day.Add(-time.Hour)}})
		})
		same(w, waits{nil, 0}, waitingFor("sid", 10)) // another PM was named an hour ago
	})
}
