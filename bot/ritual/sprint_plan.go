package ritual

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The fields of the forms for a sprint. Those that are redrawn as they are filled have names of their own among all forms.
const (
	FieldGoal     = "goal"
	FieldStarts   = "sprint_starts"
	FieldEnds     = "sprint_ends"
	FieldDemoDay  = "demo_day"
	FieldDemoAt   = "demo_at"
	FieldCapacity = "sprint_capacity"
	FieldStories  = "sprint_stories"
)

// What a sprint is where nobody says otherwise, and what it can be at most.
const (
	usualDemo     = "15:00"
	usualDays     = 14 // of a sprint, counted with the weekend at its end
	sprintMonths  = 3
	plannedAhead  = 1 // years
	capacityMost  = 10_000
	SprintStories = 100 // that are picked for a sprint, or are in one
)

// A SprintPlan is what the form for a sprint says, as it was typed.
type SprintPlan struct {
	Goal     string
	Starts   string // YYYY-MM-DD
	Ends     string // YYYY-MM-DD
	DemoDay  string // YYYY-MM-DD; empty is the last day
	DemoAt   string // HH:MM
	Capacity string // points; empty is not said
}

// DemoAt is when the demo of a sprint begins.
func (s Sprint) DemoAt() time.Time {
	since, _ := clock(s.DemoTime)
	return dayOf(s.DemoDay).at(since, zoneOf(s.Zone))
}

// lastDay is the last day that belongs to a sprint. One that was closed before its end leaves the day of its close to the next.
func (s Sprint) lastDay() string {
	if s.State != SprintClosed {
		return s.Ends
	}
	return min(s.Ends, civilOf(s.Closed, zoneOf(s.Zone)).add(-1).String())
}

// Plan is a planned sprint as the form says. What is wrong is refused all at once, by its fields. others are the product's sprints.
func (s Sprint) Plan(typed SprintPlan, others []Sprint, by string, now time.Time) (Sprint, error) {
	goal, errGoal := NewGoal(FieldGoal, typed.Goal)
	capacity, errCapacity := newCapacity(typed.Capacity)
	s, errDates := s.dated(typed, others, now)
	s.Goal, s.Capacity, s.PlannedBy, s.Planned, s.State = goal, capacity, by, now, SprintPlanned
	return s, join(errGoal, errDates, errCapacity)
}

// newCapacity reads how many points a team can do.
func newCapacity(typed string) (int, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 0 || n > capacityMost {
		return 0, RefuseField(FieldCapacity, "Write a whole number of points from 0 to 10,000, or leave it empty.")
	}
	return n, nil
}

// dated is a sprint with the dates of the form. A sprint may have begun before today, but it is not over.
func (s Sprint) dated(typed SprintPlan, others []Sprint, now time.Time) (Sprint, error) {
	starts, errStarts := newDay(FieldStarts, typed.Starts)
	ends, errEnds := newDay(FieldEnds, typed.Ends)
	if err := join(errStarts, errEnds); err != nil {
		return s, err
	}
	today := civilOf(now, zoneOf(s.Zone))
	var bad error
	switch {
	case starts.until(ends) < 0:
		bad = RefuseField(FieldEnds, "It ends before it starts. Choose %s or a later day.", ShortDay(typed.Starts))
	case today.until(ends) < 0 && (s.State != SprintActive || typed.Ends != s.Ends):
		bad = RefuseField(FieldEnds, "That day is over. Choose today or a later day.")
	case time.Time(starts).AddDate(0, sprintMonths, 0).Before(time.Time(ends)):
		bad = RefuseField(FieldEnds, "That is longer than three months. Scrum has a month at most, and two weeks are usual.")
	case time.Time(today).AddDate(plannedAhead, 0, 0).Before(time.Time(starts)):
		bad = RefuseField(FieldStarts, "That is more than a year away. Choose an earlier day.")
	default:
		bad = s.overlaps(typed, others)
	}
	if bad != nil {
		return s, bad
	}
	was := s
	s.Starts, s.Ends = typed.Starts, typed.Ends
	return s.withDemo(typed, was, now)
}

