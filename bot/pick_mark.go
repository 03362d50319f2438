package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
)

// The marks that Tandem puts under a message.
const (
	markReading = "eyes"
	markKept    = "white_check_mark"
)

// show puts the right mark under the message. The new one comes before the old one goes.
func (at *picked) show(ctx context.Context, b *engine.Bot, looking bool) error {
	wants := at.wants()
	if wants != "" && at.mark != wants {
		if err := mark(ctx, b, at, wants); err != nil {
			return err
		}
	}
	if looking {
		if err := unmark(ctx, b, at, markReading); err != nil {
			return err
		}
	}
	if at.mark != "" && at.mark != wants {
		return unmark(ctx, b, at, at.mark)
	}
	return nil
}

// mark puts an emoji under a message. Where Slack does not let it, there is none.
func mark(ctx context.Context, b *engine.Bot, at *picked, emoji string) error {
	err := b.Gate.Through("reactions.add", func() error {
		return b.API.AddReactionContext(ctx, emoji, slack.NewRefToMessage(at.channel, at.ts))
	})
	return unlessRefused(b, err, "already_reacted")
}

// unmark takes an emoji away.
func unmark(ctx context.Context, b *engine.Bot, at *picked, emoji string) error {
	err := b.Gate.Through("reactions.remove", func() error {
		return b.API.RemoveReactionContext(ctx, emoji, slack.NewRefToMessage(at.channel, at.ts))
	})
	return unlessRefused(b, err, "no_reaction")
}

// unlessRefused is err, unless Slack refused what trying again will not mend: the request stands without its mark.
func unlessRefused(b *engine.Bot, err error, fine string) error {
	if !engine.IsPermanent(err) {
		return err
	}
	if !engine.SlackSays(err, fine) {
		b.Log.Warn("a message was not marked", "err", err)
	}
	return nil
}
