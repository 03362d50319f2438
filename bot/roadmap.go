package bot

import (
	"context"

	"tandem/bot/ritual"
	"tandem/store"
)

// Roadmap shows what the product is steered toward, and takes new objectives.

// The ids of the roadmap. Old messages carry them: they are never renamed.
const (
	roadmapAdd   = "roadmap.add"
	roadmapForm  = "roadmap.form"
	roadmapShow  = "roadmap.show"
	roadmapShown = "roadmap_shown"
	roadmapIn    = "roadmap.product"
)

func roadmapRitual() ritualRoutes {
	return ritualRoutes{
		commands: []command{
			{name: "/roadmap", does: "show the objectives, how loaded they are, and what serves none", do: roadmapCommand},
			{name: "/roadmap", word: "add", does: "add an objective", do: openObjective},
		},
		actions: []action{
			{id: roadmapAdd, do: openObjective},
			{id: roadmapShow, needs: needPlace, do: showInChannel(roadmapShown)},
			{id: roadmapIn, do: chosenProduct(roadmapReply)},
		},
		submits:  []submit{{id: roadmapForm, do: submitObjective}},
		messages: []messageKind{{kind: roadmapShown, view: roadmapShownView}},
	}
}

func roadmapCommand(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	if in.words != "" {
		return commandHelp("/roadmap", in.words), nil
	}
	return inProduct(ctx, tx, in, roadmapIn, roadmapReply)
}

// roadmapReply is the roadmap for one person.
func roadmapReply(ctx context.Context, tx *store.Tx, in input, p ritual.Product) (reply, error) {
	m, err := roadmapMessage(ctx, tx, p, reader{in.by, in.channel})
	if err != nil {
		return reply{}, err
	}
	return reply{say: &m}, nil
}

// openObjective opens the form for a new objective, with the words as its name.
func openObjective(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	if in.subject == "" {
		return inProduct(ctx, tx, in, roadmapAdd, objectiveReply)
	}
	p, err := productNamed(ctx, tx, in)
	if err != nil {
		return reply{}, err
	}
	return objectiveReply(ctx, tx, in, p)
}

// objectiveReply is the form for a new objective of a product.
func objectiveReply(ctx context.Context, tx *store.Tx, in input, p ritual.Product) (reply, error) {
	if err := mayIn(ctx, tx, ritual.ToObjectives, in.who, p); err != nil {
		return reply{}, err
	}
	return open(objectiveModal(p, in.words)), nil
}

// submitObjective adds an objective.
func submitObjective(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	p, err := tx.Product(ctx, in.data.Subject)
	if err != nil {
		return reply{}, err
	}
	if err := mayIn(ctx, tx, ritual.ToObjectives, in.who, p); err != nil {
		return reply{}, err
	}
	have, err := tx.Objectives(ctx, p.ID)
	if err != nil {
		return reply{}, err
	}
	f := in.fields
	o, err := ritual.NewObjective(ritual.Objective{Product: p.ID, Name: f.one("name"), Outcome: f.one("outcome"), Measure: f.one("measure"),
		Horizon: ritual.Horizon(f.one("horizon")), By: in.by, Created: tx.Now}, have)
	if err != nil {
		return reply{}, err
	}
	o.ID = store.NewID()
	if err := tx.AddObjective(ctx, o); err != nil {
		return reply{}, err
	}
	m, err := roadmapMessage(ctx, tx, p, reader{by: in.by})
	if err != nil {
		return reply{}, err
	}
	return open(note("Roadmap", withoutButtons(m.Blocks)...)), nil
}
