package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Tx is a transaction. Its methods are the nouns.
type Tx struct {
	Now time.Time // the time of this transaction, in UTC and whole milliseconds

	db       *DB
	conn     *conn
	sql      transaction
	wakes    bool      // this try left or hastened a job
	follow   following // what MarkSeen is to keep
	reserved reserved  // the mark that MarkSeen is to complete
	wrote    bool      // this try has run a statement that may have changed something
	hurt     error     // the error of the statement that failed, whatever fn made of it
}

// Update runs fn in a transaction that may write, and commits it if fn returns nil. When the transaction
// loses a conflict against another one, fn runs again; after two seconds of that (see WaitAtMost) the error is ErrBusy. Where the
// answer to the commit was lost it is ErrUnsure.
// An error of fn, or a panic, rolls back.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	deadline := time.Now().Add(db.patience)
	existed := 0
	alone := false
	for try := 0; ; try++ {
		err := db.update(ctx, deadline, alone, fn)
		again := db.lost(err)
		if err == nil || ctx.Err() != nil && !errors.Is(err, errAgain) {
			return err
		}
		if errors.Is(err, errAgain) {
			alone = true
			continue
		}
		if exists := (*ErrExists)(nil); !again && errors.As(err, &exists) {
			// The row may have come from a transaction that this one could not see yet.
			// Seeing it, fn may well decide otherwise.
			existed++
			again = db.engine.blind && existed == 1
		}
		if !again {
			return err
		}
		wait := time.Duration(rand.Int64N(int64(min(time.Millisecond<<min(try, 6), 50*time.Millisecond)))) + 1
		if time.Now().Add(wait).After(deadline) {
			return fmt.Errorf("%w: %v", ErrBusy, err) //nolint:errorlint // the cause is to be read: a caller is not to act on it
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
}

// pause returns after d, or with the context's error when that ends first.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// update is one try of Update.
func (db *DB) update(ctx context.Context, deadline time.Time, alone bool, fn func(*Tx) error) error {
	if db.engine.oneWriter {
		return db.takeTurn(ctx, deadline, alone, fn)
	}
	tx, done, err := db.begin(ctx, db.writer, db.engine.update, deadline)
	if err != nil {
		return err
	}
	defer done() // after a commit this does nothing
	if err := tx.run(&turn{ctx: ctx, fn: fn}); err != nil {
		return err
	}
	if err := tx.sql.Commit(); err != nil {
		if db.engine.stale(err) { // no answer of the server's
			return fmt.Errorf("%w: %w", ErrUnsure, err)
		}
		return db.engine.explain(err)
	}
	if tx.wakes {
		db.wake()
	}
	return nil
}

// run runs a turn's function, and returns why it must not be committed.
func (tx *Tx) run(t *turn) error {
	if err := t.ctx.Err(); err != nil {
		return err
	}
	if err := t.fn(tx); err != nil {
		if tx.hurt != nil && tx.db.engine.conflict(tx.hurt) {
			return tx.hurt // fn may have dressed the conflict up, or mistaken it for something else
		}
		return err
	}
	if err := t.ctx.Err(); err != nil {
		tx.wrote = true // nothing is kept of it
		return err
	}
	if tx.follow != (following{}) {
		tx.wrote = true
		return fmt.Errorf("the job %s %s follows from a delivery that was not marked as seen", tx.follow.kind, tx.follow.key)
	}
	if tx.reserved != (reserved{}) {
		tx.wrote = true
		return fmt.Errorf("the delivery %s was received and not marked as seen", tx.reserved.key)
	}
	return tx.hurt
}

// View runs fn in a transaction that sees one consistent state of the database and cannot write.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	tx, done, err := db.begin(ctx, db.reader, db.engine.view, time.Now().Add(db.patience))
	if err != nil {
		return err
	}
	defer done()
	return fn(tx)
}

