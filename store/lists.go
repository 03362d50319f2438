package store

import (
	"cmp"
	"context"
	"slices"

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

// Waiting returns the requests whose next step is somebody's, the longest waiting first, at most limit, and how many
// there are in all, counted as ritual.Many says: those they align as a PM, prioritize as a PO or were asked about. No request is in two of these, as
// their statuses differ. Each is read in the order of an index, however many there are.
func (tx *Tx) Waiting(ctx context.Context, person string, limit int) ([]ritual.Request, int, error) {
	if person == "" {
		return nil, 0, nil
	}
	headed, err := many(ctx, tx, readProduct, `
		SELECT `+productColumns+` FROM products p WHERE p.pm = $1 OR p.po = $1`, person)
	if err != nil {
		return nil, 0, err
	}
	queues := []queue{inNeedOfInfo(person)}
	for _, p := range headed {
		if p.PM == person {
			queues = append(queues, inStatus(p.ID, ritual.AwaitingAlignment))
		}
		if p.PO == person {
			queues = append(queues, inStatus(p.ID, ritual.AwaitingPriority))
		}
	}
	var first []ritual.Request
	total := 0
	for _, q := range queues {
		of, n, err := tx.firstOf(ctx, q, limit)
		if err != nil {
			return nil, 0, err
		}
		first, total = append(first, of...), total+n
	}
	slices.SortFunc(first, func(a, b ritual.Request) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Number, b.Number))
	})
	return first[:min(limit, len(first))], total, nil
}

// queue is a list of requests, the longest waiting first: a statement that reads the first of them and one that counts
// them all. Both take args; the first takes the limit after them.
type queue struct {
	first, count string
	args         []any
}

func inNeedOfInfo(asked string) queue {
	return queue{
		first: `
			SELECT ` + requestColumns + ` FROM requests r
			WHERE r.asked = $1 AND r.status = 'needs_info' ORDER BY r.since, r.number LIMIT $2`,
		count: `SELECT ` + counted(`asked = $1 AND status = 'needs_info'`),
		args:  []any{asked},
	}
}

func inStatus(product string, s ritual.Status) queue {
	return queue{
		first: `
			SELECT ` + requestColumns + ` FROM requests r
			WHERE r.product = $1 AND r.status = $2 ORDER BY r.since, r.number LIMIT $3`,
		count: `SELECT ` + counted(`product = $1 AND status = $2`),
		args:  []any{product, string(s)},
	}
}

// firstOf returns the first requests of a queue and how many it has.
func (tx *Tx) firstOf(ctx context.Context, q queue, limit int) ([]ritual.Request, int, error) {
	first, err := many(ctx, tx, readRequest, q.first, append(slices.Clip(q.args), limit)...)
	total := len(first)
	if err == nil && total >= limit { // else these are all
		err = tx.found(tx.row(ctx, q.count, q.args...).Scan(&total))
	}
	return first, total, err
}
