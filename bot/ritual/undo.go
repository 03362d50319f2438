package ritual

import (
	"slices"
	"time"
)

// What the PM answered can be taken back for a while by Undo, as if it had never been said, and later by Reopen, with a
// reason.

// UndoFor is how long an answer about the alignment can be taken back. Nobody is told of an outcome before that.
const UndoFor = 10 * time.Minute

// undone are the verdicts by which an answer is taken back, with those that they take back.
var undone = map[Verdict][]Verdict{
	UndidAligned:  {Aligned},
	UndidNotNow:   {NotNow},
	UndidDecline:  {Decline},
	UndidNeedMore: {NeedMore},
	UndidPriority: {Prioritized, WontDo},
}

// TakesBack reports whether an earlier decision is taken back by this verdict.
func (v Verdict) TakesBack() bool { return undone[v] != nil }

// undoes is the verdict that takes back another one; empty where it cannot be taken back.
func undoes(v Verdict) Verdict {
	for by, taken := range undone {
		if slices.Contains(taken, v) {
			return by
		}
	}
	return ""
}

// TakenBack is the decision by which one of the decisions on a request was taken back; ok is false where it was not. all are
// as Supersede marks them.
func (d Decision) TakenBack(all []Decision) (by Decision, ok bool) {
	i := slices.IndexFunc(all, func(one Decision) bool {
		return one.ID == d.SupersededBy && slices.Contains(undone[one.Verdict], d.Verdict)
	})
	if d.SupersededBy == "" || i < 0 {
		return by, false
	}
	return all[i], true
}

// Supersede marks the decisions on a request, oldest first, that a later one took the place of: the next on the same topic, or
// the one that took it back. What was in force before that is in force again. That something was taken back nothing replaces.
func Supersede(all []Decision) {
	open := map[Topic][]int{} // what is in force, and its place in all
	for i, d := range all {
		if d.Verdict.TakesBack() {
			takeBack(all[:i], d)
			open = inForce(all[:i])
			continue
		}
		if d.Topic.Supersedes() {
			for _, j := range open[d.Topic] {
				all[j].SupersededBy = d.ID
			}
			delete(open, d.Topic)
		}
		open[d.Topic] = append(open[d.Topic], i)
	}
}

// inForce are the places of the decisions that nothing replaced, by their topics.
func inForce(ds []Decision) map[Topic][]int {
	open := map[Topic][]int{}
	for i, d := range ds {
		if d.SupersededBy == "" && !d.Verdict.TakesBack() {
			open[d.Topic] = append(open[d.Topic], i)
		}
	}
	return open
}

// takeBack marks the latest of some decisions that another one takes back.
func takeBack(before []Decision, by Decision) {
	for i, d := range slices.Backward(before) {
		if _, over := d.TakenBack(before); over || !slices.Contains(undone[by.Verdict], d.Verdict) {
			continue
		}
		for j := range before {
			if before[j].SupersededBy == d.ID {
				before[j].SupersededBy = ""
			}
		}
		before[i].SupersededBy = by.ID
		return
	}
}

// alignmentOf is the latest decision in force on the alignment, of those on a request, oldest first; the zero one where there is
// none. That it goes on without an objective changes nothing for who asked.
func alignmentOf(ds []Decision) Decision {
	for _, d := range slices.Backward(ds) {
		if _, over := d.TakenBack(ds); !over && d.Topic == Alignment && d.Verdict != LeftAlone && !d.Verdict.TakesBack() {
			return d
		}
	}
	return Decision{}
}

// A Prior is how a request stood before an answer about its alignment.
type Prior struct {
	Status    Status    `json:"status"`
	Since     time.Time `json:"since"`
	Objective string    `json:"objective,omitempty"`
	Reason    string    `json:"reason,omitempty"`
	Revisit   string    `json:"revisit,omitempty"`
	Question  string    `json:"question,omitempty"`

	First string `json:"first,omitempty"` // the id of the objective that the answer put on the roadmap
	Both  bool   `json:"both,omitempty"`  // the next decision was made with it, in one form
	Score Score  `json:"score,omitzero"`  // where both were: from before the next one
}

// PriorOf is how a request stands before it is answered.
func PriorOf(r Request) Prior {
	return Prior{Status: r.Status, Since: r.Since, Objective: r.Objective, Reason: r.Reason, Revisit: r.Revisit, Question: r.Question}
}

// Undo takes back the PM's answer with the id, as if it had never been said: the request as it was, and what took back each
// decision, the latest first. b is how it stood before, ds are all decisions on it, oldest first, and estimating says that the
// team estimates it. The caller has asked May.
func Undo(r Request, b Prior, ds []Decision, id string, estimating bool, by string, now time.Time) (Request, []Decision, error) {
	i := slices.IndexFunc(ds, func(d Decision) bool { return d.ID == id })
	if i < 0 || undoes(ds[i].Verdict) == "" {
		return r, nil, MovedOn(r, Decision{})
	}
	end := i + 1
	if b.Both {
		end = min(end+1, len(ds))
	}
	if err := undoable(r, b, ds, i, end, estimating, now); err != nil {
		return r, nil, err
	}
	var back []Decision
	for _, d := range slices.Backward(ds[i:end]) {
		back = append(back, decide(r, undoes(d.Verdict), by, now))
	}
	r.Status, r.Since, r.Objective, r.Reason, r.Revisit, r.Question = b.Status, b.Since, b.Objective, b.Reason, b.Revisit, b.Question
	return r, back, nil
}

