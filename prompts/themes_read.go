package prompts

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// read reads an answer. What breaks a rule spoils it whole; a theme that too few people share is left out, and so is one with
// the same people or the same words as another.
func (t *themesTask) read(text string) ([]StandupTheme, error) {
	var a themesShape
	if err := readJSON(text, &a); err != nil {
		return nil, err
	}
	if a.Themes == nil {
		return nil, nonsense(`it has no list of "themes"`)
	}
	if len(a.Themes) > themesMost {
		return nil, nonsense("it has more than %d themes", themesMost)
	}
	var all []StandupTheme
	for _, said := range a.Themes {
		if said.Words == "" && strings.Join(said.Answers, "") == "" {
			continue // the shape that it was shown has such
		}
		theme, err := t.theme(said)
		if err != nil {
			return nil, err
		}
		if theme.Words != "" {
			all = append(all, theme)
		}
	}
	slices.SortStableFunc(all, func(a, b StandupTheme) int { return rank(a) - rank(b) })
	var apart []StandupTheme
	for _, theme := range all {
		if !slices.ContainsFunc(apart, theme.repeats) {
			apart = append(apart, theme)
		}
	}
	return apart, nil
}

// repeats reports whether a theme has the people or the words of another.
func (t StandupTheme) repeats(o StandupTheme) bool {
	return slices.Equal(o.By, t.By) || strings.EqualFold(o.Words, t.Words)
}

// rank is where a theme stands: what is in the way comes first.
func rank(t StandupTheme) int {
	if t.Blocker {
		return 0
	}
	return 1
}

// theme is a theme of the model's as it may stand; the zero theme is one that is left out.
func (t *themesTask) theme(said themeShape) (none StandupTheme, err error) {
	of, err := t.listed(said.Answers)
	if err != nil {
		return none, err
	}
	want, err := t.worded(said.Words)
	if err != nil {
		return none, err
	}
	words, blocker, err := t.quoted(of, want)
	if err != nil {
		return none, err
	}
	alone := func() bool {
		return !slices.ContainsFunc(of[1:], func(i int) bool { return t.answers[i].by != t.answers[of[0]].by })
	}
	if alone() && !blocker {
		return none, nonsense("a theme has one person's answer only, and nothing that is in the way")
	}
	about := subjects(words)
	of = slices.DeleteFunc(of, func(i int) bool { return !t.answers[i].speaksOf(about) })
	if len(of) == 0 || alone() && !blocker || t.named(words) {
		return none, nil
	}
	theme := StandupTheme{Words: words, Blocker: blocker}
	for _, i := range of {
		if by := t.answers[i].by; !slices.Contains(theme.By, by) {
			theme.By = append(theme.By, by)
		}
	}
	return theme, nil
}

// listed are the answers that ids mean, in their order: each once.
func (t *themesTask) listed(ids []string) ([]int, error) {
	var of []int
	for _, id := range ids {
		if id == "" {
			continue
		}
		n, err := strconv.Atoi(strings.TrimPrefix(id, answerLetter))
		switch {
		case err != nil || n < 1 || n > len(t.answers) || id != answerLetter+strconv.Itoa(n):
			return nil, nonsense("an id in it is none of those of the answers")
		case slices.Contains(of, n-1):
			return nil, nonsense("a theme names an id twice")
		}
		of = append(of, n-1)
	}
	if len(of) == 0 {
		return nil, nonsense("a theme names no answers")
	}
	slices.Sort(of)
	return of, nil
}

// worded are words that may be looked for: some, but few, in one sentence, which say what they are about.
func (t *themesTask) worded(s string) (string, error) {
	if len(s) > 8*themeMax {
		return "", nonsense(`its "words" are longer than %d characters`, themeMax)
	}
	ws := strings.Fields(seen(strings.ToValidUTF8(s, "")))
	s = strings.Trim(strings.Join(ws, " "), ` "“”„«».,;:!?…、。！？`)
	few := len(ws) < themeWordsMin && len(unparted.FindAllString(s, -1)) < 2*themeWordsMin
	switch {
	case few || len(ws) > themeWords || utf8.RuneCountInString(s) > themeMax:
		return "", nonsense(`its "words" are not %d to %d words of at most %d characters`, themeWordsMin, themeWords, themeMax)
	case placeholder.MatchString(s) || t.labels(s):
		return "", nonsense(`its "words" have a label, or something in square brackets`)
	case len(cutSentences(s)) != 1:
		return "", nonsense(`its "words" are more than one sentence`)
	case len(subjects(s)) == 0:
		return "", nonsense(`its "words" would fit any day: they name nothing`)
	}
	return s, nil
}

// labels reports whether a text has the label of a person.
func (t *themesTask) labels(s string) bool {
	return slices.ContainsFunc(label.FindAllStringSubmatch(s, -1), func(m []string) bool { return m[1] == t.mask.letter })
}

