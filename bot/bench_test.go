package bot

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
	"tandem/store/dbtest"
)

// How long /request takes until it is acknowledged, against the least that a bot in slack-go could do and still lose
// nothing: insert a row into SQLite, synced to disk, and acknowledge.

const (
	loadChannel = "CATLAS"
	loadPeople  = 200 // who ask; a lane of posts each
)

// system is what is put under load.
type system struct {
	name  string
	start func(b *testing.B, l *load) (stop func())
	good  []byte // what its acknowledgments hold
}

var bareLoop = system{"bare", startBare, nil}

func tandem(address func(testing.TB) string) system {
	return system{"tandem", func(b *testing.B, l *load) func() { return startTandem(b, l, address(b)) }, []byte("FR-")}
}

// startBare starts a loop that reads a socket, inserts a row and acknowledges.
func startBare(b *testing.B, l *load) func() {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_pragma=busy_timeout(2000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE TABLE requests (id INTEGER PRIMARY KEY, envelope TEXT NOT NULL, person TEXT NOT NULL, words TEXT NOT NULL)`); err != nil {
		b.Fatal(err)
	}
	insert, err := db.Prepare(`INSERT INTO requests (envelope, person, words) VALUES (?, ?, ?)`)
	if err != nil {
		b.Fatal(err)
	}
	client := socketmode.New(slack.New("xoxb-load", slack.OptionAppLevelToken("xapp-load"), slack.OptionAPIURL(l.apiURL())))
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = client.RunContext(ctx) }) // it ends with ctx
	wg.Go(func() {
		for {
			select {
			case e := <-client.Events:
				c, ok := e.Data.(slack.SlashCommand)
				if !ok {
					continue
				}
				if _, err := insert.ExecContext(ctx, e.Request.EnvelopeID, c.UserID, c.Text); err != nil {
					b.Error(err)
				}
				if err := client.AckCtx(ctx, e.Request.EnvelopeID, nil); err != nil {
					b.Error(err)
				}
			case <-ctx.Done():
				return
			}
		}
	})
	l.await(1)
	return func() {
		cancel()
		l.close()
		wg.Wait()
		db.Close()
	}
}

// startTandem starts Tandem as it runs in production, with a product that is set up.
func startTandem(b *testing.B, l *load, address string) func() {
	db, err := store.Open(context.Background(), address, store.Machine())
	if err != nil {
		b.Fatal(err)
	}
	if err := db.Update(context.Background(), atlasForLoad); err != nil {
		b.Fatal(err)
	}
	bot, err := New(Config{Config: engine.Config{BotToken: "xoxb-load", AppToken: "xapp-load", APIURL: l.apiURL()}}, db)
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- bot.Run(ctx) }()
	l.await(2)
	return func() {
		cancel()
		l.close()
		if err := <-ended; err != nil {
			b.Error(err)
		}
		db.Close()
	}
}

// atlasForLoad sets up a product, whose people Slack has described today. Every other one has opened the Home tab.
func atlasForLoad(tx *store.Tx) error {
	ctx := context.Background()
	err := tx.AddProduct(ctx, ritual.Product{ID: "atlas", Name: "Atlas", Channel: loadChannel, PM: person(0), PO: person(1),
		SetUpBy: person(0), Framework: ritual.ValueEffort, Created: tx.Now})
	if err != nil {
		return err
	}
	if err := tx.KeepPlace(ctx, ritual.Place{ID: loadChannel, Name: "atlas", Joined: true, Read: tx.Now}); err != nil {
		return err
	}
	for i := range loadPeople {
		p := ritual.Person{ID: person(i), Name: fmt.Sprint("Person ", i), Zone: "Europe/Berlin", Kind: ritual.Member, Read: tx.Now}
		if err := tx.KeepPerson(ctx, p); err != nil {
			return err
		}
		if i%2 == 0 {
			if _, err := tx.HomeOpened(ctx, p.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func person(i int) string { return fmt.Sprintf("U%08d", i%loadPeople) }

// wordsOfRequest are what one person wants and nobody else.
func wordsOfRequest(n int64) string {
	return fmt.Sprintf("Export report %d to CSV for customer %x so that their support team can answer audits without asking us. It must work with %d rows.", n, n*7919, 1000+n)
}

// figures are the acknowledgments of one run.
type figures struct {
	took []time.Duration // sorted
	all  time.Duration
}

func (f figures) at(q float64) float64 {
	return float64(f.took[min(int(q*float64(len(f.took))), len(f.took)-1)].Nanoseconds())
}

func (f figures) rate() float64 { return float64(len(f.took)) / f.all.Seconds() }

var requests atomic.Int64 // so that no words come twice

// measure puts a system under load: n requests, so many in flight, after as many as warm it up.
func measure(b *testing.B, s system, inFlight, n int) figures {
	l := newLoad(b)
	defer s.start(b, l)()
	run := func(n int) figures {
		var mu sync.Mutex
		var f figures
		var wg sync.WaitGroup
		var left atomic.Int64
		left.Store(int64(n))
		begun := time.Now()
		for range inFlight {
			wg.Go(func() {
				var mine []time.Duration
				for left.Add(-1) >= 0 {
					i := requests.Add(1)
					took, said := l.request(person(int(i)), wordsOfRequest(i))
					if !bytes.Contains(said, s.good) {
						b.Errorf("%s answered %s", s.name, said)
					}
					mine = append(mine, took)
				}
				mu.Lock()
				defer mu.Unlock()
				f.took = append(f.took, mine...)
			})
		}
		wg.Wait()
		f.all = time.Since(begun)
		return f
	}
	run(max(inFlight, 100))
	f := run(n)
	slices.Sort(f.took)
	return f
}

// BenchmarkAcknowledge is what one system does by itself.
func BenchmarkAcknowledge(b *testing.B) {
	for _, s := range []system{bareLoop, tandem(dbtest.SQLite)} {
		for _, inFlight := range []int{1, 64} {
			b.Run(fmt.Sprint(s.name, "/", inFlight), func(b *testing.B) {
				f := measure(b, s, inFlight, b.N)
				b.ReportMetric(f.at(0.5)/1e3, "p50-µs")
				b.ReportMetric(f.at(0.95)/1e3, "p95-µs")
				b.ReportMetric(f.rate(), "acks/s")
				b.ReportMetric(0, "ns/op") // it holds the start too
			})
		}
	}
}

// Rounds of each comparison, and requests of each system in a round.
const (
	rounds    = 9
	perRound  = 400
	perBurst  = 1500
	inFlights = 64
)

// BenchmarkAgainstBare measures both in turns, so that whatever else the machine does meets both, and reports the
// medians of the rounds' ratios: how many times the bare loop's median time one request takes, and what part of its
// throughput is left with many in flight.
func BenchmarkAgainstBare(b *testing.B) {
	for _, engine := range []struct {
		name    string
		address func(testing.TB) string
	}{{"sqlite", dbtest.SQLite}, {"postgres", dbtest.Postgres}} {
		if engine.name == "postgres" && os.Getenv("TANDEM_TEST_POSTGRES") == "" {
			continue
		}
		b.Run(engine.name+"/one", func(b *testing.B) {
			compare(b, tandem(engine.address), 1, perRound, func(f figures) float64 { return f.at(0.5) }, "x-bare-p50")
		})
		b.Run(fmt.Sprint(engine.name, "/", inFlights), func(b *testing.B) {
			compare(b, tandem(engine.address), inFlights, perBurst, figures.rate, "x-bare-throughput")
		})
	}
}

func compare(b *testing.B, s system, inFlight, n int, of func(figures) float64, unit string) {
	var ratios []float64
	for range max(rounds, b.N) {
		bare := measure(b, bareLoop, inFlight, n)
		our := measure(b, s, inFlight, n)
		ratios = append(ratios, of(our)/of(bare))
		b.Logf("bare p50 %.0f µs p95 %.0f µs %.0f/s; tandem p50 %.0f µs p95 %.0f µs %.0f/s", bare.at(0.5)/1e3, bare.at(0.95)/1e3, bare.rate(), our.at(0.5)/1e3, our.at(0.95)/1e3, our.rate())
	}
	b.ReportMetric(median(ratios), unit)
	b.ReportMetric(0, "ns/op")
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}
