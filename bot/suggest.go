package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// Suggest names the objective that a request seems to serve, on the card by which the PM is asked: by a model, where there is
// one that finds one, else by the words that both share. It decides nothing, and nothing waits for it.

const jobSuggestAgain = "suggest_again" // after the roadmap changed; its key is the product

const (
	suggestTries = 5                // of a model that is busy with drafts
	suggestWait  = 10 * time.Second // between them
	settledAfter = 10 * time.Minute // how long changes of the roadmap are gathered
	suggestAmong = 100              // how many objectives are looked at, the nearest first
	suggestMost  = 20               // how many requests that wait are asked about anew when the roadmap has changed
)

func suggestRitual(dr *drafter) engine.Ritual {
	return engine.Ritual{Jobs: []engine.JobKind{{Kind: request.JobSuggest, Run: dr.runSuggest}, {Kind: jobSuggestAgain, Run: runSuggestAgain}}}
}

// roadmapChanged has the cards that name objectives shown anew, and the model asked again about what waits for the PM, once the
// roadmap has settled.
func roadmapChanged(ctx context.Context, tx *store.Tx, product string) error {
	if err := tx.Refresh(ctx, jobOpenCards, product, jobOpenCards+":"+product); err != nil {
		return err
	}
	if has, err := request.HasModel(ctx, tx); err != nil || !has {
		return err
	}
	return tx.RefreshAt(ctx, jobSuggestAgain, product, jobSuggestAgain+":"+product, tx.Now.Add(settledAfter))
}

func runSuggestAgain(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		ids, err := tx.LongestIn(ctx, job.Key, ritual.AwaitingAlignment, suggestMost)
		for _, id := range ids {
			err = errors.Join(err, tx.Refresh(ctx, request.JobSuggest, id, request.JobSuggest+":"+id))
		}
		return errors.Join(err, tx.Finish(ctx, job, 0))
	})
}

// runSuggest asks the model which objective a request serves, unless it was asked the same before. Where it does not answer,
// what was kept stays.
func (dr *drafter) runSuggest(ctx context.Context, b *engine.Bot, job store.Job) error {
	var ask prompts.AlignAsk
	var digest string
	var spent int64
	err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		if ask, digest, err = dr.toSuggest(ctx, tx, job.Key); err != nil {
			return err
		}
		_, spent, err = tx.ModelUsage(ctx, utcDay(tx.Now))
		return err
	})
	if err != nil {
		return err
	}
	var found ritual.Suggestion
	var usage prompts.Usage
	var why error
	if digest != "" {
		found, usage, why = dr.askSuggestion(ctx, ask, spent, b.DB.Now())
		switch {
		case ctx.Err() != nil: // Tandem is being stopped: the job is taken up again
			return ctx.Err()
		case errors.Is(why, errBusy) && job.Attempts < suggestTries:
			return b.DB.Update(ctx, func(tx *store.Tx) error { return tx.Retry(ctx, job, suggestWait, why.Error()) })
		case why != nil:
			b.Log.Warn("the model suggested no objective", "request", job.Key, "err", why)
		}
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		err := errors.Join(drafted{usage: usage}.keepUsage(ctx, tx), tx.Finish(ctx, job, 0))
		if err != nil || digest == "" || why != nil {
			return err
		}
		found.Digest = digest
		return errors.Join(tx.KeepSuggestion(ctx, job.Key, found), engine.Refresh(ctx, tx, job.Key))
	})
}

// toSuggest is what a model is asked about a request, and its digest; an empty one where there is nothing to ask: it waits for
// nobody, there is no objective, the product has no model, or it was asked the same before.
func (dr *drafter) toSuggest(ctx context.Context, tx *store.Tx, id string) (ask prompts.AlignAsk, digest string, err error) {
	if dr.model == nil {
		return ask, "", nil
	}
	m, err := request.Of(ctx, tx, id)
	if err != nil || m.Product.Settings.NoModel || m.Request.Status != ritual.AwaitingAlignment {
		return ask, "", err
	}
	ask.Request = m.Request
	if ask.Objectives, err = tx.Objectives(ctx, m.Product.ID); err != nil || len(ask.Objectives) == 0 {
		return ask, "", err
	}
	if ask.Said, err = saidOf(ctx, tx, m.Request); err != nil {
		return ask, "", err
	}
	if ask.Before, err = request.StoryOf(ctx, tx, m.Request.ID); err != nil {
		return ask, "", err
	}
	if ask.People, err = tx.Names(ctx); err != nil {
		return ask, "", err
	}
	kept, err := tx.Suggestion(ctx, m.Request.ID)
	if digest = askedDigest(ask); kept.Digest == digest {
		digest = ""
	}
	return ask, digest, err
}

