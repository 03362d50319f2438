package bot

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// A step is what Tandem does about a request of one status: whom it asks, how, and what happens on the way in and out.
// The card, the row on Home, who is asked next and the words about it all follow from it. Whose step it is, is a rule:
// ritual.Status.NextStep. steps, in bot.go, lists them.
type step struct {
	status ritual.Status
	next   string // what its owner does, after their name: "checks it against the roadmap"

	right   ritual.Action                                                   // what its owner decides; empty where nothing is to decide
	row     string                                                          // what Home asks its owner; empty where nothing waits for an answer
	buttons func(m matter) []slack.BlockElement                             // those that answer
	card    string                                                          // the kind of message that asks; empty where Home alone does
	asks    func(m matter) string                                           // what the card asks
	shows   func(context.Context, *store.Tx, matter) ([]slack.Block, error) // what the card shows to decide by; may be nil

	entered func(context.Context, *store.Tx, matter) error // after a request came here, m.last being why; may be nil
	left    func(context.Context, *store.Tx, matter) error // after a request left, m being what it was; may be nil
}

// stepOf is the step of a status. ok is false where Tandem has nothing to do.
func stepOf(s ritual.Status) (one step, ok bool) {
	for _, one := range steps() {
		if one.status == s {
			return one, true
		}
	}
	return step{}, false
}

// advance keeps a request after decisions, tells its place, asks whoever is next, and has everything that shows it shown
// anew. after is the request as the rule made it.
func advance(ctx context.Context, tx *store.Tx, m matter, after ritual.Request, ds ...ritual.Decision) error {
	if err := tx.KeepRequest(ctx, after); err != nil {
		return err
	}
	to := m
	to.r = after
	if err := to.acquaint(ctx, tx); err != nil {
		return err
	}
	for _, d := range ds {
		kept, err := tx.AddDecision(ctx, d)
		if err != nil {
			return err
		}
		known, err := knownThere(ctx, tx, m, after, kept)
		if err != nil {
			return err
		}
		if !known {
			if err := tellPlace(ctx, tx, to, kept); err != nil {
				return err
			}
		}
		to.last, to.told = kept, hasWords(kept.Verdict)
	}
	if err := errors.Join(noteOver(ctx, tx, to), enter(ctx, tx, to)); err != nil {
		return err
	}
	if from, ok := stepOf(m.r.Status); ok && from.left != nil && m.r.Status != after.Status {
		if err := from.left(ctx, tx, m); err != nil {
			return err
		}
	}
	if err := showQuestions(ctx, tx, after); err != nil {
		return err
	}
	if m.r.Status != ritual.New {
		if err := leaveOutcome(ctx, tx, after); err != nil {
			return err
		}
	}
	return errors.Join(showAnew(ctx, tx, m.p, after), engine.RefreshHome(ctx, tx, m.owner()), engine.RefreshHome(ctx, tx, to.owner()))
}

// knownThere reports whether those who asked know already what a decision says: that it is in the backlog, or what it serves.
// That the PO doubted it meanwhile, they were not told.
func knownThere(ctx context.Context, tx *store.Tx, m matter, after ritual.Request, d ritual.Decision) (bool, error) {
	switch d.Verdict {
	case ritual.Prioritized:
		return m.r.Status == ritual.Backlog, nil
	case ritual.Aligned:
		last := m.last
		if last.Verdict.TakesBack() {
			var err error
			if last, err = backBefore(ctx, tx, d); err != nil {
				return false, err
			}
		}
		return last.Verdict == ritual.Challenged && m.r.Objective != "" && m.r.Objective == after.Objective, nil
	}
	return false, nil
}

// enter does what a request's status asks for. Doing it again changes nothing.
func enter(ctx context.Context, tx *store.Tx, m matter) error {
	s, ok := stepOf(m.r.Status)
	if !ok {
		return nil
	}
	if s.entered != nil {
		if err := s.entered(ctx, tx, m); err != nil {
			return err
		}
	}
	if s.card == "" {
		return nil
	}
	return ask(ctx, tx, s, m)
}

// ask posts the card by which whoever is to decide is asked, and leaves it to nudge them. Asking again changes nothing.
func ask(ctx context.Context, tx *store.Tx, s step, m matter) error {
	who := m.owner()
	if r, changed := m.r.AskedOf(who, tx.Now); changed {
		if err := tx.KeepAsked(ctx, r); err != nil {
			return err
		}
		m.r = r
	}
	if err := postCard(ctx, tx, m, s, who, tx.Now); err != nil {
		return err
	}
	return errors.Join(askHelp(ctx, tx, s, m), nudgeLater(ctx, tx, m, who))
}

// cardTo is the card by which a step asks somebody.
func (m matter) cardTo(s step, who string) store.Message {
	return store.Message{Kind: m.cardFor(s, who), Subject: m.r.ID, Product: m.p.ID, To: who}
}

// cardFor is the kind of card by which a step asks somebody: who answers both questions has one card for both.
func (m matter) cardFor(s step, who string) string {
	if m.bothBy(who) {
		return bothCard
	}
	return s.card
}

// nextWords says who owns a request's next step, for people.
func nextWords(m matter) kit.Text {
	s, ok := stepOf(m.r.Status)
	switch who := m.owner(); {
	case !ok, m.r.Status.NextStep() == ritual.StepRequester && !m.whole(): // who asked is private, too
		return ""
	case who == "":
		return kit.T(s.next)
	default:
		if in := m.inPlaceOf(who); in != "" {
			return kit.F("%s, %s, %s", kit.User(who), in, s.next)
		}
		return kit.F("%s %s", kit.User(who), s.next)
	}
}

// statusWords are a request's status with the next step: "*Awaiting alignment* · next: @Priya checks it against the roadmap".
func statusWords(m matter) kit.Text {
	status := kit.F("*%s*", m.r.Standing().String())
	if m.r.Standing() == ritual.Parked && m.r.Revisit != "" {
		status = kit.F("*%s* until %s", m.r.Standing().String(), ritual.Day(m.r.Revisit))
	}
	if m.r.Status == ritual.Split {
		return dotted(status, kit.Raw("split into parts"))
	}
	if m.r.Status == ritual.Merged && m.lead.ID != "" {
		status = kit.F("*%s* into *%s*, which is %s", m.r.Status.String(), m.lead.ID, m.lead.Standing().String())
	}
	return kit.Join(" · next: ", status, nextWords(m))
}
