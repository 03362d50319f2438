package kit

import (
	"encoding/json"
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// What is too much for one message or one view is left out, and a line says so.

// MessageMost is how many characters the blocks of one message have at most. Slack names no number and refuses about
// 12,000.
const MessageMost = 11_000

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

// Within leaves out what makes blocks longer than a number of characters, and says that it did, once. Buttons go with what
// they stand under, but for the last ones, which are the message's, as is a last line of small print.
func Within(blocks []slack.Block, most int) []slack.Block {
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
