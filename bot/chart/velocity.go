package chart

import (
	"fmt"
	"strings"

	"tandem/bot/ritual"
)

// Velocity is how much was done in each sprint, beside what was committed to.
type Velocity struct {
	Title   string // what cannot be drawn of it is left out
	Sprints []SprintDone
	Mean    int // of the last sprints, in points; below zero: there are too few
}

// SprintDone is what came of one closed sprint.
type SprintDone struct {
	Number          int
	Committed, Done ritual.SprintCount
}

// How velocity looks, in pixels.
const velocityHigh = 320

// PNG draws the velocity.
func (v Velocity) PNG() ([]byte, error) { return drawn(v.draw) }

// draw draws the velocity and returns how high it is.
func (v Velocity) draw(c *canvas) float64 {
	y := c.titled(v.Title, 4)
	y = c.putAll(sideStyle, margin, y, sentences(c.joined(sideStyle, v.facts(), Width-2*margin, 4))) + 22
	if len(v.Sprints) == 0 {
		return y + margin - 22
	}
	samples := []sample{c.barSample("points done"), c.lineSample("committed", markPen)}
	if v.Mean >= 0 {
		samples = append(samples, c.lineSample("mean", idealPen))
	}
	y = c.legend(margin, y, samples...) + 40
	most, done := max(v.Mean, 0), make([]int, len(v.Sprints))
	for i, s := range v.Sprints {
		done[i] = s.Done.Points
		most = max(most, done[i], s.Committed.Points)
	}
	a := newAxes(c, margin, y, Width-2*margin, velocityHigh, most, 4, len(v.Sprints))
	if v.Mean >= 0 {
		at := a.up(float64(v.Mean))
		c.line(idealPen, point{a.x, at}, point{a.x + a.w, at})
	}
	a.bars(done)
	for i, s := range v.Sprints {
		at, middle, half := a.up(float64(s.Committed.Points)), a.along(float64(i)+0.5), min(a.band()*0.4, 60)
		c.line(haloPen, point{middle - half, at}, point{middle + half, at})
		c.line(markPen, point{middle - half, at}, point{middle + half, at})
	}
	return v.names(a, y+velocityHigh+10) + margin
}

// names writes the sprints and what was done in them below their bands, and returns where they end.
func (v Velocity) names(a axes, y float64) float64 {
	c, end := a.c, y+tickStyle.height()+countStyle.height()
	for i, s := range v.Sprints {
		name, middle := fmt.Sprint("Sprint ", s.Number), a.along(float64(i)+0.5)
		if c.width(tickStyle, name) > a.band()-12 {
			name = fmt.Sprint("#", s.Number)
		}
		c.centered(tickStyle, middle, y, name, 0, Width)
		c.centered(countStyle, middle, y+tickStyle.height(), ritual.Thousands(s.Done.Points), 0, Width)
		if s.Done.Unsized > 0 {
			c.centered(tickStyle, middle, y+tickStyle.height()+countStyle.height(), fmt.Sprintf("+%s*", ritual.Thousands(s.Done.Unsized)), 0, Width)
			end = y + 2*tickStyle.height() + countStyle.height()
		}
	}
	return end
}

// facts are what the velocity says.
func (v Velocity) facts() []string {
	if len(v.Sprints) == 0 {
		return []string{"No sprint is closed yet"}
	}
	var all []string
	if v.Mean >= 0 {
		all = append(all, "mean of the last three sprints: "+ritual.Figure(v.Mean, "point", "points"))
	}
	for _, s := range v.Sprints {
		if s.Done.Unsized > 0 {
			return append(all, "* stories without points are counted apart")
		}
	}
	return all
}

// Alt says in words what the velocity shows.
func (v Velocity) Alt() string {
	if len(v.Sprints) == 0 {
		return v.Title + ". No sprint is closed yet."
	}
	var all []string
	for _, s := range v.Sprints {
		all = append(all, fmt.Sprintf("sprint %d: %s (committed: %s)", s.Number, says(s.Done), says(s.Committed)))
	}
	says := v.Title + ". Done in " + strings.Join(all, "; ") + "."
	if v.Mean >= 0 {
		says += " Mean of the last three: " + ritual.Figure(v.Mean, "point", "points") + "."
	}
	return says
}
