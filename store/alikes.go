package store

import (
	"context"
	"math"

	"tandem/bot/ritual"
)

// What is similar to a request is looked for once, when it is recorded, and kept: a list that were looked for whenever it is
// shown would say something else each time.

// KeepAlikes keeps what is similar to a request. What is kept already stays as it is.
func (tx *Tx) KeepAlikes(ctx context.Context, request string, found []ritual.Alike) error {
	for _, a := range found {
		if _, err := tx.exec(ctx, `
			INSERT INTO alikes (request, other, likeness, meaning) VALUES ($1, $2, $3, $4)
			ON CONFLICT (request, other) DO NOTHING`, request, a.ID, thousandths(a.Likeness), thousandths(a.Meaning)); err != nil {
			return err
		}
	}
	return nil
}

// KeepAlikeMeaning keeps how similar two requests are by what a model makes of them.
func (tx *Tx) KeepAlikeMeaning(ctx context.Context, request, other string, meaning float64) error {
	_, err := tx.exec(ctx, `UPDATE alikes SET meaning = $3 WHERE request = $1 AND other = $2`, request, other, thousandths(meaning))
	return err
}

func thousandths(x float64) int64 { return int64(math.Round(x * 1000)) }

// Alikes returns what was similar to a request when it was recorded and, where newer is set, what was recorded since and is
// similar to it.
func (tx *Tx) Alikes(ctx context.Context, request string, newer bool) ([]ritual.Alike, error) {
	read := func(row scanner) (a ritual.Alike, err error) {
		var likeness, meaning int64
		err = row.Scan(append(requestFields(&a.Request), &likeness, &meaning)...)
		a.Likeness, a.Meaning = float64(likeness)/1000, float64(meaning)/1000
		return a, err
	}
	all, err := many(ctx, tx, read, `
		SELECT `+requestColumns+`, a.likeness, a.meaning FROM alikes a JOIN requests r ON r.id = a.other WHERE a.request = $1`, request)
	if err != nil || !newer {
		return all, err
	}
	since, err := many(ctx, tx, read, `
		SELECT `+requestColumns+`, a.likeness, a.meaning FROM alikes a JOIN requests r ON r.id = a.request
		WHERE a.other = $1 ORDER BY r.number DESC LIMIT $2`, request, similarNewer)
	return append(all, since...), err
}

// similarNewer is how many newer requests are looked at which are similar to one.
const similarNewer = 50

// Listing returns the ids of the requests that are still to be decided and name another as similar, or are named by it, the
// newest first, at most fifty.
func (tx *Tx) Listing(ctx context.Context, other string) ([]string, error) {
	return many(ctx, tx, readText, `
		SELECT r.id FROM requests r JOIN (
			SELECT request AS id FROM alikes WHERE other = $1
			UNION
			SELECT other FROM alikes WHERE request = $1
		) AS named ON named.id = r.id
		WHERE r.status IN ('new', 'awaiting_alignment', 'needs_info', 'awaiting_priority')
		ORDER BY r.number DESC LIMIT $2`, other, similarNewer)
}
