package bot

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/recap"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/bot/standup"
	"tandem/store"
)

// Home is each person's own page: what waits for them, and what became of what they asked for.

// The ids of Home. Old tabs carry them: they are never renamed.
const postAgain = "post.again"

func homeRitual() engine.Ritual {
	return engine.Ritual{
		Events:  []engine.Event{{Kind: "app_home_opened", Needs: engine.NeedPerson, Do: homeOpened}},
		Jobs:    []engine.JobKind{{Kind: engine.JobHome, Run: runHome}},
		Actions: []engine.Action{{ID: postAgain, Do: repost}},
	}
}

// homeOpened shows somebody's Home tab, now and whenever it changes.
func homeOpened(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Tab != "" && in.Tab != "home" {
		return engine.Reply{}, nil
	}
	if _, err := tx.HomeOpened(ctx, in.By); err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, engine.RefreshHome(ctx, tx, in.By)
}

// runHome publishes somebody's Home tab as it stands now.
func runHome(ctx context.Context, b *engine.Bot, job store.Job) error {
	if left, err := b.HasLeft(ctx, job.Key); err != nil {
		return err
	} else if left {
		return b.Finish(ctx, job, 0, nil)
	}
	var page homePage
	if err := b.DB.View(ctx, func(tx *store.Tx) (err error) {
		page, err = readHome(ctx, tx, job.Key)
		return err
	}); err != nil {
		return err
	}
	view := homeView(page)
	if err := view.Check(); err != nil {
		return engine.Permanent(err)
	}
	if err := b.Gate.Through("views.publish", func() error {
		_, err := b.API.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: job.Key, View: view.Request()})
		return err
	}); err != nil {
		return err
	}
	return b.Finish(ctx, job, 0, nil)
}

// Limits of what Home shows of each list.
const (
	homeWaiting = 10
	homeMine    = 15
	homeMuted   = 10
)

// homePage is all that somebody's Home tab shows.
type homePage struct {
	person   string
	who      ritual.Person    // as Slack last described them
	waiting  []request.Matter // oldest first
	waits    int              // all that wait
	sprints  sprint.Home      // of their products
	standups standup.Home
	mine     []request.Matter // newest first
	unposted []store.Message
	products []ritual.Product // in which they have a part
	muted    []request.Matter // of which they want to hear no more, the latest first
	silent   bool             // of all of them
	hears    bool             // what becomes of something that they asked for, or that others did
	outside  bool             // a guest, or somebody of another organization
	asks     []ritual.Product // in which somebody from outside may ask
	hours    kit.Text         // when they work
	away     kit.Text         // when they are away, as they said
}

func readHome(ctx context.Context, tx *store.Tx, person string) (homePage, error) {
	h := homePage{person: person}
	if err := h.meet(ctx, tx); err != nil {
		return h, err
	}
	waiting, total, err := tx.Waiting(ctx, person, homeWaiting)
	if err != nil {
		return h, err
	}
	mine, err := tx.Reported(ctx, person, homeMine)
	if err != nil {
		return h, err
	}
	if h.products, err = tx.ProductsOf(ctx, person); err != nil {
		return h, err
	}
	if h.sprints, err = sprint.ReadHome(ctx, tx, h.who, h.products); err != nil {
		return h, err
	}
	if h.standups, err = standup.ReadHome(ctx, tx, person, h.products); err != nil {
		return h, err
	}
	h.waits = total
	muted, err := tx.MutedRequests(ctx, person, homeMuted)
	if err != nil {
		return h, err
	}
	if h.muted, err = matters(ctx, tx, person, muted); err != nil {
		return h, err
	}
	if h.silent, err = tx.Muted(ctx, person, ""); err != nil {
		return h, err
	}
	if h.hears, err = tx.Hears(ctx, person); err != nil {
		return h, err
	}
	if h.waiting, err = matters(ctx, tx, person, waiting); err != nil {
		return h, err
	}
	if h.mine, err = matters(ctx, tx, person, mine); err != nil {
		return h, err
	}
	if len(h.products) > 0 {
		hours, err := hoursOf(ctx, tx, person)
		if err != nil {
			return h, err
		}
		h.hours, h.away = hours.words(tx.Now), awayWords(h.who, tx.Now)
	}
	var steered []string
	for _, p := range h.products {
		if p.PM == person || p.PO == person {
			steered = append(steered, p.ID)
		}
	}
	if len(steered) > 0 {
		h.unposted, err = tx.Unposted(ctx, steered, 5)
	}
	return h, err
}

// meet has a page know whether its person is from outside, and where they may ask then.
func (h *homePage) meet(ctx context.Context, tx *store.Tx) error {
	who, err := tx.Person(ctx, h.person)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	who.ID = h.person
	h.who = who
	if h.outside = who.Kind == ritual.Guest || who.Kind == ritual.Stranger; !h.outside {
		return nil
	}
	all, err := tx.Products(ctx)
	for _, p := range all {
		if ritual.May(ritual.ToAsk, ritual.Case{Who: who, Product: p}) == nil {
			h.asks = append(h.asks, p)
		}
	}
	return err
}

// matters adds to each request its product, and for whom they are.
func matters(ctx context.Context, tx *store.Tx, person string, rs []ritual.Request) ([]request.Matter, error) {
	rd, err := request.Informed(ctx, tx, ritual.Reader{Person: person}, rs...)
	if err != nil {
		return nil, err
	}
	ms := make([]request.Matter, 0, len(rs))
	products := map[string]ritual.Product{}
	people := map[string]request.Crew{}
	for _, r := range rs {
		p, ok := products[r.Product]
		if !ok {
			var err error
			if p, err = tx.Product(ctx, r.Product); err != nil {
				return nil, err
			}
			products[r.Product] = p
		}
		m := request.Matter{Request: r, Product: p, Reader: rd, People: people[p.ID]}
		if err := m.Acquaint(ctx, tx); err != nil {
			return nil, err
		}
		people[p.ID] = m.People
		ms = append(ms, m)
	}
	return ms, nil
}

// repost posts again what may not have been posted.
func repost(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	m, err := tx.Message(ctx, in.Subject)
	if errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, ritual.Refuse("This message is not here any more.")
	}
	if err != nil {
		return engine.Reply{}, err
	}
	p, err := tx.Product(ctx, m.Product)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := request.MayIn(ctx, tx, ritual.ToRepost, in.Who, p); err != nil {
		return engine.Reply{}, err
	}
	if m.State != store.MessageUnknown && m.State != store.MessageFailed {
		return engine.Reply{}, ritual.Refuse("This has been posted by now.")
	}
	if err := recap.MayPostAgain(ctx, tx, m); err != nil {
		return engine.Reply{}, err
	}
	m.State, m.Why = store.MessageWaiting, ""
	if err := tx.KeepMessage(ctx, m); err != nil {
		return engine.Reply{}, err
	}
	if err := tx.Refresh(ctx, engine.JobMessage, m.ID, m.To); err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, errors.Join(engine.RefreshHome(ctx, tx, p.PM), engine.RefreshHome(ctx, tx, p.PO))
}
