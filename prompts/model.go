package prompts

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sashabaranov/go-openai"
)

// A Config says which model is asked, and where. Its fields are what the environment names OPENAI_BASE_URL,
// OPENAI_API_KEY, OPENAI_MODEL and OPENAI_EMBEDDING_MODEL.
type Config struct {
	BaseURL string // up to /v1; empty is OpenAI's own
	Key     string // may be empty where the server wants none
	Model   string

	Embedding string // the model that makes meanings; may be empty

	Now  func() time.Time
	Log  *slog.Logger      // nil is none
	HTTP http.RoundTripper // nil is the standard library's
}

// A Model is a client of a language model that speaks OpenAI's protocol. It is safe for several goroutines.
type Model struct {
	client   *openai.Client
	name     string
	meanings string // the model that makes meanings; empty where there is none
	host     string
	limit    time.Duration
	now      func() time.Time
	log      *slog.Logger
	plain    atomic.Bool // the server takes no schema and no temperature
}

// Usage is what asking has cost.
type Usage struct {
	Calls  int // completions that were asked for, whatever became of them; attempts of one are not counted apart
	Tokens int // read and written, as the server counts them, or estimated where it does not
}

const openAI = "https://api.openai.com/v1"

// NewModel checks the configuration and makes the client. It calls nobody: Ping does. An error names the variable, and
// what it should be; it never holds the key.
func NewModel(c Config) (*Model, error) { return newModel(c, usual) }

func newModel(c Config, p patience) (*Model, error) {
	base, err := address(c.BaseURL)
	if err != nil {
		return nil, err
	}
	key, model := strings.TrimSpace(c.Key), strings.TrimSpace(c.Model)
	switch {
	case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("OPENAI_API_KEY has a blank or a letter in it that no key has: copy it again, in one piece")
	case key == "" && base.Host == "api.openai.com":
		return nil, errors.New("OPENAI_API_KEY is missing: make one at platform.openai.com, or set OPENAI_BASE_URL to a server that needs none")
	case model == "":
		return nil, fmt.Errorf("OPENAI_MODEL is missing: name the model that %s is to draft with", base.Host)
	case len(model) > 200 || strings.ContainsFunc(model, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return nil, fmt.Errorf("OPENAI_MODEL is %q: a model's name has no blanks and at most 200 letters", cut(model, 60))
	}
	meanings := strings.TrimSpace(c.Embedding)
	if err := wrongMeanings(meanings); err != nil {
		return nil, err
	}
	next := c.HTTP
	if next == nil {
		next = http.DefaultTransport
	}
	log := c.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	wire := openai.DefaultConfig(key)
	wire.BaseURL = base.String()
	wire.HTTPClient = &http.Client{Transport: persistent(next, p, c.Now)} // deadlines come by context
	return &Model{client: openai.NewClientWithConfig(wire), name: model, meanings: meanings, host: base.Host, limit: p.call, now: c.Now, log: log}, nil
}

// address reads the address of a server.
func address(s string) (*url.URL, error) {
	s = strings.TrimRight(cmp.Or(strings.TrimSpace(s), openAI), "/")
	const should = "it should look like https://models.example.com/v1"
	u, err := url.Parse(s)
	switch {
	case err != nil: // the parser's error repeats the address, which may hold a password
		return nil, fmt.Errorf("OPENAI_BASE_URL is no address: %s", should)
	case u.User != nil:
		return nil, fmt.Errorf("OPENAI_BASE_URL has a name or password in it: %s, and the key belongs in OPENAI_API_KEY", should)
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return nil, fmt.Errorf("OPENAI_BASE_URL is %q: %s", cut(s, 60), should)
	case u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("OPENAI_BASE_URL has a ? or # in it: %s", should)
	case strings.HasSuffix(u.Path, "/completions"):
		return nil, errors.New("OPENAI_BASE_URL names one call: leave out /chat/completions, so that it ends as in https://models.example.com/v1")
	}
	return u, nil
}

// Ping makes the smallest call there is and says in its error what to do.
func (m *Model) Ping(ctx context.Context) error {
	var u Usage
	_, err := m.ask(ctx, "ping", []openai.ChatCompletionMessage{{Role: openai.ChatMessageRoleUser, Content: "Answer with the word OK."}}, nil, &u)
	return err
}
