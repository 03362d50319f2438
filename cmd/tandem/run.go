package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"unicode"

	"github.com/kelseyhightower/envconfig"

	"tandem/bot"
	"tandem/store"
)

// environment is what Tandem is told from outside.
type environment struct {
	BotToken string `envconfig:"SLACK_BOT_TOKEN"`
	AppToken string `envconfig:"SLACK_APP_TOKEN"`
	APIURL   string `envconfig:"SLACK_API_URL"`
	Database string `envconfig:"TANDEM_DATABASE" default:"tandem.db"`
	Log      string `envconfig:"TANDEM_LOG" default:"text"`
	LogLevel string `envconfig:"TANDEM_LOG_LEVEL" default:"info"`
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

// runCmd runs the bot.
type runCmd struct{}

// Run runs the bot until a signal ends it.
func (runCmd) Run(ctx context.Context) error {
	e, err := readEnvironment()
	if err != nil {
		return err
	}
	log := e.logger(os.Stderr)
	db, err := store.Open(ctx, e.Database, store.Machine())
	if err != nil {
		return err
	}
	b, err := bot.New(bot.Config{BotToken: e.BotToken, AppToken: e.AppToken, APIURL: e.APIURL, Log: log}, db)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	log.Info("starting", "database", redacted(e.Database))
	err = b.Run(ctx)
	log.Info("stopped")
	return errors.Join(err, db.Close())
}

// redacted is a database's address without its password.
func redacted(address string) string {
	if u, err := url.Parse(address); err == nil && u.User != nil {
		return u.Redacted()
	}
	return address
}
