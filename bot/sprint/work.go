package sprint

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// How the team works on the stories of a sprint: Start, Done, and who has what. The same buttons stand on the board, on Home and
// on a story's record.

// workRoutes are those by which a story is worked on.
func workRoutes() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			workOn(StartWork, ritual.ToBegin, begin),
			workOn(TakeOver, ritual.ToBegin, takeOver),
			workOn(FinishWork, ritual.ToFinish, finish),
			workOn(UndoneOpen, ritual.ToUnfinish, openUndone),
			workOn(OwnerOpen, ritual.ToOwn, openOwner),
		},
		Submits: []engine.Submit{
			{ID: undoneForm, Needs: engine.NeedPerson, Do: atWork(ritual.ToUnfinish, unfinish)},
			{ID: ownerForm, Needs: engine.NeedPerson, Do: atWork(ritual.ToOwn, hand)},
		},
	}
}

// A task is a story of the active sprint with all that working on it needs.
type task struct {
	request.Matter
	sprint ritual.Sprint
	in     ritual.SprintStory
}

// A worker is a handler for what is done to a story of the active sprint. What it answers besides an error is said where the click
// was; the board there is shown as it stands then.
type worker func(ctx context.Context, tx *store.Tx, in engine.Input, t task) (says kit.Text, form *kit.Modal, err error)

// workOn is a button of a story, with the right that pressing it takes.
func workOn(id string, right ritual.Action, do worker) engine.Action {
	return engine.Action{ID: id, Needs: engine.NeedPerson, Do: atWork(right, do)}
}

// atWork checks at the click who may do what. What somebody did already changes nothing, and is no mistake; who was a little late
// reads who was quicker.
func atWork(right ritual.Action, do worker) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		t, err := taskOf(ctx, tx, in)
		if err != nil {
			return engine.Reply{}, err
		}
		if err := t.May(right, in.Who); err != nil {
			if !t.outgrew(right, in.Who) {
				return engine.Reply{}, err
			}
			if t.Last.By == in.By { // pressed twice
				return shownAgain(ctx, tx, in, t, "")
			}
			return tooLate(ctx, tx, in, t, ritual.Late(t.Request, t.Last, tx.Now, in.Who.Zone))
		}
		if t.sprint.State != ritual.SprintActive {
			return engine.Reply{}, t.over()
		}
		says, form, err := do(ctx, tx, in, t)
		var quicker late
		switch {
		case errors.As(err, &quicker):
			return tooLate(ctx, tx, in, t, quicker.Refusal)
		case err != nil:
			return engine.Reply{}, err
		case form != nil:
			return engine.Open(*form), nil
		}
		return shownAgain(ctx, tx, in, t, says)
	}
}

// over is the refusal of what is done to a story whose sprint is closed: what that came to stays.
func (t task) over() error {
	if t.sprint.State != ritual.SprintClosed || t.Request.Status != ritual.Done {
		return ritual.Refuse("%s is not in an active sprint. `/sprint` shows what is.", t.Request.ID)
	}
	return ritual.Refuse("%s was done in sprint %d, which is closed: what it came to stays as it is. %s can `Return` it on its record, and it goes on as a story of the backlog.",
		t.Request.ID, t.sprint.Number, ritual.Name(t.Acting(ritual.RolePO)))
}

// late is a refusal because somebody else was quicker.
type late struct{ *ritual.Refusal }

func (l late) Unwrap() error { return l.Refusal }

// taskOf loads the story that a button names. What is in no sprint has none.
func taskOf(ctx context.Context, tx *store.Tx, in engine.Input) (t task, err error) {
	if t.Matter, err = request.Of(ctx, tx, in.Subject); err != nil {
		return t, err
	}
	t.By = in.By
	if err = t.ReadBy(ctx, tx, ritual.Reader{Person: in.By, Place: in.Channel}); err != nil {
		return t, err
	}
	t.sprint, t.in, err = tx.InSprint(ctx, t.Request.ID)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return t, err
}

// outgrew reports whether somebody may do something about the story, but for its status: it has moved on since they saw it.
func (t task) outgrew(right ritual.Action, who ritual.Person) bool {
	for _, at := range []ritual.Status{ritual.InSprint, ritual.Done} {
		was := t.Matter
		was.Request.Status = at
		if t.Last.ID != "" && was.May(right, who) == nil {
			return true
		}
	}
	return false
}

// tooLate says who was quicker, and shows the board as it stands now.
func tooLate(ctx context.Context, tx *store.Tx, in engine.Input, t task, why *ritual.Refusal) (engine.Reply, error) {
	if _, onBoard := readPlace(in.Words); !onBoard {
		return engine.Reply{}, why
	}
	return shownAgain(ctx, tx, in, t, kit.Sentence(why.Says))
}

