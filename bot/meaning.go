package bot

import (
	"context"
	"errors"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// Meaning puts what is similar to a request in the order of what a model makes of it, where there is one that does. It finds
// nothing: the words do. Without it, or where it fails, the order is that of the words.

const jobMeaning = "meaning"

// How often a model that is busy with drafts is asked again for a meaning, and when.
const (
	meaningTries = 5
	meaningWait  = 10 * time.Second
)

func meaningRitual(dr *drafter) engine.Ritual {
	return engine.Ritual{Jobs: []engine.JobKind{{Kind: jobMeaning, Run: dr.runMeaning}}}
}

// A meant is a request with what a model makes of it; nothing yet where it is still to be asked.
type meant struct {
	id, words string
	is        prompts.Meaning
}

// runMeaning has a model say what it makes of a new request and of what is similar, and puts these in order.
func (dr *drafter) runMeaning(ctx context.Context, b *engine.Bot, job store.Job) error {
	var all []meant
	var spent int64
	err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		if all, err = dr.toMean(ctx, tx, job.Key); err != nil {
			return err
		}
		_, spent, err = tx.ModelUsage(ctx, utcDay(tx.Now))
		return err
	})
	if err != nil {
		return err
	}
	var usage prompts.Usage
	if len(all) > 0 {
		usage, err = dr.askMeanings(ctx, b, all, spent)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, errBusy) && job.Attempts < meaningTries:
			return b.DB.Update(ctx, func(tx *store.Tx) error { return tx.Retry(ctx, job, meaningWait, err.Error()) })
		case err != nil:
			b.Log.Warn("the model put nothing in order", "request", job.Key, "err", err)
			all = nil
		}
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		return errors.Join(drafted{usage: usage}.keepUsage(ctx, tx), dr.keepMeanings(ctx, tx, all), tx.Finish(ctx, job, 0))
	})
}

// toMean are a request and what is similar to it, the request first; none where there is nothing to put in order, or the
// product has no model.
func (dr *drafter) toMean(ctx context.Context, tx *store.Tx, id string) ([]meant, error) {
	if dr.model == nil || dr.model.MeaningModel() == "" {
		return nil, nil
	}
	m, err := request.Of(ctx, tx, id)
	if err != nil || m.Product.Settings.NoModel {
		return nil, err
	}
	found, err := tx.Alikes(ctx, m.Request.ID, false)
	if err != nil || len(found) < 2 {
		return nil, err
	}
	rs := []ritual.Request{m.Request}
	for _, a := range found {
		rs = append(rs, a.Request)
	}
	all := make([]meant, 0, len(rs))
	for _, r := range rs {
		one := meant{id: r.ID, words: prompts.MeaningOf(r)}
		kept, err := tx.Meaning(ctx, r.ID, dr.model.MeaningModel())
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if err == nil && kept.Digest == wordsDigest(one.words) {
			one.is = prompts.MeaningFrom(kept.Vector)
		}
		all = append(all, one)
	}
	return all, nil
}

// askMeanings asks for the meanings that are missing.
func (dr *drafter) askMeanings(ctx context.Context, b *engine.Bot, all []meant, spent int64) (prompts.Usage, error) {
	var texts []string
	var at []int
	for i, one := range all {
		if one.is == nil {
			texts, at = append(texts, one.words), append(at, i)
		}
	}
	switch {
	case len(texts) == 0:
		return prompts.Usage{}, nil
	case spent >= dr.tokens:
		return prompts.Usage{}, errSpent
	case b.DB.Now().UnixMilli() < dr.closed.Load():
		return prompts.Usage{}, prompts.ErrRejected
	}
	done, ok := dr.slots.Try()
	if !ok {
		return prompts.Usage{}, errBusy
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, dr.within)
	defer cancel()
	meanings, usage, err := dr.model.Meanings(ctx, texts)
	for i, meaning := range meanings {
		all[at[i]].is = meaning
	}
	dr.tokensUsed.Add(float64(usage.Tokens))
	return usage, err
}

// keepMeanings keeps what the model said, and has shown anew what it puts in another order.
func (dr *drafter) keepMeanings(ctx context.Context, tx *store.Tx, all []meant) error {
	for i, one := range all {
		err := tx.KeepMeaning(ctx, one.id, dr.model.MeaningModel(), store.Meaning{Digest: wordsDigest(one.words), Vector: one.is.Bytes()})
		if i > 0 {
			err = errors.Join(err, tx.KeepAlikeMeaning(ctx, all[0].id, one.id, all[0].is.Like(one.is)))
		}
		if err != nil {
			return err
		}
	}
	if len(all) == 0 {
		return nil
	}
	r, err := tx.Request(ctx, all[0].id)
	if err != nil {
		return err
	}
	return errors.Join(engine.Refresh(ctx, tx, r.ID), request.ShowSimilar(ctx, tx, r))
}
