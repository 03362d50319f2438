package store

import (
	"context"
	"errors"
)

// HomeOpened notes that somebody has opened the Home tab, and reports whether it was for the first time.
func (tx *Tx) HomeOpened(ctx context.Context, person string) (first bool, err error) {
	return tx.add(ctx, `
		INSERT INTO homes (person, opened_at) VALUES ($1, $2) ON CONFLICT (person) DO NOTHING`, person, ms(tx.Now))
}

// HasHome reports whether somebody has ever opened the Home tab.
func (tx *Tx) HasHome(ctx context.Context, person string) (bool, error) {
	var n int64
	err := tx.found(tx.row(ctx, `SELECT opened_at FROM homes WHERE person = $1`, person).Scan(&n))
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
