package sprint

import (
	"context"
	"errors"
	"slices"

	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// What the close of a sprint writes, all in the transaction of the form.

// close closes the sprint as it was chosen: what is left moves, what it came to is frozen, its last day is kept.
func (c closing) close(ctx context.Context, tx *store.Tx, by string, ch chosen) (ritual.Sprint, error) {
	after, ended, err := c.s.Close(by, tx.Now)
	if err != nil {
		return after, err
	}
	picked, err := c.follow(ctx, tx, by, ch)
	if err != nil {
		return after, err
	}
	for i, b := range c.left {
		if err := c.leave(ctx, tx, by, b, ch.leaving[i]); err != nil {
			return after, err
		}
		switch {
		case ch.leaving[i].To == ritual.EndCarried:
			err = tx.KeepSprintStory(ctx, c.next.ID, b.In.GoesOn(picked))
			picked++
		case c.isPicked(b.Request.ID): // and is not to be in the next one
			err = tx.DropSprintStory(ctx, c.next.ID, b.Request.ID)
		}
		if err != nil {
			return after, err
		}
	}
	if ch.ship {
		if err := ship(ctx, tx, by, c.accepted); err != nil {
			return after, err
		}
	}
	if ended, err = tx.AddSprintEvent(ctx, ended); err != nil {
		return after, err
	}
	if after.Result, err = resultOf(ctx, tx, c.p, after); err != nil {
		return after, err
	}
	if err := tx.KeepSprint(ctx, after); err != nil {
		return after, err
	}
	return after, errors.Join(keepDays(ctx, tx, after), tx.Cancel(ctx, jobDay, after.ID), tellScope(ctx, tx, c.p, after, changeOf(ended)), c.shownAnew(ctx, tx, after))
}

// follow has a sprint that takes on what goes on: it is planned, where none is. It returns the place of the next story in it.
func (c *closing) follow(ctx context.Context, tx *store.Tx, by string, ch chosen) (int, error) {
	if c.next.ID == "" && ch.carries() == 0 {
		return 0, nil
	}
	if c.next.ID == "" {
		c.next.ID, c.next.PlannedBy, c.next.Planned = store.NewID(), by, tx.Now
		now := ritual.Sprint{Number: c.s.Number, State: ritual.SprintClosed, Result: ritual.Result{Figures: c.figures}}
		c.next.Capacity, _ = ritual.MeanVelocity(append(slices.Clip(c.before), now))
		return 0, tx.AddSprint(ctx, c.next)
	}
	n := len(c.there) + ch.carries()
	for _, b := range c.left { // carried or not, what is picked already is not one more
		if c.isPicked(b.Request.ID) {
			n--
		}
	}
	if n > ritual.SprintStories {
		return 0, ritual.Refuse("Sprint %d would have %d stories, and takes %d. Send some to the backlog.", c.next.Number, n, ritual.SprintStories)
	}
	place := 0
	for _, in := range c.there {
		place = max(place, in.Place+1)
	}
	return place, nil
}

// leave moves a story that is not done.
func (c closing) leave(ctx context.Context, tx *store.Tx, by string, b ritual.BoardStory, l ritual.Leaving) error {
	m, err := request.Of(ctx, tx, b.Request.ID)
	if err != nil {
		return err
	}
	m.By = by
	return Keep(ctx, tx, m, c.s, c.s.Leave(m.Request, b.In, l, c.next.ID, by, tx.Now))
}

// ship marks accepted stories as shipped.
func ship(ctx context.Context, tx *store.Tx, by string, accepted []ritual.BoardStory) error {
	for _, b := range accepted {
		m, err := request.Of(ctx, tx, b.Request.ID)
		if err != nil {
			return err
		}
		m.By = by
		after, d := ritual.Ship(m.Request, by, tx.Now)
		if err := request.Advance(ctx, tx, m, after, d); err != nil {
			return err
		}
	}
	return nil
}

// shownAnew has everything shown anew that shows the sprint or the next one, and leaves it to be told when that should begin.
func (c closing) shownAnew(ctx context.Context, tx *store.Tx, s ritual.Sprint) error {
	if err := Refresh(ctx, tx, s); err != nil || c.next.ID == "" {
		return err
	}
	return errors.Join(Refresh(ctx, tx, c.next), Scheduled(ctx, tx, c.next))
}

// everySprint is more sprints than a product ever has.
const everySprint = 1_000_000

// resultOf is what a sprint came to, by its ledger, with what is to be known besides.
func resultOf(ctx context.Context, tx *store.Tx, p ritual.Product, s ritual.Sprint) (ritual.Result, error) {
	events, err := tx.SprintEvents(ctx, s.ID)
	if err != nil {
		return ritual.Result{}, err
	}
	facts := ritual.SprintFacts{Objectives: map[string]string{}, Names: map[string]string{}}
	if facts.Stories, err = tx.SprintStories(ctx, s.ID); err != nil {
		return ritual.Result{}, err
	}
	if err := serves(ctx, tx, events, &facts); err != nil {
		return ritual.Result{}, err
	}
	if facts.ToDo, err = tx.ToDoByObjective(ctx, p.ID); err != nil {
		return ritual.Result{}, err
	}
	before, err := tx.ClosedSprints(ctx, p.ID, everySprint)
	if err != nil {
		return ritual.Result{}, err
	}
	for _, b := range before {
		facts.Before = append(facts.Before, b.Result)
	}
	facts.Found, facts.Fixed, err = defects(ctx, tx, s, facts.Stories)
	return ritual.ResultOf(events, facts), err
}

// serves finds what each story serves that was ever in a sprint.
func serves(ctx context.Context, tx *store.Tx, events []ritual.SprintEvent, facts *ritual.SprintFacts) error {
	var ids []string
	for _, e := range events {
		if e.Kind == ritual.Committed || e.Kind == ritual.Added {
			ids = append(ids, e.Request)
		}
	}
	all, err := tx.RequestsNamed(ctx, ids...)
	if err != nil {
		return err
	}
	for id, r := range all {
		if r.Objective == "" {
			continue
		}
		facts.Objectives[id] = r.Objective
		if _, known := facts.Names[r.Objective]; known {
			continue
		}
		o, err := tx.Objective(ctx, r.Objective)
		if err != nil {
			return err
		}
		facts.Names[o.ID] = o.Name
	}
	return nil
}

// defects counts those that were found in a sprint and still count, and those that were fixed in it, wherever they were found.
func defects(ctx context.Context, tx *store.Tx, s ritual.Sprint, stories []ritual.SprintStory) (found, fixed int, err error) {
	all, err := tx.DefectsOf(ctx, s.ID)
	if err != nil {
		return 0, 0, err
	}
	for _, d := range all {
		if ritual.Counted(d.Request) {
			found++
		}
	}
	counted := map[string]bool{}
	for _, in := range stories {
		if in.Work != ritual.WorkDone {
			continue
		}
		r, err := defectDone(ctx, tx, in.Request)
		if err != nil {
			return 0, 0, err
		}
		if r.ID != "" && !counted[r.ID] {
			counted[r.ID] = true
			fixed++
		}
	}
	return found, fixed, nil
}

// defectDone is the defect that is fixed with a story that is done: the story itself, or what it is the last part of; the zero
// Request where it is none.
func defectDone(ctx context.Context, tx *store.Tx, id string) (ritual.Request, error) {
	r, err := tx.Request(ctx, id)
	if err == nil && r.Parent != "" {
		if r, err = wholeDone(ctx, tx, r.Parent); r.ID == "" {
			return r, err
		}
	}
	if err != nil || !ritual.Counted(r) {
		return ritual.Request{}, err
	}
	d, err := tx.DefectOf(ctx, r.ID)
	if d.Request == "" {
		return ritual.Request{}, err
	}
	return r, err
}

// wholeDone is a request that was split, once no part of it is left to do; the zero Request before.
func wholeDone(ctx context.Context, tx *store.Tx, id string) (ritual.Request, error) {
	parts, err := tx.Parts(ctx, id)
	if err != nil {
		return ritual.Request{}, err
	}
	for _, part := range parts {
		if !slices.Contains([]ritual.Status{ritual.Done, ritual.Accepted, ritual.Shipped, ritual.Declined, ritual.Merged, ritual.Withdrawn}, part.Status) {
			return ritual.Request{}, nil
		}
	}
	return tx.Request(ctx, id)
}