// askedDigest tells whether a model is asked the same.
func askedDigest(a prompts.AlignAsk) string {
	all := []string{a.Request.Title, a.Request.Customer}
	for _, e := range a.Said {
		all = append(all, e.Text)
	}
	for _, q := range a.Before.Questions {
		all = append(all, q.Answer)
	}
	for _, o := range a.Objectives[:min(len(a.Objectives), prompts.AlignMost)] {
		all = append(all, o.ID, o.Name, o.Outcome, o.Measure, string(o.Horizon))
	}
	return wordsDigest(fmt.Sprintf("%q", all))
}

// askSuggestion asks for a suggestion, if there is anything left to spend and nothing in the way.
func (dr *drafter) askSuggestion(ctx context.Context, ask prompts.AlignAsk, spent int64, now time.Time) (s ritual.Suggestion, u prompts.Usage, err error) {
	switch {
	case spent >= dr.tokens:
		return s, u, errSpent
	case now.UnixMilli() < dr.closed.Load():
		return s, u, prompts.ErrRejected
	}
	done, ok := dr.slots.Try()
	if !ok {
		return s, u, errBusy
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, dr.within)
	defer cancel()
	s, u, err = dr.model.Align(ctx, ask)
	dr.tokensUsed.Add(float64(u.Tokens))
	return s, u, err
}

// A hint is the objective that a request seems to serve, with where that comes from and the reason.
type hint struct {
	objective ritual.Objective
	by, why   kit.Text
}

// hintFor is the objective on the roadmap that a request seems to serve. ok is false where none does.
func hintFor(ctx context.Context, tx *store.Tx, at request.Matter, loads []ritual.Load) (h hint, ok bool, err error) {
	kept, err := tx.Suggestion(ctx, at.Request.ID)
	if err != nil {
		return h, false, err
	}
	objectives := make([]ritual.Objective, 0, len(loads))
	for _, l := range loads[:min(len(loads), suggestAmong)] {
		objectives = append(objectives, l.Objective)
	}
	if i := slices.IndexFunc(objectives, func(o ritual.Objective) bool { return o.ID == kept.Objective }); i >= 0 && !at.Product.Settings.NoModel {
		h = hint{objectives[i], kit.Raw("by the model"), kit.T(kept.Because)}
		if kept.Quoted {
			h.why = kit.F("because of the words “%s”", kept.Because)
		}
		return h, true, nil
	}
	story, err := request.StoryOf(ctx, tx, at.Request.ID)
	if err != nil {
		return h, false, err
	}
	said := strings.Join([]string{at.Request.Title, at.Request.Problem, story.As, story.Want, story.SoThat, story.Happens, story.Should}, "\n")
	o, because := ritual.Suggest(said, objectives, store.Telling)
	words := make([]kit.Text, 0, len(because))
	for _, w := range because {
		words = append(words, kit.T(w))
	}
	return hint{o, kit.F("shared words: %s", kit.Join(", ", words...)), ""}, len(because) > 0, nil
}

// suggestBlocks name the objective that a request seems to serve. The PM chooses.
func suggestBlocks(ctx context.Context, tx *store.Tx, at request.Matter, loads []ritual.Load) ([]slack.Block, error) {
	h, ok, err := hintFor(ctx, tx, at, loads)
	if !ok || err != nil {
		return nil, err
	}
	return []slack.Block{kit.Context(kit.F("_Suggestion (%s):_ %s", h.by, kit.Join(": ", kit.F("*%s*", h.objective.Name), h.why)))}, nil
}

// suggestedFirst are objectives with the one that a request seems to serve before the others, and its id. It is not chosen:
// a person does that.
func suggestedFirst(ctx context.Context, tx *store.Tx, at request.Matter, loads []ritual.Load) ([]ritual.Load, string, error) {
	h, ok, err := hintFor(ctx, tx, at, loads)
	if !ok || err != nil {
		return loads, "", err
	}
	is := func(l ritual.Load) bool { return l.Objective.ID == h.objective.ID }
	first := loads[slices.IndexFunc(loads, is)]
	return append([]ritual.Load{first}, slices.DeleteFunc(slices.Clone(loads), is)...), first.Objective.ID, nil
}
