package ritual

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"
)

// told are decisions on FR-1, a minute apart, by their verdicts.
func told(verdicts ...Verdict) []Decision {
	var ds []Decision
	for i, v := range verdicts {
		d := decide(Request{ID: "FR-1"}, v, "omar", noon.Add(time.Duration(i)*time.Minute))
		d.ID = string(rune('a' + i))
		ds = append(ds, d)
	}
	return ds
}

func TestWhatIsTakenBackPutsInForceAgainWhatWasBefore(t *testing.T) {
	for _, x := range []struct {
		ds   []Verdict
		want string // by which each is superseded
		now  Verdict
	}{
		{[]Verdict{Aligned, Challenged, NotNow}, "b c -", NotNow},
		{[]Verdict{Challenged, Aligned, UndidAligned}, "- c -", Challenged},
		{[]Verdict{Challenged, Aligned, UndidAligned, Decline}, "d c - -", Decline},
		{[]Verdict{Challenged, Aligned, UndidAligned, Aligned, UndidAligned}, "- c - e -", Challenged},
		{[]Verdict{Aligned, UndidAligned, Aligned}, "b - -", Aligned},
		{[]Verdict{Aligned, Prioritized, UndidPriority, UndidAligned}, "d c - -", ""},
		{[]Verdict{NeedMore, UndidNeedMore, NeedMore}, "b - -", ""},
		{[]Verdict{NeedMore, Answered, NeedMore, UndidNeedMore}, "- - d -", ""},
		{[]Verdict{Aligned, Prioritized, WontDo, UndidPriority}, "- - d -", Aligned},
		{[]Verdict{UndidAligned, Aligned}, "- -", Aligned}, // of nothing
	} {
		ds := told(x.ds...)
		Supersede(ds)
		var got []string
		for _, d := range ds {
			got = append(got, cmp.Or(d.SupersededBy, "-"))
		}
		if strings.Join(got, " ") != x.want || alignmentOf(ds).Verdict != x.now {
			t.Errorf("%v: %s, and %q stands", x.ds, got, alignmentOf(ds).Verdict)
		}
	}
}

func TestUndoPutsARequestBackExactlyAsItWas(t *testing.T) {
	was := Request{ID: "FR-1", Product: "P", Title: "Dark mode", Status: AwaitingAlignment, Since: noon.Add(-72 * time.Hour), Objective: "o-before",
		Question: "Who?", Kind: Feature}
	have := []Objective{{ID: "o", Product: "P", Name: "Win"}}
	for v, by := range map[Verdict]Verdict{Aligned: UndidAligned, NotNow: UndidNotNow, Decline: UndidDecline, NeedMore: UndidNeedMore} {
		a := Answer{Verdict: v, Objective: "o", Reason: "Because", Question: "Why?", Revisit: "2026-04-01"}
		after, d, _, err := Align(was, a, "priya", have, "2026-03-02", noon)
		if err != nil {
			t.Fatal(err)
		}
		d.ID = "FR-1/1"
		after.Title = "Dark mode for all" // what else changed meanwhile stays
		got, back, err := Undo(after, PriorOf(was), []Decision{d}, d.ID, false, "sam", noon.Add(UndoFor-time.Second))
		want := was
		want.Title = after.Title
		if err != nil || got != want || len(back) != 1 || back[0].Verdict != by || back[0].By != "sam" || undoes(v) != by || !by.TakesBack() || v.TakesBack() {
			t.Errorf("%s: %v %+v %+v", v, err, got, back)
		}
		_, _, err = Undo(after, PriorOf(was), []Decision{d}, d.ID, false, "sam", noon.Add(UndoFor))
		if len(Refusals(err)) != 1 {
			t.Errorf("%s can be taken back after ten minutes: %v", v, err)
		}
	}
}

