package store

import (
	"context"
	"time"

	"tandem/bot/ritual"
)

// A RankDecision is a decision on a story's priority or place, and since when the story has its status.
type RankDecision struct {
	ritual.Decision
	Since time.Time
}

// RankDecisions returns the latest decisions since an instant on the priority and the place of stories that stand in a
// product's backlog, the latest first, at most limit.
func (tx *Tx) RankDecisions(ctx context.Context, product string, since time.Time, limit int) ([]RankDecision, error) {
	read := func(row scanner) (d RankDecision, err error) {
		err = row.Scan(&d.Request, &d.Verdict, at(&d.At), at(&d.Since))
		return d, err
	}
	return many(ctx, tx, read, `
		SELECT d.request, d.verdict, d.at, r.since FROM decisions d JOIN requests r ON r.id = d.request
		WHERE d.product = $1 AND d.at >= $2 AND d.topic IN ('priority', 'order') AND r.status = 'backlog'
		ORDER BY d.at DESC, d.request, d.number DESC LIMIT $3`, product, ms(since), limit)
}
