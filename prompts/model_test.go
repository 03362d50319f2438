package prompts

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sashabaranov/go-openai"

	"tandem/prompts/modelsim"
)

const testKey = "sk-test-0123456789abcdef"

// hasty is the patience of tests that go over a real connection.
var hasty = patience{attempts: 3, wait: time.Microsecond, most: 2 * time.Microsecond, retryAfter: 20 * time.Second,
	failures: 6, rest: time.Hour, call: time.Minute}

// modelOf is a client of a simulated server, and what it logs.
func modelOf(t *testing.T, s *modelsim.Server, p patience) (*Model, *bytes.Buffer) {
	t.Helper()
	log := &bytes.Buffer{}
	hide := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	m, err := newModel(Config{BaseURL: s.URL, Key: testKey, Model: "test-1", Now: func() time.Time { return time.UnixMilli(0) },
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{ReplaceAttr: hide}))}, p)
	if err != nil {
		t.Fatal(err)
	}
	return m, log
}

func TestAWrongConfigurationSaysWhichVariableAndWhatItShouldBe(t *testing.T) {
	ok := Config{BaseURL: "http://localhost:11434/v1", Key: testKey, Model: "llama3.1:8b"}
	for name, c := range map[string]struct {
		change func(*Config)
		want   string // part of the error; empty: none
	}{
		"all right":           {func(*Config) {}, ""},
		"a slash at the end":  {func(c *Config) { c.BaseURL += "/" }, ""},
		"no key, own server":  {func(c *Config) { c.Key = "" }, ""},
		"OpenAI's own":        {func(c *Config) { c.BaseURL = "" }, ""},
		"no key for OpenAI":   {func(c *Config) { c.BaseURL, c.Key = "", "" }, "OPENAI_API_KEY is missing"},
		"a key in two pieces": {func(c *Config) { c.Key = "sk-abc\nsk-def" }, "OPENAI_API_KEY has a blank"},
		"no model":            {func(c *Config) { c.Model = " " }, "OPENAI_MODEL is missing: name the model that localhost:11434"},
		"a sentence as model": {func(c *Config) { c.Model = "the good one" }, `OPENAI_MODEL is "the good one"`},
		"no scheme":           {func(c *Config) { c.BaseURL = "localhost:11434/v1" }, "it should look like https://"},
		"no host":             {func(c *Config) { c.BaseURL = "https:///v1" }, "it should look like https://"},
		"another scheme":      {func(c *Config) { c.BaseURL = "ftp://example.com/v1" }, `OPENAI_BASE_URL is "ftp://example.com/v1"`},
		"no address":          {func(c *Config) { c.BaseURL = "http://a b/%zz" }, "OPENAI_BASE_URL is no address"},
		"a password":          {func(c *Config) { c.BaseURL = "https://me:hunter2@example.com/v1" }, "has a name or password in it"},
		"a query":             {func(c *Config) { c.BaseURL = "https://example.com/v1?key=hunter2" }, "has a ? or # in it"},
		"the whole call":      {func(c *Config) { c.BaseURL += "/chat/completions" }, "leave out /chat/completions"},
	} {
		t.Run(name, func(t *testing.T) {
			x := ok
			c.change(&x)
			_, err := NewModel(x)
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%v, not %q", err, c.want)
			case err != nil && (strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "sk-")):
				t.Errorf("tells a secret: %v", err)
			}
		})
	}
}

