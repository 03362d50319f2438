package ritual

import (
	"testing"
	"time"
)

func TestTheBudgetIsSixADayAndNudgesKeepToWorkingHours(t *testing.T) {
	const zone = "America/New_York"
	const work, early, weekend = "2026-03-06T11:00:00-05:00", "2026-03-06T06:00:00-05:00", "2026-03-07T11:00:00-05:00" // the clocks change on Sunday
	const today, monday = "2026-03-06T09:00:00-05:00", "2026-03-09T09:00:00-04:00"
	for _, x := range []struct {
		c     Class
		spent int
		now   string
		next  string // empty: it goes now
	}{
		{ClassAnswer, 0, work, ""}, {ClassAnswer, 99, work, ""}, {ClassPrompt, 99, weekend, ""},
		{ClassCard, 0, work, ""}, {ClassCard, 5, work, ""}, {ClassCard, 6, work, monday}, {ClassCard, 7, work, monday},
		{ClassCard, 0, early, ""}, {ClassCard, 0, weekend, ""}, {ClassCard, 6, weekend, monday},
		{ClassCard, 6, early, monday}, // this morning is still the day whose budget is spent
		{ClassBlocker, 5, weekend, ""}, {ClassBlocker, 6, work, monday},
		{ClassDemo, 5, early, ""}, {ClassDemo, 6, work, monday},
		{ClassOutcome, 5, early, ""}, {ClassOutcome, 6, work, monday},
		{ClassSatisfaction, 5, early, ""}, {ClassSatisfaction, 6, work, monday},
		{ClassNudge, 5, work, ""}, {ClassNudge, 6, work, monday},
		{ClassNudge, 0, early, today}, {ClassNudge, 0, weekend, monday}, {ClassNudge, 6, early, monday}, {ClassNudge, 0, "2026-03-06T17:00:00-05:00", monday},
	} {
		send, next := Spend(x.c, x.spent, instant(t, x.now), Workplace{Zone: zone})
		switch {
		case send != (x.next == ""):
			t.Errorf("%q after %d at %s: goes: %v", x.c, x.spent, x.now, send)
		case send && !next.Equal(time.Time{}):
			t.Errorf("%q goes now and at %s", x.c, next)
		case !send:
			sameInstant(t, string(x.c)+" at "+x.now, next, x.next, zone)
		}
	}
}

func TestWhatWaitsForTheSameMorningGoesInOrder(t *testing.T) {
	order := []Class{ClassCard, ClassBlocker, ClassDemo, ClassOutcome, ClassNudge, ClassSatisfaction}
	for i, c := range order {
		if c.Rank() != i+1 {
			t.Errorf("%s is number %d", c, c.Rank())
		}
	}
	if ClassAnswer.Rank() != 0 || ClassPrompt.Rank() != 0 || Class("other").Rank() != 0 {
		t.Error("what costs nothing waits")
	}
}
