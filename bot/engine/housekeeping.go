package engine

import (
	"context"
	"time"

	"tandem/store"
)

// Housekeeping forgets, once a day, what only served to do nothing twice.

// jobHousekeeping is the job; its key is the UTC day, so that all replicas and restarts mean the same run.
const jobHousekeeping = "housekeeping"

const (
	// keepSeen is how long deliveries are remembered. Slack repeats an event for an hour, or for a day where the app
	// has Delayed Events, and nothing else at all.
	keepSeen = 48 * time.Hour
	// keepDone is how long the names of finished once-jobs stay taken. A name is left again only by whatever left it
	// first: by a delivery that comes twice (keepSeen), or by a run of a calendar, whose date is part of the name. Both
	// are over long before; what must stay true for longer (one receipt a request, one prompt a standup) is kept by the
	// uniqueness of its message or record, not by its job.
	keepDone = 400 * 24 * time.Hour
	// keepUnsent is how long what was typed into a form is kept that asked back and was not answered.
	keepUnsent = 24 * time.Hour
)

// keepHouse leaves the next housekeeping. It is due at 03:00 UTC; a missed one runs when Tandem is back.
func keepHouse(ctx context.Context, tx *store.Tx) error {
	day := tx.Now.UTC().Truncate(24 * time.Hour)
	due := day.Add(3 * time.Hour)
	if !due.After(tx.Now) {
		due = due.Add(24 * time.Hour)
	}
	return tx.Once(ctx, jobHousekeeping, due.Format(time.DateOnly), jobHousekeeping, due)
}

// runHousekeeping forgets, and leaves its successor in the same transaction.
func runHousekeeping(ctx context.Context, b *Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.ForgetSeen(ctx, tx.Now.Add(-keepSeen)); err != nil {
			return err
		}
		if err := tx.ForgetDone(ctx, tx.Now.Add(-keepDone)); err != nil {
			return err
		}
		if err := tx.ForgetUnsent(ctx, tx.Now.Add(-keepUnsent)); err != nil {
			return err
		}
		if err := tx.ForgetPictures(ctx, tx.Now.Add(-keepPictures)); err != nil {
			return err
		}
		if err := keepHouse(ctx, tx); err != nil {
			return err
		}
		return tx.Finish(ctx, job, 0)
	})
}
