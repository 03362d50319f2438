package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"tandem/bot/ritual"
)

// AddObjective adds an item to a product's roadmap. The same name again is an *ErrExists of objectives (product, name).
func (tx *Tx) AddObjective(ctx context.Context, o ritual.Objective) error {
	_, err := tx.exec(ctx, `
		INSERT INTO objectives (id, product, name, outcome, measure, horizon, by_whom, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		o.ID, o.Product, o.Name, o.Outcome, o.Measure, string(o.Horizon), o.By, ms(o.Created))
	return err
}

// Objective returns an item of a roadmap, or ErrNotFound.
func (tx *Tx) Objective(ctx context.Context, id string) (ritual.Objective, error) {
	return one(ctx, tx, readObjective, `
		SELECT id, product, name, outcome, measure, horizon, by_whom, created FROM objectives WHERE id = $1`, id)
}

// Objectives returns a product's roadmap, the nearest horizon first and within one the oldest first.
func (tx *Tx) Objectives(ctx context.Context, product string) ([]ritual.Objective, error) {
	all, err := many(ctx, tx, readObjective, `
		SELECT id, product, name, outcome, measure, horizon, by_whom, created FROM objectives WHERE product = $1`, product)
	slices.SortFunc(all, func(a, b ritual.Objective) int {
		return cmp.Or(
			cmp.Compare(slices.Index(ritual.Horizons, a.Horizon), slices.Index(ritual.Horizons, b.Horizon)),
			a.Created.Compare(b.Created), strings.Compare(a.ID, b.ID))
	})
	return all, err
}

func readObjective(row scanner) (o ritual.Objective, err error) {
	err = row.Scan(&o.ID, &o.Product, &o.Name, &o.Outcome, &o.Measure, &o.Horizon, &o.By, at(&o.Created))
	return o, err
}
