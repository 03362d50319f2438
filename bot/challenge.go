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

// Challenge sends back to the product manager what the product owner doubts: does it serve the roadmap at all?

// The ids of a challenge. Old messages carry them: they are never renamed.
const (
	challengeOpen  = "challenge.open"
	challengeForm  = "challenge.form"
	challengedKind = "challenged"
	realignedKind  = "realigned"
)

func challengeRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{clickAbout(challengeOpen, ritual.ToChallenge, openChallenge)},
		Submits: []engine.Submit{submitAbout(challengeForm, ritual.ToChallenge, submitChallenge)},
		Messages: []engine.MessageKind{
			{Kind: challengedKind, Class: ritual.ClassCard, Says: backWithYouWords},
			{Kind: realignedKind, Class: ritual.ClassCard, Says: realignedWords, Row: realignedRow},
		},
	}
}

func openChallenge(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	if _, _, err := ritual.Challenge(m.r, m.p, "any", in.By, tx.Now); err != nil {
		return engine.Reply{}, err // whatever the reason
	}
	ds, err := tx.Decisions(ctx, m.r.ID)
	return engine.Open(challengeModal(m, ritual.Exchange(ds))), err
}

// submitChallenge sends the request back to the PM. The PO's card says so and loses its buttons.
func submitChallenge(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	after, d, err := ritual.Challenge(m.r, m.p, in.Fields.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, advance(ctx, tx, m, after, d)
}

// doubtOf is the challenge or the question that the PM has not answered yet, or none.
func doubtOf(ctx context.Context, tx *store.Tx, request string) (ritual.Decision, error) {
	ds, err := tx.Decisions(ctx, request)
	return ritual.Doubt(ds), err
}

// doubtAnswered is the doubt that a verdict of the PM answers, or none. It refuses an answer whose form was opened before the
// PO doubted, or doubted once more: the form comes back with the doubt and what was typed, as nobody answers what they have
// not read.
func doubtAnswered(ctx context.Context, tx *store.Tx, in engine.Input, m matter, v ritual.Verdict) (ritual.Decision, error) {
	if v == ritual.NeedMore { // the doubt stands
		return ritual.Decision{}, nil
	}
	doubt, err := doubtOf(ctx, tx, m.r.ID)
	if err != nil || doubt.ID == in.Data.Last || doubt.ID == "" {
		return doubt, err
	}
	draw := noForm(v)
	if v == ritual.Aligned {
		draw = alignForm
	}
	form, err := draw(ctx, tx, in, m)
	if err != nil {
		return doubt, err
	}
	says := kit.F("%s while you had this form open, so nothing was saved yet.", kit.Sentence(doubt.Sentence()))
	form.Blocks = append([]slack.Block{kit.Section(says)}, form.Blocks...)
	return doubt, engine.Again{Refusal: ritual.Refuse("%s while you had the form open.", doubt.Sentence()), Form: form}
}

// tellOfChallenge tells the PM under their card, which is rewritten, because rewriting tells nobody. Who has no card
// yet gets one, and that tells them.
func tellOfChallenge(ctx context.Context, tx *store.Tx, m matter) error {
	if !m.last.Verdict.SendsBack() {
		return nil
	}
	return under(ctx, tx, m, pmCard, m.acting(ritual.RolePM), challengedKind, m.last)
}

// tellOfRealigned tells the PO in the same way of what they had before and the PM aligned again: they had challenged it, parked
// it themselves, or it was taken from them.
func tellOfRealigned(ctx context.Context, tx *store.Tx, m matter) error {
	if m.last.Verdict != ritual.Aligned || m.p.OneHead() {
		return nil
	}
	return under(ctx, tx, m, poCard, m.acting(ritual.RolePO), realignedKind, m.last)
}

// tellOfNo tells the PO of what they had challenged, or what was reopened, and the PM parked or declined. m is the request as it was.
func tellOfNo(ctx context.Context, tx *store.Tx, m matter) error {
	d, err := tx.LastDecision(ctx, m.r.ID)
	if err != nil || d.Verdict != ritual.NotNow && d.Verdict != ritual.Decline {
		return err
	}
	before, err := backBefore(ctx, tx, d)
	if err != nil || before.ID == "" || before.Verdict.TakesBack() {
		return err
	}
	return under(ctx, tx, m, poCard, m.acting(ritual.RolePO), realignedKind, d)
}

// backBefore is the decision by which what somebody aligned had come back to them: a challenge, that it was reopened, or that the
// earlier alignment was taken back. It may be none.
func backBefore(ctx context.Context, tx *store.Tx, answer ritual.Decision) (before ritual.Decision, err error) {
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

// under posts a message about a decision under the card that somebody sees about the same request, if they do.
func under(ctx context.Context, tx *store.Tx, m matter, card, who, kind string, d ritual.Decision) error {
	first, err := shownCard(ctx, tx, card, m.r.ID, who)
	if err != nil || first.ID == "" {
		return err
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: kind, Subject: d.ID, Product: m.p.ID, To: first.To, Under: first.ID})
	return err
}

// shownCard is the card that somebody sees about a request. It is none where they have none, and where it is still to be posted:
// then it tells them by itself.
func shownCard(ctx context.Context, tx *store.Tx, kind, request, who string) (store.Message, error) {
	card, err := tx.MessageOf(ctx, kind, request, who)
	if errors.Is(err, store.ErrNotFound) {
		return store.Message{}, nil
	}
	stands := card
	if err == nil && card.Inside != "" {
		stands, err = tx.Message(ctx, card.Inside)
	}
	if err != nil || stands.State == store.MessageWaiting {
		return store.Message{}, err
	}
	return card, nil
}
