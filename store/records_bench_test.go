package store_test

import (
	crand "crypto/rand"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// volume is how many requests the benchmarks of lists look through: TANDEM_BENCH_REQUESTS, or 100,000. All wait for the
// same PM and PO or stand in the same backlog, which is as bad as it gets.
func volume() int64 {
	if n, err := strconv.ParseInt(os.Getenv("TANDEM_BENCH_REQUESTS"), 10, 64); err == nil {
		return n
	}
	return 100_000
}

// vocabulary are words of which the first are common and the last are rare.
var vocabulary = func() []string {
	common := strings.Fields("export import dashboard report filter csv login team alert chart mobile email slow error search share print budget invoice customer")
	for i := range 20_000 {
		common = append(common, "word"+strconv.FormatInt(int64(i), 36))
	}
	return common
}()

func sentence(rng *rand.Rand, words int) string {
	zipf := rand.NewZipf(rng, 1.2, 8, uint64(len(vocabulary)-1))
	var b strings.Builder
	for range words {
		b.WriteString(vocabulary[zipf.Uint64()] + " ")
	}
	return b.String()
}

// fill records n requests, a tenth of them awaiting alignment, a tenth priority, a tenth in the backlog.
func fill(b *testing.B, db *store.DB, n int64) {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	update(b, db, func(tx *store.Tx) error { return tx.AddProduct(ctx, atlas) })
	update(b, db, addObjective)
	statuses := []ritual.Status{ritual.AwaitingAlignment, ritual.AwaitingPriority, ritual.Backlog, ritual.NeedsInfo, ritual.Shipped}
	for from := int64(1); from <= n; from += 2000 {
		update(b, db, func(tx *store.Tx) error {
			for i := from; i < min(n+1, from+2000); i++ {
				r := request(i)
				r.Title, r.Problem = sentence(rng, 5), sentence(rng, 30)
				r.Reporter = fmt.Sprint("U", rng.IntN(500))
				r.Status = statuses[min(rng.IntN(10), 4)]
				r.Since = day.Add(time.Duration(rng.IntN(1e9)) * time.Millisecond)
				if err := errors.Join(tx.AddRequest(ctx, r), tx.AddWords(ctx, r)); err != nil {
					return err
				}
				if r.Status == ritual.Backlog {
					s := ritual.Score{Framework: ritual.RICE, Inputs: map[string]string{"reach": "1"}, Milli: rng.Int64N(1e6)}
					if err := tx.KeepScore(ctx, r.ID, s, "ben"); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
}

func BenchmarkLists(b *testing.B) {
	each(b, func(b *testing.B, open func() *store.DB) {
		db := open()
		fill(b, db, volume())
		readLists(b, db)
	})
}

// readLists reads each list once and again.
func readLists(b *testing.B, db *store.DB) {
	for _, list := range []struct {
		name string
		read func(tx *store.Tx) error
	}{
		{"backlog", func(tx *store.Tx) error {
			_, _, err := tx.Backlog(ctx, "atlas", []ritual.FrameworkID{ritual.RICE}, 0, 20)
			return err
		}},
		{"backlogOfOtherFramework", func(tx *store.Tx) error {
			_, _, err := tx.Backlog(ctx, "atlas", []ritual.FrameworkID{ritual.ValueEffort}, 0, 20)
			return err
		}},
		{"waitingPM", func(tx *store.Tx) error { _, _, err := tx.Waiting(ctx, "ana", 20); return err }},
		{"waitingReporter", func(tx *store.Tx) error { _, _, err := tx.Waiting(ctx, "U7", 20); return err }},
		{"reported", func(tx *store.Tx) error { _, err := tx.Reported(ctx, "U7", 20); return err }},
		{"loads", func(tx *store.Tx) error { _, _, err := tx.Loads(ctx, "atlas"); return err }},
		{"countByStatus", func(tx *store.Tx) error { _, err := tx.CountByStatus(ctx, "atlas"); return err }},
		{"findCommon", find("csv export")},
		{"findRare", find("wordf00 export")},
		{"findBeginning", find("report wor")},
		{"findNothing", find("csv nowhere")},
	} {
		b.Run(list.name, func(b *testing.B) {
			for b.Loop() {
				if err := db.View(ctx, list.read); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func find(query string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := tx.FindRequests(ctx, "atlas", query, 10); return err }
}

// BenchmarkRecording is what the store does until a request is acknowledged, for one client and for eight at once.
func BenchmarkRecording(b *testing.B) {
	each(b, func(b *testing.B, open func() *store.DB) {
		db := open()
		fill(b, db, 10_000)
		var n atomic.Int64
		for _, clients := range []int{1, 8} {
			b.Run(strconv.Itoa(clients), func(b *testing.B) {
				var tries, taken atomic.Int64
				var all sync.WaitGroup
				for c := range clients {
					all.Go(func() {
						rng := rand.New(rand.NewPCG(uint64(n.Load()), uint64(c))) // titles that were not recorded yet
						for taken.Add(1) <= int64(b.N) {
							i, title, problem := n.Add(1), sentence(rng, 5), sentence(rng, 20)
							err := db.Update(ctx, func(tx *store.Tx) error {
								tries.Add(1)
								return record(tx, i, title, problem)
							})
							if err != nil {
								b.Error(err)
							}
						}
					})
				}
				all.Wait()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
				b.ReportMetric(float64(tries.Load())/float64(b.N), "tries/request")
			})
		}
	})
}

func record(tx *store.Tx, n int64, title, problem string) error {
	reporter := fmt.Sprint("U", n%500)
	key := crand.Text()
	if _, _, err := tx.Seen(ctx, key); err != nil {
		return err
	}
	if _, err := tx.ProductIn(ctx, "CATLAS"); err != nil {
		return err
	}
	if _, err := tx.SameWords(ctx, reporter, "atlas", title, tx.Now.Add(-time.Minute)); err == nil {
		return fmt.Errorf("%q was recorded", title)
	}
	number, err := tx.NextNumber(ctx)
	if err != nil {
		return err
	}
	r := request(number)
	r.Title, r.Problem, r.Reporter, r.Created, r.Since = title, problem, reporter, tx.Now, tx.Now
	if err := tx.AddRequest(ctx, r); err != nil {
		return err
	}
	if err := tx.AddEvidence(ctx, r.ID, ritual.Evidence{ID: "0", Author: reporter, Text: problem, At: tx.Now}); err != nil {
		return err
	}
	if _, _, err := tx.AddMessage(ctx, store.Message{Kind: "receipt", Subject: r.ID, Product: "atlas", To: reporter}); err != nil {
		return err
	}
	if err := tx.Once(ctx, "draft", r.ID, "draft", tx.Now); err != nil {
		return err
	}
	if err := tx.Once(ctx, "post", r.ID, reporter, tx.Now); err != nil {
		return err
	}
	return tx.MarkSeen(ctx, key, nil)
}
