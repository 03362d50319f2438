package chart

import (
	"math"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
)

// burn is a sprint from a day on: what is left at the end of each day that is over, of so many days. Weekends are off.
func burn(title, from string, days, committed int, left ...int) Burndown {
	b := Burndown{Title: title}
	b.Committed = ritual.SprintCount{Points: committed, Stories: (committed + 4) / 5}
	day, err := time.Parse(time.DateOnly, from)
	if err != nil {
		panic(err)
	}
	for i := range days {
		d := ritual.BurnDay{Day: day.Format(time.DateOnly), Off: day.Weekday() == time.Saturday || day.Weekday() == time.Sunday}
		if i < len(left) {
			d.Is, d.Left = ritual.Over, ritual.SprintCount{Points: left[i], Stories: (left[i] + 4) / 5}
		}
		b.Days, day = append(b.Days, d), day.AddDate(0, 0, 1)
	}
	return b
}

// burndowns are the burndowns that were looked at.
func burndowns() map[string]Burndown {
	const monday = "2026-03-02"
	added := func(b Burndown, day, points int) Burndown {
		if points > 0 {
			b.Days[day].Added = ritual.SprintCount{Points: points, Stories: 1}
		} else {
			b.Days[day].Removed = ritual.SprintCount{Points: -points, Stories: 1}
		}
		return b
	}
	plain := added(burn("Burndown of sprint 3", monday, 12, 34, 34, 34, 36, 31, 31, 31, 31, 21), 2, 5)
	plain.Days[7].Left.Unsized = 2
	running := added(burn("Burndown of sprint 3", monday, 12, 34, 31, 31, 23, 13), 2, -5)
	running.Days[3].Is = ritual.Running
	swap := added(added(burn("Burndown of sprint 3", monday, 12, 34, 34, 30), 1, 5), 1, -5)

	closed := added(burn("Burndown of Удержать, sprint 12", monday, 14, 21, 21, 18, 18, 13, 13, 13, 13, 10, 8, 5, 5, 3, 3, 3), 9, 2)
	closed.Closed = true
	early := burn("Burndown of sprint 4", monday, 12, 8, 8, 5, 0)
	early.Closed = true
	rising := burn("Burndown of sprint 5", monday, 12, 13, 13, 18, 21, 26, 31, 31, 31, 36, 39)
	for _, day := range []int{1, 2, 3, 4, 7, 8} {
		rising = added(rising, day, 5)
	}
	quarter := burn("Burndown of sprint 1", "2026-11-30", 90, 400)
	for i := range 70 {
		quarter.Days[i].Is, quarter.Days[i].Left = ritual.Over, ritual.SprintCount{Points: 400 - 5*i + i%7, Stories: 9}
	}
	quarter = added(added(quarter, 20, 12), 22, 12)
	stories := burn("Burndown of sprint 1", monday, 5, 0)
	stories.Committed = ritual.SprintCount{Stories: 4, Unsized: 4}
	for i, n := range []int{4, 4, 4} {
		stories.Days[i].Is, stories.Days[i].Left = ritual.Over, ritual.SprintCount{Stories: n, Unsized: n}
	}
	day := burn("Burndown of sprint 1", monday, 1, 5, 2)
	weekend := burn("Burndown of a hackathon", "2026-03-07", 2, 5, 3)
	empty := burn("Burndown of sprint 2", monday, 5, 0, 0, 0)
	stories.Days[1].Added = ritual.SprintCount{Stories: 1, Unsized: 1}
	huge := added(burn(strings.Repeat("Burndown of a product with a very long name ", 4), monday, 12, 4800, 4800, 4500, 4321), 1, 200)
	unsized := added(burn("Burndown of sprint 8", monday, 12, 13, 13, 13, 8, 8), 0, 5)
	unsized.Days[0].Added = ritual.SprintCount{Stories: 2, Unsized: 1, Points: 3}
	unsized.Days[1].Added = ritual.SprintCount{Stories: 1, Unsized: 1}
	unsized.Days[3].Removed = ritual.SprintCount{Stories: 2, Unsized: 2}
	late := burn("Burndown of sprint 6", monday, 12, 20, 0, 0, 20, 17, 12)
	late.Late = 2
	longer := burn("Burndown of sprint 7", monday, 14, 20, 20, 18, 16, 12, 12, 12, 12, 9, 9, 5, 5, 5, 5)
	longer.Extra, longer.Days[13].Is, longer.Days[13].Left = 2, ritual.Running, ritual.SprintCount{Points: 3, Stories: 1}
	huge.Days[2].Left.Unsized = 1200
	return map[string]Burndown{
		"late": late, "longer": longer, "unsized": unsized,
		"plain": plain, "running": running, "swap": swap, "closed": closed, "early": early, "rising": rising, "quarter": quarter, "stories": stories,
		"day": day, "weekend": weekend, "empty": empty, "huge": huge,
		"point":  burn("Burndown of sprint 1", monday, 5, 2, 2, 1, 1, 1),
		"future": burn("Burndown of sprint 9", monday, 12, 34),
		"month":  burn("顧客", "2026-03-19", 31, 55, 55, 52, 52, 52, 47, 47, 44, 39, 39, 39, 39, 34),
		"none":   {Title: "Burndown of sprint 2"},
	}
}

