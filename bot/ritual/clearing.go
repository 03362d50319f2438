package ritual

import (
	"slices"
	"strings"
	"time"
)

// A Fate is what becomes of the requests that hang on an objective when it comes off the roadmap. Its text is kept in the
// database and never renamed.
type Fate string

// The fates.
const (
	FateMove  Fate = "move"  // they go on under another objective
	FateAsk   Fate = "ask"   // they wait for the PM again, each by itself
	FatePark  Fate = "park"  // until a date
	FateLeave Fate = "leave" // they go on: with an achieved objective, without one that was dropped
)

// FateField is the field of the form that asks for it, which is drawn anew when it is chosen.
const FateField = "objective.fate"

// Fates are all fates, in the order of the form.
var Fates = []Fate{FateMove, FateAsk, FatePark, FateLeave}

// String is the fate as people read it.
func (c Fate) String() string {
	switch c {
	case FateMove:
		return "Move to"
	case FateAsk:
		return "Ask again"
	case FatePark:
		return "Park"
	}
	return "Leave"
}

// A Clearing is an objective that came off the roadmap, with what becomes of all that hangs on it. It is done a few requests
// at a time; Status and Number say how far it has come.
type Clearing struct {
	ID        string
	Objective string // id
	Product   string
	End       End
	Fate      Fate
	Target    string // id of another objective; to move
	Revisit   string // YYYY-MM-DD; to park
	Reason    string
	By        string
	At        time.Time
	Total     int // how much hung on it when it began, counted as Many says

	Status Status // of the requests that it is at
	Number int64  // of the last one of these
	Moved  int
	Asked  int
	Parked int
	Left   int // go on with an achieved objective, or without a dropped one
	Stayed int // in a sprint or done: they keep what they were begun for
	Done   time.Time
}

// clearingOrder are the statuses of what a clearing looks at, so that nothing moves from what is still to come to what was.
var clearingOrder = []Status{Merged, AwaitingPriority, Backlog, InSprint, Done, Accepted, Split, Parked, New, NeedsInfo, AwaitingAlignment}

// Hangs reports whether a request of that status hangs on its objective: it was aligned and is not over.
func (s Status) Hangs() bool { return slices.Contains(hanging, s) }

var hanging = []Status{AwaitingPriority, Backlog, InSprint, Done, Accepted}

// Hanging are the statuses of what hangs on an objective.
func Hanging() []Status { return slices.Clone(hanging) }

// NextStatus is the status at which a clearing goes on after one; the first where that is empty. ok is false after the last.
func (c Clearing) NextStatus() (s Status, ok bool) {
	i := slices.Index(clearingOrder, c.Status) + 1
	if i == len(clearingOrder) {
		return "", false
	}
	return clearingOrder[i], true
}

// Decided is how many requests a clearing has dealt with.
func (c Clearing) Decided() int { return c.Moved + c.Asked + c.Parked + c.Left + c.Stayed }

// EndObjective takes an objective off the roadmap. hangs is how much hangs on it, and have the product's roadmap; today is
// the civil date where the PM is. Without anything that hangs on it there is no choice.
func EndObjective(o Objective, c Clearing, hangs int, have []Objective, today string, now time.Time) (Objective, Clearing, Change, error) {
	ch := Change{Objective: o.ID, Turn: TurnAchieved, By: c.By, At: now}
	if c.End == Dropped {
		ch.Turn = TurnDropped
	}
	if err := OnRoadmap(o); err != nil {
		return o, c, ch, err
	}
	var err error
	c.Reason = strings.TrimSpace(c.Reason)
	switch {
	case c.End == Dropped:
		c.Reason, err = needReason("reason", c.Reason, "Say why: it is kept with the objective, and with each request.")
	case c.Fate == FatePark && hangs > 0:
		c.Reason, err = needReason("reason", c.Reason, "Say why they are parked: whoever asked will read it.")
	default:
		err = atMost("reason", c.Reason, reasonMax)
	}
	if hangs == 0 {
		c.Fate, c.Target, c.Revisit = FateLeave, "", ""
	}
	target, bad := c.check(o, have, today)
	if err = join(err, bad); err != nil {
		return o, c, ch, err
	}
	o.End, o.Ended = c.End, now
	c.Objective, c.Product, c.At, c.Total, c.Status, c.Number = o.ID, o.Product, now, hangs, "", 0
	ch.Reason, ch.Details = c.Reason, ChangeDetails{Fate: c.Fate, Target: target, Hanging: hangs}
	return o, c, ch, nil
}

