package bot

import (
	"context"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Privacy keeps what was said in private with those who were there and those who decide about it. The rule is
// ritual.Request.WholeTo; here is how its facts are learned, and how a title is shared.

// The ids of privacy. Old messages carry them: they are never renamed.
const (
	titleShare = "title.share"
	titleHide  = "title.hide"
)

func privacyRitual() engine.Ritual {
	return engine.Ritual{Actions: []engine.Action{
		request.Click(titleShare, ritual.ToShare, decidePrivacy(ritual.ShareTitle)),
		request.Click(titleHide, ritual.ToShare, hideTitle),
	}}
}

// decidePrivacy shares a private request's title and story with everybody, or makes them private again.
func decidePrivacy(rule func(ritual.Request, string, time.Time) (ritual.Request, ritual.Decision, error)) request.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
		after, d, err := rule(m.Request, in.By, tx.Now)
		if err != nil {
			return engine.Reply{}, err
		}
		return engine.Say(privacyWords(after)), request.Advance(ctx, tx, m, after, d)
	}
}

// hideTitle makes a private request's title and story private again, unless others could not read then what theirs became.
func hideTitle(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	joined, err := tx.Joined(ctx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := ritual.HidesFrom(m.Request, joined); err != nil {
		return engine.Reply{}, err
	}
	return decidePrivacy(ritual.HideTitle)(ctx, tx, in, m)
}
