package sprint

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// editForm is in open forms: it is never renamed.
const editForm = "sprint.edit.form"

// editRoutes are those by which the active sprint is changed: its goal, its end and its demo.
func editRoutes() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{{ID: EditOpen, Needs: engine.NeedPerson, Do: pressed(openEdit)}},
		Submits: []engine.Submit{{ID: editForm, Needs: engine.NeedPerson, Do: pressed(submitEdit)}},
	}
}

// openEdit opens the form `Edit sprint`.
func openEdit(ctx context.Context, tx *store.Tx, _ engine.Input, p ritual.Product) (engine.Reply, error) {
	s, err := activeSprint(ctx, tx, p)
	return engine.Open(editModal(s, s, "")), err
}

// submitEdit keeps what changed about the active sprint, moves what hangs on its dates, and tells the team.
func submitEdit(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	s, err := activeSprint(ctx, tx, p)
	if err != nil {
		return engine.Reply{}, err
	}
	if in.Data.Last != datedMark(s) {
		return engine.Reply{}, editedMeanwhile(s, in)
	}
	others, err := tx.SprintsOf(ctx, p.ID, sprintsMost)
	if err != nil {
		return engine.Reply{}, err
	}
	after, changed, err := s.Change(typedPlan(in.Fields), others, in.By, tx.Now)
	if err != nil || changed.Detail == "" {
		return engine.Reply{}, err
	}
	if err := tx.KeepSprint(ctx, after); err != nil {
		return engine.Reply{}, err
	}
	if changed, err = tx.AddSprintEvent(ctx, changed); err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, errors.Join(tellScope(ctx, tx, p, after, changeOf(changed)), Scheduled(ctx, tx, after), Refresh(ctx, tx, after))
}

// datedMark stands for what the form `Edit sprint` began with: it is another one once somebody has changed that.
func datedMark(s ritual.Sprint) string {
	return digest(strconv.Itoa(s.Number), s.Goal, s.Ends, s.DemoDay, s.DemoTime)
}

// editedMeanwhile is the form again, over whose opening somebody else has changed the same sprint, with what was typed.
func editedMeanwhile(s ritual.Sprint, in engine.Input) error {
	says := fmt.Sprintf("Sprint %d was changed while you had this form open", s.Number)
	typed, plan := s, typedPlan(in.Fields)
	typed.Goal, typed.Ends, typed.DemoDay, typed.DemoTime = plan.Goal, plan.Ends, plan.DemoDay, plan.DemoAt
	return engine.Again{Refusal: ritual.Refuse("%s.", says), Form: editModal(s, typed,
		kit.F("%s, so nothing was saved yet. It is now: *%s*, ends %s, demo %s at %s. Save again to put yours in its place.",
			says, s.Goal, ritual.ShortDay(s.Ends), ritual.ShortDay(s.DemoDay), s.DemoTime))}
}

// editModal is the form `Edit sprint`. It begins with what was typed. note stands on top of it; empty where nothing is to be said.
func editModal(s, typed ritual.Sprint, note kit.Text) kit.Modal {
	var blocks []slack.Block
	if note != "" {
		blocks = append(blocks, kit.Section(note))
	}
	blocks = append(append(blocks, goalInput(typed.Goal),
		kit.Input(ritual.FieldEnds, "Ends", kit.DateField(ritual.FieldEnds, typed.Ends), kit.Hint("The team reads what changed, in the thread of this sprint."))),
		demoInputs(typed)...)
	return kit.Modal{ID: editForm, Title: fmt.Sprintf("Edit sprint %d", s.Number), Submit: "Save", Close: "Cancel",
		Data: engine.FormData{Subject: s.Product, Last: datedMark(s)}.Encode(), Blocks: blocks}
}
