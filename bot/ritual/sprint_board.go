package ritual

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A BoardStory is a story of a sprint with how it stands there.
type BoardStory struct {
	Request Request
	In      SprintStory
}

// A Lane is where a story stands on the board of a sprint.
type Lane int

// The lanes, in their order: what is under way comes first.
const (
	LaneDoing Lane = iota
	LaneTodo
	LaneDone
	LaneAccepted
	LaneShipped
)

// Lanes are all lanes, in their order.
var Lanes = []Lane{LaneDoing, LaneTodo, LaneDone, LaneAccepted, LaneShipped}

// String is the lane as people read it.
func (l Lane) String() string {
	return [...]string{"In progress", "To do", "Done", "Accepted", "Shipped"}[l]
}

// Lane is where the story stands.
func (b BoardStory) Lane() Lane {
	switch {
	case b.Request.Status == Shipped:
		return LaneShipped
	case b.Request.Status == Accepted:
		return LaneAccepted
	case b.Request.Status == Done:
		return LaneDone
	case b.In.Work == WorkStarted:
		return LaneDoing
	}
	return LaneTodo
}

// Free reports whether nobody works on the story yet, who could start it.
func (b BoardStory) Free() bool {
	return b.Request.Status == InSprint && (b.In.Work == WorkTodo || b.In.Owner == "")
}

// OnBoard are the stories of a sprint as its board has them: by lane, and in each as they were picked.
func OnBoard(all []BoardStory) []BoardStory {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b BoardStory) int {
		return cmp.Or(cmp.Compare(a.Lane(), b.Lane()), cmp.Compare(a.In.Place, b.In.Place), cmp.Compare(a.Request.Number, b.Request.Number))
	})
	return all
}

// Owned are the stories of a board on which somebody works, or is to: in progress, then to do.
func Owned(all []BoardStory, by string) (mine []BoardStory) {
	for _, b := range all {
		if b.Request.Status == InSprint && b.In.Owner == by && by != "" {
			mine = append(mine, b)
		}
	}
	return mine
}

// Unowned are the stories of a board that anybody of the team could start.
func Unowned(all []BoardStory) (free []BoardStory) {
	for _, b := range all {
		if b.Request.Status == InSprint && b.In.Owner == "" {
			free = append(free, b)
		}
	}
	return free
}

// Progress is how far a sprint has come in its stories, as people read it: "21 of 34 points done · 2 stories without points, 1 of
// them done · added since: 5 points".
func (f Figures) Progress() string {
	all := f.Done.Plus(f.Left)
	var facts []string
	switch {
	case all.Stories == 0:
		facts = append(facts, "no stories in it")
	case all.Points == 0:
		facts = append(facts, Thousands(f.Done.Stories)+" of "+Figure(all.Stories, "story", "stories")+" done, without points")
	default:
		facts = append(facts, Thousands(f.Done.Points)+" of "+Figure(all.Points, "point", "points")+" done")
		if all.Unsized > 0 {
			unsized := Figure(all.Unsized, "story", "stories") + " without points"
			if f.Done.Unsized > 0 {
				unsized += ", " + Thousands(f.Done.Unsized) + " of them done"
			}
			facts = append(facts, unsized)
		}
	}
	if f.Added.Stories > 0 {
		facts = append(facts, "added since: "+f.Added.String())
	}
	if f.Removed.Stories > 0 {
		facts = append(facts, "taken out: "+f.Removed.String())
	}
	return strings.Join(facts, " · ")
}

// Sum is what a closed sprint came to in its figures, which add up, as people read it.
func (f Figures) Sum() string {
	facts := []string{"committed: " + f.Committed.String()}
	for _, one := range []struct {
		what  string
		count SprintCount
	}{{"added", f.Added}, {"taken out", f.Removed}, {"done", f.Done}, {"left", f.Left}} {
		if one.count.Stories > 0 || one.what == "done" {
			facts = append(facts, one.what+": "+one.count.String())
		}
	}
	return strings.Join(facts, " · ")
}

// Workers are those who can work on a story of a product: its team and its PO.
func (p Product) Workers() []string {
	all := slices.Clone(p.Team)
	if !slices.Contains(all, p.PO) {
		all = append(all, p.PO)
	}
	return all
}

// HandTo checks to whom somebody gives a story; nobody is fine. now is who has it.
func (p Product) HandTo(owner, now string) error {
	if owner != "" && owner != now && !slices.Contains(p.Workers(), owner) {
		return RefuseField("owner", "Choose somebody of the team, or nobody.")
	}
	return nil
}

// At is an instant as people say it in a zone: "at 10:41" of the same day, else "on 3 Mar at 10:41".
func At(t, now time.Time, zone string) string {
	loc := zoneOf(zone)
	clock := "at " + t.In(loc).Format("15:04")
	if civilOf(t, loc) == civilOf(now, loc) {
		return clock
	}
	return "on " + strconv.Itoa(t.In(loc).Day()) + t.In(loc).Format(" Jan ") + clock
}

// Late is the refusal for whoever presses a button of a story that somebody else was quicker with: who did what, and when, as it
// is for them.
func Late(r Request, last Decision, now time.Time, zone string) *Refusal {
	says := last.Sentence() + " " + At(last.At, now, zone)
	if r.Status == InSprint {
		return Refuse("%s.", says)
	}
	return Refuse("%s. Its status is %s now.", says, r.Status)
}

// Due reports whether it is time for the next step of a sprint: to start it, on its first day, or to close it, once its last day is
// over.
func (s Sprint) Due(now time.Time) bool {
	switch today := Today(now, s.Zone); s.State {
	case SprintPlanned:
		return today >= s.Starts
	case SprintActive:
		return today > s.Ends
	}
	return false
}
