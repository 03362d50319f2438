package ritual

import (
	"slices"
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
