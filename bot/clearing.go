package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Clearing takes an objective off the roadmap, and does with all that hangs on it what was chosen in one form. A few requests
// are dealt with at once; more by a job, some at a time, each batch in a transaction that also keeps how far it has come: so it
// may be done again after any stop.

// The ids of the end of an objective. Old messages carry them: they are never renamed.
const (
	objectiveAchieved = "objective.achieved"
	objectiveDrop     = "objective.drop"
	achievedForm      = "objective.achieved.form"
	dropForm          = "objective.drop.form"
	jobClearing       = "clearing"           // its key is the clearing
	clearedKind       = "objective_cleared"  // tells who chose what became of all; its subject is the clearing
	achievedKind      = "objective_achieved" // tells the product's channel; its subject is the clearing
)

// How many requests are dealt with at once: in the form's own transaction, and in each of the job's. A message is rewritten
// every rewriteEvery, beyond the first few: Slack takes about one a second, and what is new should not wait behind the others.
const (
	clearedAtOnce = 5
	clearedBatch  = 25
	rewriteEvery  = 1500 * time.Millisecond
)

func clearingRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			{ID: objectiveAchieved, Needs: engine.NeedPerson, Do: onObjective(openEnd(ritual.Achieved))},
			{ID: objectiveDrop, Needs: engine.NeedPerson, Do: onObjective(openEnd(ritual.Dropped))},
			{ID: ritual.FateField, Live: liveEnd},
		},
		Submits: []engine.Submit{
			{ID: achievedForm, Needs: engine.NeedPerson, Do: onObjective(submitEnd(ritual.Achieved))},
			{ID: dropForm, Needs: engine.NeedPerson, Do: onObjective(submitEnd(ritual.Dropped))},
		},
		Jobs: []engine.JobKind{{Kind: jobClearing, Run: runClearing}},
		Messages: []engine.MessageKind{
			{Kind: clearedKind, View: clearedView},
			{Kind: achievedKind, View: achievedView},
		},
	}
}

// An ending is an objective that is to come off the roadmap, with what the form about it says.
type ending struct {
	aim

	end     ritual.End
	first   []kit.Text // the first of what hangs on it
	total   int        // how much hangs on it, counted as ritual.Many says of each status
	staying int        // of that, in a sprint or done in one
	asked   int        // what waits to be aligned anyway, and was aligned with it before
	fields  engine.Fields
	refused string // what was refused of the form, where it has no field for it
}

// endingOf reads what the form about an objective needs.
func endingOf(ctx context.Context, tx *store.Tx, in engine.Input, a aim, end ritual.End) (e ending, err error) {
	e = ending{aim: a, end: end, fields: in.Fields}
	rs, total, err := tx.HangingPage(ctx, a.o, ritual.Hanging(), 0, clearedAtOnce)
	if err != nil {
		return e, err
	}
	e.total = total
	if e.staying, err = tx.HowManyHang(ctx, a.o, ritual.InSprint, ritual.Done, ritual.Accepted); err != nil {
		return e, err
	}
	if e.asked, err = tx.HowManyHang(ctx, a.o, ritual.New, ritual.AwaitingAlignment, ritual.NeedsInfo); err != nil {
		return e, err
	}
	e.first, err = requestLines(ctx, tx, a.p, ritual.Reader{Person: in.By}, rs)
	return e, err
}

func openEnd(end ritual.End) objectiveHandler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, a aim) (engine.Reply, error) {
		if err := errors.Join(ritual.OnRoadmap(a.o), notATarget(ctx, tx, a.o)); err != nil {
			return engine.Reply{}, err
		}
		e, err := endingOf(ctx, tx, engine.Input{By: in.By}, a, end)
		return engine.Open(endModal(e)), err
	}
}

// liveEnd redraws the form with the field that the choice needs.
func liveEnd(ctx context.Context, tx *store.Tx, in engine.Input) (kit.Modal, error) {
	a, err := aimOf(ctx, tx, in.Subject)
	if err == nil {
		err = request.MayIn(ctx, tx, ritual.ToObjectives, in.Who, a.p)
	}
	if err != nil {
		return kit.Modal{}, err
	}
	e, err := endingOf(ctx, tx, in, a, ritual.End(in.Data.Last))
	return endModal(e), err
}

// notATarget refuses to end an objective to which the requests of another one move just now.
func notATarget(ctx context.Context, tx *store.Tx, o ritual.Objective) error {
	all, err := tx.ClearingsUnderWay(ctx, o.Product)
	for _, c := range all {
		if c.Target == o.ID {
			return ritual.Refuse("Requests of another objective are moving to “%s” just now. Please try again in a few minutes.", o.Name)
		}
	}
	return err
}

// submitEnd takes an objective off the roadmap, and begins with what hangs on it.
func submitEnd(end ritual.End) objectiveHandler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, a aim) (engine.Reply, error) {
		if err := notATarget(ctx, tx, a.o); err != nil {
			return engine.Reply{}, err
		}
		e, err := endingOf(ctx, tx, in, a, end)
		if err != nil {
			return engine.Reply{}, err
		}
		target, err := chosenObjective(in.Fields, "target", a.others())
		if err != nil {
			return engine.Reply{}, err
		}
		c := ritual.Clearing{ID: store.NewID(), End: end, Fate: ritual.Fate(in.Fields.One(ritual.FateField)), Target: target, Revisit: in.Fields.One("revisit"),
			Reason: in.Fields.One("reason"), By: in.By}
		after, c, change, err := ritual.EndObjective(a.o, c, e.total, a.have, ritual.Today(tx.Now, in.Who.Zone), tx.Now)
		if err != nil {
			return engine.Reply{}, e.drawnAgain(err)
		}
		if err := errors.Join(tx.KeepObjective(ctx, after), roadmapChanged(ctx, tx, a.p.ID)); err != nil {
			return engine.Reply{}, err
		}
		if _, err := tx.AddChange(ctx, change); err != nil {
			return engine.Reply{}, err
		}
		if c, err = beginClearing(ctx, tx, c); err != nil {
			return engine.Reply{}, err
		}
		if slices.Contains(in.Fields.All("tell"), tellTeam) {
			if _, err := engine.Post(ctx, tx, store.Message{Kind: achievedKind, Subject: c.ID, Product: a.p.ID, To: a.p.Channel}); err != nil {
				return engine.Reply{}, err
			}
		}
		words, err := clearedWords(ctx, tx, c)
		return engine.Open(endedModal(c, words)), err
	}
}

