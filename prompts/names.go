package prompts

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A name is one way in which people write somebody's name.
type name struct {
	id, text string
	part     bool // of a longer name, which counts only as it is written
}

// namesOf are the ways in which people may write the names of those who are known, the longest first. A part that two
// people share stands for nobody, and so does one that is a common word.
func namesOf(people map[string]string) []name {
	var all []name
	parts := map[string][]string{}
	for id, full := range people {
		fields := strings.Fields(plain(full))
		if text := strings.Join(fields, " "); nameable(text, 2) {
			all = append(all, name{id: id, text: text, part: len(fields) == 1 && ascii(text)})
		}
		for _, f := range fields {
			if len(fields) > 1 {
				parts[f] = append(parts[f], id)
			}
		}
	}
	for text, of := range parts {
		if first, _ := utf8.DecodeRuneInString(text); len(of) == 1 && nameable(text, nameMin) && (unicode.IsUpper(first) || !ascii(text)) {
			all = append(all, name{of[0], text, true})
		}
	}
	slices.SortFunc(all, func(a, b name) int {
		return cmp.Or(len(b.text)-len(a.text), strings.Compare(a.text, b.text), strings.Compare(a.id, b.id))
	})
	return all
}

// ascii reports whether a text has no letter but the plain ones.
func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// nameable reports whether a text of at least n letters may be taken for a name wherever it stands.
func nameable(s string, n int) bool {
	return utf8.RuneCountInString(s) >= n && !in(common, strings.ToLower(s)) && strings.ContainsFunc(s, unicode.IsLetter) &&
		!in(germanWords, strings.ToLower(s)) && !in(englishWords, strings.ToLower(s))
}

// common are words that are names as well. Where one stands alone, nobody can tell.
var common = strings.Fields("mark will may bill rob art drew grant chase hope faith joy grace pat sue frank max rich dean page price young long short best green white " +
	"black brown king day english june april august summer dawn eve page bot admin app tandem slack test team support sales user jack ray van von der ten lee case field bank " +
	"stein klein groß lang kurz jung neu ernst sommer winter koch weber may mai wolf fuchs berg stern hand bauer richter frei gut")

// hideNames puts labels in the place of the names of people who are known.
func (h *mask) hideNames(s string) string {
	for _, n := range h.names {
		if !strings.Contains(strings.ToLower(s), strings.ToLower(n.text)) {
			continue
		}
		pattern := `(?i)` + regexp.QuoteMeta(n.text)
		if first, size := utf8.DecodeRuneInString(n.text); n.part && unicode.IsUpper(first) {
			pattern = regexp.QuoteMeta(n.text)
		} else if n.part && ascii(n.text) {
			pattern = `(?i:` + n.text[:size] + `)` + regexp.QuoteMeta(n.text[size:])
		}
		hidden := replaceWord(s, pattern, h.person(n.id))
		if hidden != s && !slices.Contains(h.written, n.id) {
			h.written, h.shown[n.id] = append(h.written, n.id), n.text
		}
		s = hidden
	}
	return s
}
