package ritual

import (
	"sync"
	"time"
)

// zoneOf is a zone by its IANA name. One that is not known counts as UTC.
func zoneOf(name string) *time.Location {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	zones.Store(name, loc)
	return loc
}

// zones are those that were read before, by name: reading one takes longer than all else that is done with it.
var zones sync.Map

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
