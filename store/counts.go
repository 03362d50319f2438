package store

import (
	"context"
	"fmt"
	"slices"
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
	return `(SELECT COUNT(*) FROM (SELECT 1 FROM requests r WHERE ` + condition + ` LIMIT ` + strconv.Itoa(ritual.Many+1) + `) AS few)`
}

// countTo counts the requests of which a condition is true, no further than ritual.Many and one, or where a page ends behind that,
// than the end of the page and one: it is always known whether there are more.
func (tx *Tx) countTo(ctx context.Context, end int, condition string, args ...any) (n int, err error) {
	err = tx.found(tx.row(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM requests r WHERE `+condition+fmt.Sprintf(` LIMIT $%d) AS few`, len(args)+1),
		append(slices.Clip(args), max(ritual.Many, end)+1)...).Scan(&n))
	return n, err
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

// loadOf is what hangs on an objective o, one count for each part of a ritual.Load.
var loadOf = func() string {
	of := func(statuses string) string {
		return counted(`product = o.product AND objective = o.id AND status IN (` + statuses + `)`)
	}
	return strings.Join([]string{
		of(unalignedStatuses + `, 'awaiting_priority'`), of(`'backlog'`), of(`'in_sprint', 'done', 'accepted'`), of(`'shipped'`), of(`'parked'`),
		`(SELECT COUNT(*) FROM (
			SELECT 1 FROM praise_links l JOIN requests r ON r.id = l.request
			WHERE l.objective = o.id AND r.status = 'noted' LIMIT ` + strconv.Itoa(ritual.Many+1) + `) AS few)`,
	}, `, `)
}()

func readLoad(row scanner) (l ritual.Load, err error) {
	err = row.Scan(&l.Objective.ID, &l.Deciding, &l.Ranked, &l.Building, &l.Shipped, &l.Parked, &l.Praise)
	l.Open = min(l.Deciding+l.Ranked+l.Building, ritual.Many+1)
	return l, err
}

// Loads returns a product's roadmap with what hangs on each objective, and how many open requests serve none; all are counted
// as ritual.Many says.
func (tx *Tx) Loads(ctx context.Context, product string) (loads []ritual.Load, orphans int, err error) {
	all, err := tx.Objectives(ctx, product)
	if err != nil {
		return nil, 0, err
	}
	counts, err := many(ctx, tx, readLoad, `SELECT o.id, `+loadOf+` FROM objectives o WHERE o.product = $1 AND o.ended = ''`, product)
	if err != nil {
		return nil, 0, err
	}
	if err := tx.row(ctx, `SELECT `+orphanCounts, product).Scan(&orphans); err != nil {
		return nil, 0, tx.found(err)
	}
	loads = loaded(all, counts)
	return loads, orphans, tx.rated(ctx, loads)
}

// LoadsOf returns what hangs on objectives, in their order.
func (tx *Tx) LoadsOf(ctx context.Context, objectives ...ritual.Objective) ([]ritual.Load, error) {
	if len(objectives) == 0 {
		return nil, nil
	}
	ids := make([]string, 0, len(objectives))
	for _, o := range objectives {
		ids = append(ids, o.ID)
	}
	in, args := listed(ids, 1)
	counts, err := many(ctx, tx, readLoad, `SELECT o.id, `+loadOf+` FROM objectives o WHERE o.id IN `+in, args...)
	if err != nil {
		return nil, err
	}
	loads := loaded(objectives, counts)
	return loads, tx.rated(ctx, loads)
}

// loaded puts objectives to what was counted of them.
func loaded(objectives []ritual.Objective, counts []ritual.Load) (loads []ritual.Load) {
	by := map[string]ritual.Load{}
	for _, l := range counts {
		by[l.Objective.ID] = l
	}
	for _, o := range objectives {
		l := by[o.ID]
		l.Objective = o
		loads = append(loads, l)
	}
	return loads
}

// orphanCounts count the open requests of a product that serve no objective.
var orphanCounts = counted(`product = $1 AND objective IS NULL AND status IN (`+unalignedStatuses+`)`) + ` + ` +
	counted(`product = $1 AND objective IS NULL AND status IN (`+alignedStatuses+`)`)
