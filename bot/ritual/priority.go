package ritual

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Prioritize takes the PO's judgments: it scores a request and puts it into the backlog, or parks what is judged a
// Won't until its date. today is the civil date where the PO is. The caller has asked May.
func Prioritize(r Request, f Framework, in map[string]string, by, today string, now time.Time) (Request, Score, Decision, error) {
	s, err := f.Compute(in)
	if err != nil {
		return r, s, Decision{}, err
	}
	if f.Parks(in) {
		return wont(r, f, s, by, today, now)
	}
	d := decide(r, Prioritized, by, now)
	d.Score = s.Why()
	return r.MoveTo(Backlog, now), s, d, nil
}

// wont parks a request until the day that was chosen with the class.
func wont(r Request, f Framework, s Score, by, today string, now time.Time) (Request, Score, Decision, error) {
	day := f.Inputs[1]
	if err := checkRevisit(day.ID, day.of(s.Inputs), today); err != nil {
		return r, Score{}, Decision{}, err
	}
	d := decide(r, WontDo, by, now)
	d.Score, d.Revisit = s.Why(), day.of(s.Inputs)
	r = r.MoveTo(Parked, now)
	r.Reason, r.Revisit = "", d.Revisit
	return r, s, d, nil
}

// Before is the order of the backlog but for its pins: what the product's framework scored, then what earlier ones did,
// each in its old order: the higher score the earlier, ties older first. frameworks are the product's, the present one
// first and then the earlier ones, the latest first. Below stand the scores of other frameworks, and last what nobody
// scored. Scores of two frameworks are never mixed.
func Before(a, b Ranked, frameworks ...FrameworkID) bool {
	return cmp.Or(
		cmp.Compare(blockOf(a.Score.Framework, frameworks), blockOf(b.Score.Framework, frameworks)),
		strings.Compare(string(a.Score.Framework), string(b.Score.Framework)),
		cmp.Compare(b.Score.Milli, a.Score.Milli),
		cmp.Compare(a.Request.Number, b.Request.Number)) < 0
}

// blockOf is the place of a framework's scores among those of the others.
func blockOf(f FrameworkID, frameworks []FrameworkID) int {
	i := slices.Index(frameworks, f)
	switch {
	case f == "":
		return len(frameworks) + 1
	case i < 0:
		return len(frameworks)
	}
	return i
}

// A Ranked is a request in the backlog with its score and, where somebody put it elsewhere, its pin.
type Ranked struct {
	Request Request
	Score   Score
	Pin     Pin
}
