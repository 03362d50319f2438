package bot

import (
	"context"
	"errors"
	"maps"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Priority asks the product owner what next: where does this stand in the backlog?

// prioritizeForm is in old messages: it is never renamed.
const prioritizeForm = "priority.form"

func priorityRitual() engine.Ritual {
	r := engine.Ritual{
		Actions: []engine.Action{request.Click(request.PrioritizeOpen, ritual.ToPrioritize, openPrioritize)},
		Submits: []engine.Submit{request.Submit(prioritizeForm, ritual.ToPrioritize, submitPriority)},
	}
	for _, id := range liveInputs() {
		r.Actions = append(r.Actions, engine.Action{ID: id, Live: livePriority})
	}
	return r
}

// liveInputs are the inputs of all frameworks: each redraws the form, so that the score shows as it is typed.
func liveInputs() []string {
	var ids []string
	for _, id := range ritual.FrameworkList {
		for _, in := range ritual.Frameworks[id].Inputs {
			ids = append(ids, in.ID)
		}
	}
	return ids
}

func openPrioritize(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	v, err := priorityForm(ctx, tx, engine.Input{Who: in.Who}, m)
	return engine.Open(v), err
}

// livePriority redraws the form with the score as far as it goes: the PO's, or the one in which one person answers
// both questions.
func livePriority(ctx context.Context, tx *store.Tx, in engine.Input) (kit.Modal, error) {
	m, err := request.Of(ctx, tx, in.Subject)
	if err != nil {
		return kit.Modal{}, err
	}
	m.By = in.By
	if err := m.ReadBy(ctx, tx, ritual.Reader{Person: in.By, Place: in.Channel}); err != nil {
		return kit.Modal{}, err
	}
	right, draw := ritual.ToPrioritize, priorityForm
	if m.Both() && m.Request.Status == ritual.AwaitingAlignment {
		right, draw = ritual.ToAlign, alignForm
	}
	if err := m.May(right, in.Who); err != nil {
		return kit.Modal{}, err
	}
	return draw(ctx, tx, in, m)
}

// submitPriority scores the story and puts it into the backlog, or parks it. The score that counts is computed here.
func submitPriority(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	if err := comesBack(ctx, tx, in, m, priorityForm); err != nil {
		return engine.Reply{}, err
	}
	if err := scoredMeanwhile(ctx, tx, in, m); err != nil {
		return engine.Reply{}, err
	}
	after, score, d, err := ritual.Prioritize(m.Request, ritual.Frameworks[m.Product.Framework], in.Fields.Flat(), in.By, ritual.Today(tx.Now, in.Who.Zone), tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	last, err := tx.Score(ctx, m.Request.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, err
	}
	if m.Request.Status == after.Status && score.Same(last) {
		return engine.Open(sameScoreModal(m.Request, score)), nil
	}
	if err := errors.Join(tx.KeepScore(ctx, after.ID, score, in.By), request.Advance(ctx, tx, m, after, d)); err != nil {
		return engine.Reply{}, err
	}
	return weighed(ctx, tx, m.Product, score)
}

// weighed is the answer to a score that was saved: none, unless it is one Must too many.
func weighed(ctx context.Context, tx *store.Tx, p ritual.Product, s ritual.Score) (engine.Reply, error) {
	if !s.Must() {
		return engine.Reply{}, nil
	}
	hint, err := mustHint(ctx, tx, p)
	if err != nil || hint == "" {
		return engine.Reply{}, err
	}
	return engine.Open(mustModal(hint)), nil
}

// weighsMust warns while a form is open that one Must more would be too much.
func weighsMust(ctx context.Context, tx *store.Tx, m request.Matter, j judgments) (string, error) {
	if s, err := j.by.Compute(j.typed); err != nil || !s.Must() {
		return "", nil //nolint:nilerr // it is not judged yet
	}
	classes, err := tx.Classes(ctx, m.Product.ID, ritual.MoSCoW)
	if err != nil {
		return "", err
	}
	var was *int64
	if m.Request.Status == ritual.Backlog {
		last, err := tx.Score(ctx, m.Request.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return "", err
		}
		if last.Framework == ritual.MoSCoW {
			was = &last.Milli
		}
	}
	return classes.WithMust(m.Request.Points, was).MustHint(), nil
}

// scoredMeanwhile refuses a form over whose opening somebody else has scored the story. It comes back with what was typed:
// who sends it again has seen the other's score.
func scoredMeanwhile(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) error {
	last, err := lastPriority(ctx, tx, m.Request.ID)
	if err != nil || last.ID == in.Data.Last || last.By == in.By {
		return err
	}
	in.Data.Last = last.ID
	v, err := priorityForm(ctx, tx, in, m)
	if err != nil {
		return err
	}
	v.Blocks = append([]slack.Block{kit.Section(kit.Sentence(last.Sentence()) + kit.Raw(" while you had this form open, so nothing was saved yet. Save again to put yours in its place."))}, v.Blocks...)
	return engine.Again{Refusal: ritual.Refuse("%s while you had the form open.", last.Sentence()), Form: v}
}

// lastPriority is the latest decision on a request's priority, or none.
func lastPriority(ctx context.Context, tx *store.Tx, id string) (last ritual.Decision, err error) {
	ds, err := tx.Decisions(ctx, id)
	for _, d := range ds {
		if d.Topic == ritual.Priority {
			last = d
		}
	}
	return last, err
}

// A formOf draws a form about a request from what it holds; from what it starts with, when it holds nothing.
type formOf func(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (kit.Modal, error)

// comesBack refuses a form that cannot be taken as it was drawn: it asks by a framework that the product has left since,
// or does not ask yet until when a Won't is parked. The form comes back as it should be, and nothing is lost.
func comesBack(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter, draw formOf) error {
	f := ritual.Frameworks[m.Product.Framework]
	var refused error
	switch was, drawn := frameworkOf(in.Fields); {
	case drawn && was.ID != f.ID:
		refused = ritual.Refuse("%s is prioritized by %s now.", m.Product.Name, f.Name)
		in.Data.Before = kit.Cut(judgedWords(was, in.Fields.Flat()), beforeMost)
		in.Fields = maps.Clone(in.Fields)
		for _, i := range was.Inputs {
			delete(in.Fields, i.ID)
		}
	case f.Parks(in.Fields.Flat()):
		for _, i := range f.Inputs {
			if _, there := in.Fields[i.ID]; i.Date && !there {
				refused = ritual.RefuseField(i.ID, "Choose the date on which it comes back.")
			}
		}
	}
	if refused == nil {
		return nil
	}
	v, err := draw(ctx, tx, in, m)
	if err != nil {
		return err
	}
	return engine.Again{Refusal: refused, Form: v}
}

// frameworkOf is the framework by which a form asks. ok is false where it asks by none, or was not drawn yet.
func frameworkOf(in engine.Fields) (f ritual.Framework, ok bool) {
	for _, id := range ritual.FrameworkList {
		for _, i := range ritual.Frameworks[id].Inputs {
			if _, there := in[i.ID]; there {
				return ritual.Frameworks[id], true
			}
		}
	}
	return f, false
}

// beforeMost is how many characters of earlier judgments a form carries along.
const beforeMost = 300

// judgedWords are judgments as people read them: "Value 7, Effort 3".
func judgedWords(f ritual.Framework, in map[string]string) string {
	var parts []string
	for _, i := range f.Inputs {
		if v := in[i.ID]; v != "" {
			parts = append(parts, i.Label+" "+v)
		}
	}
	return strings.Join(parts, ", ")
}

// judgments are what a form asks for by a framework, and how far they have come.
type judgments struct {
	by     ritual.Framework  // that of the form while it is open, whatever the product's has become
	start  map[string]string // what the form began with: Slack keeps what was typed only while this stays the same
	typed  map[string]string // what the form holds
	wanted int               // how many different people and customers asked for it

	customers int    // of them
	before    string // what was judged by a framework that the product has left since
	last      string // the latest decision on its priority
	suggested string // the objective that it seems to serve, where the form asks for that, too
	hint      string // what to think of before it is saved
}

// judgmentsOf reads what a form asks for, beginning with the framework's own start.
func judgmentsOf(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (judgments, error) {
	j := judgments{by: ritual.Frameworks[m.Product.Framework], before: in.Data.Before}
	was, drawn := frameworkOf(in.Fields)
	if drawn {
		j.by = was
	}
	j.start = j.by.Starts()
	for _, i := range j.by.Inputs {
		if i.Date {
			j.start[i.ID] = ritual.Today(tx.Now.Add(parkFor), "")
		}
	}
	j.typed = maps.Clone(j.start)
	if drawn {
		maps.Copy(j.typed, in.Fields.Flat())
	}
	others, err := tx.Supporters(ctx, m.Request.ID)
	people, customers := ritual.Wanting(m.Request, others)
	j.wanted, j.customers = len(people)+len(customers), len(customers)
	return j, err
}

// judgedAgain begins with the last score by the same framework, where there is one.
func judgedAgain(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (judgments, error) {
	j, err := judgmentsOf(ctx, tx, in, m)
	if err != nil {
		return j, err
	}
	_, drawn := frameworkOf(in.Fields)
	j.last = in.Data.Last
	if !drawn {
		last, err := lastPriority(ctx, tx, m.Request.ID)
		if err != nil {
			return j, err
		}
		j.last = last.ID
	}
	s, err := tx.Score(ctx, m.Request.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && s.Framework != j.by.ID {
		return j, nil
	}
	maps.Copy(j.start, j.by.Given(s))
	if !drawn {
		maps.Copy(j.typed, j.by.Given(s))
	}
	return j, err
}

// priorityForm is the PO's form.
func priorityForm(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (kit.Modal, error) {
	j, err := judgedAgain(ctx, tx, in, m)
	if err != nil {
		return kit.Modal{}, err
	}
	j.hint, err = weighsMust(ctx, tx, m, j)
	return priorityModal(m, j), err
}
