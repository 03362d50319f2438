package prompts

import (
	"fmt"
	"regexp"
	"strings"

	"tandem/bot/ritual"
)

// Where a product wants its criteria as given, when, then, a sentence that says when something holds is put so. One that
// says only that it holds stays a rule, for nobody said when.

// A form is how a language says when something holds.
type form struct {
	when *regexp.Regexp // "When a, b": groups are a and b
	no   *regexp.Regexp // a condition that is none: "if possible"
	as   string         // for a and b
	has  *regexp.Regexp // says when already
	ask  string         // in which situation, for %s
}

var forms = map[string]form{
	"en": {
		when: rx(`^(?:when|whenever|if|once|as\s+soon\s+as)\s+([^,;:]+),\s+(?:then\s+)?([^,;:]+)$`),
		no:   rx(`^(?:possible|not|so|any|necessary|needed|you\s+ask\s+me|i\s+may|in\s+doubt|all\s+else\s+fails)\b`),
		as:   "When %s, then %s",
		has:  rx(`\b(?:when|whenever|if|once|as\s+soon\s+as|given|before|after|unless|while|until)\b`),
		ask:  "“%s”: in which situation, and after doing what?",
	},
	"de": {
		when: rx(`^(?:wenn|falls|sobald)\s+([^,;:]+),\s+(?:dann\s+)?([^,;:]+)$`),
		no:   rx(`^(?:möglich|nicht|nötig|es\s+geht|ihr\s+mich\s+fragt)(?:$|\s)`),
		as:   "Wenn %s, dann %s",
		has:  rx(`(?:^|[^\p{L}])(?:wenn|falls|sobald|angenommen|bei|beim|bevor|nachdem|während|solange|bis)(?:$|[^\p{L}])`),
		ask:  "„%s“: in welcher Situation, und nach welchem Schritt?",
	},
	"ja": {
		when: never,
		no:   never,
		has:  rx(`場合|とき|時は|時に|際|たら|すると|まで|以内`),
		ask:  "「%s」は、どんな状況で何をしたときのことですか。",
	},
}

// formed is a criterion as given, when, then, where it says when; else it is as it was.
func (t *tongue) formed(text string) string {
	f := forms[t.name]
	m := f.when.FindStringSubmatch(text)
	if m == nil || f.no.MatchString(m[1]) {
		return text
	}
	return fmt.Sprintf(f.as, strings.TrimSpace(m[1]), strings.TrimSpace(m[2]))
}

// ruleMax is how much of a rule is repeated in the question about it, in characters.
const ruleMax = 60

// form puts the criteria as given, when, then, and asks about the first that says no when, if nothing else is to be asked.
// A limit holds always, and what was answered is not asked about again.
func (d *draft) form(missing []string) {
	rule := ""
	for i, c := range d.story.Criteria {
		f := forms[d.tongue.name]
		d.story.Criteria[i].Text = d.tongue.formed(c.Text)
		if rule == "" && !strings.HasPrefix(c.Source, AnswerSource) && !f.has.MatchString(c.Text) && !d.tongue.limit.MatchString(c.Text) {
			rule = fmt.Sprintf(f.ask, cut(c.Text, ruleMax))
		}
	}
	if rule != "" && len(missing) == 0 && !d.known("when") && len(d.story.OpenQuestions()) == 0 && len(d.story.Questions) < ritual.QuestionsMax {
		d.story.Questions = append(d.story.Questions, ritual.Question{ID: "when", Text: rule})
	}
}
