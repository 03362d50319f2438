package standup

import (
	"context"

	"tandem/bot/engine"
	"tandem/store"
)

func dayRoutes() engine.Ritual { return engine.Ritual{} }

// postDay leaves the message of a run's day with the answers in its thread, and the digest of the week where it is its last.
func postDay(ctx context.Context, tx *store.Tx, x sight, lastOfWeek bool) error { return nil }

// showDay has what a run's message says shown anew, and leaves the answers that came since in its thread. Before it is posted there is nothing to show.
func showDay(ctx context.Context, tx *store.Tx, standup, day string) error { return nil }
