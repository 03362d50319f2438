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

// The question to each: a message with the buttons by which somebody answers, skips the day, or says that they are away. It shows what they
// said once they have, and asks nothing any more once the next run has asked them.

func askRoutes() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{{ID: skipDo, Needs: engine.NeedPerson, Do: skip}},
		Messages: []engine.MessageKind{
			{Kind: promptKind, Class: ritual.ClassPrompt, View: promptView},
			{Kind: reminderKind, Class: ritual.ClassPrompt, View: reminderView},
		},
	}
}

// A mine is what somebody's part in a standup looks like to them, on one day.
type mine struct {
	s      ritual.Standup
	p      ritual.Product
	day    string
	by     string
	turn   ritual.StandupTurn    // none where the run has not begun, or they came later
	run    ritual.StandupRun     // none where it has not begun
	answer ritual.StandupAnswer  // none where they have not answered
	open   []ritual.Impediment   // what is in their way
	over   bool                  // they have been asked about a later day, so that an answer counts no more
	people request.Crew          // whom it names
	titles map[string]string     // of the requests that it names, as they may know them
	told   map[string]string     // of those that they planned the last time, as the channel may know them
	before *ritual.StandupAnswer // what they said the last time; nil where there is none
}

// mineOf reads somebody's part in a run.
func mineOf(ctx context.Context, tx *store.Tx, subject, person string) (m mine, err error) {
	id, day := aboutRun(subject)
	m.day, m.by = day, person
	if m.s, err = tx.Standup(ctx, id); err != nil {
		return m, err
	}
	if m.p, err = tx.Product(ctx, m.s.Product); err != nil {
		return m, err
	}
	if m.run, err = tx.Run(ctx, id, day); err == nil {
		m.turn, err = tx.Turn(ctx, id, day, person)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return m, err
	}
	if m.answer, err = tx.Answer(ctx, id, day, person); err != nil && !errors.Is(err, store.ErrNotFound) {
		return m, err
	}
	if m.open, err = tx.ImpedimentsOf(ctx, id, person); err != nil {
		return m, err
	}
	if m.over, err = overFor(ctx, tx, m); err != nil {
		return m, err
	}
	m.people = request.Crew{}
	if err := m.people.Meet(ctx, tx, append(m.helpers(), person, m.s.By)...); err != nil {
		return m, err
	}
	m.titles, err = titlesFor(ctx, tx, ritual.Reader{Person: person}, m.answer)
	return m, err
}

// helpers are whom somebody's answer names.
func (m mine) helpers() (ids []string) {
	for _, one := range m.answer.Said {
		ids = append(ids, one.Help)
	}
	return ids
}

// overFor reports whether an answer counts no more: they have been asked about a later day since, or the standup has ended.
func overFor(ctx context.Context, tx *store.Tx, m mine) (bool, error) {
	if !m.s.Ended.IsZero() || !m.run.Closed.IsZero() {
		return true, nil
	}
	open, err := tx.OpenTurns(ctx, m.by)
	return slices.ContainsFunc(open, func(t store.TurnIn) bool {
		return t.Run.Standup == m.s.ID && t.Run.Day > m.day && !t.Turn.Due.After(tx.Now)
	}), err
}

// titlesFor are the titles of the requests that an answer names, as a reader may know them.
func titlesFor(ctx context.Context, tx *store.Tx, rd ritual.Reader, answers ...ritual.StandupAnswer) (map[string]string, error) {
	titles := map[string]string{}
	for _, a := range answers {
		for _, one := range a.Said {
			for _, id := range one.Ticks {
				if _, known := titles[id]; known {
					continue
				}
				m, err := request.Of(ctx, tx, id)
				if err == nil {
					err = m.ReadBy(ctx, tx, rd)
				}
				if err != nil {
					return nil, err
				}
				titles[id] = m.Title()
			}
		}
	}
	return titles, nil
}

