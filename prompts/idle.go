package prompts

import (
	"regexp"
	"strings"
	"unicode"

	"tandem/bot/ritual"
)

// Some requests leave nothing to draft. What is asked then is what would help, rather than who needs it and why.

var (
	// fileName is what stands in a message for a picture or another file, as their makers name them.
	fileName = rx(`(?:(?:screenshot|screen shot|bildschirmfoto|スクリーンショット|image|img|photo|foto)[^\n]{0,60}|[\w().-]+)\.(?:png|jpe?g|gif|heic|webp|bmp|svg|pdf|mp4|mov|docx?|xlsx?|pptx?|zip|csv|txt|wav|mp3)\b`)
	// over is what people say when nothing is left to do.
	over = rx(`\b(?:solves|solved|thanks|thank you|thx|works|found|figured|sorted|danke|erledigt|geht jetzt)\b|解決|ありがとう`)
	// emojiName is an emoji as chat writes it.
	emojiName = regexp.MustCompile(`:[a-z0-9_+-]+:`)
)

// idle is the one question that is worth asking where a draft would say nothing: "left" where it was settled meanwhile,
// "what" where nobody said a thing or people only asked. It is empty for all others, and once it was answered.
func (d *draft) idle() string {
	switch {
	case d.known("left") || d.known("what"):
		return ""
	case d.settled():
		return "left"
	case d.mute():
		return "what"
	}
	return ""
}

// hear takes the answers that say what is wanted after all as the last words of who asked.
func (d *draft) hear() {
	for _, id := range []string{"left", "what", "several"} {
		if text := d.answer(id); text != "" {
			d.all = append(d.all, sentences(ritual.Evidence{ID: AnswerSource + id, Text: text}, strings.TrimSpace(d.request.Customer), d.tongue)...)
		}
	}
}

// known reports whether a question was answered or skipped.
func (d *draft) known(id string) bool {
	for _, q := range d.before.Questions {
		if q.ID == id && q.Closed {
			return true
		}
	}
	return false
}

// settled reports whether who asked took everything back.
func (d *draft) settled() bool {
	from := d.retracted()
	if from == 0 || !d.own(d.all[from-1]) || !d.all[from-1].tongue.retract.MatchString(d.all[from-1].text) {
		return false
	}
	last := d.all[from-1]
	rest := last.text[last.tongue.retract.FindStringIndex(last.text)[1]:]
	if len(words(rest)) > 2 && !over.MatchString(last.text) {
		return false // "scratch that, a page is enough"
	}
	for _, s := range d.all[from:] {
		if d.own(s) && says(s.start) {
			return false
		}
	}
	return true
}

// own reports whether a statement is of who asks, or of whoever wrote first.
func (d *draft) own(s sentence) bool {
	for _, e := range d.said {
		if e.ID == s.source {
			return e.Author == d.said[0].Author
		}
	}
	return false
}

// mute reports whether nobody said more than a link, a picture or a mark, or only asked how things are.
func (d *draft) mute() bool {
	asks := false
	for _, e := range d.said {
		text := codeBlock.ReplaceAllString(head(e.Text, messageMax), " code ")
		text = fileName.ReplaceAllString(bareURL.ReplaceAllString(markup.ReplaceAllString(text, " $3 "), " "), " ")
		if !strings.ContainsFunc(emojiName.ReplaceAllString(text, " "), unicode.IsLetter) {
			continue
		}
		for _, s := range d.all {
			if s.source != e.ID || len(words(s.start)) == 0 {
				continue
			}
			if !s.question || s.wish.want != "" || s.wish.weak || !asks && !s.tongue.asking.MatchString(s.start) {
				return false
			}
			asks = true
		}
		if !asks {
			return false
		}
	}
	return true
}

// several reports whether who asks wishes for several things, one below the other.
func (d *draft) several() bool {
	n := 0
	for _, s := range d.all[d.retracted():] {
		if s.bullet && s.wish.want != "" && d.own(s) {
			n++
		}
	}
	return n > 1
}
