package store

import (
	"context"
	"slices"

	"tandem/bot/ritual"
)

const rankedColumns = requestColumns + `, ` + scoreColumns + `, r.pin_before, r.pin_reason, r.pin_by, r.pin_at`

const scoreColumns = `r.score_framework, r.score_inputs, r.score_milli`

func scoreFields(s *ritual.Score) []any {
	return []any{&s.Framework, document{&s.Inputs}, &s.Milli}
}

func readRanked(row scanner) (r ritual.Ranked, err error) {
	err = row.Scan(slices.Concat(requestFields(&r.Request), scoreFields(&r.Score),
		[]any{&r.Pin.Before, &r.Pin.Reason, &r.Pin.By, at(&r.Pin.At)})...)
	if len(r.Score.Inputs) == 0 {
		r.Score.Inputs = nil
	}
	return r, err
}

// KeepScore keeps the score of a request in place of an earlier one, and who gave it. Without such a request it
// returns ErrNotFound.
func (tx *Tx) KeepScore(ctx context.Context, request string, s ritual.Score, by string) error {
	return tx.change(ctx, `
		UPDATE requests
		SET score_framework = $2, score_milli = $3, score_inputs = $4, score_by = $5, score_at = $6
		WHERE id = $1`,
		request, string(s.Framework), s.Milli, asJSON(s.Inputs), by, ms(tx.Now))
}

// Score returns the score of a request, or ErrNotFound when nobody has given it one.
func (tx *Tx) Score(ctx context.Context, request string) (ritual.Score, error) {
	read := func(row scanner) (s ritual.Score, err error) {
		err = row.Scan(scoreFields(&s)...)
		return s, err
	}
	return one(ctx, tx, read, `
		SELECT `+scoreColumns+` FROM requests r WHERE r.id = $1 AND r.score_framework <> ''`, request)
}

// KeepPin keeps where somebody put a story of the backlog, in place of an earlier pin; the zero Pin takes that away.
// Without such a request it returns ErrNotFound.
func (tx *Tx) KeepPin(ctx context.Context, request string, p ritual.Pin) error {
	return tx.change(ctx, `UPDATE requests SET pin_before = $2, pin_reason = $3, pin_by = $4, pin_at = $5 WHERE id = $1`,
		request, p.Before, p.Reason, p.By, ms(p.At))
}

// Pins returns the pinned stories of a product's backlog, the oldest requests first.
func (tx *Tx) Pins(ctx context.Context, product string) ([]ritual.Ranked, error) {
	return many(ctx, tx, readRanked, `
		SELECT `+rankedColumns+` FROM requests r
		WHERE r.product = $1 AND r.status = 'backlog' AND r.pin_before <> '' ORDER BY r.number`, product)
}

// Backlog returns a page of a product's backlog, in the order of ritual.Before, and how many requests it has in all.
// It is read in two parts: what the framework scored, in the order of an index, and below it everything else, which is
// gathered from that index first (left to itself, PostgreSQL may walk through all requests in the order of numbers).
func (tx *Tx) Backlog(ctx context.Context, product string, f ritual.FrameworkID, offset, limit int) ([]ritual.Ranked, int, error) {
	var total, scored int
	err := tx.row(ctx, `
		SELECT COUNT(*), COUNT(CASE WHEN score_framework = $2 THEN 1 END) FROM requests
		WHERE product = $1 AND status = 'backlog'`, product, string(f)).Scan(&total, &scored)
	if err != nil {
		return nil, 0, tx.found(err)
	}
	var page []ritual.Ranked
	if offset < scored {
		page, err = many(ctx, tx, readRanked, `
			SELECT `+rankedColumns+` FROM requests r
			WHERE r.product = $1 AND r.status = 'backlog' AND r.score_framework = $2
			ORDER BY r.score_milli DESC, r.number LIMIT $3 OFFSET $4`, product, string(f), limit, offset)
	}
	offset, limit = max(offset-scored, 0), limit-len(page)
	if err != nil || limit <= 0 || offset >= total-scored {
		return page, total, err
	}
	below, err := many(ctx, tx, readRanked, `
		WITH below AS MATERIALIZED (
			SELECT number FROM requests
			WHERE product = $1 AND status = 'backlog' AND score_framework <> $2
		)
		SELECT `+rankedColumns+` FROM requests r JOIN (
			SELECT number FROM below ORDER BY number LIMIT $3 OFFSET $4
		) AS first ON first.number = r.number
		ORDER BY r.number`, product, string(f), limit, offset)
	return append(page, below...), total, err
}
