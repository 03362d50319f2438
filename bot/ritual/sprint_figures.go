package ritual

import "time"

// A member is a story that is in a sprint, or was, as its ledger tells.
type member struct {
	request string
	points  int // as it joined
	joined  int // counts who joined, to keep their order
	added   bool
	in      bool // not taken out
	done    bool
	owner   string
	ends    StoryEnd // what was chosen at close
	reason  string   // of the last who took it out, or said that it is not done, or why it was left over
}

// A tally goes through a sprint's ledger.
type tally struct {
	figures Figures // all but Done, Left and the defects
	members map[string]*member
	joined  int
	closed  bool
}

// tallyOf goes through a ledger in its order. What changes nothing is passed over: a story that joins twice, is done twice, or is not
// in the sprint. So is all that comes after the close, but for where the rest went.
func tallyOf(events []SprintEvent) *tally {
	t := &tally{members: map[string]*member{}}
	for _, e := range events {
		t.take(e)
	}
	return t
}

func (t *tally) take(e SprintEvent) {
	m := t.members[e.Request]
	switch in := m != nil && m.in; {
	case e.Kind == SprintEnded:
		t.closed = true
	case in && e.Kind == CarriedOver:
		m.left(EndCarried, e)
	case in && e.Kind == BackToBacklog:
		m.left(EndBack, e)
	case t.closed:
	case in:
		t.change(m, e)
	case e.Kind == Committed:
		t.join(e, &t.figures.Committed)
	case e.Kind == Added:
		t.join(e, &t.figures.Added)
	}
}

// join has a story be in the sprint, with nothing of what was when it was in it before.
func (t *tally) join(e SprintEvent, count *SprintCount) {
	t.joined++
	t.members[e.Request] = &member{request: e.Request, points: e.Points, joined: t.joined, added: e.Kind == Added, in: true}
	*count = count.and(e.Points)
}

// change keeps what happened to a story that is in the sprint.
func (t *tally) change(m *member, e SprintEvent) {
	switch e.Kind {
	case Removed:
		m.in, m.reason = false, e.Reason
		t.figures.Removed = t.figures.Removed.and(m.points)
	case WorkBegun:
		m.owner = e.By
	case OwnerChanged:
		m.owner = e.Detail
	case WorkFinished:
		m.done = true
		if m.owner == "" {
			m.owner = e.By
		}
	case WorkReopened:
		m.done, m.reason = false, e.Reason
	}
}

// left keeps where a story went that was left over. Without a reason, why it was returned last stands.
func (m *member) left(end StoryEnd, e SprintEvent) {
	m.ends = end
	if e.Reason != "" {
		m.reason = e.Reason
	}
}

// and is a count with one more story of so many points, 0 for one without.
func (c SprintCount) and(points int) SprintCount {
	one := SprintCount{Stories: 1, Points: points}
	if points == 0 {
		one.Unsized = 1
	}
	return c.Plus(one)
}

// Plus is two counts together.
func (c SprintCount) Plus(d SprintCount) SprintCount {
	return SprintCount{Stories: c.Stories + d.Stories, Unsized: c.Unsized + d.Unsized, Points: c.Points + d.Points}
}

// FiguresOf are the figures of a sprint by its ledger, in the ledger's order, but for the defects: Committed + Added − Removed =
// Done + Left in each number, whatever happened. Points are those with which a story joined. A story that was taken out and came
// again is counted as removed and as added; what is done and then taken out, as removed only. Nothing after the close counts.
func FiguresOf(events []SprintEvent) Figures {
	t := tallyOf(events)
	f := t.figures
	for _, m := range t.members {
		switch {
		case !m.in:
		case m.done:
			f.Done = f.Done.and(m.points)
		default:
			f.Left = f.Left.and(m.points)
		}
	}
	return f
}

// SprintAt is how a sprint stood at an instant, before anything that happened at it. Its Day is empty.
func SprintAt(events []SprintEvent, at time.Time) SprintDay {
	f := figuresBefore(events, at)
	return SprintDay{Left: f.Left, Scope: f.Done.Plus(f.Left)}
}

// figuresBefore are the figures of a sprint by all that happened before an instant.
func figuresBefore(events []SprintEvent, at time.Time) Figures {
	var before []SprintEvent
	for _, e := range events {
		if e.At.Before(at) {
			before = append(before, e)
		}
	}
	return FiguresOf(before)
}

// DayEnds is when a civil day, YYYY-MM-DD, ends where a sprint is: the instant at which the next one begins.
func DayEnds(s Sprint, day string) time.Time { return dayOf(day).add(1).at(0, zoneOf(s.Zone)) }

// NextDayEnd is the first instant after now at which a day ends where a sprint is.
func NextDayEnd(s Sprint, now time.Time) time.Time {
	loc := zoneOf(s.Zone)
	for c := civilOf(now, loc); ; c = c.add(1) {
		if ends := c.add(1).at(0, loc); ends.After(now) {
			return ends
		}
	}
}

// SprintDays are how a sprint stood at the end of each of its days, by its ledger: from the day on which it was started, whatever was
// planned, to the last that has ended by now, or to that of its close. A day that its zone left out is none. A sprint that was not
// started has none.
func SprintDays(s Sprint, events []SprintEvent, now time.Time) (days []SprintDay) {
	if s.Started.IsZero() {
		return nil
	}
	loc, closed := zoneOf(s.Zone), s.State == SprintClosed
	for c := civilOf(s.Started, loc); ; c = c.add(1) {
		ends := c.add(1).at(0, loc)
		if !closed && ends.After(now) {
			return days
		}
		if c.at(0, loc).Before(ends) {
			day := SprintAt(events, ends)
			day.Day = c.String()
			days = append(days, day)
		}
		if closed && ends.After(s.Closed) {
			return days
		}
	}
}

// String is a count as people read it: "21 points (+2 stories without points)".
func (c SprintCount) String() string {
	unsized := Figure(c.Unsized, "story", "stories") + " without points"
	switch {
	case c.Unsized == 0:
		return Figure(c.Points, "point", "points")
	case c.Unsized == c.Stories:
		return unsized
	}
	return Figure(c.Points, "point", "points") + " (+" + unsized + ")"
}
