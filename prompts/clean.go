package prompts

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var (
	// site is what Slack makes a link of by itself.
	site = regexp.MustCompile(`(?i)\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|dev|app|co|ai|de|ch|eu|jp|uk|info|biz|xyz|ru|cn|top|site|online|link|click|shop|example|test)\b(?:[/:?#][^\s<>]*)?`)
	// slackID is an id of a person, a channel or the like, as Slack writes them.
	slackID = regexp.MustCompile(`\b[UWCDGTBSE][A-Z0-9]{7,}\b`)
	// toModels is said to a model, not to a team.
	toModels = rx(`\b(?:ignore|disregard|forget|override)\s+(?:all|any|every|the|your|my|previous|prior|above|earlier)\b.*\b(?:instruction|prompt|rule|guideline)s?\b` +
		`|system prompt|\bas an ai\b|jailbreak|\b(?:ignorier|vergiss|missachte)\w*\s+(?:alle|jede|die|deine|vorherigen?|bisherigen?)\b.*(?:anweisung|prompt)` +
		`|(?:指示|プロンプト)(?:を|は)?(?:すべて|全て)?(?:無視|忘れ)`)
	fences   = strings.NewReplacer("```", " ", "`", "", "~~", "")
	numeral  = regexp.MustCompile(`(?:^|[\s(])\p{Nd}{1,2}[.)]\s`)
	digitRun = regexp.MustCompile(`[0-9]+(?:[.,:'’][0-9]+)*`)
	mdLink   = regexp.MustCompile(`\[([^\[\]]*)\]\([^()]*\)`) // a link as models write it
	apart    = regexp.MustCompile(`([0-9])[\s\x{00a0}\x{202f}]([0-9])`)
)

// frames are what a line stands behind already, by the line's name: "as" stands behind "As a".
var frames = map[string]*regexp.Regexp{
	"as": rx(`^(?:as|als)\s+`), "want": rx(`^(?:i want|ich (?:möchte|will))\s+`), "so_that": rx(`^(?:so that|damit)\s+`),
}

// clean is what the model said, as a text that harms nobody and stands in one line: without mentions, links, addresses,
// names after an @, markup, and letters that cannot be seen. What people said themselves may stay: a site or a word that
// looks like an id.
func (t *task) clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = mention.ReplaceAllStringFunc(s, func(m string) string { return mention.FindStringSubmatch(m)[5] })
	s = bareURL.ReplaceAllString(mdLink.ReplaceAllString(s, "$1"), "")
	s = redact(s)
	s = atName.ReplaceAllString(s, "$1")
	unsaid := func(m string) string {
		if strings.Contains(t.heard, m) {
			return m
		}
		return ""
	}
	s = site.ReplaceAllStringFunc(s, unsaid)
	s = slackID.ReplaceAllStringFunc(s, func(m string) string {
		if strings.ContainsAny(m, "0123456789") {
			return unsaid(m)
		}
		return m
	})
	s = emphasis.ReplaceAllString(fences.Replace(s), "$1")
	s = bulletMark.ReplaceAllString(quoteMark.ReplaceAllString(strings.TrimSpace(s), ""), "")
	return strings.Join(strings.Fields(s), " ")
}

// usable reports whether a text is one that a person may be shown as part of a story: it says something, keeps within
// max characters, speaks to no model, and of nobody by a label.
func (t *task) usable(s string, max int) bool {
	return len(words(s)) > 0 && utf8.RuneCountInString(s) <= max && !t.mask.labels(s) && !toModels.MatchString(s)
}

// numberWords are numbers as people write them out. One is an article in too many languages.
var numberWords = map[string]string{
	"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12",
	"twice": "2", "fifteen": "15", "twenty": "20", "thirty": "30", "sixty": "60", "hundred": "100", "thousand": "1000",
	"zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7", "acht": "8", "neun": "9", "zehn": "10", "zwölf": "12",
	"zweimal": "2", "fünfzehn": "15", "zwanzig": "20", "dreißig": "30", "sechzig": "60", "hundert": "100", "tausend": "1000",
}

// numbers are the numbers in a text, as bare digits: "10,000" and "10.000" are the same.
func numbers(s string) map[string]bool {
	s = norm.NFKC.String(s)
	found := map[string]bool{}
	for _, n := range digitRun.FindAllString(s, -1) {
		found[strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, n)] = true
	}
	for _, w := range words(s) {
		if n := numberWords[w]; n != "" {
			found[n] = true
		}
	}
	return found
}

// invented reports whether a text has a number that nobody said. The numerals of steps are none.
func (t *task) invented(s string) bool {
	for n := range numbers(numeral.ReplaceAllString(s, " ")) {
		if !t.numbers[n] {
			return true
		}
	}
	return false
}

// quoteMin is how many letters a quote needs to be one. Fewer stand in every text.
const quoteMin = 4

// says reports whether a quote stands in the i-th evidence, by its words alone.
func (t *task) says(i int, quote string) bool {
	run := func(s string) string { return strings.Join(words(norm.NFKC.String(s)), "") }
	part, whole := run(quote), run(t.brief.Evidence[i].Text)
	return part != "" && (part == whole || utf8.RuneCountInString(part) >= quoteMin && strings.Contains(whole, part))
}
