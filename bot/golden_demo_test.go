package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// hangsDemo takes how it looks when the PO accepts what was done, or returns it.
//
//	FR-10 is done, with more criteria than fit into one group of ticks · FR-11 is done, without any
func (w *world) hangsDemo(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		p := w.productsAll()[0]
		now := ritual.Sprint{ID: "sprint", Product: p.ID, Number: 3, Goal: s.title, Starts: "2026-03-02", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00",
			Zone: "Europe/Berlin", State: ritual.SprintActive, Started: tx.Now}
		if err := tx.AddSprint(ctx, now); err != nil {
			return err
		}
		keep := func(id string, step func(m request.Matter, in ritual.SprintStory) (ritual.SprintMove, error)) error {
			m, err := request.Of(ctx, tx, id)
			if err != nil {
				return err
			}
			in, err := tx.SprintStory(ctx, now.ID, id)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			mv, err := step(m, in)
			if err != nil {
				return err
			}
			return sprint.Keep(ctx, tx, m, now, mv)
		}
		dev, omar := w.sim.Person("dev").ID(), w.sim.Person("omar").ID()
		for i, id := range []string{"FR-10", "FR-11"} {
			if err := errors.Join(
				keep(id, func(m request.Matter, _ ritual.SprintStory) (ritual.SprintMove, error) {
					return now.Join(m.Request, ritual.SprintStory{Place: i}, ritual.Committed, omar, tx.Now)
				}),
				keep(id, func(m request.Matter, in ritual.SprintStory) (ritual.SprintMove, error) {
					return now.Finish(m.Request, in, dev, tx.Now), nil
				})); err != nil {
				return err
			}
		}
		story := ritual.Story{Request: "FR-10", Origin: ritual.FromPerson, Author: omar, At: tx.Now}
		for n := range 12 {
			story.Criteria = append(story.Criteria, ritual.Criterion{Text: fmt.Sprint(n+1, " ", kit.Cut(s.problem, 20+80*n)), By: omar})
		}
		if _, err := tx.AddStory(ctx, story); err != nil {
			return err
		}
		if _, err := tx.AddStory(ctx, ritual.Story{Request: "FR-11", Origin: ritual.FromPerson, Author: omar, At: tx.Now}); err != nil {
			return err
		}
		does := func(id, subject string, f engine.Fields, version int) (*kit.Modal, error) {
			click := w.as("omar")
			click.Subject, click.Fields, click.Data.Version = subject, f, version
			do := w.bot.Routes.Actions[id].Do
			if f != nil {
				do = w.bot.Routes.Submits[id].Do
			}
			rep, err := do(ctx, tx, click)
			var again engine.Again
			if errors.As(err, &again) {
				return &again.Form, nil
			}
			return rep.Form, err
		}
		form := func(name string) func(m *kit.Modal, err error) error {
			return func(m *kit.Modal, err error) error {
				if err == nil && m == nil {
					err = errors.New("there is no form: " + name)
				}
				if err == nil {
					g.hang("demo", "form: "+name, *m)
				}
				return err
			}
		}
		latest, err := tx.Story(ctx, "FR-10")
		if err != nil {
			return err
		}
		ticked := engine.Fields{fmt.Sprintf("criteria.%d.0", latest.Version): {"0", "1", "8"}, fmt.Sprintf("criteria.%d.1", latest.Version): {"10"}}
		if err := errors.Join(
			form("accept, with many criteria")(does(request.AcceptOpen, "FR-10", nil, 0)),
			form("accept, without any")(does(request.AcceptOpen, "FR-11", nil, 0)),
			form("some are open")(does("accept.form", "FR-10", ticked, latest.Version)),
			form("accept, with some ticked before")(does(request.AcceptOpen, "FR-10", nil, 0)),
			form("accept, with other criteria than before")(does("accept.form", "FR-10", engine.Fields{"criteria.1.0": {"0"}}, 1)),
			form("return")(does(request.ReturnOpen, "FR-10", nil, 0)),
		); err != nil {
			return err
		}
		if err := w.hangsDemoList(ctx, tx, g, now, s, form("show, after it was said")); err != nil {
			return err
		}
		told := func(name string) error {
			d, err := tx.LastDecision(ctx, "FR-10")
			if err != nil {
				return err
			}
			v, err := w.bot.Routes.Messages["returned"].View(ctx, tx, store.Message{Kind: "returned", Subject: d.ID, To: dev})
			g.hang("demo", "returned of FR-10 "+name, v)
			if d.Lead != "" {
				w.alias = append(w.alias, d.Lead, "FR-NEXT")
			}
			return err
		}
		if _, err := does("return.form", "FR-10", engine.Fields{"reason": {s.reason}}, 0); err != nil {
			return err
		}
		if err := errors.Join(told("while its sprint is active"), keep("FR-10", func(m request.Matter, in ritual.SprintStory) (ritual.SprintMove, error) {
			return now.Finish(m.Request, in, dev, tx.Now), nil
		})); err != nil {
			return err
		}
		now.State = ritual.SprintClosed
		if err := tx.KeepSprint(ctx, now); err != nil {
			return err
		}
		return errors.Join(
			form("return, after its sprint")(does(request.ReturnOpen, "FR-10", nil, 0)),
			form("returned after its sprint")(does("return.form", "FR-10", engine.Fields{"reason": {s.reason}}, 0)),
			told("after its sprint"))
	})
}

