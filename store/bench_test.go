package store_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/store"
	"tandem/store/dbtest"
)

var runs atomic.Int64 // so that no key comes twice

// each runs a benchmark on SQLite and, where a server is given, on PostgreSQL.
func each(b *testing.B, f func(b *testing.B, open func() *store.DB)) {
	for _, engine := range []struct {
		name    string
		address func(testing.TB) string
	}{{"sqlite", dbtest.SQLite}, {"postgres", dbtest.Postgres}} {
		b.Run(engine.name, func(b *testing.B) {
			address := engine.address(b)
			if address == "" {
				return
			}
			f(b, func() *store.DB {
				db, err := store.Open(ctx, address, store.Machine())
				if err != nil {
					b.Fatal(err)
				}
				b.Cleanup(func() { db.Close() })
				return db
			})
		})
	}
}

// tenStatements is about what acknowledging one request takes.
func tenStatements(tx *store.Tx, key string) error {
	_, _, err := tx.Seen(ctx, key)
	all := []error{err}
	for _, k := range []string{"a", "b", "c"} {
		_, err := tx.Meta(ctx, k)
		all = append(all, err)
	}
	_, err = tx.NextNumber(ctx)
	return errors.Join(append(all, err,
		tx.SetMeta(ctx, key, "new"),
		tx.SetMeta(ctx, key, "newer"),
		tx.Once(ctx, "post", key, key, tx.Now),
		tx.Refresh(ctx, "card", key, key),
		tx.MarkSeen(ctx, key, []byte(`{}`)))...)
}

func BenchmarkUpdateTenStatements(b *testing.B) {
	each(b, func(b *testing.B, open func() *store.DB) {
		for _, clients := range []int{1, 8} {
			b.Run(fmt.Sprint(clients), func(b *testing.B) {
				db := open()
				update(b, db, func(tx *store.Tx) error {
					return errors.Join(tx.SetMeta(ctx, "a", ""), tx.SetMeta(ctx, "b", ""), tx.SetMeta(ctx, "c", ""))
				})
				var tries atomic.Int64
				run := runs.Add(1)
				share(b, clients, func(i int) {
					key := fmt.Sprintf("%x", uint64(i+1)*0x9e3779b97f4a7c15) // scattered, as Slack's ids are
					update(b, db, func(tx *store.Tx) error {
						tries.Add(1)
						return tenStatements(tx, fmt.Sprint(key, run))
					})
				})
				b.ReportMetric(float64(tries.Load())/float64(b.N), "tries/op")
			})
		}
	})
}

// share has b.N calls made by so many goroutines.
func share(b *testing.B, clients int, f func(i int)) {
	var next atomic.Int64
	var done sync.WaitGroup
	b.ResetTimer()
	for range clients {
		done.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				f(int(i))
			}
		})
	}
	done.Wait()
	b.StopTimer()
}

func BenchmarkClaimAndFinish(b *testing.B) {
	each(b, func(b *testing.B, open func() *store.DB) {
		for _, claimers := range []int{1, 8} {
			b.Run(fmt.Sprint(claimers), func(b *testing.B) {
				db := open()
				run := runs.Add(1)
				for i := 0; i < b.N; i += 1000 {
					update(b, db, func(tx *store.Tx) error {
						for n := i; n < min(i+1000, b.N); n++ {
							key := fmt.Sprint(run, "/", n)
							if err := tx.Once(ctx, "post", key, fmt.Sprint("lane ", n%200), tx.Now); err != nil {
								return err
							}
						}
						return nil
					})
				}
				var claims atomic.Int64
				share(b, claimers, func(int) {
					for {
						j, ok, err := db.Claim(ctx, "bench", time.Minute)
						if err != nil {
							b.Error(err)
							return
						}
						claims.Add(1)
						if ok {
							finish(b, db, j)
							return
						}
					}
				})
				b.ReportMetric(float64(claims.Load())/float64(b.N), "claims/op")
			})
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			at := address(b)
			if at == "" {
				return
			}
			for n := 0; b.Loop(); n++ {
				db, err := store.Open(ctx, at, store.Machine())
				if err != nil {
					b.Fatal(err)
				}
				db.Close()
			}
		})
	}
}
