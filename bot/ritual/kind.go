package ritual

import "time"

// Each kind goes its own way: a feature to the PM, a problem straight to the PO, who may ask for alignment, and praise nowhere:
// it is kept, and linked to what it is about. Many requests come as another kind than they are, so it can be changed.

// AskAlignment sends a problem to the PM, because the PO wants to know first whether it serves the roadmap. The caller has
// asked May.
func AskAlignment(r Request, p Product, reason, by string, now time.Time) (Request, Decision, error) {
	switch {
	case p.OneHead():
		return r, Decision{}, Refuse("One person answers both questions about %s: there is nobody to ask.", short(p.Name))
	case !Unaligned(r):
		return r, Decision{}, Refuse("%s was aligned already. `Challenge` sends it back.", r.ID)
	}
	reason, err := needReason("reason", reason, "Say what you want to know: the product manager will read it.")
	if err != nil {
		return r, Decision{}, err
	}
	d := decide(r, AskedAlignment, by, now)
	d.Reason = reason
	return r.MoveTo(AwaitingAlignment, now), d, nil
}

// Unaligned reports whether the PO has a request that nobody aligned, as a problem that came straight to them.
func Unaligned(r Request) bool { return r.Status == AwaitingPriority && r.Objective == "" }

// isAligned reports whether the latest word on the alignment, of decisions oldest first, is yes.
func isAligned(ds []Decision) bool { return alignmentOf(ds).Verdict.Aligns() }

// kindVerdicts are the decisions by which a request becomes another kind.
var kindVerdicts = map[Kind]Verdict{Feature: MadeFeature, Problem: MadeProblem, Praise: MadePraise}

// ChangeKind makes a request of another kind, and sends it where that kind goes. What was aligned stays so. ds are the
// decisions on it, oldest first. The caller has asked May.
func ChangeKind(r Request, to Kind, ds []Decision, by string, now time.Time) (Request, Decision, error) {
	v, known := kindVerdicts[to]
	switch {
	case !known:
		return r, Decision{}, RefuseField("kind", "Choose Feature, Problem or Praise.")
	case to == r.Kind:
		return r, Decision{}, RefuseField("kind", "It is of this kind already. Choose another one.")
	}
	d := decide(r, v, by, now)
	asked := r.Kind == Problem && r.Status == AwaitingAlignment // by the PO: the question stands
	r.Kind, r.Question = to, ""
	switch {
	case to != Praise && isAligned(ds):
		r = r.MoveTo(AwaitingPriority, now)
	case asked && to == Feature:
	default:
		r = AfterDraft(r, now)
	}
	return r, d, nil
}

// A Link is what praise is about: an objective, a story or both.
type Link struct {
	Objective string // id
	Story     string // id of the request
}

// LinkPraise links praise to an objective or a story of its product; either may be nil. The caller has asked May.
func LinkPraise(r Request, o *Objective, story *Request, by string, now time.Time) (Link, Decision, error) {
	var l Link
	d := decide(r, Linked, by, now)
	if o != nil {
		if o.Product != r.Product {
			return l, d, RefuseField("objective", "Choose one of the objectives in the list.")
		}
		l.Objective, d.Objective = o.ID, o.Name
	}
	if story != nil {
		if story.Product != r.Product || story.ID == r.ID || story.Kind == Praise {
			return l, d, RefuseField("story", "Choose one of the stories in the list.")
		}
		l.Story, d.Before = story.ID, story.ID
	}
	if l == (Link{}) {
		return l, d, RefuseField("objective", "Choose an objective here, a story below, or both.")
	}
	return l, d, nil
}
