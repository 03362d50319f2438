package bot

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// A product may be set up before Tandem is in its channels. What could not be posted there follows when Tandem is invited.

// jobInvited looks at a channel that Tandem has joined; its key is the channel.
const jobInvited = "invited"

// joinedChannel hears that Tandem was invited to a channel.
func joinedChannel(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	return engine.Reply{}, tx.Refresh(ctx, jobInvited, in.Channel, jobInvited+":"+in.Channel)
}

// runInvited reads the channel anew, announces the product whose home it is, and posts what could not be posted there.
func runInvited(ctx context.Context, b *engine.Bot, job store.Job) error {
	var place ritual.Place
	if err := b.Gate.Through("conversations.info", func() (err error) { place, err = b.ReadPlace(ctx, job.Key); return err }); err != nil {
		return err
	}
	b.Memory.ForgetPlace(place.ID)
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.KeepPlace(ctx, place); err != nil {
			return err
		}
		if err := announceIn(ctx, tx, place); err != nil {
			return err
		}
		if err := postNow(ctx, tx, place.ID, string(ritual.NotJoined), string(ritual.NotKnown), "channel_not_found"); err != nil {
			return err
		}
		return tx.Finish(ctx, job, 0)
	})
}

// announceIn tells a channel of the product that is at home in it, where Tandem may.
func announceIn(ctx context.Context, tx *store.Tx, place ritual.Place) error {
	p, err := tx.ProductIn(ctx, place.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && p.Channel != place.ID {
		return nil
	}
	if err != nil {
		return err
	}
	return announce(ctx, tx, p, place)
}

// announce tells a product's channel that it stands. Where Tandem is not in it yet, the message waits on Home until it
// is; in a channel shared with another organization nothing is posted unless the product allows it.
func announce(ctx context.Context, tx *store.Tx, p ritual.Product, home ritual.Place) error {
	if bar := home.Bar(p.Settings.Shared); bar == ritual.IsShared || bar == ritual.IsArchived {
		return nil
	}
	_, err := engine.Post(ctx, tx, store.Message{Kind: setupAnnounce, Subject: p.ID, Product: p.ID, To: p.Channel})
	return err
}

// postNow posts what failed in a channel for one of these reasons, which do not hold any more.
func postNow(ctx context.Context, tx *store.Tx, channel string, why ...string) error {
	failed, err := tx.UnpostedIn(ctx, channel, why...)
	if err != nil {
		return err
	}
	homes := map[string]bool{}
	for _, m := range failed {
		m.State, m.Why = store.MessageWaiting, ""
		if err := tx.KeepMessage(ctx, m); err != nil {
			return err
		}
		if err := tx.Refresh(ctx, engine.JobMessage, m.ID, m.To); err != nil {
			return err
		}
		homes[m.Product] = true
	}
	for product := range homes {
		if p, err := tx.Product(ctx, product); err == nil {
			err = errors.Join(engine.RefreshHome(ctx, tx, p.PM), engine.RefreshHome(ctx, tx, p.PO))
			if err != nil {
				return err
			}
		}
	}
	return nil
}
