package ritual

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// planned is a plan that is right on Monday, 2 March 2026.
var planned = SprintPlan{Goal: "Customers can export their data", Starts: "2026-03-02", Ends: "2026-03-13", DemoAt: "15:00", Capacity: "23"}

// changed is a plan with one field otherwise.
func changed(p SprintPlan, to func(*SprintPlan)) SprintPlan { to(&p); return p }

func TestThePlanOfASprintIsCheckedFieldByField(t *testing.T) {
	now := instant(t, "2026-03-02T09:00:00Z")
	active := Sprint{ID: "2", Number: 2, Starts: "2026-02-16", Ends: "2026-02-27", State: SprintActive}
	early := Sprint{ID: "1", Number: 1, Starts: "2026-03-02", Ends: "2026-03-06", State: SprintClosed, Closed: instant(t, "2026-03-02T08:00:00Z")}
	next := Sprint{ID: "4", Number: 4, Starts: "2026-03-16", Ends: "2026-03-27", State: SprintPlanned}
	all := []Sprint{active, early, next}
	for _, x := range []struct {
		what string
		to   func(*SprintPlan)
		want string // field: words, one a line
	}{
		{"what is right", func(p *SprintPlan) {}, ""},
		{"no goal", func(p *SprintPlan) { p.Goal = " … " }, "goal: Say in a sentence what the sprint is for"},
		{"the longest goal", func(p *SprintPlan) { p.Goal = strings.Repeat("ü", sprintGoalMax) }, ""},
		{"a longer goal", func(p *SprintPlan) { p.Goal = strings.Repeat("ü", sprintGoalMax+1) }, "goal: Keep it to 300 characters; this has 301."},
		{"an end before the start", func(p *SprintPlan) { p.Ends = "2026-03-01" }, "sprint_ends: It ends before it starts. Choose Mon 2 Mar or a later day."},
		{"one day", func(p *SprintPlan) { p.Ends = "2026-03-02" }, ""},
		{"three months", func(p *SprintPlan) { p.Starts, p.Ends = "2026-04-02", "2026-07-02" }, ""},
		{"a day longer", func(p *SprintPlan) { p.Starts, p.Ends = "2026-04-02", "2026-07-03" }, "sprint_ends: That is longer than three months."},
		{"what is over", func(p *SprintPlan) { p.Starts, p.Ends = "2026-02-09", "2026-02-13" }, "sprint_ends: That day is over. Choose today or a later day."},
		{"what began before today", func(p *SprintPlan) { p.Starts = "2026-02-28" }, ""},
		{"what is far away", func(p *SprintPlan) { p.Starts, p.Ends = "2027-03-03", "2027-03-04" }, "sprint_starts: That is more than a year away."},
		{"the days of the active one", func(p *SprintPlan) { p.Starts = "2026-02-27" }, "sprint_starts: Sprint 2 runs until Fri 27 Feb. Choose a later day, or close it first: `/sprint close`."},
		{"days into the next one", func(p *SprintPlan) { p.Ends = "2026-03-16" }, "sprint_ends: Sprint 4 begins on Mon 16 Mar. Choose an earlier day."},
		{"days within the next one", func(p *SprintPlan) { p.Starts, p.Ends = "2026-03-17", "2026-03-18" }, "sprint_starts: Sprint 4 is planned until Fri 27 Mar. Choose a later day."},
		{"no days", func(p *SprintPlan) { p.Starts, p.Ends = "", "soon" }, "sprint_starts: Choose a day.\nsprint_ends: Choose a day."},
		{"a demo before it", func(p *SprintPlan) { p.DemoDay = "2026-03-01" }, "demo_day: The demo is within the sprint. Choose a day from Mon 2 Mar to Fri 13 Mar."},
		{"a demo after it", func(p *SprintPlan) { p.DemoDay = "2026-03-14" }, "demo_day: The demo is within the sprint."},
		{"a demo that is over", func(p *SprintPlan) { p.DemoDay, p.DemoAt = "2026-03-02", "09:59" }, "demo_day: That is over already. Choose a later day or time."},
		{"a demo now", func(p *SprintPlan) { p.DemoDay, p.DemoAt = "2026-03-02", "10:00" }, ""},
		{"a demo on a last day that is over", func(p *SprintPlan) { p.Ends, p.DemoAt = "2026-03-02", "09:00" }, "demo_at: That is over already."},
		{"no time", func(p *SprintPlan) { p.DemoAt = "late" }, "demo_at: Choose a time, such as 15:00."},
		{"no capacity", func(p *SprintPlan) { p.Capacity = "" }, ""},
		{"a part of a point", func(p *SprintPlan) { p.Capacity = "2.5" }, "sprint_capacity: Write a whole number of points from 0 to 10,000, or leave it empty."},
		{"less than nothing", func(p *SprintPlan) { p.Capacity = "-1" }, "sprint_capacity: Write a whole number"},
		{"the most", func(p *SprintPlan) { p.Capacity = "10000" }, ""},
		{"too much", func(p *SprintPlan) { p.Capacity = "10001" }, "sprint_capacity: Write a whole number"},
		{"all at once", func(p *SprintPlan) { p.Goal, p.Ends, p.Capacity = "", "2026-03-01", "many" },
			"goal: Say in a sentence\nsprint_ends: It ends before it starts.\nsprint_capacity: Write a whole number"},
	} {
		s, err := Sprint{ID: "3", Number: 3, Zone: "Europe/Berlin"}.Plan(changed(planned, x.to), all, "UPO", now)
		var got []string
		for _, r := range Refusals(err) {
			got = append(got, r.Field+": "+r.Says)
		}
		want := strings.Split(x.want, "\n")
		if x.want == "" {
			want = nil
		}
		if len(got) != len(want) {
			t.Errorf("%s: %q, want %q", x.what, got, want)
			continue
		}
		for i := range want {
			if !strings.HasPrefix(got[i], want[i]) {
				t.Errorf("%s: %q, want %q", x.what, got[i], want[i])
			}
		}
		if x.want == "" && (s.State != SprintPlanned || s.PlannedBy != "UPO" || s.DemoDay < s.Starts || s.DemoDay > s.Ends) {
			t.Errorf("%s: %+v", x.what, s)
		}
	}
}

