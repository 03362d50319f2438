package prompts

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tandem/bot/ritual"
)

func ids(qs []ritual.Question) string {
	var all []string
	for _, q := range qs {
		all = append(all, q.ID)
	}
	return strings.Join(all, " ")
}

func TestAtMostThreeQuestionsAreAskedInTheirOrder(t *testing.T) {
	for text, want := range map[string]string{
		"dark mode":                "who why done",
		"As an admin I want a log": "why done failure",
		"As an admin I want a log so that I can sleep":                                               "done failure",
		"As an admin I want a log so that I can sleep. It must be blue":                              "failure",
		"As an admin I want a log so that I can sleep. It must be blue. If it fails, it must say so": "",
	} {
		if got := ids(draftOf(text).Questions); got != want {
			t.Errorf("%q: asked %q, not %q", text, got, want)
		}
	}
}

func TestWhatWasSkippedIsNotAskedAgainAndWhatWasAnsweredIsKept(t *testing.T) {
	r := ritual.Request{Kind: ritual.Feature, Title: "dark mode"}
	first := listed(r, nil, ritual.Story{})
	then, err := first.TakeAnswers(map[string]string{"who": "nurses"}, false, "ana")
	if err != nil {
		t.Fatal(err)
	}
	then, err = then.TakeAnswers(nil, true, "ana")
	if err != nil {
		t.Fatal(err)
	}
	again := listed(r, nil, then)
	if again.As != "nurses" || len(again.OpenQuestions()) != 0 || !slices.Equal(again.Questions, then.Questions) {
		t.Errorf("got %+v", again)
	}
}

func TestAQuestionOfThePMStaysOpen(t *testing.T) {
	pm := ritual.Question{ID: "pm", Text: "Which plan?"}
	s := listed(ritual.Request{Kind: ritual.Feature, Title: "dark mode"}, nil, ritual.Story{Questions: []ritual.Question{pm}})
	if got := ids(s.Questions); got != "pm who why" {
		t.Errorf("asked %q", got)
	}
}

func TestAnAnswerToThePMCostsNoOtherQuestion(t *testing.T) {
	pm := ritual.Question{ID: "pm", Text: "Which plan?", Answer: "the large one", Closed: true}
	s := listed(ritual.Request{Kind: ritual.Feature, Title: "dark mode"}, nil, ritual.Story{Questions: []ritual.Question{pm}})
	if got := ids(s.Questions); got != "pm who why done" {
		t.Errorf("asked %q", got)
	}
}

func TestAnOpenQuestionGoesOnceItIsAnsweredElsewhere(t *testing.T) {
	r := ritual.Request{Kind: ritual.Feature, Title: "dark mode"}
	first := listed(r, nil, ritual.Story{})
	said := []ritual.Evidence{{ID: "0", Text: "dark mode"}, {ID: "1", Text: "Our support team needs it so that nobody is blinded."}}
	if got := ids(listed(r, said, first).Questions); got != "done failure" {
		t.Errorf("asked %q", got)
	}
}

func TestAnAnswerThatIsNoneFillsNothing(t *testing.T) {
	for _, a := range []string{"?", "I don't know", "n/a", "not sure yet.", "TBD"} {
		qs := []ritual.Question{{ID: "who", Answer: a, Closed: true}, {ID: "done", Answer: a, Closed: true}}
		s := listed(ritual.Request{Kind: ritual.Feature, Title: "dark mode"}, nil, ritual.Story{Questions: qs})
		if s.As != "" || len(s.Criteria) != 0 {
			t.Errorf("%q: as %q, criteria %v", a, s.As, s.Criteria)
		}
	}
}

func TestAnAnsweredWhyKeepsItsSense(t *testing.T) {
	for answer, want := range map[string]string{
		"so that we win Acme":                   "we win Acme",
		"because we lose time":                  "because we lose time",
		"to win Acme":                           "to win Acme",
		"We lose two hours a week":              "because we lose two hours a week",
		"we no longer lose two hours":           "we no longer lose two hours",
		"we don't have to copy it by hand":      "we don't have to copy it by hand",
		"nurses can read it at night":           "nurses can read it at night",
		"I can't bill customers today":          "because I can't bill customers today",
		"in order to close the books each week": "I can close the books each week",
	} {
		if got := english.glueAnswer(answer); got != want {
			t.Errorf("%q: got %q, not %q", answer, got, want)
		}
	}
}

func TestProblemsAreAskedWhatShouldHappenAndHowToSeeIt(t *testing.T) {
	r := ritual.Request{Kind: ritual.Problem, Title: "Login broken"}
	s := listed(r, nil, ritual.Story{})
	if got := ids(s.Questions); got != "done see" {
		t.Fatalf("asked %q", got)
	}
	s, err := s.TakeAnswers(map[string]string{"done": "I get in", "see": "open the login page"}, false, "ana")
	if err != nil {
		t.Fatal(err)
	}
	s = listed(r, nil, s)
	if s.Should != "I get in" || s.See != "open the login page" || len(s.Criteria) != 1 || s.Criteria[0].Source != "answer:done" {
		t.Errorf("got %+v", s)
	}
}

func TestAFeatureThatTellsOfAProblemIsAskedLikeOne(t *testing.T) {
	for text, want := range map[string]string{
		"Login button does nothing on Safari":                                         "done see",
		"Export geht nicht":                                                           "done see",
		"ログインできずエラーが出ます":                                                              "done see",
		"The export fails when I have more than 10 rows. It should list all of them.": "see",
		"If the export fails we should get a mail":                                    "who why done",
		"We need an export because the old one crashes":                               "who done failure",
		"Why does the export not work?":                                               "who why done",
	} {
		if got := ids(draftOf(text).Questions); got != want {
			t.Errorf("%q: asked %q, not %q", text, got, want)
		}
	}
}

func TestQuestionsSpeakTheLanguageOfTheRequest(t *testing.T) {
	for title, want := range map[string]string{
		"Wir brauchen einen Export mit allen Spalten": "Wer braucht",
		"ダッシュボードのダークモード":                              "どなたが",
		"dark mode":         "Who needs",
		"mode sombre merci": "Who needs",
	} {
		q := listed(ritual.Request{Kind: ritual.Feature, Title: title}, nil, ritual.Story{}).Questions
		if len(q) == 0 || !strings.Contains(q[0].Text, want) {
			t.Errorf("%q: asked %v", title, q)
		}
	}
}

func TestQuestionsAreShortAndEndAsQuestions(t *testing.T) {
	for _, l := range []*tongue{&english, &german, &japanese} {
		if len(l.ask.examples) != len(english.ask.examples) {
			t.Errorf("%s has %d examples", l.name, len(l.ask.examples))
		}
		titles := []string{"50% off %s", "CSV export", "PDF-Export", "CSV出力", "Okta SSO"}
		for _, id := range append(featureQuestions, problemQuestions...) {
			for _, title := range titles {
				q := l.question(id, ritual.Request{Title: title})
				if strings.Contains(q, "%") || !strings.ContainsAny(q, "?か") || utf8.RuneCountInString(q) > 90 {
					t.Errorf("%s %s: %q", l.name, id, q)
				}
			}
		}
	}
}
