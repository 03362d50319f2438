package bot

import (
	"context"

	"tandem/bot/ritual"
	"tandem/store"
)

// Helpers of the scenarios of the standup.

// gathers sets up the product Atlas and a standup of it with the form's defaults, for people in their order. change may change it.
func (w *world) gathers(change func(s *ritual.StandupSetup), people ...string) ritual.Standup {
	w.t.Helper()
	if _, ok := w.hasProduct("Atlas"); !ok {
		w.setUp()
	}
	p := w.product("Atlas")
	p.Settings.Zone = "Europe/Berlin"
	w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.KeepProduct(ctx, p) })
	var ids []string
	for _, name := range people {
		w.types(name, "@tandem", "/backlog") // Slack says who they are
		ids = append(ids, w.sim.Person(name).ID())
	}
	s := ritual.Standup{ID: store.NewID(), Product: p.ID, Setup: ritual.UsualStandup(p.Channel, ids), By: w.sim.Person("omar").ID(), Created: w.clock.Now()}
	if change != nil {
		change(&s.Setup)
	}
	s.Last = ritual.Today(w.clock.Now(), "UTC") // so that the first run is tomorrow's
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.AddStandup(ctx, s); err != nil {
			return err
		}
		return tx.Refresh(ctx, "standup", s.ID, "standup:"+s.ID)
	})
	w.settle()
	return s
}

// hasProduct is a product by its name, if it is there.
func (w *world) hasProduct(name string) (ritual.Product, bool) {
	w.t.Helper()
	for _, p := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Product, error) { return tx.Products(ctx) }) {
		if p.Name == name {
			return p, true
		}
	}
	return ritual.Product{}, false
}

// tells is somebody answering the question that they were asked last, in the three usual questions.
func (w *world) tells(who string, fields ...string) {
	w.t.Helper()
	w.presses(who, "@tandem", "Answer")
	w.submits(who, fields...)
	w.hasNoForm(who)
}

// prompts are how many questions of a day were left to somebody.
func (w *world) prompts(s ritual.Standup, day, who string) (n int) {
	w.t.Helper()
	for _, m := range in(w, func(ctx context.Context, tx *store.Tx) ([]store.Message, error) {
		return tx.MessagesAbout(ctx, s.ID+"/"+day)
	}) {
		if m.Kind == "standup_prompt" && m.To == w.sim.Person(who).ID() && m.State == store.MessagePosted {
			n++
		}
	}
	return n
}

// reminders are how many reminders of a day were left to somebody.
func (w *world) reminders(s ritual.Standup, day, who string) (n int) {
	w.t.Helper()
	for _, m := range in(w, func(ctx context.Context, tx *store.Tx) ([]store.Message, error) {
		return tx.MessagesAbout(ctx, s.ID+"/"+day)
	}) {
		if m.Kind == "standup_reminder" && m.To == w.sim.Person(who).ID() && m.State == store.MessagePosted {
			n++
		}
	}
	return n
}
