package ritual

import (
	"cmp"
	"time"
)

// A StandupTurn is somebody's part in a run.
type StandupTurn struct {
	Person   string
	Optional bool
	Due      time.Time // when they are asked, by their own clock
	RemindAt time.Time // when they are reminded; zero where they are not
	State    TurnState
	Why      OffWhy
	Asked    time.Time
	Reminded time.Time
	Place    int // on the roster
}

// A TurnState says how far somebody's part in a run has come. Its text is kept in the database and never renamed.
type TurnState string

// The states of a turn.
const (
	TurnDue    TurnState = "due"    // they are asked when it is time
	TurnAsked  TurnState = "asked"  // they were
	TurnEarly  TurnState = "early"  // they had answered before
	TurnOff    TurnState = "off"    // they do not work, or are away: see Why
	TurnMissed TurnState = "missed" // Tandem was not there to ask them
	TurnGone   TurnState = "gone"   // they left the workspace or the roster
	TurnJoined TurnState = "joined" // they came to the roster after the run had begun, and answered
)

// remindPause is how long before a reminder somebody was asked at least: else they know.
const remindPause = 30 * time.Minute

// remindOn is when somebody is reminded who is asked at an instant: an hour before the summary, but in the east not at night: an hour
// before they stop working where that is sooner, or an hour after the question where they were asked late in their day. Zero where they
// are not.
func (s StandupSetup) remindOn(day string, summary, asked time.Time, r Rostered) time.Time {
	if s.NoReminder || r.Optional {
		return time.Time{}
	}
	at := summary.Add(-remindBeforeHand)
	_, until := r.At.hours() // by their own clocks, whichever they are asked by
	end := dayOf(day).at(until, zoneOf(cmp.Or(r.Who.Zone, r.At.Zone))).Add(-remindBeforeHand)
	if latest := later(end, asked.Add(remindBeforeHand)); at.After(latest) {
		at = latest
	}
	if at.Before(asked.Add(remindPause)) {
		return time.Time{}
	}
	return at
}

// Moved is somebody's turn in a run after they came to another zone: one that was asked before is not asked again. Whose hour is over
// where they are now is asked at once, as if it were late by nothing: it is nobody's fault.
func (t StandupTurn) Moved(run StandupRun, r Rostered, now time.Time) StandupTurn {
	if t.State != TurnDue {
		return t
	}
	toCome := t.Due.After(now)
	if t.Due = run.Setup.AskAt(run.Day, r.At); toCome && t.Due.Before(now) {
		t.Due = now
	}
	t.RemindAt = run.Setup.remindOn(run.Day, run.SummaryAt, t.Due, r)
	return t
}

// Works is somebody's turn that is still to come once they work on other days: on a day off they are not asked, and on one that is none any
// more they are.
func (t StandupTurn) Works(run StandupRun, r Rostered, roster []Rostered, now time.Time) StandupTurn {
	day := dayOf(run.Day)
	switch why := r.off(day, run.Setup.onPurpose(day, roster)); {
	case t.State == TurnDue && why != "":
		t.State, t.Why = TurnOff, why
	case t.State == TurnOff && t.Why != OffAway && why == "" && t.Due.After(now):
		t.State, t.Why = TurnDue, ""
	}
	return t
}

// Ask is somebody's turn once it is time: they are asked, unless they have answered, are away, have left, or it is too late.
// It is late by less than the window of the run, or not done at all.
func (t StandupTurn) Ask(run StandupRun, who Person, away, answered bool, now time.Time) StandupTurn {
	switch {
	case who.Kind == Gone:
		t.State = TurnGone
	case answered:
		t.State = TurnEarly
	case away:
		t.State, t.Why = TurnOff, OffAway
	case now.Sub(t.Due) >= run.Setup.Window(run.Team):
		t.State = TurnMissed
	default:
		t.State, t.Asked = TurnAsked, now
	}
	return t
}

// AwayNow is somebody's turn once they said that they are away, or are back, on the day that it is about. Whoever was asked and is back
// is waited for again; whoever was not is not asked any more.
func (t StandupTurn) AwayNow(run StandupRun, away bool, at Workplace, now time.Time) StandupTurn {
	switch today := Today(now, at.Zone) == run.Day; {
	case !today:
	case away && t.State == TurnAsked:
		t.State, t.Why = TurnOff, OffAway
	case !away && t.State == TurnOff && t.Why == OffAway && !t.Asked.IsZero():
		t.State, t.Why = TurnAsked, ""
	}
	return t
}

// Back is somebody's turn once they are on the roster again from which they were taken. ok is false where there is nothing to go on with.
func (t StandupTurn) Back(now time.Time) (is StandupTurn, ok bool) {
	switch {
	case t.State != TurnGone:
		return t, false
	case t.Why != "":
		t.State = TurnOff
	case !t.Asked.IsZero():
		t.State = TurnAsked
	case t.Due.After(now):
		t.State = TurnDue
	default:
		return t, false
	}
	return t, true
}

// Remind reports whether somebody is reminded now: they were asked a while ago, have not answered, are there, the summary is not
// posted yet, and it is late by less than an hour. Nobody is reminded twice.
func (t StandupTurn) Remind(run StandupRun, away, answered bool, now time.Time) bool {
	return t.State == TurnAsked && !t.Optional && t.Reminded.IsZero() && !t.RemindAt.IsZero() && !answered && !away &&
		!now.Before(t.RemindAt) && now.Sub(t.RemindAt) < remindBeforeHand && now.Before(run.SummaryAt) && now.Sub(t.Asked) >= remindPause
}
