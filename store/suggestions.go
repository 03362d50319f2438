package store

import (
	"context"
	"errors"

	"tandem/bot/ritual"
)

// KeepSuggestion keeps which objective a model takes a request to serve, in place of what was kept before.
func (tx *Tx) KeepSuggestion(ctx context.Context, request string, s ritual.Suggestion) error {
	_, err := tx.exec(ctx, `
		INSERT INTO suggestions (request, objective, because, quoted, digest, at) VALUES ($1, NULLIF($2, ''), $3, $4, $5, $6)
		ON CONFLICT (request) DO UPDATE SET
			objective = excluded.objective, because = excluded.because, quoted = excluded.quoted, digest = excluded.digest, at = excluded.at`,
		request, s.Objective, s.Because, bit(s.Quoted), s.Digest, ms(tx.Now))
	return err
}

// Suggestion returns which objective a model takes a request to serve; the zero suggestion where none was asked.
func (tx *Tx) Suggestion(ctx context.Context, request string) (ritual.Suggestion, error) {
	s, err := one(ctx, tx, func(row scanner) (s ritual.Suggestion, err error) {
		var quoted int64
		err = row.Scan(&s.Objective, &s.Because, &quoted, &s.Digest)
		s.Quoted = quoted != 0
		return s, err
	}, `SELECT COALESCE(objective, ''), because, quoted, digest FROM suggestions WHERE request = $1`, request)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return s, err
}

// LongestIn returns the ids of a product's requests of a status, the longest waiting first, at most limit.
func (tx *Tx) LongestIn(ctx context.Context, product string, s ritual.Status, limit int) ([]string, error) {
	return many(ctx, tx, readText, `
		SELECT id FROM requests WHERE product = $1 AND status = $2 ORDER BY since, number LIMIT $3`, product, string(s), limit)
}
