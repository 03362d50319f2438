// Package shown has what somebody saw privately shown to others: to their channel by the button Show to channel, or to
// themselves as a picture. The message that it becomes is of a kind of the ritual's, and is made anew for whoever reads it there.
package shown

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// What somebody saw privately, shown to a channel: the button Show to channel and the message that it posts.

// InChannel posts to everybody what somebody saw privately. kind is the message that it becomes; the button's value
// is the product and a nonce, so that one answer is shown once.
func InChannel(kind string) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		p, err := productOf(ctx, tx, in)
		if err != nil {
			return engine.Reply{}, err
		}
		if in.Place.Direct {
			return engine.Reply{}, ritual.Refuse("This is a direct message. Use the command in a channel to show it there.")
		}
		if bar := in.Place.Bar(p.Settings.Shared); bar != "" {
			return engine.Reply{}, ritual.Refuse("%s", barredHere[bar])
		}
		_, err = engine.Post(ctx, tx, store.Message{Kind: kind, Subject: in.Subject + "/" + in.By, Product: p.ID, To: in.Channel})
		return engine.Reply{}, err
	}
}

// productOf is the product whose button somebody presses, if they may read of it where they are.
func productOf(ctx context.Context, tx *store.Tx, in engine.Input) (ritual.Product, error) {
	in.Subject, _, _ = strings.Cut(in.Subject, "/")
	return request.ProductRead(ctx, tx, in)
}

// barredHere is what somebody reads who wants something shown where I may not post.
var barredHere = map[ritual.Bar]string{
	ritual.NotKnown:   "Slack did not say just now what channel this is. Please press the button again in a moment.",
	ritual.NotJoined:  "I am not in this channel. Type `/invite @Tandem` here, then press the button again.",
	ritual.IsArchived: "This channel is archived, so I cannot post here.",
	ritual.IsShared:   "This channel is shared with another organization, so I post nothing here.",
}

// A productView is something of a product's for a reader; for nobody in particular where it names a place only.
type productView func(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader) (kit.Message, error)

// View is what somebody showed to a channel, with who did.
func View(ctx context.Context, tx *store.Tx, m store.Message, of productView) (kit.Message, error) {
	v, err := Sent(ctx, tx, m, of)
	if err != nil {
		return v, err
	}
	_, by, _ := strings.Cut(m.Subject, "/")
	_, by, _ = strings.Cut(by, "/")
	return v.Signed(kit.F("shown by %s", kit.User(by))), nil
}

// Sent is what somebody had shown or sent somewhere, for all who read it there.
func Sent(ctx context.Context, tx *store.Tx, m store.Message, of productView) (kit.Message, error) {
	product, _, _ := strings.Cut(m.Subject, "/")
	p, err := tx.Product(ctx, product)
	if err != nil {
		return kit.Message{}, err
	}
	return of(ctx, tx, p, ritual.Reader{Place: m.To})
}

// Button is the button by which what a person sees is shown to their channel.
func Button(action string, p ritual.Product) slack.BlockElement {
	return kit.Button(action, "Show to channel", p.ID+"/"+store.NewID())
}
