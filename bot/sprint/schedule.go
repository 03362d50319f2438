package sprint

import (
	"context"
	"errors"

	"tandem/bot/ritual"
	"tandem/store"
)

// JobDemo does what is due of the demo; its key is the sprint. It is kept in the database: never renamed.
const JobDemo = "demo"

// Scheduled leaves all jobs that hang on the dates of a sprint, as they are now: when it is planned or started, and whenever its
// dates have changed. A job that was left for another instant finds out for itself that it has nothing to do.
func Scheduled(ctx context.Context, tx *store.Tx, s ritual.Sprint) error {
	return errors.Join(nextDay(ctx, tx, s), dueLater(ctx, tx, s), tx.Refresh(ctx, JobDemo, s.ID, JobDemo+":"+s.ID))
}
