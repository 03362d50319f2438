package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// standup returns a standup of atlas with something in every field.
func standup(id string) ritual.Standup {
	return ritual.Standup{
		ID: id, Product: "atlas", By: "ana", Created: day, Last: "2026-03-02", Next: "2026-03-03", NextAt: day.Add(23 * time.Hour),
		Setup: ritual.StandupSetup{
			Name: "Morning “round”", Days: ritual.MondayToFriday | 1<<time.Sunday, Time: "09:30", Zone: "Asia/Kathmandu", Summary: "11:30", People: []string{"cleo", "dan"},
			Optional: []string{"eve"}, Channel: "CATLAS", Holidays: ritual.NoCountry, NoReminder: true,
			Questions: []ritual.StandupQuestion{{Text: "What's <next>? 🙂", Kind: ritual.AsksPlan}, {Text: "Mood?"}, {Text: "Blocked?", Kind: ritual.AsksBlocker}},
		},
	}
}

func (w world) addStandups(all ...ritual.Standup) {
	w.Helper()
	w.do(func(tx *store.Tx) error {
		for _, s := range all {
			if err := tx.AddStandup(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// names are the ids of standups.
func names(all []ritual.Standup, err error) (ids []string, _ error) {
	for _, s := range all {
		ids = append(ids, s.ID)
	}
	return ids, err
}

// with reads on whose roster somebody is.
func with(person string) func(tx *store.Tx) ([]string, error) {
	return func(tx *store.Tx) ([]string, error) { return names(tx.StandupsWith(ctx, person)) }
}

func TestAStandupIsKeptWhole(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		s := standup("s1")
		get := func(tx *store.Tx) (ritual.Standup, error) { return tx.Standup(ctx, "s1") }
		missing(w, get)
		w.addStandups(s)
		same(w, s, get)
		exists(w, "standups", []string{"id"}, func(tx *store.Tx) error { return tx.AddStandup(ctx, s) })

		w.do(func(tx *store.Tx) error { return tx.KeepNextRun(ctx, "s1", "2026-03-03", "", time.Time{}) })
		s.Last, s.Next, s.NextAt = "2026-03-03", "", time.Time{}
		same(w, s, get)

		s.Setup, s.Ended, s.Last, s.Next, s.NextAt = ritual.UsualStandup("CBOSS", []string{"eve"}), day.Add(time.Hour), "2026-03-04", "2026-03-05", day.Add(72*time.Hour)
		changed := s
		changed.By, changed.Product, changed.Created = "ben", "hermes", day.Add(time.Hour) // which do not change
		w.do(func(tx *store.Tx) error { return tx.KeepStandup(ctx, changed) })
		same(w, s, get)

		none := func(keep error) (struct{}, error) { return struct{}{}, keep }
		missing(w, func(tx *store.Tx) (struct{}, error) { return none(tx.KeepStandup(ctx, standup("nowhere"))) })
		missing(w, func(tx *store.Tx) (struct{}, error) {
			return none(tx.KeepNextRun(ctx, "nowhere", "", "", time.Time{}))
		})
	})
}

func TestTheStandupsOfAProductAreThoseThatGoOn(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			return tx.AddProduct(ctx, ritual.Product{ID: "hermes", Name: "Hermes", Channel: "CHERMES", PM: "ana", PO: "ben", Created: day})
		})
		var all []ritual.Standup
		for i, id := range []string{"s3", "s1", "s2", "s4", "h1"} { // two at the same instant
			s := standup(id)
			s.Created = day.Add(time.Duration(i/2) * time.Hour)
			all = append(all, s)
		}
		all[3].Ended, all[4].Product = day.Add(time.Hour), "hermes"
		w.addStandups(all...)
		for product, want := range map[string][]string{"atlas": {"s1", "s3", "s2"}, "hermes": {"h1"}, "": nil} {
			same(w, want, func(tx *store.Tx) ([]string, error) { return names(tx.StandupsOf(ctx, product)) })
		}
		same(w, []string{"s1", "s3", "s2", "h1"}, with("dan"))
	})
}

func TestARosterFollowsTheSetupUntilTheStandupEnds(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		s := standup("s1")
		s.Setup.People, s.Setup.Optional = []string{"cleo", "dan", "cleo"}, []string{"eve", "dan"} // somebody twice
		w.addStandups(s, standup("s2"))
		on := func(want map[string][]string) {
			t.Helper()
			for person, ids := range want {
				same(w, ids, with(person))
			}
		}
		on(map[string][]string{"cleo": {"s1", "s2"}, "dan": {"s1", "s2"}, "eve": {"s1", "s2"}, "finn": nil, "": nil})

		s.Setup.People, s.Setup.Optional = []string{"finn"}, []string{"cleo"}
		w.do(func(tx *store.Tx) error { return tx.KeepStandup(ctx, s) })
		on(map[string][]string{"cleo": {"s1", "s2"}, "dan": {"s2"}, "eve": {"s2"}, "finn": {"s1"}})

		s.Ended = day.Add(time.Hour)
		w.do(func(tx *store.Tx) error { return tx.KeepStandup(ctx, s) })
		on(map[string][]string{"cleo": {"s2"}, "finn": nil})
		w.do(func(tx *store.Tx) error {
			left, err := tx.Int(ctx, `SELECT count(*) FROM standup_people WHERE standup = 's1'`)
			if left != 0 {
				err = errors.Join(err, fmt.Errorf("%d are on the roster of one that has ended", left))
			}
			return err
		})

		s.Ended = time.Time{}
		w.do(func(tx *store.Tx) error { return tx.KeepStandup(ctx, s) })
		on(map[string][]string{"cleo": {"s1", "s2"}, "finn": {"s1"}})
	})
}
