package bot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
	"tandem/store/dbtest"
)

// BenchmarkExport is how long the file of an export takes in a product with 100,000 requests (or TANDEM_BENCH_REQUESTS), by
// its format, what is in memory beside the rest of the program meanwhile, and how large the file is. A job of Tandem's may take 45 seconds.
func BenchmarkExport(b *testing.B) {
	n := 100_000
	if is, err := strconv.Atoi(os.Getenv("TANDEM_BENCH_REQUESTS")); err == nil {
		n = is
	}
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			at := address(b)
			if at == "" { // no PostgreSQL here
				return
			}
			db, err := store.Open(context.Background(), at, store.Machine())
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			fillForExport(b, db, n)
			for _, f := range exportFormats {
				b.Run(f.id, func(b *testing.B) { measureExport(b, db, f) })
			}
		})
	}
}

// fillForExport records requests that have come as far as the backlog, with what belongs to them.
func fillForExport(b *testing.B, db *store.DB, n int) {
	b.Helper()
	if err := db.Update(context.Background(), atlasForLoad); err != nil {
		b.Fatal(err)
	}
	for from := 1; from <= n; from += 1000 {
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			for i := from; i <= min(n, from+999); i++ {
				if err := exportable(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// exportable records a request with a story, three quotes and two decisions.
func exportable(tx *store.Tx, i int) error {
	ctx := context.Background()
	rng := rand.New(rand.NewPCG(1, uint64(i)))
	say := func() string { // as long as what people write, and no easier to compress
		words := wordsOfRequest(int64(i))
		for range 15 {
			words += fmt.Sprintf(" w%x", rng.IntN(5000))
		}
		return words
	}
	words := say()
	r := ritual.Request{ID: ritual.RequestID(int64(i)), Number: int64(i), Product: "atlas", Title: fmt.Sprint("Export report ", i), Problem: words, Customer: "Acme", Kind: ritual.Feature,
		Importance: ritual.Important, Reporter: person(i), Status: ritual.Backlog, Since: tx.Now, Created: tx.Now, Points: 3,
		Source: ritual.Source{Channel: loadChannel, TS: fmt.Sprintf("1700000000.%06d", i)}}
	err := tx.AddRequest(ctx, r)
	for k := range 3 {
		err = errors.Join(err, tx.AddEvidence(ctx, r.ID, ritual.Evidence{ID: strconv.Itoa(k), Author: person(i + k), Channel: loadChannel, TS: fmt.Sprintf("1700000000.%06d", i), Text: say(), At: tx.Now}))
	}
	for _, v := range []ritual.Verdict{ritual.Aligned, ritual.Prioritized} {
		_, decided := tx.AddDecision(ctx, ritual.Decision{Request: r.ID, Product: r.Product, Topic: ritual.Priority, Verdict: v, By: person(1), At: tx.Now})
		err = errors.Join(err, decided)
	}
	s := ritual.Story{Request: r.ID, Origin: ritual.FromTemplate, As: "support agent", Want: words, SoThat: "audits take minutes"}
	for range 4 {
		s.Criteria = append(s.Criteria, ritual.Criterion{Text: say(), Source: "0"})
	}
	_, written := tx.AddStory(ctx, s)
	scored := tx.KeepScore(ctx, r.ID, ritual.Score{Framework: ritual.ValueEffort, Inputs: map[string]string{"value": "7", "effort": "3"}, Milli: int64(i)}, person(1))
	return errors.Join(err, written, scored)
}

// measureExport has the file of an export made as its job does.
func measureExport(b *testing.B, db *store.DB, f exportFormat) {
	ctx := context.Background()
	m := store.Message{Kind: exportKind, Subject: "atlas/" + f.id + "/1", Product: "atlas", To: person(7)}
	var most, size uint64
	for b.Loop() {
		peak := watchHeap()
		var files []engine.File
		err := db.View(ctx, func(tx *store.Tx) (err error) { files, err = exportFiles(ctx, tx, m); return err })
		if err != nil || len(files) != 1 {
			b.Fatal(len(files), err)
		}
		most, size = max(most, peak()), uint64(len(files[0].Data))
	}
	b.ReportMetric(float64(most)/1e6, "MB-peak")
	b.ReportMetric(float64(size)/1e6, "MB-file")
}

// watchHeap watches the heap until the returned function is called, which says by how much it grew at most.
func watchHeap() (peak func() uint64) {
	heap := func() uint64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	runtime.GC()
	before, stop, most := heap(), make(chan struct{}), make(chan uint64)
	go func() {
		again := time.NewTicker(5 * time.Millisecond)
		defer again.Stop()
		for at := uint64(0); ; {
			select {
			case <-again.C:
				at = max(at, heap())
			case <-stop:
				most <- max(at, heap()) - before
				return
			}
		}
	}()
	return func() uint64 { close(stop); return <-most }
}