// named reports whether a text has the name of somebody, however it is spelled. A theme is a matter, and nobody.
func (t *themesTask) named(s string) bool {
	return slices.ContainsFunc(partsOf(s), func(w string) bool { return t.names[w] })
}

// quoted are the words as somebody wrote them in one of the answers, and whether they are in the way in any.
func (t *themesTask) quoted(of []int, want string) (words string, blocker bool, err error) {
	turned := false
	for _, i := range of {
		for _, s := range t.answers[i].said {
			if len(places(strings.Join(strings.Fields(s.told), " "), want)) == 0 {
				continue // what the model was not shown it cannot point at
			}
			for _, line := range s.lines {
				for _, at := range places(line, want) {
					if turns(line, at) {
						turned = true
						continue
					}
					if words == "" {
						words = line[at[0]:at[1]]
					}
					blocker = blocker || s.blocker
				}
			}
		}
	}
	switch {
	case words != "":
		return words, blocker, nil
	case turned:
		return "", false, nonsense(`its "words" leave out what turns their sentence around, or a unit`)
	}
	return "", false, nonsense(`its "words" do not stand in a line of an answer that it names`)
}

// places are where words stand by themselves in a line, whatever their case.
func places(line, want string) [][]int {
	var all [][]int
	for _, at := range regexp.MustCompile(`(?i)`+regexp.QuoteMeta(want)).FindAllStringIndex(line, -1) {
		before, _ := utf8.DecodeLastRuneInString(line[:at[0]])
		first, _ := utf8.DecodeRuneInString(line[at[0]:])
		if at[0] > 0 && !parts(before) && !strings.ContainsRune(opening, before) && !unparted.MatchString(string(first)) {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(line[:at[1]])
		rest := strings.TrimLeft(line[at[1]:], closing)
		next, _ := utf8.DecodeRuneInString(rest)
		if rest != "" && !parts(next) && !unparted.MatchString(string(last)) {
			continue
		}
		all = append(all, at)
	}
	return all
}

// What may stand between a word and the blank beside it.
const (
	opening = `([{"'“‘„«*_~>`
	closing = `)]}"'”’“».,;:!?…،؛؟।*_~`
)

// parts reports whether a letter beside a word is none of it.
func parts(r rune) bool {
	return unicode.IsSpace(r) || unparted.MatchString(string(r)) || unicode.In(r, unicode.Po, unicode.Ps, unicode.Pe) && r > 0x2fff
}

// turns reports whether words at a place say something else than the sentence that they stand in: what denies or ends
// something is left out, or a number's unit; or the line speaks to a model.
func turns(line string, at []int) bool {
	words, rest := line[at[0]:at[1]], line[at[1]:]
	if toModels.MatchString(line) || aboveAll.MatchString(line) || bareNumber.MatchString(words) && unit.MatchString(rest) {
		return true
	}
	around, from := line, 0
	for _, s := range cutSentences(line) {
		i := strings.Index(line[from:], s)
		if i < 0 {
			break
		}
		if from += i; from <= at[0] && at[1] <= from+len(s) {
			around = s
		}
		from += len(s)
	}
	t := tongueOf(line, &english)
	return denials(around, line, t) != denials(words, line, t) || len(unpartedDenial.FindAllString(around, -1)) != len(unpartedDenial.FindAllString(words, -1)) ||
		strong.MatchString(around) && !strong.MatchString(words)
}

var (
	aboveAll       = rx(`\b(?:ignore|disregard|forget|override)\s+(?:(?:all|any|everything|the|of|what|is|was|stands)\s+)*(?:above|previous|prior|earlier|before)\b`)
	bareNumber     = regexp.MustCompile(`(?:^|\s)[\p{Nd}.,]+$`)
	unit           = regexp.MustCompile(`^\s*[\p{L}%‰°€$£¥]`)
	unpartedDenial = regexp.MustCompile(`[不没沒未无無非]|않|못|없|아니`)
)

// subjects are the words of a text that say what it is about; of scripts without blanks, the pairs of their letters.
func subjects(s string) []string {
	var all []string
	for _, w := range contentOf(s) {
		n := utf8.RuneCountInString(w)
		switch {
		case in(generic, w):
		case unparted.MatchString(w):
			r := []rune(w)
			for i := range n - 1 {
				if pair := string(r[i : i+2]); !in(generic, pair) {
					all = append(all, pair)
				}
			}
		case n > 3, n > 1 && (strings.ContainsAny(w, "0123456789") || strings.Contains(s, strings.ToUpper(w)) && strings.ToUpper(w) != w):
			all = append(all, w)
		}
	}
	return all
}

// speaksOf reports whether somebody's answer has a word of some in it.
func (a shownAnswer) speaksOf(about []string) bool {
	for _, s := range a.said {
		if overlap(about, contentOf(s.told)) > 0 || overlap(about, subjects(s.told)) > 0 {
			return true
		}
	}
	return false
}
