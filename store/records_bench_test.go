package store_test

import (
	crand "crypto/rand"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// vocabulary are words of which the first are common and the last are rare.
var vocabulary = func() []string {
	common := strings.Fields("export import dashboard report filter csv login team alert chart mobile email slow error search share print budget invoice customer")
	for i := range 20_000 {
		word := ""
		for n := i*7919 + 20_000; n > 0; n /= 60 { // of syllables, so that they begin as differently as words do
			word += string("bdfgklmnprst"[n%12]) + string("aeiou"[n/12%5])
		}
		common = append(common, word)
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
	if _, _, err := tx.Receive(ctx, key); err != nil {
		return err
	}
	if _, err := tx.ProductIn(ctx, "CATLAS"); err != nil {
		return err
	}
	if isNew, err := tx.NewWords(ctx, reporter, "atlas", title, tx.Now.Add(-time.Minute)); err != nil {
		return err
	} else if !isNew {
		if _, err := tx.SameWords(ctx, reporter, "atlas", title, tx.Now.Add(-time.Minute)); err == nil {
			return fmt.Errorf("%q was recorded", title)
		}
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
