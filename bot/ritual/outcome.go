package ritual

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// Whoever asked for something hears what became of it: once a day at most, in their morning, and only what still holds.
// What is told follows from the state when it is told, beside what somebody knows already; so it does not matter how often
// it is asked, and nothing that was taken back meanwhile is told.

// An Outcome is what has become of a request, as those who asked for it hear it. Its text is kept in the database and never
// renamed.
type Outcome string

// The outcomes; the empty one is that nothing was decided yet.
const (
	OutcomeOpen      Outcome = ""
	OutcomeAligned   Outcome = "aligned"
	OutcomeParked    Outcome = "parked"
	OutcomeDeclined  Outcome = "declined"
	OutcomeMerged    Outcome = "merged"
	OutcomeGoesOn    Outcome = "goes_on" // as another request: something is left to do
	OutcomeInSprint  Outcome = "in_sprint"
	OutcomeShipped   Outcome = "shipped"
	OutcomeWithdrawn Outcome = "withdrawn"
	OutcomeReopened  Outcome = "reopened" // what somebody was told holds no more
	OutcomeBack      Outcome = "back"     // from a sprint to the backlog
)

// Became is what has become of a request, and why.
type Became struct {
	Outcome   Outcome   `json:"outcome"`
	At        time.Time `json:"at"`
	By        string    `json:"by,omitempty"`        // who decided it; empty when it was nobody, such as a date
	Reason    string    `json:"reason,omitempty"`    // of what was parked or declined
	Objective string    `json:"objective,omitempty"` // the name of what it was aligned with
	Revisit   string    `json:"revisit,omitempty"`   // YYYY-MM-DD, of what was parked
	Into      string    `json:"into,omitempty"`      // the id of what it was merged into
	Line      bool      `json:"line,omitempty"`      // a line in the request's place told it already

	back *Became // what it is for those who know that it was in a sprint, where it came back from one; else nil
}

// outcomeOf is what each status is to those who asked; the others are open.
var outcomeOf = map[Status]Outcome{
	AwaitingPriority: OutcomeAligned, Backlog: OutcomeAligned, InSprint: OutcomeInSprint, Done: OutcomeInSprint,
	Accepted: OutcomeInSprint, Shipped: OutcomeShipped, Parked: OutcomeParked, Declined: OutcomeDeclined, Merged: OutcomeMerged,
	Withdrawn: OutcomeWithdrawn,
}

// BecameOf is what has become of a request after what was decided on it, oldest first. A problem that waits for the PO was
// aligned by nobody, so it is open. Of a split request it is what has become of its parts together, by nobody in particular.
func BecameOf(r Request, ds []Decision) Became {
	b := Became{Outcome: outcomeOf[r.Standing()], At: r.Since}
	by := broughtHere(r, ds)
	b.By, b.Line = by.By, by.Verdict.Told() == ToldLine
	switch {
	case by.Verdict == CarriedOn: // it goes on, and nobody needs to hear that it does so in the next sprint
		b.Outcome = OutcomeInSprint
		return b
	case b.Outcome == OutcomeAligned:
		a := alignedBecame(r, ds)
		if by.Verdict == OutOfSprint || by.Verdict == LeftOver || by.Verdict == Unpicked {
			b.Outcome, a.back = OutcomeBack, &b
		}
		return a
	}
	switch b.Outcome {
	case OutcomeMerged:
		b.Into = by.Lead
		switch by.Verdict {
		case ReturnedAs:
			b.Outcome = OutcomeGoesOn
		case NotReturned: // whoever asked hears of the one that they asked for
			return Became{At: b.At}
		}
	case OutcomeParked:
		b.Reason, b.Revisit = r.Reason, r.Revisit
	case OutcomeDeclined:
		b.Reason = r.Reason
	}
	return b
}

// broughtHere is the decision by which a request came to its status; none where that is not known, as of a split one. What was to
// go on in the next sprint came to the backlog when it was taken out of that one's plan.
func broughtHere(r Request, ds []Decision) Decision {
	for _, d := range slices.Backward(ds) {
		if d.At.Equal(r.Since) && r.Status != Split || d.Verdict == Unpicked && d.At.After(r.Since) {
			return d
		}
	}
	return Decision{}
}

// alignedBecame is what has become of a request that the PO has now: aligned, if somebody aligned it.
func alignedBecame(r Request, ds []Decision) Became {
	if d := alignmentOf(ds); d.Verdict.Aligns() {
		return Became{Outcome: OutcomeAligned, At: d.At, By: d.By, Objective: d.Objective, Line: d.Verdict.Told() == ToldLine}
	}
	return Became{At: r.Since}
}

