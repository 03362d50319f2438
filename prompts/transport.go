package prompts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/failsafehttp"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
)

// patience says how long a server that fails is tried, and when it is left alone.
type patience struct {
	attempts   int           // of one call
	wait, most time.Duration // before the second attempt, and before any; twice as long each time
	retryAfter time.Duration // the longest Retry-After that is waited out; a longer one ends the call
	failures   uint          // in a row, until the server is taken for dead
	rest       time.Duration // before a dead server is tried again
	call       time.Duration // one call with all its attempts, where the caller has no earlier deadline
}

// usual is the patience of a drafting job: nobody looks at a spinner meanwhile, and the built-in drafter stands ready.
var usual = patience{attempts: 3, wait: time.Second, most: 8 * time.Second, retryAfter: 20 * time.Second,
	failures: 6, rest: time.Minute, call: 90 * time.Second}

// answerMax is how much of an answer is read, in bytes: several times what any draft needs.
const answerMax = 1 << 20

// persistent is a round tripper that retries what may pass, and gives up at once while a server is taken for dead.
// The last failure is returned as it came, so that the error the server sent is still to be read.
//
//nolint:bodyclose // the policies look at responses that whole has read and closed
func persistent(next http.RoundTripper, p patience, now func() time.Time) http.RoundTripper {
	retry := retrypolicy.NewBuilder[*http.Response]().
		HandleIf(func(r *http.Response, err error) bool { return err != nil || mayPass(r.StatusCode) }).
		AbortOnErrors(context.Canceled, context.DeadlineExceeded, circuitbreaker.ErrOpen).
		AbortIf(func(r *http.Response, err error) bool { return retryAfter(r, now) > p.retryAfter }).
		WithMaxAttempts(p.attempts).
		WithBackoff(p.wait, p.most).
		WithJitterFactor(0.2).
		WithDelayFunc(func(e failsafe.ExecutionAttempt[*http.Response]) time.Duration {
			return retryAfter(e.LastResult(), now)
		}).
		ReturnLastFailure().
		Build()
	// A 429 comes from a server that is alive, and who gave up by themselves says nothing of it.
	dead := circuitbreaker.NewBuilder[*http.Response]().
		HandleIf(func(r *http.Response, err error) bool {
			return err != nil && !errors.Is(err, context.Canceled) || r != nil && r.StatusCode >= 500
		}).
		WithFailureThreshold(p.failures).
		WithDelay(p.rest).
		Build()
	return failsafehttp.NewRoundTripper(whole{next}, retry, dead)
}

// mayPass reports whether a status is worth another attempt.
func mayPass(status int) bool {
	return status == http.StatusTooManyRequests || status >= 500 && status != http.StatusNotImplemented
}

// retryAfter is how long a response asks to wait: its header in seconds or as a date, else -1, which is the backoff.
func retryAfter(r *http.Response, now func() time.Time) time.Duration {
	if r == nil {
		return -1
	}
	header := r.Header.Get("Retry-After")
	if s, err := strconv.ParseFloat(header, 64); err == nil && s >= 0 {
		return time.Duration(min(s, 1e6) * float64(time.Second))
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, at.Sub(now()))
	}
	return -1
}

// whole reads a response to its end before it hands it on, so that one that breaks off is an attempt that failed, and
// one without an end is cut.
type whole struct{ next http.RoundTripper }

func (w whole) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := w.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, answerMax))
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}
