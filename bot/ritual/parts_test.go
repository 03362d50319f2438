package ritual

import (
	"slices"
	"strings"
	"testing"
)

// contentWords are the words of a text, but for those that hold others together.
func contentWords(text string) []string {
	var all []string
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" .,;:?!“”\n", r) }) {
		if !slices.Contains([]string{"a", "an", "the", "and", "to", "i", "in", "it", "is", "as", "of", "then", "when", "given"}, w) {
			all = append(all, w)
		}
	}
	return all
}

func TestPartsAreProposedFromWishesElseFromCriteria(t *testing.T) {
	criteria := func(texts ...string) (cs []Criterion) {
		for _, text := range texts {
			cs = append(cs, Criterion{Text: text, Failure: strings.HasPrefix(text, "FAIL")})
		}
		return cs
	}
	for _, x := range []struct {
		name string
		s    Story
		want string
	}{
		{"nothing to go by", Story{Want: "export the report"}, ""},
		{"two wishes", Story{Want: "export to CSV, and see totals per region"}, "Export to CSV|See totals per region"},
		{"a list", Story{Want: "export to CSV, see totals, and to print labels."}, "Export to CSV|See totals|Print labels"},
		{"German", Story{Want: "Berichte exportieren und außerdem Summen sehen"}, "Berichte exportieren|Summen sehen"},
		{"one wish with an and in it", Story{Want: "drag and drop files"}, ""},
		{"criteria", Story{Want: "export", Criteria: criteria("The export has all columns.", "An email comes when it is ready", "FAIL")}, "The export has all columns|An email comes when it is ready"},
		{"criteria about the same", Story{Criteria: criteria("The export has all columns", "The export has columns in order", "An email comes")}, "The export has all columns|An email comes"},
		{"all about the same", Story{Criteria: criteria("The export has all columns", "The export has columns in order")}, ""},
		{"too many", Story{Criteria: criteria("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")}, ""},
		{"long ones", Story{Criteria: criteria(strings.Repeat("word ", 60), "An email comes")}, strings.TrimSpace("Word "+strings.Repeat("word ", 28)) + "…|An email comes"},
	} {
		if got := strings.Join(ProposeParts(x.s, contentWords), "|"); got != x.want {
			t.Errorf("%s: got  %s\nwant %s", x.name, got, x.want)
		}
	}
}

func TestWhatWasSaidGoesToThePartThatItIsAbout(t *testing.T) {
	titles := []string{"Export to CSV", "Export to Excel", "Dark mode"}
	said := []Evidence{
		{ID: "0", Author: "ria", Text: "We need an export. I want CSV for audits! Excel is for finance.\nDark themes? Dark mode at night"},
		{ID: "1", Author: "sam", Text: "Thank you"},
		{ID: "2", Author: "sam", Text: "Excel without macros"},
	}
	for i, want := range []string{
		"0 ria I want CSV for audits!",
		"0 ria Excel is for finance.|2 sam Excel without macros",
		"0 ria Dark themes? Dark mode at night",
	} {
		var got []string
		for _, e := range About(said, titles, i, contentWords) {
			got = append(got, e.ID+" "+e.Author+" "+e.Text)
		}
		if got := strings.Join(got, "|"); got != want {
			t.Errorf("%s: got  %s\nwant %s", titles[i], got, want)
		}
	}
	if said[0].Text[:2] != "We" {
		t.Error("the evidence itself was changed")
	}
}

func TestCriteriaGoToTheirPartAndTheOthersAreAskedAbout(t *testing.T) {
	titles := []string{"Export to CSV", "Export to Excel"}
	whole := Story{Criteria: []Criterion{{Text: "CSV has a header", Source: "0"}, {Text: "Excel opens it.", Source: "1"}, {Text: "Takes a minute at most."},
		{Text: "CSV and Excel have the same rows"}, {Text: "Names are in order"}}}
	draft := Story{Criteria: []Criterion{{Text: "Excel opens it.", Source: "1"}, {Text: "mine"}},
		Questions: []Question{{ID: "who", Text: "Who?"}, {ID: "whole1", Text: "Old?", Closed: true}}}
	csv, excel := Inherit(Story{}, whole, titles, 0, contentWords), Inherit(draft, whole, titles, 1, contentWords)
	if len(csv.Criteria) != 1 || csv.Criteria[0] != whole.Criteria[0] {
		t.Errorf("%+v", csv.Criteria)
	}
	if len(excel.Criteria) != 2 || excel.Criteria[0].Text != "Excel opens it." {
		t.Errorf("%+v", excel.Criteria)
	}
	var asked []string
	for _, q := range excel.Questions {
		asked = append(asked, q.ID+": "+q.Text)
	}
	want := "whole1: Old?|whole2: Does this hold here too: “Takes a minute at most”?|whole3: Does this hold here too: “CSV and Excel have the same rows”?|" +
		"whole4: Does this hold here too: “Names are in order”?"
	if got := strings.Join(asked, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(csv.Questions) != 3 || len(draft.Questions) != 2 {
		t.Errorf("%+v", csv.Questions)
	}
	again := Inherit(excel, whole, titles, 1, contentWords)
	if len(again.Questions) != len(excel.Questions) || len(again.Criteria) != len(excel.Criteria) {
		t.Error("what is there is added again")
	}
}