// shownAgain answers a click on the board with the board as it stands now, on Home with what Home shows by itself, and elsewhere with
// a sentence.
func shownAgain(ctx context.Context, tx *store.Tx, in engine.Input, t task, says kit.Text) (engine.Reply, error) {
	if at, onBoard := readPlace(in.Words); onBoard {
		return turned(ctx, tx, in, at, says)
	}
	if says == "" { // they did so themselves
		says = kit.Join(" · ", kit.Sentence(t.Last.Sentence()), request.StatusWords(t.Matter))
	}
	switch {
	case in.Opened == engine.OnHome:
		return engine.Reply{}, nil
	case in.Data.Subject != "": // a form
		return engine.Open(engine.Note(t.Request.ID, kit.Section(says), kit.Context(kit.Raw("`/sprint` shows it as it stands now.")))), nil
	}
	return engine.Say(says), nil
}

// begin has whoever presses be the owner. What somebody else has begun they take over by another button.
func begin(ctx context.Context, tx *store.Tx, in engine.Input, t task) (kit.Text, *kit.Modal, error) {
	if t.in.Work != ritual.WorkStarted || t.in.Owner == "" || t.in.Owner == in.By {
		return takeOver(ctx, tx, in, t)
	}
	const help = "`Take over` on `/sprint` makes it yours."
	if begun := t.Last.Verdict == ritual.Begun || t.Last.Verdict == ritual.TookOver; begun && t.Last.By == t.in.Owner {
		return "", nil, late{ritual.Refuse("%s %s", ritual.Late(t.Request, t.Last, tx.Now, in.Who.Zone).Says, help)}
	}
	return "", nil, late{ritual.Refuse("%s works on %s already. %s", ritual.Name(t.in.Owner), t.Request.ID, help)}
}

// takeOver has whoever presses be the owner, whoever was.
func takeOver(ctx context.Context, tx *store.Tx, in engine.Input, t task) (kit.Text, *kit.Modal, error) {
	if t.in.Work == ritual.WorkStarted && t.in.Owner == in.By { // pressed twice
		return "", nil, nil
	}
	mv, err := t.sprint.Begin(t.Request, t.in, in.By, tx.Now)
	if err == nil {
		err = Keep(ctx, tx, t.Matter, t.sprint, mv)
	}
	return kit.F("*%s* is in progress, and yours.", t.Request.ID), nil, err
}

// finish says that a story is done.
func finish(ctx context.Context, tx *store.Tx, in engine.Input, t task) (kit.Text, *kit.Modal, error) {
	err := Keep(ctx, tx, t.Matter, t.sprint, t.sprint.Finish(t.Request, t.in, in.By, tx.Now))
	return kit.F("*%s* is done. %s accepts it.", t.Request.ID, kit.User(t.Acting(ritual.RolePO))), nil, err
}

// openUndone asks what is left, and unfinish takes back that a story is done.
func openUndone(_ context.Context, _ *store.Tx, _ engine.Input, t task) (kit.Text, *kit.Modal, error) {
	form := undoneModal(t)
	return "", &form, nil
}

func unfinish(ctx context.Context, tx *store.Tx, in engine.Input, t task) (kit.Text, *kit.Modal, error) {
	mv, err := t.sprint.Unfinish(t.Request, t.in, in.Fields.One("reason"), in.By, tx.Now)
	if err == nil {
		err = Keep(ctx, tx, t.Matter, t.sprint, mv)
	}
	return kit.F("*%s* is in progress again.", t.Request.ID), nil, err
}

// openOwner asks who works on a story, and hand gives it to them.
func openOwner(ctx context.Context, tx *store.Tx, _ engine.Input, t task) (kit.Text, *kit.Modal, error) {
	crew := request.Crew{}
	if err := crew.Meet(ctx, tx, append(t.Product.Workers(), t.in.Owner)...); err != nil {
		return "", nil, err
	}
	form := ownerModal(t, crew)
	return "", &form, nil
}

func hand(ctx context.Context, tx *store.Tx, in engine.Input, t task) (kit.Text, *kit.Modal, error) {
	owner := in.Fields.One("owner")
	if owner == nobody {
		owner = ""
	}
	if err := t.Product.HandTo(owner, t.in.Owner); err != nil {
		return "", nil, err
	}
	says := kit.F("%s works on *%s*.", kit.User(owner), t.Request.ID)
	if owner == "" {
		says = kit.F("Nobody works on *%s* now.", t.Request.ID)
	}
	if owner == t.in.Owner {
		return says, nil, nil
	}
	story, event := t.sprint.Hand(t.in, owner, in.By)
	event.Points = t.Request.Points
	_, err := tx.AddSprintEvent(ctx, event)
	return says, nil, errors.Join(err, tx.KeepSprintStory(ctx, t.sprint.ID, story), request.ShowAnew(ctx, tx, t.Product, t.Request), Refresh(ctx, tx, t.sprint))
}
