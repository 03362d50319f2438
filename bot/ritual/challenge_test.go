package ritual

import (
	"strings"
	"testing"
	"time"
)

func TestAChallengeSendsBackToThePM(t *testing.T) {
	two, one := Product{Name: "Atlas", PM: "pm", PO: "po"}, Product{Name: "Atlas", PM: "pm", PO: "pm"}
	for _, x := range []struct {
		p      Product
		kind   Kind
		reason string
		want   string
	}{
		{two, Feature, " it helps nobody ", ""},
		{two, Problem, "is it ours?", ""},
		{two, Feature, " ", "reason: Say why: the product manager will read it."},
		{one, Feature, "doubt", ": One person answers both questions about Atlas: there is nobody to challenge."},
	} {
		before := Request{ID: "FR-1", Product: "P", Kind: x.kind, Status: AwaitingPriority, Objective: "O1"}
		r, d, err := Challenge(before, x.p, x.reason, "po", noon)
		if x.want != "" {
			checkRefusals(t, err, x.want)
			if r != before || d != (Decision{}) {
				t.Errorf("%+v %+v", r, d)
			}
			continue
		}
		if err != nil || r.Status != AwaitingAlignment || r.Objective != "O1" || !r.Since.Equal(noon) {
			t.Errorf("%+v %v", r, err)
		}
		if d.Verdict != Challenged || d.Topic != Alignment || d.Reason != strings.TrimSpace(x.reason) || d.By != "po" {
			t.Errorf("%+v", d)
		}
	}
}

// talk are decisions on FR-1, oldest first, a minute apart, as "verdict" or, where a later one superseded it, "verdict>n", n
// counted from 1.
func talk(words string) []Decision {
	var ds []Decision
	for i, w := range strings.Fields(words) {
		v, by, _ := strings.Cut(w, ">")
		d := decide(Request{ID: "FR-1"}, Verdict(v), "omar", noon.Add(time.Duration(i)*time.Minute))
		d.ID = "FR-1/" + string(rune('1'+i))
		if by != "" {
			d.SupersededBy = "FR-1/" + by
		}
		ds = append(ds, d)
	}
	return ds
}

func TestWhatPMAndPOSaidToEachOtherIsToldInOrder(t *testing.T) {
	for _, x := range []struct {
		name, said, exchange, doubt string // by their places
		must                        bool
	}{
		{"nothing", "", "", "", false},
		{"aligned, and nobody doubted", "aligned prioritized", "", "", false},
		{"a challenge", "aligned>2 challenged", "2", "2", true},
		{"a challenge and its answer", "aligned>2 challenged>3 aligned", "23", "", false},
		{"more is asked meanwhile", "aligned>2 challenged need_more answered", "2", "2", true},
		{"again and again", "aligned>2 challenged>3 aligned>4 challenged>5 not_now>6 reopened>7 declined", "234567", "", false},
		{"a question about a problem", "asked_alignment", "1", "1", false},
		{"a question, then a challenge", "asked_alignment>2 aligned>3 challenged", "123", "3", true},
		{"the answer was taken back", "aligned>2 challenged aligned>4 undid_aligned", "2", "2", true},
		{"and given again", "aligned>2 challenged>5 aligned>4 undid_aligned aligned", "25", "", false},
		{"with other topics between", "aligned>2 challenged>5 estimated shared aligned prioritized", "25", "", false},
	} {
		t.Run(x.name, func(t *testing.T) {
			ds := talk(x.said)
			got := ""
			for _, d := range Exchange(ds) {
				got += strings.TrimPrefix(d.ID, "FR-1/")
			}
			doubt := Doubt(ds)
			if got != x.exchange || strings.TrimPrefix(doubt.ID, "FR-1/") != x.doubt {
				t.Errorf("%s, and %s stands", got, doubt.ID)
			}
			if MustAnswer(doubt, Product{PM: "pm", PO: "po"}) != x.must || MustAnswer(doubt, Product{PM: "pm", PO: "pm"}) {
				t.Error("it has to be answered where it need not, or need not where it has to")
			}
		})
	}
}

func TestFromTheThirdChallengeOnATalkIsSuggested(t *testing.T) {
	for n, want := range map[int]string{0: "", 1: "", 2: "", 3: "Third challenge: a short talk may be quicker.", 5: "Fifth challenge: a short talk may be quicker.",
		12: "Challenge number 12: a short talk may be quicker."} {
		if got := TalkHint(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	if n := Challenges(talk("asked_alignment>2 aligned>3 challenged>4 aligned>5 challenged")); n != 2 {
		t.Errorf("%d challenges", n)
	}
}

func TestAlignedAnswersADoubt(t *testing.T) {
	have := []Objective{{ID: "O1", Product: "P", Name: "Happy eyes"}}
	r := Request{ID: "FR-1", Product: "P", Status: AwaitingAlignment}
	for _, x := range []struct {
		objective, reason string
		must              bool
		want              string
	}{
		{"O1", " they are our largest ", true, ""},
		{"O1", "", false, ""},
		{"O1", "said all the same", false, ""},
		{"O1", " ", true, "reason: Say why it serves the roadmap all the same: the product owner will read it."},
		{"", "…", true, "objective: Choose one of the objectives in the list.|reason: Say why it serves"},
		{"O1", strings.Repeat("a", 601), false, "reason: Keep it to 600 characters; this has 601."},
	} {
		_, d, _, err := Align(r, Answer{Verdict: Aligned, Objective: x.objective, Reason: x.reason, MustAnswer: x.must}, "pm", have, "2026-03-02", noon)
		if x.want != "" {
			checkRefusals(t, err, x.want)
			continue
		}
		if err != nil || d.Reason != strings.TrimSpace(x.reason) || d.Objective != "Happy eyes" {
			t.Errorf("%+v %v", d, err)
		}
	}
}
