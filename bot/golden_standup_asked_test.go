package bot

import (
	"context"
	"errors"
	"time"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// hangsStandupAsked takes how somebody is asked and reminded, what they see of it then, and the form of their answer: with what they planned
// the last time, early, and with what they have said.
func (w *world) hangsStandupAsked(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		p := w.productsAll()[0]
		dev, sam := w.sim.Person("dev").ID(), w.sim.Person("sam").ID()
		set := ritual.UsualStandup(p.Channel, []string{dev, sam})
		set.Name = kit.Cut(s.product, 40)
		on := ritual.Standup{ID: "STANDUP3", Product: p.ID, By: sam, Created: tx.Now, Setup: set, Last: "2026-03-04"}
		now := ritual.Sprint{ID: "SPRINT4", Product: p.ID, Number: 4, Goal: kit.Cut(s.problem, 600), Starts: "2026-03-02", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00",
			Zone: "Europe/Berlin", State: ritual.SprintActive, Started: tx.Now}
		run := func(day string) ritual.StandupRun {
			return ritual.StandupRun{Standup: on.ID, Day: day, Setup: set, Team: "Europe/Berlin", Opened: tx.Now, SummaryAt: tx.Now.Add(time.Hour)}
		}
		turn := func(state ritual.TurnState, asked time.Time) ritual.StandupTurn {
			return ritual.StandupTurn{Person: dev, State: state, Due: tx.Now, Asked: asked}
		}
		plan := []ritual.StandupSaid{{Question: ritual.StandupQuestion{Text: ritual.AskMoved}, Text: kit.Cut(s.answer, ritual.AnswerMost)},
			{Question: ritual.StandupQuestion{Text: ritual.AskNext, Kind: ritual.AsksPlan}, Text: kit.Cut(s.answer, ritual.AnswerMost), Ticks: []string{"FR-10"}},
			{Question: ritual.StandupQuestion{Text: ritual.AskBlocker, Kind: ritual.AsksBlocker}, Text: kit.Cut(s.problem, ritual.AnswerMost), Help: sam}}
		answer := func(day string, skipped bool) ritual.StandupAnswer {
			return ritual.StandupAnswer{Standup: on.ID, Day: day, Person: dev, Said: plan, Skipped: skipped, At: tx.Now}
		}
		looks := func(name, day string, kinds ...string) error {
			for _, kind := range kinds {
				v, err := w.bot.Routes.Messages[kind].View(ctx, tx, store.Message{Kind: kind, Subject: on.ID + "/" + day, To: dev, State: store.MessagePosted})
				if err != nil {
					return err
				}
				g.hang("standup_asked", kind+" of "+name, v)
			}
			return nil
		}
		opens := func(name, day string) error {
			click := w.as("dev")
			click.Subject = on.ID + "/" + day
			rep, err := w.bot.Routes.Actions["standup.answer"].Do(ctx, tx, click)
			if err == nil {
				g.hang("standup_asked", "form of an answer: "+name, *rep.Form)
			}
			return err
		}
		const asked, remind = "standup_prompt", "standup_reminder"
		return errors.Join(
			tx.AddSprint(ctx, now), tx.AddStandup(ctx, on),
			tx.KeepSprintStory(ctx, now.ID, ritual.SprintStory{Request: "FR-10", Owner: dev, Work: ritual.WorkStarted}),
			tx.KeepAnswer(ctx, answer("2026-03-02", false)),
			tx.OpenRun(ctx, run("2026-03-03"), []ritual.StandupTurn{turn(ritual.TurnAsked, tx.Now)}),
			tx.OpenRun(ctx, run("2026-03-04"), []ritual.StandupTurn{turn(ritual.TurnAsked, tx.Now)}),
			looks("a day", "2026-03-04", asked, remind), opens("after the last plan", "2026-03-04"), opens("early", "2026-03-05"),
			tx.KeepTurn(ctx, run("2026-03-04"), turn(ritual.TurnOff, tx.Now)), looks("a day that they are away", "2026-03-04", asked, remind),
			tx.KeepTurn(ctx, run("2026-03-04"), turn(ritual.TurnGone, tx.Now)), looks("a roster that they left", "2026-03-04", asked),
			tx.KeepTurn(ctx, run("2026-03-04"), turn(ritual.TurnAsked, tx.Now)),
			tx.KeepAnswer(ctx, answer("2026-03-04", true)), looks("a day that they skip", "2026-03-04", asked, remind),
			tx.KeepAnswer(ctx, answer("2026-03-04", false)), looks("a day with their answer", "2026-03-04", asked, remind), opens("to edit", "2026-03-04"),
			tx.OpenRun(ctx, run("2026-03-05"), []ritual.StandupTurn{turn(ritual.TurnAsked, tx.Now)}), looks("a day with their answer that is over", "2026-03-04", asked),
			looks("a day that is over", "2026-03-03", asked))
	})
}
