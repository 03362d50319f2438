package ritual

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestLinesAreTheItemsOfAList(t *testing.T) {
	for text, want := range map[string][]string{
		"":                           nil,
		"one\n\n two  words \n---\n": {"one", "two words"},
		"- a\n* b\n• c\n1. d\n2) e\n[ ] f\n[x] g\n☐ h\n–  i\n・j": {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"},
		"-5 degrees\n10.5 seconds\n1.5 is enough":                {"-5 degrees", "10.5 seconds", "1.5 is enough"},
		"Given an agent.\nWhen they press Export\nThen a file comes\nAnd it has all rows\nIt is fast": {
			"Given an agent, when they press Export, then a file comes, and it has all rows", "It is fast"},
		"Angenommen, es regnet\nDann wird man nass\nUnd friert":        {"Angenommen, es regnet, dann wird man nass, und friert"},
		"Then nothing was given\nWhen it rains":                        {"Then nothing was given", "When it rains"},
		"- Given x\n- When y\n- Given z\n- Then w":                     {"Given x, when y", "Given z, then w"},
		"- [ ] Given a log, when I open it, then it is there":          {"Given a log, when I open it, then it is there"},
		"Andreas gets a mail\nGivenchy is a customer\nAndreas pays it": {"Andreas gets a mail", "Givenchy is a customer", "Andreas pays it"},
	} {
		if got := Lines(text); !slices.Equal(got, want) {
			t.Errorf("%q:\ngot  %q\nwant %q", text, got, want)
		}
	}
}

func TestACriterionKeepsWhatItRestsOn(t *testing.T) {
	before := []Criterion{
		{Text: "The file holds all rows", Source: "1"},
		{Text: "A failed export says why", Source: "2", Failure: true},
		{Text: "It is in UTF-8"},
		{Text: "It has a heading", By: "eve"},
	}
	for name, x := range map[string]struct {
		text string
		want []Criterion
	}{
		"as it was":        {"The file holds all rows\nA failed export says why\nIt is in UTF-8 [assumption]\nIt has a heading", before},
		"in another order": {"It has a heading\nThe file holds all rows", []Criterion{before[3], before[0]}},
		"changed lightly": {"The file holds all the rows.\nEvery failed export says why", []Criterion{
			{Text: "The file holds all the rows.", Source: "1"}, {Text: "Every failed export says why", Source: "2", Failure: true}}},
		"turned around":      {"The file does not hold all rows", []Criterion{{Text: "The file does not hold all rows", By: "ana"}}},
		"a new number":       {"The file holds all 10 rows", []Criterion{{Text: "The file holds all 10 rows", By: "ana"}}},
		"new":                {"Guests get an error", []Criterion{{Text: "Guests get an error", By: "ana", Failure: true}}},
		"new, assumed":       {"Guests see it too [assumption]", []Criterion{{Text: "Guests see it too"}}},
		"confirmed":          {"It is in UTF-8", []Criterion{{Text: "It is in UTF-8", By: "ana"}}},
		"doubted":            {"The file holds all rows (Assumption).", []Criterion{{Text: "The file holds all rows"}}},
		"twice":              {"It has a heading\nIt has a heading", []Criterion{before[3], {Text: "It has a heading", By: "ana"}}},
		"nothing but a mark": {"[assumption]", nil},
		"none":               {"", nil},
	} {
		if got := criteria(Lines(x.text), before, "ana"); !reflect.DeepEqual(got, x.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", name, got, x.want)
		}
	}
}

// drafted is a model's story with everything in it, in version 3.
func drafted() Story {
	s := good()
	s.Request, s.Version, s.Origin, s.Stale, s.AskedBy, s.Note = "FR-1", 3, FromModel, true, "eve", "shorter"
	s.Need, s.NeedSource = "a log", "0"
	s.Criteria = []Criterion{{Text: "the log has a line for every change", Source: "1"}, {Text: "when it cannot be read, it says so", Failure: true}}
	s.OutOfScope = []string{"no export"}
	s.Questions = []Question{{ID: "who", Text: "Who?", Answer: "Admins", By: "sam", Closed: true}, {ID: "done", Text: "How would one see it?"}}
	return s
}

func TestEditingKeepsWhatWasNotChanged(t *testing.T) {
	s := drafted()
	e, err := EditStory(Feature, s, s, s.Text(Feature), "ana")
	if err != nil || e.Mine != nil || e.Theirs != nil || e.Both != nil {
		t.Errorf("nothing was changed: %+v %v", e, err)
	}
	typed := s.Text(Feature)
	typed["want"] = "I want  to see a log of logins\n"
	typed["questions"] = "How would one see it in time?\nWhich logins?"
	typed["out_of_scope"] = "- no export\n- no mail"
	e, err = EditStory(Feature, s, s, typed, "ana")
	if err != nil || !slices.Equal(e.Mine, []string{"want", "out_of_scope", "questions"}) {
		t.Fatalf("%+v %v", e, err)
	}
	want := drafted()
	want.Version, want.Origin, want.Author, want.Stale, want.AskedBy, want.Note = 0, FromPerson, "ana", false, "", ""
	want.Want, want.OutOfScope = "to see a log of logins", []string{"no export", "no mail"}
	want.Questions = []Question{want.Questions[0], {ID: "done", Text: "How would one see it in time?"}, {ID: "own3", Text: "Which logins?"}}
	if !reflect.DeepEqual(e.Story, want) {
		t.Errorf("got  %+v\nwant %+v", e.Story, want)
	}
	if !reflect.DeepEqual(s, drafted()) {
		t.Error("the version before was changed")
	}
}

func TestAQuestionThatSomebodyTakesOutIsNotAskedAgain(t *testing.T) {
	s := drafted()
	e, err := EditStory(Feature, s, s, Text{"questions": ""}, "ana")
	if err != nil || len(e.Story.OpenQuestions()) > 0 || len(e.Story.Questions) != 2 || e.Story.Questions[1].By != "ana" {
		t.Errorf("%+v %v", e.Story.Questions, err)
	}
}

func TestTwoWhoEditAtOnceLoseNothing(t *testing.T) {
	then := drafted()
	now := drafted()
	now.Version, now.As, now.SoThat = 4, "owner", "we know"
	for name, x := range map[string]struct {
		typed              Text
		mine, theirs, both []string
	}{
		"another field":        {Text{"as": then.As, "want": "a list", "so_that": then.SoThat}, []string{"want"}, []string{"as", "so_that"}, nil},
		"the same field":       {Text{"as": "guest", "so_that": then.SoThat}, nil, []string{"so_that"}, []string{"as"}},
		"to the same":          {Text{"as": "an owner", "so_that": " we  know"}, nil, []string{"so_that"}, []string{"as"}},
		"to the very same":     {Text{"as": "owner", "so_that": " we  know"}, nil, []string{"as", "so_that"}, nil},
		"not asked":            {Text{"want": "a list"}, []string{"want"}, []string{"as", "so_that"}, nil},
		"the criteria as well": {Text{"criteria": "one"}, []string{"criteria"}, []string{"as", "so_that"}, nil},
	} {
		e, err := EditStory(Feature, then, now, x.typed, "ana")
		if err != nil || !slices.Equal(e.Mine, x.mine) || !slices.Equal(e.Theirs, x.theirs) || !slices.Equal(e.Both, x.both) {
			t.Errorf("%s: %v %v %v, %v", name, e.Mine, e.Theirs, e.Both, err)
		}
		if e.Story.As != "owner" || e.Story.SoThat != "we know" {
			t.Errorf("%s: what somebody else wrote is lost: %+v", name, e.Story)
		}
	}
}

func TestWhatAStoryCannotHoldIsRefusedBesideItsField(t *testing.T) {
	s := drafted()
	empty := Text{}
	for _, f := range TextFields(Feature) {
		empty[f] = ""
	}
	lines := strings.Repeat("a criterion\n", 31)
	for name, x := range map[string]struct {
		typed Text
		want  string
	}{
		"a long field":    {Text{"want": strings.Repeat("a", 1001)}, "want: Keep it to 1000 characters; this has 1001."},
		"no word":         {Text{"as": " ?! "}, "as: “?!” says nothing. Leave it empty if nobody knows yet."},
		"a long line":     {Text{"criteria": "short\n" + strings.Repeat("a", 1001)}, "criteria: Keep each line to 1000 characters; line 2 has 1001."},
		"too many lines":  {Text{"out_of_scope": lines}, "out_of_scope: Keep it to 30 lines; these are 31."},
		"nothing at all":  {empty, "as: Write at least one of these. A story that says nothing helps nobody."},
		"two things":      {Text{"as": "!!", "want": "??"}, "as: “!!” says nothing. Leave it empty if nobody knows yet.|want: “??” says nothing. Leave it empty if nobody knows yet."},
		"only a question": {Text{"as": "", "want": "", "so_that": "", "criteria": "", "out_of_scope": "", "questions": "Why?"}, ""},
	} {
		_, err := EditStory(Feature, s, s, x.typed, "ana")
		var got []string
		for _, r := range Refusals(err) {
			got = append(got, r.Field+": "+r.Says)
		}
		if strings.Join(got, "|") != x.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, strings.Join(got, "|"), x.want)
		}
	}
}

