package ritual

import (
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

func TestBadInputsAreRefusedFieldByField(t *testing.T) {
	const number = "reach: Reach is a number"
	for _, x := range []struct {
		f    FrameworkID
		in   []string
		want string
	}{
		{ValueEffort, []string{"", ""}, "value: Choose Value|effort: Choose Effort"},
		{ValueEffort, []string{"11", "3"}, "value: Choose Value"},
		{ValueEffort, []string{"0", "3"}, "value: Choose Value"},
		{ValueEffort, []string{"7.0", "3"}, "value: Choose Value"},
		{RICE, []string{"", "", "", ""}, "reach: Reach is a number|impact: Choose Impact|confidence: Choose Confidence|effort: Effort is a number"},
		{RICE, []string{"NaN", "1", "80", "1"}, number},
		{RICE, []string{"Inf", "1", "80", "1"}, number},
		{RICE, []string{"1e400", "1", "80", "1"}, number},
		{RICE, []string{"١٢", "1", "80", "1"}, number},
		{RICE, []string{"1,000", "1", "80", "1"}, number},
		{RICE, []string{"0x10", "1", "80", "1"}, number},
		{RICE, []string{"0x1p4", "1", "80", "1"}, number},
		{RICE, []string{"1" + strings.Repeat("0", 40), "1", "80", "1"}, number},
		{RICE, []string{"many", "1", "80", "1"}, number},
		{RICE, []string{"-1", "1", "80", "1"}, "reach: Reach must be at least 0."},
		{RICE, []string{"2e9", "1", "80", "1"}, "reach: Reach can be 1000000000 at most."},
		{RICE, []string{"1", "1", "80", "0"}, "effort: Effort must be at least 0.01."},
		{RICE, []string{"1", "1", "80", "1e-300"}, "effort: Effort must be at least 0.01."},
		{RICE, []string{"1", "1", "80", "10001"}, "effort: Effort can be 10000 at most."},
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
		{map[string]string{"impact": "1", "confidence": "80"}, false},
		{map[string]string{"impact": "2", "confidence": "80"}, true},
		{map[string]string{"reach": " "}, false},
		{map[string]string{"reach": "5"}, true},
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
		if f.ID != id || f.Source == "" || strings.Count(f.why, "%[") != len(f.Inputs) {
			t.Errorf("%s: %+v", id, f)
		}
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
	r, s, d, err := Prioritize(Request{ID: "FR-1", Status: AwaitingPriority}, Frameworks[ValueEffort], inputs(ValueEffort, "7", "3"), "po", noon)
	if err != nil || r.Status != Backlog || d.Topic != Priority || d.Score != s.Why() || d.By != "po" {
		t.Errorf("%+v %+v %v", r, d, err)
	}
	r, _, d, err = Prioritize(Request{ID: "FR-1", Status: AwaitingPriority}, Frameworks[ValueEffort], nil, "po", noon)
	if err == nil || r.Status != AwaitingPriority || d != (Decision{}) {
		t.Errorf("%+v %+v", r, d)
	}
}
