package demo

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// runDemo does what is due of the demo of a sprint, and leaves its own successor: it asks whoever has something to show, reminds
// them, and posts the running order. What was due while Tandem was down is made up for until the demo begins.
func runDemo(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		s, err := tx.Sprint(ctx, job.Key)
		if err != nil || s.State != ritual.SprintActive || !tx.Now.Before(s.DemoAt()) {
			return err
		}
		a, err := agendaOf(ctx, tx, s)
		if err != nil {
			return err
		}
		d := due{agenda: a}
		if err := errors.Join(d.ask(ctx, tx), d.remind(ctx, tx), d.announce(ctx, tx)); err != nil || d.next.IsZero() {
			return err
		}
		return tx.RefreshAt(ctx, sprint.JobDemo, s.ID, sprint.JobDemo+":"+s.ID, d.next)
	})
}

// A due is what is due of a demo, and when to look again; zero where nothing more will be due.
type due struct {
	agenda
	next time.Time
}

// wait has it looked at again at an instant; at none where that is zero.
func (d *due) wait(until time.Time) {
	if !until.IsZero() && (d.next.IsZero() || until.Before(d.next)) {
		d.next = until
	}
}

// ask asks each whose turn it is, once and in one message, about their stories that are started or done. Whose turn comes while
// they have none is not asked: they can still say so by /demo.
func (d *due) ask(ctx context.Context, tx *store.Tx) error {
	who := slices.Clone(d.p.Team)
	for _, one := range d.All() {
		who = append(who, one.Story.In.Owner)
	}
	slices.Sort(who)
	for _, person := range slices.Compact(who) {
		if _, was := d.turns[person]; was || person == "" || d.people.Of(person).Kind == ritual.Gone {
			continue
		}
		at := d.workplace(person)
		ask, next := d.s.DemoTurn(d.s.AskAt(d.team(), at), tx.Now, d.away(person, tx.Now), at)
		d.wait(next)
		if !ask {
			continue
		}
		var about []string
		for _, one := range d.owned(person) {
			if d.asked[one.Story.Request.ID] == "" && one.Show.Answer == "" {
				about = append(about, one.Story.Request.ID)
			}
		}
		if err := tx.AddDemoTurn(ctx, d.s.ID, person, about...); err != nil {
			return err
		}
		d.turns[person] = tx.Now
		if len(about) == 0 {
			continue
		}
		for _, id := range about {
			d.asked[id] = person
		}
		if _, err := engine.Post(ctx, tx, store.Message{Kind: questionKind, Subject: d.s.ID, Product: d.p.ID, To: person}); err != nil {
			return err
		}
	}
	return nil
}

// remind reminds those who have answered nothing, once.
func (d *due) remind(ctx context.Context, tx *store.Tx) error {
	for _, person := range slices.Sorted(maps.Keys(d.turns)) {
		mine := d.askedOf(person)
		if len(mine) == 0 || answered(mine) || d.people.Of(person).Kind == ritual.Gone {
			continue
		}
		if _, err := tx.MessageOf(ctx, reminderKind, d.s.ID, person); err == nil {
			continue
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		at := d.workplace(person)
		now, next := d.s.Remind(d.turns[person], d.s.RemindAt(d.team(), at), tx.Now, d.away(person, tx.Now), at)
		d.wait(next)
		if !now {
			continue
		}
		if _, err := engine.Post(ctx, tx, store.Message{Kind: reminderKind, Subject: d.s.ID, Product: d.p.ID, To: person}); err != nil {
			return err
		}
	}
	return nil
}

// answered reports whether anything was said of some stories.
func answered(all []ritual.Shown) bool {
	return slices.ContainsFunc(all, func(one ritual.Shown) bool { return one.Show.Answer != "" })
}

// announce posts the running order, once it is time. Where nothing was started there is no demo, and the PO is told. What was
// posted of a demo that was moved since is set aside.
func (d *due) announce(ctx context.Context, tx *store.Tx) error {
	if err := d.setAside(ctx, tx); err != nil {
		return err
	}
	if at := d.s.AnnounceAt(); tx.Now.Before(at) {
		d.wait(at)
		return nil
	}
	m := store.Message{Kind: orderKind, Subject: d.s.ID, Product: d.p.ID, To: d.p.Channel}
	if d.Nothing() {
		m.Kind, m.To = noneKind, d.acting(tx)
	}
	_, err := engine.Post(ctx, tx, m)
	return err
}

// setAside makes room for the running order where one was posted longer before the demo than it is due: the demo was moved. The one
// that stands says so from then on.
func (d *due) setAside(ctx context.Context, tx *store.Tx) error {
	all, err := tx.MessagesAbout(ctx, d.s.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.Kind == orderKind && !m.Past && m.Left.Before(d.s.AnnounceAt()) {
			if err := errors.Join(tx.SetAside(ctx, m.ID), engine.ShowMessage(ctx, tx, m)); err != nil {
				return err
			}
		}
	}
	return nil
}
