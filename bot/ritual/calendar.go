package ritual

import (
	"slices"
	"time"
)

// morning is the hour at which what is due on a day comes up.
const morning = 9 * time.Hour

// zoneOf is a zone by its IANA name. One that is not known counts as UTC.
func zoneOf(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return loc
}

// A civil is a day without a zone: midnight UTC of it, so that days can be counted.
type civil time.Time

func civilOf(now time.Time, loc *time.Location) civil {
	y, m, d := now.In(loc).Date()
	return civil(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

func (c civil) String() string  { return time.Time(c).Format(time.DateOnly) }
func (c civil) add(n int) civil { return civil(time.Time(c).AddDate(0, 0, n)) }

// at is the instant at which the clocks of a zone show a time of the day. A time that a change of the clocks skips is
// that of the change; one that comes twice is the first.
func (c civil) at(clock time.Duration, loc *time.Location) time.Time {
	y, m, d := time.Time(c).Date()
	t := time.Date(y, m, d, 0, int(clock/time.Minute), 0, 0, loc)
	shown := func(t time.Time) time.Time { // what clocks show, as if it were UTC
		_, ahead := t.Zone()
		return t.UTC().Add(time.Duration(ahead) * time.Second)
	}
	want := time.Time(c).Add(clock)
	start, end := t.ZoneBounds()
	switch got := shown(t); {
	case got.After(want): // skipped, and t is after the change
		return start
	case got.Before(want): // skipped, and t is before it
		return end
	}
	if start.IsZero() {
		return t
	}
	_, before := start.Add(-time.Second).Zone()
	_, now := t.Zone()
	if first := t.Add(-time.Duration(before-now) * time.Second); first.Before(start) {
		return first
	}
	return t
}

// Morning is the instant at which a civil day, YYYY-MM-DD, is taken up in a zone. A zone that is not known counts as UTC.
func Morning(day, zone string) (time.Time, error) {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return d, err
	}
	return civil(d).at(morning, zoneOf(zone)), nil
}

// Day is a civil date, YYYY-MM-DD, as people read it: "1 Apr 2026".
func Day(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("2 Jan 2006")
}

// Today is the civil date at an instant in a zone, as YYYY-MM-DD. A zone that is not known counts as UTC.
func Today(now time.Time, zone string) string { return civilOf(now, zoneOf(zone)).String() }

// LocalDay is the instant at which the civil day of now began in a zone.
func LocalDay(now time.Time, zone string) time.Time {
	loc := zoneOf(zone)
	return civilOf(now, loc).at(0, loc)
}

// works reports whether a product's people work on a day: neither at the weekend nor on a holiday.
func (s Settings) works(c civil) bool {
	w := time.Time(c).Weekday()
	return w != time.Saturday && w != time.Sunday && !slices.Contains(s.Holidays, c.String())
}

// WorkingDay reports whether the civil day of now in a zone is one on which people work.
func WorkingDay(now time.Time, zone string, s Settings) bool {
	return s.works(civilOf(now, zoneOf(zone)))
}

// WorkingHours reports whether now is within working hours in a zone: from their first minute to before their last.
func WorkingHours(now time.Time, zone string, s Settings) bool {
	loc := zoneOf(zone)
	day := civilOf(now, loc)
	from, until := s.hours()
	return s.works(day) && !now.Before(day.at(from, loc)) && now.Before(day.at(until, loc))
}

// NextWorkingMorning is the next instant after now at which working hours begin in a zone.
func NextWorkingMorning(now time.Time, zone string, s Settings) time.Time {
	loc := zoneOf(zone)
	from, _ := s.hours()
	day := civilOf(now, loc)
	if t := day.at(from, loc); s.works(day) && t.After(now) {
		return t
	}
	return s.next(day).at(from, loc)
}

// MorningAfter is when working hours begin in a zone on the next working day after today.
func MorningAfter(now time.Time, zone string, s Settings) time.Time {
	loc := zoneOf(zone)
	from, _ := s.hours()
	return s.next(civilOf(now, loc)).at(from, loc)
}

// next is the next working day after a day.
func (s Settings) next(c civil) civil {
	for c = c.add(1); !s.works(c); c = c.add(1) {
	}
	return c
}

// AfterWorkingDays is the instant n working days after another one in a zone, to the minute and always within working
// hours: at the same time of the day, counted from the next working morning where nobody was at work.
func AfterWorkingDays(since time.Time, n int, zone string, s Settings) time.Time {
	loc := zoneOf(zone)
	if !WorkingHours(since, zone, s) {
		since = NextWorkingMorning(since, zone, s)
	}
	day := civilOf(since, loc)
	h, m, _ := since.In(loc).Clock()
	for range n {
		day = s.next(day)
	}
	return day.at(time.Duration(h)*time.Hour+time.Duration(m)*time.Minute, loc)
}
