package bot

import (
	"context"
	"errors"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// hangsBlockers takes what people are told of what is in somebody's way, as it stands by itself and in a list: at first, while others
// help, once it is resolved, and when it was taken back; and how it stands on Home, beside a question of a standup that waits.
func (w *world) hangsBlockers(g gallery, s said) {
	w.t.Helper()
	dev, sam, omar := w.sim.Person("dev").ID(), w.sim.Person("sam").ID(), w.sim.Person("omar").ID()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		p := w.productsAll()[0]
		on := ritual.Standup{ID: "STANDUP1", Product: p.ID, By: omar, Created: tx.Now, Setup: ritual.UsualStandup(p.Channel, []string{dev, sam})}
		on.Setup.Name = kit.Cut(s.title, 40)
		i := ritual.Impediment{ID: "I1", Standup: on.ID, Product: p.ID, Person: dev, Day: "2026-03-02", Text: kit.Cut(s.problem, ritual.AnswerMost), Help: sam, Opened: tx.Now.AddDate(0, 0, -3)}
		run := ritual.StandupRun{Standup: on.ID, Day: "2026-03-04", Setup: on.Setup, Team: "Europe/Berlin", Opened: tx.Now, SummaryAt: tx.Now}
		asked := []ritual.StandupTurn{{Person: dev, State: ritual.TurnAsked, Asked: tx.Now}, {Person: sam, State: ritual.TurnAsked, Asked: tx.Now, Place: 1}}
		if err := errors.Join(tx.AddStandup(ctx, on), tx.OpenRun(ctx, run, asked), tx.AddImpediment(ctx, i)); err != nil {
			return err
		}
		hang := func(name string) error {
			var errs error
			for _, m := range []store.Message{
				{Kind: "blocker_asked", Subject: "I1", To: sam}, {Kind: "blocker_raised", Subject: "I1", To: omar},
				{Kind: "blocker_helped", Subject: "I1/" + omar, To: dev},
			} {
				if is, err := tx.Impediment(ctx, "I1"); err == nil && m.To == dev && len(is.Helpers) == 0 {
					continue
				}
				m.State = store.MessagePosted
				v, err := w.bot.Routes.Messages[m.Kind].View(ctx, tx, m)
				row, rowErr := w.bot.Routes.Messages[m.Kind].Row(ctx, tx, m)
				g.hang("blocker", m.Kind+" of I1 "+name, v)
				listed := []kit.Row{{kit.Section(row.Words)}}
				if len(row.Buttons) > 0 {
					listed[0] = append(listed[0], kit.Actions("", row.Buttons...))
				}
				g.hang("blocker", "row: "+m.Kind+" "+name, kit.Fitted("", listed[0]...))
				errs = errors.Join(errs, err, rowErr)
			}
			return errs
		}
		for name, who := range map[string]string{"who is blocked": dev, "who is asked": sam} {
			page, err := readHome(ctx, tx, who)
			if err != nil {
				return err
			}
			g.hang("blocker", "home of "+name, homeView(homePage{standups: page.standups}))
		}
		helped, resolved, other := i, i, i
		helped.Helpers = []string{omar}
		resolved.Helpers, resolved.Resolved, resolved.ResolvedBy = []string{omar, sam}, tx.Now, sam
		other.Help = omar
		click := w.as("sam")
		click.Subject = "I1"
		if err := errors.Join(hang("at first"), tx.KeepImpediment(ctx, helped), hang("while another one helps"), tx.KeepImpediment(ctx, other), hang("when another one is asked")); err != nil {
			return err
		}
		if err := tx.KeepImpediment(ctx, i); err != nil {
			return err
		}
		said, err := w.bot.Routes.Actions["blocker.resolved"].Do(ctx, tx, click)
		if err != nil {
			return err
		}
		g.hang("blocker", "answer: resolved", *said.Say)
		if said, err = w.bot.Routes.Actions["blocker.reopen"].Do(ctx, tx, click); err != nil {
			return err
		}
		g.hang("blocker", "answer: open again", *said.Say)
		return errors.Join(tx.KeepImpediment(ctx, resolved), hang("once it is resolved"), tx.DropImpediment(ctx, "I1"), hang("once it was taken back"))
	})
}
