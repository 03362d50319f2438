package bot

import (
	"context"
	"errors"
	"strings"

	"tandem/bot/engine"
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
			clickAbout(mergeOpen, ritual.ToMerge, openMerge),
			clickAbout(mergeUndo, ritual.ToUnmerge, unmerge),
			{ID: mergeJoin, Needs: engine.NeedPerson, Do: joinPressed},
		},
		Submits: []engine.Submit{submitAbout(mergeForm, ritual.ToMerge, submitMerge)},
	}
}

// openMerge opens the form, with what is similar to choose from.
func openMerge(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	rd, err := tx.Reader(ctx, in.By, "")
	if err != nil {
		return engine.Reply{}, err
	}
	found, err := similarNow(ctx, tx, m.r, m.p, rd)
	return engine.Open(mergeModal(m, found)), err
}

// submitMerge merges the request into the one that was chosen, or whose id was typed.
func submitMerge(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	field, id := mergeOther, in.Fields.One(mergeOther)
	if id == "" {
		field, id = mergeChoice, in.Fields.One(mergeChoice)
	}
	if id == "" {
		return engine.Reply{}, ritual.RefuseField(mergeOther, "Choose a request, or write its id, such as FR-12.")
	}
	into, err := matterOf(ctx, tx, id)
	if err == nil {
		_, err = mergeInto(ctx, tx, in.By, m, into.r)
	}
	if rs := ritual.Refusals(err); len(rs) > 0 {
		return engine.Reply{}, ritual.RefuseField(field, "%s", rs[0].Says)
	}
	return engine.Reply{}, err
}

// mergeInto merges a request into another, or into what that was merged into, and returns the one that leads.
func mergeInto(ctx context.Context, tx *store.Tx, by string, m matter, into ritual.Request) (ritual.Request, error) {
	lead, err := tx.Lead(ctx, into)
	if err != nil {
		return lead, err
	}
	after, mg, d, err := ritual.MergeInto(m.r, lead, m.p, by, tx.Now)
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
	return lead, errors.Join(advance(ctx, tx, m, after, d), leadChanged(ctx, tx, lead.ID, known))
}

// unmerge takes a request out of what it was merged into: both are what they were.
func unmerge(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
	mg, err := tx.Merge(ctx, m.r.ID)
	if errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, ritual.MovedOn(m.r, m.last)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	lead, err := tx.Lead(ctx, m.r)
	if err != nil {
		return engine.Reply{}, err
	}
	known, err := storySays(ctx, tx, lead)
	if err != nil {
		return engine.Reply{}, err
	}
	if m.r, err = takeOut(ctx, tx, m, mg, in.By); err != nil {
		return engine.Reply{}, err
	}
	return engine.Say(takenOutWords(m, mg.Into)), leadChanged(ctx, tx, lead.ID, known)
}

// takeOut takes a request out of what it was merged into.
func takeOut(ctx context.Context, tx *store.Tx, m matter, mg ritual.Merge, by string) (ritual.Request, error) {
	after, d := ritual.TakeOut(m.r, mg, by, tx.Now)
	if err := tx.DropMerge(ctx, m.r.ID); err != nil {
		return after, err
	}
	if err := advance(ctx, tx, m, after, d); err != nil {
		return after, err
	}
	m.r = after
	s, _ := stepOf(after.Status)
	who := m.owner()
	if s.card == "" || who == by {
		return after, nil
	}
	last, err := tx.LastDecision(ctx, after.ID)
	if err != nil {
		return after, err
	}
	return after, under(ctx, tx, m, m.cardFor(s, who), who, kindTold, last) // their card is rewritten, which tells nobody
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
		m, err := matterOf(ctx, tx, one.ID)
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
	return on(ritual.ToJoin, func(ctx context.Context, tx *store.Tx, in engine.Input, m matter) (engine.Reply, error) {
		into, err := seenMatter(ctx, tx, in, older)
		if err != nil {
			return engine.Reply{}, err
		}
		lead, err := mergeInto(ctx, tx, in.By, m, into.r)
		if err != nil {
			return engine.Reply{}, err
		}
		into.r, into.lead = lead, ritual.Request{}
		return sayVoice(ctx, tx, in, into, m.r.ID)
	})(ctx, tx, in)
}

// seenMatter is a request that somebody wants to join, as far as they see it: of another one, they learn nothing.
func seenMatter(ctx context.Context, tx *store.Tx, in engine.Input, id string) (matter, error) {
	m, err := matterOf(ctx, tx, id)
	if err != nil {
		return m, err
	}
	rd, err := tx.Reader(ctx, in.By, in.Channel)
	if err == nil && !m.r.SeenBy(rd, m.p) {
		err = ritual.Refuse("%s came from a private conversation that you were not part of, so you cannot join it.", m.r.ID)
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
	m, err := matterOf(ctx, tx, id)
	if err != nil {
		return err
	}
	says, err := storySays(ctx, tx, m.r)
	if err != nil {
		return err
	}
	if says != known {
		if err := redraftFrom(ctx, tx, m); err != nil {
			return err
		}
	}
	return showAnew(ctx, tx, m.p, m.r)
}

// draftedWhileMerged keeps the story of a request that was merged before it was drafted, and where it goes when it is taken
// out again.
func (d drafted) draftedWhileMerged(ctx context.Context, tx *store.Tx, m matter) error {
	mg, err := tx.Merge(ctx, m.r.ID)
	if err != nil || mg.Was.Status != ritual.New {
		return err
	}
	if !m.p.Settings.NoDraft {
		if err := d.keepFirst(ctx, tx, m.r); err != nil {
			return err
		}
	}
	was := m.r
	was.Status = ritual.New
	was = ritual.AfterDraft(was, tx.Now)
	return tx.KeepStanding(ctx, m.r.ID, ritual.Standing{Status: was.Status, Since: was.Since})
}
