package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Objective is what is done to one objective of a roadmap: it is opened, edited, moved and brought back. How it ends is in
// clearing.go.

// The ids of an objective. Old messages carry them: they are never renamed.
const (
	objectiveOpen     = "objective.open"
	objectiveNext     = "objective.next"
	objectivePrevious = "objective.previous"
	objectiveEdit     = "objective.edit"
	objectivePlace    = "objective.move"
	objectiveBack     = "objective.back"
	objectiveEditForm = "objective.edit.form"
	objectiveMoveForm = "objective.move.form"
	objectiveBackForm = "objective.back.form"
)

// What the menu of an objective offers: the beginning of its values, before the objective's id.
const (
	rowOpen     = "open"
	rowEdit     = "edit"
	rowPlace    = "move"
	rowAchieved = "achieved"
	rowDrop     = "drop"
)

func objectiveRitual() engine.Ritual {
	click := func(id string, do objectiveHandler) engine.Action {
		return engine.Action{ID: id, Needs: engine.NeedPerson, Do: onObjective(do)}
	}
	submit := func(id string, do objectiveHandler) engine.Submit {
		return engine.Submit{ID: id, Needs: engine.NeedPerson, Do: onObjective(do)}
	}
	return engine.Ritual{
		Actions: []engine.Action{
			{ID: objectiveOpen, Needs: engine.NeedPerson, Do: showObjective(false)},
			{ID: objectiveNext, Needs: engine.NeedPerson, Do: showObjective(true)},
			{ID: objectivePrevious, Needs: engine.NeedPerson, Do: showObjective(true)},
			click(objectiveEdit, openEditObjective), click(objectivePlace, openPlaceObjective), click(objectiveBack, openBringBack),
		},
		Submits: []engine.Submit{
			submit(objectiveEditForm, submitEditObjective), submit(objectiveMoveForm, submitPlaceObjective), submit(objectiveBackForm, submitBringBack),
		},
	}
}

// An aim is an objective with what is done to it needs.
type aim struct {
	o    ritual.Objective
	p    ritual.Product
	have []ritual.Objective // the product's roadmap
}

// others are the other objectives of the roadmap.
func (a aim) others() []ritual.Objective {
	return slices.DeleteFunc(slices.Clone(a.have), func(o ritual.Objective) bool { return o.ID == a.o.ID })
}

// aimOf loads an objective by its id, as a button or a form gave it.
func aimOf(ctx context.Context, tx *store.Tx, id string) (a aim, err error) {
	if a.o, err = tx.Objective(ctx, id); errors.Is(err, store.ErrNotFound) {
		return a, ritual.Refuse("This objective is not here any more. `/roadmap` shows those that are.")
	} else if err != nil {
		return a, err
	}
	if a.p, err = tx.Product(ctx, a.o.Product); err != nil {
		return a, err
	}
	a.have, err = tx.Objectives(ctx, a.p.ID)
	return a, err
}

// An objectiveHandler is a handler for what is done to one objective by whoever may change the roadmap.
type objectiveHandler func(ctx context.Context, tx *store.Tx, in engine.Input, a aim) (engine.Reply, error)

// onObjective is the handler of what is done to the objective that in.Subject names. The right is checked at the click.
func onObjective(do objectiveHandler) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		a, err := aimOf(ctx, tx, in.Subject)
		if err == nil {
			err = request.MayIn(ctx, tx, ritual.ToObjectives, in.Who, a.p)
		}
		if err != nil {
			return engine.Reply{}, err
		}
		return do(ctx, tx, in, a)
	}
}

// pressObjective does what somebody chose in the menu of an objective.
func pressObjective(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	what, id, _ := strings.Cut(in.Subject, " ")
	in.Subject = id
	switch what {
	case rowOpen:
		return showObjective(false)(ctx, tx, in)
	case rowEdit:
		return onObjective(openEditObjective)(ctx, tx, in)
	case rowPlace:
		return onObjective(openPlaceObjective)(ctx, tx, in)
	case rowAchieved:
		return onObjective(openEnd(ritual.Achieved))(ctx, tx, in)
	case rowDrop:
		return onObjective(openEnd(ritual.Dropped))(ctx, tx, in)
	}
	return engine.Outdated(ctx, tx, in)
}

// maySteer reports whether somebody may change a product's roadmap now.
func maySteer(ctx context.Context, tx *store.Tx, p ritual.Product, person string) (bool, error) {
	heads, err := request.HeadsOf(ctx, tx, p)
	if err != nil || person == "" {
		return false, err
	}
	return ritual.May(ritual.ToObjectives, ritual.Case{Who: heads.Of(person), Product: p, People: heads, Now: tx.Now}) == nil, nil
}

// showObjective shows an objective with what hangs on it, to everybody who may read the product's lists.
func showObjective(instead bool) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		id, offset := readOffset(in.Subject)
		a, err := aimOf(ctx, tx, id)
		if err == nil {
			err = ritual.MayRead(in.Who, a.p, in.Channel)
		}
		if err != nil {
			return engine.Reply{}, err
		}
		m, err := objectiveMessage(ctx, tx, a, ritual.Reader{Person: in.By, Place: in.Channel}, offset)
		return engine.Reply{Say: &m, Instead: instead}, err
	}
}

