package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Satisfaction asks whoever asked for something, two weeks after it shipped, whether it solved what they needed: once, and all of
// a day in one message. The rules are in ritual/satisfaction.go. A request that shipped leaves one job; it notes whom to ask, and each of
// them has a job of their own that is due in their morning.

// The ids of satisfaction. Old messages carry them: they are never renamed.
const (
	jobSatisfaction    = "satisfaction"     // notes whom to ask about a request; its key is the request
	jobAskSatisfaction = "ask_satisfaction" // asks somebody; its key is the person
	satisfactionKind   = "satisfaction"     // the message; its subject is the reader's local day, YYYY-MM-DD
	satisfactionRate   = "satisfaction.%d"  // a button for each rating; its value is the request
	satisfactionMore   = "satisfaction.more"
	satisfactionForm   = "satisfaction.form"
)

func satisfactionRitual() engine.Ritual {
	actions := []engine.Action{{ID: satisfactionMore, Do: opinionOn(openOpinion)}}
	for r := ritual.Rating(1); r <= ritual.RatingMost; r++ {
		actions = append(actions, engine.Action{ID: fmt.Sprintf(satisfactionRate, r), Do: opinionOn(rate(r))})
	}
	return engine.Ritual{
		Actions:  actions,
		Submits:  []engine.Submit{{ID: satisfactionForm, Do: opinionOn(submitOpinion)}},
		Jobs:     []engine.JobKind{{Kind: jobSatisfaction, Run: runSatisfaction}, {Kind: jobAskSatisfaction, Run: runAskSatisfaction}},
		Messages: []engine.MessageKind{{Kind: satisfactionKind, Class: ritual.ClassSatisfaction, View: satisfactionView, Row: satisfactionRow}},
	}
}

// leaveSatisfaction leaves it to ask about a request two weeks after it shipped.
func leaveSatisfaction(ctx context.Context, tx *store.Tx, f fate) error {
	if f.became.Outcome != ritual.OutcomeShipped {
		return nil
	}
	id := f.m.Request.ID
	return tx.RefreshAt(ctx, jobSatisfaction, id, jobSatisfaction+":"+id, f.became.At.Add(ritual.SatisfactionAfter))
}

// runSatisfaction notes whom to ask about a request, if it still counts as shipped.
func runSatisfaction(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		f, err := fateOf(ctx, tx, job.Key)
		if err != nil || f.became.Outcome != ritual.OutcomeShipped {
			return errors.Join(err, tx.Finish(ctx, job, 0))
		}
		for _, h := range f.hearers {
			if !h.Judges {
				continue
			}
			if err := errors.Join(tx.WantOpinion(ctx, h.Person, job.Key), askSatisfactionAt(ctx, tx, h.Person, f.askAt(h.Person))); err != nil {
				return err
			}
		}
		return tx.Finish(ctx, job, 0)
	})
}

// askSatisfactionAt has somebody asked at an instant, or sooner where that was left before.
func askSatisfactionAt(ctx context.Context, tx *store.Tx, person string, due time.Time) error {
	return tx.RefreshAt(ctx, jobAskSatisfaction, person, jobAskSatisfaction+":"+person, due)
}

// questionsMost is how many requests one message asks about; the others wait for the next day's.
const questionsMost = 10

// runAskSatisfaction asks somebody about all that waits to be asked, in their working hours and once a day.
func runAskSatisfaction(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		waiting, err := tx.OpinionsAsked(ctx, job.Key, "")
		if err != nil {
			return err
		}
		asks, product, later, err := stillToAsk(ctx, tx, job.Key, waiting)
		if err == nil && !later.IsZero() {
			err = askSatisfactionAt(ctx, tx, job.Key, later)
		}
		if err != nil || len(asks) == 0 {
			return err
		}
		who, err := tx.Person(ctx, job.Key)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		who.ID = job.Key
		at := product.Settings.Workplace(who)
		day := ritual.Today(tx.Now, at.Zone)
		before, err := tx.OpinionsAsked(ctx, who.ID, day)
		if err != nil {
			return err
		}
		if ok, next := ritual.MayTell(tx.Now, at, len(before) > 0); !ok {
			return askSatisfactionAt(ctx, tx, who.ID, next)
		}
		if len(asks) > questionsMost {
			asks = asks[:questionsMost]
			err = askSatisfactionAt(ctx, tx, who.ID, at.MorningAfter(tx.Now))
		}
		for i, o := range asks {
			o.Day, o.Place = day, i
			err = errors.Join(err, tx.KeepOpinion(ctx, o))
		}
		if err != nil {
			return err
		}
		_, err = engine.Post(ctx, tx, store.Message{Kind: satisfactionKind, Subject: day, Product: product.ID, To: who.ID})
		return err
	})
}

