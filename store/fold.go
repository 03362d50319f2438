package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A word is what is searched for and found.
type word struct {
	text string // folded, as it was written
	stem string // what is kept in the index
	pair bool   // cut from writing that puts no blanks between words
	last string // of such writing, when this is its last pair: the last character
}

// fold cuts text into words. Case, accents and forms of compatibility do not count; English words are reduced to their
// stems; Chinese, Japanese, Korean and the like are cut into overlapping pairs of characters. Only letters, digits and
// the marks that belong to them remain.
func fold(text string) []word {
	text = norm.NFKD.String(text)
	text = strings.Map(bare, text)
	text = norm.NFC.String(latin.Replace(cases.Fold().String(text)))
	var words []word
	for _, run := range strings.FieldsFunc(text, func(r rune) bool { return !inWord(r) }) {
		for run != "" {
			var part string
			var pairs bool
			part, run, pairs = sameWriting(run)
			if pairs {
				words = append(words, cutPairs(part)...)
			} else if w := shorten(part); hasLetter(w) {
				words = append(words, word{text: w, stem: stem(w)})
			}
		}
	}
	return words
}

// latin are the letters of the Latin script that Unicode does not take apart and people type without.
var latin = strings.NewReplacer("æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "ı", "i", "þ", "th")

// bare drops the accents from text whose letters and accents stand apart, and what cannot be seen.
func bare(r rune) rune {
	if r < 0x80 {
		return r
	}
	if r >= 0x300 && r <= 0x36F || unicode.In(r, unicode.Cf, unicode.Variation_Selector) {
		return -1
	}
	return r
}

func inWord(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' // folded
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M)
}

// hasLetter reports whether a word is more than marks, which mean nothing by themselves.
func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.L, unicode.N) })
}

// sameWriting splits a run of letters before the first that is of the other sort: with blanks between words, or
// without.
func sameWriting(run string) (part, rest string, pairs bool) {
	first, _ := utf8.DecodeRuneInString(run)
	pairs = unbroken(first)
	for i, r := range run {
		if unbroken(r) != pairs && !unicode.Is(unicode.M, r) {
			return run[:i], run[i:], pairs
		}
	}
	return run, "", pairs
}

// unbroken reports whether a character is of a writing that is to be cut into pairs.
func unbroken(r rune) bool {
	if r < 0xE00 {
		return false // the first of them is Thai
	}
	return r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// cutPairs cuts 東京都 into 東京 and 京都. A single character is a word by itself.
func cutPairs(run string) []word {
	rs := []rune(run)
	if len(rs) == 1 {
		return []word{{text: run, stem: run, pair: true}}
	}
	words := make([]word, 0, len(rs)-1)
	for i := range len(rs) - 1 {
		p := string(rs[i : i+2])
		words = append(words, word{text: p, stem: p, pair: true})
	}
	words[len(words)-1].last = string(rs[len(rs)-1])
	return words
}

// wordMax is how many characters of a word count. Both engines have a limit far beyond.
const wordMax = 64

func shorten(w string) string {
	n := 0
	for i := range w {
		if n == wordMax {
			return w[:i]
		}
		n++
	}
	return w
}

// stem reduces an English word. What has anything but the letters a to z is not one.
func stem(w string) string {
	if strings.ContainsFunc(w, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return w
	}
	return english.Stem(w, false)
}
