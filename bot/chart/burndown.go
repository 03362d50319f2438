package chart

import (
	"math"
	"slices"
	"time"

	"tandem/bot/ritual"
)

// Burndown is what is left of a sprint day by day, beside an even way to nothing.
type Burndown struct {
	Title string // what cannot be drawn of it is left out
	ritual.Burndown
}

// How a burndown looks, in pixels.
const (
	burnHigh  = 460
	endGap    = 18 // between the end of a line and its number
	dotRadius = 9
	dayAlone  = 58  // from this width on each day is named in its band
	dayWide   = 110 // what a day's name takes where not each is named
)

// inStories reports whether stories are drawn and not points, because none has any.
func (b Burndown) inStories() bool {
	points := b.Committed.Points
	for _, d := range b.Days {
		points += d.Added.Points
	}
	return points == 0
}

// of is what is drawn of a count.
func (b Burndown) of(c ritual.SprintCount) int {
	if b.inStories() {
		return c.Stories
	}
	return c.Points
}

// until is how many of the days have begun.
func (b Burndown) until() int {
	if i := slices.IndexFunc(b.Days, func(d ritual.BurnDay) bool { return d.Is == ritual.ToCome }); i >= 0 {
		return i
	}
	return len(b.Days)
}

// known are the days of which something is known: those that have begun since the sprint was started.
func (b Burndown) known() []ritual.BurnDay { return b.Days[min(b.Late, b.until()):b.until()] }

// ends is where a day is drawn, in days: at its end, or in its middle while it is running.
func (b Burndown) ends(i int) float64 {
	if b.Days[i].Is == ritual.Running {
		return float64(i) + 0.5
	}
	return float64(i) + 1
}

// planned are the days that were planned.
func (b Burndown) planned() []ritual.BurnDay { return b.Days[:len(b.Days)-b.Extra] }

// works reports whether people work on a day. Where no planned day is a working day, they work on all.
func (b Burndown) works(d ritual.BurnDay) bool { return !d.Off || working(b.planned()) == 0 }

// working counts working days.
func working(days []ritual.BurnDay) (n int) {
	for _, d := range days {
		if !d.Off {
			n++
		}
	}
	return n
}

// ideal is what an even way over the planned working days has left when so many days are over.
func (b Burndown) ideal(days float64) float64 {
	var done, all float64
	for i, d := range b.planned() {
		if !b.works(d) {
			continue
		}
		all++
		done += max(0, min(1, days-float64(i)))
	}
	return float64(b.of(b.Committed)) * (1 - done/max(all, 1))
}

// PNG draws the burndown.
func (b Burndown) PNG() ([]byte, error) { return drawn(b.draw) }

// draw draws the burndown and returns how high it is.
func (b Burndown) draw(c *canvas) float64 {
	y := c.titled(b.Title, 4)
	y = c.putAll(sideStyle, margin, y, sentences(c.joined(sideStyle, b.parts(), Width-2*margin, 6))) + 22
	y = b.legend(c, y) + 56
	most := b.most()
	numbers := c.width(pillStyle, ritual.Thousands(most)) + pillEnds + endGap // right of where the lines end
	room := func(c *canvas) axes {
		return newAxes(c, margin, y, Width-2*margin-numbers, burnHigh, most, 5, len(b.Days))
	}
	b.daysOff(c, room(c.measured()))
	a := room(c)
	if most == 0 {
		c.centered(nameStyle, a.x+a.w/2, y+burnHigh/2-30, "Nothing is in this sprint", a.x, a.x+a.w)
	} else {
		b.idealLine(a)
		scope := b.scopeLine(a)
		b.leftLine(a, scope)
	}
	return b.dayNames(a, y+burnHigh+10) + margin
}

// most is the largest number that is drawn.
func (b Burndown) most() int {
	scope := b.of(b.Committed)
	most := scope
	for _, d := range b.known() {
		scope += b.of(d.Added) - b.of(d.Removed)
		most = max(most, scope, b.of(d.Left))
	}
	return most
}