func TestUndoIsRefusedWithWhoDidWhat(t *testing.T) {
	for _, x := range []struct {
		answer Verdict
		then   []Verdict
		is     Status // what the request is by then
		voting bool
		late   time.Duration
		want   string // of the refusal; empty: it can be taken back
	}{
		{answer: Aligned, is: AwaitingPriority},
		{answer: Aligned, is: AwaitingPriority, then: []Verdict{TitleShared}},
		{answer: Aligned, is: AwaitingPriority, then: []Verdict{Answered}}, // the drafter's questions
		{answer: NeedMore, is: NeedsInfo, then: []Verdict{Answered}},       // without the PM's
		{answer: Aligned, is: Backlog, then: []Verdict{Prioritized}, want: "@omar prioritized FR-1: , so `Undo` is too late. `Reopen` brings it back, with a reason."},
		{answer: Aligned, is: AwaitingPriority, then: []Verdict{Estimated}, want: "@omar set FR-1 to , so"},
		{answer: Aligned, is: Split, then: []Verdict{Divided}, want: "@omar split FR-1 into parts, so `Undo` is too late."},
		{answer: Aligned, is: Merged, then: []Verdict{MergedInto}, want: "@omar merged FR-1 into , so `Undo` is too late."},
		{answer: Aligned, is: AwaitingAlignment, then: []Verdict{Challenged}, want: "@omar challenged the alignment of FR-1, so `Undo` is too late."},
		{answer: Aligned, is: AwaitingPriority, then: []Verdict{MadeProblem}, want: "@omar made FR-1 a problem, so"},
		{answer: Aligned, is: AwaitingPriority, voting: true, want: "The team is estimating FR-1 by now, so `Undo` is too late. `Reopen`"},
		{answer: Aligned, is: AwaitingPriority, late: UndoFor, want: "`Undo` is there for 10 minutes, and they are over for FR-1. `Reopen` brings it back"},
		{answer: NeedMore, is: NeedsInfo, late: UndoFor, want: "and they are over for FR-1. `Answer questions` brings it back."},
		{answer: NeedMore, is: AwaitingAlignment, then: []Verdict{Answered}, want: "@omar answered the questions about FR-1, so `Undo` is too late."},
		{answer: NeedMore, is: AwaitingAlignment, then: []Verdict{Skipped}, want: "@omar skipped the questions about FR-1, so"},
		{answer: NotNow, is: AwaitingAlignment, then: []Verdict{Reopened}, want: "@omar reopened FR-1, so `Undo` is too late."},
		{answer: Decline, is: AwaitingAlignment, then: []Verdict{UndidDecline}, want: "@omar took back “Decline” on FR-1 already."},
		{answer: Decline, is: Declined, late: UndoFor, then: []Verdict{Withdrew}, want: "@omar withdrew FR-1, so `Undo` is too late."},
		{answer: Challenged, is: AwaitingAlignment, want: "FR-1 has moved on"},
	} {
		ds := told(append([]Verdict{x.answer}, x.then...)...)
		Supersede(ds)
		r := Request{ID: "FR-1", Status: x.is, Since: ds[0].At, Objective: "o"}
		_, back, err := Undo(r, Prior{Status: AwaitingAlignment}, ds, "a", x.voting, "omar", ds[0].At.Add(x.late))
		says := ""
		for _, no := range Refusals(err) {
			says += unmarked(no.Says)
		}
		if (x.want == "") != (err == nil) || !strings.Contains(says, x.want) || (err == nil) != (len(back) == 1) {
			t.Errorf("%s, then %v: %v %q", x.answer, x.then, err, says)
		}
	}
	r := Request{ID: "FR-1", Status: AwaitingPriority, Since: noon.Add(time.Hour)} // something else brought it there
	if _, _, err := Undo(r, Prior{}, told(Aligned), "a", false, "omar", noon); err == nil {
		t.Error("what moved on can be taken back")
	}
	if _, _, err := Undo(r, Prior{}, told(Aligned), "b", false, "omar", noon); len(Refusals(err)) == 0 {
		t.Error("a decision that is not there can be taken back")
	}
}

func TestUndoTakesBackBothAnswersOfOneForm(t *testing.T) {
	ds := told(Aligned, Prioritized)
	ds[1].At = ds[0].At
	Supersede(ds)
	r := Request{ID: "FR-1", Status: Backlog, Since: noon, Objective: "o"}
	b := Prior{Status: AwaitingAlignment, Since: noon.Add(-time.Hour), Both: true}
	got, back, err := Undo(r, b, ds, "a", false, "priya", noon)
	if err != nil || got.Status != AwaitingAlignment || len(back) != 2 || back[0].Verdict != UndidPriority || back[1].Verdict != UndidAligned {
		t.Errorf("%v %+v %+v", err, got, back)
	}
	b.Both = false // the second answer was one of its own
	if _, _, err = Undo(r, b, ds, "a", false, "priya", noon); !strings.Contains(err.Error(), "so `Undo` is too late") {
		t.Error(err)
	}
}

func TestWhatWasDecidedIsReopenedUntilItIsInASprint(t *testing.T) {
	for _, row := range statuses {
		r := Request{ID: "FR-1", Status: row.status, Since: noon, Objective: "o", Reason: "No", Revisit: "2026-04-01"}
		can := May(ToReopen, caseOf(RolePM, row.status)) == nil
		if want := slices.Contains([]Status{Parked, Declined, AwaitingPriority, Backlog}, row.status); can != want {
			t.Errorf("%s can be reopened: %v", row.status, can)
		}
		if !can {
			continue
		}
		got, d, err := Reopen(r, nil, " A customer waits ", "priya", noon.Add(time.Hour))
		want := Request{ID: "FR-1", Status: AwaitingAlignment, Since: noon.Add(time.Hour), Objective: "o"}
		if err != nil || got != want || d.Verdict != Reopened || d.Reason != "A customer waits" {
			t.Errorf("%s: %v %+v %+v", row.status, err, got, d)
		}
		if _, _, err := Reopen(r, nil, " … ", "priya", noon); len(Refusals(err)) != 1 || Refusals(err)[0].Field != "reason" {
			t.Errorf("without a reason: %v", err)
		}
	}
	problem := Request{ID: "FR-1", Kind: Problem, Status: Backlog}
	if _, _, err := Reopen(problem, told(Prioritized), "Why", "priya", noon); err == nil || !strings.Contains(err.Error(), "Nobody aligned FR-1") {
		t.Error(err)
	}
	if _, _, err := Reopen(problem, told(Aligned, Prioritized), "Why", "priya", noon); err != nil {
		t.Error(err) // its objective was dropped since
	}
}

