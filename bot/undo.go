package bot

import (
	"context"
	"errors"
	"slices"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Undo takes back what the PM just answered, as if it had never been said; Reopen brings back later what was decided, for a
// reason. The rules are in ritual/undo.go.

// The ids of both. Old messages carry them: they are never renamed.
const (
	undoPress    = "align.undo" // its value is the decision
	reopenOpen   = "align.reopen"
	reopenForm   = "align.reopen.form"
	jobUndo      = "undo" // ends Undo; its key is the decision
	reopenedKind = "reopened"
)

func undoRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			{ID: undoPress, Needs: engine.NeedPerson, Do: pressUndo},
			request.Click(reopenOpen, ritual.ToReopen, openReopen),
		},
		Submits:  []engine.Submit{request.Submit(reopenForm, ritual.ToReopen, submitReopen)},
		Jobs:     []engine.JobKind{{Kind: jobUndo, Run: runUndo}},
		Messages: []engine.MessageKind{{Kind: reopenedKind, Class: ritual.ClassCard, Says: reopenedWords}},
	}
}

// keepPrior keeps how a request stood before its latest answer with a verdict, for as long as that can be taken back.
func keepPrior(ctx context.Context, tx *store.Tx, was ritual.Prior, id string, v ritual.Verdict) error {
	ds, err := tx.Decisions(ctx, id)
	if err != nil {
		return err
	}
	for _, d := range slices.Backward(ds) {
		if d.Verdict == v {
			return errors.Join(tx.KeepPrior(ctx, d, was), tx.Once(ctx, jobUndo, d.ID, jobUndo+":"+id, tx.Now.Add(ritual.UndoFor)))
		}
	}
	return nil
}

// runUndo ends Undo: the cards show it no more.
func runUndo(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		d, err := tx.Decision(ctx, job.Key)
		if err != nil {
			return err
		}
		return errors.Join(tx.DropPrior(ctx, d), engine.Refresh(ctx, tx, d.Request), tx.Finish(ctx, job, 0))
	})
}

// An undoing is an answer as it would be taken back now.
type undoing struct {
	d     ritual.Decision
	was   ritual.Prior
	after ritual.Request
	back  []ritual.Decision
}

// undoingOf takes back an answer, or refuses to. It changes nothing yet.
func undoingOf(ctx context.Context, tx *store.Tx, m request.Matter, d ritual.Decision, who ritual.Person) (u undoing, err error) {
	if err := ritual.May(ritual.ToUndo, ritual.Case{Who: who, Product: m.Product, Request: m.Request, Last: m.Last, People: m.People, Now: m.Now, Decider: d.By}); err != nil {
		return u, err
	}
	ds, err := tx.Decisions(ctx, m.Request.ID)
	if err != nil {
		return u, err
	}
	of, was, err := tx.Prior(ctx, m.Request.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return u, err
	}
	if of != d.ID {
		was = ritual.Prior{}
	}
	_, err = tx.OpenEstimate(ctx, m.Request.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return u, err
	}
	u.d, u.was = d, was
	u.after, u.back, err = ritual.Undo(m.Request, was, ds, d.ID, err == nil, who.ID, tx.Now)
	return u, err
}

// pressUndo takes an answer back: the request is what it was, and nobody is asked any more what followed from it.
func pressUndo(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	d, err := tx.Decision(ctx, in.Subject)
	if errors.Is(err, store.ErrNotFound) {
		err = ritual.Refuse("There is nothing here to take back.")
	}
	if err != nil {
		return engine.Reply{}, err
	}
	m, err := request.Of(ctx, tx, d.Request)
	if err != nil {
		return engine.Reply{}, err
	}
	m.By = in.By
	u, err := undoingOf(ctx, tx, m, d, in.Who)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := u.restore(ctx, tx); err != nil {
		return engine.Reply{}, err
	}
	if err := request.Advance(ctx, tx, m, u.after, u.back...); err != nil {
		return engine.Reply{}, err
	}
	ds, err := tx.Decisions(ctx, m.Request.ID)
	for _, one := range ds {
		if _, over := one.TakenBack(ds); over { // what was told of it says so
			err = errors.Join(err, engine.Refresh(ctx, tx, one.ID))
		}
	}
	return engine.Reply{}, errors.Join(err, tx.DropPrior(ctx, d), tx.DropStays(ctx, m.Request.ID, u.after.Since), u.dropFirst(ctx, tx))
}

// restore puts back what does not stand with the request, and leaves out of it what is not there any more.
func (u *undoing) restore(ctx context.Context, tx *store.Tx) error {
	if u.after.Unanswered() { // it may have been answered late
		s, err := request.StoryOf(ctx, tx, u.after.ID)
		if err != nil {
			return err
		}
		asked, err := request.AskedLast(ctx, tx, u.after)
		if err != nil {
			return err
		}
		if answeredSince(s, asked) {
			u.after.Question = ""
		}
	}
	if u.was.Both {
		if err := tx.KeepScore(ctx, u.after.ID, u.was.Score, ""); err != nil {
			return err
		}
	}
	if u.after.Objective == "" {
		return nil
	}
	o, err := tx.Objective(ctx, u.after.Objective)
	if errors.Is(err, store.ErrNotFound) || err == nil && o.End != "" {
		u.after.Objective, err = "", nil
	}
	return err
}

// dropFirst takes off the roadmap again the objective that the answer put there, unless something else came of it by now.
func (u *undoing) dropFirst(ctx context.Context, tx *store.Tx) error {
	if u.was.First == "" {
		return nil
	}
	gone, err := tx.DropUnused(ctx, u.d.Product, u.was.First)
	if err != nil || !gone {
		return err
	}
	return roadmapChanged(ctx, tx, u.d.Product)
}

func openReopen(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	ds, err := tx.Decisions(ctx, m.Request.ID)
	if err == nil {
		_, _, err = ritual.Reopen(m.Request, ds, "any", in.By, tx.Now)
	}
	if err != nil {
		return engine.Reply{}, err // whatever the reason
	}
	return engine.Open(reopenModal(m)), nil
}

// submitReopen asks the PM again. Whoever else has a card about it hears why under theirs.
func submitReopen(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	ds, err := tx.Decisions(ctx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	after, d, err := ritual.Reopen(m.Request, ds, in.Fields.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := request.Advance(ctx, tx, m, after, d); err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, tellOfReopened(ctx, tx, m, in.By)
}

// tellOfReopened tells the heads, and who acts for them, under the cards that they have: rewriting tells nobody. Who has none
// yet gets one, if they are asked, and that tells them.
func tellOfReopened(ctx context.Context, tx *store.Tx, m request.Matter, by string) error {
	d, err := tx.LastDecision(ctx, m.Request.ID)
	if err != nil {
		return err
	}
	told := []string{"", by}
	for _, card := range []string{request.PMCard, request.BothCard, request.POCard} {
		whom := []string{m.Product.PM, m.Acting(ritual.RolePM)}
		if card == request.POCard {
			whom = []string{m.Product.PO, m.Acting(ritual.RolePO)}
		}
		for _, who := range whom {
			if slices.Contains(told, who) {
				continue
			}
			has, err := request.ShownCard(ctx, tx, card, m.Request.ID, who)
			if err != nil {
				return err
			}
			if has.ID == "" {
				continue
			}
			if err := request.Under(ctx, tx, m, card, who, reopenedKind, d); err != nil {
				return err
			}
			told = append(told, who)
		}
	}
	return nil
}
