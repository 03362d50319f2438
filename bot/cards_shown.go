package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Cards are shown anew where something changed that is not the request's: the roadmap, or what their reader may do.

const (
	jobOpenCards = "open_cards" // those that name the roadmap's objectives; its key is the product
	jobOwnCards  = "own_cards"  // those of a reader whose rights changed; its key is the product and the person
)

// runOpenCards shows the cards of all that waits in a product anew.
func runOpenCards(ctx context.Context, b *engine.Bot, job store.Job) error {
	err := eachAsking(ctx, b, job.Key, func(tx *store.Tx, id string) error {
		all, err := tx.MessagesAbout(ctx, id)
		for _, m := range all {
			if slices.Contains(request.CardKinds(), m.Kind) {
				err = errors.Join(err, engine.ShowMessage(ctx, tx, m))
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return b.Finish(ctx, job, 0, nil)
}

// showOwnCards has the decided cards of those shown anew who have another part in a product than before, or act for a head no
// more: what they may bring back has changed.
func showOwnCards(ctx context.Context, tx *store.Tx, before, after ritual.Product) error {
	was, err := deciders(ctx, tx, before)
	if err != nil {
		return err
	}
	are, err := deciders(ctx, tx, after)
	for i, who := range was {
		if err == nil && who != are[i] {
			err = errors.Join(showCardsOf(ctx, tx, before.ID, who), showCardsOf(ctx, tx, before.ID, are[i]))
		}
	}
	return err
}

// deciders are those who decide in a product, part by part, and who acts for the PM and for the PO.
func deciders(ctx context.Context, tx *store.Tx, p ritual.Product) ([]string, error) {
	m := request.Matter{Product: p}
	err := m.Acquaint(ctx, tx)
	all := []string{m.Acting(ritual.RolePM), m.Acting(ritual.RolePO)}
	for _, part := range parts {
		all = append(all, request.HeadOf(p, part.role))
	}
	return all, err
}

// showCardsOf has the decided cards of somebody in a product shown anew.
func showCardsOf(ctx context.Context, tx *store.Tx, product, person string) error {
	if person == "" {
		return nil
	}
	return tx.Refresh(ctx, jobOwnCards, product+"/"+person, jobOwnCards+":"+product)
}

// runOwnCards shows somebody's decided cards anew in their turn, the latest first: what is new must not wait behind them.
func runOwnCards(ctx context.Context, b *engine.Bot, job store.Job) error {
	product, person, _ := strings.Cut(job.Key, "/")
	var all []string
	if err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.Decided(ctx, product, person)
		return err
	}); err != nil {
		return err
	}
	var due time.Time
	for some := range slices.Chunk(all, cardsAtOnce) {
		if err := b.DB.Update(ctx, func(tx *store.Tx) (err error) {
			if due.IsZero() {
				due = tx.Now
			}
			for i, id := range some {
				err = errors.Join(err, tx.RefreshAt(ctx, engine.JobMessage, id, person, due.Add(time.Duration(i)*rewriteEvery)))
			}
			return err
		}); err != nil {
			return err
		}
		due = due.Add(time.Duration(len(some)) * rewriteEvery)
	}
	return b.Finish(ctx, job, 0, nil)
}
