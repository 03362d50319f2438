package standup

import (
	"context"
	"errors"
	"slices"

	"tandem/bot/holiday"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// A sight is all that is known of one run, as messages show it.
type sight struct {
	s       ritual.Standup
	p       ritual.Product
	run     ritual.StandupRun
	turns   []ritual.StandupTurn
	answers []ritual.StandupAnswer
	open    []ritual.Impediment // of the standup, the oldest first
	people  request.Crew        // all whom it names
	day     ritual.StandupDay
}

// sightOf reads a run. subject names it.
func sightOf(ctx context.Context, tx *store.Tx, subject string) (x sight, err error) {
	id, day := aboutRun(subject)
	if x.run, err = tx.Run(ctx, id, day); err != nil {
		return x, err
	}
	if x.s, err = tx.Standup(ctx, id); err != nil {
		return x, err
	}
	if x.p, err = tx.Product(ctx, x.s.Product); err != nil {
		return x, err
	}
	if x.turns, err = tx.Turns(ctx, id, day); err != nil {
		return x, err
	}
	if x.answers, err = tx.Answers(ctx, id, day); err != nil {
		return x, err
	}
	if x.open, err = tx.OpenImpediments(ctx, id); err != nil {
		return x, err
	}
	x.day = ritual.DayOf(x.turns, x.answers)
	x.people = request.Crew{}
	return x, x.people.Meet(ctx, tx, x.named()...)
}

// named are all whom a run names.
func (x sight) named() (ids []string) {
	for _, t := range x.turns {
		ids = append(ids, t.Person)
	}
	for _, a := range x.answers {
		ids = append(ids, a.Person)
		for _, s := range a.Said {
			ids = append(ids, s.Help)
		}
	}
	for _, i := range x.open {
		ids = append(append(ids, i.Person, i.Help), i.Helpers...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// rosterOf are those on the roster of a standup now, with where and when they work, and the zone of the team.
func rosterOf(ctx context.Context, tx *store.Tx, s ritual.Standup) (roster []ritual.Rostered, p ritual.Product, team string, err error) {
	if p, err = tx.Product(ctx, s.Product); err != nil {
		return nil, p, "", err
	}
	if team, err = request.TeamZone(ctx, tx, p); err != nil {
		return nil, p, "", err
	}
	people := request.Crew{}
	if err := people.Meet(ctx, tx, s.Setup.All()...); err != nil {
		return nil, p, "", err
	}
	return s.Setup.Roster(people, p.Settings, team, countryDays(tx, s.Setup)), p, team, nil
}

// countryDays are the days off of the country that is the same for all of a standup, where its setup names one.
func countryDays(tx *store.Tx, s ritual.StandupSetup) []string {
	return holiday.Days(s.Holidays, tx.Now.Year()-1, tx.Now.Year()+1) // none of a country that is none
}

// placeOf is where somebody on the roster of a standup works, as far as it is concerned.
func placeOf(ctx context.Context, tx *store.Tx, s ritual.Standup, person string) (r ritual.Rostered, all []ritual.Rostered, err error) {
	all, p, team, err := rosterOf(ctx, tx, s)
	if err != nil {
		return r, nil, err
	}
	if i := slices.IndexFunc(all, func(r ritual.Rostered) bool { return r.Who.ID == person }); i >= 0 {
		return all[i], all, nil
	}
	who, err := tx.Person(ctx, person)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return r, nil, err
	}
	who.ID = person
	own := s.Setup
	own.People, own.Optional = []string{person}, nil
	if of := own.Roster(request.Crew{person: who}, p.Settings, team, countryDays(tx, own)); len(of) > 0 {
		r = of[0]
	}
	return r, all, nil
}
