package bot

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/store"
)

// metaModel is the key under which the store keeps whether a model is there to be switched off.
const metaModel = "model"

// hasModel reports whether Tandem has a model.
func hasModel(ctx context.Context, tx *store.Tx) (bool, error) {
	is, err := tx.Meta(ctx, metaModel)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return is == "on", err
}

// abilities are what Tandem can do at all, which the settings offer or explain.
type abilities struct {
	model           bool // it has a model
	public, private bool // it may read messages in public channels, and in private ones
}

// abilitiesOf is what Tandem can do, as it was started.
func abilitiesOf(ctx context.Context, tx *store.Tx) (has abilities, err error) {
	if has.model, err = hasModel(ctx, tx); err != nil {
		return has, err
	}
	granted, err := engine.Granted(ctx, tx)
	has.public, has.private = granted["channels:history"], granted["groups:history"]
	return has, err
}
