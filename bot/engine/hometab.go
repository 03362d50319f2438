package engine

import (
	"context"

	"tandem/store"
)

// JobHome publishes somebody's Home tab; its key is the person. Its ritual runs it. It is kept in the database: never
// renamed.
const JobHome = "home"

// RefreshHome has somebody's Home tab shown anew, if they have ever opened it.
func RefreshHome(ctx context.Context, tx *store.Tx, person string) error {
	has, err := tx.HasHome(ctx, person)
	if err != nil || !has {
		return err
	}
	return tx.Refresh(ctx, JobHome, person, JobHome+":"+person)
}
