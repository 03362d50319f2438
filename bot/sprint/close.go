package sprint

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Close sprint: one form says what the sprint came to, and asks for each story that is not done where it goes. What was chosen is
// held against what stands when the form is sent.

// closeForm is in open forms: it is never renamed.
const closeForm = "sprint.close.form"

func closeRoutes() engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{
			{Name: "/sprint", Word: "close", Does: "close the sprint: freeze what it came to, and say where the rest goes (product owner)", Needs: engine.NeedPerson,
				Do: inProduct(CloseOpen, openClose)},
		},
		Actions: []engine.Action{{ID: CloseOpen, Needs: engine.NeedPerson, Do: pressed(openClose)}},
		Submits: []engine.Submit{{ID: closeForm, Needs: engine.NeedPerson, Do: submitClose}},
	}
}

// A closing is a sprint that is about to be closed, as it stands now.
type closing struct {
	p     ritual.Product
	s     ritual.Sprint
	next  ritual.Sprint        // what is planned, or would be: that one has no id yet
	there []ritual.SprintStory // what is picked for that one already
	rd    ritual.Reader        // who closes it

	figures  ritual.Figures
	before   []ritual.Sprint     // the latest that are closed
	mean     int                 // velocity of the last three closed sprints
	hasMean  bool                // there are three
	all      []ritual.BoardStory // as the board has them
	left     []ritual.BoardStory // not done: what was started first
	finished []ritual.BoardStory // done and not accepted yet
	accepted []ritual.BoardStory // and not shipped
}

// closingOf reads how a sprint stands that somebody closes.
func closingOf(ctx context.Context, tx *store.Tx, p ritual.Product, s ritual.Sprint, by string) (c closing, err error) {
	c = closing{p: p, s: s}
	stories, err := tx.SprintRequests(ctx, s.ID)
	if err != nil {
		return c, err
	}
	c.all = ritual.OnBoard(stories)
	var of []ritual.Request
	for _, b := range c.all {
		of = append(of, b.Request)
		switch b.Lane() {
		case ritual.LaneDoing, ritual.LaneTodo:
			c.left = append(c.left, b)
		case ritual.LaneDone:
			c.finished = append(c.finished, b)
		case ritual.LaneAccepted:
			c.accepted = append(c.accepted, b)
		}
	}
	if c.rd, err = request.Informed(ctx, tx, ritual.Reader{Person: by}, of...); err != nil {
		return c, err
	}
	events, err := tx.SprintEvents(ctx, s.ID)
	if err != nil {
		return c, err
	}
	c.figures = ritual.FiguresOf(events)
	if c.before, err = tx.ClosedSprints(ctx, p.ID, ritual.MeanOf); err != nil {
		return c, err
	}
	c.mean, c.hasMean = ritual.MeanVelocity(c.before)
	if c.next, err = nextSprint(ctx, tx, p, s); err != nil || c.next.ID == "" {
		return c, err
	}
	c.there, err = tx.SprintStories(ctx, c.next.ID)
	return c, err
}

// isPicked reports whether a story is picked for the next sprint already: it may have been added to this one since.
func (c closing) isPicked(id string) bool {
	return slices.ContainsFunc(c.there, func(in ritual.SprintStory) bool { return in.Request == id })
}

// leavesTo is where a story goes that is not done unless somebody says otherwise.
func (c closing) leavesTo(b ritual.BoardStory) ritual.StoryEnd {
	if c.isPicked(b.Request.ID) {
		return ritual.EndCarried
	}
	return b.In.LeavesTo()
}

// nextSprint is the product's planned sprint or, where there is none, the one that would follow an active one if it ended now. That
// has no id yet, and no goal.
func nextSprint(ctx context.Context, tx *store.Tx, p ritual.Product, s ritual.Sprint) (ritual.Sprint, error) {
	planned, err := sprintIn(ctx, tx, p, ritual.SprintPlanned)
	if err != nil || planned.ID != "" {
		return planned, err
	}
	at := Workplace(p, s)
	s.State, s.Closed = ritual.SprintClosed, tx.Now
	next := ritual.UsualSprint([]ritual.Sprint{s}, at, tx.Now)
	next.Product = p.ID
	next.Number, err = tx.NextSprintNumber(ctx, p.ID)
	return next, err
}

// openClose opens the form for the product's active sprint.
func openClose(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	s, err := sprintIn(ctx, tx, p, ritual.SprintActive)
	if err != nil {
		return engine.Reply{}, err
	}
	if s.ID == "" {
		return nothingToClose(ctx, tx, p)
	}
	c, err := closingOf(ctx, tx, p, s, in.By)
	return engine.Open(closeModal(c, tx.Now)), err
}

