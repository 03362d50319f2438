package store

import (
	"context"

	"tandem/bot/ritual"
)

// Ticks returns the criteria of a request that the PO found met, as they read when they were ticked.
func (tx *Tx) Ticks(ctx context.Context, request string) ([]ritual.Tick, error) {
	read := func(row scanner) (t ritual.Tick, err error) {
		err = row.Scan(&t.Version, &t.Criterion, &t.By, at(&t.At))
		return t, err
	}
	return many(ctx, tx, read, `
		SELECT version, criterion, by_whom, at FROM acceptances WHERE request = $1 ORDER BY place`, request)
}

// KeepTicks keeps which criteria of a request are met, in place of what was kept before. Those without anybody who ticked them
// are left out.
func (tx *Tx) KeepTicks(ctx context.Context, request string, ticks []ritual.Tick) error {
	if _, err := tx.exec(ctx, `DELETE FROM acceptances WHERE request = $1`, request); err != nil {
		return err
	}
	for i, t := range ticks {
		if t.By == "" {
			continue
		}
		if _, err := tx.exec(ctx, `
			INSERT INTO acceptances (request, place, version, criterion, by_whom, at) VALUES ($1, $2, $3, $4, $5, $6)`,
			request, i, t.Version, t.Criterion, t.By, ms(t.At)); err != nil {
			return err
		}
	}
	return nil
}
