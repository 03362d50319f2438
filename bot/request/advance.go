package request

import (
	"cmp"
	"context"
	"errors"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// The kinds of messages and jobs that a request leaves. Old messages carry them: they are never renamed.
const (
	ReceiptKind  = "receipt"
	LineKind     = "line"
	QuestionKind = "question"
	JobNudge     = "nudge"   // its key is the person
	JobOutcome   = "outcome" // notes who hears of a request; its key is the request
)

// Advance keeps a request after decisions, tells its place, asks whoever is next, and has everything that shows it shown
// anew. after is the request as the rule made it.
func Advance(ctx context.Context, tx *store.Tx, m Matter, after ritual.Request, ds ...ritual.Decision) error {
	if err := tx.KeepRequest(ctx, after); err != nil {
		return err
	}
	to := m
	to.Request = after
	if err := to.Acquaint(ctx, tx); err != nil {
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
		to.Last, to.told = kept, hasWords(kept.Verdict)
	}
	if err := errors.Join(NoteOver(ctx, tx, to), Enter(ctx, tx, to)); err != nil {
		return err
	}
	if from, ok := StepOf(m.Request.Status); ok && from.left != nil && m.Request.Status != after.Status {
		if err := from.left(ctx, tx, m); err != nil {
			return err
		}
	}
	if err := showQuestions(ctx, tx, after); err != nil {
		return err
	}
	if m.Request.Status != ritual.New {
		if err := leaveOutcome(ctx, tx, after); err != nil {
			return err
		}
	}
	return errors.Join(ShowAnew(ctx, tx, m.Product, after), engine.RefreshHome(ctx, tx, m.Owner()), engine.RefreshHome(ctx, tx, to.Owner()))
}

// knownThere reports whether those who asked know already what a decision says: that it is in the backlog, or what it serves.
// That the PO doubted it meanwhile, they were not told.
func knownThere(ctx context.Context, tx *store.Tx, m Matter, after ritual.Request, d ritual.Decision) (bool, error) {
	switch d.Verdict {
	case ritual.Prioritized:
		return m.Request.Status == ritual.Backlog, nil
	case ritual.Aligned:
		last := m.Last
		if last.Verdict.TakesBack() {
			var err error
			if last, err = BackBefore(ctx, tx, d); err != nil {
				return false, err
			}
		}
		return last.Verdict == ritual.Challenged && m.Request.Objective != "" && m.Request.Objective == after.Objective, nil
	}
	return false, nil
}

// BackBefore is the decision by which what somebody aligned had come back to them: a challenge, that it was reopened, or that the
// earlier alignment was taken back. It may be none.
func BackBefore(ctx context.Context, tx *store.Tx, answer ritual.Decision) (before ritual.Decision, err error) {
	ds, err := tx.Decisions(ctx, answer.Request)
	for _, d := range ds {
		switch {
		case d.ID == answer.ID:
			return before, err
		case d.SupersededBy == answer.ID && (d.Verdict.SendsBack() || d.Verdict == ritual.Reopened):
			return d, err
		case d.Verdict == ritual.UndidAligned:
			before = d
		case d.Topic == ritual.Alignment:
			before = ritual.Decision{}
		}
	}
	return before, err
}

// Enter does what a request's status asks for. Doing it again changes nothing.
func Enter(ctx context.Context, tx *store.Tx, m Matter) error {
	s, ok := StepOf(m.Request.Status)
	if !ok {
		return nil
	}
	if s.entered != nil {
		if err := s.entered(ctx, tx, m); err != nil {
			return err
		}
	}
	if s.Card == "" {
		return nil
	}
	return Ask(ctx, tx, s, m)
}

// Ask posts the card by which whoever is to decide is asked, and leaves it to nudge them. Asking again changes nothing.
func Ask(ctx context.Context, tx *store.Tx, s Step, m Matter) error {
	who := m.Owner()
	if r, changed := m.Request.AskedOf(who, tx.Now); changed {
		if err := tx.KeepAsked(ctx, r); err != nil {
			return err
		}
		m.Request = r
	}
	if err := postCard(ctx, tx, m, s, who, tx.Now); err != nil {
		return err
	}
	return errors.Join(AskHelp(ctx, tx, s, m), nudgeLater(ctx, tx, m, who))
}

// CardTo is the card by which a step asks somebody.
func (m Matter) CardTo(s Step, who string) store.Message {
	return store.Message{Kind: m.CardFor(s, who), Subject: m.Request.ID, Product: m.Product.ID, To: who}
}

// CardFor is the kind of card by which a step asks somebody: who answers both questions has one card for both.
func (m Matter) CardFor(s Step, who string) string {
	if m.BothBy(who) {
		return BothCard
	}
	return s.Card
}

// AsksBy reports whether a card asks the step's question of somebody who may answer it now.
func (m Matter) AsksBy(s Step, card store.Message) bool {
	return s.Card != "" && card.Kind == m.CardFor(s, card.To) && m.Decides(s, card.To)
}

// tellPlace posts a line about a decision in the request's place. Who asked or answered there knows already.
func tellPlace(ctx context.Context, tx *store.Tx, m Matter, d ritual.Decision) error {
	var kind string
	switch d.Verdict.Told() {
	case ritual.ToldLine:
		kind = LineKind
	case ritual.ToldQuestion:
		kind = QuestionKind
	default:
		return nil
	}
	line, err := Placed(ctx, tx, m.Request, kind, d.ID)
	if err != nil {
		return err
	}
	if kind == LineKind && engine.IsPerson(line.To) {
		if quiet, err := QuietFor(ctx, tx, line.To, HeardAs(m.Request)); quiet || err != nil {
			return err
		}
	}
	if asked := m.Asked(); kind == QuestionKind && line.Thread == "" && asked != line.To {
		line.To, line.Under = asked, "" // whoever is asked does not read my direct messages with the reporter
	}
	_, err = engine.Post(ctx, tx, line)
	return err
}

// Placed is a message for a request's place: in the thread that it came from, or under its receipt.
func Placed(ctx context.Context, tx *store.Tx, r ritual.Request, kind, subject string) (store.Message, error) {
	m := store.Message{Kind: kind, Subject: subject, Product: r.Product, To: r.Thread.Channel, Thread: r.Thread.TS}
	if m.Thread != "" || kind == ReceiptKind {
		return m, nil
	}
	first, err := tx.MessageOf(ctx, ReceiptKind, cmp.Or(r.Parent, r.ID), r.Thread.Channel)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return m, err
	}
	m.Under = first.ID
	return m, nil
}

