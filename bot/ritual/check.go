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
}

// criteriaMost is how many criteria a story may have before it had better be split.
const criteriaMost = 6

var (
	vagueWord = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(fast|faster|quick|quickly|easy|easier|easily|simple|user[- ]friendly|nice|nicer|nicely|intuitive|better|improved?|good|` +
		`modern|seamless|seamlessly|smooth|smoothly|flexible|robust|powerful|efficient|appropriate|as needed|if possible|etc|and so on|` +
		`schnell|schneller|einfach|einfacher|leicht|benutzerfreundlich|intuitiv|besser|schön|schöner|modern|übersichtlich|usw)(?:$|[^\p{L}])`)
	vagueJapanese = regexp.MustCompile(`使いやすく|使いやすい|簡単|速く|早く|速い|わかりやすく|わかりやすい|見やすい|見やすく|いい感じ|など`)
	measured      = regexp.MustCompile(`\d`)
	andMore       = regexp.MustCompile(`(?i)\band (?:also|then|to|an?|we|i|please|additionally)\b|, and\b|,[^,]+ and \S|;|\bas well as\b|\bplus\b|` +
		`(?:^|\s)und (?:auch|außerdem|zusätzlich|eine?[nmrs]?|zu|dann)(?:\s|$)|,[^,]+ und \S|(?:^|\s)sowie\s|および|また、`)
)

// Check tells what is wrong with a story of a request of kind k: only the lines that fail, in the order of INVEST.
// Praise has no story, and nothing wrong with it.
func Check(s Story, k Kind) []Finding {
	if k == Praise {
		return nil
	}
	var bad []Finding
	add := func(yes bool, letter, name, reason string) {
		if yes {
			bad = append(bad, Finding{letter, name, reason})
		}
	}
	feature := k != Problem
	add(feature && andMore.MatchString(s.Want), "I", "Independent", "It seems to join several wishes with “and”. Each is better a story of its own.")
	add(feature && strings.TrimSpace(s.SoThat) == "", "V", "Valuable", "There is no “so that”.")
	add(feature && strings.TrimSpace(s.As) == "", "V", "Valuable", "It does not say who needs it.")
	add(feature && strings.TrimSpace(s.Want) == "", "E", "Estimable", "It does not say what is wanted.")
	add(!feature && strings.TrimSpace(s.Happens) == "", "E", "Estimable", "It does not say what happens.")
	add(!feature && strings.TrimSpace(s.See) == "", "E", "Estimable", "It does not say how to see it.")
	n := len(s.Criteria)
	add(n > criteriaMost, "S", "Small", fmt.Sprintf("There are %d criteria; more than %d are a reason to split it.", n, criteriaMost))
	if w := vague(s); w != "" {
		add(true, "T", "Testable", fmt.Sprintf("“%s” can mean anything. Say how one would measure it.", w))
	}
	add(!feature && strings.TrimSpace(s.Should) == "", "T", "Testable", "It does not say what should happen.")
	add(feature && n == 0, "T", "Testable", "There are no criteria.")
	add(feature && n > 0 && !failurePath(s), "T", "Testable", "No criterion says what happens when something goes wrong.")
	return bad
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

// vague is the first word in the wish or the criteria that promises nothing one could check. A text that has a number
// in it is taken as measured.
func vague(s Story) string {
	texts := []string{s.Want, s.Should}
	for _, c := range s.Criteria {
		texts = append(texts, c.Text)
	}
	for _, t := range texts {
		if measured.MatchString(t) {
			continue
		}
		if m := vagueWord.FindStringSubmatch(t); m != nil {
			return m[1]
		}
		if w := vagueJapanese.FindString(t); w != "" {
			return w
		}
	}
	return ""
}
