package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// formData is what a form carries along.
func formData(raw string) (d engine.FormData) {
	_ = json.Unmarshal([]byte(raw), &d) // what is not ours is as good as empty
	return d
}

// hangsSprintPlan takes how a sprint is planned and started, and how what is in it changes.
func (w *world) hangsSprintPlan(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.Product(ctx, w.product(strings.Join(strings.Fields(s.product), " ")).ID)
		if err != nil {
			return err
		}
		p.Settings.Zone = "Europe/Berlin"
		err = tx.KeepProduct(ctx, p)
		for id, points := range map[string]int{"FR-10": 5, "FR-11": 8} {
			r, found := tx.Request(ctx, id)
			r.Points = points
			err = errors.Join(err, found, tx.KeepRequest(ctx, r))
		}
		if err != nil {
			return err
		}
		hang := func(name string, v view) { g.hang("sprint_plan", name, v) }
		does := func(name, id string, change func(*engine.Input)) error {
			in := w.as("omar")
			in.Subject = p.ID
			change(&in)
			do := w.bot.Routes.Actions[id].Do
			if submit, ok := w.bot.Routes.Submits[id]; ok {
				do = submit.Do
			}
			rep, err := do(ctx, tx, in)
			var again engine.Again
			switch {
			case errors.As(err, &again):
				hang(name, again.Form)
			case err != nil:
				return fmt.Errorf("%s: %w", name, err)
			case shownIn(rep) != nil:
				hang(name, shownIn(rep))
			}
			return nil
		}
		message := func(name, kind, subject string) error {
			v, err := w.bot.Routes.Messages[kind].View(ctx, tx, store.Message{Kind: kind, Subject: subject, To: p.Channel})
			hang(kind+" of "+name, v)
			return err
		}
		nothing := func(*engine.Input) {}
		fields := func(pairs ...string) engine.Fields {
			f := engine.Fields{}
			for i := 0; i < len(pairs); i += 2 {
				f[pairs[i]] = append(f[pairs[i]], pairs[i+1])
			}
			return f
		}
		goal := kit.Cut(s.reason, 300)
		plan := fields(ritual.FieldGoal, goal, ritual.FieldStarts, "2026-03-04", ritual.FieldEnds, "2026-03-17", ritual.FieldDemoDay, "2026-03-16", ritual.FieldDemoAt, "14:30",
			ritual.FieldCapacity, "12", ritual.FieldStories, "FR-10", ritual.FieldStories, "FR-11", ritual.FieldStories, "FR-12")
		typed := func(last string, f engine.Fields) func(*engine.Input) {
			return func(in *engine.Input) { in.Fields, in.Data = f, engine.FormData{Subject: p.ID, Last: last} }
		}
		live := w.as("omar")
		live.Subject = p.ID
		typed("", plan)(&live)
		drawn, err := w.bot.Routes.Actions[ritual.FieldStories].Live(ctx, tx, live)
		hang("plan, as stories are chosen", drawn)
		err = errors.Join(err, does("plan", sprint.PlanOpen, nothing),
			does("planned", "sprint.plan.form", typed("", plan)), does("plan again", sprint.PlanOpen, nothing),
			does("plan over another", "sprint.plan.form", typed("", fields(ritual.FieldGoal, kit.Cut(s.question, 300), ritual.FieldStories, "FR-10"))))
		if err != nil {
			return err
		}
		picked, err := w.bot.Routes.Actions[sprint.PlanOpen].Do(ctx, tx, live) // for the mark of the plan
		if err != nil {
			return err
		}
		mark := formData(picked.Form.Data).Last
		plan[ritual.FieldStories] = []string{"FR-10", "FR-12"}
		if err := errors.Join(does("planned again", "sprint.plan.form", typed(mark, plan)), does("started", sprint.StartOpen, nothing)); err != nil {
			return err
		}
		active, err := tx.SprintIn(ctx, p.ID, ritual.SprintActive)
		if err != nil {
			return err
		}
		err = errors.Join(message("a sprint that has begun", "sprint_started", active.ID), does("add", sprint.AddOpen, nothing),
			does("added", "sprint.add.form", typed("", fields("sprint_scope_stories", "FR-11", "reason", s.reason))),
			does("take out", sprint.TakeOutOpen, func(in *engine.Input) { in.Subject = "FR-10" }),
			does("taken out", "sprint.take_out.form", func(in *engine.Input) { in.Subject, in.Fields = "FR-10", fields("reason", s.reason) }),
			does("edit", sprint.EditOpen, nothing), does("edit over another", "sprint.edit.form", typed("", plan)))
		edit, opened := w.bot.Routes.Actions[sprint.EditOpen].Do(ctx, tx, live)
		if err = errors.Join(err, opened); err != nil {
			return err
		}
		changed := fields(ritual.FieldGoal, kit.Cut(s.question, 300), ritual.FieldEnds, "2026-03-18", ritual.FieldDemoAt, "10:00")
		if err := does("edited", "sprint.edit.form", typed(formData(edit.Form.Data).Last, changed)); err != nil {
			return err
		}
		events, err := tx.SprintEvents(ctx, active.ID)
		for _, e := range events {
			switch e.Kind {
			case ritual.Added, ritual.Removed:
				err = errors.Join(err, message("a story that was "+string(e.Kind), "sprint_scope", active.ID+"/"+e.Detail))
			case ritual.SprintChanged:
				err = errors.Join(err, message("a sprint that was changed", "sprint_scope", fmt.Sprintf("%s/#%d", active.ID, e.Seq)))
			}
		}
		return errors.Join(err, message("a sprint in which much has changed", "sprint_started", active.ID), does("plan of the next", sprint.PlanOpen, nothing))
	})
}
