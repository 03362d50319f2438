package ritual

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestATickCountsForAsLongAsTheCriterionReadsTheSame(t *testing.T) {
	criteria := func(texts ...string) (s Story) {
		for _, c := range texts {
			s.Criteria = append(s.Criteria, Criterion{Text: c})
		}
		return s
	}
	then, later := noon, noon.Add(time.Hour)
	s := criteria("It is dark", "It prints", "It says so")
	s.Version = 2
	first := s.Tick(nil, []bool{true, false, true}, "omar", then)
	want := []Tick{{2, "It is dark", "omar", then}, {}, {2, "It says so", "omar", then}}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
	if open := s.OpenCriteria(first); len(open) != 1 || open[0].Text != "It prints" {
		t.Errorf("open are %v", open)
	}
	// Who ticked first stays, what is not ticked any more is open, and what reads otherwise is too.
	now := criteria("It says  so", "It is dark at night", "It prints", "It is dark")
	now.Version = 5
	second := now.Tick(first, []bool{true, false, true, false}, "ola", later)
	want = []Tick{{2, "It says so", "omar", then}, {}, {5, "It prints", "ola", later}, {}}
	if diff := cmp.Diff(want, second); diff != "" {
		t.Error(diff)
	}
	if ticks := criteria().Ticked(second); len(ticks) != 0 {
		t.Errorf("a story without criteria has %v", ticks)
	}
}

func TestWhatIsReturnedInItsSprintIsWorkedOnAgain(t *testing.T) {
	s := Sprint{ID: "s", Number: 3}
	r, in := Request{ID: "FR-1", Status: Accepted, Points: 5}, SprintStory{Request: "FR-1", Place: 2, Owner: "dev", Work: WorkDone}
	for _, reason := range []string{"", " ?! ", strings.Repeat("a", 601)} {
		if _, err := s.Return(r, in, reason, "omar", noon); len(Refusals(err)) != 1 || Refusals(err)[0].Field != "reason" {
			t.Errorf("%q: %v", reason, err)
		}
	}
	m, err := s.Return(r, in, " It is light ", "omar", noon)
	if err != nil {
		t.Fatal(err)
	}
	if m.Request.Status != InSprint || m.Story != (SprintStory{"FR-1", 2, "dev", WorkStarted}) || m.Out {
		t.Errorf("%+v", m)
	}
	if d := m.Decision; d.Verdict != ReturnedIt || d.Reason != "It is light" || d.Sprint != "3" {
		t.Errorf("%+v", d)
	}
	if diff := cmp.Diff(SprintEvent{Sprint: "s", By: "omar", Kind: WorkReopened, Request: "FR-1", Points: 5, Reason: "It is light"}, m.Event); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsReturnedLaterGoesOnAsAnotherRequest(t *testing.T) {
	r := Request{ID: "FR-7", Number: 7, Product: "p", Title: "Dark mode", Status: Done, Since: noon.Add(-time.Hour), Points: 5, Objective: "o", Requester: "sam",
		Reporter: "sam", Source: Source{Channel: "C", TS: "1.2"}, Thread: Thread{"C", "1.2"}, Private: true, Created: noon.Add(-24 * time.Hour),
		AskedPO: Ask{Of: "omar", At: noon}}
	to, err := ReturnLater(r, 20, 0, "It is light", "omar", noon)
	if err != nil {
		t.Fatal(err)
	}
	want := r
	want.ID, want.Number, want.Status, want.Since, want.Created, want.Points, want.AskedPO = "FR-20", 20, Backlog, noon, noon, 0, Ask{}
	want.Source = Source{Channel: "C", Thread: "1.2"}
	if diff := cmp.Diff(want, to.New); diff != "" {
		t.Error(diff)
	}
	old := r
	old.Status, old.Since = Merged, noon
	if diff := cmp.Diff(old, to.Old); diff != "" {
		t.Error(diff)
	}
	if to.Merge != (Merge{"FR-7", "FR-20", "omar", noon, Standing{Done, r.Since}}) {
		t.Errorf("%+v", to.Merge)
	}
	if d := to.Decision; d.Request != "FR-7" || d.Verdict != ReturnedAs || d.Lead != "FR-20" || d.Reason != "It is light" {
		t.Errorf("%+v", d)
	}
	b := BecameOf(to.Old, []Decision{to.Decision})
	if b.Outcome != OutcomeGoesOn || b.Into != "FR-20" || !b.Line {
		t.Errorf("%+v", b)
	}
	if _, err := ReturnLater(r, 20, 0, "", "omar", noon); len(Refusals(err)) != 1 {
		t.Errorf("without a reason: %v", err)
	}
	// A part goes on as another part of the same whole, however many there are.
	r.ID, r.Parent, r.Part = "FR-3.8", "FR-3", 8
	to, err = ReturnLater(r, 21, 9, "It is light", "omar", noon)
	if err != nil || to.New.ID != "FR-3.9" || to.New.Part != 9 || to.New.Parent != "FR-3" || to.New.Number != 21 {
		t.Errorf("%+v, %v", to.New, err)
	}
	if id, err := ParseRequestID("fr 3.9"); id != "FR-3.9" || err != nil {
		t.Error(id, err)
	}
	if together := StandTogether(Request{}, []Request{to.Old, to.New}).Together; together != Backlog {
		t.Errorf("the whole is %s", together)
	}
}

func TestAStoryThatGoesOnKeepsWhatItRestsOn(t *testing.T) {
	s := Story{Version: 4, Restored: 2, NeedSource: "0", Origin: FromPerson, Criteria: []Criterion{{Text: "a", Source: "0"}, {Text: "b", Source: "FR-3:1"},
		{Text: "c", Source: "answer:who"}, {Text: "d", By: "omar"}, {Text: "e", Source: "whole"}}}
	got := s.Follows("FR-7", []Evidence{{ID: "FR-7:0"}, {ID: "FR-3:1"}, {ID: "whole"}, {ID: "FR-7:whole"}})
	want := Story{NeedSource: "FR-7:0", Origin: FromPerson, Criteria: []Criterion{{Text: "a", Source: "FR-7:0"}, {Text: "b", Source: "FR-3:1"},
		{Text: "c", Source: "answer:who"}, {Text: "d", By: "omar"}, {Text: "e", Source: "whole"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if s.Criteria[0].Source != "0" {
		t.Error("the old story was changed")
	}
}
