package store

import (
	"context"
	"errors"
	"time"
)

// Seen returns whether a delivery was handled before, and what was answered then.
func (tx *Tx) Seen(ctx context.Context, key string) (reply []byte, seen bool, err error) {
	err = tx.found(tx.row(ctx, `SELECT reply FROM seen WHERE key = $1`, key).Scan(&reply))
	if errors.Is(err, ErrNotFound) {
		return nil, false, nil
	}
	return reply, err == nil, err
}

// Receive begins to handle a delivery, and returns whether it was handled before and what was answered then. Where it was
// not, MarkSeen has to come in the same transaction. Two transactions that handle one delivery conflict; those that handle
// different ones do not.
func (tx *Tx) Receive(ctx context.Context, key string) (reply []byte, seen bool, err error) {
	if tx.db.engine.many == nil {
		return tx.Seen(ctx, key)
	}
	place, err := tx.db.engine.many.reserve(ctx, tx, key)
	if errors.Is(err, ErrNotFound) {
		return tx.Seen(ctx, key)
	}
	tx.reserved = reserved{key, place}
	return nil, false, err
}

// reserved is the mark of the delivery that a transaction handles, where it was made before the handler ran.
type reserved struct{ key, place string }

// manyWriters is what an engine does in ways of its own where transactions write at once, so that they do not conflict.
type manyWriters struct {
	reserve  func(ctx context.Context, tx *Tx, key string) (place string, err error)             // makes the mark of a delivery before it is handled
	complete func(ctx context.Context, tx *Tx, place, reply string, f following) error           // completes it
	newWords func(ctx context.Context, tx *Tx, key string, since time.Time) (is bool, err error) // see Tx.NewWords
	apart    func(ctx context.Context, db *DB, fn func(*Tx) error) error                         // runs a transaction beside the serializable ones
}

// Follow leaves a job that is to be done once, now, as Once does, on the mark of the delivery that this transaction
// handles: MarkSeen has to come after it. Nobody waits then while the job is written into its table and indexes; the
// next Claim does it. There is one such job a delivery.
func (tx *Tx) Follow(kind, key, lane string) {
	tx.follow, tx.wakes = following{kind, key, lane}, true
}

// following is the job that follows from a delivery.
type following struct{ kind, key, lane string }

// MarkSeen remembers that a delivery was handled in this transaction, what is answered, and what follows from it. It is
// an ErrExists when the delivery was seen before.
func (tx *Tx) MarkSeen(ctx context.Context, key string, reply []byte) error {
	f := tx.follow
	tx.follow = following{}
	if tx.reserved.key == key {
		place := tx.reserved.place
		tx.reserved = reserved{}
		return tx.db.engine.many.complete(ctx, tx, place, string(reply), f)
	}
	_, err := tx.exec(ctx, `
		INSERT INTO seen (key, reply, seen_at, follow_kind, follow_key, follow_lane) VALUES ($1, $2, $3, $4, $5, $6)`,
		key, string(reply), ms(tx.Now), f.kind, f.key, f.lane)
	return err
}

// takeUpMax is how many marks one transaction takes up.
const takeUpMax = 100

// takeUp makes jobs of what follows from deliveries.
func (db *DB) takeUp(ctx context.Context) error {
	waits := false
	if err := db.View(ctx, func(tx *Tx) error {
		return tx.row(ctx, `SELECT EXISTS (SELECT 1 FROM seen WHERE follow_kind <> '')`).Scan(&waits)
	}); err != nil || !waits {
		return err
	}
	run, lock := db.Update, ""
	if many := db.engine.many; many != nil {
		run, lock = func(ctx context.Context, fn func(*Tx) error) error { return many.apart(ctx, db, fn) }, "FOR UPDATE SKIP LOCKED"
	}
	return run(ctx, func(tx *Tx) error {
		marks, err := many(ctx, tx, readMark, `
			SELECT key, follow_kind, follow_key, follow_lane, seen_at FROM seen
			WHERE follow_kind <> '' ORDER BY seen_at LIMIT $1 `+lock, takeUpMax)
		for _, m := range marks {
			err = errors.Join(err,
				tx.Once(ctx, m.kind, m.key, m.lane, m.at),
				tx.change(ctx, `UPDATE seen SET follow_kind = '', follow_key = '', follow_lane = '' WHERE key = $1`, m.seen))
		}
		return err
	})
}

// mark is a delivery from which a job follows.
type mark struct {
	following
	seen string // the delivery's key
	at   time.Time
}

func readMark(row scanner) (m mark, err error) {
	err = row.Scan(&m.seen, &m.kind, &m.key, &m.lane, at(&m.at))
	return m, err
}

// ForgetSeen forgets the deliveries that were seen before a time. Slack repeats one for about an hour.
func (tx *Tx) ForgetSeen(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, `DELETE FROM seen WHERE seen_at < $1 AND follow_kind = ''`, ms(before))
	return err
}
