package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// run returns a run of a standup with something in every field.
func run(standupID, date string) ritual.StandupRun {
	return ritual.StandupRun{
		Standup: standupID, Day: date, Setup: standup(standupID).Setup, Team: "Europe/Berlin", Opened: day, SummaryAt: day.Add(2 * time.Hour),
		Posted: day.Add(3 * time.Hour), Themes: []ritual.Theme{{Words: "the “export”", By: []string{"cleo", "dan"}, Blocker: true}},
	}
}

// turn returns somebody's turn, which is due some minutes from now.
func turn(person string, state ritual.TurnState, minutes, place int) ritual.StandupTurn {
	return ritual.StandupTurn{Person: person, State: state, Due: day.Add(time.Duration(minutes) * time.Minute), Place: place}
}

func (w world) open(r ritual.StandupRun, turns ...ritual.StandupTurn) {
	w.Helper()
	w.do(func(tx *store.Tx) error { return tx.OpenRun(ctx, r, turns) })
}

func (w world) keepTurns(r ritual.StandupRun, turns ...ritual.StandupTurn) {
	w.Helper()
	w.do(func(tx *store.Tx) (err error) {
		for _, one := range turns {
			err = errors.Join(err, tx.KeepTurn(ctx, r, one))
		}
		return err
	})
}

// whose are the persons of turns.
func whose(turns []ritual.StandupTurn, err error) (all []string, _ error) {
	for _, one := range turns {
		all = append(all, one.Person)
	}
	return all, err
}

// dates are the days of runs.
func dates(runs []ritual.StandupRun, err error) (all []string, _ error) {
	for _, r := range runs {
		all = append(all, r.Day)
	}
	return all, err
}

func TestARunIsKeptWholeWithItsTurns(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addStandups(standup("s1"))
		r := run("s1", "2026-03-02")
		get := func(tx *store.Tx) (ritual.StandupRun, error) { return tx.Run(ctx, "s1", "2026-03-02") }
		turns := func(tx *store.Tx) ([]ritual.StandupTurn, error) { return tx.Turns(ctx, "s1", "2026-03-02") }
		one := func(tx *store.Tx) (ritual.StandupTurn, error) { return tx.Turn(ctx, "s1", "2026-03-02", "eve") }
		missing(w, get)
		missing(w, one)
		same(w, nil, turns)
		full := ritual.StandupTurn{
			Person: "eve", Optional: true, Due: day, RemindAt: day.Add(time.Hour), State: ritual.TurnOff, Why: ritual.OffAway, Asked: day.Add(time.Minute),
			Reminded: day.Add(61 * time.Minute), Place: 1,
		}
		w.open(r, turn("zoe", ritual.TurnDue, 0, 0), full, turn("dan", ritual.TurnDue, 5, 2))
		same(w, r, get)
		same(w, full, one)
		same(w, []string{"zoe", "eve", "dan"}, func(tx *store.Tx) ([]string, error) { return whose(turns(tx)) }) // as on the roster
		exists(w, "standup_runs", []string{"standup", "day"}, func(tx *store.Tx) error { return tx.OpenRun(ctx, r, nil) })

		after := full
		after.Due, after.RemindAt, after.State, after.Why, after.Asked, after.Reminded = day.Add(time.Hour), time.Time{}, ritual.TurnMissed, "", time.Time{}, time.Time{}
		w.keepTurns(r, after)
		same(w, after, one)

		r.SummaryAt, r.Posted, r.Closed, r.Themes = day.Add(5*time.Hour), time.Time{}, day.Add(6*time.Hour), nil
		changed := r
		changed.Team, changed.Opened, changed.Setup = "UTC", day.Add(time.Hour), ritual.StandupSetup{} // as it was when it began
		w.do(func(tx *store.Tx) error { return tx.KeepRun(ctx, changed) })
		same(w, r, get)
		missing(w, func(tx *store.Tx) (ritual.StandupRun, error) { return r, tx.KeepRun(ctx, run("s1", "2026-03-09")) })
	})
}

