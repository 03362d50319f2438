package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A Condition is what a database is like before it is used.
type Condition struct {
	Kind    string // the name of its engine: SQLite or PostgreSQL
	Version int64  // its schema's; 0 where there is none yet
	Newest  int64  // the version that this program brings it to
}

// Look sees whether Open would open the database at address and whether it can be written. It changes nothing in it,
// and makes no file. Its errors are those of Open.
func Look(ctx context.Context, address string) (Condition, error) {
	open, engine := opener(address)
	c := Condition{Kind: engine.title}
	files, err := migrationsFor(engine.name)
	if err != nil {
		return c, err
	}
	if c.Newest, err = newestVersion(files); err != nil {
		return c, err
	}
	if engine.alone != nil {
		if is, err := engine.alone(address); !is {
			return c, err
		}
	}
	db, err := open(ctx, address)
	if err != nil {
		return c, err
	}
	defer db.Close()
	if c.Version, err = db.version(ctx, c.Newest); err != nil {
		return c, err
	}
	return c, engine.unusable(address, engine.probe(ctx, db, c.Version == c.Newest))
}

// aloneSQLite reports whether there is a file at path. Where there is none, it sees whether one can be made.
func aloneSQLite(path string) (is bool, err error) {
	if err := checkFile(path); err != nil {
		return false, err
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err == nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".tandem-*")
	if err != nil {
		return false, fmt.Errorf("the database %s cannot be made: %w; let this program write to the folder", path, plain(err))
	}
	defer os.Remove(f.Name())
	_, err = f.Write(make([]byte, 64<<10)) // about what an empty database takes
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return false, fmt.Errorf("the database %s cannot be made: %w; make room on the disk", path, plain(err))
	}
	return false, nil
}

// probeSQLite writes what the file says already, and waits for the disk.
func probeSQLite(ctx context.Context, db *DB, _ bool) error {
	var version int64
	if err := db.writer.db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	_, err := db.writer.db.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, version))
	return err
}

// probePostgres does what Open and Tandem at work will do, and takes it back.
func probePostgres(ctx context.Context, db *DB, current bool) error {
	tx, err := db.writer.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // fails when the connection is gone, and the transaction with it
	try := `CREATE TABLE tandem_probe (id BIGINT)`
	if current {
		try = `INSERT INTO meta (key, value) VALUES ('probe', '') ON CONFLICT (key) DO NOTHING`
	}
	_, err = tx.ExecContext(ctx, try)
	return err
}
