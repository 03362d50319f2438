package bot

import (
	"context"
	"errors"
	"time"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// hangsStandupDay takes the message of a standup's day with its thread: with everything in it that there is, with no answer, and once it
// is over.
//
//	FR-10 is done, FR-12, which is private, too · nothing was told of two days before
func (w *world) hangsStandupDay(g gallery, s said) {
	w.t.Helper()
	id := func(who string) string { return w.sim.Person(who).ID() }
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		p := w.productsAll()[0]
		now := ritual.Sprint{ID: "SPRINT3", Product: p.ID, Number: 3, Goal: kit.Cut(s.problem, 600), Starts: "2026-03-02", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00",
			Zone: "Europe/Berlin", State: ritual.SprintActive, Started: tx.Now}
		set := ritual.UsualStandup(p.Channel, nil)
		set.Name = kit.Cut(s.product, 40)
		on := ritual.Standup{ID: "STANDUP2", Product: p.ID, By: id("omar"), Created: tx.Now, Setup: set}
		err := errors.Join(tx.AddSprint(ctx, now), tx.AddStandup(ctx, on))
		for _, e := range []ritual.SprintEvent{{Kind: ritual.SprintStarted}, {Kind: ritual.Committed, Request: "FR-10", Points: 5}, {Kind: ritual.Committed, Request: "FR-12"},
			{Kind: ritual.WorkFinished, Request: "FR-10", Points: 5}, {Kind: ritual.WorkFinished, Request: "FR-12"}} {
			e.Sprint, e.At = now.ID, tx.Now
			_, kept := tx.AddSprintEvent(ctx, e)
			err = errors.Join(err, kept)
		}
		run := func(day string) ritual.StandupRun {
			return ritual.StandupRun{Standup: on.ID, Day: day, Setup: set, Team: "Europe/Berlin", Opened: tx.Now, SummaryAt: tx.Now}
		}
		today := run("2026-03-04")
		today.Posted, today.Themes = tx.Now.Add(time.Second), []ritual.Theme{{Words: kit.Cut(s.answer, 80), By: []string{id("dev"), id("sam")}}}
		turn := func(who string, state ritual.TurnState, why ritual.OffWhy, asked time.Time) ritual.StandupTurn {
			return ritual.StandupTurn{Person: id(who), State: state, Why: why, Asked: asked}
		}
		said := func(text, help string, ticks ...string) []ritual.StandupSaid {
			return []ritual.StandupSaid{{Question: ritual.StandupQuestion{Text: ritual.AskMoved}, Text: kit.Cut(text, ritual.AnswerMost)},
				{Question: ritual.StandupQuestion{Text: ritual.AskNext, Kind: ritual.AsksPlan}, Ticks: ticks},
				{Question: ritual.StandupQuestion{Text: ritual.AskBlocker, Kind: ritual.AsksBlocker}, Text: kit.Cut(text, ritual.AnswerMost), Help: help}}
		}
		err = errors.Join(err,
			tx.OpenRun(ctx, run("2026-03-02"), []ritual.StandupTurn{turn("dev", ritual.TurnMissed, "", time.Time{})}),
			tx.OpenRun(ctx, run("2026-03-03"), []ritual.StandupTurn{turn("dev", ritual.TurnAsked, "", tx.Now)}),
			tx.OpenRun(ctx, today, []ritual.StandupTurn{turn("dev", ritual.TurnAsked, "", tx.Now), turn("sam", ritual.TurnEarly, "", time.Time{}), turn("gwen", ritual.TurnOff, ritual.OffHoliday, time.Time{}),
				turn("priya", ritual.TurnMissed, "", time.Time{}), turn("omar", ritual.TurnAsked, "", tx.Now), {Person: "U0SILENT", State: ritual.TurnAsked, Optional: true},
				{Person: "U0LATE", State: ritual.TurnAsked}, {Person: "U0MISSED", State: ritual.TurnMissed}, {Person: "U0OFF", State: ritual.TurnOff, Why: ritual.OffHoliday}, {Person: "U0AWAY", State: ritual.TurnOff, Why: ritual.OffAway}}),
			tx.KeepPerson(ctx, ritual.Person{ID: "U0LATE", Name: kit.Cut(s.customer, 60), Kind: ritual.Member, Read: tx.Now}),
			tx.KeepPerson(ctx, ritual.Person{ID: "U0AWAY", Name: "Bo", Zone: "Europe/Berlin", Kind: ritual.Member, Read: tx.Now}), tx.KeepAbsence(ctx, "U0AWAY", ritual.Absence{From: "2026-03-02", Until: "2026-03-06"}),
			tx.KeepAnswer(ctx, ritual.StandupAnswer{Standup: on.ID, Day: today.Day, Person: id("dev"), At: tx.Now.Add(-time.Hour), Edited: tx.Now, Said: said(s.answer, id("sam"), "FR-10", "FR-12")}),
			tx.KeepAnswer(ctx, ritual.StandupAnswer{Standup: on.ID, Day: today.Day, Person: id("sam"), At: tx.Now.AddDate(0, 0, -2), Said: said(s.problem, "")}),
			tx.KeepAnswer(ctx, ritual.StandupAnswer{Standup: on.ID, Day: today.Day, Person: id("gwen"), At: tx.Now, Said: []ritual.StandupSaid{{}}}),
			tx.KeepAnswer(ctx, ritual.StandupAnswer{Standup: on.ID, Day: today.Day, Person: id("omar"), At: tx.Now, Skipped: true}))
		item := ritual.Impediment{ID: "I1", Standup: on.ID, Product: p.ID, Person: id("dev"), Day: today.Day, Text: kit.Cut(s.problem, ritual.AnswerMost), Help: id("sam"), Opened: tx.Now.AddDate(0, 0, -2)}
		other, gone := item, item
		other.ID, other.Person, other.Help, other.Helpers, other.Opened = "I2", id("sam"), "", []string{id("dev"), id("omar")}, tx.Now
		gone.ID, gone.Helpers, gone.Resolved, gone.ResolvedBy = "I3", []string{id("omar")}, tx.Now, id("omar")
		for _, i := range []ritual.Impediment{item, other, gone} {
			err = errors.Join(err, tx.AddImpediment(ctx, i), tx.KeepImpediment(ctx, i))
		}
		look := func(kind, subject, name string) error {
			v, err := w.bot.Routes.Messages[kind].View(ctx, tx, store.Message{Kind: kind, Subject: subject, To: p.Channel, State: store.MessagePosted})
			if err == nil {
				g.hang("standup_day", kind+" of "+name, v)
			}
			return err
		}
		subject := on.ID + "/" + today.Day
		err = errors.Join(err, look("standup", subject, "a day"), look("standup_week", subject, "a week"))
		for _, who := range []string{"dev", "sam", "gwen", "priya", "omar"} {
			err = errors.Join(err, look("standup_answer", subject+"/"+id(who), who))
		}
		empty, over := run("2026-03-05"), today
		empty.Posted, over.Closed = tx.Now, tx.Now
		return errors.Join(err, tx.OpenRun(ctx, empty, []ritual.StandupTurn{turn("dev", ritual.TurnAsked, "", tx.Now)}), look("standup", on.ID+"/"+empty.Day, "a day without answers"),
			tx.KeepRun(ctx, over), look("standup", subject, "a day that is over"))
	})
}
