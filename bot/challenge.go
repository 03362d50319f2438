package bot

import (
	"context"
	"errors"

	"tandem/bot/engine"
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
			{Kind: realignedKind, Class: ritual.ClassCard, Says: realignedWords},
		},
	}
}

func openChallenge(_ context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	if _, _, err := ritual.Challenge(m.r, m.p, "any", in.By, tx.Now); err != nil {
		return engine.Reply{}, err // whatever the reason
	}
	return engine.Open(challengeModal(m)), nil
}

// submitChallenge sends the request back to the PM. The PO's card says so and loses its buttons.
func submitChallenge(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	after, d, err := ritual.Challenge(m.r, m.p, in.Fields.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, advance(ctx, tx, m, after, d)
}

// standing is the challenge that the PM has not answered yet, or none.
func standing(ctx context.Context, tx *store.Tx, request string) (ritual.Decision, error) {
	ds, err := tx.Decisions(ctx, request)
	for _, d := range ds {
		if d.Verdict.SendsBack() && d.SupersededBy == "" {
			return d, err
		}
	}
	return ritual.Decision{}, err
}

// tellOfChallenge tells the PM under their card, which is rewritten, because rewriting tells nobody. Who has no card
// yet gets one, and that tells them.
func tellOfChallenge(ctx context.Context, tx *store.Tx, m matter) error {
	if !m.last.Verdict.SendsBack() {
		return nil
	}
	return under(ctx, tx, m, pmCard, m.owner(), challengedKind, m.last)
}

// tellOfRealigned tells the PO in the same way of what they had challenged and the PM aligned again.
func tellOfRealigned(ctx context.Context, tx *store.Tx, m matter) error {
	if m.last.Verdict != ritual.Aligned || m.p.OneHead() {
		return nil
	}
	c, err := challengeBefore(ctx, tx, m.last)
	if err != nil || c.ID == "" {
		return err
	}
	return under(ctx, tx, m, poCard, m.owner(), realignedKind, m.last)
}

// challengeBefore is the challenge that a decision answers, or none.
func challengeBefore(ctx context.Context, tx *store.Tx, answer ritual.Decision) (ritual.Decision, error) {
	ds, err := tx.Decisions(ctx, answer.Request)
	for _, d := range ds {
		if d.Verdict.SendsBack() && d.SupersededBy == answer.ID {
			return d, err
		}
	}
	return ritual.Decision{}, err
}

// under posts a message about a decision under the card that somebody has about the same request, if they have one.
func under(ctx context.Context, tx *store.Tx, m matter, card, who, kind string, d ritual.Decision) error {
	first, err := tx.MessageOf(ctx, card, m.r.ID, who)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: kind, Subject: d.ID, Product: m.p.ID, To: first.To, Under: first.ID})
	return err
}
