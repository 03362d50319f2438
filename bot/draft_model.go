package bot

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// A drafter is the model that drafts, with what holds it back.
type drafter struct {
	model  *prompts.Model // nil: stories are drafted by template
	tokens int64          // it may read and write a day (UTC)
	within time.Duration
	slots  engine.Slots // drafts
	closed atomic.Int64 // UTC milliseconds: it is not asked before, because its server refused

	asked      *prometheus.CounterVec // drafts, by outcome
	tokensUsed prometheus.Counter
}

// draftWithin is how long a draft by a model may take: jobLimit less what keeping it takes.
const draftWithin = 35 * time.Second

// rejectedFor is how long a model is left alone whose server refuses the call. A new start, with settings that may be
// mended, asks it at once.
const rejectedFor = 24 * time.Hour

// Why a model was not asked.
var (
	errBusy  = errors.New("the model is busy with other drafts")
	errSpent = errors.New("the model's tokens of this day are spent")
)

func newDrafter(cfg Config) *drafter {
	return &drafter{
		model: cfg.Model, tokens: cfg.DailyTokens, within: draftWithin,
		slots: make(engine.Slots, max(1, cmp.Or(cfg.Workers, engine.UsualWorkers)/2)), // half of the workers, so that a slow model holds up no message
		asked: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "tandem_model_drafts_total",
			Help: "Drafts that a model was asked for, by outcome: used, nonsense, away, rejected, failed."}, []string{"outcome"}),
		tokensUsed: prometheus.NewCounter(prometheus.CounterOpts{Name: "tandem_model_tokens_total", Help: "Tokens that a model has read and written for Tandem."}),
	}
}

// metrics are what the drafter counts.
func (dr *drafter) metrics() []prometheus.Collector {
	return []prometheus.Collector{dr.asked, dr.tokensUsed}
}

// A drafted is what came of asking a model for a story.
type drafted struct {
	story  *ritual.Story  // nil: there is none
	before int            // the version that it follows
	wish   ritual.Redraft // who waited for it, or nobody
	why    error          // why there is none although a model was to draft it
	usage  prompts.Usage
}

// keepUsage adds what was spent to the day's account.
func (d drafted) keepUsage(ctx context.Context, tx *store.Tx) error {
	if d.usage == (prompts.Usage{}) {
		return nil
	}
	return tx.AddModelUsage(ctx, utcDay(tx.Now), int64(d.usage.Calls), int64(d.usage.Tokens))
}

// keepStory keeps what the model drafted, unless it reads as the latest version.
func (d drafted) keepStory(ctx context.Context, tx *store.Tx) error {
	r, err := tx.Request(ctx, d.story.Request)
	if err != nil {
		return err
	}
	s, err := inherited(ctx, tx, r, *d.story)
	if err != nil {
		return err
	}
	is, err := request.StoryOf(ctx, tx, r.ID)
	if err != nil || s.Repeats(r.Kind, is) {
		return err
	}
	s.At = tx.Now
	_, err = tx.AddStory(ctx, s)
	return err
}

