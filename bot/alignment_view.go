package bot

import (
	"context"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// alignmentShows is what the PM decides by: the PO's doubts, which objective it may serve, and how loaded
// the roadmap is.
func alignmentShows(ctx context.Context, tx *store.Tx, at request.Matter) ([]slack.Block, error) {
	doubts, err := exchangeOf(ctx, tx, at)
	if err != nil {
		return nil, err
	}
	if len(doubts) == 0 { // else it is part of them
		if doubts, err = reopenedBlocks(ctx, tx, at); err != nil {
			return nil, err
		}
	}
	loads, err := loadsOf(ctx, tx, at.Product, loadsOnCard)
	if err != nil {
		return nil, err
	}
	suggested, err := suggestBlocks(ctx, tx, at, loads)
	return slices.Concat(doubts, unansweredBlocks(at), suggested, loadBlocks(loads[:min(len(loads), loadsOnCard)])), err
}

// loadsOf are a product's roadmap; what hangs on each of the first objectives is counted.
func loadsOf(ctx context.Context, tx *store.Tx, p ritual.Product, counted int) ([]ritual.Load, error) {
	have, err := tx.Objectives(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	loads, err := tx.LoadsOf(ctx, have[:min(len(have), counted)]...)
	if err != nil {
		return nil, err
	}
	for _, o := range have[len(loads):] {
		loads = append(loads, ritual.Load{Objective: o})
	}
	return loads, nil
}

// loadsOnCard is of how many objectives a card shows the load: those that stand nearest.
const loadsOnCard = 8

// loadBlocks show the PM how loaded each objective is.
func loadBlocks(loads []ritual.Load) []slack.Block {
	if len(loads) == 0 {
		return nil
	}
	parts := make([]kit.Text, 0, len(loads))
	for _, l := range loads {
		parts = append(parts, kit.F("%s: *%s* has %s open", l.Objective.Horizon.String(), l.Objective.Name, ritual.HowMany(l.Open)))
	}
	return []slack.Block{kit.Context(kit.Join("  ·  ", parts...))}
}

// alignedModal asks for the objective; while there is none, for the first one's name. Somebody who is both PM and PO
// is asked for the priority too.
func alignedModal(m request.Matter, loads []ritual.Load, j judgments) kit.Modal {
	v := request.Form(m.Request, alignedForm, "Aligned", "Save")
	v.Data = engine.FormData{Subject: m.Request.ID, Before: j.before}.Encode()
	if len(loads) == 0 {
		v.Blocks = append(v.Blocks, kit.Input("new_objective", "Objective", kit.Line("new_objective", "", "Win larger customers", 75),
			kit.Hint("The roadmap is empty so far. Name its first objective; /roadmap add adds more.")))
	} else {
		opts := make([]kit.Option, 0, len(loads))
		for _, l := range loads {
			help := l.Objective.Horizon.String() + ", " + kit.Count(l.Open, "open request", "open requests")
			if l.Objective.ID == j.suggested {
				help = "Suggested. " + help
			}
			opts = append(opts, kit.Option{Value: l.Objective.ID, Label: l.Objective.Name, Help: help})
		}
		v.Blocks = append(v.Blocks, objectiveInputs("objective", "Objective", opts, m.Request.Objective, "Which objective does it serve?")...)
	}
	if m.Both() {
		v.Blocks = append(v.Blocks, kit.Divider(), kit.Section(kit.F("*Where does it stand?* Leave it as it is to decide later.")))
		v.Blocks = append(v.Blocks, j.blocks(m.Product, kit.Optional())...)
	}
	return v
}

// parkFor is the date that Not now starts with: a quarter from today.
const parkFor = 91 * 24 * time.Hour

func notNowModal(r ritual.Request, now time.Time, zone string) kit.Modal {
	return request.Form(r, notNowForm, "Not now", "Park",
		kit.Input("revisit", "Revisit on", kit.DateField("revisit", ritual.Today(now.Add(parkFor), zone)), kit.Hint("It comes back to you on this day.")),
		kit.Input("reason", "Reason", kit.Area("reason", "", "Why not now? Whoever asked will read it.", 600)),
	)
}

func declineModal(r ritual.Request) kit.Modal {
	return request.Form(r, declineForm, "Decline", "Decline",
		kit.Input("reason", "Reason", kit.Area("reason", "", "Why? Whoever asked will read it.", 600)),
	)
}

func needMoreModal(r ritual.Request) kit.Modal {
	return request.Form(r, needMoreForm, "Need more", "Ask",
		kit.Input("question", "Question", kit.Area("question", "", "What do you need to know to decide?", 600), kit.Hint("It is put to whoever asked. Their answer comes back here.")),
	)
}
