package ritual

import (
	"fmt"
	"strings"
	"testing"
)

// good is a feature's story with nothing wrong.
func good() Story {
	return Story{As: "admin", Want: "to see a log", SoThat: "I know who did it", Criteria: []Criterion{
		{Text: "the log has a line for every change", Source: "1"}, {Text: "when it cannot be read, it says so", Source: "1", Failure: true}}}
}

func TestCheckNamesOnlyWhatFails(t *testing.T) {
	for name, c := range map[string]struct {
		kind   Kind
		change func(*Story)
		want   string // "V There is no “so that”." and so on, joined by |
	}{
		"a good story":      {Feature, func(*Story) {}, ""},
		"no so that":        {Feature, func(s *Story) { s.SoThat = " " }, "V There is no “so that”."},
		"nobody named":      {Feature, func(s *Story) { s.As = "" }, "V It does not say who needs it."},
		"nothing wanted":    {Feature, func(s *Story) { s.Want = "" }, "E It does not say what is wanted."},
		"vague wish":        {Feature, func(s *Story) { s.Want = "a FAST log" }, "T “FAST” can't be tested: say how fast."},
		"vague criterion":   {Feature, func(s *Story) { s.Criteria[0].Text = "it is user-friendly." }, "T “user-friendly” can't be tested: say what somebody can do, and in how many steps."},
		"vague in German":   {Feature, func(s *Story) { s.Criteria[0].Text = "es ist einfach" }, "T “einfach” can't be tested: say what somebody can do, and in how many steps."},
		"vague in Japanese": {Feature, func(s *Story) { s.Want = "使いやすい画面" }, "T “使いやすい” can't be tested: say what somebody can do, and in how many steps."},
		"measured":          {Feature, func(s *Story) { s.Want = "a fast log, within 2 seconds" }, ""},
		"part of a word":    {Feature, func(s *Story) { s.Want = "a breakfast menu in goods" }, ""},
		"breakfast umlaut":  {Feature, func(s *Story) { s.Want = "die Schnelligkeitsmessung" }, ""},
		"seven criteria":    {Feature, func(s *Story) { s.Criteria = append(many(6), s.Criteria[1]) }, "S There are 7 criteria; more than 6 are a reason to `Split` it."},
		"six criteria":      {Feature, func(s *Story) { s.Criteria = append(many(5), s.Criteria[1]) }, ""},
		"no criteria":       {Feature, func(s *Story) { s.Criteria = nil }, "T There are no criteria."},
		"no failure path":   {Feature, func(s *Story) { s.Criteria = s.Criteria[:1] }, "T No criterion says what happens when something goes wrong."},
		"two wishes":        {Feature, func(s *Story) { s.Want = "to see a log and to export it" }, "I " + severalWishes},
		"three wishes":      {Feature, func(s *Story) { s.Want = "SSO, an audit log and a dark mode" }, "I " + severalWishes},
		"one wish with and": {Feature, func(s *Story) { s.Want = "the name and address on the bill" }, ""},
		"wishes in German":  {Feature, func(s *Story) { s.Want = "eine Suche und einen Export" }, "I " + severalWishes},
		"empty":             {Feature, func(s *Story) { *s = Story{} }, "V There is no “so that”.|V It does not say who needs it.|E It does not say what is wanted.|T There are no criteria."},
		"empty problem":     {Problem, func(s *Story) { *s = Story{} }, "E It does not say what happens.|E It does not say how to see it.|T It does not say what should happen."},
		"whole problem":     {Problem, func(s *Story) { *s = Story{Happens: "a", Should: "b", See: "c"} }, ""},
		"vague problem":     {Problem, func(s *Story) { *s = Story{Happens: "a", Should: "it is better", See: "c"} }, "T “better” can't be tested: say what would be true then."},
		"mostly assumed": {Feature, func(s *Story) {
			s.Criteria = append(s.Criteria[1:], Criterion{Text: "a"}, Criterion{Text: "b"})
		}, "N Nobody said 2 of its 3 criteria: see what is marked as an assumption."},
		"half assumed":     {Feature, func(s *Story) { s.Criteria[0].Source = "" }, ""},
		"a person's":       {Feature, func(s *Story) { s.Criteria[0].Source, s.Criteria[0].By = "", "ana" }, ""},
		"several vague":    {Feature, func(s *Story) { s.Want = "a fast, simple, nice and good log, quickly, etc." }, "I " + severalWishes + "|T “fast” can't be tested: say how fast.|T “simple” can't be tested: say what somebody can do, and in how many steps.|T “nice” can't be tested: say what would be different on the screen."},
		"the same twice":   {Feature, func(s *Story) { s.Want, s.Criteria[0].Text = "a fast log", "it is Fast" }, "T “fast” can't be tested: say how fast."},
		"and so on":        {Feature, func(s *Story) { s.Criteria[0].Text = "it has 3 columns etc." }, "T “etc” can't be tested: say all that is meant."},
		"usw":              {Feature, func(s *Story) { s.Criteria[0].Text = "CSV, PDF usw." }, "T “usw” can't be tested: say all that is meant."},
		"など":               {Feature, func(s *Story) { s.Criteria[0].Text = "CSVなど" }, "T “など” can't be tested: say all that is meant."},
		"German inflected": {Feature, func(s *Story) { s.Want = "eine schnelle Suche" }, "T “schnelle” can't be tested: say how fast."},
		"praise":           {Praise, func(s *Story) { *s = Story{} }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := good()
			c.change(&s)
			var got []string
			for _, f := range Check(s, c.kind, Around{}) {
				got = append(got, f.Letter+" "+f.Reason)
				if !strings.HasPrefix(f.Name, f.Letter) || !strings.HasSuffix(f.Reason, ".") {
					t.Errorf("finding %+v", f)
				}
			}
			if j := strings.Join(got, "|"); j != c.want {
				t.Errorf("got  %s\nwant %s", j, c.want)
			}
		})
	}
}

func TestCheckNamesWhatAStoryIsHeldAgainst(t *testing.T) {
	for _, x := range []struct {
		around Around
		want   string
	}{
		{Around{SameAs: "FR-7"}, "It says nearly the same as FR-7."},
		{Around{Lost: "the file holds\nall rows"}, "“the file holds all rows” rests on a message that is not kept any more."},
	} {
		if got := Check(good(), Feature, x.around); len(got) != 1 || got[0].Reason != x.want {
			t.Errorf("got %+v", got)
		}
	}
}

const severalWishes = "It seems to join several wishes with “and”. Each is better a story of its own."

func many(n int) []Criterion {
	var cs []Criterion
	for i := range n {
		cs = append(cs, Criterion{Text: fmt.Sprintf("line %c", 'a'+i), By: "ana"})
	}
	return cs
}
