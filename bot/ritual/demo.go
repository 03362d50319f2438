package ritual

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The demo of a sprint: whoever has a story that is started or done is asked two working days before whether they show it, and an
// hour before the running order is posted.
const (
	askBefore      = 2 // working days
	remindBefore   = 1 // working days
	announceBefore = time.Hour
)

// A ShowAnswer is what was said of a story for the demo. Its text is kept in the database and never renamed.
type ShowAnswer string

// What is said of a story.
const (
	ShowIt      ShowAnswer = "show"
	NotThisTime ShowAnswer = "not_now"
	LeftOut     ShowAnswer = "out" // by the PO
)

// A Show is what was said of a story for the demo of a sprint.
type Show struct {
	Request string
	Answer  ShowAnswer
	Place   int    // in the running order, from 0
	By      string // who shows it
	At      time.Time
	Says    string // what a user can do now
	Link    string
}

// How long what is said of a story may be, in characters: a sentence or two, as it is read by many.
const (
	ShowMost     = 400
	showLinkMost = 300
)

// NewShow is somebody's answer that they show a story. shows are those of the sprint so far: a new one comes last, and one that was
// given before keeps its place and, where the PO left it out, is in again.
func NewShow(r Request, says, link string, shows []Show, by string, now time.Time) (Show, error) {
	says, link = strings.Join(strings.Fields(says), " "), strings.TrimSpace(link)
	var bad []error
	switch n := len([]rune(says)); {
	case !hasWord(says):
		bad = append(bad, RefuseField("says", "Say in a sentence what a user can do now that they could not before."))
	case n > ShowMost:
		bad = append(bad, RefuseField("says", "Keep it to %d characters; this has %d. The demo tells the rest.", ShowMost, n))
	}
	if err := checkLink(link); err != nil {
		bad = append(bad, err)
	}
	return Show{Request: r.ID, Answer: ShowIt, Place: placeOf(r.ID, shows), By: by, At: now, Says: says, Link: link}, join(bad...)
}

