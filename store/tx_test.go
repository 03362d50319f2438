package store_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/store"
	"tandem/store/dbtest"
)

var ctx = context.Background()

// update runs fn in a transaction that must succeed.
func update(t testing.TB, db *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.Update(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func set(key, value string) func(*store.Tx) error {
	return func(tx *store.Tx) error { return tx.SetMeta(ctx, key, value) }
}

// meta returns what is kept under key, or "none".
func meta(t testing.TB, db *store.DB, key string) (value string) {
	t.Helper()
	err := db.View(ctx, func(tx *store.Tx) (err error) {
		value, err = tx.Meta(ctx, key)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return "none"
	}
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestWhatWasCommittedIsThereAfterOpeningAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		update(t, db, set("color", "blue"))
		update(t, db, set("color", "green"))
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if got := meta(t, open(frozen()), "color"); got != "green" {
			t.Errorf("it is %q", got)
		}
	})
}

func TestAnErrorRollsBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		wrong := errors.New("wrong")
		err := db.Update(ctx, func(tx *store.Tx) error {
			if err := tx.SetMeta(ctx, "color", "blue"); err != nil {
				return err
			}
			return wrong
		})
		if !errors.Is(err, wrong) {
			t.Errorf("the error is %v", err)
		}
		if got := meta(t, db, "color"); got != "none" {
			t.Errorf("it was kept: %q", got)
		}
	})
}

func TestAPanicRollsBackAndGoesOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		func() {
			defer func() {
				if got := recover(); got != "ouch" {
					t.Errorf("recovered %v", got)
				}
			}()
			_ = db.Update(ctx, func(tx *store.Tx) error {
				if err := tx.SetMeta(ctx, "color", "blue"); err != nil {
					t.Error(err)
				}
				panic("ouch")
			})
		}()
		if got := meta(t, db, "color"); got != "none" {
			t.Errorf("it was kept: %q", got)
		}
		update(t, db, set("color", "green")) // the connection is free again
	})
}

func TestAViewCannotWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		if err := db.View(ctx, set("color", "blue")); err == nil {
			t.Error("it wrote")
		}
		if got := meta(t, db, "color"); got != "none" {
			t.Errorf("it was kept: %q", got)
		}
	})
}

func TestAViewSeesOneStateAndHoldsNobodyUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		update(t, db, set("color", "blue"))
		err := db.View(ctx, func(tx *store.Tx) error {
			before, err := tx.Meta(ctx, "color")
			if err != nil {
				return err
			}
			update(t, db, set("color", "green")) // it does not wait for the view
			after, err := tx.Meta(ctx, "color")
			if before != "blue" || after != "blue" {
				t.Errorf("the view saw %q, then %q", before, after)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := meta(t, db, "color"); got != "green" {
			t.Errorf("the next view sees %q", got)
		}
	})
}

func TestTimeStandsStillInATransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := store.Frozen(monday.Add(1234567 * time.Nanosecond).In(time.FixedZone("somewhere", 3600)))
		db := open(clock)
		update(t, db, func(tx *store.Tx) error {
			before := tx.Now
			clock.Wind(time.Hour)
			if want := monday.Add(time.Millisecond); tx.Now != before || before != want {
				t.Errorf("it was %v, then %v, not %v", before, tx.Now, want)
			}
			return nil
		})
	})
}

// Two people give the last two answers at the same moment. Each transaction reads the other's answer before
// it writes its own. One of them must see both, or nobody posts the summary.
func TestOfTwoLastAnswersOneSeesBoth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db, other := open(frozen()), open(frozen())
		for range 20 {
			update(t, db, func(tx *store.Tx) error {
				return errors.Join(tx.SetMeta(ctx, "ana", ""), tx.SetMeta(ctx, "ben", ""), tx.SetMeta(ctx, "summaries", ""))
			})
			var ready, done sync.WaitGroup
			ready.Add(2)
			answer := func(db *store.DB, me, them string) {
				defer done.Done()
				first := true
				err := db.Update(ctx, func(tx *store.Tx) error {
					theirs, err := tx.Meta(ctx, them)
					if err != nil {
						return err
					}
					if first && db.Blind() {
						first = false
						ready.Done()
						ready.Wait() // both have read
					}
					if err := tx.SetMeta(ctx, me, "done"); err != nil {
						return err
					}
					if theirs != "" {
						return tx.SetMeta(ctx, "summaries", "one by "+me)
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
			done.Add(2)
			go answer(db, "ana", "ben")
			go answer(other, "ben", "ana")
			done.Wait()
			if got := meta(t, db, "summaries"); got == "" {
				t.Fatal("nobody saw both answers")
			}
		}
	})
}

func TestAConflictThatTheFunctionDressedUpIsStillRetried(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		if !db.Blind() {
			return // one writer: there are no conflicts
		}
		update(t, db, set("color", "blue"))
		tries := 0
		err := db.Update(ctx, func(tx *store.Tx) error {
			tries++
			if _, err := tx.Meta(ctx, "color"); err != nil {
				return err
			}
			if tries == 1 {
				update(t, db, set("color", "green"))
			}
			if err := tx.SetMeta(ctx, "color", "red"); err != nil {
				return errors.New("the color cannot be changed")
			}
			return nil
		})
		if err != nil || tries != 2 {
			t.Errorf("%d tries, then %v", tries, err)
		}
		if got := meta(t, db, "color"); got != "red" {
			t.Errorf("it is %q", got)
		}
	})
}

