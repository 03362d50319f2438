package ritual

import (
	"strconv"
	"strings"
	"time"
)

// The close of a sprint: what it came to is frozen, and what is left goes on in the next sprint or back to the backlog.

// A Leaving is where a story goes that is not done when its sprint is closed, and why it was not done.
type Leaving struct {
	To     StoryEnd // EndCarried or EndBack
	Reason string   // in the words of whoever closes the sprint; may be empty
}

// LeavesTo is where a story goes that is not done unless somebody says otherwise: what was started goes on in the next sprint.
func (s SprintStory) LeavesTo() StoryEnd {
	if s.Work == WorkStarted {
		return EndCarried
	}
	return EndBack
}

// LeftWhyMost is how many characters it may have why a story was not done: the recap has a line for each.
const LeftWhyMost = 200

// NewLeaving reads what was chosen for a story that is not done. Where nothing was, it goes where it would by itself. field is the
// one that asks why.
func NewLeaving(in SprintStory, to, field, why string) (Leaving, error) {
	l := Leaving{To: StoryEnd(to), Reason: strings.Join(strings.Fields(why), " ")}
	if l.To != EndCarried && l.To != EndBack {
		l.To = in.LeavesTo()
	}
	if n := len([]rune(l.Reason)); n > LeftWhyMost {
		return l, RefuseField(field, "Keep it to %d characters; this has %d.", LeftWhyMost, n)
	}
	return l, nil
}

// Close is a sprint that is over, with what happens by it. What it came to is still to be kept with it.
func (s Sprint) Close(by string, now time.Time) (Sprint, SprintEvent, error) {
	switch s.State {
	case SprintClosed:
		return s, SprintEvent{}, Refuse("%s closed sprint %d already: what it came to stays as it is.", Name(s.ClosedBy), s.Number)
	case SprintPlanned:
		return s, SprintEvent{}, Refuse("Sprint %d has not begun yet, so there is nothing to close.", s.Number)
	}
	s.State, s.ClosedBy, s.Closed = SprintClosed, by, now
	return s, SprintEvent{Sprint: s.ID, By: by, Kind: SprintEnded}, nil
}

// Leave is the step of a story that is not done when its sprint is closed. It waits in the backlog again, with the score and the
// place that it had there; what goes on in the next sprint, whose id is next, is picked for it: GoesOn says how.
func (s Sprint) Leave(r Request, in SprintStory, l Leaving, next, by string, now time.Time) SprintMove {
	verdict, kind, detail := LeftOver, BackToBacklog, ""
	if l.To == EndCarried {
		verdict, kind, detail = CarriedOn, CarriedOver, next
	}
	m := s.move(r, in, Backlog, verdict, kind, by, now)
	m.Decision.Reason, m.Event.Reason, m.Event.Detail = l.Reason, l.Reason, detail
	return m
}

// GoesOn is a story that was not done as it is picked for the next sprint: whoever works on it still does.
func (s SprintStory) GoesOn(place int) SprintStory {
	s.Place = place
	return s
}

// Unpick is the decision on a story that was to go on in a planned sprint, and is not picked for that any more: whoever asked was told
// that it goes on. ok is false of any other, which changes nothing for anybody. ds are the decisions on it, oldest first.
func (s Sprint) Unpick(r Request, ds []Decision, by string, now time.Time) (d Decision, ok bool) {
	if r.Status != Backlog || broughtHere(r, ds).Verdict != CarriedOn {
		return d, false
	}
	d = decide(r, Unpicked, by, now)
	d.Sprint = strconv.Itoa(s.Number)
	return d, true
}

// DueSince is when it comes to be time for the next step of a sprint, as Due says: when its first day begins, and when its last one
// ends. ok is false where it has been closed.
func (s Sprint) DueSince() (since time.Time, ok bool) {
	switch s.State {
	case SprintPlanned:
		return dayOf(s.Starts).at(0, zoneOf(s.Zone)), true
	case SprintActive:
		return DayEnds(s, s.Ends), true
	}
	return time.Time{}, false
}

// MorningFrom is the first working morning that begins at an instant or later.
func (w Workplace) MorningFrom(t time.Time) time.Time {
	return w.NextWorkingMorning(t.Add(-time.Millisecond))
}