func TestWhoTookADecisionMayUndoItWhenTheirTurnIsOver(t *testing.T) {
	c := caseOf(RolePMStandIn, Parked)
	c.People = nil // the PM is back
	if err := May(ToUndo, c); err == nil {
		t.Error("a stand-in without a turn may undo")
	}
	c.Decider = c.Who.ID
	if err := May(ToUndo, c); err != nil {
		t.Error(err)
	}
	c.Product.Settings.PMStandIn = "" // and has no part in it any more
	if err := May(ToUndo, c); err == nil {
		t.Error("who has no part in the product any more may undo")
	}
}

func TestAQuestionIsGivenUpAfterThreeWorkingDaysWhereItWasPut(t *testing.T) {
	friday := time.Date(2026, 3, 6, 15, 30, 0, 0, time.UTC) // half past three in the afternoon, and half past midnight in Tokyo
	for _, x := range []struct {
		at   Workplace
		want string
	}{
		{Workplace{Zone: "UTC"}, "2026-03-11T15:30:00Z"},
		{Workplace{Zone: "UTC", Holidays: []string{"2026-03-09"}}, "2026-03-12T15:30:00Z"},
		{Workplace{Zone: "Asia/Tokyo"}, "2026-03-12T00:00:00Z"},          // from Monday morning on
		{Workplace{Zone: "America/New_York"}, "2026-03-11T14:30:00Z"},    // the clocks change on Sunday
		{Workplace{Zone: "Australia/Lord_Howe"}, "2026-03-11T22:00:00Z"}, // from Monday nine o'clock on, there
		{Workplace{Zone: "UTC", From: "07:00", Until: "15:00"}, "2026-03-12T07:00:00Z"},
	} {
		if got := AnswerDue(friday, x.at).UTC().Format(time.RFC3339); got != x.want {
			t.Errorf("%+v: %s, want %s", x.at, got, x.want)
		}
	}
	r := Request{ID: "FR-1", Status: NeedsInfo, Since: noon, Question: "Who?"}
	after, d := NoAnswer(r, noon.Add(time.Hour))
	if !after.Unanswered() || after.Question != "Who?" || d.Verdict != Unanswered || d.By != "" || r.Unanswered() {
		t.Errorf("%+v %+v", after, d)
	}
	late, _ := AnswerQuestions(after, Answered, false, "sam", noon.Add(2*time.Hour))
	if late.Unanswered() || late.Status != AwaitingAlignment || late.Since != after.Since {
		t.Errorf("%+v", late)
	}
	open, _ := AnswerQuestions(after, Answered, true, "sam", noon.Add(2*time.Hour))
	if !open.Unanswered() {
		t.Errorf("%+v", open)
	}
}

func TestWhatIsParkedComesBackOnAWorkingMorningWhereThePMIs(t *testing.T) {
	for _, x := range []struct {
		day  string
		at   Workplace
		want string
	}{
		{"2026-04-01", Workplace{Zone: "America/New_York"}, "2026-04-01T13:00:00Z"},
		{"2026-04-01", Workplace{Zone: "Asia/Kathmandu"}, "2026-04-01T03:15:00Z"},
		{"2026-04-01", Workplace{Zone: "Europe/Berlin", From: "07:30", Until: "16:00"}, "2026-04-01T05:30:00Z"},
		{"2026-04-04", Workplace{Zone: "Europe/Berlin"}, "2026-04-06T07:00:00Z"}, // Saturday
		{"2026-04-03", Workplace{Zone: "Europe/Berlin", Holidays: []string{"2026-04-03", "2026-04-06"}}, "2026-04-07T07:00:00Z"},
		{"2026-10-04", Workplace{Zone: "Australia/Lord_Howe"}, "2026-10-04T22:00:00Z"}, // Sunday, on which the clocks change
	} {
		got, err := RevisitAt(x.day, x.at)
		if err != nil || got.UTC().Format(time.RFC3339) != x.want {
			t.Errorf("%s %+v: %s %v, want %s", x.day, x.at, got.UTC().Format(time.RFC3339), err, x.want)
		}
		begins, err := DayBegins(x.day)
		if err != nil || begins.After(got) {
			t.Errorf("%s begins at %s (%v), after %s", x.day, begins, err, got)
		}
	}
	for _, bad := range []string{"", "tomorrow", "2026-02-30"} {
		if _, err := RevisitAt(bad, Workplace{}); err == nil {
			t.Errorf("%q is a day", bad)
		}
		if _, err := DayBegins(bad); err == nil {
			t.Errorf("%q begins", bad)
		}
	}
}
