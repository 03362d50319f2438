package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"tandem/bot/ritual"
)

// Statuses in which somebody still has a step to take; a test holds them against ritual. alignedStatuses are also those
// of the index requests_orphaned.
const (
	unalignedStatuses = `'new', 'awaiting_alignment', 'needs_info'`
	alignedStatuses   = `'awaiting_priority', 'backlog', 'in_sprint', 'done', 'accepted'`
	openStatuses      = unalignedStatuses + `, ` + alignedStatuses
)

// counted is an expression that counts the requests of which a condition is true, no further than ritual.Many and one.
func counted(condition string) string {
	return `(SELECT COUNT(*) FROM (SELECT 1 FROM requests WHERE ` + condition + ` LIMIT ` + strconv.Itoa(ritual.Many+1) + `) AS few)`
}

// countByStatus counts each status by itself: an index has the requests of one together.
var countByStatus = func() string {
	var each []string
	for _, s := range strings.Split(openStatuses, ", ") {
		each = append(each, fmt.Sprintf(`SELECT %s AS status, %s AS n`, s, counted(`product = $1 AND status = `+s)))
	}
	return `SELECT status, n FROM (` + strings.Join(each, ` UNION ALL `) + `) AS counts WHERE n > 0`
}()

// CountByStatus returns how many of a product's requests are in each status in which somebody still has a step to take,
// counted as ritual.Many says. A status without any is left out, and so are the ended ones.
func (tx *Tx) CountByStatus(ctx context.Context, product string) (map[ritual.Status]int, error) {
	type count struct {
		status ritual.Status
		n      int
	}
	read := func(row scanner) (c count, err error) {
		err = row.Scan(&c.status, &c.n)
		return c, err
	}
	counts, err := many(ctx, tx, read, countByStatus, product)
	all := map[ritual.Status]int{}
	for _, c := range counts {
		all[c.status] = c.n
	}
	return all, err
}

// Loads returns a product's roadmap with the number of open requests and of praise of each objective, and how many open requests
// serve none; all are counted as ritual.Many says.
func (tx *Tx) Loads(ctx context.Context, product string) (loads []ritual.Load, orphans int, err error) {
	all, err := tx.Objectives(ctx, product)
	if err != nil {
		return nil, 0, err
	}
	count := func(query string, args ...any) (n int) {
		if err == nil {
			err = tx.found(tx.row(ctx, query, args...).Scan(&n))
		}
		return n
	}
	for _, o := range all {
		open := count(`SELECT `+counted(`product = $1 AND objective = $2 AND status IN (`+openStatuses+`)`), product, o.ID)
		praise := count(`SELECT COUNT(*) FROM (
			SELECT 1 FROM praise_links l JOIN requests r ON r.id = l.request
			WHERE l.objective = $1 AND r.status = 'noted' LIMIT `+strconv.Itoa(ritual.Many+1)+`) AS few`, o.ID)
		loads = append(loads, ritual.Load{Objective: o, Open: open, Praise: praise})
	}
	orphans = count(`SELECT `+counted(`product = $1 AND objective IS NULL AND status IN (`+unalignedStatuses+`)`), product) +
		count(`SELECT `+counted(`product = $1 AND objective IS NULL AND status IN (`+alignedStatuses+`)`), product)
	return loads, orphans, err
}
