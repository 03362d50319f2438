package ritual

import "time"

// NudgeAfter are the working days after which somebody is nudged about a decision that waits for them. With the last
// one the stand-in may take it.
var NudgeAfter = []int{2, lastNudge}

const lastNudge = 4

// An Ask is who was asked last for a decision on a request, and since when. At is zero where nobody was asked before them:
// then it is since the request came to its status.
type Ask struct {
	Of string
	At time.Time
}

// asked is whom a request asks at its status.
func (r Request) asked() Ask {
	switch r.Status.Asks() {
	case StepPM:
		return r.AskedPM
	case StepPO:
		return r.AskedPO
	}
	return Ask{}
}

// AskedAt is since when whoever is to decide on a request is asked: since it came to its status, or since it was handed to
// them. What was undone goes on from when it was asked first.
func (r Request) AskedAt() time.Time {
	if at := r.asked().At; at.After(r.Since) {
		return at
	}
	return r.Since
}

// AskedOf is the request once somebody is asked for the decision that it waits for. new reports whether it was somebody else
// before, or nobody.
func (r Request) AskedOf(who string, now time.Time) (after Request, new bool) {
	was := r.asked()
	if was.Of == who || who == "" {
		return r, false
	}
	is := Ask{Of: who}
	if was.Of != "" {
		is.At = now
	}
	switch r.Status.Asks() {
	case StepPM:
		r.AskedPM = is
	case StepPO:
		r.AskedPO = is
	default:
		return r, false
	}
	return r, true
}

// Nudge is which nudge about a decision is due now to whoever was asked at an instant and had some already: 1 for the first,
// 0 for none. Of several that are due, it is the last. next is when to look again; zero where no more will come. at is where
// they work: outside of their working hours nothing is due.
func Nudge(asked time.Time, had int, now time.Time, at Workplace) (nth int, next time.Time) {
	for nth = len(NudgeAfter); nth > had && now.Before(at.AfterWorkingDays(asked, NudgeAfter[nth-1])); {
		nth--
	}
	switch {
	case nth > had && !at.WorkingHours(now):
		return 0, at.NextWorkingMorning(now)
	case nth <= had:
		nth = 0
	}
	if coming := max(nth, had); coming < len(NudgeAfter) {
		next = at.AfterWorkingDays(asked, NudgeAfter[coming])
	}
	return nth, next
}

// LastNudge reports whether no further nudge follows the nth.
func LastNudge(nth int) bool { return nth >= len(NudgeAfter) }

// Helps is who is asked, too, for a decision of the PM or the PO that waits since an instant: the stand-in, once the last
// nudge went unanswered. It is empty where that is nobody, or where they are asked in the owner's place anyway.
func Helps(p Product, role Role, people map[string]Person, asked, now time.Time) string {
	owner, standIn := people[p.head(role)], p.standIn(role)
	if standIn == "" || people[standIn].Kind == Gone || Acting(p, role, people, now) != p.head(role) {
		return ""
	}
	if now.Before(p.Settings.Workplace(owner).AfterWorkingDays(asked, lastNudge)) {
		return ""
	}
	return standIn
}

// SinceWords say since when something waits, to somebody who reads it on a day, YYYY-MM-DD, of a zone: "since Monday", or
// "since 2 Mar 2026" where it is longer than six days ago.
func SinceWords(since time.Time, day, zone string) string {
	c := civilOf(since, zoneOf(zone))
	if read, err := time.Parse(time.DateOnly, day); err == nil {
		switch ago := int(read.Sub(time.Time(c)).Hours() / 24); {
		case ago == 0:
			return "since today"
		case ago > 0 && ago < 7:
			return "since " + time.Time(c).Weekday().String()
		}
	}
	return "since " + Day(c.String())
}
