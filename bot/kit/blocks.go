package kit

import (
	"strings"

	"github.com/slack-go/slack"
)

// Section is a paragraph.
func Section(t Text) slack.Block {
	return slack.NewSectionBlock(mrkdwn(t, maxSection), nil, nil)
}

// SectionWith is a paragraph with a button or a menu at its right.
func SectionWith(t Text, accessory slack.BlockElement) slack.Block {
	return slack.NewSectionBlock(mrkdwn(t, maxSection), nil, slack.NewAccessory(accessory))
}

// Fields are short texts in two columns. From the eleventh on they share the tenth place.
func Fields(ts ...Text) slack.Block {
	return slack.NewSectionBlock(nil, texts(ts, maxFields, maxField, "\n"), nil)
}

// Header is a heading in plain text.
func Header(s string) slack.Block {
	return slack.NewHeaderBlock(plain(s, maxHeader))
}

// Context is small print. From the eleventh text on they share the tenth place.
func Context(ts ...Text) slack.Block {
	var els []slack.MixedElement
	for _, t := range texts(ts, maxContext, maxSection, " · ") {
		els = append(els, t)
	}
	return slack.NewContextBlock("", els...)
}

// texts leaves out empty ones, and puts into the last place what would be too many.
func texts(ts []Text, places, max int, sep string) []*slack.TextBlockObject {
	var full []Text
	for _, t := range ts {
		if strings.TrimSpace(string(t)) != "" {
			full = append(full, t)
		}
	}
	if len(full) == 0 {
		full = []Text{nothing}
	}
	if len(full) > places {
		full = append(full[:places-1:places-1], Join(sep, full[places-1:]...))
	}
	objects := make([]*slack.TextBlockObject, len(full))
	for i, t := range full {
		objects[i] = mrkdwn(t, max)
	}
	return objects
}

// Divider is a line across.
func Divider() slack.Block { return slack.NewDividerBlock() }

// Actions is a row of at most 25 buttons, menus and pickers. The id is the block_id and may be empty.
func Actions(id string, els ...slack.BlockElement) slack.Block {
	return slack.NewActionBlock(id, els...)
}

// RichQuote is people's words exactly as written: no markup in them has any effect.
func RichQuote(s string) slack.Block {
	s = strings.TrimSpace(clean(s, false))
	if s == "" {
		s = nothing
	}
	quote := &slack.RichTextQuote{
		Type:     slack.RTEQuote,
		Elements: []slack.RichTextSectionElement{slack.NewRichTextSectionTextElement(Cut(isolated(s), maxSection), nil)},
	}
	return slack.NewRichTextBlock("", quote)
}

// Image is an uploaded picture. The alternative text says what the picture shows; title may be empty.
func Image(file, alt, title string) *slack.ImageBlock {
	return slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: file}, plain(alt, maxLabel).Text, "", plainOrNone(title, maxLabel))
}

// InputOption is a property of an input block.
type InputOption func(*slack.InputBlock)

// Optional lets the input stay empty.
func Optional() InputOption { return func(b *slack.InputBlock) { b.Optional = true } }

// Hint is a line under the input.
func Hint(s string) InputOption {
	return func(b *slack.InputBlock) { b.Hint = plainOrNone(s, maxLabel) }
}

// Live sends what is entered as it changes, before the form is submitted.
func Live() InputOption {
	return func(b *slack.InputBlock) {
		b.DispatchAction = true
		onType := &slack.DispatchActionConfig{TriggerActionsOn: []string{"on_character_entered"}}
		switch el := b.Element.(type) {
		case *slack.PlainTextInputBlockElement:
			el.DispatchActionConfig = onType
		case *slack.NumberInputBlockElement:
			el.DispatchActionConfig = onType
		}
	}
}

// Input is a labeled field of a form. The id is its block_id, and the action_id of el is the same, so that
// answers and refusals are found by one name.
func Input(id, label string, el slack.BlockElement, opts ...InputOption) slack.Block {
	b := slack.NewInputBlock(id, plain(label, maxLabel), nil, el)
	for _, o := range opts {
		o(b)
	}
	return b
}
