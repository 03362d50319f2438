package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"tandem/store"
	"tandem/store/dbtest"
)

const lease = time.Minute

// claim claims a job that must be there.
func claim(t testing.TB, db *store.DB) store.Job {
	t.Helper()
	j, ok, err := db.Claim(ctx, t.Name(), lease)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		t.Fatal("there is nothing to claim")
	}
	return j
}

// nothing checks that no job can be claimed.
func nothing(t testing.TB, db *store.DB) {
	t.Helper()
	j, ok, err := db.Claim(ctx, t.Name(), lease)
	if err != nil {
		t.Fatal(err)
	}
	if ok {
		t.Fatalf("there is %s %s to claim", j.Kind, j.Key)
	}
}

// is checks which job was claimed.
func is(t testing.TB, j store.Job, key string) {
	t.Helper()
	if j.Key != key {
		t.Fatalf("%s %s was claimed, not %s", j.Kind, j.Key, key)
	}
}

func finish(t testing.TB, db *store.DB, j store.Job) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error { return tx.Finish(ctx, j, 0) })
}

// leave leaves a job to be done once, now.
func leave(t testing.TB, db *store.DB, key, lane string) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error { return tx.Once(ctx, "post", key, lane, tx.Now) })
}

func refresh(t testing.TB, db *store.DB, key string) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error { return tx.Refresh(ctx, "card", key, "C1") })
}

// nextDue checks when something can next be claimed, counted from monday; negative means never.
func nextDue(t testing.TB, db *store.DB, want time.Duration) {
	t.Helper()
	next, any, err := db.NextDue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case want < 0 && any:
		t.Errorf("something is due at %v", next)
	case want >= 0 && !any:
		t.Errorf("nothing is due, not %v from the start", want)
	case want >= 0 && !next.Equal(monday.Add(want)):
		t.Errorf("next due %v from the start, not %v", next.Sub(monday), want)
	}
}

func TestAJobThatIsLeftOnceIsDoneOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		leave(t, db, "a", "C1")
		leave(t, db, "a", "C2")
		clock.Wind(time.Minute)
		j := claim(t, db)
		if !j.Due.Equal(monday) || !j.Left.Equal(monday) || j.Kind != "post" || j.Key != "a" || j.Lane != "C1" || j.Attempts != 0 || j.Interrupted {
			t.Errorf("claimed %+v", j)
		}
		leave(t, db, "a", "C1")
		finish(t, db, j)
		leave(t, db, "a", "C1")
		nothing(t, db)
		nextDue(t, db, -1)

		update(t, db, func(tx *store.Tx) error { return tx.ForgetDone(ctx, tx.Now.Add(time.Second)) })
		leave(t, db, "a", "C1")
		is(t, claim(t, db), "a")
	})
}

func TestAJobWhoseTransactionFailsIsNotLeft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		wrong := errors.New("wrong")
		err := db.Update(ctx, func(tx *store.Tx) error {
			return errors.Join(tx.Once(ctx, "post", "a", "C1", tx.Now), wrong)
		})
		if !errors.Is(err, wrong) {
			t.Error(err)
		}
		nothing(t, db)
		if woken(db) {
			t.Error("it woke the workers")
		}
	})
}

func TestJobsOfALaneRunOneAtATimeInTheOrderTheyAreDue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		update(t, db, func(tx *store.Tx) error {
			return errors.Join(
				tx.Once(ctx, "post", "late", "C1", monday.Add(2*time.Second)),
				tx.Once(ctx, "post", "first", "C1", monday),
				tx.Once(ctx, "post", "second", "C1", monday),
				tx.Once(ctx, "post", "elsewhere", "C2", monday.Add(time.Second)))
		})
		clock.Wind(time.Minute)
		first := claim(t, db)
		is(t, first, "first")
		elsewhere := claim(t, db)
		is(t, elsewhere, "elsewhere")
		nothing(t, db)
		finish(t, db, first)
		second := claim(t, db)
		is(t, second, "second")
		nothing(t, db)
		finish(t, db, second)
		finish(t, db, elsewhere)
		is(t, claim(t, db), "late")
	})
}

