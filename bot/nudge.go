package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Nudges remind whoever is to decide of what waits for them: after two and after four of their own working days, all of a
// day in one message. With the last one their stand-in is asked, too. The rules are in ritual/nudge.go. Each person who is
// asked has one job, due when the next nudge of any decision is; it leaves the message and its own successor. Whatever
// changes when that is, leaves the job sooner: it finds out for itself what is due.

func nudgeRitual() engine.Ritual {
	return engine.Ritual{
		Jobs:     []engine.JobKind{{Kind: request.JobNudge, Run: runNudge}},
		Messages: []engine.MessageKind{{Kind: request.NudgeKind, Class: ritual.ClassNudge, View: nudgeView, Row: nudgeRow}},
		Started:  nudgeAll,
	}
}

// nudgeAll has the nudges looked at of all who decide on something: what was left before Tandem nudged, too.
func nudgeAll(ctx context.Context, tx *store.Tx) error {
	all, err := tx.Products(ctx)
	if err != nil {
		return err
	}
	var who []string
	for _, p := range all {
		who = append(who, p.PM, p.PO, p.Settings.PMStandIn, p.Settings.POStandIn, p.SetUpBy)
	}
	slices.Sort(who)
	for _, one := range slices.Compact(who) {
		if one != "" {
			err = errors.Join(err, request.NudgeAt(ctx, tx, one, tx.Now))
		}
	}
	return err
}

// nudgesAtOnce is how many decisions one run nudges about: each may leave a card. What is more follows at once.
const nudgesAtOnce = 50

// A dueNudge is a nudge that is due, and the step that it is about.
type dueNudge struct {
	store.Nudge
	product string
	step    request.Step
}

// runNudge nudges somebody about all that is due, and leaves the next run.
func runNudge(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		who, err := tx.Person(ctx, job.Key)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if who.ID = job.Key; who.Kind == ritual.Gone {
			return nil
		}
		n, err := dueNudges(ctx, tx, who)
		if err != nil {
			return err
		}
		if err := nudge(ctx, tx, n.due); err != nil || n.next.IsZero() {
			return err
		}
		return request.NudgeAt(ctx, tx, who.ID, n.next)
	})
}

// A nudging is what somebody is nudged about now, at most nudgesAtOnce, and when to look again; zero where nothing waits for
// them any more.
type nudging struct {
	who  ritual.Person
	due  []dueNudge
	next time.Time
}

// dueNudges finds what somebody is to be nudged about.
func dueNudges(ctx context.Context, tx *store.Tx, who ritual.Person) (nudging, error) {
	n := nudging{who: who}
	products, err := withHeads(ctx, tx, who.ID)
	if err != nil {
		return n, err
	}
	for _, at := range products {
		for _, s := range request.Steps() {
			if s.Card == "" || at.Acting(request.RoleOf(s.Status.NextStep())) != who.ID {
				continue
			}
			if err := n.look(ctx, tx, at, s); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

// look finds what of one product and step is due.
func (n *nudging) look(ctx context.Context, tx *store.Tx, at request.Matter, s request.Step) error {
	waits, err := tx.Waits(ctx, at.Product.ID, s.Status, n.who.ID)
	if err != nil {
		return err
	}
	place := at.Product.Settings.Workplace(n.who)
	today := ritual.Today(tx.Now, place.Zone)
	early := map[int]bool{} // by how many they had: what was asked later is not due either
	for _, w := range waits {
		if early[w.Had] {
			continue
		}
		nth, next := ritual.Nudge(w.Asked, w.Had, tx.Now, place)
		early[w.Had] = nth == 0
		if nth == 0 {
			n.wait(next)
			continue
		}
		if at.Product.Settings.Away(n.who, tx.Now) { // they read it when they are back
			n.wait(place.NextWorkingMorning(tx.Now))
			return nil
		}
		ready, err := canNudge(ctx, tx, at.CardTo(s, n.who.ID), w, today)
		switch {
		case err != nil:
			return err
		case !ready:
			n.wait(place.MorningAfter(tx.Now))
		case len(n.due) == nudgesAtOnce:
			n.wait(tx.Now)
			return nil
		default:
			n.due = append(n.due, dueNudge{store.Nudge{Person: n.who.ID, Request: w.Request, Asked: w.Asked, Nth: nth, Day: today}, at.Product.ID, s})
			n.wait(next)
		}
	}
	return nil
}

// wait has it looked at again at an instant; at none where that is zero.
func (n *nudging) wait(until time.Time) {
	if !until.IsZero() && (n.next.IsZero() || until.Before(n.next)) {
		n.next = until
	}
}

// canNudge reports whether somebody has seen what a nudge would be about, and was not nudged about it on the same day.
func canNudge(ctx context.Context, tx *store.Tx, card store.Message, w store.Wait, today string) (bool, error) {
	if w.Had > 0 {
		before, err := tx.Nudged(ctx, w.Request)
		if err != nil || slices.ContainsFunc(before, func(n store.Nudge) bool { return n.Person == card.To && n.Day == today }) {
			return false, err
		}
	}
	seen, err := tx.MessageOf(ctx, card.Kind, w.Request, card.To)
	if err == nil && seen.Inside != "" {
		seen, err = tx.Message(ctx, seen.Inside)
	}
	if errors.Is(err, store.ErrNotFound) {
		return true, nil // they were asked before there were cards, or as somebody else
	}
	return seen.State != store.MessageWaiting && seen.State != store.MessageSending, err
}

// nudge notes nudges that are due and leaves their message. After the last one the stand-in is asked.
func nudge(ctx context.Context, tx *store.Tx, due []dueNudge) error {
	for i, n := range due {
		if err := tx.AddNudge(ctx, n.Nudge); err != nil {
			return err
		}
		if i == 0 || n.Day != due[i-1].Day {
			if _, err := engine.Post(ctx, tx, store.Message{Kind: request.NudgeKind, Subject: n.Day, Product: n.product, To: n.Person}); err != nil {
				return err
			}
		}
		if !ritual.LastNudge(n.Nth) {
			continue
		}
		m, err := request.Of(ctx, tx, n.Request)
		if err != nil {
			return err
		}
		if err := request.AskHelp(ctx, tx, n.step, m); err != nil {
			return err
		}
	}
	return nil
}
