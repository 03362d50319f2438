package sprint

import (
	"context"
	"errors"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// addCommand picks the story that was named for the planned sprint. Where none is planned, it opens the form `Add a story`.
func addCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Words == "" {
		return inProduct(AddOpen, openAdd)(ctx, tx, in)
	}
	id, more, _ := strings.Cut(in.Words, " ")
	if _, err := ritual.ParseRequestID(in.Words); err == nil { // as "FR 12"
		id, more = in.Words, ""
	}
	m, err := request.Of(ctx, tx, id)
	if err == nil {
		err = request.MayIn(ctx, tx, ritual.ToPlan, in.Who, m.Product)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	if m.Request.Status != ritual.Backlog {
		return engine.Reply{}, elsewhere(m.Request)
	}
	planned, err := sprintIn(ctx, tx, m.Product, ritual.SprintPlanned)
	if err != nil {
		return engine.Reply{}, err
	}
	if planned.ID == "" {
		return openAddOf(ctx, tx, in, m, more)
	}
	if other := ritual.NamedIn(more); other != "" {
		return engine.Reply{}, ritual.Refuse("`/sprint add` takes one story at a time, so nothing was picked. Send it once for %s and once for %s.", m.Request.ID, other)
	}
	return pick(ctx, tx, in, m, planned)
}

// pick picks a story for the planned sprint.
func pick(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter, s ritual.Sprint) (engine.Reply, error) {
	if err := m.ReadBy(ctx, tx, ritual.Reader{Person: in.By, Place: in.Channel}); err != nil {
		return engine.Reply{}, err
	}
	all, err := tx.SprintRequests(ctx, s.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	place, there, rs := 0, false, []ritual.Request{m.Request}
	for _, b := range all {
		place = max(place, b.In.Place+1)
		there = there || b.Request.ID == m.Request.ID
		if b.Request.Status == ritual.Backlog {
			rs = append(rs, b.Request)
		}
	}
	switch {
	case there:
		return engine.Reply{}, ritual.Refuse("%s is picked for sprint %d already.", m.Request.ID, s.Number)
	case len(all) >= ritual.SprintStories:
		return engine.Reply{}, tooMany(s)
	}
	err = errors.Join(tx.KeepSprintStory(ctx, s.ID, ritual.SprintStory{Request: m.Request.ID, Place: place, Work: ritual.WorkTodo}), Refresh(ctx, tx, s))
	c := ritual.CountOf(rs...)
	words := kit.F("*%s*  %s is picked for sprint %d, which is planned: %s.", m.Request.ID, kit.OneLine(m.Title()), s.Number, ritual.PlanTotal(c, s.Capacity))
	return engine.Say(kit.Join("\n", words, kit.T(ritual.OverCapacity(c, s.Capacity)))), err
}

// elsewhere is the refusal for a story that is not in the backlog: not yet, or not any more.
func elsewhere(r ritual.Request) *ritual.Refusal {
	return ritual.Refuse("%s is not in the backlog: its status is %s.", r.ID, r.Standing())
}