// utcDay is the day of an instant, as the budget counts days.
func utcDay(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// examplesMost is how many accepted stories of a product a model is shown.
const examplesMost = 2

// byModel has the model draft a request's story, if there is one, the product lets it, and the request and its story are
// as wanted. It is asked outside of any transaction. An error is one of ours; why the model did not draft is in what it
// returns.
func (dr *drafter) byModel(ctx context.Context, b *engine.Bot, id string, wanted func(ritual.Request, ritual.Story, ritual.Redraft) bool) (d drafted, err error) {
	if dr.model == nil {
		return d, nil
	}
	var ask prompts.Ask
	var wish ritual.Redraft
	var spent int64
	asked := false
	err = b.DB.View(ctx, func(tx *store.Tx) error {
		m, err := request.Of(ctx, tx, id)
		if err != nil {
			return err
		}
		was, err := request.StoryOf(ctx, tx, m.Request.ID)
		if err != nil {
			return err
		}
		if wish, err = redraftOf(ctx, tx, m.Request.ID); err != nil {
			return err
		}
		asked = !m.Product.Settings.NoModel && (!m.Product.Settings.NoDraft || was.Drafted()) && m.Request.Kind != ritual.Praise && wanted(m.Request, was, wish)
		ask = prompts.Ask{Request: m.Request, Before: was, Checklist: m.Product.Settings.Checklist, Note: wish.Note, Frame: m.Product.Settings.Frame}
		if ask.Examples, err = tx.AcceptedStories(ctx, m.Product.ID, m.Request.Kind, examplesMost); err != nil {
			return err
		}
		if ask.People, err = tx.Names(ctx); err != nil {
			return err
		}
		if ask.Said, err = saidOf(ctx, tx, m.Request); err != nil {
			return err
		}
		_, spent, err = tx.ModelUsage(ctx, utcDay(tx.Now))
		return err
	})
	if err != nil || !asked {
		return d, err
	}
	d = dr.ask(ctx, ask, spent, b.DB.Now())
	d.wish = wish
	if ctx.Err() != nil { // Tandem is being stopped: the job is taken up again
		return drafted{}, ctx.Err()
	}
	if d.why != nil && !errors.Is(d.why, errBusy) {
		b.Log.Warn("the model did not draft a story", "request", id, "err", d.why)
	}
	return d, nil
}

// ask asks for a story, if there is anything left to spend and nothing in the way.
func (dr *drafter) ask(ctx context.Context, ask prompts.Ask, spent int64, now time.Time) drafted {
	d := drafted{before: ask.Before.Version}
	var story ritual.Story
	d.usage, d.why = dr.gated(ctx, spent, now, func(ctx context.Context) (u prompts.Usage, err error) {
		story, u, err = dr.model.Draft(ctx, ask)
		return u, err
	})
	if d.why == nil {
		story.Request = ask.Request.ID
		d.story = &story
	}
	return d
}

// gated asks the model for a draft, if there is anything left to spend and nothing in the way, and counts what became of it.
func (dr *drafter) gated(ctx context.Context, spent int64, now time.Time, call func(context.Context) (prompts.Usage, error)) (prompts.Usage, error) {
	switch {
	case spent >= dr.tokens:
		return prompts.Usage{}, errSpent
	case now.UnixMilli() < dr.closed.Load():
		return prompts.Usage{}, prompts.ErrRejected
	}
	done, ok := dr.slots.Try()
	if !ok {
		return prompts.Usage{}, errBusy
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, dr.within)
	defer cancel()
	usage, err := call(ctx)
	dr.count(usage, err)
	if refusesAll(err) {
		dr.closed.Store(now.Add(rejectedFor).UnixMilli())
	}
	return usage, err
}

// refusesAll reports whether a server refuses whatever it is asked, as with a wrong key, and not this one call: it may be too
// long, or about something that the server does not talk of.
func refusesAll(err error) bool {
	var f *prompts.Failure
	if !errors.Is(err, prompts.ErrRejected) || !errors.As(err, &f) {
		return false
	}
	switch f.Status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return false
	}
	return true
}

// started keeps whether there is a model, and has all stories that wait for it drafted now: it may have been mended before
// this start.
func (dr *drafter) started(ctx context.Context, tx *store.Tx) error {
	if dr.model == nil {
		return tx.SetMeta(ctx, request.MetaModel, "off")
	}
	return errors.Join(tx.SetMeta(ctx, request.MetaModel, "on"), tx.SoonerAll(ctx, jobRedraft, tx.Now))
}

// count counts what became of asking a model, and what it has cost.
func (dr *drafter) count(u prompts.Usage, err error) {
	outcome := "used"
	switch {
	case errors.Is(err, prompts.ErrNonsense):
		outcome = "nonsense"
	case errors.Is(err, prompts.ErrAway):
		outcome = "away"
	case errors.Is(err, prompts.ErrRejected):
		outcome = "rejected"
	case err != nil:
		outcome = "failed"
	}
	dr.asked.WithLabelValues(outcome).Inc()
	dr.tokensUsed.Add(float64(u.Tokens))
}
