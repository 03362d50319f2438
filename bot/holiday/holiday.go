// Package holiday guesses from somebody's time zone when they are off: on the public holidays of the country that the zone
// belongs to, and at its weekend. A guess is a default: people change it on their Home tab.
//
// The holidays are those of github.com/rickar/cal: each on its own day and on the one on which it is observed. Of a
// country that it does not have, none are known.
package holiday

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rickar/cal/v2"

	"tandem/bot/ritual"
)

// A Country is one whose holidays are known, or a part of one that has its own.
type Country struct {
	Code string // ISO 3166: DE, or DE-BY
	Name string // as a sentence names it: "Bavaria, Germany"
}

// Countries are all of them by name.
var Countries = sync.OnceValue(func() []Country {
	all := make([]Country, 0, len(countries))
	for code, c := range countries {
		all = append(all, Country{code, c.name})
	}
	slices.SortFunc(all, func(a, b Country) int { return strings.Compare(a.Sort(), b.Sort()) })
	return all
})

// Sort is what a country is found by in a list: its parts stand behind it.
func (c Country) Sort() string {
	if part, whole, ok := strings.Cut(c.Name, ", "); ok {
		return whole + ", " + strings.TrimPrefix(part, "the ")
	}
	return strings.TrimPrefix(c.Name, "the ")
}

// Name is the name of a country, or empty where its holidays are not known.
func Name(code string) string { return countries[code].name }

// Of is the country that a time zone belongs to, as far as it matters: where its holidays are known. Slack lets people choose
// their zone from a list in which one city often stands for several countries, so it is no more than a guess.
func Of(zone string) string { return zoneCountry()[zone] }

// Week are the days on which people work where a zone is.
func Week(zone string) ritual.Weekdays { return zoneWeek()[zone] }

// Work is where and when somebody works: what they chose, else what follows from their zone. Holidays are those of the year
// and of the ones beside it.
func Work(zone string, own ritual.Own, year int) ritual.Workplace {
	return ritual.Workplace{From: own.From, Until: own.Until, Days: cmp.Or(own.Days, Week(zone)),
		Holidays: slices.Concat(Days(cmp.Or(own.Country, Of(zone)), year-1, year+1), own.Off)}
}

// Days are the days off of a country in the years from the first to the last, YYYY-MM-DD in order; none where they are not
// known. They are shared and must not be changed.
func Days(code string, first, last int) []string {
	if _, known := countries[code]; !known {
		return nil
	}
	type span struct {
		code        string
		first, last int
	}
	at := span{code, first, last}
	if days, ok := computed.Load(at); ok {
		return days.([]string)
	}
	days := slices.DeleteFunc(compute(code, first-1, last+1), func(day string) bool { // New Year's Day may be observed the year before
		return day < yearStart(first) || day >= yearStart(last+1)
	})
	computed.Store(at, days)
	return days
}

// computed are the days that were worked out already, by country and span of years.
var computed sync.Map

func yearStart(year int) string {
	return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// civil has the library count in days that every year has: in a local zone, a change of the clocks may skip a midnight.
var civil = sync.OnceFunc(func() { cal.DefaultLoc = time.UTC })

// compute works out a country's days off in some years.
func compute(code string, first, last int) []string {
	civil()
	var days []string
	for year := first; year <= last; year++ {
		for _, h := range countries[code].days {
			actual, observed := h.Calc(year)
			if actual.IsZero() {
				continue
			}
			days = append(days, actual.Format(time.DateOnly))
			if code != "JP" { // whose rule is below
				days = append(days, observed.Format(time.DateOnly))
			}
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	if code == "JP" {
		days = substituted(days)
	}
	return days
}

// substituted adds what Japan's law on public holidays adds to them (Act 178 of 1948, article 3): for one on a Sunday the next
// day that is none, and a day between two of them.
func substituted(days []string) []string {
	all := slices.Clone(days)
	for _, day := range days {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			continue
		}
		if d.Weekday() == time.Sunday {
			next := d.AddDate(0, 0, 1)
			for slices.Contains(days, next.Format(time.DateOnly)) {
				next = next.AddDate(0, 0, 1)
			}
			all = append(all, next.Format(time.DateOnly))
		}
		if slices.Contains(days, d.AddDate(0, 0, 2).Format(time.DateOnly)) {
			all = append(all, d.AddDate(0, 0, 1).Format(time.DateOnly))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
