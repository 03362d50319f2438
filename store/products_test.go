package store_test

import (
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestAProductIsKeptWhole(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		get := func(tx *store.Tx) (ritual.Product, error) { return tx.Product(ctx, "atlas") }
		same(w, atlas, get)
		other := ritual.Product{ID: "atlas", Name: "Atlas 2", Channel: "C2", PM: "po", PO: "pm", SetUpBy: "x",
			Framework: ritual.ValueEffort, Created: day.Add(time.Hour),
			Settings: ritual.Settings{PMStandIn: "cleo", POStandIn: "dan", Guests: true, Shared: true, Checklist: true,
				NoDraft: true, NoModel: true, Zone: "Europe/Berlin", From: "09:00", Until: "17:30",
				Holidays: []string{"2026-12-25"}, Was: []ritual.FrameworkID{ritual.RICE, ritual.ValueEffort}}}
		w.do(func(tx *store.Tx) error { return tx.KeepProduct(ctx, other) })
		same(w, other, get)
		added := other
		added.ID, added.Channel = "added", "C3"
		w.do(func(tx *store.Tx) error { return tx.AddProduct(ctx, added) })
		same(w, added, func(tx *store.Tx) (ritual.Product, error) { return tx.Product(ctx, "added") })
		missing(w, func(tx *store.Tx) (int, error) { return 0, tx.KeepProduct(ctx, ritual.Product{ID: "none"}) })
		missing(w, func(tx *store.Tx) (ritual.Product, error) { return tx.Product(ctx, "none") })
	})
}

func TestAChannelIsTheHomeOfOneProduct(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		second := ritual.Product{ID: "second", Name: "Second", Channel: "CATLAS", Created: day}
		exists(w, "products", []string{"channel"}, func(tx *store.Tx) error { return tx.AddProduct(ctx, second) })
		second.Channel = "C2"
		w.do(func(tx *store.Tx) error { return tx.AddProduct(ctx, second) })
		second.Channel = "CATLAS"
		exists(w, "products", []string{"channel"}, func(tx *store.Tx) error { return tx.KeepProduct(ctx, second) })
	})
}

func TestAChannelTellsTheProduct(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			return tx.AddProduct(ctx, ritual.Product{ID: "boss", Name: "Boss", Channel: "CBOSS", Created: day.Add(time.Hour)})
		})
		in := func(channel string) func(tx *store.Tx) (string, error) {
			return func(tx *store.Tx) (string, error) { p, err := tx.ProductIn(ctx, channel); return p.ID, err }
		}
		same(w, "atlas", in("CATLAS"))
		same(w, "boss", in("CBOSS")) // its home, though the older product's stakeholders are there
		missing(w, in(""))
		missing(w, in("CNONE"))
	})
}

func TestProductsComeByNameAndThoseOfAPersonAlone(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			if err := tx.AddProduct(ctx, ritual.Product{ID: "2", Name: "zeta", Channel: "C2", PM: "zoe", PO: "ana", Created: day}); err != nil {
				return err
			}
			return tx.AddProduct(ctx, ritual.Product{ID: "3", Name: "Beta", Channel: "C3", PM: "zoe", PO: "zoe", SetUpBy: "dan", Created: day})
		})
		names := func(ps []ritual.Product, err error) ([]string, error) {
			var all []string
			for _, p := range ps {
				all = append(all, p.Name)
			}
			return all, err
		}
		same(w, []string{"Atlas", "Beta", "zeta"}, func(tx *store.Tx) ([]string, error) { return names(tx.Products(ctx)) })
		for person, want := range map[string][]string{
			"ana": {"Atlas", "zeta"}, "zoe": {"Beta", "zeta"}, "dan": {"Atlas", "Beta"}, "eve": {"Atlas"}, "rob": nil, "": nil,
		} {
			same(w, want, func(tx *store.Tx) ([]string, error) { return names(tx.ProductsOf(ctx, person)) })
		}
	})
}
