package ritual

import (
	"slices"
	"strings"
	"time"
)

// An Answer is what the PM says of a request's alignment. Which fields count depends on the verdict.
type Answer struct {
	Verdict      Verdict
	Objective    string // id; for Aligned
	NewObjective string // the first objective's name; for Aligned while there is none
	Revisit      string // YYYY-MM-DD; for NotNow
	Reason       string // for NotNow and Decline; for Aligned, what the PO's doubt is answered
	Question     string // for NeedMore
	MustAnswer   bool   // Aligned needs a Reason, as MustAnswer says
}

// Align applies the PM's answer: the request as it stands afterwards, the decision to keep, and a first objective to
// add where the answer named one (its ID is left to the caller). have are the product's objectives; today is the civil
// date where the PM is. The caller has asked May.
func Align(r Request, a Answer, by string, have []Objective, today string, now time.Time) (Request, Decision, *Objective, error) {
	d := decide(r, a.Verdict, by, now)
	var first *Objective
	var err error
	switch a.Verdict {
	case Aligned:
		r, first, err = aligned(r, a, by, have, now)
		d.Objective = objectiveNamed(r.Objective, have, first)
		if a.MustAnswer || strings.TrimSpace(a.Reason) != "" {
			var bad error
			d.Reason, bad = needReason("reason", a.Reason, "Say why it serves the roadmap all the same: the product owner will read it.")
			err = join(err, bad)
		}
	case NotNow:
		d.Reason, err = needReason("reason", a.Reason, "Say why not now: whoever asked will read it.")
		if bad := checkRevisit("revisit", a.Revisit, today); bad != nil {
			err = join(bad, err)
		}
		d.Revisit = a.Revisit
		r = r.MoveTo(Parked, now)
		r.Reason, r.Revisit = d.Reason, a.Revisit
	case Decline:
		d.Reason, err = needReason("reason", a.Reason, "Say why: whoever asked will read it.")
		r = r.MoveTo(Declined, now)
		r.Reason = d.Reason
	case NeedMore:
		d.Reason, err = needReason("question", a.Question, "Write the question that you want answered.")
		r = r.MoveTo(NeedsInfo, now)
		r.Question = d.Reason
	default:
		err = Refuse("This answer is not one of Aligned, Not now, Decline and Need more.")
	}
	return r, d, first, err
}

// aligned ties the request to an objective, to a first one where the roadmap is empty.
func aligned(r Request, a Answer, by string, have []Objective, now time.Time) (Request, *Objective, error) {
	r = r.MoveTo(AwaitingPriority, now)
	r.Question, r.Reason, r.Revisit = "", "", ""
	name := strings.Join(strings.Fields(a.NewObjective), " ")
	if a.Objective == "" && name != "" {
		if err := objectiveName("new_objective", name, have); err != nil {
			return r, nil, err
		}
		return r, &Objective{Product: r.Product, Name: name, Horizon: Now, By: by, Created: now}, nil
	}
	if !slices.ContainsFunc(have, func(o Objective) bool { return o.ID == a.Objective && o.Product == r.Product }) {
		field, says := "objective", "Choose one of the objectives in the list."
		if len(have) == 0 {
			field, says = "new_objective", "Name the first objective, such as “Win larger customers”."
		}
		return r, nil, RefuseField(field, "%s", says)
	}
	r.Objective = a.Objective
	return r, nil, nil
}

// objectiveNamed is the name of the objective that was chosen or is to be made.
func objectiveNamed(id string, have []Objective, first *Objective) string {
	if first != nil {
		return first.Name
	}
	for _, o := range have {
		if o.ID == id {
			return o.Name
		}
	}
	return ""
}

// checkRevisit checks the date on which a parked request comes back.
func checkRevisit(field, date, today string) error {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return RefuseField(field, "Choose the date on which it comes back.")
	}
	t, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return err
	}
	if !d.After(t) {
		return RefuseField(field, "Choose a day after today, %s.", Day(today))
	}
	if d.After(t.AddDate(2, 0, 0)) {
		return RefuseField(field, "Choose a day within two years. What is further away is better declined.")
	}
	return nil
}

// AnswerQuestions applies the requester's answers, or their wish to skip: what needed info waits for alignment again,
// unless the PM's own question is the one that was left open.
func AnswerQuestions(r Request, v Verdict, leftOpen bool, by string, now time.Time) (Request, Decision) {
	d := decide(r, v, by, now)
	if leftOpen {
		return r, d
	}
	if r.Status == NeedsInfo {
		r = r.MoveTo(AwaitingAlignment, now)
	}
	r.Question = ""
	return r, d
}

// ComeBack brings back, on its date, what was parked until then. It is Tandem that does, so there is no decision. ok is
// false when the request is parked no more, or until another day.
func ComeBack(r Request, revisit string, now time.Time) (after Request, ok bool) {
	if r.Status != Parked || r.Revisit != revisit {
		return r, false
	}
	r.Reason, r.Revisit = "", ""
	return r.MoveTo(AwaitingAlignment, now), true
}

// Withdraw takes a request back.
func Withdraw(r Request, by string, now time.Time) (Request, Decision) {
	return r.MoveTo(Withdrawn, now), decide(r, Withdrew, by, now)
}
