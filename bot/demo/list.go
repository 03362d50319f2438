package demo

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// The demo as a list, by /demo: what is shown in which order, what is not, and what somebody can do about it.

// command is /demo. Words that it does not know get its help.
func command(help func(name, words string) engine.Reply) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		if in.Words != "" {
			return help("/demo", in.Words), nil
		}
		return request.InProduct(ctx, tx, in, productID, list)
	}
}

// list is the demo of a product for one person.
func list(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	if err := ritual.MayRead(in.Who, p, in.Channel); err != nil {
		return engine.Reply{}, err
	}
	s, err := demoOf(ctx, tx, p)
	if err != nil {
		return engine.Reply{}, err
	}
	return page(ctx, tx, in, s, 0)
}

// page is a page of the demo of a sprint, from a story on.
func page(ctx context.Context, tx *store.Tx, in engine.Input, s ritual.Sprint, offset int) (engine.Reply, error) {
	a, err := agendaOf(ctx, tx, s)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := a.people.Meet(ctx, tx, in.By); err != nil {
		return engine.Reply{}, err
	}
	m, err := listMessage(ctx, tx, a, ritual.Reader{Person: in.By, Place: in.Channel}, offset)
	return engine.Reply{Say: &m}, err
}

// turned is another page in place of the one in which somebody pressed; the button's value is the sprint and, after a slash, the
// first story.
func turned(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	id, at, _ := strings.Cut(in.Subject, "/")
	offset, _ := strconv.Atoi(at) // else the first page
	s, err := tx.Sprint(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, ritual.Refuse("This sprint is not here any more. `/demo` shows the latest.")
	}
	if err != nil {
		return engine.Reply{}, err
	}
	p, err := tx.Product(ctx, s.Product)
	if err == nil {
		err = ritual.MayRead(in.Who, p, in.Channel)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	rep, err := page(ctx, tx, in, s, max(offset, 0))
	rep.Instead = true
	return rep, err
}

// again is the page with a story, in place of the one in which somebody pressed.
func again(ctx context.Context, tx *store.Tx, in engine.Input, s ritual.Sprint, id string) (engine.Reply, error) {
	a, err := agendaOf(ctx, tx, s)
	if err != nil {
		return engine.Reply{}, err
	}
	at := slices.IndexFunc(a.All(), func(one ritual.Shown) bool { return one.Story.Request.ID == id })
	rep, err := page(ctx, tx, in, s, max(at, 0)/perPage*perPage)
	rep.Instead = true
	return rep, err
}

// shownThere is the running order of a product's demo for all who read it in a place.
func shownThere(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader) (kit.Message, error) {
	s, err := demoOf(ctx, tx, p)
	if err != nil {
		return kit.Message{}, err
	}
	a, err := agendaOf(ctx, tx, s)
	if err != nil {
		return kit.Message{}, err
	}
	return orderMessage(ctx, tx, a, rd, nil)
}
