package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"tandem/bot/ritual"
)

const objectiveColumns = `o.id, o.product, o.name, o.outcome, o.measure, o.horizon, o.place, o.ended, o.ended_at, o.by_whom, o.created`

func readObjective(row scanner) (o ritual.Objective, err error) {
	var ended int64
	err = row.Scan(&o.ID, &o.Product, &o.Name, &o.Outcome, &o.Measure, &o.Horizon, &o.Place, &o.End, &ended, &o.By, at(&o.Created))
	if ended != 0 {
		o.Ended = fromMS(ended)
	}
	return o, err
}

// nameKey is what no two objectives of a product have in common.
func nameKey(o ritual.Objective) string {
	if o.End != "" {
		return o.ID
	}
	return strings.ToLower(o.Name)
}

// endedAt is when an objective came off the roadmap, 0 while it is on it.
func endedAt(o ritual.Objective) int64 {
	if o.Ended.IsZero() {
		return 0
	}
	return ms(o.Ended)
}

// AddObjective adds an item to a product's roadmap, as the last of its horizon. The name of another one on the roadmap is an
// *ErrExists of objectives (product, name_key).
func (tx *Tx) AddObjective(ctx context.Context, o ritual.Objective) error {
	place, err := tx.lastPlace(ctx, o.Product)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `
		INSERT INTO objectives (id, product, name_key, name, outcome, measure, horizon, place, ended, ended_at, by_whom, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		o.ID, o.Product, nameKey(o), o.Name, o.Outcome, o.Measure, string(o.Horizon), place, string(o.End), endedAt(o), o.By, ms(o.Created))
	return err
}

// lastPlace is a place behind all objectives of a product.
func (tx *Tx) lastPlace(ctx context.Context, product string) (place int64, err error) {
	err = tx.row(ctx, `SELECT COALESCE(MAX(place), 0) + 1 FROM objectives WHERE product = $1`, product).Scan(&place)
	return place, tx.found(err)
}

// KeepObjective keeps what can change of an objective, but for its place, or returns ErrNotFound.
func (tx *Tx) KeepObjective(ctx context.Context, o ritual.Objective) error {
	return tx.change(ctx, `
		UPDATE objectives
		SET name_key = $2, name = $3, outcome = $4, measure = $5, horizon = $6, ended = $7, ended_at = $8
		WHERE id = $1`,
		o.ID, nameKey(o), o.Name, o.Outcome, o.Measure, string(o.Horizon), string(o.End), endedAt(o))
}

// PlaceObjective puts an objective before another one of its product, or last where before is empty. It returns ErrNotFound
// where there is no such objective.
func (tx *Tx) PlaceObjective(ctx context.Context, o ritual.Objective, before string) error {
	if before == "" {
		place, err := tx.lastPlace(ctx, o.Product)
		if err != nil {
			return err
		}
		return tx.change(ctx, `UPDATE objectives SET place = $2 WHERE id = $1`, o.ID, place)
	}
	next, err := tx.Objective(ctx, before)
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `UPDATE objectives SET place = place + 1 WHERE product = $1 AND place >= $2`, next.Product, next.Place); err != nil {
		return err
	}
	return tx.change(ctx, `UPDATE objectives SET place = $2 WHERE id = $1`, o.ID, next.Place)
}

// Objective returns an objective, on the roadmap or off it, or ErrNotFound.
func (tx *Tx) Objective(ctx context.Context, id string) (ritual.Objective, error) {
	return one(ctx, tx, readObjective, `SELECT `+objectiveColumns+` FROM objectives o WHERE o.id = $1`, id)
}

// Objectives returns a product's roadmap, the nearest horizon first and each in its order. Those that were achieved or
// dropped are not on it.
func (tx *Tx) Objectives(ctx context.Context, product string) ([]ritual.Objective, error) {
	all, err := many(ctx, tx, readObjective, `SELECT `+objectiveColumns+` FROM objectives o WHERE o.product = $1 AND o.ended = ''`, product)
	slices.SortFunc(all, inOrder)
	return all, err
}

// inOrder is the order of a roadmap.
func inOrder(a, b ritual.Objective) int {
	return cmp.Or(
		cmp.Compare(slices.Index(ritual.Horizons, a.Horizon), slices.Index(ritual.Horizons, b.Horizon)),
		cmp.Compare(a.Place, b.Place), a.Created.Compare(b.Created), strings.Compare(a.ID, b.ID))
}

// EndedObjectives returns a page of the objectives that came off a product's roadmap, the latest first, and how many there
// are in all.
func (tx *Tx) EndedObjectives(ctx context.Context, product string, offset, limit int) ([]ritual.Objective, int, error) {
	var total int
	err := tx.row(ctx, `SELECT COUNT(*) FROM objectives WHERE product = $1 AND ended IN ('achieved', 'dropped')`, product).Scan(&total)
	if err = tx.found(err); err != nil || total == 0 || limit == 0 {
		return nil, total, err
	}
	all, err := many(ctx, tx, readObjective, `
		SELECT `+objectiveColumns+` FROM objectives o WHERE o.product = $1 AND o.ended IN ('achieved', 'dropped')
		ORDER BY o.ended_at DESC, o.place, o.created LIMIT $2 OFFSET $3`, product, limit, offset)
	return all, total, err
}

// AddChange keeps what was done to an objective for good, and returns it with its number.
func (tx *Tx) AddChange(ctx context.Context, c ritual.Change) (ritual.Change, error) {
	err := tx.row(ctx, `
		INSERT INTO objective_changes (objective, number, turn, by_whom, at, reason, details)
		SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6 FROM objective_changes WHERE objective = $1
		RETURNING number`, c.Objective, string(c.Turn), c.By, ms(c.At), c.Reason, asJSON(c.Details)).Scan(&c.Number)
	return c, tx.found(err)
}

// Changes returns what was done to an objective, the latest first, at most limit.
func (tx *Tx) Changes(ctx context.Context, objective string, limit int) ([]ritual.Change, error) {
	read := func(row scanner) (c ritual.Change, err error) {
		err = row.Scan(&c.Objective, &c.Number, &c.Turn, &c.By, at(&c.At), &c.Reason, document{&c.Details})
		return c, err
	}
	return many(ctx, tx, read, `
		SELECT objective, number, turn, by_whom, at, reason, details FROM objective_changes
		WHERE objective = $1 ORDER BY number DESC LIMIT $2`, objective, limit)
}

const clearingColumns = `id, objective, product, ended, fate, COALESCE(target, ''), revisit, reason, by_whom, at, total, status, number,
	moved, asked, parked, remained, stayed, done_at`

func readClearing(row scanner) (c ritual.Clearing, err error) {
	var done int64
	err = row.Scan(&c.ID, &c.Objective, &c.Product, &c.End, &c.Fate, &c.Target, &c.Revisit, &c.Reason, &c.By, at(&c.At), &c.Total, &c.Status,
		&c.Number, &c.Moved, &c.Asked, &c.Parked, &c.Left, &c.Stayed, &done)
	if done != 0 {
		c.Done = fromMS(done)
	}
	return c, err
}

// KeepClearing keeps what becomes of what hangs on an objective, and how far that is done.
func (tx *Tx) KeepClearing(ctx context.Context, c ritual.Clearing) error {
	done := int64(0)
	if !c.Done.IsZero() {
		done = ms(c.Done)
	}
	_, err := tx.exec(ctx, `
		INSERT INTO clearings (id, objective, product, ended, fate, target, revisit, reason, by_whom, at, total, status, number,
			moved, asked, parked, remained, stayed, done_at)
		VALUES ($1, $2, $3, $4, $5, NULLIF($6, ''), $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
		ON CONFLICT (id) DO UPDATE SET
			status = excluded.status, number = excluded.number, moved = excluded.moved, asked = excluded.asked, parked = excluded.parked,
			remained = excluded.remained, stayed = excluded.stayed, done_at = excluded.done_at`,
		c.ID, c.Objective, c.Product, string(c.End), string(c.Fate), c.Target, c.Revisit, c.Reason, c.By, ms(c.At), c.Total, string(c.Status),
		c.Number, c.Moved, c.Asked, c.Parked, c.Left, c.Stayed, done)
	return err
}

// Clearing returns a clearing, or ErrNotFound.
func (tx *Tx) Clearing(ctx context.Context, id string) (ritual.Clearing, error) {
	return one(ctx, tx, readClearing, `SELECT `+clearingColumns+` FROM clearings WHERE id = $1`, id)
}

// ClearingOf returns the latest clearing of an objective; the zero one where there was none.
func (tx *Tx) ClearingOf(ctx context.Context, objective string) (ritual.Clearing, error) {
	c, err := one(ctx, tx, readClearing, `
		SELECT `+clearingColumns+` FROM clearings WHERE objective = $1 ORDER BY at DESC, id DESC LIMIT 1`, objective)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return c, err
}

// ClearingsUnderWay returns the clearings of a product that are not done yet.
func (tx *Tx) ClearingsUnderWay(ctx context.Context, product string) ([]ritual.Clearing, error) {
	return many(ctx, tx, readClearing, `SELECT `+clearingColumns+` FROM clearings WHERE product = $1 AND done_at = 0`, product)
}