// daysOff shades the days that are no working days.
func (b Burndown) daysOff(c *canvas, a axes) {
	for i := 0; i < len(b.Days); i++ {
		from := i
		for i < len(b.Days) && !b.works(b.Days[i]) {
			i++
		}
		if i > from {
			c.box(a.along(float64(from)), a.y, a.band()*float64(i-from), a.h, 0, panel, nil)
		}
	}
}

// legend explains the lines and returns where it ends.
func (b Burndown) legend(c *canvas, y float64) float64 {
	unit := "points left"
	if b.inStories() {
		unit = "stories left"
	}
	all := []sample{{unit, func(x, y float64) {
		c.line(mainPen, point{x, y}, point{x + sampleWide, y})
		c.dot(point{x + sampleWide/2, y}, dotRadius, accent, false)
	}}}
	all = append(all, c.lineSample("ideal line", idealPen), c.lineSample("scope", markPen))
	if slices.ContainsFunc(b.Days, func(d ritual.BurnDay) bool { return !b.works(d) }) {
		all = append(all, sample{"day off", func(x, y float64) { c.box(x, y-15, sampleWide, 30, 4, panel, &line) }})
	}
	return c.legend(margin, y, all...)
}

// idealLine draws the even way from what was committed to nothing.
func (b Burndown) idealLine(a axes) {
	var through []point
	for i := range len(b.planned()) + 1 {
		through = append(through, point{a.along(float64(i)), a.up(b.ideal(float64(i)))})
	}
	if b.of(b.Committed) > 0 {
		a.c.line(idealPen, through...)
	}
}

// leftLine draws what is left, a dot for the end of each day, and the last number; and beside it that of the scope.
func (b Burndown) leftLine(a axes, scope point) {
	left := b.of(b.Committed)
	at := point{a.along(float64(b.Late)), a.up(float64(left))}
	through, days, holds := []point{at}, b.known(), left
	for i, d := range days {
		left, holds = b.of(d.Left), holds+b.of(d.Added)-b.of(d.Removed)
		at = point{a.along(b.ends(b.Late + i)), a.up(float64(left))}
		through = append(through, at)
	}
	a.c.line(mainPen, through...)
	r := min(dotRadius, max(3, a.band()/3))
	for i, at := range through {
		a.c.dot(at, r, accent, i > 0 && days[i-1].Is == ritual.Running)
	}
	a.c.pill(at.x+endGap, min(at.y-pillHigh/2, a.y+a.h-pillHigh-4), ritual.Thousands(left), white, accent)
	if holds != left {
		a.c.pill(scope.x+endGap, min(scope.y-pillHigh/2, at.y-3*pillHigh/2-4), ritual.Thousands(holds), marked, white)
	}
}

// dayNames writes the days below their bands: each where there is room, else each second, or one of each week or more.
// It returns where they end.
func (b Burndown) dayNames(a axes, y float64) float64 {
	step, month := 1, time.Month(0)
	for _, step = range []int{1, 2, 7, 14, 28, 56, 112} {
		if wide := a.band() * float64(step); wide >= dayWide || step == 1 && wide >= dayAlone {
			break
		}
	}
	for i := 0; i < len(b.Days); i += step {
		day, err := time.Parse(time.DateOnly, b.Days[i].Day)
		if err != nil {
			continue
		}
		middle := a.along(float64(i) + 0.5)
		if step > 1 {
			a.c.line(zeroPen, point{middle, a.y + a.h}, point{middle, a.y + a.h + 8})
		}
		name := "2"
		if day.Month() != month || step > 1 {
			name = "2 Jan"
		}
		month = day.Month()
		a.c.centered(tickStyle, middle, y, day.Format("Mon"), margin, Width-margin)
		a.c.centered(tickStyle, middle, y+tickStyle.height(), day.Format(name), margin, Width-margin)
	}
	return y + 2*tickStyle.height()
}

// behind is by how much more is left than the ideal line has, rounded.
func (b Burndown) behind(i int) int {
	d := b.Days[i]
	return b.of(d.Left) - int(math.Round(b.ideal(b.ends(i))))
}
