package ritual

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Own is what somebody chose of when they work. What is empty they did not choose: it follows from the product, or from where
// they are.
type Own struct {
	From    string   // HH:MM; with Until or not at all
	Until   string   // HH:MM
	Days    Weekdays // on which they work
	Country string   // ISO 3166, whose public holidays are off; NoCountry: none are
	Off     []string // YYYY-MM-DD: their own days off
}

// NoCountry stands for that of somebody who works on public holidays.
const NoCountry = "none"

// NewOwn checks what the form with somebody's working hours said. Its fields are named as in the form: days are names of days
// of the week, off is lines of dates. What is wrong is refused all at once.
func NewOwn(from, until string, days []string, country, off string) (Own, error) {
	hours, badHours := checkHours(from, until)
	o := Own{From: hours[0], Until: hours[1], Country: strings.TrimSpace(country)}
	if o.From == "" || o.Until == "" { // one of them alone would turn with the other
		o.From, o.Until = writtenHours(Workplace{From: o.From, Until: o.Until})
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if slices.Contains(days, d.String()) {
			o.Days |= 1 << d
		}
	}
	var badDays error
	if o.Days == 0 {
		badDays = RefuseField("days", "Tick the days on which you work, at least one.")
	}
	list, badOff := parseHolidays("off", off)
	o.Off = list
	return o, join(badHours, badDays, badOff)
}

// writtenHours are a workplace's hours as they are written, also where they are the default.
func writtenHours(w Workplace) (from, until string) {
	f, u := w.hours()
	return time.Time{}.Add(f).Format(clockLayout), time.Time{}.Add(u).Format(clockLayout)
}

// OwnOf is a workplace as somebody would choose it, but for holidays.
func OwnOf(w Workplace) Own {
	o := Own{Days: cmp.Or(w.Days, MondayToFriday)}
	o.From, o.Until = writtenHours(w)
	return o
}

// Beyond is what somebody chose that is not so anyway: as they would work without a choice is usual. So what they left as it
// was goes on following from the product and from where they are.
func (o Own) Beyond(usual Own) Own {
	if o.From == usual.From && o.Until == usual.Until {
		o.From, o.Until = "", ""
	}
	if o.Days == usual.Days {
		o.Days = 0
	}
	if o.Country == usual.Country {
		o.Country = ""
	}
	return o
}

// Hours are a workplace's working hours as people read them: "9:00 to 17:00".
func (w Workplace) Hours() string {
	from, until := writtenHours(w)
	return strings.TrimPrefix(from, "0") + " to " + strings.TrimPrefix(until, "0")
}

// Written are the days as people read them: "Mon to Fri", "Tue to Thu and Sat". The week begins on Monday, unless the days go
// on over Sunday.
func (ds Weekdays) Written() string {
	var runs [][]time.Weekday // of days that follow each other
	for i := range 7 {
		d := time.Weekday((ds.first() + i) % 7)
		switch {
		case !ds.Has(d):
		case len(runs) > 0 && i > 0 && ds.Has((d+6)%7):
			runs[len(runs)-1] = append(runs[len(runs)-1], d)
		default:
			runs = append(runs, []time.Weekday{d})
		}
	}
	var words []string
	for _, run := range runs {
		if len(run) > 2 {
			words = append(words, shortDay(run[0])+" to "+shortDay(run[len(run)-1]))
			continue
		}
		for _, d := range run {
			words = append(words, shortDay(d))
		}
	}
	return And(words)
}

// first is the day with which the week is written: Monday, or the first day of those that go on over Sunday.
func (ds Weekdays) first() int {
	if !ds.Has(time.Sunday) || !ds.Has(time.Monday) {
		return int(time.Monday)
	}
	for d := 7; d > int(time.Monday); d-- { // back from Sunday
		if !ds.Has(time.Weekday((d + 6) % 7)) {
			return d % 7
		}
	}
	return int(time.Monday)
}

func shortDay(d time.Weekday) string { return d.String()[:3] }
