package bot

import (
	"context"
	"errors"
	"slices"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Move puts a story of the backlog where its score would not, and lets it stand by its score again.

// moveForm is in old messages: it is never renamed.
const moveForm = "backlog.move.form"

// moveMost is how many stories the menu offers; Slack takes 100.
const moveMost = 100

func moveRitual() engine.Ritual {
	return engine.Ritual{Submits: []engine.Submit{request.Submit(moveForm, ritual.ToMove, submitMove)}}
}

// openMove opens the form with the top of the backlog to choose from. The id of any other story can be typed.
func openMove(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	top, total, err := tx.Backlog(ctx, m.Product.ID, m.Product.Frameworks(), 0, moveMost)
	if err != nil {
		return engine.Reply{}, err
	}
	places := map[string]int{}
	for i, r := range top {
		places[r.Request.ID] = i + 1
	}
	others := slices.DeleteFunc(top, func(r ritual.Ranked) bool { return r.Request.ID == m.Request.ID })
	if len(others) == 0 {
		return engine.Reply{}, ritual.Refuse("%s is the only story of the backlog: there is nothing that it could stand before.", m.Request.ID)
	}
	pin, err := pinOf(ctx, tx, m.Request)
	if err != nil {
		return engine.Reply{}, err
	}
	rd, err := readerOfRanks(ctx, tx, m.Product, ritual.Reader{Person: in.By}, others)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(moveModal(m, others, places, total > len(top), pin, rd)), nil
}

// submitMove pins the story before the one that was chosen, or typed.
func submitMove(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	field, id := "before", in.Fields.One("before")
	if typed := in.Fields.One("before_id"); typed != "" {
		var err error
		if id, err = ritual.ParseRequestID(typed); err != nil {
			return engine.Reply{}, beside("before_id", err)
		}
		field = "before_id"
	}
	before, err := tx.Request(ctx, id)
	if errors.Is(err, store.ErrNotFound) && id != "" {
		return engine.Reply{}, ritual.RefuseField(field, "There is no %s.", id)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, err
	}
	pins, err := tx.Pins(ctx, m.Product.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	pin, d, err := ritual.Move(m.Request, before, pins, in.Fields.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, beside(field, err)
	}
	if err := errors.Join(tx.KeepPin(ctx, m.Request.ID, pin), request.Advance(ctx, tx, m, m.Request, d)); err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(movedModal(m.Request, before)), nil
}

// beside puts what is refused of the chosen story, or of nothing, at the field in which it was given.
func beside(field string, err error) error {
	for _, r := range ritual.Refusals(err) {
		if r.Field == "" || r.Field == "before" {
			r.Field = field
		}
	}
	return err
}

// unpin lets a story stand by its score again, and shows the part of the backlog in which that was pressed anew.
func unpin(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	pin, err := pinOf(ctx, tx, m.Request)
	if err != nil {
		return engine.Reply{}, err
	}
	d, err := ritual.Unpin(m.Request, pin, in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := errors.Join(tx.KeepPin(ctx, m.Request.ID, ritual.Pin{}), request.Advance(ctx, tx, m, m.Request, d)); err != nil {
		return engine.Reply{}, err
	}
	return turnTo(ctx, tx, in, func(*part) {})
}

// pinOf is where somebody put a story of the backlog, or nothing.
func pinOf(ctx context.Context, tx *store.Tx, r ritual.Request) (ritual.Pin, error) {
	pins, err := tx.Pins(ctx, r.Product)
	for _, p := range pins {
		if p.Request.ID == r.ID {
			return p.Pin, err
		}
	}
	return ritual.Pin{}, err
}
