package bot

import (
	"context"
	"errors"
	"fmt"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// hangsBoard takes how a sprint looks, from none at all to its result.
//
//	FR-10, FR-11, FR-12 (private) and FR-13 are in it or picked for it
func (w *world) hangsBoard(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		p := w.productsAll()[0]
		var all []error
		look := func(name, who, words string) {
			in := w.as(who)
			in.Subject, in.Words, in.Channel = p.ID, words, p.Channel
			rep, err := w.bot.Routes.Actions["sprint.product"].Do(ctx, tx, in)
			if err == nil {
				g.hang("board", name, *rep.Say)
			}
			all = append(all, err)
		}
		look("none, to the PO", "omar", "")
		look("none, to others", "sam", "")

		now := ritual.Sprint{ID: "sprint", Product: p.ID, Number: 3, Goal: s.title, Starts: "2026-03-04", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00",
			Zone: "Europe/Berlin", Capacity: 5, State: ritual.SprintPlanned, PlannedBy: p.PO, Planned: tx.Now}
		all = append(all, tx.AddSprint(ctx, now))
		dev, omar := w.sim.Person("dev").ID(), w.sim.Person("omar").ID()
		for i, id := range []string{"FR-10", "FR-11", "FR-12", "FR-13"} {
			r, err := tx.Request(ctx, id)
			r.Points = []int{5, 3, 0, 0}[i]
			all = append(all, err, tx.KeepRequest(ctx, r), tx.KeepSprintStory(ctx, now.ID, ritual.SprintStory{Request: id, Place: i, Work: ritual.WorkTodo}))
		}
		look("planned, to the PO", "omar", "")
		look("planned, to others", "sam", "next")

		step := func(id string, do func(m request.Matter, in ritual.SprintStory) (ritual.SprintMove, error)) {
			m, err := request.Of(ctx, tx, id)
			in, read := tx.SprintStory(ctx, now.ID, id)
			mv, no := do(m, in)
			if err = errors.Join(err, read, no); err == nil {
				err = sprint.Keep(ctx, tx, m, now, mv)
			}
			all = append(all, err)
		}
		now.State, now.Started, now.StartedBy = ritual.SprintActive, tx.Now, p.PO
		all = append(all, tx.KeepSprint(ctx, now), tx.DropSprintStory(ctx, now.ID, "FR-13"))
		for i, id := range []string{"FR-10", "FR-11", "FR-12"} {
			step(id, func(m request.Matter, in ritual.SprintStory) (ritual.SprintMove, error) {
				return now.Join(m.Request, in, []ritual.SprintEventKind{ritual.Committed, ritual.Committed, ritual.Added}[i], omar, tx.Now)
			})
		}
		begins := func(id, who string) {
			step(id, func(m request.Matter, in ritual.SprintStory) (ritual.SprintMove, error) {
				return now.Begin(m.Request, in, who, tx.Now)
			})
		}
		begins("FR-10", dev)
		look("active, to who works on it", "dev", "")
		look("active, to the PO", "omar", "3")
		look("active, to others", "sam", "")
		form := func(name, id, subject string, f engine.Fields) {
			in := w.as("dev")
			in.Subject, in.Fields, in.Data.Subject = subject, f, subject
			do := w.bot.Routes.Actions[id].Do
			if f != nil {
				do = w.bot.Routes.Submits[id].Do
			}
			rep, err := do(ctx, tx, in)
			if err == nil && rep.Form == nil {
				err = errors.New("there is no form: " + name)
			}
			if err == nil {
				g.hang("board", "form: "+name, *rep.Form)
			}
			all = append(all, err)
		}
		form("owner", sprint.OwnerOpen, "FR-12", nil)
		form("owner of what somebody has", sprint.OwnerOpen, "FR-10", nil)
		step("FR-10", func(m request.Matter, in ritual.SprintStory) (ritual.SprintMove, error) {
			return now.Finish(m.Request, in, dev, tx.Now), nil
		})
		form("not done yet", sprint.UndoneOpen, "FR-10", nil)
		form("not done after all", "sprint.undone.form", "FR-10", engine.Fields{"reason": {s.reason}})
		late := w.as("omar")
		late.Subject, late.Words = "FR-10", "board|FR-10|"+p.ID+"|0|0"
		rep, err := w.bot.Routes.Actions[sprint.StartWork].Do(ctx, tx, late)
		if all = append(all, err); err == nil {
			g.hang("board", "active, to who was late", *rep.Say)
		}
		v, err := w.bot.Routes.Messages["sprint_shown"].View(ctx, tx, store.Message{Kind: "sprint_shown", Subject: fmt.Sprint(p.ID, "/1:3/", p.PO), To: p.Channel})
		g.hang("board", "sprint_shown of 3 to "+p.Channel, v)

		all = append(all, err)
		step("FR-11", func(m request.Matter, in ritual.SprintStory) (ritual.SprintMove, error) {
			return now.TakeOut(m.Request, in, s.reason, omar, tx.Now)
		})
		step("FR-10", func(m request.Matter, in ritual.SprintStory) (ritual.SprintMove, error) {
			return now.Finish(m.Request, in, dev, tx.Now), nil
		})
		events, err := tx.SprintEvents(ctx, now.ID)
		now.State, now.Closed, now.ClosedBy = ritual.SprintClosed, tx.Now, p.PO
		now.Result = ritual.ResultOf(events, ritual.SprintFacts{})
		all = append(all, err, tx.KeepSprint(ctx, now))
		look("closed, to the PO", "omar", "last")
		look("closed, to others", "sam", "3")
		look("none any more", "dev", "")
		return errors.Join(all...)
	})
}
