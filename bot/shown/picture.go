package shown

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// What somebody saw privately, as a picture: the button As a picture, and the message that it sends. A private answer shows
// no picture for certain, so the picture comes in the person's direct messages with Tandem.

// SendPicture sends somebody what they saw privately as a picture. kind is the message that it becomes; the button's value is
// the product and a nonce, so that one answer is sent once.
func SendPicture(kind string) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		p, err := productOf(ctx, tx, in)
		if err != nil {
			return engine.Reply{}, err
		}
		may, err := engine.MayUpload(ctx, tx)
		if err != nil {
			return engine.Reply{}, err
		}
		if !may {
			return engine.Reply{}, ritual.Refuse("I may not send pictures here yet. Whoever runs Tandem can change that: update the app from `manifest.yml` in its settings, and install it again.")
		}
		if _, err := engine.Post(ctx, tx, store.Message{Kind: kind, Subject: in.Subject + "/" + in.By, Product: p.ID, To: in.By}); err != nil {
			return engine.Reply{}, err
		}
		if strings.HasPrefix(in.Channel, "D") {
			return engine.Reply{}, nil // it comes right below
		}
		return engine.Say(kit.Raw("The picture is on its way: you find it in your direct messages with me.")), nil
	}
}

// PictureButtons are the button by which what a person sees is sent to them as a picture; none where that cannot be.
func PictureButtons(ctx context.Context, tx *store.Tx, action string, p ritual.Product) ([]slack.BlockElement, error) {
	may, err := engine.MayUpload(ctx, tx)
	if err != nil || !may {
		return nil, err
	}
	return []slack.BlockElement{kit.Button(action, "As a picture", p.ID+"/"+store.NewID())}, nil
}
