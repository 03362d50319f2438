package engine

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"tandem/store"
)

// counts are what happened that nobody needs to act on, one by one.
type counts struct {
	unknown atomic.Int64 // deliveries that nothing here handles
	unacked atomic.Int64 // acknowledgments that were not sent
	failed  atomic.Int64 // deliveries that failed
}

// How a bot that is being stopped takes its leave: it brings the deliveries that it has begun to their end, then gives
// the sockets a moment to write what they were given, because they acknowledge behind our back.
const (
	lastDeliveries = 4 * time.Second
	lastWords      = 100 * time.Millisecond
)

// Listen keeps the sockets open and hands their deliveries to the router, until ctx ends, or Slack refuses the token
// before it has ever let one in.
func (b *Bot) Listen(ctx context.Context) error {
	open, hangUp := context.WithCancelCause(context.WithoutCancel(ctx))
	defer hangUp(nil)
	l := listener{b: b, idle: make(chan func())}
	for range b.cfg.Sockets {
		o := &opener{client: socketmode.New(b.socketAPI())}
		l.wg.Go(func() { hangUp(b.keepOpen(open, o)) })
		l.wg.Go(func() { l.consume(open, o) })
	}
	select {
	case <-open.Done():
	case <-ctx.Done():
		defer b.Pause(lastDeliveries)()
		written := time.NewTimer(lastWords)
		defer written.Stop()
		<-written.C
		hangUp(context.Cause(ctx))
	}
	l.wg.Wait()
	return context.Cause(open)
}

// An opener opens one socket, and again whenever it closes.
type opener struct {
	client *socketmode.Client
	mu     sync.Mutex
	shut   context.CancelCauseFunc // ends the attempt to open it that is under way
}

// begin begins an attempt to open it.
func (o *opener) begin(ctx context.Context) (context.Context, context.CancelCauseFunc) {
	ctx, shut := context.WithCancelCause(ctx)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.shut = shut
	return ctx, shut
}

// reopenWithin is the longest pause between two tries to open a socket. socketmode's own grows to minutes, in which
// nobody's clicks would work although Slack is back.
const reopenWithin = 30 * time.Second

// hurry ends the attempt after a while, so that it is begun anew.
func (o *opener) hurry(after time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	shut := o.shut // of this attempt, and of no later one
	time.AfterFunc(after, func() { shut(context.Canceled) })
}

// refuse ends the attempt, because Slack will not let it in however often it is tried.
func (o *opener) refuse(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.shut(err)
}

// keepOpen keeps one socket open until ctx ends. Where Slack refuses the token at the start, that is the end; later, it
// waits until Slack lets Tandem in again.
func (b *Bot) keepOpen(ctx context.Context, o *opener) error {
	for {
		run, shut := o.begin(ctx)
		err := o.client.RunContext(run)
		if refused := context.Cause(run); refused != nil {
			err = refused
		}
		shut(nil)
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case errors.Is(err, context.Canceled):
			// It gave up its own connection, not ours: the spacer keeps this from becoming a hot loop.
		case !b.sockets.everOpen():
			return tokenError("SLACK_APP_TOKEN", err)
		default:
			b.shutOut(ctx, err)
			b.away.await(ctx)
		}
	}
}

// socketAPI is a client for one socket: it spaces the calls that open connections, because socketmode does not.
func (b *Bot) socketAPI() *slack.Client {
	opts := []slack.Option{
		slack.OptionAppLevelToken(b.cfg.AppToken),
		slack.OptionHTTPClient(&http.Client{Timeout: maxGap + slackTimeout, Transport: &spacer{next: b.HTTP.Transport, clock: store.Machine()}}),
	}
	if b.cfg.APIURL != "" {
		opts = append(opts, slack.OptionAPIURL(b.cfg.APIURL))
	}
	return slack.New(b.cfg.BotToken, opts...)
}

