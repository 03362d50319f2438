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

// The digest of a week: what came of it, in the thread of its last message. It says nothing of single persons but who helped.

func weekRoutes() engine.Ritual {
	return engine.Ritual{Messages: []engine.MessageKind{{Kind: weekKind, Class: ritual.ClassAnswer, View: weekView}}}
}

// weekOf is the Monday of a day's week, and its Sunday.
func weekOf(day string) (monday, sunday time.Time) {
	t, _ := time.Parse(time.DateOnly, day) // ours
	monday = t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	return monday, monday.AddDate(0, 0, 6)
}

// showWeek has the digest of the week of a run shown anew, where it stands already.
func showWeek(ctx context.Context, tx *store.Tx, run ritual.StandupRun) error {
	_, sunday := weekOf(run.Day)
	runs, err := tx.RunsBetween(ctx, run.Standup, run.Day, sunday.Format(time.DateOnly))
	if err != nil {
		return err
	}
	for _, r := range slices.Backward(runs) {
		m, err := tx.MessageOf(ctx, weekKind, subjectOf(r), r.Setup.Channel)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil || m.State != store.MessagePosted {
			return err
		}
		return engine.ShowMessage(ctx, tx, m)
	}
	return nil
}

// A weekPage is all that its digest says.
type weekPage struct {
	runs   []weekDay
	said   int // how much was said to be in the way
	solved []ritual.Impediment
	open   []ritual.Impediment
	done   []ritual.Request // stories, in the order in which they were done
	people request.Crew
	p      ritual.Product
	reader ritual.Reader
	zone   string
	now    time.Time
}

// A weekDay is how many were in on one day.
type weekDay struct {
	run   ritual.StandupRun
	day   ritual.StandupDay
	asked bool // at least somebody was
}

// readWeek reads the week that ends with a run, as a channel may know it.
func readWeek(ctx context.Context, tx *store.Tx, subject, to string) (w weekPage, err error) {
	id, last := aboutRun(subject)
	s, err := tx.Standup(ctx, id)
	if err != nil {
		return w, err
	}
	run, err := tx.Run(ctx, id, last)
	if err != nil {
		return w, err
	}
	if w.p, err = tx.Product(ctx, s.Product); err != nil {
		return w, err
	}
	w.reader, w.zone, w.now, w.people = ritual.Reader{Place: to}, run.Team, tx.Now, request.Crew{}
	monday, sunday := weekOf(last)
	runs, err := tx.RunsBetween(ctx, id, monday.Format(time.DateOnly), last)
	if err != nil {
		return w, err
	}
	for _, r := range runs {
		turns, err := tx.Turns(ctx, id, r.Day)
		if err != nil {
			return w, err
		}
		answers, err := tx.Answers(ctx, id, r.Day)
		if err != nil {
			return w, err
		}
		said, err := tx.ImpedimentsSaid(ctx, id, r.Day)
		if err != nil {
			return w, err
		}
		w.said += len(said)
		if day := ritual.DayOf(turns, answers); !day.Nothing() {
			w.runs = append(w.runs, weekDay{r, day, askedAny(turns)})
		}
	}
	from, until := startOf(monday, run.Team), startOf(sunday.AddDate(0, 0, 1), run.Team)
	return w, errors.Join(w.readItems(ctx, tx, id, last, from), w.readDone(ctx, tx, from, until))
}

// startOf is when a day begins in a zone.
func startOf(day time.Time, zone string) time.Time {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, loc)
}

// readItems reads what was in the way until a day: what is resolved since an instant, and what is open.
func (w *weekPage) readItems(ctx context.Context, tx *store.Tx, standup, last string, since time.Time) (err error) {
	if w.solved, err = tx.ImpedimentsResolved(ctx, standup, since); err != nil {
		return err
	}
	if w.open, err = tx.OpenImpediments(ctx, standup); err != nil {
		return err
	}
	later := func(i ritual.Impediment) bool { return i.Day > last }
	w.solved, w.open = slices.DeleteFunc(w.solved, later), slices.DeleteFunc(w.open, later)
	for _, i := range slices.Concat(w.solved, w.open) {
		if err := w.people.Meet(ctx, tx, append(slices.Clone(i.Helpers), i.Person, i.Help, i.ResolvedBy)...); err != nil {
			return err
		}
	}
	return nil
}

// sprintsInWeek is how many of a product's latest sprints a week can be in: one that was closed in it, and one that began, or is planned.
const sprintsInWeek = 4

// readDone reads which stories of the product's sprints were done between two instants, and still are.
func (w *weekPage) readDone(ctx context.Context, tx *store.Tx, from, until time.Time) error {
	sprints, err := tx.SprintsOf(ctx, w.p.ID, sprintsInWeek)
	if err != nil {
		return err
	}
	var ids []string
	for _, s := range slices.Backward(sprints) {
		if s.State == ritual.SprintPlanned || !s.Closed.IsZero() && s.Closed.Before(from) {
			continue
		}
		events, err := tx.SprintEvents(ctx, s.ID)
		if err != nil {
			return err
		}
		for _, e := range events {
			if e.At.Before(from) || !e.At.Before(until) {
				continue
			}
			switch e.Kind {
			case ritual.WorkFinished:
				ids = append(ids, e.Request)
			case ritual.WorkReopened, ritual.Removed:
				ids = slices.DeleteFunc(ids, func(id string) bool { return id == e.Request })
			}
		}
	}
	found, err := tx.RequestsNamed(ctx, ids...)
	for _, id := range ids {
		if r, ok := found[id]; ok && !slices.ContainsFunc(w.done, func(d ritual.Request) bool { return d.ID == id }) {
			w.done = append(w.done, r)
		}
	}
	if err == nil {
		w.reader, err = request.Informed(ctx, tx, w.reader, w.done...)
	}
	return err
}
