package ritual

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// SprintFacts are what a sprint's result needs to know at close besides the sprint's ledger.
type SprintFacts struct {
	Stories    []SprintStory          // as they stand in the sprint
	Objectives map[string]string      // of each story that was in the sprint: its objective's id; none where it has none
	Names      map[string]string      // of each objective, by id
	ToDo       map[string]SprintCount // by objective: its stories that are aligned and not done, in the sprint or not (store.ToDoByObjective)
	Before     []Result               // of the product's sprints that are closed
	Found      int                    // defects, as are Fixed
	Fixed      int
}

// ResultOf is what a sprint came to. Its ledger has where each story went that was left over.
//
// The scope of an objective is what was ever done for it in sprints and what is still to do: its stories in Awaiting priority,
// Backlog and In sprint. So what was parked, declined, merged, split or withdrawn is not in it, but its parts are; what is done
// stays in it, and with the points that it had; and never is more done than there is.
func ResultOf(events []SprintEvent, facts SprintFacts) Result {
	f := FiguresOf(events)
	f.Found, f.Fixed = facts.Found, facts.Fixed
	r := Result{Figures: f}
	for _, m := range inOrder(tallyOf(events).members) {
		r.Stories = append(r.Stories, m.result(facts))
	}
	r.Objectives = objectivesOf(r.Stories, facts)
	return r
}

// end is how a story ended. What was left over and went nowhere else is in the backlog.
func (m *member) end() StoryEnd {
	switch {
	case !m.in:
		return EndRemoved
	case m.done:
		return EndDone
	}
	return cmp.Or(m.ends, EndBack)
}

// inOrder are the stories of a sprint: done, then left, then removed, each in the order in which they joined.
func inOrder(members map[string]*member) []*member {
	rank := map[StoryEnd]int{EndCarried: 1, EndBack: 1, EndRemoved: 2}
	return slices.SortedFunc(maps.Values(members), func(a, b *member) int {
		return cmp.Or(rank[a.end()]-rank[b.end()], a.joined-b.joined)
	})
}

func (m *member) result(facts SprintFacts) StoryResult {
	s := StoryResult{Request: m.request, Points: m.points, Added: m.added, Owner: m.owner,
		Objective: facts.Objectives[m.request], End: m.end(), Reason: m.reason}
	if i := slices.IndexFunc(facts.Stories, func(in SprintStory) bool { return in.Request == m.request }); i >= 0 && m.in {
		s.Owner = facts.Stories[i].Owner // a story that was carried came with one
	}
	if s.End == EndDone {
		s.Reason = ""
	}
	return s
}

// objectivesOf are the objectives of stories: most points done first, then most stories, then by name; what has none is last.
func objectivesOf(stories []StoryResult, facts SprintFacts) []ObjectiveResult {
	all := map[string]*ObjectiveResult{}
	for _, s := range stories {
		o := all[s.Objective]
		if o == nil {
			o = &ObjectiveResult{Objective: s.Objective, Name: facts.Names[s.Objective]}
			all[s.Objective] = o
		}
		if s.End == EndDone {
			o.Done = o.Done.and(s.Points)
		}
	}
	var list []ObjectiveResult
	for _, o := range all {
		o.DoneEver = o.Done
		for _, before := range facts.Before {
			o.DoneEver = o.DoneEver.Plus(before.doneFor(o.Objective))
		}
		o.Scope = o.DoneEver.Plus(facts.ToDo[o.Objective])
		list = append(list, *o)
	}
	slices.SortFunc(list, func(a, b ObjectiveResult) int {
		if (a.Objective == "") != (b.Objective == "") {
			return cmp.Compare(b.Objective, a.Objective)
		}
		return cmp.Or(b.Done.Points-a.Done.Points, b.Done.Stories-a.Done.Stories,
			cmp.Compare(a.Name, b.Name), cmp.Compare(a.Objective, b.Objective))
	})
	return list
}

