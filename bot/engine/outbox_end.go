package engine

import (
	"context"
	"errors"
	"time"

	"tandem/store"
)

// Finish ends a job, keeps the message if there is one, and gives the conversation its pause.
func (b *Bot) Finish(ctx context.Context, job store.Job, pause time.Duration, m *store.Message) error {
	ctx, done := keeping(ctx)
	defer done()
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if m != nil {
			if err := b.keepMessage(ctx, tx, *m); err != nil {
				return err
			}
		}
		return tx.Finish(ctx, job, pause)
	})
}

// keepMessage keeps how far a message has come. Where files or anything else belong to it, they follow once it stands in Slack.
func (b *Bot) keepMessage(ctx context.Context, tx *store.Tx, m store.Message) error {
	kind := b.Routes.Messages[m.Kind]
	var was store.MessageState
	if kind.Posted != nil {
		is, err := tx.Message(ctx, m.ID)
		if err != nil {
			return err
		}
		was = is.State
	}
	if err := tx.KeepMessage(ctx, m); err != nil || m.State != store.MessagePosted {
		return err
	}
	if kind.Posted != nil && was != store.MessagePosted {
		if err := kind.Posted(ctx, tx, m); err != nil {
			return err
		}
	}
	if kind.Files == nil {
		return nil
	}
	return tx.Once(ctx, jobFiles, m.ID, jobFiles+":"+m.To, tx.Now)
}

// keep keeps how far a message has come.
func (b *Bot) keep(ctx context.Context, m store.Message) error {
	ctx, done := keeping(ctx)
	defer done()
	return b.DB.Update(ctx, func(tx *store.Tx) error { return tx.KeepMessage(ctx, m) })
}

// again keeps a message and has its job done once more.
func (b *Bot) again(ctx context.Context, job store.Job, m store.Message, wait time.Duration, why string) error {
	ctx, done := keeping(ctx)
	defer done()
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := b.keepMessage(ctx, tx, m); err != nil {
			return err
		}
		return tx.Retry(ctx, job, wait, why)
	})
}

// giveUp ends the job of a message that was not posted, or may not have been, and shows it to those who can mend it.
// The conversation goes on without it.
func (b *Bot) giveUp(ctx context.Context, job store.Job, m store.Message, state store.MessageState, why string) error {
	ctx, done := keeping(ctx)
	defer done()
	m.State, m.Why = state, why
	err := b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.KeepMessage(ctx, m); err != nil {
			return err
		}
		if err := tx.Finish(ctx, job, pace); err != nil {
			return err
		}
		p, err := tx.Product(ctx, m.Product)
		if errors.Is(err, store.ErrNotFound) {
			return nil // it is nobody's but the log's
		}
		if err != nil {
			return err
		}
		return errors.Join(RefreshHome(ctx, tx, p.PM), RefreshHome(ctx, tx, p.PO))
	})
	if err == nil {
		b.Log.Warn("a message was not posted", "kind", m.Kind, "about", m.Subject, "to", m.To, "state", m.State, "why", why)
	}
	return err
}