func TestALaneKeepsItsPace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		leave(t, db, "a", "C1")
		leave(t, db, "b", "C1")
		j := claim(t, db)
		update(t, db, func(tx *store.Tx) error { return tx.Finish(ctx, j, time.Second) })
		nothing(t, db)
		nextDue(t, db, time.Second)
		clock.Wind(time.Second)
		is(t, claim(t, db), "b")
	})
}

func TestARetriedJobHoldsItsLane(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		leave(t, db, "a", "C1")
		leave(t, db, "b", "C1")
		leave(t, db, "other", "C2")
		j := claim(t, db)
		update(t, db, func(tx *store.Tx) error { return tx.Retry(ctx, j, 30*time.Second, "ratelimited") })
		other := claim(t, db)
		is(t, other, "other")
		finish(t, db, other)
		nothing(t, db)
		nextDue(t, db, 30*time.Second)
		clock.Wind(30 * time.Second)
		j = claim(t, db)
		is(t, j, "a")
		if j.Attempts != 1 || j.Why != "ratelimited" || j.Interrupted {
			t.Errorf("claimed %+v", j)
		}
		finish(t, db, j)
		is(t, claim(t, db), "b")
	})
}

func TestAJobThatIsPutBackWasNotTried(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		leave(t, db, "first", "C1")
		leave(t, db, "second", "C1")
		for range 3 {
			j := claim(t, db)
			if j.Key != "first" || j.Attempts != 0 || j.Interrupted {
				t.Errorf("claimed %+v", j)
			}
			update(t, db, func(tx *store.Tx) error { return tx.PutBack(ctx, j) })
		}
	})
}

func TestALeaseThatRanOutGivesTheJobToAnother(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db, other := open(clock), open(clock)
		leave(t, db, "a", "C1")
		leave(t, db, "b", "C1")
		lost := claim(t, db)
		clock.Wind(lease - time.Millisecond)
		nothing(t, other)
		nextDue(t, other, lease)
		clock.Wind(time.Millisecond)
		j := claim(t, other)
		is(t, j, "a")
		if !j.Interrupted {
			t.Error("it does not say that it was interrupted")
		}
		for name, end := range map[string]func(*store.Tx) error{
			"Finish": func(tx *store.Tx) error { return tx.Finish(ctx, lost, 0) },
			"Retry":  func(tx *store.Tx) error { return tx.Retry(ctx, lost, time.Hour, "") },
			"Fail":   func(tx *store.Tx) error { return tx.Fail(ctx, lost, "") },
		} {
			if err := db.Update(ctx, end); !errors.Is(err, store.ErrLeaseLost) {
				t.Errorf("%s gives %v", name, err)
			}
		}
		nothing(t, db)
		finish(t, other, j)
		j = claim(t, db)
		is(t, j, "b")
		if j.Interrupted {
			t.Error("the next job of the lane says that it was interrupted")
		}
	})
}

func TestAnInterruptedJobSaysSoUntilItEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		leave(t, db, "a", "C1")
		claim(t, db)
		clock.Wind(lease)
		j := claim(t, db)
		update(t, db, func(tx *store.Tx) error { return tx.Retry(ctx, j, 0, "could not look") })
		if j = claim(t, db); !j.Interrupted {
			t.Error("a retry made it forget")
		}
		update(t, db, func(tx *store.Tx) error { return tx.Fail(ctx, j, "may have been posted") })
		if all := failed(t, db); len(all) != 1 || !all[0].Interrupted {
			t.Errorf("failed: %+v", all)
		}
	})
}

func TestALeaseThatRanOutIsStillOursWhileNobodyElseTookIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		leave(t, db, "a", "C1")
		j := claim(t, db)
		clock.Wind(2 * lease)
		finish(t, db, j)
		nothing(t, db)
	})
}

func TestARefreshThatWasAskedForAgainWhileItRanRunsAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		refresh(t, db, "a")
		refresh(t, db, "a")
		j := claim(t, db)
		refresh(t, db, "a")
		nothing(t, db)
		finish(t, db, j)
		j = claim(t, db)
		is(t, j, "a")
		finish(t, db, j)
		nothing(t, db)
		nextDue(t, db, -1)
		refresh(t, db, "a")
		is(t, claim(t, db), "a")
	})
}

func TestARefreshStartsAfreshWhenItRunsAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		refresh(t, db, "a")
		j := claim(t, db)
		update(t, db, func(tx *store.Tx) error { return tx.Retry(ctx, j, 0, "timeout") })
		j = claim(t, db)
		refresh(t, db, "a")
		finish(t, db, j)
		if j = claim(t, db); j.Attempts != 0 || j.Why != "" {
			t.Errorf("claimed %+v", j)
		}
	})
}

func TestARefreshTriesAnewWhatHadFailed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		refresh(t, db, "a")
		j := claim(t, db)
		update(t, db, func(tx *store.Tx) error { return tx.Fail(ctx, j, "is_archived") })
		nothing(t, db)
		refresh(t, db, "a")
		finish(t, db, claim(t, db))
		if all := failed(t, db); len(all) != 0 {
			t.Errorf("failed: %+v", all)
		}
	})
}

func TestARefreshDoesNotTouchAJobThatIsLeftOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		leave(t, db, "a", "C1")
		finish(t, db, claim(t, db))
		update(t, db, func(tx *store.Tx) error { return tx.Refresh(ctx, "post", "a", "C1") })
		nothing(t, db)
	})
}

func TestAJobCanBeMoved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		at := func(d time.Duration) time.Time { return monday.Add(d) }
		do := func(f func(tx *store.Tx) error) { t.Helper(); update(t, db, f) }
		do(func(tx *store.Tx) error { return tx.Once(ctx, "digest", "a", "C1", at(time.Hour)) })
		nothing(t, db)
		do(func(tx *store.Tx) error { return tx.Sooner(ctx, "digest", "a", at(2*time.Hour)) })
		nextDue(t, db, time.Hour)
		do(func(tx *store.Tx) error { return tx.Sooner(ctx, "digest", "a", at(time.Minute)) })
		nextDue(t, db, time.Minute)
		do(func(tx *store.Tx) error { return tx.Move(ctx, "digest", "a", at(3*time.Hour)) })
		nextDue(t, db, 3*time.Hour)
		do(func(tx *store.Tx) error { return tx.Move(ctx, "digest", "a", at(time.Second)) })
		clock.Wind(time.Second)
		finish(t, db, claim(t, db))
		do(func(tx *store.Tx) error {
			return errors.Join(tx.Sooner(ctx, "digest", "a", monday), tx.Move(ctx, "digest", "a", monday))
		})
		nothing(t, db) // what is done stays done
	})
}

func TestAllJobsOfAKindCanBeMovedForward(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		update(t, db, func(tx *store.Tx) error {
			return errors.Join(
				tx.Once(ctx, "digest", "a", "C1", monday.Add(time.Hour)),
				tx.RefreshAt(ctx, "digest", "b", "C2", monday.Add(2*time.Hour)),
				tx.Once(ctx, "post", "c", "C3", monday.Add(time.Hour)))
		})
		update(t, db, func(tx *store.Tx) error { return tx.SoonerAll(ctx, "digest", monday) })
		for _, want := range []string{"a", "b"} {
			if j := claim(t, db); j.Key != want {
				t.Errorf("claimed %s, want %s", j.Key, want)
			} else {
				finish(t, db, j)
			}
		}
		nothing(t, db)
		update(t, db, func(tx *store.Tx) error { return tx.SoonerAll(ctx, "digest", monday.Add(-time.Hour)) })
		nothing(t, db) // what is done stays done
	})
}

func TestACanceledJobGoes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		cancel := func() {
			t.Helper()
			update(t, db, func(tx *store.Tx) error { return tx.Cancel(ctx, "post", "a") })
		}
		leave(t, db, "a", "C1")
		cancel()
		nothing(t, db)
		leave(t, db, "a", "C1") // its name is free again
		j := claim(t, db)
		cancel()
		finish(t, db, j) // which frees the lane
		leave(t, db, "b", "C1")
		j = claim(t, db)
		is(t, j, "b")
		finish(t, db, j)
		update(t, db, func(tx *store.Tx) error { return tx.Cancel(ctx, "post", "b") })
		leave(t, db, "b", "C1")
		nothing(t, db) // what is done stays done
	})
}

