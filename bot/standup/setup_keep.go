package standup

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// What follows when a standup is set up, changed or ended, and when its product is changed.

// add keeps a new standup. It asks nobody about a time that is over.
func (f form) add(ctx context.Context, tx *store.Tx, by string, setup ritual.StandupSetup, place ritual.Place) (engine.Reply, error) {
	s := ritual.Standup{ID: store.NewID(), Product: f.p.ID, Setup: setup, By: by, Created: tx.Now}
	roster, _, _, err := rosterOf(ctx, tx, s)
	if err != nil {
		return engine.Reply{}, err
	}
	s.Last = setup.StartAfter(tx.Now, roster)
	if err := errors.Join(tx.AddStandup(ctx, s), look(ctx, tx, s.ID), meet(ctx, tx, s)); err != nil {
		return engine.Reply{}, err
	}
	n, err := nextOf(ctx, tx, s)
	return engine.Open(f.addedNote(s, n, place)), err
}

// change keeps what was changed of a standup.
func (f form) change(ctx context.Context, tx *store.Tx, setup ritual.StandupSetup, people request.Crew, place ritual.Place) (engine.Reply, error) {
	is := f.s
	is.Setup = setup
	changed := changes(f.s.Setup, setup, people)
	if len(changed) > 0 {
		if err := anew(ctx, tx, &is); err != nil {
			return engine.Reply{}, err
		}
		if err := errors.Join(tx.KeepStandup(ctx, is), look(ctx, tx, is.ID), meet(ctx, tx, is), takeOut(ctx, tx, f.s, is), putBack(ctx, tx, f.s, is)); err != nil {
			return engine.Reply{}, err
		}
	}
	n, err := nextOf(ctx, tx, is)
	return engine.Open(f.changedNote(is, n, changed, place)), err
}

// anew has it computed anew when a standup asks next.
func anew(ctx context.Context, tx *store.Tx, s *ritual.Standup) error {
	roster, _, team, err := rosterOf(ctx, tx, *s)
	if err != nil {
		return err
	}
	s.Last, s.Next, s.NextAt = s.Setup.GoOnAfter(s.Last, team, roster, tx.Now), "", time.Time{}
	return nil
}

// ProductChanged has each standup of a product compute anew when it asks next: its zone or its days off may be others.
func ProductChanged(ctx context.Context, tx *store.Tx, product string) error {
	all, err := tx.StandupsOf(ctx, product)
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := anew(ctx, tx, &s); err != nil {
			return err
		}
		if err := errors.Join(tx.KeepNextRun(ctx, s.ID, s.Last, "", s.NextAt), look(ctx, tx, s.ID)); err != nil {
			return err
		}
	}
	return nil
}

