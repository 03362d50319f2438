package ritual

import (
	"slices"
	"time"
)

// Move pins a story of the backlog directly before another one, in place of an earlier pin of it. pins are the pinned
// stories of the product's backlog. It refuses, field by field, what would lead in a circle or says no reason. The
// caller has asked May.
func Move(r, before Request, pins []Ranked, reason, by string, now time.Time) (Pin, Decision, error) {
	reason, err := needReason("reason", reason, "Say why: whoever reads the backlog will wonder.")
	if err = join(checkPlace(r, before, pins), err); err != nil {
		return Pin{}, Decision{}, err
	}
	d := decide(r, Moved, by, now)
	d.Before, d.Reason = before.ID, reason
	return Pin{Before: before.ID, Reason: reason, By: by, At: now}, d, nil
}

// checkPlace checks that a story can stand before another one.
func checkPlace(r, before Request, pins []Ranked) error {
	switch {
	case before.ID == "":
		return RefuseField("before", "Choose the story that it should stand before.")
	case before.ID == r.ID:
		return RefuseField("before", "%s cannot stand before itself. Choose another story.", r.ID)
	case before.Product != r.Product || before.Status != Backlog:
		return RefuseField("before", "%s is not in this backlog. Choose a story that is.", before.ID)
	}
	if last := holder(r.ID, before.ID, pins); last != "" {
		return RefuseField("before", "%s is pinned before %s, so it moves along. Choose another story, or unpin %s first.", last, r.ID, last)
	}
	return nil
}

// holder is the story pinned directly before id on whose place that of from depends; empty where from would not move
// along with id.
func holder(id, from string, pins []Ranked) string {
	for range pins { // a chain is never longer, unless it is a circle
		i := slices.IndexFunc(pins, func(p Ranked) bool { return p.Request.ID == from })
		switch {
		case i < 0:
			return ""
		case pins[i].Pin.Before == id:
			return from
		}
		from = pins[i].Pin.Before
	}
	return ""
}

// Unpin lets a story stand by its score again. pin is the one it has. The caller has asked May.
func Unpin(r Request, pin Pin, by string, now time.Time) (Decision, error) {
	if pin.Before == "" {
		return Decision{}, Refuse("%s is not pinned: it stands by its score.", r.ID)
	}
	d := decide(r, Unpinned, by, now)
	d.Before = pin.Before
	return d, nil
}