// newDay reads a day.
func newDay(field, typed string) (civil, error) {
	d, err := time.Parse(time.DateOnly, typed)
	if err != nil {
		return civil{}, RefuseField(field, "Choose a day.")
	}
	return civil(d), nil
}

// overlaps refuses days that belong to another sprint.
func (s Sprint) overlaps(typed SprintPlan, others []Sprint) error {
	for _, o := range others {
		if none := o.lastDay() < o.Starts; none || o.ID == s.ID || typed.Starts > o.lastDay() || typed.Ends < o.Starts {
			continue
		}
		name, last := "Sprint "+strconv.Itoa(o.Number), ShortDay(o.lastDay())
		switch {
		case typed.Starts < o.Starts:
			return RefuseField(FieldEnds, "%s begins on %s. Choose an earlier day.", name, ShortDay(o.Starts))
		case o.State == SprintActive:
			return RefuseField(FieldStarts, "%s runs until %s. Choose a later day, or close it first: `/sprint close`.", name, last)
		case o.State == SprintPlanned:
			return RefuseField(FieldStarts, "%s is planned until %s. Choose a later day.", name, last)
		}
		return RefuseField(FieldStarts, "%s went on until %s. Choose a later day.", name, last)
	}
	return nil
}

// withDemo is a sprint with the demo of the form: on its last day where the form says none. One that is kept as it was may be over.
func (s Sprint) withDemo(typed SprintPlan, was Sprint, now time.Time) (Sprint, error) {
	s.DemoDay, s.DemoTime = typed.DemoDay, strings.TrimSpace(typed.DemoAt)
	if s.DemoDay == "" {
		s.DemoDay = s.Ends
	}
	if _, err := newDay(FieldDemoDay, s.DemoDay); err != nil {
		return s, err
	}
	if _, ok := clock(s.DemoTime); !ok {
		return s, RefuseField(FieldDemoAt, "Choose a time, such as 15:00.")
	}
	switch kept := s.DemoDay == was.DemoDay && s.DemoTime == was.DemoTime && !was.Started.IsZero(); {
	case s.DemoDay < s.Starts || s.DemoDay > s.Ends:
		return s, RefuseField(FieldDemoDay, "The demo is within the sprint. Choose a day from %s to %s.", ShortDay(s.Starts), ShortDay(s.Ends))
	case !kept && s.DemoAt().Before(now) && typed.DemoDay == "":
		return s, RefuseField(FieldDemoAt, "That is over already. Choose a later time, or end the sprint later.")
	case !kept && s.DemoAt().Before(now):
		return s, RefuseField(FieldDemoDay, "That is over already. Choose a later day or time.")
	}
	return s, nil
}

// ShortDay is a civil date, YYYY-MM-DD, near today as people read it: "Fri 13 Mar".
func ShortDay(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("Mon 2 Jan")
}

// Change is the active sprint as the form says, with what happens by it: an event that tells in words what changed, which is empty
// where nothing did.
func (s Sprint) Change(typed SprintPlan, others []Sprint, by string, now time.Time) (Sprint, SprintEvent, error) {
	if s.State != SprintActive {
		return s, SprintEvent{}, Refuse("Sprint %d is closed: what it came to stays as it is.", s.Number)
	}
	goal, errGoal := NewGoal(FieldGoal, typed.Goal)
	typed.Starts = s.Starts
	after, errDates := s.dated(typed, others, now)
	if err := join(errGoal, errDates); err != nil {
		return s, SprintEvent{}, err
	}
	after.Goal = goal
	return after, SprintEvent{Sprint: s.ID, By: by, Kind: SprintChanged, Detail: after.since(s)}, nil
}

