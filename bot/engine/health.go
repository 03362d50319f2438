package engine

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/slack-go/slack/socketmode"
)

// dueWithin is how long a job may be due before Tandem is not ready: longer than the longest wait between two tries of
// one that holds others of its conversation up.
const dueWithin = MaxWait + 5*time.Minute

// Handler answers whoever watches Tandem. Nothing in it tells of people or of what they wrote.
//
//	/healthz  200: the process is alive
//	/readyz   200 when it can work, 503 with a line for each reason why not
//	/metrics  what it counts, for Prometheus
func (b *Bot) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plainText(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if lacks := b.lacks(r.Context()); len(lacks) > 0 {
			plainText(w, http.StatusServiceUnavailable, lacks...)
			return
		}
		plainText(w, http.StatusOK, "ready")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(b.metrics.registry, promhttp.HandlerOpts{}))
	return mux
}

func plainText(w http.ResponseWriter, status int, lines ...string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(strings.Join(lines, "\n") + "\n")) // fails when whoever asked is gone
}

// lacks says why Tandem cannot work; nothing when it can. The errors themselves are for the log.
func (b *Bot) lacks(ctx context.Context) (lines []string) {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	age, _, err := b.DB.OldestDue(ctx)
	if err != nil {
		lines = append(lines, "not ready: the database does not answer")
		b.Log.Warn("the database does not answer", "err", err)
	}
	if why, _, away := b.away.is(); away { // the rest follows from it
		return append(lines, "not ready: nothing is posted, and everything is kept, until Slack lets Tandem in again: "+why)
	}
	if b.room.full.Load() {
		lines = append(lines, "not ready: the disk of the database is full")
	}
	if b.sockets.open() == 0 {
		lines = append(lines, "not ready: no socket to Slack is open")
	}
	if age > dueWithin {
		lines = append(lines, fmt.Sprintf("not ready: a job has been due for %s, longer than %s", age.Round(time.Second), dueWithin))
	}
	return lines
}

// sockets knows which Socket Mode connections Slack has greeted.
type sockets struct {
	mu      sync.Mutex
	greeted map[*socketmode.Client]bool
	ever    bool // Slack has greeted one since the start
}

// heard takes note of what happened to a socket.
func (s *sockets) heard(client *socketmode.Client, what socketmode.EventType) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch what {
	case socketmode.EventTypeHello:
		if s.greeted == nil {
			s.greeted = map[*socketmode.Client]bool{}
		}
		s.greeted[client], s.ever = true, true
	case socketmode.EventTypeConnecting, socketmode.EventTypeConnectionError, socketmode.EventTypeDisconnect:
		delete(s.greeted, client)
	}
}

// everOpen reports whether Slack has let one in since the start.
func (s *sockets) everOpen() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ever
}

// open is how many there are.
func (s *sockets) open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.greeted)
}
