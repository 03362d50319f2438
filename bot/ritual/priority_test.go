package ritual

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
)

func inputs(f FrameworkID, values ...string) map[string]string {
	in := map[string]string{}
	for i, v := range values {
		in[Frameworks[f].Inputs[i].ID] = v
	}
	return in
}

func TestScoresAreComputedAndExplained(t *testing.T) {
	for _, x := range []struct {
		f     FrameworkID
		in    []string
		milli int64
		why   string
	}{
		{ValueEffort, []string{"7", "3"}, 2333, "value 7 ÷ effort 3 = 2.3"},
		{ValueEffort, []string{"10", "1"}, 10000, "value 10 ÷ effort 1 = 10"},
		{ValueEffort, []string{" 1 ", "10"}, 100, "value 1 ÷ effort 10 = 0.1"},
		{RICE, []string{"500", "2", "80", "4"}, 200000, "reach 500 × impact 2 × confidence 80 % ÷ effort 4 = 200"},
		{RICE, []string{"0", "0.25", "50", "0.5"}, 0, "reach 0 × impact 0.25 × confidence 50 % ÷ effort 0.5 = 0"},
		{WSJF, []string{"8", "13", "5", "3"}, 8667, "(business value 8 + time criticality 13 + risk or opportunity 5) ÷ job size 3 = 8.7"},
		{WSJF, []string{"1", "1", "1", "20"}, 150, "(business value 1 + time criticality 1 + risk or opportunity 1) ÷ job size 20 = 0.1"},
		{WSJF, []string{"20", "20", "20", "1"}, 60000, "(business value 20 + time criticality 20 + risk or opportunity 20) ÷ job size 1 = 60"},
		{MoSCoW, []string{"Must"}, 3000, "Must"},
		{MoSCoW, []string{"Should"}, 2000, "Should"},
		{MoSCoW, []string{"Could", "soon"}, 1000, "Could"}, // the day counts for a Won't only
		{MoSCoW, []string{"Won't", "2026-04-01"}, 0, "Won't"},
		{RICE, []string{"1000000000", "3", "100", "0.01"}, 300_000_000_000_000, "reach 1000000000 × impact 3 × confidence 100 % ÷ effort 0.01 = 300000000000"},
	} {
		s, err := Frameworks[x.f].Compute(inputs(x.f, x.in...))
		if err != nil || s.Milli != x.milli || s.Why() != x.why || s.Framework != x.f {
			t.Errorf("%s %v: %d %q %v", x.f, x.in, s.Milli, s.Why(), err)
		}
		if got := Frameworks[x.f].Preview(inputs(x.f, x.in...)); got != x.why {
			t.Errorf("preview %q", got)
		}
	}
}

func TestTypedNumbersAreKeptAsTheirDigits(t *testing.T) {
	for typed, want := range map[string]string{"1e9": "1000000000", "+5": "5", "1.": "1", ".5": "0.5", "-0": "0", "1e-300": "0", "0.1234": "0.123", "007": "7", "12.50": "12.5"} {
		s, err := Frameworks[RICE].Compute(inputs(RICE, typed, "1", "80", "2"))
		if got := s.Inputs[RICEReach]; err != nil || got != want {
			t.Errorf("%s is kept as %q: %v", typed, got, err)
		}
		s.Inputs[RICEReach] = typed // as it was kept before
		if got := Frameworks[RICE].Given(s)[RICEReach]; got != want {
			t.Errorf("%s is given back as %q", typed, got)
		}
	}
}

func TestBadInputsAreRefusedFieldByField(t *testing.T) {
	const number = "rice.reach: Reach is a number"
	for _, x := range []struct {
		f    FrameworkID
		in   []string
		want string
	}{
		{ValueEffort, []string{"", ""}, "value_effort.value: Choose Value|value_effort.effort: Choose Effort"},
		{ValueEffort, []string{"11", "3"}, "value_effort.value: Choose Value"},
		{ValueEffort, []string{"0", "3"}, "value_effort.value: Choose Value"},
		{ValueEffort, []string{"7.0", "3"}, "value_effort.value: Choose Value"},
		{RICE, []string{"", "", "", ""}, "rice.reach: Reach is a number|rice.impact: Choose Impact|rice.confidence: Choose Confidence|rice.effort: Effort is a number"},
		{RICE, []string{"NaN", "1", "80", "1"}, number},
		{RICE, []string{"Inf", "1", "80", "1"}, number},
		{RICE, []string{"1e400", "1", "80", "1"}, number},
		{RICE, []string{"١٢", "1", "80", "1"}, number},
		{RICE, []string{"1,000", "1", "80", "1"}, number},
		{RICE, []string{"0x10", "1", "80", "1"}, number},
		{RICE, []string{"0x1p4", "1", "80", "1"}, number},
		{RICE, []string{"1" + strings.Repeat("0", 40), "1", "80", "1"}, number},
		{RICE, []string{"many", "1", "80", "1"}, number},
		{RICE, []string{"-1", "1", "80", "1"}, "rice.reach: Reach must be at least 0."},
		{RICE, []string{"2e9", "1", "80", "1"}, "rice.reach: Reach can be 1000000000 at most."},
		{WSJF, []string{"4", "", "21", "0"}, "wsjf.value: Choose Business value|wsjf.time: Choose Time|wsjf.risk: Choose Risk|wsjf.size: Choose Job size"},
		{MoSCoW, []string{"", ""}, "moscow.class: Choose Class"},
		{MoSCoW, []string{"must", "2026-04-01"}, "moscow.class: Choose Class"},
		{MoSCoW, []string{"Won't", " "}, "moscow.revisit: Choose the date on which it comes back."},
		{RICE, []string{"1", "1", "80", "0"}, "rice.effort: Effort must be at least 0.01."},
		{RICE, []string{"1", "1", "80", "1e-300"}, "rice.effort: Effort must be at least 0.01."},
		{RICE, []string{"1", "1", "80", "10001"}, "rice.effort: Effort can be 10000 at most."},
	} {
		s, err := Frameworks[x.f].Compute(inputs(x.f, x.in...))
		checkRefusals(t, err, x.want)
		if s.Milli != 0 || s.Inputs != nil {
			t.Errorf("%v: a score in spite of it: %+v", x.in, s)
		}
	}
}

