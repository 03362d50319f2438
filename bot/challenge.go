package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Challenge sends back to the product manager what the product owner doubts: does it serve the roadmap at all?

// challengeForm is in old messages: it is never renamed.
const challengeForm = "challenge.form"

func challengeRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{request.Click(request.ChallengeOpen, ritual.ToChallenge, openChallenge)},
		Submits: []engine.Submit{request.Submit(challengeForm, ritual.ToChallenge, submitChallenge)},
		Messages: []engine.MessageKind{
			{Kind: request.ChallengedKind, Class: ritual.ClassCard, Says: backWithYouWords},
			{Kind: request.RealignedKind, Class: ritual.ClassCard, Says: realignedWords, Row: realignedRow},
		},
	}
}

func openChallenge(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	if _, _, err := ritual.Challenge(m.Request, m.Product, "any", in.By, tx.Now); err != nil {
		return engine.Reply{}, err // whatever the reason
	}
	ds, err := tx.Decisions(ctx, m.Request.ID)
	return engine.Open(challengeModal(m, ritual.Exchange(ds))), err
}

// submitChallenge sends the request back to the PM. The PO's card says so and loses its buttons.
func submitChallenge(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	after, d, err := ritual.Challenge(m.Request, m.Product, in.Fields.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, request.Advance(ctx, tx, m, after, d)
}

// doubtOf is the challenge or the question that the PM has not answered yet, or none.
func doubtOf(ctx context.Context, tx *store.Tx, id string) (ritual.Decision, error) {
	ds, err := tx.Decisions(ctx, id)
	return ritual.Doubt(ds), err
}

// doubtAnswered is the doubt that a verdict of the PM answers, or none. It refuses an answer whose form was opened before the
// PO doubted, or doubted once more: the form comes back with the doubt and what was typed, as nobody answers what they have
// not read.
func doubtAnswered(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter, v ritual.Verdict) (ritual.Decision, error) {
	if v == ritual.NeedMore { // the doubt stands
		return ritual.Decision{}, nil
	}
	doubt, err := doubtOf(ctx, tx, m.Request.ID)
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
