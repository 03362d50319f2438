package store

import (
	"context"
	"time"

	"tandem/bot/ritual"
)

// askedAt is the column that says since when whoever is to decide at a status is asked, where it was handed to them.
func askedAt(s ritual.Status) string {
	if s.Asks() == ritual.StepPO {
		return "asked_po_at"
	}
	return "asked_pm_at"
}

// KeepAsked keeps who is asked for the decisions on a request, and since when.
func (tx *Tx) KeepAsked(ctx context.Context, r ritual.Request) error {
	return tx.change(ctx, `UPDATE requests SET asked_pm = $2, asked_pm_at = $3, asked_po = $4, asked_po_at = $5 WHERE id = $1`,
		r.ID, r.AskedPM.Of, ms(r.AskedPM.At), r.AskedPO.Of, ms(r.AskedPO.At))
}

// A Wait is a request that waits for somebody's decision.
type Wait struct {
	Request string
	Asked   time.Time // since when they are asked
	Had     int       // the last nudge that they had about it; 0 while none
}

// Waits returns the requests of a product and a status of which somebody did not have all nudges, the longest waiting first.
func (tx *Tx) Waits(ctx context.Context, product string, s ritual.Status, person string) ([]Wait, error) {
	handed := "r." + askedAt(s)
	asked := `CASE WHEN ` + handed + ` > r.since THEN ` + handed + ` ELSE r.since END`
	return many(ctx, tx, func(row scanner) (w Wait, err error) {
		err = row.Scan(&w.Request, at(&w.Asked), &w.Had)
		return w, err
	}, `
		SELECT waits.id, waits.asked, waits.had FROM (
			SELECT r.id, r.number, `+asked+` AS asked, COALESCE((
				SELECT MAX(n.nth) FROM nudges n WHERE n.person = $3 AND n.request = r.id AND n.asked = `+asked+`), 0) AS had
			FROM requests r WHERE r.product = $1 AND r.status = $2) AS waits
		WHERE waits.had < $4 ORDER BY waits.asked, waits.number`, product, string(s), person, len(ritual.NudgeAfter))
}

// A Nudge is what somebody is told of a decision that waits for them, in a message of the day.
type Nudge struct {
	Person, Request string
	Asked           time.Time // since when they are asked
	Nth             int
	Day             string // YYYY-MM-DD of theirs
}

// AddNudge notes a nudge. Noting it again changes nothing.
func (tx *Tx) AddNudge(ctx context.Context, n Nudge) error {
	_, err := tx.exec(ctx, `
		INSERT INTO nudges (person, request, asked, nth, day) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person, request, asked, nth) DO NOTHING`, n.Person, n.Request, ms(n.Asked), n.Nth, n.Day)
	return err
}

// Nudges returns what somebody was nudged about on a day, the longest waiting first, at most limit, and how many in all.
func (tx *Tx) Nudges(ctx context.Context, person, day string, limit int) ([]Nudge, int, error) {
	all, err := many(ctx, tx, func(row scanner) (n Nudge, err error) {
		err = row.Scan(&n.Person, &n.Request, at(&n.Asked), &n.Nth, &n.Day)
		return n, err
	}, `
		SELECT n.person, n.request, n.asked, n.nth, n.day FROM nudges n JOIN requests r ON r.id = n.request
		WHERE n.person = $1 AND n.day = $2 ORDER BY n.asked, r.number LIMIT $3`, person, day, limit)
	total := len(all)
	if err == nil && total == limit {
		err = tx.found(tx.row(ctx, `SELECT COUNT(*) FROM nudges WHERE person = $1 AND day = $2`, person, day).Scan(&total))
	}
	return all, total, err
}

// Nudged returns who was nudged about a request, and on which days.
func (tx *Tx) Nudged(ctx context.Context, request string) ([]Nudge, error) {
	return many(ctx, tx, func(row scanner) (n Nudge, err error) {
		err = row.Scan(&n.Person, &n.Request, at(&n.Asked), &n.Nth, &n.Day)
		return n, err
	}, `SELECT person, request, asked, nth, day FROM nudges WHERE request = $1 ORDER BY person, day`, request)
}