// since says in words what is otherwise about a sprint than it was: "demo from Fri 13 Mar 15:00 to Thu 12 Mar 14:00".
func (s Sprint) since(was Sprint) string {
	var parts []string
	add := func(what, from, to string) {
		if from != to {
			parts = append(parts, fmt.Sprintf("%s from %s to %s", what, from, to))
		}
	}
	add("goal", "“"+was.Goal+"”", "“"+s.Goal+"”")
	add("end", ShortDay(was.Ends), ShortDay(s.Ends))
	add("demo", ShortDay(was.DemoDay)+" "+was.DemoTime, ShortDay(s.DemoDay)+" "+s.DemoTime)
	return And(parts)
}

// Start is a planned sprint once it has begun. active is the one that runs now, if there is one.
func (s Sprint) Start(active Sprint, by string, now time.Time) (Sprint, SprintEvent, error) {
	today := Today(now, s.Zone)
	switch {
	case s.State != SprintPlanned:
		return s, SprintEvent{}, Refuse("Sprint %d has begun already.", s.Number)
	case active.ID != "":
		return s, SprintEvent{}, Refuse("Sprint %d is still active. `Close sprint` first: it is in `/sprint`, and `/sprint close` does it, too.", active.Number)
	case s.Goal == "":
		return s, SprintEvent{}, Refuse("Sprint %d has no goal yet. `/sprint plan` asks for it, then start it.", s.Number)
	case s.Ends < today:
		return s, SprintEvent{}, Refuse("Sprint %d was planned until %s, which is over. Choose new dates with `/sprint plan`, then start it.", s.Number, ShortDay(s.Ends))
	case s.DemoAt().Before(now):
		return s, SprintEvent{}, Refuse("The demo of sprint %d was planned for %s at %s, which is over. Choose another time with `/sprint plan`, then start it.",
			s.Number, ShortDay(s.DemoDay), s.DemoTime)
	}
	s.State, s.StartedBy, s.Started = SprintActive, by, now
	return s, SprintEvent{Sprint: s.ID, By: by, Kind: SprintStarted}, nil
}

// Lacks is what a planned sprint needs before it can be started, as the end of a sentence; empty where it needs nothing.
func (s Sprint) Lacks(now time.Time) string {
	switch {
	case s.Goal == "":
		return "its goal is still to be said"
	case s.Ends < Today(now, s.Zone):
		return "its dates are over"
	case s.DemoAt().Before(now):
		return "the time of its demo is over"
	}
	return ""
}

// Add has a story of the backlog join the active sprint. The reason is asked for: it is a change of scope.
func (s Sprint) Add(r Request, in SprintStory, reason, by string, now time.Time) (SprintMove, error) {
	reason, err := needReason("reason", reason, "Say who asks for it, and why now: the team reads it.")
	if err != nil {
		return SprintMove{}, err
	}
	m, err := s.Join(r, in, Added, by, now)
	m.Decision.Reason, m.Event.Reason = reason, reason
	return m, err
}

// CountOf are stories as a sprint counts them.
func CountOf(stories ...Request) (c SprintCount) {
	for _, r := range stories {
		c = c.and(r.Points)
	}
	return c
}

// PlanTotal says how much is picked for a sprint: "4 stories · 21 of 23 points · 1 without points".
func PlanTotal(c SprintCount, capacity int) string {
	words := Figure(c.Stories, "story", "stories") + " · " + Figure(c.Points, "point", "points")
	if capacity > 0 {
		words = fmt.Sprintf("%s · %s of %s", Figure(c.Stories, "story", "stories"), Thousands(c.Points), Figure(capacity, "point", "points"))
	}
	if c.Unsized > 0 {
		words += " · " + Thousands(c.Unsized) + " without points"
	}
	return words
}

// OverCapacity says kindly that more is picked for a sprint than the team can do; it is empty where it is not. Nobody is kept from it.
func OverCapacity(c SprintCount, capacity int) string {
	if over := c.Points - capacity; capacity > 0 && over > 0 {
		return Figure(over, "point", "points") + " above the capacity: it is yours to decide. A sprint with some room takes what nobody sees coming."
	}
	return ""
}
