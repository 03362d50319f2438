package ritual

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// An Origin says who wrote a version of a story.
type Origin string

// The origins.
const (
	FromTemplate Origin = "template" // the built-in drafter
	FromModel    Origin = "model"
	FromPerson   Origin = "person"
)

// A Story is one version of the unit of work that was drafted from a request. What nobody said is empty, never
// guessed.
type Story struct {
	Request string    `json:"-"`
	Version int       `json:"-"` // from 1
	Author  string    `json:"-"` // a person's id; empty when drafted
	At      time.Time `json:"-"`
	Origin  Origin    `json:"origin"`
	Stale   bool      `json:"stale,omitempty"` // a model drafted it, and what was answered since is not in its text yet

	AskedBy  string `json:"asked_by,omitempty"` // who had it drafted anew; empty where Tandem did by itself
	Note     string `json:"note,omitempty"`     // what they wanted different
	Restored int    `json:"restored,omitempty"` // the version that a person brought back; 0: none

	// A feature: As a … I want … so that …
	As     string `json:"as,omitempty"`
	Want   string `json:"want,omitempty"`
	SoThat string `json:"so_that,omitempty"`

	// A problem: what happens, what should, how to see it.
	Happens string `json:"happens,omitempty"`
	Should  string `json:"should,omitempty"`
	See     string `json:"see,omitempty"`

	Need       string      `json:"need"` // the need in the requester's own words
	NeedSource string      `json:"need_source"`
	Criteria   []Criterion `json:"criteria,omitempty"`
	OutOfScope []string    `json:"out_of_scope,omitempty"`
	Questions  []Question  `json:"questions,omitempty"`
}

// Drafted reports whether anybody wrote the story. Without, it holds no more than answers.
func (s Story) Drafted() bool { return s.Origin != "" }

// A Criterion is one thing that has to be true when the story is done.
type Criterion struct {
	Text    string `json:"text"`
	Source  string `json:"source,omitempty"`  // id of the evidence it rests on
	By      string `json:"by,omitempty"`      // who wrote it, where it rests on no evidence
	Failure bool   `json:"failure,omitempty"` // says what happens when something goes wrong
}

// Assumption reports whether nobody said it.
func (c Criterion) Assumption() bool { return c.Source == "" && c.By == "" }

// A Question is something that the evidence leaves open.
type Question struct {
	ID     string `json:"id"` // what it asks for: who, why, done, failure; or pm
	Text   string `json:"text"`
	Answer string `json:"answer,omitempty"`
	By     string `json:"by,omitempty"`     // who answered or skipped
	Closed bool   `json:"closed,omitempty"` // answered or skipped

	At time.Time `json:"at,omitzero"` // when it was answered or skipped, where that is known
}

// QuestionsMax is how many questions a person is asked at most.
const QuestionsMax = 3

// OpenQuestions are those that are neither answered nor skipped.
func (s Story) OpenQuestions() []Question {
	var open []Question
	for _, q := range s.Questions {
		if !q.Closed {
			open = append(open, q)
		}
	}
	return open
}

// TakeAnswers closes the open questions with the answers, by question id. A question left empty stays open, unless
// all are skipped.
func (s Story) TakeAnswers(answers map[string]string, skip bool, by string) (Story, error) {
	qs := make([]Question, len(s.Questions))
	taken, first := 0, ""
	for i, q := range s.Questions {
		a := strings.TrimSpace(answers[q.ID])
		if !q.Closed && first == "" {
			first = q.ID
		}
		if !q.Closed && (a != "" || skip) {
			q.Answer, q.By, q.Closed = a, by, true
			taken++
		}
		qs[i] = q
	}
	s.Questions = qs
	if taken == 0 {
		for _, a := range answers {
			if strings.TrimSpace(a) != "" {
				return s, Refuse("What you answered was answered or skipped meanwhile. `Answer questions` asks what is still open.")
			}
		}
		return s, RefuseField(first, "Write at least one answer, or cancel and press Skip questions.")
	}
	return s, nil
}

// AsAsked fits answers to the story where an earlier version asked the questions that they answer, and returns it with the
// answers by the ids of its own questions. A question that was answered and is not asked any more, or in other words, is
// added, so that no answer is lost and none stands under a question that nobody read.
func (s Story) AsAsked(then []Question, answers map[string]string) (Story, map[string]string) {
	fit := maps.Clone(answers)
	for _, q := range then {
		delete(fit, q.ID)
	}
	s.Questions = slices.Clone(s.Questions)
	for _, q := range then {
		answer := answers[q.ID]
		if strings.TrimSpace(answer) == "" {
			continue
		}
		at := slices.IndexFunc(s.Questions, func(now Question) bool { return now.Text == q.Text })
		if at < 0 {
			for slices.ContainsFunc(s.Questions, func(now Question) bool { return now.ID == q.ID }) {
				q.ID += "-"
			}
			at = len(s.Questions)
			s.Questions = append(s.Questions, Question{ID: q.ID, Text: q.Text})
		}
		fit[s.Questions[at].ID] = answer
	}
	return s, fit
}

// MayRedraft reports whether a better draft may replace a story by itself: never what a person wrote or a model drafted
// from all that is known, and only until it is taken into a sprint.
func MayRedraft(r Request, s Story) bool {
	return r.Redraftable() && (s.Origin == FromTemplate || s.Origin == FromModel && s.Stale)
}

// Redraftable reports whether the request is at a status at which its story may be drafted anew.
func (r Request) Redraftable() bool { return slices.Contains(redraftable, r.Status) }

// AfterDraft is where a request goes once its story is drafted: a feature to the PM, a problem straight to the PO,
// praise nowhere.
func AfterDraft(r Request, now time.Time) Request {
	switch r.Kind {
	case Problem:
		return r.MoveTo(AwaitingPriority, now)
	case Praise:
		return r.MoveTo(Noted, now)
	}
	return r.MoveTo(AwaitingAlignment, now)
}
