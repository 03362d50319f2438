package ritual

import (
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// waiting is a request that awaits alignment.
func waiting() Request {
	return Request{ID: "FR-1", Product: "P", Title: "a log", Status: AwaitingAlignment, Reporter: "ana", Question: "old?"}
}

func TestTheAnswerOnAlignmentMovesTheRequest(t *testing.T) {
	have := []Objective{{ID: "O1", Product: "P", Name: "Win larger customers"}, {ID: "O9", Product: "other", Name: "Elsewhere"}}
	for name, x := range map[string]struct {
		a      Answer
		have   []Objective
		status Status
		topic  Topic
		says   string // the decision's sentence, or the refusals as field: words
	}{
		"aligned":                {Answer{Verdict: Aligned, Objective: "O1"}, have, AwaitingPriority, Alignment, "pm aligned FR-1 with “Win larger customers”"},
		"first objective":        {Answer{Verdict: Aligned, NewObjective: "  Sleep   well "}, nil, AwaitingPriority, Alignment, "pm aligned FR-1 with “Sleep well”"},
		"nothing chosen":         {Answer{Verdict: Aligned}, have, "", "", "objective: Choose one"},
		"nothing named":          {Answer{Verdict: Aligned, NewObjective: " \n"}, nil, "", "", "new_objective: Name the first"},
		"another product's":      {Answer{Verdict: Aligned, Objective: "O9"}, have, "", "", "objective: Choose one"},
		"made up":                {Answer{Verdict: Aligned, Objective: "O7"}, have, "", "", "objective: Choose one"},
		"name taken":             {Answer{Verdict: Aligned, NewObjective: "win LARGER customers"}, have, "", "", "new_objective: “win LARGER customers” is on"},
		"name too long":          {Answer{Verdict: Aligned, NewObjective: strings.Repeat("ä", 76)}, nil, "", "", "new_objective: Keep the name to 75 characters; this one has 76"},
		"not now":                {Answer{Verdict: NotNow, Revisit: "2026-03-03", Reason: " busy "}, have, Parked, Alignment, "pm parked FR-1 until 3 Mar 2026"},
		"in two years":           {Answer{Verdict: NotNow, Revisit: "2028-03-02", Reason: "busy"}, have, Parked, Alignment, "pm parked FR-1 until 2 Mar 2028"},
		"after two years":        {Answer{Verdict: NotNow, Revisit: "2028-03-03", Reason: "busy"}, have, "", "", "revisit: Choose a day within"},
		"today":                  {Answer{Verdict: NotNow, Revisit: "2026-03-02", Reason: "busy"}, have, "", "", "revisit: Choose a day after today, 2 Mar 2026."},
		"no such day":            {Answer{Verdict: NotNow, Revisit: "2026-02-30", Reason: "busy"}, have, "", "", "revisit: Choose the date"},
		"not now, all missing":   {Answer{Verdict: NotNow}, have, "", "", "revisit: Choose the date|reason: Say why not now"},
		"decline":                {Answer{Verdict: Decline, Reason: "no fit"}, have, Declined, Alignment, "pm declined FR-1"},
		"decline without reason": {Answer{Verdict: Decline, Reason: " "}, have, "", "", "reason: Say why"},
		"reason of 600":          {Answer{Verdict: Decline, Reason: strings.Repeat("ä", 600)}, have, Declined, Alignment, "pm declined FR-1"},
		"reason of 601":          {Answer{Verdict: Decline, Reason: strings.Repeat("ä", 601)}, have, "", "", "reason: Keep it to 600 characters; this has 601"},
		"need more":              {Answer{Verdict: NeedMore, Question: "Which plan?"}, have, NeedsInfo, Scope, "pm asked a question about FR-1"},
		"no question":            {Answer{Verdict: NeedMore}, have, "", "", "question: Write the question"},
		"another verdict":        {Answer{Verdict: Prioritized}, have, "", "", ": This answer is not one of"},
	} {
		t.Run(name, func(t *testing.T) {
			r, d, first, err := Align(waiting(), x.a, "pm", x.have, "2026-03-02", noon)
			if x.status == "" {
				checkRefusals(t, err, x.says)
				return
			}
			if err != nil || r.Status != x.status || !r.Since.Equal(noon) || d.Topic != x.topic || d.Verdict != x.a.Verdict {
				t.Fatalf("%+v %+v %v", r, d, err)
			}
			if got := strings.NewReplacer(NameStart, "", NameEnd, "").Replace(d.Sentence()); got != x.says {
				t.Errorf("decision: %s", got)
			}
			if (first != nil) != (x.a.NewObjective != "") {
				t.Errorf("first objective %+v", first)
			}
		})
	}
}

// checkRefusals wants refusals "field: words" in this order, joined by |, each beginning with the words.
func checkRefusals(t *testing.T, err error, want string) {
	t.Helper()
	rs := Refusals(err)
	parts := strings.Split(want, "|")
	if len(rs) != len(parts) {
		t.Fatalf("%d refusals (%v), not %d", len(rs), err, len(parts))
	}
	for i, r := range rs {
		if got := r.Field + ": " + r.Says; !strings.HasPrefix(got, parts[i]) {
			t.Errorf("got %q, not %q", got, parts[i])
		}
	}
}

func TestAligningKeepsWhatWasSaidForWhoeverAsked(t *testing.T) {
	r, d, _, _ := Align(waiting(), Answer{Verdict: NotNow, Revisit: "2026-04-01", Reason: " busy "}, "pm", nil, "2026-03-02", noon)
	if r.Reason != "busy" || r.Revisit != "2026-04-01" || d.Reason != "busy" || d.Revisit != "2026-04-01" || d.By != "pm" {
		t.Errorf("parked: %+v %+v", r, d)
	}
	r, _, _, _ = Align(waiting(), Answer{Verdict: NeedMore, Question: " Which plan? "}, "pm", nil, "2026-03-02", noon)
	if r.Question != "Which plan?" {
		t.Errorf("asked: %+v", r)
	}
	_, _, first, _ := Align(waiting(), Answer{Verdict: Aligned, NewObjective: "Sleep"}, "pm", nil, "2026-03-02", noon)
	if first == nil || *first != (Objective{Product: "P", Name: "Sleep", Horizon: Now, By: "pm", Created: noon}) {
		t.Errorf("first objective: %+v", first)
	}
}

func TestAligningClearsWhatIsOver(t *testing.T) {
	r := waiting()
	r.Reason, r.Revisit = "busy", "2026-03-01"
	r, _, _, err := Align(r, Answer{Verdict: Aligned, Objective: "O"}, "pm", []Objective{{ID: "O", Product: "P"}}, "2026-03-02", noon)
	if err != nil || r.Reason != "" || r.Revisit != "" || r.Question != "" || r.Objective != "O" {
		t.Errorf("%+v %v", r, err)
	}
}

func TestAnswersBringBackOnlyWhatNeededInfo(t *testing.T) {
	for from, want := range map[Status]Status{
		NeedsInfo: AwaitingAlignment, AwaitingAlignment: AwaitingAlignment, Backlog: Backlog, AwaitingPriority: AwaitingPriority, New: New,
	} {
		r, d := AnswerQuestions(Request{ID: "FR-1", Status: from}, Answered, false, "ana", noon)
		if r.Status != want || d.Verdict != Answered || d.Topic != Scope || d.Request != "FR-1" {
			t.Errorf("%s: %s %+v", from, r.Status, d)
		}
		if r, _ := AnswerQuestions(Request{Status: from}, Answered, true, "ana", noon); r.Status != from {
			t.Errorf("%s moved to %s although the PM's question was left open", from, r.Status)
		}
	}
}

func TestWhatIsParkedComesBackOnItsDateOnly(t *testing.T) {
	parked := Request{Status: Parked, Reason: "busy", Revisit: "2026-04-01"}
	if r, ok := ComeBack(parked, "2026-04-01", noon); !ok || r.Status != AwaitingAlignment || r.Revisit != "" || r.Reason != "" {
		t.Errorf("%v %+v", ok, r)
	}
	declined := parked
	declined.Status = Declined
	for what, r := range map[string]Request{"another date": {Status: Parked, Revisit: "2026-05-01"}, "declined since": declined} {
		if after, ok := ComeBack(r, "2026-04-01", noon); ok || after != r {
			t.Errorf("%s: %v %+v", what, ok, after)
		}
	}
}

func TestMovingNowhereKeepsTheTime(t *testing.T) {
	r := Request{Status: Backlog, Since: noon}
	if got := r.MoveTo(Backlog, noon.Add(time.Hour)); !got.Since.Equal(noon) {
		t.Errorf("since %v", got.Since)
	}
}

func TestADraftSendsEachKindItsOwnWay(t *testing.T) {
	for kind, want := range map[Kind]Status{Feature: AwaitingAlignment, Problem: AwaitingPriority, Praise: Noted} {
		if got := AfterDraft(Request{Kind: kind, Status: New}, noon).Status; got != want {
			t.Errorf("%s: %s", kind, got)
		}
	}
}

func TestARequestCanBeWithdrawn(t *testing.T) {
	r, d := Withdraw(waiting(), "ana", noon)
	if r.Status != Withdrawn || d.Verdict != Withdrew || !strings.Contains(d.Sentence(), "withdrew FR-1") {
		t.Errorf("%+v %+v", r, d)
	}
}
