package ritual

import "time"

// Monday is the instant at which the week of now began in a zone. A zone that is not known counts as UTC.
func Monday(now time.Time, zone string) time.Time {
	loc := zoneOf(zone)
	today := civilOf(now, loc)
	since := (int(time.Time(today).Weekday()) + 6) % 7 // days
	return today.add(-since).at(0, loc)
}
