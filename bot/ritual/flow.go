package ritual

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// FlowFor is how far back the flow looks: at what was asked since.
const FlowFor = 90 * 24 * time.Hour

// A Passage is a status that a request got, and when.
type Passage struct {
	Status Status
	Since  time.Time
}

// A Journey is how a request came to where it stands.
type Journey struct {
	Created time.Time
	Path    []Passage // oldest first; the last is its present status. What is not known of its beginning is left out
}

// flowSteps are the steps from asked to shipped, in their order. A request that has one of its statuses has reached the step.
var flowSteps = []struct {
	name     string
	statuses []Status
}{
	{"Asked", []Status{New, AwaitingAlignment, NeedsInfo}},
	{"With the PO", []Status{AwaitingPriority}},
	{"In the backlog", []Status{Backlog}},
	{"In a sprint", []Status{InSprint}},
	{"Done", []Status{Done, Accepted}},
	{"Shipped", []Status{Shipped}},
}

// alwaysShown is how many steps are shown even where nothing has reached them.
const alwaysShown = 3

// offTheWay are the statuses of what goes no farther, in the order in which they are told.
var offTheWay = []Status{Parked, Declined, Withdrawn}

// A FlowStep is a step from asked to shipped.
type FlowStep struct {
	Name    string
	Reached int           // how many came so far, or farther
	Took    time.Duration // the median time from the step before to this one, of those of whom it is known
	Timed   int           // how many those are; none: Took says nothing
}

// Median is how long it took to reach a step from the one before, as people read it: "median 1.5 days"; empty where that is
// not known. From ten days on, tenths mean nothing.
func (s FlowStep) Median() string {
	const day = 24 * time.Hour
	switch days := s.Took.Hours() / 24; {
	case s.Timed == 0:
		return ""
	case s.Took < day:
		return "median " + Lasted(s.Took)
	case math.Round(days*10) == 10:
		return "median 1 day"
	case days < 9.95:
		return "median " + strconv.FormatFloat(math.Round(days*10)/10, 'f', -1, 64) + " days"
	default:
		return fmt.Sprintf("median %.0f days", days)
	}
}

// Off is how many requests have left the way by a status.
type Off struct {
	Status Status
	N      int
}

// Flow is how far requests came from asked to shipped, and how long that took.
type Flow struct {
	Steps []FlowStep
	Off   []Off // what there is none of is left out
}

// FlowOf counts how far requests came. What was merged goes on as another one, what was split as its parts, and praise goes
// nowhere: whoever gives the journeys leaves them out. A step that was jumped over counts as reached, and has no time.
func FlowOf(journeys []Journey) Flow {
	reached, took := make([]int, len(flowSteps)), make([][]time.Duration, len(flowSteps))
	off := map[Status]int{}
	for _, j := range journeys {
		far := j.firsts()
		for step := range far {
			reached[step]++
			if d, ok := j.took(far, step); ok {
				took[step] = append(took[step], d)
			}
		}
		if n := len(j.Path); n > 0 {
			off[j.Path[n-1].Status]++
		}
	}
	var f Flow
	for i, s := range flowSteps {
		if i >= alwaysShown && reached[i] == 0 {
			break
		}
		f.Steps = append(f.Steps, FlowStep{Name: s.name, Reached: reached[i], Took: medianTime(took[i]), Timed: len(took[i])})
	}
	for _, s := range offTheWay {
		if off[s] > 0 {
			f.Off = append(f.Off, Off{s, off[s]})
		}
	}
	return f
}

// stepOf is the place of a status on the way, or -1.
func stepOf(s Status) int {
	for i, step := range flowSteps {
		if slices.Contains(step.statuses, s) {
			return i
		}
	}
	return -1
}

// firsts are, for each step that a request reached, the place in its path of the first passage that reached it. Each request
// was asked, whatever is known of it.
func (j Journey) firsts() []int {
	first := []int{0}
	for i, p := range j.Path {
		for step := stepOf(p.Status); len(first) <= step; {
			first = append(first, i)
		}
	}
	return first
}

// knownWithin is how long after a request was made its first passage may be for it to be the very first.
const knownWithin = time.Minute

// took is how long a request took from the step before to a step, where both are known: the step before was not jumped over,
// and it is known when it was reached.
func (j Journey) took(first []int, step int) (time.Duration, bool) {
	if step == 0 {
		return 0, false
	}
	from, to := j.Path[first[step-1]], j.Path[first[step]]
	known := first[step-1] > 0 || from.Since.Sub(j.Created) <= knownWithin
	return to.Since.Sub(from.Since), known && stepOf(from.Status) == step-1
}

// medianTime is the middle of some times, or of the two in the middle their mean; zero where there are none.
func medianTime(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	all = slices.Sorted(slices.Values(all))
	n := len(all)
	return (all[(n-1)/2] + all[n/2]) / 2
}
