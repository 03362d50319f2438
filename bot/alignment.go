package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Alignment asks the product manager why: does this serve the roadmap?

// The ids of alignment. Old messages carry them: they are never renamed.
const (
	alignedForm  = "align.aligned.form"
	notNowForm   = "align.not_now.form"
	declineForm  = "align.decline.form"
	needMoreForm = "align.need_more.form"
)

func alignmentRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			request.Click(request.AlignYes, ritual.ToAlign, openAligned),
			request.Click(request.AlignNotNow, ritual.ToAlign, openNotNow),
			request.Click(request.AlignDecline, ritual.ToAlign, openDecline),
			request.Click(request.AlignMore, ritual.ToQuestion, openNeedMore),
		},
		Submits: []engine.Submit{
			request.Submit(alignedForm, ritual.ToAlign, submitAlignment(ritual.Aligned)),
			request.Submit(notNowForm, ritual.ToAlign, submitAlignment(ritual.NotNow)),
			request.Submit(declineForm, ritual.ToAlign, submitAlignment(ritual.Decline)),
			request.Submit(needMoreForm, ritual.ToQuestion, submitAlignment(ritual.NeedMore)),
		},
		Jobs: []engine.JobKind{{Kind: request.JobRevisit, Run: runRevisit}},
	}
}

func openAligned(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	v, err := alignForm(ctx, tx, engine.Input{Who: in.Who}, m)
	return engine.Open(v), err
}

// alignForm is the PM's form, or that in which one person answers both questions.
func alignForm(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (kit.Modal, error) {
	loads, err := loadsOf(ctx, tx, m.Product, menuMost)
	if err != nil {
		return kit.Modal{}, err
	}
	j, err := judgmentsOf(ctx, tx, in, m)
	if err != nil {
		return kit.Modal{}, err
	}
	if loads, j.suggested, err = suggestedFirst(ctx, tx, m, loads); err != nil {
		return kit.Modal{}, err
	}
	if j.hint, err = weighsMust(ctx, tx, m, j); err != nil {
		return kit.Modal{}, err
	}
	if j.suggested != "" { // it may be beyond those that were counted
		counted, err := tx.LoadsOf(ctx, loads[0].Objective)
		if err != nil {
			return kit.Modal{}, err
		}
		loads[0] = counted[0]
	}
	return answering(ctx, tx, m, ritual.Aligned, alignedModal(m, loads, j), engine.FormData{Subject: m.Request.ID, Before: j.before})
}

func openNotNow(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	v, err := noForm(ritual.NotNow)(ctx, tx, in, m)
	return engine.Open(v), err
}

func openDecline(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	v, err := noForm(ritual.Decline)(ctx, tx, in, m)
	return engine.Open(v), err
}

// noForm is the form by which the PM parks or declines.
func noForm(v ritual.Verdict) formOf {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (kit.Modal, error) {
		form := declineModal(m.Request)
		if v == ritual.NotNow {
			form = notNowModal(m.Request, tx.Now, in.Who.Zone)
		}
		return answering(ctx, tx, m, v, form, engine.FormData{Subject: m.Request.ID})
	}
}

func openNeedMore(_ context.Context, _ *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	return engine.Open(needMoreModal(m.Request)), nil
}

// submitAlignment takes the PM's answer.
func submitAlignment(v ritual.Verdict) request.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
		both := m.Both() && v == ritual.Aligned
		if both {
			if err := comesBack(ctx, tx, in, m, alignForm); err != nil {
				return engine.Reply{}, err
			}
		}
		doubt, err := doubtAnswered(ctx, tx, in, m, v)
		if err != nil {
			return engine.Reply{}, err
		}
		have, err := tx.Objectives(ctx, m.Product.ID)
		if err != nil {
			return engine.Reply{}, err
		}
		f := in.Fields
		chosen, err := objectiveIn(ctx, tx, in, m, have)
		if err != nil {
			return engine.Reply{}, err
		}
		a := ritual.Answer{Verdict: v, Objective: chosen, NewObjective: f.One("new_objective"),
			Revisit: f.One("revisit"), Reason: f.One("reason"), Question: f.One("question"), MustAnswer: ritual.MustAnswer(doubt, m.Product)}
		after, d, first, err := ritual.Align(m.Request, a, in.By, have, ritual.Today(tx.Now, in.Who.Zone), tx.Now)
		if err != nil {
			return engine.Reply{}, err
		}
		was := ritual.PriorOf(m.Request)
		if first != nil {
			first.ID = store.NewID()
			if err := tx.AddObjective(ctx, *first); err != nil {
				return engine.Reply{}, err
			}
			if err := roadmapChanged(ctx, tx, m.Product.ID); err != nil {
				return engine.Reply{}, err
			}
			after.Objective, was.First = first.ID, first.ID
		}
		ds, score := []ritual.Decision{d}, ritual.Score{}
		if f := ritual.Frameworks[m.Product.Framework]; both && f.Begun(in.Fields.Flat()) {
			var second ritual.Decision
			if after, score, second, err = prioritizeToo(ctx, tx, after, f, in, &was); err != nil {
				return engine.Reply{}, err
			}
			ds = append(ds, second)
		}
		if err := errors.Join(request.Advance(ctx, tx, m, after, ds...), keepPrior(ctx, tx, was, m.Request.ID, v)); err != nil {
			return engine.Reply{}, err
		}
		return weighed(ctx, tx, m.Product, score)
	}
}

