package sprint

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Plan says what the next sprint is for, when it is, and what is in it.

// planSubmit is in open forms: it is never renamed.
const planSubmit = "sprint.plan.form"

// planRoutes are those by which a sprint is planned.
func planRoutes() engine.Ritual {
	r := engine.Ritual{
		Commands: []engine.Command{
			{Name: "/sprint", Word: "plan", Does: "plan the next sprint: its goal, its dates and its stories (product owner)", Needs: engine.NeedPerson, Do: inProduct(PlanOpen, openPlan)},
		},
		Actions: []engine.Action{{ID: PlanOpen, Needs: engine.NeedPerson, Do: pressed(openPlan)}},
		Submits: []engine.Submit{{ID: planSubmit, Needs: engine.NeedPerson, Do: pressed(submitPlan)}},
	}
	for _, id := range []string{ritual.FieldStories, storiesAgain, ritual.FieldCapacity, ritual.FieldStarts, ritual.FieldEnds} {
		r.Actions = append(r.Actions, engine.Action{ID: id, Live: livePlan})
	}
	return r
}

// A productHandler is a handler of what is done to the sprints of a product.
type productHandler func(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error)

// inProduct is the handler of a command on the product that the place means, by whoever may plan its sprints. choose is the action
// by which somebody is asked which product they mean.
func inProduct(choose string, do productHandler) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		return request.InProduct(ctx, tx, in, choose, planning(do))
	}
}

// pressed is the handler of a button or a form of a product, by whoever may plan its sprints.
func pressed(do productHandler) engine.Handler {
	return request.ChosenProduct(planning(do))
}

// planning checks at the click whether somebody may plan the sprints of a product.
func planning(do productHandler) productHandler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
		if err := request.MayIn(ctx, tx, ritual.ToPlan, in.Who, p); err != nil {
			return engine.Reply{}, err
		}
		return do(ctx, tx, in, p)
	}
}

// plannable is the product whose form somebody fills in, if they may plan its sprints.
func plannable(ctx context.Context, tx *store.Tx, in engine.Input) (ritual.Product, error) {
	p, err := request.ProductNamed(ctx, tx, in)
	if err != nil {
		return p, err
	}
	return p, request.MayIn(ctx, tx, ritual.ToPlan, in.Who, p)
}

// sprintsMost is how many of a product's sprints are looked at.
const sprintsMost = 50

// A plan is a sprint that is planned, or the one to plan, with what can be chosen for it.
type plan struct {
	p      ritual.Product
	at     ritual.Workplace
	s      ritual.Sprint // as it is kept; as it is usual, without an id, where none is planned
	others []ritual.Sprint
	picked []string // what is picked for it and can be in it
	lost   []string // what is picked for it and cannot, with why
	mean   int      // points; 0 where there is none yet
	menu   menu
	typed  engine.Fields // what the form holds; nil before it is drawn
	data   engine.FormData
}

