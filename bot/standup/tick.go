package standup

import (
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// The clock of a standup: one job that does what is due of all its runs, and leaves its own successor. It never calls Slack. It finds
// out for itself what is due, so whatever changes the calendar only has it look sooner.

func tickRoutes() engine.Ritual {
	return engine.Ritual{Jobs: []engine.JobKind{{Kind: jobTick, Run: runTick}}}
}

// look has what is due of a standup looked at now.
func look(ctx context.Context, tx *store.Tx, standup string) error {
	return lookAt(ctx, tx, standup, tx.Now)
}

func lookAt(ctx context.Context, tx *store.Tx, standup string, due time.Time) error {
	return tx.RefreshAt(ctx, jobTick, standup, jobTick+":"+standup, due)
}

// idle is when a standup that nothing is due of looks again.
const idle = 7 * 24 * time.Hour

func runTick(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		s, err := tx.Standup(ctx, job.Key)
		if err != nil || !s.Ended.IsZero() {
			return err
		}
		t := tick{s: s, asks: pace{key: asksUntil, apart: apart}, homes: pace{key: homesUntil, apart: homesApart}}
		for _, do := range []func(context.Context, *store.Tx) error{t.openRuns, t.work, t.closeRuns, t.asks.keep, t.homes.keep} {
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		if t.next.IsZero() {
			t.next = tx.Now.Add(idle)
		}
		return lookAt(ctx, tx, s.ID, t.next)
	})
}

// A tick is one look at a standup.
type tick struct {
	s     ritual.Standup
	p     ritual.Product
	runs  []ritual.StandupRun // open ones, in the order of their days
	asks  pace                // of questions and reminders
	homes pace                // of the Home tabs that show them
	next  time.Time           // when to look again; zero where nothing will be due
}

// wait has it looked at again at an instant; at none where that is zero.
func (t *tick) wait(until time.Time) {
	if !until.IsZero() && (t.next.IsZero() || until.Before(t.next)) {
		t.next = until
	}
}

// openRuns opens the run of each day whose first are to be asked by now, and finds out when the next one begins. Days that were missed
// altogether are opened, too: their turns say so.
func (t *tick) openRuns(ctx context.Context, tx *store.Tx) error {
	changed := false
	for t.s.NextAt.IsZero() || !t.s.NextAt.After(tx.Now) {
		roster, p, team, err := rosterOf(ctx, tx, t.s)
		if err != nil {
			return err
		}
		t.p = p
		if t.s.NextAt.IsZero() {
			// Something has changed: a day on which nobody was to be asked, and now somebody would have been, was not missed.
			t.s.Last, changed = t.s.Setup.GoOnAfter(t.s.Last, team, roster, tx.Now), true
		} else {
			run, turns := t.s.Setup.Open(t.s.ID, t.s.Next, team, roster, tx.Now)
			if changed { // nor an hour that was over where they were not
				turns, changed = t.s.Setup.FromNow(run, turns, roster, tx.Now), false
			}
			if err := errors.Join(tx.OpenRun(ctx, run, turns), tx.CarryAnswers(ctx, t.s.ID, t.s.Next)); err != nil {
				return err
			}
			t.s.Last = t.s.Next
		}
		day, first, ok := t.s.Setup.NextRun(ritual.ResumeAfter(t.s.Last, tx.Now), roster)
		t.s.Next, t.s.NextAt = day, first
		if err := tx.KeepNextRun(ctx, t.s.ID, t.s.Last, day, first); err != nil {
			return err
		}
		if !ok {
			break
		}
	}
	t.wait(t.s.NextAt)
	var err error
	if t.runs, err = tx.OpenRuns(ctx, t.s.ID); err == nil && t.p.ID == "" {
		t.p, err = tx.Product(ctx, t.s.Product)
	}
	return err
}

// work asks, reminds and posts what is due of each open run.
func (t *tick) work(ctx context.Context, tx *store.Tx) error {
	for i := range t.runs {
		if err := errors.Join(t.ask(ctx, tx, t.runs[i]), t.remind(ctx, tx, t.runs[i])); err != nil {
			return err
		}
		if err := t.post(ctx, tx, i); err != nil {
			return err
		}
	}
	return nil
}

// room is how many more of a run may be asked or reminded now. Ticks may come sooner than the last part was posted: every answer has one.
func (t *tick) room(ctx context.Context, tx *store.Tx, run ritual.StandupRun) (int, error) {
	n, err := tx.TurnsSince(ctx, run.Standup, run.Day, tx.Now.Add(-partEvery))
	return max(0, atOnce-n), err
}

