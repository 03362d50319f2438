package store_test

import (
	"fmt"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestTheTurnsOfALargeRosterAreKeptInParts(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addStandups(standup("s1"))
		r := run("s1", "2026-03-02")
		var all []ritual.StandupTurn
		for i := range 95 {
			all = append(all, turn(fmt.Sprintf("U%02d", i), ritual.TurnDue, i, i))
		}
		w.open(r, all...)
		turns := func(tx *store.Tx) ([]ritual.StandupTurn, error) { return tx.Turns(ctx, "s1", "2026-03-02") }
		same(w, all, turns)
		for i := range all[:50] {
			all[i].State, all[i].Asked = ritual.TurnAsked, day.Add(time.Duration(i)*time.Minute)
		}
		all[94].State, all[94].Reminded = ritual.TurnAsked, day.Add(time.Hour)
		w.do(func(tx *store.Tx) error { return tx.KeepTurns(ctx, r, all) })
		same(w, all, turns)
		same(w, 10, func(tx *store.Tx) (int, error) {
			return tx.TurnsSince(ctx, "s1", "2026-03-02", day.Add(40*time.Minute))
		})
		same(w, 0, func(tx *store.Tx) (int, error) { return tx.TurnsSince(ctx, "s1", "2026-03-03", day) })
		w.answer(answer("2026-03-02", "U03", 0), answer("2026-03-02", "U01", 0), answer("2026-03-03", "U02", 0), answer("2026-03-02", "U90", 0))
		same(w, []string{"U01", "U03"}, func(tx *store.Tx) ([]string, error) {
			return tx.Answered(ctx, "s1", "2026-03-02", "U03", "U02", "U01", "U00", "U04", "U05")
		})
		same(w, nil, func(tx *store.Tx) ([]string, error) { return tx.Answered(ctx, "s1", "2026-03-02") })
	})
}

func TestManyJobsLeftAtOnceAreAsIfEachWasLeft(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error { return tx.RefreshAt(ctx, "message", "k07", "l7", tx.Now) })
		var all []store.Later
		for i := range 85 {
			all = append(all, store.Later{Key: fmt.Sprintf("k%02d", i), Lane: fmt.Sprint("l", i), Due: day.Add(time.Hour)})
		}
		w.do(func(tx *store.Tx) error { return tx.RefreshEach(ctx, "message", all) })
		j := claim(w, w.db) // what is due sooner stays so
		is(w, j, "k07")
		finish(w, w.db, j)
		nothing(w, w.db)
		w.db.Clock().Wind(time.Hour)
		for i := range all {
			if i == 7 {
				continue
			}
			j := claim(w, w.db)
			is(w, j, all[i].Key)
			finish(w, w.db, j)
		}
		nothing(w, w.db)
	})
}
