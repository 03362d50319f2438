package demo

import (
	"context"
	"strconv"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// openAccept opens the form with what was ticked before.
func openAccept(ctx context.Context, tx *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	s, err := request.StoryOf(ctx, tx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	kept, err := tx.Ticks(ctx, m.Request.ID)
	form := acceptModal(m.Request, s, s.Ticked(kept))
	return engine.Reply{Form: &form, Instead: true}, err
}

// submitAccept keeps what was ticked. The story is accepted where no criterion is open, and else stays as it is.
func submitAccept(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	s, err := request.StoryOf(ctx, tx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	kept, err := tx.Ticks(ctx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	then := s
	if in.Data.Version != s.Version {
		if then, err = storyThen(ctx, tx, m.Request.ID, in.Data.Version); err != nil {
			return engine.Reply{}, err
		}
	}
	ticks := then.Tick(kept, metIn(in.Fields, then), in.By, tx.Now)
	if !sameCriteria(then, s) { // what was ticked counts for what still reads the same; the rest the PO has not seen
		return engine.Reply{}, engine.Again{Refusal: ritual.Refuse("The criteria were changed meanwhile."), Form: acceptAgainModal(m.Request, s, s.Ticked(ticks))}
	}
	if err := tx.KeepTicks(ctx, m.Request.ID, ticks); err != nil {
		return engine.Reply{}, err
	}
	if open := s.OpenCriteria(ticks); len(open) > 0 {
		if err := refresh(ctx, tx, m.Request.ID); err != nil {
			return engine.Reply{}, err
		}
		return engine.Open(openModal(m.Request, s, open)), nil
	}
	after, d := ritual.Accept(m.Request, in.By, tx.Now)
	return engine.Reply{}, advance(ctx, tx, m, after, d)
}

// storyThen is a version of a request's story; none where it had no story then.
func storyThen(ctx context.Context, tx *store.Tx, id string, version int) (ritual.Story, error) {
	all, err := tx.Stories(ctx, id)
	for _, s := range all {
		if s.Version == version {
			return s, err
		}
	}
	return ritual.Story{Request: id}, err
}

// sameCriteria reports whether two versions of a story have the same criteria in the same order.
func sameCriteria(a, b ritual.Story) bool {
	if len(a.Criteria) != len(b.Criteria) {
		return false
	}
	for i, c := range a.Criteria {
		if c.Text != b.Criteria[i].Text {
			return false
		}
	}
	return true
}

// metIn says of each criterion whether it is ticked in the form. The last tick of a long form is for all that it has no room for.
func metIn(f engine.Fields, s ritual.Story) []bool {
	met := make([]bool, len(s.Criteria))
	for group := 0; group*perGroup < len(s.Criteria); group++ {
		for _, v := range f.All(groupID(s, group)) {
			n, err := strconv.Atoi(v)
			switch {
			case v == allOthers:
				for i := ticksMost; i < len(met); i++ {
					met[i] = true
				}
			case err == nil && n >= 0 && n < len(met):
				met[n] = true
			}
		}
	}
	return met
}

// shipped says that what was accepted is there.
func shipped(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	after, d := ritual.Ship(m.Request, in.By, tx.Now)
	return engine.Say(kit.F("*%s* is shipped. Whoever asked for it is told, in a message of the day.", m.Request.ID)), advance(ctx, tx, m, after, d)
}
