package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// A listOf shows a page of what belongs to a product.
type listOf func(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, offset int) (kit.Message, error)

// roadmapAtOnce is how many objectives are shown at once, and objectiveMost how long one is, in characters as Slack counts
// them, so that they are one message.
const (
	roadmapAtOnce = 10
	objectiveMost = 650
)

// roadmapMessage is the beginning of a product's roadmap as it stands now.
func roadmapMessage(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader) (kit.Message, error) {
	return roadmapPage(ctx, tx, p, rd, 0)
}

// roadmapPage is a page of a product's roadmap as it stands now: the nearest horizon comes first.
func roadmapPage(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, offset int) (kit.Message, error) {
	all, err := tx.Objectives(ctx, p.ID)
	if err != nil {
		return kit.Message{}, err
	}
	offset = ritual.LastPage(offset, len(all), roadmapAtOnce)
	loads, err := tx.LoadsOf(ctx, all[offset:min(offset+roadmapAtOnce, len(all))]...)
	if err != nil {
		return kit.Message{}, err
	}
	_, orphans, err := tx.Orphans(ctx, p.ID, 0, 0)
	if err != nil {
		return kit.Message{}, err
	}
	_, ended, err := tx.EndedObjectives(ctx, p.ID, 0, 0)
	if err != nil {
		return kit.Message{}, err
	}
	steers, err := maySteer(ctx, tx, p, rd.Person)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := append([]slack.Block{kit.Header("Roadmap of " + p.Name)}, horizonBlocks(loads, rd, steers)...)
	if len(all) == 0 {
		blocks = append(blocks, kit.Section(emptyRoadmap(p, ended)))
	}
	none := kit.Raw(kit.Count(orphans, "open request serves", "open requests serve") + " no objective so far")
	page := request.Page{Offset: offset, Shown: len(loads), All: len(all)}
	blocks = append(blocks, kit.Context(request.Dotted(page.AmongFor(rd, "/roadmap"), none, request.AsOf(tx))))
	if rd.Person == "" {
		return kit.Fitted(kit.F("Roadmap of %s.", p.Name), blocks...), nil
	}
	buttons := turnButtons(roadmapPrevious, roadmapNext, p.ID, page, roadmapAtOnce)
	if steers {
		buttons = append(buttons, kit.Button(roadmapAdd, "New objective", p.ID))
	}
	if orphans > 0 {
		buttons = append(buttons, kit.Button(orphansOpen, "Without an objective", p.ID))
	}
	if ended > 0 {
		buttons = append(buttons, kit.Button(roadmapEnded, "Achieved and dropped", p.ID))
	}
	picture, err := shown.PictureButtons(ctx, tx, roadmapAsPicture, p)
	if err != nil {
		return kit.Message{}, err
	}
	buttons = append(append(buttons, picture...), shown.Button(roadmapShow, p))
	return kit.Fitted(kit.F("Roadmap of %s.", p.Name), append(blocks, kit.Actions("", buttons...))...), nil
}

// emptyRoadmap says why no objective is there, and what helps.
func emptyRoadmap(p ritual.Product, ended int) kit.Text {
	if ended == 0 {
		return kit.F("No objectives yet. %s adds the first with `/roadmap add`.", kit.User(p.PM))
	}
	return kit.F("Every objective is achieved or dropped. %s adds the next with `/roadmap add`, or brings one back: `Achieved and dropped` has them.", kit.User(p.PM))
}

// horizonBlocks are objectives under the names of their horizons.
func horizonBlocks(loads []ritual.Load, rd ritual.Reader, steers bool) (blocks []slack.Block) {
	var under ritual.Horizon
	for _, l := range loads {
		if h := l.Objective.Horizon; h != under {
			blocks, under = append(blocks, kit.Divider(), kit.Section(kit.F("*%s*", h.String()))), h
		}
		line := objectiveLine(l)
		if rd.Person == "" {
			blocks = append(blocks, kit.Section(line))
			continue
		}
		blocks = append(blocks, kit.SectionWith(line, objectiveMenu(l.Objective, steers)))
	}
	return blocks
}

// objectiveMenu is what can be done about an objective from the roadmap.
func objectiveMenu(o ritual.Objective, steers bool) slack.BlockElement {
	if !steers {
		return kit.Aloud(kit.Button(objectiveOpen, "Open", o.ID), "Open "+o.Name)
	}
	return kit.Overflow(roadmapRow, kit.Option{Value: rowOpen + " " + o.ID, Label: "Open"}, kit.Option{Value: rowEdit + " " + o.ID, Label: "Edit"},
		kit.Option{Value: rowPlace + " " + o.ID, Label: "Move to…"}, kit.Option{Value: rowAchieved + " " + o.ID, Label: "Achieved"},
		kit.Option{Value: rowDrop + " " + o.ID, Label: "Drop"})
}

// objectiveLine is one objective with its load.
func objectiveLine(l ritual.Load) kit.Text {
	o := l.Objective
	return kit.Join("\n", kit.F("*%s*  %s", kit.OneLine(o.Name), loadWords(l)), kit.T(kit.Cut(kit.OneLine(o.Outcome), 200)), measured(kit.Cut(kit.OneLine(o.Measure), 120))).Cut(objectiveMost)
}

