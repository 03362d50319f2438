package prompts

import (
	"regexp"
	"strings"
	"unicode"
)

// A tongue is what the drafter knows of one language: the shapes of statements, and how to ask.
type tongue struct {
	name string

	filler   *regexp.Regexp // greetings and the like before a statement
	negation *regexp.Regexp
	retract  *regexp.Regexp // a statement that takes back what was said before
	correct  *regexp.Regexp // a statement that takes the place of what was said before it: "Correction: …"
	asking   *regexp.Regexp // a question about how things are, rather than a wish in the form of one
	hostile  *regexp.Regexp // a statement made to a model, not to a product team

	asRole   *regexp.Regexp // "As an admin, " at the start of a statement; a group is the role
	actor    *regexp.Regexp // a role that does or asks something, at the start; group "role"
	article  *regexp.Regexp // the word before a role that the frame already has
	wishes   []wish
	judge    func(lead, want, why string) string // what is left of a plain wish; nothing where it is none
	duty     *regexp.Regexp                      // "I need to …", which tells a duty more often than a wish
	empty    *regexp.Regexp                      // a wish's object that says nothing: "this", "help"
	courtesy *regexp.Regexp                      // at a wish's end

	reason  *regexp.Regexp // a connector inside a statement; group 1 is the connector
	leads   *regexp.Regexp // a connector at a statement's start; group 1 is the connector
	before  *regexp.Regexp // "because …, ": a reason before the wish; group 1 is the reason
	burden  *regexp.Regexp // says what is bad today: a reason, not a purpose
	relief  *regexp.Regexp // says that it would end: a purpose after all
	since   string         // put before a reason that came without a connector
	purpose func(connector, rest, whole string) string

	aim   aim
	intro intro

	broken   *regexp.Regexp // says that something does not work
	norm     *regexp.Regexp // "must", "only when"
	bound    *regexp.Regexp // nothing but a bound: "At most 10 seconds"
	wishing  *regexp.Regexp // a wish of "I" or "we", which is no rule
	system   *regexp.Regexp // unless it is about how something behaves: "we need the export to finish"
	today    *regexp.Regexp // tells of today
	noNorm   *regexp.Regexp // what looks like it but states no behavior
	when     *regexp.Regexp // a condition
	mood     *regexp.Regexp // what the main clause beside a condition needs, to be a rule rather than a report
	listOf   *regexp.Regexp // a line with a colon over a list of criteria
	leaveOut *regexp.Regexp // "out of scope", "does not have to"
	limit    *regexp.Regexp // a number with a bound
	failure  *regexp.Regexp

	expected  *regexp.Regexp // group 1 is what should happen
	should    *regexp.Regexp
	insteadOf *regexp.Regexp // group 1 is what should happen
	actual    *regexp.Regexp // group 1 is what happens
	steps     *regexp.Regexp // a line over steps, or what stands before their colon
	doing     *regexp.Regexp // begins a step that somebody tells to take
	whenI     *regexp.Regexp // a clause that says how to see it; group 1

	command *regexp.Regexp // words to Tandem itself
	dunno   *regexp.Regexp // an answer that is none
	ask     phrases
}

// A wish is one shape in which people state a wish.
type wish struct {
	shape *regexp.Regexp // groups: want, and role where the shape names one
	plain bool           // the want is poured as it stands, so that a negation inside it is kept
	pour  func(want string) string
	bare  bool // nobody is named who wishes, so that a report may look the same: "Add button is gone"
	them  bool // the wish of a "they" that nobody named, whose pronouns would not fit "I want"
}

// phrases are the questions of a language.
type phrases struct {
	who, why, done  string
	failure, suchAs string // suchAs is failure with an example, for %s
	should, see     string
	left            string // where it seems to be settled
	what            string // where nothing is wished for
	several         string // where there are several wishes
	examples        []example
}

// An example of going wrong, for requests that speak of something.
type example struct {
	about *regexp.Regexp
	text  string
}

// rx compiles a pattern that ignores case.
func rx(p string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + p) }

// never matches nothing.
var never = regexp.MustCompile(`$^\b`)

var (
	germanWords  = strings.Fields("der die das und ist nicht ich wir ein eine einen einem einer mit für auf wenn bitte möchte möchten brauchen brauche kann können könnte könnten damit weil unser unsere auch noch beim vom zur zum sich sollte sollten muss müssen wäre hätte gern gerne kein keine keinen als oder aber dass sind wird werden dem den des mir uns ihr euch bei nach aus über immer")
	englishWords = strings.Fields("the and is not we a an with for on if please want need can could so because our also still to of in it that this are be would should must have has when as or but you my me us do does don at from how i")
)

// tongueOf tells a text's language by simple evidence: the script for Japanese, common words for German. A text that
// shows neither is in the language of the rest, else English.
func tongueOf(text string, fallback *tongue) *tongue {
	kana, letters := 0, 0
	for _, r := range text {
		if unicode.In(r, unicode.Hiragana, unicode.Katakana) {
			kana++
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if kana >= 2 && kana*6 >= letters {
		return &japanese
	}
	de, en := 0, 0
	for _, w := range words(text) {
		if in(germanWords, w) {
			de++
		} else if strings.ContainsAny(w, "äöüß") {
			de++
		}
		if in(englishWords, w) {
			en++
		}
	}
	switch {
	case de > en:
		return &german
	case en > 0 || fallback == nil:
		return &english
	}
	return fallback
}

func in(list []string, w string) bool {
	for _, l := range list {
		if l == w {
			return true
		}
	}
	return false
}
