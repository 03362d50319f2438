package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/prompts"
	"tandem/prompts/modelsim"
	"tandem/store"
)

// advised starts the bot again with a model that drafts as a good one would, and says of each request which objective it
// serves: that whose label it was told.
func (w *world) advised(objective string) *modelsim.Server {
	w.t.Helper()
	s := modelsim.Start(w.t)
	s.Always(modelsim.Serves(objective))
	m, err := prompts.NewModel(prompts.Config{BaseURL: s.URL, Model: "m", Now: w.clock.Now})
	if err != nil {
		w.t.Fatal(err)
	}
	w.setUp()
	w.stop()
	w.model, w.tokens = m, 200_000
	w.start()
	w.objectives("Win larger customers", "Fewer support tickets")
	return s
}

// objectives adds objectives to Atlas.
func (w *world) objectives(names ...string) {
	w.t.Helper()
	for _, name := range names {
		w.types("priya", "#atlas", "/roadmap add")
		w.submits("priya", "Objective: "+name, "Horizon: Now")
		w.closes("priya")
	}
}

// suggestions are how often a model was asked for an objective.
func suggestions(s *modelsim.Server) (n int) {
	for _, q := range s.Asked() {
		if q.Schema == "alignment" {
			n++
		}
	}
	return n
}

const byModel = "_Suggestion (by the model):_ *Win larger customers*"

func TestAModelSuggestsAnObjectiveAndAPersonChooses(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.advised("O1")
		w.types("sam", "#atlas", "/request Export the list as CSV for the auditors of banks")
		w.sees("priya", "@tandem", byModel+": because of the words “Export the list as CSV for the auditors of banks”")
		w.presses("priya", "@tandem", "Aligned", "FR-1")
		v, _ := w.sim.Person("priya").View()
		menu := elements(v.Blocks)[0]
		first, _ := menu["options"].([]any)[0].(slacksim.Block)
		if says := dump(first); !strings.Contains(says, "Win larger customers") || !strings.Contains(says, "Suggested. Now, 0 open requests") {
			t.Errorf("the first to choose is %s", says)
		}
		if menu["initial_option"] != nil {
			t.Errorf("%v is chosen already", menu["initial_option"])
		}
		w.submits("priya", "Objective: Fewer support tickets")
		w.is("FR-1", ritual.AwaitingPriority)
		w.seesNot("priya", "@tandem", "_Suggestion")

		// The model is asked anew only about what is otherwise than before, once the roadmap has settled.
		w.types("sam", "#atlas", "/request Tell auditors by mail what was exported")
		asked := suggestions(s)
		w.objectives("Save costs", "Be quick")
		if n := suggestions(s); n != asked {
			t.Errorf("asked %d times more, at once", n-asked)
		}
		w.passes(settledAfter)
		if n := suggestions(s); n != asked+1 {
			t.Errorf("asked %d times more, want 1", n-asked)
		}
		w.update(func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(roadmapChanged(ctx, tx, w.product("Atlas").ID), request.Suggest(ctx, tx, w.request("FR-2")))
		})
		w.passes(settledAfter)
		if n := suggestions(s); n != asked+1 {
			t.Errorf("asked %d times for the same", n-asked)
		}

		// What is off the roadmap is not suggested, nor what the model was not asked about.
		w.update(func(ctx context.Context, tx *store.Tx) error {
			o := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Objective, error) {
				return tx.Objectives(ctx, w.product("Atlas").ID)
			})[0]
			o.End, o.Ended = ritual.Achieved, tx.Now
			return errors.Join(tx.KeepObjective(ctx, o), request.ShowAnew(ctx, tx, w.product("Atlas"), w.request("FR-2")))
		})
		w.settle()
		w.sees("priya", "@tandem", "FR-2 Tell auditors")
		w.seesNot("priya", "@tandem", "Win larger customers*: ")
		w.ended()
	})
}

func TestWithoutAModelThatAnswersTheWordsThatBothShareSuggest(t *testing.T) {
	for name, spoil := range map[string]func(w *world, s *modelsim.Server){
		"no model":            func(w *world, _ *modelsim.Server) { w.stop(); w.model = nil; w.start() },
		"off for the product": func(w *world, _ *modelsim.Server) { w.sets(ritual.Settings{NoModel: true, Zone: "UTC"}) },
		"nonsense":            func(_ *world, s *modelsim.Server) { s.Always(modelsim.Serves("O99")) },
		"none":                func(_ *world, s *modelsim.Server) { s.Always(modelsim.Serves("none")) },
		"spent":               func(w *world, _ *modelsim.Server) { w.stop(); w.tokens = 1; w.start() },
		"away":                func(_ *world, s *modelsim.Server) { s.Always(modelsim.Status(503, "")) },
	} {
		t.Run(name, func(t *testing.T) {
			inWorlds(t, func(w *world) {
				s := w.advised("O1")
				spoil(w, s)
				w.types("sam", "#atlas", "/request Exports for larger customers")
				w.passes(time.Minute)
				w.sees("priya", "@tandem", "_Suggestion (shared words: larger, customers):_ *Win larger customers*", "[Aligned]")
				w.seesNot("priya", "@tandem", "(by the model)")
				w.ended()
			})
		})
	}
}

func TestASuggestionForWhatIsDecidedMeanwhileChangesNothing(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.advised("O1")
		s.Always(modelsim.Garbage) // the story is drafted by template, and nothing suggested
		w.types("sam", "#atlas", "/request Exports for auditors")
		s.Always(modelsim.Good)
		w.presses("priya", "@tandem", "Decline", "FR-1")
		w.submits("priya", "Reason: No")
		asked := suggestions(s)
		w.update(func(ctx context.Context, tx *store.Tx) error { return request.Suggest(ctx, tx, w.request("FR-1")) })
		w.settle()
		if n := suggestions(s); n != asked {
			t.Errorf("asked %d times about what is declined", n-asked)
		}
		w.seesNot("priya", "@tandem", "_Suggestion")
		w.ended()
	})
}

func TestAtMostSoManyRequestsAreAskedAboutAnew(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.advised("none")
		w.update(func(ctx context.Context, tx *store.Tx) error {
			p := w.product("Atlas")
			for range suggestMost + 5 {
				n, err := tx.NextNumber(ctx)
				r := ritual.Request{ID: ritual.RequestID(n), Number: n, Product: p.ID, Title: fmt.Sprintf("Wish number %d of the auditors", n), Kind: ritual.Feature,
					Reporter: p.PM, Status: ritual.AwaitingAlignment, Since: tx.Now, Created: tx.Now}
				if err = errors.Join(err, tx.AddRequest(ctx, r), keepOwnWords(ctx, tx, r)); err != nil {
					return err
				}
			}
			return roadmapChanged(ctx, tx, p.ID)
		})
		w.passes(2 * settledAfter)
		if n := suggestions(s); n != suggestMost {
			t.Errorf("asked about %d requests, want %d", n, suggestMost)
		}
		w.ended()
	})
}
