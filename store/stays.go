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

// stay is the status that a request has, and since when.
func (tx *Tx) stay(ctx context.Context, request string) (Stay, error) {
	read := func(row scanner) (s Stay, err error) {
		err = row.Scan(&s.Status, at(&s.Since))
		return s, err
	}
	return one(ctx, tx, read, `SELECT status, since FROM requests WHERE id = $1`, request)
}

// keepStay keeps how long a request had a status, where it got another one. It follows the change of the request: whoever
// changes a request first has it first, and what is kept beside it too, so that two who do never wait for each other.
func (tx *Tx) keepStay(ctx context.Context, was Stay, is ritual.Request) error {
	if was.Status == is.Status || ms(was.Since) >= ms(is.Since) {
		return nil
	}
	_, err := tx.exec(ctx, `
		INSERT INTO stays (request, since, until, status) VALUES ($1, $2, $3, $4)
		ON CONFLICT (request, since) DO NOTHING`, is.ID, ms(was.Since), ms(is.Since), string(was.Status))
	return err
}

// DropStays forgets where a request stood since an instant, because it was put back to where it stood then.
func (tx *Tx) DropStays(ctx context.Context, request string, since time.Time) error {
	_, err := tx.exec(ctx, `DELETE FROM stays WHERE request = $1 AND since >= $2`, request, ms(since))
	return err
}
