// Package engine runs rituals in Slack: it hears what people do, hands it to the ritual's handler in a transaction,
// commits, acknowledges, and does the jobs that the handler left. It knows messages, people, places and time, and
// nothing of requests, stories or sprints. [Ritual] in route.go is all that a ritual registers.
//
//	route.go    what a ritual registers, and what a handler gets and answers
//	socket.go   two Socket Mode connections and the loop that reads them; spacer.go spaces their attempts
//	decode.go   Slack's payloads → input; events.go reads events
//	people.go   who somebody is and what a channel is, from the store or from Slack; memory.go while it is not old
//	router.go   input → facts, transaction, handler, acknowledgment
//	answer.go   how a reply reaches the person: in the acknowledgment, as a form, by response URL
//	live.go     redraws an open form while somebody types
//	whisper.go  answers an event privately
//	worker.go   runs due jobs; calm.go lets deliveries go before them
//	slots.go    how much is under way at once
//	outbox.go   posts messages once and rewrites them in place; outbox_end.go is how that ends, and lost.go looks for those
//	            whose answer was lost
//	files.go    gives Slack files; pictures.go those that messages show, attach.go those that people get
//	budget.go   how much somebody is sent in a day; barred.go is the last look before a message leaves
//	away.go     waits where Slack does not let Tandem in any more; room.go where the disk is full
//	errors.go   what an error of Slack's means for what was asked; obstacle.go says it to whoever sets Tandem up
//	health.go   answers whoever watches Tandem; metrics.go is what it counts
//	check.go    tries what Tandem needs of Slack
package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/slack-go/slack"

	"tandem/store"
)

// Config is what an engine needs to reach Slack.
type Config struct {
	BotToken string
	AppToken string
	APIURL   string // ends in a slash; Slack's own when empty
	Sockets  int    // Socket Mode connections; two when zero, so that a refresh of one leaves no gap
	Workers  int    // jobs under way at once; four when zero
	Log      *slog.Logger
	Metrics  []prometheus.Collector // what the rituals count

	AckWithin time.Duration // how long Slack waits for an acknowledgment; three seconds when zero
}

// waits are how long the router waits on the way to an acknowledgment and after it. All are shares of the three seconds
// that Slack gives.
type waits struct {
	busy   time.Duration // for a database that is busy
	handle time.Duration // for a delivery, from its arrival to its acknowledgment
	open   time.Duration // for a form to open
	facts  time.Duration // for what Slack says of people and channels
	quiet  time.Duration // for a drawing of a form that is under way when the form is submitted
	after  time.Duration // for what is sent once the acknowledgment is out
}

func waitsOf(ack time.Duration) waits {
	return waits{busy: ack * 2 / 3, handle: ack * 9 / 10, open: ack / 2, facts: ack / 4, quiet: ack / 6, after: ack}
}

// An Bot is one running Tandem.
type Bot struct {
	cfg      Config
	waits    waits
	DB       *store.DB
	Log      *slog.Logger
	API      *slack.Client // calls that may be repeated by the caller only
	HTTP     *http.Client
	Routes   *routes
	handling Slots // deliveries until they are acknowledged
	after    Slots // what is sent once they are
	Gate     gate
	away     absence
	calm     calm
	Memory   memory
	live     liveViews
	Me       identity
	counts   counts
	sockets  sockets
	room     room

	complained time.Time // when the worker last logged that the database gives no jobs; its own
	metrics    *metrics
}

// identity is who Tandem is in its workspace, as auth.test says.
type identity struct {
	User, Team, URL string
	Scopes          map[string]bool
}

// UsualWorkers is how many jobs are under way at once where nothing else is said.
const UsualWorkers = 4

// slackTimeout bounds one call of Slack's Web API.
const slackTimeout = 10 * time.Second

