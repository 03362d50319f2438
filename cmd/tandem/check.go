package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"tandem/bot/engine"
	"tandem/prompts"
	"tandem/store"
)

// checkCmd tries what Tandem needs, without running it.
type checkCmd struct{}

// How long the database and the model are waited for.
const (
	databaseWithin = 10 * time.Second
	modelWithin    = 30 * time.Second // a model on a machine of one's own may have to be loaded first
)

// Run prints a line for each thing that Tandem needs, and fails when one of them is not there.
func (checkCmd) Run(ctx context.Context, out io.Writer) error {
	failed := 0
	tell := func(f engine.Finding) {
		if f.Mark == engine.Failed {
			failed++
		}
		fmt.Fprintf(out, "%-4s  %-11s  %s\n", f.Mark, f.About, f.Says)
	}
	e, err := readEnvironment()
	if err == nil {
		tell(engine.Finding{Mark: engine.Fine, About: "environment", Says: "every variable is as it should be"})
	} else {
		for _, line := range lines(err) {
			tell(engine.Finding{Mark: engine.Failed, About: "environment", Says: line})
		}
	}
	engine.Check(ctx, engine.Config{BotToken: e.BotToken, AppToken: e.AppToken, APIURL: e.APIURL}, tell)
	tell(e.checkDatabase(ctx))
	tell(e.checkModel(ctx))
	switch {
	case ctx.Err() != nil:
		return errors.New("it was stopped before all was checked")
	case failed > 0:
		return fmt.Errorf("not all is as it has to be: what to do stands in each line that begins with fail (%d)", failed)
	}
	return nil
}

func (e environment) checkDatabase(ctx context.Context) engine.Finding {
	ctx, cancel := context.WithTimeout(ctx, databaseWithin)
	defer cancel()
	f := engine.Finding{Mark: engine.Failed, About: "database"}
	c, err := store.Look(ctx, e.Database)
	at := redacted(e.Database)
	switch {
	case err != nil:
		f.Says = oneLine(err)
	case c.Version == 0:
		f.Mark, f.Says = engine.Fine, fmt.Sprintf("%s, %s: can be written; the first start makes what is missing", c.Kind, at)
	case c.Version < c.Newest:
		f.Mark, f.Says = engine.Warning, fmt.Sprintf("%s, %s: can be written; its schema is version %d, and the next start brings it to %d: make a backup first", c.Kind, at, c.Version, c.Newest)
	default:
		f.Mark, f.Says = engine.Fine, fmt.Sprintf("%s, %s: can be written; its schema is version %d", c.Kind, at, c.Version)
	}
	return f
}

func (e environment) checkModel(ctx context.Context) engine.Finding {
	ctx, cancel := context.WithTimeout(ctx, modelWithin)
	defer cancel()
	f := engine.Finding{Mark: engine.Fine, About: "model"}
	if !e.hasModel() {
		f.Says = "no model: stories are drafted by template"
		return f
	}
	m, err := prompts.NewModel(e.model())
	if err != nil {
		f.Mark, f.Says = engine.Failed, "not tried, because its variables are wrong"
		return f
	}
	if err := m.Ping(ctx); err != nil {
		f.Mark, f.Says = engine.Failed, oneLine(err)
		return f
	}
	f.Says = fmt.Sprintf("%s answers; at most %s tokens a day", e.Model, e.DailyTokens)
	return f
}
