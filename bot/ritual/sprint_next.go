package ritual

import "time"

// UsualSprint is the sprint that is planned next where nobody says otherwise: from the working day after the latest one, and not
// before today; as long as that one, or two weeks. It ends on a working day, on which the demo is. others are the product's sprints.
func UsualSprint(others []Sprint, at Workplace, now time.Time) Sprint {
	first, days := civilOf(now, zoneOf(at.Zone)), usualDays
	follows := false // in the rhythm of the last one
	if last, ok := latest(others); ok {
		from, to, weekly := at.whole(last)
		days = from.until(to) + 1
		if last.ended() != last.Ends {
			to = dayOf(last.ended())
		}
		if after := to.add(1); first.until(after) > 0 {
			first, follows = after, weekly
		}
	}
	if follows {
		first = at.weekday(first)
	} else {
		first = at.next(first.add(-1))
	}
	start, end := at.next(first.add(-1)), first.add(days-1)
	for end.until(start) < 0 && !at.works(end) {
		end = end.add(-1)
	}
	if end.until(start) > 0 { // a holiday took all of it
		end = start
	}
	return Sprint{Starts: start.String(), Ends: end.String(), DemoDay: end.String(), DemoTime: usualDemo, Zone: at.Zone, State: SprintPlanned}
}

// whole are the first and the last day of a sprint that begins on the same day of the week as the one after it, with the holidays
// before it and the days off after it that this takes: so a holiday does not shift all sprints after it. weekly is false of any other, which stays as it is.
func (w Workplace) whole(s Sprint) (first, last civil, weekly bool) {
	first, last = dayOf(s.Starts), dayOf(s.Ends)
	for to := last; ; to = to.add(1) {
		next := time.Time(w.weekday(to.add(1))).Weekday()
		for from := first; ; from = from.add(-1) {
			if time.Time(from).Weekday() == next {
				return from, to, true
			}
			if before := from.add(-1); w.works(before) || !w.Days.Has(time.Time(before).Weekday()) {
				break
			}
		}
		if w.works(to.add(1)) {
			return first, last, false
		}
	}
}

// weekday is the first day of the working week from a day on, holiday or not.
func (w Workplace) weekday(c civil) civil {
	for !w.Days.Has(time.Time(c).Weekday()) {
		c = c.add(1)
	}
	return c
}

// latest is the last sprint that was started.
func latest(sprints []Sprint) (last Sprint, ok bool) {
	for _, s := range sprints {
		if s.State != SprintPlanned && (!ok || s.Number > last.Number) {
			last, ok = s, true
		}
	}
	return last, ok
}

// ended is the day after which the next sprint follows where nobody says otherwise: the last one, unless it was closed before.
func (s Sprint) ended() string {
	if s.State == SprintClosed && Today(s.Closed, s.Zone) >= s.Ends {
		return s.Ends
	}
	return s.lastDay()
}
