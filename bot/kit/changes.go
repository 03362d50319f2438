package kit

import (
	"strings"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
	"github.com/slack-go/slack"
)

// Changes show how a text became another, word by word: what went is struck out, what came is bold. Of a text in several
// lines, those that stayed as they were are left out. No markup in the words has any effect.
func Changes(label, before, after string) slack.Block {
	els := []slack.RichTextSectionElement{leaf(OneLine(label)+"\n", &slack.RichTextSectionTextStyle{Italic: true})}
	room := maxSection
	for _, p := range inChangedLines(runsOf(differences(clean(before, false), clean(after, false)))) {
		if room <= 0 {
			break
		}
		text := Cut(p.Text, room)
		room -= len([]rune(text))
		els = append(els, styled(text, p.Type)...)
	}
	return slack.NewRichTextBlock("", slack.NewRichTextSection(els...))
}

// styled are the elements of a piece: lines with right-to-left letters are isolated, and what is but blank has no style.
func styled(text string, is diffmatchpatch.Operation) []slack.RichTextSectionElement {
	blank := strings.TrimSpace(text) == ""
	if text == "" || blank && is == diffmatchpatch.DiffDelete {
		return nil
	}
	var style *slack.RichTextSectionTextStyle
	switch {
	case blank:
	case is == diffmatchpatch.DiffDelete:
		style = &slack.RichTextSectionTextStyle{Strike: true}
	case is == diffmatchpatch.DiffInsert:
		style = &slack.RichTextSectionTextStyle{Bold: true}
	}
	return []slack.RichTextSectionElement{leaf(isolated(text), style)}
}

func leaf(text string, style *slack.RichTextSectionTextStyle) slack.RichTextSectionElement {
	return slack.NewRichTextSectionTextElement(text, style)
}

// differences are the pieces of two texts, in order: in both, in the first only, in the second only. Words are compared
// whole; in scripts without blanks, letters are.
func differences(before, after string) []diffmatchpatch.Diff {
	known, words := map[string]rune{}, []string{}
	letters := func(text string) []rune { // a letter of its own for each word, so that the library compares words
		var all []rune
		for _, w := range pieces(text) {
			if _, ok := known[w]; !ok {
				known[w] = rune(0x10000 + len(words)) // beyond what is no letter
				words = append(words, w)
			}
			all = append(all, known[w])
		}
		return all
	}
	d := diffmatchpatch.New()
	d.DiffTimeout = 0 // forms are short, and what is shown does not depend on how busy the machine is
	a, b := letters(before), letters(after)
	found := d.DiffMainRunes(a, b, false)
	for i, f := range found {
		var text strings.Builder
		for _, r := range f.Text {
			text.WriteString(words[r-0x10000])
		}
		found[i].Text = text.String()
	}
	return found
}

// pieces cuts a text into words, runs of blanks, line breaks and single marks. Letters of scripts that put no blanks between
// words stand alone.
func pieces(text string) (all []string) {
	const single, word, blank = 0, 1, 2
	kind := func(r rune) int {
		switch {
		case r == '\n' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
			return single
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == joiner:
			return word
		case unicode.IsSpace(r):
			return blank
		}
		return single
	}
	before := single
	for _, r := range text {
		if now := kind(r); now == single || now != before {
			all, before = append(all, ""), now
		}
		all[len(all)-1] += string(r)
	}
	return all
}

// runsOf joins changes between which there are but blanks, so that a run of words reads as one change.
func runsOf(all []diffmatchpatch.Diff) (joined []diffmatchpatch.Diff) {
	var went, came, between string
	add := func(is diffmatchpatch.Operation, text string) {
		if text != "" {
			joined = append(joined, diffmatchpatch.Diff{Type: is, Text: text})
		}
	}
	end := func() {
		add(diffmatchpatch.DiffDelete, went)
		add(diffmatchpatch.DiffInsert, came)
		add(diffmatchpatch.DiffEqual, between)
		went, came, between = "", "", ""
	}
	for _, d := range all {
		changed := went+came != ""
		switch {
		case d.Type != diffmatchpatch.DiffEqual && between != "":
			went, came, between = went+between, came+between, ""
		case d.Type == diffmatchpatch.DiffEqual && changed && strings.TrimSpace(d.Text) == "" && !strings.Contains(d.Text, "\n"):
			between = d.Text
			continue
		}
		switch d.Type {
		case diffmatchpatch.DiffDelete:
			went += d.Text
		case diffmatchpatch.DiffInsert:
			came += d.Text
		case diffmatchpatch.DiffEqual:
			end()
			add(d.Type, d.Text)
		}
	}
	end()
	return joined
}

// inChangedLines are the pieces that stand in a line in which anything changed.
func inChangedLines(all []diffmatchpatch.Diff) (kept []diffmatchpatch.Diff) {
	var line []diffmatchpatch.Diff
	changed := false
	end := func() {
		if changed {
			kept = append(kept, line...)
		}
		line, changed = nil, false
	}
	for _, d := range all {
		for part := range strings.Lines(d.Text) {
			line = append(line, diffmatchpatch.Diff{Type: d.Type, Text: part})
			changed = changed || d.Type != diffmatchpatch.DiffEqual && strings.TrimSpace(part) != ""
			if strings.HasSuffix(part, "\n") {
				end()
			}
		}
	}
	end()
	if last := len(kept) - 1; last >= 0 {
		kept[last].Text = strings.TrimRight(kept[last].Text, "\n")
	}
	return kept
}
