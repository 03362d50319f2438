package chart

import (
	"fmt"
	"strings"

	"tandem/bot/ritual"
)

// Burnup is what was done for each objective, sprint by sprint, beside all that serves it.
type Burnup struct {
	Title   string // what cannot be drawn of it is left out
	Sprints []int  // the numbers of the sprints, the first one first
	Rises   []Rise // the most important first; those beyond the first RisesShown are counted
}

// Rise is how one objective comes along.
type Rise struct {
	Name        string
	Mark        string               // stands in the place of a name that cannot be drawn: "#3"
	Done, Whole []ritual.SprintCount // at the close of each of the last sprints: what was done so far, and all that serves the objective
}

// RisesShown is how many objectives are drawn. The others are counted.
const RisesShown = 6

// How a burnup looks, in pixels.
const (
	riseHigh     = 190
	riseHighOnly = 380 // where there is one objective only
	riseNames    = 2   // lines
)

// PNG draws the burnup.
func (b Burnup) PNG() ([]byte, error) { return drawn(b.draw) }

// draw draws the burnup and returns how high it is.
func (b Burnup) draw(c *canvas) float64 {
	y := c.titled(b.Title, 4)
	y = c.putAll(sideStyle, margin, y, c.wrap(sideStyle, b.note(), Width-2*margin, 2)) + 22
	if len(b.Rises) == 0 || len(b.Sprints) == 0 {
		return y + margin - 22
	}
	y = c.legend(margin, y, c.barSample("done"), c.lineSample("all that serves the objective", markPen)) + 28
	shown, columns, high := b.Rises[:min(len(b.Rises), RisesShown)], 2, float64(riseHigh)
	if len(shown) == 1 {
		columns, high = 1, riseHighOnly
	}
	w := (Width - 2*margin - float64(columns-1)*gutter) / float64(columns)
	for len(shown) > 0 {
		row, end := shown[:min(columns, len(shown))], y
		words := 0.0
		for _, r := range row {
			words = max(words, r.words(c.measured(), 0, 0, w-2*padding))
		}
		for i, r := range row {
			end = b.rise(c, r, margin+float64(i)*(w+gutter), y, w, words, high)
		}
		shown, y = shown[len(row):], end+gutter
	}
	if more := len(b.Rises) - RisesShown; more > 0 {
		return c.put(sideStyle, margin, y, fmt.Sprintf("and %s more", ritual.Thousands(more))) + margin
	}
	return y - gutter + margin
}

// rise draws one objective, with so much room for its words, and returns where it ends.
func (b Burnup) rise(c *canvas, r Rise, x, y, w, words, high float64) float64 {
	h := 2*padding + words + 30 + high + 10 + tickStyle.height()
	c.box(x, y, w, h, round, white, &line)
	end := y + h
	r.words(c, x+padding, y+padding-4, w-2*padding)
	y += padding + words + 30
	most, from := 0, len(b.Sprints)-len(r.Done) // from the sprint on that first knows of it
	done := make([]int, len(b.Sprints))
	for i := range r.Done {
		done[from+i] = r.of(r.Done[i])
		most = max(most, done[from+i], r.of(r.Whole[i]))
	}
	a := newAxes(c, x+padding, y, w-2*padding, high, most, 3, len(b.Sprints))
	a.bars(done)
	var through []point
	for i, all := range r.Whole {
		at := a.up(float64(r.of(all)))
		through = append(through, point{a.along(float64(from + i)), at}, point{a.along(float64(from + i + 1)), at})
	}
	c.line(haloPen, through...)
	c.line(markPen, through...)
	a.numbers(b.Sprints, y+high+10)
	return end
}

// words writes the name and how far the objective is, and returns how high that is.
func (r Rise) words(c *canvas, x, y, w float64) float64 {
	end := c.putAll(nameStyle, x, y, c.wrap(nameStyle, r.shows(), w, riseNames))
	return c.putAll(countStyle, x, end, c.wrap(countStyle, r.now(), w, 2)) - y
}

