package bot

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Somebody says how long they are away, and when they are back. What follows is what follows from a status in Slack that says the
// same: the other rituals are told as if Slack had.

// The ids of being away, beside those of package request. Open forms carry them: they are never renamed.
const (
	absenceForm = "away.form"
	jobAbsence  = "away.turn" // when the days that somebody named begin, and when they end; its key is the person
)

// An absences tells the other rituals who is away.
type absences struct{ others []engine.Ritual }

// absenceRitual is about people who say that they are away. The others hear of it: each by its Met.
func absenceRitual(others []engine.Ritual) engine.Ritual {
	a := absences{others}
	return engine.Ritual{
		Actions: []engine.Action{
			{ID: request.AwayOpen, Needs: engine.NeedPerson, Do: openAbsence},
			{ID: request.BackDo, Needs: engine.NeedPerson, Do: a.back},
		},
		Submits: []engine.Submit{{ID: absenceForm, Needs: engine.NeedPerson, Do: a.submit}},
		Jobs:    []engine.JobKind{{Kind: jobAbsence, Run: a.runTurn}},
		Met:     absentElsewhere,
	}
}

// openAbsence opens the form, with the days that somebody named already where they are not over.
func openAbsence(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	who, err := personOf(ctx, tx, in.By)
	return engine.Open(absenceModal(who, tx.Now)), err
}

// submit keeps how long somebody is away.
func (a absences) submit(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	who, err := personOf(ctx, tx, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	days, err := ritual.NewAbsence(in.Fields.One("from"), in.Fields.One("until"), ritual.Today(tx.Now, who.Zone))
	if err != nil {
		return engine.Reply{}, err
	}
	steered, err := steeredBy(ctx, tx, in.By)
	is := who.With(days)
	return engine.Open(awayNote(is, steered, tx.Now)), errors.Join(err, a.keep(ctx, tx, who, is))
}

// back ends what somebody named. Of a status in Slack it says that it stands: only they can take it away.
func (a absences) back(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	who, err := personOf(ctx, tx, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	products, err := tx.ProductsOf(ctx, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	today, is := ritual.Today(tx.Now, who.Zone), who
	if !who.Absence().Over(today) {
		is = who.With(who.Absence().BackOn(today))
		err = a.keep(ctx, tx, who, is)
	}
	note := backNote(who, is, products, tx.Now)
	return engine.Reply{Form: &note, Instead: true}, err // in place of the note that they are away, where the button was there
}

// keep keeps on which days somebody is away, and leaves what follows now and later.
func (a absences) keep(ctx context.Context, tx *store.Tx, was, is ritual.Person) error {
	return errors.Join(tx.KeepAbsence(ctx, is.ID, is.Absence()), turnLater(ctx, tx, is), engine.Met(ctx, tx, a.others, was, is),
		engine.RefreshHome(ctx, tx, is.ID))
}

// turnLater leaves it to look again when the days that somebody named begin, or when they end.
func turnLater(ctx context.Context, tx *store.Tx, who ritual.Person) error {
	err := tx.Cancel(ctx, jobAbsence, who.ID)
	days := who.Absence()
	if days.None() {
		return err
	}
	due := days.Begins(who.Zone)
	if !due.After(tx.Now) {
		due = days.Ends(who.Zone)
	}
	if !due.After(tx.Now) {
		return err
	}
	return errors.Join(err, tx.RefreshAt(ctx, jobAbsence, who.ID, jobAbsence+":"+who.ID, due))
}

// runTurn tells the others that the days that somebody named have begun, or are over.
func (a absences) runTurn(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		who, err := personOf(ctx, tx, job.Key)
		days := who.Absence()
		if err != nil || days.None() {
			return err
		}
		today := ritual.Today(tx.Now, who.Zone)
		was := who.With(ritual.Absence{})
		if days.Over(today) {
			was = who.With(ritual.Absence{From: days.From, Until: today})
		}
		if days.From <= today {
			err = engine.Met(ctx, tx, a.others, was, who)
		}
		return errors.Join(err, turnLater(ctx, tx, who), engine.RefreshHome(ctx, tx, who.ID))
	})
}

// absentElsewhere looks at other instants where somebody lives in another zone: their days begin and end there.
func absentElsewhere(ctx context.Context, tx *store.Tx, was, is ritual.Person) error {
	if was.Zone == is.Zone || is.Absence().None() {
		return nil
	}
	return turnLater(ctx, tx, is)
}
