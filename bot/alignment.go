package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
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
)

func alignmentRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			clickAbout(alignYes, ritual.ToAlign, openAligned),
			clickAbout(alignNotNow, ritual.ToAlign, openNotNow),
			clickAbout(alignDecline, ritual.ToAlign, openDecline),
			clickAbout(alignMore, ritual.ToQuestion, openNeedMore),
		},
		Submits: []engine.Submit{
			submitAbout(alignedForm, ritual.ToAlign, submitAlignment(ritual.Aligned)),
			submitAbout(notNowForm, ritual.ToAlign, submitAlignment(ritual.NotNow)),
			submitAbout(declineForm, ritual.ToAlign, submitAlignment(ritual.Decline)),
			submitAbout(needMoreForm, ritual.ToQuestion, submitAlignment(ritual.NeedMore)),
		},
		Jobs: []engine.JobKind{{Kind: jobRevisit, Run: runRevisit}},
	}
}

// alignmentStep asks the PM, and parkedStep brings back on its day what they put off.
func alignmentStep() step {
	return step{
		status: ritual.AwaitingAlignment, next: "checks it against the roadmap", right: ritual.ToAlign,
		row: "does it serve the roadmap?", buttons: alignmentButtons, card: pmCard, asks: alignmentAsks, shows: alignmentShows,
		entered: askedAboutAlignment, left: tellOfNo,
	}
}

// askedAboutAlignment does what follows when the PM is asked: they are told of a challenge, and a model is asked which
// objective it may serve.
func askedAboutAlignment(ctx context.Context, tx *store.Tx, m matter) error {
	return errors.Join(tellOfChallenge(ctx, tx, m), suggest(ctx, tx, m.r))
}

func parkedStep() step { return step{status: ritual.Parked, entered: revisitLater} }

func openAligned(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	v, err := alignForm(ctx, tx, engine.Input{Who: in.Who}, m)
	return engine.Open(v), err
}

// alignForm is the PM's form, or that in which one person answers both questions.
func alignForm(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (kit.Modal, error) {
	loads, err := loadsOf(ctx, tx, m.p, menuMost)
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
	return answering(ctx, tx, m, ritual.Aligned, alignedModal(m, loads, j), engine.FormData{Subject: m.r.ID, Before: j.before})
}

func openNotNow(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	v, err := noForm(ritual.NotNow)(ctx, tx, in, m)
	return engine.Open(v), err
}

func openDecline(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	v, err := noForm(ritual.Decline)(ctx, tx, in, m)
	return engine.Open(v), err
}

// noForm is the form by which the PM parks or declines.
func noForm(v ritual.Verdict) formOf {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (kit.Modal, error) {
		form := declineModal(m.r)
		if v == ritual.NotNow {
			form = notNowModal(m.r, tx.Now, in.Who.Zone)
		}
		return answering(ctx, tx, m, v, form, engine.FormData{Subject: m.r.ID})
	}
}

func openNeedMore(_ context.Context, _ *store.Tx, _ engine.Input, m matter) (engine.Reply, error) {
	return engine.Open(needMoreModal(m.r)), nil
}

// submitAlignment takes the PM's answer.
func submitAlignment(v ritual.Verdict) requestHandler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
		both := m.both() && v == ritual.Aligned
		if both {
			if err := comesBack(ctx, tx, in, m, alignForm); err != nil {
				return engine.Reply{}, err
			}
		}
		doubt, err := doubtAnswered(ctx, tx, in, m, v)
		if err != nil {
			return engine.Reply{}, err
		}
		have, err := tx.Objectives(ctx, m.p.ID)
		if err != nil {
			return engine.Reply{}, err
		}
		f := in.Fields
		chosen, err := objectiveIn(ctx, tx, in, m, have)
		if err != nil {
			return engine.Reply{}, err
		}
		a := ritual.Answer{Verdict: v, Objective: chosen, NewObjective: f.One("new_objective"),
			Revisit: f.One("revisit"), Reason: f.One("reason"), Question: f.One("question"), MustAnswer: ritual.MustAnswer(doubt, m.p)}
		after, d, first, err := ritual.Align(m.r, a, in.By, have, ritual.Today(tx.Now, in.Who.Zone), tx.Now)
		if err != nil {
			return engine.Reply{}, err
		}
		was := ritual.PriorOf(m.r)
		if first != nil {
			first.ID = store.NewID()
			if err := tx.AddObjective(ctx, *first); err != nil {
				return engine.Reply{}, err
			}
			if err := roadmapChanged(ctx, tx, m.p.ID); err != nil {
				return engine.Reply{}, err
			}
			after.Objective, was.First = first.ID, first.ID
		}
		ds, score := []ritual.Decision{d}, ritual.Score{}
		if f := ritual.Frameworks[m.p.Framework]; both && f.Begun(in.Fields.Flat()) {
			var second ritual.Decision
			if after, score, second, err = prioritizeToo(ctx, tx, after, f, in, &was); err != nil {
				return engine.Reply{}, err
			}
			ds = append(ds, second)
		}
		if err := errors.Join(advance(ctx, tx, m, after, ds...), keepPrior(ctx, tx, was, m.r.ID, v)); err != nil {
			return engine.Reply{}, err
		}
		return weighed(ctx, tx, m.p, score)
	}
}

// objectiveIn is the id of the objective that the PM's form names, if it does. One that came off the roadmap while the form was
// open is refused beside its field; where it was the last one, the form comes back and asks for the first one's name.
func objectiveIn(ctx context.Context, tx *store.Tx, in engine.Input, m matter, have []ritual.Objective) (string, error) {
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

// revisitLater leaves it to be brought back on the day until which it is parked. Where that day begins first, it is looked who
// is asked then.
func revisitLater(ctx context.Context, tx *store.Tx, m matter) error {
	d, err := parkedBy(ctx, tx, m.r)
	if err != nil || d.ID == "" {
		return err
	}
	due, err := ritual.DayBegins(d.Revisit)
	if err != nil {
		return err
	}
	return tx.Once(ctx, jobRevisit, d.ID, jobRevisit+":"+d.Request, due)
}

// parkedBy is the decision by which a request is parked, or none.
func parkedBy(ctx context.Context, tx *store.Tx, r ritual.Request) (ritual.Decision, error) {
	ds, err := tx.Decisions(ctx, r.ID)
	for _, d := range slices.Backward(ds) {
		if _, over := d.TakenBack(ds); !over && d.Revisit != "" {
			return d, err
		}
	}
	return ritual.Decision{}, err
}

// runRevisit brings back what was parked until today, in the morning of whoever is asked for the PM's decision.
func runRevisit(ctx context.Context, b *engine.Bot, job store.Job) error {
	id, _, _ := strings.Cut(job.Key, " ")
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		d, err := tx.Decision(ctx, id)
		if err != nil {
			return err
		}
		m, err := matterOf(ctx, tx, d.Request)
		if err != nil {
			return err
		}
		by, err := parkedBy(ctx, tx, m.r)
		if err != nil {
			return err
		}
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		after, ok := ritual.ComeBack(m.r, d.Revisit, tx.Now)
		if !ok || by.ID != d.ID {
			return nil
		}
		back := m
		back.r = after
		due, err := ritual.RevisitAt(d.Revisit, m.p.Settings.Workplace(m.people.of(back.owner())))
		if err != nil {
			return err
		}
		if tx.Now.Before(due) {
			return tx.Once(ctx, jobRevisit, d.ID+" "+due.UTC().Format(time.RFC3339), job.Lane, due)
		}
		return advance(ctx, tx, m, after)
	})
}
