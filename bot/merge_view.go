package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// mergeModal asks into which request one goes.
func mergeModal(m request.Matter, found []ritual.Alike) kit.Modal {
	v := request.Form(m.Request, mergeForm, "Merge", "Merge")
	other := kit.Input(mergeOther, "Its id", kit.Line(mergeOther, "", "FR-12", 20))
	if len(found) > 0 {
		opts := make([]kit.Option, 0, len(found))
		for _, a := range found {
			opts = append(opts, kit.Option{Value: a.ID, Label: a.ID + "  " + a.Title, Help: a.Standing().String()})
		}
		v.Blocks = append(v.Blocks, kit.Input(mergeChoice, "Merge into", kit.Menu(mergeChoice, opts, "", "Which asks for the same?"), kit.Optional()))
		other = kit.Input(mergeOther, "Or another one, by its id", kit.Line(mergeOther, "", "FR-12", 20), kit.Optional())
	}
	v.Blocks = append(v.Blocks, other, kit.Context(kit.F("Everybody who asked for %s asks for the other one then, and all that they said is kept with it. `Unmerge` takes it back.", m.Request.ID)))
	return v
}

// takenOutWords say what became of a request that was taken out of another.
func takenOutWords(m request.Matter, lead string) kit.Text {
	return kit.Join("\n", kit.F("*%s* stands by itself again, as before it was merged into %s.", m.Request.ID, lead), request.StatusWords(m))
}

// unmergeButton undoes a merge.
func unmergeButton(r ritual.Request, lead string) slack.BlockElement {
	return kit.Confirm(request.Button(r.ID, mergeUndo, "Unmerge"), "Take "+r.ID+" out again?",
		"It is what it was before, and "+lead+" loses what came by it.", "Unmerge", "Leave it")
}

// supportWords say how many different people want a request, and which customers of those that a reader may know of.
func supportWords(ctx context.Context, tx *store.Tx, r ritual.Request, p ritual.Product, rd ritual.Reader) (kit.Text, error) {
	others, err := tx.Supporters(ctx, r.ID)
	people, customers := ritual.Wanting(r, others)
	named := r
	if !r.WholeTo(rd, p) {
		named.Customer = ""
	}
	_, known := ritual.Wanting(named, r.SupportersTo(rd, p, others))
	var parts []kit.Text
	if len(people) > 0 {
		parts = append(parts, kit.Raw(kit.Count(len(people), "person", "people")))
	}
	was := known[:min(len(known), customersShown)]
	for _, c := range was {
		parts = append(parts, kit.T(kit.OneLine(c)))
	}
	if more := len(customers) - len(was); more > 0 {
		word := kit.Count(more, "customer", "customers")
		if len(was) > 0 {
			word = kit.Count(more, "more customer", "more customers")
		}
		parts = append(parts, kit.Raw(word))
	}
	last := len(parts) - 1
	if last > 0 {
		parts = []kit.Text{kit.Join(", ", parts[:last]...), parts[last]}
	}
	return kit.Raw("wanted by ") + kit.Join(" and ", parts...), err
}

// customersShown is how many customers are named where there is room for a line only.
const customersShown = 3

// voiceBlocks show, in a request's record, who else wants it, in what words, and what was merged into it.
func voiceBlocks(ctx context.Context, tx *store.Tx, at request.Matter, rd ritual.Reader, who ritual.Person) ([]slack.Block, error) {
	others, err := tx.Supporters(ctx, at.Request.ID)
	if err != nil {
		return nil, err
	}
	joined, err := tx.Joined(ctx, at.Request.ID)
	if err != nil {
		return nil, err
	}
	known := at.Request.SupportersTo(rd, at.Product, others)
	var lines []kit.Text
	for _, s := range known {
		lines = append(lines, voiceLine(s))
	}
	if hidden := len(others) - len(known); hidden > 0 {
		lines = append(lines, kit.Raw("• "+kit.Count(hidden, "voice", "voices")+" from a private conversation"))
	}
	var blocks []slack.Block
	if len(lines) > 0 {
		blocks = append(blocks, kit.Sections(append([]kit.Text{kit.Raw("*Others who want it*")}, lines...))...)
	}
	for _, r := range joined {
		one := at
		one.Request = r
		words := kit.F("Merged into it: *%s*  %s", r.ID, kit.OneLine(r.TitleTo(rd, at.Product)))
		if one.May(ritual.ToUnmerge, who) == nil {
			blocks = append(blocks, kit.SectionWith(words, unmergeButton(r, at.Request.ID)))
		} else {
			blocks = append(blocks, kit.Section(words))
		}
	}
	return blocks, nil
}

// voiceLine is what one supporter said.
func voiceLine(s ritual.Supporter) kit.Text {
	who := kit.T(s.Customer)
	if s.Person != "" {
		who = kit.User(s.Person)
		if s.Customer != "" {
			who = kit.F("%s for %s", who, s.Customer)
		}
	}
	if s.By != "" && s.By != s.Person {
		who = kit.F("%s, as %s said", who, kit.User(s.By))
	}
	if s.Of != "" {
		who = kit.F("%s, with *%s*", who, s.Of)
	}
	line := kit.F("• %s", request.Dotted(who, kit.T(s.Importance.String()), request.When(s.At)))
	if words := strings.TrimSpace(s.Words); words != "" {
		line = kit.Join("\n", line, kit.Quote(words, 300))
	}
	return line
}

// unionButtons are what somebody can do, at a request's record, about its being one with others.
func unionButtons(ctx context.Context, tx *store.Tx, at request.Matter, who ritual.Person) ([]slack.BlockElement, error) {
	var buttons []slack.BlockElement
	if at.May(ritual.ToMerge, who) == nil {
		buttons = append(buttons, request.Button(at.Request.ID, mergeOpen, "Merge…"))
	}
	if at.May(ritual.ToUnmerge, who) == nil {
		buttons = append(buttons, unmergeButton(at.Request, at.Lead.ID))
	}
	if at.May(ritual.ToSupport, who) != nil {
		return buttons, nil //nolint:nilerr // who may not is offered nothing
	}
	others, err := tx.Supporters(ctx, at.Request.ID)
	own, mine := at.Request.Reporter == who.ID || at.Request.Requester == who.ID, false
	for _, s := range others {
		mine = mine || s.Of == "" && (s.Person == who.ID || s.SaidBy() == who.ID)
		own = own || s.Person == who.ID
	}
	switch {
	case mine:
		buttons = append(buttons, request.Button(at.Request.ID, voiceRemove, "Remove my voice"))
	case !own:
		buttons = append(buttons, request.Button(at.Request.ID, voiceAdd, "Add my voice"))
	}
	return buttons, err
}
