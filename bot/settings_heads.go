package bot

import (
	"context"
	"errors"
	"slices"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/standup"
	"tandem/store"
)

// What follows when a product's people change, or when one of them comes or goes: who is asked changes with them.

// jobCards has whoever is to decide now be asked, about all that waits in a product; its key is the product's id.
const jobCards = "cards"

// keepChanged keeps a product that was changed, and has all that shows it shown anew.
func keepChanged(ctx context.Context, tx *store.Tx, before, after ritual.Product) error {
	if err := tx.KeepProduct(ctx, after); err != nil {
		return err
	}
	if err := engine.Refresh(ctx, tx, after.ID); err != nil {
		return err
	}
	if err := errors.Join(showLeft(ctx, tx, before), showOwnCards(ctx, tx, before, after)); err != nil {
		return err
	}
	everybody := append(before.People(), after.People()...)
	slices.Sort(everybody)
	for _, who := range slices.Compact(everybody) {
		if err := engine.RefreshHome(ctx, tx, who); err != nil {
			return err
		}
	}
	return errors.Join(lookBack(ctx, tx, before, after), askAnew(ctx, tx, after.ID), standup.ProductChanged(ctx, tx, after.ID))
}

// lookBack has it found out how long those who steer a product are away where that has changed: by who they are, or by the statuses
// that count.
func lookBack(ctx context.Context, tx *store.Tx, before, after ritual.Product) (err error) {
	counts := !slices.Equal(before.Settings.AwayEmoji, after.Settings.AwayEmoji)
	for _, part := range parts {
		if who := request.HeadOf(after, part.role); who != "" && (counts || who != request.HeadOf(before, part.role)) {
			err = errors.Join(err, tx.Refresh(ctx, jobBack, who, jobBack+":"+who))
		}
	}
	return err
}

// askAnew leaves it to be asked whoever is to decide now.
func askAnew(ctx context.Context, tx *store.Tx, product string) error {
	return tx.Refresh(ctx, jobCards, product, jobCards+":"+product)
}

// cardsAtOnce is how many requests' cards are moved in one transaction.
const cardsAtOnce = 20

// eachAsking does something about each request of a product that waits for an answer, some in each transaction.
func eachAsking(ctx context.Context, b *engine.Bot, product string, do func(tx *store.Tx, id string) error) error {
	var waiting []string
	if err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		waiting, err = tx.Asking(ctx, product)
		return err
	}); err != nil {
		return err
	}
	for some := range slices.Chunk(waiting, cardsAtOnce) {
		if err := b.DB.Update(ctx, func(tx *store.Tx) error {
			for _, id := range some {
				if err := do(tx, id); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// runCards asks whoever is to decide now about all that waits, and shows the other messages about it anew: who is asked no
// more reads who is. Doing it again changes nothing.
func runCards(ctx context.Context, b *engine.Bot, job store.Job) error {
	err := eachAsking(ctx, b, job.Key, func(tx *store.Tx, id string) error { return askAgain(ctx, tx, id) })
	if err != nil {
		return err
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		p, err := tx.Product(ctx, job.Key)
		if err != nil {
			return err
		}
		err = errors.Join(showCardsOf(ctx, tx, p.ID, p.Settings.PMStandIn), showCardsOf(ctx, tx, p.ID, p.Settings.POStandIn)) // whose turn it may be
		return errors.Join(err, refreshHeads(ctx, tx, p.ID), tx.Finish(ctx, job, 0))
	})
}

// askAgain asks whoever is to take a request's next step now.
func askAgain(ctx context.Context, tx *store.Tx, id string) error {
	m, err := request.Of(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := request.NoteOver(ctx, tx, m); err != nil {
		return err
	}
	if s, ok := request.StepOf(m.Request.Status); ok && s.Card != "" {
		err = request.Ask(ctx, tx, s, m)
	}
	if m.Request.Status == ritual.NeedsInfo {
		err = request.WaitForAnswer(ctx, tx, m) // others may be asked now, or work at other times
	}
	if m.Request.Status == ritual.NeedsInfo && m.Asked() != m.Request.Asked() {
		err = errors.Join(err, putAgain(ctx, tx, m))
	}
	return errors.Join(err, request.ShowAnew(ctx, tx, m.Product, m.Request), engine.RefreshHome(ctx, tx, m.Owner()))
}

// refreshHeads has the Home tabs shown anew of all who may be asked in a product: one may be asked now, another no more.
func refreshHeads(ctx context.Context, tx *store.Tx, product string) error {
	p, err := tx.Product(ctx, product)
	for _, part := range parts {
		err = errors.Join(err, engine.RefreshHome(ctx, tx, request.HeadOf(p, part.role)))
	}
	return errors.Join(err, engine.RefreshHome(ctx, tx, p.SetUpBy))
}

// putAgain puts the PM's question to who is asked in the place of somebody who has left.
func putAgain(ctx context.Context, tx *store.Tx, m request.Matter) error {
	d, err := request.AskedLast(ctx, tx, m.Request)
	if err != nil || d.ID == "" {
		return err
	}
	if err := engine.Refresh(ctx, tx, d.ID); err != nil {
		return err
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: request.QuestionKind, Subject: d.ID, Product: m.Product.ID, To: m.Asked()})
	return err
}
