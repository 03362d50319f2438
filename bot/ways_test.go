package bot

import (
	"fmt"
	"testing"

	"tandem/bot/ritual"
)

// onMessage are the ways by which a message that somebody wrote in #atlas is captured.
var onMessage = map[string]func(w *world, who, ts string){
	"shortcut": func(w *world, who, ts string) {
		w.captures(who, "#atlas", ts)
		if v, open := w.sim.Person(who).View(); open && v.SubmitText != "" {
			w.submits(who)
		}
		w.closes(who)
	},
	"mention in its thread": func(w *world, who, ts string) { w.repliesTo(who, "#atlas", ts, "record this") },
	"emoji":                 func(w *world, who, ts string) { w.reacts(who, "#atlas", ts) },
}

// byWords are the ways by which words are recorded.
var byWords = map[string]func(w *world, who, words string){
	"command": func(w *world, who, words string) { w.types(who, "#atlas", "/request "+words) },
	"form": func(w *world, who, words string) {
		w.types(who, "#atlas", "/request")
		w.submits(who, "Title: "+words)
		w.closes(who)
	},
	"mention": func(w *world, who, words string) { w.mentions(who, "#atlas", words) },
}

// pairs runs something for each ordered pair of ways.
func pairs[F any](ways map[string]F, do func(name string, first, second F)) {
	for a, first := range ways {
		for b, second := range ways {
			do(a+", then "+b, first, second)
		}
	}
}

func TestAMessageIsOneRequestByWhateverTwoWaysItIsCaptured(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		n := 0
		pairs(onMessage, func(name string, first, second func(*world, string, string)) {
			for _, who := range []string{"sam", "omar"} {
				ts := w.says("dev", "#atlas", fmt.Sprintf("Wish number %d", n))
				first(w, "sam", ts)
				second(w, who, ts)
				n++
				id, supporters := ritual.RequestID(int64(n)), ""
				if who != "sam" {
					supporters = "@" + who
				}
				if got := w.requests(); got != n {
					t.Fatalf("%s by %s: %d requests, not %d", name, who, got, n)
				}
				if r := w.request(id); r.Source.TS != ts || r.Reporter != w.sim.Person("sam").ID() || w.supporters(id) != supporters {
					t.Errorf("%s by %s: %s, supported by %s", name, who, dump(r), w.supporters(id))
				}
			}
		})
		for name, second := range onMessage { // of a mention that was recorded for its words
			ts := w.mentions("sam", "#atlas", "A wish before "+name)
			second(w, "omar", ts)
			if n++; w.requests() != n || w.supporters(ritual.RequestID(int64(n))) != "@omar" {
				t.Errorf("a mention, then %s: %d requests, not %d", name, w.requests(), n)
			}
		}
		w.ended()
	})
}

func TestAWithdrawnMessageIsCapturedAgainByEveryWay(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		n := 0
		pairs(onMessage, func(name string, first, second func(*world, string, string)) {
			ts := w.says("dev", "#atlas", fmt.Sprintf("Wish number %d", n))
			first(w, "sam", ts)
			n++
			id := ritual.RequestID(int64(n))
			w.presses("sam", "#atlas", "Withdraw", id)
			w.is(id, ritual.Withdrawn)
			second(w, "omar", ts)
			r := w.request(id)
			if w.requests() != n || r.Status != ritual.AwaitingAlignment || r.Reporter != w.sim.Person("omar").ID() || w.supporters(id) != "" {
				t.Errorf("%s: %d requests; %s, supported by %s", name, w.requests(), dump(r), w.supporters(id))
			}
			if ds := w.decisions(id); ds[len(ds)-1].Verdict != ritual.Recaptured || ds[len(ds)-1].By != r.Reporter {
				t.Errorf("%s: decided was %s", name, dump(ds))
			}
			w.types("dev", "#atlas", "/tandem show "+id)
			w.hears("dev", "#atlas", "@sam recorded it", "@sam withdrew "+id, "@omar recorded "+id+" again")
		})
		w.ended()
	})
}

func TestTheSameWordsAreOneRequestByWhateverTwoWaysTheyAreWritten(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		n := 0
		pairs(byWords, func(name string, first, second func(*world, string, string)) {
			words := fmt.Sprintf("Wish number %d", n)
			first(w, "sam", words)
			second(w, "sam", words)
			if n++; w.requests() != n {
				t.Fatalf("%s: %d requests, not %d", name, w.requests(), n)
			}
			second(w, "omar", words) // the same words of somebody else are a request of their own
			if n++; w.requests() != n {
				t.Fatalf("%s, by somebody else: %d requests, not %d", name, w.requests(), n)
			}
			w.passes(sameWithin)
		})
		w.ended()
	})
}
