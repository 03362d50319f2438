package bot

import (
	"context"
	"errors"
	"slices"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Each kind of request goes its own way. Here is what is particular to problems and praise, and how one kind becomes another.

// The ids of kinds. Old messages carry them: they are never renamed.
const (
	askAlignmentForm = "alignment.ask.form"
	kindOpen         = "kind.open"
	kindForm         = "kind.form"
	kindTold         = "kind_told"
	linkOpen         = "praise.link"
	linkForm         = "praise.link.form"
)

func kindRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			request.Click(request.AskAlignment, ritual.ToAskAlignment, openAskAlignment),
			request.Click(kindOpen, ritual.ToChangeKind, openKind),
			request.Click(linkOpen, ritual.ToLink, openLink),
		},
		Submits: []engine.Submit{
			request.Submit(askAlignmentForm, ritual.ToAskAlignment, submitAskAlignment),
			request.Submit(kindForm, ritual.ToChangeKind, submitKind),
			request.Submit(linkForm, ritual.ToLink, submitLink),
		},
		Messages: []engine.MessageKind{{Kind: kindTold, Class: ritual.ClassCard, Says: kindToldWords}},
	}
}

func openAskAlignment(_ context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	if _, _, err := ritual.AskAlignment(m.Request, m.Product, "any", in.By, tx.Now); err != nil {
		return engine.Reply{}, err // whatever the reason
	}
	return engine.Open(askAlignmentModal(m)), nil
}

// submitAskAlignment sends a problem to the PM.
func submitAskAlignment(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	after, d, err := ritual.AskAlignment(m.Request, m.Product, in.Fields.One("reason"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, request.Advance(ctx, tx, m, after, d)
}

func openKind(_ context.Context, _ *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	return engine.Open(kindModal(m.Request)), nil
}

// submitKind makes a request of another kind: its story is drafted anew, and whoever is next is asked.
func submitKind(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	ds, err := tx.Decisions(ctx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	after, d, err := ritual.ChangeKind(m.Request, ritual.Kind(in.Fields.One("kind")), ds, in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := linkOfKind(ctx, tx, m.Request, after, in.By); err != nil {
		return engine.Reply{}, err
	}
	if err := storyOfKind(ctx, tx, m.Product, after); err != nil {
		return engine.Reply{}, err
	}
	had, err := cardBefore(ctx, tx, m, after)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := request.Advance(ctx, tx, m, after, d); err != nil {
		return engine.Reply{}, err
	}
	if err := tellOfKind(ctx, tx, m, after, had, in.By); err != nil {
		return engine.Reply{}, err
	}
	if in.By == m.Product.PM || m.Request.Objective != "" {
		return engine.Reply{}, nil
	}
	return engine.Reply{}, tellOfProblem(ctx, tx, m.Product, after)
}

// linkOfKind links feedback that becomes praise to its story. What is praise no more is linked to nothing.
func linkOfKind(ctx context.Context, tx *store.Tx, r, after ritual.Request, by string) error {
	if r.Kind == ritual.Praise {
		return tx.KeepLink(ctx, r.ID, ritual.Link{}, by)
	}
	c, err := tx.FeedbackBy(ctx, r.ID)
	if err != nil || after.Kind != ritual.Praise || c.Story == "" {
		return err
	}
	return tx.KeepLink(ctx, r.ID, ritual.Link{Story: c.Story}, by)
}

// storyOfKind drafts a request's story as its new kind asks for. What a person wrote stays, and praise needs none.
func storyOfKind(ctx context.Context, tx *store.Tx, p ritual.Product, r ritual.Request) error {
	if r.Kind == ritual.Praise {
		return nil
	}
	s, err := request.StoryOf(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	model, err := drafts(ctx, tx, p)
	if err != nil {
		return err
	}
	switch {
	case p.Settings.NoDraft && !s.Drafted(), s.Origin == ritual.FromPerson:
		return nil
	case s.Origin == ritual.FromModel && model:
		s.At, s.Stale = tx.Now, true
		_, err = tx.AddStory(ctx, s)
	default:
		err = draft(ctx, tx, r, s)
	}
	return errors.Join(err, redraft(ctx, tx, r.ID))
}

// cardBefore is the card that whoever decides next had about a request already; none where they are to get one.
func cardBefore(ctx context.Context, tx *store.Tx, m request.Matter, after ritual.Request) (store.Message, error) {
	to := m
	to.Request = after
	s, ok := request.StepOf(after.Status)
	if !ok || s.Card == "" || after.Status == m.Request.Status {
		return store.Message{}, nil
	}
	card, err := tx.MessageOf(ctx, to.CardFor(s, to.Owner()), m.Request.ID, to.Owner())
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return card, err
}

// tellOfKind tells whoever decides next under the card that they had, because rewriting tells nobody.
func tellOfKind(ctx context.Context, tx *store.Tx, m request.Matter, after ritual.Request, card store.Message, by string) error {
	if card.ID == "" || card.To == by {
		return nil
	}
	d, err := tx.LastDecision(ctx, after.ID)
	if err != nil {
		return err
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: kindTold, Subject: d.ID, Product: m.Product.ID, To: card.To, Under: card.ID})
	return err
}

// linkMost is how many stories the form offers: as many as a menu holds.
const linkMost = 100

func openLink(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	objectives, err := tx.Objectives(ctx, m.Product.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	stories, err := tx.Linkable(ctx, m.Product.ID, linkMost)
	if err != nil {
		return engine.Reply{}, err
	}
	if len(objectives)+len(stories) == 0 {
		return engine.Reply{}, ritual.Refuse("%s has no objective and no story yet that this could be about. `/roadmap add` adds an objective.", m.Product.Name)
	}
	rd, err := request.Informed(ctx, tx, ritual.Reader{Person: in.By}, stories...)
	if err != nil {
		return engine.Reply{}, err
	}
	is, err := tx.LinkOf(ctx, m.Request.ID)
	return engine.Open(linkModal(m, objectives, stories, is, rd)), err
}

// submitLink links praise to what it is about.
func submitLink(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	objectives, err := tx.Objectives(ctx, m.Product.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	var o *ritual.Objective
	id, err := chosenObjective(in.Fields, "objective", objectives)
	if err != nil {
		return engine.Reply{}, err
	}
	if id != "" {
		if err := stillThere(ctx, tx, "objective", id); err != nil {
			return engine.Reply{}, err
		}
		o = &ritual.Objective{} // of no product
		if i := slices.IndexFunc(objectives, func(o ritual.Objective) bool { return o.ID == id }); i >= 0 {
			o = &objectives[i]
		}
	}
	var story *ritual.Request
	if id := in.Fields.One("story"); id != "" {
		r, err := tx.Request(ctx, id)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return engine.Reply{}, err
		}
		story = &r
	}
	l, d, err := ritual.LinkPraise(m.Request, o, story, in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := tx.KeepLink(ctx, m.Request.ID, l, in.By); err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, request.Advance(ctx, tx, m, m.Request, d)
}
