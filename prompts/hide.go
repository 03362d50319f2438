package prompts

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tandem/bot/ritual"
)

// A mask stands between people and the model: it gives them labels, P1, P2 and so on, the customer C1 and the evidence
// E1, E2, so that no name and no id leaves the house, and none has to come back right.
type mask struct {
	letter   string // of people: "P", or another where people wrote of a P1 themselves
	mark     string // of evidence: "E", in the same way
	people   []string
	names    []name
	shown    map[string]string // a person's name as it is put back, by id
	written  []string          // whose names stand in the texts: they are put back as they stand there
	customer string            // the name
	label    string            // of the customer; empty where there is none
	sources  []string
}

// mentions are what chat puts for people, channels, groups and links, bare links, and a name after an @.
var (
	mention = regexp.MustCompile(`<(@|#|!)([^<>|\s]*)(?:\|([^<>]*))?>|<([a-z][a-z0-9+.-]*:[^<>|\s]+)(?:\|([^<>]*))?>`)
	bareURL = regexp.MustCompile(`(?i)\b(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>"'“”「」、。]+`)
	label   = regexp.MustCompile(`(?:^|[^\p{Latin}\p{N}])(\p{Latin}+)(\d+)`)
	atName  = regexp.MustCompile(`(^|[^\p{L}\p{N}._%+-])[@＠][\p{L}\p{N}][\p{L}\p{N}._-]*`)
)

func newMask(r ritual.Request, people map[string]string, texts []string) *mask {
	all := strings.Join(texts, "\n")
	free := func(letters ...string) string {
		for _, l := range letters {
			if !regexp.MustCompile(`(?:^|[^\p{L}\p{N}])` + l + `\d`).MatchString(all) {
				return l
			}
		}
		return letters[len(letters)-1]
	}
	h := &mask{letter: free("P", "Person", "Somebody"), mark: free("E", "Evidence", "Said"), customer: strings.Join(strings.Fields(plain(r.Customer)), " ")}
	h.names, h.shown = namesOf(people), map[string]string{}
	for id, full := range people {
		h.shown[id] = strings.Join(strings.Fields(plain(full)), " ")
	}
	if utf8.RuneCountInString(h.customer) > 1 {
		h.label = free("C", "Customer", "Company") + "1"
	}
	return h
}

// person is the label of a person's id.
func (h *mask) person(id string) string {
	i := slices.Index(h.people, id)
	if i < 0 {
		i = len(h.people)
		h.people = append(h.people, id)
	}
	return h.letter + strconv.Itoa(i+1)
}

// source gives evidence a label. Sources are told apart by their order.
func (h *mask) source(id string) string {
	h.sources = append(h.sources, id)
	return h.mark + strconv.Itoa(len(h.sources))
}

// evidence is which evidence a label means, from 0.
func (h *mask) evidence(label string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(label), h.mark))
	return n - 1, err == nil && n > 0 && n <= len(h.sources)
}

// hide is a text as the model may read it.
func (h *mask) hide(s string) string {
	s = mention.ReplaceAllStringFunc(strings.ToValidUTF8(s, ""), func(m string) string {
		p := mention.FindStringSubmatch(m)
		switch {
		case p[1] == "@":
			return h.person(p[2])
		case p[1] == "#":
			return "[channel]"
		case p[1] == "!":
			return "[group]"
		case strings.HasPrefix(p[4], "mailto:"):
			return hiddenMail
		case p[5] != "" && !bareURL.MatchString(p[5]):
			return p[5]
		}
		return "[link]"
	})
	s = redact(plain(s))
	s = bareURL.ReplaceAllString(s, "[link]")
	s = atName.ReplaceAllString(s, "${1}[somebody]")
	if h.label != "" {
		s = replaceName(s, h.customer, h.label)
		if short := withoutForm(h.customer); short != h.customer {
			s = replaceName(s, short, h.label)
		}
	}
	return h.hideNames(s)
}

// legalForm is how the name of a company ends.
var legalForm = regexp.MustCompile(`(?i)(?:,?\s+(?:&\s*)?(?:gmbh|ag|kg|ug|se|inc|ltd|llc|llp|plc|corp|co|bv|nv|sa|sas|sarl|spa|srl|oy|ab|as|pty|limited|incorporated|corporation|company)\.?)+$|株式会社|有限会社`)

// nameMin is how many letters a name without its legal form needs to stand for the company.
const nameMin = 3

// withoutForm is a company's name as people say it.
func withoutForm(name string) string {
	short := strings.TrimSpace(legalForm.ReplaceAllString(name, ""))
	if utf8.RuneCountInString(short) < nameMin {
		return name
	}
	return short
}

// show puts names back where the model wrote their labels: the customer's, and those of people that are known.
func (h *mask) show(s string) string {
	s = label.ReplaceAllStringFunc(s, func(m string) string {
		at := label.FindStringSubmatchIndex(m)
		if id, ok := h.labeled(m[at[2]:at[3]], m[at[4]:at[5]]); ok && h.shown[id] != "" {
			return m[:at[2]] + h.shown[id]
		}
		return m
	})
	if h.label == "" {
		return s
	}
	return replaceName(s, h.label, h.customer)
}

// labeled is the id of the person whom a label means, given as its letter and its number.
func (h *mask) labeled(letter, number string) (id string, ok bool) {
	n, err := strconv.Atoi(number)
	if err != nil || letter != h.letter || n < 1 || n > len(h.people) {
		return "", false
	}
	return h.people[n-1], true
}

// replaceName puts one name for another where it stands by itself, however it is written.
func replaceName(s, name, by string) string { return replaceWord(s, `(?i)`+regexp.QuoteMeta(name), by) }

// replaceWord puts a text in the place of what a pattern finds where it stands by itself.
func replaceWord(s, word, by string) string {
	pattern := regexp.MustCompile(word)
	var b strings.Builder
	from := 0
	for _, at := range pattern.FindAllStringIndex(s, -1) {
		before, _ := utf8.DecodeLastRuneInString(s[:at[0]])
		after, _ := utf8.DecodeRuneInString(s[at[1]:])
		if joins(before) || joins(after) {
			continue
		}
		b.WriteString(s[from:at[0]] + by)
		from = at[1]
	}
	return b.String() + s[from:]
}

// joins reports whether a letter beside a name makes it part of a longer word. Scripts without blanks make none.
func joins(r rune) bool {
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// labels reports whether a text speaks of evidence, or of somebody whose name is not known, by a label.
func (h *mask) labels(s string) bool {
	for _, m := range label.FindAllStringSubmatch(s, -1) {
		id, person := h.labeled(m[1], m[2])
		n, err := strconv.Atoi(m[2])
		if person && h.shown[id] == "" || err == nil && n > 0 && m[1] == h.mark && n <= len(h.sources) {
			return true
		}
	}
	return false
}

// bare is a text without the labels in it.
func (h *mask) bare(s string) string {
	return label.ReplaceAllStringFunc(s, func(m string) string {
		at := label.FindStringSubmatchIndex(m)
		letter := m[at[2]:at[3]]
		if letter == h.letter || letter == h.mark || letter+"1" == h.label {
			return m[:at[3]]
		}
		return m
	})
}
