package ritual

import "time"

// A Pin is a place in the backlog that somebody gave a story by hand: directly before another one, whatever the scores
// say. The zero Pin is none.
type Pin struct {
	Before string // the id of the story that it stands before
	Reason string
	By     string
	At     time.Time
}
