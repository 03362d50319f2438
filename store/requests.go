package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"tandem/bot/ritual"
)

const requestColumns = `r.id, r.number, r.product, r.title, r.problem, r.customer, r.kind, r.importance, r.requester,
	r.reporter, r.status, r.since, r.source_channel, r.source_ts, r.source_thread, r.source_author, r.thread_channel,
	r.thread_ts, r.private, r.shared, COALESCE(r.objective, ''), r.reason, r.revisit, r.question, r.created,
	COALESCE(r.parent, ''), r.part, r.together, r.points, r.asked_pm, r.asked_pm_at, r.asked_po, r.asked_po_at`

// requestFields are where requestColumns are read into.
func requestFields(r *ritual.Request) []any {
	return []any{
		&r.ID, &r.Number, &r.Product, &r.Title, &r.Problem, &r.Customer, &r.Kind, &r.Importance, &r.Requester,
		&r.Reporter, &r.Status, at(&r.Since), &r.Source.Channel, &r.Source.TS, &r.Source.Thread, &r.Source.Author,
		&r.Thread.Channel, &r.Thread.TS, &r.Private, &r.Shared, &r.Objective, &r.Reason, &r.Revisit, &r.Question, at(&r.Created),
		&r.Parent, &r.Part, &r.Together, &r.Points, &r.AskedPM.Of, at(&r.AskedPM.At), &r.AskedPO.Of, at(&r.AskedPO.At),
	}
}

func readRequest(row scanner) (r ritual.Request, err error) {
	err = row.Scan(requestFields(&r)...)
	return r, err
}

// AddRequest records a request under an ID and Number that were taken with NextNumber. A message is captured once: a
// second request from it is an *ErrExists of requests (source_channel, source_ts). It is found by its words after
// AddWords. Nobody has estimated it yet.
func (tx *Tx) AddRequest(ctx context.Context, r ritual.Request) error {
	_, err := tx.exec(ctx, `
		INSERT INTO requests (id, number, product, title, problem, customer, kind, importance, requester, reporter,
			status, since, source_channel, source_ts, source_thread, source_author, thread_channel, thread_ts, private,
			objective, reason, revisit, question, created, asked, fingerprint, parent, part, together, shared,
			score_framework, score_milli, score_inputs, score_by, score_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
			NULLIF($20, ''), $21, $22, $23, $24, $25, $26, NULLIF($27, ''), $28, $29, $30,
			'', 0, '{}', '', 0)`,
		r.ID, r.Number, r.Product, r.Title, r.Problem, r.Customer, string(r.Kind), string(r.Importance), r.Requester,
		r.Reporter, string(r.Status), ms(r.Since), r.Source.Channel, r.Source.TS, r.Source.Thread, r.Source.Author,
		r.Thread.Channel, r.Thread.TS, bit(r.Private), r.Objective, r.Reason, r.Revisit, r.Question, ms(r.Created),
		r.Asked(), fingerprint(r.Reporter, r.Product, r.Title), r.Parent, r.Part, string(r.Together), bit(r.Shared))
	if err != nil || r.Parent == "" {
		return err
	}
	return tx.keepTogether(ctx, r.Parent)
}

// KeepRequest keeps what can change of a request, or returns ErrNotFound. Its number, source, the time it was created and
// what it is a part of never do, and its reporter only with KeepReporter. Where its parts stand follows from them. How long it
// had its status is kept where it gets another one.
func (tx *Tx) KeepRequest(ctx context.Context, r ritual.Request) error {
	stay, err := tx.stay(ctx, r.ID)
	if err != nil {
		return err
	}
	err = tx.change(ctx, `
		UPDATE requests
		SET product = $2, title = $3, problem = $4, customer = $5, kind = $6, importance = $7, requester = $8,
			status = $9, since = $10, thread_channel = $11, thread_ts = $12, private = $13, objective = NULLIF($14, ''),
			reason = $15, revisit = $16, question = $17, asked = $18, shared = $19, points = $20
		WHERE id = $1`,
		r.ID, r.Product, r.Title, r.Problem, r.Customer, string(r.Kind), string(r.Importance), r.Requester,
		string(r.Status), ms(r.Since), r.Thread.Channel, r.Thread.TS, bit(r.Private), r.Objective,
		r.Reason, r.Revisit, r.Question, r.Asked(), bit(r.Shared), r.Points)
	if err != nil {
		return err
	}
	if err := tx.keepStay(ctx, stay, r); err != nil {
		return err
	}
	if r.Parent != "" {
		if err := tx.keepTogether(ctx, r.Parent); err != nil {
			return err
		}
	}
	return tx.keepWords(ctx, r)
}