func TestRunsStandInTheOrderOfTheirDays(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addStandups(standup("s1"), standup("s2"))
		for _, date := range []string{"2026-12-31", "2026-03-03", "2026-03-02", "2027-01-04", "2026-03-09"} {
			r := run("s1", date)
			if date == "2026-03-03" {
				r.Closed = day
			}
			w.open(r)
		}
		w.open(run("s2", "2026-03-04"))
		same(w, []string{"2026-03-02", "2026-03-09", "2026-12-31", "2027-01-04"}, func(tx *store.Tx) ([]string, error) { return dates(tx.OpenRuns(ctx, "s1")) })
		same(w, nil, func(tx *store.Tx) ([]string, error) { return dates(tx.OpenRuns(ctx, "s3")) })
		for _, x := range []struct {
			from, to string
			want     []string
		}{
			{"2026-03-02", "2026-03-08", []string{"2026-03-02", "2026-03-03"}},
			{"2026-03-03", "2026-03-09", []string{"2026-03-03", "2026-03-09"}},
			{"2026-12-31", "2027-01-04", []string{"2026-12-31", "2027-01-04"}},
			{"2026-03-04", "2026-03-08", nil},
		} {
			same(w, x.want, func(tx *store.Tx) ([]string, error) { return dates(tx.RunsBetween(ctx, "s1", x.from, x.to)) })
		}
		for before, want := range map[string]string{"2026-03-03": "2026-03-02", "2026-03-04": "2026-03-03", "2027-01-04": "2026-12-31", "2028-01-01": "2027-01-04"} {
			same(w, want, func(tx *store.Tx) (string, error) {
				r, err := tx.RunBefore(ctx, "s1", before)
				return r.Day, err
			})
		}
		missing(w, func(tx *store.Tx) (ritual.StandupRun, error) { return tx.RunBefore(ctx, "s1", "2026-03-02") })
	})
}

func TestThoseWhoseTurnItIsAreAskedInTheirOrder(t *testing.T) {
	records(t, func(t *testing.T, w world) { // its clock stands still at day
		w.addStandups(standup("s1"))
		r, other := run("s1", "2026-03-02"), run("s1", "2026-03-03")
		w.open(r,
			turn("late", ritual.TurnDue, 1, 0), turn("now", ritual.TurnDue, 0, 5), turn("too", ritual.TurnDue, 0, 4), turn("first", ritual.TurnDue, -60, 9),
			turn("asked", ritual.TurnAsked, -90, 1), turn("off", ritual.TurnOff, -90, 2), turn("west", ritual.TurnOff, 600, 3))
		w.open(other, turn("now", ritual.TurnDue, -120, 0), turn("late", ritual.TurnOff, 1440, 1))
		due := func(limit int) func(tx *store.Tx) ([]string, error) {
			return func(tx *store.Tx) ([]string, error) { return whose(tx.DueTurns(ctx, "s1", "2026-03-02", limit)) }
		}
		same(w, []string{"first", "too", "now"}, due(10))
		same(w, []string{"first", "too"}, due(2))
		same(w, nil, due(0))
		instants := func(next, last int) {
			t.Helper()
			same(w, day.Add(time.Duration(next)*time.Minute), func(tx *store.Tx) (time.Time, error) { return tx.NextTurn(ctx, "s1", "2026-03-02") })
			same(w, day.Add(time.Duration(last)*time.Minute), func(tx *store.Tx) (time.Time, error) { return tx.LastTurn(ctx, "s1", "2026-03-02") })
		}
		instants(-60, 600) // the last, also where they are off
		w.keepTurns(r, turn("first", ritual.TurnAsked, -60, 9), turn("too", ritual.TurnGone, 0, 4), turn("now", ritual.TurnMissed, 0, 5))
		instants(1, 600)
		same(w, nil, due(10))
		w.keepTurns(r, turn("late", ritual.TurnEarly, 1, 0))
		same(w, time.Time{}, func(tx *store.Tx) (time.Time, error) { return tx.NextTurn(ctx, "s1", "2026-03-02") })
		for _, none := range []string{"2026-03-04", ""} {
			same(w, time.Time{}, func(tx *store.Tx) (time.Time, error) { return tx.NextTurn(ctx, "s1", none) })
			same(w, time.Time{}, func(tx *store.Tx) (time.Time, error) { return tx.LastTurn(ctx, "s1", none) })
		}
	})
}

