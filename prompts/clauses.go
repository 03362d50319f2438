package prompts

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// clauseEnd parts a sentence into what may be denied by itself.
	clauseEnd = rx(`[,;:()、，–—]+|\s-\s|\s(?:but|because|so that|since|while|although|aber|sondern|weil|damit|obwohl)\s|\s(?:and|und)\s+(?:also\s+|auch\s+)?(?:(?:i|we|it|they|you|he|she|please|then|if|when|do|must|should|never|don|er|sie|es|ich|wir|bitte|wenn|nie|nicht|kein\p{L}*)(?:['’]\p{L}+)?)(?:\s|$)`)
	wordMark  = regexp.MustCompile(`[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*`)
)

// clausesOf are the clauses of a sentence. One that says nothing by itself, such as ", don't", belongs to the one before.
func clausesOf(s string) []string {
	var all []string
	from := 0
	add := func(text string) {
		if text = strings.TrimSpace(text); text == "" {
			return
		}
		if n := len(all); n > 0 && len(contentOf(text)) == 0 {
			all[n-1] += " " + text
			return
		}
		all = append(all, text)
	}
	for _, at := range clauseEnd.FindAllStringIndex(s, -1) {
		if at[0] < from {
			continue
		}
		add(s[from:at[0]])
		from = at[0]
		if r, size := utf8.DecodeRuneInString(s[from:]); unicode.IsPunct(r) {
			from += size
		}
	}
	add(s[from:])
	return all
}

// contentOf are the words of a text that it is about: no articles, no pronouns, no "given" and "when". Of Japanese they are
// the runs of one script.
func contentOf(s string) []string {
	var all []string
	for _, w := range wordMark.FindAllString(strings.ToLower(normal(s)), -1) {
		for _, w := range scripts(w) {
			w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
			if !in(empties, w) && !in(englishWords, w) && !in(germanWords, w) && !denier(w) {
				all = append(all, w)
			}
		}
	}
	return all
}

// empties are the words of a frame, which stand in every claim.
var empties = strings.Fields("given when then there they them their she he her his than more most may such any some each every who what which was were been being has had does did will i'm it's its get gets by into out up only " +
	"angenommen dann wird worden wurde war waren habe haben hat es er sie wer was welche diese dieser dieses jede jeder alle nur mehr zu so an am im in um ob man p c e")

// scripts parts a Japanese word where its script changes, and keeps what is no Hiragana.
func scripts(w string) []string {
	japanese := func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r == 'ー' }
	if !strings.ContainsFunc(w, japanese) {
		return []string{w}
	}
	kind := func(r rune) int {
		return slices.IndexFunc([]*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Latin, unicode.Digit}, func(t *unicode.RangeTable) bool { return unicode.Is(t, r) })
	}
	var all []string
	last := -2
	for _, r := range w {
		k := kind(r)
		if k != last {
			all = append(all, "")
		}
		all[len(all)-1] += string(r)
		last = k
	}
	return slices.DeleteFunc(all, func(s string) bool { r, _ := utf8.DecodeRuneInString(s); return unicode.Is(unicode.Hiragana, r) })
}

// overlap is how many words of one list have a word of the same stem in the other.
func overlap(a, b []string) int {
	n := 0
	for _, x := range a {
		if slices.ContainsFunc(b, func(y string) bool { return sameStem(x, y) }) {
			n++
		}
	}
	return n
}

// sameStem reports whether two words differ in their ends alone, as "export" and "exported" do.
func sameStem(a, b string) bool {
	if a == b {
		return true
	}
	ra, rb := []rune(a), []rune(b)
	longer, shorter := max(len(ra), len(rb)), min(len(ra), len(rb))
	n := 0
	for n < shorter && ra[n] == rb[n] {
		n++
	}
	if n > 0 && unicode.In(ra[0], unicode.Han, unicode.Katakana) {
		return n == shorter && n > 1
	}
	return n >= 3 && 10*n >= 6*longer && unicode.IsLetter(ra[0])
}
