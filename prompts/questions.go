package prompts

import (
	"fmt"
	"slices"
	"strings"

	"tandem/bot/ritual"
)

// The ids of the questions that the drafter asks, in the order in which it asks them. "see" is asked of problems:
// how to see it; "left" and "what" are asked where there is nothing to draft, "several" where there is too much.
var (
	featureQuestions = []string{"left", "what", "several", "who", "why", "done", "failure"}
	problemQuestions = []string{"done", "see"}
)

// AnswerSource begins the source of a criterion that rests on an answer; what follows is the question's id.
const AnswerSource = "answer:"

// given is the answer to a question of the previous version; empty when it is open, skipped or says nothing.
func given(before ritual.Story, t *tongue, id string) string {
	for _, q := range before.Questions {
		a := strings.TrimSpace(strings.ToValidUTF8(q.Answer, ""))
		if q.ID == id && q.Closed && a != "" && !t.dunno.MatchString(strings.TrimRight(a, ".! ")) {
			return a
		}
	}
	return ""
}

// asked are the questions of the new version: what people asked or answered stays, then what is missing, as long as
// the drafter asks no more than three in all and no more than three are open.
func asked(r ritual.Request, before ritual.Story, t *tongue, missing []string) []ritual.Question {
	var kept []ritual.Question
	mine, open := 0, 0
	count := func(q ritual.Question, ours bool) {
		kept = append(kept, q)
		if ours {
			mine++
		}
		if !q.Closed {
			open++
		}
	}
	ours := append(append([]string(nil), featureQuestions...), problemQuestions...)
	for _, q := range before.Questions {
		if own := slices.Contains(ours, q.ID); q.Closed || !own {
			count(q, own)
		}
	}
	for _, id := range missing {
		known := slices.ContainsFunc(kept, func(q ritual.Question) bool { return q.ID == id })
		if max(mine, open) < ritual.QuestionsMax && !known {
			count(ritual.Question{ID: id, Text: t.question(id, r)}, true)
		}
	}
	return kept
}

// question words one question. A failure is asked for with an example that fits what the request speaks of, if there
// is one.
func (t *tongue) question(id string, r ritual.Request) string {
	p := t.ask
	switch id {
	case "who":
		return p.who
	case "why":
		return p.why
	case "see":
		return p.see
	case "left":
		return p.left
	case "what":
		return p.what
	case "several":
		return p.several
	case "failure":
		for _, e := range p.examples {
			if e.about.MatchString(r.Title + " " + r.Problem) {
				return fmt.Sprintf(p.suchAs, e.text)
			}
		}
		return p.failure
	}
	if r.Kind == ritual.Problem {
		return p.should
	}
	return p.done
}
