package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/ritual"
)

// Reported returns the requests that somebody recorded or is the requester of, newest first, at most limit. Of what was
// split it is the whole.
func (tx *Tx) Reported(ctx context.Context, person string, limit int) ([]ritual.Request, error) {
	return many(ctx, tx, readRequest, `
		SELECT `+requestColumns+` FROM requests r JOIN (
			SELECT * FROM (
				SELECT a.number, a.created FROM requests a
				WHERE a.reporter = $1 AND a.parent IS NULL ORDER BY a.created DESC, a.number DESC LIMIT $2) AS recorded
			UNION
			SELECT * FROM (
				SELECT b.number, b.created FROM requests b
				WHERE b.requester = $1 AND b.requester <> '' AND b.parent IS NULL ORDER BY b.created DESC, b.number DESC LIMIT $2) AS wanted
		) AS mine ON mine.number = r.number
		ORDER BY mine.created DESC, mine.number DESC LIMIT $2`, person, limit)
}

// Waiting returns the requests whose next step is somebody's, the longest waiting first, at most limit, and how many
// there are in all, counted as ritual.Many says: those they align as a PM, prioritize or accept as a PO or were asked about.
// No request is in two of these, as their statuses differ. Each is read in the order of an index, however many there are.
func (tx *Tx) Waiting(ctx context.Context, person string, limit int) ([]ritual.Request, int, error) {
	if person == "" {
		return nil, 0, nil
	}
	products, err := tx.ProductsOf(ctx, person)
	if err != nil {
		return nil, 0, err
	}
	queues := []queue{inNeedOfInfo(person), inNeedOfSomebodyHere(person)}
	for _, p := range products {
		of, err := tx.decidedBy(ctx, p, person)
		if err != nil {
			return nil, 0, err
		}
		queues = append(queues, of...)
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

// decidedBy are the requests of a product that wait for a decision which somebody may take now, as PM or PO or in their
// place.
func (tx *Tx) decidedBy(ctx context.Context, p ritual.Product, person string) ([]queue, error) {
	people, err := tx.headsOf(ctx, p)
	if err != nil {
		return nil, err
	}
	var queues []queue
	for _, of := range []struct {
		role          ritual.Role
		head, standIn string
		status        ritual.Status
		more          []queue // what falls to them too
	}{
		{ritual.RolePM, p.PM, p.Settings.PMStandIn, ritual.AwaitingAlignment, []queue{inNeedOfAnybody(p.ID)}},
		{ritual.RolePO, p.PO, p.Settings.POStandIn, ritual.AwaitingPriority, []queue{inStatus(p.ID, ritual.Done)}},
	} {
		if of.head == person {
			queues = append(append(queues, inStatus(p.ID, of.status)), of.more...)
			continue
		}
		switch {
		case ritual.Acting(p, of.role, people, tx.Now) == person:
			queues = append(append(queues, inStatus(p.ID, of.status)), of.more...)
		case of.standIn == person:
			queues = append(queues, askedSince(p.ID, of.status, ritual.OverdueSince(people[of.head], tx.Now, p.Settings)))
		}
	}
	return queues, nil
}

// headsOf are a product's heads and their stand-ins by id, as Slack last described them, as far as it did.
func (tx *Tx) headsOf(ctx context.Context, p ritual.Product) (map[string]ritual.Person, error) {
	people := map[string]ritual.Person{}
	for _, id := range []string{p.PM, p.PO, p.Settings.PMStandIn, p.Settings.POStandIn} {
		if id == "" {
			continue
		}
		who, err := tx.Person(ctx, id)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
		people[id] = who
	}
	return people, nil
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

// inNeedOfSomebodyHere are the questions to somebody who has left, for who recorded the request.
func inNeedOfSomebodyHere(reporter string) queue {
	const these = ` FROM requests r JOIN people left_one ON left_one.id = r.asked AND left_one.kind = 'gone'
			WHERE r.status = 'needs_info' AND r.asked <> $1 AND r.reporter = $1`
	return queue{
		first: `SELECT ` + requestColumns + these + ` ORDER BY r.since, r.number LIMIT $2`,
		count: `SELECT COUNT(*)` + these,
		args:  []any{reporter},
	}
}

// inNeedOfAnybody are the questions of a product that nobody is left to answer but its PM, or who acts for them.
func inNeedOfAnybody(product string) queue {
	const these = ` FROM requests r JOIN people left_one ON left_one.id = r.asked AND left_one.kind = 'gone'
			JOIN people wrote ON wrote.id = r.reporter AND wrote.kind = 'gone'
			WHERE r.product = $1 AND r.status = 'needs_info'`
	return queue{
		first: `SELECT ` + requestColumns + these + ` ORDER BY r.since, r.number LIMIT $2`,
		count: `SELECT COUNT(*)` + these,
		args:  []any{product},
	}
}

// askedSince are those of which somebody is asked at least since an instant.
func askedSince(product string, s ritual.Status, since time.Time) queue {
	these := ` FROM requests r WHERE r.product = $1 AND r.status = $2 AND r.since <= $3 AND r.` + askedAt(s) + ` <= $3`
	return queue{
		first: `SELECT ` + requestColumns + these + ` ORDER BY r.since, r.number LIMIT $4`,
		count: `SELECT COUNT(*)` + these,
		args:  []any{product, string(s), ms(since)},
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

// Asking returns the ids of a product's requests that wait for an answer of somebody's, oldest first.
func (tx *Tx) Asking(ctx context.Context, product string) ([]string, error) {
	return many(ctx, tx, readText, `
		SELECT id FROM requests
		WHERE product = $1 AND status IN ('awaiting_alignment', 'needs_info', 'awaiting_priority') ORDER BY number`, product)
}

// Decided returns the ids of the cards of somebody's about a product's requests that may be brought back, or of the lists that
// they stand in, as far as they are posted, the latest first.
func (tx *Tx) Decided(ctx context.Context, product, person string) ([]string, error) {
	return many(ctx, tx, readText, `
		SELECT COALESCE(l.id, m.id)
		FROM requests r
			JOIN messages m ON m.subject = r.id AND m.kind IN ('pm_card', 'po_card', 'both_card') AND m.recipient = $2
			LEFT JOIN messages l ON l.id = m.inside
		WHERE r.product = $1 AND r.status IN ('parked', 'declined', 'awaiting_priority', 'backlog', 'merged') AND COALESCE(l.state, m.state) = 'posted'
		GROUP BY COALESCE(l.id, m.id) ORDER BY MAX(m.left_at) DESC`, product, person)
}

// Asked returns the products in which somebody is asked what nobody said, or recorded what somebody else is asked about.
func (tx *Tx) Asked(ctx context.Context, person string) ([]string, error) {
	return many(ctx, tx, readText, `
		SELECT DISTINCT product FROM requests WHERE status = 'needs_info' AND (asked = $1 OR reporter = $1)`, person)
}
