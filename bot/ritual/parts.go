package ritual

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a part takes of the whole. words are those of a text that say what it is about, in the form in which they are
// compared, as in Suggest.

// joined is what stands between the wishes of a sentence that has several.
var joined = regexp.MustCompile(`(?i)\s*[;,]\s*(?:` + joiner + `\s)?\s*|\s+` + joiner + `\s+`)

const joiner = `(?:and also|and then|as well as|and|plus|und auch|und außerdem|und|sowie)`

// ProposeParts are titles of parts for a PO to begin with: the wishes of a story that joins several, else its criteria,
// those that are about the same together. There are none where it suggests no parts.
func ProposeParts(s Story, words func(string) []string) []string {
	if andMore.MatchString(s.Want) {
		wishes := titlesOf(joined.Split(s.Want, -1), words)
		if len(wishes) >= partsLeast && len(wishes) <= PartsMost {
			return wishes
		}
	}
	var first []string   // the criterion that began a group
	var about [][]string // what the group is about
	for _, c := range s.Criteria {
		its := words(c.Text)
		if c.Failure || slices.ContainsFunc(about, func(of []string) bool { return common(its, of)*2 > min(len(its), len(of)) }) {
			continue
		}
		first, about = append(first, c.Text), append(about, its)
	}
	if parts := titlesOf(first, words); len(parts) >= partsLeast && len(parts) <= PartsMost {
		return parts
	}
	return nil
}

// titlesOf makes titles of texts, without those that say nothing, and each once.
func titlesOf(texts []string, words func(string) []string) []string {
	var titles []string
	for _, t := range texts {
		t = strings.TrimRight(strings.Join(strings.Fields(t), " "), ".,;。")
		t = strings.TrimPrefix(t, "to ")
		first, size := utf8.DecodeRuneInString(t)
		if utf8.RuneCountInString(t) > TitleMax {
			t = cutTitle(t)
		}
		t = string(unicode.ToUpper(first)) + t[min(size, len(t)):]
		if len(words(t)) > 0 && !slices.Contains(titles, t) {
			titles = append(titles, t)
		}
	}
	return titles
}

// common is how many words two lists have in common.
func common(a, b []string) (n int) {
	for _, w := range a {
		if slices.Contains(b, w) {
			n++
		}
	}
	return n
}

// belongs is the index of the title to which a text belongs: of those with which it has words in common that not all titles
// have, the one with the most. ok is false where none has, or two have as many.
func belongs(text string, titles []string, words func(string) []string) (best int, ok bool) {
	its, most := words(text), 0
	for i, title := range titles {
		own := slices.DeleteFunc(slices.Clone(words(title)), func(w string) bool {
			return !slices.ContainsFunc(titles, func(other string) bool { return !slices.Contains(words(other), w) })
		})
		switch n := common(own, its); {
		case n > most:
			best, most, ok = i, n, true
		case n == most:
			ok = false
		}
	}
	return best, ok
}

// sentenceEnd is where a sentence ends.
var sentenceEnd = regexp.MustCompile(`[.!?]+(?:\s+|$)|[。！？]+|\n+`)

// About is what was said of one of several parts, by its index: the sentences that belong to its title. All of them keep
// their authors and ids. Where a text is left with nothing, it is left out.
func About(said []Evidence, titles []string, part int, words func(string) []string) []Evidence {
	var all []Evidence
	for _, e := range said {
		var kept strings.Builder
		for rest := e.Text; rest != ""; {
			one := rest
			if end := sentenceEnd.FindStringIndex(rest); end != nil {
				one = rest[:end[1]]
			}
			rest = rest[len(one):]
			if i, ok := belongs(one, titles, words); ok && i == part {
				kept.WriteString(one)
			}
		}
		if e.Text = strings.TrimSpace(kept.String()); e.Text != "" {
			all = append(all, e)
		}
	}
	return all
}

// Inherit gives the draft of a part, by its index, those criteria of the whole that belong to its title. Those that belong to
// no part are asked about in each of them, before what the drafter would ask.
func Inherit(draft, whole Story, titles []string, part int, words func(string) []string) Story {
	draft.Criteria = slices.Clone(draft.Criteria)
	var open []Question
	for _, c := range whole.Criteria {
		i, ok := belongs(c.Text, titles, words)
		switch {
		case ok && i == part && !slices.ContainsFunc(draft.Criteria, func(has Criterion) bool { return has.Text == c.Text }):
			draft.Criteria = append(draft.Criteria, c)
		case !ok:
			open = append(open, Question{Text: "Does this hold here too: “" + strings.TrimRight(c.Text, ".") + "”?"})
		}
	}
	draft.Questions = askFirst(open, draft.Questions)
	return draft
}

// askFirst puts questions, each with an id of its own, before those that are open, of which no more stay than a person is asked
// at once. What was asked before is not asked again, and what was answered stays.
func askFirst(open, asked []Question) []Question {
	var all []Question
	for _, q := range asked {
		if q.Closed {
			all = append(all, q)
		}
	}
	left := QuestionsMax
	for _, q := range append(open, asked...) {
		if left == 0 || q.Closed || slices.ContainsFunc(all, func(has Question) bool { return has.Text == q.Text }) {
			continue
		}
		for n := 1; q.ID == "" || slices.ContainsFunc(slices.Concat(all, asked), func(has Question) bool { return has.ID == q.ID && has.Text != q.Text }); n++ {
			q.ID = "whole" + strconv.Itoa(n)
		}
		all, left = append(all, q), left-1
	}
	return all
}
