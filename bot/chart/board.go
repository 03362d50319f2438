package chart

import (
	"fmt"
	"strings"

	"tandem/bot/ritual"
)

// Board is cards in columns.
type Board struct {
	Title   string // what cannot be drawn of it is left out
	Columns []Column
	Foot    string // one sentence below all columns; may be empty
}

// Column is the cards of one kind.
type Column struct {
	Name  string
	Of    int    // how many things there are; the cards beyond the first Shown need not be given
	Cards []Card // those with a badge are not among Of
}

// Card is one thing on a board.
type Card struct {
	Name  string
	Mark  string   // stands in the place of a name that cannot be drawn: "#3"
	Load  int      // how long its bar is, beside those of the other cards; below zero: it has none
	Count string   // what the bar says, in words: "7 open requests"
	Facts []string // what else is known, the most important first
	Badge string   // what it is marked with, in a word or two: "Achieved"; may be empty
}

// Shown is how many cards of a column are drawn, beside those with a badge. The others are counted.
const Shown = 8

// shown are the cards of a column that are drawn, and how many are not.
func (col Column) shown() (cards []Card, more int) {
	more = col.Of
	for _, c := range col.Cards {
		if c.Badge == "" {
			if col.Of-more == Shown {
				continue
			}
			more--
		}
		cards = append(cards, c)
	}
	return cards, max(more, 0)
}

// Shows is the name as a card shows it.
func (c Card) Shows() string {
	if name, ok := Drawable(c.Name); ok {
		return name
	}
	return c.Mark
}

// How a board looks, in pixels.
const (
	margin  = 40
	gutter  = 24
	inset   = 18 // between a column and its cards, and between cards
	padding = 20 // within a card
	round   = 14
	thick   = 16 // a bar
)

var (
	titleStyle = style{bold: true, size: 46, color: ink}
	headStyle  = style{bold: true, size: 36, color: ink}
	sideStyle  = style{size: 26, color: soft}
	nameStyle  = style{bold: true, size: 30, color: ink}
	countStyle = style{bold: true, size: 26, color: soft}
	factStyle  = style{size: 24, color: soft}
	badgeStyle = style{bold: true, size: 24, color: reach}
	footStyle  = style{size: 28, color: ink}
)

const (
	nameLines = 3
	factLines = 4
	footLines = 3
)

// PNG draws the board.
func (b Board) PNG() ([]byte, error) { return drawn(b.draw) }

// draw draws the board and returns how high it is.
func (b Board) draw(c *canvas) float64 {
	y := c.titled(b.Title, 20)
	n := float64(max(len(b.Columns), 1))
	w := (Width - 2*margin - (n-1)*gutter) / n
	deepest := 0.0
	for _, col := range b.Columns {
		deepest = max(deepest, b.column(c.measured(), col, 0, 0, w, 0))
	}
	for i, col := range b.Columns {
		b.column(c, col, margin+float64(i)*(w+gutter), y, w, deepest)
	}
	y += deepest
	if foot, ok := Drawable(b.Foot); ok {
		y = b.foot(c, y+gutter, foot)
	}
	return y + margin
}

// most is the load of the fullest card, at least one.
func (b Board) most() int {
	most := 1
	for _, col := range b.Columns {
		for _, card := range col.Cards {
			most = max(most, card.Load)
		}
	}
	return most
}

// column draws a column of a height, and returns how high it has to be.
func (b Board) column(c *canvas, col Column, x, y, w, h float64) float64 {
	top := y
	c.box(x, y, w, h, round, panel, nil)
	y += inset
	c.put(headStyle, x+inset, y, col.Name)
	cards, more := col.shown()
	if col.Of > 0 {
		count := ritual.Thousands(col.Of)
		c.put(sideStyle, x+w-inset-c.width(sideStyle, count), y+headStyle.size-sideStyle.size, count)
	}
	y += headStyle.height() + 10
	for _, card := range cards {
		y = b.card(c, card, x+inset, y, w-2*inset) + inset
	}
	switch {
	case more > 0:
		y = c.put(sideStyle, x+inset, y+2, fmt.Sprintf("and %s more", ritual.Thousands(more))) + inset
	case len(cards) == 0:
		y = c.put(sideStyle, x+inset, y, "Nothing here yet") + inset
	}
	return y - top
}

