package ritual

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A StandupAnswer is what somebody says in a run, or that they skip it. Its questions are kept with it: the standup may ask others
// later.
type StandupAnswer struct {
	Standup string
	Day     string
	Person  string
	Skipped bool
	Said    []StandupSaid
	At      time.Time // the first time
	Edited  time.Time // the latest time; zero where it was sent once
}

// A StandupSaid is the answer to one question.
type StandupSaid struct {
	Question   StandupQuestion `json:"question"`
	Text       string          `json:"text,omitempty"`
	Ticks      []string        `json:"ticks,omitempty"`      // ids of requests, of a plan
	Help       string          `json:"help,omitempty"`       // whose help is needed, of a blocker
	Impediment string          `json:"impediment,omitempty"` // the id of what it became
}

// Empty reports whether nothing was said.
func (s StandupSaid) Empty() bool { return s.Text == "" && len(s.Ticks) == 0 }

// AnswerMost is how many characters the answer to one question has at most.
const AnswerMost = 1500

// NewSaid checks the answers of a form, by question: its fields are named AnswerField. There has to be a word in one of them, or a tick;
// settled says that something else was said, such as that a blocker is resolved.
func NewSaid(said []StandupSaid, by string, settled bool) ([]StandupSaid, error) {
	var bad []error
	said, empty := slices.Clone(said), true
	for i, one := range said {
		one.Text = strings.TrimSpace(one.Text)
		said[i] = one
		if n := utf8.RuneCountInString(one.Text); n > AnswerMost {
			bad = append(bad, RefuseField(AnswerField(i), "Keep it to %d characters; this has %d.", AnswerMost, n))
		}
		if one.Help != "" && one.Text == "" {
			bad = append(bad, RefuseField(AnswerField(i), "Say what is in the way, so that they know what it is about."))
		}
		if one.Help == by && by != "" {
			bad = append(bad, RefuseField(FieldHelp, "Choose somebody else, or nobody."))
		}
		empty = empty && one.Empty()
	}
	if empty && !settled && len(bad) == 0 {
		bad = append(bad, RefuseField(AnswerField(0), "A word or two will do. If there is nothing to say today, close this and press `Skip today`."))
	}
	return said, join(bad...)
}

// The fields of the form of an answer, beside AnswerField. Open forms carry them: they are never renamed.
const (
	FieldHelp     = "help"     // whose help is needed
	FieldResolved = "resolved" // which blockers are
)

// AnswerField is the field of the nth question's words, and TicksField that of its ticks.
func AnswerField(n int) string { return "q" + strconv.Itoa(n) }

// TicksField is the field of the nth question's ticks.
func TicksField(n int) string { return "t" + strconv.Itoa(n) }

// Plan is what somebody said comes next, the last time.
func (a StandupAnswer) Plan() (said StandupSaid, ok bool) {
	i := slices.IndexFunc(a.Said, func(s StandupSaid) bool { return s.Question.Kind == AsksPlan && !s.Empty() })
	if i < 0 {
		return StandupSaid{}, false
	}
	return a.Said[i], true
}

// To is what was said to each of some questions, and what was said to others. A question is the same by its words; one of a kind that there is
// once, whatever its words are; else by its place, where as many are asked and both are left over: it was reworded.
func (a StandupAnswer) To(questions []StandupQuestion) (to, others []StandupSaid) {
	to = make([]StandupSaid, len(questions))
	taken, found := make([]bool, len(a.Said)), make([]bool, len(questions))
	for _, same := range []func(i, n int) bool{
		func(i, n int) bool { return a.Said[n].Question.Text == questions[i].Text },
		func(i, n int) bool {
			return questions[i].Kind != AsksWords && a.Said[n].Question.Kind == questions[i].Kind
		},
		func(i, n int) bool {
			return i == n && a.Said[n].Question.Kind == questions[i].Kind && len(a.Said) == len(questions)
		},
	} {
		for i := range questions {
			for n := range a.Said {
				if !found[i] && !taken[n] && same(i, n) {
					to[i], found[i], taken[n] = a.Said[n], true, true
				}
			}
		}
	}
	for n, one := range a.Said {
		if !taken[n] && !one.Empty() {
			others = append(others, one)
		}
	}
	return to, others
}

// WithOthers is what is said now, with what was said before to questions that are not asked any more: nothing of that is lost by an edit.
func (a StandupAnswer) WithOthers(said []StandupSaid) []StandupSaid {
	var questions []StandupQuestion
	for _, one := range said {
		questions = append(questions, one.Question)
	}
	_, others := a.To(questions)
	return append(said, others...)
}

// Blocked is what somebody said is in the way.
func (a StandupAnswer) Blocked() (said StandupSaid, ok bool) {
	i := slices.IndexFunc(a.Said, func(s StandupSaid) bool { return s.Question.Kind == AsksBlocker && s.Text != "" })
	if i < 0 {
		return StandupSaid{}, false
	}
	return a.Said[i], true
}

// A StandupDay is where everybody on the roster of a run stands. Each is in one list, so that the counts add up.
type StandupDay struct {
	In      []StandupTurn // who answered, in the order in which they did
	Skipped []StandupTurn
	Away    []StandupTurn // who do not work, or are away, and did not answer
	NotYet  []StandupTurn // who were asked, or will be, and are waited for
	Missed  []StandupTurn // whom Tandem did not ask, and who did not answer
	Silent  []StandupTurn // whose answers are optional, and who gave none: nobody waits for them
}

// Expected are how many were to answer: who is in, and who is waited for or was not asked.
func (d StandupDay) Expected() int { return len(d.In) + len(d.Skipped) + len(d.NotYet) + len(d.Missed) }

// All are how many have a place in one of the lists.
func (d StandupDay) All() int { return d.Expected() + len(d.Away) + len(d.Silent) }

// Complete reports whether nobody is waited for, and somebody answered.
func (d StandupDay) Complete() bool { return len(d.NotYet)+len(d.Missed) == 0 && len(d.In) > 0 }

// Nothing reports whether there is nothing to tell: nobody answered, and nobody was to.
func (d StandupDay) Nothing() bool { return len(d.In)+len(d.NotYet)+len(d.Missed) == 0 }

// DayOf is where everybody stands in a run.
func DayOf(turns []StandupTurn, answers []StandupAnswer) (d StandupDay) {
	by := map[string]StandupAnswer{}
	for _, a := range answers {
		by[a.Person] = a
	}
	for _, t := range turns {
		a, answered := by[t.Person]
		switch {
		case answered && !a.Skipped:
			d.In = append(d.In, t)
		case answered:
			d.Skipped = append(d.Skipped, t)
		case t.State == TurnGone || t.State == TurnJoined:
		case t.State == TurnOff:
			d.Away = append(d.Away, t)
		case t.Optional:
			d.Silent = append(d.Silent, t)
		case t.State == TurnMissed:
			d.Missed = append(d.Missed, t)
		default:
			d.NotYet = append(d.NotYet, t)
		}
	}
	slices.SortStableFunc(d.In, func(x, y StandupTurn) int { return by[x.Person].At.Compare(by[y.Person].At) })
	return d
}
