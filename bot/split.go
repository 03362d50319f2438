package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Split makes several stories of a request that is too large for one. The request stays as what was asked for.

// The ids of a split. Old messages carry them: they are never renamed.
const (
	splitForm = "split.form"
	jobParts  = "parts"
)

// ownWords is the id of the evidence of a part that is its own: its title, by whoever split the request.
const ownWords = "part"

func splitRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{request.Click(request.SplitOpen, ritual.ToSplit, openSplit)},
		Submits: []engine.Submit{request.Submit(splitForm, ritual.ToSplit, submitSplit)},
		Jobs:    []engine.JobKind{{Kind: jobParts, Run: runParts}},
	}
}

// splitButtons offer a split to somebody who may.
func splitButtons(m request.Matter, who string) []slack.BlockElement {
	if m.Request.Parent != "" || m.May(ritual.ToSplit, m.People.Of(who)) != nil {
		return nil
	}
	return []slack.BlockElement{request.Button(m.Request.ID, request.SplitOpen, "Split")}
}

// openSplit opens the form with the parts that the story suggests.
func openSplit(ctx context.Context, tx *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	if err := ritual.Divisible(m.Request); err != nil {
		return engine.Reply{}, err
	}
	s, err := request.StoryOf(ctx, tx, m.Request.ID)
	return engine.Open(splitModal(m.Request, ritual.ProposeParts(s, store.Telling))), err
}

// submitSplit keeps the parts. What nobody has to wait for is left to a job.
func submitSplit(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	whole, parts, d, err := ritual.Divide(m.Request, in.Fields.One("parts"), in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	for i := range parts {
		p := &parts[i]
		if p.Number, err = tx.NextNumber(ctx); err != nil {
			return engine.Reply{}, err
		}
		if err := tx.AddRequest(ctx, *p); err != nil {
			return engine.Reply{}, err
		}
		if err := tx.AddEvidence(ctx, p.ID, ritual.Evidence{ID: ownWords, Author: in.By, Text: p.Title, At: tx.Now}); err != nil {
			return engine.Reply{}, err
		}
	}
	if err := tx.Once(ctx, jobParts, m.Request.ID, draftLane(m.Request), tx.Now); err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(splitDoneModal(m.Request, parts)), request.Advance(ctx, tx, m, whole, d)
}

// runParts has each part found by its words, drafts its story and asks the PO for its priority.
func runParts(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		parts, err := tx.Parts(ctx, job.Key)
		if err != nil {
			return err
		}
		for _, p := range parts {
			if err := begin(ctx, tx, p); err != nil {
				return err
			}
		}
		return tx.Finish(ctx, job, 0)
	})
}

// begin is what follows from a new part.
func begin(ctx context.Context, tx *store.Tx, part ritual.Request) error {
	m, err := request.Of(ctx, tx, part.ID)
	if err != nil {
		return err
	}
	whole, err := request.StoryOf(ctx, tx, part.Parent)
	if err != nil {
		return err
	}
	if whole.Drafted() || !m.Product.Settings.NoDraft {
		s, err := request.StoryOf(ctx, tx, part.ID)
		if err != nil {
			return err
		}
		if s.Version == 0 {
			if err := errors.Join(draft(ctx, tx, part, s), redraft(ctx, tx, part.ID)); err != nil {
				return err
			}
		}
	}
	return errors.Join(tx.AddWords(ctx, part), request.Enter(ctx, tx, m), request.ShowAnew(ctx, tx, m.Product, m.Request))
}

// A place among the parts of a request: their titles, in their order, and which of them it is.
type among struct {
	titles []string
	part   int
}

func amongParts(ctx context.Context, tx *store.Tx, part ritual.Request) (among, error) {
	parts, err := tx.Parts(ctx, part.Parent)
	var a among
	for i, p := range parts {
		a.titles = append(a.titles, p.Title)
		if p.ID == part.ID {
			a.part = i
		}
	}
	return a, err
}

// saidOf is what a request's story is drafted from: all that was said, or for a part what was said of it.
func saidOf(ctx context.Context, tx *store.Tx, r ritual.Request) ([]ritual.Evidence, error) {
	said, err := tx.AllEvidence(ctx, r.ID)
	said = r.ForStory(said)
	if err != nil || r.Parent == "" {
		return said, err
	}
	at, err := amongParts(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if about := ritual.About(said, at.titles, at.part, store.Telling); len(about) > 0 {
		return about, nil
	}
	return slices.DeleteFunc(said, func(e ritual.Evidence) bool { return e.ID != ownWords }), nil
}

// inherited is a draft with what its request has from the whole that it is a part of.
func inherited(ctx context.Context, tx *store.Tx, r ritual.Request, s ritual.Story) (ritual.Story, error) {
	if r.Parent == "" {
		return s, nil
	}
	whole, err := request.StoryOf(ctx, tx, r.Parent)
	if err != nil {
		return s, err
	}
	at, err := amongParts(ctx, tx, r)
	return ritual.Inherit(s, whole, at.titles, at.part, store.Telling), err
}
