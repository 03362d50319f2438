package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"tandem/bot"
	"tandem/bot/engine"
	"tandem/bot/slacksim"
	"tandem/bot/slacksim/page"
	"tandem/store"
)

// tryCmd runs the bot in a simulated workspace.
type tryCmd struct {
	Listen string `default:"127.0.0.1:0" help:"Where the page is served, such as 127.0.0.1:8080; a free port by default."`

	ackWithin time.Duration // how long the workspace waits for an acknowledgment; three seconds, as Slack does, when zero
}

// Run prints the page's address and works until a signal ends it.
func (c tryCmd) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "tandem-try-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	clock := store.Machine()
	db, err := store.Open(ctx, filepath.Join(dir, "tandem.db"), clock)
	if err != nil {
		return err
	}
	sim, err := c.workspace(clock, db)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	defer sim.Close()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	b, err := bot.New(bot.Config{Config: engine.Config{BotToken: sim.BotToken(), AppToken: sim.AppToken(), APIURL: sim.APIURL(), Log: log, AckWithin: c.ackWithin}}, db)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	exampleWords(sim)
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	if err := setUpExample(ctx, sim); err != nil && ctx.Err() == nil {
		return errors.Join(err, db.Close())
	}
	fmt.Fprintf(out, "Open %s in a browser. Ctrl+C ends it; nothing is kept.\n", sim.URL())
	return errors.Join(<-ended, db.Close())
}

// workspace is the simulated workspace with its example people.
func (c tryCmd) workspace(clock *store.Clock, db *store.DB) (*slacksim.Workspace, error) {
	manifest, err := json.Marshal(bot.Manifest())
	if err != nil {
		return nil, err
	}
	sim, err := slacksim.Start(slacksim.Config{
		Manifest: manifest, Now: clock.Now, OnWind: winder{clock, db}.wind, Listen: c.Listen, AckWithin: c.ackWithin,
		Page: func(w *slacksim.Workspace) http.Handler { return page.Handler(w, tryGuide) },
	})
	if err != nil {
		return nil, fmt.Errorf("starting the simulated workspace: %w", err)
	}
	for _, u := range examplePeople {
		sim.AddUser(u)
	}
	for _, ch := range exampleChannels() {
		sim.AddChannel(ch)
	}
	return sim, nil
}

// windStill is how long winding waits for something to happen that is due. Where nothing does, as Slack does not let the bot in, it winds
// to the end at once.
const windStill = 5 * time.Second

// A winder winds the clock on from one thing that is due to the next, so that what would have happened meanwhile happens at its time.
// Wound in one go, the bot would take it for a time in which it was down.
type winder struct {
	clock *store.Clock
	db    *store.DB
}

func (w winder) wind(d time.Duration) {
	end := w.clock.Now().Add(d)
	for w.step(end) {
	}
	w.clock.Wind(max(0, end.Sub(w.clock.Now())))
}

// step winds on to what is due next, once nothing is under way. It is false where nothing more is due before the end.
func (w winder) step(end time.Time) bool {
	ctx, cancel := context.WithTimeout(context.Background(), windStill)
	defer cancel()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	for {
		next, any, quiet, err := w.db.Quiet(ctx)
		if err != nil || quiet && (!any || !next.Before(end)) {
			return false
		}
		if quiet {
			w.clock.Wind(max(0, next.Sub(w.clock.Now())))
			return true
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return false
		}
	}
}
