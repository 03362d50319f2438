package prompts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"tandem/bot/ritual"
)

func FuzzTemplate(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for i, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		_, text, _ := strings.Cut(string(b), "\n--- ")
		f.Add("a title", text, "because we lose time", "Acme", uint8(i))
	}
	f.Add("", "", "", "", uint8(0))
	f.Add("\xff\x00", "I want \xff\x00\u202e", "- \n- a\n\xff", "\xff", uint8(1))
	f.Add("::", "a:\n- b:\n: c\n>>> ```", "?", " ", uint8(2))
	f.Add("x", strings.Repeat("We must have it within 5 minutes ", 200), strings.Repeat("a\n", 50), strings.Repeat("ä", 4000), uint8(0))
	f.Fuzz(func(t *testing.T, title, text, answer, customer string, kind uint8) {
		var x told
		x.request = ritual.Request{Kind: ritual.Kinds[int(kind)%3], Title: title, Customer: customer, Requester: "b"}
		first, second, _ := strings.Cut(text, "\n---")
		x.said = []ritual.Evidence{{ID: "0", Author: "a", Text: first}, {ID: "1", Author: "b", Text: second}}
		for _, id := range []string{"who", "why", "done"} {
			x.before.Questions = append(x.before.Questions, ritual.Question{ID: id, Answer: answer, Closed: kind&8 != 0})
		}
		a := Ask{Request: x.request, Said: x.said, Before: x.before, Checklist: kind&16 != 0}
		s := Template(a)
		checkShape(t, x, s)
		if again := Template(a); show(again) != show(s) {
			t.Error("the same words gave another draft")
		}
		if x.request.Kind == ritual.Praise && (s.Want != "" || len(s.Questions)+len(s.Criteria) > 0) {
			t.Error("praise became a story")
		}
	})
}

// seedCorpus adds what people said in the corpus.
func seedCorpus(f *testing.F, add func(said string)) {
	paths, err := filepath.Glob("testdata/corpus/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		for _, e := range readSpecimen(f, path).ask.Said {
			if len(e.Text) < 2000 {
				add(e.Text)
			}
		}
	}
}

func FuzzSentences(f *testing.F) {
	seedCorpus(f, func(said string) { f.Add(said) })
	f.Add("a:\n- b\n```\n\xff. ?! 。」")
	f.Fuzz(func(t *testing.T, text string) {
		tongue := tongueOf(text, nil)
		if tongue != &english && tongue != &german && tongue != &japanese || tongueOf(text, tongue) != tongue {
			t.Errorf("%q is in the tongue %s, or not", text, tongue.name)
		}
		for _, s := range sentences(ritual.Evidence{ID: "0", Text: text}, "Acme", tongue) {
			if s.text == "" || !utf8.ValidString(s.text) || s.source != "0" {
				t.Errorf("%q has the sentence %q", text, s.text)
			}
			if formed := s.tongue.formed(s.text); !stands(text, formed) && stands(text, s.text) {
				t.Errorf("%q became %q", s.text, formed)
			}
		}
		for _, c := range clausesOf(text) {
			if strings.TrimSpace(c) == "" {
				t.Errorf("%q has an empty clause", text)
			}
		}
	})
}

func FuzzWhetherTheSenseIsKept(f *testing.F) {
	seedCorpus(f, func(said string) { f.Add(said, "Given a page, when I open it, then it is not shown", "when I") })
	f.Fuzz(func(t *testing.T, said, text, quote string) {
		a := Ask{Request: ritual.Request{Kind: ritual.Feature, Title: "a title", Reporter: "ana"}, Said: []ritual.Evidence{{ID: "0", Author: "ana", Text: said}}}
		k := newTask(a)
		if len(k.brief.Evidence) == 0 {
			return
		}
		b := k.bearing(0, quote, text)
		k.turned(b, "", text)
		k.withdrawn(0, b)
		if !figuresIn(said, said) {
			t.Errorf("%q does not have its own numbers", said)
		}
		if rule := k.rule(0, quote); rule != "" && !stands(shield(plain(said)), rule) {
			t.Errorf("%q was not said in %q", rule, said)
		}
	})
}

func FuzzTheMask(f *testing.F) {
	seedCorpus(f, func(said string) { f.Add(said, "Ana Meier", "Acme") })
	f.Fuzz(func(t *testing.T, text, name, customer string) {
		h := newMask(ritual.Request{Customer: customer}, map[string]string{"U0ANA00001": name}, []string{text})
		hidden := h.hide(text + " <@U0ANA00001> ana@example.com")
		if strings.Contains(hidden, "U0ANA00001>") || strings.Contains(hidden, "ana@example.com") || !utf8.ValidString(hidden) {
			t.Errorf("%q became %q", text, hidden)
		}
		if shown := h.show(hidden); !utf8.ValidString(shown) {
			t.Errorf("%q came back as %q", hidden, shown)
		}
	})
}
