package bot

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/slack-go/slack"

	"tandem/store"
)

const (
	lease    = time.Minute      // a worker that died gives its jobs back after this
	jobLimit = 45 * time.Second // a job that takes longer has failed: it must end before its lease does
	poll     = 2 * time.Second  // how often another replica's jobs are looked for
	maxWait  = 10 * time.Minute // between two tries of a job
)

// work runs due jobs until ctx ends. One loop claims, so that the order of the lanes is kept; what it claimed runs
// beside it.
func (b *Bot) work(ctx context.Context) error {
	again := make(chan struct{}, 1)
	ring := func() {
		select {
		case again <- struct{}{}:
		default:
		}
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { forward(ctx, b.db.Woken(), ring) })
	slots := make(chan struct{}, b.cfg.Workers)
	for ctx.Err() == nil {
		slots <- struct{}{}
		job, ok, err := b.db.Claim(ctx, b.name(), lease)
		if err != nil || !ok {
			<-slots
			b.rest(ctx, err, again)
			continue
		}
		wg.Go(func() {
			b.do(context.WithoutCancel(ctx), job)
			<-slots
			ring()
		})
	}
	return ctx.Err()
}

// rest waits until a job is due, or until somebody rings.
func (b *Bot) rest(ctx context.Context, err error, again <-chan struct{}) {
	until := b.db.Now().Add(poll)
	if err == nil {
		due, ok, dueErr := b.db.NextDue(ctx)
		if ok && due.Before(until) {
			until = due
		}
		err = dueErr
	}
	if err != nil && ctx.Err() == nil {
		b.log.Error("the database did not give a job", "err", err)
	}
	// The end of ctx is seen by the caller.
	_ = b.db.Clock().Wait(ctx, until, again)
}

// forward rings for every signal on c until ctx ends.
func forward(ctx context.Context, c <-chan struct{}, ring func()) {
	for {
		select {
		case <-c:
			ring()
		case <-ctx.Done():
			return
		}
	}
}

// name tells this process's claims from another's.
func (b *Bot) name() string { return fmt.Sprintf("%s@%p", b.me.User, b) }

// drain runs what is due now, one after the other, and returns when nothing is.
func (b *Bot) drain(ctx context.Context) error {
	for {
		job, ok, err := b.db.Claim(ctx, b.name(), lease)
		if err != nil || !ok {
			return err
		}
		b.do(ctx, job)
	}
}

// do runs one job. The job finishes itself in the transaction that keeps what came of it; what is left for here is a
// job that could not.
func (b *Bot) do(ctx context.Context, job store.Job) {
	ctx, cancel := context.WithTimeout(ctx, jobLimit)
	defer cancel()
	kind, known := b.routes.jobs[job.Kind]
	err := b.safely(func() error {
		if !known {
			return permanent(fmt.Errorf("nothing here does %q", job.Kind))
		}
		return kind.run(ctx, b, job)
	})
	if err == nil || errors.Is(err, store.ErrLeaseLost) {
		return
	}
	keep, done := context.WithTimeout(context.WithoutCancel(ctx), jobLimit)
	defer done()
	kept := b.db.Update(keep, func(tx *store.Tx) error {
		if isPermanent(err) {
			return tx.Fail(keep, job, err.Error())
		}
		return tx.Retry(keep, job, waitFor(err, job.Attempts), err.Error())
	})
	b.log.Warn("a job did not finish", "job", job.Kind, "key", job.Key, "attempt", job.Attempts+1, "for good", isPermanent(err), "err", errors.Join(err, kept))
}

// permanentError ends a job: trying again will never mend it.
type permanentError struct{ error }

func (e permanentError) Unwrap() error { return e.error }

func permanent(err error) error { return permanentError{err} }

// neverMend are Slack's words for what trying again does not mend.
var neverMend = []string{
	"channel_not_found", "is_archived", "account_inactive", "user_not_found", "users_not_found", "user_disabled", "not_in_channel", "restricted_action",
	"messages_tab_disabled", "invalid_blocks", "invalid_arguments", "msg_too_long", "no_text", "metadata_too_large", "msg_blocks_too_long", "view_too_large",
	"cannot_dm_bot", "missing_scope", "token_revoked", "invalid_auth", "not_authed", "not_enabled", "message_not_found", "cant_update_message", "edit_window_closed",
}

func isPermanent(err error) bool {
	var p permanentError
	return errors.As(err, &p) || slackSays(err, neverMend...)
}

// waitFor is how long to wait before the next try: as long as Slack says, else longer each time.
func waitFor(err error, attempts int) time.Duration {
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		return max(limited.RetryAfter, time.Second)
	}
	var closed closedError
	if errors.As(err, &closed) {
		return max(time.Duration(closed), time.Second)
	}
	return min(2*time.Second<<min(attempts, 12), maxWait)
}

// A closedError says that a method may not be called for that long.
type closedError time.Duration

func (e closedError) Error() string {
	return fmt.Sprintf("the method is closed for another %s", time.Duration(e))
}

// neverLeft reports whether Slack certainly did not get the call: nobody could be dialed, or it was turned away.
func neverLeft(err error) bool {
	var limited *slack.RateLimitedError
	var closed closedError
	var op *net.OpError
	switch {
	case errors.As(err, &limited), errors.As(err, &closed), errors.Is(err, syscall.ECONNREFUSED):
		return true
	case errors.As(err, &op):
		return op.Op == "dial"
	}
	var said slack.SlackErrorResponse
	// Slack answered that it did not do it. Its words for its own trouble do not say whether it did.
	return errors.As(err, &said) && !slackSays(err, "internal_error", "fatal_error", "service_unavailable", "request_timeout")
}

// A gate keeps to Slack's limits: a method that answered 429 is closed until it says.
type gate struct {
	clock *store.Clock
	mu    sync.Mutex
	until map[string]time.Time // by method
}

func (g *gate) init(c *store.Clock) { g.clock, g.until = c, map[string]time.Time{} }

// through calls a method of Slack's, unless it is closed, and closes it when Slack says so.
func (g *gate) through(method string, call func() error) error {
	g.mu.Lock()
	wait := g.until[method].Sub(g.clock.Now())
	g.mu.Unlock()
	if wait > 0 {
		return closedError(wait)
	}
	err := call()
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		g.mu.Lock()
		g.until[method] = g.clock.Now().Add(limited.RetryAfter)
		g.mu.Unlock()
	}
	return err
}