// stillToAsk is what somebody is to be asked about now, with the product of the first, and when there is more to ask, zero where there
// is not. The rest is forgotten: what went back meanwhile, what they muted, and whom Tandem cannot ask any more.
func stillToAsk(ctx context.Context, tx *store.Tx, person string, waiting []ritual.Opinion) (asks []ritual.Opinion, product ritual.Product, later time.Time, err error) {
	for _, o := range waiting {
		f, err := fateOf(ctx, tx, o.Request)
		if err != nil {
			return nil, product, later, err
		}
		quiet, err := request.QuietFor(ctx, tx, person, o.Request)
		if err != nil {
			return nil, product, later, err
		}
		switch {
		case quiet || f.became.Outcome != ritual.OutcomeShipped || !f.judgedBy(person):
			if err := tx.DropOpinion(ctx, o.Request, person); err != nil {
				return nil, product, later, err
			}
		case tx.Now.Before(f.became.At.Add(ritual.SatisfactionAfter)): // it went back and shipped again
			if due := f.askAt(person); later.IsZero() || due.Before(later) {
				later = due
			}
		default:
			if len(asks) == 0 {
				product = f.m.Product
			}
			asks = append(asks, o)
		}
	}
	return asks, product, later, nil
}

// askAt is when somebody is asked about a request that shipped.
func (f fate) askAt(person string) time.Time {
	return ritual.AskSatisfactionAt(f.became.At, f.m.Product.Settings.Workplace(f.people.Of(person)))
}

// judgedBy reports whether somebody asked for a request and can be asked about it.
func (f fate) judgedBy(person string) bool {
	return slices.ContainsFunc(f.hearers, func(h ritual.Hearer) bool { return h.Person == person && h.Judges })
}

// opinionOn is a handler that knows what whoever acts says of the request so far. Only who was asked has an opinion to give.
func opinionOn(do func(ctx context.Context, tx *store.Tx, in engine.Input, o ritual.Opinion) (engine.Reply, error)) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		o, err := tx.Opinion(ctx, cmp.Or(in.Subject, in.Data.Subject), in.By)
		if errors.Is(err, store.ErrNotFound) {
			return engine.Reply{}, ritual.Refuse("I ask those who asked for it, two weeks after it shipped. Is something still missing? `/request` and a few words record it.")
		}
		if err != nil {
			return engine.Reply{}, err
		}
		return do(ctx, tx, in, o)
	}
}

// rate keeps the rating of the button that was pressed; a comment stays.
func rate(r ritual.Rating) func(ctx context.Context, tx *store.Tx, in engine.Input, o ritual.Opinion) (engine.Reply, error) {
	return func(ctx context.Context, tx *store.Tx, _ engine.Input, o ritual.Opinion) (engine.Reply, error) {
		o.Rating = r
		return engine.Reply{}, keepOpinion(ctx, tx, o)
	}
}

// keepOpinion keeps an answer, and shows it where it was asked for.
func keepOpinion(ctx context.Context, tx *store.Tx, o ritual.Opinion) error {
	o.At = tx.Now
	if err := tx.KeepOpinion(ctx, o); err != nil {
		return err
	}
	m, err := tx.MessageOf(ctx, satisfactionKind, o.Day, o.Person)
	if errors.Is(err, store.ErrNotFound) {
		return nil // it is old and forgotten
	}
	if err != nil {
		return err
	}
	return engine.ShowMessage(ctx, tx, m)
}

// openOpinion opens the form for a rating with a comment.
func openOpinion(ctx context.Context, tx *store.Tx, in engine.Input, o ritual.Opinion) (engine.Reply, error) {
	m, err := request.Of(ctx, tx, o.Request)
	if err == nil {
		err = m.ReadBy(ctx, tx, ritual.Reader{Person: in.By})
	}
	return engine.Open(opinionModal(m, o)), err
}

// submitOpinion keeps a rating with its comment.
func submitOpinion(ctx context.Context, tx *store.Tx, in engine.Input, o ritual.Opinion) (engine.Reply, error) {
	var err error
	if o.Rating, err = ritual.ReadRating("rating", in.Fields.One("rating")); err != nil {
		return engine.Reply{}, err
	}
	o.Comment = strings.TrimSpace(in.Fields.One("comment"))
	return engine.Reply{}, keepOpinion(ctx, tx, o)
}
