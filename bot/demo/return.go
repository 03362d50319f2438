package demo

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// openReturn opens the form, which says where the story goes.
func openReturn(ctx context.Context, tx *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	s, err := sprintOf(ctx, tx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	form := returnModal(m.Request, s)
	return engine.Reply{Form: &form, Instead: true}, nil
}

// submitReturn has the team work on the story again or, where its sprint is closed, makes a new one of it. Who did it is told.
func submitReturn(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	s, err := sprintOf(ctx, tx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	was, err := tx.SprintStory(ctx, s.ID, m.Request.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, err
	}
	if s.State != ritual.SprintActive {
		next, err := returnLater(ctx, tx, in, m, s)
		if err != nil {
			return engine.Reply{}, err
		}
		return engine.Open(returnedLaterModal(m.Request, next)), tellOwner(ctx, tx, m, was.Owner)
	}
	mv, err := s.Return(m.Request, was, in.Fields.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, errors.Join(sprint.Keep(ctx, tx, m, s, mv), tellOwner(ctx, tx, m, was.Owner))
}

// returnLater makes a new request of one whose sprint is closed, and merges the one into the other.
func returnLater(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter, s ritual.Sprint) (next ritual.Request, err error) {
	number, err := tx.NextNumber(ctx)
	if err != nil {
		return next, err
	}
	part := 0
	if m.Request.Parent != "" {
		parts, err := tx.Parts(ctx, m.Request.Parent)
		if err != nil {
			return next, err
		}
		part = len(parts) + 1
	}
	to, err := ritual.ReturnLater(m.Request, number, part, in.Fields.One("reason"), in.By, tx.Now)
	if err != nil {
		return next, err
	}
	to.Decision.Sprint = numberOf(s)
	if err := errors.Join(tx.AddRequest(ctx, to.New), tx.AddMerge(ctx, to.Merge)); err != nil {
		return next, err
	}
	if err := takeAlong(ctx, tx, m.Request, to.New, in.By); err != nil {
		return next, err
	}
	if err := advance(ctx, tx, m, to.Old, to.Decision); err != nil {
		return next, err
	}
	return to.New, errors.Join(tx.AddWords(ctx, to.New), request.ShowAnew(ctx, tx, m.Product, to.New))
}

// takeAlong gives a new request what the old one had of a story and of a score. Its evidence comes with the merge.
func takeAlong(ctx context.Context, tx *store.Tx, old, next ritual.Request, by string) error {
	story, err := request.StoryOf(ctx, tx, old.ID)
	if err != nil {
		return err
	}
	if story.Version > 0 {
		said, err := tx.AllEvidence(ctx, next.ID)
		if err != nil {
			return err
		}
		story = story.Follows(old.ID, said)
		story.Request, story.At = next.ID, tx.Now
		if _, err := tx.AddStory(ctx, story); err != nil {
			return err
		}
	}
	score, err := tx.Score(ctx, old.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.KeepScore(ctx, next.ID, score, by)
}

// tellOwner tells whoever did something that it was returned, unless they returned it themselves.
func tellOwner(ctx context.Context, tx *store.Tx, m request.Matter, owner string) error {
	if owner == "" || owner == m.By {
		return nil
	}
	if err := m.People.Meet(ctx, tx, owner); err != nil || m.People.Of(owner).Kind == ritual.Gone {
		return err
	}
	d, err := tx.LastDecision(ctx, m.Request.ID)
	if err != nil {
		return err
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: returnedKind, Subject: d.ID, Product: m.Product.ID, To: owner})
	return err
}
