package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Orphans are the open requests that serve no objective. Whoever may change the roadmap deals with each from their list.

// The ids of orphans, and of choosing an objective for a request. Old messages carry them: they are never renamed.
const (
	orphansOpen     = "roadmap.orphans"
	orphansNext     = "roadmap.orphans.next"
	orphansPrevious = "roadmap.orphans.previous"
	reassignOpen    = "objective.choose"
	reassignForm    = "objective.choose.form"
)

// orphansAtOnce is how many orphans are shown at once.
const orphansAtOnce = 15

func orphanRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			{ID: orphansOpen, Needs: engine.NeedPerson, Do: pageOf(orphansPage, false)},
			{ID: orphansNext, Needs: engine.NeedPerson, Do: pageOf(orphansPage, true)},
			{ID: orphansPrevious, Needs: engine.NeedPerson, Do: pageOf(orphansPage, true)},
			request.Click(reassignOpen, ritual.ToReassign, openReassign),
		},
		Submits: []engine.Submit{request.Submit(reassignForm, ritual.ToReassign, submitReassign)},
	}
}

// orphansPage is a page of what serves no objective: first what goes on without one, then what is still to be aligned.
func orphansPage(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, offset int) (kit.Message, error) {
	rs, total, err := tx.Orphans(ctx, p.ID, offset, orphansAtOnce)
	if err == nil && len(rs) == 0 && offset > 0 { // it has become shorter
		offset = ritual.LastPage(offset, total, orphansAtOnce)
		rs, total, err = tx.Orphans(ctx, p.ID, offset, orphansAtOnce)
	}
	if err != nil {
		return kit.Message{}, err
	}
	lines, err := requestLines(ctx, tx, p, rd, rs)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{kit.Header("Without an objective")}
	for i, r := range rs {
		m, err := request.Of(ctx, tx, r.ID)
		if err != nil {
			return kit.Message{}, err
		}
		if press := dealButton(m, rd.Person); press != nil {
			blocks = append(blocks, kit.SectionWith(lines[i], press))
		} else {
			blocks = append(blocks, kit.Section(lines[i]))
		}
	}
	if total == 0 {
		blocks = append(blocks, kit.Section(kit.Raw("Every open request serves an objective.")))
	}
	page := request.Page{Offset: offset, Shown: len(rs), All: total}
	blocks = append(blocks, kit.Context(request.Dotted(kit.T(p.Name), page.AmongFor(rd, "/roadmap"), request.AsOf(tx))))
	if buttons := turnButtons(orphansPrevious, orphansNext, p.ID, page, orphansAtOnce); len(buttons) > 0 {
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	return kit.Fitted(kit.F("Without an objective: %s.", kit.Count(total, "request", "requests")), blocks...), nil
}

// dealButton is how somebody gives a request an objective; nil where they may not, or it waits for somebody else.
func dealButton(m request.Matter, who string) slack.BlockElement {
	m.By = who
	switch person := m.People.Of(who); {
	case who == "":
	case m.May(ritual.ToAlign, person) == nil:
		return request.Button(m.Request.ID, request.AlignYes, "Aligned")
	case m.May(ritual.ToReassign, person) == nil:
		return reassignButton(m.Request)
	}
	return nil
}

// reassignButton is the button by which a request comes under another objective, or its first.
func reassignButton(r ritual.Request) slack.BlockElement {
	if r.Objective == "" {
		return request.Button(r.ID, reassignOpen, "Choose objective")
	}
	return request.Button(r.ID, reassignOpen, "Change objective")
}

func openReassign(ctx context.Context, tx *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	have, err := tx.Objectives(ctx, m.Product.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	if len(have) == 0 {
		return engine.Reply{}, ritual.Refuse("The roadmap of %s is empty. `/roadmap add` adds its first objective.", m.Product.Name)
	}
	is, err := tx.Objective(ctx, m.Request.Objective)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, err
	}
	others := slices.DeleteFunc(have, func(o ritual.Objective) bool { return o.ID == m.Request.Objective })
	if len(others) == 0 {
		return engine.Reply{}, ritual.Refuse("“%s” is the only objective of %s, and %s serves it already. `/roadmap add` adds another one.", is.Name, m.Product.Name, m.Request.ID)
	}
	return engine.Open(reassignModal(m, others, is)), nil
}

// reassignModal asks for another objective of a request, or its first.
func reassignModal(m request.Matter, have []ritual.Objective, is ritual.Objective) kit.Modal {
	title, now := "Choose objective", kit.Raw("It serves no objective so far.")
	if is.ID != "" {
		title, now = "Change objective", kit.F("It serves *%s* (%s) so far.", kit.OneLine(is.Name), is.Standing())
	}
	blocks := append([]slack.Block{kit.Context(now)}, objectiveInputs("objective", "Objective", objectiveOptions(have), "", "Which objective does it serve?")...)
	return request.Form(m.Request, reassignForm, title, "Save", append(blocks,
		kit.Input("reason", "Reason", kit.Area("reason", "", "Why this one?", 600), kit.Optional(), kit.Hint("It stands in the request's record.")))...)
}

// submitReassign puts a request under another objective. Its place and its status stay.
func submitReassign(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	have, err := tx.Objectives(ctx, m.Product.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	id, err := chosenObjective(in.Fields, "objective", have)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := stillThere(ctx, tx, "objective", id); err != nil {
		return engine.Reply{}, err
	}
	after, d, err := ritual.Reassign(m.Request, id, have, in.Fields.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, request.Advance(ctx, tx, m, after, d)
}

// stillThere refuses an objective that came off the roadmap while the form that names it was open.
func stillThere(ctx context.Context, tx *store.Tx, field, id string) error {
	o, err := tx.Objective(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil // what the form says of it is its own rule's
	}
	if err == nil && o.End != "" {
		return ritual.RefuseField(field, "“%s” is off the roadmap since you opened this form. Choose another objective.", o.Name)
	}
	return err
}