// loadWords say what hangs on an objective, by where it stands: "3 open requests: 1 to decide, 2 in the backlog · 1 shipped".
func loadWords(l ritual.Load) kit.Text {
	var open []kit.Text
	for _, part := range []struct {
		n     int
		words string
	}{{l.Deciding, "to decide"}, {l.Ranked, "in the backlog"}, {l.Building, "in a sprint or done"}} {
		if part.n > 0 {
			open = append(open, kit.F("%s %s", ritual.HowMany(part.n), part.words))
		}
	}
	words := []kit.Text{kit.Join(": ", kit.Raw(kit.Count(l.Open, "open request", "open requests")), kit.Join(", ", open...))}
	for _, part := range []struct {
		n     int
		words string
	}{{l.Shipped, "shipped"}, {l.Parked, "parked"}} {
		if part.n > 0 {
			words = append(words, kit.F("%s %s", ritual.HowMany(part.n), part.words))
		}
	}
	if l.Praise > 0 {
		words = append(words, kit.Raw(praiseCount(l.Praise)))
	}
	if l.Solved.Answers > 0 {
		words = append(words, kit.F("satisfaction %s", l.Solved))
	}
	return request.Dotted(words...)
}

func measured(m string) kit.Text {
	if m == "" {
		return ""
	}
	return kit.F("_Measure:_ %s", m)
}

// roadmapShownView is the roadmap as somebody showed it to a channel.
func roadmapShownView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	return shown.View(ctx, tx, m, roadmapPictured)
}

// unpressable are blocks for a place where pressing what is in them makes no sense.
func unpressable(blocks []slack.Block) []slack.Block {
	var kept []slack.Block
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.ActionBlock:
		case *slack.SectionBlock:
			bare := *b
			bare.Accessory = nil
			kept = append(kept, &bare)
		default:
			kept = append(kept, b)
		}
	}
	return kept
}

// endedAtOnce is how many objectives are shown at once of those that came off the roadmap.
const endedAtOnce = 10

// endedPage is a page of what was achieved and what was dropped.
func endedPage(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, offset int) (kit.Message, error) {
	_, total, err := tx.EndedObjectives(ctx, p.ID, 0, 0)
	if err != nil {
		return kit.Message{}, err
	}
	offset = ritual.LastPage(offset, total, endedAtOnce)
	all, _, err := tx.EndedObjectives(ctx, p.ID, offset, endedAtOnce)
	if err != nil {
		return kit.Message{}, err
	}
	loads, err := tx.LoadsOf(ctx, all...)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{kit.Header("Achieved and dropped of " + p.Name)}
	for _, l := range loads {
		last, err := tx.Changes(ctx, l.Objective.ID, 1)
		if err != nil {
			return kit.Message{}, err
		}
		words := kit.Join("\n", kit.F("*%s*  %s · %s", kit.OneLine(l.Objective.Name), l.Objective.Standing(), request.When(l.Objective.Ended)), whyWords(last), loadWords(l))
		blocks = append(blocks, kit.SectionWith(words.Cut(objectiveMost), kit.Aloud(kit.Button(objectiveOpen, "Open", l.Objective.ID), "Open "+l.Objective.Name)))
	}
	if total == 0 {
		blocks = append(blocks, kit.Section(kit.Raw("Nothing was achieved or dropped so far.")))
	}
	page := request.Page{Offset: offset, Shown: len(all), All: total}
	blocks = append(blocks, kit.Context(request.Dotted(page.AmongFor(rd, "/roadmap"), request.AsOf(tx))))
	if buttons := turnButtons(endedPrevious, endedNext, p.ID, page, endedAtOnce); len(buttons) > 0 {
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	return kit.Fitted(kit.F("Achieved and dropped of %s.", p.Name), blocks...), nil
}

// whyWords are the reason of the latest change, where there is one.
func whyWords(latest []ritual.Change) kit.Text {
	if len(latest) == 0 || latest[0].Reason == "" {
		return ""
	}
	return kit.F("_Why:_ %s", kit.Cut(kit.OneLine(latest[0].Reason), 200))
}

// objectiveModal is the form New objective.
func objectiveModal(p ritual.Product, name string) kit.Modal {
	return kit.Modal{ID: roadmapForm, Title: "New objective", Submit: "Add", Close: "Cancel", Data: engine.FormData{Subject: p.ID}.Encode(), Blocks: append(
		append([]slack.Block{kit.Context(kit.F("For *%s*", p.Name))}, objectiveTexts(ritual.Objective{Name: name})...),
		kit.Input("horizon", "Horizon", kit.Menu("horizon", horizonOptions(), string(ritual.Now), "How near is it?")))}
}

// objectiveTexts are the inputs for an objective's texts.
func objectiveTexts(o ritual.Objective) []slack.Block {
	return []slack.Block{
		kit.Input("name", "Objective", kit.Line("name", o.Name, "Win larger customers", ritual.ObjectiveMax)),
		kit.Input("outcome", "Outcome", kit.Area("outcome", o.Outcome, "What is different for people once we are there?", ritual.OutcomeMax), kit.Optional()),
		kit.Input("measure", "Success measure", kit.Line("measure", o.Measure, "Three customers with more than 500 seats", ritual.MeasureMax), kit.Optional()),
	}
}

func horizonOptions() (opts []kit.Option) {
	for _, h := range ritual.Horizons {
		opts = append(opts, kit.Option{Value: string(h), Label: h.String()})
	}
	return opts
}