func failed(t testing.TB, db *store.DB) (all []store.FailedJob) {
	t.Helper()
	err := db.View(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.Failed(ctx, 10)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAFailedJobIsKeptAndCanBeRevived(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		for i, key := range []string{"a", "b"} {
			leave(t, db, key, "C1")
			j := claim(t, db)
			update(t, db, func(tx *store.Tx) error { return tx.Retry(ctx, j, 0, "timeout") })
			j = claim(t, db)
			clock.Wind(time.Second)
			update(t, db, func(tx *store.Tx) error { return tx.Fail(ctx, j, fmt.Sprint("channel_not_found ", i)) })
		}
		nothing(t, db)
		all := failed(t, db)
		if len(all) != 2 || all[0].Key != "b" || all[1].Key != "a" {
			t.Fatalf("failed: %+v", all)
		}
		want := store.FailedJob{ID: all[1].ID, Kind: "post", Key: "a", Lane: "C1", Attempts: 1, Why: "channel_not_found 0", Left: monday, Failed: monday.Add(time.Second)}
		if all[1] != want {
			t.Errorf("failed: %+v, not %+v", all[1], want)
		}
		leave(t, db, "a", "C1") // not anew
		nothing(t, db)

		again := func(tx *store.Tx) error { return tx.Revive(ctx, "post", "a") }
		update(t, db, again)
		if err := db.Update(ctx, again); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("reviving it twice: %v", err)
		}
		j := claim(t, db)
		is(t, j, "a")
		if j.Attempts != 0 || j.Why != "" {
			t.Errorf("claimed %+v", j)
		}
		if all := failed(t, db); len(all) != 1 {
			t.Errorf("failed: %+v", all)
		}
	})
}

func TestTheOldestDueJobHasAnAge(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		check := func(want time.Duration, wanted bool) {
			t.Helper()
			if age, any, err := db.OldestDue(ctx); err != nil || age != want || any != wanted {
				t.Errorf("%v, %v, %v, not %v, %v", age, any, err, want, wanted)
			}
		}
		check(0, false)
		update(t, db, func(tx *store.Tx) error { return tx.Once(ctx, "post", "a", "C1", monday.Add(time.Minute)) })
		check(0, false)
		clock.Wind(3 * time.Minute)
		check(2*time.Minute, true)
		j := claim(t, db)
		check(2*time.Minute, true) // until it is done
		finish(t, db, j)
		check(0, false)
	})
}

func TestNextDueLooksPastLanesThatAreHeld(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		nextDue(t, db, -1)
		leave(t, db, "a", "C1")
		nextDue(t, db, 0)
		j := claim(t, db)
		nextDue(t, db, lease) // should this worker die
		update(t, db, func(tx *store.Tx) error { return tx.Once(ctx, "post", "b", "C2", monday.Add(2*time.Hour)) })
		nextDue(t, db, lease)
		finish(t, db, j)
		nextDue(t, db, 2*time.Hour)
		update(t, db, func(tx *store.Tx) error { return tx.Once(ctx, "post", "c", "C1", monday.Add(time.Hour)) })
		nextDue(t, db, time.Hour)
	})
}

// woken says whether the workers were woken.
func woken(db *store.DB) bool {
	select {
	case <-db.Woken():
		return true
	default:
		return false
	}
}

func TestWorkersAreWokenByWhatTheyCanDo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		db := open(frozen())
		check := func(what string, want bool, f func(tx *store.Tx) error) {
			t.Helper()
			update(t, db, func(tx *store.Tx) error {
				err := f(tx)
				if woken(db) {
					t.Errorf("%s woke before the commit", what)
				}
				return err
			})
			if got := woken(db); got != want {
				t.Errorf("%s woke: %v", what, got)
			}
		}
		later := monday.Add(time.Hour)
		check("a setting", false, set("color", "blue"))
		check("a job", true, func(tx *store.Tx) error { return tx.Once(ctx, "post", "a", "C1", later) })
		check("the same job", false, func(tx *store.Tx) error { return tx.Once(ctx, "post", "a", "C1", later) })
		check("no sooner", false, func(tx *store.Tx) error { return tx.Sooner(ctx, "post", "a", later) })
		check("sooner", true, func(tx *store.Tx) error { return tx.Sooner(ctx, "post", "a", monday) })
		check("no others sooner", false, func(tx *store.Tx) error { return tx.SoonerAll(ctx, "post", monday) })
		check("a refresh", true, func(tx *store.Tx) error { return tx.Refresh(ctx, "card", "a", "C1") })
		j := claim(t, db)
		woken(db)
		check("a lane set free", true, func(tx *store.Tx) error { return tx.Finish(ctx, j, 0) })
	})
}

