package bot

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/store"
)

// Whoever hears what becomes of a request can mute it, or all of them. What they muted stands on their Home tab.

// muted keeps whether whoever presses wants to hear of a request, and shows it where they were told.
func muted(keep func(tx *store.Tx, ctx context.Context, person, request string) error) requestHandler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
		id := heardAs(m.r)
		if err := keep(tx, ctx, in.By, id); err != nil {
			return engine.Reply{}, err
		}
		return engine.Reply{}, errors.Join(showMuted(ctx, tx, in.By, id), engine.RefreshHome(ctx, tx, in.By))
	}
}

// showMuted shows the messages that told somebody of a request anew.
func showMuted(ctx context.Context, tx *store.Tx, who, request string) error {
	lines, err := tx.OutcomeLinesOf(ctx, who, request)
	if err != nil {
		return err
	}
	ds, err := tx.Decisions(ctx, request)
	if err != nil {
		return err
	}
	type place struct{ kind, subject string }
	var all []place
	for _, l := range lines {
		all = append(all, place{outcomesKind, l.Day})
	}
	for _, d := range ds {
		all = append(all, place{lineKind, d.ID})
	}
	for _, at := range all {
		m, err := tx.MessageOf(ctx, at.kind, at.subject, who)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err == nil {
			err = engine.ShowMessage(ctx, tx, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mutedAll keeps whether somebody wants to hear of anything that they asked for. It is a switch of their own, on Home.
func mutedAll(keep func(tx *store.Tx, ctx context.Context, person, request string) error) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		if err := keep(tx, ctx, in.By, ""); err != nil {
			return engine.Reply{}, err
		}
		return engine.Reply{}, engine.RefreshHome(ctx, tx, in.By)
	}
}

// quietFor reports whether somebody muted a request, or all of them.
func quietFor(ctx context.Context, tx *store.Tx, person, request string) (bool, error) {
	all, err := tx.Muted(ctx, person, "")
	if all || err != nil {
		return all, err
	}
	return tx.Muted(ctx, person, request)
}
