// Package demo is the end of a sprint: what is shown of it, and what the PO says of what was done. The rules are in
// ritual/demo.go and ritual/acceptance.go.
//
//	demo.go         its routes
//	agenda.go       the demo as it stands: what is shown in which order, who was asked
//	ask.go          who is asked and reminded, and when the running order is posted; ask_view.go and order_view.go
//	show.go         Show it, Not this time, and what the PO changes; show_view.go
//	list.go         /demo; list_view.go
//	accept.go       Accept and Shipped; accept_view.go, the form in which the PO ticks each criterion
//	return.go       Return, to the team or to the backlog; return_view.go, its form and what the owner is told
package demo

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/bot/sprint"
	"tandem/store"
)

// The ids of acceptance and of the demo. Old messages carry them: they are never renamed.
const (
	acceptForm   = "accept.form"
	returnForm   = "return.form"
	returnedKind = "returned" // tells whoever did it; its subject is the decision

	questionKind = "demo_question" // the subject of these is the sprint
	reminderKind = "demo_reminder"
	orderKind    = "demo_order"
	noneKind     = "demo_none"
	shownKind    = "demo_shown"

	showID   = "demo.show" // Show it; its value is the request, as that of the next ones
	showForm = "demo.show.form"
	notID    = "demo.not"  // Not this time
	skipID   = "demo.skip" // the same, in a list
	upID     = "demo.up"
	downID   = "demo.down"
	outID    = "demo.out"
	backID   = "demo.back"

	productID  = "demo.product"
	nextID     = "demo.next" // its value is the sprint and the first story of a page
	previousID = "demo.previous"
	shareID    = "demo.share"
)

// Ritual is all routes of acceptance and of the demo. help is the help of a command, with the words that it does not know.
func Ritual(help func(name, words string) engine.Reply) engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{
			{Name: "/demo", Does: "show what the demo is about, in its order, and say what you show", Needs: engine.NeedPerson, Do: command(help)},
		},
		Actions: []engine.Action{
			request.Click(request.AcceptOpen, ritual.ToAccept, openAccept),
			request.Click(request.ReturnOpen, ritual.ToReturn, openReturn),
			request.Click(request.ShipDo, ritual.ToShip, shipped),
			request.Click(showID, ritual.ToShow, openShow),
			request.Click(notID, ritual.ToShow, notThisTime),
			request.Click(skipID, ritual.ToShow, changed(skipped)),
			request.Click(upID, ritual.ToRunDemo, changed(movedBy(-1))),
			request.Click(downID, ritual.ToRunDemo, changed(movedBy(1))),
			request.Click(outID, ritual.ToRunDemo, changed(leftOut)),
			request.Click(backID, ritual.ToRunDemo, changed(putBack)),
			{ID: productID, Needs: engine.NeedPerson, Do: request.ChosenProduct(list)},
			{ID: nextID, Needs: engine.NeedPerson, Do: turned},
			{ID: previousID, Needs: engine.NeedPerson, Do: turned},
			{ID: shareID, Needs: engine.NeedPerson | engine.NeedPlace, Do: shown.InChannel(shownKind)},
		},
		Submits: []engine.Submit{
			request.Submit(acceptForm, ritual.ToAccept, submitAccept),
			request.Submit(returnForm, ritual.ToReturn, submitReturn),
			request.Submit(showForm, ritual.ToShow, submitShow),
		},
		Jobs: []engine.JobKind{{Kind: sprint.JobDemo, Run: runDemo}},
		Messages: []engine.MessageKind{
			{Kind: returnedKind, View: returnedView},
			{Kind: questionKind, Class: ritual.ClassDemo, View: questionView, Row: questionRow},
			{Kind: reminderKind, Class: ritual.ClassDemo, View: reminderView, Row: questionRow},
			{Kind: orderKind, View: orderView},
			{Kind: noneKind, Class: ritual.ClassPrompt, Says: noneSays},
			{Kind: shownKind, View: shownView},
		},
	}
}

// shownView is the running order that somebody showed to a channel.
func shownView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	return shown.View(ctx, tx, m, shownThere)
}

// sprintOf is the sprint that a story was in last, or none.
func sprintOf(ctx context.Context, tx *store.Tx, id string) (ritual.Sprint, error) {
	s, err := tx.SprintWith(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return ritual.Sprint{}, nil
	}
	return s, err
}

// advance moves a story on that was in a sprint, and has what shows the sprint shown anew.
func advance(ctx context.Context, tx *store.Tx, m request.Matter, after ritual.Request, d ritual.Decision) error {
	if err := request.Advance(ctx, tx, m, after, d); err != nil {
		return err
	}
	return refresh(ctx, tx, after.ID)
}

// refresh has shown anew what shows the sprint that a story was in.
func refresh(ctx context.Context, tx *store.Tx, id string) error {
	s, err := sprintOf(ctx, tx, id)
	if err != nil || s.ID == "" {
		return err
	}
	return sprint.Refresh(ctx, tx, s)
}
