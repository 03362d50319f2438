// Package dbtest gives a test a database of its own on each engine.
//
// The PostgreSQL half needs a server: TANDEM_TEST_POSTGRES is the address of one whose user may make databases.
// The script .ci/postgres starts such a server for the length of a command.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/store"
)

const variable = "TANDEM_TEST_POSTGRES"

// Each runs f as the subtests "sqlite" and "postgres". What open returns is closed when the subtest ends; opening
// again within one subtest opens the same database, as another process would.
//
// Where no PostgreSQL server is given there is only the first subtest; in CI, that is a failure.
func Each(t *testing.T, f func(t *testing.T, open func(*store.Clock) *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, opener(t, migrated(t))) })
	if os.Getenv(variable) == "" {
		if os.Getenv("CI") != "" {
			t.Errorf("%s is not set: in CI every test runs on PostgreSQL too; run it under .ci/postgres", variable)
		}
		return
	}
	t.Run("postgres", func(t *testing.T) { f(t, opener(t, Postgres(t))) })
}

func opener(t testing.TB, address string) func(*store.Clock) *store.DB {
	return func(clock *store.Clock) *store.DB {
		t.Helper()
		db, err := store.Open(context.Background(), address, clock)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
}

// SQLite returns the address of a database that does not exist yet.
func SQLite(t testing.TB) string { return filepath.Join(t.TempDir(), "tandem.db") }

// migrated returns the address of a database whose schema is up to date: a copy, because migrating each takes longer than
// many a test.
func migrated(t testing.TB) string {
	t.Helper()
	schema, err := blank()
	if err != nil {
		t.Fatal(err)
	}
	file := SQLite(t)
	if err := os.WriteFile(file, schema, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// blank is the file of an SQLite database with nothing but its schema.
var blank = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "tandem")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "tandem.db")
	db, err := store.Open(context.Background(), file, store.Machine())
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil { // what is in its log moves into the file
		return nil, err
	}
	return os.ReadFile(file)
})

// Postgres returns the address of a new database whose schema is up to date, or "" when no server is given.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(variable)
	if server == "" {
		return ""
	}
	from, err := template(server)
	if err != nil {
		t.Fatalf("the server of %s: %v", variable, err)
	}
	return copyOf(t, server, from)
}

// Empty returns the address of a new database without a schema, or "" when no server is given.
func Empty(t testing.TB) string {
	t.Helper()
	server := os.Getenv(variable)
	if server == "" {
		return ""
	}
	return copyOf(t, server, "template0")
}

// copyOf makes a database that goes when the test ends.
func copyOf(t testing.TB, server, from string) string {
	t.Helper()
	name := "tandem_test_" + strings.ToLower(rand.Text())
	if err := run(server, `CREATE DATABASE `+name+` TEMPLATE `+from); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run(server, `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Error(err)
		}
	})
	return database(server, name)
}

// database returns the address of another database on the same server.
func database(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(variable + " is no address")
	}
	u.Path = "/" + name
	return u.String()
}

func run(server, statement string) error {
	return with(server, func(ctx context.Context, c *sql.Conn) error {
		_, err := c.ExecContext(ctx, statement)
		return err
	})
}

func with(server string, f func(context.Context, *sql.Conn) error) error {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	db, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return f(ctx, c)
}

var once sync.Map // a server's address to a func() (string, error)

// template returns the name of a database to copy: migrating once and copying is much faster than migrating.
// It is named after the migrations and stays on the server for the next run.
func template(server string) (string, error) {
	f, _ := once.LoadOrStore(server, sync.OnceValues(func() (string, error) { return makeTemplate(server) }))
	return f.(func() (string, error))()
}

func makeTemplate(server string) (string, error) {
	name := "tandem_template_" + store.Fingerprint()
	return name, with(server, func(ctx context.Context, c *sql.Conn) error {
		// The tests of several packages start at once. The lock goes with the connection.
		if _, err := c.ExecContext(ctx, `SELECT pg_advisory_lock(7465737473)`); err != nil {
			return err
		}
		var there bool
		err := c.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, name).Scan(&there)
		if err != nil || there {
			return err
		}
		draft := name + "_draft" // renamed when it is ready, so that one half made is never copied
		for _, statement := range []string{`DROP DATABASE IF EXISTS ` + draft, `CREATE DATABASE ` + draft + ` TEMPLATE template0 ENCODING 'UTF8'`} {
			if _, err := c.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		db, err := store.Open(ctx, database(server, draft), store.Machine())
		if err != nil {
			return fmt.Errorf("making a database to copy: %w", err)
		}
		if err := db.Close(); err != nil {
			return err
		}
		_, err = c.ExecContext(ctx, `ALTER DATABASE `+draft+` RENAME TO `+name)
		return err
	})
}
