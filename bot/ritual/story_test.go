package ritual

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// three is a story with an open, an answered and another open question.
func three() Story {
	return Story{Questions: []Question{{ID: "who"}, {ID: "why", Answer: "so", By: "ana", Closed: true}, {ID: "done"}}}
}

func TestAnswersCloseTheQuestionsTheyAnswer(t *testing.T) {
	for name, x := range map[string]struct {
		answers map[string]string
		skip    bool
		open    []string // ids left open
		refused bool
	}{
		"one":             {map[string]string{"who": " nurses \n"}, false, []string{"done"}, false},
		"both":            {map[string]string{"who": "nurses", "done": "dark"}, false, nil, false},
		"none":            {nil, false, []string{"who", "done"}, true},
		"blanks":          {map[string]string{"who": " "}, false, []string{"who", "done"}, true},
		"another id":      {map[string]string{"size": "5"}, false, []string{"who", "done"}, true},
		"a closed one":    {map[string]string{"why": "else"}, false, []string{"who", "done"}, true},
		"skipped":         {nil, true, nil, false},
		"one, rest skips": {map[string]string{"done": "dark"}, true, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			before := three()
			s, err := before.TakeAnswers(x.answers, x.skip, "ben")
			if (len(Refusals(err)) == 1) != x.refused {
				t.Fatalf("%v", err)
			}
			var open []string
			for _, q := range s.OpenQuestions() {
				open = append(open, q.ID)
			}
			if !slices.Equal(open, x.open) {
				t.Errorf("open %v, not %v", open, x.open)
			}
			if s.Questions[1] != three().Questions[1] {
				t.Errorf("an answer was overwritten: %+v", s.Questions[1])
			}
			if !slices.Equal(before.Questions, three().Questions) {
				t.Error("the version before was changed")
			}
		})
	}
}

func TestAnAnswerIsKeptTrimmedWithItsAuthor(t *testing.T) {
	s, _ := three().TakeAnswers(map[string]string{"who": " nurses \n"}, false, "ben")
	if s.Questions[0] != (Question{ID: "who", Answer: "nurses", By: "ben", Closed: true}) {
		t.Errorf("%+v", s.Questions[0])
	}
}

func TestSkippingTwiceIsRefused(t *testing.T) {
	s, _ := three().TakeAnswers(nil, true, "ben")
	if _, err := s.TakeAnswers(nil, true, "ben"); len(Refusals(err)) != 1 {
		t.Errorf("%v", err)
	}
}

func TestWhatNobodySaidIsAnAssumption(t *testing.T) {
	if !(Criterion{Text: "a"}).Assumption() || (Criterion{Text: "a", Source: "0"}).Assumption() {
		t.Error("a source is what tells")
	}
}

func TestAnswersFindTheQuestionsThatWereAsked(t *testing.T) {
	now := []Question{{ID: "who", Text: "Who?"}, {ID: "m1", Text: "When?"}, {ID: "m2", Text: "Where?", Closed: true}}
	for name, x := range map[string]struct {
		then    []Question
		answers map[string]string
		want    map[string]string // by the questions' texts
		added   int
	}{
		"still asked":              {[]Question{{ID: "who", Text: "Who?"}}, map[string]string{"who": "nurses"}, map[string]string{"Who?": "nurses"}, 0},
		"under another id":         {[]Question{{ID: "m3", Text: "When?"}}, map[string]string{"m3": "now"}, map[string]string{"When?": "now"}, 0},
		"ids that changed places":  {[]Question{{ID: "m1", Text: "Who?"}, {ID: "who", Text: "When?"}}, map[string]string{"m1": "nurses", "who": "now"}, map[string]string{"Who?": "nurses", "When?": "now"}, 0},
		"in other words":           {[]Question{{ID: "who", Text: "Whom is it for?"}}, map[string]string{"who": "nurses"}, map[string]string{"Whom is it for?": "nurses"}, 1},
		"not any more":             {[]Question{{ID: "why", Text: "Why?"}}, map[string]string{"why": "so"}, map[string]string{"Why?": "so"}, 1},
		"not answered, not added":  {[]Question{{ID: "why", Text: "Why?"}}, map[string]string{"why": " "}, map[string]string{}, 0},
		"the PM's, of no version":  {[]Question{{ID: "why", Text: "Why?"}}, map[string]string{"pm": "yes"}, map[string]string{}, 0},
		"no version":               {nil, map[string]string{"who": "nurses"}, map[string]string{"Who?": "nurses"}, 0},
		"two under ids now others": {[]Question{{ID: "m1", Text: "A?"}, {ID: "m2", Text: "B?"}}, map[string]string{"m1": "a", "m2": "b"}, map[string]string{"A?": "a", "B?": "b"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			s, answers := Story{Questions: now}.AsAsked(x.then, x.answers)
			got := map[string]string{}
			ids := map[string]bool{}
			for _, q := range s.Questions {
				ids[q.ID] = true
				if a := strings.TrimSpace(answers[q.ID]); a != "" {
					got[q.Text] = a
				}
			}
			if !maps.Equal(got, x.want) || len(s.Questions) != len(now)+x.added || len(ids) != len(s.Questions) {
				t.Errorf("%v, %+v", got, s.Questions)
			}
			if answers["pm"] != x.answers["pm"] {
				t.Error("an answer to another question is lost")
			}
		})
	}
}

func TestOnlyWhatADrafterLeftUnfinishedIsRedraftedAndOnlyBeforeASprint(t *testing.T) {
	template, model, stale, person := Story{Origin: FromTemplate}, Story{Origin: FromModel}, Story{Origin: FromModel, Stale: true}, Story{Origin: FromPerson}
	for _, row := range statuses {
		before := slices.Contains([]Status{AwaitingAlignment, NeedsInfo, AwaitingPriority, Backlog, Parked}, row.status)
		for s, want := range map[*Story]bool{&template: before, &stale: before, &model: false, &person: false, {}: false} {
			if got := MayRedraft(Request{Status: row.status}, *s); got != want {
				t.Errorf("%s, %+v: %v", row.status, *s, got)
			}
		}
	}
}
