package ritual

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var recapStories = []StoryResult{{Request: "FR-1", End: EndDone}, {Request: "FR-2", End: EndDone}, {Request: "FR-3", End: EndBack}, {Request: "FR-4", End: EndDone}}

func TestThePOsWordsWinOverThoseOfAModel(t *testing.T) {
	now := time.Date(2026, 3, 13, 15, 0, 0, 0, time.UTC)
	template, model := RecapWords{Why: "by template", Focus: "next by template"}, RecapWords{Why: "by a model", Focus: "next by a model", Model: true}
	r := Recap{}.Propose(template)
	if r.Sentence() != "by template" || r.Focus() != "next by template" {
		t.Errorf("%q, %q", r.Sentence(), r.Focus())
	}
	if r = r.Propose(model); r.Sentence() != "by a model" {
		t.Errorf("%q", r.Sentence())
	}
	if r = r.Propose(template); r.Sentence() != "by a model" {
		t.Errorf("a template took the place of a model: %q", r.Sentence())
	}
	r, err := r.Edit(RecapOwn{Met: GoalPartly, Sentence: "  we\n did it ", Demos: []string{"FR-4", "FR-9", "FR-1", "FR-4"}, Named: []string{"FR-2"}}, recapStories, "omar", now)
	if err != nil || r.Sentence() != "we did it" || r.Focus() != "" || !slices.Equal(r.Own.Demos, []string{"FR-1", "FR-4"}) {
		t.Errorf("%+v, %v", r, err)
	}
	if again := r.Propose(RecapWords{Why: "another", Model: true}); again.Sentence() != "we did it" || again.Words != r.Words {
		t.Errorf("a model overwrote the PO: %+v", again)
	}
	if r, err = r.Post("CBOSS", "omar", now); err != nil || r.Channel != "CBOSS" || r.PostedBy != "omar" || !r.Posted.Equal(now) {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := r.Post("CBOSS", "omar", now); err == nil || err.Error() != "This recap was posted by now." {
		t.Errorf("posted twice: %v", err)
	}
	_, err = r.Edit(RecapOwn{Met: GoalNo, Sentence: "put right", Challenges: "none", Demos: []string{"FR-2"}}, recapStories, "lee", now.Add(time.Hour)) // by a form from before
	var fields []string
	for _, r := range Refusals(err) {
		fields = append(fields, r.Field)
	}
	if want := []string{"met", "challenges", "demos", "named"}; !slices.Equal(fields, want) {
		t.Errorf("%v are refused, want %v", fields, want)
	}
	late, err := r.Edit(RecapOwn{Sentence: "put right", Focus: "exports"}, recapStories, "lee", now.Add(time.Hour))
	want := RecapOwn{Met: GoalPartly, Sentence: "put right", Focus: "exports", Demos: []string{"FR-1", "FR-4"}, Named: []string{"FR-2"}, By: "lee", At: now.Add(time.Hour)}
	if diff := cmp.Diff(want, late.Own); diff != "" || err != nil {
		t.Errorf("after it was posted, -want +got:\n%s%v", diff, err)
	}
}

func TestARecapIsRefusedAtTheFieldsAtFault(t *testing.T) {
	_, err := Recap{}.Edit(RecapOwn{Sentence: strings.Repeat("x", 601), Focus: strings.Repeat("é", 601), Challenges: strings.Repeat("x ", 600),
		Demos: []string{"FR-1", "FR-2", "FR-3", "FR-4", "FR-5", "FR-6"}}, recapStories, "omar", time.Time{})
	var fields []string
	for _, r := range Refusals(err) {
		fields = append(fields, r.Field)
	}
	if want := []string{"sentence", "focus", "challenges", "met", "demos"}; !slices.Equal(fields, want) {
		t.Errorf("%v, want %v", fields, want)
	}
	if _, err := (Recap{}).Post("C", "omar", time.Time{}); !errors.Is(err, ErrGoalUnsaid) {
		t.Errorf("posted before anybody said whether the goal was met: %v", err)
	}
}

func TestTheDemosOnTopAreThosePicked(t *testing.T) {
	at := time.Date(2026, 3, 13, 15, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name  string
		own   RecapOwn
		shown []string
		want  []string
	}{
		{"nobody showed anything", RecapOwn{}, nil, []string{"FR-1", "FR-2", "FR-4"}},
		{"some were shown", RecapOwn{}, []string{"FR-4", "FR-3"}, []string{"FR-4", "FR-3"}},
		{"more than five were shown", RecapOwn{}, strings.Split("1 2 3 4 5 6", " "), strings.Split("1 2 3 4 5", " ")},
		{"the PO chose", RecapOwn{Demos: []string{"FR-2"}, At: at}, []string{"FR-4"}, []string{"FR-2"}},
		{"the PO wants none", RecapOwn{At: at}, []string{"FR-4"}, nil},
	} {
		if got := RecapDemosOf(Recap{Own: tt.own}, recapStories, tt.shown); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestTheTopFitsIntoTwelveLines(t *testing.T) {
	long := strings.Repeat("x", 3000)
	for _, tt := range []struct {
		name string
		all  []TopLine
		want []int // lines
	}{
		{"all is short", []TopLine{{Fixed: 10, Words: "goal", Most: 2}, {Fixed: 20}, {Fixed: 3, Words: "demo", Most: 2}}, []int{1, 1, 1}},
		{"one is long", []TopLine{{Fixed: 10, Words: long, Most: 3}, {Fixed: 20}}, []int{3, 1}},
		{"those above take first", slices.Concat(
			[]TopLine{{Fixed: 16, Words: long, Most: 2}, {Fixed: 14, Words: long, Most: 3}, {Fixed: 70}},
			slices.Repeat([]TopLine{{Fixed: 12, Words: long, Most: 2}}, 5), []TopLine{{Fixed: 40}, {Fixed: 6, Words: long, Most: 2}}), []int{2, 2, 1, 1, 1, 1, 1, 1, 1, 1}},
		{"twelve lines", slices.Repeat([]TopLine{{Words: long, Most: 9}}, 12), slices.Repeat([]int{1}, 12)},
		{"wide letters", []TopLine{{Words: strings.Repeat("名", 41), Most: 9}}, []int{2}},
	} {
		sum := 0
		for i, columns := range FitTop(tt.all) {
			l := tt.all[i]
			n := (l.Fixed + columns) / RecapColumns
			if n != tt.want[i] {
				t.Errorf("%s: line %d has %d lines, want %d", tt.name, i, n, tt.want[i])
			}
			sum += n
		}
		if sum > RecapLinesMost {
			t.Errorf("%s: %d lines", tt.name, sum)
		}
	}
}

func TestSharesAddUpToAHundred(t *testing.T) {
	for _, tt := range []struct{ parts, want []int }{
		{[]int{13, 8, 8}, []int{45, 28, 27}},
		{[]int{1, 1, 1}, []int{34, 33, 33}},
		{[]int{5, 0}, []int{100, 0}},
		{[]int{0, 0}, []int{0, 0}},
		{nil, []int{}},
		{slices.Repeat([]int{1}, 40), slices.Concat(slices.Repeat([]int{3}, 20), slices.Repeat([]int{2}, 20))},
	} {
		if got := Shares(tt.parts); !slices.Equal(got, tt.want) {
			t.Errorf("%v: %v, want %v", tt.parts, got, tt.want)
		}
	}
}

func FuzzTheTopNeverTakesMoreThanTwelveLines(f *testing.F) {
	f.Add("goal", "sentence", 5)
	f.Fuzz(func(t *testing.T, a, b string, n int) {
		all := []TopLine{{Fixed: 16, Words: a, Most: 2}, {Fixed: 20, Words: b, Most: 3}}
		for range max(n, 0) % 11 {
			all = append(all, TopLine{Fixed: 12, Words: a + b, Most: 2})
		}
		sum := 0
		for i, columns := range FitTop(all) {
			sum += (all[i].Fixed + columns + RecapColumns - 1) / RecapColumns
		}
		if sum > RecapLinesMost {
			t.Errorf("%d lines", sum)
		}
	})
}
