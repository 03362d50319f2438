package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
)

var errClosed = errors.New("the database is closed")

// pool is a pool of connections.
//
// SQLite's are kept for good, each with its prepared statements: preparing takes longer than running there, and
// database/sql has no way to prepare a statement for its pool while a transaction holds the only connection.
// PostgreSQL's come and go with database/sql, and its driver remembers the statements.
type pool struct {
	db     *sql.DB
	kept   chan *conn    // the free ones; nil: database/sql keeps them
	once   sync.Once     // for close
	closed chan struct{} // closed by close
}

// conn is a connection that one transaction has for itself.
type conn struct {
	c      *sql.Conn            // nil: not opened yet
	begins string               // begins a transaction, on a connection that stays open and keeps its statements
	stmts  map[string]*sql.Stmt // by their text
}

// keep returns a pool of n connections that stay open. Their transactions begin with the statement begins.
func keep(db *sql.DB, n int, begins string) *pool {
	p := &pool{db: db, kept: make(chan *conn, n), closed: make(chan struct{})}
	for range n {
		p.kept <- &conn{begins: begins}
	}
	return p
}

// take returns a connection. It waits until one is free or ctx ends, or returns nil when unless fires.
func (p *pool) take(ctx context.Context, unless <-chan struct{}) (*conn, error) {
	if p.kept == nil {
		c, err := p.db.Conn(ctx)
		return &conn{c: c}, err
	}
	select {
	case <-p.closed:
		return nil, errClosed
	default:
	}
	select {
	case c := <-p.kept:
		if c.c != nil {
			return c, nil
		}
		var err error
		if c.c, err = p.db.Conn(ctx); err != nil {
			c.c = nil
			p.kept <- c
			return nil, err
		}
		c.stmts = map[string]*sql.Stmt{}
		return c, nil
	case <-unless:
		return nil, nil
	case <-p.closed:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// give takes a connection back. One that broke with err is opened anew when it is next needed.
func (p *pool) give(c *conn, err error) {
	if c.begins == "" {
		c.c.Close()
		return
	}
	if errors.Is(err, sql.ErrConnDone) || errors.Is(err, driver.ErrBadConn) {
		c.close()
	}
	p.kept <- c
}

// close waits for the transactions that are running and closes the connections.
func (p *pool) close() (err error) {
	p.once.Do(func() {
		if p.kept != nil {
			close(p.closed)
			for range cap(p.kept) {
				(<-p.kept).close()
			}
		}
		err = p.db.Close()
	})
	return err
}

func (c *conn) close() {
	for _, stmt := range c.stmts {
		stmt.Close()
	}
	c.stmts = nil
	if c.c != nil {
		c.c.Close()
	}
	c.c = nil
}

// transaction is one that has begun, as the engines have it.
type transaction interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	Commit() error
	Rollback() error // after a commit it does nothing
}

// begin starts a transaction.
func (c *conn) begin(ctx context.Context, opts *sql.TxOptions) (transaction, error) {
	if c.begins == "" {
		t, err := c.c.BeginTx(ctx, opts)
		return driverTx{t}, err
	}
	return &keptTx{Conn: c.c, conn: c, open: true}, c.run(c.begins)
}

// driverTx is a transaction that database/sql looks after.
type driverTx struct{ *sql.Tx }

func (t driverTx) Rollback() error {
	if err := t.Tx.Rollback(); !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}

// keptTx is a transaction on a connection that is kept: begun and ended by prepared statements like any other, without
// what database/sql does on top.
type keptTx struct {
	*sql.Conn
	conn *conn
	open bool
}

func (t *keptTx) Commit() error {
	err := t.conn.run("COMMIT")
	t.open = err != nil
	return err
}

func (t *keptTx) Rollback() error {
	if !t.open {
		return nil
	}
	t.open = false
	if t.conn.run("ROLLBACK") != nil {
		return driver.ErrBadConn // SQLite did it by itself, or cannot: start with a new connection
	}
	return nil
}

func (c *conn) run(query string) error {
	_, stmt, err := c.prepared(context.Background(), query)
	if err == nil {
		_, err = stmt.Exec()
	}
	return err
}

// prepared returns the prepared statement of a text, or nil when the driver looks after that itself, and the context to
// run it with.
func (c *conn) prepared(ctx context.Context, query string) (context.Context, *sql.Stmt, error) {
	if c.begins == "" {
		return ctx, nil, nil
	}
	if err := ctx.Err(); err != nil {
		return ctx, nil, err
	}
	// The driver starts a goroutine for each statement that can be interrupted, which takes about as long as the
	// statement; and interrupting one that writes rolls back the whole transaction, also what others wrote in it.
	// Statements are short: the context is looked at between them.
	ctx = context.WithoutCancel(ctx)
	if stmt := c.stmts[query]; stmt != nil {
		return ctx, stmt, nil
	}
	stmt, err := c.c.PrepareContext(ctx, query)
	if err == nil {
		c.stmts[query] = stmt
	}
	return ctx, stmt, err
}