// drawnAgain has the form come back where it lacks the field that is refused: the choice was sent before it was redrawn, or
// something hangs on the objective only since it opened.
func (e ending) drawnAgain(err error) error {
	for _, r := range ritual.Refusals(err) {
		if _, drawn := e.fields[r.Field]; !drawn && r.Field != "" {
			e.refused = r.Says
			return engine.Again{Refusal: err, Form: endModal(e)}
		}
	}
	return err
}

// beginClearing deals with the first requests of a clearing, and leaves a job for the others.
func beginClearing(ctx context.Context, tx *store.Tx, c ritual.Clearing) (ritual.Clearing, error) {
	if c.End == ritual.Achieved && c.Fate == ritual.FateLeave { // nothing is to do
		c.Left, c.Done = c.Total, tx.Now
		return c, tx.KeepClearing(ctx, c)
	}
	if err := tx.KeepClearing(ctx, c); err != nil {
		return c, err
	}
	if c.Total <= clearedAtOnce {
		if err := clearSome(ctx, tx, &c, 2*clearedAtOnce); err != nil {
			return c, err
		}
	}
	if c.Done.IsZero() {
		return c, tx.Refresh(ctx, jobClearing, c.ID, jobClearing+":"+c.ID)
	}
	return c, nil
}

// runClearing deals with some more requests, and leaves itself to be run again until there are none.
func runClearing(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.Clearing(ctx, job.Key)
		if err != nil {
			return err
		}
		if c.Done.IsZero() {
			if err := clearSome(ctx, tx, &c, clearedBatch); err != nil {
				return err
			}
			if c.Done.IsZero() {
				err = tx.Refresh(ctx, jobClearing, c.ID, job.Lane)
			} else {
				_, err = engine.Post(ctx, tx, store.Message{Kind: clearedKind, Subject: c.ID, Product: c.Product, To: c.By})
			}
			if err != nil {
				return err
			}
		}
		return tx.Finish(ctx, job, 0)
	})
}

// clearSome deals with the next requests of a clearing, and keeps how far it has come.
func clearSome(ctx context.Context, tx *store.Tx, c *ritual.Clearing, most int) error {
	from, err := tx.Objective(ctx, c.Objective)
	if err != nil {
		return err
	}
	var to ritual.Objective
	if c.Target != "" {
		if to, err = tx.Objective(ctx, c.Target); err != nil {
			return err
		}
	}
	for most > 0 && c.Done.IsZero() {
		rs, err := tx.Hanging(ctx, from, c.Status, c.Number, most)
		if err != nil {
			return err
		}
		for _, r := range rs {
			c.Number = r.Number
			if err := clearOne(ctx, tx, c, r.ID, from, to); err != nil {
				return err
			}
		}
		most -= len(rs)
		if next, ok := c.NextStatus(); len(rs) > 0 {
			continue
		} else if ok {
			c.Status, c.Number = next, 0
			continue
		}
		left, err := tx.HowManyHang(ctx, from, ritual.AwaitingPriority, ritual.Backlog)
		if err != nil {
			return err
		}
		if c.Status, c.Number = "", 0; left == 0 { // else some came to hang on it meanwhile, such as what was merged
			c.Done = tx.Now
		}
	}
	return tx.KeepClearing(ctx, *c)
}

// clearOne does with one request what was chosen for all.
func clearOne(ctx context.Context, tx *store.Tx, c *ritual.Clearing, id string, from, to ritual.Objective) error {
	m, err := request.Of(ctx, tx, id)
	if err != nil {
		return err
	}
	m.By = c.By
	after, d, decided := c.Clear(m.Request, from, to, tx.Now)
	if !decided {
		if after.Objective == m.Request.Objective {
			return nil
		}
		return tx.KeepRequest(ctx, after)
	}
	if err := request.Advance(ctx, tx, m, after, d); err != nil {
		return err
	}
	return spread(ctx, tx, *c, id)
}

// spread has the messages about a request rewritten in their turn, where many requests are dealt with: what is new to their
// readers goes before.
func spread(ctx context.Context, tx *store.Tx, c ritual.Clearing, id string) error {
	if c.Total <= clearedBatch {
		return nil
	}
	due := c.At.Add(time.Duration(c.Decided()) * rewriteEvery)
	ms, err := tx.MessagesAbout(ctx, id)
	for _, m := range ms {
		if m.State == store.MessagePosted && due.After(tx.Now) {
			err = errors.Join(err, tx.Move(ctx, engine.JobMessage, m.ID, due))
		}
	}
	return err
}

// untellAchieved has what the product's channel was told of an objective shown anew, as it is on the roadmap again.
func untellAchieved(ctx context.Context, tx *store.Tx, o ritual.Objective) error {
	c, err := tx.ClearingOf(ctx, o.ID)
	if err != nil || c.ID == "" {
		return err
	}
	return engine.Refresh(ctx, tx, c.ID)
}
