package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

func priorityAsks(matter) string { return "Where does this stand in the backlog?" }

func priorityButtons(m matter) []slack.BlockElement {
	return []slack.BlockElement{kit.Primary(buttonFor(m.r.ID, prioritizeOpen, "Prioritize"))}
}

// alignedBlocks show the PO what the PM said.
func alignedBlocks(ctx context.Context, tx *store.Tx, at matter) ([]slack.Block, error) {
	if at.r.Objective == "" {
		return nil, nil
	}
	o, err := tx.Objective(ctx, at.r.Objective)
	if err != nil {
		return nil, err
	}
	return []slack.Block{kit.Context(kit.F("Serves *%s* (%s)", o.Name, o.Horizon.String()))}, nil
}

// priorityModal asks for the inputs of the product's framework, beginning with start, and shows the score that the typed
// ones make. Slack keeps what was typed while the form is redrawn, as long as what it started with stays the same.
func priorityModal(m matter, start, typed map[string]string, requesters int) kit.Modal {
	f := ritual.Frameworks[m.p.Framework]
	v := formAbout(m.r, prioritizeForm, "Prioritize", "Save")
	for _, in := range f.Inputs {
		if in.ID == ritual.RICEReach {
			in.Hint += ". So far " + count(requesters, "person has", "people have") + " asked for it."
		}
		v.Blocks = append(v.Blocks, kit.Input(in.ID, in.Label, inputElement(in, start[in.ID]), inputOptions(in, kit.Live())...))
	}
	v.Blocks = append(v.Blocks, kit.Section(kit.F("*Score:* %s", f.Preview(typed))))
	return v
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
