package ritual

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Likeness of short texts in any language: by pairs of letters, which Japanese has too.

var (
	numberWords = regexp.MustCompile(`\d+`)
	denies      = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:not|no|never|none|nobody|nothing|without|cannot|unless|except|\p{L}+n['’]t|` +
		`nicht|nichts|kein\p{L}*|nie|niemals|niemand|ohne|außer|weder)(?:$|[^\p{L}])|ない|ません|なく|ずに|せず|不要|禁止|以外`)
)

// lettersOf is a text by its letters and digits alone, in small letters.
func lettersOf(s string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s))
}

// likeness is how much two texts have in common, from 0 to 1: the Dice coefficient of their pairs of letters (Dice,
// "Measures of the Amount of Ecologic Association Between Species", 1945).
func likeness(a, b string) float64 {
	ra, rb := lettersOf(a), lettersOf(b)
	if len(ra) < 2 || len(rb) < 2 {
		if slices.Equal(ra, rb) && len(ra) > 0 {
			return 1
		}
		return 0
	}
	pairs := map[[2]rune]int{}
	for i := range len(ra) - 1 {
		pairs[[2]rune{ra[i], ra[i+1]}]++
	}
	shared := 0
	for i := range len(rb) - 1 {
		p := [2]rune{rb[i], rb[i+1]}
		if pairs[p] > 0 {
			pairs[p]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(ra)+len(rb)-2)
}

// lightly is the least likeness of a line that was changed lightly.
const lightly = 0.75

// reworded reports whether a text says the same as another, changed lightly: the same numbers, and as often "not".
func reworded(a, b string) bool {
	return likeness(a, b) >= lightly &&
		slices.Equal(numberWords.FindAllString(a, -1), numberWords.FindAllString(b, -1)) &&
		len(denies.FindAllString(a, -1)) == len(denies.FindAllString(b, -1))
}
