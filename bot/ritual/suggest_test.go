package ritual

import (
	"slices"
	"strings"
	"testing"
)

// plainWords are the words of a text without those that every text has, and without an s at the end.
func plainWords(text string) (all []string) {
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r <= ' ' || r == '.' || r == ',' }) {
		w = strings.TrimSuffix(w, "s")
		if !slices.Contains([]string{"a", "the", "of", "for", "in", "to", "than", "more"}, w) && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

func TestAnObjectiveIsSuggestedByTheWordsItShares(t *testing.T) {
	eyes := Objective{Name: "Happy eyes", Outcome: "People work longer in the dark", Measure: "Fewer headaches"}
	large := Objective{Name: "Win larger customers", Outcome: "Audits take minutes", Measure: "Three customers with 500 seats"}
	large2 := Objective{Name: "Keep customers", Outcome: "Customers stay", Measure: ""}
	for name, x := range map[string]struct {
		said    string
		have    []Objective
		want    string
		because string
	}{
		"half of its name":               {"Dark mode: my eye hurts", []Objective{eyes, large}, "Happy eyes", "eyes dark"},
		"its outcome, twice":             {"An export, so that an audit needs one minute", []Objective{eyes, large}, "Win larger customers", "Audits minutes"},
		"a little of its name":           {"A page for customers", []Objective{eyes, large}, "", ""},
		"a word of its outcome":          {"Dark mode", []Objective{eyes, large}, "", ""},
		"words that two objectives have": {"A page for customers", []Objective{large, large2}, "", ""},
		"two that fit as well":           {"eyes", []Objective{eyes, {Name: "Happy eyes", Outcome: "twin"}}, "", ""},
		"the better of two":              {"Customers stay", []Objective{large, large2}, "Keep customers", "customers stay"},
		"nothing in common":              {"Faster search", []Objective{eyes, large}, "", ""},
		"no objectives":                  {"Dark mode", nil, "", ""},
		"nothing said":                   {"", []Objective{eyes}, "", ""},
		"many words":                     {"people work longer in the dark with happy eyes", []Objective{eyes}, "Happy eyes", "Happy eyes People"},
	} {
		t.Run(name, func(t *testing.T) {
			o, because := Suggest(x.said, x.have, plainWords)
			if got := strings.Join(because, " "); o.Name != x.want || got != x.because {
				t.Errorf("%q because of %q, want %q because of %q", o.Name, got, x.want, x.because)
			}
		})
	}
}
