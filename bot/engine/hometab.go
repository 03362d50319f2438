package engine

import (
	"context"
	"time"

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

// ShowHomeAt has somebody's Home tab, which they have opened before, shown anew at a time: nobody waits for it.
func ShowHomeAt(ctx context.Context, tx *store.Tx, person string, due time.Time) error {
	return tx.RefreshAt(ctx, JobHome, person, JobHome+":"+person, due)
}

// RefreshHomes has the Home tabs of some people shown anew, of those who have ever opened theirs.
func RefreshHomes(ctx context.Context, tx *store.Tx, people ...string) error {
	opened, err := tx.Homes(ctx, people...)
	for _, person := range opened {
		if err == nil {
			err = tx.Refresh(ctx, JobHome, person, JobHome+":"+person)
		}
	}
	return err
}
