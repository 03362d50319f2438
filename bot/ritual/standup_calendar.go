package ritual

import (
	"cmp"
	"slices"
	"time"
)

// When a standup asks whom. A run is of one civil date, which is a day of the team's: people in the east are asked while the team
// sleeps, and people in the west when it has gone home, all about the same date.

// A Rostered is somebody on the roster of a standup, with where and when they work.
type Rostered struct {
	Who      Person
	Optional bool
	At       Workplace
}

// Roster are those on the roster of a standup who have not left the workspace, in its order. people are those whom Slack described;
// country are the days off of the country that is the same for all, where the setup names one.
func (s StandupSetup) Roster(people map[string]Person, set Settings, team string, country []string) (all []Rostered) {
	on := map[string]bool{}
	for i, id := range s.All() {
		who := people[id]
		if who.ID = id; who.Kind == Gone || on[id] {
			continue
		}
		on[id] = true
		all = append(all, Rostered{Who: who, Optional: i >= len(s.People), At: s.workplace(who, set, team, country)})
	}
	return all
}

// workplace is where and when somebody works as far as a standup is concerned.
func (s StandupSetup) workplace(who Person, set Settings, team string, country []string) Workplace {
	at := set.Workplace(who)
	at.Zone = cmp.Or(s.Zone, who.Zone, team)
	if s.Holidays != "" {
		at.Holidays = slices.Concat(country, who.Off, set.Holidays)
	}
	return at
}

// AskAt is when somebody is asked on a day, by the clocks where they are.
func (s StandupSetup) AskAt(day string, at Workplace) time.Time {
	t, _ := clock(s.Time)
	return dayOf(day).at(t, zoneOf(at.Zone))
}

// An OffWhy says why somebody is not asked on a day. Its text is kept in the database and never renamed.
type OffWhy string

// Why somebody is not asked; the empty one is that they are.
const (
	OffWeekend OffWhy = "weekend"
	OffHoliday OffWhy = "holiday"
	OffAway    OffWhy = "away" // their own days, or their status in Slack
)

// off says why somebody's calendar has them not work on a day. One that was ticked on purpose is nobody's weekend.
func (r Rostered) off(day civil, onPurpose bool) OffWhy {
	switch {
	case slices.Contains(r.At.Holidays, day.String()):
		return OffHoliday
	case !onPurpose && !r.At.Days.Has(time.Time(day).Weekday()):
		return OffWeekend
	}
	return ""
}

// onPurpose reports whether a day was ticked although it is in nobody's week. The days that are ticked unless somebody chooses are no
// purpose: in Cairo, Friday stays a day off.
func (s StandupSetup) onPurpose(day civil, roster []Rostered) bool {
	return s.Days != MondayToFriday && !slices.ContainsFunc(roster, func(r Rostered) bool { return r.At.Days.Has(time.Time(day).Weekday()) })
}

// A StandupRun is a standup on one day.
type StandupRun struct {
	Standup   string
	Day       string       // YYYY-MM-DD
	Setup     StandupSetup // as it was when the run began
	Team      string       // the zone of the summary
	Opened    time.Time    // the first were asked
	SummaryAt time.Time    // when the message of the day is due
	Posted    time.Time    // when it was left; zero before
	Closed    time.Time    // when the last could be late no more; zero before
	Themes    []Theme      // what several answers are about, as a model found
}

// A Theme is what several answers of a day are about, in words of one of them.
type Theme struct {
	Words   string   `json:"words"`
	By      []string `json:"by"`
	Blocker bool     `json:"blocker,omitempty"`
}

// daysAhead is how far the next run is looked for: over the longest holidays of a whole roster.
const daysAhead = 60

// NextRun is the next day after a day on which a standup asks anybody, and when its run begins: it asks the first of them, or of those
// of the day after. ok is false where there is none within two months.
func (s StandupSetup) NextRun(after string, roster []Rostered) (day string, first time.Time, ok bool) {
	for i := range daysAhead {
		d := dayOf(after).add(i + 1)
		if first = s.firstOn(d, roster); first.IsZero() {
			continue
		}
		// Clocks are up to 25 hours apart: somebody may be asked about the day after before anybody is about this one.
		if next := s.firstOn(d.add(1), roster); !next.IsZero() && next.Before(first) {
			first = next
		}
		return d.String(), first, true
	}
	return "", time.Time{}, false
}

// firstOn is when the first are asked on a day; zero where nobody is.
func (s StandupSetup) firstOn(day civil, roster []Rostered) time.Time {
	if !s.Days.Has(time.Time(day).Weekday()) {
		return time.Time{}
	}
	first, _ := s.span(day, roster, anybody)
	return first
}

// StartAfter is the day after which the first run of a new standup is looked for: it asks nobody about a time that is over.
func (s StandupSetup) StartAfter(now time.Time, roster []Rostered) string {
	after := dayOver(now)
	for {
		day, first, ok := s.NextRun(after, roster)
		if !ok || first.After(now) {
			return after
		}
		after = day
	}
}

// dayOver is the latest day that is over wherever people are.
func dayOver(now time.Time) string { return civilOf(now.Add(-12*time.Hour), time.UTC).add(-1).String() }