func TestWhatIsUsualForASprintFollowsTheOneBefore(t *testing.T) {
	at := Workplace{Zone: "Europe/Berlin", Holidays: []string{"2026-03-16", "2026-04-03"}}
	closed := func(starts, ends, closed string) Sprint {
		return Sprint{Starts: starts, Ends: ends, State: SprintClosed, Closed: instant(t, closed+"T16:00:00Z"), Zone: "Europe/Berlin"}
	}
	for _, x := range []struct {
		what, now    string
		others       []Sprint
		starts, ends string
	}{
		{"two weeks from today", "2026-03-02T09:00:00Z", nil, "2026-03-02", "2026-03-13"},
		{"two weeks from a Wednesday", "2026-03-04T09:00:00Z", nil, "2026-03-04", "2026-03-17"},
		{"at the weekend from Monday, which is a holiday", "2026-03-14T09:00:00Z", nil, "2026-03-17", "2026-03-30"},
		{"today is a day of the team's zone", "2026-03-02T23:30:00Z", nil, "2026-03-03", "2026-03-13"},
		{"after the active one", "2026-03-02T09:00:00Z", []Sprint{{Starts: "2026-03-02", Ends: "2026-03-13", State: SprintActive}}, "2026-03-17", "2026-03-27"},
		{"as long as the last one", "2026-03-06T18:00:00Z", []Sprint{closed("2026-03-02", "2026-03-06", "2026-03-06")}, "2026-03-09", "2026-03-13"},
		{"which was closed late", "2026-03-10T18:00:00Z", []Sprint{closed("2026-03-02", "2026-03-06", "2026-03-10")}, "2026-03-10", "2026-03-13"},
		{"which was closed late, on a holiday", "2026-04-03T18:00:00Z", []Sprint{closed("2026-03-16", "2026-03-27", "2026-04-03")}, "2026-04-06", "2026-04-17"},
		{"after a long break", "2026-05-04T09:00:00Z", []Sprint{closed("2026-03-02", "2026-03-06", "2026-03-06")}, "2026-05-04", "2026-05-08"},
		{"which was closed early", "2026-03-04T09:00:00Z", []Sprint{closed("2026-03-02", "2026-03-13", "2026-03-04")}, "2026-03-04", "2026-03-13"},
		{"before a holiday at its end", "2026-03-20T18:00:00Z", []Sprint{{Starts: "2026-03-10", Ends: "2026-03-21", State: SprintActive}}, "2026-03-23", "2026-04-02"},
		{"and after that, as it would without it", "2026-03-20T18:00:00Z", []Sprint{{Starts: "2026-03-23", Ends: "2026-04-02", State: SprintActive}}, "2026-04-06", "2026-04-17"},
		{"nor after a holiday at its beginning", "2026-03-20T18:00:00Z", []Sprint{{Starts: "2026-03-17", Ends: "2026-03-27", State: SprintActive}}, "2026-03-30", "2026-04-10"},
		{"nor where each begins on a Tuesday", "2026-03-20T18:00:00Z", []Sprint{{Starts: "2026-03-17", Ends: "2026-03-30", State: SprintActive}}, "2026-03-31", "2026-04-13"},
		{"nor where a Monday at its end was a holiday", "2026-03-13T18:00:00Z", []Sprint{{Starts: "2026-03-03", Ends: "2026-03-13", State: SprintActive}}, "2026-03-17", "2026-03-30"},
		{"three days before a holiday are three days", "2026-04-02T18:00:00Z", []Sprint{{Starts: "2026-03-31", Ends: "2026-04-02", State: SprintActive}}, "2026-04-06", "2026-04-08"},
		{"a day that is a holiday is made up for", "2026-04-02T18:00:00Z", []Sprint{{Starts: "2026-04-02", Ends: "2026-04-02", State: SprintActive}}, "2026-04-06", "2026-04-06"},
		{"after the latest, though the one before was to end later", "2026-03-10T09:00:00Z", []Sprint{
			{Number: 2, Starts: "2026-03-05", Ends: "2026-03-12", State: SprintActive}, closed("2026-03-02", "2026-03-27", "2026-03-05")}, "2026-03-13", "2026-03-20"},
		{"what is only planned does not count", "2026-03-02T09:00:00Z", []Sprint{{Starts: "2026-06-01", Ends: "2026-06-30", State: SprintPlanned}}, "2026-03-02", "2026-03-13"},
	} {
		s := UsualSprint(x.others, at, instant(t, x.now))
		if s.Starts != x.starts || s.Ends != x.ends || s.DemoDay != x.ends || s.DemoTime != "15:00" || s.Zone != at.Zone {
			t.Errorf("%s: from %s to %s, demo on %s at %s", x.what, s.Starts, s.Ends, s.DemoDay, s.DemoTime)
		}
	}
}

