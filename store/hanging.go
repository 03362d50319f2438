package store

import (
	"context"
	"fmt"
	"slices"

	"tandem/bot/ritual"
)

// ofObjective are the requests of an objective at one status.
const ofObjective = `product = $1 AND objective = $2 AND status = $3`

// Hanging returns requests of an objective at one status, by their numbers from the one after a number on, at most limit.
func (tx *Tx) Hanging(ctx context.Context, o ritual.Objective, s ritual.Status, after int64, limit int) ([]ritual.Request, error) {
	return many(ctx, tx, readRequest, `
		SELECT `+requestColumns+` FROM requests r
		WHERE r.product = $1 AND r.objective = $2 AND r.status = $3 AND r.number > $4 ORDER BY r.number LIMIT $5`,
		o.Product, o.ID, string(s), after, limit)
}

// HowManyHang returns how many requests of an objective are at one of some statuses, each counted as ritual.Many says.
func (tx *Tx) HowManyHang(ctx context.Context, o ritual.Objective, statuses ...ritual.Status) (total int, err error) {
	for _, s := range statuses {
		var n int
		if err := tx.row(ctx, `SELECT `+counted(ofObjective), o.Product, o.ID, string(s)).Scan(&n); err != nil {
			return 0, tx.found(err)
		}
		total += n
	}
	return total, nil
}

// HangingPage returns a page of an objective's requests, status by status in the order that is given, each by number, and how
// many there are in all, counted as pageByStatus says.
func (tx *Tx) HangingPage(ctx context.Context, o ritual.Objective, statuses []ritual.Status, offset, limit int) ([]ritual.Request, int, error) {
	return tx.pageByStatus(ctx, statuses, offset, limit, everyStatus(`r.product = $1 AND r.objective = $2 AND r.status = $3`), `r.number`, o.Product, o.ID)
}

// orphanStatuses are those of what serves no objective: first what goes on without one, then what is still to be aligned.
var orphanStatuses = []ritual.Status{
	ritual.AwaitingPriority, ritual.Backlog, ritual.InSprint, ritual.Done, ritual.Accepted, ritual.AwaitingAlignment, ritual.NeedsInfo, ritual.New}

// Orphans returns a page of a product's open requests that serve no objective, and how many there are in all, counted as
// pageByStatus says. Those that go on without one come first, and the longest waiting first.
func (tx *Tx) Orphans(ctx context.Context, product string, offset, limit int) ([]ritual.Request, int, error) {
	const orphaned = `r.product = $1 AND r.objective IS NULL AND r.status = $2`
	condition := func(s ritual.Status) string {
		if s.Hangs() { // said like this, SQLite sees that requests_orphaned has them
			return orphaned + ` AND r.status IN (` + alignedStatuses + `)`
		}
		return orphaned
	}
	return tx.pageByStatus(ctx, orphanStatuses, offset, limit, condition, `r.since, r.number`, product)
}

// everyStatus is a condition that reads the same for every status.
func everyStatus(condition string) func(ritual.Status) string {
	return func(ritual.Status) string { return condition }
}

// pageByStatus reads a page of requests, status by status, and how many there are, each status counted as countTo says. The
// condition of a status takes args and the status after them.
func (tx *Tx) pageByStatus(ctx context.Context, statuses []ritual.Status, offset, limit int, condition func(ritual.Status) string, order string, args ...any) (page []ritual.Request, total int, err error) {
	for _, s := range statuses {
		of, skip := append(slices.Clip(args), string(s)), offset-total
		n, err := tx.countTo(ctx, skip+limit, condition(s), of...)
		if err != nil {
			return nil, 0, err
		}
		if len(page) < limit && skip < n {
			more, err := many(ctx, tx, readRequest, `SELECT `+requestColumns+` FROM requests r WHERE `+condition(s)+`
				ORDER BY `+order+fmt.Sprintf(` LIMIT $%d OFFSET $%d`, len(of)+1, len(of)+2), append(of, limit-len(page), max(skip, 0))...)
			if err != nil {
				return nil, 0, err
			}
			page = append(page, more...)
		}
		total += n
	}
	return page, total, nil
}
