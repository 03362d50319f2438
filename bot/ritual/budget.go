package ritual

import (
	"slices"
	"time"
)

// A Class says what a message costs of its recipient's budget, so that nobody is flooded. Its text is kept in the
// database and never renamed; the empty class costs nothing.
type Class string

// The classes.
const (
	ClassAnswer       Class = "" // what somebody just did is answered
	ClassPrompt       Class = "" // a ritual asks those who are on its roster
	ClassCard         Class = "card"
	ClassBlocker      Class = "blocker"
	ClassDemo         Class = "demo"
	ClassOutcome      Class = "outcome"
	ClassNudge        Class = "nudge"
	ClassSatisfaction Class = "satisfaction"
)

// classes are those that the budget is for, in the order in which they go when several wait for the same morning.
var classes = []Class{ClassCard, ClassBlocker, ClassDemo, ClassOutcome, ClassNudge, ClassSatisfaction}

// PerDay is how many messages within the budget anybody gets in a local day, from all rituals together.
const PerDay = 6

// SingleCards is how many waiting cards stand in messages of their own; from the next on they stand in one message.
const SingleCards = 3

// Rank is the place of a class among what waits for the same morning: the lower goes first. What costs nothing does not
// wait.
func (c Class) Rank() int { return slices.Index(classes, c) + 1 }

// Once reports whether a message asks once and no more: what was said in one message of the day is not said again in the next.
func (c Class) Once() bool { return c == ClassNudge || c == ClassSatisfaction }

// Spend reports whether a message goes to a person now, and when to ask again if not. spent is how many messages within
// the budget they got since LocalDay, and at where they work. Only nudges keep to working hours: they interrupt, and wait well.
func Spend(c Class, spent int, now time.Time, at Workplace) (send bool, next time.Time) {
	switch {
	case c.Rank() == 0:
		return true, time.Time{}
	case spent >= PerDay:
		return false, at.MorningAfter(now)
	case c == ClassNudge && !at.WorkingHours(now):
		return false, at.NextWorkingMorning(now)
	}
	return true, time.Time{}
}
