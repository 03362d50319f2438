package ritual

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestAStandupIsUsualUnlessSomebodyChose(t *testing.T) {
	usual := UsualStandup("C1", []string{"U1", "U2"})
	s, err := NewStandup(usual, WrittenQuestions(usual.Questions), map[string]Person{}, "Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	if s.Name != "Standup" || s.Days != MondayToFriday || s.Time != "09:30" || s.Summary != "11:30" || s.Zone != "" || s.NoReminder || !slices.Equal(s.Questions, UsualQuestions()) {
		t.Errorf("%+v", s)
	}
}

func TestWhatIsTypedOfAStandupIsTidied(t *testing.T) {
	in := UsualStandup("C1", []string{"U1", "U2"})
	in.Name, in.Zone, in.Optional = "  Morning \n round ", " Asia/Tokyo ", []string{"U2", "U3"}
	optional := in.Optional
	s, err := NewStandup(in, "Mood?\n\n  ", nil, "Europe/Berlin")
	if err != nil || s.Name != "Morning round" || s.Zone != "Asia/Tokyo" || !slices.Equal(s.Optional, []string{"U3"}) || len(s.Questions) != 1 {
		t.Errorf("%+v, %v", s, err)
	}
	if !slices.Equal(optional, []string{"U2", "U3"}) {
		t.Errorf("the form's own list is %v now", optional)
	}
	for name, of := range map[string]string{"": StandupName, " \n": StandupName, strings.Repeat("ü", 40): strings.Repeat("ü", 40)} {
		in.Name = name
		if s, err := NewStandup(in, "Mood?", nil, "UTC"); err != nil || s.Name != of {
			t.Errorf("%q is named %q, %v", name, s.Name, err)
		}
	}
}

func TestWhatIsWrongWithAStandupIsRefusedAllAtOnceBesideItsField(t *testing.T) {
	people := map[string]Person{"U1": {Kind: Member}, "APP": {Name: "Deploy", Kind: Machine}, "APP2": {Kind: Machine}, "GONE": {Name: "Bo", Kind: Gone}, "G": {Kind: Guest}, "S": {Kind: Stranger}}
	for i := range 9 {
		people[fmt.Sprint("BOT", i)] = Person{Name: fmt.Sprint("bot ", i), Kind: Machine}
	}
	const team = "Europe/Berlin"
	for name, x := range map[string]struct {
		with      func(s *StandupSetup)
		questions string
		want      string // none where it is empty
	}{
		"nothing":           {func(s *StandupSetup) {}, "A?", ""},
		"guests and others": {func(s *StandupSetup) { s.People = []string{"G", "S", "NOBODY KNOWS"} }, "A?", ""},
		"everything": {func(s *StandupSetup) { *s = StandupSetup{Name: strings.Repeat("n", 41), Zone: "Mars/Base"} }, "\n",
			"name: Keep the name to 40 characters; this one has 41.|days: Tick the days of the standup, at least one.|" +
				"zone: “Mars/Base” is not a time zone that I know.|channel: Choose the channel that gets the summary.|" +
				"time: Choose a time, such as 09:30.|summary: Choose a time, such as 11:30.|people: Choose whom to ask, at least one person.|" +
				"questions: Write at least one question, one a line."},
		"the machine's zone":      {func(s *StandupSetup) { s.Zone = "Local" }, "A?", "zone: “Local” is not a time zone that I know."},
		"a path for a zone":       {func(s *StandupSetup) { s.Zone = "../etc/passwd" }, "A?", "zone: “../etc/passwd” is not"},
		"no time of the day":      {func(s *StandupSetup) { s.Time = "25:00" }, "A?", "time: Choose a time, such as 09:30."},
		"too soon":                {func(s *StandupSetup) { s.Summary = "11:29" }, "A?", "summary: Choose 11:30 or later: people are asked at 09:30, and get two hours to answer."},
		"too soon there":          {func(s *StandupSetup) { s.Zone, s.Summary = team, "11:29" }, "A?", "summary: Choose 11:30 or later"},
		"another zone's clocks":   {func(s *StandupSetup) { s.Zone, s.Summary = "America/New_York", "08:00" }, "A?", ""},
		"just in time":            {func(s *StandupSetup) { s.Time, s.Summary = "21:59", "23:59" }, "A?", ""},
		"too late in the day":     {func(s *StandupSetup) { s.Time, s.Summary = "22:00", "23:59" }, "A?", "time: Choose a time before 22:00: people get two hours to answer."},
		"too late, and no time":   {func(s *StandupSetup) { s.Time, s.Summary = "23:00", "noon" }, "A?", "time: Choose a time before 22:00|summary: Choose a time"},
		"apps":                    {func(s *StandupSetup) { s.People = []string{"APP", "U1", "APP2"} }, "A?", "people: Take out Deploy and one of them: an app answers no questions."},
		"many apps":               {func(s *StandupSetup) { s.People = []string{"BOT0", "BOT1", "BOT2", "BOT3", "BOT4"} }, "A?", "people: Take out bot 0, bot 1, bot 2 and 2 more: an app"},
		"somebody who left":       {func(s *StandupSetup) { s.People = []string{"U1", "GONE"} }, "A?", "people: Take out Bo, who left the workspace."},
		"the same below":          {func(s *StandupSetup) { s.Optional = []string{"GONE"} }, "A?", "optional: Take out Bo, who left the workspace."},
		"in both":                 {func(s *StandupSetup) { s.People, s.Optional = []string{"APP"}, []string{"GONE"} }, "A?", "people: Take out Deploy|optional: Take out Bo"},
		"only optional people":    {func(s *StandupSetup) { s.People, s.Optional = nil, []string{"U1"} }, "A?", "people: Choose whom to ask"},
		"no words in a question":  {func(s *StandupSetup) {}, "A?\n???", "questions: “???” is no question. Write one a line."},
		"a question that is long": {func(s *StandupSetup) {}, strings.Repeat("é", 151), "questions: Keep each question to 150 characters; “" + strings.Repeat("é", 39) + "…” has 151."},
		"a question twice":        {func(s *StandupSetup) {}, "Any news?\nany  NEWS?", "questions: “any NEWS?” is there twice."},
		"twice with a mark":       {func(s *StandupSetup) {}, "Any news?\n! Any news?", "questions: “Any news?” is there twice."},
		"two plans": {func(s *StandupSetup) {}, "What next?\n+ What then?",
			"questions: Only one question can begin with +. “What next?” counts as one, and so does “What then?”: keep one of them."},
		"two blockers": {func(s *StandupSetup) {}, "! What hurts?\nanything in the WAY?",
			"questions: Only one question can begin with !. “What hurts?” counts as one, and so does “anything in the WAY?”: keep one of them."},
		"ten questions":    {func(s *StandupSetup) {}, asks(10), ""},
		"eleven questions": {func(s *StandupSetup) {}, asks(11), "questions: Keep it to 10 questions; these are 11. Fewer get better answers."},
	} {
		t.Run(name, func(t *testing.T) {
			for range 5 { // in the order of the form, each time
				s := UsualStandup("C1", []string{"U1"})
				x.with(&s)
				_, err := NewStandup(s, x.questions, people, team)
				if x.want == "" {
					if err != nil {
						t.Error(err)
					}
					continue
				}
				checkRefusals(t, err, x.want)
			}
		})
	}
}

