package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"tandem/bot/ritual"
)

// AddEvidence keeps a message that a request rests on. The same message, or another under the same id, changes
// nothing. Whatever is kept with a private request is private.
func (tx *Tx) AddEvidence(ctx context.Context, request string, e ritual.Evidence) error {
	_, err := tx.exec(ctx, `
		INSERT INTO evidence (request, id, author, private, channel, ts, thread, text, files, at)
		VALUES ($1, $2, $3, `+privateWith+`, $5, $6, $7, $8, $9, $10)
		ON CONFLICT DO NOTHING`,
		request, e.ID, e.Author, bit(e.Private), e.Channel, e.TS, e.Thread, e.Text, asJSON(e.Files), ms(e.At))
	return err
}

// privateWith is whether words are private that are kept with the request $1: where they are by themselves, as $4 says, or
// where the request is.
const privateWith = `CASE WHEN $4 = 1 THEN 1 ELSE COALESCE((SELECT private FROM requests WHERE id = $1), 0) END`

// Evidence returns what a request rests on, by id: "2" before "10". A part rests on all that the whole does, too.
func (tx *Tx) Evidence(ctx context.Context, request string) ([]ritual.Evidence, error) {
	all, err := many(ctx, tx, readEvidence, `
		SELECT id, author, private, channel, ts, thread, text, files, at FROM evidence
		WHERE request = $1 OR request = (SELECT parent FROM requests WHERE id = $1)`, request)
	slices.SortFunc(all, func(a, b ritual.Evidence) int {
		return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), strings.Compare(a.ID, b.ID))
	})
	return all, err
}

func readEvidence(row scanner) (e ritual.Evidence, err error) {
	err = row.Scan(&e.ID, &e.Author, &e.Private, &e.Channel, &e.TS, &e.Thread, &e.Text, document{&e.Files}, at(&e.At))
	return e, err
}
