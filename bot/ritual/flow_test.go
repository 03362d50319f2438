package ritual

import (
	"fmt"
	"testing"
	"time"
)

var flowDay = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// journey is a request that got statuses some days after it was made.
func journey(path ...any) Journey {
	j := Journey{Created: flowDay}
	for i := 0; i < len(path); i += 2 {
		j.Path = append(j.Path, Passage{path[i].(Status), flowDay.Add(time.Duration(path[i+1].(float64) * float64(24*time.Hour)))})
	}
	return j
}

// askedOnly are n requests that wait for the PM.
func askedOnly(n int) (js []Journey) {
	for range n {
		js = append(js, journey(New, 0.0, AwaitingAlignment, 0.0))
	}
	return js
}

func TestTheFlowSaysHowFarRequestsCameAndHowLongThatTook(t *testing.T) {
	for _, tt := range []struct {
		name     string
		journeys []Journey
		want     string
	}{
		{"nothing", nil, "Asked 0 · With the PO 0 · In the backlog 0"},
		{"all wait", askedOnly(3), "Asked 3 · With the PO 0 · In the backlog 0"},
		{"one goes all the way", []Journey{journey(New, 0.0, AwaitingAlignment, 0.1, AwaitingPriority, 2.0, Backlog, 3.0, InSprint, 10.0, Done, 15.0, Accepted, 16.0, Shipped, 20.0)},
			"Asked 1 · With the PO 1 in 2 (1) · In the backlog 1 in 1 (1) · In a sprint 1 in 7 (1) · Done 1 in 5 (1) · Shipped 1 in 5 (1)"},
		{"the median of an odd and an even number", append(askedOnly(2),
			journey(New, 0.0, AwaitingPriority, 1.0), journey(New, 0.0, AwaitingPriority, 2.0, Backlog, 3.0), journey(New, 0.0, AwaitingPriority, 9.0, Backlog, 12.0)),
			"Asked 5 · With the PO 3 in 2 (3) · In the backlog 2 in 2 (2)"},
		{"off the way", []Journey{journey(New, 0.0, Declined, 1.0), journey(New, 0.0, AwaitingPriority, 1.0, Parked, 2.0), journey(New, 0.0, Withdrawn, 1.0), journey(New, 0.0, Withdrawn, 2.0)},
			"Asked 4 · With the PO 1 in 1 (1) · In the backlog 0 | Parked 1 Declined 1 Withdrawn 2"},
		{"came back, and counts as far as it came, from the first time", []Journey{
			journey(New, 0.0, AwaitingPriority, 1.0, AwaitingAlignment, 2.0, AwaitingPriority, 5.0, Backlog, 6.0)},
			"Asked 1 · With the PO 1 in 1 (1) · In the backlog 1 in 5 (1)"},
		{"parked first", []Journey{journey(New, 0.0, Parked, 1.0, AwaitingAlignment, 30.0, AwaitingPriority, 31.0)}, "Asked 1 · With the PO 1 in 31 (1) · In the backlog 0"},
		{"a part begins farther on", []Journey{journey(AwaitingPriority, 0.0, Backlog, 2.0)}, "Asked 1 · With the PO 1 · In the backlog 1 in 2 (1)"},
		{"a step jumped over has no time", []Journey{journey(New, 0.0, Backlog, 4.0)}, "Asked 1 · With the PO 1 in 4 (1) · In the backlog 1"},
		{"what is not known of the beginning has no time", []Journey{journey(AwaitingPriority, 40.0, Backlog, 41.0, InSprint, 43.0)},
			"Asked 1 · With the PO 1 · In the backlog 1 · In a sprint 1 in 2 (1)"},
		{"nothing is known but where it stands", []Journey{journey(Backlog, 40.0), {Created: flowDay}}, "Asked 2 · With the PO 1 · In the backlog 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			f := FlowOf(tt.journeys)
			for i, s := range f.Steps {
				if i > 0 {
					got += " · "
				}
				got += fmt.Sprint(s.Name, " ", s.Reached)
				if s.Timed > 0 {
					got += fmt.Sprintf(" in %g (%d)", s.Took.Hours()/24, s.Timed)
				}
			}
			for i, o := range f.Off {
				if i == 0 {
					got += " |"
				}
				got += fmt.Sprint(" ", o.Status, " ", o.N)
			}
			if got != tt.want {
				t.Errorf("it says\n%s\nand not\n%s", got, tt.want)
			}
		})
	}
}

func TestEveryStatusIsOnTheWayOrOffItOrLeftOut(t *testing.T) {
	out := map[Status]bool{Merged: true, Noted: true, Split: true}
	for _, row := range statuses {
		off := false
		for _, s := range offTheWay {
			off = off || s == row.status
		}
		n := 0
		for _, is := range []bool{stepOf(row.status) >= 0, off, out[row.status]} {
			if is {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s has %d places in the flow", row.status, n)
		}
	}
}

func TestAMedianIsSaidInDaysOrInHours(t *testing.T) {
	for days, want := range map[float64]string{
		0: "median less than a minute", 0.5: "median 12 hours", 0.0416: "median 59 minutes", 1: "median 1 day", 1.04: "median 1 day", 1.05: "median 1.1 days",
		1.5: "median 1.5 days", 2: "median 2 days", 9.94: "median 9.9 days", 9.96: "median 10 days", 31.4: "median 31 days",
	} {
		if got := (FlowStep{Took: time.Duration(days * float64(24*time.Hour)), Timed: 1}).Median(); got != want {
			t.Errorf("%g days are %q, not %q", days, got, want)
		}
	}
	if got := (FlowStep{Took: time.Hour}).Median(); got != "" {
		t.Errorf("what is not known is %q", got)
	}
}
