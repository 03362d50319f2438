package chart

import (
	"math"

	"tandem/bot/ritual"
)

// The scope of a burndown.

// scopeLine draws how much the sprint holds, and what was added to it and removed from it. It returns where it ends.
func (b Burndown) scopeLine(a axes) point {
	scope := b.of(b.Committed)
	now := point{a.along(float64(b.Late)), a.up(float64(scope))}
	through := []point{now}
	var labels []change
	for i, d := range b.known() {
		before := now
		scope += b.of(d.Added) - b.of(d.Removed)
		now = point{a.along(b.ends(b.Late + i)), a.up(float64(scope))}
		through = append(through, now)
		if changed(d, b.label) == "" {
			continue
		}
		l := change{day: d, from: before.x, to: now.x, y: min(before.y, now.y)}
		b.place(a, &l)
		for n := len(labels) - 1; n >= 0 && labels[n].x+labels[n].wide+10 > l.x; n-- {
			l, labels = l.with(labels[n]), labels[:n]
			b.place(a, &l)
		}
		labels = append(labels, l)
	}
	a.c.line(markPen, through...)
	for _, l := range labels {
		y := l.y - markStyle.height() - 6
		if l.x+l.wide > now.x+endGap {
			y -= 16 // above the number at the end of the line
		}
		a.c.put(markStyle, l.x, y, changed(l.day, b.label))
	}
	return now
}

// A change is written above the scope line: what was added and removed on one day, or on some where there is no room for each.
type change struct {
	day         ritual.BurnDay
	from, to, y float64 // y is where the line is highest
	x, wide     float64 // of what is written
}

// place has a change be written in the middle of its days, but not left of the axes nor beyond the end of the line.
func (b Burndown) place(a axes, l *change) {
	l.wide = a.c.width(markStyle, changed(l.day, b.label))
	l.x = math.Round(max(a.x, min((l.from+l.to-l.wide)/2, a.along(b.ends(b.until()-1))-l.wide)))
}

// with is a change together with the one before it.
func (l change) with(before change) change {
	l.day.Added, l.day.Removed = l.day.Added.Plus(before.day.Added), l.day.Removed.Plus(before.day.Removed)
	l.from, l.y = before.from, min(l.y, before.y)
	return l
}
