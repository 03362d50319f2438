package prompts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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
