package standup

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"tandem/bot/holiday"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// A dayPage is all that the message of a day says.
type dayPage struct {
	sight
	tx     *store.Tx
	to     string // the channel that reads it
	goal   kit.Text
	urls   map[string]string // where the answers stand in the thread, by person
	before []untold
	solved []ritual.Impediment // what was said in the run and is resolved, or was resolved while it was on
	themes []ritual.Theme
}

// An untold is a run of which nothing was told, as Tandem was not running.
type untold struct {
	day   string
	asked bool // at least somebody was
}

// readDay reads what the message of a day says to a channel.
func readDay(ctx context.Context, tx *store.Tx, subject, to string) (d dayPage, err error) {
	d.tx, d.to = tx, to
	if d.sight, err = sightOf(ctx, tx, subject); err != nil {
		return d, err
	}
	if d.run.Closed.IsZero() { // later the sprint has gone on, or is another one
		if d.goal, err = goalWords(ctx, tx, d.p); err != nil {
			return d, err
		}
	}
	if d.urls, err = d.answersAt(ctx); err != nil {
		return d, err
	}
	if d.before, err = untoldBefore(ctx, tx, d.run); err != nil {
		return d, err
	}
	if d.solved, err = solvedIn(ctx, tx, d.run); err != nil {
		return d, err
	}
	if !d.run.Closed.IsZero() { // what came later is told by later ones
		d.open = slices.DeleteFunc(d.open, func(i ritual.Impediment) bool { return i.Day > d.run.Day })
	}
	for _, i := range d.solved {
		if err := d.people.Meet(ctx, tx, append(slices.Clone(i.Helpers), i.Person, i.ResolvedBy)...); err != nil {
			return d, err
		}
	}
	d.themes, err = standingThemes(ctx, tx, d.run, d.answers, d.p)
	return d, err
}

// solvedIn is what was said in a run and is resolved, and what else was resolved while it was on: else it would be gone without a word
// from the message in which it stood.
func solvedIn(ctx context.Context, tx *store.Tx, run ritual.StandupRun) ([]ritual.Impediment, error) {
	said, err := tx.ImpedimentsSaid(ctx, run.Standup, run.Day)
	if err != nil {
		return nil, err
	}
	since, err := tx.ImpedimentsResolved(ctx, run.Standup, run.Opened)
	all := slices.DeleteFunc(said, ritual.Impediment.Open)
	for _, i := range since {
		if i.Day < run.Day && (run.Closed.IsZero() || i.Resolved.Before(run.Closed)) {
			all = append(all, i)
		}
	}
	return all, err
}

// goalMost is how much of the Sprint Goal stands on top.
const goalMost = 300

// goalWords are the goal of the sprint that is on, and how far that is; nothing where none is.
func goalWords(ctx context.Context, tx *store.Tx, p ritual.Product) (kit.Text, error) {
	s, err := tx.SprintIn(ctx, p.ID, ritual.SprintActive)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	events, err := tx.SprintEvents(ctx, s.ID)
	if err != nil {
		return "", err
	}
	year, _ := strconv.Atoi(s.Starts[:min(4, len(s.Starts))]) // checked when it was planned
	team := p.Settings.Workplace(ritual.Person{Zone: s.Zone, Work: holiday.Work(s.Zone, ritual.Own{}, year)})
	return request.Dotted(kit.F("*Goal:* %s", kit.Cut(kit.OneLine(s.Goal), goalMost)), kit.T(ritual.TimeLeft(s, tx.Now, team)), kit.T(ritual.FiguresOf(events).Progress())), nil
}

// linksMost is up to how many answers the names of those who are in are links to them: links are long.
const linksMost = 30

// answersAt are where the answers of a run stand in its thread, by person.
func (d dayPage) answersAt(ctx context.Context) (map[string]string, error) {
	if len(d.day.In) > linksMost {
		return nil, nil
	}
	top, err := d.tx.MessageOf(ctx, dayKind, subjectOf(d.run), d.to)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	subjects := make([]string, 0, len(d.day.In))
	for _, t := range d.day.In {
		subjects = append(subjects, answerSubject(d.run, t.Person))
	}
	stand, err := d.tx.MessagesOf(ctx, answerKind, d.to, subjects...)
	urls := map[string]string{}
	for i, subject := range subjects {
		m, ok := stand[subject]
		if err != nil || !ok {
			continue
		}
		urls[d.day.In[i].Person], err = request.Permalink(ctx, d.tx, m.Channel, m.TS, top.TS)
	}
	return urls, err
}

// untoldMost is how many runs before one it says of that nothing was told.
const untoldMost = 5

// untoldBefore are the runs just before one of which nothing was told, as Tandem was not running; the earliest first.
func untoldBefore(ctx context.Context, tx *store.Tx, run ritual.StandupRun) (all []untold, err error) {
	for day := run.Day; len(all) < untoldMost; {
		before, err := tx.RunBefore(ctx, run.Standup, day)
		if errors.Is(err, store.ErrNotFound) || err == nil && (!before.Posted.IsZero() || before.SummaryAt.After(run.Posted)) {
			break
		}
		if err != nil {
			return nil, err
		}
		turns, err := tx.Turns(ctx, run.Standup, before.Day)
		if err != nil {
			return nil, err
		}
		answers, err := tx.Answers(ctx, run.Standup, before.Day)
		if err != nil {
			return nil, err
		}
		if day = before.Day; !ritual.DayOf(turns, answers).Nothing() {
			all = append(all, untold{day, askedAny(turns)})
		}
	}
	slices.Reverse(all)
	return all, nil
}

// askedAny reports whether anybody of a run was asked.
func askedAny(turns []ritual.StandupTurn) bool {
	return slices.ContainsFunc(turns, func(t ritual.StandupTurn) bool { return !t.Asked.IsZero() })
}
