package ritual

import "time"

// morning is the hour at which what is due on a day comes up.
const morning = 9

// Morning is the instant at which a civil day, YYYY-MM-DD, is taken up in a zone. A zone that is not known counts as UTC.
func Morning(day, zone string) (time.Time, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	d, err := time.ParseInLocation(time.DateOnly, day, loc)
	if err != nil {
		return d, err
	}
	return time.Date(d.Year(), d.Month(), d.Day(), morning, 0, 0, 0, loc), nil
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
func Today(now time.Time, zone string) string {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return now.In(loc).Format(time.DateOnly)
}