// begin opens a transaction on a connection of the pool. The returned function rolls it back, if it is still
// open, and gives the connection back. Waiting for a connection ends at the deadline, with ErrBusy.
func (db *DB) begin(ctx context.Context, p *pool, opts *sql.TxOptions, deadline time.Time) (*Tx, func(), error) {
	for {
		waiting, stop := context.WithDeadline(ctx, deadline)
		c, err := p.take(waiting, nil)
		stop()
		if err != nil {
			if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
				return nil, nil, fmt.Errorf("%w: every connection is in use", ErrBusy)
			}
			return nil, nil, db.engine.explain(err)
		}
		t, err := c.begin(ctx, opts)
		if err != nil {
			p.give(c, err)
			if db.engine.stale(err) && ctx.Err() == nil && time.Now().Before(deadline) {
				continue // the server went away while the connection lay idle; there are others, or a new one
			}
			return nil, nil, db.engine.explain(err)
		}
		done := func() { p.give(c, t.Rollback()) }
		// Read after the lock was taken: where there is one writer, time never runs backwards between transactions.
		return &Tx{Now: db.Now(), db: db, conn: c, sql: t}, done, nil
	}
}

// A statement that fails ends its transaction: PostgreSQL insists on that, and SQLite rolls back after some errors
// and not after others, so that what came next would be written outside of any transaction. Later statements
// give the same error, and nothing is committed.

// exec runs a statement that returns no rows.
func (tx *Tx) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if tx.hurt != nil {
		return nil, tx.hurt
	}
	tx.wrote = tx.wrote || !reads(query)
	ctx, stmt, err := tx.conn.prepared(ctx, query)
	var res sql.Result
	switch {
	case err != nil:
	case stmt == nil:
		res, err = tx.sql.ExecContext(ctx, query, args...)
	default:
		res, err = stmt.ExecContext(ctx, args...)
	}
	return res, tx.failed(err)
}

// count runs a statement that returns no rows, and returns how many rows it changed.
func (tx *Tx) count(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := tx.exec(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// query runs a statement that returns rows. The rows must be read or closed before the next statement.
func (tx *Tx) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if tx.hurt != nil {
		return nil, tx.hurt
	}
	tx.wrote = tx.wrote || !reads(query)
	ctx, stmt, err := tx.conn.prepared(ctx, query)
	var rows *sql.Rows
	switch {
	case err != nil:
	case stmt == nil:
		rows, err = tx.sql.QueryContext(ctx, query, args...)
	default:
		rows, err = stmt.QueryContext(ctx, args...)
	}
	return rows, tx.failed(err)
}

// row runs a statement that returns at most one row. Its Scan gives sql.ErrNoRows when there is none:
// see found.
func (tx *Tx) row(ctx context.Context, query string, args ...any) *sql.Row {
	if tx.hurt != nil {
		ended, end := context.WithCancel(ctx)
		end()
		return tx.sql.QueryRowContext(ended, query) // a row must come from somewhere; found gives the true error
	}
	tx.wrote = tx.wrote || !reads(query)
	ctx, stmt, err := tx.conn.prepared(ctx, query)
	var row *sql.Row
	if err != nil || stmt == nil {
		row = tx.sql.QueryRowContext(ctx, query, args...) // meets the same error again, and keeps it
	} else {
		row = stmt.QueryRowContext(ctx, args...)
	}
	_ = tx.failed(row.Err()) // it is remembered; see found
	return row
}

// reads reports whether a statement certainly changes nothing.
func reads(query string) bool { return strings.HasPrefix(strings.TrimSpace(query), "SELECT") }

// failed puts the error of a statement into the package's own words, and remembers it.
func (tx *Tx) failed(err error) error {
	if err != nil && tx.hurt == nil {
		tx.hurt = tx.db.engine.explain(err)
	}
	if err != nil {
		return tx.hurt
	}
	return nil
}

// found turns the error of a row's Scan into the package's own: no row is ErrNotFound.
func (tx *Tx) found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return tx.failed(err)
}

// ms returns the instant as the database keeps it: UTC milliseconds, 0 for the zero time.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// fromMS returns the instant that the database keeps as n.
func fromMS(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}

// bit returns a boolean as the database keeps it.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
