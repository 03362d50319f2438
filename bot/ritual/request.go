package ritual

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Status is where a request stands. Its text is kept in the database and never renamed.
type Status string

// The statuses of a request, in the order of its life.
const (
	New               Status = "new"
	AwaitingAlignment Status = "awaiting_alignment"
	NeedsInfo         Status = "needs_info"
	AwaitingPriority  Status = "awaiting_priority"
	Backlog           Status = "backlog"
	InSprint          Status = "in_sprint"
	Done              Status = "done"
	Accepted          Status = "accepted"
	Shipped           Status = "shipped"
	Parked            Status = "parked"
	Declined          Status = "declined"
	Merged            Status = "merged"
	Noted             Status = "noted"
	Withdrawn         Status = "withdrawn"
	Split             Status = "split" // its parts have statuses of their own
)

// statuses is all that is particular to a status, in the order of a request's life: what people read, who is to move the
// request on, and whom a card asks to. A new status is a row here.
var statuses = []struct {
	status Status
	words  string
	next   Step
	asks   Step
}{
	{New, "New", StepTandem, StepNobody},
	{AwaitingAlignment, "Awaiting alignment", StepPM, StepPM},
	{NeedsInfo, "Needs info", StepRequester, StepNobody},
	{AwaitingPriority, "Awaiting priority", StepPO, StepPO},
	{Backlog, "Backlog", StepPO, StepNobody},
	{InSprint, "In sprint", StepTeam, StepNobody},
	{Done, "Done", StepPO, StepNobody},
	{Accepted, "Accepted", StepPO, StepNobody},
	{Shipped, "Shipped", StepNobody, StepNobody},
	{Parked, "Parked", StepNobody, StepNobody},
	{Declined, "Declined", StepNobody, StepNobody},
	{Merged, "Merged", StepNobody, StepNobody},
	{Noted, "Noted", StepNobody, StepNobody},
	{Withdrawn, "Withdrawn", StepNobody, StepNobody},
	{Split, "Split", StepNobody, StepNobody},
}

// String is the status as people read it.
func (s Status) String() string {
	for _, row := range statuses {
		if row.status == s {
			return row.words
		}
	}
	return string(s)
}

// NextStep is who is to move on a request of this status.
func (s Status) NextStep() Step {
	for _, row := range statuses {
		if row.status == s {
			return row.next
		}
	}
	return StepNobody
}

// Asks is whom a card asks for a decision while a request has this status; nobody where it waits for none.
func (s Status) Asks() Step {
	for _, row := range statuses {
		if row.status == s {
			return row.asks
		}
	}
	return StepNobody
}

// Committed reports whether a request of this status is in a sprint, or was until it was done.
func (s Status) Committed() bool { return s == InSprint || s == Done || s == Accepted || s == Shipped }

// Open reports whether somebody still has a step to take.
func (s Status) Open() bool { return s.NextStep() != StepNobody }

// A Kind says what was asked for.
type Kind string

// The kinds of requests.
const (
	Feature Kind = "feature"
	Problem Kind = "problem"
	Praise  Kind = "praise"
)

// Kinds are all kinds, in the order of the form.
var Kinds = []Kind{Feature, Problem, Praise}

// String is the kind as people read it.
func (k Kind) String() string {
	switch k {
	case Problem:
		return "Problem"
	case Praise:
		return "Praise"
	}
	return "Feature"
}

// An Importance says how much it matters to whoever asks.
type Importance string

// The importances; the empty one is "not said".
const (
	NiceToHave Importance = "nice"
	Important  Importance = "important"
	Blocker    Importance = "blocker"
)

// Importances are all importances, in the order of the form.
var Importances = []Importance{NiceToHave, Important, Blocker}

// String is the importance as people read it.
func (i Importance) String() string {
	switch i {
	case NiceToHave:
		return "Nice to have"
	case Important:
		return "Important"
	case Blocker:
		return "Blocker"
	}
	return ""
}

