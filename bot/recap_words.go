package bot

import (
	"context"

	"tandem/bot/engine"
	"tandem/prompts"
	"tandem/store"
)

// recapWords has the model word the recap of a sprint, as recap.Worder says. Without a model the template does.
func (dr *drafter) recapWords(ctx context.Context, b *engine.Bot, f prompts.RecapFacts) (words prompts.RecapWords, err error) {
	if dr.model == nil {
		return prompts.RecapTemplate(f), nil
	}
	err = dr.worded(ctx, b, "a recap", func(ctx context.Context) (u prompts.Usage, err error) {
		words, u, err = dr.model.Recap(ctx, f)
		return u, err
	})
	return words, err
}

// standupThemes has the model find the themes of a day's standup. Without a model there are none.
func (dr *drafter) standupThemes(ctx context.Context, b *engine.Bot, f prompts.StandupFacts) (themes []prompts.StandupTheme, err error) {
	if dr.model == nil {
		return nil, nil
	}
	err = dr.worded(ctx, b, "a standup", func(ctx context.Context) (u prompts.Usage, err error) {
		themes, u, err = dr.model.Themes(ctx, f)
		return u, err
	})
	return themes, err
}

// worded asks the model for words about something, if there is anything left to spend, and keeps what it cost.
func (dr *drafter) worded(ctx context.Context, b *engine.Bot, about string, call func(context.Context) (prompts.Usage, error)) error {
	var spent int64
	if err := b.DB.View(ctx, func(tx *store.Tx) (err error) { _, spent, err = tx.ModelUsage(ctx, utcDay(tx.Now)); return err }); err != nil {
		return err
	}
	usage, err := dr.gated(ctx, spent, b.DB.Now(), call)
	if err != nil {
		b.Log.Warn("the model found no words", "about", about, "err", err)
	}
	if kept := b.DB.Update(ctx, func(tx *store.Tx) error { return drafted{usage: usage}.keepUsage(ctx, tx) }); kept != nil {
		return kept
	}
	return err
}