func openEditObjective(ctx context.Context, tx *store.Tx, _ engine.Input, a aim) (engine.Reply, error) {
	if err := ritual.OnRoadmap(a.o); err != nil {
		return engine.Reply{}, err
	}
	last, err := lastChange(ctx, tx, a.o.ID)
	return engine.Open(editObjectiveModal(a, a.o, "", last, nil)), err
}

// lastChange is the number of the latest change of an objective; 0 while there is none.
func lastChange(ctx context.Context, tx *store.Tx, id string) (int, error) {
	all, err := tx.Changes(ctx, id, 1)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	return int(all[0].Number), nil
}

// submitEditObjective keeps an objective's texts, unless somebody else has changed the same ones meanwhile.
func submitEditObjective(ctx context.Context, tx *store.Tx, in engine.Input, a aim) (engine.Reply, error) {
	f := in.Fields
	to := ritual.Objective{Name: f.One("name"), Outcome: f.One("outcome"), Measure: f.One("measure")}
	changes, err := tx.Changes(ctx, a.o.ID, changesMost)
	if err != nil {
		return engine.Reply{}, err
	}
	since := slices.DeleteFunc(changes, func(c ritual.Change) bool { return c.Number <= int64(in.Data.Version) })
	to, both := ritual.Together(a.o, to, since)
	if len(both) > 0 {
		m := editObjectiveModal(a, to, f.One("reason"), int(since[0].Number), both)
		return engine.Reply{}, engine.Again{Refusal: ritual.Refuse("“%s” was changed while you had the form open.", a.o.Name), Form: m}
	}
	after, c, err := ritual.EditObjective(a.o, to, a.have, f.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	return keptObjective(ctx, tx, a.p, after, c)
}

// keptObjective keeps an objective and what was done to it, and says so.
func keptObjective(ctx context.Context, tx *store.Tx, p ritual.Product, o ritual.Objective, c ritual.Change) (engine.Reply, error) {
	if err := tx.KeepObjective(ctx, o); err != nil {
		return engine.Reply{}, err
	}
	c, err := tx.AddChange(ctx, c)
	if err = errors.Join(err, roadmapChanged(ctx, tx, p.ID)); err != nil {
		return engine.Reply{}, err
	}
	loads, err := tx.LoadsOf(ctx, o)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(keptModal(p, loads[0], c)), nil
}

func openPlaceObjective(_ context.Context, _ *store.Tx, _ engine.Input, a aim) (engine.Reply, error) {
	if err := ritual.OnRoadmap(a.o); err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(placeModal(a)), nil
}

// submitPlaceObjective moves an objective to another place of the roadmap.
func submitPlaceObjective(ctx context.Context, tx *store.Tx, in engine.Input, a aim) (engine.Reply, error) {
	f := in.Fields
	kind, value, _ := strings.Cut(f.One("place"), " ")
	var h ritual.Horizon
	before := ""
	switch kind {
	case placeLast:
		h = ritual.Horizon(value)
	case placeBefore:
		before = value
	}
	if typed := f.One("place_name"); typed != "" {
		o, err := ritual.NamedObjective("place_name", typed, a.others())
		if err != nil {
			return engine.Reply{}, err
		}
		before = o.ID
	}
	after, c, err := ritual.PlaceObjective(a.o, h, before, a.have, f.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := tx.PlaceObjective(ctx, after, before); err != nil {
		return engine.Reply{}, err
	}
	return keptObjective(ctx, tx, a.p, after, c)
}

func openBringBack(ctx context.Context, tx *store.Tx, in engine.Input, a aim) (engine.Reply, error) {
	if _, _, err := ritual.BringBack(a.o, a.o.Name, a.o.Horizon, nil, "", in.By, tx.Now); err != nil {
		return engine.Reply{}, err
	}
	if err := stillClearing(ctx, tx, a.o); err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(bringBackModal(a)), nil
}

// submitBringBack puts an objective on the roadmap again, as the last of its horizon.
func submitBringBack(ctx context.Context, tx *store.Tx, in engine.Input, a aim) (engine.Reply, error) {
	f := in.Fields
	if err := stillClearing(ctx, tx, a.o); err != nil {
		return engine.Reply{}, err
	}
	after, c, err := ritual.BringBack(a.o, f.One("name"), ritual.Horizon(f.One("horizon")), a.have, f.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := errors.Join(tx.PlaceObjective(ctx, after, ""), untellAchieved(ctx, tx, a.o)); err != nil {
		return engine.Reply{}, err
	}
	return keptObjective(ctx, tx, a.p, after, c)
}

// stillClearing refuses what has to wait until the requests of an objective are dealt with.
func stillClearing(ctx context.Context, tx *store.Tx, o ritual.Objective) error {
	c, err := tx.ClearingOf(ctx, o.ID)
	if err == nil && c.ID != "" && c.Done.IsZero() {
		return ritual.Refuse("I am still at the requests of “%s”: %s are done so far. Please try again in a few minutes.", o.Name, exactly(c.Decided()))
	}
	return err
}
