package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// moves is the PO putting a story before another one.
func (w *world) moves(id, before, reason string) {
	w.t.Helper()
	w.types("omar", "#atlas", "/backlog")
	w.picks("omar", "#atlas", id, "Move…")
	v, _ := w.sim.Person("omar").View()
	for _, e := range elements(v.Blocks) {
		options, _ := e["options"].([]any)
		for _, o := range options {
			o := o.(map[string]any)
			if text := o["text"].(map[string]any)["text"].(string); o["value"] == before {
				w.submits("omar", "Place before: "+text, "Reason: "+reason)
				w.closes("omar")
				return
			}
		}
	}
	w.t.Fatalf("%s cannot stand before %s:\n%s", id, before, w.reads("omar", "form"))
}

func TestAMovedStoryStandsBeforeTheOtherUntilItIsUnpinned(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 7, 5, 3)
		w.types("omar", "#atlas", "/backlog")
		w.picks("omar", "#atlas", "FR-4", "Move…")
		w.sees("omar", "form", "*FR-4*  Wish number 4", "Place before", "Reason")
		w.unchanged("FR-4", func() {
			w.fails("omar", []string{"Say why: whoever reads the backlog will wonder."}, "Place before: 2. FR-2 Wish number 2", "Reason: ...")
		})
		w.submits("omar", "Reason: The *fair* is in May <!here>")
		w.sees("omar", "form", "*FR-4* stands before *FR-2* now, and moves along with it, until you choose `Unpin`.")
		w.closes("omar")
		w.types("dev", "#atlas", "/backlog")
		readsInOrder(t, w.last("dev", "#atlas"), "*1.*  *FR-1*", "*2.*  *FR-4*", "moved before *FR-2* by @omar: The *fair* is in May &lt;!here&gt; · value 3 ÷ effort 1 = 3", "*3.*  *FR-2*", "*4.*  *FR-3*")
		w.types("dev", "#atlas", "/tandem show FR-4")
		w.hears("dev", "#atlas", "@omar moved FR-4 before FR-2\n> The *fair* is in May &lt;!here&gt;")
		w.seesNot("sam", "@tandem", "moved FR-4") // it is no news for whoever asked

		// New scores flow around it: it moves along with its neighbor.
		w.types("omar", "#atlas", "/backlog")
		w.picks("omar", "#atlas", "FR-2", "Prioritize")
		w.submits("omar", "Value: 1")
		w.types("omar", "#atlas", "/backlog")
		readsInOrder(t, w.last("omar", "#atlas"), "*1.*  *FR-1*", "*2.*  *FR-3*", "*3.*  *FR-4*", "*4.*  *FR-2*")

		w.picks("omar", "#atlas", "FR-4", "Move…") // once more: the place that it has is named
		w.sees("omar", "form", "moved before *FR-2* by @omar: The *fair* is in May &lt;!here&gt;. A new place takes the place of this one.")
		w.closes("omar")
		w.picks("omar", "#atlas", "FR-4", "Unpin")
		w.eventually("omar", "#atlas", "*3.*  *FR-4*  Wish number 4\n     value 3 ÷ effort 1 = 3\n")
		if n := strings.Count(w.reads("omar", "#atlas"), "Backlog of Atlas"); n != 3 { // the list is redrawn, not added
			t.Errorf("omar sees %d lists", n)
		}
		w.types("dev", "#atlas", "/tandem show FR-4")
		w.hears("dev", "#atlas", "~@omar moved FR-4 before FR-2~ _(replaced by @omar, ", "@omar let FR-4 stand by its score again")
		w.unchanged("FR-4", func() {
			click := w.as("omar")
			click.Subject = rowUnpin + " FR-4"
			_, err := w.clicks(backlogRow, click)
			w.refuses(err, "FR-4 is not pinned: it stands by its score.")
		})
		w.ended()
	})
}

func TestAMoveInACircleIsRefused(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 7, 5)
		w.moves("FR-3", "FR-1", "A promise")
		w.types("omar", "#atlas", "/backlog")
		w.picks("omar", "#atlas", "FR-1", "Move…")
		w.unchanged("FR-1", func() {
			w.fails("omar", []string{"FR-3 is pinned before FR-1, so it moves along. Choose another story, or unpin FR-3 first."},
				"Place before: 1. FR-3 Wish number 3", "Reason: Why not")
		})
		w.submits("omar", "Place before: 3. FR-2 Wish number 2")
		w.ended()
	})
}