// missedMost is how many days a standup looks back for runs that it missed while Tandem was down.
const missedMost = 7

// ResumeAfter is the day after which the next run is looked for where the last one was of a day: no more than a week back.
func ResumeAfter(last string, now time.Time) string {
	return max(last, dayOf(dayOver(now)).add(-missedMost).String())
}

// GoOnAfter is the day after which the next run of a standup is looked for that goes on otherwise: with another setup, or other settings of
// its product. A day whose summary would be due already is over: nobody is told to have missed what they were not asked.
func (s StandupSetup) GoOnAfter(last, team string, roster []Rostered, now time.Time) string {
	for {
		day, _, ok := s.NextRun(ResumeAfter(last, now), roster)
		if !ok || s.SummaryOn(day, team, roster).After(now) {
			return last
		}
		last = day
	}
}

// span is when the first and the last of some on a roster are asked on a day; zero where nobody is.
func (s StandupSetup) span(day civil, roster []Rostered, of func(r Rostered, day civil) bool) (first, last time.Time) {
	purpose := s.onPurpose(day, roster)
	for _, r := range roster {
		if r.off(day, purpose) != "" || !of(r, day) {
			continue
		}
		at := s.AskAt(day.String(), r.At)
		if first.IsZero() || at.Before(first) {
			first = at
		}
		last = later(last, at)
	}
	return first, last
}

func anybody(Rostered, civil) bool { return true }

// waitedFor reports whether somebody's answer is waited for on a day, as far as is known before it.
func waitedFor(r Rostered, day civil) bool {
	return !r.Optional && !r.Who.Absence().Covers(day.String())
}

// SummaryOn is when the message of a day is due: as the setup says in the team's zone, but not before two hours after the last were asked
// whose answers are waited for. Those who are asked late are waited for four hours at most; where all of them are, for two hours after
// the first.
func (s StandupSetup) SummaryOn(day, team string, roster []Rostered) time.Time {
	t, _ := clock(s.Summary)
	base := dayOf(day).at(t, zoneOf(team))
	first, last := s.span(dayOf(day), roster, waitedFor)
	if first.IsZero() {
		first, last = s.span(dayOf(day), roster, anybody)
	}
	if first.IsZero() {
		return base
	}
	wanted, latest := later(base, last.Add(answerTime)), later(base.Add(summaryLatest), first.Add(answerTime))
	if wanted.After(latest) {
		return latest
	}
	return wanted
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Open is the run of a day with everybody's turn in it.
func (s StandupSetup) Open(standup, day, team string, roster []Rostered, now time.Time) (StandupRun, []StandupTurn) {
	run := StandupRun{Standup: standup, Day: day, Setup: s, Team: team, Opened: now, SummaryAt: s.SummaryOn(day, team, roster)}
	d := dayOf(day)
	purpose := s.onPurpose(d, roster)
	var turns []StandupTurn
	for i, r := range roster {
		t := StandupTurn{Person: r.Who.ID, Optional: r.Optional, Due: s.AskAt(day, r.At), State: TurnDue, Place: i}
		if why := r.off(d, purpose); why != "" {
			t.State, t.Why = TurnOff, why
		} else {
			t.RemindAt = s.remindOn(day, run.SummaryAt, t.Due, r)
		}
		turns = append(turns, t)
	}
	return run, turns
}

// FromNow are turns of a run that begins after somebody's zone or the setup was changed: whose hour is over by now is asked at once, as
// nobody was late.
func (s StandupSetup) FromNow(run StandupRun, turns []StandupTurn, roster []Rostered, now time.Time) []StandupTurn {
	turns = slices.Clone(turns)
	for i, t := range turns {
		if t.State == TurnDue && t.Due.Before(now) {
			turns[i].Due, turns[i].RemindAt = now, s.remindOn(run.Day, run.SummaryAt, now, roster[t.Place])
		}
	}
	return turns
}

// NextFor is the next day on which somebody is asked after an instant.
func (s StandupSetup) NextFor(r Rostered, roster []Rostered, now time.Time) (day string, ok bool) {
	return s.NextForAfter("", r, roster, now)
}

// NextForAfter is the same, of the days after one.
func (s StandupSetup) NextForAfter(day string, r Rostered, roster []Rostered, now time.Time) (next string, ok bool) {
	for d := dayOf(max(day, dayOver(now))); ; d = d.add(1) {
		if dayOf(dayOver(now)).add(daysAhead).String() < d.String() {
			return "", false
		}
		if d.String() > day && s.Days.Has(time.Time(d).Weekday()) && r.off(d, s.onPurpose(d, roster)) == "" && s.AskAt(d.String(), r.At).After(now) {
			return d.String(), true
		}
	}
}

// LastOfWeek reports whether a run is the last of its week, which ends on Sunday: the next one is in another.
func LastOfWeek(day, next string) bool {
	if next == "" {
		return true
	}
	y, w := time.Time(dayOf(day)).ISOWeek()
	y2, w2 := time.Time(dayOf(next)).ISOWeek()
	return y != y2 || w != w2
}