// doneFor is what a sprint did for an objective.
func (r Result) doneFor(objective string) SprintCount {
	for _, o := range r.Objectives {
		if o.Objective == objective {
			return o.Done
		}
	}
	return SprintCount{}
}

// Velocity is the points of the stories that were done. Those without points are counted apart, in Figures.Done.
func Velocity(r Result) int { return r.Figures.Done.Points }

// MeanOf is how many sprints a mean velocity is of.
const MeanOf = 3

// MeanVelocity is the mean velocity of the last three closed sprints, rounded to whole points. There is none before there are three.
func MeanVelocity(sprints []Sprint) (int, bool) {
	closed := slices.DeleteFunc(slices.Clone(sprints), func(s Sprint) bool { return s.State != SprintClosed })
	slices.SortFunc(closed, func(a, b Sprint) int { return b.Number - a.Number })
	if len(closed) < MeanOf {
		return 0, false
	}
	sum := 0
	for _, s := range closed[:MeanOf] {
		sum += Velocity(s.Result)
	}
	return (2*sum + MeanOf) / (2 * MeanOf), true
}

// WorkingDaysLeft are which working day of a sprint today is, of how many, and how many come after today: on its last day, none.
// Before its first day it is day 0; on a day off, the working day before; after its last day, its last. One that was started
// early has more days. The days are those of the sprint's zone, whatever zone the workplace is in; a day that it left out is none.
func WorkingDaysLeft(s Sprint, now time.Time, at Workplace) (day, of, left int) {
	today := Today(now, s.Zone)
	first, last := dayOf(s.firstDay()), dayOf(s.Ends)
	for c := first; c.until(last) >= 0; c = c.add(1) {
		if !at.works(c) || !c.at(0, zoneOf(s.Zone)).Before(DayEnds(s, c.String())) {
			continue
		}
		of++
		if c.String() <= today {
			day++
		}
	}
	return day, of, of - day
}

// firstDay is the day on which a sprint begins: that of the plan, or an earlier one on which it was started.
func (s Sprint) firstDay() string {
	if s.Started.IsZero() {
		return s.Starts
	}
	return min(s.Starts, Today(s.Started, s.Zone))
}

// dayOf is a civil date that a sprint has; they were checked when it was planned.
func dayOf(date string) civil {
	t, _ := time.Parse(time.DateOnly, date)
	return civil(t)
}

// TimeLeft says where a sprint stands in its time: "day 4 of 10 · 6 working days left", "day 10 of 10 · ends today", "starts in 2
// days", "was to start yesterday", "ended 2 days ago".
func TimeLeft(s Sprint, now time.Time, at Workplace) string {
	today, last := dayOf(Today(now, s.Zone)), dayOf(s.Ends)
	switch to, past := today.until(dayOf(s.firstDay())), last.until(today); {
	case to > 0:
		return "starts " + inDays(to)
	case s.State == SprintPlanned && to == 0:
		return "starts today"
	case s.State == SprintPlanned:
		return "was to start " + daysAgo(-to)
	case past > 0:
		return "ended " + daysAgo(past)
	}
	day, of, left := WorkingDaysLeft(s, now, at)
	words := ""
	if day > 0 {
		words = "day " + Thousands(day) + " of " + Thousands(of) + " · "
	}
	switch to := today.until(last); {
	case to == 0:
		return words + "ends today"
	case left == 0:
		return words + "ends " + inDays(to)
	}
	return words + Figure(left, "working day", "working days") + " left"
}

// until is how many days another one comes later.
func (c civil) until(d civil) int { return int(time.Time(d).Sub(time.Time(c)) / (24 * time.Hour)) }

func daysAgo(n int) string {
	if n == 1 {
		return "yesterday"
	}
	return Figure(n, "day", "days") + " ago"
}

func inDays(n int) string {
	if n == 1 {
		return "tomorrow"
	}
	return "in " + Figure(n, "day", "days")
}
