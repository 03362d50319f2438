package sprint

import (
	"context"
	"errors"
	"slices"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Scope is what joins a sprint that has begun, and what leaves it: with a reason, which the team reads. Of one that is only
// planned nobody needs to be told.

// The ids of the scope. Old messages and open forms carry them: they are never renamed.
const (
	addForm     = "sprint.add.form"
	takeOutForm = "sprint.take_out.form"
	scopeField  = "sprint_scope_stories"
	scopeTyped  = "story_id" // the field for the id of a story that the menu does not have
	scopeKind   = "sprint_scope"
)

// scopeRoutes are those by which stories join the active sprint and leave it.
func scopeRoutes() engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{{Name: "/sprint", Word: "add", Usage: "FR-12", Does: "pick a story for the sprint that is planned, or add it to the one that runs (product owner)", Needs: engine.NeedPerson, Do: addCommand}},
		Actions: []engine.Action{
			{ID: AddOpen, Needs: engine.NeedPerson, Do: pressed(openAdd)},
			{ID: scopeField, Live: liveAdd},
			request.Click(TakeOutOpen, ritual.ToTakeOut, openTakeOut),
		},
		Submits: []engine.Submit{
			{ID: addForm, Needs: engine.NeedPerson, Do: pressed(submitAdd)},
			request.Submit(takeOutForm, ritual.ToTakeOut, submitTakeOut),
		},
		Messages: []engine.MessageKind{{Kind: scopeKind, View: scopeView}},
	}
}

func tooMany(s ritual.Sprint) *ritual.Refusal {
	return ritual.Refuse("Sprint %d would have more than %d stories, which nobody can follow. Take some out first.", s.Number, ritual.SprintStories)
}

// beside puts a refusal at a field.
func beside(field string, r *ritual.Refusal) *ritual.Refusal {
	r.Field = field
	return r
}

// An addition is what somebody adds to the active sprint.
type addition struct {
	p     ritual.Product
	s     ritual.Sprint
	menu  menu
	now   ritual.SprintCount // in the sprint
	typed engine.Fields      // what the form holds; nil before it is drawn
	begin []string           // what is chosen when the form opens
	why   string             // the reason with which it opens
}

// readAddition reads what can be added to the active sprint of a product.
func readAddition(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, begin ...string) (a addition, err error) {
	a = addition{p: p, begin: begin}
	if a.s, err = activeSprint(ctx, tx, p); err != nil {
		return a, err
	}
	events, err := tx.SprintEvents(ctx, a.s.ID)
	if err != nil {
		return a, err
	}
	f := ritual.FiguresOf(events)
	a.now = f.Done.Plus(f.Left)
	var chosen []string
	if _, drawn := in.Fields["reason"]; drawn {
		a.typed = in.Fields
		chosen = in.Fields.All(scopeField)
	}
	a.menu, err = readMenu(ctx, tx, p, ritual.Reader{Person: in.By, Place: in.Channel}, begin, chosen)
	return a, err
}

// activeSprint is the sprint of a product that runs, or a refusal.
func activeSprint(ctx context.Context, tx *store.Tx, p ritual.Product) (ritual.Sprint, error) {
	s, err := sprintIn(ctx, tx, p, ritual.SprintActive)
	if err == nil && s.ID == "" {
		err = ritual.Refuse("No sprint of %s runs now. `/sprint plan` plans the next one, with its stories.", p.Name)
	}
	return s, err
}

// openAdd opens the form `Add a story`.
func openAdd(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	in.Fields = nil
	a, err := readAddition(ctx, tx, in, p)
	if err != nil {
		return engine.Reply{}, err
	}
	if len(a.menu.stories) == 0 {
		return engine.Reply{}, ritual.Refuse("The backlog of %s is empty: there is nothing to add to sprint %d.", p.Name, a.s.Number)
	}
	return engine.Open(a.modal()), nil
}

// openAddOf opens it for the story whose id was typed; what was typed after that is why.
func openAddOf(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter, why string) (engine.Reply, error) {
	a, err := readAddition(ctx, tx, in, m.Product, m.Request.ID)
	a.why = why
	return engine.Open(a.modal()), err
}

// liveAdd redraws the form with the total of what is chosen.
func liveAdd(ctx context.Context, tx *store.Tx, in engine.Input) (kit.Modal, error) {
	p, err := plannable(ctx, tx, in)
	if err != nil {
		return kit.Modal{}, err
	}
	var begin []string
	if in.Data.Last != "" {
		begin = []string{in.Data.Last}
	}
	a, err := readAddition(ctx, tx, in, p, begin...)
	a.why = in.Fields.One("reason")
	return a.modal(), err
}