// checkLink refuses what is no address of a page. None is fine.
func checkLink(link string) error {
	if link == "" {
		return nil
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.ContainsAny(link, " \t\n<>|") {
		return RefuseField("link", "A link begins with https://, such as https://example.com/demo. Leave it empty if there is none.")
	}
	if n := len([]rune(link)); n > showLinkMost {
		return RefuseField("link", "Keep the link to %d characters; this has %d.", showLinkMost, n)
	}
	return nil
}

// placeOf is the place of a story in the running order: its own, or the last.
func placeOf(id string, shows []Show) int {
	last := -1
	for _, s := range shows {
		if s.Request == id {
			return s.Place
		}
		last = max(last, s.Place)
	}
	return last + 1
}

// NotShown is somebody's answer that they do not show a story this time.
func NotShown(r Request, shows []Show, by string, now time.Time) Show {
	return Show{Request: r.ID, Answer: NotThisTime, Place: placeOf(r.ID, shows), By: by, At: now}
}

// A Shown is a story with what was said of it.
type Shown struct {
	Story BoardStory
	Show  Show // the zero Show where nobody answered
}

// An Agenda is the demo of a sprint: what is shown, in its order; what is done beside it; and what is not on the list.
type Agenda struct {
	Order []Shown
	Also  []Shown // done, without an answer
	Rest  []Shown // started without an answer, not this time, or left out
}

// AgendaOf is the demo of a sprint with these stories, of which that was said. A story that was not started is no part of it.
func AgendaOf(stories []BoardStory, shows []Show) (a Agenda) {
	said := map[string]Show{}
	for _, s := range shows {
		said[s.Request] = s
	}
	for _, b := range OnBoard(stories) {
		one := Shown{Story: b, Show: said[b.Request.ID]}
		switch {
		case one.Show.Answer == ShowIt:
			a.Order = append(a.Order, one)
		case one.Show.Answer == "" && b.In.Work == WorkDone: // also where it was returned since, as another story
			a.Also = append(a.Also, one)
		case one.Show.Answer != "" || b.Lane() == LaneDoing:
			a.Rest = append(a.Rest, one)
		}
	}
	slices.SortStableFunc(a.Order, func(x, y Shown) int {
		return cmp.Or(cmp.Compare(x.Show.Place, y.Show.Place), x.Show.At.Compare(y.Show.At))
	})
	return a
}

// All are all stories of the demo, in the order of its parts.
func (a Agenda) All() []Shown { return slices.Concat(a.Order, a.Also, a.Rest) }

// Nothing reports whether nothing was started, so that there is nothing to show.
func (a Agenda) Nothing() bool { return len(a.All()) == 0 }

// Move is the running order with a story so many places later, or earlier where by is negative; as far as there are places. It
// returns those shows whose place is another one then.
func (a Agenda) Move(id string, by int) (changed []Show) {
	order := slices.Clone(a.Order)
	from := slices.IndexFunc(order, func(s Shown) bool { return s.Story.Request.ID == id })
	if from < 0 {
		return nil
	}
	one := order[from]
	order = slices.Delete(order, from, from+1)
	order = slices.Insert(order, max(0, min(from+by, len(order))), one)
	for i, s := range order {
		if s.Show.Place != i {
			s.Show.Place = i
			changed = append(changed, s.Show)
		}
	}
	return changed
}

// LeaveOut is the PO's word that a story is not shown. What was said of it is kept, and PutBack has it shown again.
func (s Show) LeaveOut() Show { s.Answer = LeftOut; return s }

// PutBack is LeaveOut taken back.
func (s Show) PutBack() Show {
	if s.Answer == LeftOut {
		s.Answer = ShowIt
	}
	return s
}

// before is a civil day so many working days before the demo, where the team works.
func (s Sprint) before(n int, team Workplace) civil {
	c := dayOf(s.DemoDay)
	for n > 0 {
		if c = c.add(-1); team.works(c) {
			n--
		}
	}
	return c
}

// AskAt is when somebody is asked what they show: when they begin to work two working days before the demo, or on their next
// working day. team is where the team works, at where they do.
func (s Sprint) AskAt(team, at Workplace) time.Time { return at.morning(s.before(askBefore, team)) }

// RemindAt is when whoever has answered nothing is asked once more, on the working day before the demo.
func (s Sprint) RemindAt(team, at Workplace) time.Time {
	return at.morning(s.before(remindBefore, team))
}

// AnnounceAt is when the running order is posted.
func (s Sprint) AnnounceAt() time.Time { return s.DemoAt().Add(-announceBefore) }

// morning is when somebody begins to work on a day, or on the next on which they work.
func (w Workplace) morning(day civil) time.Time {
	if !w.works(day) {
		day = w.next(day)
	}
	from, _ := w.hours()
	return day.at(from, zoneOf(w.Zone))
}

// DemoTurn says whether somebody whose turn it is from due on is asked now, and when to look again if not: they are asked within
// their working hours, while they are not away, and before the demo. Both are empty where it is too late.
func (s Sprint) DemoTurn(due, now time.Time, away bool, at Workplace) (ask bool, next time.Time) {
	switch {
	case now.Before(due):
		next = due
	case at.WorkingHours(now) && !away:
		return now.Before(s.DemoAt()), time.Time{}
	default:
		next = at.NextWorkingMorning(now)
	}
	if !next.Before(s.DemoAt()) {
		return false, time.Time{}
	}
	return false, next
}

// Remind says whether somebody who was asked at an instant is reminded now, and when to look again if not. Who was asked no sooner
// than on that day is not: they know.
func (s Sprint) Remind(asked, due, now time.Time, away bool, at Workplace) (remind bool, next time.Time) {
	if !asked.Before(LocalDay(due, at.Zone)) {
		return false, time.Time{}
	}
	return s.DemoTurn(due, now, away, at)
}
