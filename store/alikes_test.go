package store_test

import (
	"fmt"
	"strings"
	"testing"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestWhatWasSimilarIsKeptInBothDirections(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		one, two, three, over := request(1), request(2), request(3), request(4)
		over.Status = ritual.Backlog
		w.add(one, two, three, over)
		alike := func(r ritual.Request, likeness float64) ritual.Alike {
			return ritual.Alike{Request: r, Likeness: likeness}
		}
		keep := func(id string, found ...ritual.Alike) {
			w.do(func(tx *store.Tx) error { return tx.KeepAlikes(ctx, id, found) })
		}
		keep("FR-2", alike(one, 0.5))
		keep("FR-2", alike(one, 0.9)) // stays as it is
		keep("FR-3", alike(one, 0.7), alike(two, 0.6), alike(over, 0.4))
		w.do(func(tx *store.Tx) error { return tx.KeepAlikeMeaning(ctx, "FR-3", "FR-2", -0.25) })
		named := func(id string, newer bool) func(tx *store.Tx) (string, error) {
			return func(tx *store.Tx) (string, error) {
				all, err := tx.Alikes(ctx, id, newer)
				var names []string
				for _, a := range all {
					names = append(names, fmt.Sprintf("%s %.1f %.2f", a.ID, a.Likeness, a.Meaning))
				}
				return strings.Join(names, ", "), err
			}
		}
		same(w, "", named("FR-1", false))
		same(w, "FR-3 0.7 0.00, FR-2 0.5 0.00", named("FR-1", true))
		same(w, "FR-1 0.5 0.00", named("FR-2", false))
		same(w, "FR-1 0.5 0.00, FR-3 0.6 -0.25", named("FR-2", true))
		for id, want := range map[string][]string{"FR-1": {"FR-3", "FR-2"}, "FR-2": {"FR-3", "FR-1"}, "FR-3": {"FR-2", "FR-1"}, "FR-4": {"FR-3"}} {
			same(w, want, func(tx *store.Tx) ([]string, error) { return tx.Listing(ctx, id) })
		}
	})
}

func TestWhatAModelMakesOfARequestIsKeptOncePerModel(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1))
		keep := func(model, digest string, vector ...byte) {
			w.do(func(tx *store.Tx) error {
				return tx.KeepMeaning(ctx, "FR-1", model, store.Meaning{Digest: digest, Vector: vector})
			})
		}
		read := func(model string) func(tx *store.Tx) (store.Meaning, error) {
			return func(tx *store.Tx) (store.Meaning, error) { return tx.Meaning(ctx, "FR-1", model) }
		}
		missing(w, read("small"))
		keep("small", "a", 1, 2, 255)
		same(w, store.Meaning{Digest: "a", Vector: []byte{1, 2, 255}}, read("small"))
		missing(w, read("large"))
		keep("large", "b", 3)
		same(w, store.Meaning{Digest: "b", Vector: []byte{3}}, read("large"))
		missing(w, read("small"))
	})
}