func TestPreviewTellsWhatIsOpen(t *testing.T) {
	got := Frameworks[RICE].Preview(inputs(RICE, "10", "1", "80"))
	if got != "Reach × Impact × Confidence ÷ Effort. Still open: Effort." {
		t.Error(got)
	}
	for class, want := range map[string]string{"": "Class.", Wont: "Revisit on."} {
		if got := Frameworks[MoSCoW].Preview(inputs(MoSCoW, class)); got != "Must before Should before Could. Still open: "+want {
			t.Error(got)
		}
	}
	got = Frameworks[ValueEffort].Preview(nil)
	if got != "Value ÷ Effort. Still open: Value, Effort." {
		t.Error(got)
	}
}

func TestBegunIsMoreThanWhatTheFormStartsWith(t *testing.T) {
	for _, x := range []struct {
		in   map[string]string
		want bool
	}{
		{nil, false},
		{map[string]string{"rice.impact": "1", "rice.confidence": "80"}, false},
		{map[string]string{"rice.impact": "2", "rice.confidence": "80"}, true},
		{map[string]string{"rice.reach": " "}, false},
		{map[string]string{"rice.reach": "5"}, true},
	} {
		if got := Frameworks[RICE].Begun(x.in); got != x.want {
			t.Errorf("%v: %v", x.in, got)
		}
	}
}

func TestEveryFrameworkIsListedAndWhole(t *testing.T) {
	if len(FrameworkList) != len(Frameworks) {
		t.Errorf("%d listed, %d known", len(FrameworkList), len(Frameworks))
	}
	for _, id := range FrameworkList {
		f := Frameworks[id]
		if f.ID != id || f.Name == "" || f.Formula == "" || f.Source == "" {
			t.Errorf("%s: %+v", id, f)
		}
	}
}

func TestEveryInputHasAnIdOfItsOwnThatNamesItsFramework(t *testing.T) {
	seen := map[string]bool{}
	for id, f := range Frameworks {
		for n, i := range f.Inputs {
			if seen[i.ID] || i.ID != string(id)+"."+i.bare() {
				t.Errorf("%s: the id %q", id, i.ID)
			}
			seen[i.ID] = true
			if shown := strings.Contains(f.why, fmt.Sprintf("{%d}", n+1)); shown == i.Date {
				t.Errorf("%s: %s is shown with the score: %v", id, i.ID, shown)
			}
			for _, c := range i.Scale {
				if !strings.HasPrefix(c.Label, c.Value) || c.worth <= 0 && c.Value != Wont {
					t.Errorf("%s: %+v", i.ID, c)
				}
			}
		}
	}
}

func TestScoresThatWereKeptUnderBareNamesAreStillRead(t *testing.T) {
	old := Score{Framework: RICE, Milli: 200_000, Inputs: map[string]string{"reach": "500", "impact": "2", "confidence": "80", "effort": "4"}}
	f := Frameworks[RICE]
	if got := old.Why(); got != "reach 500 × impact 2 × confidence 80 % ÷ effort 4 = 200" {
		t.Error(got)
	}
	given := f.Given(old)
	if want := inputs(RICE, "500", "2", "80", "4"); !maps.Equal(given, want) {
		t.Errorf("given %v, not %v", given, want)
	}
	if s, err := f.Compute(given); err != nil || s.Milli != old.Milli || s.Why() != old.Why() {
		t.Errorf("computed again: %+v %v", s, err)
	}
	both := Score{Framework: ValueEffort, Inputs: map[string]string{"value": "1", "value_effort.value": "9", "effort": "3"}}
	if got := Frameworks[ValueEffort].Given(both); got["value_effort.value"] != "9" || got["value_effort.effort"] != "3" {
		t.Errorf("given %v", got)
	}
	if got := Frameworks[MoSCoW].Given(Score{Framework: MoSCoW, Inputs: inputs(MoSCoW, Wont, "2026-04-01")}); len(got) != 1 || got["moscow.class"] != Wont {
		t.Errorf("a day that has come is given again: %v", got)
	}
}

