package bot

import (
	"context"
	"errors"
	"strconv"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// The jobs that draft stories. A model is asked between two transactions; the built-in drafter, which takes no time,
// works inside the second one. It stands in for a model that does not draft, which is then tried again later.

const (
	jobDraft   = "draft"
	jobRedraft = "redraft"
)

// draftLane is the lane in which a request's story is drafted.
func draftLane(r ritual.Request) string { return jobDraft + ":" + r.ID }

// The waits for a model that is busy with other drafts.
const (
	busyWait  = 2 * time.Second // of a request that is new, busyTries times
	busyTries = 5
	busyLater = time.Minute // of one that has a story by template
)

// runDraft drafts the story of a new request and hands it to whoever decides next.
func (dr *drafter) runDraft(ctx context.Context, b *engine.Bot, job store.Job) error {
	d, err := dr.byModel(ctx, b, inRound(job), func(r ritual.Request, _ ritual.Story, _ ritual.Redraft) bool { return r.Status == ritual.New })
	if err != nil {
		return err
	}
	if errors.Is(d.why, errBusy) && job.Attempts < busyTries {
		return b.DB.Update(ctx, func(tx *store.Tx) error { return tx.Retry(ctx, job, busyWait, d.why.Error()) })
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		m, err := request.Of(ctx, tx, inRound(job))
		if err != nil {
			return err
		}
		if err := errors.Join(d.keepUsage(ctx, tx), tx.Finish(ctx, job, 0)); err != nil {
			return err
		}
		if m.Request.Status == ritual.Merged {
			return d.draftedWhileMerged(ctx, tx, m)
		}
		if m.Request.Status != ritual.New {
			return nil
		}
		if !m.Product.Settings.NoDraft {
			if err := d.keepFirst(ctx, tx, m.Request); err != nil {
				return err
			}
		}
		after := ritual.AfterDraft(m.Request, tx.Now)
		return errors.Join(request.Advance(ctx, tx, m, after), tellOfProblem(ctx, tx, m.Product, after))
	})
}

// keepFirst keeps the first version of a story, unless somebody wrote one meanwhile: the model's, or that of the template.
func (d drafted) keepFirst(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	was, err := request.StoryOf(ctx, tx, r.ID)
	if err != nil || was.Version != 0 {
		return err
	}
	if d.story != nil {
		return d.keepStory(ctx, tx)
	}
	if err := draft(ctx, tx, r, was); err != nil || d.why == nil {
		return err
	}
	return tx.RefreshAt(ctx, jobRedraft, r.ID, redraftLane(r.ID), againAt(d.why, tx.Now, 0))
}

// draft writes a version of a request's story by template, unless it reads as the latest one. Praise needs none.
func draft(ctx context.Context, tx *store.Tx, r ritual.Request, before ritual.Story) error {
	if r.Kind == ritual.Praise {
		return nil
	}
	s, err := byTemplate(ctx, tx, r, before)
	if err != nil {
		return err
	}
	is, err := request.StoryOf(ctx, tx, r.ID)
	if err != nil || s.Repeats(r.Kind, is) {
		return err
	}
	s.Request, s.At = r.ID, tx.Now
	_, err = tx.AddStory(ctx, s)
	return err
}

// byTemplate drafts a request's story from what was said of it and from what was answered before.
func byTemplate(ctx context.Context, tx *store.Tx, r ritual.Request, before ritual.Story) (s ritual.Story, err error) {
	said, err := saidOf(ctx, tx, r)
	if err != nil {
		return s, err
	}
	p, err := tx.Product(ctx, r.Product)
	if err != nil {
		return s, err
	}
	return inherited(ctx, tx, r, prompts.Template(prompts.Ask{Request: r, Said: said, Before: before, Checklist: p.Settings.Checklist}))
}

// keepAnswers writes a version of a story that has taken answers. The template's is drafted anew; what a person or a
// model wrote stays as it is, with the answers beside it. A model, where there is one, makes a better one of either but the
// person's.
func keepAnswers(ctx context.Context, tx *store.Tx, m request.Matter, s ritual.Story, v ritual.Verdict) error {
	switch {
	case m.Product.Settings.NoDraft && !s.Drafted(): // nobody asked for a story
		s.Request, s.At = m.Request.ID, tx.Now
		_, err := tx.AddStory(ctx, s)
		return err
	case s.Origin == ritual.FromPerson, s.Origin == ritual.FromModel:
		s.At, s.Stale = tx.Now, s.Origin == ritual.FromModel && (s.Stale || v == ritual.Answered)
		if _, err := tx.AddStory(ctx, s); err != nil {
			return err
		}
	default:
		if err := draft(ctx, tx, m.Request, s); err != nil {
			return err
		}
	}
	if v != ritual.Answered {
		return nil
	}
	return redraft(ctx, tx, m.Request.ID)
}

