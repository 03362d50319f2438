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

// DropUnused removes an objective of a product and reports whether it did: not where something serves or served it, or somebody
// changed it. That it was suggested for something is forgotten.
func (tx *Tx) DropUnused(ctx context.Context, product, objective string) (bool, error) {
	const unused = `
		SELECT id FROM objectives
		WHERE id = $2 AND product = $1 AND ended = ''
			AND NOT EXISTS (SELECT 1 FROM requests WHERE product = $1 AND objective = $2)
			AND NOT EXISTS (SELECT 1 FROM praise_links WHERE objective = $2)
			AND NOT EXISTS (SELECT 1 FROM objective_changes WHERE objective = $2)
			AND NOT EXISTS (SELECT 1 FROM clearings WHERE objective = $2 OR target = $2)`
	if _, err := tx.exec(ctx, `DELETE FROM suggestions WHERE objective IN (`+unused+`)`, product, objective); err != nil {
		return false, err
	}
	n, err := tx.count(ctx, `DELETE FROM objectives WHERE id IN (`+unused+`)`, product, objective)
	return n > 0, err
}
