package standup

import (
	"context"
	"errors"
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

// A large standup spreads its questions, so that Slack takes them: as many as atOnce in each tick, perSecond, and the next ones a moment
// later. 2,000 people are asked within nine minutes.
const (
	atOnce    = 120
	perSecond = 4
)

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
		t := tick{s: s, room: atOnce}
		for _, do := range []func(context.Context, *store.Tx) error{t.openRuns, t.work, t.closeRuns} {
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
	s    ritual.Standup
	p    ritual.Product
	runs []ritual.StandupRun // open ones, in the order of their days
	room int                 // how many more may be asked in it
	next time.Time           // when to look again; zero where nothing will be due
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
	for t.s.NextAt.IsZero() || !t.s.NextAt.After(tx.Now) {
		roster, p, team, err := rosterOf(ctx, tx, t.s)
		if err != nil {
			return err
		}
		t.p = p
		if !t.s.NextAt.IsZero() {
			run, turns := t.s.Setup.Open(t.s.ID, t.s.Next, team, roster, tx.Now)
			if err := tx.OpenRun(ctx, run, turns); err != nil {
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

// ask asks those of a run whose turn it is.
func (t *tick) ask(ctx context.Context, tx *store.Tx, run ritual.StandupRun) error {
	due, err := tx.DueTurns(ctx, run.Standup, run.Day, t.room)
	if err != nil {
		return err
	}
	who, err := t.crew(ctx, tx, due)
	if err != nil {
		return err
	}
	for _, turn := range due {
		_, err := tx.Answer(ctx, run.Standup, run.Day, turn.Person)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		is := turn.Ask(run, who.Of(turn.Person), away(t.p, who.Of(turn.Person), tx.Now), err == nil, tx.Now)
		if err := tx.KeepTurn(ctx, run, is); err != nil {
			return err
		}
		if is.State != ritual.TurnAsked {
			continue
		}
		if err := t.prompt(ctx, tx, run, turn.Person); err != nil {
			return err
		}
	}
	next, err := tx.NextTurn(ctx, run.Standup, run.Day)
	if err != nil || next.IsZero() {
		return err
	}
	if !next.After(tx.Now) { // there was no room for all
		next = tx.Now.Add(atOnce * time.Second / perSecond)
	}
	t.wait(next)
	return nil
}

// prompt leaves the question to somebody, a moment after that to the one before.
func (t *tick) prompt(ctx context.Context, tx *store.Tx, run ritual.StandupRun, person string) error {
	at := tx.Now.Add(time.Duration(atOnce-t.room) * time.Second / perSecond)
	t.room--
	_, err := engine.PostAt(ctx, tx, store.Message{Kind: promptKind, Subject: subjectOf(run), Product: t.p.ID, To: person}, at)
	return errors.Join(err, engine.RefreshHome(ctx, tx, person))
}

// remind reminds those of a run who have not answered, once.
func (t *tick) remind(ctx context.Context, tx *store.Tx, run ritual.StandupRun) error {
	if !tx.Now.Before(run.SummaryAt) {
		return nil
	}
	due, err := tx.TurnsToRemind(ctx, run.Standup, run.Day, atOnce)
	if err != nil {
		return err
	}
	who, err := t.crew(ctx, tx, due)
	if err != nil {
		return err
	}
	for i, turn := range due {
		_, err := tx.Answer(ctx, run.Standup, run.Day, turn.Person)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		away := away(t.p, who.Of(turn.Person), tx.Now)
		if turn.Remind(run, away, err == nil, tx.Now) {
			at := tx.Now.Add(time.Duration(i) * time.Second / perSecond)
			if _, err := engine.PostAt(ctx, tx, store.Message{Kind: reminderKind, Subject: subjectOf(run), Product: t.p.ID, To: turn.Person}, at); err != nil {
				return err
			}
		}
		turn.Reminded = tx.Now // it was their turn, whatever came of it
		if err := tx.KeepTurn(ctx, run, turn); err != nil {
			return err
		}
	}
	next, err := tx.NextReminder(ctx, run.Standup, run.Day)
	if !next.IsZero() && !next.After(tx.Now) {
		next = tx.Now.Add(atOnce * time.Second / perSecond)
	}
	if next.Before(run.SummaryAt) {
		t.wait(next)
	}
	return err
}

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
	return postDay(ctx, tx, x, ritual.LastOfWeek(run.Day, t.s.Next))
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
const (
	closedAfter = 10 * time.Minute
	closedPace  = 1500 * time.Millisecond
)

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
	for _, m := range all {
		if m.State != store.MessagePosted || m.Kind != promptKind && m.Kind != reminderKind && m.Kind != dayKind {
			continue
		}
		if err := tx.RefreshAt(ctx, engine.JobMessage, m.ID, m.To, at); err != nil {
			return err
		}
		at = at.Add(closedPace)
	}
	return nil
}

// crew are the people of some turns, as Slack last described them.
func (t *tick) crew(ctx context.Context, tx *store.Tx, turns []ritual.StandupTurn) (who request.Crew, err error) {
	ids := make([]string, 0, len(turns))
	for _, turn := range turns {
		ids = append(ids, turn.Person)
	}
	who = request.Crew{}
	return who, who.Meet(ctx, tx, ids...)
}
