package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Merge makes one request of several that ask for the same. All of them are kept, so that it can be undone.

// The ids of a merge. Old messages carry them: they are never renamed.
const (
	mergeOpen   = "merge.open"
	mergeForm   = "merge.form"
	mergeUndo   = "merge.undo"
	mergeJoin   = "merge.join" // its value is the request that joins and the one that is joined, with a blank between them
	mergeChoice = "into"
	mergeOther  = "other"
)

func mergeRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			request.Click(mergeOpen, ritual.ToMerge, openMerge),
			request.Click(mergeUndo, ritual.ToUnmerge, unmerge),
			{ID: mergeJoin, Needs: engine.NeedPerson, Do: joinPressed},
		},
		Submits: []engine.Submit{request.Submit(mergeForm, ritual.ToMerge, submitMerge)},
	}
}

// openMerge opens the form, with what is similar to choose from.
func openMerge(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	rd, err := tx.Reader(ctx, in.By, "")
	if err != nil {
		return engine.Reply{}, err
	}
	found, err := similarNow(ctx, tx, m.Request, m.Product, rd)
	return engine.Open(mergeModal(m, found)), err
}

// submitMerge merges the request into the one that was chosen, or whose id was typed.
func submitMerge(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	field, id := mergeOther, in.Fields.One(mergeOther)
	if id == "" {
		field, id = mergeChoice, in.Fields.One(mergeChoice)
	}
	if id == "" {
		return engine.Reply{}, ritual.RefuseField(mergeOther, "Choose a request, or write its id, such as FR-12.")
	}
	into, err := request.Of(ctx, tx, id)
	if err == nil {
		_, err = mergeInto(ctx, tx, in.By, m, into.Request)
	}
	if rs := ritual.Refusals(err); len(rs) > 0 {
		return engine.Reply{}, ritual.RefuseField(field, "%s", rs[0].Says)
	}
	return engine.Reply{}, err
}

// mergeInto merges a request into another, or into what that was merged into, and returns the one that leads.
func mergeInto(ctx context.Context, tx *store.Tx, by string, m request.Matter, into ritual.Request) (ritual.Request, error) {
	lead, err := tx.Lead(ctx, into)
	if err != nil {
		return lead, err
	}
	after, mg, d, err := ritual.MergeInto(m.Request, lead, m.Product, by, tx.Now)
	if err != nil {
		return lead, err
	}
	known, err := storySays(ctx, tx, lead)
	if err != nil {
		return lead, err
	}
	if err := tx.AddMerge(ctx, mg); err != nil {
		return lead, err
	}
	return lead, errors.Join(request.Advance(ctx, tx, m, after, d), leadChanged(ctx, tx, lead.ID, known))
}

// unmerge takes a request out of what it was merged into: both are what they were.
func unmerge(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	mg, err := tx.Merge(ctx, m.Request.ID)
	if errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, ritual.MovedOn(m.Request, m.Last)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	lead, err := tx.Lead(ctx, m.Request)
	if err != nil {
		return engine.Reply{}, err
	}
	known, err := storySays(ctx, tx, lead)
	if err != nil {
		return engine.Reply{}, err
	}
	if m.Request, err = takeOut(ctx, tx, m, mg, in.By); err != nil {
		return engine.Reply{}, err
	}
	words := takenOutWords(m, mg.Into)
	if ended, err := endSuccessor(ctx, tx, m, mg, in.By); err != nil {
		return engine.Reply{}, err
	} else if ended {
		return engine.Say(kit.Join("\n", words, kit.F("*%s*, which went on with it, is merged into it.", mg.Into))), nil
	}
	return engine.Say(words), leadChanged(ctx, tx, lead.ID, known)
}

// endSuccessor merges what went on with a returned request into it, which was taken out again: else both would be open.
func endSuccessor(ctx context.Context, tx *store.Tx, m request.Matter, mg ritual.Merge, by string) (ended bool, err error) {
	ds, err := tx.Decisions(ctx, m.Request.ID)
	returned := func(d ritual.Decision) bool {
		return d.Verdict == ritual.ReturnedAs && d.Lead == mg.Into && d.At.Equal(mg.At)
	}
	if err != nil || !slices.ContainsFunc(ds, returned) {
		return false, err
	}
	next, err := request.Of(ctx, tx, mg.Into)
	if err != nil {
		return false, err
	}
	after, merge, d, err := ritual.EndSuccessor(m.Request, next.Request, by, tx.Now)
	if err != nil || merge.Request == "" {
		return false, err
	}
	if err := tx.AddMerge(ctx, merge); err != nil {
		return false, err
	}
	next.By = by
	return true, errors.Join(request.Advance(ctx, tx, next, after, d), request.ShowAnew(ctx, tx, m.Product, m.Request))
}

