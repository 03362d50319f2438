package ritual

import "time"

// A Burndown is what was left of a sprint, day by day.
type Burndown struct {
	Committed SprintCount
	Days      []BurnDay
	Late      int  // of the days, how many at their beginning were over when the sprint was started
	Extra     int  // of the days, how many at their end came after the planned last one
	Closed    bool // nothing follows: the days to come are those after its close
}

// A BurnDay is one day of a sprint.
type BurnDay struct {
	Day            string // YYYY-MM-DD
	Off            bool   // no working day
	Is             Passing
	Left           SprintCount // when the day ended, or so far; nothing for a day to come, or before the sprint was started
	Added, Removed SprintCount // on this day
}

// Passing is how much of a day is over.
type Passing int

// How much of a day is over.
const (
	ToCome Passing = iota
	Running
	Over
)

// BurndownOf is the burndown of a sprint by its ledger, with today as it stands now. Which days are off is that of a workplace,
// whatever zone it is in: the days are those of the sprint's zone. A day that its zone left out is none.
func BurndownOf(s Sprint, events []SprintEvent, now time.Time, at Workplace) Burndown {
	b := Burndown{Committed: FiguresOf(events).Committed, Closed: s.State == SprintClosed}
	started, until := "", "" // until is the last day of which something is known
	stood := map[string]SprintDay{}
	for _, d := range SprintDays(s, events, now) {
		stood[d.Day], until = d, d.Day
	}
	if !s.Started.IsZero() {
		started = Today(s.Started, s.Zone)
		if !b.Closed {
			until = max(until, Today(now, s.Zone))
		}
	}
	var before Figures
	for c, last := dayOf(s.firstDay()), dayOf(max(s.Ends, until)); c.until(last) >= 0; c = c.add(1) {
		d := BurnDay{Day: c.String(), Off: !at.works(c)}
		if !c.at(0, zoneOf(s.Zone)).Before(DayEnds(s, d.Day)) {
			continue
		}
		if d.Day > s.Ends {
			b.Extra++
		}
		_, over := stood[d.Day]
		switch {
		case started != "" && d.Day < started:
			d.Is = Over
			b.Late++
		case over:
			d.Is = Over
			d.stands(&before, figuresBefore(events, DayEnds(s, d.Day)))
		case d.Day <= until:
			d.Is = Running
			d.stands(&before, FiguresOf(events))
		}
		b.Days = append(b.Days, d)
	}
	return b
}

// stands keeps how the sprint stood on a day, and what it changed since the figures of the day before.
func (d *BurnDay) stands(before *Figures, f Figures) {
	d.Left, d.Added, d.Removed = f.Left, f.Added.minus(before.Added), f.Removed.minus(before.Removed)
	*before = f
}

// minus is a count without what another one counts.
func (c SprintCount) minus(d SprintCount) SprintCount {
	return SprintCount{Stories: c.Stories - d.Stories, Unsized: c.Unsized - d.Unsized, Points: c.Points - d.Points}
}
