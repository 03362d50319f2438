package chart

import (
	"fmt"
	"strings"

	"tandem/bot/ritual"
)

// Flow is steps below one another: how many things reached each, and what it took to get there.
type Flow struct {
	Title string // what cannot be drawn of it is left out
	Note  string // what is counted, in one sentence
	Steps []FlowStep
	Foot  string // one sentence below all; may be empty
}

// FlowStep is one step of a flow.
type FlowStep struct {
	Name    string
	Reached int    // at most as many as reached the step before
	Share   string // what part of the first step that is, in words: "62%"; may be empty
	Took    string // how long it took to get here from the step before, in words: "median 1.5 days"; may be empty
}

// How a flow looks, in pixels.
const (
	stepNames = 300 // how wide the names are
	stepSays  = 220 // how wide the numbers are
	stepBar   = 44  // how high a bar is
	stepGap   = 26  // between a bar and what stands below it
)

var stepStyle = style{bold: true, size: 32, color: ink}

// PNG draws the flow.
func (f Flow) PNG() ([]byte, error) { return drawn(f.draw) }

// draw draws the flow and returns how high it is.
func (f Flow) draw(c *canvas) float64 {
	y := c.titled(f.Title, 4)
	y = c.putAll(sideStyle, margin, y, c.wrap(sideStyle, f.Note, Width-2*margin, 3)) + 28
	most := 1
	for _, s := range f.Steps {
		most = max(most, s.Reached)
	}
	for i, s := range f.Steps {
		y = f.step(c, s, y, most, i > 0)
	}
	if foot, ok := Drawable(f.Foot); ok {
		y = Board{}.foot(c, y+gutter, foot)
	}
	return y + margin
}

// step draws a step, with the way to it where it is not the first, and returns where it ends.
func (f Flow) step(c *canvas, s FlowStep, y float64, most int, way bool) float64 {
	const left = margin + stepNames
	bar := float64(Width - left - stepSays - margin)
	if way {
		if s.Took != "" {
			f.arrow(c, left+22, y+8, factStyle.height()+4)
			c.put(factStyle, left+52, y+8, s.Took)
		}
		y += factStyle.height() + stepGap
	}
	c.put(stepStyle, margin, y+2, s.Name)
	c.bar(left, y, bar, stepBar, s.Reached, most)
	count := ritual.Thousands(s.Reached)
	c.put(stepStyle, left+bar+24, y+2, count)
	if s.Share != "" {
		c.put(sideStyle, left+bar+24+c.width(stepStyle, count)+18, y+6, s.Share)
	}
	return y + stepBar
}

// arrow draws an arrow downwards.
func (f Flow) arrow(c *canvas, x, y, h float64) {
	if c.dc == nil {
		return
	}
	c.dc.SetColor(accent)
	c.dc.SetLineWidth(3)
	c.dc.DrawLine(x, y, x, y+h)
	c.dc.MoveTo(x-7, y+h-8)
	c.dc.LineTo(x, y+h)
	c.dc.LineTo(x+7, y+h-8)
	c.dc.Stroke()
}

// Alt says in words what the flow shows.
func (f Flow) Alt() string {
	var steps []string
	for _, s := range f.Steps {
		says := s.Name + ": " + ritual.Thousands(s.Reached)
		if s.Share != "" {
			says += fmt.Sprintf(" (%s)", s.Share)
		}
		if s.Took != "" {
			says += ", " + s.Took
		}
		steps = append(steps, says)
	}
	all := []string{f.Title + ".", f.Note, strings.Join(steps, "; ") + "."}
	if f.Foot != "" {
		all = append(all, f.Foot)
	}
	return strings.Join(all, " ")
}
