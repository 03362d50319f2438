// Package sprint is the sprint of a product, from its plan to its close: what the team has committed to, what changed since and
// by whom, how far it has come. The rules are in ritual/sprint*.go.
//
// Every step of a story in a sprint goes through Keep, which keeps the request, its decision, its row in the sprint and the
// event in the sprint's ledger together. Every figure follows from the ledger alone.
//
//	sprint.go    its routes, and how a story moves
//	schedule.go  the jobs that hang on its dates
//	plan.go      Plan sprint, with plan_form.go and plan_menu.go; plan_edit.go changes the active one
//	start.go     Start sprint, and start_view.go what the channel is told of it
//	pick.go      /sprint add
//	scope.go     what joins it and leaves it later, with scope_view.go
//	picture.go   the burndown, and the burnup of its product, as pictures
//	close.go     Close sprint, with close_view.go; close_keep.go is what that writes
//	days.go      how it stood at the end of each day
//	due.go       tells whoever plans that one should begin or be closed
//	board.go     what people see of it, with board_view.go, board_rows.go and board_other.go; home.go what of it stands on Home
//	work.go      how the team works on its stories
package sprint

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// The ids of the sprint that other rituals show too. Old messages carry them: they are never renamed.
const (
	StartWork  = "sprint.begin"  // Start; its value is the request, as that of the next ones
	FinishWork = "sprint.done"   // Done
	DefectOpen = "sprint.defect" // Report a defect
	CloseOpen  = "sprint.close"  // Close sprint; its value is the product

	PlanOpen    = "sprint.plan"     // Plan sprint, Edit plan; its value is the product, as that of the next ones
	StartOpen   = "sprint.start"    // Start sprint
	EditOpen    = "sprint.edit"     // Edit sprint
	AddOpen     = "sprint.add"      // Add a story
	TakeOutOpen = "sprint.take_out" // Take out…; its value is the request

	RecapDraft   = "recap.draft"     // Draft recap; its value is the product
	FeedbackOpen = "sprint.feedback" // Give feedback; its value is the sprint
)

// DefectCommand is how a defect is reported in words. What takes it stands beside the other ways in which requests are recorded.
var DefectCommand = engine.Command{Name: "/sprint", Word: "defect", Usage: "<what happens>",
	Does: "report a defect, in the story that you name by its id; without words, the form opens"}

// Help explains a command. words are what was typed after it that it does not know.
type Help func(name, words string) engine.Reply

// Ritual is all routes of the sprint, of its parts: a line each.
func Ritual(help Help) engine.Ritual {
	return engine.Join(
		planRoutes(),
		editRoutes(),
		startRoutes(),
		scopeRoutes(),
		pictureRoutes(),
		closeRoutes(),
		dayRoutes(),
		dueRoutes(),
		boardRoutes(help),
		workRoutes(),
	)
}

// Keep keeps one step of a story in a sprint: the request moves on, with its decision, and the sprint's ledger has it.
func Keep(ctx context.Context, tx *store.Tx, m request.Matter, s ritual.Sprint, mv ritual.SprintMove) error {
	if _, err := tx.AddSprintEvent(ctx, mv.Event); err != nil {
		return err
	}
	keep := tx.KeepSprintStory
	if mv.Out {
		keep = func(ctx context.Context, sprint string, in ritual.SprintStory) error {
			return tx.DropSprintStory(ctx, sprint, in.Request)
		}
	}
	if err := keep(ctx, s.ID, mv.Story); err != nil {
		return err
	}
	return errors.Join(request.Advance(ctx, tx, m, mv.Request, mv.Decision), Refresh(ctx, tx, s))
}

// Refresh has everything that shows a sprint shown anew: messages, and the Home tabs of whoever has a part in its product.
func Refresh(ctx context.Context, tx *store.Tx, s ritual.Sprint) error {
	p, err := tx.Product(ctx, s.Product)
	if err != nil {
		return err
	}
	return errors.Join(engine.Refresh(ctx, tx, s.ID), engine.RefreshHomes(ctx, tx, p.People()...))
}

// withLedger is a sprint with its product and with all that happened in it.
func withLedger(ctx context.Context, tx *store.Tx, id string) (s ritual.Sprint, p ritual.Product, events []ritual.SprintEvent, err error) {
	if s, err = tx.Sprint(ctx, id); err != nil {
		return s, p, nil, err
	}
	if p, err = tx.Product(ctx, s.Product); err != nil {
		return s, p, nil, err
	}
	events, err = tx.SprintEvents(ctx, s.ID)
	return s, p, events, err
}