// objectiveIn is the id of the objective that the PM's form names, if it does. One that came off the roadmap while the form was
// open is refused beside its field; where it was the last one, the form comes back and asks for the first one's name.
func objectiveIn(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter, have []ritual.Objective) (string, error) {
	id, err := chosenObjective(in.Fields, "objective", have)
	if err != nil || id == "" {
		return "", err
	}
	err = stillThere(ctx, tx, "objective", id)
	if err == nil || len(have) > 0 || len(ritual.Refusals(err)) == 0 {
		return id, err
	}
	v, bad := alignForm(ctx, tx, in, m)
	if bad != nil {
		return "", bad
	}
	v.Blocks = append([]slack.Block{kit.Section(kit.Raw("*Nothing was saved yet.* The objective that you chose is off the roadmap since you opened this form, and it was the last one."))}, v.Blocks...)
	return "", engine.Again{Refusal: err, Form: v}
}

// prioritizeToo takes the second answer of somebody who is both PM and PO. They may leave it for later. was keeps what it replaces.
func prioritizeToo(ctx context.Context, tx *store.Tx, r ritual.Request, f ritual.Framework, in engine.Input, was *ritual.Prior) (ritual.Request, ritual.Score, ritual.Decision, error) {
	ranked, score, d, err := ritual.Prioritize(r, f, in.Fields.Flat(), in.By, ritual.Today(tx.Now, in.Who.Zone), tx.Now)
	if err != nil {
		return r, score, d, err
	}
	was.Both = true
	if was.Score, err = tx.Score(ctx, r.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
		return r, score, d, err
	}
	return ranked, score, d, tx.KeepScore(ctx, ranked.ID, score, in.By)
}

// runRevisit brings back what was parked until today, in the morning of whoever is asked for the PM's decision.
func runRevisit(ctx context.Context, b *engine.Bot, job store.Job) error {
	id, _, _ := strings.Cut(job.Key, " ")
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		d, err := tx.Decision(ctx, id)
		if err != nil {
			return err
		}
		m, err := request.Of(ctx, tx, d.Request)
		if err != nil {
			return err
		}
		by, err := request.ParkedBy(ctx, tx, m.Request)
		if err != nil {
			return err
		}
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		after, ok := ritual.ComeBack(m.Request, d.Revisit, tx.Now)
		if !ok || by.ID != d.ID {
			return nil
		}
		back := m
		back.Request = after
		due, err := ritual.RevisitAt(d.Revisit, m.Product.Settings.Workplace(m.People.Of(back.Owner())))
		if err != nil {
			return err
		}
		if tx.Now.Before(due) {
			return tx.Once(ctx, request.JobRevisit, d.ID+" "+due.UTC().Format(time.RFC3339), job.Lane, due)
		}
		return request.Advance(ctx, tx, m, after)
	})
}