func TestTheDemoIsAtATimeOfTheSprintsZone(t *testing.T) {
	for _, x := range []struct{ day, clock, zone, want string }{
		{"2026-03-13", "15:00", "Europe/Berlin", "2026-03-13T14:00:00Z"},
		{"2026-04-10", "15:00", "Europe/Berlin", "2026-04-10T13:00:00Z"}, // the clocks have changed
		{"2026-03-13", "09:30", "Asia/Tokyo", "2026-03-13T00:30:00Z"},
		{"2026-03-13", "15:00", "", "2026-03-13T15:00:00Z"},
	} {
		if got := (Sprint{DemoDay: x.day, DemoTime: x.clock, Zone: x.zone}).DemoAt(); !got.Equal(instant(t, x.want)) {
			t.Errorf("%s %s in %s: %s", x.day, x.clock, x.zone, got.UTC().Format(time.RFC3339))
		}
	}
}

func TestAChangeOfTheSprintSaysWhatChanged(t *testing.T) {
	now := instant(t, "2026-03-10T09:00:00Z")
	s := Sprint{ID: "3", Number: 3, Goal: "Export", Starts: "2026-03-02", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00", Zone: "UTC",
		State: SprintActive, Started: instant(t, "2026-03-02T09:00:00Z")}
	over := s
	over.Ends, over.DemoDay = "2026-03-09", "2026-03-09"
	next := Sprint{ID: "4", Number: 4, Starts: "2026-03-16", Ends: "2026-03-27", State: SprintPlanned}
	for _, x := range []struct {
		what  string
		s     Sprint
		typed SprintPlan
		want  string
		wrong string
	}{
		{"nothing", s, SprintPlan{Goal: " Export ", Ends: "2026-03-13", DemoAt: "15:00"}, "", ""},
		{"the demo", s, SprintPlan{Goal: "Export", Ends: "2026-03-13", DemoDay: "2026-03-12", DemoAt: "14:00"}, "demo from Fri 13 Mar 15:00 to Thu 12 Mar 14:00", ""},
		{"the end, and the demo with it", s, SprintPlan{Goal: "Export", Ends: "2026-03-12", DemoAt: "15:00"},
			"end from Fri 13 Mar to Thu 12 Mar and demo from Fri 13 Mar 15:00 to Thu 12 Mar 15:00", ""},
		{"the goal", s, SprintPlan{Goal: "Import", Ends: "2026-03-13", DemoAt: "15:00"}, "goal from “Export” to “Import”", ""},
		{"the goal of one that is overdue", over, SprintPlan{Goal: "Import", Ends: "2026-03-09", DemoAt: "15:00"}, "goal from “Export” to “Import”", ""},
		{"an end that is over", s, SprintPlan{Goal: "Export", Ends: "2026-03-09", DemoAt: "15:00"}, "", "That day is over."},
		{"an end in the next one", s, SprintPlan{Goal: "Export", Ends: "2026-03-16", DemoAt: "15:00"}, "", "Sprint 4 begins on Mon 16 Mar."},
		{"a demo that would be over", s, SprintPlan{Goal: "Export", Ends: "2026-03-13", DemoDay: "2026-03-09", DemoAt: "15:00"}, "", "That is over already."},
	} {
		after, e, err := x.s.Change(x.typed, []Sprint{next, x.s}, "UPO", now)
		switch {
		case x.wrong != "" && (err == nil || !strings.Contains(err.Error(), x.wrong)):
			t.Errorf("%s: %v", x.what, err)
		case x.wrong == "" && (err != nil || e.Detail != x.want || after.Starts != x.s.Starts):
			t.Errorf("%s: %q %v", x.what, e.Detail, err)
		}
	}
	s.State = SprintClosed
	if _, _, err := s.Change(planned, nil, "UPO", now); err == nil {
		t.Error("a closed sprint was changed")
	}
}

