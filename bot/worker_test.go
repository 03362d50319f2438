package bot

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"tandem/store"
)

func TestAJobThatFailsForGoodIsLoggedOnceAndKept(t *testing.T) {
	inWorlds(t, func(w *world) {
		p := w.probed()
		w.failing = true
		p.job = func(context.Context, *Bot, store.Job) error { return permanent(errBroken) }
		w.update(func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.Once(ctx, probeJob, "1", "lane", tx.Now), tx.Once(ctx, "no.such.job", "1", "lane", tx.Now))
		})
		w.passes(time.Hour)
		if got := w.logged.with("a job failed"); got != 2 {
			t.Errorf("%d of 2 failures were logged", got)
		}
		w.update(func(ctx context.Context, tx *store.Tx) error {
			failed, err := tx.Failed(ctx, 10)
			if len(failed) != 2 {
				t.Errorf("%d of 2 failed jobs were kept", len(failed))
			}
			return err
		})
	})
}

func TestAJobThatFailsIsTriedAgainEverMoreRarely(t *testing.T) {
	inWorlds(t, func(w *world) {
		p := w.probed()
		var at []time.Time
		p.job = func(ctx context.Context, b *Bot, job store.Job) error {
			at = append(at, w.clock.Now())
			if len(at) > 12 {
				return b.finish(ctx, job, 0, nil)
			}
			if len(at)%2 == 0 {
				panic("boom")
			}
			return errBroken
		}
		w.update(func(ctx context.Context, tx *store.Tx) error { return tx.Once(ctx, probeJob, "1", "lane", tx.Now) })
		w.passes(5 * time.Hour)
		if len(at) != 13 {
			t.Fatalf("tried %d times", len(at))
		}
		last := time.Second
		for i := range at[1:] {
			gap := at[i+1].Sub(at[i])
			if gap < min(2*last, maxWait) || gap > maxWait {
				t.Errorf("try %d came after %s", i+2, gap)
			}
			last = gap
		}
	})
}

func TestDeliveriesThatWereSeenAreForgottenAfterTwoDays(t *testing.T) {
	inWorlds(t, func(w *world) {
		seen := func() (is bool) {
			w.update(func(ctx context.Context, tx *store.Tx) (err error) { _, is, err = tx.Seen(ctx, "delivery"); return err })
			return is
		}
		w.update(func(ctx context.Context, tx *store.Tx) error { return tx.MarkSeen(ctx, "delivery", nil) })
		w.passes(47 * time.Hour)
		if !seen() {
			t.Error("it was forgotten too early")
		}
		w.passes(24 * time.Hour)
		if seen() {
			t.Error("it was not forgotten")
		}
	})
}

func TestHousekeepingGoesOnEveryDayAlsoAfterTandemWasAway(t *testing.T) {
	inWorlds(t, func(w *world) {
		next := func() time.Time {
			t.Helper()
			due, ok, err := w.db.NextDue(context.Background())
			if err != nil || !ok {
				t.Fatalf("nothing is due: %v", err)
			}
			return due
		}
		at := func(day int) time.Time { return time.Date(2026, 3, day, 3, 0, 0, 0, time.UTC) }
		for day := 3; day < 6; day++ {
			if got := next(); !got.Equal(at(day)) {
				t.Errorf("housekeeping is due %s, not %s", got, at(day))
			}
			w.stop()
			w.start() // every start leaves it anew
			w.passes(24 * time.Hour)
		}
		w.stop()
		w.clock.Set(at(20).Add(time.Hour))
		w.start()
		w.settle()
		if got := next(); !got.Equal(at(21)) {
			t.Errorf("housekeeping is due %s, not %s", got, at(21))
		}
	})
}

// hang takes a call and does not answer.
func hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // only then does the server see that the caller has gone
	<-r.Context().Done()
}

// What an error says about whether Slack got a call is learned from real ones.
func TestOnlyWhatCertainlyNeverLeftIsTakenForThat(t *testing.T) {
	t.Parallel()
	answers := func(f http.HandlerFunc) string {
		s := httptest.NewServer(f)
		t.Cleanup(s.Close)
		return s.URL
	}
	says := func(status int, body string, header ...string) string {
		return answers(func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		})
	}
	gone := httptest.NewServer(nil)
	gone.Close()
	untrusted := httptest.NewTLSServer(nil)
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(untrusted.Close)
	for name, c := range map[string]struct {
		url       string
		left      bool
		permanent bool
	}{
		"nobody listens":            {gone.URL, false, false},
		"no such host":              {"http://no-such-host.invalid", false, false},
		"a stranger's certificate":  {untrusted.URL, false, false},
		"429":                       {says(429, `{}`, "Retry-After", "3"), false, false},
		"429 without Retry-After":   {says(429, `{}`), false, false},
		"500":                       {says(500, `{"ok":false,"error":"channel_not_found"}`), true, false},
		"503":                       {says(503, `nope`), true, false},
		"garbage":                   {says(200, `<html>`), true, false},
		"nothing":                   {says(200, ``), true, false},
		"half an answer":            {says(200, `{"ok":true,"chan`), true, false},
		"Slack's own trouble":       {says(200, `{"ok":false,"error":"internal_error"}`), true, false},
		"a refusal":                 {says(200, `{"ok":false,"error":"not_in_channel"}`), false, true},
		"a refusal of a new kind":   {says(200, `{"ok":false,"error":"not_on_a_sunday"}`), false, true},
		"a token that was taken":    {says(200, `{"ok":false,"error":"token_revoked"}`), false, false},
		"a limit":                   {says(200, `{"ok":false,"error":"ratelimited"}`), false, false},
		"a reset":                   {answers(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), true, false},
		"an answer that never came": {answers(hang), true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := slack.New("xoxb", slack.OptionAPIURL(c.url+"/"), slack.OptionHTTPClient(&http.Client{Timeout: 500 * time.Millisecond}))
			_, _, err := api.PostMessage("C1", slack.MsgOptionText("x", false))
			if err == nil {
				t.Fatal("it was taken")
			}
			if neverLeft(err) == c.left {
				t.Errorf("%v: may have left is %t", err, !c.left)
			}
			if isPermanent(err) != c.permanent {
				t.Errorf("%v: permanent is %t", err, !c.permanent)
			}
		})
	}
}
