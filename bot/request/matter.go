// Package request is what every ritual does with a request: load it with its people, check who may do what, say what its
// reader may know of it, and move it on.
//
// A Matter is a request with all that a decision about it needs. Of loads it by its id, In for whoever reads a message. A route
// of a ritual that does something to one request is Click, for a button, or Submit, for a form: both name the right that it
// takes, and check it at the click, in the transaction of the handler.
//
// A handler asks package ritual what a request becomes, and hands that to Advance with the decisions that were taken. What
// follows is this package's: the request is kept, its place is told, whoever is next is asked by a card, and everything that
// shows it is shown anew. Whom a status asks, and by which card, is a Step; Steps lists them.
//
//	matter.go   a request with what a decision needs; rights at the click
//	steps.go    what Tandem does at each status, with the questions and their buttons in asks.go
//	advance.go  how a request moves on; again.go, how somebody is asked anew
//	acting.go   who is asked, and in whose place
//	reading.go  what a reader may know of it
//	shown.go    what shows it, shown anew
//	product.go  which product somebody means
//	words.go    words that all views share
package request

import (
	"context"
	"errors"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// A Matter is a request with all that a decision about it needs.
type Matter struct {
	Request ritual.Request
	Product ritual.Product
	Last    ritual.Decision // the latest decision on it
	Lead    ritual.Request  // what it was merged into, if it was
	Sprint  ritual.Sprint   // the one that it is in, or was when it was done; none for the others
	Work    ritual.SprintStory

	told   bool          // that it comes to whoever is asked, they hear by words of its own
	By     string        // who looks at it or acts on it; empty where that is not known
	Reader ritual.Reader // for whom it is shown: what they may not read is left out
	People Crew          // the heads and their stand-ins, and while it needs info, whoever can be asked
	Now    time.Time     // when that was read
}

// Of loads a request by its id, as a button or a person gave it.
func Of(ctx context.Context, tx *store.Tx, id string) (Matter, error) {
	id, err := ritual.ParseRequestID(id)
	if err != nil {
		return Matter{}, err
	}
	var m Matter
	if m.Request, err = tx.Request(ctx, id); errors.Is(err, store.ErrNotFound) {
		return m, ritual.Refuse("There is no %s. `/backlog find` and a word or two may find it.", id)
	} else if err != nil {
		return m, err
	}
	if m.Product, err = tx.Product(ctx, m.Request.Product); err != nil {
		return m, err
	}
	if m.Last, err = tx.LastDecision(ctx, m.Request.ID); err != nil {
		return m, err
	}
	if m.Request.Status == ritual.Merged {
		if m.Lead, err = tx.Lead(ctx, m.Request); err != nil {
			return m, err
		}
	}
	return m, m.Acquaint(ctx, tx)
}

// sprint has a matter know the sprint that its request is in, and who works on it.
func (m *Matter) sprint(ctx context.Context, tx *store.Tx) (err error) {
	if !m.Request.Status.Committed() {
		return nil
	}
	if m.Sprint, m.Work, err = tx.InSprint(ctx, m.Request.ID); errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return errors.Join(err, m.People.Meet(ctx, tx, m.Work.Owner))
}

// StoryOf is the latest version of a request's story, or none.
func StoryOf(ctx context.Context, tx *store.Tx, id string) (ritual.Story, error) {
	s, err := tx.Story(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return ritual.Story{Request: id}, nil
	}
	return s, err
}

// In is the matter of a message, as its reader may know it.
func In(ctx context.Context, tx *store.Tx, msg store.Message, id string) (Matter, error) {
	m, err := Of(ctx, tx, id)
	if err != nil {
		return m, err
	}
	return m, m.ReadBy(ctx, tx, ReaderOf(msg))
}

// A Handler is a handler for what is done to one request. The route names the right that it takes; who clicked
// was checked against it, in the same transaction, before it runs.
type Handler func(ctx context.Context, tx *store.Tx, in engine.Input, m Matter) (engine.Reply, error)

// On is the handler of what is done to the request that in.Subject names, by whoever has the right. What the button
// showed may be old, and what a form carries can be forged: both are checked here, at the click.
func On(right ritual.Action, do Handler) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		m, err := Of(ctx, tx, in.Subject)
		if err != nil {
			return engine.Reply{}, err
		}
		if err := m.May(right, in.Who); err != nil {
			return engine.Reply{}, err
		}
		m.By = in.By
		if err := m.ReadBy(ctx, tx, ritual.Reader{Person: in.By, Place: in.Channel}); err != nil {
			return engine.Reply{}, err
		}
		return do(ctx, tx, in, m)
	}
}

// Click is a button about one request, with the right that pressing it takes.
func Click(id string, right ritual.Action, do Handler) engine.Action {
	return engine.Action{ID: id, Needs: engine.NeedPerson, Do: On(right, do)}
}

// Submit is a form about one request, with the right that sending it takes.
func Submit(id string, right ritual.Action, do Handler) engine.Submit {
	return engine.Submit{ID: id, Needs: engine.NeedPerson, Do: On(right, do)}
}

// May checks at the click whether somebody may do something about the matter.
func (m Matter) May(a ritual.Action, who ritual.Person) error {
	return ritual.May(a, ritual.Case{Who: who, Product: m.Product, Request: m.Request, Last: m.Last, People: m.People, Now: m.Now})
}