func TestTwoThatWaitForEachOtherAreRunAgainAndCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		db.WaitAtMost(time.Minute) // PostgreSQL looks for a deadlock after a second
		if !db.Blind() {           // one writer: nobody waits for each other
			update(t, db, set("color", "mine"))
			update(t, db, set("color", "yours"))
			if all, deadlocks := db.Conflicts(); all != 0 || deadlocks != 0 {
				t.Errorf("it counts %d conflicts, %d deadlocks", all, deadlocks)
			}
			return
		}
		var tries atomic.Int64
		var holds, done sync.WaitGroup
		holds.Add(2)
		keys := [2]string{"color", "shape"}
		for i := range keys {
			done.Go(func() {
				first := true
				err := db.Update(ctx, func(tx *store.Tx) error {
					tries.Add(1)
					if err := tx.SetMeta(ctx, keys[i], "mine"); err != nil {
						return err
					}
					if first { // each has what the other asks for next
						first = false
						holds.Done()
						holds.Wait()
					}
					return tx.SetMeta(ctx, keys[1-i], "mine")
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		done.Wait()
		if all, deadlocks := db.Conflicts(); deadlocks < 1 || all != tries.Load()-2 {
			t.Errorf("it counts %d conflicts, %d deadlocks; there were %d tries of two", all, deadlocks, tries.Load())
		}
	})
}

func TestARowThatExistsNamesItsTableAndColumns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		for _, c := range []struct {
			statement string
			table     string
			columns   []string
		}{
			{`INSERT INTO meta (key, value) VALUES ('a', 'b')`, "meta", []string{"key"}},
			{`INSERT INTO jobs (kind, key, lane, state, once, wanted, attempts, interrupted, why, due, left_at, ended_at)
				VALUES ('post', 'a, b)=(c', '', 'due', 0, 0, 0, 0, '', 0, 0, 0)`, "jobs", []string{"kind", "key"}},
		} {
			again := func(tx *store.Tx) error { return tx.Exec(ctx, c.statement) }
			update(t, db, again)
			err := db.Update(ctx, again)
			var exists *store.ErrExists
			if !errors.As(err, &exists) {
				t.Fatalf("the error is %v", err)
			}
			if exists.Table != c.table || !slices.Equal(exists.Columns, c.columns) {
				t.Errorf("it names %s %q, not %s %q", exists.Table, exists.Columns, c.table, c.columns)
			}
		}
	})
}

func TestAFailedStatementEndsTheTransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		update(t, db, func(tx *store.Tx) error { return tx.MarkSeen(ctx, "a", nil) })
		var exists *store.ErrExists
		err := db.Update(ctx, func(tx *store.Tx) error {
			if err := tx.MarkSeen(ctx, "a", nil); !errors.As(err, &exists) {
				t.Errorf("marking it again: %v", err)
			}
			if err := tx.SetMeta(ctx, "color", "blue"); !errors.As(err, &exists) {
				t.Errorf("writing after it: %v", err)
			}
			if _, err := tx.Meta(ctx, "color"); !errors.As(err, &exists) {
				t.Errorf("reading after it: %v", err)
			}
			if _, err := tx.Failed(ctx, 1); !errors.As(err, &exists) {
				t.Errorf("listing after it: %v", err)
			}
			return nil
		})
		if !errors.As(err, &exists) {
			t.Errorf("it was committed: %v", err)
		}
		if got := meta(t, db, "color"); got != "none" {
			t.Errorf("it was kept: %q", got)
		}
	})
}

func TestAServerThatStartedAgainIsNotAnError(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db, other := open(frozen()), open(frozen())
		if !db.Blind() {
			return // there is no server
		}
		update(t, db, set("color", "blue"))
		update(t, other, func(tx *store.Tx) error {
			_, err := tx.Int(ctx, `
				SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid()`)
			return err
		})
		update(t, db, set("color", "green"))
		if got := meta(t, db, "color"); got != "green" {
			t.Errorf("it is %q", got)
		}
	})
}

func TestABusyDatabaseSaysSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		db.WaitAtMost(20 * time.Millisecond)
		update(t, db, set("color", "blue"))
		err := db.Update(ctx, func(tx *store.Tx) error {
			if _, err := tx.Meta(ctx, "color"); err != nil {
				return err
			}
			if err := db.Update(ctx, set("color", "green")); err != nil { // never do this
				return err
			}
			return tx.SetMeta(ctx, "color", "red")
		})
		if !errors.Is(err, store.ErrBusy) {
			t.Errorf("the error is %v", err)
		}
	})
}

func TestAContextThatEndedKeepsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		ctx, stop := context.WithCancel(ctx)
		err := db.Update(ctx, func(tx *store.Tx) error {
			if err := tx.SetMeta(ctx, "color", "blue"); err != nil {
				return err
			}
			stop()
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
		if got := meta(t, db, "color"); got != "none" {
			t.Errorf("it was kept: %q", got)
		}
		if err := db.Update(ctx, set("color", "green")); !errors.Is(err, context.Canceled) {
			t.Errorf("the next error is %v", err)
		}
	})
}

func TestAClosedDatabaseIsAnError(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		update(t, db, set("color", "blue"))
		db.Close()
		if err := db.Update(ctx, set("color", "green")); err == nil {
			t.Error("it was written")
		}
		if err := db.View(ctx, func(*store.Tx) error { return nil }); err == nil {
			t.Error("it was read")
		}
	})
}

func TestNoNumberIsGivenTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		dbs := []*store.DB{open(frozen()), open(frozen())}
		update(t, dbs[0], func(tx *store.Tx) error { return tx.AddProduct(ctx, atlas) })
		var mu sync.Mutex
		var all []int64
		var done sync.WaitGroup
		for i := range 8 {
			done.Go(func() {
				for range 10 {
					var n int64
					update(t, dbs[i%2], func(tx *store.Tx) (err error) {
						if n, err = tx.NextNumber(ctx); err != nil {
							return err
						}
						return tx.AddRequest(ctx, request(n))
					})
					mu.Lock()
					all = append(all, n)
					mu.Unlock()
				}
			})
		}
		done.Wait()
		slices.Sort(all)
		if n := len(slices.Compact(slices.Clone(all))); n != 80 || all[0] != 1 {
			t.Errorf("80 numbers taken, %d different, the first is %d", n, all[0])
		}
	})
}

func TestADeliveryIsSeenOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		seen := func(key string) (reply string, seen bool) {
			err := db.View(ctx, func(tx *store.Tx) error {
				r, s, err := tx.Seen(ctx, key)
				reply, seen = string(r), s
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return reply, seen
		}
		if _, ok := seen("a"); ok {
			t.Error("it was seen before it came")
		}
		mark := func(tx *store.Tx) error { return tx.MarkSeen(ctx, "a", []byte(`{"text":"ok"}`)) }
		update(t, db, mark)
		if reply, ok := seen("a"); !ok || reply != `{"text":"ok"}` {
			t.Errorf("it was answered with %q, %v", reply, ok)
		}
		var exists *store.ErrExists
		if err := db.Update(ctx, mark); !errors.As(err, &exists) {
			t.Errorf("marking it again: %v", err)
		}
		clock.Wind(time.Hour)
		update(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.MarkSeen(ctx, "b", nil), tx.ForgetSeen(ctx, tx.Now.Add(-time.Minute)))
		})
		if _, ok := seen("a"); ok {
			t.Error("the old one was not forgotten")
		}
		if reply, ok := seen("b"); !ok || reply != "" {
			t.Errorf("the new one was answered with %q, %v", reply, ok)
		}
	})
}

func TestTheSameDeliveryOnTwoSocketsIsHandledOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		dbs := []*store.DB{open(frozen()), open(frozen())}
		var done sync.WaitGroup
		for i := range 8 {
			done.Go(func() {
				update(t, dbs[i%2], func(tx *store.Tx) error {
					_, seen, err := tx.Seen(ctx, "envelope")
					if err != nil || seen {
						return err
					}
					return errors.Join(tx.MarkSeen(ctx, "envelope", nil), tx.Exec(ctx, `INSERT INTO meta (key, value) VALUES ('handled', 'once')`))
				})
			})
		}
		done.Wait()
		if got := meta(t, dbs[0], "handled"); got != "once" {
			t.Errorf("it is %q", got)
		}
	})
}
