package prompts

import (
	"fmt"
	"regexp"
	"strings"
)

// Where a product wants its criteria as given, when, then, a sentence that says when something holds is put so. One that
// says only that it holds stays a rule: nobody said when, and it may hold always.

// A form is how a language says when something holds.
type form struct {
	when *regexp.Regexp // "When a, b": groups are a and b
	no   *regexp.Regexp // a condition that is none: "if possible"
	as   string         // for a and b
}

var forms = map[string]form{
	"en": {
		when: rx(`^(?:when|whenever|if|once|as\s+soon\s+as)\s+([^,;:]+),\s+(?:then\s+)?([^,;:]+)$`),
		no:   rx(`^(?:possible|not|so|any|necessary|needed|you\s+ask\s+me|i\s+may|in\s+doubt|all\s+else\s+fails)\b`),
		as:   "When %s, then %s",
	},
	"de": {
		when: rx(`^(?:wenn|falls|sobald)\s+([^,;:]+),\s+(?:dann\s+)?([^,;:]+)$`),
		no:   rx(`^(?:möglich|nicht|nötig|es\s+geht|ihr\s+mich\s+fragt)(?:$|\s)`),
		as:   "Wenn %s, dann %s",
	},
	"ja": {when: never, no: never},
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

// form puts the criteria as given, when, then.
func (d *draft) form() {
	for i, c := range d.story.Criteria {
		d.story.Criteria[i].Text = d.tongue.formed(c.Text)
	}
}
