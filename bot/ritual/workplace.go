package ritual

import (
	"cmp"
	"slices"
	"time"
)

// A Workplace is where and when somebody works. What is empty in it is the default of each: UTC, Monday to Friday, nine to
// five, no holidays.
type Workplace struct {
	Zone     string   // IANA name; one that is not known counts as UTC
	From     string   // HH:MM: working hours begin
	Until    string   // HH:MM: and end
	Days     Weekdays // on which they work
	Holidays []string // YYYY-MM-DD: those of them that are off
}

// Weekdays are days of the week. The zero value is Monday to Friday.
type Weekdays uint8

// MondayToFriday are the days on which people work unless somebody says otherwise.
const MondayToFriday Weekdays = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday

// Has reports whether a day of the week is one of them.
func (ds Weekdays) Has(d time.Weekday) bool { return cmp.Or(ds, MondayToFriday)&(1<<d) != 0 }

// The working hours where nobody chose others.
const (
	hoursFrom  = 9 * time.Hour
	hoursUntil = 17 * time.Hour
)

// Workplace is where and when a person works: their own hours and days, else those of the product. A holiday of the product
// is one for everybody.
func (s Settings) Workplace(who Person) Workplace {
	w := who.Work
	w.Zone = cmp.Or(who.Zone, s.Zone)
	if w.From == "" || w.Until == "" {
		w.From, w.Until = s.From, s.Until
	}
	w.Holidays = slices.Concat(w.Holidays, s.Holidays)
	return w
}

// hours are the working hours, as times since midnight.
func (w Workplace) hours() (from, until time.Duration) {
	from, until = hoursFrom, hoursUntil
	if t, ok := clock(w.From); ok {
		from = t
	}
	if t, ok := clock(w.Until); ok {
		until = t
	}
	return from, until
}

// works reports whether people work on a day: neither at the weekend nor on a holiday.
func (w Workplace) works(c civil) bool {
	return w.Days.Has(time.Time(c).Weekday()) && !slices.Contains(w.Holidays, c.String())
}

// WorkingDay reports whether the civil day of now is one on which people work.
func (w Workplace) WorkingDay(now time.Time) bool { return w.works(civilOf(now, zoneOf(w.Zone))) }

// WorkingHours reports whether now is within working hours: from their first minute to before their last.
func (w Workplace) WorkingHours(now time.Time) bool {
	loc := zoneOf(w.Zone)
	day := civilOf(now, loc)
	from, until := w.hours()
	return w.works(day) && !now.Before(day.at(from, loc)) && now.Before(day.at(until, loc))
}

// NextWorkingMorning is the next instant after now at which working hours begin.
func (w Workplace) NextWorkingMorning(now time.Time) time.Time {
	loc := zoneOf(w.Zone)
	from, _ := w.hours()
	day := civilOf(now, loc)
	if t := day.at(from, loc); w.works(day) && t.After(now) {
		return t
	}
	return w.next(day).at(from, loc)
}

// MorningAfter is when working hours begin on the next working day after today.
func (w Workplace) MorningAfter(now time.Time) time.Time {
	loc := zoneOf(w.Zone)
	from, _ := w.hours()
	return w.next(civilOf(now, loc)).at(from, loc)
}

// next is the next working day after a day.
func (w Workplace) next(c civil) civil {
	for c = c.add(1); !w.works(c); c = c.add(1) {
	}
	return c
}

// AfterWorkingDays is the instant n working days after another one, to the minute and always within working hours: at the
// same time of the day, counted from the next working morning where nobody was at work.
func (w Workplace) AfterWorkingDays(since time.Time, n int) time.Time {
	loc := zoneOf(w.Zone)
	if !w.WorkingHours(since) {
		since = w.NextWorkingMorning(since)
	}
	day := civilOf(since, loc)
	h, m, _ := since.In(loc).Clock()
	for range n {
		day = w.next(day)
	}
	return day.at(time.Duration(h)*time.Hour+time.Duration(m)*time.Minute, loc)
}
