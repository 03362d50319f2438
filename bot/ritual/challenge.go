package ritual

import "time"

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
