package kit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

func line(id string) slack.Block { return Input(id, "Label", Line(id, "", "", 0)) }

func repeat(n int, b func(i int) slack.Block) []slack.Block {
	var bs []slack.Block
	for i := range n {
		bs = append(bs, b(i))
	}
	return bs
}

func buttons(n int) []slack.BlockElement {
	var els []slack.BlockElement
	for i := range n {
		els = append(els, Button(fmt.Sprint("b", i), "Label", ""))
	}
	return els
}

func choices(n int) []Option {
	var os []Option
	for i := range n {
		os = append(os, Option{Value: fmt.Sprint(i), Label: fmt.Sprint("Choice ", i)})
	}
	return os
}

func divider(int) slack.Block { return Divider() }

func TestCheckTakesWhatSlackTakes(t *testing.T) {
	many := strings.Repeat("x", 4000)
	for name, s := range map[string]interface{ Check() error }{
		"a message at its limits":  Message{Text: T(many), Blocks: repeat(50, divider)},
		"a message of text alone":  Message{Text: "hello"},
		"a message with a picture": Message{Text: "t", Blocks: repeat(48, divider), Picture: &Picture{Name: "a.png", Alt: "a"}},
		"a picture that Slack has": Message{Text: "t", Blocks: []slack.Block{Header("h"), Divider()}, Picture: &Picture{Name: "a.png", Alt: many}}.WithPicture("F1", "k"),
		"25 elements":              Message{Text: "t", Blocks: []slack.Block{Actions("a", buttons(25)...)}},
		"the same action in two blocks": Message{Text: "t", Blocks: []slack.Block{
			SectionWith("a", Button("go", "Go", "1")), SectionWith("b", Button("go", "Go", "2"))}},
		"a modal at its limits": Modal{ID: many[:255], Title: "T", Submit: "S", Data: many[:3000],
			Blocks: repeat(100, func(i int) slack.Block { return line(fmt.Sprint(i)) })},
		"a modal without inputs needs no submit": Modal{Title: "T", Blocks: []slack.Block{Section("t")}},
		"a Home tab with inputs":                 Home{Blocks: []slack.Block{line("a")}},
		"an overflow menu of 5":                  Message{Text: "t", Blocks: []slack.Block{SectionWith("a", Overflow("o", choices(5)...)), Actions("", Overflow("o", choices(1)...))}},
		"100 options":                            Home{Blocks: []slack.Block{Actions("", Menu("m", choices(100), "99", ""))}},
	} {
		t.Run(name, func(t *testing.T) {
			if err := s.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCheckNamesTheFirstOffender(t *testing.T) {
	many := strings.Repeat("x", 4001)
	for _, tt := range []struct {
		name    string
		surface interface{ Check() error }
		want    string
	}{
		{"no text", Message{}, "message: text: is empty"},
		{"long text", Message{Text: T(many)}, "message: text: has 4001 code points, at most 4000"},
		{"ping in the text", Message{Text: Raw("<!here> look")}, "message: text: pings everybody with <!here>"},
		{"ping in a block", Message{Text: "t", Blocks: []slack.Block{Divider(), Section("<!channel|all>")}}, "message: blocks[1].text: pings everybody"},
		{"51 blocks with the picture", Message{Text: "t", Blocks: repeat(49, divider), Picture: &Picture{Name: "a.png", Alt: "a"}}, "message: blocks: are 49, at most 48"},
		{"a picture without words", Message{Text: "t", Picture: &Picture{Name: "a.png", Alt: " "}}, "message: picture.alt: is empty"},
		{"a picture of another type", Message{Text: "t", Picture: &Picture{Name: "a.svg", Alt: "a"}}, `message: picture.name: is "a.svg"`},
		{"a private picture on Home", Home{Blocks: Message{Picture: &Picture{Alt: "a"}}.WithPicture("F1", "k").Blocks}, "home: blocks[0].slack_file: is a private file"},
		{"51 blocks", Message{Text: "t", Blocks: repeat(51, divider)}, "message: blocks: are 51, at most 50"},
		{"an input in a message", Message{Text: "t", Blocks: []slack.Block{line("a")}}, "message: blocks[0]: is an input"},
		{"no block", Message{Text: "t", Blocks: []slack.Block{nil}}, "message: blocks[0]: is nil"},
		{"26 elements", Message{Text: "t", Blocks: []slack.Block{Actions("a", buttons(26)...)}}, "message: blocks[0].elements: are 26, 1 to 25"},
		{"an empty row", Message{Text: "t", Blocks: []slack.Block{Actions("a")}}, "message: blocks[0].elements: are 0"},
		{"two of one action", Message{Text: "t", Blocks: []slack.Block{Actions("a", Button("go", "a", ""), Button("go", "b", ""))}},
			`message: blocks[0].elements[1].action_id: "go" is there twice`},
		{"two of one block", Message{Text: "t", Blocks: []slack.Block{Actions("a", buttons(1)...), Actions("a", buttons(1)...)}},
			`message: blocks[1].block_id: "a" is there twice`},
		{"a long block_id", Message{Text: "t", Blocks: []slack.Block{Actions(many[:256], buttons(1)...)}}, "blocks[0].block_id: has 256"},
		{"no action", Message{Text: "t", Blocks: []slack.Block{Actions("a", Button("", "a", ""))}}, "elements[0].action_id: is empty"},
		{"a long value", Message{Text: "t", Blocks: []slack.Block{SectionWith("s", Button("a", "b", many[:2001]))}}, "blocks[0].accessory.value: has 2001"},
		{"a text field in a row", Message{Text: "t", Blocks: []slack.Block{Actions("a", Line("l", "", "", 0))}}, "is a plain_text_input, which does not go into actions"},
		{"an empty text", Message{Text: "t", Blocks: []slack.Block{slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", " ", false, false), nil, nil)}}, "blocks[0].text: is empty"},
		{"a header in mrkdwn", Message{Text: "t", Blocks: []slack.Block{slack.NewHeaderBlock(slack.NewTextBlockObject("mrkdwn", "h", false, false))}}, "blocks[0].text: is mrkdwn, not plain_text"},
		{"an empty section", Message{Text: "t", Blocks: []slack.Block{slack.NewSectionBlock(nil, nil, nil)}}, "blocks[0]: has neither"},
		{"another block", Message{Text: "t", Blocks: []slack.Block{slack.NewFileBlock("", "", "")}}, "blocks[0]: is a file block"},
		{"a picture of nothing", Message{Text: "t", Blocks: []slack.Block{Image("", "alt", "")}}, "blocks[0].slack_file: has not exactly one"},
		{"no title", Modal{ID: "m", Blocks: []slack.Block{Section("t")}}, `modal "m": title: is empty`},
		{"no submit", Modal{ID: "m", Title: "T", Blocks: []slack.Block{line("a")}}, `modal "m": submit: is missing`},
		{"no blocks", Modal{ID: "m", Title: "T"}, `modal "m": blocks: are none`},
		{"101 blocks", Home{Blocks: repeat(101, divider)}, "home: blocks: are 101, at most 100"},
		{"long data", Modal{Title: "T", Data: many[:3001], Blocks: []slack.Block{Section("t")}}, "private_metadata: has 3001"},
		{"a long callback", Modal{ID: many[:256], Title: "T", Blocks: []slack.Block{Section("t")}}, "callback_id: has 256"},
		{"two names for one input", Home{Blocks: []slack.Block{Input("a", "L", Line("b", "", "", 0))}}, `blocks[0].element.action_id: is "b", and the block_id is "a"`},
		{"a button as an input", Home{Blocks: []slack.Block{Input("a", "L", Button("a", "b", ""))}}, "is a button, which does not go into input"},
		{"an overflow menu as an input", Home{Blocks: []slack.Block{Input("a", "L", Overflow("a", choices(2)...))}}, "is a overflow, which does not go into input"},
		{"an overflow menu of nothing", Message{Text: "t", Blocks: []slack.Block{SectionWith("a", Overflow("o"))}}, "blocks[0].accessory.options: are 0, 1 to 5"},
		{"an overflow menu of 6", Message{Text: "t", Blocks: []slack.Block{SectionWith("a", overflowOf(6))}}, "blocks[0].accessory.options: are 6, 1 to 5"},
		{"no options", Home{Blocks: []slack.Block{Input("a", "L", Menu("a", nil, "", ""))}}, "blocks[0].element.options: are 0, 1 to 100"},
		{"two of one value", Home{Blocks: []slack.Block{Input("a", "L", Radio("a", []Option{{"x", "X", ""}, {"x", "Y", ""}}, ""))}}, `options[1].value: "x" is there twice`},
		{"an empty value", Home{Blocks: []slack.Block{Input("a", "L", Radio("a", []Option{{"", "X", ""}}, ""))}}, "options[0].value: is empty"},
		{"a long option value", Home{Blocks: []slack.Block{Input("a", "L", Radio("a", []Option{{many[:76], "X", ""}}, ""))}}, "options[0].value: has 76"},
		{"chosen but not offered", Home{Blocks: []slack.Block{Input("a", "L", Menu("a", choices(2), "", "").WithInitialOption(slack.NewOptionBlockObject("z", plain("Z", 9), nil)))}},
			`initial_option: "z" is not among the options`},
		{"a number below", Home{Blocks: []slack.Block{Input("a", "L", Number("a", "0", false, "1", "10"))}}, "element.initial_value: 0 is below 1"},
		{"a number above", Home{Blocks: []slack.Block{Input("a", "L", Number("a", "11", false, "1", "10"))}}, "element.initial_value: 11 is above 10"},
		{"no whole number", Home{Blocks: []slack.Block{Input("a", "L", Number("a", "1.5", false, "", ""))}}, `"1.5" is not a whole number`},
		{"no number", Home{Blocks: []slack.Block{Input("a", "L", Number("a", "1e9", true, "", ""))}}, `"1e9" is not a number`},
		{"no date", Home{Blocks: []slack.Block{Input("a", "L", DateField("a", "2.3.2026"))}}, `initial_date: "2.3.2026" is not written as 2006-01-02`},
		{"no such day", Home{Blocks: []slack.Block{Input("a", "L", DateField("a", "2026-02-30"))}}, "initial_date"},
		{"no time", Home{Blocks: []slack.Block{Input("a", "L", TimeField("a", "9:30"))}}, "initial_time"},
		{"a value too short", Home{Blocks: []slack.Block{Input("a", "L", Line("a", "ab", "", 9).WithMinLength(3))}}, "initial_value: has 2 code points, at least 3"},
		{"two in focus", Home{Blocks: []slack.Block{focused("a"), focused("b")}}, "home: blocks: have focus_on_load on 2 elements"},
		{"too large a view", Home{Blocks: repeat(100, func(int) slack.Block { return Section(T(strings.Repeat("日", 3000))) })}, "home: view: has"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.surface.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func focused(id string) slack.Block {
	el := Line(id, "", "", 0)
	el.FocusOnLoad = true
	return Input(id, "Label", el)
}

// overflowOf is an overflow menu with as many options as that, which Overflow would cut.
func overflowOf(n int) *slack.OverflowBlockElement {
	el := Overflow("o")
	el.Options = options(choices(n), n)
	return el
}