// toldTitles are the titles of the requests that an answer names which everybody in a channel may know.
func toldTitles(ctx context.Context, tx *store.Tx, channel string, a ritual.StandupAnswer) (map[string]string, error) {
	titles := map[string]string{}
	plan, _ := a.Plan()
	for _, id := range plan.Ticks {
		m, err := request.Of(ctx, tx, id)
		if err == nil {
			err = m.ReadBy(ctx, tx, ritual.Reader{Place: channel})
		}
		if err != nil {
			return nil, err
		}
		if m.Seen() {
			titles[id] = m.Title()
		}
	}
	return titles, nil
}

// answered reports whether somebody said something, and skipped whether they said that they skip the day.
func (m mine) answered() bool { return !m.answer.At.IsZero() && !m.answer.Skipped }
func (m mine) skipped() bool  { return m.answer.Skipped }

// skip keeps that somebody skips a day.
func skip(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	m, err := onRoster(ctx, tx, in.Subject, in.By)
	switch {
	case err != nil:
		return engine.Reply{}, err
	case m.over:
		return engine.Reply{}, m.overRefusal()
	case m.answered():
		return engine.Reply{}, ritual.Refuse("You have answered already, so there is nothing to skip. Press `Edit` if you want to say it differently.")
	}
	a := ritual.StandupAnswer{Standup: m.s.ID, Day: m.day, Person: in.By, Skipped: true, At: tx.Now}
	if err := tx.KeepAnswer(ctx, a); err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, errors.Join(joined(ctx, tx, m), showRun(ctx, tx, ritual.StandupRun{Standup: m.s.ID, Day: m.day}, in.By), look(ctx, tx, m.s.ID))
}

// onRoster is somebody's part in a run, where they have one or may have.
func onRoster(ctx context.Context, tx *store.Tx, subject, person string) (mine, error) {
	m, err := mineOf(ctx, tx, subject, person)
	if errors.Is(err, store.ErrNotFound) {
		return m, ritual.Refuse("This standup is not here any more.")
	}
	if err != nil {
		return m, err
	}
	on, _ := m.s.Setup.On(person)
	if has := m.turn.Person != "" && m.turn.State != ritual.TurnGone; !on && !has {
		return m, notOn(m.s, m.p)
	}
	if m.run.Day == "" {
		return m, m.mayComeEarly(ctx, tx)
	}
	return m, nil
}

// mayComeEarly refuses an answer for a day that no run is to be of, or that is not next: nobody would read it. One that was taken out of
// the standup meanwhile passes, as what is said of it counts for the next one.
func (m mine) mayComeEarly(ctx context.Context, tx *store.Tx) error {
	me, roster, err := placeOf(ctx, tx, m.s, m.by)
	if err != nil {
		return err
	}
	next, ok := m.s.Setup.NextForAfter(m.s.Last, me, roster, tx.Now)
	if _, bad := time.Parse(time.DateOnly, m.day); !ok || bad != nil || m.day <= m.s.Last || m.day > next {
		return ritual.Refuse("I do not ask about that day in %s. `/standup` opens the form of the day that is next.", nameOf(m.s, m.p))
	}
	return nil
}

// notOn says to somebody who is not on a roster who can change that: whoever set it up may have left since.
func notOn(s ritual.Standup, p ritual.Product) error {
	return ritual.Refuse("You are not on the roster of %s. %s, who decides about the backlog, or anybody on the team can add you with `/standup setup`.",
		nameOf(s, p), ritual.Name(request.HeadOf(p, ritual.RolePO)))
}

// overRefusal says to whoever is too late what they can do instead.
func (m mine) overRefusal() error {
	if !m.s.Ended.IsZero() {
		return ritual.Refuse("This standup has ended, so it takes no more answers.")
	}
	return ritual.Refuse("The standup of %s is over: your next one has begun. `/standup` takes your answer for that one.", ritual.ShortDay(m.day))
}

// joined has somebody be part of a run that had begun before they came to its roster.
func joined(ctx context.Context, tx *store.Tx, m mine) error {
	if m.run.Day == "" || m.turn.Person != "" {
		return nil
	}
	return tx.KeepTurn(ctx, m.run, ritual.StandupTurn{Person: m.by, Optional: true, Due: tx.Now, State: ritual.TurnJoined, Place: len(m.run.Setup.All())})
}
