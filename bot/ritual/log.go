package ritual

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// The log of decisions: which of what is kept decides something, and which part of the log somebody means.

// scopeDecisions are the verdicts about the scope that decide something. The others tell that something was asked, said or
// taken back.
var scopeDecisions = []Verdict{Divided, MadeFeature, MadeProblem, MadePraise, InSprintNow, OutOfSprint, LeftOver, CarriedOn, Unpicked, ShippedIt}

// Decides reports whether somebody decided something by it: a question and its answer decide nothing.
func (d Decision) Decides() bool {
	return d.Topic != Scope || slices.Contains(scopeDecisions, d.Verdict)
}

// ScopeDecisions are the verdicts about the scope that decide something.
func ScopeDecisions() []Verdict { return slices.Clone(scopeDecisions) }

// A LogPart is which decisions of the log are meant. Its text is what people type after "topic:".
type LogPart string

// The parts of the log.
const (
	LogMatters   LogPart = ""           // without how large stories are and who may read them
	LogAlignment LogPart = "alignment"  // why
	LogPriority  LogPart = "priority"   // what next
	LogScope     LogPart = "scope"      // what belongs to it: splits, kinds, merges, sprints
	LogAccepted  LogPart = "acceptance" // what was accepted and returned
	LogAll       LogPart = "all"
)

// LogParts are all parts of the log, with what people call them, in the order of the menu.
var LogParts = []struct {
	Part LogPart
	Name string
}{
	{LogMatters, "What matters"},
	{LogAlignment, "Alignment"},
	{LogPriority, "Priority and order"},
	{LogScope, "Scope and merges"},
	{LogAccepted, "Acceptance"},
	{LogAll, "All decisions"},
}

// Topics are those that a part of the log has, or if there are none, all but the others.
func (l LogPart) Topics() (only, but []Topic) {
	switch l {
	case LogAlignment:
		return []Topic{Alignment}, nil
	case LogPriority:
		return []Topic{Priority, Order}, nil
	case LogScope:
		return []Topic{Scope, Union}, nil
	case LogAccepted:
		return []Topic{Acceptance}, nil
	case LogAll:
		return nil, nil
	}
	return nil, []Topic{Sizing, Privacy}
}

// NewLogPart reads a part of the log as people type it.
func NewLogPart(words string) (LogPart, error) {
	for _, l := range LogParts {
		if strings.EqualFold(words, string(l.Part)) || strings.EqualFold(words, l.Name) {
			return l.Part, nil
		}
	}
	return "", Refuse("“%s” is not a topic of decisions. There are `topic:alignment`, `topic:priority`, `topic:scope` and `topic:all`.", short(words))
}

// monthLayout is how a month is written, without a zone.
const monthLayout = "2006-01"

// ParseMonth reads a month as people type it: 2026-11, 11/2026, "November 2026", "nov", "this month" or "last". One without a year
// is the latest that has begun. It returns it as YYYY-MM.
func ParseMonth(words string, now time.Time, zone string) (string, error) {
	w := strings.Join(strings.Fields(strings.ToLower(strings.NewReplacer(",", " ", ".", " ").Replace(words))), " ")
	today := time.Time(civilOf(now, zoneOf(zone)))
	this := today.AddDate(0, 0, 1-today.Day())
	switch strings.TrimSuffix(w, " month") {
	case "this":
		return this.Format(monthLayout), nil
	case "last", "previous":
		return this.AddDate(0, -1, 0).Format(monthLayout), nil
	}
	for _, layout := range []string{monthLayout, "2006-1", "2006/1", "1/2006", "Jan 2006", "January 2006"} {
		if t, err := time.Parse(layout, w); err == nil && t.Year() >= 1970 {
			return t.Format(monthLayout), nil
		}
	}
	for _, layout := range []string{"Jan", "January"} {
		if t, err := time.Parse(layout, w); err == nil {
			m := time.Date(this.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
			if m.After(this) {
				m = m.AddDate(-1, 0, 0)
			}
			return m.Format(monthLayout), nil
		}
	}
	return "", Refuse("“%s” is not a month. One looks like `month:%s`.", short(words), this.Format(monthLayout))
}

// MonthSpan is the instant at which a month, YYYY-MM, begins in a zone, and that at which the next one does. ok is false where
// it is no month.
func MonthSpan(month, zone string) (from, before time.Time, ok bool) {
	t, err := time.Parse(monthLayout, month)
	if err != nil {
		return from, before, false
	}
	loc := zoneOf(zone)
	return civil(t).at(0, loc), civil(t.AddDate(0, 1, 0)).at(0, loc), true
}

// MonthOf is the month, YYYY-MM, of an instant in a zone.
func MonthOf(t time.Time, zone string) string {
	return time.Time(civilOf(t, zoneOf(zone))).Format(monthLayout)
}

// MonthName is a month, YYYY-MM, as people read it: "November 2026".
func MonthName(month string) string {
	t, err := time.Parse(monthLayout, month)
	if err != nil {
		return month
	}
	return t.Format("January 2006")
}

// Lasted is how long something took, as people read it: "20 minutes", "26 hours", "5 days", "3 months". It is rounded to the
// nearest of them, but for minutes; two days are the least that is told in days.
func Lasted(d time.Duration) string {
	count := func(n time.Duration, one string) string {
		if n == 1 {
			return "1 " + one
		}
		return strconv.Itoa(int(n)) + " " + one + "s"
	}
	const day = 24 * time.Hour
	nearest := func(unit time.Duration) time.Duration { return (d + unit/2) / unit }
	switch {
	case d < time.Minute:
		return "less than a minute"
	case d < time.Hour:
		return count(d/time.Minute, "minute")
	case d < 2*day:
		return count(nearest(time.Hour), "hour")
	case d < 90*day:
		return count(nearest(day), "day")
	case d < 2*365*day:
		return count(nearest(30*day), "month")
	}
	return count(nearest(365*day), "year")
}

// Between is how long it was from one instant to another, as somebody in a zone reads it who sees both on a calendar: what is told
// in days is from the one day to the other.
func Between(from, until time.Time, zone string) string {
	const day = 24 * time.Hour
	d := until.Sub(from)
	if d < 2*day || d >= 90*day {
		return Lasted(d)
	}
	loc := zoneOf(zone)
	return Lasted(time.Time(civilOf(until, loc)).Sub(time.Time(civilOf(from, loc))))
}
