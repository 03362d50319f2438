package recap

import (
	"context"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// jobWords asks a model to word a draft; its key is the sprint's id.
const jobWords = "recap_words"

// wordsTries is how often a model is asked for the words of one draft; what failed is tried again after wordsWait.
const (
	wordsTries = 5
	wordsWait  = time.Minute
)

// A Worder asks a model for the words of a recap, outside of any transaction, and keeps what that has cost. Without a model it
// words them by template.
type Worder func(ctx context.Context, b *engine.Bot, f prompts.RecapFacts) (prompts.RecapWords, error)

// askForWords words a draft by template, and leaves it to a model to word it better where the product lets one.
func askForWords(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, r ritual.Recap) (ritual.Recap, error) {
	f, err := newTeller(tx, s, p, r).facts(ctx)
	if err != nil {
		return r, err
	}
	r = r.Propose(proposed(prompts.RecapTemplate(f)))
	model, err := request.HasModel(ctx, tx)
	if err != nil || !model || p.Settings.NoModel || r.Own.Edited() {
		return r, err
	}
	r.Wording = true
	return r, tx.Refresh(ctx, jobWords, s.ID, jobWords+":"+s.ID)
}

func proposed(w prompts.RecapWords) ritual.RecapWords {
	return ritual.RecapWords{Why: w.Why, Focus: w.Focus, Model: w.Model}
}

// run has a model word a draft, unless its PO has worded it meanwhile. Where the model cannot just now, the template stands, and the
// model is asked again a few times.
func (ask Worder) run(ctx context.Context, b *engine.Bot, job store.Job) error {
	var f prompts.RecapFacts
	wanted := false
	err := b.DB.View(ctx, func(tx *store.Tx) error {
		s, p, r, err := load(ctx, tx, job.Key)
		if err != nil {
			return err
		}
		if wanted = r.Posted.IsZero() && !r.Own.Edited() && !p.Settings.NoModel; !wanted {
			return nil
		}
		f, err = newTeller(tx, s, p, r).facts(ctx)
		return err
	})
	if err != nil {
		return err
	}
	var w prompts.RecapWords
	var failed error
	if wanted {
		w, failed = ask(ctx, b, f)
	}
	if ctx.Err() != nil { // Tandem is being stopped: the job is taken up again
		return ctx.Err()
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		r, err := tx.Recap(ctx, job.Key)
		if err != nil {
			return err
		}
		if failed != nil && job.Attempts+1 < wordsTries {
			return tx.Retry(ctx, job, wordsWait, failed.Error())
		}
		r.Wording = false
		if failed == nil && wanted {
			r = r.Propose(proposed(w))
		}
		if err := tx.KeepRecap(ctx, r); err != nil {
			return err
		}
		if err := engine.Refresh(ctx, tx, r.Sprint); err != nil {
			return err
		}
		return tx.Finish(ctx, job, 0)
	})
}