// undoable refuses to take back a decision, whose consequences end before another one, once somebody has gone on from it.
func undoable(r Request, was Prior, ds []Decision, i, end int, estimating bool, now time.Time) error {
	d := ds[i]
	if by, over := d.TakenBack(ds); over {
		return Refuse("%s already.", by.Sentence())
	}
	for _, later := range ds[end:] {
		if goesOn(r, d, later) {
			return Refuse("%s, so `Undo` is too late.%s", later.Sentence(), otherwise(r, ds))
		}
	}
	switch {
	case estimating:
		return Refuse("The team is estimating %s by now, so `Undo` is too late.%s", r.ID, otherwise(r, ds))
	case !r.Since.Equal(d.At):
		return MovedOn(r, d)
	case !now.Before(d.At.Add(UndoFor)), was.Status == "": // it is not kept any more
		return Refuse("`Undo` is there for %d minutes, and they are over for %s.%s", int(UndoFor/time.Minute), r.ID, otherwise(r, ds))
	}
	return nil
}

// goesOn reports whether somebody went on from an answer by a later decision.
func goesOn(r Request, answer, later Decision) bool {
	switch later.Verdict {
	case Answered, Skipped: // the drafter's questions, or the PM's
		return answer.Verdict == NeedMore && r.Status != NeedsInfo
	case HandedOn:
		return false
	}
	return later.Topic != Privacy
}

// otherwise says how else a request can be brought back to the PM, if it can.
func otherwise(r Request, ds []Decision) string {
	switch {
	case Reopenable(r, ds):
		return " `Reopen` brings it back, with a reason."
	case r.Status == NeedsInfo:
		return " `Answer questions` brings it back."
	}
	return ""
}

// reopened are the statuses from which a request can be brought back to the PM.
var reopened = []Status{Parked, Declined, AwaitingPriority, Backlog}

// Reopenable reports whether a request can be reopened: what the PO has, only where somebody aligned it.
func Reopenable(r Request, ds []Decision) bool {
	return slices.Contains(reopened, r.Status) && !(r.Status.NextStep() == StepPO && r.Objective == "" && !isAligned(ds))
}

// Reopen brings back to the PM what was decided, for a reason. What it was aligned with stays, as what was thought before. ds
// are the decisions on it, oldest first. The caller has asked May.
func Reopen(r Request, ds []Decision, reason, by string, now time.Time) (Request, Decision, error) {
	if !Reopenable(r, ds) {
		return r, Decision{}, Refuse("Nobody aligned %s, so there is nothing to reopen: it went straight to the product owner, who may ask about its alignment.", r.ID)
	}
	reason, err := needReason("reason", reason, "Say why: whoever asked will read it, and the product owner.")
	if err != nil {
		return r, Decision{}, err
	}
	d := decide(r, Reopened, by, now)
	d.Reason = reason
	r = r.MoveTo(AwaitingAlignment, now)
	r.Reason, r.Revisit = "", ""
	return r, d, nil
}

// AnswerWithin is how many working days somebody is waited for who is asked a question.
const AnswerWithin = 3

// AnswerDue is when a question that was put at an instant is given up, where whoever is asked works.
func AnswerDue(put time.Time, at Workplace) time.Time { return at.AfterWorkingDays(put, AnswerWithin) }

// NoAnswer gives up a question that nobody answered in time: the PM decides without, and a late answer is still taken. It is
// Tandem that does.
func NoAnswer(r Request, now time.Time) (Request, Decision) {
	return r.MoveTo(AwaitingAlignment, now), decide(r, Unanswered, "", now)
}

// Unanswered reports whether the PM decides without the answer to their question.
func (r Request) Unanswered() bool { return r.Status == AwaitingAlignment && r.Question != "" }

// RevisitAt is when what is parked until a day comes back: when work begins on that day where the PM is, or on the next working
// day.
func RevisitAt(day string, at Workplace) (time.Time, error) {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return d, err
	}
	on := civil(d)
	if !at.works(on) {
		on = at.next(on)
	}
	from, _ := at.hours()
	return on.at(from, zoneOf(at.Zone)), nil
}

// DayBegins is when a civil day, YYYY-MM-DD, begins anywhere on earth: fourteen hours before it does in UTC.
func DayBegins(day string) (time.Time, error) {
	d, err := time.Parse(time.DateOnly, day)
	return d.Add(-14 * time.Hour), err
}
