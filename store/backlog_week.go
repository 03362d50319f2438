package store

import (
	"context"
	"time"

	"tandem/bot/ritual"
)

// decidedThen is who took the latest decision on a request r at the instant at which it got its status; empty where nobody did.
const decidedThen = `COALESCE((SELECT d.by_whom FROM decisions d WHERE d.request = r.id AND d.at = r.since ORDER BY d.number DESC LIMIT 1), '')`

// Week returns what changed in a product's backlog since an instant.
func (tx *Tx) Week(ctx context.Context, product string, since time.Time) (w ritual.Week, err error) {
	read := func(row scanner) (c ritual.WeekChange, err error) {
		err = row.Scan(&c.Request, &c.By, at(&c.At), &c.To, &c.Private)
		return c, err
	}
	came, err := many(ctx, tx, read, `
		SELECT r.id, `+decidedThen+`, r.since, '', r.private FROM requests r
		WHERE r.product = $1 AND r.status = 'backlog' AND r.since >= $2
		ORDER BY r.since DESC, r.number DESC LIMIT $3`, product, ms(since), ritual.WeekMost+1)
	if err != nil {
		return w, err
	}
	// The few that left are looked up one by one: with its bare name, SQLite would walk through all requests of the product.
	left, err := many(ctx, tx, read, `
		SELECT r.id, `+decidedThen+`, r.since, r.status, r.private FROM requests r
		WHERE r.id IN (SELECT s.request FROM stays s WHERE s.status = 'backlog' AND s.until >= $2)
			AND r.product || '' = $1 AND r.status <> 'backlog'
		ORDER BY r.since DESC, r.number DESC LIMIT $3`, product, ms(since), ritual.WeekMost+1)
	if err != nil {
		return w, err
	}
	ranked, err := tx.rerankings(ctx, product, since, ritual.WeekMost+1)
	w.Came, w.Left = ritual.NewWeekChanges(came), ritual.NewWeekChanges(left)
	w.Moved, w.Scored = ritual.Reranked(ranked, since)
	return w, err
}

// rerankings returns the latest decisions since an instant on the priority and the place of stories that stand in a product's
// backlog, the latest first, at most limit.
func (tx *Tx) rerankings(ctx context.Context, product string, since time.Time, limit int) ([]ritual.Reranking, error) {
	read := func(row scanner) (d ritual.Reranking, err error) {
		err = row.Scan(&d.Request, &d.Topic, &d.Verdict, &d.By, at(&d.At), at(&d.Since))
		return d, err
	}
	return many(ctx, tx, read, `
		SELECT d.request, d.topic, d.verdict, d.by_whom, d.at, r.since FROM decisions d JOIN requests r ON r.id = d.request
		WHERE d.product = $1 AND d.at >= $2 AND d.topic IN ('priority', 'order') AND r.status = 'backlog'
		ORDER BY d.at DESC, d.request, d.number DESC LIMIT $3`, product, ms(since), limit)
}