// takeOut takes a request out of what it was merged into.
func takeOut(ctx context.Context, tx *store.Tx, m request.Matter, mg ritual.Merge, by string) (ritual.Request, error) {
	after, d := ritual.TakeOut(m.Request, mg, by, tx.Now)
	if err := tx.DropMerge(ctx, m.Request.ID); err != nil {
		return after, err
	}
	if err := request.Advance(ctx, tx, m, after, d); err != nil {
		return after, err
	}
	m.Request = after
	s, _ := request.StepOf(after.Status)
	who := m.Owner()
	if s.Card == "" || who == by {
		return after, nil
	}
	last, err := tx.LastDecision(ctx, after.ID)
	if err != nil {
		return after, err
	}
	return after, request.Under(ctx, tx, m, m.CardFor(s, who), who, kindTold, last) // their card is rewritten, which tells nobody
}

// letGo takes out of a withdrawn request what others had asked for: it is theirs to withdraw.
func letGo(ctx context.Context, tx *store.Tx, r ritual.Request, by string) error {
	joined, err := tx.Joined(ctx, r.ID)
	if err != nil {
		return err
	}
	mine := map[string]bool{r.ID: true} // what goes with it
	for _, one := range joined {
		mine[one.ID] = one.Reporter == by
	}
	for _, one := range joined {
		mg, err := tx.Merge(ctx, one.ID)
		if err != nil {
			return err
		}
		if mine[one.ID] || !mine[mg.Into] {
			continue
		}
		m, err := request.Of(ctx, tx, one.ID)
		if err != nil {
			return err
		}
		if _, err := takeOut(ctx, tx, m, mg, by); err != nil {
			return err
		}
	}
	return nil
}

// joinPressed has a request that was just recorded join an older one.
func joinPressed(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	id, older, _ := strings.Cut(in.Subject, " ")
	in.Subject = id
	return request.On(ritual.ToJoin, func(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
		into, err := seenMatter(ctx, tx, in, older)
		if err != nil {
			return engine.Reply{}, err
		}
		lead, err := mergeInto(ctx, tx, in.By, m, into.Request)
		if err != nil {
			return engine.Reply{}, err
		}
		into.Request, into.Lead = lead, ritual.Request{}
		return sayVoice(ctx, tx, in, into, m.Request.ID)
	})(ctx, tx, in)
}

// seenMatter is a request that somebody wants to join, as far as they see it: of another one, they learn nothing.
func seenMatter(ctx context.Context, tx *store.Tx, in engine.Input, id string) (request.Matter, error) {
	m, err := request.Of(ctx, tx, id)
	if err != nil {
		return m, err
	}
	rd, err := tx.Reader(ctx, in.By, in.Channel)
	if err == nil && !m.Request.SeenBy(rd, m.Product) {
		err = ritual.Refuse("%s came from a private conversation that you were not part of, so you cannot join it.", m.Request.ID)
	}
	return m, err
}

// storySays are the ids of the messages that go into a request's story.
func storySays(ctx context.Context, tx *store.Tx, r ritual.Request) (string, error) {
	said, err := tx.AllEvidence(ctx, r.ID)
	var ids []string
	for _, e := range r.ForStory(said) {
		ids = append(ids, e.ID)
	}
	return strings.Join(ids, " "), err
}

// leadChanged has a request shown anew that others joined or left. known is what went into its story before: where that is
// something else now, what Tandem drafted is drafted again. What a person wrote stays as it is.
func leadChanged(ctx context.Context, tx *store.Tx, id, known string) error {
	m, err := request.Of(ctx, tx, id)
	if err != nil {
		return err
	}
	says, err := storySays(ctx, tx, m.Request)
	if err != nil {
		return err
	}
	if says != known {
		if err := redraftFrom(ctx, tx, m); err != nil {
			return err
		}
	}
	return request.ShowAnew(ctx, tx, m.Product, m.Request)
}

// draftedWhileMerged keeps the story of a request that was merged before it was drafted, and where it goes when it is taken
// out again.
func (d drafted) draftedWhileMerged(ctx context.Context, tx *store.Tx, m request.Matter) error {
	mg, err := tx.Merge(ctx, m.Request.ID)
	if err != nil || mg.Was.Status != ritual.New {
		return err
	}
	if !m.Product.Settings.NoDraft {
		if err := d.keepFirst(ctx, tx, m.Request); err != nil {
			return err
		}
	}
	was := m.Request
	was.Status = ritual.New
	was = ritual.AfterDraft(was, tx.Now)
	return tx.KeepStanding(ctx, m.Request.ID, ritual.Standing{Status: was.Status, Since: was.Since})
}
