package chart

import (
	"fmt"
	"strings"
	"testing"

	"tandem/bot/ritual"
)

// rise is an objective with what was done and all that serves it, in points, by turns.
func rise(name string, amounts ...int) (r Rise) {
	r.Name, r.Mark = name, "#1"
	for i := 0; i < len(amounts); i += 2 {
		r.Done = append(r.Done, ritual.SprintCount{Points: amounts[i], Stories: (amounts[i] + 4) / 5})
		r.Whole = append(r.Whole, ritual.SprintCount{Points: amounts[i+1], Stories: (amounts[i+1] + 4) / 5})
	}
	return r
}

// counts are numbers of stories without points.
func counts(of ...int) (all []ritual.SprintCount) {
	for _, n := range of {
		all = append(all, ritual.SprintCount{Stories: n, Unsized: n})
	}
	return all
}

// numbered are the numbers of n sprints.
func numbered(n int) (all []int) {
	for i := range n {
		all = append(all, i+1)
	}
	return all
}

// burnups are the burnups that were looked at.
func burnups() map[string]Burnup {
	const title = "Burnup of Atlas"
	two := rise("Win larger customers", 8, 34, 21, 55)
	newer := rise("Public API", 5, 13)
	two.Whole[1].Unsized, two.Done[1].Unsized = 2, 1
	unsized := Rise{Name: "Accessible for everybody", Done: counts(1, 2), Whole: counts(3, 3)}
	nothing := rise("Open the public API", 0, 0, 0, 0)
	names := Burnup{title, numbered(3), []Rise{
		rise(strings.Repeat("Customers with more than five hundred seats stay for longer ", 3), 1000, 5000, 2500, 5000, 4999, 5000),
		rise("顧客を増やす", 0, 5, 1, 5, 5, 5), rise(strings.Repeat("W", 90), 0, 1, 0, 1, 1, 1)}}
	names.Rises[1].Mark, names.Rises[0].Whole[2].Unsized = "#2", 1234
	long, many := Burnup{Title: title, Sprints: numbered(20)}, Burnup{Title: title, Sprints: numbered(6)}
	for i := range 30 {
		var some []int
		for s := range 6 {
			some = append(some, i%5*(s+1), 10+i+3*s)
		}
		many.Rises = append(many.Rises, rise(fmt.Sprint("Objective ", i+1), some...))
	}
	for i := range 4 {
		var some []int
		for s := range 20 {
			some = append(some, (i+2)*s, 30+10*i+4*s)
		}
		long.Rises = append(long.Rises, rise(fmt.Sprint("Objective ", i+1), some...))
	}
	return map[string]Burnup{
		"one":   {title, numbered(1), []Rise{rise("Win larger customers", 8, 34)}},
		"two":   {title, numbered(2), []Rise{two, unsized, nothing, newer}},
		"long":  long,
		"many":  many,
		"names": names,
		"none":  {Title: title, Sprints: numbered(4)},
		"begin": {Title: title},
	}
}

// velocities are the velocities that were looked at.
func velocities() map[string]Velocity {
	const title = "Velocity of Atlas"
	of := func(mean int, amounts ...int) Velocity {
		v := Velocity{Title: title, Mean: mean}
		for i := 0; i < len(amounts); i += 2 {
			v.Sprints = append(v.Sprints, SprintDone{i/2 + 5, ritual.SprintCount{Points: amounts[i+1]}, ritual.SprintCount{Points: amounts[i]}})
		}
		return v
	}
	eight := of(28, 21, 34, 30, 30, 0, 20, 34, 29, 25, 26, 28, 28, 33, 30, 23, 31)
	eight.Sprints[2].Done.Unsized, eight.Sprints[7].Done.Unsized = 4, 2
	return map[string]Velocity{"none": of(-1), "one": of(-1, 13, 21), "eight": eight, "thousands": of(1234, 1200, 1500, 1300, 1250, 1202, 5000), "zero": of(0, 0, 0, 0, 0, 0, 0)}
}

func TestABurnupIsSaidInWords(t *testing.T) {
	for name, want := range map[string]string{
		"one": "Burnup of Atlas. Sprint 1, as it closed. Win larger customers: 8 of 34 points.",
		"two": "Burnup of Atlas. Sprints 1 to 2, each as it closed. Win larger customers: 21 of 55 points · 1 of 2 without points (sprint by sprint 8, 21); " +
			"Accessible for everybody: 2 of 3 stories, without points (sprint by sprint 1, 2); Open the public API: Nothing serves it yet (sprint by sprint 0, 0); " +
			"Public API: 5 of 13 points.",
		"none":  "Burnup of Atlas. No story of these sprints serves an objective.",
		"begin": "Burnup of Atlas. No sprint is closed yet.",
	} {
		if got := burnups()[name].Alt(); got != want {
			t.Errorf("%s says\n%s\nand not\n%s", name, got, want)
		}
	}
	if got := burnups()["many"].Alt(); strings.Contains(got, "Objective 7") || !strings.HasSuffix(got, "; and 24 more.") {
		t.Error(got)
	}
	if got := burnups()["names"].Alt(); !strings.Contains(got, "; #2 顧客を増やす: 5 of 5 points (sprint by sprint 0, 1, 5); ") {
		t.Error(got)
	}
}

func TestVelocityIsSaidInWords(t *testing.T) {
	for name, want := range map[string]string{
		"none": "Velocity of Atlas. No sprint is closed yet.",
		"one":  "Velocity of Atlas. Done in sprint 5: 13 points (committed: 21 points).",
		"zero": "Velocity of Atlas. Done in sprint 5: nothing (committed: nothing); sprint 6: nothing (committed: nothing); sprint 7: nothing (committed: nothing). " +
			"Mean of the last three: 0 points.",
	} {
		if got := velocities()[name].Alt(); got != want {
			t.Errorf("%s says\n%s\nand not\n%s", name, got, want)
		}
	}
	if got := drawings()["sheet"].Alt(); !strings.HasPrefix(got, "From asked to shipped: Atlas. ") || !strings.Contains(got, " 3 withdrawn. Velocity of Atlas. Done in sprint 5: ") {
		t.Error(got)
	}
	if got := velocities()["eight"].Alt(); !strings.Contains(got, "; sprint 7: 4 stories without points (committed: 20 points); ") ||
		!strings.HasSuffix(got, "; sprint 12: 23 points (+2 stories without points) (committed: 31 points). Mean of the last three: 28 points.") {
		t.Error(got)
	}
}
