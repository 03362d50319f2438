package store

import (
	"context"
	"errors"

	"tandem/bot/ritual"
)

// KeepEvidence keeps a message that a request rests on, in the place of what has its id. A message that is kept under
// another id is an *ErrExists of evidence (request, channel, ts). Whatever is kept with a private request is private.
func (tx *Tx) KeepEvidence(ctx context.Context, request string, e ritual.Evidence) error {
	_, err := tx.exec(ctx, `
		INSERT INTO evidence (request, id, author, private, channel, ts, thread, text, files, at)
		VALUES ($1, $2, $3, `+privateWith+`, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (request, id) DO UPDATE SET author = excluded.author, private = excluded.private,
			channel = excluded.channel, ts = excluded.ts, thread = excluded.thread, text = excluded.text,
			files = excluded.files, at = excluded.at`,
		request, e.ID, e.Author, bit(e.Private), e.Channel, e.TS, e.Thread, e.Text, asJSON(e.Files), ms(e.At))
	return err
}

// Reading returns what is known of the thread that a request came from; nothing where it was never read.
func (tx *Tx) Reading(ctx context.Context, request string) (ritual.Reading, error) {
	r, err := one(ctx, tx, readReading, `SELECT read_at, left_out FROM readings WHERE request = $1`, request)
	if errors.Is(err, ErrNotFound) {
		return r, nil
	}
	return r, err
}

func readReading(row scanner) (r ritual.Reading, err error) {
	err = row.Scan(at(&r.At), &r.Left)
	return r, err
}

// KeepReading keeps that the thread of a request was read.
func (tx *Tx) KeepReading(ctx context.Context, request string, r ritual.Reading) error {
	_, err := tx.exec(ctx, `
		INSERT INTO readings (request, read_at, left_out) VALUES ($1, $2, $3)
		ON CONFLICT (request) DO UPDATE SET read_at = excluded.read_at, left_out = excluded.left_out`,
		request, ms(r.At), r.Left)
	return err
}
