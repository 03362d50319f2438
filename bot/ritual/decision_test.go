package ritual

import (
	"slices"
	"strings"
	"testing"
)

// unmarked is a sentence without the marks around people's ids.
func unmarked(s string) string { return strings.NewReplacer(NameStart, "@", NameEnd, "").Replace(s) }

func TestEveryVerdictHasItsTopicItsSentenceAndWhatIsTold(t *testing.T) {
	want := map[Verdict]struct {
		topic    Topic
		told     Told
		sentence string
	}{
		Aligned:     {Alignment, ToldLine, "@omar aligned FR-1 with “Sleep {by}”"},
		NotNow:      {Alignment, ToldLine, "@omar parked FR-1 until 1 Apr 2026"},
		Decline:     {Alignment, ToldLine, "@omar declined FR-1"},
		Challenged:  {Alignment, ToldNothing, "@omar challenged the alignment of FR-1"},
		NeedMore:    {Scope, ToldQuestion, "@omar asked a question about FR-1"},
		Answered:    {Scope, ToldNothing, "@omar answered the questions about FR-1"},
		Skipped:     {Scope, ToldNothing, "@omar skipped the questions about FR-1"},
		Prioritized: {Priority, ToldLine, "@omar prioritized FR-1: value 7 = 7"},
		WontDo:      {Priority, ToldLine, "@omar parked FR-1 as a Won't until 1 Apr 2026"},
		Moved:       {Order, ToldNothing, "@omar moved FR-1 before FR-3"},
		Unpinned:    {Order, ToldNothing, "@omar let FR-1 stand by its score again"},
		Withdrew:    {Scope, ToldNothing, "@omar withdrew FR-1"},
		Divided:     {Scope, ToldLine, "@omar split FR-1 into parts"},
		Estimated:   {Sizing, ToldNothing, "@omar set FR-1 to value 7 = 7"},
		TitleShared: {Privacy, ToldLine, "@omar shared the title and story of FR-1"},
		TitleHidden: {Privacy, ToldLine, "@omar made FR-1 private again"},

		AskedAlignment: {Alignment, ToldNothing, "@omar asked whether FR-1 serves the roadmap"},
		MadeFeature:    {Scope, ToldLine, "@omar made FR-1 a feature"},
		MadeProblem:    {Scope, ToldLine, "@omar made FR-1 a problem"},
		MadePraise:     {Scope, ToldLine, "@omar made FR-1 praise"},
		Linked:         {Scope, ToldNothing, "@omar linked FR-1 to “Sleep {by}” and FR-3"},
		HandedOn:       {Scope, ToldNothing, "@omar took back FR-1, which others go on asking for"},
		Recaptured:     {Scope, ToldNothing, "@omar recorded FR-1 again"},

		Reassigned:  {Alignment, ToldNothing, "@omar put FR-1 under “Sleep {by}”"},
		AskedAgain:  {Alignment, ToldNothing, "@omar asked again whether FR-1 serves the roadmap, now without “Sleep {by}”"},
		ParkedAlong: {Alignment, ToldNothing, "@omar parked FR-1 until 1 Apr 2026, along with “Sleep {by}”"},
		LeftAlone:   {Alignment, ToldNothing, "@omar dropped “Sleep {by}”; FR-1 goes on without an objective"},

		InSprintNow: {Scope, ToldLine, "@omar put FR-1 into sprint 3"},
		OutOfSprint: {Scope, ToldLine, "@omar took FR-1 out of sprint 3"},
		LeftOver:    {Scope, ToldLine, "@omar closed sprint 3 before FR-1 was done: it is back in the backlog"},
		CarriedOn:   {Scope, ToldLine, "@omar closed sprint 3 before FR-1 was done: it goes on in the next one"},
		Unpicked:    {Scope, ToldLine, "@omar took FR-1 out of the plan of sprint 3: it is back in the backlog"},
		Begun:       {Scope, ToldNothing, "@omar started FR-1"},
		TookOver:    {Scope, ToldNothing, "@omar took over FR-1"},
		Finished:    {Scope, ToldNothing, "@omar finished FR-1"},
		Unfinished:  {Scope, ToldNothing, "@omar put FR-1 back to work: it is not done yet"},
		AcceptedIt:  {Acceptance, ToldNothing, "@omar accepted FR-1"},
		ReturnedIt:  {Acceptance, ToldNothing, "@omar returned FR-1"},
		ReturnedAs:  {Acceptance, ToldLine, "@omar returned FR-1, which goes on as FR-4"},
		ShippedIt:   {Scope, ToldLine, "@omar shipped FR-1"},

		MergedInto:  {Union, ToldLine, "@omar merged FR-1 into FR-4"},
		NotReturned: {Union, ToldNothing, "@omar took back that FR-1 goes on with FR-4"},
		TakenOut:    {Union, ToldLine, "@omar took FR-1 out of FR-4 again"},

		Reopened:      {Alignment, ToldLine, "@omar reopened FR-1"},
		Unanswered:    {Scope, ToldNothing, "Nobody answered the question about FR-1 within three working days"},
		UndidAligned:  {Alignment, ToldNothing, "@omar took back “Aligned” on FR-1"},
		UndidNotNow:   {Alignment, ToldNothing, "@omar took back “Not now” on FR-1"},
		UndidDecline:  {Alignment, ToldNothing, "@omar took back “Decline” on FR-1"},
		UndidNeedMore: {Scope, ToldNothing, "@omar took back “Need more” on FR-1"},
		UndidPriority: {Priority, ToldNothing, "@omar took back the priority of FR-1"},
	}
	if len(want) != len(verdicts) {
		t.Errorf("%d verdicts here, %d rows", len(want), len(verdicts))
	}
	for v, x := range want {
		d := decide(Request{ID: "FR-1", Product: "P"}, v, "omar", noon)
		d.Objective, d.Revisit, d.Score, d.Before, d.Lead, d.Sprint = "Sleep {by}", "2026-04-01", "value 7 = 7", "FR-3", "FR-4", "3"
		if d.Topic != x.topic || v.Told() != x.told || unmarked(d.Sentence()) != x.sentence {
			t.Errorf("%s: %s, %q, %s", v, d.Topic, v.Told(), unmarked(d.Sentence()))
		}
		if d.By != "omar" || d.Product != "P" || !d.At.Equal(noon) {
			t.Errorf("%s: %+v", v, d)
		}
	}
}

