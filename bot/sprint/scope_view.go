package sprint

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// modal is the form `Add a story`.
func (a addition) modal() kit.Modal {
	data := engine.FormData{Subject: a.p.ID, Version: a.s.Number}
	if len(a.begin) > 0 {
		data.Last = a.begin[0]
	}
	more := a.menu.more("Any other goes by its id.")
	choose := []kit.InputOption{kit.Live(), kit.Hint("In the order of the backlog." + more)}
	if more != "" {
		choose = append(choose, kit.Optional())
	}
	blocks := []slack.Block{
		kit.Section(kit.F("Sprint %d has begun, so this is a change of its scope: the team reads who, which and why.", a.s.Number)),
		kit.Input(scopeField, "Stories", kit.Menus(scopeField, a.menu.options(), a.begin, "Choose from the top of the backlog"), choose...)}
	if more != "" {
		blocks = append(blocks, kit.Input(scopeTyped, "Or another one", kit.Line(scopeTyped, "", "FR-12", 20), kit.Optional()))
	}
	ids := a.begin
	if a.typed != nil {
		ids = a.typed.All(scopeField)
	}
	after := a.now.Plus(ritual.CountOf(a.menu.chosen(ids)...))
	total := kit.F("*%s*", totalWords(a.now, after))
	if after == a.now { // nothing is chosen yet
		total = kit.F("Now in it: %s", ritual.PlanTotal(a.now, a.s.Capacity))
	}
	return kit.Modal{ID: addForm, Title: "Add a story", Submit: "Add", Close: "Cancel", Data: data.Encode(), Blocks: append(blocks,
		kit.Input("reason", "Reason", kit.Area("reason", a.why, "Who asks for it, and why can it not wait?", 600)), kit.Context(total, kit.T(ritual.OverCapacity(after, a.s.Capacity))))}
}

// totalWords are how much is in a sprint before and after a change: "34 → 39 points", and in stories where that is all there is.
func totalWords(was, is ritual.SprintCount) string {
	words := ritual.Thousands(was.Stories) + " → " + ritual.Figure(is.Stories, "story", "stories")
	if was.Points != is.Points {
		words = ritual.Thousands(was.Points) + " → " + ritual.Figure(is.Points, "point", "points") + " · " + words
	}
	return words
}

// takeOutModal asks why a story leaves the sprint.
func takeOutModal(m request.Matter, s ritual.Sprint) kit.Modal {
	return request.Form(m.Request, takeOutForm, "Take out", "Take out",
		kit.Section(kit.F("It goes from sprint %d back to its place in the backlog. The team reads why, and so does whoever asked for it.", s.Number)),
		kit.Input("reason", "Reason", kit.Area("reason", "", "What has changed?", 600)))
}

// scopeView is a change of what is in a sprint, or of its dates: who, what and why.
func scopeView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	id, change, _ := strings.Cut(m.Subject, "/")
	s, p, events, err := withLedger(ctx, tx, id)
	if err != nil {
		return kit.Message{}, err
	}
	var of, before, until []ritual.SprintEvent
	for _, e := range events {
		if partOf(e, change) {
			of = append(of, e)
		}
		if len(of) == 0 {
			before = append(before, e)
		}
		if len(of) == 0 || partOf(e, change) {
			until = append(until, e)
		}
	}
	if len(of) == 0 {
		return kit.Told(kit.F("Sprint %d was changed.", s.Number)), nil
	}
	if of[0].Kind == ritual.SprintChanged {
		return kit.Told(kit.F("%s changed sprint %d: %s.", kit.User(of[0].By), s.Number, of[0].Detail)), nil
	}
	if of[0].Kind == ritual.SprintEnded {
		return kit.Told(kit.F("%s closed sprint %d: %s", kit.User(of[0].By), s.Number, doneWords(s.Result.Figures))), nil
	}
	stories, whole, err := changedStories(ctx, tx, p, of, request.ReaderOf(m))
	if err != nil {
		return kit.Message{}, err
	}
	was, is := ritual.FiguresOf(before), ritual.FiguresOf(until)
	did := kit.Raw("added")
	if of[0].Kind == ritual.Removed {
		did = kit.Raw("took out")
	}
	head := kit.F("%s %s", kit.User(of[0].By), did)
	lines := []kit.Text{head + kit.Raw(" ") + stories[0]}
	if len(stories) > 1 {
		lines = []kit.Text{head + kit.F(" %d stories", len(stories))}
		for _, one := range stories {
			lines = append(lines, kit.Raw("• ")+one)
		}
	}
	blocks := kit.Sections(lines)
	if whole {
		blocks = append(blocks, kit.Section(kit.Quote(of[0].Reason, 1500)))
	}
	return kit.Fitted(head, append(blocks, kit.Context(kit.T(totalWords(was.Done.Plus(was.Left), is.Done.Plus(is.Left)))))...), nil
}

// partOf reports whether an event is part of a change: its detail names that, and that of a change of dates, or of the close, is its number.
func partOf(e ritual.SprintEvent, change string) bool {
	if e.Kind == ritual.SprintChanged || e.Kind == ritual.SprintEnded {
		return change == changeOf(e)
	}
	return (e.Kind == ritual.Added || e.Kind == ritual.Removed) && e.Detail == change
}

// changeOf is how a change of a sprint's goal or dates, or its close, is named.
func changeOf(e ritual.SprintEvent) string { return fmt.Sprintf("#%d", e.Seq) }

// changedStories name the stories of a change, as a reader may know them. whole is false where one of them is private to the
// reader, who does not read the reason then.
func changedStories(ctx context.Context, tx *store.Tx, p ritual.Product, of []ritual.SprintEvent, rd ritual.Reader) (words []kit.Text, whole bool, err error) {
	var ids []string
	for _, e := range of {
		ids = append(ids, e.Request)
	}
	named, err := tx.RequestsNamed(ctx, ids...)
	if err != nil {
		return nil, false, err
	}
	whole = true
	for _, e := range of {
		r := named[e.Request]
		if rd, err = request.Informed(ctx, tx, rd, r); err != nil {
			return nil, false, err
		}
		whole = whole && r.WholeTo(rd, p)
		words = append(words, request.Dotted(kit.F("*%s*  %s", r.ID, kit.Cut(kit.OneLine(r.TitleTo(rd, p)), startedTitle)), kit.T(ritual.Points(e.Points))))
	}
	return words, whole, nil
}
