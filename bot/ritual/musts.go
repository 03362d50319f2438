package ritual

import (
	"fmt"
	"maps"
	"math"
	"strconv"
	"strings"
)

// How much of a backlog is a Must. "Must Haves" are "typically no more than 60 % Must Have effort", because what is left is
// the contingency that keeps the date: DSDM Agile Project Framework (Agile Business Consortium), the chapter on
// MoSCoW.

// mustMost is the share of Musts, in percent, above which little is left to give way when time runs short.
const mustMost = 60

// mustFrom is how many ranked stories there have to be for a share of them to say anything.
const mustFrom = 5

// An Effort is how much work some stories are, as far as they are estimated.
type Effort struct {
	Stories int
	Sized   int // of them, those with points
	Points  int // of those
}

// add counts a story of so many points, of 0 where nobody estimated it, n times more.
func (e Effort) add(points, n int) Effort {
	e.Stories += n
	if points > 0 {
		e.Sized, e.Points = e.Sized+n, e.Points+n*points
	}
	return e
}

// Classes are the stories of a backlog that stand at each score, in thousandths, of MoSCoW.
type Classes map[int64]Effort

// mustMilli is the score of a Must.
func mustMilli() int64 {
	for _, c := range Frameworks[MoSCoW].Inputs[0].Scale {
		if c.Value == Must {
			return int64(math.Round(c.worth * 1000))
		}
	}
	return 0
}

// Must reports whether a story with this score is a Must.
func (s Score) Must() bool { return s.Framework == MoSCoW && s.Milli == mustMilli() }

// WithMust are the classes once a story of so many points is a Must. was is the score by MoSCoW with which it stands in the
// backlog; nil where it does not.
func (c Classes) WithMust(points int, was *int64) Classes {
	after := maps.Clone(c)
	if after == nil {
		after = Classes{}
	}
	if was != nil {
		after[*was] = after[*was].add(points, -1)
	}
	after[mustMilli()] = after[mustMilli()].add(points, 1)
	return after
}

// MustHint says that too much of the effort is a Must. The effort is the points; a story without any counts as the mean of
// those that have some, and where none has, stories are counted. It is empty while there is room.
func (c Classes) MustHint() string {
	var all Effort
	for _, e := range c {
		all = Effort{all.Stories + e.Stories, all.Sized + e.Sized, all.Points + e.Points}
	}
	must := c[mustMilli()]
	const rest = "Above %d %% there is little left that can give way."
	if all.Stories < mustFrom {
		return ""
	}
	if all.Sized == 0 {
		if must.Stories*100 <= all.Stories*mustMost {
			return ""
		}
		return fmt.Sprintf("%s of %s stories are Musts. "+rest+" None of them has points yet, so stories are counted, not effort.", Thousands(must.Stories), Thousands(all.Stories), mustMost)
	}
	mean := float64(all.Points) / float64(all.Sized)
	effort := func(e Effort) float64 { return float64(e.Points) + mean*float64(e.Stories-e.Sized) }
	// In whole numbers, so that 60 % is not above 60 %: times the number of estimated stories.
	if (must.Points*all.Sized+(must.Stories-must.Sized)*all.Points)*100 <= all.Stories*all.Points*mustMost {
		return ""
	}
	hint := fmt.Sprintf("%s of %s points are Musts. "+rest, tenth(effort(must)), tenth(effort(all)), mustMost)
	switch n := all.Stories - all.Sized; n {
	case 0:
		return hint
	case 1:
		return hint + " 1 story without points counts as the mean, " + tenth(mean) + "."
	default:
		return hint + fmt.Sprintf(" %s stories without points count as the mean, %s each.", Thousands(n), tenth(mean))
	}
}

// tenth is a number with one decimal, where it has one.
func tenth(n float64) string {
	whole, rest, _ := strings.Cut(strings.TrimSuffix(strconv.FormatFloat(n, 'f', 1, 64), ".0"), ".")
	words, _ := strconv.Atoi(whole)
	if rest == "" {
		return Thousands(words)
	}
	return Thousands(words) + "." + rest
}
