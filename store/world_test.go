package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem/bot/ritual"
	"tandem/store"
	"tandem/store/dbtest"
)

// day is an instant that a test's records stand around.
var day = time.Date(2026, 3, 2, 9, 0, 0, 123e6, time.UTC)

// records runs f on each engine, in a database that has the product "atlas" (PM ana, PO ben, home CATLAS).
func records(t *testing.T, f func(t *testing.T, w world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := world{t, open(store.Frozen(day))}
		w.do(func(tx *store.Tx) error { return tx.AddProduct(ctx, atlas) })
		f(t, w)
	})
}

var atlas = ritual.Product{
	ID: "atlas", Name: "Atlas", Channel: "CATLAS", Stakeholders: "CBOSS", PM: "ana", PO: "ben",
	Team: []string{"cleo", "dan"}, SetUpBy: "eve", Framework: ritual.RICE, Created: day,
}

// world is a database under test.
type world struct {
	testing.TB
	db *store.DB
}

// do runs f in a transaction that must succeed.
func (w world) do(f func(tx *store.Tx) error) {
	w.Helper()
	update(w, w.db, f)
}

// same fails the test where got, as a transaction reads it, is not want.
func same[T any](w world, want T, get func(tx *store.Tx) (T, error)) {
	w.Helper()
	var got T
	err := w.db.View(ctx, func(tx *store.Tx) (err error) {
		got, err = get(tx)
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(ritual.Became{})); diff != "" {
		w.Errorf("-want +got:\n%s", diff)
	}
}

// missing fails the test unless there is no such thing.
func missing[T any](w world, get func(tx *store.Tx) (T, error)) {
	w.Helper()
	err := w.db.Update(ctx, func(tx *store.Tx) error {
		_, err := get(tx)
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		w.Errorf("the error is %v", err)
	}
}

// exists fails the test unless f breaks the uniqueness of the table's columns.
func exists(w world, table string, columns []string, f func(tx *store.Tx) error) {
	w.Helper()
	err := w.db.Update(ctx, f)
	var e *store.ErrExists
	if !errors.As(err, &e) {
		w.Fatalf("the error is %v", err)
	}
	if diff := cmp.Diff(table, e.Table) + cmp.Diff(columns, e.Columns); diff != "" {
		w.Errorf("-want +got:\n%s", diff)
	}
}

// request returns a request of atlas with this number, reported by rob at a time of its own.
func request(n int64) ritual.Request {
	return ritual.Request{
		ID: ritual.RequestID(n), Number: n, Product: "atlas", Title: "Dark mode", Kind: ritual.Feature,
		Reporter: "rob", Status: ritual.New, Since: day.Add(time.Duration(n) * time.Minute),
		Created: day.Add(time.Duration(n) * time.Minute),
	}
}

// add records requests.
func (w world) add(rs ...ritual.Request) {
	w.Helper()
	w.do(func(tx *store.Tx) error {
		for _, r := range rs {
			if err := errors.Join(tx.AddRequest(ctx, r), tx.AddWords(ctx, r)); err != nil {
				return err
			}
		}
		return nil
	})
}

// ids are the ids of requests.
func ids(rs []ritual.Request) []string {
	var all []string
	for _, r := range rs {
		all = append(all, r.ID)
	}
	return all
}

// openForFuzz opens a database on SQLite with the product atlas.
func openForFuzz(f *testing.F) *store.DB {
	db, err := store.Open(ctx, dbtest.SQLite(f), store.Frozen(day))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { db.Close() })
	update(f, db, func(tx *store.Tx) error { return tx.AddProduct(ctx, atlas) })
	return db
}