// A Request is what somebody asked for, with where it came from and where it stands.
type Request struct {
	ID         string // FR-12, or of a part of it FR-12.1
	Number     int64  // 12: counted per workspace, gaps allowed; that of a part is its own
	Parent     string // the id of the request that it is a part of; empty for most
	Part       int    // 1 of FR-12.1
	Product    string
	Title      string
	Problem    string // what the form calls "What is the problem?", or the captured message
	Customer   string
	Kind       Kind
	Importance Importance
	Requester  string // who wants it: a person's id; empty when only a customer's name is known
	Reporter   string // who recorded it
	Status     Status
	Since      time.Time // when it came to this status
	Together   Status    // of a split request: where its parts stand, as StandTogether says
	Source     Source
	Thread     Thread
	Private    bool   // came from a private channel or a direct message
	Shared     bool   // its title and story are for everybody all the same
	Objective  string // id of the objective it serves, once aligned
	Points     int    // how large the team takes it to be, as the PO set it; 0 while nobody did
	Reason     string // why it was declined or parked
	Revisit    string // YYYY-MM-DD, when parked
	Question   string // what the PM asked, while it needs info
	Created    time.Time

	AskedPM, AskedPO Ask // who was asked last for the decision of each
}

// A Source is the message that a request was captured from. It is empty for a command or a form.
type Source struct {
	Channel string
	TS      string // the message's Slack timestamp
	Thread  string // the thread's, when the message stands in one
	Author  string
}

// A Thread is where a request is talked about. An empty TS means that its first message is still to be posted, and
// that this message begins the thread.
type Thread struct {
	Channel string // a channel, or a person for Tandem's direct messages with them
	TS      string
}

// RequestID is the id of the request with number n.
func RequestID(n int64) string { return fmt.Sprintf("FR-%d", n) }

// PartID is the id of the nth part of a request.
func PartID(parent string, n int) string { return fmt.Sprintf("%s.%d", parent, n) }

// ParseRequestID reads an id as people type it: FR-12, fr12, fr 12, #12 or 12, and of a part FR-12.1.
func ParseRequestID(s string) (string, error) {
	w := strings.ToUpper(strings.TrimSpace(s))
	w = strings.TrimPrefix(w, "#")
	if rest, ok := strings.CutPrefix(w, "FR"); ok {
		w = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(rest), "-"))
	}
	whole, part, isPart := strings.Cut(w, ".")
	n, ok := counting(whole)
	id := RequestID(n)
	if isPart {
		nth, is := counting(part)
		ok = ok && is && nth <= partsEver
		id = PartID(id, int(nth))
	}
	if !ok {
		return "", Refuse("“%s” is not a request. An id looks like FR-12, or FR-12.1 for a part of it.", short(s))
	}
	return id, nil
}

// counting reads a number from 1 on.
func counting(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n > 0 && !strings.HasPrefix(s, "+")
}

// CompareIDs orders the ids of requests: FR-9 before FR-12, FR-12 before its parts, FR-12.1 before FR-13.
func CompareIDs(a, b string) int {
	number := func(id string) (n, part int64) {
		whole, nth, _ := strings.Cut(strings.TrimPrefix(id, "FR-"), ".")
		n, _ = counting(whole)
		part, _ = counting(nth)
		return n, part
	}
	n, part := number(a)
	m, other := number(b)
	return cmp.Or(cmp.Compare(n, m), cmp.Compare(part, other), strings.Compare(a, b))
}

// A Step says who is to move a request on.
type Step string

// The owners of a next step.
const (
	StepTandem    Step = "tandem"
	StepPM        Step = "pm"
	StepPO        Step = "po"
	StepRequester Step = "requester"
	StepTeam      Step = "team"
	StepNobody    Step = "nobody"
)

// Asked is who is asked when the request needs info: the requester where they are known, else the reporter.
func (r Request) Asked() string {
	if r.Requester != "" {
		return r.Requester
	}
	return r.Reporter
}

// MoveTo returns the request in another status, as of now.
func (r Request) MoveTo(s Status, now time.Time) Request {
	if r.Status != s {
		r.Status, r.Since = s, now
	}
	return r
}

// short is a person's text as it may stand in a sentence.
func short(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return string(r)
}