// readPlan reads the plan of a product's next sprint. in is what the form holds, where it is open.
func readPlan(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (l plan, err error) {
	l.p = p
	zone, err := request.TeamZone(ctx, tx, p)
	if err != nil {
		return l, err
	}
	l.at = Workplace(p, ritual.Sprint{Zone: zone, Starts: ritual.Today(tx.Now, zone), Ends: ritual.Today(tx.Now, zone)})
	if l.others, err = tx.SprintsOf(ctx, p.ID, sprintsMost); err != nil {
		return l, err
	}
	l.mean, _ = ritual.MeanVelocity(l.others)
	if l.s, err = tx.SprintIn(ctx, p.ID, ritual.SprintPlanned); errors.Is(err, store.ErrNotFound) {
		l.s = ritual.UsualSprint(l.others, l.at, tx.Now)
		l.s.Product, l.s.Capacity = p.ID, l.mean
		l.s.Number, err = tx.NextSprintNumber(ctx, p.ID)
	}
	if err != nil {
		return l, err
	}
	l.s.Zone = zone
	stories, err := tx.SprintRequests(ctx, l.s.ID)
	if err != nil {
		return l, err
	}
	l.data = engine.FormData{Subject: p.ID, Last: markOf(l.s, stories)}
	carried := map[string]bool{}
	for _, b := range stories {
		if b.Request.Status != ritual.Backlog || b.Request.Product != p.ID {
			l.lost = append(l.lost, fmt.Sprintf("%s (%s)", b.Request.ID, b.Request.Standing()))
			continue
		}
		l.picked = append(l.picked, b.Request.ID)
		carried[b.Request.ID] = b.In.Work != ritual.WorkTodo || b.In.Owner != ""
	}
	var chosen []string
	if _, drawn := in.Fields[ritual.FieldGoal]; drawn {
		l.typed = in.Fields
		chosen = l.typed.All(storiesBlock(in.Data))
	}
	l.menu, err = readMenu(ctx, tx, p, ritual.Reader{Person: in.By, Place: in.Channel}, l.picked, chosen)
	l.menu.carried = carried
	return l, err
}

// markOf stands for how a plan is, behind the sprint's number: it is another one once somebody has saved it.
func markOf(s ritual.Sprint, stories []ritual.BoardStory) string {
	if s.ID == "" {
		return ""
	}
	words := []string{strconv.FormatInt(s.Planned.UnixMilli(), 10)}
	for _, b := range stories {
		words = append(words, b.Request.ID)
	}
	return strconv.Itoa(s.Number) + " " + digest(words...)
}

// digest stands for some words in a form.
func digest(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\n")))
	return hex.EncodeToString(sum[:6])
}

// storiesAgain is the other field for the stories.
const storiesAgain = ritual.FieldStories + "_again"

// storiesBlock is the field for the stories of a form. It is another one when the form came back with other stories chosen: Slack
// keeps what a field holds as long as it is the same.
func storiesBlock(d engine.FormData) string {
	if d.Version%2 == 0 {
		return ritual.FieldStories
	}
	return storiesAgain
}

// openPlan opens the form `Plan sprint`.
func openPlan(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	in.Fields = nil
	l, err := readPlan(ctx, tx, in, p)
	return engine.Open(l.modal(tx, "")), err
}

// livePlan redraws the form with the total of what is chosen.
func livePlan(ctx context.Context, tx *store.Tx, in engine.Input) (kit.Modal, error) {
	p, err := plannable(ctx, tx, in)
	if err != nil {
		return kit.Modal{}, err
	}
	l, err := readPlan(ctx, tx, in, p)
	l.data = in.Data
	return l.modal(tx, ""), err
}

// submitPlan keeps the plan.
func submitPlan(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	l, err := readPlan(ctx, tx, in, p)
	if err != nil {
		return engine.Reply{}, err
	}
	if in.Data.Last != l.data.Last {
		return engine.Reply{}, l.savedMeanwhile(tx, in)
	}
	chosen := in.Fields.All(storiesBlock(in.Data))
	s, err := l.s.Plan(typedPlan(in.Fields), l.others, in.By, tx.Now)
	if err = errors.Join(err, gone(ctx, tx, p, storiesBlock(in.Data), chosen)); err != nil {
		return engine.Reply{}, err
	}
	if s, err = l.keep(ctx, tx, s, l.menu.chosen(chosen)); err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(plannedNote(l, s, l.menu.chosen(chosen))), nil
}

// savedMeanwhile is the form again, over whose opening somebody else has planned the same sprint, or stories were carried into it:
// with what was typed, and what is picked by now beside what was chosen. There is none once that sprint has been started.
func (l plan) savedMeanwhile(tx *store.Tx, in engine.Input) error {
	if number, _, planned := strings.Cut(in.Data.Last, " "); planned && number != strconv.Itoa(l.s.Number) {
		return ritual.Refuse("The sprint of this form was started while you had it open, so nothing was saved. `/sprint` shows it: `Edit sprint` changes its goal and its dates, `Add a story` what is in it.")
	}
	l.data.Version = in.Data.Version + 1
	typed := maps.Clone(in.Fields)
	typed[storiesBlock(l.data)] = slices.Concat(l.picked, in.Fields.All(storiesBlock(in.Data)))
	l.typed = typed
	says := fmt.Sprintf("The plan of sprint %d has changed while you had this form open", l.s.Number)
	if in.Data.Last == "" && l.s.PlannedBy != "" {
		says = fmt.Sprintf("%s planned sprint %d while you had this form open", ritual.Name(l.s.PlannedBy), l.s.Number)
	}
	note := kit.Sentence(says) + kit.Raw(", so nothing was saved yet. What is picked by now is chosen, too. Save again to put yours in its place.")
	if l.s.Goal != "" {
		note = kit.Join("\n", note, kit.F("It is now: *%s*, %s.", kit.OneLine(l.s.Goal), datesWords(l.s)))
	}
	return engine.Again{Refusal: ritual.Refuse("%s.", says), Form: l.modal(tx, note)}
}

// typedPlan is what a form for a sprint says.
func typedPlan(f engine.Fields) ritual.SprintPlan {
	return ritual.SprintPlan{Goal: f.One(ritual.FieldGoal), Starts: f.One(ritual.FieldStarts), Ends: f.One(ritual.FieldEnds),
		DemoDay: f.One(ritual.FieldDemoDay), DemoAt: f.One(ritual.FieldDemoAt), Capacity: f.One(ritual.FieldCapacity)}
}

// keep keeps a plan with the stories that were chosen, in their order, in place of those that were picked before.
func (l plan) keep(ctx context.Context, tx *store.Tx, s ritual.Sprint, chosen []ritual.Request) (ritual.Sprint, error) {
	write := tx.KeepSprint
	if s.ID == "" {
		s.ID, write = store.NewID(), tx.AddSprint
	}
	if err := write(ctx, s); err != nil {
		return s, err
	}
	was, err := tx.SprintStories(ctx, s.ID)
	if err != nil {
		return s, err
	}
	before := map[string]ritual.SprintStory{}
	place := len(chosen)
	for _, in := range was {
		before[in.Request] = in
		switch {
		case slices.ContainsFunc(chosen, func(r ritual.Request) bool { return r.ID == in.Request }):
		case slices.Contains(l.picked, in.Request) && !l.menu.has(in.Request): // the menu had no room for it
			in.Place = place
			place++
			err = errors.Join(err, tx.KeepSprintStory(ctx, s.ID, in))
		default:
			err = errors.Join(err, tx.DropSprintStory(ctx, s.ID, in.Request), unpick(ctx, tx, s, in.Request))
		}
	}
	for i, r := range chosen {
		in, ok := before[r.ID]
		if !ok {
			in = ritual.SprintStory{Request: r.ID, Work: ritual.WorkTodo}
		}
		in.Place = i
		err = errors.Join(err, tx.KeepSprintStory(ctx, s.ID, in))
	}
	return s, errors.Join(err, Scheduled(ctx, tx, s), Refresh(ctx, tx, s))
}

// unpick tells whoever asked for a story that it does not go on in a sprint after all, if they were told that it does.
func unpick(ctx context.Context, tx *store.Tx, s ritual.Sprint, id string) error {
	m, err := request.Of(ctx, tx, id)
	if err != nil {
		return err
	}
	m.By = s.PlannedBy
	ds, err := tx.Decisions(ctx, id)
	if err != nil {
		return err
	}
	d, ok := s.Unpick(m.Request, ds, s.PlannedBy, tx.Now)
	if !ok {
		return nil
	}
	return request.Advance(ctx, tx, m, m.Request, d)
}
