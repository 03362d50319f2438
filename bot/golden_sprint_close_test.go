package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// hangsClose takes how it looks when a sprint is closed, and when somebody is told that one should begin or be closed.
//
//	FR-10 is done and not accepted · FR-11 was started, FR-12, which is private, was not
func (w *world) hangsClose(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		p := w.productsAll()[0]
		for i, points := range []int{8, 21, 13} {
			before := ritual.Sprint{ID: fmt.Sprint("before-", i), Product: p.ID, Number: 100 + i, Goal: s.title, State: ritual.SprintClosed, ClosedBy: p.PO, Closed: tx.Now}
			before.Result.Figures.Done = ritual.SprintCount{Stories: 2, Points: points}
			if err := tx.AddSprint(ctx, before); err != nil {
				return err
			}
		}
		now := ritual.Sprint{ID: "sprint", Product: p.ID, Number: 103, Goal: s.title, Starts: "2026-03-02", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00",
			Zone: "Europe/Berlin", State: ritual.SprintActive, Started: tx.Now.Add(-48 * time.Hour), StartedBy: p.PO}
		if err := tx.AddSprint(ctx, now); err != nil {
			return err
		}
		if err := w.worksOn(ctx, tx, now); err != nil {
			return err
		}
		does := func(id, subject string, f engine.Fields, name string) error {
			click := w.as("omar")
			click.Subject, click.Fields = subject, f
			do := w.bot.Routes.Actions[id].Do
			if f != nil {
				do = w.bot.Routes.Submits[id].Do
			}
			rep, err := do(ctx, tx, click)
			if err == nil {
				g.hang("sprint_close", "form: "+name, *rep.Form)
			}
			return err
		}
		tells := func(kind, id, name string) error {
			v, err := w.bot.Routes.Messages[kind].View(ctx, tx, store.Message{Kind: kind, Subject: id, To: p.PO})
			g.hang("sprint_close", kind+" of "+name, v)
			return err
		}
		home := func(of string) error {
			h, err := readHome(ctx, tx, p.PO)
			g.hang("sprint_close", "Home with "+of, homeView(homePage{sprints: h.sprints}))
			return err
		}
		late := now
		late.Ends = "2026-03-02"
		err := errors.Join(
			does(sprint.CloseOpen, p.ID, nil, "close"),
			tx.KeepSprint(ctx, late), tells("sprint_to_close", "sprint", "a sprint that is over"), home("a sprint that is over"), tx.KeepSprint(ctx, now), tells("sprint_to_close", "sprint", "a sprint that goes on"),
			does("sprint.close.form", "sprint", engine.Fields{"to.FR-11": {"back"}, "why.FR-11": {kit.Cut(s.reason, 190)}, "to.FR-10": {"carried"}}, "closed, while it was open"),
			tells("sprint_to_close", "sprint", "a sprint that is closed"),
			does(sprint.CloseOpen, p.ID, nil, "closed before"))
		next := ritual.Sprint{ID: "next", Product: p.ID, Number: 104, Starts: "2026-03-02", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00", Zone: "Europe/Berlin", State: ritual.SprintPlanned, PlannedBy: p.PO}
		err = errors.Join(err, tx.AddSprint(ctx, next), tells("sprint_to_start", "next", "a sprint without a goal"), home("a sprint without a goal"))
		next.Goal = s.title
		err = errors.Join(err, tx.KeepSprint(ctx, next), tells("sprint_to_start", "next", "a planned sprint"))
		next.State, next.Started, next.StartedBy = ritual.SprintActive, tx.Now, p.PO
		return errors.Join(err, tx.KeepSprint(ctx, next), tells("sprint_to_start", "next", "a sprint that was started"))
	})
}

// worksOn has a sprint hold the stories of the scene.
func (w *world) worksOn(ctx context.Context, tx *store.Tx, s ritual.Sprint) error {
	dev, omar := w.sim.Person("dev").ID(), w.sim.Person("omar").ID()
	keep := func(id string, step func(r ritual.Request, in ritual.SprintStory) (ritual.SprintMove, error)) error {
		m, err := request.Of(ctx, tx, id)
		if err != nil {
			return err
		}
		in, err := tx.SprintStory(ctx, s.ID, id)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		mv, err := step(m.Request, in)
		if err != nil {
			return err
		}
		return sprint.Keep(ctx, tx, m, s, mv)
	}
	for i, id := range []string{"FR-10", "FR-11", "FR-12"} {
		r, err := tx.Request(ctx, id)
		r.Points = []int{5, 3, 0}[i]
		err = errors.Join(err, tx.KeepRequest(ctx, r), keep(id, func(r ritual.Request, _ ritual.SprintStory) (ritual.SprintMove, error) {
			return s.Join(r, ritual.SprintStory{Place: i}, ritual.Committed, omar, tx.Now)
		}))
		if err != nil {
			return err
		}
	}
	return errors.Join(
		keep("FR-10", func(r ritual.Request, in ritual.SprintStory) (ritual.SprintMove, error) {
			return s.Finish(r, in, dev, tx.Now), nil
		}),
		keep("FR-11", func(r ritual.Request, in ritual.SprintStory) (ritual.SprintMove, error) {
			return s.Begin(r, in, dev, tx.Now)
		}))
}
