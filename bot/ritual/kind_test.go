package ritual

import (
	"testing"
	"time"
)

func TestARequestOfAnotherKindGoesWhereThatKindGoes(t *testing.T) {
	aligned, asked := []Decision{{Topic: Alignment, Verdict: Aligned}}, []Decision{{Topic: Alignment, Verdict: AskedAlignment}}
	doubted := append(aligned, Decision{Topic: Alignment, Verdict: Challenged})
	later := noon.Add(time.Hour)
	for _, x := range []struct {
		name string
		from Kind
		at   Status
		ds   []Decision
		to   Kind
		want Status
		says Verdict
	}{
		{"to the PO, past the PM", Feature, AwaitingAlignment, nil, Problem, AwaitingPriority, MadeProblem},
		{"while the PM has a question", Feature, NeedsInfo, nil, Problem, AwaitingPriority, MadeProblem},
		{"aligned already", Feature, AwaitingPriority, aligned, Problem, AwaitingPriority, MadeProblem},
		{"challenged", Feature, AwaitingAlignment, doubted, Problem, AwaitingPriority, MadeProblem},
		{"back to the PM", Problem, AwaitingPriority, nil, Feature, AwaitingAlignment, MadeFeature},
		{"which the PM aligned", Problem, AwaitingPriority, aligned, Feature, AwaitingPriority, MadeFeature},
		{"whose alignment the PO asked for", Problem, AwaitingAlignment, asked, Feature, AwaitingAlignment, MadeFeature},
		{"nothing to decide", Feature, AwaitingAlignment, nil, Praise, Noted, MadePraise},
		{"nothing to decide, though aligned", Problem, AwaitingPriority, aligned, Praise, Noted, MadePraise},
		{"a wish in praise", Praise, Noted, nil, Feature, AwaitingAlignment, MadeFeature},
		{"a complaint in praise", Praise, Noted, nil, Problem, AwaitingPriority, MadeProblem},
	} {
		r := Request{ID: "FR-1", Kind: x.from, Status: x.at, Since: noon, Question: "Who?"}
		after, d, err := ChangeKind(r, x.to, x.ds, "po", later)
		if err != nil || after.Kind != x.to || after.Status != x.want || after.Question != "" || d.Verdict != x.says || d.By != "po" {
			t.Errorf("%s: %s at %s by %s, %v", x.name, after.Kind, after.Status, d.Verdict, err)
		}
		if moved := after.Since.Equal(later); moved != (x.at != x.want) {
			t.Errorf("%s: since %s", x.name, after.Since)
		}
	}
	for _, to := range []Kind{Feature, "", "wish"} {
		if _, _, err := ChangeKind(Request{Kind: Feature, Status: AwaitingAlignment}, to, nil, "po", noon); len(Refusals(err)) != 1 || Refusals(err)[0].Field != "kind" {
			t.Errorf("to %q: %v", to, err)
		}
	}
}

func TestThePOAsksForTheAlignmentOfWhatNobodyAligned(t *testing.T) {
	two, one := Product{Name: "Atlas", PM: "pm", PO: "po"}, Product{Name: "Atlas", PM: "pm", PO: "pm"}
	r := Request{ID: "FR-1", Kind: Problem, Status: AwaitingPriority, Since: noon}
	after, d, err := AskAlignment(r, two, " Is it ours? ", "po", noon.Add(time.Hour))
	if err != nil || after.Status != AwaitingAlignment || d.Verdict != AskedAlignment || d.Reason != "Is it ours?" || d.By != "po" {
		t.Errorf("%+v %+v %v", after, d, err)
	}
	aligned := r
	aligned.Objective = "o1"
	for _, x := range []struct {
		name   string
		p      Product
		r      Request
		reason string
	}{
		{"one person is both", one, r, "why"}, {"it is aligned", two, aligned, "why"}, {"no reason", two, r, " . "},
	} {
		if _, _, err := AskAlignment(x.r, x.p, x.reason, "po", noon); len(Refusals(err)) != 1 {
			t.Errorf("%s: %v", x.name, err)
		}
	}
	if !Unaligned(r) || Unaligned(aligned) || Unaligned(after) {
		t.Error("what waits for the PO without alignment is mistaken")
	}
}

func TestPraiseIsLinkedToAnObjectiveOrAStory(t *testing.T) {
	praise := Request{ID: "FR-9", Product: "P", Kind: Praise, Status: Noted}
	win, story := Objective{ID: "o1", Product: "P", Name: "Win"}, Request{ID: "FR-1", Product: "P", Kind: Feature}
	l, d, err := LinkPraise(praise, &win, &story, "sam", noon)
	if err != nil || l != (Link{"o1", "FR-1"}) || unmarked(d.Sentence()) != "@sam linked FR-9 to “Win” and FR-1" {
		t.Errorf("%+v %s %v", l, d.Sentence(), err)
	}
	l, d, err = LinkPraise(praise, nil, &story, "sam", noon)
	if err != nil || l != (Link{"", "FR-1"}) || unmarked(d.Sentence()) != "@sam linked FR-9 to FR-1" {
		t.Errorf("%+v %s %v", l, d.Sentence(), err)
	}
	l, d, err = LinkPraise(praise, &win, nil, "sam", noon)
	if err != nil || l != (Link{"o1", ""}) || unmarked(d.Sentence()) != "@sam linked FR-9 to “Win”" {
		t.Errorf("%+v %s %v", l, d.Sentence(), err)
	}
	for _, x := range []struct {
		o     *Objective
		s     *Request
		field string
	}{
		{nil, nil, "objective"},
		{&Objective{ID: "o2", Product: "Q"}, nil, "objective"},
		{nil, &Request{ID: "FR-2", Product: "Q"}, "story"},
		{nil, &praise, "story"},
		{nil, &Request{ID: "FR-3", Product: "P", Kind: Praise}, "story"},
	} {
		_, _, err := LinkPraise(praise, x.o, x.s, "sam", noon)
		if rs := Refusals(err); len(rs) != 1 || rs[0].Field != x.field {
			t.Errorf("%+v %+v: %v", x.o, x.s, err)
		}
	}
}
