package store

import "context"

// NextNumber returns the number of the next request (the 7 of FR-7). No number is given twice; some are never
// given, where a transaction that took one came to nothing.
func (tx *Tx) NextNumber(ctx context.Context) (int64, error) {
	return tx.db.engine.nextNumber(ctx, tx)
}

// Meta returns a value that the program keeps about itself, or ErrNotFound.
func (tx *Tx) Meta(ctx context.Context, key string) (string, error) {
	var value string
	err := tx.row(ctx, `SELECT value FROM meta WHERE key = $1`, key).Scan(&value)
	return value, tx.found(err)
}

// SetMeta keeps a value under key.
func (tx *Tx) SetMeta(ctx context.Context, key, value string) error {
	_, err := tx.exec(ctx, `
		INSERT INTO meta (key, value) VALUES ($1, $2)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}
