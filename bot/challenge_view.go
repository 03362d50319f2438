package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// challengeModal asks the PO for the reason.
func challengeModal(m matter) kit.Modal {
	decides := kit.User(m.acting(ritual.RolePM))
	goes := kit.F("It goes back to %s, who decides again whether it serves the roadmap.", decides)
	if m.r.Objective == "" {
		goes = kit.F("It goes to %s, who decides whether it serves the roadmap.", decides)
	}
	return formAbout(m.r, challengeForm, "Challenge", "Send back", kit.Context(goes),
		kit.Input("reason", "Reason", kit.Area("reason", "", "Why do you doubt it? The product manager will read it.", 600)))
}

// challengeBlocks show the PM why the PO sent it back.
func challengeBlocks(ctx context.Context, tx *store.Tx, at matter) ([]slack.Block, error) {
	d, err := standing(ctx, tx, at.r.ID)
	if err != nil || d.ID == "" {
		return nil, err
	}
	return []slack.Block{kit.Section(challengeWords(d))}, nil
}

// challengeWords are who challenges, and why.
func challengeWords(d ritual.Decision) kit.Text {
	if d.Verdict == ritual.AskedAlignment {
		return kit.F("%s asks whether it serves the roadmap:\n%s", kit.User(d.By), kit.Quote(d.Reason, 2500))
	}
	return kit.F("%s challenges:\n%s", kit.User(d.By), kit.Quote(d.Reason, 2500))
}

// backWithYouWords tell the PM that the PO sent something back.
func backWithYouWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	d, _, instead, err := readable(ctx, tx, m)
	if err != nil || instead != "" {
		return instead, err
	}
	return kit.F("*%s* is back with you. %s", d.Request, challengeWords(d)), nil
}

// realignedWords tell the PO that what they challenged, or whoever acted in their place, is aligned all the same.
func realignedWords(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	d, _, instead, err := readable(ctx, tx, m)
	if err != nil || instead != "" {
		return instead, err
	}
	c, err := challengeBefore(ctx, tx, d)
	what := "challenge"
	if c.Verdict == ritual.AskedAlignment {
		what = "question"
	}
	whose := kit.F("your %s", what)
	if c.By != m.To {
		whose = kit.F("the %s by %s", what, kit.User(c.By))
	}
	return kit.F("%s after %s. Its card asks you for its priority again.", kit.Sentence(d.Sentence()), whose), err
}
