package ritual

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// An Impediment is something that is in somebody's way, as they said in a standup. It is open until somebody says that it is resolved.
type Impediment struct {
	ID         string
	Standup    string
	Product    string
	Person     string // in whose way it is
	Day        string // of the run in which it was said first
	Text       string
	Help       string   // whose help they asked for; may be empty
	Helpers    []string // who said that they help, the first first
	Opened     time.Time
	Raised     time.Time // when the PO heard of it; zero before
	Resolved   time.Time // zero while it is open
	ResolvedBy string
}

// raiseAfter is how long an impediment is open before the PO hears of it.
const raiseAfter = 48 * time.Hour

// Open reports whether it still is in the way.
func (b Impediment) Open() bool { return b.Resolved.IsZero() }

// RaiseAt is when the PO hears of an impediment: two days after it was said, and within their working hours. at is where they work.
func (b Impediment) RaiseAt(at Workplace) time.Time {
	due := b.Opened.Add(raiseAfter)
	if at.WorkingHours(due) {
		return due
	}
	return at.NextWorkingMorning(due)
}

// Raise is the impediment once the PO hears of it. It says when to look again instead: at none where it is resolved, or was raised.
func (b Impediment) Raise(now time.Time, at Workplace) (after Impediment, raised bool, next time.Time) {
	switch due := b.RaiseAt(at); {
	case !b.Open() || !b.Raised.IsZero():
		return b, false, time.Time{}
	case now.Before(due):
		return b, false, due
	case !at.WorkingHours(now):
		return b, false, at.NextWorkingMorning(now)
	}
	b.Raised = now
	return b, true, time.Time{}
}

// Helped is the impediment with somebody who helps.
func (b Impediment) Helped(by string) (Impediment, error) {
	switch {
	case !b.Open():
		return b, b.over(by)
	case by == b.Person:
		return b, Refuse("This is in your own way. Whoever helps you presses `I'll help`; once it is gone, you press `Resolved`.")
	case slices.Contains(b.Helpers, by):
		return b, Refuse("You help already. Thank you!")
	}
	b.Helpers = append(slices.Clone(b.Helpers), by)
	return b, nil
}

// Resolve is the impediment once it is gone. Whoever it was in the way of says so, who helps, was asked to, or steers the product.
func (b Impediment) Resolve(by string, steers bool, now time.Time) (Impediment, error) {
	switch {
	case !b.Open():
		return b, b.over(by)
	case !steers && !b.partOf(by):
		return b, Refuse("Only %s, whoever helps, and the product's PM and PO can say that this is resolved. If you took care of it, press `I'll help` first.", Name(b.Person))
	}
	b.Resolved, b.ResolvedBy = now, by
	return b, nil
}

// partOf reports whether an impediment is somebody's matter: it is in their way, they help, or were asked to.
func (b Impediment) partOf(by string) bool {
	return by == b.Person || by == b.Help || slices.Contains(b.Helpers, by)
}

// reopenWithin is how long a press on Resolved can be taken back.
const reopenWithin = 7 * 24 * time.Hour

// Reopen is the impediment open again, for whoever could resolve it.
func (b Impediment) Reopen(by string, steers bool, now time.Time) (Impediment, error) {
	switch {
	case b.Open():
		return b, Refuse("It is open already.")
	case now.Sub(b.Resolved) > reopenWithin:
		return b, Refuse("It was resolved more than a week ago. Say so in the next standup if it is in the way again.")
	case !steers && by != b.ResolvedBy && !b.partOf(by):
		return b, Refuse("Only %s, whoever helps, and the product's PM and PO can open it again.", Name(b.Person))
	}
	b.Resolved, b.ResolvedBy = time.Time{}, ""
	return b, nil
}

// over is the refusal to whoever comes late: somebody was quicker, or they were themselves.
func (b Impediment) over(by string) error {
	switch b.ResolvedBy {
	case "":
		return Refuse("It is resolved already.")
	case by:
		return Refuse("You have said already that it is resolved.")
	}
	return Refuse("%s has said already that it is resolved.", Name(b.ResolvedBy))
}

// Age is for how long an impediment has been open, in days where it was said: "since today", "1 day", "3 days".
func (b Impediment) Age(now time.Time, zone string) string {
	end := now
	if !b.Open() {
		end = b.Resolved
	}
	n := dayOf(Today(b.Opened, zone)).until(dayOf(Today(end, zone)))
	switch {
	case n <= 0 && b.Open():
		return "since today"
	case n <= 0:
		return "within a day"
	case n == 1:
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// Says reports whether some words are those of the impediment, but for case and white space.
func (b Impediment) Says(text string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(b.Text), " "), strings.Join(strings.Fields(text), " "))
}

// CheckHelp says whether somebody can be asked for help: who is asked reads it in a direct message.
func CheckHelp(field string, who Person) error {
	switch who.Kind {
	case Machine:
		return RefuseField(field, "%s is an app. Choose a person, or nobody.", short(who.Name))
	case Gone:
		return RefuseField(field, "%s has left the workspace. Choose somebody else, or nobody.", short(who.Name))
	case Stranger:
		return RefuseField(field, "%s belongs to another organization. Choose somebody here, or nobody.", short(who.Name))
	}
	return nil
}

// MayMove says whether somebody may help with an impediment, or say that it is resolved, where they look: full members may, and of the
// others whoever reads it in the channel of its standup, has a part in it, or in the product.
func (b Impediment) MayMove(who Person, s StandupSetup, p Product, place string) error {
	on, _ := s.On(who.ID)
	switch {
	case who.Kind != Guest && who.Kind != Stranger, p.Settings.Guests, place != "" && place == s.Channel:
		return nil
	case on, who.ID == b.Person, who.ID == b.Help, slices.Contains(b.Helpers, who.ID), slices.Contains(p.People(), who.ID):
		return nil
	}
	return Refuse("Only full members of this workspace, and guests in the channel of the standup, can do that.")
}

// Reworded is the impediment as an edited answer says it.
func (b Impediment) Reworded(text, help string) Impediment {
	b.Text, b.Help = strings.TrimSpace(text), help
	return b
}
