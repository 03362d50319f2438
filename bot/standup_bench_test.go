package bot

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"tandem/bot/request"
	"tandem/store"
	"tandem/store/dbtest"
)

// onEngines runs a measurement on each database.
func onEngines(b *testing.B, measure func(b *testing.B, address string)) {
	b.Run("sqlite", func(b *testing.B) { measure(b, dbtest.SQLite(b)) })
	if os.Getenv("TANDEM_TEST_POSTGRES") != "" {
		b.Run("postgres", func(b *testing.B) { measure(b, dbtest.Postgres(b)) })
	}
}

// BenchmarkStandupOf2000 is the morning of 2,000 people who are asked at 09:30 within Slack's limits, in one standup and in a hundred of
// twenty. 300 of them answer meanwhile, and somebody asks for something every half a minute.
func BenchmarkStandupOf2000(b *testing.B) {
	for _, standups := range []int{1, 100} {
		b.Run(fmt.Sprint(standups), func(b *testing.B) {
			onEngines(b, func(b *testing.B, address string) {
				for range b.N {
					morning(b, address, standups)
				}
			})
		})
	}
}

// numberIn finds the id of a request.
var numberIn = regexp.MustCompile(`FR-[0-9]+`)

const (
	gathered  = 2000
	talkative = 300
)

func morning(b *testing.B, address string, standups int) {
	h := newHall(b, address, gathered, standups)
	began := time.Now()
	h.until(askAt.Add(-time.Second))
	var talk []string
	for i := range talkative {
		talk = append(talk, h.people[i*gathered/talkative])
	}
	h.willAnswer(time.Minute, talk...)
	asked := map[string]wished{}
	for i := range 18 {
		h.will(askAt.Add(time.Duration(i)*30*time.Second), func() {
			n, now := requests.Add(1), wished{h.clock.Now(), time.Now()}
			took, said := h.slack.request(h.people[i], wordsOfRequest(n))
			h.acked(took)
			if !bytes.Contains(said, []byte("FR-")) {
				b.Errorf("a request was answered %s", said)
			}
			h.mu.Lock()
			defer h.mu.Unlock()
			asked[string(numberIn.Find(said))] = now
		})
	}
	h.until(askAt.Add(30 * time.Minute))
	last := h.prompted()
	h.until(askAt.Add(3 * time.Hour))
	if h.refused > 0 || len(h.said) > 0 {
		b.Fatalf("%d forms did not open, and of those sent some said %s", h.refused, h.said)
	}
	next := askAt.AddDate(0, 0, 1)
	h.until(next.Add(time.Minute))
	slices.Sort(h.acks)
	at := figures{took: h.acks}
	b.ReportMetric(last.Sub(askAt).Minutes(), "min/asked")
	b.ReportMetric(float64(h.slack.refused["chat.postMessage"]), "429/posts")
	b.ReportMetric(float64(h.slack.refused["chat.update"]), "429/updates")
	b.ReportMetric(float64(h.slack.refused["views.publish"]), "429/homes")
	receipt, work := h.receipts(asked)
	b.ReportMetric(receipt.Seconds(), "s/receipt")
	b.ReportMetric(work.Seconds()*1e3, "ms/receipt-work")
	b.ReportMetric(at.at(0.5)/1e6, "ms/ack-p50")
	b.ReportMetric(at.at(0.95)/1e6, "ms/ack-p95")
	b.ReportMetric(at.at(0.99)/1e6, "ms/ack-p99")
	b.ReportMetric(h.posted("standup").Sub(askAt).Minutes(), "min/day-message")
	b.ReportMetric(h.slowest("standup", askAt, askAt.Add(time.Second)).Seconds()*1e3, "ms/opening")
	b.ReportMetric(h.slowest("standup", askAt.Add(time.Second), askAt.Add(30*time.Minute)).Seconds()*1e3, "ms/asking")
	b.ReportMetric(h.slowest("standup", askAt.Add(time.Hour), askAt.Add(119*time.Minute)).Seconds()*1e3, "ms/reminding")
	b.ReportMetric(h.slowest("standup", askAt.Add(119*time.Minute), askAt.Add(3*time.Hour)).Seconds()*1e3, "ms/day")
	b.ReportMetric(h.slowest("standup", next, next.Add(time.Second)).Seconds()*1e3, "ms/next-opening")
	b.ReportMetric(time.Since(began).Seconds(), "s/work")
	b.ReportMetric(0, "ns/op")
}

// wished is when a request was typed, on the wound clock and on the machine's.
type wished struct{ at, real time.Time }

// receipts is how long the receipt of a request took to be posted, at most: by Slack's clock, and of the machine's time meanwhile, with
// all that it did beside. asked are the requests.
func (h *hall) receipts(asked map[string]wished) (most, work time.Duration) {
	posts := map[string]wireCall{}
	for _, c := range h.slack.taken {
		posts[c.key] = c
	}
	ctx := context.Background()
	for id, was := range asked {
		var of []store.Message
		if err := h.db.View(ctx, func(tx *store.Tx) (err error) { of, err = tx.MessagesAbout(ctx, id); return err }); err != nil {
			h.t.Fatal(err)
		}
		i := slices.IndexFunc(of, func(m store.Message) bool { return m.Kind == request.ReceiptKind && m.State == store.MessagePosted })
		if i < 0 {
			h.t.Fatalf("the receipt of %s was not posted: %v", id, of)
		}
		post := posts[of[i].ID]
		most, work = max(most, post.at.Sub(was.at)), max(work, post.real.Sub(was.real))
	}
	return most, work
}

// posted is when the last message of a kind was posted in the channel.
func (h *hall) posted(kind string) (last time.Time) {
	ctx := context.Background()
	for _, id := range h.in {
		if err := h.db.View(ctx, func(tx *store.Tx) error {
			m, err := tx.MessageOf(ctx, kind, id+"/2026-03-03", loadChannel)
			if m.Sent.After(last) {
				last = m.Sent
			}
			if err == nil && m.State != store.MessagePosted {
				err = fmt.Errorf("it is %s: %s", m.State, m.Why)
			}
			return err
		}); err != nil {
			h.t.Fatalf("the message of the day of %s: %v", id, err)
		}
	}
	return last
}

// BenchmarkStandupWeek is what the standup of twelve people costs in a week: runs of its job and calls to Slack a day on which it asks.
func BenchmarkStandupWeek(b *testing.B) {
	onEngines(b, func(b *testing.B, address string) {
		for range b.N {
			h := newHall(b, address, 12, 1)
			h.until(eve.AddDate(0, 0, 7))
			ticks := 0
			for _, r := range h.runs {
				if r.kind == "standup" {
					ticks++
				}
			}
			calls := 0
			for _, c := range h.slack.taken {
				if c.method == "chat.postMessage" || c.method == "chat.update" {
					calls++
				}
			}
			b.ReportMetric(float64(ticks)/5, "ticks/day")
			b.ReportMetric(float64(len(h.runs)-ticks)/5, "other-jobs/day")
			b.ReportMetric(float64(calls)/5, "messages/day")
			b.ReportMetric(0, "ns/op")
		}
	})
}
