package chart

import (
	"image/color"
	"math"

	"tandem/bot/ritual"
)

// Axes are the room in which numbers are drawn: from zero upwards, in bands of one width from left to right.
type axes struct {
	c          *canvas
	x, y, w, h float64 // the room itself; its numbers stand left of it
	top        int     // the number at its upper edge, above zero
	bands      int
}

var (
	tickStyle = style{size: 24, color: soft}
	markStyle = style{bold: true, size: 26, color: marked}
	pillStyle = style{bold: true, size: 26, color: white}
)

// A pen is how a line is drawn.
type pen struct {
	color color.NRGBA
	width float64
	dash  []float64 // how long it is drawn and not drawn by turns; nil is without a break
}

// The lines are told apart by more than their color: by their width, by dots, by dashes.
var (
	mainPen  = pen{color: accent, width: 6}
	markPen  = pen{color: marked, width: 4}
	haloPen  = pen{color: white, width: 10} // below a line that crosses bars
	idealPen = pen{color: soft, width: 3, dash: []float64{14, 12}}
	gridPen  = pen{color: track, width: 2}
	zeroPen  = pen{color: soft, width: 2}
)

// newAxes draws lines at round numbers, at most ticks of them beside zero, with their numbers, within a width.
func newAxes(c *canvas, x, y, w, h float64, most, ticks, bands int) axes {
	step := roundStep(most, ticks)
	a := axes{c: c, y: y, h: h, top: step * max((most+step-1)/step, 1), bands: max(bands, 1)}
	numbers := c.width(tickStyle, ritual.Thousands(a.top)) + 16
	a.x, a.w = x+numbers, w-numbers
	for n := 0; n <= a.top; n += step {
		at, p := a.up(float64(n)), gridPen
		if n == 0 {
			p = zeroPen
		}
		c.line(p, point{a.x, at}, point{a.x + a.w, at})
		says := ritual.Thousands(n)
		c.put(tickStyle, a.x-16-c.width(tickStyle, says), at-tickStyle.size+8, says)
	}
	return a
}

// roundStep is the least of 1, 2, 5, 10, 20, 50 and so on of which at most ticks make up a number.
func roundStep(most, ticks int) int {
	for ten := 1; ; ten *= 10 {
		for _, of := range []int{1, 2, 5} {
			if (most+of*ten-1)/(of*ten) <= ticks {
				return of * ten
			}
		}
	}
}

// up is where on the page a number stands.
func (a axes) up(n float64) float64 { return a.y + a.h*(1-n/float64(a.top)) }

// along is where on the page so many bands end.
func (a axes) along(bands float64) float64 { return a.x + a.w*bands/float64(a.bands) }

// band is how wide a band is.
func (a axes) band() float64 { return a.w / float64(a.bands) }

// A point is a place on the page.
type point struct{ x, y float64 }

// line draws a line from point to point.
func (c *canvas) line(p pen, through ...point) {
	if c.dc == nil || len(through) < 2 {
		return
	}
	c.dc.SetColor(p.color)
	c.dc.SetLineWidth(p.width)
	c.dc.SetDash(p.dash...)
	c.dc.SetLineCapButt()
	c.dc.SetLineJoinRound()
	for _, at := range through {
		c.dc.LineTo(at.x, at.y)
	}
	c.dc.Stroke()
	c.dc.SetDash()
	c.dc.SetLineCapRound()
}

// dot draws a dot, with a white heart where it is open.
func (c *canvas) dot(at point, r float64, fill color.NRGBA, open bool) {
	if c.dc == nil {
		return
	}
	c.dc.DrawCircle(at.x, at.y, r)
	c.dc.SetColor(fill)
	c.dc.Fill()
	if open {
		c.dc.DrawCircle(at.x, at.y, r/2)
		c.dc.SetColor(white)
		c.dc.Fill()
	}
}

// centered writes a line of text around x, but not beyond from and to.
func (c *canvas) centered(s style, x, y float64, text string, from, to float64) {
	w := c.width(s, text)
	c.put(s, math.Round(max(from, min(x-w/2, to-w))), y, text)
}

// pill writes a number on a ground of its own, with a border of the number's color; its upper left corner is at x, y.
func (c *canvas) pill(x, y float64, text string, of, ground color.NRGBA) {
	s := pillStyle
	s.color = of
	border := &of
	if ground != white {
		border = nil
	}
	c.box(x, y, c.width(s, text)+pillEnds, pillHigh, pillHigh/2, ground, border)
	c.put(s, x+pillEnds/2, y+2, text)
}

const (
	pillHigh = 38
	pillEnds = 24
)

// A sample explains a line: how it is drawn, and what it is.
type sample struct {
	name string
	draw func(x, y float64) // around the height y
}

const sampleWide = 66

// legend writes samples beside one another, and returns where it ends.
func (c *canvas) legend(x, y float64, all ...sample) float64 {
	for _, s := range all {
		s.draw(x, y+tickStyle.height()/2+3)
		x += sampleWide + 12
		c.put(tickStyle, x, y, s.name)
		x += c.width(tickStyle, s.name) + 40
	}
	return y + tickStyle.height()
}

// lineSample explains a line that is drawn by a pen.
func (c *canvas) lineSample(name string, p pen) sample {
	return sample{name, func(x, y float64) { c.line(p, point{x, y}, point{x + sampleWide, y}) }}
}
