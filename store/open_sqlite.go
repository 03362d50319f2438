package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var sqliteEngine = &engine{
	name:       "sqlite",
	dialect:    goose.DialectSQLite3,
	oneWriter:  true,
	explain:    explainSQLite,
	conflict:   func(err error) bool { return sqliteCode(err)&0xff == sqlite3.SQLITE_BUSY },
	deadlock:   func(error) bool { return false }, // writers wait in one line
	stale:      func(err error) bool { return false },
	missing:    func(err error) bool { return err != nil && strings.Contains(err.Error(), "no such table") },
	lock:       lockSQLite,
	claim:      claimSQLite,
	nextNumber: nextNumberSQLite,
	search:     searchSQLite,
	title:      "SQLite",
	alone:      aloneSQLite,
	probe:      probeSQLite,
	unusable:   unusableSQLite,
}

// openSQLite opens a database file: one connection that writes and four that read beside it.
func openSQLite(ctx context.Context, path string) (*DB, error) {
	if err := checkFile(path); err != nil {
		return nil, err
	}
	// The cache, of 16 MB at most, keeps what is written at random places of the file: ids, and what stands for words.
	writer, err := sql.Open("sqlite", sqliteAddress(path, "_txlock=immediate&_pragma=cache_size(-16000)"))
	if err != nil {
		return nil, err
	}
	if err := checkOurs(ctx, writer); err != nil {
		writer.Close()
		return nil, unusable(path, err)
	}
	reader, err := sql.Open("sqlite", sqliteAddress(path, "_pragma=query_only(1)"))
	if err != nil {
		writer.Close()
		return nil, err
	}
	one := keep(writer, 1, `BEGIN IMMEDIATE`)
	return &DB{engine: sqliteEngine, writer: one, claims: one, reader: keep(reader, 4, `BEGIN`)}, nil
}

var errForeign = errors.New("it belongs to another program")

// checkOurs reads the file for the first time. Only when it is new, or ours, is it changed to write-ahead logging.
func checkOurs(ctx context.Context, db *sql.DB) error {
	var tables, ours int
	err := db.QueryRowContext(ctx, `
		SELECT count(*), count(CASE WHEN name = 'goose_db_version' THEN 1 END) FROM sqlite_master`).Scan(&tables, &ours)
	if err != nil {
		return err
	}
	if tables > 0 && ours == 0 {
		return errForeign
	}
	var mode string
	for deadline := time.Now().Add(2 * time.Second); ; {
		err := db.QueryRowContext(ctx, `PRAGMA journal_mode = WAL`).Scan(&mode)
		if err == nil {
			break
		}
		// Another process is changing it at this moment. SQLite does not wait for that by itself.
		if sqliteCode(err)&0xff != sqlite3.SQLITE_BUSY || time.Now().After(deadline) {
			return err
		}
		if err := pause(ctx, 5*time.Millisecond); err != nil {
			return err
		}
	}
	if mode != "wal" {
		return errors.New("its folder cannot hold a write-ahead log; use a folder on a disk of this machine")
	}
	return nil
}

// sqliteAddress returns what the driver opens: the file, and what every connection to it starts with.
func sqliteAddress(path, more string) string {
	const start = "?_pragma=busy_timeout(2000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&"
	return sqliteFile(path) + start + more
}

func sqliteFile(path string) string {
	slashed := filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		slashed = "/" + slashed // file:/C:/…
	}
	return "file:" + (&url.URL{Path: slashed}).EscapedPath()
}

// checkFile says what is wrong with a path before SQLite says it less clearly.
func checkFile(path string) error {
	if path == "" {
		return errors.New("the database has no name: give the path of a file, or a postgres:// address")
	}
	if scheme, _, ok := strings.Cut(path, "://"); ok {
		return fmt.Errorf("%q is no database that this program knows: give the path of a file, or a postgres:// address", scheme+"://…")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		folder := filepath.Dir(path)
		if in, err := os.Stat(folder); err != nil || !in.IsDir() {
			return fmt.Errorf("the database %s cannot be made: there is no folder %s; make it first", path, folder)
		}
		return nil
	case err != nil:
		return fmt.Errorf("the database %s cannot be opened: %w", path, plain(err))
	case info.IsDir():
		return fmt.Errorf("the database %s is a folder: name a file in it", path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("the database %s is not an ordinary file", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("the database %s cannot be opened for reading and writing: %w", path, plain(err))
	}
	return f.Close()
}

// plain takes the path, which the sentence around it has already, from a file's error.
func plain(err error) error {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return e.Err
	}
	return err
}

// unusable says why SQLite would not open a file.
func unusable(path string, err error) error {
	if errors.Is(err, errForeign) {
		return fmt.Errorf("%s is a database of another program: give Tandem a file of its own", path)
	}
	switch sqliteCode(err) & 0xff {
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%s is not a database: it is a file of another kind", path)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("the database %s is damaged: restore a backup of it", path)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fmt.Errorf("the database %s cannot be written: this program must be allowed to write to the file and to make files beside it", path)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("the database %s is locked by another program", path)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("the database %s cannot be written: its disk is full; make room and start again", path)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("the database %s cannot be read or written: its disk is full or broken (%w)", path, err)
	}
	return fmt.Errorf("the database %s cannot be opened: %w", path, err)
}

// unusableSQLite says why a file that SQLite has opened cannot be used. What is no error of SQLite's says so itself.
func unusableSQLite(path string, err error) error {
	if sqliteCode(err) == 0 {
		return err
	}
	return unusable(path, err)
}

func sqliteCode(err error) int {
	if e := (*sqlite.Error)(nil); errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// "constraint failed: UNIQUE constraint failed: jobs.kind, jobs.key (2067)"
var sqliteUnique = regexp.MustCompile(`UNIQUE constraint failed: ([^(, ]+(?:, [^(, ]+)*)`)

func explainSQLite(err error) error {
	switch sqliteCode(err) {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
	default:
		return err
	}
	if e := (*ErrExists)(nil); errors.As(err, &e) {
		return err
	}
	exists := &ErrExists{cause: err}
	if m := sqliteUnique.FindStringSubmatch(err.Error()); m != nil {
		for _, column := range strings.Split(m[1], ", ") {
			exists.Table, column, _ = strings.Cut(column, ".")
			exists.Columns = append(exists.Columns, column)
		}
	}
	return exists
}

// lockSQLite keeps other processes from migrating the same file. The lock is that of an empty database beside
// it: one on the file itself would be in the way of the migrations' own transactions.
func lockSQLite(ctx context.Context, _ *DB, path string) (func(), error) {
	beside := path + "-migrating"
	for {
		db, err := sql.Open("sqlite", sqliteFile(beside)+"?_txlock=exclusive&_pragma=busy_timeout(60000)")
		if err != nil {
			return nil, err
		}
		tx, err := db.BeginTx(ctx, nil)
		if err == nil {
			return func() {
				_ = tx.Rollback() // nothing was written
				db.Close()
				os.Remove(beside)
			}, nil
		}
		db.Close()
		if sqliteCode(err)&0xff != sqlite3.SQLITE_IOERR || ctx.Err() != nil {
			return nil, err
		}
		// Whoever held the lock has removed the file that we waited at. Wait at the next one.
	}
}

// nextNumberSQLite counts on from the greatest: there is one writer, so nobody takes the same, and no request is ever
// deleted. It writes nothing, which makes recording a request cheaper.
func nextNumberSQLite(ctx context.Context, tx *Tx) (int64, error) {
	var n int64
	err := tx.row(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM requests`).Scan(&n)
	return n, tx.found(err)
}
