package bot

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

// engineConfig is what an engine needs to reach Slack.
type engineConfig struct {
	BotToken string
	AppToken string
	APIURL   string // ends in a slash; Slack's own when empty
	Sockets  int    // Socket Mode connections; two when zero, so that a refresh of one leaves no gap
	Workers  int    // jobs under way at once; four when zero
	Log      *slog.Logger
	Metrics  []prometheus.Collector // what the rituals count
}

// An Engine is one running Tandem.
type Engine struct {
	cfg      engineConfig
	db       *store.DB
	log      *slog.Logger
	api      *slack.Client // calls that may be repeated by the caller only
	http     *http.Client
	routes   *routes
	handling slots // deliveries until they are acknowledged
	after    slots // what is sent once they are
	gate     gate
	away     absence
	calm     calm
	memory   memory
	live     liveViews
	me       identity
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

// usualWorkers is how many jobs are under way at once where nothing else is said.
const usualWorkers = 4

// slackTimeout bounds one call of Slack's Web API.
const slackTimeout = 10 * time.Second

// newEngine makes an engine of rituals on an open store. It reaches nobody before Start.
func newEngine(cfg engineConfig, db *store.DB, all []ritualRoutes) (*Engine, error) {
	if cfg.Sockets == 0 {
		cfg.Sockets = 2
	}
	if cfg.Workers == 0 {
		cfg.Workers = usualWorkers
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	rs, err := newRoutes(all)
	if err != nil {
		return nil, err
	}
	b := &Engine{cfg: cfg, db: db, log: cfg.Log, routes: rs, handling: make(slots, inFlight), after: make(slots, trailing)}
	// Connections of its own, so that none is left when it ends.
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	b.metrics = newMetrics(b)
	b.metrics.registry.MustRegister(cfg.Metrics...)
	b.http = &http.Client{Timeout: slackTimeout, Transport: &counting{transport, b.metrics, cmp.Or(cfg.APIURL, slack.APIURL)}}
	opts := []slack.Option{slack.OptionHTTPClient(b.http)}
	if cfg.APIURL != "" {
		opts = append(opts, slack.OptionAPIURL(cfg.APIURL))
	}
	b.api = slack.New(cfg.BotToken, opts...)
	b.away.clock = db.Clock()
	b.gate.init(b)
	return b, nil
}

// Run is Start, then work until ctx ends. It ends within ten seconds: deliveries and jobs under way are brought to
// their end, and what could not be is taken up again by the next start.
func (b *Engine) Run(ctx context.Context) error {
	defer b.http.CloseIdleConnections()
	if err := b.Start(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 2)
	go func() { ended <- b.listen(ctx) }()
	go func() { ended <- b.work(ctx) }()
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
func (b *Engine) Start(ctx context.Context) error {
	who, err := b.api.AuthTestContext(ctx)
	if err != nil {
		return tokenError("SLACK_BOT_TOKEN", err)
	}
	b.me = identity{User: who.UserID, Team: who.TeamID, URL: who.URL, Scopes: scopes(who.Header.Get("X-OAuth-Scopes"))}
	if missing := b.me.missing(); missing != "" {
		return fmt.Errorf("the app lacks the scopes %s: update it from manifest.yml at your app's settings, install it again, and start again", missing)
	}
	return b.db.Update(ctx, func(tx *store.Tx) error {
		if err := b.bind(ctx, tx); err != nil {
			return err
		}
		err := keepHouse(ctx, tx)
		for _, r := range b.routes.all {
			if r.started != nil {
				err = errors.Join(err, r.started(ctx, tx))
			}
		}
		return err
	})
}

// bind remembers the workspace, and refuses a database that belongs to another one.
func (b *Engine) bind(ctx context.Context, tx *store.Tx) error {
	team, err := tx.Meta(ctx, metaTeam)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if team != "" && team != b.me.Team {
		return fmt.Errorf("this database belongs to the workspace %s, but SLACK_BOT_TOKEN is for %s: give TANDEM_DATABASE a new name, or use the token of %s", team, b.me.Team, team)
	}
	url, err := tx.Meta(ctx, metaURL)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if team == b.me.Team && url == b.me.URL {
		return nil
	}
	return errors.Join(tx.SetMeta(ctx, metaTeam, b.me.Team), tx.SetMeta(ctx, metaURL, b.me.URL), tx.SetMeta(ctx, metaUser, b.me.User))
}

// The keys under which the store keeps who Tandem is.
const (
	metaTeam = "slack_team"
	metaURL  = "slack_url" // the workspace's address, for links to messages
	metaUser = "slack_user"
)
