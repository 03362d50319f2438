package ritual

import (
	"strconv"
	"strings"
	"time"
)

// A SprintMove is all that changes with one step of a story in a sprint.
type SprintMove struct {
	Request  Request
	Story    SprintStory
	Out      bool // the story is in the sprint no more
	Decision Decision
	Event    SprintEvent
}

// move is a step of a story in a sprint by somebody, before what is particular to it.
func (s Sprint) move(r Request, in SprintStory, to Status, v Verdict, kind SprintEventKind, by string, now time.Time) SprintMove {
	d := decide(r, v, by, now)
	d.Sprint = strconv.Itoa(s.Number)
	return SprintMove{Request: r.MoveTo(to, now), Story: in, Decision: d,
		Event: SprintEvent{Sprint: s.ID, By: by, Kind: kind, Request: r.ID, Points: r.Points}}
}

// Join has a story of the backlog be in a sprint: committed while the sprint is started, added later. in is how it was picked;
// a story that was carried keeps who works on it.
func (s Sprint) Join(r Request, in SprintStory, kind SprintEventKind, by string, now time.Time) (SprintMove, error) {
	if r.Status != Backlog {
		return SprintMove{}, Refuse("%s is not in the backlog: its status is %s.", r.ID, r.Status)
	}
	in.Request = r.ID
	if in.Work == "" {
		in.Work = WorkTodo
	}
	return s.move(r, in, InSprint, InSprintNow, kind, by, now), nil
}

// TakeOut takes a story out of the active sprint, back to the backlog. The reason is asked for: it is a change of scope.
func (s Sprint) TakeOut(r Request, in SprintStory, reason, by string, now time.Time) (SprintMove, error) {
	reason, err := needReason("reason", reason, "Say why it leaves the sprint: the team reads it.")
	if err != nil {
		return SprintMove{}, err
	}
	m := s.move(r, in, Backlog, OutOfSprint, Removed, by, now)
	m.Out, m.Decision.Reason, m.Event.Reason = true, reason, reason
	return m, nil
}

// Begin has somebody work on a story, who is its owner from then on. Beginning what was begun makes it theirs.
func (s Sprint) Begin(r Request, in SprintStory, by string, now time.Time) (SprintMove, error) {
	if in.Work == WorkStarted && in.Owner == by {
		return SprintMove{}, Refuse("You have started %s already.", r.ID)
	}
	verdict := Begun
	if in.Work == WorkStarted && in.Owner != "" {
		verdict = TookOver
	}
	m := s.move(r, in, InSprint, verdict, WorkBegun, by, now)
	m.Story.Work, m.Story.Owner = WorkStarted, by
	return m, nil
}

// Finish says that a story is done. Who finishes what nobody had started is its owner.
func (s Sprint) Finish(r Request, in SprintStory, by string, now time.Time) SprintMove {
	m := s.move(r, in, Done, Finished, WorkFinished, by, now)
	m.Story.Work = WorkDone
	if m.Story.Owner == "" {
		m.Story.Owner = by
	}
	return m
}

// Unfinish takes back that a story is done. The reason may be empty.
func (s Sprint) Unfinish(r Request, in SprintStory, reason, by string, now time.Time) (SprintMove, error) {
	if reason = strings.TrimSpace(reason); reason != "" {
		var err error
		if reason, err = needReason("reason", reason, "Say in words what is left, or nothing."); err != nil {
			return SprintMove{}, err
		}
	}
	m := s.move(r, in, InSprint, Unfinished, WorkReopened, by, now)
	m.Story.Work = WorkStarted
	m.Decision.Reason, m.Event.Reason = reason, reason
	return m, nil
}

// Hand gives a story to another owner, or to nobody. It decides nothing.
func (s Sprint) Hand(in SprintStory, owner, by string) (SprintStory, SprintEvent) {
	in.Owner = owner
	return in, SprintEvent{Sprint: s.ID, By: by, Kind: OwnerChanged, Request: in.Request, Detail: owner}
}

// SprintName is a sprint as people call it: "sprint 3".
func (s Sprint) SprintName() string { return "sprint " + strconv.Itoa(s.Number) }

// sprintGoalMax is how long a Sprint Goal may be.
const sprintGoalMax = 300

// NewGoal checks a Sprint Goal: it is required.
func NewGoal(field, goal string) (string, error) {
	goal = strings.Join(strings.Fields(goal), " ")
	if !hasWord(goal) {
		return "", RefuseField(field, "Say in a sentence what the sprint is for, such as “Customers can export their data”.")
	}
	if n := len([]rune(goal)); n > sprintGoalMax {
		return "", RefuseField(field, "Keep it to %d characters; this has %d.", sprintGoalMax, n)
	}
	return goal, nil
}
