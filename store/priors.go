package store

import (
	"context"

	"tandem/bot/ritual"
)

// KeepPrior keeps how a request stood before a decision on it, in place of how it stood before an earlier one.
func (tx *Tx) KeepPrior(ctx context.Context, d ritual.Decision, was ritual.Prior) error {
	_, err := tx.exec(ctx, `
		INSERT INTO priors (request, decision, was) VALUES ($1, $2, $3)
		ON CONFLICT (request) DO UPDATE SET decision = excluded.decision, was = excluded.was`, d.Request, d.ID, asJSON(was))
	return err
}

// Prior returns the id of the decision on a request before which it is kept how it stood, and how that was, or ErrNotFound.
func (tx *Tx) Prior(ctx context.Context, request string) (decision string, was ritual.Prior, err error) {
	err = tx.found(tx.row(ctx, `SELECT decision, was FROM priors WHERE request = $1`, request).Scan(&decision, document{&was}))
	return decision, was, err
}

// DropPrior forgets how a request stood before a decision on it; that before a later one stays.
func (tx *Tx) DropPrior(ctx context.Context, d ritual.Decision) error {
	_, err := tx.exec(ctx, `DELETE FROM priors WHERE request = $1 AND decision = $2`, d.Request, d.ID)
	return err
}
