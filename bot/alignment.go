package bot

import (
	"context"
	"errors"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Alignment asks the product manager why: does this serve the roadmap?

// The ids of alignment. Old messages carry them: they are never renamed.
const (
	alignYes     = "align.aligned"
	alignNotNow  = "align.not_now"
	alignDecline = "align.decline"
	alignMore    = "align.need_more"
	alignedForm  = "align.aligned.form"
	notNowForm   = "align.not_now.form"
	declineForm  = "align.decline.form"
	needMoreForm = "align.need_more.form"
	jobRevisit   = "revisit"
	backKind     = "back"
)

func alignmentRitual() ritualRoutes {
	return ritualRoutes{
		actions: []action{
			clickAbout(alignYes, ritual.ToAlign, openAligned),
			clickAbout(alignNotNow, ritual.ToAlign, openNotNow),
			clickAbout(alignDecline, ritual.ToAlign, openDecline),
			clickAbout(alignMore, ritual.ToQuestion, openNeedMore),
		},
		submits: []submit{
			submitAbout(alignedForm, ritual.ToAlign, submitAlignment(ritual.Aligned)),
			submitAbout(notNowForm, ritual.ToAlign, submitAlignment(ritual.NotNow)),
			submitAbout(declineForm, ritual.ToAlign, submitAlignment(ritual.Decline)),
			submitAbout(needMoreForm, ritual.ToQuestion, submitAlignment(ritual.NeedMore)),
		},
		jobs:     []jobKind{{kind: jobRevisit, run: runRevisit}},
		messages: []messageKind{{kind: backKind, class: ritual.ClassCard, says: backWords}},
	}
}

// alignmentStep asks the PM, and parkedStep brings back on its day what they put off.
func alignmentStep() step {
	return step{
		status: ritual.AwaitingAlignment, next: "checks it against the roadmap", right: ritual.ToAlign,
		row: "does it serve the roadmap?", buttons: alignmentButtons, card: pmCard, asks: alignmentAsks, shows: alignmentShows,
		entered: tellOfChallenge,
	}
}

func parkedStep() step { return step{status: ritual.Parked, entered: revisitLater} }

func openAligned(ctx context.Context, tx *store.Tx, in input, m matter) (reply, error) {
	v, err := alignForm(ctx, tx, input{who: in.who}, m)
	return open(v), err
}

// alignForm is the PM's form, or that in which one person answers both questions.
func alignForm(ctx context.Context, tx *store.Tx, in input, m matter) (kit.Modal, error) {
	loads, _, err := tx.Loads(ctx, m.p.ID)
	if err != nil {
		return kit.Modal{}, err
	}
	j, err := judgmentsOf(ctx, tx, in, m)
	return alignedModal(m, loads, j), err
}

func openNotNow(_ context.Context, tx *store.Tx, in input, m matter) (reply, error) {
	return open(notNowModal(m.r, tx.Now, in.who.Zone)), nil
}

func openDecline(_ context.Context, _ *store.Tx, _ input, m matter) (reply, error) {
	return open(declineModal(m.r)), nil
}

func openNeedMore(_ context.Context, _ *store.Tx, _ input, m matter) (reply, error) {
	return open(needMoreModal(m.r)), nil
}

// submitAlignment takes the PM's answer.
func submitAlignment(v ritual.Verdict) requestHandler {
	return func(ctx context.Context, tx *store.Tx, in input, m matter) (reply, error) {
		both := m.both() && v == ritual.Aligned
		if both {
			if err := comesBack(ctx, tx, in, m, alignForm); err != nil {
				return reply{}, err
			}
		}
		have, err := tx.Objectives(ctx, m.p.ID)
		if err != nil {
			return reply{}, err
		}
		f := in.fields
		a := ritual.Answer{Verdict: v, Objective: f.one("objective"), NewObjective: f.one("new_objective"),
			Revisit: f.one("revisit"), Reason: f.one("reason"), Question: f.one("question")}
		after, d, first, err := ritual.Align(m.r, a, in.by, have, ritual.Today(tx.Now, in.who.Zone), tx.Now)
		if err != nil {
			return reply{}, err
		}
		if first != nil {
			first.ID = store.NewID()
			if err := tx.AddObjective(ctx, *first); err != nil {
				return reply{}, err
			}
			after.Objective = first.ID
		}
		if both {
			return reply{}, alignAndPrioritize(ctx, tx, m, after, d, in)
		}
		return reply{}, advance(ctx, tx, m, after, d)
	}
}

// revisitLater leaves it to be brought back in the PM's morning of the day until which it is parked.
func revisitLater(ctx context.Context, tx *store.Tx, m matter) error {
	d := m.last
	pm, err := tx.Person(ctx, m.p.PM)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	due, err := ritual.Morning(d.Revisit, pm.Zone)
	if err != nil {
		return err
	}
	return tx.Once(ctx, jobRevisit, d.ID, jobRevisit+":"+d.Request, due)
}

// runRevisit brings back what was parked until today. It asks by the same card, and tells of it under the card, because
// rewriting tells nobody.
func runRevisit(ctx context.Context, b *Engine, job store.Job) error {
	return b.db.Update(ctx, func(tx *store.Tx) error {
		d, err := tx.Decision(ctx, job.Key)
		if err != nil {
			return err
		}
		m, err := matterOf(ctx, tx, d.Request)
		if err != nil {
			return err
		}
		if after, ok := ritual.ComeBack(m.r, d.Revisit, tx.Now); ok {
			s, _ := stepOf(after.Status) // who is asked for the first time gets a card, and that tells them
			back := m
			back.r = after
			who := back.owner()
			if err := errors.Join(under(ctx, tx, m, back.cardFor(s, who), who, backKind, d), advance(ctx, tx, m, after)); err != nil {
				return err
			}
		}
		return tx.Finish(ctx, job, 0)
	})
}

// alignAndPrioritize takes both answers of somebody who is both PM and PO. They may leave the second for later.
func alignAndPrioritize(ctx context.Context, tx *store.Tx, m matter, after ritual.Request, d ritual.Decision, in input) error {
	f := ritual.Frameworks[m.p.Framework]
	if !f.Begun(in.fields.flat()) {
		return advance(ctx, tx, m, after, d)
	}
	ranked, score, second, err := ritual.Prioritize(after, f, in.fields.flat(), in.by, ritual.Today(tx.Now, in.who.Zone), tx.Now)
	if err != nil {
		return err
	}
	if err := tx.KeepScore(ctx, ranked.ID, score, in.by); err != nil {
		return err
	}
	return advance(ctx, tx, m, ranked, d, second)
}