func TestPingSaysWhatToDo(t *testing.T) {
	page := "<html><title>502 Bad Gateway</title></html>"
	for name, c := range map[string]struct {
		answer modelsim.Answer
		kind   error
		want   string
	}{
		"good":            {modelsim.Good, nil, ""},
		"wrong key":       {modelsim.Status(401, ""), ErrRejected, "does not take OPENAI_API_KEY (status 401)"},
		"unknown model":   {modelsim.Status(404, ""), ErrRejected, `knows no model "test-1"`},
		"strange call":    {modelsim.Status(400, ""), ErrRejected, "does not take the call (status 400)"},
		"no quota":        {modelsim.Raw(429, "application/json", `{"error":{"message":"x","code":"insufficient_quota"}}`), ErrRejected, "the quota is used up"},
		"too often":       {modelsim.Status(429, "0"), ErrAway, "asked too often"},
		"its own fault":   {modelsim.Status(500, ""), ErrAway, "a fault of its own (status 500)"},
		"gateway's page":  {modelsim.Raw(502, "text/html", page), ErrAway, "a fault of its own (status 502)"},
		"a web page":      {modelsim.Raw(200, "text/html", page), ErrNonsense, "not as OpenAI's protocol has it"},
		"another list":    {modelsim.Raw(200, "application/json", `[1]`), ErrNonsense, "not as OpenAI's protocol has it"},
		"half an answer":  {modelsim.Raw(200, "application/json", `{"choices":[{"mess`), ErrNonsense, "not as OpenAI's protocol has it"},
		"an empty answer": {modelsim.Raw(200, "application/json", ``), ErrNonsense, "not as OpenAI's protocol has it"},
		"no choice":       {modelsim.Empty, ErrNonsense, "it gave no answer"},
		"nothing said":    {modelsim.JSON(" "), ErrNonsense, "it said nothing"},
		"a refusal":       {modelsim.Refusal, ErrNonsense, "it refused to answer"},
		"broken off":      {modelsim.Reset, ErrAway, "nobody answers at 127.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := modelsim.Start(t)
			s.Always(c.answer)
			m, log := modelOf(t, s, hasty)
			err := m.Ping(t.Context())
			if !errors.Is(err, c.kind) || c.kind != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, not %q", err, c.want)
			}
			for _, text := range []string{log.String(), cmpError(err)} {
				if strings.Contains(text, testKey) || strings.Contains(text, "<html>") || strings.Contains(text, "Answer with") {
					t.Errorf("tells too much: %s", text)
				}
			}
			if n := strings.Count(log.String(), "\n"); n != 1 {
				t.Errorf("%d lines of log for one call:\n%s", n, log)
			}
		})
	}
}

func cmpError(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestACallIsLoggedInOneLine(t *testing.T) {
	s := modelsim.Start(t)
	m, log := modelOf(t, s, hasty)
	if err := m.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	q := s.Asked()[0]
	if q.Key != testKey || q.Model != "test-1" || q.Schema != "" || len(q.Messages) != 1 {
		t.Errorf("asked %+v", q)
	}
	if want := "level=INFO msg=\"asked the model\" prompt=ping model=test-1 status=200 tokens=26 ms=0\n"; log.String() != want {
		t.Errorf("logged %q, not %q", log, want)
	}
}

func TestWhatMayPassIsTriedThreeTimes(t *testing.T) {
	for name, c := range map[string]struct {
		script []modelsim.Answer
		asked  int
		ok     bool
	}{
		"good at once":            {nil, 1, true},
		"good at last":            {[]modelsim.Answer{modelsim.Status(500, ""), modelsim.Reset}, 3, true},
		"busy for a moment":       {[]modelsim.Answer{modelsim.Status(429, "0")}, 2, true},
		"never good":              {[]modelsim.Answer{modelsim.Status(503, ""), modelsim.Status(503, ""), modelsim.Status(503, "")}, 3, false},
		"busy for an hour":        {[]modelsim.Answer{modelsim.Status(429, "3600")}, 1, false},
		"the key is wrong":        {[]modelsim.Answer{modelsim.Status(401, "")}, 1, false},
		"it can never be done":    {[]modelsim.Answer{modelsim.Status(501, "")}, 1, false},
		"nonsense stays nonsense": {[]modelsim.Answer{modelsim.Empty}, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := modelsim.Start(t)
			s.Next(c.script...)
			m, _ := modelOf(t, s, hasty)
			err := m.Ping(t.Context())
			if n := len(s.Asked()); n != c.asked || (err == nil) != c.ok {
				t.Errorf("asked %d times, %v", n, err)
			}
		})
	}
}

func TestTheErrorOfTheServerSurvivesTheRetries(t *testing.T) {
	s := modelsim.Start(t)
	s.Always(modelsim.Status(503, "0"))
	m, _ := modelOf(t, s, hasty)
	err := m.Ping(t.Context())
	var api *openai.APIError
	var f *Failure
	if !errors.As(err, &api) || api.HTTPStatusCode != 503 || !errors.As(err, &f) || f.Status != 503 {
		t.Errorf("%#v", err)
	}
}

