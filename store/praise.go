package store

import (
	"context"
	"errors"

	"tandem/bot/ritual"
)

// KeepLink keeps what praise is about, in the place of an earlier link. An empty one removes it.
func (tx *Tx) KeepLink(ctx context.Context, request string, l ritual.Link, by string) error {
	if l == (ritual.Link{}) {
		_, err := tx.exec(ctx, `DELETE FROM praise_links WHERE request = $1`, request)
		return err
	}
	_, err := tx.exec(ctx, `
		INSERT INTO praise_links (request, objective, story, by_whom, at) VALUES ($1, NULLIF($2, ''), NULLIF($3, ''), $4, $5)
		ON CONFLICT (request) DO UPDATE
		SET objective = excluded.objective, story = excluded.story, by_whom = excluded.by_whom, at = excluded.at`,
		request, l.Objective, l.Story, by, ms(tx.Now))
	return err
}

// LinkOf returns what praise is about, the zero Link when nobody said.
func (tx *Tx) LinkOf(ctx context.Context, request string) (ritual.Link, error) {
	read := func(row scanner) (l ritual.Link, err error) {
		err = row.Scan(&l.Objective, &l.Story)
		return l, err
	}
	l, err := one(ctx, tx, read, `
		SELECT COALESCE(objective, ''), COALESCE(story, '') FROM praise_links WHERE request = $1`, request)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return l, err
}

// PraiseOf returns the praise that is linked to a story, oldest first, at most limit, and how much there is in all.
func (tx *Tx) PraiseOf(ctx context.Context, story string, limit int) ([]ritual.Request, int, error) {
	return tx.about(ctx, `praise_links`, `r.status = 'noted'`, story, limit)
}

// Linkable returns the latest stories of a product that praise can be about, at most limit: what was asked for and is neither
// over without being built nor praise itself.
func (tx *Tx) Linkable(ctx context.Context, product string, limit int) ([]ritual.Request, error) {
	var all []ritual.Request
	for _, s := range []ritual.Status{ritual.Shipped, ritual.Accepted, ritual.Done, ritual.InSprint, ritual.Backlog, ritual.AwaitingPriority, ritual.AwaitingAlignment} {
		of, err := many(ctx, tx, readRequest, `
			SELECT `+requestColumns+` FROM requests r
			WHERE r.product = $1 AND r.status = $2 ORDER BY r.since DESC, r.number DESC LIMIT $3`, product, string(s), limit-len(all))
		if err != nil {
			return nil, err
		}
		if all = append(all, of...); len(all) >= limit {
			return all, nil
		}
	}
	return all, nil
}
