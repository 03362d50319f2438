package kit

import (
	"strconv"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// shape tells blocks apart: S a section, A buttons, C a small line.
func shape(blocks []slack.Block) string {
	var b strings.Builder
	for _, one := range blocks {
		b.WriteString(strings.ToUpper(string(one.BlockType())[:1]))
	}
	return b.String()
}

func rowsOf(n, long int) (rows []Row) {
	for range n {
		rows = append(rows, Row{Section(T(strings.Repeat("x", long))), Actions("", Button("a", "Do", "1"))})
	}
	return rows
}

func TestARowIsShownWithItsButtonsOrNotAtAll(t *testing.T) {
	head, tail := []slack.Block{Section(T("head"))}, []slack.Block{Actions("", Button("b", "Done", "1"))}
	left := -1
	more := func(n int) Text { left = n; return F("and %d more", n) }
	for _, c := range []struct {
		rows, long, max, most int
		want                  string
		left                  int
	}{
		{2, 10, 50, 1000, "SSASAA", -1},
		{0, 10, 50, 1000, "SA", -1},
		{3, 10, 6, 1000, "SSACA", 2},    // by blocks
		{2, 10, 6, 1000, "SSASAA", -1},  // exactly
		{3, 100, 50, 250, "SSASACA", 1}, // by characters
		{3, 900, 50, 250, "SCA", 3},
	} {
		left = -1
		got := Rows(head, rowsOf(c.rows, c.long), tail, c.max, c.most, more)
		if shape(got) != c.want || left != c.left || len(got) > c.max {
			t.Errorf("%d rows of %d in %d blocks and %d characters: %s, %d left out; want %s, %d", c.rows, c.long, c.max, c.most, shape(got), left, c.want, c.left)
		}
	}
}

func TestButtonsGoWithWhatTheyStandUnder(t *testing.T) {
	var blocks []slack.Block
	for _, row := range rowsOf(5, 100) {
		blocks = append(blocks, row...)
	}
	for _, c := range []struct {
		most int
		want string
	}{{10_000, "SASASASASA"}, {320, "SASASACA"}, {50, "CA"}} {
		if got := shape(Within(blocks, c.most)); got != c.want {
			t.Errorf("within %d: %s, want %s", c.most, got, c.want)
		}
	}
	if got := shape(Within(blocks[:9], 320)); got != "SASASAC" {
		t.Errorf("without buttons at the end: %s", got)
	}
}

func TestAMenuGivesWayToWhatAMessageSays(t *testing.T) {
	var opts []Option
	for i := range 90 {
		opts = append(opts, Option{Value: strconv.Itoa(i), Label: strings.Repeat("n", 60), Help: "Now"})
	}
	for _, c := range []struct{ said, options int }{{4000, 90}, {8000, 46}, {MessageMost - 60, 6}} {
		menu := Menu("a", opts, "80", "Objective")
		m := Fitted("", Section(Text(strings.Repeat("s", c.said/4))), Section(Text(strings.Repeat("s", c.said/4))), Section(Text(strings.Repeat("s", c.said/4))),
			Section(Text(strings.Repeat("s", c.said/4))), Actions("", menu, Button("b", "Show", "1")))
		row, ok := m.Blocks[len(m.Blocks)-1].(*slack.ActionBlock)
		if got := shape(m.Blocks); !ok || got != "SSSSA" || m.Check() != nil {
			t.Fatalf("below %d characters: %s, %v", c.said, got, m.Check())
		}
		shown, ok := row.Elements.ElementSet[0].(*slack.SelectBlockElement)
		if !ok || len(shown.Options) != c.options || shown.InitialOption.Value != "80" || len(menu.Options) != 90 {
			t.Errorf("below %d characters there are %d options, and %d before", c.said, len(shown.Options), len(menu.Options))
		}
	}
}

func TestALineBelowAFullMessageIsWithinTheLimitsAndStays(t *testing.T) {
	for _, long := range []int{MessageMost - 10_000, MessageMost - 9_999} { // exactly full, and cut already
		var blocks []slack.Block
		for range 4 {
			blocks = append(blocks, Section(Text(strings.Repeat("a", 2500))))
		}
		full := Fitted("", append(blocks, Section(Text(strings.Repeat("b", long))))...)
		m := full.Signed("shown by Ana")
		words := 0
		for _, b := range m.Blocks {
			if b != rest {
				words += wordsIn(b)
			}
		}
		if got := shape(m.Blocks); got != "SSSSCC" || words > MessageMost || m.Check() != nil || len(full.Blocks) != 5 {
			t.Errorf("with %d in the last block: %s with %d characters, %v", long, got, words, m.Check())
		}
		m.Picture = &Picture{Alt: strings.Repeat("c", 2000)}
		m = m.WithPicture("F1", "1")
		if got := shape(m.Blocks); got != "ISSSCC" || Spoken(m.Blocks[4:]) != "The rest is too long for one message.\nshown by Ana" {
			t.Errorf("with a picture: %s, and in the end %q", got, Spoken(m.Blocks[4:]))
		}
	}
}
