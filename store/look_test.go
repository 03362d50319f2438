package store_test

import (
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"tandem/store"
	"tandem/store/dbtest"
)

func TestLookingFindsWhatADatabaseIsLike(t *testing.T) {
	for _, address := range addresses(t, dbtest.SQLite, dbtest.Empty) {
		before, err := store.Look(ctx, address)
		if err != nil || before.Version != 0 || before.Newest == 0 {
			t.Errorf("before it is opened it is like %+v, %v", before, err)
		}
		db, err := store.Open(ctx, address, frozen())
		if err != nil {
			t.Fatal(err)
		}
		update(t, db, set("color", "blue"))
		after, err := store.Look(ctx, address) // also while it is in use
		if want := (store.Condition{Kind: before.Kind, Version: before.Newest, Newest: before.Newest}); err != nil || after != want {
			t.Errorf("afterwards it is like %+v, %v; want %+v", after, err, want)
		}
		update(t, db, func(tx *store.Tx) error {
			n, err := tx.Int(ctx, `SELECT count(*) FROM meta`)
			if n != 1 {
				t.Errorf("looking left something behind")
			}
			return err
		})
		update(t, db, func(tx *store.Tx) error {
			return tx.Exec(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, $1)`, true)
		})
		db.Close()
		if _, err := store.Look(ctx, address); !errors.Is(err, store.ErrNewer) {
			t.Errorf("of a newer one it says %v", err)
		}
	}
}

func TestLookingForAFileMakesNone(t *testing.T) {
	path := dbtest.SQLite(t)
	if c, err := store.Look(ctx, path); err != nil || c.Kind != "SQLite" {
		t.Errorf("it is like %+v, %v", c, err)
	}
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) > 0 {
		t.Errorf("the folder holds %v, %v", files, err)
	}
}

func TestWhatCannotBeWrittenIsSeenBeforeItIsUsed(t *testing.T) {
	if runtime.GOOS == "linux" { // a folder in which not even root may make a file
		for name, open := range map[string]func(string) error{
			"Look": func(path string) error { _, err := store.Look(ctx, path); return err },
			"Open": func(path string) error { _, err := store.Open(ctx, path, frozen()); return err },
		} {
			if err := open("/sys/tandem.db"); err == nil || !strings.HasPrefix(err.Error(), "the database /sys/tandem.db cannot be ") || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s says %v", name, err)
			}
		}
	}
	for _, address := range addresses(t, dbtest.Empty) {
		// Somebody who may connect and no more.
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		guest(t, address)
		u.User = url.UserPassword("tandem_guest", "secret")
		for name, open := range map[string]func(string) error{
			"Look": func(at string) error { _, err := store.Look(ctx, at); return err },
			"Open": func(at string) error { _, err := store.Open(ctx, at, frozen()); return err },
		} {
			if err := open(u.String()); err == nil || !strings.HasPrefix(err.Error(), `PostgreSQL does not let the user "tandem_guest" write to the database`) {
				t.Errorf("%s says %v", name, err)
			}
		}
		if u, err = url.Parse(address); err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set("default_transaction_read_only", "on")
		u.RawQuery = q.Encode()
		if _, err := store.Look(ctx, u.String()); err == nil || !strings.HasSuffix(err.Error(), "can only be read: name a server that is no standby, and a user who may write") {
			t.Errorf("of a database that can only be read it says %v", err)
		}
	}
}

// guest makes a user who may connect to the server, and make nothing in the database at address.
func guest(t *testing.T, address string) {
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		`DO $$ BEGIN CREATE ROLE tandem_guest LOGIN PASSWORD 'secret'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
		`REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFullDiskIsCalledOne(t *testing.T) {
	db, err := store.Open(ctx, dbtest.SQLite(t), frozen())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	update(t, db, func(tx *store.Tx) error {
		_, err := tx.Int(ctx, `PRAGMA max_page_count = 1`) // no more than it has already
		return err
	})
	write := func() error {
		return db.Update(ctx, func(tx *store.Tx) error {
			return tx.SetMeta(ctx, "much", strings.Repeat("x", 1<<20))
		})
	}
	if err := write(); err == nil || !strings.HasPrefix(err.Error(), "the disk of the database is full") {
		t.Errorf("it says %v", err)
	}
	err = db.View(ctx, func(tx *store.Tx) error {
		_, err := tx.Int(ctx, `SELECT count(*) FROM meta`)
		return err
	})
	if err != nil {
		t.Errorf("afterwards it cannot even be read: %v", err)
	}
	update(t, db, func(tx *store.Tx) error {
		_, err := tx.Int(ctx, `PRAGMA max_page_count = 100000`)
		return err
	})
	if err := write(); err != nil {
		t.Errorf("once there is room it says %v", err)
	}
}