// Two programs, four claimers in each. Every job is finished once, and no two of a lane run side by side or out of order.
func TestManyClaimersDoEveryJobOnceAndInOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		const lanes, each = 7, 12
		clock := frozen()
		dbs := []*store.DB{open(clock), open(clock)}
		for n := range each {
			update(t, dbs[0], func(tx *store.Tx) error {
				for lane := range lanes {
					if err := tx.Once(ctx, "post", fmt.Sprintf("%d/%02d", lane, n), fmt.Sprint(lane), tx.Now); err != nil {
						return err
					}
				}
				return nil
			})
		}
		var mu sync.Mutex
		running, last := map[string]string{}, map[string]string{}
		left := lanes * each
		begin := func(j store.Job) {
			mu.Lock()
			defer mu.Unlock()
			if other := running[j.Lane]; other != "" {
				t.Errorf("%s began while %s ran", j.Key, other)
			}
			if j.Key <= last[j.Lane] {
				t.Errorf("%s came after %s", j.Key, last[j.Lane])
			}
			running[j.Lane], last[j.Lane] = j.Key, j.Key
		}
		end := func(j store.Job) {
			mu.Lock()
			defer mu.Unlock()
			running[j.Lane] = ""
			left--
		}
		over := func() bool {
			mu.Lock()
			defer mu.Unlock()
			return left <= 0 || t.Failed()
		}
		var done sync.WaitGroup
		for i := range 8 {
			db := dbs[i%2]
			done.Go(func() {
				for !over() {
					j, ok, err := db.Claim(ctx, fmt.Sprint("worker ", i), lease)
					if err != nil {
						t.Error(err)
						return
					}
					if !ok {
						continue
					}
					begin(j)
					end(j) // from the commit on, the next one may begin
					err = db.Update(ctx, func(tx *store.Tx) error {
						return errors.Join(tx.SetMeta(ctx, j.Key, "done"), tx.Finish(ctx, j, 0))
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		done.Wait()
		nothing(t, dbs[0])
		nextDue(t, dbs[0], -1)
	})
}

func TestLanesThatNobodyHoldsDoNotPileUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		for i := range 20 {
			leave(t, db, fmt.Sprint(i), fmt.Sprint("lane ", i))
			finish(t, db, claim(t, db))
		}
		leave(t, db, "interrupted", "C1")
		claim(t, db)
		clock.Wind(2 * lease)
		update(t, db, func(tx *store.Tx) error { return tx.Move(ctx, "post", "interrupted", tx.Now.Add(time.Hour)) })
		nothing(t, db)
		var n int64
		err := db.View(ctx, func(tx *store.Tx) (err error) {
			n, err = tx.Int(ctx, `SELECT count(*) FROM lanes`)
			return err
		})
		if err != nil || n != 1 {
			t.Errorf("%d lanes are kept, %v", n, err)
		}
		clock.Wind(time.Hour)
		if j := claim(t, db); !j.Interrupted {
			t.Error("the interrupted job forgot that it was")
		}
	})
}

func TestALeaseThatIsHeldLongerEndsLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		clock := frozen()
		db := open(clock)
		leave(t, db, "a", "C1")
		j := claim(t, db)
		clock.Wind(lease / 2)
		update(t, db, func(tx *store.Tx) error { return tx.Hold(ctx, j, 10*lease) })
		clock.Wind(10*lease - time.Second)
		nothing(t, db)
		clock.Wind(time.Second)
		is(t, claim(t, db), "a")
		err := db.Update(ctx, func(tx *store.Tx) error { return tx.Hold(ctx, j, lease) })
		if !errors.Is(err, store.ErrLeaseLost) {
			t.Errorf("a lost lease is held: %v", err)
		}
	})
}
