package prompts

import (
	"strings"
	"unicode/utf8"

	"tandem/bot/ritual"
)

const (
	criteriaMax  = 5
	criterionMax = 400 // runes; what is longer is no statement that can be checked
)

// criterion reads a statement as a thing that has to be true when the story is done, if it states one.
func (s sentence) criterion() (ritual.Criterion, bool) {
	t := s.tongue
	if s.question || t.hostile.MatchString(s.text) || utf8.RuneCountInString(s.text) > criterionMax || len(words(s.text)) == 0 {
		return ritual.Criterion{}, false
	}
	text := s.start
	if t.leaveOut.MatchString(text) || t.retract.MatchString(text) || t.expected.MatchString(text) {
		return ritual.Criterion{}, false
	}
	if !s.listed() && !s.states(text) {
		return ritual.Criterion{}, false
	}
	return ritual.Criterion{Text: text, Source: s.source, Failure: t.failure.MatchString(text)}, true
}

// listed reports whether the statement stands in a list of things to be true. A heading that denies ("It should not:")
// would be lost from its items, so its list counts for nothing.
func (s sentence) listed() bool {
	t := s.tongue
	return s.bullet && s.under != "" && t.listOf.MatchString(s.under) && !t.negation.MatchString(s.under) &&
		!t.leaveOut.MatchString(s.under) && !t.steps.MatchString(s.under) && !t.actual.MatchString(s.under)
}

// states reports whether the statement itself says how something behaves.
func (s sentence) states(text string) bool {
	t := s.tongue
	if s.bullet && s.under != "" && t.steps.MatchString(s.under) {
		return false
	}
	if t.today.MatchString(text) {
		return false
	}
	if t.wishing.MatchString(text) { // who wishes for something states no rule, but for how fast it has to be
		return s.bounded() && t.system.MatchString(text) && !t.noNorm.MatchString(text)
	}
	if t.noNorm.MatchString(text) || t.broken.MatchString(text) && !t.mood.MatchString(text) && !t.when.MatchString(head(text, 8)) {
		return false // "the export fails with more than 10 rows" tells of today
	}
	return t.norm.MatchString(text) || t.bound.MatchString(text) || t.when.MatchString(text) && t.mood.MatchString(text)
}

// bounded reports whether the statement sets a limit in numbers, which is worth a criterion although it is the wish
// as well.
func (s sentence) bounded() bool { return s.tongue.limit.MatchString(s.text) }

// pick keeps the criteria that say different things, at most five, with one of failure where there is one. Answers
// were asked for, so they go first when there are too many.
func pick(said, answered []ritual.Criterion) []ritual.Criterion {
	answered = distinct(answered, nil)
	if len(answered) > criteriaMax {
		answered = withFailure(answered, criteriaMax)
	}
	said = distinct(said, answered)
	if room := criteriaMax - len(answered); len(said) > room {
		if hasFailure(answered) {
			said = said[:room]
		} else {
			said = withFailure(said, room)
		}
	}
	return append(said, answered...)
}

// withFailure is the first n criteria, the last of which gives way to the first of failure if there is none before.
func withFailure(cs []ritual.Criterion, n int) []ritual.Criterion {
	kept := append([]ritual.Criterion(nil), cs[:n]...)
	if n == 0 || hasFailure(kept) {
		return kept
	}
	for _, c := range cs[n:] {
		if c.Failure {
			kept[n-1] = c
			break
		}
	}
	return kept
}

func hasFailure(cs []ritual.Criterion) bool {
	for _, c := range cs {
		if c.Failure {
			return true
		}
	}
	return false
}

// distinct leaves out what repeats, nearly word for word, an earlier one or one of the others.
func distinct(cs, others []ritual.Criterion) []ritual.Criterion {
	var kept []ritual.Criterion
	for _, c := range cs {
		same := false
		for _, k := range append(append([]ritual.Criterion(nil), others...), kept...) {
			same = same || alike(c.Text, k.Text)
		}
		if !same {
			kept = append(kept, c)
		}
	}
	return kept
}

// alike reports whether two texts have nearly the same words. Those with different negations or numbers differ in a
// word and in what they mean, so short texts have to agree in every word.
func alike(a, b string) bool {
	wa, wb := words(a), words(b)
	if strings.Join(wa, " ") == strings.Join(wb, " ") {
		return true
	}
	if len(wa) < 8 || len(wb) < 8 {
		return false
	}
	shared := 0
	for _, w := range wa {
		if in(wb, w) {
			shared++
		}
	}
	return shared*10 >= 9*max(len(wa), len(wb)) && strings.Join(digits(a), " ") == strings.Join(digits(b), " ") &&
		english.negation.MatchString(a) == english.negation.MatchString(b) &&
		german.negation.MatchString(a) == german.negation.MatchString(b)
}

// digits are the numbers in a text.
func digits(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
