package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
	"tandem/store/dbtest"
)

// volume is how many requests a large store has: TANDEM_BENCH_REQUESTS, or 100,000. All are of one product, and wait
// for the same PM and PO or stand in the same backlog, which is as bad as it gets.
func volume() int64 {
	if n, err := strconv.ParseInt(os.Getenv("TANDEM_BENCH_REQUESTS"), 10, 64); err == nil {
		return n
	}
	return 100_000
}

// fill records n requests: a tenth each awaits alignment, priority or an answer, three tenths stand in the backlog. A
// third of those are scored by another framework than RICE, a third by none.
func fill(b *testing.B, db *store.DB, n int64) {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	update(b, db, func(tx *store.Tx) error { return tx.AddProduct(ctx, atlas) })
	update(b, db, addObjective)
	for from := int64(1); from <= n; from += 2000 {
		update(b, db, func(tx *store.Tx) error {
			for range min(n+1-from, 2000) {
				if err := fillOne(tx, rng); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// fillOne records a request with what belongs to one.
func fillOne(tx *store.Tx, rng *rand.Rand) error {
	i, err := tx.NextNumber(ctx)
	if err != nil {
		return err
	}
	statuses := []ritual.Status{ritual.AwaitingAlignment, ritual.AwaitingPriority, ritual.NeedsInfo,
		ritual.Backlog, ritual.Backlog, ritual.Backlog, ritual.Shipped}
	r := request(i)
	r.Title, r.Problem = sentence(rng, 5), sentence(rng, 30)
	r.Reporter = fmt.Sprint("U", rng.IntN(500))
	r.Status = statuses[min(rng.IntN(10), len(statuses)-1)]
	r.Since = day.Add(time.Duration(rng.IntN(1e9)) * time.Millisecond)
	if i%5 == 0 {
		r.Customer = fmt.Sprint("Customer ", rng.IntN(1000))
	}
	if rng.IntN(2) == 0 && r.Status != ritual.AwaitingAlignment {
		r.Objective = "o1"
	}
	_, _, err = tx.AddMessage(ctx, store.Message{Kind: "receipt", Subject: r.ID, Product: r.Product, To: r.Reporter,
		State: store.MessagePosted, Class: "receipt", Sent: r.Since})
	err = errors.Join(tx.AddRequest(ctx, r), tx.AddWords(ctx, r), err, tx.MarkSeen(ctx, store.NewID(), nil),
		tx.AddEvidence(ctx, r.ID, ritual.Evidence{ID: "0", Author: r.Reporter, Text: r.Problem, At: r.Since}))
	if r.Status != ritual.Backlog || err != nil {
		return err
	}
	_, err = tx.AddDecision(ctx, ritual.Decision{Request: r.ID, Product: r.Product, Topic: ritual.Priority,
		Verdict: ritual.Prioritized, By: "ben", At: r.Since})
	if f := []ritual.FrameworkID{ritual.RICE, ritual.ValueEffort, ""}[rng.IntN(3)]; f != "" {
		s := ritual.Score{Framework: f, Inputs: map[string]string{"reach": "1"}, Milli: rng.Int64N(1e6)}
		err = errors.Join(err, tx.KeepScore(ctx, r.ID, s, "ben"))
	}
	if rng.IntN(1000) == 0 {
		err = errors.Join(err, tx.KeepPin(ctx, r.ID, ritual.Pin{Before: ritual.RequestID(rng.Int64N(i) + 1), At: r.Since}))
	}
	return err
}

// stores calls f for each engine with a function that makes a store of n requests.
func stores(b *testing.B, f func(b *testing.B, filled func(n int64) *store.DB)) {
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			if name == "postgres" && address(b) == "" {
				return
			}
			f(b, func(n int64) *store.DB {
				at := address(b)
				db, err := store.Open(ctx, at, store.Machine())
				if err != nil {
					b.Fatal(err)
				}
				b.Cleanup(func() { db.Close() })
				fill(b, db, n)
				if name == "postgres" {
					settle(b, at)
				}
				return db
			})
		})
	}
}

// settle does what a server does by itself a minute after.
func settle(b *testing.B, address string) {
	b.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`VACUUM ANALYZE`); err != nil {
		b.Fatal(err)
	}
}

// timings are how long calls took.
type timings []time.Duration

func (t *timings) of(f func()) {
	begun := time.Now()
	f()
	*t = append(*t, time.Since(begun))
}

// at is a quantile, in microseconds.
func (t timings) at(q float64) float64 {
	slices.Sort(t)
	return float64(t[min(int(q*float64(len(t))), len(t)-1)].Nanoseconds()) / 1e3
}

// BenchmarkLarge is how long people wait for what they read in a large store, and for recording a request: by how many
// times longer it takes there than in a store of 1,000.
func BenchmarkLarge(b *testing.B) {
	stores(b, func(b *testing.B, filled func(int64) *store.DB) {
		small, large := filled(1000), filled(volume())
		for _, shown := range shownLists {
			b.Run(shown.name, func(b *testing.B) {
				var took timings
				for b.Loop() {
					took.of(func() {
						if err := large.View(ctx, shown.read); err != nil {
							b.Fatal(err)
						}
					})
				}
				b.ReportMetric(took.at(0.95), "p95-µs")
			})
		}
		b.Run("request", func(b *testing.B) { compareRecording(b, small, large) })
	})
}

// compareRecording records requests in both stores in turns, so that whatever else the machine does meets both.
func compareRecording(b *testing.B, small, large *store.DB) {
	var inSmall, inLarge timings
	n := int64(b.N) * 1e6 // titles that were not recorded yet
	rng := rand.New(rand.NewPCG(7, uint64(b.N)))
	for range max(b.N, 1000) {
		n++
		title, problem := sentence(rng, 5), sentence(rng, 20)
		for db, took := range map[*store.DB]*timings{small: &inSmall, large: &inLarge} {
			took.of(func() {
				update(b, db, func(tx *store.Tx) error { return record(tx, n, title, problem) })
			})
		}
	}
	b.ReportMetric(inLarge.at(0.5), "p50-µs")
	b.ReportMetric(inLarge.at(0.95), "p95-µs")
	b.ReportMetric(inLarge.at(0.5)/inSmall.at(0.5), "x-small-p50")
	b.ReportMetric(inLarge.at(0.95)/inSmall.at(0.95), "x-small-p95")
	b.ReportMetric(0, "ns/op")
}

// shownLists are what commands and pages read, each the most of it.
var shownLists = []struct {
	name string
	read func(tx *store.Tx) error
}{
	{"backlog", func(tx *store.Tx) error {
		_, _, err := tx.Backlog(ctx, "atlas", []ritual.FrameworkID{ritual.RICE, ritual.ValueEffort}, 0, 20)
		_, counted := tx.CountByStatus(ctx, "atlas")
		return errors.Join(err, counted)
	}},
	{"backlogPage50", func(tx *store.Tx) error {
		_, _, err := tx.Backlog(ctx, "atlas", []ritual.FrameworkID{ritual.RICE, ritual.ValueEffort}, 1000, 20)
		return err
	}},
	{"backlogBelowTheLine", func(tx *store.Tx) error {
		_, _, err := tx.Backlog(ctx, "atlas", nil, 0, 20)
		return err
	}},
	{"toDoByObjective", func(tx *store.Tx) error { _, err := tx.ToDoByObjective(ctx, "atlas"); return err }}, // once a sprint
	{"backlogOfObjective", backlogOf(store.Filter{Objective: "o1"})},
	{"backlogOfCustomer", backlogOf(store.Filter{Customer: "customer 7", All: true})},
	{"backlogOfWords", backlogOf(store.Filter{Text: "csv export", All: true})},
	{"backlogOfRareWords", backlogOf(store.Filter{Text: vocabulary[3000], Reader: ritual.Reader{Person: "U7"}})},
	{"backlogOfBeginning", backlogOf(store.Filter{Text: "report " + vocabulary[100][:3], All: true})},
	{"backlogThisWeek", func(tx *store.Tx) error {
		_, err := tx.Week(ctx, "atlas", day)
		_, counted := tx.Classes(ctx, "atlas", ritual.RICE)
		return errors.Join(err, counted)
	}},
	{"roadmap", func(tx *store.Tx) error { _, _, err := tx.Loads(ctx, "atlas"); return err }},
	{"orphans", func(tx *store.Tx) error { _, _, err := tx.Orphans(ctx, "atlas", 0, 15); return err }},
	{"homeOfPM", home("ana")},
	{"homeOfPO", home("ben")},
	{"homeOfReporter", home("U7")},
	{"show", show},
	{"log", logOf(store.LogFilter{But: []ritual.Topic{ritual.Sizing, ritual.Privacy}})},
	{"logOfPerson", logOf(store.LogFilter{By: "ana"})},
	{"logOfNobody", logOf(store.LogFilter{By: "nobody"})},
	{"logOfObjective", logOf(store.LogFilter{Objective: "o1", Names: []string{"nothing"}})},
	{"similarCommon", similarTo("Export the dashboard report as csv", "filter login team alert chart mobile email slow")},
	{"similarRare", similarTo("Chart of "+vocabulary[3000]+" and "+vocabulary[5000], "filter login team alert slow "+vocabulary[700])},
	{"similarLong", similarTo(strings.Join(vocabulary[:30], " "), strings.Join(vocabulary[:200], " "))},
	{"findCommon", find("csv export")},
	{"findRare", find(vocabulary[3000] + " export")},
	{"findBeginning", find("report " + vocabulary[100][:3])},
	{"findNothing", find("csv nowhere")},
}

func backlogOf(f store.Filter) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		by := []ritual.FrameworkID{ritual.RICE, ritual.ValueEffort}
		rs, _, err := tx.BacklogOf(ctx, "atlas", by, f, 0, 15)
		_, placed := tx.Places(ctx, "atlas", by, rs)
		return errors.Join(err, placed)
	}
}

