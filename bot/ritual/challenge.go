package ritual

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Challenge sends a request back to the PM, because the PO doubts that it serves the roadmap. A problem, which came
// straight to the PO, gets to the PM by it for the first time. The objective stays, as what was thought before. The
// caller has asked May.
func Challenge(r Request, p Product, reason, by string, now time.Time) (Request, Decision, error) {
	if p.OneHead() {
		return r, Decision{}, Refuse("One person answers both questions about %s: there is nobody to challenge.", short(p.Name))
	}
	reason, err := needReason("reason", reason, "Say why: the product manager will read it.")
	if err != nil {
		return r, Decision{}, err
	}
	d := decide(r, Challenged, by, now)
	d.Reason = reason
	return r.MoveTo(AwaitingAlignment, now), d, nil
}

// Doubt is the challenge or the question of the PO that the PM has not answered yet; the zero Decision where there is none.
// ds are the decisions on the request, oldest first.
func Doubt(ds []Decision) Decision {
	for _, d := range slices.Backward(ds) {
		if d.Verdict.SendsBack() && d.SupersededBy == "" {
			return d
		}
	}
	return Decision{}
}

// MustAnswer reports whether whoever aligns a request all the same has to say why: a challenge wants an answer. A question
// is answered by the objective, and one person need not answer themselves.
func MustAnswer(doubt Decision, p Product) bool { return doubt.Verdict == Challenged && !p.OneHead() }

// answers are the verdicts by which the PM answers a challenge, or takes up again what was settled.
var answers = []Verdict{Aligned, NotNow, Decline, Reopened}

// Exchange is what PM and PO said to each other about whether a request serves the roadmap, in order, from the PO's first
// doubt on. What was taken back is left out: what a decision superseded that is no part of it. ds are the decisions on
// the request, oldest first.
func Exchange(ds []Decision) []Decision {
	said := map[string]bool{"": true}
	part := func(d Decision) bool { return d.Verdict.SendsBack() || slices.Contains(answers, d.Verdict) }
	for _, d := range ds {
		said[d.ID] = part(d)
	}
	first := slices.IndexFunc(ds, func(d Decision) bool { return d.Verdict.SendsBack() && said[d.SupersededBy] })
	if first < 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(ds[first:]), func(d Decision) bool { return !part(d) || !said[d.SupersededBy] })
}

// nth are the challenges from which on a talk is likely to be quicker than another reason in writing.
var nth = map[int]string{3: "Third challenge", 4: "Fourth challenge", 5: "Fifth challenge"}

// TalkHint suggests a talk to PM and PO who have come to so many challenges. It is empty while it is too early.
func TalkHint(challenges int) string {
	if challenges < 3 {
		return ""
	}
	return cmp.Or(nth[challenges], fmt.Sprintf("Challenge number %d", challenges)) + ": a short talk may be quicker."
}

// Challenges counts the challenges of an exchange.
func Challenges(exchange []Decision) (n int) {
	for _, d := range exchange {
		if d.Verdict == Challenged {
			n++
		}
	}
	return n
}
