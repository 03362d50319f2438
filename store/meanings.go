package store

import (
	"context"
	"encoding/base64"
)

// A Meaning is what a model makes of a request's words.
type Meaning struct {
	Digest string // of the words
	Vector []byte
}

// KeepMeaning keeps what a model makes of a request, in place of what was kept before.
func (tx *Tx) KeepMeaning(ctx context.Context, request, model string, m Meaning) error {
	_, err := tx.exec(ctx, `
		INSERT INTO meanings (request, model, digest, vector) VALUES ($1, $2, $3, $4)
		ON CONFLICT (request) DO UPDATE SET model = excluded.model, digest = excluded.digest, vector = excluded.vector`,
		request, model, m.Digest, base64.StdEncoding.EncodeToString(m.Vector))
	return err
}

// Meaning returns what a model makes of a request, or ErrNotFound.
func (tx *Tx) Meaning(ctx context.Context, request, model string) (m Meaning, err error) {
	var vector string
	if err = tx.found(tx.row(ctx, `SELECT digest, vector FROM meanings WHERE request = $1 AND model = $2`, request, model).Scan(&m.Digest, &vector)); err != nil {
		return Meaning{}, err
	}
	m.Vector, err = base64.StdEncoding.DecodeString(vector)
	return m, err
}