// redraft has a model draft a request's story anew, where there is a model and the story may be redrafted. What is new
// since the last draft, such as an answer or more evidence, asks for it.
func redraft(ctx context.Context, tx *store.Tx, id string) error {
	return tx.Refresh(ctx, jobRedraft, id, redraftLane(id))
}

func redraftLane(id string) string { return jobRedraft + ":" + id }

// mayRedraft reports whether the model is to draft a story anew: because it waits for a better draft, or somebody does.
func mayRedraft(r ritual.Request, was ritual.Story, wish ritual.Redraft) bool {
	return ritual.MayRedraft(r, was) || wish.By != "" && r.Redraftable()
}

// runRedraft has the model draft a story anew, and what shows it shown anew. It writes nothing when somebody wrote
// meanwhile.
func (dr *drafter) runRedraft(ctx context.Context, b *engine.Bot, job store.Job) error {
	d, err := dr.byModel(ctx, b, job.Key, mayRedraft)
	if err != nil {
		return err
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		m, err := request.Of(ctx, tx, job.Key)
		if err != nil {
			return err
		}
		was, err := request.StoryOf(ctx, tx, m.Request.ID)
		if err != nil {
			return err
		}
		wish, err := redraftOf(ctx, tx, m.Request.ID)
		if err != nil {
			return err
		}
		if err := errors.Join(d.keepUsage(ctx, tx), tx.Finish(ctx, job, 0)); err != nil {
			return err
		}
		if wish.By != "" {
			return d.fulfill(ctx, tx, m, was, wish)
		}
		if !ritual.MayRedraft(m.Request, was) {
			return nil
		}
		switch age := tx.Now.Sub(was.At); {
		case d.story == nil && (d.why == nil || age > redraftFor):
			return nil
		case d.story == nil:
			return tx.RefreshAt(ctx, jobRedraft, m.Request.ID, job.Lane, againAt(d.why, tx.Now, age))
		case d.before != was.Version, d.wish.By != "":
			return redraft(ctx, tx, m.Request.ID)
		}
		return errors.Join(d.keepStory(ctx, tx), request.ShowAnew(ctx, tx, m.Product, m.Request))
	})
}

// fulfill keeps a draft that somebody waits for and tells them, or has it tried again, or says why it ends without one.
func (d drafted) fulfill(ctx context.Context, tx *store.Tx, m request.Matter, was ritual.Story, wish ritual.Redraft) error {
	then, err := storyThen(ctx, tx, m.Request, wish.Version)
	if err != nil {
		return err
	}
	model, err := drafts(ctx, tx, m.Product)
	if err != nil {
		return err
	}
	age := tx.Now.Sub(wish.At)
	if why := endsWish(m, then, was, wish, model, d.story == nil && age > redraftFor); why != "" {
		return errors.Join(tellRedraft(ctx, tx, wish, string(why)), request.ShowAnew(ctx, tx, m.Product, m.Request))
	}
	switch {
	case d.story == nil && d.why == nil, d.story != nil && (d.before != was.Version || d.wish != wish): // asked for since
		return redraft(ctx, tx, m.Request.ID)
	case d.story == nil:
		return tx.RefreshAt(ctx, jobRedraft, m.Request.ID, redraftLane(m.Request.ID), againAt(d.why, tx.Now, age))
	}
	anew, err := inherited(ctx, tx, m.Request, wish.Asked(*d.story, prompts.NoteSource))
	if err != nil {
		return err
	}
	if anew.Repeats(m.Request.Kind, was) {
		return errors.Join(tellRedraft(ctx, tx, wish, string(wishSame)), request.ShowAnew(ctx, tx, m.Product, m.Request))
	}
	kept, err := keepVersion(ctx, tx, m, anew)
	if err != nil {
		return err
	}
	return tellRedraft(ctx, tx, wish, strconv.Itoa(kept.Version))
}

// redraftFor is how long a model is tried for a story that has waited for it.
const redraftFor = 7 * 24 * time.Hour

// againAt is when the model is tried again for a story that has waited for so long, by why it did not draft.
func againAt(why error, now time.Time, age time.Duration) time.Time {
	switch {
	case errors.Is(why, errBusy):
		return now.Add(busyLater)
	case errors.Is(why, errSpent):
		return now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour) // the next day
	case errors.Is(why, prompts.ErrRejected):
		return now.Add(rejectedFor)
	}
	for _, wait := range []time.Duration{10 * time.Minute, time.Hour, 6 * time.Hour} {
		if age < wait {
			return now.Add(wait)
		}
	}
	return now.Add(24 * time.Hour)
}