func TestASprintStartsOnceAndNotBesideAnother(t *testing.T) {
	now := instant(t, "2026-03-02T09:00:00Z")
	s := Sprint{ID: "3", Number: 3, Goal: "Export", Starts: "2026-03-02", Ends: "2026-03-13", DemoDay: "2026-03-13", DemoTime: "15:00", State: SprintPlanned}
	begun, e, err := s.Start(Sprint{}, "UPO", now)
	if err != nil || begun.State != SprintActive || begun.StartedBy != "UPO" || !begun.Started.Equal(now) || e.Kind != SprintStarted {
		t.Errorf("%+v %+v %v", begun, e, err)
	}
	over, shown, aimless := s, s, s
	aimless.Goal = ""
	over.Ends = "2026-03-01"
	shown.DemoDay, shown.DemoTime = "2026-03-02", "08:59"
	for _, x := range []struct {
		s, active   Sprint
		want, lacks string
	}{
		{begun, begun, "Sprint 3 has begun already.", ""},
		{s, Sprint{ID: "2", Number: 2}, "Sprint 2 is still active. `Close sprint` first", ""},
		{aimless, Sprint{}, "Sprint 3 has no goal yet.", "its goal is still to be said"},
		{over, Sprint{}, "Sprint 3 was planned until Sun 1 Mar, which is over.", "its dates are over"},
		{shown, Sprint{}, "The demo of sprint 3 was planned for Mon 2 Mar at 08:59, which is over.", "the time of its demo is over"},
	} {
		if got := x.s.Lacks(now); got != x.lacks {
			t.Errorf("it lacks %q, want %q", got, x.lacks)
		}
		if _, _, err := x.s.Start(x.active, "UPO", now); err == nil || !strings.HasPrefix(err.Error(), x.want) {
			t.Errorf("%v, want %s", err, x.want)
		}
	}
}

