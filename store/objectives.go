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

// Loads returns a product's roadmap with the number of open requests of each objective, and how many open requests
// serve none.
func (tx *Tx) Loads(ctx context.Context, product string) (loads []ritual.Load, orphans int, err error) {
	all, err := tx.Objectives(ctx, product)
	if err != nil {
		return nil, 0, err
	}
	type load struct {
		objective string
		open      int
	}
	read := func(row scanner) (l load, err error) {
		err = row.Scan(&l.objective, &l.open)
		return l, err
	}
	counts, err := many(ctx, tx, read, `
		SELECT objective, COUNT(*) FROM requests
		WHERE product = $1 AND objective IS NOT NULL AND status IN `+openStatuses+` GROUP BY objective`, product)
	if err != nil {
		return nil, 0, err
	}
	err = tx.row(ctx, `
		SELECT COUNT(*) FROM requests WHERE product = $1 AND status IN `+openStatuses, product).Scan(&orphans)
	if err != nil {
		return nil, 0, tx.found(err)
	}
	open := map[string]int{}
	for _, c := range counts {
		open[c.objective] = c.open
		orphans -= c.open
	}
	for _, o := range all {
		loads = append(loads, ritual.Load{Objective: o, Open: open[o.ID]})
	}
	return loads, orphans, nil
}

// openStatuses are the statuses in which somebody still has a step to take; a test holds them against ritual.
const openStatuses = `('new', 'awaiting_alignment', 'needs_info', 'awaiting_priority', 'backlog', 'in_sprint', 'done', 'accepted')`