// hangsDemoList takes how the demo of a sprint is asked about, ordered and posted, in which FR-10 is shown and FR-11 is done.
func (w *world) hangsDemoList(ctx context.Context, tx *store.Tx, g gallery, now ritual.Sprint, s said, form func(*kit.Modal, error) error) error {
	dev, home := w.sim.Person("dev").ID(), w.productsAll()[0].Channel
	hang := func(name, kind, subject, to string) error {
		v, err := w.bot.Routes.Messages[kind].View(ctx, tx, store.Message{Kind: kind, Subject: subject, To: to, State: store.MessagePosted})
		if err == nil {
			g.hang("demo", kind+" of sprint 3 "+name, v)
		}
		return err
	}
	moved, err := w.bot.Routes.Messages["demo_order"].View(ctx, tx, store.Message{Kind: "demo_order", Past: true, Subject: now.ID, To: home, State: store.MessagePosted})
	if err != nil {
		return err
	}
	g.hang("demo", "demo_order of sprint 3 of a demo that was moved", moved)
	list := func(name, who string) error {
		click := w.as(who)
		click.Subject, click.Channel = now.ID+"/0", home
		rep, err := w.bot.Routes.Actions["demo.next"].Do(ctx, tx, click)
		if err == nil {
			g.hang("demo", "answer: the demo "+name+", for "+who, *rep.Say)
		}
		return err
	}
	if err := errors.Join(tx.AddDemoTurn(ctx, now.ID, dev, "FR-10", "FR-11"),
		hang("at first", "demo_question", now.ID, dev), hang("once more", "demo_reminder", now.ID, dev), hang("without an answer", "demo_order", now.ID, home),
		list("without an answer", "dev")); err != nil {
		return err
	}
	link := "https://example.com/" + strings.Repeat("a", 200)
	if err := errors.Join(
		tx.KeepDemoShow(ctx, now.ID, ritual.Show{Request: "FR-10", Answer: ritual.ShowIt, By: dev, At: tx.Now, Says: kit.Cut(s.problem, ritual.ShowMost), Link: link}),
		tx.KeepDemoShow(ctx, now.ID, ritual.Show{Request: "FR-11", Answer: ritual.NotThisTime, Place: 1, By: dev, At: tx.Now}),
		hang("answered", "demo_question", now.ID, dev), hang("with a story", "demo_order", now.ID, home),
		hang("in a channel", "demo_shown", now.Product+"/1/"+dev, home),
		list("before it", "dev"), list("before it", "omar"), list("before it", "gwen")); err != nil {
		return err
	}
	click := w.as("dev")
	click.Subject = "FR-10"
	rep, err := w.bot.Routes.Actions["demo.show"].Do(ctx, tx, click)
	if err := form(rep.Form, err); err != nil {
		return err
	}
	then := now
	then.DemoDay = "2026-03-02"
	if err := errors.Join(tx.KeepSprint(ctx, then), list("after it", "omar"), list("after it", "dev"), hang("after it", "demo_question", now.ID, dev), tx.KeepSprint(ctx, now)); err != nil {
		return err
	}
	empty := ritual.Sprint{ID: "empty", Product: now.Product, Number: 9, Goal: s.title, DemoDay: "2026-03-13", DemoTime: "15:00", Zone: "Europe/Berlin", State: ritual.SprintPlanned}
	return errors.Join(tx.AddSprint(ctx, empty), hang("with nothing started", "demo_none", empty.ID, w.sim.Person("omar").ID()))
}
