package bot

import (
	"cmp"
	"context"
	"errors"
	"unicode/utf8"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// A defect is a problem that somebody found in a story, or during a sprint. It is recorded as any problem is, and linked to both.

// defectForm is the id of the form for one. Old messages carry it: it is never renamed.
const defectForm = "sprint.defect.form"

func defectRitual() engine.Ritual {
	word := sprint.DefectCommand
	word.Needs, word.Do = engine.NeedPerson|engine.NeedPlace, defectCommand
	return engine.Ritual{
		Commands: []engine.Command{word},
		Actions:  []engine.Action{request.Click(sprint.DefectOpen, ritual.ToDefect, openDefect)},
		Submits:  []engine.Submit{{ID: defectForm, Needs: engine.NeedPerson | engine.NeedPlace, Do: submitDefect}},
	}
}

// defectCommand records the words at once, or opens the form when there are none.
func defectCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	p, ok, err := request.ProductFor(ctx, tx, in)
	if err == nil && ok {
		err = request.MayIn(ctx, tx, ritual.ToDefect, in.Who, p)
	}
	switch {
	case err != nil && in.Words != "":
		return givenBack(err, in.Words)
	case err != nil:
		return engine.Reply{}, err
	case !ok:
		return defectFormFor(ctx, tx, in, ritual.Product{}, ritual.Request{})
	case in.Words == "":
		return defectFormFor(ctx, tx, in, p, ritual.Request{})
	}
	r, err := ritual.NewDefect("", in.Words)
	if err != nil {
		return givenBack(err, in.Words)
	}
	story, err := storyNamed(ctx, tx, p, in.Words)
	if err != nil {
		return engine.Reply{}, err
	}
	r.Private = in.Place.Secret() && in.Channel != ""
	r.Source = ritual.Source{Channel: in.Channel}
	r, is, err := recordDefect(ctx, tx, in, p, r, story)
	if err != nil {
		return givenBack(err, in.Words)
	}
	m, err := request.Of(ctx, tx, r.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	about, err := concernWords(ctx, tx, m)
	rep := recordedReply(p, r, is)
	rep.Say.Text = kit.Join("\n", rep.Say.Text, defectSaid(about))
	return rep, err
}

// storyNamed is the id of the story of a product that words name; empty where they name none that a defect can be in.
func storyNamed(ctx context.Context, tx *store.Tx, p ritual.Product, words string) (string, error) {
	id := ritual.NamedIn(words)
	if id == "" {
		return "", nil
	}
	story, err := tx.Request(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	if ritual.Concerns("", story, p.ID) != nil {
		return "", nil //nolint:nilerr // they name something else
	}
	return story.ID, nil
}

// openDefect opens the form for a defect in one story.
func openDefect(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	if err := ritual.Concerns("", m.Request, m.Product.ID); err != nil {
		return engine.Reply{}, ritual.Refuse("%s is praise: nothing can be wrong with it.", m.Request.ID)
	}
	in.Words = "" // a list of stories keeps in its blocks what of it is shown
	return defectFormFor(ctx, tx, in, m.Product, m.Request)
}

// defectFormFor opens the form with what is known: where the product is not, it is asked for. The story may be none.
func defectFormFor(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, story ritual.Request) (engine.Reply, error) {
	f := defectFields{data: engine.FormData{Subject: p.ID, Channel: in.Channel}, product: p, words: in.Words}
	if p.ID == "" {
		var err error
		if f.products, err = tx.Products(ctx); err != nil {
			return engine.Reply{}, err
		}
		rep := engine.Open(defectModal(f))
		if n := utf8.RuneCountInString(in.Words); n > ritual.ProblemMax {
			rep.Say = tooLong(in.Words, n)
		}
		return rep, nil
	}
	s, err := activeSprint(ctx, tx, p.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	f.sprint = s
	var about []ritual.Request
	if story.ID != "" {
		about = append(about, story)
	}
	more, err := storiesIn(ctx, tx, s, ritual.WorkTodo, ritual.WorkStarted, ritual.WorkDone)
	if err != nil {
		return engine.Reply{}, err
	}
	for _, r := range more {
		if r.ID != story.ID {
			about = append(about, r)
		}
	}
	f.story, err = storyInput(ctx, tx, p, ritual.Reader{Person: in.By, Place: in.Channel}, about, storyField{"story", "Story", "In which story?", story.ID})
	return engine.Open(defectModal(f)), err
}

// submitDefect records what the form says.
func submitDefect(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	p, err := tx.Product(ctx, cmp.Or(in.Data.Subject, in.Fields.One("product")))
	if errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, ritual.RefuseField("product", "Choose the product that this is about.")
	}
	if err == nil {
		err = request.MayIn(ctx, tx, ritual.ToDefect, in.Who, p)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	r, err := ritual.NewDefect("happens", in.Fields.One("happens"))
	if err != nil {
		return engine.Reply{}, err
	}
	story, err := storyMeant(ctx, tx, in, "story", p, in.Fields.One("happens"))
	if err != nil {
		return engine.Reply{}, err
	}
	r.Source = ritual.Source{Channel: in.Data.Channel}
	r.Private = in.Data.Channel != "" && in.Place.Secret()
	r, is, err := recordDefect(ctx, tx, in, p, r, story)
	if err != nil {
		return engine.Reply{}, err
	}
	return recordedForm(ctx, tx, in, p, r, is)
}

// recordDefect records a problem, and links it to the story and to the sprint that is active, as far as there are such. The
// caller has checked the right to it.
func recordDefect(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, r ritual.Request, story string) (ritual.Request, recorded, error) {
	r, is, err := keepAllowed(ctx, tx, in, p, r, nil)
	if r, is, err = followed(tx, r, is, err); err != nil {
		return r, is, err
	}
	s, err := activeSprint(ctx, tx, p.ID)
	if err != nil {
		return r, is, err
	}
	if err := tx.AddDefect(ctx, ritual.Concern{Request: r.ID, Sprint: s.ID, Story: story, By: in.By}); err != nil || s.ID == "" {
		return r, is, err
	}
	return r, is, sprint.Refresh(ctx, tx, s)
}

// activeSprint is the active sprint of a product, or none.
func activeSprint(ctx context.Context, tx *store.Tx, product string) (ritual.Sprint, error) {
	s, err := tx.SprintIn(ctx, product, ritual.SprintActive)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return s, err
}
