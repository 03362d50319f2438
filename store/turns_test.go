package store_test

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"tandem/store"
	"tandem/store/dbtest"
)

// together runs functions so that one of them takes all the others along, and returns what became of each.
func together(t *testing.T, db *store.DB, fns ...func(*store.Tx) error) []error {
	t.Helper()
	errs := make([]error, len(fns))
	var done sync.WaitGroup
	begun := false
	update(t, db, func(*store.Tx) error { // holds the writer until all wait for it
		if begun {
			return nil // one of those taken along failed
		}
		begun = true
		for i, fn := range fns {
			done.Go(func() {
				defer func() {
					if p := recover(); p != nil {
						errs[i] = fmt.Errorf("panic: %v", p)
					}
				}()
				errs[i] = db.Update(ctx, fn)
			})
		}
		for db.Waiting() < len(fns) {
			runtime.Gosched()
		}
		return nil
	})
	done.Wait()
	return errs
}

// oneWriter runs a test where transactions that write wait for each other.
func oneWriter(t *testing.T, f func(t *testing.T, db *store.DB)) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		if db := open(frozen()); !db.Blind() {
			f(t, db)
		}
	})
}

// count adds one to a number, and remembers that it did.
func count(name string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		was, err := tx.Meta(ctx, "count")
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		n, _ := strconv.Atoi(was)
		return errors.Join(tx.SetMeta(ctx, "count", strconv.Itoa(n+1)), tx.SetMeta(ctx, name, "counted"))
	}
}

func TestTransactionsThatShareACommitSeeThoseBefore(t *testing.T) {
	oneWriter(t, func(t *testing.T, db *store.DB) {
		var fns []func(*store.Tx) error
		for i := range 100 {
			fns = append(fns, count(fmt.Sprint("n", i)))
		}
		for _, err := range together(t, db, fns...) {
			if err != nil {
				t.Error(err)
			}
		}
		if got := meta(t, db, "count"); got != "100" {
			t.Errorf("it counted to %s", got)
		}
	})
}

func TestAFailureInASharedCommitIsItsOwnOnly(t *testing.T) {
	wrong := errors.New("wrong")
	for name, fails := range map[string]func(*store.Tx) error{
		"after writing":  func(tx *store.Tx) error { return errors.Join(tx.SetMeta(ctx, "bad", "kept"), wrong) },
		"before writing": func(*store.Tx) error { return wrong },
		"by a statement": func(tx *store.Tx) error {
			return errors.Join(tx.SetMeta(ctx, "bad", "kept"), tx.Exec(ctx, `INSERT INTO nowhere (x) VALUES (1)`))
		},
		"by a panic": func(tx *store.Tx) error {
			if err := tx.SetMeta(ctx, "bad", "kept"); err != nil {
				return err
			}
			panic("ouch")
		},
	} {
		t.Run(name, func(t *testing.T) {
			oneWriter(t, func(t *testing.T, db *store.DB) {
				errs := together(t, db, count("a"), fails, count("b"), fails, count("c"))
				if errs[0] != nil || errs[2] != nil || errs[4] != nil {
					t.Errorf("the others failed too: %v", errs)
				}
				if errs[1] == nil || errs[3] == nil {
					t.Errorf("it did not fail: %v", errs)
				}
				if got := meta(t, db, "bad"); got != "none" {
					t.Errorf("what it wrote was kept: %s", got)
				}
				if got := meta(t, db, "count"); got != "3" {
					t.Errorf("they counted to %s", got)
				}
			})
		})
	}
}

func TestARefusalInASharedCommitSeesWhatWasKept(t *testing.T) {
	oneWriter(t, func(t *testing.T, db *store.DB) {
		taken := errors.New("taken")
		take := func(tx *store.Tx) error {
			if _, err := tx.Meta(ctx, "seat"); err == nil {
				return taken
			}
			return tx.SetMeta(ctx, "seat", "taken")
		}
		free := 0
		for _, err := range together(t, db, take, take, take) {
			switch {
			case err == nil:
				free++
			case !errors.Is(err, taken):
				t.Error(err)
			}
		}
		if free != 1 {
			t.Errorf("%d took the seat", free)
		}
	})
}
