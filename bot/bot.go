// Package bot is Tandem in Slack: what it hears, what it decides and what it says.
//
// # The law
//
// A handler is a function of a transaction, its input and declared facts. It reads state, asks the pure rules of
// package ritual for a decision, writes state and leaves jobs. It cannot reach Slack or a model. The router commits,
// then acknowledges. Only a job talks to Slack or the model. From it follow: what was acknowledged is never lost, there
// is no message without its state, doing it again is safe, a refusal can ride in the acknowledgment, and tests need no
// sleeps, because when a click returns its state is there.
//
//	Slack ─ socket ─> router ─ facts ─ BEGIN ─ seen before? ─ handler: read → rule decides → write, leave jobs
//	                     └─ COMMIT ─ show the form, if any ─ acknowledge
//	worker ─ claim a due job ─ load state ─ build the message ─ Slack ─ BEGIN keep what came back, finish ─ COMMIT
//
// # Where things are
//
// The list of rituals is in this file, a line each. A ritual is three files: name.go has its routes, handlers and
// jobs, name_view.go what people see of it, name_test.go what it promises. Its rules are in ritual/name.go.
//
//	route.go    what a ritual registers, and what a handler gets and answers
//	about.go    what every ritual does with a request: load it, check rights, show it
//	draft.go    drafts stories, with draft_model.go, by which a model is asked
//	step.go     what Tandem does about a request at each status; advance, by which it moves on
//	card.go     the card by which a decision is asked for
//	acting.go   who is asked, and in whose place
//	socket.go   two Socket Mode connections and the loop that reads them
//	decode.go   Slack's payloads → input
//	router.go   input → facts, transaction, handler, acknowledgment
//	live.go     redraws an open form while somebody types
//	answer.go   how a reply reaches the person: in the acknowledgment, as a form, by response URL
//	worker.go   runs due jobs
//	slots.go    how much is under way at once
//	calm.go     lets deliveries go before jobs
//	whisper.go  answers an event privately
//	outbox.go   posts messages once and rewrites them in place; lost.go looks for those whose answer was lost
//	away.go     waits where Slack does not let Tandem in any more
//	errors.go   what an error of Slack's means for what was asked
//	product.go  which product somebody means
//	shown.go    what somebody saw privately, shown to a channel
//	people.go   who somebody is and what a channel is, from the store or from Slack
//	memory.go   the same, while it is not old
//	room.go     knows whether the disk is full
//	health.go   answers whoever watches Tandem; metrics.go is what it counts
package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/slack-go/slack"

	"tandem/prompts"
	"tandem/store"
)

// rituals are all that Tandem does, a line each. To add one, see CONTRIBUTING.md.
func rituals() []ritualRoutes {
	return []ritualRoutes{
		helpRitual(),
		setupRitual(),
		settingsRitual(),
		leaversRitual(),
		captureRitual(),
		mentionRitual(),
		storyRitual(),
		alignmentRitual(),
		roadmapRitual(),
		priorityRitual(),
		challengeRitual(),
		backlogRitual(),
		moveRitual(),
		recordRitual(),
		homeRitual(),
	}
}

// steps are what Tandem does about a request at each of its statuses, in the order of its life.
func steps() []step {
	return []step{
		draftStep(),
		alignmentStep(),
		infoStep(),
		priorityStep(),
		backlogStep(),
		parkedStep(),
	}
}

// Config is what a bot needs to reach Slack, and a model where there is one.
type Config struct {
	BotToken string
	AppToken string
	APIURL   string // ends in a slash; Slack's own when empty
	Sockets  int    // Socket Mode connections; two when zero, so that a refresh of one leaves no gap
	Workers  int    // jobs under way at once; four when zero
	Log      *slog.Logger

	Model       *prompts.Model // drafts stories; nil: they are drafted by template
	DailyTokens int64          // that the model may read and write a day (UTC)
}

// A Bot is one running Tandem.
type Bot struct {
	cfg      Config
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
	drafter    *drafter
}

// identity is who Tandem is in its workspace, as auth.test says.
type identity struct {
	User, Team, URL string
	Scopes          map[string]bool
}

// slackTimeout bounds one call of Slack's Web API.
const slackTimeout = 10 * time.Second

// New makes a bot on an open store. It reaches nobody before Start.
func New(cfg Config, db *store.DB) (*Bot, error) { return newBot(cfg, db, rituals()) }

func newBot(cfg Config, db *store.DB, all []ritualRoutes) (*Bot, error) {
	if cfg.Sockets == 0 {
		cfg.Sockets = 2
	}
	if cfg.Workers == 0 {
		cfg.Workers = 4
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	rs, err := newRoutes(all)
	if err != nil {
		return nil, err
	}
	b := &Bot{cfg: cfg, db: db, log: cfg.Log, routes: rs, handling: make(slots, inFlight), after: make(slots, trailing), drafter: newDrafter(cfg)}
	// Connections of its own, so that none is left when it ends.
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	b.metrics = newMetrics(b)
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
func (b *Bot) Run(ctx context.Context) error {
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
func (b *Bot) Start(ctx context.Context) error {
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
		if err := tx.SetMeta(ctx, metaModel, map[bool]string{false: "off", true: "on"}[b.cfg.Model != nil]); err != nil {
			return err
		}
		return errors.Join(keepHouse(ctx, tx), callRoll(ctx, tx), b.tryModel(ctx, tx))
	})
}

// bind remembers the workspace, and refuses a database that belongs to another one.
func (b *Bot) bind(ctx context.Context, tx *store.Tx) error {
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
