package ritual

import (
	"cmp"
	"slices"
	"time"
)

// A Pin is a place in the backlog that somebody gave a story by hand: directly before another one, whatever the scores
// say. The zero Pin is none.
type Pin struct {
	Before string // the id of the story that it stands before
	Reason string
	By     string
	At     time.Time
}

// Weave puts the pinned stories of a backlog where they stand: each directly before its neighbor, which may be pinned
// itself. Where several have one neighbor, the latest pin is the nearest to it. A story whose neighbor is not in the
// backlog stays where it is, and so do those whose pins lead in a circle. What is not pinned keeps its order.
func Weave(backlog []Ranked) []Ranked {
	there := map[string]bool{}
	for _, r := range backlog {
		there[r.Request.ID] = true
	}
	pinned := slices.DeleteFunc(slices.Clone(backlog), func(r Ranked) bool { return !there[r.Pin.Before] })
	before := map[string][]Ranked{}
	held := map[string]bool{}
	for _, r := range Held(pinned) {
		before[r.Pin.Before] = append(before[r.Pin.Before], r)
		held[r.Request.ID] = true
	}
	for _, rs := range before {
		slices.SortFunc(rs, func(a, b Ranked) int {
			return cmp.Or(a.Pin.At.Compare(b.Pin.At), cmp.Compare(a.Request.Number, b.Request.Number))
		})
	}
	woven := make([]Ranked, 0, len(backlog))
	var put func(Ranked)
	put = func(r Ranked) {
		for _, p := range before[r.Request.ID] {
			put(p)
		}
		woven = append(woven, r)
	}
	for _, r := range backlog {
		if !held[r.Request.ID] {
			put(r)
		}
	}
	return woven
}

// Held returns those of the pinned stories that their pins hold in a place: all but those whose pins lead in a circle.
// The neighbors of all of them are in the backlog.
func Held(pinned []Ranked) []Ranked {
	next := map[string]string{}
	for _, r := range pinned {
		next[r.Request.ID] = r.Pin.Before
	}
	return slices.DeleteFunc(slices.Clone(pinned), func(r Ranked) bool {
		id := r.Pin.Before
		for range pinned {
			if id == r.Request.ID {
				return true
			}
			id = next[id]
		}
		return false
	})
}