// Since is what has become of a request for somebody who knows an earlier mark: what is open again, or went back from a
// sprint to the backlog, takes back what they were told.
func (b Became) Since(knows string) Became {
	was, _, _ := strings.Cut(knows, " ")
	wasIn := Outcome(was) == OutcomeInSprint || Outcome(was) == OutcomeShipped || Outcome(was) == OutcomeBack
	switch {
	case b.back != nil && wasIn:
		return *b.back
	case b.Outcome == OutcomeAligned && wasIn:
		return Became{Outcome: OutcomeBack, At: b.At, By: b.By}
	case b.Outcome == OutcomeOpen && was != "":
		return Became{Outcome: OutcomeReopened, At: b.At, By: b.By}
	}
	return b
}

// Holds reports whether what somebody was told is so: what is now has the same mark, or is that for those who know it.
func (b Became) Holds(now Became) bool {
	if b.Outcome == OutcomeReopened {
		return now.Outcome == OutcomeOpen
	}
	return now.Mark() == b.Mark() || now.Since(b.Mark()).Mark() == b.Mark()
}

// Mark stands for what somebody knows who was told it: whatever has another mark is news. The time and who decided it are no
// news.
func (b Became) Mark() string {
	says := b.Reason + "\x00" + b.Objective + "\x00" + b.Revisit + "\x00" + b.Into
	if b.Outcome == OutcomeOpen || strings.Trim(says, "\x00") == "" {
		return string(b.Outcome)
	}
	sum := sha256.Sum256([]byte(says))
	return string(b.Outcome) + " " + hex.EncodeToString(sum[:6])
}

// Settled reports whether what was decided can be told: it cannot be undone any more.
func (b Became) Settled(now time.Time) bool { return !now.Before(b.At.Add(UndoFor)) }

// A Hearer is somebody who hears what becomes of a request.
type Hearer struct {
	Person  string
	SendOn  []string // customers by name, and people by Name, who cannot be told by Tandem
	InPlace string   // who said what they want and has left, where the PM hears it in their place
	Of      string   // the id of the request that they asked for, where it was merged into this one
	Judges  bool     // they want it, or speak for those who do and cannot be asked: they can tell whether it solves the need
}

// Hearers are all who hear what becomes of a request, each once: who wants it, who recorded it, who joined, and the same of
// what was merged into it. Customers and people of other organizations cannot be told, so whoever said what they want gets a
// sentence for them; when those cannot be told either, the PM does. Of a part of a split request nobody hears by itself.
// People are those by id, as far as anything is known of them; pm is who acts for the PM.
func Hearers(r Request, others []Supporter, people map[string]Person, pm string) []Hearer {
	if r.Parent != "" {
		return nil
	}
	voices := []Supporter{{Person: r.Requester, Customer: r.Customer, By: r.Reporter}}
	if author := r.Source.Author; r.Requester == "" && people[author].Kind == Stranger {
		voices = append(voices, Supporter{Person: author, By: r.Reporter})
	}
	voices = append(voices, others...)
	var all hearers
	for _, v := range voices {
		for _, id := range []string{v.Person, v.SaidBy()} {
			if tellable(people[id]) {
				all.find(id, v.Of)
			}
		}
		if i := all.find(v.judge(people), v.Of); i >= 0 {
			all[i].Judges = true
		}
	}
	for _, v := range voices {
		teller, left := v.SaidBy(), ""
		if !tellable(people[teller]) {
			teller, left = pm, teller
		}
		all.sendOn(teller, left, v.Customer)
		for _, id := range []string{v.Person, v.SaidBy()} {
			if people[id].Kind == Stranger {
				all.sendOn(teller, left, Name(id))
			}
		}
	}
	return all
}

// judge is who can tell whether something solved what was needed: who wants it, else whoever said so. Empty is nobody.
func (s Supporter) judge(people map[string]Person) string {
	for _, id := range []string{s.Person, s.SaidBy()} {
		if id != "" && tellable(people[id]) {
			return id
		}
	}
	return ""
}

// tellable reports whether Tandem can tell somebody anything.
func tellable(who Person) bool {
	return who.Kind != Gone && who.Kind != Machine && who.Kind != Stranger
}

// hearers are those who hear of one request, in the order in which they were found.
type hearers []Hearer

