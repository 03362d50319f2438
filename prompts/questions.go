package prompts

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"tandem/bot/ritual"
)

// The ids of the questions that the drafter asks, in the order in which it asks them. "see" is asked of problems:
// how to see it.
var (
	featureQuestions = []string{"who", "why", "done", "failure"}
	problemQuestions = []string{"done", "see"}
)

// answerPrefix begins the source of a criterion that rests on an answer.
const answerPrefix = "answer:"

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

// question words one question, with a few words of the request so that it is plain what is meant.
func (t *tongue) question(id string, r ritual.Request) string {
	p := t.ask
	what := p.this
	if name := fewWords(r.Title); name != "" {
		what = p.open + name + p.close
	}
	switch id {
	case "who":
		return fmt.Sprintf(p.who, what)
	case "why":
		return fmt.Sprintf(p.why, what)
	case "see":
		return fmt.Sprintf(p.see, what)
	case "failure":
		return fmt.Sprintf(p.failure, what, p.exampleFor(r.Title+" "+r.Problem))
	}
	if r.Kind == ritual.Problem {
		return fmt.Sprintf(p.should, what)
	}
	return fmt.Sprintf(p.done, what)
}

// exampleFor is a way of going wrong that fits what the request speaks of.
func (p phrases) exampleFor(text string) string {
	for _, e := range p.examples {
		if e.about.MatchString(text) {
			return e.text
		}
	}
	return p.anyExample
}

var emojiName = regexp.MustCompile(`:[a-z0-9_+-]+:`)

// fewWords are the first words of a title; nothing when it has none, or when it speaks to a model.
func fewWords(title string) string {
	title = trimEnds(strings.Join(strings.Fields(emojiName.ReplaceAllString(plain(title), "")), " "))
	if len(words(title)) == 0 || english.hostile.MatchString(title) || german.hostile.MatchString(title) {
		return ""
	}
	fs := strings.Fields(title)
	cutOff := len(fs) > 7
	if cutOff {
		title = strings.TrimRight(strings.Join(fs[:7], " "), ",;:") + "…"
	}
	if utf8.RuneCountInString(title) > 48 {
		return cut(title, 48)
	}
	return title
}