func TestAProblemIsEditedInItsOwnFields(t *testing.T) {
	s := Story{Happens: "a", Should: "b", As: "kept"}
	e, err := EditStory(Problem, s, s, Text{"happens": "it hangs", "should": "b", "see": "open it"}, "ana")
	if err != nil || !slices.Equal(e.Mine, []string{"happens", "see"}) || e.Story.Happens != "it hangs" || e.Story.See != "open it" || e.Story.As != "kept" {
		t.Errorf("%+v %v", e, err)
	}
}

func FuzzCriteria(f *testing.F) {
	for _, s := range []string{"", "- a\n- b", "Given x\nWhen y\nThen z", "[assumption]", "a [assumption] [assumption]", "1. 2. 3.", "\x00\xff", "行\nあ [assumption]", "Given\nand\nthen", "- [x] - *"} {
		f.Add(s, "the file holds all rows\nwhen it fails, it says so")
	}
	f.Fuzz(func(t *testing.T, text, earlier string) {
		if checkText(FieldCriteria, text) != nil || checkText(FieldCriteria, earlier) != nil {
			return // refused before it is read
		}
		before := criteria(Lines(earlier), nil, "eve")
		got := criteria(Lines(text), before, "ana")
		for _, c := range got {
			if !hasWord(c.Text) || strings.ContainsAny(c.Text, "\n\r") || c.Text != oneLine(c.Text) {
				t.Errorf("%q", c.Text)
			}
			if c.By != "" && c.By != "ana" && !slices.ContainsFunc(before, func(b Criterion) bool { return b.By == c.By && (oneLine(b.Text) == c.Text || reworded(b.Text, c.Text)) }) {
				t.Errorf("%q is said to be by %s", c.Text, c.By)
			}
		}
		s := Story{Criteria: got}
		again := criteria(Lines(s.Text(Feature)[FieldCriteria]), got, "zoe")
		if once := (Story{Criteria: again}).Text(Feature)[FieldCriteria]; len(again) == len(got) && once != s.Text(Feature)[FieldCriteria] {
			t.Errorf("what the form shows does not come back: %q, then %q", s.Text(Feature)[FieldCriteria], once)
		}
	})
}
