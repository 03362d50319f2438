package standup

import (
	"context"
	"errors"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// How a run ends: what was said is told, and when nobody can be late any more it is closed.

// post leaves the message of a run's day, once it is time or the last answer is in that is waited for. Where Tandem was down until that day was over
// and nobody had answered, it is not told by itself: the message of the next day says so.
func (t *tick) post(ctx context.Context, tx *store.Tx, i int) error {
	run := t.runs[i]
	if !run.Posted.IsZero() {
		return nil
	}
	if waits := tx.Now.Before(run.SummaryAt); waits {
		t.wait(run.SummaryAt)
		if awaited, err := tx.Awaited(ctx, run.Standup, run.Day); err != nil || awaited {
			return err
		}
	}
	x, err := sightOf(ctx, tx, subjectOf(run))
	if err != nil {
		return err
	}
	yesterday := ritual.Today(tx.Now, run.Team) > run.Day
	switch {
	case x.day.Nothing(), yesterday && len(x.day.In) == 0, tx.Now.Before(run.SummaryAt) && !x.day.Complete():
		return nil
	}
	run.Posted = tx.Now
	t.runs[i], x.run = run, run
	if err := tx.KeepRun(ctx, run); err != nil {
		return err
	}
	next := t.s.Next
	if i+1 < len(t.runs) {
		next = t.runs[i+1].Day // it is on already
	}
	return postDay(ctx, tx, x, ritual.LastOfWeek(run.Day, next))
}

// over reports whether nobody can be late for a run any more: everybody has been asked in the next one, or it was their turn.
func (t *tick) over(ctx context.Context, tx *store.Tx, i int) (bool, error) {
	if i+1 == len(t.runs) {
		return false, nil
	}
	last, err := tx.LastTurn(ctx, t.s.ID, t.runs[i+1].Day)
	if err == nil && last.After(tx.Now) {
		t.wait(last)
	}
	return !last.After(tx.Now), err
}

// closeRuns ends the runs that are over.
func (t *tick) closeRuns(ctx context.Context, tx *store.Tx) error {
	for i := range t.runs {
		over, err := t.over(ctx, tx, i)
		if err != nil || !over {
			return err
		}
		t.runs[i].Closed = tx.Now
		if err := errors.Join(tx.KeepRun(ctx, t.runs[i]), closed(ctx, tx, t.runs[i])); err != nil {
			return err
		}
	}
	return nil
}

// Old questions are shown anew some time after their run has closed, one after the other: nobody waits for that.
const closedAfter = 10 * time.Minute

// closed has the questions of a run that nobody answered shown anew, without their buttons, and the message of its day.
func closed(ctx context.Context, tx *store.Tx, run ritual.StandupRun) error {
	return closedFrom(ctx, tx, run, tx.Now.Add(closedAfter))
}

// closedFrom does so from an instant on.
func closedFrom(ctx context.Context, tx *store.Tx, run ritual.StandupRun, at time.Time) error {
	all, err := tx.MessagesAbout(ctx, subjectOf(run))
	if err != nil {
		return err
	}
	ends := pace{key: endsUntil, apart: endsApart, next: at}
	var later []store.Later
	for _, m := range all {
		if m.State != store.MessagePosted || m.Kind != promptKind && m.Kind != reminderKind && m.Kind != dayKind {
			continue
		}
		at, err := ends.slot(ctx, tx)
		if err != nil {
			return err
		}
		later = append(later, store.Later{Key: m.ID, Lane: m.To, Due: at})
	}
	return errors.Join(tx.RefreshEach(ctx, engine.JobMessage, later), ends.keep(ctx, tx))
}
