package store

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the schema up to date. Usually it is, and one small query says so.
func (db *DB) migrate(ctx context.Context, address string) error {
	files, err := migrationsFor(db.engine.name)
	if err != nil {
		return err
	}
	newest, err := newestVersion(files)
	if err != nil {
		return err
	}
	if current, err := db.current(ctx, newest); current || err != nil {
		return err
	}
	unlock, err := db.engine.lock(ctx, db, address)
	if err != nil {
		return fmt.Errorf("the database cannot be locked to bring it up to date: %w", err)
	}
	defer unlock()
	if current, err := db.current(ctx, newest); current || err != nil {
		return err // another process has been here meanwhile
	}
	p, err := goose.NewProvider(db.engine.dialect, db.writer.db, files)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("the database cannot be brought up to date: %w", err)
	}
	return nil
}

// current says whether the schema is the one that this program knows, and refuses a newer one.
func (db *DB) current(ctx context.Context, newest int64) (bool, error) {
	version, err := db.version(ctx, newest)
	return version == newest, err
}

// version is the schema's, 0 where there is none yet. A newer one than newest is refused.
func (db *DB) version(ctx context.Context, newest int64) (version int64, err error) {
	err = db.writer.db.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`).Scan(&version)
	if db.engine.missing(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("the version of the database cannot be read: %w", err)
	}
	if version > newest {
		return version, fmt.Errorf("%w: its schema is version %d and this program knows %d; start the newer program, or restore the backup from before it",
			ErrNewer, version, newest)
	}
	return version, nil
}

// newestVersion returns the highest version among the migrations.
func newestVersion(files fs.FS) (int64, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil || len(names) == 0 {
		return 0, errors.Join(errors.New("there are no migrations"), err)
	}
	newest := int64(0)
	for _, name := range names {
		v, err := goose.NumericComponent(name)
		if err != nil {
			return 0, err
		}
		newest = max(newest, v)
	}
	return newest, nil
}

// migrationsFor returns the migrations that all engines share together with those of one of them.
func migrationsFor(engine string) (fs.FS, error) {
	var both overlay
	for _, folder := range []string{"migrations", "migrations/" + engine} {
		files, err := fs.Sub(migrations, folder)
		if err != nil {
			return nil, err
		}
		both = append(both, files)
	}
	return both, nil
}

// Fingerprint returns a short text that changes whenever the migrations do.
func Fingerprint() string {
	sum := sha256.New()
	// The migrations are part of the program: reading them cannot fail.
	_ = fs.WalkDir(migrations, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			text, _ := migrations.ReadFile(path)
			fmt.Fprintf(sum, "%s\n%s", path, text)
		}
		return err
	})
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

// overlay is several folders of files seen as one.
type overlay []fs.FS

func (o overlay) Open(name string) (fs.File, error) {
	for _, files := range o {
		if f, err := files.Open(name); err == nil {
			return f, nil
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir lists the files of all the folders, in order, without what lies in folders of theirs.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	for _, files := range o {
		entries, err := fs.ReadDir(files, name)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !e.IsDir() {
				all = append(all, e)
			}
		}
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}
