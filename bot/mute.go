package bot

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/store"
)

// Whoever hears what becomes of a request can mute it, or all of them. What they muted stands on their Home tab.

// muted keeps whether whoever presses wants to hear of a request, and shows it where they were told.
func muted(keep func(tx *store.Tx, ctx context.Context, person, id string) error) request.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
		id := request.HeardAs(m.Request)
		if err := keep(tx, ctx, in.By, id); err != nil {
			return engine.Reply{}, err
		}
		return engine.Reply{}, errors.Join(showMuted(ctx, tx, in.By, id), engine.RefreshHome(ctx, tx, in.By))
	}
}

// showMuted shows the messages that told somebody of a request anew.
func showMuted(ctx context.Context, tx *store.Tx, who, id string) error {
	lines, err := tx.OutcomeLinesOf(ctx, who, id)
	if err != nil {
		return err
	}
	ds, err := tx.Decisions(ctx, id)
	if err != nil {
		return err
	}
	type place struct{ kind, subject string }
	var all []place
	for _, l := range lines {
		all = append(all, place{outcomesKind, l.Day})
	}
	for _, d := range ds {
		all = append(all, place{request.LineKind, d.ID})
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
func mutedAll(keep func(tx *store.Tx, ctx context.Context, person, id string) error) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		if err := keep(tx, ctx, in.By, ""); err != nil {
			return engine.Reply{}, err
		}
		return engine.Reply{}, engine.RefreshHome(ctx, tx, in.By)
	}
}
