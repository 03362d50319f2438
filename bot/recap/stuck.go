package recap

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// A recap is stuck where its channel did not take it, as it is archived for one, and the product has named another one since: other
// people read it there, so it is told anew for them.

// stuckAt is the message of a recap that is stuck; is reports whether it is.
func stuckAt(ctx context.Context, tx *store.Tx, p ritual.Product, r ritual.Recap) (m store.Message, is bool, err error) {
	if r.Posted.IsZero() || r.Channel == channelOf(p) {
		return m, false, nil
	}
	m, err = tx.MessageOf(ctx, Kind, r.Sprint, r.Channel)
	if errors.Is(err, store.ErrNotFound) {
		return m, false, nil
	}
	return m, m.State == store.MessageFailed, err
}

// freed is a recap that was stuck as the draft that it was; any other stays as it is.
func freed(ctx context.Context, tx *store.Tx, p ritual.Product, r ritual.Recap) (ritual.Recap, error) {
	m, is, err := stuckAt(ctx, tx, p, r)
	if err != nil || !is {
		return r, err
	}
	m.State, m.Why = store.MessageWaiting, ""
	return r.Unpost(), errors.Join(tx.KeepMessage(ctx, m), tx.SetAside(ctx, m.ID), engine.RefreshHome(ctx, tx, p.PM), engine.RefreshHome(ctx, tx, p.PO))
}

// MayPostAgain refuses to post a recap that is stuck where it was to go.
func MayPostAgain(ctx context.Context, tx *store.Tx, m store.Message) error {
	if m.Kind != Kind {
		return nil
	}
	s, p, r, err := load(ctx, tx, m.Subject)
	if err != nil {
		return err
	}
	if _, is, err := stuckAt(ctx, tx, p, r); err != nil || !is {
		return err
	}
	return ritual.Refuse("Recaps of %s go to another channel now, where others read them. `/demo recap %d` tells this one anew for them.", kit.OneLine(p.Name), s.Number)
}
