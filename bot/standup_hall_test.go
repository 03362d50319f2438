package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// A hall is Tandem at work before a strict Slack, whose people gather in standups. Time is wound to whatever is next, so that it takes
// what the work takes; four jobs at once run beside the clicks, as in production.
type hall struct {
	t       testing.TB
	slack   *strict
	db      *store.DB
	bot     *engine.Bot
	clock   *store.Clock
	people  []string
	in      map[string]string // the standup of each
	runs    []jobRun
	coming  []coming // what people will do, the first first
	mu      sync.Mutex
	acks    []time.Duration
	refused int      // forms that did not open
	said    []string // acknowledgments of forms that say something
}

// A jobRun is one run of a job.
type jobRun struct {
	kind string
	at   time.Time     // on the wound clock
	took time.Duration // on the machine's
	err  error
}

// A coming is something that will be done.
type coming struct {
	at time.Time
	do func()
}

// eve is half an hour before people in Berlin are asked.
var eve = time.Date(2026, 3, 3, 8, 0, 0, 0, time.UTC)

// askAt is when they are.
var askAt = time.Date(2026, 3, 3, 8, 30, 0, 0, time.UTC)

// newHall has so many people, all in one zone, in so many standups.
func newHall(t testing.TB, address string, people, standups int) *hall {
	t.Helper()
	h := &hall{t: t, clock: store.Frozen(eve), in: map[string]string{}}
	for i := range people {
		h.people = append(h.people, fmt.Sprintf("U%08d", i))
	}
	h.slack = newStrict(newLoad(t), h.clock, h.people)
	ctx, cancel := context.WithCancel(context.Background())
	var err error
	if h.db, err = store.Open(ctx, address, h.clock); err != nil {
		t.Fatal(err)
	}
	if err := h.db.Update(ctx, func(tx *store.Tx) error { return h.gather(ctx, tx, standups) }); err != nil {
		t.Fatal(err)
	}
	all := rituals(newDrafter(Config{}))
	for _, r := range all {
		for i := range r.Jobs {
			r.Jobs[i].Run = h.timed(r.Jobs[i])
		}
	}
	if h.bot, err = engine.New(engine.Config{BotToken: "xoxb-load", AppToken: "xapp-load", APIURL: h.slack.apiURL()}, h.db, all); err != nil {
		t.Fatal(err)
	}
	if err := h.bot.Start(ctx); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = h.bot.Listen(ctx) }()
	h.slack.await(2)
	t.Cleanup(func() {
		cancel()
		h.slack.close()
		<-done
		h.bot.HTTP.CloseIdleConnections()
		h.db.Close()
	})
	return h
}

// gather sets up a product, its people, of whom every other one has opened the Home tab, and their standups.
func (h *hall) gather(ctx context.Context, tx *store.Tx, standups int) error {
	if err := atlasForLoad(tx); err != nil {
		return err
	}
	p, err := tx.Product(ctx, "atlas")
	if err != nil {
		return err
	}
	p.Settings.Zone = "Europe/Berlin"
	if err := tx.KeepProduct(ctx, p); err != nil {
		return err
	}
	for i, id := range h.people {
		if err := tx.KeepPerson(ctx, ritual.Person{ID: id, Name: fmt.Sprint("Person ", i), Zone: "Europe/Berlin", Kind: ritual.Member, Read: tx.Now}); err != nil {
			return err
		}
		if i%2 > 0 {
			continue
		}
		if _, err := tx.HomeOpened(ctx, id); err != nil {
			return err
		}
	}
	for of := range slices.Chunk(h.people, len(h.people)/standups) {
		s := ritual.Standup{ID: store.NewID(), Product: p.ID, Setup: ritual.UsualStandup(p.Channel, of), By: of[0], Created: tx.Now, Last: "2026-03-02"}
		for _, id := range of {
			h.in[id] = s.ID
		}
		if err := tx.AddStandup(ctx, s); err != nil {
			return err
		}
		if err := tx.Refresh(ctx, "standup", s.ID, "standup:"+s.ID); err != nil {
			return err
		}
	}
	return nil
}

// timed is what a job does, with its time noted.
func (h *hall) timed(k engine.JobKind) func(ctx context.Context, b *engine.Bot, job store.Job) error {
	return func(ctx context.Context, b *engine.Bot, job store.Job) error {
		began := time.Now()
		err := k.Run(ctx, b, job)
		h.mu.Lock()
		defer h.mu.Unlock()
		h.runs = append(h.runs, jobRun{k.Kind, h.clock.Now(), time.Since(began), err})
		return err
	}
}

