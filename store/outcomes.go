package store

import (
	"context"
	"errors"
	"time"

	"tandem/bot/ritual"
)

// A Hearing is a request of which somebody may have something to hear, with the mark of what they know of it.
type Hearing struct {
	Request string
	Knows   string
}

// Hear notes that there may be something to tell somebody about a request.
func (tx *Tx) Hear(ctx context.Context, person, request string) error {
	_, err := tx.exec(ctx, `
		INSERT INTO hearers (person, request, due, knows) VALUES ($1, $2, 1, '')
		ON CONFLICT (person, request) DO UPDATE SET due = 1`, person, request)
	return err
}

// ToHear returns the requests of which somebody may have something to hear, in no order of meaning.
func (tx *Tx) ToHear(ctx context.Context, person string) ([]Hearing, error) {
	read := func(row scanner) (h Hearing, err error) {
		err = row.Scan(&h.Request, &h.Knows)
		return h, err
	}
	return many(ctx, tx, read, `SELECT request, knows FROM hearers WHERE person = $1 AND due = 1`, person)
}

// Knows returns the mark of what somebody knows of a request, empty while it is nothing.
func (tx *Tx) Knows(ctx context.Context, person, request string) (knows string, err error) {
	err = tx.found(tx.row(ctx, `SELECT knows FROM hearers WHERE person = $1 AND request = $2`, person, request).Scan(&knows))
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return knows, err
}

// Hears reports whether there is or was something to tell somebody about any request.
func (tx *Tx) Hears(ctx context.Context, person string) (bool, error) {
	var id string
	err := tx.found(tx.row(ctx, `SELECT request FROM hearers WHERE person = $1 LIMIT 1`, person).Scan(&id))
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Heard notes what somebody knows of a request from now on, so that there is nothing to tell them until Hear.
func (tx *Tx) Heard(ctx context.Context, person, request, knows string) error {
	return tx.change(ctx, `UPDATE hearers SET due = 0, knows = $3 WHERE person = $1 AND request = $2`, person, request, knows)
}

// An OutcomeLine is what somebody was told of one request on one of their days.
type OutcomeLine struct {
	Person  string
	Day     string // YYYY-MM-DD, where they are
	Request string
	Place   int // among the lines of the day
	Became  ritual.Became
	SendOn  []string // as in ritual.Hearer
	InPlace string
}

const lineColumns = `person, day, request, place, became, send_on, in_place`

func readOutcomeLine(row scanner) (l OutcomeLine, err error) {
	err = row.Scan(&l.Person, &l.Day, &l.Request, &l.Place, document{&l.Became}, document{&l.SendOn}, &l.InPlace)
	return l, err
}

// AddOutcomeLine keeps what somebody is told. A second line about the same request on the same day is an *ErrExists of
// outcome_lines (person, day, request).
func (tx *Tx) AddOutcomeLine(ctx context.Context, l OutcomeLine) error {
	_, err := tx.exec(ctx, `
		INSERT INTO outcome_lines (`+lineColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		l.Person, l.Day, l.Request, l.Place, asJSON(l.Became), asJSON(l.SendOn), l.InPlace)
	return err
}

// OutcomeLines returns what somebody was told on a day, in its order.
func (tx *Tx) OutcomeLines(ctx context.Context, person, day string) ([]OutcomeLine, error) {
	return many(ctx, tx, readOutcomeLine, `
		SELECT `+lineColumns+` FROM outcome_lines WHERE person = $1 AND day = $2 ORDER BY place`, person, day)
}

// OutcomeLinesOf returns what somebody was told of a request, the earliest day first.
func (tx *Tx) OutcomeLinesOf(ctx context.Context, person, request string) ([]OutcomeLine, error) {
	return many(ctx, tx, readOutcomeLine, `
		SELECT `+lineColumns+` FROM outcome_lines WHERE person = $1 AND request = $2 ORDER BY day`, person, request)
}

// A ToldDay is how many people were told what became of a request on a day of theirs, and when the first of them was.
type ToldDay struct {
	At     time.Time
	People int
}

// ToldOf returns when people were told what became of a request, the earliest day first. What did not reach Slack yet is left out.
func (tx *Tx) ToldOf(ctx context.Context, request string) ([]ToldDay, error) {
	read := func(row scanner) (t ToldDay, err error) {
		err = row.Scan(at(&t.At), &t.People)
		return t, err
	}
	return many(ctx, tx, read, `
		SELECT MIN(m.sent_at), COUNT(*) FROM outcome_lines l
		JOIN messages m ON m.subject = l.day AND m.kind = 'outcomes' AND m.recipient = l.person
		WHERE l.request = $1 AND m.sent_at > 0 GROUP BY l.day ORDER BY MIN(m.sent_at)`, request)
}

// Mute keeps that somebody wants to hear no more of what becomes of a request; of none where request is empty.
func (tx *Tx) Mute(ctx context.Context, person, request string) error {
	_, err := tx.exec(ctx, `
		INSERT INTO mutes (person, request, at) VALUES ($1, $2, $3) ON CONFLICT (person, request) DO NOTHING`,
		person, request, ms(tx.Now))
	return err
}

// Unmute takes Mute back.
func (tx *Tx) Unmute(ctx context.Context, person, request string) error {
	_, err := tx.exec(ctx, `DELETE FROM mutes WHERE person = $1 AND request = $2`, person, request)
	return err
}

// Muted reports whether somebody said by Mute that they want to hear no more of a request; of none where request is empty.
func (tx *Tx) Muted(ctx context.Context, person, request string) (bool, error) {
	var n int64
	err := tx.found(tx.row(ctx, `
		SELECT at FROM mutes WHERE person = $1 AND request = $2`, person, request).Scan(&n))
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// MutedRequests returns the requests of which somebody wants to hear no more, the latest muted first, at most limit.
func (tx *Tx) MutedRequests(ctx context.Context, person string, limit int) ([]ritual.Request, error) {
	return many(ctx, tx, readRequest, `
		SELECT `+requestColumns+` FROM mutes m JOIN requests r ON r.id = m.request
		WHERE m.person = $1 ORDER BY m.at DESC, r.number DESC LIMIT $2`, person, limit)
}
