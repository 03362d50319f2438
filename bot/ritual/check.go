package ritual

import (
	"fmt"
	"regexp"
	"strings"
)

// A Finding is one way in which a story falls short of INVEST (Bill Wake, "INVEST in Good Stories").
type Finding struct {
	Letter string // I, N, V, E, S or T
	Name   string // "Valuable"
	Reason string // a whole sentence
	Asks   string // the id of the question that asks for what is missing; empty where none does
}

// Around is what a story is held against beside itself.
type Around struct {
	SameAs string // the id of another open request of the product whose story says nearly the same
	Lost   string // a criterion whose source is not kept any more
}

// criteriaMost is how many criteria a story may have before it had better be split.
const criteriaMost = 6

var andMore = regexp.MustCompile(`(?i)\band (?:also|then|to|an?|we|i|please|additionally)\b|, and\b|,[^,]+ and \S|;|\bas well as\b|\bplus\b|` +
	`(?:^|\s)und (?:auch|außerdem|zusätzlich|eine?[nmrs]?|zu|dann)(?:\s|$)|,[^,]+ und \S|(?:^|\s)sowie\s|および|また、`)

// Check tells what is wrong with a story of a request of kind k: only the lines that fail, in the order of INVEST.
// Praise has no story, and nothing wrong with it.
func Check(s Story, k Kind, around Around) []Finding {
	if k == Praise {
		return nil
	}
	var bad []Finding
	add := func(yes bool, letter, name, reason string, args ...any) {
		if yes {
			bad = append(bad, Finding{Letter: letter, Name: name, Reason: fmt.Sprintf(reason, args...)})
		}
	}
	lacks := func(yes bool, question, letter, name, reason string) {
		if yes {
			bad = append(bad, Finding{letter, name, reason, question})
		}
	}
	empty := func(text string) bool { return strings.TrimSpace(text) == "" }
	feature, n, free := k != Problem, len(s.Criteria), s.assumptions()
	lacks(feature && andMore.MatchString(s.Want), "several", "I", "Independent", "It seems to join several wishes with “and”. Each is better a story of its own.")
	add(around.SameAs != "", "I", "Independent", "It says nearly the same as %s.", around.SameAs)
	add(2*free > n, "N", "Negotiable", "Nobody said %s of its %d criteria: see what is marked as an assumption.", HowMany(free), n)
	add(around.Lost != "", "N", "Negotiable", "“%s” rests on a message that is not kept any more.", short(around.Lost))
	lacks(feature && empty(s.SoThat), "why", "V", "Valuable", "There is no “so that”.")
	lacks(feature && empty(s.As), "who", "V", "Valuable", "It does not say who needs it.")
	lacks(feature && empty(s.Want), "what", "E", "Estimable", "It does not say what is wanted.")
	add(!feature && empty(s.Happens), "E", "Estimable", "It does not say what happens.")
	lacks(!feature && empty(s.See), "see", "E", "Estimable", "It does not say how to see it.")
	add(n > criteriaMost, "S", "Small", "There are %d criteria; more than %d are a reason to `Split` it.", n, criteriaMost)
	for _, w := range vague(s) {
		add(true, "T", "Testable", "“%s” can't be tested: %s.", w.word, w.instead)
	}
	lacks(!feature && empty(s.Should), "done", "T", "Testable", "It does not say what should happen.")
	lacks(feature && n == 0, "done", "T", "Testable", "There are no criteria.")
	lacks(feature && n > 0 && !failurePath(s), "failure", "T", "Testable", "No criterion says what happens when something goes wrong.")
	return bad
}

// assumptions is how many criteria nobody said.
func (s Story) assumptions() (n int) {
	for _, c := range s.Criteria {
		if c.Assumption() {
			n++
		}
	}
	return n
}

// failurePath reports whether a criterion says what happens when something goes wrong.
func failurePath(s Story) bool {
	for _, c := range s.Criteria {
		if c.Failure {
			return true
		}
	}
	return false
}
