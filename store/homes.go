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

// Homes returns those of some people who have ever opened the Home tab.
func (tx *Tx) Homes(ctx context.Context, people ...string) ([]string, error) {
	if len(people) == 0 {
		return nil, nil
	}
	in, args := listed(people, 1)
	return many(ctx, tx, readText, `SELECT person FROM homes WHERE person IN `+in+` ORDER BY person`, args...)
}
