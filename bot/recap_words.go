package bot

import (
	"context"

	"tandem/bot/engine"
	"tandem/prompts"
	"tandem/store"
)

// recapWords has the model word the recap of a sprint, as recap.Worder says. Without a model the template does.
func (dr *drafter) recapWords(ctx context.Context, b *engine.Bot, f prompts.RecapFacts) (prompts.RecapWords, error) {
	if dr.model == nil {
		return prompts.RecapTemplate(f), nil
	}
	var spent int64
	if err := b.DB.View(ctx, func(tx *store.Tx) (err error) { _, spent, err = tx.ModelUsage(ctx, utcDay(tx.Now)); return err }); err != nil {
		return prompts.RecapWords{}, err
	}
	var words prompts.RecapWords
	usage, err := dr.gated(ctx, spent, b.DB.Now(), func(ctx context.Context) (u prompts.Usage, err error) {
		words, u, err = dr.model.Recap(ctx, f)
		return u, err
	})
	if err != nil {
		b.Log.Warn("the model did not word a recap", "err", err)
	}
	if kept := b.DB.Update(ctx, func(tx *store.Tx) error { return drafted{usage: usage}.keepUsage(ctx, tx) }); kept != nil {
		return words, kept
	}
	return words, err
}
