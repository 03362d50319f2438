package sprint

import (
	"context"
	"slices"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// Daily snapshots: how a sprint stood at the end of each of its days. Each follows from the ledger alone, so a day that was missed
// is as exact as one that was kept in its night. The days go on for as long as the sprint is active, past its last day too; its
// close keeps the last one.

// jobDay keeps the days of a sprint that have ended; its key is the sprint. It never calls Slack, and leaves its successor.
const jobDay = "sprint_day"

func dayRoutes() engine.Ritual {
	return engine.Ritual{Jobs: []engine.JobKind{{Kind: jobDay, Run: runDay}}}
}

// afterMidnight is how long after a day its snapshot is made: what began in its last moment is kept by then.
const afterMidnight = time.Minute

// nextDay leaves the next snapshot of an active sprint, due once its day has ended.
func nextDay(ctx context.Context, tx *store.Tx, s ritual.Sprint) error {
	if s.State != ritual.SprintActive {
		return nil
	}
	return tx.RefreshAt(ctx, jobDay, s.ID, jobDay+":"+s.ID, ritual.NextDayEnd(s, tx.Now).Add(afterMidnight))
}

// runDay keeps every day that has ended and is not kept yet, and leaves the next run while the sprint is active.
func runDay(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		s, err := tx.Sprint(ctx, job.Key)
		if err != nil || s.State != ritual.SprintActive { // its close kept the rest
			return err
		}
		if err := keepDays(ctx, tx, s); err != nil {
			return err
		}
		return nextDay(ctx, tx, s)
	})
}

// keepDays keeps the days of a sprint that have ended, or that its close ended, and are not kept yet.
func keepDays(ctx context.Context, tx *store.Tx, s ritual.Sprint) error {
	events, err := tx.SprintEvents(ctx, s.ID)
	if err != nil {
		return err
	}
	kept, err := tx.SprintDays(ctx, s.ID)
	if err != nil {
		return err
	}
	for _, d := range ritual.SprintDays(s, events, tx.Now) {
		if slices.ContainsFunc(kept, func(k ritual.SprintDay) bool { return k.Day == d.Day }) {
			continue
		}
		if err := tx.KeepSprintDay(ctx, s.ID, d); err != nil {
			return err
		}
	}
	return nil
}
