package standup

import (
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// Who is on a roster is known from Slack: where they live, whether they are away, whether they have left. What changes of that changes
// when they are asked, and how they stand in the runs that are on.

func rosterRoutes() engine.Ritual {
	return engine.Ritual{Met: met, Jobs: []engine.JobKind{{Kind: jobMeet, Run: runMeet}}}
}

// away reports whether somebody is away, as far as a product takes them to be.
func away(p ritual.Product, who ritual.Person, now time.Time) bool { return p.Settings.Away(who, now) }

// met does what follows when Slack, or somebody themselves, says something new of them.
func met(ctx context.Context, tx *store.Tx, was, is ritual.Person) error {
	same := was
	same.Name, same.Read, same.Work, same.Off = is.Name, is.Read, is.Work, is.Off
	if same.ID == is.ID && same.Zone == is.Zone && same.Kind == is.Kind && same.Status == is.Status && same.StatusUntil.Equal(is.StatusUntil) && same.Away(tx.Now) == is.Away(tx.Now) {
		return nil // as it nearly always is: everybody is described every night
	}
	return Moved(ctx, tx, is.ID)
}

// Moved has somebody's standups find out anew when they ask them, and how they stand in the runs that are on: they live elsewhere, work at
// other times, are away or back, or have left.
func Moved(ctx context.Context, tx *store.Tx, person string) error {
	open, err := tx.OpenTurns(ctx, person)
	if err != nil {
		return err
	}
	for _, one := range open {
		if err := stands(ctx, tx, one, person); err != nil {
			return err
		}
	}
	of, err := tx.StandupsWith(ctx, person)
	for _, s := range of {
		if s.NextAt.IsZero() || s.NextAt.After(tx.Now) { // else it is about to begin, and finds them as they are
			err = errors.Join(err, tx.KeepNextRun(ctx, s.ID, s.Last, "", time.Time{}))
		}
		err = errors.Join(err, look(ctx, tx, s.ID))
	}
	return err
}

// stands keeps how somebody stands in one open run now.
func stands(ctx context.Context, tx *store.Tx, one store.TurnIn, person string) error {
	s, err := tx.Standup(ctx, one.Run.Standup)
	if err != nil {
		return err
	}
	p, err := tx.Product(ctx, s.Product)
	if err != nil {
		return err
	}
	s.Setup = one.Run.Setup
	r, roster, err := placeOf(ctx, tx, s, person)
	if err != nil {
		return err
	}
	is := one.Turn.Works(one.Run, r, roster, tx.Now).Moved(one.Run, r, tx.Now).AwayNow(one.Run, away(p, r.Who, tx.Now), r.At, tx.Now)
	if r.Who.ID == "" || r.Who.Kind == ritual.Gone {
		is.State = ritual.TurnGone
	}
	if is == one.Turn {
		return nil
	}
	return errors.Join(tx.KeepTurn(ctx, one.Run, is), showRun(ctx, tx, one.Run, person), look(ctx, tx, s.ID))
}

// showRun has shown anew what a run shows to somebody, and to its channel.
func showRun(ctx context.Context, tx *store.Tx, run ritual.StandupRun, person string) error {
	for _, kind := range []string{promptKind, reminderKind} {
		m, err := tx.MessageOf(ctx, kind, subjectOf(run), person)
		if err == nil && m.State == store.MessagePosted { // else it looks right when it is posted, which has its time
			err = engine.ShowMessage(ctx, tx, m)
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return errors.Join(showDay(ctx, tx, run.Standup, run.Day), engine.RefreshHome(ctx, tx, person))
}

// Those on a roster whom Slack never described are looked up, a few at a time; until then they are asked by the clocks of the team.
const (
	meetMost = 40
	meetPace = 30 * time.Second
)

// meet has those on a roster looked up whom Slack never described.
func meet(ctx context.Context, tx *store.Tx, s ritual.Standup) error {
	unknown, err := strangers(ctx, tx, s)
	if err != nil || len(unknown) == 0 {
		return err
	}
	return tx.Refresh(ctx, jobMeet, s.ID, jobMeet+":"+s.ID)
}

// strangers are those on a roster whom Slack never described.
func strangers(ctx context.Context, tx *store.Tx, s ritual.Standup) ([]string, error) {
	known, err := tx.People(ctx, s.Setup.All()...)
	unknown := slices.DeleteFunc(slices.Clone(s.Setup.All()), func(id string) bool {
		return slices.ContainsFunc(known, func(p ritual.Person) bool { return p.ID == id })
	})
	return unknown, err
}

// runMeet looks up a few of those on a roster, and leaves the next ones.
func runMeet(ctx context.Context, b *engine.Bot, job store.Job) error {
	var unknown []string
	if err := b.DB.View(ctx, func(tx *store.Tx) error {
		s, err := tx.Standup(ctx, job.Key)
		if err != nil || !s.Ended.IsZero() {
			return err
		}
		unknown, err = strangers(ctx, tx, s)
		return err
	}); err != nil {
		return err
	}
	var found []ritual.Person
	for _, id := range unknown[:min(len(unknown), meetMost)] {
		err := b.Gate.Through("users.info", func() error {
			who, err := b.ReadPerson(ctx, id)
			found = append(found, who)
			return err
		})
		if engine.IsPermanent(err) { // nobody has this id
			found[len(found)-1] = ritual.Person{ID: id, Kind: ritual.Gone, Read: b.DB.Now()}
		} else if err != nil {
			return err
		}
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		for _, who := range found {
			if err := errors.Join(b.Hear(ctx, tx, ritual.Person{}, who), Moved(ctx, tx, who.ID)); err != nil {
				return err
			}
		}
		if len(unknown) <= meetMost {
			return nil
		}
		return tx.RefreshAt(ctx, jobMeet, job.Key, jobMeet+":"+job.Key, tx.Now.Add(meetPace))
	})
}
