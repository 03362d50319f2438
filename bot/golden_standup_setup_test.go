package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// hangsStandupSetup takes how a standup is set up, changed by two at once, listed with others, and ended.
func (w *world) hangsStandupSetup(g gallery, s said) {
	w.t.Helper()
	w.taken(func(ctx context.Context, tx *store.Tx) error {
		p := w.productsAll()[0]
		dev, sam, omar := w.sim.Person("dev").ID(), w.sim.Person("sam").ID(), w.sim.Person("omar").ID()
		does := func(name, id, subject string, f engine.Fields, mark string, place ritual.Place) engine.Reply {
			click := w.as("dev")
			click.Subject, click.Fields, click.Data.Last = subject, f, mark
			click.Places = map[string]ritual.Place{ritual.FieldStandupWhere: place}
			do := w.bot.Routes.Actions[id].Do
			if f != nil {
				do = w.bot.Routes.Submits[id].Do
			}
			rep, err := do(ctx, tx, click)
			var again engine.Again
			if errors.As(err, &again) {
				rep, err = engine.Open(again.Form), nil
			}
			if err != nil {
				w.t.Fatalf("%s: %v", name, err)
			}
			if rep.Form != nil {
				g.hang("standup_setup", "form: "+name, *rep.Form)
			} else {
				g.hang("standup_setup", "answer: "+name, *rep.Say)
			}
			return rep
		}
		joined, far := ritual.Place{ID: p.Channel, Joined: true, Read: tx.Now}, ritual.Place{ID: "C0SALES", Name: "sales", Read: tx.Now}
		shared := ritual.Place{ID: "C0SALES", Joined: true, Shared: true, Read: tx.Now}
		first := ritual.Standup{ID: "standup-1", Product: p.ID, Setup: ritual.UsualStandup(p.Channel, []string{dev, sam}), By: omar, Created: tx.Now, Last: "2026-03-03"}
		first.Setup.Name = kit.Cut(s.title, 40)
		fields := engine.Fields{ritual.FieldStandupName: {"2 " + kit.Cut(s.title, 38)}, ritual.FieldStandupDays: {"Monday", "Thursday"}, ritual.FieldStandupTime: {"10:00"},
			ritual.FieldSummaryAt: {"14:00"}, ritual.FieldStandupWho: {dev, omar}, ritual.FieldOptional: {sam}, ritual.FieldStandupWhere: {far.ID}, ritual.FieldStandupZone: {"Europe/Berlin"},
			ritual.FieldHolidays: {"DE"}, ritual.FieldStandupAsks: {strings.Join([]string{s.question[:len(s.question)/5], "+ " + kit.Cut(s.title, 140)}, "\n")}}
		mark := func(rep engine.Reply) string {
			_, after, _ := strings.Cut(rep.Form.Data, `"last":"`)
			last, _, _ := strings.Cut(after, `"`)
			return last
		}

		does("new", "standup.setup", p.ID, nil, "", joined)
		if err := tx.AddStandup(ctx, first); err != nil {
			return err
		}
		does("another was set up meanwhile", "standup.setup.form", p.ID, fields, "none", joined)
		now := mark(does("another", "standup.setup", p.ID, nil, "", joined))
		does("set up", "standup.setup.form", p.ID, fields, now, joined)
		opened := mark(does("change", "standup.change", first.ID, nil, "", joined))
		does("changed meanwhile", "standup.setup.form", first.ID, fields, "none", joined)
		fields[ritual.FieldStandupName] = []string{"3 " + kit.Cut(s.title, 38)}
		does("changed", "standup.setup.form", first.ID, fields, opened, far)
		fields[ritual.FieldStandupTime], opened = []string{"11:00"}, mark(does("change again", "standup.change", first.ID, nil, "", joined))
		does("changed, in a channel that is shared", "standup.setup.form", first.ID, fields, opened, shared)
		does("changed nothing", "standup.setup.form", first.ID, fields, mark(does("change the same", "standup.change", first.ID, nil, "", joined)), joined)
		for i, place := range []ritual.Place{far, {ID: "C0OLD", Archived: true, Read: tx.Now}, {ID: "C0WIDE", Joined: true, Shared: true, Read: tx.Now}} {
			if err := tx.KeepPlace(ctx, place); err != nil {
				return err
			}
			more := ritual.Standup{ID: fmt.Sprint("standup-", i+2), Product: p.ID, Setup: first.Setup, By: dev, Created: tx.Now, Last: "2026-03-03"}
			more.Setup.Name, more.Setup.Channel = fmt.Sprint(i, " ", kit.Cut(s.title, 38)), place.ID
			if err := tx.AddStandup(ctx, more); err != nil {
				return err
			}
		}
		all, err := tx.StandupsOf(ctx, p.ID)
		if err != nil {
			return err
		}
		for i, one := range all {
			w.alias = append(w.alias, one.ID, fmt.Sprint("standup ", i))
		}
		does("listed", "standup.product", p.ID, nil, "", joined)
		does("ended, and others are left", "standup.end", first.ID, nil, "", joined)
		left := slices.DeleteFunc(all, func(one ritual.Standup) bool { return one.ID == first.ID })
		for i, one := range left {
			name := "ended, the last"
			if i < len(left)-1 {
				name = fmt.Sprint("ended, ", len(left)-1-i, " left")
			}
			does(name, "standup.end", one.ID, nil, "", joined)
		}
		return nil
	})
}