// New makes an engine of rituals on an open store. It reaches nobody before Start.
func New(cfg Config, db *store.DB, all []Ritual) (*Bot, error) {
	if cfg.Sockets == 0 {
		cfg.Sockets = 2
	}
	if cfg.Workers == 0 {
		cfg.Workers = UsualWorkers
	}
	if cfg.AckWithin == 0 {
		cfg.AckWithin = 3 * time.Second
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	rs, err := newRoutes(all)
	if err != nil {
		return nil, err
	}
	b := &Bot{cfg: cfg, waits: waitsOf(cfg.AckWithin), DB: db, Log: cfg.Log, Routes: rs, handling: make(Slots, InFlight), after: make(Slots, trailing)}
	// Connections of its own, so that none is left when it ends.
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	b.metrics = newMetrics(b)
	b.metrics.registry.MustRegister(cfg.Metrics...)
	b.HTTP = &http.Client{Timeout: slackTimeout, Transport: &counting{transport, b.metrics, cmp.Or(cfg.APIURL, slack.APIURL)}}
	opts := []slack.Option{slack.OptionHTTPClient(b.HTTP)}
	if cfg.APIURL != "" {
		opts = append(opts, slack.OptionAPIURL(cfg.APIURL))
	}
	b.API = slack.New(cfg.BotToken, opts...)
	db.WaitAtMost(b.waits.busy)
	b.away.clock = db.Clock()
	b.Gate.init(b)
	return b, nil
}

// Run is Start, then work until ctx ends. It ends within ten seconds: deliveries and jobs under way are brought to
// their end, and what could not be is taken up again by the next start.
func (b *Bot) Run(ctx context.Context) error {
	defer b.HTTP.CloseIdleConnections()
	if err := b.Start(ctx); err != nil {
		return unlessStopped(err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 2)
	go func() { ended <- b.Listen(ctx) }()
	go func() { ended <- b.Work(ctx) }()
	first := <-ended
	cancel()
	return errors.Join(unlessStopped(first), unlessStopped(<-ended))
}

// unlessStopped is err, or nil when it is but the end that was asked for.
func unlessStopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// Start checks the tokens, learns who Tandem is and ties the database to the workspace.
func (b *Bot) Start(ctx context.Context) error {
	who, err := b.API.AuthTestContext(ctx)
	if err != nil {
		return tokenError("SLACK_BOT_TOKEN", err)
	}
	b.Me = identity{User: who.UserID, Team: who.TeamID, URL: who.URL, Scopes: scopes(who.Header.Get("X-OAuth-Scopes"))}
	if missing := b.Me.missing(); missing != "" {
		return fmt.Errorf("the app lacks the scopes %s: update it from manifest.yml at your app's settings, install it again, and start again", missing)
	}
	b.sayWithoutFiles()
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := b.bind(ctx, tx); err != nil {
			return err
		}
		err := errors.Join(b.Me.keepScopes(ctx, tx), keepHouse(ctx, tx))
		for _, r := range b.Routes.all {
			if r.Started != nil {
				err = errors.Join(err, r.Started(ctx, tx))
			}
		}
		return err
	})
}

// bind remembers the workspace, and refuses a database that belongs to another one.
func (b *Bot) bind(ctx context.Context, tx *store.Tx) error {
	team, err := tx.Meta(ctx, metaTeam)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if team != "" && team != b.Me.Team {
		return fmt.Errorf("this database belongs to the workspace %s, but SLACK_BOT_TOKEN is for %s: give TANDEM_DATABASE a new name, or use the token of %s", team, b.Me.Team, team)
	}
	url, err := tx.Meta(ctx, MetaURL)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if team == b.Me.Team && url == b.Me.URL {
		return nil
	}
	return errors.Join(tx.SetMeta(ctx, metaTeam, b.Me.Team), tx.SetMeta(ctx, MetaURL, b.Me.URL), tx.SetMeta(ctx, metaUser, b.Me.User))
}

// The keys under which the store keeps who Tandem is.
const (
	metaTeam = "slack_team"
	MetaURL  = "slack_url" // the workspace's address, for links to messages
	metaUser = "slack_user"
)