func home(person string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, _, waiting := tx.Waiting(ctx, person, 10)
		_, reported := tx.Reported(ctx, person, 15)
		_, products := tx.ProductsOf(ctx, person)
		_, unposted := tx.Unposted(ctx, []string{"atlas"}, 5)
		_, sent := tx.SentSince(ctx, person, day)
		return errors.Join(waiting, reported, products, unposted, sent)
	}
}

func show(tx *store.Tx) error {
	r, request := tx.Request(ctx, "FR-500")
	_, product := tx.Product(ctx, r.Product)
	_, decisions := tx.Decisions(ctx, r.ID)
	_, evidence := tx.Evidence(ctx, r.ID)
	_, supporters := tx.Supporters(ctx, r.ID)
	_, stories := tx.Stories(ctx, r.ID)
	_, messages := tx.MessagesAbout(ctx, r.ID)
	return errors.Join(request, product, decisions, evidence, supporters, stories, messages)
}

// logOf reads a page of the log as whoever opens it does.
func logOf(f store.LogFilter) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := tx.DecisionLog(ctx, "atlas", f, store.LogPlace{}, false, 60)
		_, decided := tx.DecidedBefore(ctx, "atlas", tx.Now)
		return errors.Join(err, decided)
	}
}

func similarTo(title, words string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := tx.Alike(ctx, "atlas", title, words, "FR-1", everybodys)
		return err
	}
}

func find(query string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := tx.FindRequests(ctx, "atlas", query, 10, anything); return err }
}