func TestADeadServerIsLeftAlone(t *testing.T) {
	s := modelsim.Start(t)
	s.Always(modelsim.Status(500, ""))
	m, _ := modelOf(t, s, hasty)
	for range 5 {
		if err := m.Ping(t.Context()); !errors.Is(err, ErrAway) {
			t.Fatal(err)
		}
	}
	if n := len(s.Asked()); n != 6 {
		t.Errorf("asked %d times, though it is dead after 6", n)
	}
	if err := m.Ping(t.Context()); !strings.Contains(cmpError(err), "is left alone") {
		t.Error(err)
	}
}

// A trip is a round tripper made of a function.
type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// wound runs a test in which time passes by itself. It answers each request as told and notes when it came.
func wound(t *testing.T, test func(t *testing.T, m *Model, came func() []time.Duration), answer func(n int) (status int, retryAfter string)) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var came []time.Duration
		m, err := NewModel(Config{Key: testKey, Model: "test-1", Now: time.Now, HTTP: trip(func(r *http.Request) (*http.Response, error) {
			status, after := answer(len(came))
			came = append(came, time.Since(start))
			if status == 0 {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			body := `{"choices":[{"message":{"content":"OK"},"finish_reason":"stop"}]}`
			return &http.Response{StatusCode: status, Header: http.Header{"Retry-After": {after}}, Body: io.NopCloser(strings.NewReader(body))}, nil
		})})
		if err != nil {
			t.Fatal(err)
		}
		test(t, m, func() []time.Duration { return came })
	})
}

func TestABusyServerIsAskedAgainWhenItSaid(t *testing.T) {
	for name, after := range map[string]string{"seconds": "7", "date": "Sat, 01 Jan 2000 00:00:07 GMT"} {
		t.Run(name, func(t *testing.T) {
			wound(t, func(t *testing.T, m *Model, came func() []time.Duration) {
				if err := m.Ping(t.Context()); err != nil {
					t.Fatal(err)
				}
				if at := came(); len(at) != 2 || at[1] < 5*time.Second || at[1] > 9*time.Second {
					t.Errorf("came at %v, not after about 7s", at)
				}
			}, func(n int) (int, string) { return []int{429, 200}[n], after })
		})
	}
}

func TestADeadServerIsTriedAgainAfterAMinute(t *testing.T) {
	down := true
	wound(t, func(t *testing.T, m *Model, came func() []time.Duration) {
		for range 3 {
			_ = m.Ping(t.Context())
		}
		n := len(came())
		down = false
		if err := m.Ping(t.Context()); !errors.Is(err, ErrAway) || len(came()) != n {
			t.Errorf("asked while it rests: %v", err)
		}
		<-time.After(usual.rest) // of the bubble: it takes no time
		if err := m.Ping(t.Context()); err != nil {
			t.Error(err)
		}
	}, func(int) (int, string) {
		if down {
			return 500, ""
		}
		return 200, ""
	})
}

func TestACallEndsByItself(t *testing.T) {
	wound(t, func(t *testing.T, m *Model, came func() []time.Duration) {
		start := time.Now()
		err := m.Ping(t.Context())
		if !errors.Is(err, ErrAway) || !strings.Contains(err.Error(), "did not answer in time") {
			t.Error(err)
		}
		if took := time.Since(start); took != usual.call || len(came()) != 1 {
			t.Errorf("took %v, asked %d times", took, len(came()))
		}
	}, func(int) (int, string) { return 0, "" })
}

func TestWhoGivesUpIsNotKeptWaiting(t *testing.T) {
	s := modelsim.Start(t)
	s.Always(modelsim.Hang)
	m, log := modelOf(t, s, hasty)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		s.Wait(1)
		cancel()
	}()
	if err := m.Ping(ctx); !errors.Is(err, ErrAway) || !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if !strings.Contains(log.String(), `status="given up"`) {
		t.Error(log)
	}
}

func TestAnEndlessAnswerIsCut(t *testing.T) {
	s := modelsim.Start(t)
	s.Always(modelsim.JSON(strings.Repeat("a", 2*answerMax)))
	m, _ := modelOf(t, s, hasty)
	if err := m.Ping(t.Context()); !errors.Is(err, ErrNonsense) {
		t.Error(err)
	}
}
