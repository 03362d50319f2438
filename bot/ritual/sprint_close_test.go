package ritual

import (
	"strings"
	"testing"
	"time"
)

func TestWhatIsLeftOfASprintGoesWhereItWasSaidOrWhereItWouldByItself(t *testing.T) {
	for _, x := range []struct {
		work Work
		to   string
		want StoryEnd
	}{
		{WorkStarted, "", EndCarried},
		{WorkTodo, "", EndBack},
		{"", "", EndBack},
		{WorkStarted, "back", EndBack},
		{WorkTodo, "carried", EndCarried},
		{WorkTodo, "done", EndBack}, // nobody is asked that
		{WorkStarted, "each", EndCarried},
	} {
		l, err := NewLeaving(SprintStory{Work: x.work}, x.to, "why", "  the keys\n came late ")
		if err != nil || l.To != x.want || l.Reason != "the keys came late" {
			t.Errorf("%s, %q: %+v %v", x.work, x.to, l, err)
		}
	}
	if _, err := NewLeaving(SprintStory{}, "back", "why.FR-1", strings.Repeat("é", LeftWhyMost+1)); Refusals(err) == nil || Refusals(err)[0].Field != "why.FR-1" {
		t.Errorf("a long reason: %v", err)
	}
}

func TestAStoryThatIsLeftWaitsInTheBacklogAndMayGoOnInTheNextSprint(t *testing.T) {
	s := Sprint{ID: "s3", Number: 3, State: SprintActive}
	r := Request{ID: "FR-1", Product: "atlas", Status: InSprint, Points: 5, Since: noon}
	in := SprintStory{Request: "FR-1", Place: 4, Owner: "dev", Work: WorkStarted}
	later := noon.Add(time.Hour)
	m := s.Leave(r, in, Leaving{To: EndCarried, Reason: "the keys"}, "s4", "omar", later)
	if m.Request.Status != Backlog || !m.Request.Since.Equal(later) || m.Request.Points != 5 || m.Out || m.Story != in {
		t.Errorf("%+v", m)
	}
	if e := m.Event; e.Kind != CarriedOver || e.Detail != "s4" || e.Reason != "the keys" || e.Sprint != "s3" || e.Points != 5 || e.By != "omar" {
		t.Errorf("%+v", e)
	}
	if d := m.Decision; d.Verdict != CarriedOn || d.Reason != "the keys" || d.Sprint != "3" {
		t.Errorf("%+v", d)
	}
	if on := in.GoesOn(7); on != (SprintStory{Request: "FR-1", Place: 7, Owner: "dev", Work: WorkStarted}) {
		t.Errorf("%+v", on)
	}
	next := Sprint{ID: "s4", Number: 4}
	m.Decision.At = later // as it is kept
	d, ok := next.Unpick(m.Request, []Decision{m.Decision}, "omar", later.Add(time.Hour))
	if !ok || d.Verdict != Unpicked || d.Sprint != "4" || !d.At.After(later) {
		t.Errorf("%+v %v", d, ok)
	}
	if _, again := next.Unpick(m.Request, []Decision{m.Decision, d}, "omar", later.Add(2*time.Hour)); again {
		t.Error("whoever asked is told twice")
	}
	m = s.Leave(r, in, Leaving{To: EndBack}, "s4", "omar", later)
	if e := m.Event; e.Kind != BackToBacklog || e.Detail != "" || m.Decision.Verdict != LeftOver || m.Request.Status != Backlog {
		t.Errorf("%+v %+v", e, m.Decision)
	}
}

func TestASprintIsClosedOnce(t *testing.T) {
	closed, e, err := Sprint{ID: "s3", Number: 3, State: SprintActive}.Close("omar", noon)
	if err != nil || closed.State != SprintClosed || closed.ClosedBy != "omar" || !closed.Closed.Equal(noon) || e.Kind != SprintEnded || e.By != "omar" || e.Sprint != "s3" {
		t.Errorf("%+v %+v %v", closed, e, err)
	}
	if _, _, err := closed.Close("ana", noon); unmarked(Refusals(err)[0].Says) != "@omar closed sprint 3 already: what it came to stays as it is." {
		t.Error(err)
	}
	if _, _, err := (Sprint{Number: 4, State: SprintPlanned}).Close("ana", noon); Refusals(err) == nil {
		t.Error("what has not begun was closed")
	}
}

// TestItIsSaidInTheMorningThatASprintShouldBeginOrBeClosed: in Berlin the clocks go forward on Sunday 29 March 2026, in Beirut that
// night has no midnight.
func TestItIsSaidInTheMorningThatASprintShouldBeginOrBeClosed(t *testing.T) {
	for _, x := range []struct {
		name, zone string
		at         Workplace
		s          Sprint
		want       string // in UTC
	}{
		{"on its first day", "Europe/Berlin", Workplace{Zone: "Europe/Berlin"}, Sprint{State: SprintPlanned, Starts: "2026-03-02"}, "2026-03-02 08:00"},
		{"a first day at the weekend", "Europe/Berlin", Workplace{Zone: "Europe/Berlin"}, Sprint{State: SprintPlanned, Starts: "2026-03-28"}, "2026-03-30 07:00"},
		{"where the PO is", "Europe/Berlin", Workplace{Zone: "Asia/Tokyo"}, Sprint{State: SprintPlanned, Starts: "2026-03-03"}, "2026-03-03 00:00"},
		{"where it is still the day before", "Asia/Tokyo", Workplace{Zone: "America/New_York"}, Sprint{State: SprintPlanned, Starts: "2026-03-03"}, "2026-03-03 14:00"},
		{"after its last day", "Europe/Berlin", Workplace{Zone: "Europe/Berlin"}, Sprint{State: SprintActive, Ends: "2026-03-12"}, "2026-03-13 08:00"},
		{"after a last day before the weekend", "Europe/Berlin", Workplace{Zone: "Europe/Berlin"}, Sprint{State: SprintActive, Ends: "2026-03-27"}, "2026-03-30 07:00"},
		{"after a last day before a holiday", "Europe/Berlin", Workplace{Zone: "Europe/Berlin", Holidays: []string{"2026-03-13"}}, Sprint{State: SprintActive, Ends: "2026-03-12"}, "2026-03-16 08:00"},
		{"on a day without a midnight", "Asia/Beirut", Workplace{Zone: "Asia/Beirut", From: "00:00", Until: "10:00", Days: 1 << time.Sunday}, Sprint{State: SprintPlanned, Starts: "2026-03-29"}, "2026-03-28 22:00"},
	} {
		x.s.Zone = x.zone
		since, ok := x.s.DueSince()
		if got := x.at.MorningFrom(since).UTC().Format("2006-01-02 15:04"); !ok || got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
	if _, ok := (Sprint{State: SprintClosed}).DueSince(); ok {
		t.Error("a closed sprint is due")
	}
}
