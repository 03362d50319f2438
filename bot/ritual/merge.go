package ritual

import "time"

// A Merge makes a request one with another, which leads from then on. Nothing of either is changed but the status of the
// one that was merged, so that taking it out again leaves both as they were. Merges of merges make a tree; its root is the
// lead of all.
type Merge struct {
	Request string // that was merged
	Into    string // the request that led when it was merged
	By      string
	At      time.Time
	Was     Standing
}

// A Standing is where a request stood when it was merged.
type Standing struct {
	Status Status    `json:"status"`
	Since  time.Time `json:"since"`
}

// MergeInto merges a request into another, which the caller has found to lead whatever it was merged into itself. The
// caller has asked May.
func MergeInto(r, lead Request, p Product, by string, now time.Time) (Request, Merge, Decision, error) {
	switch {
	case r.ID == lead.ID:
		return r, Merge{}, Decision{}, Refuse("%s leads these requests already. Choose another one.", r.ID)
	case r.Product != lead.Product:
		return r, Merge{}, Decision{}, Refuse("%s belongs to another product than %s. Choose a request of the same product.", lead.ID, r.ID)
	case r.Parent != "":
		return r, Merge{}, Decision{}, Refuse("%s is a part of %s. Merge %s as a whole before it is split, or decline the part.", r.ID, r.Parent, r.Parent)
	case !lead.Status.Open():
		return r, Merge{}, Decision{}, Refuse("%s is not open any more: its status is %s. Choose an open request.", lead.ID, lead.Status)
	}
	if !r.Private && !lead.SeenBy(Reader{Place: r.Source.Channel}, p) {
		return r, Merge{}, Decision{}, Refuse("%s came from a private conversation, and %s did not. Merge %s into %s instead, so that everybody can read what it became.",
			lead.ID, r.ID, lead.ID, r.ID)
	}
	m := Merge{Request: r.ID, Into: lead.ID, By: by, At: now, Was: Standing{Status: r.Status, Since: r.Since}}
	d := decide(r, MergedInto, by, now)
	d.Lead = lead.ID
	return r.MoveTo(Merged, now), m, d, nil
}

// TakeOut undoes a merge: the request is what it was.
func TakeOut(r Request, m Merge, by string, now time.Time) (Request, Decision) {
	d := decide(r, TakenOut, by, now)
	d.Lead = m.Into
	r.Status, r.Since = m.Was.Status, m.Was.Since
	return r, d
}

// ForStory are those of the messages that a request and what was merged into it rest on which go into its story: what
// nobody may know who may read the story stays out of it.
func (r Request) ForStory(said []Evidence) []Evidence {
	var all []Evidence
	for _, e := range said {
		if !e.Private || r.Private && (e.Channel == "" || e.Channel == r.Source.Channel) {
			all = append(all, e)
		}
	}
	return all
}
