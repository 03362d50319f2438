package bot

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
	"tandem/store/dbtest"
)

// BenchmarkSprint is how long the board of a sprint with a hundred stories takes to be made, and the Home tab of one of its team.
func BenchmarkSprint(b *testing.B) {
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
	if err := db.Update(ctx, func(tx *store.Tx) error {
		err := errors.Join(tx.AddProduct(ctx, ritual.Product{ID: "atlas", Name: "Atlas", Channel: "C1", PM: "pm", PO: "po", Team: []string{"dev"}, Framework: ritual.ValueEffort, Created: monday}),
			tx.AddSprint(ctx, ritual.Sprint{ID: "s1", Product: "atlas", Number: 1, Goal: "Export", Starts: "2026-03-02", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00", Zone: "UTC", State: ritual.SprintActive, Started: monday}))
		for n := int64(1); n <= 100; n++ {
			id := ritual.RequestID(n)
			_, kept := tx.AddSprintEvent(ctx, ritual.SprintEvent{Sprint: "s1", Kind: ritual.Committed, Request: id, Points: 3})
			err = errors.Join(err, kept, tx.AddRequest(ctx, ritual.Request{ID: id, Number: n, Product: "atlas", Title: fmt.Sprint("An export to CSV ", n), Kind: ritual.Feature, Reporter: "sam", Status: ritual.InSprint, Since: monday, Created: monday, Points: 3}),
				tx.KeepSprintStory(ctx, "s1", ritual.SprintStory{Request: id, Place: int(n), Owner: []string{"", "dev"}[n%2], Work: []ritual.Work{ritual.WorkTodo, ritual.WorkStarted}[n%2]}))
		}
		return err
	}); err != nil {
		b.Fatal(err)
	}
	measure := func(name string, look func(tx *store.Tx) error) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := db.View(ctx, look); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	measure("board", func(tx *store.Tx) error {
		_, err := bot.Routes.Actions["sprint.product"].Do(ctx, tx, engine.Input{By: "dev", Who: ritual.Person{ID: "dev", Kind: ritual.Member}, Subject: "atlas", Channel: "C1"})
		return err
	})
	measure("home", func(tx *store.Tx) error {
		page, err := readHome(ctx, tx, "dev")
		homeView(page)
		return err
	})
}
