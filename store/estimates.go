package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"tandem/bot/ritual"
)

const estimateColumns = `id, request, round, version, by_whom, started, revealed, revealed_by, ended`

func readEstimate(row scanner) (e ritual.Estimation, err error) {
	err = row.Scan(&e.ID, &e.Request, &e.Round, &e.Version, &e.By, at(&e.Started), at(&e.Revealed), &e.RevealedBy, at(&e.Ended))
	return e, err
}

// AddEstimate begins an estimation. A second open one of the same request is an *ErrExists of estimates (request).
func (tx *Tx) AddEstimate(ctx context.Context, e ritual.Estimation) error {
	_, err := tx.exec(ctx, `
		INSERT INTO estimates (`+estimateColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, e.Request, e.Round, e.Version, e.By, ms(e.Started), ms(e.Revealed), e.RevealedBy, ms(e.Ended))
	return err
}

// KeepEstimate keeps how far an estimation has come, or returns ErrNotFound.
func (tx *Tx) KeepEstimate(ctx context.Context, e ritual.Estimation) error {
	return tx.change(ctx, `
		UPDATE estimates SET round = $2, version = $3, revealed = $4, revealed_by = $5, ended = $6 WHERE id = $1`,
		e.ID, e.Round, e.Version, ms(e.Revealed), e.RevealedBy, ms(e.Ended))
}

// Estimate returns an estimation, or ErrNotFound.
func (tx *Tx) Estimate(ctx context.Context, id string) (ritual.Estimation, error) {
	return one(ctx, tx, readEstimate, `SELECT `+estimateColumns+` FROM estimates WHERE id = $1`, id)
}

// OpenEstimate returns the estimation of a request that has not ended, or ErrNotFound.
func (tx *Tx) OpenEstimate(ctx context.Context, request string) (ritual.Estimation, error) {
	return one(ctx, tx, readEstimate, `SELECT `+estimateColumns+` FROM estimates WHERE request = $1 AND ended = 0`, request)
}

// EstimatesOf returns the estimations of a request, oldest first.
func (tx *Tx) EstimatesOf(ctx context.Context, request string) ([]ritual.Estimation, error) {
	all, err := many(ctx, tx, readEstimate, `SELECT `+estimateColumns+` FROM estimates WHERE request = $1`, request)
	slices.SortFunc(all, func(a, b ritual.Estimation) int {
		return cmp.Or(a.Started.Compare(b.Started), strings.Compare(a.ID, b.ID))
	})
	return all, err
}

// KeepVote keeps somebody's vote in a round, in place of an earlier one.
func (tx *Tx) KeepVote(ctx context.Context, estimate string, round int, v ritual.Vote) error {
	_, err := tx.exec(ctx, `
		INSERT INTO votes (estimate, round, person, size, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (estimate, round, person) DO UPDATE SET size = excluded.size, at = excluded.at`,
		estimate, round, v.Person, v.Size, ms(v.At))
	return err
}

// Votes returns the votes of a round, the first one first.
func (tx *Tx) Votes(ctx context.Context, estimate string, round int) ([]ritual.Vote, error) {
	read := func(row scanner) (v ritual.Vote, err error) {
		err = row.Scan(&v.Person, &v.Size, at(&v.At))
		return v, err
	}
	all, err := many(ctx, tx, read, `SELECT person, size, at FROM votes WHERE estimate = $1 AND round = $2`, estimate, round)
	slices.SortFunc(all, func(a, b ritual.Vote) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Person, b.Person))
	})
	return all, err
}
