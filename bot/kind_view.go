package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// askAlignmentModal asks the PO what they want to know.
func askAlignmentModal(m request.Matter) kit.Modal {
	goes := kit.F("It goes to %s, who decides whether it serves the roadmap. Then it is back with you.", kit.User(m.Acting(ritual.RolePM)))
	return request.Form(m.Request, askAlignmentForm, "Ask for alignment", "Ask", kit.Context(goes),
		kit.Input("reason", "Reason", kit.Area("reason", "", "Why ask? The product manager will read it.", 600)))
}

// kindModal asks what a request is, if it is not what it was recorded as.
func kindModal(r ritual.Request) kit.Modal {
	help := map[ritual.Kind]string{ritual.Feature: "The PM is asked whether it serves the roadmap", ritual.Problem: "It goes straight to the PO", ritual.Praise: "It is kept, and nothing is to decide"}
	kinds := make([]kit.Option, 0, len(ritual.Kinds))
	for _, k := range ritual.Kinds {
		kinds = append(kinds, kit.Option{Value: string(k), Label: k.String(), Help: help[k]})
	}
	return request.Form(r, kindForm, "Change kind", "Change",
		kit.Input("kind", "Kind", kit.Menu("kind", kinds, string(r.Kind), "What is it?"), kit.Hint("Its story is drafted anew, unless a person wrote it.")))
}

// kindToldWords tell whoever has a card about a request that it is theirs again.
func kindToldWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	d, err := tx.Decision(ctx, m.Subject)
	if err != nil || !d.Verdict.MakesKind() && d.Verdict != ritual.TakenOut {
		return kit.F("*%s* is with you again.", d.Request), err
	}
	return kit.F("*%s* is with you again: %s.", d.Request, kit.Sentence(d.Sentence())), nil
}

// linkModal asks what praise is about. Titles are as the reader may know them.
func linkModal(m request.Matter, objectives []ritual.Objective, stories []ritual.Request, is ritual.Link, rd ritual.Reader) kit.Modal {
	v := request.Form(m.Request, linkForm, "Link to…", "Link")
	if len(objectives) > 0 {
		v.Blocks = append(v.Blocks, objectiveInputs("objective", "Objective", objectiveOptions(objectives), is.Objective, "Which objective does it speak for?", kit.Optional())...)
	}
	if len(stories) > 0 {
		opts := make([]kit.Option, 0, len(stories))
		for _, r := range stories {
			opts = append(opts, kit.Option{Value: r.ID, Label: r.ID + "  " + kit.OneLine(r.TitleTo(rd, m.Product)), Help: r.Status.String()})
		}
		v.Blocks = append(v.Blocks, kit.Input("story", "Story", kit.Menu("story", opts, is.Story, "What was praised?"), kit.Optional()))
	}
	return v
}

// aboutWords say what praise is about, a defect or feedback; nothing where nobody said.
func aboutWords(ctx context.Context, tx *store.Tx, at request.Matter) (kit.Text, error) {
	concern, err := concernWords(ctx, tx, at)
	if err != nil || at.Request.Kind != ritual.Praise {
		return concern, err
	}
	l, err := tx.LinkOf(ctx, at.Request.ID)
	if err != nil || l == (ritual.Link{}) {
		return concern, err
	}
	var parts []kit.Text
	if l.Objective != "" {
		o, err := tx.Objective(ctx, l.Objective)
		if err != nil {
			return "", err
		}
		parts = append(parts, kit.F("“%s”", o.Name))
	}
	if l.Story != "" {
		r, err := tx.Request(ctx, l.Story)
		if err != nil {
			return "", err
		}
		rd, err := request.Informed(ctx, tx, at.Reader, r)
		if err != nil {
			return "", err
		}
		parts = append(parts, kit.F("*%s* %s", r.ID, kit.OneLine(r.TitleTo(rd, at.Product))))
	}
	return request.Dotted(kit.F("About %s", kit.Join(" and ", parts...)), concern), nil
}

// praiseMost is how much praise the record of a story shows.
const praiseMost = 5

// praiseBlocks are the praise that is linked to a story.
func praiseBlocks(ctx context.Context, tx *store.Tx, at request.Matter) ([]slack.Block, error) {
	all, total, err := tx.PraiseOf(ctx, at.Request.ID, praiseMost)
	if err != nil || total == 0 {
		return nil, err
	}
	rd, err := request.Informed(ctx, tx, at.Reader, all...)
	if err != nil {
		return nil, err
	}
	lines := []kit.Text{kit.F("*%s*", praiseCount(total))}
	for _, r := range all {
		lines = append(lines, kit.F("• *%s*  %s", r.ID, kit.OneLine(r.TitleTo(rd, at.Product))))
	}
	if total > len(all) {
		lines = append(lines, kit.F("and %d more", total-len(all)))
	}
	return kit.Sections(lines), nil
}

// praiseCount is "1 praise" or "2 praises".
func praiseCount(n int) string { return kit.Count(n, "praise", "praises") }

// linkButton is the button by which praise is linked.
func linkButton(r ritual.Request) slack.BlockElement {
	return request.Button(r.ID, linkOpen, "Link to…")
}

// kindButtons are those on the record of a request for whoever may press them.
func kindButtons(at request.Matter, by string) (all []slack.BlockElement) {
	if at.May(ritual.ToLink, at.People.Of(by)) == nil {
		all = append(all, linkButton(at.Request))
	}
	if at.May(ritual.ToReassign, at.People.Of(by)) == nil {
		all = append(all, reassignButton(at.Request))
	}
	if at.May(ritual.ToChangeKind, at.People.Of(by)) == nil {
		all = append(all, request.Button(at.Request.ID, kindOpen, "Change kind"))
	}
	return all
}
