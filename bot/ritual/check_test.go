package ritual

import (
	"fmt"
	"strings"
	"testing"
)

// good is a feature's story with nothing wrong.
func good() Story {
	return Story{As: "admin", Want: "to see a log", SoThat: "I know who did it", Criteria: []Criterion{
		{Text: "the log has a line for every change"}, {Text: "when it cannot be read, it says so", Failure: true}}}
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
		"vague wish":        {Feature, func(s *Story) { s.Want = "a FAST log" }, "T “FAST” can mean anything. Say how one would measure it."},
		"vague criterion":   {Feature, func(s *Story) { s.Criteria[0].Text = "it is user-friendly." }, "T “user-friendly” can mean anything. Say how one would measure it."},
		"vague in German":   {Feature, func(s *Story) { s.Criteria[0].Text = "es ist einfach" }, "T “einfach” can mean anything. Say how one would measure it."},
		"vague in Japanese": {Feature, func(s *Story) { s.Want = "使いやすい画面" }, "T “使いやすい” can mean anything. Say how one would measure it."},
		"measured":          {Feature, func(s *Story) { s.Want = "a fast log, within 2 seconds" }, ""},
		"part of a word":    {Feature, func(s *Story) { s.Want = "a breakfast menu in goods" }, ""},
		"breakfast umlaut":  {Feature, func(s *Story) { s.Want = "die Schnelligkeitsmessung" }, ""},
		"seven criteria":    {Feature, func(s *Story) { s.Criteria = append(many(6), s.Criteria[1]) }, "S There are 7 criteria; more than 6 are a reason to split it."},
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
		"vague problem":     {Problem, func(s *Story) { *s = Story{Happens: "a", Should: "it is better", See: "c"} }, "T “better” can mean anything. Say how one would measure it."},
		"praise":            {Praise, func(s *Story) { *s = Story{} }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := good()
			c.change(&s)
			var got []string
			for _, f := range Check(s, c.kind) {
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

const severalWishes = "It seems to join several wishes with “and”. Each is better a story of its own."

func many(n int) []Criterion {
	var cs []Criterion
	for i := range n {
		cs = append(cs, Criterion{Text: fmt.Sprintf("line %c", 'a'+i)})
	}
	return cs
}
