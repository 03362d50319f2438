package request

import (
	"context"
	"errors"

	"tandem/store"
)

// MetaModel is the key under which the store keeps whether a model is there to be switched off.
const MetaModel = "model"

// HasModel reports whether Tandem has a model.
func HasModel(ctx context.Context, tx *store.Tx) (bool, error) {
	is, err := tx.Meta(ctx, MetaModel)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return is == "on", err
}
