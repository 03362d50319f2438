package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// roadmapMessage is a product's roadmap as it stands now.
func roadmapMessage(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader) (kit.Message, error) {
	loads, orphans, err := tx.Loads(ctx, p.ID)
	if err != nil {
		return kit.Message{}, err
	}
	text := kit.F("Roadmap of %s.", p.Name)
	blocks := []slack.Block{kit.Header("Roadmap of " + p.Name)}
	for _, h := range ritual.Horizons {
		lines := []kit.Text{kit.F("*%s*", h.String())}
		for _, l := range loads {
			if l.Objective.Horizon == h {
				lines = append(lines, objectiveLine(l))
				text += kit.F(" %s: %s, %s open.", h.String(), l.Objective.Name, ritual.HowMany(l.Open))
			}
		}
		if len(lines) > 1 {
			blocks = append(blocks, kit.Sections(lines)...)
		}
	}
	if len(loads) == 0 {
		blocks = append(blocks, kit.Section(kit.F("No objectives yet. %s adds the first with `/roadmap add`.", kit.User(p.PM))))
		text += kit.Raw(" No objectives yet.")
	}
	none := kit.Count(orphans, "open request serves", "open requests serve") + " no objective so far"
	blocks = append(blocks, kit.Context(dotted(kit.Raw(none), asOf(tx))))
	text += kit.Raw(" " + none + ".")
	blocks = kit.Fit(blocks, 40, kit.Raw("and more"))
	if rd.Person != "" {
		buttons, err := pictureButtons(ctx, tx, roadmapAsPicture, p)
		if err != nil {
			return kit.Message{}, err
		}
		buttons = append(buttons, showButton(roadmapShow, p))
		if rd.Person == p.PM {
			buttons = append([]slack.BlockElement{kit.Button(roadmapAdd, "New objective", p.ID)}, buttons...)
		}
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	return kit.Fitted(text, blocks...), nil
}

// objectiveLine is one objective with its load.
func objectiveLine(l ritual.Load) kit.Text {
	line := kit.F("• *%s*  %s", l.Objective.Name, kit.Count(l.Open, "open request", "open requests"))
	if l.Praise > 0 {
		line += kit.F(" · %s", praiseCount(l.Praise))
	}
	return kit.Join("\n     ", line, kit.T(l.Objective.Outcome), measured(l.Objective.Measure))
}

func measured(m string) kit.Text {
	if m == "" {
		return ""
	}
	return kit.F("_Measure:_ %s", m)
}

// asOf marks a snapshot with its time.
func asOf(tx *store.Tx) kit.Text {
	return kit.F("as of %s", kit.Date(tx.Now, "{time}", tx.Now.Format("15:04 UTC")))
}

// roadmapShownView is the roadmap as somebody showed it to a channel.
func roadmapShownView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	return shownView(ctx, tx, m, roadmapPictured)
}

// withoutButtons are blocks for a place where their buttons make no sense.
func withoutButtons(blocks []slack.Block) []slack.Block {
	var kept []slack.Block
	for _, b := range blocks {
		if b.BlockType() != slack.MBTAction {
			kept = append(kept, b)
		}
	}
	return kept
}

// objectiveModal is the form New objective.
func objectiveModal(p ritual.Product, name string) kit.Modal {
	horizons := make([]kit.Option, 0, len(ritual.Horizons))
	for _, h := range ritual.Horizons {
		horizons = append(horizons, kit.Option{Value: string(h), Label: h.String()})
	}
	return kit.Modal{ID: roadmapForm, Title: "New objective", Submit: "Add", Close: "Cancel", Data: engine.FormData{Subject: p.ID}.Encode(), Blocks: []slack.Block{
		kit.Context(kit.F("For *%s*", p.Name)),
		kit.Input("name", "Objective", kit.Line("name", name, "Win larger customers", 75)),
		kit.Input("outcome", "Outcome", kit.Area("outcome", "", "What is different for people once we are there?", 500), kit.Optional()),
		kit.Input("measure", "Success measure", kit.Line("measure", "", "Three customers with more than 500 seats", 200), kit.Optional()),
		kit.Input("horizon", "Horizon", kit.Menu("horizon", horizons, string(ritual.Now), "How near is it?")),
	}}
}
