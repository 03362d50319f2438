package store

import (
	"context"
	"errors"
)

// ModelUsage returns how often the model was asked on a day (YYYY-MM-DD), and the tokens that this took.
func (tx *Tx) ModelUsage(ctx context.Context, day string) (calls, tokens int64, err error) {
	err = tx.found(tx.row(ctx, `SELECT calls, tokens FROM model_usage WHERE day = $1`, day).Scan(&calls, &tokens))
	if errors.Is(err, ErrNotFound) {
		return 0, 0, nil
	}
	return calls, tokens, err
}

// AddModelUsage adds calls and tokens to what the model was asked on a day.
func (tx *Tx) AddModelUsage(ctx context.Context, day string, calls, tokens int64) error {
	_, err := tx.exec(ctx, `
		INSERT INTO model_usage (day, calls, tokens) VALUES ($1, $2, $3)
		ON CONFLICT (day) DO UPDATE
		SET calls = model_usage.calls + excluded.calls, tokens = model_usage.tokens + excluded.tokens`, day, calls, tokens)
	return err
}
