package kit

import (
	"encoding/json"
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// What is too much for one message or one view is left out, and a line says so.

// MessageMost is how many characters the blocks of one message are cut to. Slack names no number and refuses about 12,000,
// which is blocksMax.
const (
	MessageMost = 11_000
	blocksMax   = 12_000
)

// Fit keeps a list within max blocks: when there are more, the first max-1 and a line that says so.
func Fit(blocks []slack.Block, max int, more Text) []slack.Block {
	if len(blocks) <= max {
		return blocks
	}
	if max < 1 {
		return nil
	}
	return append(append(make([]slack.Block, 0, max), blocks[:max-1]...), Context(more))
}

// A Row is blocks that belong together, such as a sentence and its buttons: all of them are shown, or none.
type Row []slack.Block

// Rows puts as many whole rows between head and tail as make at most max blocks of at most most characters. more says
// that so many are left out.
func Rows(head []slack.Block, rows []Row, tail []slack.Block, max, most int, more func(left int) Text) []slack.Block {
	kept := append([]slack.Block{}, head...)
	long := 0
	for _, b := range append(append([]slack.Block{}, head...), tail...) {
		long += wordsIn(b)
	}
	for i, row := range rows {
		n := 0
		for _, b := range row {
			n += wordsIn(b)
		}
		spare := 1 // for the line that says so
		if i == len(rows)-1 {
			spare = 0
		}
		if len(kept)+len(row)+len(tail)+spare > max || long+n > most {
			kept = append(kept, Context(more(len(rows)-i)))
			break
		}
		kept, long = append(kept, row...), long+n
	}
	return append(kept, tail...)
}

// rest says that something was left out.
var rest = Context(Raw("The rest is too long for one message."))

// optionsLeast is how many options a menu keeps, however long a message is.
const optionsLeast = 5

// shorterMenus are blocks whose menus lose their last options, but for what is chosen, where all of them are longer than a number
// of characters: what the message says goes before what can be chosen in it.
func shorterMenus(blocks []slack.Block, most int) []slack.Block {
	if !slices.ContainsFunc(blocks, hasMenu) {
		return blocks
	}
	over := -most
	for _, b := range blocks {
		over += wordsIn(b)
	}
	blocks = slices.Clone(blocks)
	for i, b := range blocks {
		row, ok := b.(*slack.ActionBlock)
		if !ok || over <= 0 || !hasMenu(b) {
			continue
		}
		elements := slices.Clone(row.Elements.ElementSet)
		for j, e := range elements {
			if menu, ok := e.(*slack.SelectBlockElement); ok {
				elements[j], over = shorter(*menu, over)
			}
		}
		blocks[i] = slack.NewActionBlock(row.BlockID, elements...)
	}
	return blocks
}

// hasMenu reports whether a block is a row of buttons with a menu among them.
func hasMenu(b slack.Block) bool {
	row, ok := b.(*slack.ActionBlock)
	return ok && slices.ContainsFunc(row.Elements.ElementSet, func(e slack.BlockElement) bool {
		_, is := e.(*slack.SelectBlockElement)
		return is
	})
}

// shorter is a menu that lost as many of its last options as there are characters over, and how many still are.
func shorter(menu slack.SelectBlockElement, over int) (*slack.SelectBlockElement, int) {
	menu.Options = slices.Clone(menu.Options)
	for i := len(menu.Options) - 1; i >= optionsLeast && over > 0; i-- {
		o := menu.Options[i]
		if menu.InitialOption != nil && o.Value == menu.InitialOption.Value {
			continue
		}
		over -= utf8.RuneCountInString(o.Text.Text)
		if o.Description != nil {
			over -= utf8.RuneCountInString(o.Description.Text)
		}
		menu.Options = slices.Delete(menu.Options, i, i+1)
	}
	return &menu, over
}

// Within leaves out what makes blocks longer than a number of characters, and says that it did, once: the last options of menus
// first, without a word. Buttons go with what they stand under, but for the last ones, which are the message's, as is a last line
// of small print.
func Within(blocks []slack.Block, most int) []slack.Block {
	if surelyWithin(blocks, most) {
		return blocks
	}
	blocks = shorterMenus(blocks, most)
	long, left, dropped := 0, slices.Contains(blocks, rest), false
	if left { // it was done before
		blocks = slices.DeleteFunc(slices.Clone(blocks), func(b slack.Block) bool { return b == rest })
	}
	small := len(blocks) > 0 && blocks[len(blocks)-1].BlockType() == slack.MBTContext
	if small {
		long = wordsIn(blocks[len(blocks)-1])
	}
	var kept []slack.Block
	for i, b := range blocks {
		n, last, action := wordsIn(b), i == len(blocks)-1, b.BlockType() == slack.MBTAction
		switch {
		case last && small:
			n = 0 // it is counted already
		case action && dropped && !last, !action && long+n > most:
			left, dropped = true, true
			continue
		}
		if left && last {
			kept, left = append(kept, rest), false // above the last one, which may be the buttons
		}
		kept, long, dropped = append(kept, b), long+n, false
	}
	if left {
		kept = append(kept, rest)
	}
	return kept
}

// surelyWithin reports whether even the JSON of blocks is no longer than a number of characters, as it nearly always is.
func surelyWithin(blocks []slack.Block, most int) bool {
	raw, err := json.Marshal(blocks)
	return err == nil && len(raw) <= most
}

// wordsIn is how many characters a block's texts have.
func wordsIn(b slack.Block) int {
	raw, err := json.Marshal(b)
	if err != nil {
		return 0
	}
	var block any
	if json.Unmarshal(raw, &block) != nil {
		return 0
	}
	return lengthOf(block)
}

func lengthOf(v any) (n int) {
	switch x := v.(type) {
	case []any:
		for _, e := range x {
			n += lengthOf(e)
		}
	case map[string]any:
		for key, e := range x {
			if s, ok := e.(string); ok && key == "text" {
				n += utf8.RuneCountInString(s)
			} else {
				n += lengthOf(e)
			}
		}
	}
	return n
}

// SectionMost is how much goes into one paragraph before the next begins: Slack cuts off what is beyond 3,000.
const SectionMost = 2900

// Sections are lines as few paragraphs.
func Sections(lines []Text) []slack.Block {
	var blocks []slack.Block
	var now Text
	for _, line := range lines {
		if more := Join("\n", now, line); now != "" && utf8.RuneCountInString(string(more)) > SectionMost {
			blocks, now = append(blocks, Section(now)), line
		} else {
			now = more
		}
	}
	if now != "" {
		blocks = append(blocks, Section(now))
	}
	return blocks
}

// Fitted is a message that Slack takes, however long people's words in it are. Screen readers read all that the blocks
// say; text stands alone where there are none.
func Fitted(text Text, blocks ...slack.Block) Message {
	kept := Within(blocks, MessageMost)
	if spoken := Spoken(kept); spoken != "" {
		text = spoken
	}
	return Message{Text: text.Cut(MaxText), Blocks: kept}
}

// Signed is a message with a line of small print below all that it says.
func (m Message) Signed(line Text) Message {
	m.Blocks = Within(append(slices.Clone(m.Blocks), Context(line)), MessageMost)
	m.Text = Spoken(m.Blocks)
	return m
}

// Told is a message of one sentence or two.
func Told(words Text) Message { return Fitted(words, Section(words)) }
