package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"tandem/store"
)

// inFlight is how many deliveries are handled at once. When all are taken, the loop that reads the socket waits: each
// ends within handleWithin, so Slack's pings are still read in time.
const inFlight = 64

// counts are what happened that nobody needs to act on, one by one.
type counts struct {
	unknown atomic.Int64 // deliveries that nothing here handles
	unacked atomic.Int64 // acknowledgments that were not sent
	failed  atomic.Int64 // deliveries that failed
}

// listen keeps the sockets open and hands their deliveries to the router, until ctx ends or Slack refuses the token.
func (b *Bot) listen(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	slots := make(chan struct{}, inFlight)
	var wg sync.WaitGroup
	for range b.cfg.Sockets {
		client := socketmode.New(b.socketAPI())
		wg.Go(func() {
			err := client.RunContext(ctx)
			cancel(socketError(err))
		})
		wg.Go(func() { b.consume(ctx, client, slots, &wg) })
	}
	wg.Wait()
	return context.Cause(ctx)
}

// socketAPI is a client for one socket: it spaces the calls that open connections, because socketmode does not.
func (b *Bot) socketAPI() *slack.Client {
	opts := []slack.Option{
		slack.OptionAppLevelToken(b.cfg.AppToken),
		slack.OptionHTTPClient(&http.Client{Timeout: maxGap + slackTimeout, Transport: &spacer{next: http.DefaultTransport, clock: store.Machine()}}),
	}
	if b.cfg.APIURL != "" {
		opts = append(opts, slack.OptionAPIURL(b.cfg.APIURL))
	}
	return slack.New(b.cfg.BotToken, opts...)
}

// consume reads one socket's events. It does nothing itself that could take long, because a socket whose events are
// not read answers no pings and is closed.
func (b *Bot) consume(ctx context.Context, client *socketmode.Client, slots chan struct{}, wg *sync.WaitGroup) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-client.Events:
			if e.Type == socketmode.EventTypeConnectionError {
				b.connectionFailed(e)
			}
			d, id, ok := b.decode(e)
			if id == "" {
				continue
			}
			ack := ackOn(client, id)
			if !ok {
				b.counts.unknown.Add(1)
				b.acknowledge(d, ack, nil)
				continue
			}
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
				return
			}
			wg.Go(func() {
				defer func() { <-slots }()
				// What has begun is brought to its end, also when Tandem is being stopped.
				b.route(context.WithoutCancel(ctx), d, ack)
			})
		}
	}
}

// ackOn acknowledges an envelope on the socket that it came by.
func ackOn(client *socketmode.Client, envelope string) acker {
	return func(payload any) error {
		ctx, cancel := context.WithTimeout(context.Background(), handleWithin)
		defer cancel()
		return client.AckCtx(ctx, envelope, payload)
	}
}

// decode reads an envelope. id is empty for what is no envelope; ok is false for one that nothing here handles.
func (b *Bot) decode(e socketmode.Event) (d delivery, id string, ok bool) {
	if e.Request != nil {
		id = e.Request.EnvelopeID
	}
	switch e.Type {
	case socketmode.EventTypeSlashCommand:
		c, is := e.Data.(slack.SlashCommand)
		d, ok = b.routes.fromCommand(c, id)
		ok = ok && is
	case socketmode.EventTypeInteractive:
		c, is := e.Data.(slack.InteractionCallback)
		d, ok = b.routes.fromInteraction(c, id)
		ok = ok && is
	case socketmode.EventTypeEventsAPI:
		ev, is := e.Data.(slackevents.EventsAPIEvent)
		d, ok = b.routes.fromEvent(ev)
		ok = ok && is
	case socketmode.EventTypeErrorBadMessage:
		// An event of a type that slack-go does not know. Slack would send it again and count a failure.
		id = envelopeOf(e)
	default:
		return d, "", false
	}
	d.inAck = e.Request != nil && e.Request.AcceptsResponsePayload
	return d, id, ok
}

// envelopeOf is the id of an envelope that could not be decoded.
func envelopeOf(e socketmode.Event) string {
	bad, ok := e.Data.(*socketmode.ErrorBadMessage)
	if !ok {
		return ""
	}
	var env struct {
		ID string `json:"envelope_id"`
	}
	if json.Unmarshal(bad.Message, &env) != nil {
		return ""
	}
	return env.ID
}

// connectionFailed logs why a socket could not be opened. socketmode tries again by itself.
func (b *Bot) connectionFailed(e socketmode.Event) {
	if ev, ok := e.Data.(*slack.ConnectionErrorEvent); ok {
		b.log.Warn("a socket did not open, trying again", "attempt", ev.Attempt, "in", ev.Backoff, "err", tokenError("SLACK_APP_TOKEN", ev.ErrorObj))
	}
}

// socketError is why a socket ended for good.
func socketError(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return context.Canceled
	}
	return tokenError("SLACK_APP_TOKEN", err)
}

// tokenError names the variable at fault when Slack refuses a token, and says what to do.
func tokenError(variable string, err error) error {
	if err == nil {
		return nil
	}
	where := map[string]string{
		"SLACK_BOT_TOKEN": "copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions in your app's settings",
		"SLACK_APP_TOKEN": "make an app-level token (xapp-…) with the scope connections:write under Basic Information in your app's settings",
	}[variable]
	for _, word := range []string{"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type", "missing_scope"} {
		if err.Error() == word || slackSays(err, word) {
			return fmt.Errorf("Slack refuses %s (%s): %s", variable, word, where)
		}
	}
	return fmt.Errorf("reaching Slack: %w", err)
}

// scopes are the words of Slack's X-OAuth-Scopes header.
func scopes(header string) map[string]bool {
	has := map[string]bool{}
	for s := range strings.SplitSeq(header, ",") {
		if s = strings.TrimSpace(s); s != "" {
			has[s] = true
		}
	}
	return has
}

// missing are the required scopes that the token lacks. A server that names no scopes is believed.
func (id identity) missing() string {
	if len(id.Scopes) == 0 {
		return ""
	}
	var lacks []string
	for _, s := range required {
		if !id.Scopes[s] {
			lacks = append(lacks, s)
		}
	}
	return strings.Join(lacks, ", ")
}

// A spacer keeps a socket that is closed as soon as it opens from being opened again in a hot loop: each opening that
// follows the one before within healthy waits longer. Slack allows about one a minute for long.
type spacer struct {
	next  http.RoundTripper
	clock *store.Clock // the machine's: what is spaced is real calls
	mu    sync.Mutex
	last  time.Time
	wait  time.Duration
}

const (
	healthy  = 30 * time.Second // a socket that lived this long was no failure
	firstGap = 250 * time.Millisecond
	maxGap   = time.Minute
)

// RoundTrip implements http.RoundTripper.
func (s *spacer) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/apps.connections.open") {
		if err := s.pause(r.Context()); err != nil {
			return nil, err
		}
	}
	return s.next.RoundTrip(r)
}

// pause waits as long as the last connections were short-lived.
func (s *spacer) pause(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.clock.Now().Sub(s.last) > healthy {
		s.wait = 0
	} else {
		s.wait = min(max(2*s.wait, firstGap), maxGap)
	}
	t := time.NewTimer(s.wait)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	s.last = s.clock.Now()
	return nil
}
