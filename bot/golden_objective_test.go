package bot

import (
	"context"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// hangsObjectives takes the life of an objective: opened, edited by two, moved, dropped, achieved and brought back.
func (w *world) hangsObjectives(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.Product(ctx, w.productsAll()[0].ID)
		if err != nil {
			return err
		}
		have, err := tx.Objectives(ctx, p.ID)
		if err != nil {
			return err
		}
		o := have[0]
		other := ritual.Objective{ID: "O-other", Product: p.ID, Name: kit.Cut("Other "+s.objective, ritual.ObjectiveMax), Horizon: ritual.Next, By: p.PM, Created: tx.Now}
		if err := tx.AddObjective(ctx, other); err != nil {
			return err
		}
		does := func(who, id, subject string, f engine.Fields) engine.Reply {
			w.t.Helper()
			in := w.as(who)
			in.Subject, in.Data.Subject, in.Fields, in.Channel = subject, subject, f, p.Channel
			do := w.bot.Routes.Actions[id].Do
			if to, ok := w.bot.Routes.Submits[id]; ok {
				do = to.Do
			}
			rep, err := do(ctx, tx, in)
			if err != nil {
				w.t.Fatalf("%s of %s: %v", id, subject, err)
			}
			return rep
		}
		say := func(name string, rep engine.Reply) { g.hang("objective", "answer: "+name, *rep.Say) }
		form := func(name string, rep engine.Reply) { g.hang("objective", "form: "+name, *rep.Form) }
		texts := engine.Fields{"name": {o.Name}, "outcome": {s.outcome + " "}, "measure": {s.question[:9]}, "reason": {s.reason}}

		form("edit", does("priya", objectiveEdit, o.ID, nil))
		form("edited", does("priya", objectiveEditForm, o.ID, texts))
		a, err := aimOf(ctx, tx, o.ID)
		if err != nil {
			return err
		}
		g.hang("objective", "form: edited meanwhile", editObjectiveModal(a, o, s.reason, 1, []string{"name", "measure"}))
		form("move to", does("priya", objectivePlace, o.ID, nil))
		form("moved", does("priya", objectiveMoveForm, o.ID, engine.Fields{"place": {"before " + other.ID}}))
		say("opened by the PM", does("priya", objectiveOpen, o.ID, nil))
		say("opened by anybody", does("dev", objectiveOpen, o.ID, nil))
		say("without an objective, for the PM", does("priya", orphansOpen, p.ID, nil))
		say("without an objective, for anybody", does("dev", orphansOpen, p.ID, nil))
		form("change objective", does("priya", reassignOpen, "FR-9", nil))

		form("achieved", does("priya", objectiveAchieved, o.ID, nil))
		form("drop", does("priya", objectiveDrop, o.ID, nil))
		form("drop what nothing hangs on", does("priya", objectiveDrop, other.ID, nil))
		if a, err = aimOf(ctx, tx, o.ID); err != nil {
			return err
		}
		for _, fate := range []ritual.Fate{ritual.FateMove, ritual.FatePark} {
			e, err := endingOf(ctx, tx, engine.Input{By: p.PM, Fields: engine.Fields{ritual.FateField: {string(fate)}}}, a, ritual.Achieved)
			if err != nil {
				return err
			}
			e.refused = "Choose another objective of the roadmap, to which they move."
			g.hang("objective", "form: achieved, "+string(fate), endModal(e))
		}
		form("what became of all", does("priya", achievedForm, o.ID, engine.Fields{ritual.FateField: {"ask"}, "reason": {s.reason}, "tell": {tellTeam}}))
		say("achieved and dropped", does("dev", roadmapEnded, p.ID, nil))
		say("opened after its end", does("priya", objectiveOpen, o.ID, nil))
		form("bring back", does("priya", objectiveBack, o.ID, nil))
		c, err := tx.ClearingOf(ctx, o.ID)
		if err != nil {
			return err
		}
		for _, kind := range []string{clearedKind, achievedKind} {
			v, err := w.bot.Routes.Messages[kind].View(ctx, tx, store.Message{Kind: kind, Subject: c.ID, Product: p.ID, To: p.PM})
			if err != nil {
				return err
			}
			g.hang("objective", kind+" of what was achieved", v)
		}
		many := ritual.Clearing{Objective: o.ID, End: ritual.Dropped, Target: other.ID, Revisit: "2026-06-01", Total: 5000, Moved: 1200, Asked: 3, Parked: 1, Left: 2, Stayed: 1}
		words, err := clearedWords(ctx, tx, many)
		g.hang("objective", "message: under way", kit.Told(words))
		many.Done = tx.Now
		done, bad := clearedWords(ctx, tx, many)
		if err != nil || bad != nil {
			w.t.Fatal(err, bad)
		}
		g.hang("objective", "message: done", kit.Told(done))
		return nil
	})
}
