package engine

import (
	"context"
	"errors"

	"tandem/bot/ritual"
	"tandem/store"

	"tandem/bot/kit"
)

// The last look before a message leaves: whatever ritual left it, nothing is posted where another organization reads,
// unless the product allows it.

// postWhereAllowed posts a message, or shows on Home why it may not be posted.
func (b *Bot) postWhereAllowed(ctx context.Context, job store.Job, m store.Message, view kit.Message) error {
	switch left, err := b.HasLeft(ctx, m.To); {
	case err != nil:
		return err
	case left && b.Routes.Messages[m.Kind].Class == ritual.ClassCard:
		return b.Finish(ctx, job, 0, nil) // whoever acts in their place is asked
	case left:
		return b.giveUp(ctx, job, m, store.MessageFailed, GoneAway)
	}
	bar, err := b.barred(ctx, m)
	switch {
	case err != nil:
		return err
	case bar != "":
		return b.giveUp(ctx, job, m, store.MessageFailed, string(bar))
	}
	return b.postOnce(ctx, job, m, view)
}

// GoneAway is why a message to somebody who has left is not posted. It is kept in the database: never renamed.
const GoneAway = "left"

// HasLeft reports whether an address is that of somebody who has left the workspace.
func (b *Bot) HasLeft(ctx context.Context, to string) (bool, error) {
	if !IsPerson(to) {
		return false, nil
	}
	found, err := b.recall(ctx, []string{to}, nil)
	return found.people[to].Kind == ritual.Gone, err
}

// barred is why a message may not be posted where it is to go. A channel that was described too long ago is looked at
// again first.
func (b *Bot) barred(ctx context.Context, m store.Message) (ritual.Bar, error) {
	if IsPerson(m.To) {
		return "", nil
	}
	var place ritual.Place
	var p ritual.Product
	err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		if place, err = tx.Place(ctx, m.To); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if p, err = tx.Product(ctx, m.Product); errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return err
	})
	if err != nil {
		return "", err
	}
	if b.DB.Now().Sub(place.Read) > PlaceAge {
		if err := b.Gate.Through("conversations.info", func() (err error) { place, err = b.ReadPlace(ctx, m.To); return err }); err != nil {
			return "", err
		}
		if err := b.DB.Update(ctx, func(tx *store.Tx) error { return tx.KeepPlace(ctx, place) }); err != nil {
			return "", err
		}
	}
	if place.Direct {
		return "", nil
	}
	return place.Bar(p.Settings.Shared), nil
}

// IsPerson reports whether an address is a person's, for direct messages with them, or such a conversation itself.
func IsPerson(to string) bool {
	return to != "" && (to[0] == 'U' || to[0] == 'W' || to[0] == 'D')
}
