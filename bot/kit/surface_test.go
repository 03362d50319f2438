package kit

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// everything is a modal with every block and element, and s wherever people's words can go.
func everything(s string) Modal {
	opts := []Option{{"a", s, s}, {"b", s, ""}}
	return Modal{ID: "everything", Title: "t" + s, Submit: "s" + s, Close: s, Blocks: []slack.Block{
		Section(T(s)), Section(F("*%s*", s)), Section(Quote(s, 5000)), Fields(T(s), T(s)), Header(s), Context(T(s), ""), Divider(),
		SectionWith(T(s), Aloud(Confirm(Danger(Button("x", s, "v")), s, s, s, s), s)),
		Actions("row", Primary(Button("yes", s, "")), Menu("menu", opts, "b", s), Person("who", "U1")),
		RichQuote(s), Image("F1", s, s),
		Input("line", s, Line("line", s, s, 20), Optional(), Hint(s), Live()),
		Input("area", "Label", Area("area", s, s, 0)),
		Input("number", "Label", Number("number", "1.5", true, "0", "10"), Live()),
		Input("select", "Label", Menu("select", opts, "a", s)),
		Input("many", "Label", Menus("many", opts, []string{"a", "b"}, s)),
		Input("radio", "Label", Radio("radio", opts, "a")),
		Input("checks", "Label", Checks("checks", opts, []string{"b"})),
		Input("person", "Label", Person("person", "")),
		Input("people", "Label", People("people", []string{"U1", "U2"})),
		Input("channel", "Label", Conversation("channel", "C1")),
		Input("date", "Label", DateField("date", "2026-03-02")),
		Input("time", "Label", TimeField("time", "09:30")),
	}}
}

