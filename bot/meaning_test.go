package bot

import (
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/prompts/modelsim"
)

// meaning sets up Atlas and starts the bot again with a model that says where texts point: what speaks of the evening in one
// direction, all else in another.
func (w *world) meaning() *modelsim.Server {
	w.t.Helper()
	s := modelsim.Start(w.t)
	s.Embeds(func(text string) []float32 {
		if strings.Contains(text, "sunset") || strings.Contains(text, "evening") {
			return []float32{1, 0}
		}
		return []float32{0, 1}
	})
	m, err := prompts.NewModel(prompts.Config{BaseURL: s.URL, Model: "m", Embedding: "e", Now: w.clock.Now})
	if err != nil {
		w.t.Fatal(err)
	}
	w.setUp()
	w.tokens = 200_000
	w.stop()
	w.model = m
	w.start()
	return s
}

// similars has three requests recorded, of which the last is similar to the others by its words, and to the first by what it
// means.
func (w *world) similars() {
	w.t.Helper()
	for _, words := range []string{"Dark mode for the dashboard after sunset, password: hunter2hunter2", "Dark mode of the dashboard", "Dashboard in dark mode in the evening"} {
		w.types("sam", "#atlas", "/request "+words)
		w.passes(sameWithin)
	}
}

// inOrder fails unless Sam's receipt of FR-3 offers these in this order.
func (w *world) inOrder(ids ...string) {
	w.t.Helper()
	_, offered, ok := strings.Cut(w.reads("sam", "@tandem"), "*Is it one of these?* Then add your voice, and both go on as one.\n*"+ids[0]+"*")
	if !ok || !strings.Contains(offered, "*"+ids[1]+"*") {
		w.t.Errorf("%s are not offered in:\n%s", ids, w.reads("sam", "@tandem"))
	}
}

func TestAModelPutsWhatIsSimilarInAnotherOrderInPlace(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.meaning()
		w.similars()
		w.inOrder("FR-1", "FR-2")
		asked := 0
		for _, q := range s.Asked() {
			if q.Inputs == nil {
				continue
			}
			asked++
			if strings.Contains(q.Body, "hunter2") {
				t.Errorf("it was shown a password: %s", q.Body)
			}
		}
		if asked != 1 { // FR-2 has but one to put in order
			t.Errorf("it was asked %d times", asked)
		}
		if found := w.similarTo("FR-3", "priya"); len(found) == 0 {
			t.Error("nothing is similar")
		}
		w.ended()
	})
}

func TestWithoutMeaningsWhatIsSimilarStandsInTheOrderOfItsWords(t *testing.T) {
	for name, spoil := range map[string]func(w *world, s *modelsim.Server){
		"no model":            func(w *world, _ *modelsim.Server) { w.stop(); w.model = nil; w.start() },
		"off for the product": func(w *world, _ *modelsim.Server) { w.sets(ritual.Settings{NoModel: true, Zone: "UTC"}) },
		"nonsense":            func(_ *world, s *modelsim.Server) { s.Embeds(func(string) []float32 { return nil }) },
		"spent":               func(w *world, _ *modelsim.Server) { w.tokens = 1; w.stop(); w.start() },
	} {
		t.Run(name, func(t *testing.T) {
			inWorlds(t, func(w *world) {
				s := w.meaning()
				spoil(w, s)
				w.similars()
				w.inOrder("FR-2", "FR-1")
				w.passes(time.Minute)
				w.failing = true // the log says that the model did not
				w.ended()
			})
		})
	}
}
