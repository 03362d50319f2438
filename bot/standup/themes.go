package standup

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// A Finder asks a model for the themes of a day's answers, outside of any transaction, and keeps what that has cost. It is nil
// where there is no model.
type Finder func(ctx context.Context, b *engine.Bot, f prompts.StandupFacts) ([]prompts.StandupTheme, error)

func themesRoutes(ask Finder) engine.Ritual {
	return engine.Ritual{Jobs: []engine.JobKind{{Kind: jobThemes, Run: ask.run}}}
}

// A model is asked for the themes of a day themesTries times at most; what failed is tried again after themesWait. It is asked again once
// newAnswers came later, no more often than every themesAgainIn.
const (
	themesLeast   = 3 // answers: fewer are quickly read
	newAnswers    = 3
	themesTries   = 4
	themesWait    = time.Minute
	themesAgainIn = 15 * time.Minute
)

// findThemes leaves it to a model to find the themes of a run's answers, where the product lets one.
func findThemes(ctx context.Context, tx *store.Tx, p ritual.Product, run ritual.StandupRun, answers []ritual.StandupAnswer, due time.Time) error {
	said := slices.DeleteFunc(slices.Clone(answers), func(a ritual.StandupAnswer) bool { return a.Skipped })
	if p.Settings.NoModel || !run.Closed.IsZero() || len(said) < themesLeast && len(run.Themes) == 0 {
		return nil
	}
	if model, err := request.HasModel(ctx, tx); err != nil || !model {
		return err
	}
	subject := subjectOf(run)
	return tx.RefreshAt(ctx, jobThemes, subject, jobThemes+":"+subject, due)
}

// themesAgain has the themes found anew where several answers came since the message of the day was posted, or where one was changed that
// they may rest on. left are how many came just now.
func themesAgain(ctx context.Context, tx *store.Tx, run ritual.StandupRun, answers []ritual.StandupAnswer, left int) error {
	late, edited := 0, false
	for _, a := range answers {
		if a.Skipped {
			continue
		}
		if a.At.After(run.Posted) {
			late++
		}
		edited = edited || !a.Edited.IsZero() && tx.Now.Sub(a.Edited) <= justNow
	}
	if enough := left > 0 && late%newAnswers == 0; !enough && !(edited && len(run.Themes) > 0) {
		return nil
	}
	s, err := tx.Standup(ctx, run.Standup)
	if err != nil {
		return err
	}
	p, err := tx.Product(ctx, s.Product)
	if err != nil {
		return err
	}
	return findThemes(ctx, tx, p, run, answers, tx.Now.Add(themesAgainIn))
}

// run has a model find the themes of a run. Where it cannot just now it is asked again a few times; without it, the plain list stands.
func (ask Finder) run(ctx context.Context, b *engine.Bot, job store.Job) error {
	var f prompts.StandupFacts
	wanted := false
	err := b.DB.View(ctx, func(tx *store.Tx) error {
		x, err := sightOf(ctx, tx, job.Key)
		if err != nil {
			return err
		}
		if wanted = ask != nil && x.run.Closed.IsZero() && !x.p.Settings.NoModel; wanted {
			f, err = x.facts(ctx, tx)
		}
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	var found []prompts.StandupTheme
	var failed error
	if wanted {
		found, failed = ask(ctx, b, f)
	}
	if ctx.Err() != nil { // Tandem is being stopped: the job is taken up again
		return ctx.Err()
	}
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if failed != nil && job.Attempts+1 < themesTries {
			return tx.Retry(ctx, job, themesWait, failed.Error())
		}
		if wanted && failed == nil {
			if err := keepThemes(ctx, tx, job.Key, found); err != nil {
				return err
			}
		}
		return tx.Finish(ctx, job, 0)
	})
}

// keepThemes keeps what a model found, unless the run is over, and has the message of the day shown anew.
func keepThemes(ctx context.Context, tx *store.Tx, subject string, found []prompts.StandupTheme) error {
	id, day := aboutRun(subject)
	run, err := tx.Run(ctx, id, day)
	if err != nil || !run.Closed.IsZero() {
		return err
	}
	run.Themes = nil
	for _, t := range found {
		run.Themes = append(run.Themes, ritual.Theme{Words: t.Words, By: t.By, Blocker: t.Blocker})
	}
	if err := tx.KeepRun(ctx, run); err != nil {
		return err
	}
	top, err := tx.MessageOf(ctx, dayKind, subject, run.Setup.Channel)
	if err != nil {
		return err
	}
	return engine.ShowMessage(ctx, tx, top)
}

// facts are what the themes of a run are found in: what its channel may read.
func (x sight) facts(ctx context.Context, tx *store.Tx) (f prompts.StandupFacts, err error) {
	if f.Answers, err = saidToAll(ctx, tx, x.run, x.answers); err != nil {
		return f, err
	}
	f.People = map[string]string{}
	for id, who := range x.people {
		if who.Name != "" {
			f.People[id] = who.Name
		}
	}
	s, err := tx.SprintIn(ctx, x.p.ID, ritual.SprintActive)
	if errors.Is(err, store.ErrNotFound) {
		return f, nil
	}
	f.Goal = s.Goal
	return f, err
}

// saidToAll are the answers of a run as its channel may read them, with the titles of the stories that they name.
func saidToAll(ctx context.Context, tx *store.Tx, run ritual.StandupRun, answers []ritual.StandupAnswer) (all []prompts.StandupAnswer, err error) {
	titles, err := titlesFor(ctx, tx, ritual.Reader{Place: run.Setup.Channel}, answers...)
	if err != nil {
		return nil, err
	}
	for _, a := range answers {
		one := prompts.StandupAnswer{By: a.Person}
		for _, s := range a.Said {
			var lines []string
			for _, id := range s.Ticks {
				if titles[id] != ritual.Hidden {
					lines = append(lines, titles[id])
				}
			}
			if s.Text != "" {
				lines = append(lines, s.Text)
			}
			if len(lines) > 0 {
				one.Said = append(one.Said, prompts.StandupSaid{Question: s.Question.Text, Text: strings.Join(lines, "\n"), Blocker: s.Question.Kind == ritual.AsksBlocker})
			}
		}
		if !a.Skipped && len(one.Said) > 0 {
			all = append(all, one)
		}
	}
	return all, nil
}

// standingThemes are the themes of a run whose words still stand in an answer of one of its people: an answer may have been changed since
// they were found, and what nobody says any more is no theme. Of the people those are named whose answers are there.
func standingThemes(ctx context.Context, tx *store.Tx, run ritual.StandupRun, answers []ritual.StandupAnswer, p ritual.Product) (all []ritual.Theme, err error) {
	if len(run.Themes) == 0 || p.Settings.NoModel {
		return nil, nil
	}
	said, err := saidToAll(ctx, tx, run, answers)
	if err != nil {
		return nil, err
	}
	by := map[string]string{}
	for _, a := range said {
		for _, s := range a.Said {
			by[a.By] += bare(s.Text) + "\n"
		}
	}
	for _, t := range run.Themes {
		t.By = slices.DeleteFunc(slices.Clone(t.By), func(id string) bool { return by[id] == "" })
		if slices.ContainsFunc(t.By, func(id string) bool { return strings.Contains(by[id], bare(t.Words)) }) {
			all = append(all, t)
		}
	}
	return all, nil
}

// bare is a text's letters and digits alone, in small ones: what a model read of it was cleaned.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
