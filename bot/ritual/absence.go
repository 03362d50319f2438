package ritual

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// An Absence is the days on which somebody said that they are away: civil dates, YYYY-MM-DD, both included, where they are. The
// zero value is none.
type Absence struct{ From, Until string }

// NewAbsence checks what the form for being away said. Its fields are named as in the form; without a first day it is today.
// What is wrong is refused all at once.
func NewAbsence(from, until, today string) (Absence, error) {
	a := Absence{From: strings.TrimSpace(from), Until: strings.TrimSpace(until)}
	if a.From == "" {
		a.From = today
	}
	_, badFrom := newDay("from", a.From)
	if a.Until == "" {
		return Absence{}, join(badFrom, RefuseField("until", "Say which day is your last one away."))
	}
	last, badUntil := newDay("until", a.Until)
	switch {
	case badUntil != nil:
	case a.Until < today:
		badUntil = RefuseField("until", "That day is over. Choose today or a later day.")
	case badFrom == nil && a.Until < a.From:
		badUntil = RefuseField("until", "You are away from %s on, so choose that day or a later one.", ShortDay(a.From))
	case time.Time(last).After(time.Time(dayOf(today)).AddDate(1, 0, 0)):
		badUntil = RefuseField("until", "Choose a day within a year. If you stay away longer, say so again then.")
	}
	if err := join(badFrom, badUntil); err != nil {
		return Absence{}, err
	}
	return a, nil
}

// None reports whether somebody said nothing, or took it back.
func (a Absence) None() bool { return a.From == "" || a.Until == "" }

// Covers reports whether somebody is away on a day.
func (a Absence) Covers(day string) bool { return !a.None() && a.From <= day && day <= a.Until }

// Over reports whether nothing of it is left today or later.
func (a Absence) Over(today string) bool { return a.None() || a.Until < today }

// Begins is the first instant of an absence in a zone, and Ends the first after it: both are midnights.
func (a Absence) Begins(zone string) time.Time {
	loc := zoneOf(zone)
	return dayOf(a.From).at(0, loc)
}

func (a Absence) Ends(zone string) time.Time {
	loc := zoneOf(zone)
	return dayOf(a.Until).add(1).at(0, loc)
}

// BackOn is what is left of an absence when somebody is back on a day: the days before it.
func (a Absence) BackOn(today string) Absence {
	if a.None() || a.From >= today {
		return Absence{}
	}
	a.Until = min(a.Until, dayOf(today).add(-1).String())
	return a
}

// Words say when it is, from today on: "until Fri 12 Jun", "from Mon 8 Jun until Fri 12 Jun", "on Mon 8 Jun".
func (a Absence) Words(today string) string {
	day := func(date string) string {
		if date[:4] != today[:4] {
			return ShortDay(date) + " " + date[:4]
		}
		return ShortDay(date)
	}
	switch {
	case a.None():
		return ""
	case a.From <= today:
		return "until " + day(a.Until)
	case a.From == a.Until:
		return "on " + day(a.From)
	}
	return "from " + day(a.From) + " until " + day(a.Until)
}

// Absence is when somebody said that they are away.
func (p Person) Absence() Absence { return Absence{p.AwayFrom, p.AwayUntil} }

// With is somebody with other days on which they are away.
func (p Person) With(a Absence) Person {
	p.AwayFrom, p.AwayUntil = a.From, a.Until
	return p
}

// awayEmoji are the statuses by which people say in Slack that they are away, in every product.
var awayEmoji = []string{"palm_tree", "face_with_thermometer"}

// Away reports whether somebody is away: by days that they named themselves, or by a status that says so and has not run out. A
// product may name further statuses: see Settings.Away.
func (p Person) Away(now time.Time) bool { return Settings{}.Away(p, now) }

// Away reports whether somebody is away as far as a product is concerned.
func (s Settings) Away(who Person, now time.Time) bool {
	away, _ := s.away(who, now)
	return away
}

// BackAt is when somebody who is away is there again; zero where they are not away, or nobody knows.
func (s Settings) BackAt(who Person, now time.Time) time.Time {
	_, until := s.away(who, now)
	return until
}

func (s Settings) away(who Person, now time.Time) (away bool, until time.Time) {
	if a := who.Absence(); a.Covers(Today(now, who.Zone)) {
		away, until = true, a.Ends(who.Zone)
	}
	status, _, _ := strings.Cut(who.Status, "::") // the color of the skin
	if !slices.Contains(awayEmoji, status) && !slices.Contains(s.AwayEmoji, status) {
		return away, until
	}
	switch {
	case who.StatusUntil.IsZero():
		return true, time.Time{}
	case who.StatusUntil.After(now) && who.StatusUntil.After(until):
		return true, who.StatusUntil
	}
	return away, until
}

// awayEmojiMost is how many statuses a product may name.
const awayEmojiMost = 10

var (
	emojiName = regexp.MustCompile(`^[a-z0-9_+'-]+$`)
	skinTone  = regexp.MustCompile(`^skin-tone-[2-6]$`)
)

// NewAwayEmoji reads the names of statuses, with or without colons, between blanks, commas or lines.
func NewAwayEmoji(field, text string) ([]string, error) {
	var names, wrong []string
	for _, name := range EmojiNames(text) {
		switch {
		case !emojiName.MatchString(name):
			wrong = append(wrong, "“"+short(name)+"”")
		case !slices.Contains(names, name):
			names = append(names, name)
		}
	}
	switch {
	case len(wrong) > wrongMost:
		return nil, RefuseField(field, "Write each emoji by its name, such as :airplane:. No name: %s and more.", strings.Join(wrong[:wrongMost], ", "))
	case len(wrong) > 0:
		return nil, RefuseField(field, "Write each emoji by its name, such as :airplane:. No name: %s.", strings.Join(wrong, ", "))
	case len(names) > awayEmojiMost:
		return nil, RefuseField(field, "These are %d. Choose the %d that people use most.", len(names), awayEmojiMost)
	}
	return names, nil
}

// EmojiNames are the names that somebody wrote, without colons and in small letters.
func EmojiNames(text string) []string {
	names := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(":, \t\r\n", r) })
	return slices.DeleteFunc(names, skinTone.MatchString)
}
