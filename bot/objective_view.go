package bot

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// hangingAtOnce is how many requests of an objective are shown at once, and changesMost how many changes are looked at.
const (
	hangingAtOnce = 15
	changesMost   = 50
	changesShown  = 8
)

// hangingShown are the statuses of what is shown of an objective, in the order in which it is.
var hangingShown = append(ritual.Hanging(), ritual.AwaitingAlignment, ritual.NeedsInfo, ritual.Shipped, ritual.Parked)

// objectiveMessage is an objective with what hangs on it, and who did what to it, when and why.
func objectiveMessage(ctx context.Context, tx *store.Tx, a aim, rd ritual.Reader, offset int) (kit.Message, error) {
	loads, err := tx.LoadsOf(ctx, a.o)
	if err != nil {
		return kit.Message{}, err
	}
	under, err := tx.ClearingOf(ctx, a.o.ID)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{kit.Header(a.o.Name), kit.Context(request.Dotted(kit.F("*%s*", a.o.Standing()), kit.T(a.p.Name), request.AsOf(tx)))}
	if text := kit.Join("\n", kit.T(a.o.Outcome), measured(a.o.Measure)); text != "" {
		blocks = append(blocks, kit.Section(text))
	}
	hangs, buttons, err := hangingBlocks(ctx, tx, a, rd, offset)
	if err != nil {
		return kit.Message{}, err
	}
	history, err := changeBlocks(ctx, tx, a)
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(append(blocks, kit.Section(kit.F("*What hangs on it:* %s", loadWords(loads[0])))), hangs...)
	if a.o.End != "" && under.ID != "" && under.Done.IsZero() {
		blocks = append(blocks, kit.Context(clearingWords(under)))
	}
	blocks = append(append(blocks, kit.Divider()), history...)
	steers, err := maySteer(ctx, tx, a.p, rd.Person)
	if err != nil {
		return kit.Message{}, err
	}
	if steers {
		buttons = append(buttons, steerButtons(a.o)...)
	}
	if len(buttons) > 0 {
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	return kit.Fitted(kit.F("%s, %s.", a.o.Name, loadWords(loads[0])), blocks...), nil
}

// steerButtons are what can be done to an objective.
func steerButtons(o ritual.Objective) []slack.BlockElement {
	if o.End != "" {
		return []slack.BlockElement{kit.Button(objectiveBack, "Bring back", o.ID)}
	}
	return []slack.BlockElement{kit.Button(objectiveEdit, "Edit", o.ID), kit.Button(objectivePlace, "Move to…", o.ID),
		kit.Button(objectiveAchieved, "Achieved", o.ID), kit.Button(objectiveDrop, "Drop", o.ID)}
}

// hangingBlocks are a page of what hangs on an objective, with where each request stands, and the buttons that turn to others.
func hangingBlocks(ctx context.Context, tx *store.Tx, a aim, rd ritual.Reader, offset int) (blocks []slack.Block, buttons []slack.BlockElement, err error) {
	rs, total, err := tx.HangingPage(ctx, a.o, hangingShown, offset, hangingAtOnce)
	if err == nil && len(rs) == 0 && offset > 0 { // it has become shorter
		offset = ritual.LastPage(offset, total, hangingAtOnce)
		rs, total, err = tx.HangingPage(ctx, a.o, hangingShown, offset, hangingAtOnce)
	}
	if err != nil || len(rs) == 0 {
		return nil, nil, err
	}
	if rd, err = request.Informed(ctx, tx, rd, rs...); err != nil {
		return nil, nil, err
	}
	if err := request.LearnMembers(ctx, tx, rd, a.p, rs...); err != nil {
		return nil, nil, err
	}
	seen := slices.DeleteFunc(slices.Clone(rs), func(r ritual.Request) bool { return !r.SeenBy(rd, a.p) })
	lines, err := requestLines(ctx, tx, a.p, rd, seen)
	if err != nil {
		return nil, nil, err
	}
	if n := len(rs) - len(seen); n > 0 { // which they are is not said: what they serve tells what they are about
		lines = append(lines, kit.Raw("• "+kit.Count(n, "request from a private conversation", "requests from private conversations")))
	}
	blocks = kit.Sections(lines)
	page := request.Page{Offset: offset, Shown: len(rs), All: total}
	if words := page.Among(); words != "" {
		blocks = append(blocks, kit.Context(words))
	}
	return blocks, turnButtons(objectivePrevious, objectiveNext, a.o.ID, page, hangingAtOnce), nil
}

// requestLines are requests as somebody may read them, a line each, with where they stand.
func requestLines(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, rs []ritual.Request) (lines []kit.Text, err error) {
	if rd, err = request.Informed(ctx, tx, rd, rs...); err != nil {
		return nil, err
	}
	for _, r := range rs {
		kind := kindWords(r)
		if !r.SeenBy(rd, p) {
			kind = ""
		}
		lines = append(lines, request.Dotted(kit.F("• *%s*  %s", r.ID, kit.Cut(kit.OneLine(r.TitleTo(rd, p)), 120)), kind, kit.T(r.Standing().String())))
	}
	return lines, request.LearnMembers(ctx, tx, rd, p, rs...)
}

// changeBlocks say who did what to an objective, the latest first.
func changeBlocks(ctx context.Context, tx *store.Tx, a aim) ([]slack.Block, error) {
	all, err := tx.Changes(ctx, a.o.ID, changesMost)
	if err != nil {
		return nil, err
	}
	lines := []kit.Text{kit.Raw("*History*")}
	for _, c := range all[:min(changesShown, len(all))] {
		lines = append(lines, changeLine(c))
	}
	if more := len(all) - changesShown; more > 0 {
		lines = append(lines, kit.F("and %s", kit.Count(more, "earlier change", "earlier changes")))
	}
	lines = append(lines, kit.F("%s  %s added it", request.When(a.o.Created), kit.User(a.o.By)))
	return kit.Sections(lines), nil
}

// changeLine is one change, with the reason as far as one line has room for it.
func changeLine(c ritual.Change) kit.Text {
	line := kit.F("%s  %s", request.When(c.At), kit.Sentence(c.Sentence()))
	if c.Reason != "" {
		line += kit.F(": %s", kit.Cut(kit.OneLine(c.Reason), 160))
	}
	return line
}

// formOfObjective is a form about one objective, which it names on top and carries along.
func formOfObjective(a aim, id, title, submit string, version int, blocks ...slack.Block) kit.Modal {
	head := kit.Section(kit.F("*%s*  %s", kit.OneLine(a.o.Name), a.o.Standing()))
	return kit.Modal{ID: id, Title: title, Submit: submit, Close: "Cancel", Data: engine.FormData{Subject: a.o.ID, Version: version}.Encode(),
		Blocks: append([]slack.Block{head}, blocks...)}
}

// whyInput asks for a reason that may be left out.
func whyInput(reason, placeholder string) slack.Block {
	return kit.Input("reason", "Reason", kit.Area("reason", reason, placeholder, 600), kit.Optional(), kit.Hint("It is kept in the objective's history."))
}

// editObjectiveModal is the form for an objective's texts. both are the fields that somebody else changed meanwhile: it shows
// what they say now, above what was typed.
func editObjectiveModal(a aim, typed ritual.Objective, reason string, version int, both []string) kit.Modal {
	m := formOfObjective(a, objectiveEditForm, "Edit objective", "Save", version)
	if len(both) > 0 {
		m.Blocks = append(m.Blocks, kit.Section(kit.Raw("*Somebody else changed it while you had this form open*, so nothing was saved yet. Save again to put yours in the place of this:")))
		now := map[string]string{"name": a.o.Name, "outcome": a.o.Outcome, "measure": a.o.Measure}
		for _, field := range both {
			m.Blocks = append(m.Blocks, kit.Section(kit.F("Now %s is:\n%s", ritual.FieldWords(field), kit.Quote(orNothing(now[field]), 600))))
		}
	}
	m.Blocks = append(append(m.Blocks, objectiveTexts(typed)...), whyInput(reason, "Why does it change?"))
	return m
}

func orNothing(s string) string {
	if s == "" {
		return "(nothing)"
	}
	return s
}

// keptModal says what was done to an objective, and how it looks now.
func keptModal(p ritual.Product, l ritual.Load, c ritual.Change) kit.Modal {
	return engine.Note("Roadmap", kit.Section(kit.Sentence(c.Sentence())+kit.Raw(".")), kit.Divider(), kit.Section(kit.F("*%s*", l.Objective.Standing())),
		kit.Section(objectiveLine(l)), kit.Context(kit.F("`/roadmap` shows all of %s", p.Name)))
}

// What a place on the roadmap begins with, before the id of what it is before, or the horizon of which it is the last.
const (
	placeBefore = "before"
	placeLast   = "last"
)

// menuMost is how many options a menu holds.
const menuMost = 100

// placeModal asks where an objective should stand: one list of all places, in the order of the roadmap.
func placeModal(a aim) kit.Modal {
	others := a.others()
	room := menuMost - len(ritual.Horizons)
	var opts []kit.Option
	for _, h := range ritual.Horizons {
		for _, o := range others {
			if o.Horizon == h && room > 0 {
				opts = append(opts, kit.Option{Value: placeBefore + " " + o.ID, Label: "Before " + kit.OneLine(o.Name), Help: h.String()})
				room--
			}
		}
		opts = append(opts, kit.Option{Value: placeLast + " " + string(h), Label: "Last of " + h.String()})
	}
	m := formOfObjective(a, objectiveMoveForm, "Move to…", "Move", 0, kit.Input("place", "Place", kit.Menu("place", opts, placeNow(a), "Where should it stand?")))
	if len(others)+len(ritual.Horizons) > menuMost {
		m.Blocks = append(m.Blocks, kit.Input("place_name", "Or before another one", kit.Line("place_name", "", "Win larger customers", ritual.ObjectiveMax), kit.Optional(),
			kit.Hint("The list has the first of the roadmap. Any other goes by its name, or a part of it.")))
	}
	m.Blocks = append(m.Blocks, whyInput("", "Why there?"))
	return m
}

// placeNow is where an objective stands, as the form says it.
func placeNow(a aim) string {
	i := slices.IndexFunc(a.have, func(o ritual.Objective) bool { return o.ID == a.o.ID })
	if i >= 0 && i+1 < len(a.have) && a.have[i+1].Horizon == a.o.Horizon {
		return placeBefore + " " + a.have[i+1].ID
	}
	return placeLast + " " + string(a.o.Horizon)
}

// bringBackModal asks where an objective that came off the roadmap should stand again, and by which name.
func bringBackModal(a aim) kit.Modal {
	return formOfObjective(a, objectiveBackForm, "Bring back", "Bring back", 0,
		kit.Input("name", "Objective", kit.Line("name", a.o.Name, "Win larger customers", ritual.ObjectiveMax)),
		kit.Input("horizon", "Horizon", kit.Menu("horizon", horizonOptions(), string(a.o.Horizon), "How near is it?")),
		whyInput("", "Why again?"),
		kit.Context(kit.Raw("What became of its requests stays so. Those that stayed with it hang on it again.")))
}

// objectiveInputs ask for an objective of the roadmap. Where there are more than a menu holds, its name can be typed.
func objectiveInputs(field, label string, opts []kit.Option, initial, asks string, more ...kit.InputOption) []slack.Block {
	menu := kit.Menu(field, opts, initial, asks)
	if len(opts) <= menuMost {
		return []slack.Block{kit.Input(field, label, menu, more...)}
	}
	return []slack.Block{kit.Input(field, label, menu, kit.Optional()),
		kit.Input(field+"_name", "Or another one", kit.Line(field+"_name", "", "Win larger customers", ritual.ObjectiveMax), kit.Optional(),
			kit.Hint("The list has the first of the roadmap. Any other goes by its name, or a part of it."))}
}

// chosenObjective is the id of the objective that a form names: what was typed, else what was chosen.
func chosenObjective(f engine.Fields, field string, have []ritual.Objective) (string, error) {
	if typed := f.One(field + "_name"); typed != "" {
		o, err := ritual.NamedObjective(field+"_name", typed, have)
		return o.ID, err
	}
	return f.One(field), nil
}

// objectiveOptions offer objectives by their names, with their horizons.
func objectiveOptions(all []ritual.Objective) []kit.Option {
	opts := make([]kit.Option, 0, len(all))
	for _, o := range all {
		opts = append(opts, kit.Option{Value: o.ID, Label: kit.OneLine(o.Name), Help: o.Standing()})
	}
	return opts
}
