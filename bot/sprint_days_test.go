package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// sprintStarts has a sprint of Atlas begin now, with new stories of so many points each, as its start would.
func (w *world) sprintStarts(s ritual.Sprint, points ...int) (ritual.Sprint, []string) {
	w.t.Helper()
	p := w.product("Atlas")
	var ids []string
	w.changes(func(ctx context.Context, tx *store.Tx) (err error) {
		ids = nil
		s.ID, s.Product, s.State, s.Started, s.StartedBy, s.PlannedBy, s.Planned = store.NewID(), p.ID, ritual.SprintActive, tx.Now, p.PO, p.PO, tx.Now
		s.Goal = "Customers can export their data"
		if s.Number, err = tx.NextSprintNumber(ctx, p.ID); err != nil {
			return err
		}
		if err := tx.AddSprint(ctx, s); err != nil {
			return err
		}
		if _, err := tx.AddSprintEvent(ctx, ritual.SprintEvent{Sprint: s.ID, Kind: ritual.SprintStarted, By: p.PO}); err != nil {
			return err
		}
		for i, n := range points {
			id, err := w.backlogged(ctx, tx, p, n)
			if err != nil {
				return err
			}
			ids = append(ids, id)
			m, err := request.Of(ctx, tx, id)
			if err != nil {
				return err
			}
			mv, err := s.Join(m.Request, ritual.SprintStory{Place: i}, ritual.Committed, p.PO, tx.Now)
			if err = errors.Join(err, sprint.Keep(ctx, tx, m, s, mv)); err != nil {
				return err
			}
		}
		return sprint.Scheduled(ctx, tx, s)
	})
	w.settle()
	return s, ids
}

// backlogged adds a request that waits in the backlog.
func (w *world) backlogged(ctx context.Context, tx *store.Tx, p ritual.Product, points int) (string, error) {
	n, err := tx.NextNumber(ctx)
	if err != nil {
		return "", err
	}
	sam := w.sim.Person("sam").ID()
	r := ritual.Request{ID: ritual.RequestID(n), Number: n, Product: p.ID, Title: fmt.Sprintf("Wish number %d", n), Kind: ritual.Feature, Requester: sam, Reporter: sam,
		Status: ritual.Backlog, Since: tx.Now, Created: tx.Now, Thread: ritual.Thread{Channel: sam}, Points: points}
	return r.ID, errors.Join(tx.AddRequest(ctx, r), tx.KeepRequest(ctx, r))
}

// takesOut is the PO taking a story out of its sprint.
func (w *world) takesOut(id string) {
	w.t.Helper()
	s, in := w.inIt(id)
	w.steps(id, func(m request.Matter) (ritual.SprintMove, error) {
		return s.TakeOut(m.Request, in, "It can wait", w.sim.Person("omar").ID(), w.clock.Now())
	})
}

// sprintDays are the days of a sprint that are kept: "2026-03-02 left 8 of 10".
func (w *world) sprintDays(s ritual.Sprint) (days []string) {
	w.t.Helper()
	for _, d := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.SprintDay, error) { return tx.SprintDays(ctx, s.ID) }) {
		days = append(days, fmt.Sprintf("%s left %d of %d", d.Day, d.Left.Points, d.Scope.Points))
	}
	return days
}

// keptDays fails unless these are the last days of a sprint that are kept.
func (w *world) keptDays(s ritual.Sprint, want ...string) {
	w.t.Helper()
	got := w.sprintDays(s)
	if tail := got[max(0, len(got)-len(want)):]; !slices.Equal(tail, want) {
		w.t.Errorf("at %s these days are kept: %q, want %q", w.clock.Now().UTC(), got, want)
	}
}

// dayOver is when a civil day is over in a zone, found by looking at every minute.
func dayOver(day, zone string) time.Time {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", day+" 12:00", loc)
	if err != nil {
		panic(err)
	}
	for t.Format(time.DateOnly) == day {
		t = t.Add(time.Minute)
	}
	return t
}

// nextDate is the civil day after one.
func nextDate(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}

