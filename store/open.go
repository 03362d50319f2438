package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
)

// DB is an open database.
type DB struct {
	engine *engine
	clock  *Clock
	writer *pool
	reader *pool // the same as writer where writers do not wait for each other
	claims *pool // the same as writer where there is one
	turns  turns // where there is one writer
	woken  chan struct{}
	swept  atomic.Int64 // when free lanes were last swept up, as ms

	conflicts, deadlocks atomic.Int64

	patience time.Duration // how long a caller waits, at most, before it hears that the database is busy
}

// engine is what differs between SQLite and PostgreSQL.
type engine struct {
	name       string // also of its folder of migrations
	title      string // as people write it
	dialect    goose.Dialect
	update     *sql.TxOptions
	view       *sql.TxOptions
	oneWriter  bool                                                                         // transactions that write run one after the other
	blind      bool                                                                         // a transaction can trip over a row that it cannot see
	explain    func(error) error                                                            // the driver's error in the package's words
	conflict   func(error) bool                                                             // whether running the transaction again may help
	deadlock   func(error) bool                                                             // whether that conflict is two that waited for each other
	stale      func(error) bool                                                             // whether a transaction could not begin because its connection was dead
	missing    func(error) bool                                                             // whether a table is not there
	lock       func(ctx context.Context, db *DB, address string) (unlock func(), err error) // for migrations
	claim      func(ctx context.Context, db *DB, by string, lease time.Duration) (j Job, won bool, err error)
	nextNumber func(ctx context.Context, tx *Tx) (int64, error)
	search     search                                                // how words are looked for
	many       *manyWriters                                          // nil where there is one
	alone      func(address string) (is bool, err error)             // whether there is a file, where it is one
	probe      func(ctx context.Context, db *DB, current bool) error // whether it can be written; current: the schema is the newest
	unusable   func(address string, err error) error                 // a sentence for whoever starts the program
}

// Open opens the database at address, a file's path (SQLite; the file is made when there is none) or a
// postgres:// address, and brings its schema up to date. Its errors are sentences for the person who
// starts the program, and hold no password.
func Open(ctx context.Context, address string, clock *Clock) (*DB, error) {
	open, _ := opener(address)
	db, err := open(ctx, address)
	if err != nil {
		return nil, err
	}
	db.clock = clock
	db.patience = 2 * time.Second
	db.woken = make(chan struct{}, 1)
	if err := db.migrate(ctx, address); err != nil {
		db.Close()
		return nil, db.engine.unusable(address, err)
	}
	return db, nil
}

// WaitAtMost sets how long a caller waits before the error is ErrBusy, which are two seconds at first. It is set before the
// database is used.
func (db *DB) WaitAtMost(patience time.Duration) { db.patience = patience }

// Conflicts counts the tries that lost a conflict since the database was opened, and those among them that had waited for
// another transaction while it waited for them: each of these cost whoever asked a second. A transaction may try often.
func (db *DB) Conflicts() (all, deadlocks int64) { return db.conflicts.Load(), db.deadlocks.Load() }

// lost reports whether a try ended in a conflict, and counts it.
func (db *DB) lost(err error) bool {
	if !db.engine.conflict(err) {
		return false
	}
	db.conflicts.Add(1)
	if db.engine.deadlock(err) {
		db.deadlocks.Add(1)
	}
	return true
}

// opener is what opens an address, and the engine that it is for.
func opener(address string) (func(context.Context, string) (*DB, error), *engine) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return openPostgres, postgresEngine
	}
	return openSQLite, sqliteEngine
}

// Close closes all connections.
func (db *DB) Close() error {
	return errors.Join(db.claims.close(), db.reader.close(), db.writer.close()) // closing one twice does no harm
}

// Clock returns the clock that the database was opened with.
func (db *DB) Clock() *Clock { return db.clock }

// Kind is the name of the engine: sqlite or postgres.
func (db *DB) Kind() string { return db.engine.name }

// Now returns what the clock shows, in UTC and in whole milliseconds: what the database can keep.
func (db *DB) Now() time.Time { return db.clock.Now().Truncate(time.Millisecond) }

// Woken returns a channel that fires after a transaction of this process has committed that left a job,
// hastened one or freed a lane. It holds one signal: one goroutine waits on it and then claims all it can.
func (db *DB) Woken() <-chan struct{} { return db.woken }

func (db *DB) wake() {
	select {
	case db.woken <- struct{}{}:
	default: // a signal is waiting already
	}
}
