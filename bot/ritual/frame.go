package ritual

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The sentence in which a story is told: the product's own, or "As a …, I want … so that …" in the story's language.

// Limits of a product's own sentence.
const (
	FrameMax      = 300 // characters
	frameLinesMax = 6
)

// DefaultFrame is the sentence where the product has none of its own and the story is in English.
const DefaultFrame = "As a {who}, I want {want} so that {why}"

// frameWords are the sentences of a language: the whole one, that where nobody knows who needs it, and what is left while
// nobody knows what is wanted.
var frameWords = map[string]struct{ whole, nobody, vague string }{
	"en": {DefaultFrame, "I want {want} so that {why}", "For {who}\nSo that {why}"},
	"de": {"Als {who} möchte ich {want}, damit {why}", "Ich möchte {want}, damit {why}", "Für {who}\nDamit {why}"},
	"ja": {"誰が：{who}\n何を：{want}\nなぜ：{why}", "何を：{want}\nなぜ：{why}", "誰が：{who}\nなぜ：{why}"},
}

// blank is what stands in a sentence for the story's own words.
var blank = regexp.MustCompile(`\{[^{}\n]*\}`)

// NewFrame checks a product's own sentence, and answers it as it is kept: nothing where it is the default one.
func NewFrame(field, text string) (string, error) {
	var lines []string
	for line := range strings.Lines(text) {
		if line = oneLine(line); line != "" {
			lines = append(lines, line)
		}
	}
	frame := strings.Join(lines, "\n")
	if frame == "" || frame == DefaultFrame {
		return "", nil
	}
	seen := map[string]bool{}
	for _, b := range blank.FindAllString(frame, -1) {
		switch {
		case b != "{who}" && b != "{want}" && b != "{why}":
			return "", RefuseField(field, "I know {who}, {want} and {why}, and not %s.", short(b))
		case seen[b]:
			return "", RefuseField(field, "%s stands there twice.", b)
		}
		seen[b] = true
	}
	switch n := utf8.RuneCountInString(frame); {
	case strings.ContainsAny(blank.ReplaceAllString(frame, ""), "{}"):
		return "", RefuseField(field, "There is a brace too many. Write it like this: %s.", DefaultFrame)
	case !seen["{want}"]:
		return "", RefuseField(field, "There is no {want} in it, which stands for what is wanted. Write it like this: %s.", DefaultFrame)
	case n > FrameMax:
		return "", RefuseField(field, "Keep it to %d characters; this has %d.", FrameMax, n)
	case len(lines) > frameLinesMax:
		return "", RefuseField(field, "Keep it to %d lines; these are %d.", frameLinesMax, len(lines))
	}
	return frame, nil
}

// A Run is a piece of a story's sentence.
type Run struct {
	Text string
	Said bool // the story's own words; else the frame's
}

// Sentence tells the story of a feature in a product's frame, or in the default one of its language where that is empty: the
// runs of each line. What nobody said is left out with the words that lead to it.
func (s Story) Sentence(frame string) [][]Run {
	words := frameWords[languageOf(strings.Join([]string{s.As, s.Want, s.SoThat, s.Need}, "\n"))]
	switch {
	case oneLine(s.Want) == "":
		frame = words.vague
	case frame == "" && oneLine(s.As) == "":
		frame = words.nobody
	case frame == "":
		frame = words.whole
	}
	said := map[string]string{"{who}": oneLine(s.As), "{want}": oneLine(s.Want), "{why}": oneLine(s.SoThat)}
	var lines [][]Run
	for line := range strings.Lines(frame) {
		if runs := s.filled(strings.TrimSuffix(line, "\n"), said); len(runs) > 0 {
			lines = append(lines, runs)
		}
	}
	return lines
}

// filled is a line of a frame with the story's words in it.
func (s Story) filled(line string, said map[string]string) []Run {
	var runs []Run
	add := func(text string, its bool) {
		if len(runs) == 0 && !its {
			text = strings.TrimLeft(text, " ,;.:、，")
		}
		if text != "" {
			runs = append(runs, Run{text, its})
		}
	}
	at, any := 0, false
	for _, b := range blank.FindAllStringIndex(line, -1) {
		lead, name := line[at:b[0]], line[b[0]:b[1]]
		at = b[1]
		if said[name] == "" {
			continue
		}
		switch any = true; {
		case name == "{who}":
			lead = article(lead, said[name])
		case name == "{why}" && s.SaysBecause():
			lead = untilWord.FindString(lead)
		}
		add(lead, false)
		add(said[name], true)
	}
	if any || at == 0 { // a line without blanks stands as it is
		add(strings.TrimRight(line[at:], " "), false)
	}
	return runs
}

var (
	untilWord = regexp.MustCompile(`^[^\p{L}\p{N}]*`)
	ownArt    = regexp.MustCompile(`(?i)(^|\s)an?\s+$`)
	oneRole   = regexp.MustCompile(`^(?:\p{Ll}.*)?(?:er|or|ist|ant|ent|ian|ee|admin|lead|guest|clerk|nurse|chef|rep|coach|head|expert|student|analyst)$`)
	vowel     = regexp.MustCompile(`^(?:[aeio]|u[^sn]|un[^i])`)
)

// article puts the right article before who needs it, in a lead that has one: none before a name, or several people.
func article(lead, who string) string {
	if !ownArt.MatchString(lead) {
		return lead
	}
	switch {
	case !oneRole.MatchString(who):
		return ownArt.ReplaceAllString(lead, "$1")
	case vowel.MatchString(who):
		return ownArt.ReplaceAllString(lead, "${1}an ")
	}
	return ownArt.ReplaceAllString(lead, "${1}a ")
}

// germanOnes are frequent words that only German has.
var germanOnes = wordSet("der das und nicht ich wir ein eine einen einem einer mit für auf wenn möchte möchten kann können damit weil " +
	"beim vom zur zum sich auch werden wird sind ist als ohne alle oder")

// wordSet are the words of a text.
func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// languageOf is the language of a short text, by its script and its words: "en", "de" or "ja".
func languageOf(text string) string {
	for _, r := range text {
		if unicode.In(r, unicode.Hiragana, unicode.Katakana) {
			return "ja"
		}
	}
	if strings.ContainsAny(text, "äöüßÄÖÜ") {
		return "de"
	}
	german := 0
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if germanOnes[word] {
			german++
		}
	}
	if german > 1 {
		return "de"
	}
	return "en"
}