// In these nights the clocks change: they go forward or back by an hour, or by half of one, at two, at one or at midnight, which
// then does not exist or comes twice.
func TestTheDaysOfASprintEndWhenTheyDoWhateverTheClocksDo(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for _, x := range []struct{ zone, day string }{
			{"America/New_York", "2026-03-08"}, {"Europe/Berlin", "2026-03-29"}, {"Australia/Lord_Howe", "2026-04-05"},
			{"Africa/Cairo", "2026-04-23"}, {"America/Santiago", "2026-09-05"}, {"Australia/Lord_Howe", "2026-10-04"}, {"Europe/Berlin", "2026-10-25"},
			{"America/New_York", "2026-11-01"}, {"America/Havana", "2027-11-06"},
		} {
			before := dayOver(x.day, x.zone).AddDate(0, 0, -2)
			w.clock.Set(before)
			s, ids := w.sprintStarts(ritual.Sprint{Starts: x.day, Ends: "2028-06-30", DemoDay: "2028-06-30", DemoTime: "15:00", Zone: x.zone}, 1, 1, 1, 1, 1, 1)
			day := before.Format(time.DateOnly) // the day before the clocks change, or that on whose night they do
			left := len(ids)
			for range 3 {
				over := dayOver(day, x.zone)
				w.passes(over.Add(-time.Minute).Sub(w.clock.Now()))
				w.finishes("dev", ids[left-1]) // in its last minute
				w.passes(over.Add(-time.Millisecond).Sub(w.clock.Now()))
				if days := w.sprintDays(s); len(days) > 0 && days[len(days)-1] >= day {
					t.Errorf("%s: %s is kept before it is over", x.zone, day)
				}
				w.passes(time.Millisecond)
				w.finishes("dev", ids[left-2]) // in the first instant of the next one
				w.passes(time.Minute)
				w.keptDays(s, fmt.Sprintf("%s left %d of %d", day, left-1, len(ids)))
				day, left = nextDate(day), left-2
			}
			if days := w.sprintDays(s); len(days) != 3 {
				t.Errorf("%s: %q", x.zone, days)
			}
			w.closesNow(s)
		}
		w.ended()
	})
}

// closesNow closes a sprint of which nothing is left, by its form.
func (w *world) closesNow(s ritual.Sprint) {
	w.t.Helper()
	click := w.as("omar")
	click.Subject = s.ID
	if _, err := w.clicks("sprint.close.form", click); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

func TestDaysThatWereMissedAreExact(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.clock.Set(time.Date(2026, 3, 25, 12, 0, 0, 0, time.UTC)) // the Wednesday before the clocks go forward
		s, ids := w.sprintStarts(ritual.Sprint{Starts: "2026-03-25", Ends: "2026-03-31", DemoDay: "2026-03-31", DemoTime: "15:00", Zone: "Europe/Berlin"}, 1, 2, 4, 8, 0)
		w.begins("dev", ids[0])
		w.passes(24 * time.Hour) // Thursday noon
		w.finishes("dev", ids[0])
		w.keptDays(s, "2026-03-25 left 15 of 15")
		w.passes(time.Hour)
		w.takesOut(ids[1])
		w.stop()
		w.clock.Set(time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC)) // past its last day
		w.start()
		w.finishes("dev", ids[2]) // before what is late is done
		w.settle()
		w.keptDays(s, "2026-03-25 left 15 of 15", "2026-03-26 left 12 of 13", "2026-03-27 left 12 of 13", "2026-03-28 left 12 of 13", "2026-03-29 left 12 of 13",
			"2026-03-30 left 12 of 13", "2026-03-31 left 12 of 13", "2026-04-01 left 12 of 13")

		// It goes on for as long as it is not closed, and two replicas keep each day once.
		w.runsTwiceAt(dayOver("2026-04-02", "Europe/Berlin").Add(time.Minute))
		w.keptDays(s, "2026-04-01 left 12 of 13", "2026-04-02 left 8 of 13")
		w.passes(24 * time.Hour)
		w.keptDays(s, "2026-04-02 left 8 of 13", "2026-04-03 left 8 of 13")

		// Its dates may change: what was stays, and each day still ends when it does.
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			s.Ends, s.DemoDay = "2026-04-08", "2026-04-08"
			return errors.Join(tx.KeepSprint(ctx, s), sprint.Scheduled(ctx, tx, s))
		})
		w.passes(48 * time.Hour)
		w.keptDays(s, "2026-04-03 left 8 of 13", "2026-04-04 left 8 of 13", "2026-04-05 left 8 of 13")

		// The day of the close is kept by the close, with what was missed before, and nothing comes after it.
		w.stop()
		w.clock.Set(time.Date(2026, 4, 8, 15, 0, 0, 0, time.UTC))
		w.start()
		w.finishes("dev", ids[3])
		w.closesNow(s)
		w.passes(72 * time.Hour)
		w.keptDays(s, "2026-04-05 left 8 of 13", "2026-04-06 left 8 of 13", "2026-04-07 left 8 of 13", "2026-04-08 left 0 of 13")
		w.ended()
	})
}
