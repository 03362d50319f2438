package engine

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/slack-go/slack"
)

// obstacle is an error on the way to Slack, said to whoever runs Tandem: what is wrong, and what to do.
type obstacle struct {
	says  string
	cause error
}

func (o *obstacle) Error() string { return o.says }

// Unwrap returns the error itself.
func (o *obstacle) Unwrap() error { return o.cause }

// tokenWords are Slack's words for a token that does not let Tandem in, with what happened.
var tokenWords = map[string]string{
	"invalid_auth":           "",
	"not_authed":             "no token arrived; where a proxy takes it out, let it pass the header Authorization; else ",
	"account_inactive":       "the app was taken out of the workspace; install it again under Install App, then ",
	"token_revoked":          "it was revoked; install the app again under Install App, then ",
	"token_expired":          "it has expired; switch token rotation off under OAuth & Permissions, then ",
	"not_allowed_token_type": "it is a token of another kind; ",
	"missing_scope":          "it lacks a scope; update the app from manifest.yml, install it again, then ",
}

// tokenSource is where in the app's settings a variable's token comes from.
var tokenSource = map[string]string{
	"SLACK_BOT_TOKEN": "copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions in your app's settings",
	"SLACK_APP_TOKEN": "make an app-level token (xapp-…) with the scope connections:write under Basic Information in your app's settings",
}

// tokenError is why a call with a variable's token was in vain, and what to do; nil for nil.
func tokenError(variable string, err error) error {
	if err == nil {
		return nil
	}
	for word, happened := range tokenWords {
		if err.Error() == word || SlackSays(err, word) {
			if variable == "SLACK_APP_TOKEN" && word == "missing_scope" {
				happened = ""
			}
			return &obstacle{fmt.Sprintf("Slack refuses %s (%s): %s%s", variable, word, happened, tokenSource[variable]), err}
		}
	}
	return &obstacle{"reaching Slack: " + unreachable(err), err}
}

// refusesToken reports whether Slack will not let the token in, however often it is tried.
func refusesToken(err error) bool {
	for word := range tokenWords {
		if SlackSays(err, word) {
			return true
		}
	}
	return false
}

// ways is what has to be open between Tandem and Slack.
const ways = "this machine must reach slack.com and wss-primary.slack.com on port 443, or by a proxy named in HTTPS_PROXY"

// unreachable is why Slack did not do what it was asked, where the token is not to blame.
func unreachable(err error) string {
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	var said slack.SlackErrorResponse
	var cert *tls.CertificateVerificationError
	var dns *net.DNSError
	var op *net.OpError
	var call *url.Error
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &limited):
		return fmt.Sprintf("it was called too often (ratelimited); wait %s, then try again", max(limited.RetryAfter, time.Second))
	case SlackSays(err, "ratelimited", "rate_limited"):
		return "it was called too often (ratelimited); wait a minute, then try again"
	case errors.As(err, &said):
		return fmt.Sprintf("it answers %s; docs.slack.dev explains it under the method's errors", said.Err)
	case errors.As(err, &status) && status.Code >= http.StatusInternalServerError:
		return fmt.Sprintf("it has trouble of its own (status %d); slack-status.com tells more", status.Code)
	case errors.As(err, &status):
		return fmt.Sprintf("something else answers in its place (status %d): look at SLACK_API_URL, and at the proxy if there is one", status.Code)
	case errors.As(err, &syntax):
		return "something else answers in its place, and not in JSON: look at SLACK_API_URL, and at the proxy if there is one"
	case errors.As(err, &cert):
		return fmt.Sprintf("its certificate is not trusted (%v): look at this machine's clock; where a proxy reads along, name its certificates in SSL_CERT_FILE", cert.Err)
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return fmt.Sprintf("the proxy of HTTPS_PROXY does not answer (%v)", deepest(op))
	case errors.As(err, &call) && call.Err.Error() == http.StatusText(http.StatusProxyAuthRequired):
		return "the proxy wants a name and a password: HTTPS_PROXY=http://name:password@host:port"
	case errors.As(err, &dns):
		return fmt.Sprintf("the name %s is not found (%s): look at this machine's DNS; %s", dns.Name, dns.Err, ways)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return "it does not answer in time; " + ways
	case errors.As(err, &op) && op.Op == "dial" && op.Addr != nil:
		return fmt.Sprintf("nobody answers at %s (%v); %s", op.Addr, deepest(op), ways)
	}
	return err.Error()
}

// deepest is the cause at the bottom of an error: the layers above it repeat addresses.
func deepest(err error) error {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err
}
