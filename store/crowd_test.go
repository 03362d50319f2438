package store_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/store"
	"tandem/store/dbtest"
)

// atOnce calls f from eight goroutines.
func atOnce(f func()) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(f)
	}
	all.Wait()
}

func TestADeliveryThatComesSeveralTimesAtOnceIsHandledOnce(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for _, key := range []string{"one", "two", "three"} {
			var handled, answered atomic.Int64
			atOnce(func() {
				var reply []byte
				var seen bool
				update(t, w.db, func(tx *store.Tx) (err error) {
					if reply, seen, err = tx.Receive(ctx, key); err != nil || seen {
						return err
					}
					tx.Follow("recorded", key, key)
					return tx.MarkSeen(ctx, key, []byte("yes, "+key))
				})
				if !seen {
					handled.Add(1)
				} else if string(reply) == "yes, "+key {
					answered.Add(1)
				}
			})
			if handled.Load() != 1 || answered.Load() != 7 {
				t.Errorf("it was handled %d times and answered %d times", handled.Load(), answered.Load())
			}
			j, ok, err := w.db.Claim(ctx, "worker", time.Minute)
			if err != nil || !ok || j.Key != key {
				t.Errorf("claimed %+v, %v, %v", j, ok, err)
			}
		}
	})
}

func TestADeliveryThatFailedIsNotRemembered(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		no := errors.New("no")
		err := w.db.Update(ctx, func(tx *store.Tx) error {
			if _, _, err := tx.Receive(ctx, "key"); err != nil {
				return err
			}
			return no
		})
		if !errors.Is(err, no) {
			t.Errorf("the error is %v", err)
		}
		w.do(func(tx *store.Tx) error {
			_, seen, err := tx.Receive(ctx, "key")
			if seen {
				t.Error("it was seen")
			}
			return errors.Join(err, tx.MarkSeen(ctx, "key", nil))
		})
	})
}

func TestOnPostgreSQLADeliveryThatIsReceivedIsMarked(t *testing.T) {
	address := dbtest.Postgres(t)
	if address == "" {
		return // dbtest.Each fails in CI
	}
	db, err := store.Open(ctx, address, store.Frozen(day))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(ctx, func(tx *store.Tx) error { _, _, err := tx.Receive(ctx, "key"); return err })
	if err == nil || !strings.Contains(err.Error(), "not marked as seen") {
		t.Errorf("the error is %v", err)
	}
}

// say records words as a handler does, unless they were recorded within a minute, and returns whether it did.
func say(tx *store.Tx, title string) (bool, error) {
	since := tx.Now.Add(-time.Minute)
	isNew, err := tx.NewWords(ctx, "rob", "atlas", title, since)
	if err != nil {
		return false, err
	}
	if !isNew {
		if _, err := tx.SameWords(ctx, "rob", "atlas", title, since); !errors.Is(err, store.ErrNotFound) {
			return false, err
		}
	}
	n, err := tx.NextNumber(ctx)
	if err != nil {
		return false, err
	}
	r := request(n)
	r.Title, r.Created = title, tx.Now
	return true, tx.AddRequest(ctx, r)
}

func TestTheSameWordsAtOnceAreRecordedOnce(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for _, title := range []string{"Dark mode", "Light mode", "Quiet mode"} {
			var recorded atomic.Int64
			atOnce(func() {
				var did bool
				update(t, w.db, func(tx *store.Tx) (err error) {
					did, err = say(tx, title)
					return err
				})
				if did {
					recorded.Add(1)
				}
			})
			if recorded.Load() != 1 {
				t.Errorf("%q was recorded %d times", title, recorded.Load())
			}
		}
	})
}

func TestWordsAreTheSameForAMinuteAfterTheyWereRecorded(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		rng := rand.New(rand.NewPCG(3, 4))
		last := map[string]time.Time{}
		given := errors.New("given up")
		for range 150 {
			w.db.Clock().Wind(time.Duration(rng.IntN(40)) * time.Second)
			title := []string{"Dark mode", "Light mode"}[rng.IntN(2)]
			now := w.db.Now()
			switch rng.IntN(4) {
			case 0: // somebody says it and nothing comes of it
				w.do(func(tx *store.Tx) error {
					_, err := tx.NewWords(ctx, "rob", "atlas", title, tx.Now.Add(-time.Minute))
					return err
				})
				continue
			case 1:
				err := w.db.Update(ctx, func(tx *store.Tx) error { _, err := say(tx, title); return errors.Join(err, given) })
				if !errors.Is(err, given) {
					t.Fatal(err)
				}
				continue
			}
			want := last[title].IsZero() || last[title].Before(now.Add(-time.Minute))
			w.do(func(tx *store.Tx) error {
				did, err := say(tx, title)
				if did != want {
					t.Errorf("%q at %s: recorded is %v", title, now.Format(time.TimeOnly), did)
				}
				return err
			})
			if want {
				last[title] = now
			}
		}
	})
}
