package store

import (
	"context"
)

// Exec runs a statement of a test's own.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) error {
	_, err := tx.exec(ctx, query, args...)
	return err
}

// Int returns the one number that a statement of a test's own selects.
func (tx *Tx) Int(ctx context.Context, query string, args ...any) (n int64, err error) {
	return n, tx.found(tx.row(ctx, query, args...).Scan(&n))
}

// Blind says whether a transaction can lose a conflict with another that runs beside it.
func (db *DB) Blind() bool { return db.engine.blind }

// Waiting is how many transactions wait for the one writer.
func (db *DB) Waiting() int {
	db.turns.mu.Lock()
	defer db.turns.mu.Unlock()
	return len(db.turns.waiting)
}