func TestABurndownIsSaidInWords(t *testing.T) {
	const title = "Burndown of sprint "
	for name, want := range map[string]string{
		"plain": title + "3: 34 points committed; 21 points (+2 stories without points) left after 6 of 10 working days, 7 more than the ideal line; scope +5 points on 4 Mar. " +
			"Left day by day: 34, 34, 36, 31, 31, 31, 31, 21.",
		"running": title + "3: 34 points committed; 13 points left on working day 4 of 10, 9 fewer than the ideal line; scope −5 points on 4 Mar. Left day by day: 31, 31, 23, 13 so far.",
		"closed": "Burndown of Удержать, sprint 12: 21 points committed; 3 points left at its close; scope +2 points on 11 Mar. " +
			"Left day by day: 21, 18, 18, 13, 13, 13, 13, 10, 8, 5, 5, 3, 3, 3.",
		"early":  title + "4: 8 points committed; nothing left at its close. Left day by day: 8, 5, 0.",
		"day":    title + "1: 5 points committed; 2 points left after 1 of 1 working day, 2 more than the ideal line.",
		"empty":  title + "2: nothing committed; nothing left after 2 of 5 working days. Left day by day: 0, 0.",
		"future": title + "9: 34 points committed; not begun yet.",
		"none":   title + "2: nothing committed; not begun yet.",
		"rising": title + "5: 13 points committed; 39 points left after 7 of 10 working days, 35 more than the ideal line; scope +30 points on 6 days. " +
			"Left day by day: 13, 18, 21, 26, 31, 31, 31, 36, 39.",
		"late": title + "6: 20 points committed; 12 points left after 5 of 10 working days, 2 more than the ideal line. Left day by day: 20, 17, 12.",
		"longer": title + "7: 20 points committed; 3 points left, 2 days after its planned end. " +
			"Left day by day: 20, 18, 16, 12, 12, 12, 12, 9, 9, 5, 5, 5, 5, 3 so far.",
		"stories": title + "1: 4 stories without points committed; 4 stories without points left after 3 of 5 working days, 2 more than the ideal line; " +
			"stories are counted, as none has points; scope +1 story without points on 3 Mar. Left day by day: 4, 4, 4.",
		"swap": title + "3: 34 points committed; 30 points left after 2 of 10 working days, 3 more than the ideal line; scope +5 points −5 points on 3 Mar. Left day by day: 34, 30.",
		"unsized": title + "8: 13 points committed; 8 points left after 4 of 10 working days, as on the ideal line; " +
			"scope +3 points and 1 story without points on 2 Mar, +1 story without points on 3 Mar, −2 stories without points on 5 Mar. Left day by day: 13, 13, 8, 8.",
		"weekend": "Burndown of a hackathon: 5 points committed; 3 points left after 1 of 2 days, as on the ideal line.",
	} {
		if got := burndowns()[name].Alt(); got != want {
			t.Errorf("%s says\n%s\nand not\n%s", name, got, want)
		}
	}
}

func TestTheIdealLineFallsOnWorkingDaysOnly(t *testing.T) {
	for name, want := range map[string][]float64{
		"plain":   {34, 30.6, 27.2, 23.8, 20.4, 17, 17, 17, 13.6, 10.2, 6.8, 3.4, 0},
		"weekend": {5, 2.5, 0},
		"longer":  {20, 18, 16, 14, 12, 10, 10, 10, 8, 6, 4, 2, 0, 0, 0},
		"day":     {5, 0},
		"stories": {4, 3.2, 2.4, 1.6, 0.8, 0},
		"empty":   {0, 0, 0, 0, 0, 0},
	} {
		b := burndowns()[name]
		if len(b.Days)+1 != len(want) {
			t.Fatalf("%s has %d days", name, len(b.Days))
		}
		for i := range want {
			if got := b.ideal(float64(i)); math.Abs(got-want[i]) > 1e-9 {
				t.Errorf("after %d days of %s the ideal line is at %v, not %v", i, name, got, want[i])
			}
		}
	}
	if got := burndowns()["plain"].ideal(0.5); math.Abs(got-32.3) > 1e-9 {
		t.Errorf("in the middle of a day it is at %v", got)
	}
}

func TestNumbersStandAtRoundSteps(t *testing.T) {
	for _, tt := range []struct{ most, ticks, want int }{{0, 5, 1}, {1, 5, 1}, {5, 5, 1}, {6, 5, 2}, {34, 5, 10}, {51, 5, 20}, {250, 5, 50}, {5000, 5, 1000}, {5001, 5, 2000}, {7, 3, 5}} {
		if got := roundStep(tt.most, tt.ticks); got != tt.want {
			t.Errorf("%d in at most %d steps of %d", tt.most, tt.ticks, got)
		}
	}
}

func BenchmarkBurndown(b *testing.B) {
	for _, name := range []string{"plain", "quarter"} {
		burndown := burndowns()[name]
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := burndown.PNG(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
