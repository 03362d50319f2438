package store_test

import (
	"errors"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestItIsKeptHowARequestStoodBeforeTheLatestAnswer(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.add(request(1))
		type prior struct {
			Decision string
			Was      ritual.Prior
		}
		read := func(tx *store.Tx) (p prior, err error) {
			p.Decision, p.Was, err = tx.Prior(ctx, "FR-1")
			return p, err
		}
		missing(w, read)
		first, second := ritual.Decision{ID: "FR-1/1", Request: "FR-1"}, ritual.Decision{ID: "FR-1/2", Request: "FR-1"}
		was := ritual.Prior{Status: ritual.AwaitingAlignment, Since: day, Objective: "o", Reason: "r", Revisit: "2026-04-01", Question: "q", First: "f", Both: true,
			Score: ritual.Score{Framework: ritual.ValueEffort, Inputs: map[string]string{"value": "7"}, Milli: 2300}}
		w.do(func(tx *store.Tx) error { return tx.KeepPrior(ctx, first, was) })
		same(w, prior{first.ID, was}, read)
		was = ritual.Prior{Status: ritual.AwaitingAlignment, Since: day}
		w.do(func(tx *store.Tx) error { return tx.KeepPrior(ctx, second, was) })
		w.do(func(tx *store.Tx) error { return tx.DropPrior(ctx, first) }) // the job of the earlier one
		same(w, prior{second.ID, was}, read)
		w.do(func(tx *store.Tx) error { return tx.DropPrior(ctx, second) })
		missing(w, read)
	})
}

func TestWhereARequestStoodIsForgottenWhenItIsPutBack(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		r := request(1)
		r.Status, r.Since = ritual.New, day
		w.add(r)
		moves := func(to ritual.Status, after time.Duration) {
			r.Status, r.Since = to, day.Add(after)
			w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, r) })
		}
		moves(ritual.AwaitingAlignment, time.Hour)
		moves(ritual.Declined, 5*time.Hour)
		moves(ritual.AwaitingAlignment, time.Hour)
		w.do(func(tx *store.Tx) error { return tx.DropStays(ctx, "FR-1", r.Since) })
		moves(ritual.Parked, 9*time.Hour)
		same(w, []store.Stay{{ritual.New, day, day.Add(time.Hour)}, {ritual.AwaitingAlignment, day.Add(time.Hour), day.Add(9 * time.Hour)}},
			func(tx *store.Tx) ([]store.Stay, error) { return tx.Stays(ctx, "FR-1") })
	})
}

func TestAnObjectiveGoesOnlyWhileNothingCameOfIt(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for _, id := range []string{"unused", "serves", "changed", "praised"} {
			w.do(func(tx *store.Tx) error {
				return tx.AddObjective(ctx, ritual.Objective{ID: id, Product: "atlas", Name: id, Horizon: ritual.Now, By: "ana", Created: day})
			})
		}
		served, praise := request(1), request(2)
		served.Status, served.Objective = ritual.Declined, "serves"
		w.add(served, praise)
		w.do(func(tx *store.Tx) error {
			_, err := tx.AddChange(ctx, ritual.Change{Objective: "changed", Turn: ritual.TurnEdited, By: "ana", At: day})
			return errors.Join(err, tx.KeepLink(ctx, "FR-2", ritual.Link{Objective: "praised"}, "ana"),
				tx.Exec(ctx, `INSERT INTO suggestions (request, objective, because, quoted, digest, at) VALUES ('FR-2', 'unused', '', 0, '', 0)`))
		})
		drops := func(product, id string) bool {
			var gone bool
			w.do(func(tx *store.Tx) (err error) {
				gone, err = tx.DropUnused(ctx, product, id)
				return err
			})
			return gone
		}
		for _, x := range [][2]string{{"atlas", "serves"}, {"atlas", "changed"}, {"atlas", "praised"}, {"other", "unused"}, {"atlas", "none"}} {
			if drops(x[0], x[1]) {
				t.Errorf("%s of %s is gone", x[1], x[0])
			}
		}
		if !drops("atlas", "unused") || drops("atlas", "unused") {
			t.Error("what is unused stays")
		}
	})
}
