package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/store"
	"tandem/store/dbtest"
)

func TestAnAddressThatCannotBeOpenedIsExplained(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	closed := listen(t, nil)
	for _, c := range []struct{ name, address, says string }{
		{"nothing", "", "the database has no name"},
		{"a folder", folder, "is a folder: name a file in it"},
		{"a file in no folder", filepath.Join(folder, "none", "x.db"), "there is no folder " + filepath.Join(folder, "none")},
		{"a text", file("notes.txt", strings.Repeat("Buy milk.\n", 200)), "notes.txt is not a database"},
		{"a device", os.DevNull, "is not an ordinary file"},
		{"another program's database", foreign(t, folder), "is a database of another program"},
		{"another kind of server", "mysql://ana:secret@db/tandem", `"mysql://…" is no database that this program knows`},
		{"an unreadable address", "postgres://ana:sec%ret@db/tandem", "the PostgreSQL address cannot be read"},
		{"an unreadable port", "postgres://ana:secret@db:port/tandem", "the PostgreSQL address cannot be read"},
		{"no server", "postgres://ana:secret@" + closed + "/tandem", "PostgreSQL at " + closed + " cannot be reached: connect"},
		{"a server that hangs up", server(t, ""), "cannot be reached: "},
		{"a wrong password", server(t, "28P01"), `refuses the password of the user "ana"`},
		{"a stranger", server(t, "28000"), `does not let the user "ana" in: no, thank you`},
		{"no database", server(t, "3D000"), `has no database "tandem": make it with createdb`},
		{"a full server", server(t, "53300"), "refuses the connection: no, thank you"},
	} {
		t.Run(c.name, func(t *testing.T) {
			db, err := store.Open(ctx, c.address, store.Machine())
			if err == nil {
				db.Close()
				t.Fatal("it was opened")
			}
			if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("it says %q, not %q", err, c.says)
			}
			if strings.Contains(err.Error(), "sec") && strings.Contains(err.Error(), "ret@") {
				t.Errorf("it tells the password: %v", err)
			}
		})
	}
}

// foreign makes a database as another program would.
func foreign(t *testing.T, folder string) string {
	path := filepath.Join(folder, "photos.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE photos (name TEXT)`); err != nil {
		t.Fatal(err)
	}
	return path
}

// server returns the address of a PostgreSQL server that refuses everybody, with an error code or by hanging up.
func server(t *testing.T, code string) string {
	at := listen(t, func(c net.Conn) {
		_, _ = c.Read(make([]byte, 1024)) // who comes, and what for
		if code != "" {
			fields := "SFATAL\x00VFATAL\x00C" + code + "\x00Mno, thank you\x00\x00"
			fmt.Fprintf(c, "E\x00\x00\x00%c%s", len(fields)+4, fields)
		}
	})
	return "postgres://ana:secret@" + at + "/tandem?sslmode=disable"
}

// listen returns an address at which answer is given to everybody. Where answer is nil, nobody listens there.
func listen(t *testing.T, answer func(net.Conn)) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if answer == nil {
		l.Close()
		return l.Addr().String()
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			answer(c)
			c.Close()
		}
	}()
	return l.Addr().String()
}

func TestAServerThatDoesNotAnswerIsNotWaitedForForever(t *testing.T) {
	ctx, stop := context.WithTimeout(ctx, 50*time.Millisecond)
	defer stop()
	end := make(chan struct{})
	t.Cleanup(func() { close(end) })
	at := listen(t, func(net.Conn) { <-end })
	_, err := store.Open(ctx, "postgres://ana:secret@"+at+"/tandem?sslmode=disable", store.Machine())
	if err == nil || !strings.HasSuffix(err.Error(), "does not answer") {
		t.Errorf("it says %v", err)
	}
}

func TestAFilesNameMayHoldAnything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "what? 100% #1 & ümläut.db")
	db, err := store.Open(ctx, path, frozen())
	if err != nil {
		t.Fatal(err)
	}
	update(t, db, set("color", "blue"))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 1 || files[0].Name() != filepath.Base(path) {
		t.Errorf("the folder holds %v, %v", files, err)
	}
}

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	for _, address := range addresses(t, dbtest.SQLite, dbtest.Postgres) {
		db, err := store.Open(ctx, address, frozen())
		if err != nil {
			t.Fatal(err)
		}
		update(t, db, func(tx *store.Tx) error {
			return tx.Exec(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, $1)`, true)
		})
		db.Close()
		_, err = store.Open(ctx, address, frozen())
		if !errors.Is(err, store.ErrNewer) {
			t.Fatalf("the error is %v", err)
		}
		if !strings.Contains(err.Error(), "its schema is version 99999 and this program knows ") {
			t.Errorf("it says %q", err)
		}
	}
}

func TestSeveralProgramsCanStartAtOnce(t *testing.T) {
	for _, address := range addresses(t, dbtest.SQLite, dbtest.Empty) {
		var started sync.WaitGroup
		dbs := make([]*store.DB, 6)
		for i := range dbs {
			started.Go(func() {
				db, err := store.Open(ctx, address, frozen())
				if err != nil {
					t.Error(err)
					return
				}
				dbs[i] = db
				t.Cleanup(func() { db.Close() })
			})
		}
		started.Wait()
		if t.Failed() {
			return
		}
		err := dbs[0].View(ctx, func(tx *store.Tx) error {
			n, err := tx.Int(ctx, `SELECT count(*) FROM goose_db_version WHERE version_id = 1`)
			if n != 1 {
				t.Errorf("the first migration ran %d times", n)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// addresses returns the addresses of a database of each kind for which there is a server.
func addresses(t *testing.T, kinds ...func(testing.TB) string) (all []string) {
	for _, kind := range kinds {
		if address := kind(t); address != "" {
			all = append(all, address)
		}
	}
	return all
}
