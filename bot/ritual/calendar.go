package ritual

import "time"

// Today is the civil date at an instant in a zone, as YYYY-MM-DD. A zone that is not known counts as UTC.
func Today(now time.Time, zone string) string {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return now.In(loc).Format(time.DateOnly)
}