func TestWhatLeftTheBacklogMeanwhileIsRefusedKindly(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 7, 5)
		leaves := func(id string) {
			r := w.request(id).MoveTo(ritual.InSprint, w.clock.Now())
			w.keeps(r)
		}
		w.types("omar", "#atlas", "/backlog")
		w.picks("omar", "#atlas", "FR-3", "Move…")
		leaves("FR-1")
		w.unchanged("FR-3", func() {
			w.fails("omar", []string{"FR-1 is not in this backlog. Choose a story that is."}, "Place before: 1. FR-1 Wish number 1", "Reason: A promise")
		})
		leaves("FR-3")
		w.unchanged("FR-3", func() { w.submits("omar", "Place before: 2. FR-2 Wish number 2") })
		w.sees("omar", "form", "FR-3 is in a sprint. Take it out of the sprint first: the product owner, @omar, can do that", "A promise")
		w.closes("omar")
		w.picks("omar", "#atlas", "FR-2", "Move…") // from the old list
		w.hears("omar", "#atlas", "FR-2 is the only story of the backlog: there is nothing that it could stand before.")
		w.ended()
	})
}

func TestAPinWhoseNeighborIsGoneSaysThatItCannotHold(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 7, 5)
		w.moves("FR-3", "FR-1", "A promise")
		w.keeps(w.request("FR-1").MoveTo(ritual.InSprint, w.clock.Now()))
		w.types("omar", "#atlas", "/backlog")
		readsInOrder(t, w.last("omar", "#atlas"), "*1.*  *FR-2*", "*2.*  *FR-3*  Wish number 3\n     value 5 ÷ effort 1 = 5 · its pin before *FR-1* rests: that left the backlog (In sprint)")
		w.picks("omar", "#atlas", "FR-3", "Unpin")
		w.eventually("omar", "#atlas", "*2.*  *FR-3*  Wish number 3\n     value 5 ÷ effort 1 = 5\n")
		w.ended()
	})
}

func TestThereMayBeMoreStoriesThanTheMenuTakes(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.many(moveMost + 10)
		w.types("omar", "#atlas", "/backlog")
		w.picks("omar", "#atlas", "FR-2", "Move…")
		w.sees("omar", "form", "Or before another one", "The menu has the top of the backlog. Any other story goes by its id.")
		w.unchanged("FR-2", func() {
			w.fails("omar", []string{"! before: Choose the story that it should stand before."}, "Reason: It is small")
			w.fails("omar", []string{"! before_id: “x” is not a request. An id looks like FR-12, or FR-12.1 for a part of it."}, "Or before another one: x")
			w.fails("omar", []string{"! before_id: There is no FR-999."}, "Or before another one: 999")
			w.fails("omar", []string{"! before_id: FR-2 cannot stand before itself. Choose another story."}, "Or before another one: fr2")
		})
		last := fmt.Sprint(moveMost + 9)
		w.submits("omar", "Or before another one: fr "+last)
		w.sees("omar", "form", "*FR-2* stands before *FR-"+last+"* now")
		w.closes("omar")
		w.types("omar", "#atlas", "/backlog")
		w.hears("omar", "#atlas", "*2.*  *FR-3*")
		w.ended()
	})
}

// TestTwoMovesAtOnceDoNotMakeACircle has two devices of the PO move two stories before each other, again and again.
func TestTwoMovesAtOnceDoNotMakeACircle(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.many(2)
		for range 8 {
			errs := make(chan error, 2)
			for id, before := range map[string]string{"FR-1": "FR-2", "FR-2": "FR-1"} {
				click := w.as("omar")
				click.Subject, click.Fields = id, engine.Fields{"before": {before}, "reason": {"It is small"}}
				go func() {
					_, err := w.clicks(moveForm, click)
					errs <- err
				}()
			}
			refused := 0
			for range 2 {
				if err := <-errs; err != nil {
					w.refuses(err, "so it moves along")
					refused++
				}
			}
			if refused != 1 {
				t.Fatalf("%d were refused", refused)
			}
			for _, id := range []string{"FR-1", "FR-2"} {
				click := w.as("omar")
				click.Subject = rowUnpin + " " + id
				click.Words = part{product: w.product("Atlas").ID}.keep(id)[len(engine.WordsKept):]
				if _, err := w.clicks(backlogRow, click); err != nil {
					w.refuses(err, "is not pinned")
				}
			}
		}
		w.ended()
	})
}

// keeps writes a request as another ritual would leave it.
func (w *world) keeps(r ritual.Request) {
	w.t.Helper()
	w.update(func(ctx context.Context, tx *store.Tx) error { return tx.KeepRequest(ctx, r) })
}
