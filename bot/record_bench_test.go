package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
	"tandem/store/dbtest"
)

// BenchmarkThousands is how long it takes to show a little of very much: the record of a request with 5,000 versions and
// decisions, and a message of the day with 5,000 rows.
func BenchmarkThousands(b *testing.B) {
	ctx := context.Background()
	db, err := store.Open(ctx, dbtest.SQLite(b), store.Frozen(monday))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	bot, err := engine.New(engine.Config{BotToken: "xoxb-1", AppToken: "xapp-1", APIURL: "http://localhost/"}, db, rituals(newDrafter(Config{})))
	if err != nil {
		b.Fatal(err)
	}
	var list store.Message
	if err := db.Update(ctx, func(tx *store.Tx) (err error) {
		err = errors.Join(tx.AddProduct(ctx, ritual.Product{ID: "atlas", Name: "Atlas", Channel: "C1", PM: "pm", PO: "po", Framework: ritual.ValueEffort, Created: monday}))
		list, _, _ = tx.AddMessage(ctx, store.Message{Kind: engine.ListKind, Subject: "2026-03-02", Product: "atlas", To: "pm", State: store.MessagePosted})
		long := strings.Repeat("an export to CSV of all dashboards ", 8)
		for n := int64(1); n <= 5000; n++ {
			now := monday.Add(time.Duration(n) * time.Second)
			r := ritual.Request{ID: ritual.RequestID(n), Number: n, Product: "atlas", Title: long[:60], Kind: ritual.Feature, Reporter: "sam", Requester: "sam", Created: now,
				Status: ritual.AwaitingAlignment, Since: now}
			s := ritual.Story{Request: "FR-1", Author: "po", At: now, Origin: ritual.FromPerson, As: r.ID, Want: long, SoThat: long}
			for range 5 {
				s.Criteria = append(s.Criteria, ritual.Criterion{Text: long, By: "po"})
			}
			err = errors.Join(err, tx.AddRequest(ctx, r))
			_, story := tx.AddStory(ctx, s)
			_, asked := tx.AddDecision(ctx, ritual.Decision{Request: "FR-1", Product: "atlas", Topic: ritual.Scope, Verdict: ritual.NeedMore, By: "pm", At: now, Reason: long})
			_, aligned := tx.AddDecision(ctx, ritual.Decision{Request: "FR-1", Product: "atlas", Topic: ritual.Alignment, Verdict: ritual.NotNow, By: "pm", At: now, Reason: long, Revisit: "2026-12-01"})
			_, _, inside := tx.AddMessage(ctx, store.Message{Kind: request.PMCard, Subject: r.ID, Product: "atlas", To: "pm", Inside: list.ID, Left: now})
			err = errors.Join(err, story, asked, aligned, inside)
		}
		return err
	}); err != nil {
		b.Fatal(err)
	}
	in := engine.Input{By: "dev", Channel: "C1", Who: ritual.Person{ID: "dev", Kind: ritual.Member}}
	pressed := func(action, subject string) func(*store.Tx) error {
		in := in
		in.Subject, in.Words = subject, subject
		return func(tx *store.Tx) error { _, err := bot.Routes.Actions[action].Do(ctx, tx, in); return err }
	}
	for _, x := range []struct {
		name string
		show func(tx *store.Tx) error
	}{
		{"the record", pressed(recordWhole, "FR-1")},
		{"steps in its middle", pressed(recordEarlier, "FR-1/5000")},
		{"the message of the day", func(tx *store.Tx) error { _, err := bot.Look(ctx, tx, list); return err }},
	} {
		b.Run(x.name, func(b *testing.B) {
			for b.Loop() {
				if err := db.View(ctx, x.show); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
