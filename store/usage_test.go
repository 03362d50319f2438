package store_test

import (
	"testing"

	"tandem/store"
)

func TestTheUseOfTheModelAddsUpWithinADay(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		usage := func(day string) func(tx *store.Tx) ([2]int64, error) {
			return func(tx *store.Tx) (u [2]int64, err error) {
				u[0], u[1], err = tx.ModelUsage(ctx, day)
				return u, err
			}
		}
		same(w, [2]int64{}, usage("2026-03-02"))
		for _, u := range []struct {
			day           string
			calls, tokens int64
		}{{"2026-03-02", 1, 900}, {"2026-03-03", 1, 5_000_000_000}, {"2026-03-02", 2, 300}} {
			w.do(func(tx *store.Tx) error { return tx.AddModelUsage(ctx, u.day, u.calls, u.tokens) })
		}
		same(w, [2]int64{3, 1200}, usage("2026-03-02"))
		same(w, [2]int64{1, 5_000_000_000}, usage("2026-03-03"))
	})
}