func TestNoInputMakesAScoreThatCannotBeOrdered(t *testing.T) {
	for _, reach := range []string{"0", "-0", "1e9", "1e-300", "0.0000001"} {
		for _, effort := range []string{"0.01", "10000", "1e4"} {
			s, err := Frameworks[RICE].Compute(inputs(RICE, reach, "3", "100", effort))
			if err != nil || s.Milli < 0 || s.Milli == math.MaxInt64 || strings.Contains(s.Why(), "= -") {
				t.Errorf("%s %s: %d %v", reach, effort, s.Milli, err)
			}
		}
	}
}

func TestTheBacklogStandsInOrder(t *testing.T) {
	rank := func(n int64, f FrameworkID, milli int64) Ranked {
		return Ranked{Request: Request{Number: n}, Score: Score{Framework: f, Milli: milli}}
	}
	all := []Ranked{
		rank(1, ValueEffort, 9000), rank(2, RICE, 100), rank(3, RICE, 500), rank(4, "", 0), rank(5, RICE, 100),
		rank(6, ValueEffort, 1000), rank(7, "x", 100), rank(8, "", 0), rank(9, "w", 10), rank(10, ValueEffort, 9500),
	}
	for _, c := range []struct {
		frameworks []FrameworkID
		want       []int64
	}{
		{[]FrameworkID{RICE, ValueEffort}, []int64{3, 2, 5, 10, 1, 6, 9, 7, 4, 8}},
		{[]FrameworkID{ValueEffort, RICE}, []int64{10, 1, 6, 3, 2, 5, 9, 7, 4, 8}},
		{[]FrameworkID{"x", "none", "w"}, []int64{7, 9, 3, 2, 5, 10, 1, 6, 4, 8}},
		{nil, []int64{3, 2, 5, 10, 1, 6, 9, 7, 4, 8}},
	} {
		slices.SortFunc(all, func(a, b Ranked) int {
			switch {
			case Before(a, b, c.frameworks...):
				return -1
			case Before(b, a, c.frameworks...):
				return 1
			}
			return 0
		})
		var got []int64
		for _, r := range all {
			got = append(got, r.Request.Number)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: order %v, not %v", c.frameworks, got, c.want)
		}
	}
	if Before(all[0], all[0], RICE) {
		t.Error("a story stands before itself")
	}
}

func TestPrioritizingPutsIntoTheBacklogOrChangesNothing(t *testing.T) {
	r, s, d, err := Prioritize(Request{ID: "FR-1", Status: AwaitingPriority}, Frameworks[ValueEffort], inputs(ValueEffort, "7", "3"), "po", "2026-03-02", noon)
	if err != nil || r.Status != Backlog || d.Topic != Priority || d.Score != s.Why() || d.By != "po" {
		t.Errorf("%+v %+v %v", r, d, err)
	}
	r, _, d, err = Prioritize(Request{ID: "FR-1", Status: AwaitingPriority}, Frameworks[ValueEffort], nil, "po", "2026-03-02", noon)
	if err == nil || r.Status != AwaitingPriority || d != (Decision{}) {
		t.Errorf("%+v %+v", r, d)
	}
}

func TestAWontIsParkedUntilItsDay(t *testing.T) {
	before := Request{ID: "FR-1", Status: AwaitingPriority, Reason: "old", Objective: "O1"}
	for _, x := range []struct{ revisit, refusal string }{
		{"2026-03-03", ""}, {" 2028-03-02 ", ""},
		{"2026-03-02", "moscow.revisit: Choose a day after today"}, {"2028-03-03", "moscow.revisit: Choose a day within two years"},
		{"soon", "moscow.revisit: Choose the date"}, {"", "moscow.revisit: Choose the date"},
	} {
		r, s, d, err := Prioritize(before, Frameworks[MoSCoW], inputs(MoSCoW, Wont, x.revisit), "po", "2026-03-02", noon)
		if x.refusal != "" {
			checkRefusals(t, err, x.refusal)
			if r != before || s.Inputs != nil || d != (Decision{}) {
				t.Errorf("%q: %+v %+v %+v", x.revisit, r, s, d)
			}
			continue
		}
		day := strings.TrimSpace(x.revisit)
		if err != nil || r.Status != Parked || r.Revisit != day || r.Reason != "" || r.Objective != "O1" || s.Why() != "Won't" {
			t.Errorf("%q: %+v %+v %v", x.revisit, r, s, err)
		}
		if d.Verdict != WontDo || d.Topic != Priority || d.Revisit != day || d.By != "po" {
			t.Errorf("%q: %+v", x.revisit, d)
		}
	}
	r, _, d, err := Prioritize(before, Frameworks[MoSCoW], inputs(MoSCoW, Should, "2026-03-01"), "po", "2026-03-02", noon)
	if err != nil || r.Status != Backlog || r.Revisit != "" || d.Verdict != Prioritized || d.Score != "Should" || d.Revisit != "" {
		t.Errorf("%+v %+v %v", r, d, err)
	}
}