// hand gives a delivery to a goroutine that has handled one before, or else to a new one. They are kept, because
// handling needs a deep stack, and growing it takes its time while somebody waits.
func (l *listener) hand(ctx context.Context, handle func()) {
	select {
	case l.idle <- handle:
		return
	default:
	}
	l.wg.Go(func() {
		for {
			handle()
			select {
			case handle = <-l.idle:
			case <-ctx.Done():
				return
			}
		}
	})
}

// A listener reads the sockets' events.
type listener struct {
	b    *Bot
	idle chan func() // to a goroutine that waits for a delivery
	wg   sync.WaitGroup
}

// consume reads one socket's events. It does nothing itself that could take long, because a socket whose events are
// not read answers no pings and is closed.
func (l *listener) consume(ctx context.Context, o *opener) {
	client := o.client
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-client.Events:
			l.b.sockets.heard(client, e.Type)
			if e.Type == socketmode.EventTypeConnectionError {
				l.connectionFailed(o, e)
			}
			d, id, ok := l.b.decode(e)
			if id == "" {
				continue
			}
			ack := l.b.ackOn(client, id)
			if !ok {
				l.b.counts.unknown.Add(1)
				l.b.acknowledge(d, ack, nil)
				continue
			}
			ack = l.b.metrics.timed(d.kind, ack)
			done, ok := l.b.handling.take(ctx)
			if !ok {
				return
			}
			ack = releasing(ack, done)
			l.hand(ctx, func() {
				defer done()
				// What has begun is brought to its end, also when Tandem is being stopped.
				l.b.route(context.WithoutCancel(ctx), d, ack)
			})
		}
	}
}

// connectionFailed logs why a socket could not be opened. socketmode tries again by itself, also where Slack will
// never let it in: that ends the attempt.
func (l *listener) connectionFailed(o *opener, e socketmode.Event) {
	ev, ok := e.Data.(*slack.ConnectionErrorEvent)
	if !ok {
		return
	}
	if refusesToken(ev.ErrorObj) {
		o.refuse(ev.ErrorObj)
		return
	}
	if ev.Backoff > reopenWithin {
		o.hurry(reopenWithin)
	}
	l.b.Log.Warn("a socket did not open, trying again", "attempt", ev.Attempt, "in", min(ev.Backoff, reopenWithin), "err", tokenError("SLACK_APP_TOKEN", ev.ErrorObj))
}

// ackOn acknowledges an envelope on the socket that it came by.
func (b *Bot) ackOn(client *socketmode.Client, envelope string) acker {
	return func(payload any) error {
		ctx, cancel := context.WithTimeout(context.Background(), b.waits.handle)
		defer cancel()
		return client.AckCtx(ctx, envelope, payload)
	}
}

// decode reads an envelope. id is empty for what is no envelope; ok is false for one that nothing here handles.
func (b *Bot) decode(e socketmode.Event) (d delivery, id string, ok bool) {
	if e.Request != nil {
		id = e.Request.EnvelopeID
	}
	defer func() {
		if p := recover(); p != nil {
			b.Log.Error("an envelope was not read", "type", e.Type, "panic", p, "stack", string(debug.Stack()))
			ok = false // acknowledged: Slack would only send it again
		}
	}()
	switch e.Type {
	case socketmode.EventTypeSlashCommand:
		c, is := e.Data.(slack.SlashCommand)
		d, ok = b.Routes.fromCommand(c, id)
		ok = ok && is
	case socketmode.EventTypeInteractive:
		c, is := e.Data.(slack.InteractionCallback)
		d, ok = b.Routes.fromInteraction(c, id)
		ok = ok && is
	case socketmode.EventTypeEventsAPI:
		ev, is := e.Data.(slackevents.EventsAPIEvent)
		d, ok = b.fromEvent(ev)
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

// Deliver handles an envelope as a socket does, and reports whether anything here takes it.
func (b *Bot) Deliver(ctx context.Context, e socketmode.Event, ack func(payload any) error) bool {
	d, _, ok := b.decode(e)
	if ok {
		b.route(ctx, d, ack)
	}
	return ok
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
