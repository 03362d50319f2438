package kit

import (
	"strings"

	"github.com/slack-go/slack"
)

// Spoken is what blocks say, a line each, without their controls: screen readers and notifications read a message's text,
// not its blocks, so the text has to hold all that the blocks do.
func Spoken(blocks []slack.Block) Text {
	var lines []string
	add := func(t *slack.TextBlockObject) {
		if t != nil && strings.TrimSpace(t.Text) != "" {
			words := t.Text
			if t.Type == slack.PlainTextType {
				words = escapes.Replace(words)
			}
			lines = append(lines, words)
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.HeaderBlock:
			add(b.Text)
		case *slack.SectionBlock:
			add(b.Text)
			for _, f := range b.Fields {
				add(f)
			}
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if t, ok := e.(*slack.TextBlockObject); ok {
					add(t)
				}
			}
		}
	}
	return Text(strings.Join(lines, "\n")).Cut(MaxText)
}
