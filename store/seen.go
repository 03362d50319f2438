package store

import (
	"context"
	"errors"
	"time"
)

// Seen returns whether a delivery was handled before, and what was answered then.
func (tx *Tx) Seen(ctx context.Context, key string) (reply []byte, seen bool, err error) {
	err = tx.found(tx.row(ctx, `SELECT reply FROM seen WHERE key = $1`, key).Scan(&reply))
	if errors.Is(err, ErrNotFound) {
		return nil, false, nil
	}
	return reply, err == nil, err
}

// MarkSeen remembers that a delivery was handled in this transaction, and what is answered. It is an ErrExists
// when the delivery was seen before.
func (tx *Tx) MarkSeen(ctx context.Context, key string, reply []byte) error {
	_, err := tx.exec(ctx, `INSERT INTO seen (key, reply, seen_at) VALUES ($1, $2, $3)`, key, string(reply), ms(tx.Now))
	return err
}

// ForgetSeen forgets the deliveries that were seen before a time. Slack repeats one for about an hour.
func (tx *Tx) ForgetSeen(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, `DELETE FROM seen WHERE seen_at < $1`, ms(before))
	return err
}
