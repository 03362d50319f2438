package bot

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
func (b *Engine) postWhereAllowed(ctx context.Context, job store.Job, m store.Message, view kit.Message) error {
	switch left, err := b.hasLeft(ctx, m.To); {
	case err != nil:
		return err
	case left && b.routes.messages[m.Kind].class == ritual.ClassCard:
		return b.finish(ctx, job, 0, nil) // whoever acts in their place is asked
	case left:
		return b.giveUp(ctx, job, m, store.MessageFailed, goneAway)
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

// goneAway is why a message to somebody who has left is not posted. It is kept in the database: never renamed.
const goneAway = "left"

// hasLeft reports whether an address is that of somebody who has left the workspace.
func (b *Engine) hasLeft(ctx context.Context, to string) (bool, error) {
	if !isPerson(to) {
		return false, nil
	}
	found, err := b.recall(ctx, []string{to}, nil)
	return found.people[to].Kind == ritual.Gone, err
}

// barred is why a message may not be posted where it is to go. A channel that was described too long ago is looked at
// again first.
func (b *Engine) barred(ctx context.Context, m store.Message) (ritual.Bar, error) {
	if isPerson(m.To) {
		return "", nil
	}
	var place ritual.Place
	var p ritual.Product
	err := b.db.View(ctx, func(tx *store.Tx) (err error) {
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
	if b.db.Now().Sub(place.Read) > placeAge {
		if err := b.gate.through("conversations.info", func() (err error) { place, err = b.readPlace(ctx, m.To); return err }); err != nil {
			return "", err
		}
		if err := b.db.Update(ctx, func(tx *store.Tx) error { return tx.KeepPlace(ctx, place) }); err != nil {
			return "", err
		}
	}
	if place.Direct {
		return "", nil
	}
	return place.Bar(p.Settings.Shared), nil
}

// isPerson reports whether an address is a person's, for direct messages with them, or such a conversation itself.
func isPerson(to string) bool {
	return to != "" && (to[0] == 'U' || to[0] == 'W' || to[0] == 'D')
}
