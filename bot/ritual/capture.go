package ritual

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a request's words, in characters. What is longer than a title is kept whole as the problem.
const (
	TitleMax    = 150
	ProblemMax  = 3000
	CustomerMax = 80
)

// FromWords is a request from one run of words, as a command or a message brings it: the first line that says anything
// is the title, or of a long one its first sentence, and where that is not all, the whole is the problem.
func FromWords(words string) Request {
	words = strings.TrimSpace(words)
	title := ""
	for line := range strings.Lines(words) {
		if title == "" || !hasWord(title) {
			title = strings.Join(strings.Fields(line), " ")
		}
	}
	if utf8.RuneCountInString(title) > titleLong {
		title = cutTitle(title)
	}
	r := Request{Title: title, Kind: Feature}
	if title != strings.Join(strings.Fields(words), " ") {
		r.Problem = words
	}
	return r
}

// titleLong is how many characters a title may have that is left as it is, and titleShort how many the first sentence
// of a longer one needs to say anything: "Hi all." does not.
const (
	titleLong  = 80
	titleShort = 12
)

// cutTitle ends a long title after its first sentence; where there is no end of one, and it is too long to be kept, at
// a word.
func cutTitle(s string) string {
	r := []rune(s)
	start := string(r[:min(len(r), TitleMax)])
	for i, c := range start {
		end := i + utf8.RuneLen(c)
		if !strings.ContainsRune("。！？", c) && !(strings.ContainsRune(".!?", c) && strings.HasPrefix(start[end:], " ")) {
			continue
		}
		first := start[:end]
		if utf8.RuneCountInString(first) >= titleShort && !endsShort(first) {
			return strings.TrimRight(first, ".。")
		}
	}
	if len(r) <= TitleMax {
		return s
	}
	head := string(r[:TitleMax-1])
	if i := strings.LastIndex(head, " "); i > TitleMax/2 {
		head = head[:i]
	}
	return head + "…"
}

// shortForms end in a full stop that ends no sentence, as do single letters and short numbers: "e.g.", "3."
var shortForms = []string{"etc", "vs", "approx", "ca", "bzw", "nr", "no", "dr", "mr", "mrs", "ms", "inkl", "ggf", "usw", "max", "min"}

// endsShort reports whether s ends with a short form.
func endsShort(s string) bool {
	s, stop := strings.CutSuffix(s, ".")
	last := strings.ToLower(s[strings.LastIndexAny(s, " (.")+1:])
	n := utf8.RuneCountInString(last)
	switch {
	case !stop || n == 0:
		return false
	case n == 1 && strings.ContainsFunc(last, unicode.IsLetter):
		return true
	case n <= 2 && !strings.ContainsFunc(last, func(c rune) bool { return c < '0' || c > '9' }):
		return true
	}
	return slices.Contains(shortForms, last)
}

// NewRequest checks what a form or a command said. Its fields are named as in the form.
func NewRequest(r Request) (Request, error) {
	r.Title = strings.Join(strings.Fields(r.Title), " ")
	r.Problem = strings.TrimSpace(r.Problem)
	r.Customer = strings.Join(strings.Fields(r.Customer), " ")
	if r.Kind == "" {
		r.Kind = Feature
	}
	var bad []error
	if !hasWord(r.Title) {
		bad = append(bad, RefuseField("title", "Say in a few words what is wanted, such as “Dark mode for the dashboard”."))
	}
	for _, f := range []struct {
		id, label, text string
		max             int
	}{{"title", "title", r.Title, TitleMax}, {"problem", "problem", r.Problem, 4 * ProblemMax}, {"customer", "customer's name", r.Customer, CustomerMax}} {
		if n := utf8.RuneCountInString(f.text); n > f.max {
			bad = append(bad, RefuseField(f.id, "Keep the %s to %d characters; this has %d.", f.label, f.max, n))
		}
	}
	if _, ok := find(Kinds, r.Kind); !ok {
		bad = append(bad, RefuseField("kind", "Choose Feature, Problem or Praise."))
	}
	if _, ok := find(Importances, r.Importance); r.Importance != "" && !ok {
		bad = append(bad, RefuseField("importance", "Choose Nice to have, Important or Blocker."))
	}
	return r, join(bad...)
}

// hasWord reports whether there is anything to read in s: a letter, a digit or a symbol such as an emoji. Blanks,
// punctuation and what cannot be seen are nothing.
func hasWord(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		switch r {
		case '\u115f', '\u1160', '\u3164', '\uffa0', '\u2800': // letters and a symbol by their class, blank to the eye
			return false
		}
		return unicode.In(r, unicode.L, unicode.N, unicode.So) || r >= utf8.RuneSelf && unicode.In(r, unicode.Sm, unicode.Sc)
	})
}

func find[T comparable](all []T, one T) (int, bool) {
	for i, a := range all {
		if a == one {
			return i, true
		}
	}
	return 0, false
}

// PlaceOf is where a request is talked about: the thread it came from where Tandem may speak, else a thread in its
// direct messages with the reporter. sharedToo is the product's leave to post where another organization reads.
func PlaceOf(r Request, from Place, sharedToo bool) Thread {
	if r.Source.TS == "" || from.Direct || from.Bar(sharedToo) != "" {
		return Thread{Channel: r.Reporter}
	}
	thread := r.Source.Thread
	if thread == "" {
		thread = r.Source.TS
	}
	return Thread{Channel: r.Source.Channel, TS: thread}
}

// ChooseProduct is the product that somebody means where no channel tells: the only one they have a part in, else the
// only one there is. ok is false when they have to be asked.
func ChooseProduct(mine, all []Product) (p Product, ok bool) {
	switch {
	case len(mine) == 1:
		return mine[0], true
	case len(all) == 1:
		return all[0], true
	}
	return Product{}, false
}
