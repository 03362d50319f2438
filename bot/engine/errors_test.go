package engine

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

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
			patience := 20 * time.Second // whatever else the machine does: a name is looked up by others
			if name == "an answer that never came" {
				patience = 500 * time.Millisecond
			}
			api := slack.New("xoxb", slack.OptionAPIURL(c.url+"/"), slack.OptionHTTPClient(&http.Client{Timeout: patience}))
			_, _, err := api.PostMessage("C1", slack.MsgOptionText("x", false))
			if err == nil {
				t.Fatal("it was taken")
			}
			if neverLeft(err) == c.left {
				t.Errorf("%v: may have left is %t", err, !c.left)
			}
			if IsPermanent(err) != c.permanent {
				t.Errorf("%v: permanent is %t", err, !c.permanent)
			}
		})
	}
}
