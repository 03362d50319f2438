package store

import (
	"context"

	"tandem/bot/ritual"
)

// Reported returns the requests that somebody recorded or is the requester of, newest first, at most limit.
func (tx *Tx) Reported(ctx context.Context, person string, limit int) ([]ritual.Request, error) {
	return many(ctx, tx, readRequest, `
		SELECT `+requestColumns+` FROM requests r JOIN (
			SELECT * FROM (
				SELECT a.number, a.created FROM requests a
				WHERE a.reporter = $1 ORDER BY a.created DESC, a.number DESC LIMIT $2) AS recorded
			UNION
			SELECT * FROM (
				SELECT b.number, b.created FROM requests b
				WHERE b.requester = $1 AND b.requester <> '' ORDER BY b.created DESC, b.number DESC LIMIT $2) AS wanted
		) AS mine ON mine.number = r.number
		ORDER BY mine.created DESC, mine.number DESC LIMIT $2`, person, limit)
}

// waiting are the requests whose next step is $1's: those they align as a PM, prioritize as a PO or were asked about.
// No request is in two of the parts, as their statuses differ.
const waiting = `
	SELECT a.number, a.since FROM products p JOIN requests a ON a.product = p.id
	WHERE p.pm = $1 AND a.status = 'awaiting_alignment'
	UNION ALL
	SELECT b.number, b.since FROM products p JOIN requests b ON b.product = p.id
	WHERE p.po = $1 AND b.status = 'awaiting_priority'
	UNION ALL
	SELECT c.number, c.since FROM requests c
	WHERE c.asked = $1 AND c.status = 'needs_info'`

// Waiting returns the requests whose next step is somebody's, the longest waiting first, at most limit, and how many
// there are in all.
func (tx *Tx) Waiting(ctx context.Context, person string, limit int) ([]ritual.Request, int, error) {
	first, err := many(ctx, tx, readRequest, `
		SELECT `+requestColumns+` FROM requests r JOIN (
			SELECT number, since FROM (`+waiting+`) AS every ORDER BY since, number LIMIT $2
		) AS oldest ON oldest.number = r.number
		ORDER BY oldest.since, oldest.number`, person, limit)
	if err != nil || len(first) < limit {
		return first, len(first), err
	}
	var total int
	err = tx.row(ctx, `SELECT COUNT(*) FROM (`+waiting+`) AS every`, person).Scan(&total)
	return first, total, tx.found(err)
}

// CountByStatus returns how many of a product's requests are in each status in which somebody still has a step to take.
// A status without any is left out, and so are the ended ones, which only grow in number.
func (tx *Tx) CountByStatus(ctx context.Context, product string) (map[ritual.Status]int, error) {
	type count struct {
		status ritual.Status
		n      int
	}
	read := func(row scanner) (c count, err error) {
		err = row.Scan(&c.status, &c.n)
		return c, err
	}
	counts, err := many(ctx, tx, read, `
		SELECT status, COUNT(*) FROM requests
		WHERE product = $1 AND status IN `+openStatuses+` GROUP BY status`, product)
	all := map[ritual.Status]int{}
	for _, c := range counts {
		all[c.status] = c.n
	}
	return all, err
}