// nothingToClose says why there is no sprint to close, and what there is instead.
func nothingToClose(ctx context.Context, tx *store.Tx, p ritual.Product) (engine.Reply, error) {
	planned, err := sprintIn(ctx, tx, p, ritual.SprintPlanned)
	if err != nil {
		return engine.Reply{}, err
	}
	if planned.ID != "" {
		return engine.Reply{}, ritual.Refuse("No sprint of %s is active. Sprint %d is planned from %s: `/sprint start` starts it.", p.Name, planned.Number, ritual.ShortDay(planned.Starts))
	}
	last, err := sprintIn(ctx, tx, p, ritual.SprintClosed)
	if err != nil {
		return engine.Reply{}, err
	}
	if last.ID == "" {
		return engine.Reply{}, ritual.Refuse("No sprint of %s is active. `/sprint plan` plans the first one.", p.Name)
	}
	return engine.Open(closedModal(p, last, nil)), nil
}

// submitClose closes the sprint, unless somebody was quicker.
func submitClose(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	s, err := tx.Sprint(ctx, in.Subject)
	if errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, ritual.Refuse("This sprint is not here any more. `/sprint` shows what is.")
	}
	if err != nil {
		return engine.Reply{}, err
	}
	p, err := tx.Product(ctx, s.Product)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := request.MayIn(ctx, tx, ritual.ToPlan, in.Who, p); err != nil {
		return engine.Reply{}, err
	}
	if s.State == ritual.SprintClosed { // somebody was quicker
		return engine.Open(closedModal(p, s, nil)), nil
	}
	c, err := closingOf(ctx, tx, p, s, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	l, err := c.chosen(in.Fields)
	if err != nil {
		return engine.Reply{}, err
	}
	done, err := c.close(ctx, tx, in.By, l)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(closedModal(p, done, c.notes(in.Fields, l))), nil
}

// The fields of the form.
const (
	fieldTo     = "to."  // where a story goes: and its id
	fieldWhy    = "why." // why it was not done: and its id
	fieldOthers = "to.others"
	fieldWhyAll = "why.all"
	fieldShip   = "ship"
	shipAll     = "all"  // the value of the tick
	othersEach  = "each" // each of the others goes where it would by itself
)

// How many stories that are not done the form asks about one by one: Slack takes a hundred blocks. Of more of them, all others go
// one way; and of a few only, it asks why of each.
const (
	askedEach = 40
	whyEach   = 10
)

// What was chosen in the form.
type chosen struct {
	leaving []ritual.Leaving // of each story that is left
	ship    bool
}

// chosen reads the form, for the stories that are not done now.
func (c closing) chosen(f engine.Fields) (ch chosen, err error) {
	ch.ship = slices.Contains(f.All(fieldShip), shipAll)
	for _, b := range c.left {
		id := b.Request.ID
		to, field, why := f.One(fieldTo+id), fieldWhy+id, f.One(fieldWhy+id)
		if to == "" { // whichever the others were when the form was opened
			to = f.One(fieldOthers)
		}
		if to != string(ritual.EndCarried) && to != string(ritual.EndBack) {
			to = string(c.leavesTo(b))
		}
		if why == "" && f.One(fieldWhyAll) != "" {
			field, why = fieldWhyAll, f.One(fieldWhyAll)
		}
		l, bad := ritual.NewLeaving(b.In, to, field, why)
		if err == nil || field != fieldWhyAll { // it is refused once
			err = errors.Join(err, bad)
		}
		ch.leaving = append(ch.leaving, l)
	}
	return ch, err
}

// carries is how many stories go on in the next sprint.
func (ch chosen) carries() (n int) {
	for _, l := range ch.leaving {
		if l.To == ritual.EndCarried {
			n++
		}
	}
	return n
}

// notes say what was shipped, and what has changed since the form was opened: what is done by now or was taken out, and what it did
// not ask about.
func (c closing) notes(f engine.Fields, ch chosen) (notes []kit.Text) {
	if len(c.accepted) > 0 && ch.ship {
		notes = append(notes, shippedWords(idsOf(c.accepted)))
	}
	for i, b := range c.left {
		if _, asked := f[fieldTo+b.Request.ID]; asked || f.One(fieldOthers) != "" {
			continue
		}
		where := kit.Raw("is back in the backlog")
		if ch.leaving[i].To == ritual.EndCarried {
			where = kit.F("goes on in sprint %d", c.next.Number)
		}
		notes = append(notes, kit.F("*%s* came while you had the form open, and is not done: it %s.", b.Request.ID, where))
	}
	for _, field := range slices.Sorted(maps.Keys(f)) {
		id, asked := strings.CutPrefix(field, fieldTo)
		if !asked || field == fieldOthers || slices.ContainsFunc(c.left, func(b ritual.BoardStory) bool { return b.Request.ID == id }) {
			continue
		}
		says := kit.Raw("left the sprint while you had the form open")
		if slices.ContainsFunc(c.all, func(b ritual.BoardStory) bool { return b.Request.ID == id }) {
			says = kit.Raw("was done while you had the form open, and counts as done")
		}
		notes = append(notes, kit.F("*%s* %s.", id, says))
	}
	return notes
}
