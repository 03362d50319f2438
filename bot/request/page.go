package request

import (
	"fmt"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
)

// A Page is the part that is shown of a list that can be long.
type Page struct {
	Offset int // how many entries stand before it
	Shown  int // how many stand on it
	All    int // how many there are, counted as ritual.Many says
}

func (p Page) whole() bool { return p.Offset == 0 && p.Shown >= p.All }

// Among says which entries are shown, where that is not all: "11 to 20 of 35".
func (p Page) Among() kit.Text {
	if p.whole() {
		return ""
	}
	return kit.F("%d to %d of %s", p.Offset+1, p.Offset+p.Shown, ritual.HowMany(p.All))
}

// AmongFor says the same to a reader; to a channel, where nobody can turn the page, which command shows the others.
func (p Page) AmongFor(rd ritual.Reader, command string) kit.Text {
	if rd.Person != "" || p.whole() {
		return p.Among()
	}
	return kit.F("and %s more: `%s` shows them", ritual.HowManyMore(p.All, p.Shown), command)
}

// Turns are the buttons to the page before and after, where there is one, of which each has at most size entries. at is the value
// of a button that leads to an offset.
func (p Page) Turns(previous, next string, size int, at func(offset int) string) (buttons []slack.BlockElement) {
	if p.Offset > 0 {
		buttons = append(buttons, kit.Button(previous, fmt.Sprintf("Previous %d", size), at(max(p.Offset-size, 0))))
	}
	if end := p.Offset + p.Shown; end < p.All {
		buttons = append(buttons, kit.Button(next, fmt.Sprintf("Next %d", size), at(end)))
	}
	return buttons
}
