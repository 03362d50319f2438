package engine

import (
	"context"
	"slices"

	"tandem/store"
)

// introducedMax is how many people are asked after at once, and introducedMost in all.
const (
	introducedMax  = 5
	introducedMost = 50
)

// Introduce asks Slack who people are of whom too little is known, and keeps it. Of whom it does not tell in time, no more is
// known than before.
func (b *Bot) Introduce(ctx context.Context, ids []string) error {
	found, err := b.recall(ctx, ids, nil)
	if err != nil {
		return err
	}
	old := slices.Compact(slices.Sorted(slices.Values(found.oldPeople(ids, b.DB.Now()))))
	for some := range slices.Chunk(old[:min(len(old), introducedMost)], introducedMax) {
		l := b.ask(ctx, some, nil, nil)
		l.was = found.people
		b.Memory.Forget(l.people)
		if err := b.DB.Update(ctx, func(tx *store.Tx) error { return b.keepLearned(ctx, tx, l) }); err != nil {
			return err
		}
	}
	return nil
}
