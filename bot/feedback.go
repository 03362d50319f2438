package bot

import (
	"context"
	"errors"
	"slices"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// Feedback is a request of any kind that somebody makes because of what a sprint brought: by Give feedback, under the recap and
// under the demo's running order. It opens the form New request, and what is recorded is linked to the story and the sprint.

func feedbackRitual() engine.Ritual {
	return engine.Ritual{Actions: []engine.Action{{ID: sprint.FeedbackOpen, Needs: engine.NeedPerson, Do: openFeedback}}}
}

// openFeedback opens the form for feedback on the sprint that the button names.
func openFeedback(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	s, p, err := sprintOf(ctx, tx, in.Subject)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := ritual.May(ritual.ToAsk, ritual.Case{Who: in.Who, Product: p}); err != nil {
		return engine.Reply{}, err
	}
	done := []ritual.Work{ritual.WorkDone}
	if s.State == ritual.SprintActive {
		done = append(done, ritual.WorkStarted) // it is shown at the demo, too
	}
	stories, err := storiesIn(ctx, tx, s, done...)
	if err != nil {
		return engine.Reply{}, err
	}
	about, err := storyInput(ctx, tx, p, ritual.Reader{Person: in.By, Place: in.Channel}, stories, storyField{"about", "About", "Which story is it about?", ""})
	return engine.Open(feedbackModal(p, s, in.By, engine.FormData{Subject: p.ID, Channel: in.Channel, Sprint: s.ID}, about)), err
}

// sprintOf is a sprint by its id, as a button or a form names it, with its product.
func sprintOf(ctx context.Context, tx *store.Tx, id string) (s ritual.Sprint, p ritual.Product, err error) {
	s, err = tx.Sprint(ctx, id)
	if err == nil {
		p, err = tx.Product(ctx, s.Product)
	}
	if errors.Is(err, store.ErrNotFound) {
		err = ritual.Refuse("This sprint is not here any more. Type `/request` and a few words instead.")
	}
	return s, p, err
}

// feedbackIn is what the form New request is feedback on; the zero Concern where it was opened otherwise.
func feedbackIn(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (c ritual.Concern, err error) {
	if in.Data.Sprint == "" {
		return c, nil
	}
	s, of, err := sprintOf(ctx, tx, in.Data.Sprint)
	if err != nil {
		return c, err
	}
	if of.ID != p.ID {
		return c, ritual.Refuse("This sprint belongs to another product.")
	}
	c = ritual.Concern{Sprint: s.ID, By: in.By}
	c.Story, err = storyMeant(ctx, tx, in, "about", p, in.Fields.One("title")+"\n"+in.Fields.One("problem"))
	return c, err
}

// keepFeedback links what was recorded to what it is feedback on, if it is. Praise is praise of its story, too.
func keepFeedback(ctx context.Context, tx *store.Tx, in engine.Input, r ritual.Request, is recorded, c ritual.Concern) error {
	if c.Sprint == "" {
		return nil
	}
	c.Request = r.ID
	if err := tx.AddFeedback(ctx, c); err != nil {
		return err
	}
	if r.Kind == ritual.Praise && is == newRequest && c.Story != "" {
		if err := tx.KeepLink(ctx, r.ID, ritual.Link{Story: c.Story}, in.By); err != nil {
			return err
		}
	}
	return engine.Refresh(ctx, tx, c.Sprint)
}

// storyMeant is the story that a field of a form names, or else the words beside it; it may be none.
func storyMeant(ctx context.Context, tx *store.Tx, in engine.Input, field string, p ritual.Product, words string) (string, error) {
	id := in.Fields.One(field)
	if id == "" {
		return storyNamed(ctx, tx, p, words)
	}
	story, err := tx.Request(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	return id, ritual.Concerns(field, story, p.ID)
}

// storiesIn are the stories of a sprint that have come so far, in the order in which they were picked: none where there is no
// sprint.
func storiesIn(ctx context.Context, tx *store.Tx, s ritual.Sprint, work ...ritual.Work) ([]ritual.Request, error) {
	if s.ID == "" {
		return nil, nil
	}
	in, err := tx.SprintRequests(ctx, s.ID)
	var all []ritual.Request
	for _, one := range in {
		if slices.Contains(work, one.In.Work) {
			all = append(all, one.Request)
		}
	}
	return all, err
}
