package store

import (
	"context"
	"time"
)

// KeepUnsent keeps what somebody typed into a form that asks back before it takes it, and returns its id.
func (tx *Tx) KeepUnsent(ctx context.Context, by string, body any) (id string, err error) {
	id = NewID()
	_, err = tx.exec(ctx, `INSERT INTO unsent (id, by_whom, body, at) VALUES ($1, $2, $3, $4)`, id, by, asJSON(body), ms(tx.Now))
	return id, err
}

// Unsent reads into body what somebody typed, or returns ErrNotFound: it was sent, it is too old, or somebody else's.
func (tx *Tx) Unsent(ctx context.Context, id, by string, body any) error {
	return tx.found(tx.row(ctx, `SELECT body FROM unsent WHERE id = $1 AND by_whom = $2`, id, by).Scan(document{body}))
}

// DropUnsent forgets what was typed, because it was sent.
func (tx *Tx) DropUnsent(ctx context.Context, id string) error {
	_, err := tx.exec(ctx, `DELETE FROM unsent WHERE id = $1`, id)
	return err
}

// ForgetUnsent forgets what was typed before an instant.
func (tx *Tx) ForgetUnsent(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, `DELETE FROM unsent WHERE at < $1`, ms(before))
	return err
}
