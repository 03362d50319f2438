package ritual

import (
	"slices"
	"time"
)

// Acceptance: the PO says of each criterion of what was done whether it is met, and of the whole whether it is what was wanted.

// A Tick is that the PO found a criterion of a story met.
type Tick struct {
	Version   int    // of the story, when it was ticked
	Criterion string // as it read then
	By        string
	At        time.Time
}

// Ticked are the ticks of a story's criteria, one for each, the zero Tick where it is open. A tick counts for as long as the
// criterion reads the same, whatever else of the story has changed.
func (s Story) Ticked(kept []Tick) []Tick {
	of := map[string]Tick{}
	for _, t := range kept {
		of[oneLine(t.Criterion)] = t
	}
	ticks := make([]Tick, len(s.Criteria))
	for i, c := range s.Criteria {
		ticks[i] = of[oneLine(c.Text)]
	}
	return ticks
}

// Tick puts together what was ticked before and what the PO ticks now: what stays ticked keeps who ticked it when. met says of
// each criterion whether it is.
func (s Story) Tick(before []Tick, met []bool, by string, now time.Time) []Tick {
	ticks := s.Ticked(before)
	for i, c := range s.Criteria {
		switch {
		case !met[i]:
			ticks[i] = Tick{}
		case ticks[i].By == "":
			ticks[i] = Tick{Version: s.Version, Criterion: c.Text, By: by, At: now}
		}
	}
	return ticks
}

// OpenCriteria are those that nobody ticked.
func (s Story) OpenCriteria(ticks []Tick) (open []Criterion) {
	for i, c := range s.Criteria {
		if ticks[i].By == "" {
			open = append(open, c)
		}
	}
	return open
}

// Accept says that what was done is what was wanted. The caller has asked May, and found no criterion open.
func Accept(r Request, by string, now time.Time) (Request, Decision) {
	return r.MoveTo(Accepted, now), decide(r, AcceptedIt, by, now)
}

// Ship says that what was accepted is there for whoever asked for it. The caller has asked May.
func Ship(r Request, by string, now time.Time) (Request, Decision) {
	return r.MoveTo(Shipped, now), decide(r, ShippedIt, by, now)
}

// ReturnReason checks why something is returned: whoever did it reads it.
func ReturnReason(reason string) (string, error) {
	return needReason("reason", reason, "Say what is left to do: whoever did it reads this.")
}

// Return has the team work on a story again that was done in the sprint, while that is active. Whoever worked on it does still.
func (s Sprint) Return(r Request, in SprintStory, reason, by string, now time.Time) (SprintMove, error) {
	reason, err := ReturnReason(reason)
	if err != nil {
		return SprintMove{}, err
	}
	m := s.move(r, in, InSprint, ReturnedIt, WorkReopened, by, now)
	m.Story.Work, m.Decision.Reason, m.Event.Reason = WorkStarted, reason, reason
	return m, nil
}

// A Successor goes on with a request that was returned after its sprint was closed: what the sprint came to stays as it was.
type Successor struct {
	Old, New Request
	Merge    Merge // of the old one into the new one, so that whoever wanted the one hears of the other
	Decision Decision
}

// ReturnLater makes a new request of one that was done in a sprint that is closed. It waits in the backlog for its turn, as large
// as nobody has said yet: the points of the old one are counted. number is the new one's, and part its place where the old one
// is a part of another.
func ReturnLater(r Request, number int64, part int, reason, by string, now time.Time) (Successor, error) {
	reason, err := ReturnReason(reason)
	if err != nil {
		return Successor{}, err
	}
	next := r.MoveTo(Backlog, now)
	next.ID, next.Number, next.Part = RequestID(number), number, 0
	if r.Parent != "" {
		next.ID, next.Part = PartID(r.Parent, part), part
	}
	next.Points, next.Since, next.Created = 0, now, now
	next.AskedPM, next.AskedPO = Ask{}, Ask{}
	next.Source.Thread, next.Source.TS = threadOf(r.Source), "" // one message is one request: the old one
	d := decide(r, ReturnedAs, by, now)
	d.Lead, d.Reason = next.ID, reason
	return Successor{
		Old: r.MoveTo(Merged, now), New: next, Decision: d,
		Merge: Merge{Request: r.ID, Into: next.ID, By: by, At: now, Was: Standing{Status: r.Status, Since: r.Since}},
	}, nil
}

// EndSuccessor ends what goes on with a request that was returned, where the request is taken out of it again: one of the two
// lives, and whoever joined the other meanwhile goes along. merge is none where it is over already. It is refused once the team has
// it in a sprint or it is in parts: then it is what goes on.
func EndSuccessor(old, next Request, by string, now time.Time) (after Request, merge Merge, d Decision, err error) {
	switch next.Status {
	case InSprint, Done, Accepted, Shipped, Split:
		return next, merge, d, Refuse("%s goes on with %s, and its status is %s by now, so %s cannot go back on its own. What is left to do is decided there.",
			next.ID, old.ID, next.Standing(), old.ID)
	case Merged, Declined, Withdrawn, Noted:
		return next, merge, d, nil
	}
	d = decide(next, NotReturned, by, now)
	d.Lead = old.ID
	return next.MoveTo(Merged, now), Merge{Request: next.ID, Into: old.ID, By: by, At: now, Was: Standing{Status: next.Status, Since: next.Since}}, d, nil
}

// Follows is a story as it goes on with the request that was made of another one. said is what the new one rests on, by way of the
// old one: there the messages have other ids.
func (s Story) Follows(old string, said []Evidence) Story {
	has := func(id string) bool { return slices.ContainsFunc(said, func(e Evidence) bool { return e.ID == id }) }
	rests := func(source string) string {
		if there := old + ":" + source; source != "" && !has(source) && has(there) {
			return there
		}
		return source
	}
	s.Version, s.Restored, s.AskedBy, s.Note, s.Stale = 0, 0, "", "", false
	s.NeedSource, s.Criteria = rests(s.NeedSource), slices.Clone(s.Criteria)
	for i, c := range s.Criteria {
		s.Criteria[i].Source = rests(c.Source)
	}
	return s
}
