package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/kelseyhightower/envconfig"

	"tandem/prompts"
)

// environment is what Tandem is told from outside.
type environment struct {
	BotToken string `envconfig:"SLACK_BOT_TOKEN"`
	AppToken string `envconfig:"SLACK_APP_TOKEN"`
	APIURL   string `envconfig:"SLACK_API_URL"`
	Database string `envconfig:"TANDEM_DATABASE" default:"tandem.db"`
	Log      string `envconfig:"TANDEM_LOG" default:"text"`
	LogLevel string `envconfig:"TANDEM_LOG_LEVEL" default:"info"`
	Listen   string `envconfig:"TANDEM_LISTEN"` // nowhere when empty

	ModelKey    string `envconfig:"OPENAI_API_KEY"`
	ModelURL    string `envconfig:"OPENAI_BASE_URL"`
	Model       string `envconfig:"OPENAI_MODEL"`           // none when empty: stories are drafted by template
	Embedding   string `envconfig:"OPENAI_EMBEDDING_MODEL"` // none when empty: what is similar stands in the order of its words
	DailyTokens string `envconfig:"OPENAI_DAILY_TOKENS" default:"200000"`
}

// readEnvironment reads and checks the environment. A wrong value is an error that names the variable, what it is and
// what it should be; of a token it says only how it begins.
func readEnvironment() (environment, error) {
	var e environment
	if err := envconfig.Process("", &e); err != nil {
		return e, err
	}
	return e, errors.Join(
		wrongToken("SLACK_BOT_TOKEN", e.BotToken, "xoxb-", "the Bot User OAuth Token under OAuth & Permissions"),
		wrongToken("SLACK_APP_TOKEN", e.AppToken, "xapp-", "the app-level token under Basic Information"),
		wrongURL("SLACK_API_URL", e.APIURL),
		wrongWord("TANDEM_LOG", e.Log, "text", "json"),
		wrongWord("TANDEM_LOG_LEVEL", e.LogLevel, "debug", "info", "warn", "error"),
		wrongListen(e.Listen),
		e.wrongModel(),
	)
}

func wrongToken(name, value, prefix, where string) error {
	switch {
	case value == "":
		return fmt.Errorf("%s is not set: set it to %s, which begins with %s", name, where, prefix)
	case strings.ContainsFunc(value, unicode.IsSpace):
		return fmt.Errorf("%s has a space or a line break in it: copy %s again, without it", name, where)
	case !strings.HasPrefix(value, prefix):
		return fmt.Errorf("%s begins with %q, but should begin with %s: use %s", name, value[:min(len(value), 5)], prefix, where)
	}
	return nil
}

func wrongURL(name, value string) error {
	if value == "" {
		return nil
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("%s is %q, but should be an address such as https://slack.com/api/", name, value)
	}
	if !strings.HasSuffix(value, "/") {
		return fmt.Errorf("%s is %q, but should end in a slash", name, value)
	}
	return nil
}

func wrongWord(name, value string, right ...string) error {
	for _, r := range right {
		if value == r {
			return nil
		}
	}
	return fmt.Errorf("%s is %q, but should be one of %s", name, value, strings.Join(right, ", "))
}

func wrongListen(value string) error {
	if value == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(value)
	if n, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || n == 0 {
		return fmt.Errorf("TANDEM_LISTEN is %q, but should be a host and a port, such as 127.0.0.1:9090, or :9090 for all of this machine's addresses", value)
	}
	return nil
}

// hasModel reports whether any of the model's variables is set.
func (e environment) hasModel() bool {
	return e.ModelKey != "" || e.ModelURL != "" || e.Model != "" || e.Embedding != ""
}

// model is the model that drafts, where there is one.
func (e environment) model() prompts.Config {
	return prompts.Config{BaseURL: e.ModelURL, Key: e.ModelKey, Model: e.Model, Embedding: e.Embedding, Now: time.Now}
}

// drafter is the model that drafts, with the tokens that it may take a day; none where none is named.
func (e environment) drafter(log *slog.Logger) (m *prompts.Model, tokens int64, err error) {
	if !e.hasModel() {
		return nil, 0, nil
	}
	if tokens, err = strconv.ParseInt(e.DailyTokens, 10, 64); err != nil {
		return nil, 0, err
	}
	c := e.model()
	c.Log = log
	m, err = prompts.NewModel(c)
	return m, tokens, err
}

// wrongModel says what is wrong with the variables of the model, which are set together or not at all.
func (e environment) wrongModel() error {
	if !e.hasModel() {
		return nil
	}
	if _, err := prompts.NewModel(e.model()); err != nil {
		return err
	}
	if n, err := strconv.Atoi(e.DailyTokens); err != nil || n < 1 {
		return fmt.Errorf("OPENAI_DAILY_TOKENS is %q, but should be a whole number from 1 on, such as 200000", e.DailyTokens)
	}
	return nil
}

// logger writes what happens, never a token and never what people wrote.
func (e environment) logger(to io.Writer) *slog.Logger {
	level := slog.LevelInfo
	_ = level.UnmarshalText([]byte(e.LogLevel)) // checked by readEnvironment
	opts := &slog.HandlerOptions{Level: level}
	if e.Log == "json" {
		return slog.New(slog.NewJSONHandler(to, opts))
	}
	return slog.New(slog.NewTextHandler(to, opts))
}

// redacted is an address without its password.
func redacted(address string) string {
	if u, err := url.Parse(address); err == nil && u.User != nil {
		return u.Redacted()
	}
	return address
}
