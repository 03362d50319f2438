package ritual

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Picking is pointing at a message that somebody said and that is to be recorded, where Tandem has to read it first: by an
// emoji under it, or by “record this” in its thread.

// CaptureEmoji is the emoji that captures a message, in channels that opted in.
const CaptureEmoji = "bulb"

// Captures reports whether a reaction captures. A skin tone, which Slack appends to a name, does not count.
func Captures(reaction string) bool {
	name, _, _ := strings.Cut(strings.Trim(reaction, ":"), "::")
	return name == CaptureEmoji
}

// TakenBackWithin is how long taking the emoji away takes back what it did.
const TakenBackWithin = 5 * time.Minute

// A Way is how somebody picked a message. Its text is kept in the database and never renamed.
type Way string

// The ways.
const (
	ByEmoji   Way = "emoji"
	ByMention Way = "mention"
)

// An Effect is what came of a pick. Its text is kept in the database and never renamed.
type Effect string

// The effects.
const (
	PickWaits   Effect = ""         // the message is still to be read
	PickMade    Effect = "recorded" // it made the request
	PickJoined  Effect = "joined"   // whoever picked it supports the request since
	PickHad     Effect = "had"      // they wanted it already, so there is nothing to take back
	PickRefused Effect = "refused"  // they may not ask
	PickUnread  Effect = "unread"   // Slack did not let Tandem read the message
	PickUndone  Effect = "undone"   // taken back
)

// A Pick is somebody's wish that a message be recorded.
type Pick struct {
	Channel string
	TS      string // the message's Slack timestamp
	By      string
	Way     Way
	Product string
	Title   string // what they want it called; empty: what the message says first
	Thread  string // where they said so, and where they are answered; empty for an emoji
	At      string // when, as Slack's timestamp of it
	Away    string // when the emoji was last taken away, as Slack's timestamp; empty: never
	Effect  Effect
	Request string // the id of the request that it went into
}

// Put is the emoji being put under the message, again or for the first time. ok is false where that is no news: Slack may
// tell of it twice, and after it was taken away.
func (p Pick) Put(at string) (after Pick, ok bool) {
	if !laterTS(at, p.At) || !laterTS(at, p.Away) {
		return p, false
	}
	p.At, p.Effect = at, PickWaits
	return p, true
}

// TakeAway is the emoji being taken away. back is whether that takes back what it did: within TakenBackWithin.
func (p Pick) TakeAway(at string) (after Pick, back bool) {
	if !laterTS(at, p.Away) {
		return p, false
	}
	stood := p.Stands() && laterTS(at, p.At)
	p.Away = at
	return p, stood && TimeOf(at).Sub(TimeOf(p.At)) <= TakenBackWithin
}

// Stands reports whether the emoji is still under the message, or what was said still said.
func (p Pick) Stands() bool { return laterTS(p.At, p.Away) }

// Waits reports whether the message is still to be read for the pick.
func (p Pick) Waits() bool { return p.Stands() && p.Effect == PickWaits }

// laterTS reports whether one Slack timestamp is after another. None is before all.
func laterTS(a, b string) bool {
	if a == "" || b == "" {
		return a != "" && b == ""
	}
	return TimeOf(a).After(TimeOf(b))
}

// TimeOf is the instant of a Slack timestamp, to the microsecond: "1772442000.000100". It is zero where it is none.
func TimeOf(ts string) time.Time {
	whole, part, _ := strings.Cut(ts, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || seconds <= 0 || seconds > maxSeconds {
		return time.Time{}
	}
	micros, err := strconv.ParseInt((part + "000000")[:6], 10, 64)
	if err != nil || micros < 0 {
		return time.Time{}
	}
	return time.Unix(seconds, micros*1000).UTC()
}

// maxSeconds is the year 9999: what is later is no timestamp.
const maxSeconds = 253_402_300_799

// EmojiProduct is the product that a message belongs to which is captured by emoji in a channel: the one at home there, else
// the first that opted the channel in. ok is false where none did.
func EmojiProduct(all []Product, channel string) (p Product, ok bool) {
	for _, one := range all {
		if !one.Settings.TakesEmoji(channel) {
			continue
		}
		if one.Channel == channel {
			return one, true
		}
		if !ok {
			p, ok = one, true
		}
	}
	return p, ok
}

// GiveUp takes the voice of whoever recorded a request from it. Others who want the same go on with it, the first who said so
// as its reporter; without any it is withdrawn.
func GiveUp(r Request, others []Supporter, now time.Time) (Request, Decision) {
	by := r.Reporter
	i := slices.IndexFunc(others, func(s Supporter) bool { return s.Of == "" && s.SaidBy() != by })
	if i < 0 {
		return Withdraw(r, by, now)
	}
	heir := others[i].SaidBy()
	if r.Requester == by {
		r.Requester = heir
	}
	if r.Thread.Channel == by { // in direct messages with them
		r.Thread = Thread{Channel: heir}
	}
	r.Reporter = heir
	return r, decide(r, HandedOn, by, now)
}

// RecordAgain has a request that was withdrawn recorded again, from the same message. again is what is asked for now, with
// its reporter and place; the number, the source and what was kept stay.
func RecordAgain(was, again Request, now time.Time) (Request, Decision) {
	again.ID, again.Number, again.Source, again.Created = was.ID, was.Number, was.Source, was.Created
	again.Objective, again.Reason, again.Revisit, again.Question = "", "", "", ""
	again.Status, again.Since = New, now
	return again, decide(again, Recaptured, again.Reporter, now)
}

// SaidAgain are the rows to add to what is kept of a request when it is recorded again: what was not said in the same words
// by the same person, under ids of their own.
func SaidAgain(kept, said []Evidence, now time.Time) (add []Evidence) {
	next := nextID(kept)
	for _, e := range said {
		if slices.ContainsFunc(kept, func(k Evidence) bool {
			return k.Author == e.Author && k.Text == e.Text || e.TS != "" && k.Channel == e.Channel && k.TS == e.TS && k.Author == e.Author
		}) {
			continue
		}
		if slices.ContainsFunc(kept, func(k Evidence) bool { return e.TS != "" && k.Channel == e.Channel && k.TS == e.TS }) {
			e.Channel, e.TS = "", "" // somebody's own words about the message
		}
		if e.At.IsZero() {
			e.At = now
		}
		e.ID = strconv.Itoa(next)
		next++
		add = append(add, e)
	}
	return add
}
