package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"tandem/bot/holiday"
	"tandem/bot/ritual"
	"tandem/store"
)

func TestAPersonIsKeptAsSlackLastDescribedThem(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		ana := ritual.Person{ID: "ana", Name: "Ana Müller", Zone: "Europe/Berlin", Kind: ritual.Member, Read: day,
			Status: "palm_tree", StatusUntil: day.Add(time.Hour), Work: holiday.Work("Europe/Berlin", ritual.Own{}, day.Year())}
		missing(w, func(tx *store.Tx) (ritual.Person, error) { return tx.Person(ctx, "ana") })
		w.do(func(tx *store.Tx) error { return tx.KeepPerson(ctx, ana) })
		same(w, ana, func(tx *store.Tx) (ritual.Person, error) { return tx.Person(ctx, "ana") })

		gone := ritual.Person{ID: "ana", Name: "Ana", Kind: ritual.Gone, Read: day.Add(time.Hour), Status: "wave"}
		w.do(func(tx *store.Tx) error { return tx.KeepPerson(ctx, gone) })
		w.do(func(tx *store.Tx) error { return tx.KeepPerson(ctx, ana) }) // an older answer that comes late
		same(w, gone, func(tx *store.Tx) (ritual.Person, error) { return tx.Person(ctx, "ana") })
	})
}

func TestWhatSomebodyChoseOfTheirHoursIsKeptBesideWhatSlackSays(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		get := func(tx *store.Tx) (ritual.Own, error) { return tx.Own(ctx, "ana") }
		work := func(tx *store.Tx) (ritual.Workplace, error) { p, err := tx.Person(ctx, "ana"); return p.Work, err }
		same(w, ritual.Own{}, get)
		first := ritual.Own{From: "10:00", Until: "18:00", Days: 1<<time.Sunday | 1<<time.Monday, Country: "JP", Off: []string{"2026-12-24"}}
		w.do(func(tx *store.Tx) error { return tx.KeepOwn(ctx, "ana", first) }) // before Slack said who she is
		same(w, first, get)
		w.do(func(tx *store.Tx) error {
			return tx.KeepPerson(ctx, ritual.Person{ID: "ana", Zone: "Europe/Berlin", Kind: ritual.Member, Read: day})
		})
		same(w, holiday.Work("Europe/Berlin", first, day.Year()), work)
		w.do(func(tx *store.Tx) error { return tx.KeepOwn(ctx, "ana", ritual.Own{Country: ritual.NoCountry}) })
		same(w, ritual.Workplace{}, work)
	})
}

func TestTheDaysOnWhichSomebodyIsAwayAreKeptBesideWhatSlackSays(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		ana := ritual.Person{ID: "ana", Name: "Ana", Kind: ritual.Member, Read: day}
		get := func(tx *store.Tx) (ritual.Absence, error) {
			people, err := tx.People(ctx, "ana")
			return people[0].Absence(), err
		}
		keep := func(a ritual.Absence) { w.do(func(tx *store.Tx) error { return tx.KeepAbsence(ctx, "ana", a) }) }
		first, longer := ritual.Absence{From: "2026-06-08", Until: "2026-06-12"}, ritual.Absence{From: "2026-06-08", Until: "2026-06-19"}
		keep(first) // before Slack said who she is
		missing(w, func(tx *store.Tx) (ritual.Person, error) { return tx.Person(ctx, "ana") })
		w.do(func(tx *store.Tx) error { return tx.KeepPerson(ctx, ana) })
		same(w, first, get)
		keep(longer)
		w.do(func(tx *store.Tx) error { return tx.KeepPerson(ctx, ana) })
		same(w, longer, get)
		same(w, ana.With(longer), func(tx *store.Tx) (ritual.Person, error) { return tx.Person(ctx, "ana") })
		keep(ritual.Absence{})
		same(w, ritual.Absence{}, get)
		keep(ritual.Absence{})
	})
}

func TestSeveralPeopleAreReadAtOnce(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		var all []string
		for i := range 20 {
			all = append(all, fmt.Sprintf("u%02d", i))
			w.do(func(tx *store.Tx) error { return tx.KeepPerson(ctx, ritual.Person{ID: all[i], Name: "One", Read: day}) })
		}
		ids := func(of ...string) func(tx *store.Tx) ([]string, error) {
			return func(tx *store.Tx) (ids []string, err error) {
				people, err := tx.People(ctx, of...)
				for _, p := range people {
					ids = append(ids, p.ID)
				}
				slices.Sort(ids)
				return ids, err
			}
		}
		same(w, nil, ids())
		same(w, nil, ids("nobody"))
		same(w, []string{"u03", "u07"}, ids("u07", "nobody", "u03", "u07"))
		same(w, all, ids(all...))
	})
}

func TestTheNamesOfAllPeopleAreKnown(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for id, name := range map[string]string{"ana": "Ana Müller", "ben": "Ben", "cem": ""} {
			w.do(func(tx *store.Tx) error { return tx.KeepPerson(ctx, ritual.Person{ID: id, Name: name, Read: day}) })
		}
		same(w, map[string]string{"ana": "Ana Müller", "ben": "Ben"}, func(tx *store.Tx) (map[string]string, error) { return tx.Names(ctx) })
	})
}

func TestAPlaceIsKeptAsSlackLastDescribedIt(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		get := func(tx *store.Tx) (ritual.Place, error) { return tx.Place(ctx, "C1") }
		missing(w, get)
		for _, p := range []ritual.Place{
			{ID: "C1", Name: "atlas", Private: true, Shared: true, Read: day},
			{ID: "C1", Direct: true, Archived: true, Joined: true, Read: day},
		} {
			w.do(func(tx *store.Tx) error { return tx.KeepPlace(ctx, p) })
			same(w, p, get)
		}
		w.do(func(tx *store.Tx) error {
			return tx.KeepPlace(ctx, ritual.Place{ID: "C1", Name: "old", Read: day.Add(-1)})
		})
		same(w, "", func(tx *store.Tx) (string, error) { p, err := get(tx); return p.Name, err })
	})
}

func TestTheHomeTabIsOpenedForTheFirstTimeOnce(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		has := func(tx *store.Tx) (bool, error) { return tx.HasHome(ctx, "ana") }
		same(w, false, has)
		for _, want := range []bool{true, false} {
			w.do(func(tx *store.Tx) error {
				first, err := tx.HomeOpened(ctx, "ana")
				if first != want {
					t.Errorf("first is %v", first)
				}
				return err
			})
			same(w, true, has)
		}
	})
}