func TestWhateverPeopleWriteTheSurfaceIsWithinTheLimits(t *testing.T) {
	for name, s := range map[string]string{
		"nothing": "", "blank": " \n\t ", "controls only": "\x00\u202e", "long": strings.Repeat("word ", 2000), "escaped": strings.Repeat("&<>", 2000),
		"right to left": strings.Repeat("שלום ", 2000), "lines": strings.Repeat("a\n", 4000), "broken": strings.Repeat("\xff", 5000),
		"accents": "e" + strings.Repeat("\u0301", 9000), "emoji": strings.Repeat("👩‍👩‍👧‍👦", 2000),
	} {
		t.Run(name, func(t *testing.T) {
			if err := everything(s).Check(); err != nil {
				t.Error(err)
			}
			if _, err := json.Marshal(everything(s).Request()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTextIsCutToItsPlace(t *testing.T) {
	long := strings.Repeat("x", 9000)
	for _, tt := range []struct {
		name string
		got  string
		want int
	}{
		{"section", Section(T(long)).(*slack.SectionBlock).Text.Text, 3000},
		{"field", Fields(T(long)).(*slack.SectionBlock).Fields[0].Text, 2000},
		{"header", Header(long).(*slack.HeaderBlock).Text.Text, 150},
		{"button", Button("a", long, "").Text.Text, 75},
		{"option", Menu("m", []Option{{"a", long, long}}, "", "").Options[0].Text.Text, 75},
		{"option's help", Menu("m", []Option{{"a", long, long}}, "", "").Options[0].Description.Text, 75},
		{"placeholder", Line("l", "", long, 0).Placeholder.Text, 150},
		{"initial value", Line("l", long, "", 40).InitialValue, 40},
		{"label", Input("l", long, Line("l", "", "", 0)).(*slack.InputBlock).Label.Text, 2000},
		{"hint", Input("l", "", Line("l", "", "", 0), Hint(long)).(*slack.InputBlock).Hint.Text, 2000},
		{"title", Modal{Title: long}.Request().Title.Text, 24},
		{"submit", Modal{Submit: long}.Request().Submit.Text, 24},
		{"confirm title", Confirm(Button("a", "b", ""), long, long, long, long).Confirm.Title.Text, 100},
		{"confirm text", Confirm(Button("a", "b", ""), long, long, long, long).Confirm.Text.Text, 300},
		{"confirm button", Confirm(Button("a", "b", ""), long, long, long, long).Confirm.Deny.Text, 30},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if n := utf8.RuneCountInString(tt.got); n != tt.want || !strings.HasSuffix(tt.got, "x…") {
				t.Errorf("%d code points, want %d, ending in …", n, tt.want)
			}
		})
	}
}

func TestWhatIsTooMuchForAListSharesTheLastPlace(t *testing.T) {
	var ts []Text
	for i := range 12 {
		ts = append(ts, F("%d", i))
	}
	if f := Fields(ts...).(*slack.SectionBlock).Fields; len(f) != 10 || f[9].Text != "9\n10\n11" {
		t.Errorf("%d fields, the last is %q", len(f), f[len(f)-1].Text)
	}
	els := Context(ts...).(*slack.ContextBlock).ContextElements.Elements
	if last := els[len(els)-1].(*slack.TextBlockObject).Text; len(els) != 10 || last != "9 · 10 · 11" {
		t.Errorf("%d elements, the last is %q", len(els), last)
	}
}

func TestAChosenOptionSurvivesALongList(t *testing.T) {
	var opts []Option
	for i := range 150 {
		opts = append(opts, Option{Value: fmt.Sprint(i), Label: fmt.Sprint("option ", i)})
	}
	menu := Menu("m", opts, "140", "")
	if len(menu.Options) != 100 || menu.InitialOption == nil || menu.InitialOption.Value != "140" {
		t.Errorf("%d options, chosen %v", len(menu.Options), menu.InitialOption)
	}
	many := Menus("m", opts, []string{"99", "120", "140"}, "")
	if len(many.Options) != 100 || len(many.InitialOptions) != 3 {
		t.Errorf("%d options, %d chosen", len(many.Options), len(many.InitialOptions))
	}
	if got := Menu("m", opts[:2], "no such", "").InitialOption; got != nil {
		t.Errorf("a value that is no option was chosen: %v", got)
	}
}

func TestFitSaysThatThereIsMore(t *testing.T) {
	var blocks []slack.Block
	for range 7 {
		blocks = append(blocks, Divider())
	}
	if got := Fit(blocks, 7, "more"); len(got) != 7 || got[6].BlockType() != slack.MBTDivider {
		t.Errorf("what fits was changed: %d blocks", len(got))
	}
	got := Fit(blocks, 5, "more")
	if len(got) != 5 || got[4].BlockType() != slack.MBTContext || got[3].BlockType() != slack.MBTDivider {
		t.Errorf("%d blocks", len(got))
	}
	if blocks[4].BlockType() != slack.MBTDivider {
		t.Error("the list itself was changed")
	}
}

func TestPlainTextKeepsIsolatesOfOneLine(t *testing.T) {
	got := Header("FR-1 " + OneLine("שלום") + " (3)\u2069\u202e").(*slack.HeaderBlock).Text.Text
	if want := "FR-1 \u2068שלום\u2069 (3)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestInputHasOneName(t *testing.T) {
	b := Input("title", "Title", Line("title", "", "", 0)).(*slack.InputBlock)
	if b.BlockID != "title" || b.Element.(*slack.PlainTextInputBlockElement).ActionID != "title" {
		t.Errorf("%+v", b)
	}
}

func TestThePictureStandsBelowTheHeadingAndTheMessageItselfStaysAsItIs(t *testing.T) {
	p := &Picture{Name: "roadmap.png", Alt: "Now:\n  one  objective"}
	for _, tt := range []struct {
		blocks []slack.Block
		at     int
	}{{[]slack.Block{Header("Roadmap"), Divider()}, 1}, {[]slack.Block{Divider()}, 0}, {nil, 0}} {
		m := Message{Text: "t", Blocks: tt.blocks, Picture: p}
		with := m.WithPicture("F1", "k")
		image, ok := with.Blocks[tt.at].(*slack.ImageBlock)
		if !ok || image.SlackFile.ID != "F1" || image.AltText != "Now: one objective" || image.BlockID != "picture-k" {
			t.Errorf("%d blocks: the picture is %+v", len(tt.blocks), with.Blocks[tt.at])
		}
		if len(with.Blocks) != len(tt.blocks)+1 || len(m.Blocks) != len(tt.blocks) {
			t.Errorf("%d blocks became %d", len(tt.blocks), len(with.Blocks))
		}
	}
}