// will has something done at a time.
func (h *hall) will(at time.Time, do func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i, _ := slices.BinarySearchFunc(h.coming, at, func(c coming, at time.Time) int {
		if c.at.After(at) {
			return 1
		}
		return -1
	})
	h.coming = slices.Insert(h.coming, i, coming{at, do})
}

// next is what is to be done by now, and when more is.
func (h *hall) next() (now []coming, later time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for n < len(h.coming) && !h.coming[n].at.After(h.clock.Now()) {
		n++
	}
	now, h.coming = h.coming[:n:n], h.coming[n:]
	if len(h.coming) > 0 {
		later = h.coming[0].at
	}
	return now, later
}

// until lets time go by: jobs are done, and people do what they will, each when it is due.
func (h *hall) until(end time.Time) {
	ctx := context.Background()
	for {
		now, later := h.next()
		var wg sync.WaitGroup
		for _, c := range now {
			wg.Go(c.do)
		}
		for range engine.UsualWorkers {
			wg.Go(func() {
				if err := h.bot.Drain(ctx); err != nil {
					h.t.Error(err)
				}
			})
		}
		wg.Wait()
		h.bot.Pause(time.Minute)()
		due, ok, err := h.db.NextDue(ctx)
		if err != nil {
			h.t.Fatal(err)
		}
		if !ok || !later.IsZero() && later.Before(due) {
			due, ok = later, !later.IsZero()
		}
		if !ok || due.After(end) {
			h.clock.Set(end)
			return
		}
		if due.After(h.clock.Now()) {
			h.clock.Set(due)
		}
	}
}

// willAnswer has people answer a while after they were asked.
func (h *hall) willAnswer(after time.Duration, people ...string) {
	waits := map[string]bool{}
	for _, id := range people {
		waits[id] = true
	}
	h.slack.heard = func(c wireCall) {
		if waits[c.to] && strings.Contains(c.text, ritual.AskMoved) {
			waits[c.to] = false
			h.will(c.at.Add(after), h.answers(c.to))
		}
	}
}

// answers is somebody pressing Answer, and sending the form half a minute later.
func (h *hall) answers(person string) func() {
	return func() {
		took, form, opened := h.slack.press(person, "standup.answer", h.subjectOf(person))
		h.acked(took)
		if !opened {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.refused++
			return
		}
		h.will(h.clock.Now().Add(30*time.Second), func() {
			took, said := h.slack.submit(person, form, map[string]string{"q0": "The importer reads files of " + person, "q1": "Write its docs"})
			h.acked(took)
			if len(said) > 0 && string(said) != "null" {
				h.mu.Lock()
				defer h.mu.Unlock()
				h.said = append(h.said, string(said))
			}
		})
	}
}

func (h *hall) acked(took time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.acks = append(h.acks, took)
}

// slowest is the longest run of a kind of jobs from a time on, before another.
func (h *hall) slowest(kind string, from, before time.Time) (most time.Duration) {
	for _, r := range h.runs {
		if r.kind == kind && !r.at.Before(from) && r.at.Before(before) {
			most = max(most, r.took)
		}
	}
	return most
}

// prompted fails where somebody's question of the day was lost or came twice, and returns when the last one was posted.
func (h *hall) prompted() (last time.Time) {
	h.t.Helper()
	posts := map[string]int{}
	for _, c := range h.slack.taken {
		if c.method == "chat.postMessage" {
			posts[c.key]++
		}
	}
	for _, person := range h.people {
		var m store.Message
		if err := h.db.View(context.Background(), func(tx *store.Tx) (err error) {
			m, err = tx.MessageOf(context.Background(), "standup_prompt", h.subjectOf(person), person)
			return err
		}); err != nil {
			h.t.Fatalf("%s was not asked: %v", person, err)
		}
		if posts[m.ID] != 1 || m.State != store.MessagePosted {
			h.t.Fatalf("the question to %s is %s, and was posted %d times", m.To, m.State, posts[m.ID])
		}
		if m.Sent.After(last) {
			last = m.Sent
		}
	}
	return last
}

// subjectOf is the run of the day that somebody is in.
func (h *hall) subjectOf(person string) string { return h.in[person] + "/2026-03-03" }
