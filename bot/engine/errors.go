package engine

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/slack-go/slack"

	"tandem/store"
)

// What an error of Slack's says about the call: whether it will ever mend, whether Slack got the call, and how long to
// wait. Whatever is not known for certain is taken for the worse.

// permanentError ends a job: trying again will never mend it.
type permanentError struct{ error }

func (e permanentError) Unwrap() error { return e.error }

func Permanent(err error) error { return permanentError{err} }

// ownTrouble are Slack's words for its own trouble. They do not say whether it did what was asked.
var ownTrouble = []string{"", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}

// passing are Slack's words for what was not done and mends without anybody in the workspace: limits pass, and tokens
// are mended by whoever runs Tandem, who starts it again with new ones.
var passing = []string{
	"ratelimited", "rate_limited", "team_added_to_org", "org_login_required",
	"token_revoked", "token_expired", "invalid_auth", "not_authed", "not_allowed_token_type",
}

// IsPermanent reports whether trying again will not mend err. Slack has more words for a refusal than any list, so all
// but those that pass are one: it is better to show a refusal to people at once than to repeat a call in vain while the
// conversation waits behind it.
func IsPermanent(err error) bool {
	var p permanentError
	return errors.As(err, &p) || slackRefuses(err) && !SlackSays(err, passing...)
}

// slackRefuses reports whether Slack answered that it did not do what was asked.
func slackRefuses(err error) bool {
	var said slack.SlackErrorResponse
	return errors.As(err, &said) && !slices.Contains(ownTrouble, said.Err)
}

// SlackSays reports whether err is one of Slack's words.
func SlackSays(err error, words ...string) bool {
	var said slack.SlackErrorResponse
	return errors.As(err, &said) && slices.Contains(words, said.Err)
}

// neverLeft reports whether Slack certainly did not do what was asked: nobody could be reached, or the call was turned
// away.
func neverLeft(err error) bool {
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	var closed closedError
	var stranger *tls.CertificateVerificationError
	var op *net.OpError
	switch {
	case errors.As(err, &limited), errors.As(err, &closed), isAway(err), errors.As(err, &stranger), errors.Is(err, syscall.ECONNREFUSED):
		return true
	case errors.As(err, &status):
		return status.Code == http.StatusTooManyRequests
	case errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect"):
		return true
	}
	return slackRefuses(err)
}

// MaxWait is the longest wait between two tries of a job.
const MaxWait = 10 * time.Minute

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
	return min(2*time.Second<<min(attempts, 12), MaxWait)
}

// A closedError says that a method may not be called for that long.
type closedError time.Duration

func (e closedError) Error() string {
	return fmt.Sprintf("the method is closed for another %s", time.Duration(e))
}

// A gate keeps to Slack's limits: a method that answered 429 is closed until it says, for all conversations. While Slack
// does not let Tandem in, all are closed.
type gate struct {
	clock    *store.Clock
	away     *absence
	admitted func(error) error // what a call's error means for all others
	mu       sync.Mutex
	until    map[string]time.Time // by method
}

func (g *gate) init(b *Bot) {
	g.clock, g.away, g.admitted, g.until = b.DB.Clock(), &b.away, b.admitted, map[string]time.Time{}
}

// open returns a closedError while a method is closed, and an awayError while all are.
func (g *gate) open(method string) error {
	if err := g.away.closed(); err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if wait := g.until[method].Sub(g.clock.Now()); wait > 0 {
		return closedError(wait)
	}
	return nil
}

// Through calls a method of Slack's, unless it is closed, and closes it when Slack says so.
func (g *gate) Through(method string, call func() error) error {
	if err := g.open(method); err != nil {
		return err
	}
	err := g.admitted(call())
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		g.mu.Lock()
		g.until[method] = g.clock.Now().Add(limited.RetryAfter)
		g.mu.Unlock()
	}
	return err
}