// asks are n questions.
func asks(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "Question %d?\n", i)
	}
	return b.String()
}

func TestQuestionsAreReadByLine(t *testing.T) {
	for text, want := range map[string][]StandupQuestion{
		"What next?":               {{"What next?", AsksPlan}},
		" what  NEXT? \r\n":        {{"what NEXT?", AsksPlan}},
		"What is next?":            {{"What is next?", AsksWords}},
		"Anything in the way?":     {{"Anything in the way?", AsksBlocker}},
		"+ My plan\n!Blocked?\nB?": {{"My plan", AsksPlan}, {"Blocked?", AsksBlocker}, {"B?", AsksWords}},
		"+\n!\nB?":                 {{"B?", AsksWords}},
		"! What next?":             {{"What next?", AsksBlocker}},
		"+ + more?":                {{"+ more?", AsksPlan}},
		"How is it 2 + 2!":         {{"How is it 2 + 2!", AsksWords}},
		"心情如何？\n🙂":                 {{"心情如何？", AsksWords}, {"🙂", AsksWords}},
	} {
		got, err := ParseQuestions(text)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func FuzzQuestionsAreWrittenAsTheyAreRead(f *testing.F) {
	for _, s := range []string{WrittenQuestions(UsualQuestions()), "+ + a?\n! What next?", "! + a", "+ What next?", "+ Anything in the way?", "! ! !a", "+! b", "What next?\r\n\u2028c", "+\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		qs, err := ParseQuestions(text)
		if err != nil {
			if rs := Refusals(err); len(rs) != 1 || rs[0].Field != FieldStandupAsks || qs != nil {
				t.Fatalf("%q: %q, %v", text, qs, err)
			}
			return
		}
		written := WrittenQuestions(qs)
		again, err := ParseQuestions(written)
		if err != nil || !slices.Equal(qs, again) {
			t.Errorf("%q is %q, written %q, which is %q, %v", text, qs, written, again, err)
		}
		kinds := map[QuestionKind]int{}
		for _, q := range qs {
			kinds[q.Kind]++
		}
		if len(qs) == 0 || len(qs) > 10 || kinds[AsksPlan] > 1 || kinds[AsksBlocker] > 1 {
			t.Errorf("%q: %q", text, qs)
		}
	})
}

func TestARosterHasThoseWhoAreWaitedForFirst(t *testing.T) {
	s := StandupSetup{People: []string{"U1", "U2"}, Optional: []string{"U3"}}
	for person, want := range map[string][2]bool{"U1": {true, false}, "U2": {true, false}, "U3": {true, true}, "U4": {}, "": {}} {
		if on, optional := s.On(person); on != want[0] || optional != want[1] {
			t.Errorf("%s: on %v, optional %v", person, on, optional)
		}
	}
	if got := s.All(); !slices.Equal(got, []string{"U1", "U2", "U3"}) {
		t.Errorf("%v", got)
	}
}

func TestPeopleAreAskedLateAsLongAsTheSummaryIsAway(t *testing.T) {
	for _, x := range []struct {
		zone, at, summary string
		want              time.Duration
	}{
		{"", "09:30", "11:30", 2 * time.Hour},
		{"", "09:30", "15:00", 5*time.Hour + 30*time.Minute},
		{"", "14:00", "11:30", 2 * time.Hour}, // as a setup before the rule could say
		{"Europe/Berlin", "09:30", "15:00", 5*time.Hour + 30*time.Minute},
		{"America/New_York", "09:30", "23:00", 2 * time.Hour}, // 23:00 in Berlin
		{"Asia/Tokyo", "21:00", "09:00", 2 * time.Hour},
	} {
		s := StandupSetup{Zone: x.zone, Time: x.at, Summary: x.summary}
		if got := s.Window("Europe/Berlin"); got != x.want {
			t.Errorf("%+v: %s", x, got)
		}
	}
}