// check checks the choice and what it needs, and returns the name of the objective that it names.
func (c *Clearing) check(o Objective, have []Objective, today string) (target string, err error) {
	switch c.Fate {
	case FateMove:
		i := slices.IndexFunc(have, func(one Objective) bool { return one.ID == c.Target && one.ID != o.ID })
		if i < 0 {
			return "", RefuseField("target", "Choose another objective of the roadmap, to which they move.")
		}
		target, c.Revisit = have[i].Name, ""
	case FatePark:
		c.Target, err = "", checkRevisit("revisit", c.Revisit, today)
	case FateAsk, FateLeave:
		c.Target, c.Revisit = "", ""
	default:
		err = RefuseField(FateField, "Choose what becomes of the requests that hang on it.")
	}
	return target, err
}

// Clear is what a clearing makes of one request, as it stands now, and the decision to keep; there is none, and decided is
// false, where the request was not aligned, or is over. from is the objective, and to the one to which its requests move.
func (c *Clearing) Clear(r Request, from, to Objective, now time.Time) (after Request, d Decision, decided bool) {
	if r.Objective != from.ID {
		return r, d, false
	}
	stays := c.End == Achieved && c.Fate == FateLeave
	switch {
	case !r.Status.Hangs() && stays:
		return r, d, false
	case !r.Status.Hangs(): // nobody decided on it yet, or it is decided on when it comes back
		r.Objective = ""
		if c.Fate == FateMove && (r.Status == Merged || r.Status == Split) {
			r.Objective = to.ID
		}
		return r, d, false
	case c.Fate == FateMove:
		c.Moved++
		r.Objective, d = to.ID, decide(r, Reassigned, c.By, now)
		d.Objective, d.Reason = to.Name, c.Reason
		return r, d, true
	case r.Status != AwaitingPriority && r.Status != Backlog:
		c.Stayed++
		return r, d, false
	case stays:
		c.Left++
		return r, d, false
	}
	r.Objective = ""
	switch c.Fate {
	case FateAsk:
		c.Asked++
		d = decide(r, AskedAgain, c.By, now)
		r = r.MoveTo(AwaitingAlignment, now)
		r.Question, r.Reason, r.Revisit = "", "", ""
	case FatePark:
		c.Parked++
		d = decide(r, ParkedAlong, c.By, now)
		r = r.MoveTo(Parked, now)
		r.Reason, r.Revisit, d.Revisit = c.Reason, c.Revisit, c.Revisit
	default:
		c.Left++
		d = decide(r, LeftAlone, c.By, now)
	}
	d.Objective, d.Reason = from.Name, c.Reason
	return r, d, true
}

// Reassign puts an aligned request under another objective, or one that was not aligned, such as a problem, under its first.
// The caller has asked May.
func Reassign(r Request, objective string, have []Objective, reason, by string, now time.Time) (Request, Decision, error) {
	d := decide(r, Reassigned, by, now)
	d.Reason = strings.TrimSpace(reason)
	if err := atMost("reason", d.Reason, reasonMax); err != nil {
		return r, d, err
	}
	i := slices.IndexFunc(have, func(o Objective) bool { return o.ID == objective && o.Product == r.Product })
	switch {
	case i < 0:
		return r, d, RefuseField("objective", "Choose one of the objectives in the list.")
	case r.Objective == objective:
		return r, d, RefuseField("objective", "It serves this one already. Choose another one.")
	}
	r.Objective, d.Objective = objective, have[i].Name
	return r, d, nil
}
