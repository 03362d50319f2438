package ritual

import (
	"slices"
	"strings"
	"time"
)

// Monday is the instant at which the week of now began in a zone. A zone that is not known counts as UTC.
func Monday(now time.Time, zone string) time.Time {
	loc := zoneOf(zone)
	today := civilOf(now, loc)
	since := (int(time.Time(today).Weekday()) + 6) % 7 // days
	return today.add(-since).at(0, loc)
}

// A WeekChange is what became of a story's place in a backlog.
type WeekChange struct {
	Request string
	By      string // who decided it; empty where nobody did
	At      time.Time
	To      Status // of one that left, where it stands now
	Private bool   // others may not know who asked for it, who may have been who decided
}

// known is a change with who decided it only where everybody may know, and where they are who brought it there: who answers the
// PM's question does not send a story back.
func (c WeekChange) known(p Product) WeekChange {
	if (c.Private || c.To.Open()) && !(Reader{Person: c.By}).Steers(p) {
		c.By = ""
	}
	return c
}

// WeekChanges are the latest changes of a kind, the latest first, and how many there are, counted as Many says.
type WeekChanges struct {
	First []WeekChange
	Count int
}

// changesMost is how many changes of a kind are named.
const changesMost = 8

// WeekMost is how many changes of a kind are read. More than that are "many".
const WeekMost = 200

// NewWeekChanges are changes of which all were read, or more than WeekMost. They stand the latest first.
func NewWeekChanges(all []WeekChange) WeekChanges {
	c := WeekChanges{First: all[:min(len(all), changesMost)], Count: len(all)}
	if c.Count > WeekMost {
		c.Count = Many + 1
	}
	return c
}

// A Week is what changed in a backlog since an instant.
type Week struct{ Came, Moved, Scored, Left WeekChanges }

// Known is a week of a product as everybody may read it.
func (w Week) Known(p Product) Week {
	left := slices.Clone(w.Left.First)
	for i, c := range left {
		left[i] = c.known(p)
	}
	w.Left.First = left
	return w
}

// A Reranking is a decision on a story's priority or place in the backlog, and since when the story is in it.
type Reranking struct {
	Decision
	Since time.Time
}

// Reranked are the stories that were moved since an instant and still stand where they were put, and those that were in the backlog
// before it and were scored anew, each once. latestFirst are the decisions since then on what is in the backlog now.
func Reranked(latestFirst []Reranking, from time.Time) (moved, scored WeekChanges) {
	var movedAll, scoredAll []WeekChange
	type about struct {
		request string
		topic   Topic
	}
	decided := map[about]bool{} // only the latest decision counts: an earlier one may have been taken back
	for _, d := range latestFirst {
		if decided[about{d.Request, d.Topic}] {
			continue
		}
		decided[about{d.Request, d.Topic}] = true
		c := WeekChange{Request: d.Request, By: d.By, At: d.At}
		switch {
		case d.Verdict == Moved:
			movedAll = append(movedAll, c)
		case d.Verdict == Prioritized && d.Since.Before(from):
			scoredAll = append(scoredAll, c)
		}
	}
	return NewWeekChanges(movedAll), NewWeekChanges(scoredAll)
}

// Left says how a story left the backlog: what it is now, as it reads after its id.
func (c WeekChange) Left() string {
	switch c.To {
	case AwaitingAlignment, NeedsInfo:
		return "back to the PM"
	case AwaitingPriority:
		return "back to the PO"
	case InSprint:
		return "into a sprint"
	case Noted:
		return "kept as praise"
	}
	return strings.ToLower(c.To.String())
}
