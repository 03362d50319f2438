package standup

import (
	"context"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

func blockerRoutes() engine.Ritual { return engine.Ritual{} }

// keepSaid has what somebody says is in their way kept as an item: a new one, or the one that their earlier answer of the day, was, had
// become, reworded. resolved are the ids of those that they ticked as resolved. It returns the answer with the item's id in it.
func keepSaid(ctx context.Context, tx *store.Tx, s ritual.Standup, was, a ritual.StandupAnswer, resolved []string) (ritual.StandupAnswer, error) {
	return a, nil
}
