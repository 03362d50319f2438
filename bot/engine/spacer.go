package engine

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"tandem/store"
)

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
	now := s.clock.Now()
	if now.Sub(s.last) > healthy {
		s.wait = 0
	} else {
		s.wait = min(max(2*s.wait, firstGap), maxGap)
	}
	if err := s.clock.Wait(ctx, now.Add(s.wait), nil); err != nil {
		return err
	}
	s.last = s.clock.Now()
	return nil
}
