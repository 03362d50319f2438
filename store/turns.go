package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// turns are the transactions that wait for the one writer.
//
// Whoever gets the writer takes along who waits: the functions run one after the other, each seeing what those before
// it wrote, and one commit, one wait for the disk, keeps them all. Nobody hears of success before it. When a function
// fails after it has written, all of it is rolled back, and everybody tries again alone: so nothing is kept of one that
// failed, and nobody is told what came of a state that never was.
type turns struct {
	mu      sync.Mutex
	waiting []*turn // first come, first served
}

// turn is one try of one transaction.
type turn struct {
	ctx   context.Context
	fn    func(*Tx) error
	alone bool          // takes nobody along and is not taken
	done  chan struct{} // closed once somebody else has run it, and err is set
	err   error
}

// company is how many transactions one commit keeps at most, and companyWithin for how long others are let in.
const (
	company       = 64
	companyWithin = 30 * time.Millisecond
)

// errAgain is the end of a turn that was rolled back with others.
var errAgain = errors.New("a transaction that shared the commit failed")

// takeTurn is one try of an Update where there is one writer.
func (db *DB) takeTurn(ctx context.Context, deadline time.Time, alone bool, fn func(*Tx) error) error {
	makeRoom()
	t := &turn{ctx: ctx, fn: fn, alone: alone, done: make(chan struct{})}
	db.turns.add(t)
	waiting, stop := context.WithDeadline(ctx, deadline)
	c, err := db.writer.take(waiting, t.done)
	stop()
	if !db.turns.leave(t) { // somebody has run it, or is at it
		if c != nil {
			db.writer.give(c, nil)
		}
		<-t.done
		return t.err
	}
	switch {
	case err == nil:
		return db.lead(c, t)
	case ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%w: every connection is in use", ErrBusy)
	}
	return db.engine.explain(err)
}

// lead runs a turn and those that it takes along, and commits.
func (db *DB) lead(c *conn, own *turn) (err error) {
	var broken error
	defer func() { db.writer.give(c, broken) }()
	t, err := c.begin(own.ctx, nil)
	if err != nil {
		broken = err
		return db.engine.explain(err)
	}
	var with []*turn
	var results []error
	kept := false
	defer func() { // also when a function panics
		if !kept {
			broken = t.Rollback()
		}
		for i, u := range with {
			u.err = errAgain
			if kept {
				u.err = results[i]
			}
			close(u.done)
		}
	}()
	wakes := false
	run := func(u *turn) (clean bool, err error) {
		// Read after the lock was taken: time never runs backwards between transactions.
		tx := &Tx{Now: db.Now(), db: db, conn: c, sql: t}
		err = tx.run(u)
		wakes = wakes || tx.wakes
		return err == nil || !tx.wrote && tx.hurt == nil, err
	}
	if _, err := run(own); err != nil {
		return err
	}
	if !own.alone {
		for until := time.Now().Add(companyWithin); len(with) < company && time.Now().Before(until); {
			u := db.turns.next()
			if u == nil {
				break
			}
			with = append(with, u)
			clean, err := false, error(nil)
			if func() {
				defer func() { _ = recover() }() // its owner tries it again, and meets the panic
				clean, err = run(u)
			}(); !clean {
				return errAgain
			}
			results = append(results, err)
		}
	}
	if err := t.Commit(); err != nil {
		if len(with) > 0 {
			return errAgain
		}
		return db.engine.explain(err)
	}
	kept = true
	if wakes {
		db.wake()
	}
	return nil
}

func (ts *turns) add(t *turn) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	ts.waiting = append(ts.waiting, t)
}

// leave takes t from those that wait. It is false when somebody else has taken it.
func (ts *turns) leave(t *turn) bool {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	for i, u := range ts.waiting {
		if u == t {
			ts.waiting = append(ts.waiting[:i], ts.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// next takes the first of those that wait and may be taken along, or returns nil.
func (ts *turns) next() *turn {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	for i, u := range ts.waiting {
		if !u.alone {
			ts.waiting = append(ts.waiting[:i], ts.waiting[i+1:]...)
			return u
		}
	}
	return nil
}

// makeRoom grows the goroutine's stack at once to what SQLite takes, while there is little on it to move. A new
// goroutine would grow it step by step, each time at the bottom of a deep call.
//
//go:noinline
func makeRoom() {
	var room [24 << 10]byte
	hold(&room)
}

//go:noinline
func hold(*[24 << 10]byte) {}
