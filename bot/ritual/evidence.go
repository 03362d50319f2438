package ritual

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Evidence is one message that a request rests on, or what was written into a form.
type Evidence struct {
	ID      string // unique within the request: "0" is what the reporter wrote
	Author  string
	Private bool // said in a private channel or a direct message
	Channel string
	TS      string
	Thread  string // the thread's timestamp, where the message stands in one and that was read
	Text    string
	Files   []string // the names of the files that went with it
	At      time.Time
}

// Limits of the evidence.
const (
	EvidenceMax = 12_000 // characters of one message
	ThreadMost  = 200    // messages of a thread
)

// A Reading is what is known of the thread that a request came from.
type Reading struct {
	At   time.Time // when it was last read; zero: never
	Left int       // messages of it that are not kept, because there are too many
}

// Learn says what reading a thread adds to what is kept of a request: the rows to keep, new and changed ones, by their ids,
// and how many messages are left out. read are the thread's messages in order, captured the timestamp of the one that was
// captured. Of a long thread the first and the last messages are kept. What was kept stays as it was said then, but what was
// cut is made whole.
func Learn(kept, read []Evidence, captured string) (keep []Evidence, left int) {
	next, messages := nextID(kept), 0
	at := map[string]int{}
	for i, k := range kept {
		if k.TS != "" {
			at[k.Channel+"/"+k.TS] = i
			messages++
		}
	}
	var fresh []Evidence
	for _, m := range read {
		i, there := at[m.Channel+"/"+m.TS]
		switch {
		case !there:
			fresh = append(fresh, m)
		case kept[i].Author != m.Author: // somebody's own words about the message
			own := kept[i]
			own.Channel, own.TS, own.Thread = "", "", ""
			keep = append(keep, own)
			fresh = append(fresh, m)
			messages--
		default:
			if whole, changed := kept[i].whole(m); changed {
				keep = append(keep, whole)
			}
		}
	}
	chosen := firstAndLast(fresh, max(0, ThreadMost-messages), captured)
	for _, m := range chosen {
		m.ID = strconv.Itoa(next)
		next++
		keep = append(keep, m)
	}
	return keep, len(fresh) - len(chosen)
}

// nextID is the first number that is no id of what is kept.
func nextID(kept []Evidence) (next int) {
	for _, k := range kept {
		if n, err := strconv.Atoi(k.ID); err == nil {
			next = max(next, n+1)
		}
	}
	return next
}

// whole is a kept message with what it lacks of the same message as it was read.
func (e Evidence) whole(read Evidence) (Evidence, bool) {
	was := e
	if head := strings.TrimSuffix(e.Text, "…"); utf8.RuneCountInString(read.Text) > utf8.RuneCountInString(e.Text) && strings.HasPrefix(read.Text, head) {
		e.Text = read.Text
	}
	if len(e.Files) == 0 {
		e.Files = read.Files
	}
	e.Thread = read.Thread
	return e, e.Text != was.Text || e.Thread != was.Thread || !slices.Equal(e.Files, was.Files)
}

// firstAndLast are at most so many messages: the first and the last ones, and always the one that was captured.
func firstAndLast(all []Evidence, most int, captured string) []Evidence {
	if len(all) <= most || most == 0 {
		return all[:min(len(all), most)]
	}
	first := (most + 1) / 2
	chosen := slices.Concat(all[:first], all[len(all)-(most-first):])
	is := func(e Evidence) bool { return e.TS == captured }
	if i := slices.IndexFunc(all, is); i >= 0 && !slices.ContainsFunc(chosen, is) {
		chosen[first-1] = all[i]
	}
	return chosen
}
