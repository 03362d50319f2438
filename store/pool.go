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
	c     *sql.Conn            // nil: not opened yet
	kept  bool                 // stays open and keeps its statements
	stmts map[string]*sql.Stmt // by their text
}

// keep returns a pool of n connections that stay open.
func keep(db *sql.DB, n int) *pool {
	p := &pool{db: db, kept: make(chan *conn, n), closed: make(chan struct{})}
	for range n {
		p.kept <- &conn{kept: true}
	}
	return p
}

// take returns a connection. It waits until one is free or ctx ends.
func (p *pool) take(ctx context.Context) (*conn, error) {
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
	case <-p.closed:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// give takes a connection back. One that broke with err is opened anew when it is next needed.
func (p *pool) give(c *conn, err error) {
	if !c.kept {
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

// begin starts a transaction.
func (c *conn) begin(ctx context.Context, opts *sql.TxOptions) (*sql.Tx, error) {
	if c.kept {
		// The statements below do not go through the sql.Tx. Were it to roll back by itself when ctx ends, the
		// next of them would run outside of any transaction. So it does not hear of that; the statements do.
		ctx = context.WithoutCancel(ctx)
	}
	return c.c.BeginTx(ctx, opts)
}

// prepared returns the prepared statement of a text, or nil when the driver looks after that itself.
func (c *conn) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if !c.kept {
		return nil, nil
	}
	if stmt := c.stmts[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := c.c.PrepareContext(ctx, query)
	if err == nil {
		c.stmts[query] = stmt
	}
	return stmt, err
}