func TestTheTotalOfAPlanIsInStoriesAndPoints(t *testing.T) {
	for _, x := range []struct {
		points   []int
		capacity int
		want     string
		over     string
	}{
		{nil, 0, "0 stories · 0 points", ""},
		{[]int{1}, 0, "1 story · 1 point", ""},
		{[]int{5, 8, 8, 0}, 23, "4 stories · 21 of 23 points · 1 without points", ""},
		{[]int{13, 10}, 23, "2 stories · 23 of 23 points", ""},
		{[]int{13, 13}, 23, "2 stories · 26 of 23 points", "3 points above the capacity"},
		{slices.Repeat([]int{100}, 48), 3700, "48 stories · 4,800 of 3,700 points", "1,100 points above the capacity"},
		{[]int{2}, 1, "1 story · 2 of 1 point", "1 point above the capacity"},
	} {
		var stories []Request
		for _, n := range x.points {
			stories = append(stories, Request{Points: n})
		}
		c := CountOf(stories...)
		if got, over := PlanTotal(c, x.capacity), OverCapacity(c, x.capacity); got != x.want || !strings.HasPrefix(over, x.over) || (over == "") != (x.over == "") {
			t.Errorf("%v of %d: %q, %q", x.points, x.capacity, got, over)
		}
	}
}

func TestWhatJoinsLaterNeedsAReason(t *testing.T) {
	s, now := Sprint{ID: "3", Number: 3}, instant(t, "2026-03-04T09:00:00Z")
	r := Request{ID: "FR-1", Status: Backlog, Points: 5}
	if _, err := s.Add(r, SprintStory{}, " ", "UPO", now); len(Refusals(err)) != 1 || Refusals(err)[0].Field != "reason" {
		t.Errorf("without a reason: %v", err)
	}
	m, err := s.Add(r, SprintStory{Place: 4}, "Acme waits for it", "UPO", now)
	if err != nil || m.Request.Status != InSprint || m.Decision.Reason != "Acme waits for it" || m.Event.Reason != "Acme waits for it" ||
		m.Event.Kind != Added || m.Event.Points != 5 || m.Story.Place != 4 {
		t.Errorf("%+v %v", m, err)
	}
	if _, err := s.Add(m.Request, SprintStory{}, "Again", "UPO", now); err == nil {
		t.Error("it joined twice")
	}
}

func TestWhatIsInASprintHasToBeTakenOutFirst(t *testing.T) {
	p := Product{ID: "P", Name: "Atlas", PM: "UPM", PO: "UPO", Team: []string{"UDEV"}}
	c := Case{Product: p, Request: Request{ID: "FR-1", Product: "P", Status: InSprint, Reporter: "USAM"}, Last: Decision{ID: "d", Request: "FR-1", Verdict: Begun, By: "UDEV", Sprint: "3"}}
	for _, x := range []struct {
		a    Action
		who  string
		want string
	}{
		{ToPrioritize, "UPO", "FR-1 is in sprint 3. Take it out of the sprint first: "},
		{ToSplit, "UPO", "FR-1 is in sprint 3. Take it out of the sprint first: "},
		{ToMove, "UPO", "FR-1 is in sprint 3. Take it out of the sprint first: "},
		{ToMerge, "UPM", "FR-1 is in sprint 3. Take it out of the sprint first: "},
		{ToReopen, "UPM", "FR-1 is in sprint 3. Take it out of the sprint first: "},
		{ToEstimate, "UDEV", "FR-1 is in sprint 3. Take it out of the sprint first: "},
		{ToSetPoints, "UDEV", "Only the product owner, "}, // they never could
		{ToAlign, "UPM", "FR-1 has moved on: "},           // it is not asked in the backlog either
		{ToAnswer, "USAM", "FR-1 has moved on: "},
		{ToWithdraw, "USAM", "FR-1 has moved on: "},
		{ToCommit, "UPO", "FR-1 has moved on: "},
		{ToTakeOut, "UPO", ""},
	} {
		c.Who = Person{ID: x.who, Kind: Member}
		err := May(x.a, c)
		if x.want == "" && err != nil || x.want != "" && (err == nil || !strings.HasPrefix(err.Error(), x.want)) {
			t.Errorf("%s: %v", x.a, err)
		}
	}
}