func TestAVerdictThatIsNotKnownIsStillTold(t *testing.T) {
	if got := unmarked(Decision{Request: "FR-1", By: "omar", Verdict: "flown"}.Sentence()); got != "@omar decided on FR-1" {
		t.Error(got)
	}
}

func TestOnlyWhatIsSaidOfTheScopeSupersedesNothing(t *testing.T) {
	for topic, want := range map[Topic]bool{Alignment: true, Priority: true, Order: true, Sizing: true, Privacy: true, Scope: false} {
		if topic.Supersedes() != want {
			t.Errorf("%s supersedes: %v", topic, !want)
		}
	}
}

func TestACardAsksTheOneWhoseDecisionIsAwaited(t *testing.T) {
	var asked []string
	for _, row := range statuses {
		if who := row.status.Asks(); who != StepNobody {
			asked = append(asked, row.status.String()+" asks "+string(who))
			if who != row.status.NextStep() {
				t.Errorf("%s asks %s, but the next step is %s", row.status, who, row.status.NextStep())
			}
		}
	}
	if !slices.Equal(asked, []string{"Awaiting alignment asks pm", "Awaiting priority asks po"}) {
		t.Error(asked)
	}
	if s := Status("lost"); s.Asks() != StepNobody || s.NextStep() != StepNobody || s.Open() || s.String() != "lost" {
		t.Error("a status that is not known waits for somebody")
	}
}

func TestWhoMayNotKnowWhatARequestServesReadsTheDecisionWithoutIt(t *testing.T) {
	for v := range verdicts {
		d := Decision{Request: "FR-1", Verdict: v, By: "ana", Objective: "Happy eyes", Before: "FR-2", Lead: "FR-3", Revisit: "2026-06-01", Score: "7"}
		if got := d.Aimless(); strings.Contains(got, "Happy eyes") || strings.Contains(got, "“”") || !strings.Contains(got, "FR-1") {
			t.Errorf("%s: %s", v, got)
		}
	}
	if got, want := (Decision{Request: "FR-1", Verdict: LeftAlone, By: "ana", Objective: "Happy eyes"}).Aimless(), Name("ana")+" let FR-1 go on without an objective"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