// takeOut has nobody wait any more for those who were taken off a roster, in runs that are open. What they said stays.
func takeOut(ctx context.Context, tx *store.Tx, was, is ritual.Standup) error {
	var out []string
	for _, id := range was.Setup.All() {
		if on, _ := is.Setup.On(id); !on {
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		return nil
	}
	runs, err := tx.OpenRuns(ctx, is.ID)
	if err != nil {
		return err
	}
	for _, run := range runs {
		if err := takeOutOf(ctx, tx, run, out); err != nil {
			return err
		}
	}
	return engine.RefreshHomes(ctx, tx, out...)
}

// takeOutOf does so in one run.
func takeOutOf(ctx context.Context, tx *store.Tx, run ritual.StandupRun, out []string) error {
	turns, err := tx.Turns(ctx, run.Standup, run.Day)
	if err != nil {
		return err
	}
	answers, err := tx.Answers(ctx, run.Standup, run.Day)
	if err != nil {
		return err
	}
	for _, t := range turns {
		answered := slices.ContainsFunc(answers, func(a ritual.StandupAnswer) bool { return a.Person == t.Person })
		if answered || !slices.Contains(out, t.Person) {
			continue
		}
		t.State = ritual.TurnGone
		if err := tx.KeepTurn(ctx, run, t); err != nil {
			return err
		}
	}
	all, err := tx.MessagesAbout(ctx, subjectOf(run))
	if err != nil {
		return err
	}
	for _, m := range all {
		if slices.Contains(out, m.To) {
			if err := engine.ShowMessage(ctx, tx, m); err != nil {
				return err
			}
		}
	}
	return showDay(ctx, tx, run.Standup, run.Day)
}

// putBack has those who were taken off a roster and come back to it be part of the runs that are open again, as if nothing had been: who
// was asked is waited for, and who is still to be asked is. Whose hour went by meanwhile is asked the next day.
func putBack(ctx context.Context, tx *store.Tx, was, is ritual.Standup) error {
	for _, id := range is.Setup.All() {
		if on, _ := was.Setup.On(id); on {
			continue
		}
		open, err := tx.OpenTurns(ctx, id)
		if err != nil {
			return err
		}
		for _, one := range open {
			turn, ok := one.Turn.Back(tx.Now)
			if !ok || one.Run.Standup != is.ID {
				continue
			}
			one.Turn = turn
			if err := errors.Join(tx.KeepTurn(ctx, one.Run, turn), stands(ctx, tx, one, id), showRun(ctx, tx, one.Run, id)); err != nil {
				return err
			}
		}
	}
	return nil
}

// end ends a standup: nobody is asked any more, and what was said stays. The answer stands in place of the list.
func end(ctx context.Context, tx *store.Tx, _ engine.Input, p ritual.Product, s ritual.Standup) (engine.Reply, error) {
	s.Ended, s.Next, s.NextAt = tx.Now, "", time.Time{}
	if err := tx.KeepStandup(ctx, s); err != nil {
		return engine.Reply{}, err
	}
	runs, err := tx.OpenRuns(ctx, s.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	for _, run := range runs {
		if err := endRun(ctx, tx, run); err != nil {
			return engine.Reply{}, err
		}
	}
	if err := engine.RefreshHomes(ctx, tx, s.Setup.All()...); err != nil {
		return engine.Reply{}, err
	}
	open, err := tx.OpenImpediments(ctx, s.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	left, err := tx.StandupsOf(ctx, p.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	says := endedWords(s, len(open))
	m := kit.Fitted(says, append([]slack.Block{kit.Section(says)}, another(p))...)
	if len(left) > 0 {
		m, err = listed(ctx, tx, p, left, says)
	}
	return engine.Reply{Say: &m, Instead: true}, err
}

// endRun closes a run of a standup that ends. What was said in it and was to be posted later is posted now: it was said to the team.
func endRun(ctx context.Context, tx *store.Tx, run ritual.StandupRun) error {
	x, err := sightOf(ctx, tx, subjectOf(run))
	if err != nil {
		return err
	}
	posts := run.Posted.IsZero() && len(x.day.In) > 0
	if posts {
		run.Posted = tx.Now
	}
	run.Closed = tx.Now
	if err := tx.KeepRun(ctx, run); err != nil {
		return err
	}
	if posts {
		x.run = run
		err = postDay(ctx, tx, x, false)
	}
	return errors.Join(err, showDay(ctx, tx, run.Standup, run.Day), closedFrom(ctx, tx, run, tx.Now))
}

// A next is when a standup asks next.
type next struct {
	day       string // empty where it asks nobody within two months
	summary   time.Time
	late      bool // the summary waits for those who are asked late
	team      string
	bar       ritual.Bar // why nothing can be posted in its channel; empty where it is not known
	of, extra int        // how many are asked, and how many more without being waited for
}

// nextOf is when a standup asks next, and how many.
func nextOf(ctx context.Context, tx *store.Tx, s ritual.Standup) (n next, err error) {
	roster, p, team, err := rosterOf(ctx, tx, s)
	if err != nil {
		return n, err
	}
	n.team = team
	for _, r := range roster {
		if r.Optional {
			n.extra++
		} else {
			n.of++
		}
	}
	day, _, ok := s.Setup.NextRun(ritual.ResumeAfter(s.Last, tx.Now), roster)
	if ok {
		n.day, n.summary = day, s.Setup.SummaryOn(day, team, roster)
		n.late = n.summary.After(s.Setup.SummaryOn(day, team, nil))
	}
	place, err := tx.Place(ctx, s.Setup.Channel)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	if n.bar = place.Bar(p.Settings.Shared); n.bar == ritual.NotKnown {
		n.bar = ""
	}
	return n, err
}