// card draws a card and returns where it ends.
func (b Board) card(c *canvas, card Card, x, y, w float64) float64 {
	inner := w - 2*padding
	name := c.wrap(nameStyle, card.Shows(), inner, nameLines)
	facts := c.joined(factStyle, card.Facts, inner, factLines)
	h := 2*padding - 8 + float64(len(name))*nameStyle.height() + float64(len(facts))*factStyle.height()
	if card.Load >= 0 {
		h += 14 + thick + 6 + countStyle.height()
	} else if len(facts) > 0 {
		h += 8
	}
	if card.Badge != "" {
		h += badgeStyle.height() + 22
	}
	end := y + h
	c.box(x, y, w, h, round, white, &line)
	y = c.putAll(nameStyle, x+padding, y+padding-4, name)
	if card.Load >= 0 {
		c.bar(x+padding, y+14, inner, thick, card.Load, b.most())
		y = c.put(countStyle, x+padding, y+14+thick+6, card.Count)
	} else if len(facts) > 0 {
		y += 8
	}
	y = c.putAll(factStyle, x+padding, y, facts)
	if card.Badge != "" {
		b.badge(c, card.Badge, x+padding, y+12)
	}
	return end
}

// badge draws a word on a ground of its own, with a tick.
func (b Board) badge(c *canvas, word string, x, y float64) {
	if c.dc == nil {
		return
	}
	h := badgeStyle.height() + 8
	c.box(x, y, 24+22+8+c.width(badgeStyle, word)+16, h, h/2, badge, nil)
	c.dc.SetColor(reach)
	c.dc.SetLineWidth(4)
	c.dc.MoveTo(x+18, y+h/2)
	c.dc.LineTo(x+25, y+h/2+7)
	c.dc.LineTo(x+38, y+h/2-8)
	c.dc.Stroke()
	c.put(badgeStyle, x+48, y+2, word)
}

// foot draws the sentence below the columns and returns where it ends.
func (b Board) foot(c *canvas, y float64, says string) float64 {
	lines := c.wrap(footStyle, says, Width-2*margin-3*inset-8, footLines)
	h := 2*inset + float64(len(lines))*footStyle.height() - 4
	c.box(margin, y, Width-2*margin, h, round, white, &line)
	c.box(margin+inset, y+inset, 8, h-2*inset, 4, accent, nil)
	c.putAll(footStyle, margin+2*inset+8, y+inset-4, lines)
	return y + h
}

// Alt says in words what the board shows.
func (b Board) Alt() string {
	var all []string
	if b.Title != "" {
		all = append(all, b.Title+", as a board.")
	}
	for _, col := range b.Columns {
		var says []string
		cards, more := col.shown()
		for _, card := range cards {
			says = append(says, card.alt())
		}
		switch {
		case more > 0:
			says = append(says, fmt.Sprintf("and %s more", ritual.Thousands(more)))
		case len(says) == 0:
			says = []string{"nothing here yet"}
		}
		all = append(all, fmt.Sprintf("%s, %s: %s.", col.Name, ritual.Thousands(col.Of), strings.Join(says, "; ")))
	}
	if b.Foot != "" {
		all = append(all, b.Foot)
	}
	return strings.Join(all, " ")
}

// alt says in words what a card shows.
func (c Card) alt() string {
	parts := []string{c.Name}
	if c.Shows() == c.Mark {
		parts = []string{strings.TrimSpace(c.Mark + " " + c.Name)}
	}
	if c.Badge != "" {
		parts = append(parts, c.Badge)
	}
	if c.Load >= 0 {
		parts = append(parts, c.Count)
	}
	return strings.Join(append(parts, c.Facts...), ", ")
}