// KeepReporter keeps who counts as the one who recorded a request from now on, or returns ErrNotFound.
func (tx *Tx) KeepReporter(ctx context.Context, r ritual.Request) error {
	return tx.change(ctx, `UPDATE requests SET reporter = $2, fingerprint = $3 WHERE id = $1`,
		r.ID, r.Reporter, fingerprint(r.Reporter, r.Product, r.Title))
}

// Request returns a request, or ErrNotFound.
func (tx *Tx) Request(ctx context.Context, id string) (ritual.Request, error) {
	return one(ctx, tx, readRequest, `SELECT `+requestColumns+` FROM requests r WHERE r.id = $1`, id)
}

// RequestFrom returns the request that was captured from a message or, where there is none or that was withdrawn, the one to
// which its words were added as a voice and that was not, or ErrNotFound.
func (tx *Tx) RequestFrom(ctx context.Context, channel, ts string) (ritual.Request, error) {
	r, err := one(ctx, tx, readRequest, `
		SELECT `+requestColumns+` FROM requests r
		WHERE r.source_channel = $1 AND r.source_ts = $2 AND r.source_ts <> ''`, channel, ts)
	if err != nil && !errors.Is(err, ErrNotFound) || err == nil && r.Status != ritual.Withdrawn || ts == "" {
		return r, err
	}
	joined, none := one(ctx, tx, readRequest, `
		SELECT `+requestColumns+` FROM supporters s JOIN requests r ON r.id = s.request AND r.status <> 'withdrawn'
		WHERE s.channel IN ($1, '`+severalPlaces+`' || $1) AND s.ts = $2 AND s.ts <> '' ORDER BY s.at LIMIT 1`, channel, ts)
	if errors.Is(none, ErrNotFound) {
		return r, err
	}
	return joined, none
}

// RequestsIn returns the requests that are talked about in a thread, oldest first.
func (tx *Tx) RequestsIn(ctx context.Context, channel, thread string) ([]ritual.Request, error) {
	return many(ctx, tx, readRequest, `
		SELECT `+requestColumns+` FROM requests r
		WHERE r.thread_channel = $1 AND r.thread_ts = $2 AND r.thread_ts <> ''
		ORDER BY r.number`, channel, thread)
}

// Parts returns the parts of a split request, in their order.
func (tx *Tx) Parts(ctx context.Context, request string) ([]ritual.Request, error) {
	return many(ctx, tx, readRequest, `SELECT `+requestColumns+` FROM requests r WHERE r.parent = $1 ORDER BY r.part`, request)
}

// keepTogether keeps where the parts of a request stand together.
func (tx *Tx) keepTogether(ctx context.Context, id string) error {
	parts, err := tx.Parts(ctx, id)
	if err != nil {
		return err
	}
	whole := ritual.StandTogether(ritual.Request{}, parts)
	return tx.change(ctx, `UPDATE requests SET together = $2, reason = $3, revisit = $4 WHERE id = $1`,
		id, string(whole.Together), whole.Reason, whole.Revisit)
}

// SameWords returns the latest request, whatever has become of it, that the reporter recorded for the product under
// this title at or after an instant, or ErrNotFound. Case and blanks do not count.
func (tx *Tx) SameWords(ctx context.Context, reporter, product, title string, since time.Time) (ritual.Request, error) {
	var id string // there seldom is one: the columns would take longer than the look
	err := tx.row(ctx, `
		SELECT id FROM requests WHERE reporter = $1 AND created >= $2 AND fingerprint = $3 AND parent IS NULL
		ORDER BY created DESC LIMIT 1`,
		reporter, ms(since), fingerprint(reporter, product, title)).Scan(&id)
	if err = tx.found(err); err != nil {
		return ritual.Request{}, err
	}
	return tx.Request(ctx, id)
}

// NewWords reports whether nobody can have recorded the same words since an instant, as SameWords would find them, and
// remembers that somebody does now. Where it cannot tell without looking, it reports false. Two transactions in which
// somebody records the same words conflict; those with different words do not, as they may where both look.
func (tx *Tx) NewWords(ctx context.Context, reporter, product, title string, since time.Time) (bool, error) {
	if tx.db.engine.many == nil {
		return false, nil
	}
	return tx.db.engine.many.newWords(ctx, tx, fmt.Sprintf("words %x", uint64(fingerprint(reporter, product, title))), since)
}

// fingerprint is a number that stands for who recorded what for which product: eight bytes of a SHA-256, so no two of a
// workspace's share one. With it SameWords needs no more than the
// index of the reporter's requests.
func fingerprint(reporter, product, title string) int64 {
	words := strings.ToLower(strings.Join(strings.Fields(title), " "))
	sum := sha256.Sum256([]byte(reporter + "\x00" + product + "\x00" + words))
	return int64(binary.BigEndian.Uint64(sum[:]))
}
