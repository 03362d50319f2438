package bot

import (
	"context"
	"errors"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Priority asks the product owner what next: where does this stand in the backlog?

// The ids of priority. Old messages carry them: they are never renamed.
const (
	prioritizeOpen = "priority.open"
	prioritizeForm = "priority.form"
)

func priorityRitual() ritualRoutes {
	r := ritualRoutes{
		actions: []action{{id: prioritizeOpen, right: ritual.ToPrioritize, about: openPrioritize}},
		submits: []submit{{id: prioritizeForm, right: ritual.ToPrioritize, about: submitPriority}},
	}
	for _, id := range liveInputs() {
		r.actions = append(r.actions, action{id: id, live: livePriority})
	}
	return r
}

// priorityStep asks the PO, and backlogStep is what they do next.
func priorityStep() step {
	return step{
		status: ritual.AwaitingPriority, next: "says where it stands in the backlog",
		row: "where does it stand in the backlog?", buttons: priorityButtons, card: poCard, asks: priorityAsks, shows: alignedBlocks,
	}
}

func backlogStep() step { return step{status: ritual.Backlog, next: "picks it into a sprint"} }

// liveInputs are the inputs of all frameworks: each redraws the form, so that the score shows as it is typed.
func liveInputs() []string {
	var ids []string
	for _, id := range ritual.FrameworkList {
		for _, in := range ritual.Frameworks[id].Inputs {
			ids = append(ids, in.ID)
		}
	}
	return ids
}

func openPrioritize(ctx context.Context, tx *store.Tx, _ input, m matter) (reply, error) {
	v, err := priorityForm(ctx, tx, m, nil)
	return open(v), err
}

// givenInputs are the judgments to start from: those of the last score by the same framework, else the framework's own.
func givenInputs(ctx context.Context, tx *store.Tx, m matter) (map[string]string, error) {
	f := ritual.Frameworks[m.p.Framework]
	s, err := tx.Score(ctx, m.r.ID)
	if err == nil && s.Framework == f.ID {
		return f.Given(s), nil
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	return f.Starts(), nil
}

// livePriority redraws the form with the score as far as it goes: the PO's, or the one in which one person answers
// both questions.
func livePriority(ctx context.Context, tx *store.Tx, in input) (kit.Modal, error) {
	m, err := matterOf(ctx, tx, in.subject)
	if err != nil {
		return kit.Modal{}, err
	}
	who := in.who
	if m.p.OneHead() && m.r.Status == ritual.AwaitingAlignment {
		loads, _, err := tx.Loads(ctx, m.p.ID)
		return alignedModal(m, loads, in.fields.flat()), errors.Join(err, m.may(ritual.ToAlign, who))
	}
	if err := m.may(ritual.ToPrioritize, who); err != nil {
		return kit.Modal{}, err
	}
	return priorityForm(ctx, tx, m, in.fields.flat())
}

// priorityForm is the form with its hints from the store and the score that typed makes; that of what the form starts
// with when typed is nil.
func priorityForm(ctx context.Context, tx *store.Tx, m matter, typed map[string]string) (kit.Modal, error) {
	start, err := givenInputs(ctx, tx, m)
	if err != nil {
		return kit.Modal{}, err
	}
	if typed == nil {
		typed = start
	}
	others, err := tx.Supporters(ctx, m.r.ID)
	if err != nil {
		return kit.Modal{}, err
	}
	return priorityModal(m, start, typed, ritual.UniqueRequesters(m.r, others)), nil
}

// submitPriority scores the story and puts it into the backlog. The score that counts is computed here.
func submitPriority(ctx context.Context, tx *store.Tx, in input, m matter) (reply, error) {
	after, score, d, err := ritual.Prioritize(m.r, ritual.Frameworks[m.p.Framework], in.fields.flat(), in.by, ritual.Today(tx.Now, in.who.Zone), tx.Now)
	if err != nil {
		return reply{}, err
	}
	if err := tx.KeepScore(ctx, after.ID, score, in.by); err != nil {
		return reply{}, err
	}
	return reply{}, advance(ctx, tx, m, after, d)
}
