package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tandem/bot/ritual"
)

const decisionColumns = `d.request, d.number, d.product, d.topic, d.verdict, d.by_whom, d.at, d.reason, d.objective, d.revisit,
	d.score, d.moved_before, d.lead, d.sprint`

// decisionID is the id of the n-th decision on a request.
func decisionID(request string, n int64) string { return fmt.Sprintf("%s/%d", request, n) }

func readDecision(row scanner) (d ritual.Decision, err error) {
	var n int64
	err = row.Scan(&d.Request, &n, &d.Product, &d.Topic, &d.Verdict, &d.By, at(&d.At), &d.Reason, &d.Objective,
		&d.Revisit, &d.Score, &d.Before, &d.Lead, &d.Sprint)
	d.ID = decisionID(d.Request, n)
	return d, err
}

// AddDecision keeps a decision for good, and returns it with its id. The same topic's earlier one, if any, is
// superseded by it from then on.
func (tx *Tx) AddDecision(ctx context.Context, d ritual.Decision) (ritual.Decision, error) {
	if d.At.IsZero() {
		d.At = tx.Now
	}
	var n int64
	err := tx.row(ctx, `
		INSERT INTO decisions (request, number, product, topic, verdict, by_whom, at, reason, objective, revisit, score, moved_before, lead, sprint)
		SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 FROM decisions WHERE request = $1
		RETURNING number`,
		d.Request, d.Product, string(d.Topic), string(d.Verdict), d.By, ms(d.At), d.Reason, d.Objective, d.Revisit, d.Score,
		d.Before, d.Lead, d.Sprint).Scan(&n)
	d.ID = decisionID(d.Request, n)
	return d, tx.found(err)
}

// Decision returns a decision by its id, or ErrNotFound.
func (tx *Tx) Decision(ctx context.Context, id string) (ritual.Decision, error) {
	request, n, _ := strings.Cut(id, "/")
	number, err := strconv.ParseInt(n, 10, 64)
	if err != nil {
		return ritual.Decision{}, ErrNotFound
	}
	return one(ctx, tx, readDecision, `
		SELECT `+decisionColumns+` FROM decisions d WHERE d.request = $1 AND d.number = $2`, request, number)
}

// Decisions returns what was decided on a request, oldest first. Each that was superseded says by which; the table keeps no such
// mark: its rows never change.
func (tx *Tx) Decisions(ctx context.Context, request string) ([]ritual.Decision, error) {
	all, err := many(ctx, tx, readDecision, `
		SELECT `+decisionColumns+` FROM decisions d WHERE d.request = $1 ORDER BY d.number`, request)
	ritual.Supersede(all)
	return all, err
}

// LedDecisions returns what was decided about what was merged into a request or taken out of it, oldest first, with what that
// is: it may be private.
func (tx *Tx) LedDecisions(ctx context.Context, lead string) ([]Logged, error) {
	all, err := many(ctx, tx, readLogged, `
		SELECT `+decisionColumns+`, `+requestColumns+` FROM decisions d JOIN requests r ON r.id = d.request
		WHERE d.lead = $1 AND d.lead <> ''`, lead)
	slices.SortFunc(all, func(a, b Logged) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID)) })
	return all, err
}

// LastDecision returns what was decided last on a request, the zero Decision when nothing was.
func (tx *Tx) LastDecision(ctx context.Context, request string) (ritual.Decision, error) {
	d, err := one(ctx, tx, readDecision, `
		SELECT `+decisionColumns+` FROM decisions d WHERE d.request = $1 ORDER BY d.number DESC LIMIT 1`, request)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return d, err
}
