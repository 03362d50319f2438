package bot

import (
	"context"

	"tandem/store"
)

// jobHome publishes somebody's Home tab; its key is the person. Its ritual runs it. It is kept in the database: never
// renamed.
const jobHome = "home"

// refreshHome has somebody's Home tab shown anew, if they have ever opened it.
func refreshHome(ctx context.Context, tx *store.Tx, person string) error {
	has, err := tx.HasHome(ctx, person)
	if err != nil || !has {
		return err
	}
	return tx.Refresh(ctx, jobHome, person, jobHome+":"+person)
}
