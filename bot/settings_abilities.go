package bot

import (
	"context"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/store"
)

// abilities are what Tandem can do at all, which the settings offer or explain.
type abilities struct {
	model           bool // it has a model
	public, private bool // it may read messages in public channels, and in private ones
}

// abilitiesOf is what Tandem can do, as it was started.
func abilitiesOf(ctx context.Context, tx *store.Tx) (has abilities, err error) {
	if has.model, err = request.HasModel(ctx, tx); err != nil {
		return has, err
	}
	granted, err := engine.Granted(ctx, tx)
	has.public, has.private = granted["channels:history"], granted["groups:history"]
	return has, err
}
