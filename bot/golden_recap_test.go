package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/recap"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// hangsRecap takes the recap of a sprint: its draft, as a model worded it, and as the PO edited it; then as it was posted.
//
//	FR-10 and FR-12, which is private, are done · FR-9 is carried over, FR-11 is back in the backlog · FR-1 was taken out
func (w *world) hangsRecap(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		p := w.productsAll()[0]
		goal := kit.Cut(s.problem, 600)
		is := ritual.Sprint{ID: "SPRINT9", Product: p.ID, Number: 9, Goal: goal, Starts: "2026-02-16", Ends: "2026-02-27", DemoDay: "2026-02-27", DemoTime: "15:00",
			Zone: "Europe/Berlin", State: ritual.SprintClosed, Started: tx.Now.AddDate(0, 0, -15), Closed: tx.Now.AddDate(0, 0, -3)}
		is.Result = ritual.Result{
			Figures: ritual.Figures{Committed: ritual.SprintCount{Stories: 4, Points: 21}, Added: ritual.SprintCount{Stories: 1, Unsized: 1}, Removed: ritual.SprintCount{Stories: 1, Points: 8},
				Done: ritual.SprintCount{Stories: 2, Unsized: 1, Points: 5}, Left: ritual.SprintCount{Stories: 2, Points: 8}, Found: 2, Fixed: 1},
			Stories: []ritual.StoryResult{{Request: "FR-10", Points: 5, End: ritual.EndDone}, {Request: "FR-12", Added: true, End: ritual.EndDone}, {Request: "FR-9", Points: 5, End: ritual.EndCarried},
				{Request: "FR-11", Points: 3, End: ritual.EndBack, Reason: s.reason}, {Request: "FR-1", Points: 8, End: ritual.EndRemoved, Reason: s.reason}},
			Objectives: []ritual.ObjectiveResult{{Objective: "O1", Name: s.objective, Done: ritual.SprintCount{Stories: 1, Points: 5}, DoneEver: ritual.SprintCount{Stories: 1, Points: 5}, Scope: ritual.SprintCount{Stories: 4, Points: 21}},
				{Done: ritual.SprintCount{Stories: 1, Unsized: 1}}}}
		err := errors.Join(tx.AddSprint(ctx, is), tx.AddDefect(ctx, ritual.Concern{Request: "FR-8", Sprint: is.ID, Story: "FR-10", By: p.PO}),
			tx.AddFeedback(ctx, ritual.Concern{Request: "FR-7", Sprint: is.ID, Story: "FR-10", By: p.PM}))
		if err != nil {
			return err
		}
		does := func(do engine.Handler, subject string, f engine.Fields) (*kit.Modal, error) {
			click := w.as("omar")
			click.Subject, click.Fields = subject, f
			rep, err := do(ctx, tx, click)
			return rep.Form, err
		}
		hang := func(name string) func(m *kit.Modal, err error) error {
			return func(m *kit.Modal, err error) error {
				if err == nil {
					g.hang("recap", "form: "+name, *m)
				}
				return err
			}
		}
		look := func(name, kind, subject, to string) error {
			v, err := w.bot.Routes.Messages[kind].View(ctx, tx, store.Message{ID: "M1", Kind: kind, Subject: subject, To: to})
			g.hang("recap", kind+" of sprint 9"+name, v)
			return err
		}
		routes := w.bot.Routes
		if _, err := does(routes.Actions[sprint.RecapDraft].Do, p.ID, nil); err != nil {
			return err
		}
		if err := errors.Join(look(", by template", "recap_draft", is.ID, p.PO), hang("edit, at first")(does(routes.Actions["recap.edit"].Do, is.ID, nil)),
			hang("post, before anybody said whether the goal was met")(does(routes.Actions["recap.post"].Do, is.ID, nil))); err != nil {
			return err
		}
		r, err := tx.Recap(ctx, is.ID)
		if err != nil {
			return err
		}
		r = r.Propose(ritual.RecapWords{Why: kit.Cut(s.problem, 600), Focus: kit.Cut(s.problem, 600), Model: true})
		if err := errors.Join(tx.KeepRecap(ctx, r), look(", worded by a model", "recap_draft", is.ID, p.PO)); err != nil {
			return err
		}
		_, err = does(routes.Submits["recap.form"].Do, is.ID, engine.Fields{"met": {"partly"}, "sentence": {kit.Cut(s.problem, 600)}, "focus": {kit.Cut(s.answer, 600)},
			"challenges": {kit.Cut(s.problem, 600)}, "demos": {"FR-10", "FR-12"}, "named": {"FR-12"}})
		if err != nil {
			return err
		}
		if r, err = tx.Recap(ctx, is.ID); err != nil {
			return err
		}
		for i := range r.Demos { // as somebody said for the demo
			r.Demos[i].Can, r.Demos[i].Link = s.problem, "https://example.com/archives/"+strings.Repeat("x", 400)
		}
		if err := errors.Join(tx.KeepRecap(ctx, r), look(", edited", "recap_draft", is.ID, p.PO), hang("edit, again")(does(routes.Actions["recap.edit"].Do, is.ID, nil))); err != nil {
			return err
		}
		if _, err := does(routes.Actions["recap.post"].Do, is.ID, nil); err != nil {
			return err
		}
		err = errors.Join(look("", recap.Kind, is.ID, p.Channel), look(", posted", "recap_draft", is.ID, p.PO), hang("edit, once it is posted")(does(routes.Actions["recap.edit"].Do, is.ID, nil)))
		for _, page := range r.Pages {
			err = errors.Join(err, look(": "+page.Name, "recap_part", is.ID+"/"+page.Name, p.Channel))
		}
		var said []ritual.Evidence
		for n, words := range []string{s.problem, s.title, s.answer} {
			said = append(said, ritual.Evidence{TS: fmt.Sprintf("1772571700.00010%d", n), Author: w.sim.Person("dev").ID(), Text: words})
		}
		err = errors.Join(err, tx.KeepReplies(ctx, is.ID, said))
		top, posted := tx.MessageOf(ctx, recap.Kind, is.ID, p.Channel)
		top.Channel, top.TS, top.State = p.Channel, "1772571699.000100", store.MessagePosted
		if err := errors.Join(err, posted, tx.KeepMessage(ctx, top)); err != nil {
			return err
		}
		recorded, err := does(routes.Submits[collectForm].Do, is.ID, engine.Fields{repliesGroup(0): {"1772571700.000101"}})
		if err != nil {
			return err
		}
		now, err := tx.RequestFrom(ctx, p.Channel, "1772571700.000101")
		if err != nil {
			return err
		}
		w.alias = append(w.alias, now.ID, "FR-NEXT")
		return errors.Join(look("", repliesKind, is.ID, p.PO), hang("replies")(does(routes.Actions[collectChoose].Do, is.ID+"/0", nil)), hang("replies recorded")(recorded, nil))
	})
}
