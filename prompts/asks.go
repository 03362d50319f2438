package prompts

import (
	"fmt"
	"slices"
	"strconv"

	"tandem/bot/ritual"
)

// askedByPM is the id of the question that the PM asked.
const askedByPM = "pm"

// doubted asks whether something holds that nobody said, in each tongue.
var doubted = map[string]string{"en": "Is this so: “%s”?", "de": "Stimmt das: „%s“?", "ja": "これで合っていますか：「%s」"}

// questions are those that people were asked already, then what is in doubt, what the model asks, and what is missing:
// at most three are open, and those that have found their answer are gone.
func (t *task) questions(s sifted, story ritual.Story) []ritual.Question {
	lacks := t.missing(story)
	var qs []ritual.Question
	for _, q := range t.ask.Before.Questions {
		own := slices.Contains(featureQuestions, q.ID) || slices.Contains(problemQuestions, q.ID)
		if q.Closed || !own || slices.Contains(lacks, q.ID) {
			qs = append(qs, q)
		}
	}
	taken := func(id string) bool {
		return slices.ContainsFunc(qs, func(q ritual.Question) bool { return q.ID == id })
	}
	add := func(id, text string) {
		if slices.ContainsFunc(qs, func(q ritual.Question) bool { return q.Text == text }) { // as a draft that repeats itself would
			return
		}
		for n := 1; id == "" || id[0] == 'm' && taken(id); n++ {
			id = "m" + strconv.Itoa(n)
		}
		if !taken(id) && len(ritual.Story{Questions: qs}.OpenQuestions()) < ritual.QuestionsMax {
			qs = append(qs, ritual.Question{ID: id, Text: text})
		}
	}
	ours := func() (n int) {
		for _, q := range qs {
			if q.ID != askedByPM {
				n++
			}
		}
		return n
	}
	for _, d := range s.doubts {
		add("", fmt.Sprintf(doubted[t.draft.tongue.name], t.mask.show(d)))
	}
	for _, q := range s.asks {
		if !slices.Contains(lacks, q.About) {
			q.About = ""
		}
		if ours() < ritual.QuestionsMax { // who has answered three is not asked for more
			add(q.About, t.mask.show(q.Text))
		}
	}
	for _, id := range lacks {
		if ours() < ritual.QuestionsMax {
			add(id, t.draft.tongue.question(id, t.ask.Request))
		}
	}
	return qs
}

// missing are the questions that the story leaves unanswered.
func (t *task) missing(s ritual.Story) (ids []string) {
	lacks := func(id string, yes bool) {
		if yes {
			ids = append(ids, id)
		}
	}
	plainly := slices.ContainsFunc(s.Criteria, func(c ritual.Criterion) bool { return !c.Failure && !c.Assumption() })
	if t.brief.Kind == "problem" {
		lacks("done", s.Should == "")
		lacks("see", s.See == "")
		return ids
	}
	lacks("who", s.As == "")
	lacks("why", s.SoThat == "")
	lacks("done", !plainly)
	lacks("failure", !hasFailure(s.Criteria))
	return ids
}