// some are turns that are due with their people, of whom is known who has answered.
type some struct {
	turns    []ritual.StandupTurn
	who      request.Crew
	answered []string
}

// some are as many of the turns of a run as there is room for; due reads so many of them.
func (t *tick) some(ctx context.Context, tx *store.Tx, run ritual.StandupRun, due func(ctx context.Context, standup, day string, limit int) ([]ritual.StandupTurn, error)) (x some, err error) {
	first, err := due(ctx, run.Standup, run.Day, 1)
	if err != nil || len(first) == 0 {
		return x, err
	}
	room, err := t.room(ctx, tx, run)
	if err != nil || room == 0 {
		return x, err
	}
	if x.turns, err = due(ctx, run.Standup, run.Day, room); err != nil {
		return x, err
	}
	var ids []string
	for _, turn := range x.turns {
		ids = append(ids, turn.Person)
	}
	x.who = request.Crew{}
	if err := x.who.Meet(ctx, tx, ids...); err != nil {
		return x, err
	}
	x.answered, err = tx.Answered(ctx, run.Standup, run.Day, ids...)
	return x, err
}

// again has those looked at who are due next: the next part of a large standup when this one has had its time.
func (t *tick) again(tx *store.Tx, next time.Time) {
	if !next.IsZero() && !next.After(tx.Now) { // there was no room for all
		next = tx.Now.Add(partEvery)
	}
	t.wait(next)
}

// ask asks those of a run whose turn it is.
func (t *tick) ask(ctx context.Context, tx *store.Tx, run ritual.StandupRun) error {
	x, err := t.some(ctx, tx, run, tx.DueTurns)
	if err != nil {
		return err
	}
	var asked []string
	otherwise := false // than that they are waited for, as the message of the day says of them
	for i, turn := range x.turns {
		who := x.who.Of(turn.Person)
		is := turn.Ask(run, who, away(t.p, who, tx.Now), slices.Contains(x.answered, turn.Person), tx.Now)
		if x.turns[i] = is; is.State != ritual.TurnAsked {
			otherwise = true
			continue
		}
		if err := t.leave(ctx, tx, promptKind, run, turn.Person); err != nil {
			return err
		}
		asked = append(asked, turn.Person)
	}
	if err := errors.Join(tx.KeepTurns(ctx, run, x.turns), t.showHomes(ctx, tx, asked)); err != nil {
		return err
	}
	if otherwise {
		if err := showDay(ctx, tx, run.Standup, run.Day); err != nil {
			return err
		}
	}
	next, err := tx.NextTurn(ctx, run.Standup, run.Day)
	t.again(tx, next)
	return err
}

// leave leaves a message about a run to somebody, a moment after the one before.
func (t *tick) leave(ctx context.Context, tx *store.Tx, kind string, run ritual.StandupRun, person string) error {
	at, err := t.asks.slot(ctx, tx)
	if err == nil {
		_, err = engine.PostAt(ctx, tx, store.Message{Kind: kind, Subject: subjectOf(run), Product: t.p.ID, To: person}, at)
	}
	return err
}

// showHomes has the Home tabs of those who were asked shown anew, one after the other. Who opens theirs meanwhile sees it at once.
func (t *tick) showHomes(ctx context.Context, tx *store.Tx, asked []string) error {
	opened, err := tx.Homes(ctx, asked...)
	for _, person := range opened {
		var at time.Time
		if err == nil {
			at, err = t.homes.slot(ctx, tx)
		}
		if err == nil {
			err = engine.ShowHomeAt(ctx, tx, person, at)
		}
	}
	return err
}

// remind reminds those of a run who have not answered, once.
func (t *tick) remind(ctx context.Context, tx *store.Tx, run ritual.StandupRun) error {
	if !tx.Now.Before(run.SummaryAt) {
		return nil
	}
	x, err := t.some(ctx, tx, run, tx.TurnsToRemind)
	if err != nil {
		return err
	}
	for i, turn := range x.turns {
		if turn.Remind(run, away(t.p, x.who.Of(turn.Person), tx.Now), slices.Contains(x.answered, turn.Person), tx.Now) {
			if err := t.leave(ctx, tx, reminderKind, run, turn.Person); err != nil {
				return err
			}
		}
		x.turns[i].Reminded = tx.Now // it was their turn, whatever came of it
	}
	if err := tx.KeepTurns(ctx, run, x.turns); err != nil {
		return err
	}
	next, err := tx.NextReminder(ctx, run.Standup, run.Day)
	if next.Before(run.SummaryAt) {
		t.again(tx, next)
	}
	return err
}
