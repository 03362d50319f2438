package store

import (
	"context"
	"database/sql"
	"time"
)

// On PostgreSQL, a serializable transaction that looks for what is not in an index yet conflicts with every other that
// writes to the same page of the index. Deliveries and words are all looked for and written, most of them at the same few
// pages, so with many at once two of three tries came to nothing. Writing first and looking only where something was there
// already reads no page: INSERT … ON CONFLICT relies on the key's being unique.

// reservePostgres makes the mark of a delivery, still empty, and returns its place in the table. It is ErrNotFound where
// the mark is there already.
func reservePostgres(ctx context.Context, tx *Tx, key string) (place string, err error) {
	err = tx.row(ctx, `
		INSERT INTO seen (key, reply, seen_at, follow_kind, follow_key, follow_lane) VALUES ($1, '', $2, '', '', '')
		ON CONFLICT (key) DO NOTHING RETURNING CAST(ctid AS TEXT)`, key, ms(tx.Now)).Scan(&place)
	return place, tx.found(err)
}

// completePostgres completes a mark of this transaction. It goes to its place, without the index.
func completePostgres(ctx context.Context, tx *Tx, place, reply string, f following) error {
	return tx.change(ctx, `
		UPDATE seen SET reply = $2, follow_kind = $3, follow_key = $4, follow_lane = $5
		WHERE ctid = CAST(CAST($1 AS TEXT) AS tid)`, place, reply, f.kind, f.key, f.lane)
}

// newWordsPostgres remembers words beside the deliveries, for as long, and returns whether they were not said since an
// instant.
func newWordsPostgres(ctx context.Context, tx *Tx, key string, since time.Time) (bool, error) {
	var again string
	err := tx.row(ctx, `
		INSERT INTO seen (key, reply, seen_at, follow_kind, follow_key, follow_lane) VALUES ($1, '', $2, '', '', '')
		ON CONFLICT (key) DO UPDATE
		SET reply = CASE WHEN seen.seen_at >= $3 THEN 'again' ELSE '' END, seen_at = excluded.seen_at
		RETURNING reply`, key, ms(tx.Now), ms(since)).Scan(&again)
	return again == "", tx.found(err)
}

// apartPostgres runs fn in a transaction at READ COMMITTED, beside the serializable ones: it may only touch rows that it
// has locked, and add what is unique by its key. It is not run again.
func apartPostgres(ctx context.Context, db *DB, fn func(*Tx) error) error {
	tx, done, err := db.begin(ctx, db.claims, &sql.TxOptions{Isolation: sql.LevelReadCommitted}, time.Now().Add(db.patience))
	if err != nil {
		return err
	}
	defer done()
	if err := fn(tx); err != nil {
		return err
	}
	return db.engine.explain(tx.sql.Commit())
}
