package ritual

import "time"

// A SprintState is how far a sprint has come. Its text is kept in the database and never renamed.
type SprintState string

// The states of a sprint, in the order of its life. A product has one planned and one active sprint at most.
const (
	SprintPlanned SprintState = "planned"
	SprintActive  SprintState = "active"
	SprintClosed  SprintState = "closed"
)

// A Sprint is a fixed time in which a team works toward one goal.
type Sprint struct {
	ID        string
	Product   string
	Number    int // from 1, of the product
	Goal      string
	Starts    string // YYYY-MM-DD, the first day
	Ends      string // YYYY-MM-DD, the last day
	DemoDay   string // YYYY-MM-DD
	DemoTime  string // HH:MM
	Zone      string // IANA name: its days and its demo are days and a time there
	Capacity  int    // points that the team can do; 0 while nobody said
	State     SprintState
	PlannedBy string
	Planned   time.Time
	StartedBy string
	Started   time.Time // zero until it is started
	ClosedBy  string
	Closed    time.Time // zero until it is closed
	Result    Result    // frozen when it is closed
}

// Work is how far a story in a sprint has come. Its text is kept in the database and never renamed.
type Work string

// How far a story in a sprint has come.
const (
	WorkTodo    Work = "todo"
	WorkStarted Work = "started"
	WorkDone    Work = "done" // or beyond
)

// A SprintStory is a story that is picked for a sprint, or is in it, as it stands now.
type SprintStory struct {
	Request string
	Place   int    // in the order in which they were picked, from 0
	Owner   string // who works on it; empty while nobody does
	Work    Work
}

// A SprintEventKind is what happened in a sprint. Its text is kept in the database and never renamed.
type SprintEventKind string

// What happens in a sprint.
const (
	SprintStarted SprintEventKind = "started"   // the sprint
	SprintChanged SprintEventKind = "changed"   // its goal, dates or demo; the detail says what, in words
	SprintEnded   SprintEventKind = "closed"    // the sprint
	Committed     SprintEventKind = "committed" // a story, when the sprint was started
	Added         SprintEventKind = "added"     // a story, later
	Removed       SprintEventKind = "removed"   // a story, with the reason
	WorkBegun     SprintEventKind = "begun"     // by whoever is the owner from then on
	WorkFinished  SprintEventKind = "done"
	WorkReopened  SprintEventKind = "undone"  // not done after all, or returned by the PO, with the reason
	OwnerChanged  SprintEventKind = "owner"   // the detail is the new owner's id
	CarriedOver   SprintEventKind = "carried" // at close; the detail is the id of the sprint that it goes to
	BackToBacklog SprintEventKind = "back"    // at close
)

// A SprintEvent is something that happened in a sprint. It is kept for good, and every figure follows from these.
type SprintEvent struct {
	Sprint  string
	Seq     int // from 1, of the sprint
	At      time.Time
	By      string // empty where it was nobody in particular
	Kind    SprintEventKind
	Request string // empty where it is about the sprint
	Points  int    // the story's, as it joined; 0: without points
	Reason  string // the person's own words
	Detail  string // what else there is to know, by the kind
}

// A SprintCount of stories is how many there are and how large they are together.
type SprintCount struct {
	Stories int `json:"stories"`
	Unsized int `json:"unsized"` // of these, those without points
	Points  int `json:"points"`
}

// Figures are a sprint in numbers. Committed + Added − Removed = Done + Left, in each number of the count.
type Figures struct {
	Committed SprintCount `json:"committed"`
	Added     SprintCount `json:"added"`
	Removed   SprintCount `json:"removed"`
	Done      SprintCount `json:"done"` // done or beyond
	Left      SprintCount `json:"left"`
	Found     int         `json:"found"` // defects
	Fixed     int         `json:"fixed"`
}

// A Result is what a sprint came to, frozen when it was closed.
type Result struct {
	Figures    Figures           `json:"figures"`
	Stories    []StoryResult     `json:"stories"`    // done, then left, then removed; each in the order in which they joined
	Objectives []ObjectiveResult `json:"objectives"` // those of the stories that were in it
}

// A StoryEnd is how a story that was in a sprint ended there. Its text is kept in the database and never renamed.
type StoryEnd string

// How a story ends in a sprint.
const (
	EndDone    StoryEnd = "done"
	EndCarried StoryEnd = "carried" // to the next sprint
	EndBack    StoryEnd = "back"    // to the backlog
	EndRemoved StoryEnd = "removed" // before the close
)

// A StoryResult is what became of one story in a sprint. A story that was taken out and came again has one.
type StoryResult struct {
	Request   string   `json:"request"`
	Points    int      `json:"points"`              // as it joined; 0: without points
	Added     bool     `json:"added,omitempty"`     // after the sprint was started
	Owner     string   `json:"owner,omitempty"`     // at the end
	Objective string   `json:"objective,omitempty"` // its id, at the end
	End       StoryEnd `json:"end"`
	Reason    string   `json:"reason,omitempty"` // why it was not done or removed, in the words of whoever said so
}

// An ObjectiveResult is what a sprint did for an objective, and how far the objective had come when the sprint was closed.
// The empty objective is that of the stories without one.
type ObjectiveResult struct {
	Objective string      `json:"objective"` // its id
	Name      string      `json:"name"`      // as it was then
	Done      SprintCount `json:"done"`      // in this sprint
	DoneEver  SprintCount `json:"done_ever"` // in this and all sprints before it
	Scope     SprintCount `json:"scope"`     // all of its stories then, whether done or not
}

// A SprintDay is how a sprint stood at the end of a day.
type SprintDay struct {
	Day   string // YYYY-MM-DD
	Left  SprintCount
	Scope SprintCount // all that was in the sprint
}
