package store

import (
	"context"
	"time"

	"tandem/bot/ritual"
)

// A Stay is how long a request had a status that it has no more.
type Stay struct {
	Status       ritual.Status
	Since, Until time.Time
}

// Stays returns where a request stood before its present status, oldest first. What was less than a millisecond is left out,
// and so is what was before the database kept this.
func (tx *Tx) Stays(ctx context.Context, request string) ([]Stay, error) {
	read := func(row scanner) (s Stay, err error) {
		err = row.Scan(&s.Status, at(&s.Since), at(&s.Until))
		return s, err
	}
	return many(ctx, tx, read, `SELECT status, since, until FROM stays WHERE request = $1 ORDER BY since`, request)
}

// keepStay keeps how long a request had its status, where it is about to get another one.
func (tx *Tx) keepStay(ctx context.Context, r ritual.Request) error {
	_, err := tx.exec(ctx, `
		INSERT INTO stays (request, since, until, status)
		SELECT id, since, $2, status FROM requests WHERE id = $1 AND status <> $3 AND since < $2
		ON CONFLICT (request, since) DO NOTHING`, r.ID, ms(r.Since), string(r.Status))
	return err
}

// DropStays forgets where a request stood since an instant, because it was put back to where it stood then.
func (tx *Tx) DropStays(ctx context.Context, request string, since time.Time) error {
	_, err := tx.exec(ctx, `DELETE FROM stays WHERE request = $1 AND since >= $2`, request, ms(since))
	return err
}
