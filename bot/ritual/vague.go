package ritual

import (
	"regexp"
	"slices"
	"strings"
)

// Words that promise nothing one could check, in the languages that stories are drafted in, and what to say instead.
var vagueWords = []struct {
	instead  string
	always   bool // even beside a number
	words    *regexp.Regexp
	japanese *regexp.Regexp // which puts no blanks between words
}{
	{"say how fast", false,
		spaced(`fast|faster|quick|quicker|quickly|speedy|responsive|schnell|schneller|schnelle[rsn]?|zügig|flott|performant`),
		regexp.MustCompile(`速く|早く|速い|素早く|素早い|高速`)},
	{"say what somebody can do, and in how many steps", false,
		spaced(`easy|easier|easily|simple|simpler|simply|user[- ]friendly|intuitive|convenient|conveniently|einfach|einfacher|leicht|leichter|benutzerfreundlich|intuitiv|bequem|unkompliziert`),
		regexp.MustCompile(`使いやすく|使いやすい|簡単|わかりやすく|わかりやすい|分かりやすく|分かりやすい|手軽`)},
	{"say what would be different on the screen", false,
		spaced(`nice|nicer|nicely|modern|beautiful|attractive|schön|schöner|übersichtlich|übersichtlicher|ansprechend`),
		regexp.MustCompile(`見やすい|見やすく|きれい|綺麗|いい感じ`)},
	{"say what would be true then", false,
		spaced(`better|improved?|good|seamless|seamlessly|smooth|smoothly|flexible|robust|powerful|efficient|efficiently|reliable|appropriate|besser|verbessert|flexibel|robust|zuverlässig|effizient|sinnvoll`),
		regexp.MustCompile(`便利|柔軟|効率的|適切|スムーズ|より良い|より良く`)},
	{"say all that is meant", true,
		spaced(`etc|and so on|and so forth|as needed|if possible|where possible|where appropriate|usw|und so weiter|bei bedarf|wenn möglich|falls möglich|ggf`),
		regexp.MustCompile(`など|できれば|可能であれば|可能なら|必要に応じて`)},
}

// spaced matches words of a language that puts blanks between them.
func spaced(words string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\p{L}])(` + words + `)(?:$|[^\p{L}])`)
}

var measured = regexp.MustCompile(`\d`)

// A vagueWord is one that was found, as it was written.
type vagueWord struct{ word, instead string }

// vagueMost is how many vague words are named.
const vagueMost = 3

// vague are the words in the wish or the criteria that promise nothing one could check, each once. A text that has a number
// in it is taken as measured.
func vague(s Story) []vagueWord {
	texts := []string{s.Want, s.Should}
	for _, c := range s.Criteria {
		texts = append(texts, c.Text)
	}
	var found []vagueWord
	for _, t := range texts {
		for _, v := range vagueWords {
			if !v.always && measured.MatchString(t) {
				continue
			}
			w := v.japanese.FindString(t)
			if m := v.words.FindStringSubmatch(t); m != nil {
				w = m[1]
			}
			known := slices.ContainsFunc(found, func(f vagueWord) bool { return strings.EqualFold(f.word, w) })
			if w != "" && !known && len(found) < vagueMost {
				found = append(found, vagueWord{w, v.instead})
			}
		}
	}
	return found
}
