package store_test

import (
	"fmt"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

// impediment is something in cleo's way in s1, said some minutes from now.
func impediment(id string, minutes int) ritual.Impediment {
	return ritual.Impediment{ID: id, Standup: "s1", Product: "atlas", Person: "cleo", Day: "2026-03-02", Text: "No <access>", Opened: day.Add(time.Duration(minutes) * time.Minute)}
}

func (w world) addImpediments(all ...ritual.Impediment) {
	w.Helper()
	w.do(func(tx *store.Tx) error {
		for _, i := range all {
			if err := tx.AddImpediment(ctx, i); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w world) keepImpediment(i ritual.Impediment) {
	w.Helper()
	w.do(func(tx *store.Tx) error { return tx.KeepImpediment(ctx, i) })
}

// which are the ids of impediments.
func which(all []ritual.Impediment, err error) (ids []string, _ error) {
	for _, i := range all {
		ids = append(ids, i.ID)
	}
	return ids, err
}

func TestAnImpedimentIsKeptWholeWithThoseWhoHelp(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addStandups(standup("s1"))
		get := func(tx *store.Tx) (ritual.Impediment, error) { return tx.Impediment(ctx, "i1") }
		missing(w, get)
		i := impediment("i1", 0)
		i.Help, i.Raised, i.Resolved, i.ResolvedBy = "dan", day.Add(time.Hour), day.Add(2*time.Hour), "eve"
		w.addImpediments(i)
		same(w, i, get)
		for _, helpers := range [][]string{{"zoe"}, {"zoe", "dan", "eve"}, {"eve", "zoe"}, nil, {"dan"}} { // the first first
			i.Helpers, i.Text, i.Help, i.Raised, i.Resolved, i.ResolvedBy = helpers, "Still none", "", time.Time{}, time.Time{}, ""
			kept := i
			kept.Person, kept.Day, kept.Opened = "eve", "2026-04-01", day.Add(time.Hour) // which do not change
			w.keepImpediment(kept)
			same(w, i, get)
		}
		missing(w, func(tx *store.Tx) (ritual.Impediment, error) {
			return i, tx.KeepImpediment(ctx, impediment("nowhere", 0))
		})
		missing(w, func(tx *store.Tx) (ritual.Impediment, error) { return i, tx.DropImpediment(ctx, "nowhere") })
		w.do(func(tx *store.Tx) error { return tx.DropImpediment(ctx, "i1") })
		missing(w, get)
	})
}

func TestImpedimentsStandTheOldestFirstWithTheirOwnHelpers(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.addStandups(standup("s1"), standup("s2"))
		var all []ritual.Impediment
		for n := range 20 { // more than one statement's usual share
			i := impediment(fmt.Sprintf("i%02d", 19-n), n/2)
			all = append(all, i)
		}
		w.addImpediments(all...)
		var want []ritual.Impediment
		for n := 0; n < 20; n += 2 { // two at the same instant, by their ids
			want = append(want, all[n+1], all[n])
		}
		for n := range want {
			for h := range n % 4 {
				want[n].Helpers = append(want[n].Helpers, fmt.Sprintf("h%d", (h+n)%4))
			}
			w.keepImpediment(want[n])
		}
		same(w, want, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.OpenImpediments(ctx, "s1") })
		same(w, nil, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.OpenImpediments(ctx, "s2") })
	})
}

func TestImpedimentsAreFoundByWhoTheyConcern(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			return tx.AddProduct(ctx, ritual.Product{ID: "hermes", Name: "Hermes", Channel: "CHERMES", PM: "ana", PO: "ben", Created: day})
		})
		elsewhere := standup("s2")
		elsewhere.Product = "hermes"
		w.addStandups(standup("s1"), elsewhere)
		mine, asked, helped, both, gone, early, other := impediment("mine", 5), impediment("asked", 4), impediment("helped", 3), impediment("both", 2),
			impediment("gone", 1), impediment("early", 0), impediment("other", 6)
		asked.Person, asked.Help, asked.Raised, asked.Day = "dan", "cleo", day.Add(time.Hour), "2026-03-03"
		helped.Person, helped.Helpers = "dan", []string{"eve", "cleo"}
		both.Help, both.Helpers, both.Raised = "cleo", []string{"cleo"}, day.Add(2*time.Hour)
		gone.Resolved, gone.ResolvedBy, gone.Raised = day.Add(3*time.Hour), "dan", day
		early.Resolved, early.Helpers = day.Add(2*time.Hour), []string{"cleo"}
		other.Standup, other.Product, other.Raised = "s2", "hermes", day.Add(time.Hour)
		for _, i := range []ritual.Impediment{mine, asked, helped, both, gone, early, other} {
			w.addImpediments(i)
			w.keepImpediment(i)
		}
		for name, x := range map[string]struct {
			want []string
			get  func(tx *store.Tx) ([]ritual.Impediment, error)
		}{
			"open":          {[]string{"both", "helped", "asked", "mine"}, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.OpenImpediments(ctx, "s1") }},
			"in cleo's way": {[]string{"both", "mine"}, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.ImpedimentsOf(ctx, "s1", "cleo") }},
			"elsewhere":     {[]string{"other"}, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.ImpedimentsOf(ctx, "s2", "cleo") }},
			"cleo's":        {[]string{"both", "helped", "asked", "mine", "other"}, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.ImpedimentsFor(ctx, "cleo") }},
			"eve's":         {[]string{"helped"}, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.ImpedimentsFor(ctx, "eve") }},
			"nobody's":      {nil, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.ImpedimentsFor(ctx, "") }},
			"raised":        {[]string{"both", "asked"}, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.ImpedimentsRaised(ctx, "atlas") }},
			"raised there":  {[]string{"other"}, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.ImpedimentsRaised(ctx, "hermes") }},
			"resolved":      {[]string{"early", "gone"}, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.ImpedimentsResolved(ctx, "s1", time.Time{}) }},
			"resolved since": {[]string{"early", "gone"}, func(tx *store.Tx) ([]ritual.Impediment, error) {
				return tx.ImpedimentsResolved(ctx, "s1", early.Resolved)
			}},
			"resolved lately": {[]string{"gone"}, func(tx *store.Tx) ([]ritual.Impediment, error) {
				return tx.ImpedimentsResolved(ctx, "s1", early.Resolved.Add(time.Millisecond))
			}},
			"said on a day": {[]string{"early", "gone", "both", "helped", "mine"}, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.ImpedimentsSaid(ctx, "s1", "2026-03-02") }},
			"and the next":  {[]string{"asked"}, func(tx *store.Tx) ([]ritual.Impediment, error) { return tx.ImpedimentsSaid(ctx, "s1", "2026-03-03") }},
		} {
			t.Run(name, func(t *testing.T) {
				same(world{t, w.db}, x.want, func(tx *store.Tx) ([]string, error) { return which(x.get(tx)) })
			})
		}
	})
}
