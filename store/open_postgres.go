package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

var postgresEngine = &engine{
	name:       "postgres",
	dialect:    goose.DialectPostgres,
	update:     &sql.TxOptions{Isolation: sql.LevelSerializable},
	view:       &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
	blind:      true,
	explain:    explainPostgres,
	conflict:   conflictPostgres,
	deadlock:   deadlockPostgres,
	stale:      stalePostgres,
	missing:    func(err error) bool { return postgresCode(err) == "42P01" },
	lock:       lockPostgres,
	claim:      claimPostgres,
	nextNumber: nextNumberPostgres,
	search:     searchPostgres,
	many:       &manyWriters{reserve: reservePostgres, complete: completePostgres, newWords: newWordsPostgres, apart: apartPostgres},
	title:      "PostgreSQL",
	probe:      probePostgres,
	unusable:   unusablePostgres,
}

// openPostgres opens a pool of connections to a PostgreSQL database.
func openPostgres(ctx context.Context, address string) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// Not the parser's own words: they can hold pieces of the password.
		return nil, errors.New("the PostgreSQL address cannot be read: it looks like postgres://user:password@host:5432/database, with every character of the password that is not a letter or a digit written as %XX")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 5 * time.Second
	}
	p := connections(config, 10, settings)
	if err := checkServer(ctx, p); err != nil {
		p.Close()
		return nil, unreachable(config, err)
	}
	all := &pool{db: p}
	return &DB{engine: postgresEngine, writer: all, reader: all, claims: &pool{db: connections(config, 2, claimSettings)}}, nil
}

// A serializable transaction that reads a table from end to end conflicts with every write to it, and that is
// how the server likes to read small tables. Nearly every statement here has an index to go by; one that has none
// looks so expensive then that the server would compile it to machine code first, for 150 ms.
const settings = `SET enable_seqscan = off; SET jit = off`

// A claim wants the first row of an index, whatever the server believes to know about a table that was empty a
// moment ago: with 2,000 jobs just left it sorted them all for every claim, which took 5 ms instead of 0.5.
const claimSettings = settings + `; SET enable_bitmapscan = off; SET enable_sort = off; SET default_transaction_isolation = 'read committed'`

// connections returns a pool of at most n connections that begin with the settings.
func connections(config *pgx.ConnConfig, n int, settings string) *sql.DB {
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, settings)
		return err
	}))
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db
}

// checkServer connects, and says when the database cannot hold what people write.
func checkServer(ctx context.Context, p *sql.DB) error {
	c, err := p.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Raw(func(driver any) error {
		encoding := driver.(*stdlib.Conn).Conn().PgConn().ParameterStatus("server_encoding")
		if encoding != "UTF8" {
			return &encodingError{encoding}
		}
		return nil
	})
}

// encodingError is a database that cannot hold every character.
type encodingError struct{ encoding string }

func (e *encodingError) Error() string { return "encoded as " + e.encoding }

// unreachable says why there is no connection, without the password.
func unreachable(config *pgx.ConnConfig, err error) error {
	at := net.JoinHostPort(config.Host, strconv.Itoa(int(config.Port)))
	if e := (*encodingError)(nil); errors.As(err, &e) {
		return fmt.Errorf("the PostgreSQL database %q is encoded as %s: make one with ENCODING 'UTF8'", config.Database, e.encoding)
	}
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
		switch e.Code {
		case "28P01":
			return fmt.Errorf("PostgreSQL at %s refuses the password of the user %q", at, config.User)
		case "28000":
			return fmt.Errorf("PostgreSQL at %s does not let the user %q in: %s", at, config.User, e.Message)
		case "3D000":
			return fmt.Errorf("PostgreSQL at %s has no database %q: make it with createdb", at, config.Database)
		}
		return fmt.Errorf("PostgreSQL at %s refuses the connection: %s", at, e.Message)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("PostgreSQL at %s does not answer", at)
	}
	return fmt.Errorf("PostgreSQL at %s cannot be reached: %s", at, innermost(err))
}

// innermost returns the cause at the bottom of an error, on one line: the layers above it repeat the address.
func innermost(err error) string {
	for {
		switch e := err.(type) { //nolint:errorlint // it unwraps the error itself
		case interface{ Unwrap() error }:
			if e.Unwrap() != nil {
				err = e.Unwrap()
				continue
			}
		case interface{ Unwrap() []error }:
			if all := e.Unwrap(); len(all) > 0 {
				err = all[len(all)-1]
				continue
			}
		}
		return strings.Join(strings.Fields(err.Error()), " ")
	}
}

// unusablePostgres says why the server does not do what an open database has to.
func unusablePostgres(address string, err error) error {
	e := (*pgconn.PgError)(nil)
	config, unread := pgx.ParseConfig(address)
	if unread != nil || !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case "42501":
		return fmt.Errorf("PostgreSQL does not let the user %q write to the database %q (%s): GRANT CREATE, USAGE ON SCHEMA public TO %[1]q, or make it the database's owner",
			config.User, config.Database, e.Message)
	case "25006":
		return fmt.Errorf("the PostgreSQL database %q can only be read: name a server that is no standby, and a user who may write", config.Database)
	case "53100":
		return fmt.Errorf("the disk of PostgreSQL's server is full: make room and start again")
	}
	return err
}

func postgresCode(err error) string {
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// conflictPostgres knows a failed serialization and a deadlock.
func conflictPostgres(err error) bool { return postgresCode(err) == "40001" || deadlockPostgres(err) }

func deadlockPostgres(err error) bool { return postgresCode(err) == "40P01" }

// stalePostgres knows a server that shut down, and everything that is not the server's own answer.
func stalePostgres(err error) bool {
	code := postgresCode(err)
	return code == "" || strings.HasPrefix(code, "57P")
}

// "Key (kind, key)=(post, 7) already exists.", in the server's language
var postgresUnique = regexp.MustCompile(`\(([^)]*)\)=\(`)

func explainPostgres(err error) error {
	e := (*pgconn.PgError)(nil)
	if errors.As(err, &e) && e.Code == "53100" {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	if e == nil || e.Code != "23505" {
		return err
	}
	if exists := (*ErrExists)(nil); errors.As(err, &exists) {
		return err
	}
	exists := &ErrExists{Table: e.TableName, cause: err}
	if m := postgresUnique.FindStringSubmatch(e.Detail); m != nil {
		exists.Columns = strings.Split(m[1], ", ")
	}
	return exists
}

// lockPostgres keeps other replicas from migrating the same database.
func lockPostgres(ctx context.Context, db *DB, _ string) (func(), error) {
	const key = 0x7461_6e64_656d // "tandem"
	c, err := db.writer.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := c.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, int64(key)); err != nil {
		c.Close()
		return nil, err
	}
	return func() {
		_, _ = c.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(key)) // fails when the connection is gone, and the lock with it
		c.Close()
	}, nil
}

// nextNumberPostgres takes from a sequence. A counter row would make every two transactions that take a number
// conflict; a sequence stands outside of transactions, at the price of gaps where one was rolled back.
func nextNumberPostgres(ctx context.Context, tx *Tx) (int64, error) {
	var n int64
	err := tx.row(ctx, `SELECT nextval('numbers')`).Scan(&n)
	return n, tx.found(err)
}
