package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// endedMost is how many of the objectives that came off the roadmap the log offers.
const endedMost = 40

// logObjectives are the objectives of a product's roadmap and the last that came off it: what was decided about them stays.
func logObjectives(ctx context.Context, tx *store.Tx, p ritual.Product) ([]ritual.Objective, error) {
	all, err := tx.Objectives(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	ended, _, err := tx.EndedObjectives(ctx, p.ID, 0, endedMost)
	return append(all, ended...), err
}

// logZone is the zone in which a product's months begin and end: the team's, or where none is set, the PM's.
func logZone(ctx context.Context, tx *store.Tx, p ritual.Product) (string, error) {
	if p.Settings.Zone != "" {
		return p.Settings.Zone, nil
	}
	pm, err := tx.Person(ctx, p.PM)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return pm.Zone, err
}

// A logPart is which part of the log somebody looks at. It comes back with what they press there, in the block's id.
type logPart struct {
	product   string
	by        string // only this person's decisions; empty for everybody's
	objective string // only on what serves it or did; empty for all
	month     string // YYYY-MM; empty for any
	topic     ritual.LogPart
	place     store.LogPlace // where the last page ended, on the side where this one begins
	newer     bool           // which side that is
}

// narrowed reports whether the part leaves out what matters.
func (l logPart) narrowed() bool {
	return l.by != "" || l.objective != "" || l.month != "" || l.topic != ritual.LogMatters
}

// turn turns to the page on one side of a place.
func (l *logPart) turn(place string, newer bool) {
	p, err := store.ReadLogPlace(place)
	if err != nil {
		p, newer = store.LogPlace{}, false // the beginning
	}
	l.place, l.newer = p, newer
}

// keep is the id of a block that keeps the part. Every block needs an id of its own: row tells them apart.
func (l logPart) keep(row string) string {
	side, place := "", ""
	if l.newer {
		side = ">"
	}
	if l.place != (store.LogPlace{}) {
		place = l.place.String()
	}
	return engine.WordsKept + strings.Join([]string{row, l.product, l.by, l.objective, l.month, string(l.topic), side, place}, "|")
}

// readLogPart reads what keep wrote. What comes from Slack may be anything.
func readLogPart(words string) logPart {
	f := strings.Split(words, "|")
	if len(f) != 8 {
		return logPart{}
	}
	l := logPart{product: f[1], by: f[2], objective: f[3], month: f[4], topic: ritual.LogPart(f[5])}
	if f[7] != "" {
		l.turn(f[7], f[6] == ">")
	}
	return l
}

// filter is the part as the store reads it. months begin in a zone.
func (l logPart) filter(ctx context.Context, tx *store.Tx, objectives []ritual.Objective, zone string) (f store.LogFilter, err error) {
	f = store.LogFilter{By: l.by, Objective: l.objective}
	for _, o := range objectives {
		if o.ID == l.objective {
			f.Names, err = everyName(ctx, tx, o)
		}
	}
	if from, before, ok := ritual.MonthSpan(l.month, zone); ok {
		f.From, f.Before = from, before
	}
	f.Only, f.But = l.topic.Topics()
	return f, err
}

// everyName are the names that an objective has and had: decisions tell its name as it was.
func everyName(ctx context.Context, tx *store.Tx, o ritual.Objective) ([]string, error) {
	names := []string{o.Name}
	changes, err := tx.Changes(ctx, o.ID, changesMost)
	for _, c := range changes {
		for _, f := range c.Details.Fields {
			if f.Field == "name" {
				names = append(names, f.Was)
			}
		}
	}
	return names, err
}

// monthsMost is how many months the menu of the log offers.
const monthsMost = 36

// logMonths are the months in which a product's people decided something, the latest first.
func logMonths(ctx context.Context, tx *store.Tx, p ritual.Product, zone string) (months []string, err error) {
	before := tx.Now.Add(time.Millisecond)
	for len(months) < monthsMost {
		last, err := tx.DecidedBefore(ctx, p.ID, before)
		if errors.Is(err, store.ErrNotFound) {
			break
		}
		if err != nil {
			return nil, err
		}
		month := ritual.MonthOf(last, zone)
		months = append(months, month)
		if before, _, _ = ritual.MonthSpan(month, zone); !before.Before(last) && !before.Equal(last) {
			break // cannot be: a month begins before what happens in it
		}
	}
	return months, nil
}
