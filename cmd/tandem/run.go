package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"tandem/bot"
	"tandem/bot/engine"
	"tandem/store"
)

// runCmd runs the bot.
type runCmd struct{}

// Run runs the bot until a signal ends it.
func (runCmd) Run(ctx context.Context) error {
	e, err := readEnvironment()
	if err != nil {
		return err
	}
	watched, err := e.listen(ctx)
	if err != nil {
		return err
	}
	log := e.logger(os.Stderr)
	db, err := store.Open(ctx, e.Database, store.Machine())
	if err != nil {
		return errors.Join(err, watched.close())
	}
	cfg := bot.Config{Config: engine.Config{BotToken: e.BotToken, AppToken: e.AppToken, APIURL: e.APIURL, Log: log}}
	if cfg.Model, cfg.DailyTokens, err = e.drafter(log); err != nil {
		return errors.Join(err, watched.close(), db.Close())
	}
	b, err := bot.New(cfg, db)
	if err != nil {
		return errors.Join(err, watched.close(), db.Close())
	}
	log.Info("starting", "database", redacted(e.Database), "health", watched.address(), "model", cmp.Or(e.Model, "none"))
	watched.serve(b.Handler())
	err = b.Run(ctx)
	log.Info("stopped")
	return errors.Join(err, watched.close(), db.Close())
}

// A watch is where health and metrics are served; nil is nowhere.
type watch struct {
	at     net.Listener
	server *http.Server
}

// listen takes the address of TANDEM_LISTEN, if there is one, before anything else is done.
func (e environment) listen(ctx context.Context) (*watch, error) {
	if e.Listen == "" {
		return nil, nil
	}
	at, err := (&net.ListenConfig{}).Listen(ctx, "tcp", e.Listen)
	if err != nil {
		return nil, fmt.Errorf("TANDEM_LISTEN is %q, but this program cannot listen there: %w; name a free port of this machine", e.Listen, innermost(err))
	}
	return &watch{at: at, server: &http.Server{ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second}}, nil
}

// innermost is the cause at the bottom of an error: the layers above it repeat the address.
func innermost(err error) error {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err
}

func (w *watch) serve(h http.Handler) {
	if w == nil {
		return
	}
	w.server.Handler = h
	go func() { _ = w.server.Serve(w.at) }() // it ends when it is closed
}

func (w *watch) address() string {
	if w == nil {
		return "off"
	}
	return "http://" + w.at.Addr().String()
}

// close lets who is being answered have their answer, for a second.
func (w *watch) close() error {
	if w == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	err := w.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = w.server.Close()
	}
	w.at.Close() // nobody has served there yet where the start failed
	return err
}
