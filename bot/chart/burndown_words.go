package chart

import (
	"fmt"
	"strings"
	"time"

	"tandem/bot/ritual"
)

// A burndown in words.

// changesNamed is of how many days what was added and removed is told day by day.
const changesNamed = 4

// Alt says in words what the burndown shows.
func (b Burndown) Alt() string {
	all := b.Title + ": " + strings.Join(b.facts(), "; ") + "."
	var left []string
	for _, d := range b.known() {
		n := ritual.Thousands(b.of(d.Left))
		if d.Is == ritual.Running {
			n += " so far"
		}
		left = append(left, n)
	}
	if len(left) > 1 {
		all += " Left day by day: " + strings.Join(left, ", ") + "."
	}
	return all
}

// Facts are what the burndown says, in words: a line each.
func (b Burndown) Facts() []string { return sentences(b.facts()) }

func (b Burndown) facts() []string {
	all := []string{b.committed(), strings.Join(b.now(), ", ")}
	if b.counted() != "" {
		all = append(all, b.counted())
	}
	if scope := b.scope(); len(scope) > 0 {
		all = append(all, strings.Join(scope, ", "))
	}
	return all
}

// parts are the facts in shorter parts, which fit into a line each.
func (b Burndown) parts() []string {
	all := append([]string{b.committed()}, b.now()...)
	if b.counted() != "" {
		all = append(all, b.counted())
	}
	return append(all, b.scope()...)
}

func (b Burndown) committed() string { return says(b.Committed) + " committed" }

// counted says what is counted where that is not points.
func (b Burndown) counted() string {
	if !b.inStories() || b.Committed.Stories == 0 {
		return ""
	}
	return "stories are counted, as none has points"
}

// says is a count in words: "21 points (+2 stories without points)".
func says(c ritual.SprintCount) string { return inWords(c, " (+", ")") }

// moved is a count that was added or removed, in words: "5 points and 1 story without points".
func moved(c ritual.SprintCount) string { return inWords(c, " and ", "") }

func inWords(c ritual.SprintCount, before, after string) string {
	unsized := ritual.Figure(c.Unsized, "story without points", "stories without points")
	switch {
	case c.Points == 0 && c.Unsized == 0:
		return "nothing"
	case c.Points == 0:
		return unsized
	case c.Unsized == 0:
		return ritual.Figure(c.Points, "point", "points")
	}
	return ritual.Figure(c.Points, "point", "points") + before + unsized + after
}

// now is how the sprint stands, and how that is beside the ideal line.
func (b Burndown) now() []string {
	if len(b.known()) == 0 {
		return []string{"not begun yet"}
	}
	at := b.until() - 1
	last := b.Days[at]
	left := says(last.Left) + " left"
	switch {
	case b.Closed:
		return []string{left + " at its close"}
	case b.Extra > 0:
		return []string{left, ritual.Figure(b.Extra, "day", "days") + " after its planned end"}
	}
	over, all, days := working(b.Days[:at+1]), working(b.Days), "working day"
	if all == 0 {
		over, all, days = at+1, len(b.Days), "day"
	}
	switch {
	case last.Is == ritual.Running && b.works(last):
		left += fmt.Sprintf(" on %s %d of %d", days, over, all)
	case all == 1:
		left += fmt.Sprintf(" after %d of 1 %s", over, days)
	default:
		left += fmt.Sprintf(" after %d of %d %ss", over, all, days)
	}
	if b.of(b.Committed) == 0 {
		return []string{left}
	}
	switch more := b.behind(at); {
	case more > 0:
		return []string{left, ritual.Thousands(more) + " more than the ideal line"}
	case more < 0:
		return []string{left, ritual.Thousands(-more) + " fewer than the ideal line"}
	}
	return []string{left, "as on the ideal line"}
}

// scope is what was added and removed: on each day, or on all where they are many; nothing where nothing was.
func (b Burndown) scope() []string {
	var days []string
	var sum ritual.BurnDay
	for _, d := range b.known() {
		sum.Added = sum.Added.Plus(d.Added)
		sum.Removed = sum.Removed.Plus(d.Removed)
		change := changed(d, moved)
		if change == "" {
			continue
		}
		if day, err := time.Parse(time.DateOnly, d.Day); err == nil {
			change += day.Format(" on 2 Jan")
		}
		days = append(days, change)
	}
	if len(days) > changesNamed {
		days = []string{fmt.Sprintf("%s on %d days", changed(sum, moved), len(days))}
	}
	if len(days) > 0 {
		days[0] = "scope " + days[0]
	}
	return days
}

// changed is what a day added and removed, as a count is said: "+5 points −1 story".
func changed(d ritual.BurnDay, says func(ritual.SprintCount) string) string {
	var parts []string
	if d.Added.Stories > 0 {
		parts = append(parts, "+"+says(d.Added))
	}
	if d.Removed.Stories > 0 {
		parts = append(parts, "−"+says(d.Removed))
	}
	return strings.Join(parts, " ")
}

// label is a count as it stands at the scope line: "5", "1 story", or both. What has no points moves no line, but is there.
func (b Burndown) label(c ritual.SprintCount) string {
	unsized := ritual.Figure(c.Unsized, "story", "stories")
	switch {
	case b.inStories():
		return ritual.Thousands(c.Stories)
	case c.Unsized == 0:
		return ritual.Thousands(c.Points)
	case c.Points == 0:
		return unsized
	}
	return ritual.Thousands(c.Points) + " and " + unsized
}