// QuietFor reports whether somebody muted a request, or all of them.
func QuietFor(ctx context.Context, tx *store.Tx, person, request string) (bool, error) {
	all, err := tx.Muted(ctx, person, "")
	if all || err != nil {
		return all, err
	}
	return tx.Muted(ctx, person, request)
}

// HeardAs is the request of which people hear what becomes of one: of the parts of a split one, the whole.
func HeardAs(r ritual.Request) string { return cmp.Or(r.Parent, r.ID) }

// leaveOutcome leaves it to be noted who hears what became of a request.
func leaveOutcome(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	id := HeardAs(r)
	return tx.Refresh(ctx, JobOutcome, id, JobOutcome+":"+id)
}

// AskHelp asks the stand-in, too, about what was not answered after the last nudge: at once, or when their working day
// begins. Asking again changes nothing.
func AskHelp(ctx context.Context, tx *store.Tx, s Step, m Matter) error {
	who := m.Helps()
	if who == "" {
		return nil
	}
	at, due := m.Product.Settings.Workplace(m.People.Of(who)), tx.Now
	if !at.WorkingHours(due) {
		due = at.NextWorkingMorning(due)
	}
	return errors.Join(postCard(ctx, tx, m, s, who, due), engine.RefreshHome(ctx, tx, who))
}

// Helps is who is asked beside whoever is to decide on a matter; empty where that is nobody.
func (m Matter) Helps() string {
	return ritual.Helps(m.Product, RoleOf(m.Request.Status.NextStep()), m.People, m.Request.AskedAt(), m.Now)
}

// nudgeLater leaves it to nudge whoever is asked about a matter.
func nudgeLater(ctx context.Context, tx *store.Tx, m Matter, who string) error {
	if err := m.People.Meet(ctx, tx, who); err != nil {
		return err
	}
	nth, due := ritual.Nudge(m.Request.AskedAt(), 0, tx.Now, m.Product.Settings.Workplace(m.People.Of(who)))
	if nth > 0 {
		due = tx.Now
	}
	return NudgeAt(ctx, tx, who, due)
}

// NudgeAt has somebody's nudges looked at, at an instant or sooner where that was left before.
func NudgeAt(ctx context.Context, tx *store.Tx, person string, due time.Time) error {
	return tx.RefreshAt(ctx, JobNudge, person, JobNudge+":"+person, due)
}
