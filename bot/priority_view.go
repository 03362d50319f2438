package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// alignedBlocks show the PO what the PM decided, and what both said about it where the PO had doubts.
func alignedBlocks(ctx context.Context, tx *store.Tx, at request.Matter) ([]slack.Block, error) {
	said, err := exchangeOf(ctx, tx, at)
	if err != nil || at.Request.Objective == "" {
		return said, err
	}
	o, err := tx.Objective(ctx, at.Request.Objective)
	if err != nil {
		return nil, err
	}
	ds, err := tx.Decisions(ctx, at.Request.ID)
	if err != nil {
		return nil, err
	}
	var who kit.Text
	for _, d := range ds { // a part has what was decided on the whole
		if d.Verdict.Aligns() && d.SupersededBy == "" {
			who = kit.F("aligned by %s, %s", kit.User(d.By), request.When(d.At))
		}
	}
	return append(said, kit.Context(request.Dotted(kit.F("Serves *%s* (%s)", o.Name, o.Standing()), who))), nil
}

// priorityModal asks for the inputs of a framework and shows the score that they make so far.
func priorityModal(m request.Matter, j judgments) kit.Modal {
	v := request.Form(m.Request, prioritizeForm, "Prioritize", "Save", j.blocks(m.Product)...)
	v.Data = engine.FormData{Subject: m.Request.ID, Before: j.before, Last: j.last}.Encode()
	return v
}

// blocks are the inputs, with the score that the typed ones make. The day on which something comes back is asked for
// only where it is parked.
func (j judgments) blocks(p ritual.Product, more ...kit.InputOption) []slack.Block {
	var blocks []slack.Block
	if j.before != "" {
		blocks = append(blocks, kit.Section(kit.F("*%s is prioritized by %s now*, since you opened this form, so nothing was saved yet. You had chosen: %s.",
			p.Name, j.by.Name, j.before)))
	}
	for _, in := range j.by.Inputs {
		if in.Date && !j.by.Parks(j.typed) {
			continue
		}
		if in.ID == ritual.RICEReach {
			in.Hint += ". So far " + j.askedFor() + " asked for it."
		}
		blocks = append(blocks, kit.Input(in.ID, in.Label, inputElement(in, j.start[in.ID]), inputOptions(in, append(more, kit.Live())...)...))
	}
	blocks = append(blocks, kit.Section(kit.F("*Score:* %s", j.by.Preview(j.typed))))
	if j.hint != "" {
		blocks = append(blocks, kit.Context(kit.F("If you save this as a Must: %s", j.hint)))
	}
	return blocks
}

// mustModal says after a Must was saved that it is one too many.
func mustModal(hint string) kit.Modal {
	return engine.Note("Saved", kit.Section(kit.F("Saved. %s", hint)), kit.Context(kit.Raw("`/backlog` shows what could be a Should, a Could or a Won't instead.")))
}

// sameScoreModal says that a score which was saved again is what it was.
func sameScoreModal(r ritual.Request, s ritual.Score) kit.Modal {
	return engine.Note("Nothing is different", kit.Section(kit.F("*%s* has this score already: %s.", r.ID, s.Why())))
}

// askedFor says who has asked for it so far: "2 people have", "1 person and 2 customers have".
func (j judgments) askedFor() string {
	people := j.wanted - j.customers
	switch {
	case j.customers == 0:
		return kit.Count(people, "person has", "people have")
	case people == 0:
		return kit.Count(j.customers, "customer has", "customers have")
	}
	return kit.Count(people, "person", "people") + " and " + kit.Count(j.customers, "customer have", "customers have")
}

// inputElement is the control for a framework's input: a calendar for a day, a menu for a fixed scale, else a number to
// be typed.
func inputElement(in ritual.Input, given string) slack.BlockElement {
	if in.Date {
		return kit.DateField(in.ID, given)
	}
	if len(in.Scale) == 0 {
		return kit.Number(in.ID, given, true, "", "")
	}
	opts := make([]kit.Option, 0, len(in.Scale))
	for _, c := range in.Scale {
		opts = append(opts, kit.Option{Value: c.Value, Label: c.Label})
	}
	return kit.Menu(in.ID, opts, given, "Choose")
}

func inputOptions(in ritual.Input, more ...kit.InputOption) []kit.InputOption {
	if in.Date {
		more = append(more, kit.Optional())
	}
	if in.Hint != "" {
		more = append(more, kit.Hint(in.Hint))
	}
	return more
}