func TestThoseWhoWereAskedAreRemindedInTheirOrder(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addStandups(standup("s1"))
		r := run("s1", "2026-03-02")
		remind := func(person string, state ritual.TurnState, minutes, place int, reminded time.Time) ritual.StandupTurn {
			one := turn(person, state, -120, place)
			one.RemindAt, one.Reminded = day.Add(time.Duration(minutes)*time.Minute), reminded
			return one
		}
		never := turn("never", ritual.TurnAsked, -120, 3)
		w.open(r, remind("second", ritual.TurnAsked, -1, 8, time.Time{}), remind("too", ritual.TurnAsked, -1, 9, time.Time{}),
			remind("first", ritual.TurnAsked, -2, 7, time.Time{}), remind("now", ritual.TurnAsked, 0, 0, time.Time{}), remind("soon", ritual.TurnAsked, 1, 1, time.Time{}),
			remind("was", ritual.TurnAsked, -5, 2, day), remind("early", ritual.TurnEarly, -5, 4, time.Time{}), never)
		due := func(limit int) func(tx *store.Tx) ([]string, error) {
			return func(tx *store.Tx) ([]string, error) {
				return whose(tx.TurnsToRemind(ctx, "s1", "2026-03-02", limit))
			}
		}
		same(w, []string{"first", "second", "too", "now"}, due(10))
		same(w, []string{"first", "second"}, due(2))
		next := func(tx *store.Tx) (time.Time, error) { return tx.NextReminder(ctx, "s1", "2026-03-02") }
		same(w, day.Add(-2*time.Minute), next)
		for _, one := range []string{"first", "second", "too", "now"} {
			w.keepTurns(r, remind(one, ritual.TurnAsked, -2, 0, day))
		}
		same(w, nil, due(10))
		same(w, day.Add(time.Minute), next)
		w.keepTurns(r, remind("soon", ritual.TurnOff, 1, 1, time.Time{}))
		same(w, time.Time{}, next)
	})
}

func TestOnlyWhoIsWaitedForIsAwaited(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addStandups(standup("s1"))
		for n, x := range []struct {
			state    ritual.TurnState
			optional bool
			want     bool
		}{
			{ritual.TurnDue, false, true}, {ritual.TurnAsked, false, true}, {ritual.TurnMissed, false, true},
			{ritual.TurnOff, false, false}, {ritual.TurnGone, false, false}, {ritual.TurnJoined, true, false},
			{ritual.TurnDue, true, false}, {ritual.TurnAsked, true, false}, {ritual.TurnMissed, true, false},
		} {
			date := fmt.Sprintf("2026-03-%02d", n+1)
			one := turn("cleo", x.state, 0, 0)
			one.Optional = x.optional
			w.open(run("s1", date), one, turn("off", ritual.TurnOff, 0, 1))
			awaited := func(tx *store.Tx) (bool, error) { return tx.Awaited(ctx, "s1", date) }
			same(w, x.want, awaited)
			for _, answer := range []ritual.StandupAnswer{ // of others, and about another day
				{Standup: "s1", Day: date, Person: "dan", At: day}, {Standup: "s1", Day: "2026-04-01", Person: "cleo", At: day},
			} {
				w.do(func(tx *store.Tx) error { return tx.KeepAnswer(ctx, answer) })
			}
			same(w, x.want, awaited)
			w.do(func(tx *store.Tx) error {
				return tx.KeepAnswer(ctx, ritual.StandupAnswer{Standup: "s1", Day: date, Person: "cleo", Skipped: true, At: day})
			})
			same(w, false, awaited)
		}
		same(w, false, func(tx *store.Tx) (bool, error) { return tx.Awaited(ctx, "s1", "2026-05-01") })
	})
}

func TestSomebodysTurnsAreThoseOfRunsThatAreOpen(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addStandups(standup("s1"), standup("s2"))
		closed := run("s1", "2026-03-01")
		closed.Closed = day
		w.open(closed, turn("cleo", ritual.TurnAsked, 0, 0))
		w.open(run("s1", "2026-03-03"), turn("cleo", ritual.TurnDue, 60, 0), turn("dan", ritual.TurnDue, 60, 1))
		w.open(run("s2", "2026-03-02"), turn("dan", ritual.TurnOff, 0, 0), turn("cleo", ritual.TurnOff, 0, 1))
		w.open(run("s1", "2026-03-02"), turn("cleo", ritual.TurnAsked, 0, 0))
		same(w, []store.TurnIn{
			{Run: run("s1", "2026-03-02"), Turn: turn("cleo", ritual.TurnAsked, 0, 0)},
			{Run: run("s2", "2026-03-02"), Turn: turn("cleo", ritual.TurnOff, 0, 1)},
			{Run: run("s1", "2026-03-03"), Turn: turn("cleo", ritual.TurnDue, 60, 0)},
		}, func(tx *store.Tx) ([]store.TurnIn, error) { return tx.OpenTurns(ctx, "cleo") })
		same(w, nil, func(tx *store.Tx) ([]store.TurnIn, error) { return tx.OpenTurns(ctx, "eve") })
	})
}
