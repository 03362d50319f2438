package bot

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tandem/bot/slacksim"
	"tandem/store"
)

// asks is what the handler says at a path.
func (w *world) asks(path string) (status int, says string) {
	w.t.Helper()
	rec := httptest.NewRecorder()
	w.bot.Handler().ServeHTTP(rec, httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, path, nil))
	return rec.Code, rec.Body.String()
}

// answers fails unless the handler says just that at a path.
func (w *world) answers(path string, status int, want string) {
	w.t.Helper()
	if got, says := w.asks(path); got != status || says != want {
		w.t.Errorf("%s says %d %q, want %d %q", path, got, says, status, want)
	}
}

// hasOpen returns when the bot knows that so many sockets are open. It hears of them a moment after Slack.
func (w *world) hasOpen(n int) {
	w.t.Helper()
	w.soon(func() bool {
		_, says := w.asks("/metrics")
		return strings.Contains(says, fmt.Sprintf("\ntandem_open_sockets %d\n", n))
	})
}

func TestItIsReadyOnlyWithADatabaseASocketAndNoJobThatWaitsForLong(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.answers("/healthz", http.StatusOK, "ok\n")
		w.hasOpen(2)
		w.answers("/readyz", http.StatusOK, "ready\n")

		w.update(func(ctx context.Context, tx *store.Tx) error {
			return tx.Once(ctx, "housekeeping", "late", "late", w.clock.Now())
		})
		w.clock.Wind(15 * time.Minute)
		w.answers("/readyz", http.StatusOK, "ready\n")
		w.clock.Wind(time.Minute)
		w.answers("/readyz", http.StatusServiceUnavailable, "not ready: a job has been due for 16m0s, longer than 15m0s\n")

		if err := w.db.Close(); err != nil {
			t.Fatal(err)
		}
		w.answers("/readyz", http.StatusServiceUnavailable, "not ready: the database does not answer\n")
		w.answers("/healthz", http.StatusOK, "ok\n")
		if _, says := w.asks("/metrics"); !strings.Contains(says, "\ntandem_oldest_due_job_seconds NaN\n") {
			t.Error("without a database the metrics tell how old jobs are")
		}
	})
}

func TestItIsNotReadyWhileSlackLetsNoSocketIn(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.hasOpen(2)
		w.failing = true
		w.sim.InjectFault(slacksim.Fault{Method: ofSockets, Kind: slacksim.Status500, Count: -1})
		w.sim.DropSockets()
		w.hasOpen(0)
		w.answers("/readyz", http.StatusServiceUnavailable, "not ready: no socket to Slack is open\n")
	})
}