// find is the place of somebody among the hearers, who becomes one. Nobody has none.
func (hs *hearers) find(id, of string) int {
	if id == "" {
		return -1
	}
	if i := slices.IndexFunc(*hs, func(h Hearer) bool { return h.Person == id }); i >= 0 {
		return i
	}
	*hs = append(*hs, Hearer{Person: id, Of: of})
	return len(*hs) - 1
}

// sendOn has somebody tell whom Tandem cannot, unless somebody else does.
func (hs *hearers) sendOn(teller, left, whom string) {
	told := func(h Hearer) bool {
		return slices.ContainsFunc(h.SendOn, func(s string) bool { return FoldCustomer(s) == FoldCustomer(whom) })
	}
	if whom == "" || slices.ContainsFunc(*hs, told) {
		return
	}
	if i := hs.find(teller, ""); i >= 0 {
		h := &(*hs)[i]
		h.SendOn, h.Judges = append(h.SendOn, whom), h.Judges || left == ""
		if h.InPlace == "" {
			h.InPlace = left
		}
	}
}

// Hears reports whether what has become of a request is news to a hearer who knows an earlier mark. It is not to whoever
// decided it, nor to whoever read it in their own direct messages, where the request is talked about, unless there is
// something to send on.
func (h Hearer) Hears(r Request, b Became, knows string) bool {
	switch {
	case b.Mark() == knows || b.Outcome == OutcomeOpen:
		return false
	case len(h.SendOn) > 0 && SendOnWords(b.Outcome, "", "", "") != "":
		return true
	case b.By == h.Person:
		return false
	}
	return !b.Line || r.Thread.TS != "" || r.Thread.Channel != h.Person
}

// TellAt is when somebody is told of what was decided at an instant: when their next working day begins, once it cannot be
// undone any more.
func TellAt(decided time.Time, at Workplace) time.Time {
	return at.NextWorkingMorning(decided.Add(UndoFor))
}

// MayTell reports whether somebody can be told of outcomes now, and when to ask again if not: within working hours, and once
// a day. today says that they were told some today.
func MayTell(now time.Time, at Workplace, today bool) (ok bool, next time.Time) {
	switch {
	case today:
		return false, at.MorningAfter(now)
	case !at.WorkingHours(now):
		return false, at.NextWorkingMorning(now)
	}
	return true, time.Time{}
}

// SendOnWords are a sentence or two by which somebody tells a customer what has become of what they asked for. They hold
// nothing of Tandem's or the team's own: no id, no name, no score. Why is left out where why is "", as of what was said in
// private.
func SendOnWords(o Outcome, title, revisit, why string) string {
	words, known := sendOn[o]
	if !known {
		return ""
	}
	if why = strings.Join(strings.Fields(why), " "); why != "" && words.why != "" {
		return fill(words.why, title, revisit, why)
	}
	return fill(words.plain, title, revisit, "")
}

func fill(s, title, revisit, why string) string {
	return strings.NewReplacer("{title}", strings.Join(strings.Fields(title), " "), "{revisit}", Day(revisit), "{why}", why).Replace(s)
}

// sendOn is what is said to customers about each outcome: with the reason where there is one, and without.
var sendOn = map[Outcome]struct{ plain, why string }{
	OutcomeAligned: {plain: "Good news: “{title}”, which you asked for, fits where we are heading, and we plan to work on it. " +
		"There is no date yet. We will tell you when there is more."},
	OutcomeParked: {
		plain: "Thank you for asking for “{title}”. We cannot start on it now, and will look at it again after {revisit}.",
		why:   "Thank you for asking for “{title}”. We cannot start on it now, and will look at it again after {revisit}. The reason: {why}",
	},
	OutcomeDeclined: {
		plain: "Thank you for asking for “{title}”. We looked at it with care and decided not to do it. It still helps us to know what you need.",
		why:   "Thank you for asking for “{title}”. We looked at it with care and decided not to do it. The reason: {why}",
	},
	OutcomeMerged:   {plain: "Others asked for the same as you did with “{title}”, so we take care of it together. Nothing of what you told us is lost."},
	OutcomeInSprint: {plain: "Good news: “{title}”, which you asked for, is what we are working on now."},
	OutcomeShipped:  {plain: "Good news: “{title}”, which you asked for, is there. We would like to hear how it works for you."},
	OutcomeBack:     {plain: "We could not finish “{title}”, which you asked for, as soon as we planned. It is still on our list, and we will let you know when there is more."},
	OutcomeReopened: {plain: "We are looking once more at “{title}”, which you asked for. What we told you about it last may change, and we will let you know."},
}