// submitAdd adds what was chosen to the active sprint, all with one reason, and tells the team.
func submitAdd(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	s, err := activeSprint(ctx, tx, p)
	if err != nil {
		return engine.Reply{}, err
	}
	if in.Data.Version > 0 && in.Data.Version != s.Number {
		return engine.Reply{}, ritual.Refuse("The sprint of this form was closed while you had it open, so nothing was added. Sprint %d runs now: `/sprint add` adds to that.", s.Number)
	}
	ids, err := addedIDs(ctx, tx, in.Fields, p)
	if _, why := s.Add(ritual.Request{Status: ritual.Backlog}, ritual.SprintStory{}, in.Fields.One("reason"), in.By, tx.Now); why != nil {
		err = errors.Join(err, why)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	there, err := tx.SprintStories(ctx, s.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	if len(there)+len(ids) > ritual.SprintStories {
		return engine.Reply{}, beside(fieldOf(in.Fields), tooMany(s))
	}
	place := 0
	for _, one := range there {
		place = max(place, one.Place+1)
	}
	change := store.NewID()
	for i, id := range ids {
		m, err := request.Of(ctx, tx, id)
		if err != nil {
			return engine.Reply{}, err
		}
		m.By = in.By
		mv, err := s.Add(m.Request, ritual.SprintStory{Place: place + i}, in.Fields.One("reason"), in.By, tx.Now)
		if err != nil {
			return engine.Reply{}, err
		}
		mv.Event.Detail = change
		if err := Keep(ctx, tx, m, s, mv); err != nil {
			return engine.Reply{}, err
		}
	}
	return engine.Reply{}, tellScope(ctx, tx, p, s, change)
}

// addedIDs are the stories that a form adds: those that were chosen, and the one whose id was typed. All are in the backlog.
func addedIDs(ctx context.Context, tx *store.Tx, f engine.Fields, p ritual.Product) ([]string, error) {
	ids := slices.Clone(f.All(scopeField))
	err := gone(ctx, tx, p, scopeField, ids)
	if typed := f.One(scopeTyped); typed != "" {
		id, bad := typedID(ctx, tx, typed, p)
		err = errors.Join(err, bad)
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, ritual.RefuseField(scopeField, "Choose at least one story.")
	}
	return ids, err
}

// typedID is the id of a story of the backlog that somebody typed.
func typedID(ctx context.Context, tx *store.Tx, typed string, p ritual.Product) (string, error) {
	id, err := ritual.ParseRequestID(typed)
	if err != nil {
		return "", ritual.RefuseField(scopeTyped, "%s", err.Error())
	}
	named, err := tx.RequestsNamed(ctx, id)
	switch r, ok := named[id]; {
	case err != nil:
		return "", err
	case !ok || r.Product != p.ID:
		return "", ritual.RefuseField(scopeTyped, "%s is not in the backlog of %s.", id, p.Name)
	case r.Status != ritual.Backlog:
		return "", beside(scopeTyped, elsewhere(r))
	}
	return id, nil
}

// fieldOf is the field at which it is said that a story cannot be added.
func fieldOf(f engine.Fields) string {
	if f.One(scopeTyped) != "" && len(f.All(scopeField)) == 0 {
		return scopeTyped
	}
	return scopeField
}

// tellScope tells the team of a change of what is in the sprint, in the thread of the message about it.
func tellScope(ctx context.Context, tx *store.Tx, p ritual.Product, s ritual.Sprint, change string) error {
	first, err := tx.MessageOf(ctx, startedKind, s.ID, p.Channel)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: scopeKind, Subject: s.ID + "/" + change, Product: p.ID, To: p.Channel, Under: first.ID})
	return err
}

// openTakeOut opens the form by which a story leaves the active sprint.
func openTakeOut(ctx context.Context, tx *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	s, _, err := tx.InSprint(ctx, m.Request.ID)
	return engine.Open(takeOutModal(m, s)), err
}

// submitTakeOut takes a story out of the active sprint, back to the backlog, and tells the team.
func submitTakeOut(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	s, story, err := tx.InSprint(ctx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	mv, err := s.TakeOut(m.Request, story, in.Fields.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	mv.Event.Detail = store.NewID()
	return engine.Reply{}, errors.Join(Keep(ctx, tx, m, s, mv), tellScope(ctx, tx, m.Product, s, mv.Event.Detail))
}
