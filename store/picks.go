package store

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tandem/bot/ritual"
)

const pickColumns = `channel, ts, person, way, product, title, thread, put_ts, away_ts, effect, request`

func readPick(row scanner) (p ritual.Pick, err error) {
	err = row.Scan(&p.Channel, &p.TS, &p.By, &p.Way, &p.Product, &p.Title, &p.Thread, &p.At, &p.Away, &p.Effect, &p.Request)
	return p, err
}

// KeepPick keeps what somebody asked about a message, in the place of what they asked of it before in the same way.
func (tx *Tx) KeepPick(ctx context.Context, p ritual.Pick) error {
	_, err := tx.exec(ctx, `
		INSERT INTO picks (`+pickColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (channel, ts, person, way) DO UPDATE SET product = excluded.product, title = excluded.title,
			thread = excluded.thread, put_ts = excluded.put_ts, away_ts = excluded.away_ts, effect = excluded.effect,
			request = excluded.request`,
		p.Channel, p.TS, p.By, string(p.Way), p.Product, p.Title, p.Thread, p.At, p.Away, string(p.Effect), p.Request)
	return err
}

// Pick returns what somebody asked about a message in one way, or ErrNotFound.
func (tx *Tx) Pick(ctx context.Context, channel, ts, person string, way ritual.Way) (ritual.Pick, error) {
	return one(ctx, tx, readPick, `
		SELECT `+pickColumns+` FROM picks WHERE channel = $1 AND ts = $2 AND person = $3 AND way = $4`,
		channel, ts, person, string(way))
}

// Picks returns what was asked about a message, the first one first.
func (tx *Tx) Picks(ctx context.Context, channel, ts string) ([]ritual.Pick, error) {
	all, err := many(ctx, tx, readPick, `SELECT `+pickColumns+` FROM picks WHERE channel = $1 AND ts = $2`, channel, ts)
	slices.SortFunc(all, func(a, b ritual.Pick) int {
		return strings.Compare(a.At+a.By+string(a.Way), b.At+b.By+string(b.Way))
	})
	return all, err
}

// RefusedBefore reports whether somebody was refused something that they asked about a message of a channel.
func (tx *Tx) RefusedBefore(ctx context.Context, channel, person string) (is bool, err error) {
	err = tx.row(ctx, `
		SELECT EXISTS (SELECT 1 FROM picks WHERE channel = $1 AND person = $2 AND effect = 'refused')`, channel, person).Scan(&is)
	return is, tx.failed(err)
}

// PickMark returns the emoji that Tandem has put under a message to say how far it is; empty where there is none.
func (tx *Tx) PickMark(ctx context.Context, channel, ts string) (emoji string, err error) {
	err = tx.found(tx.row(ctx, `SELECT emoji FROM pick_marks WHERE channel = $1 AND ts = $2`, channel, ts).Scan(&emoji))
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return emoji, err
}

// KeepPickMark keeps which emoji Tandem has put under a message; an empty one: none any more.
func (tx *Tx) KeepPickMark(ctx context.Context, channel, ts, emoji string) error {
	if emoji == "" {
		_, err := tx.exec(ctx, `DELETE FROM pick_marks WHERE channel = $1 AND ts = $2`, channel, ts)
		return err
	}
	_, err := tx.exec(ctx, `
		INSERT INTO pick_marks (channel, ts, emoji) VALUES ($1, $2, $3)
		ON CONFLICT (channel, ts) DO UPDATE SET emoji = excluded.emoji`, channel, ts, emoji)
	return err
}