// bars draws a bar in each band.
func (a axes) bars(of []int) {
	w := min(a.band()*0.6, 90)
	for i, n := range of {
		if n == 0 {
			continue
		}
		at := a.up(float64(n))
		a.c.box(a.along(float64(i)+0.5)-w/2, at, w, a.y+a.h-at, 4, accent, nil)
	}
}

// numbers writes the numbers of sprints below their bands: all, or each second, fifth and so on where there is no room.
func (a axes) numbers(of []int, y float64) {
	if len(of) == 0 {
		return
	}
	widest := a.c.width(tickStyle, fmt.Sprint(of[len(of)-1])) + 16
	step := 1
	for a.band()*float64(step) < widest {
		step = roundStep(step+1, 1)
	}
	for i := len(of) - 1; i >= 0; i -= step {
		a.c.centered(tickStyle, a.along(float64(i)+0.5), y, fmt.Sprint(of[i]), 0, Width)
	}
}

// barSample explains a bar.
func (c *canvas) barSample(name string) sample {
	return sample{name, func(x, y float64) { c.box(x, y-13, sampleWide, 26, 4, accent, nil) }}
}

// shows is the name as the picture shows it.
func (r Rise) shows() string { return Card{Name: r.Name, Mark: r.Mark}.Shows() }

// inStories reports whether stories are drawn and not points, because none has any.
func (r Rise) inStories() bool {
	for _, a := range r.Whole {
		if a.Points > 0 {
			return false
		}
	}
	return true
}

// of is what is drawn of a count.
func (r Rise) of(c ritual.SprintCount) int {
	if r.inStories() {
		return c.Stories
	}
	return c.Points
}

// now is how far the objective is: "21 of 55 points · 2 without points".
func (r Rise) now() string {
	last := len(r.Whole) - 1
	if last < 0 || r.Whole[last].Stories == 0 {
		return "Nothing serves it yet"
	}
	done, whole := r.Done[last], r.Whole[last]
	if r.inStories() {
		return fmt.Sprintf("%s of %s, without points", ritual.Thousands(done.Stories), ritual.Figure(whole.Stories, "story", "stories"))
	}
	says := fmt.Sprintf("%s of %s", ritual.Thousands(done.Points), ritual.Figure(whole.Points, "point", "points"))
	if whole.Unsized > 0 {
		says += fmt.Sprintf(" · %s of %s without points", ritual.Thousands(done.Unsized), ritual.Thousands(whole.Unsized))
	}
	return says
}

// note says what is drawn.
func (b Burnup) note() string {
	switch n := len(b.Sprints); {
	case n == 0:
		return "No sprint is closed yet."
	case len(b.Rises) == 0:
		return "No story of these sprints serves an objective."
	case n == 1:
		return fmt.Sprintf("Sprint %d, as it closed.", b.Sprints[0])
	default:
		return fmt.Sprintf("Sprints %d to %d, each as it closed.", b.Sprints[0], b.Sprints[n-1])
	}
}

// Alt says in words what the burnup shows.
func (b Burnup) Alt() string {
	says := b.Title + ". " + b.note()
	if len(b.Sprints) == 0 {
		return says
	}
	var all []string
	for _, r := range b.Rises[:min(len(b.Rises), RisesShown)] {
		name := r.Name
		if r.shows() == r.Mark {
			name = strings.TrimSpace(r.Mark + " " + name)
		}
		one := name + ": " + r.now()
		if n := len(r.Done); n > 1 {
			var done []string
			for _, a := range r.Done {
				done = append(done, ritual.Thousands(r.of(a)))
			}
			one += fmt.Sprintf(" (sprint by sprint %s)", strings.Join(done, ", "))
		}
		all = append(all, one)
	}
	if more := len(b.Rises) - RisesShown; more > 0 {
		all = append(all, fmt.Sprintf("and %s more", ritual.Thousands(more)))
	}
	if len(all) == 0 {
		return says
	}
	return says + " " + strings.Join(all, "; ") + "."
}
