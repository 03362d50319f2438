package ritual

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// said are answers to the usual questions.
func said(moved, next, blocker string) (all []StandupSaid) {
	for i, text := range []string{moved, next, blocker} {
		all = append(all, StandupSaid{Question: UsualQuestions()[i], Text: text})
	}
	return all
}

func TestAnAnswerHasAWordOrATick(t *testing.T) {
	ticked, helpless, own := said("", "", ""), said("a", "", ""), said("", "", "No access")
	ticked[1].Ticks = []string{"FR-1"}
	helpless[2].Help, own[2].Help = "eve", "cleo"
	both := said(strings.Repeat("x", AnswerMost+1), "", "")
	both[2].Help = "cleo"
	for name, x := range map[string]struct {
		said    []StandupSaid
		settled bool
		want    string
	}{
		"one word":                 {said("", "", "No"), false, ""},
		"only a tick":              {ticked, false, ""},
		"nothing":                  {said(" ", "\n", "\t"), false, "q0: A word or two will do. If there is nothing to say today, close this and press `Skip today`."},
		"only what is resolved":    {said("", "", ""), true, ""},
		"as much as there is room": {said(strings.Repeat("é", AnswerMost), "", ""), false, ""},
		"more than there is room":  {said("a", strings.Repeat("é", AnswerMost+1), ""), false, "q1: Keep it to 1500 characters; this has 1501."},
		"help, and for nothing":    {helpless, false, "q2: Say what is in the way, so that they know what it is about."},
		"help of their own":        {own, false, "help: Choose somebody else, or nobody."},
		"all of it":                {both, false, "q0: Keep it to|q2: Say what|help: Choose somebody else"},
	} {
		t.Run(name, func(t *testing.T) {
			before := slices.Clone(x.said)
			got, err := NewSaid(x.said, "cleo", x.settled)
			if x.want != "" {
				checkRefusals(t, err, x.want)
			} else if err != nil {
				t.Error(err)
			}
			for i := range got {
				if got[i].Text != strings.TrimSpace(before[i].Text) || x.said[i].Text != before[i].Text {
					t.Errorf("%q was made of %q, which is %q now", got[i].Text, before[i].Text, x.said[i].Text)
				}
			}
		})
	}
}

func FuzzAnAnswerIsKeptAsItWasSaid(f *testing.F) {
	f.Add("moved", " next\n", "", "", false)
	f.Add("", "", "", "cleo", true)
	f.Add("\u00a0", "\xff", strings.Repeat("🙂", AnswerMost+1), "eve", false)
	f.Fuzz(func(t *testing.T, a, b, c, help string, settled bool) {
		in := said(a, b, c)
		in[2].Help = help
		out, err := NewSaid(in, "cleo", settled)
		empty := true
		for i, one := range out {
			empty = empty && one.Empty()
			if one.Text != strings.TrimSpace(in[i].Text) || one.Question != in[i].Question || one.Help != in[i].Help {
				t.Errorf("%+v of %+v", one, in[i])
			}
			if err == nil && utf8.RuneCountInString(one.Text) > AnswerMost {
				t.Error("too much is taken")
			}
		}
		if err == nil && empty && !settled || err == nil && help == "cleo" {
			t.Errorf("%+v is taken", out)
		}
		if err != nil && len(Refusals(err)) == 0 {
			t.Error(err)
		}
		for _, r := range Refusals(err) {
			if r.Field == "" {
				t.Errorf("%q stands beside no field", r.Says)
			}
		}
	})
}

func TestAPlanAndABlockerAreFoundByTheirQuestions(t *testing.T) {
	a := StandupAnswer{Said: said("a", "", "")}
	if _, ok := a.Plan(); ok {
		t.Error("there is a plan")
	}
	if _, ok := a.Blocked(); ok {
		t.Error("there is a blocker")
	}
	a.Said[1].Ticks = []string{"FR-1"}
	a.Said[2].Ticks = []string{"FR-2"} // of no blocker
	if p, ok := a.Plan(); !ok || !slices.Equal(p.Ticks, []string{"FR-1"}) {
		t.Errorf("%+v", p)
	}
	if _, ok := a.Blocked(); ok {
		t.Error("there is a blocker without words")
	}
	a.Said[2].Text = "No access"
	if b, ok := a.Blocked(); !ok || b.Text != "No access" {
		t.Errorf("%+v", b)
	}
	if a := (StandupAnswer{Skipped: true}); len(a.Said) != 0 {
		t.Error("who skips said something")
	} else if _, ok := a.Plan(); ok {
		t.Error("who skips has a plan")
	}
	if AnswerField(12) != "q12" || TicksField(0) != "t0" {
		t.Error("open forms carry other names")
	}
}

func TestEachStandsWhereTheyAre(t *testing.T) {
	turn := func(state TurnState, optional bool) StandupTurn {
		return StandupTurn{Person: fmt.Sprint(state, optional), State: state, Optional: optional}
	}
	for _, x := range []struct {
		state    TurnState
		optional bool
		want     string // the list of whoever said nothing
	}{
		{TurnDue, false, "not yet"}, {TurnDue, true, "silent"}, {TurnAsked, false, "not yet"}, {TurnAsked, true, "silent"},
		{TurnEarly, false, "not yet"}, {TurnEarly, true, "silent"}, // they took back that they skip
		{TurnOff, false, "away"}, {TurnOff, true, "away"}, {TurnMissed, false, "missed"}, {TurnMissed, true, "silent"},
		{TurnGone, false, ""}, {TurnGone, true, ""}, {TurnJoined, true, ""},
	} {
		one := turn(x.state, x.optional)
		for answer, want := range map[string]string{"": x.want, "said": "in", "skipped": "skipped"} {
			var answers []StandupAnswer
			if answer != "" {
				answers = []StandupAnswer{{Person: one.Person, Skipped: answer == "skipped"}}
			}
			if got := listsOf(DayOf([]StandupTurn{one}, answers), one.Person); strings.Join(got, ",") != want {
				t.Errorf("%s, optional %v, %s: %v, not %q", x.state, x.optional, answer, got, want)
			}
		}
	}
}

// listsOf are the lists of a day in which somebody stands.
func listsOf(d StandupDay, person string) (all []string) {
	for _, list := range []struct {
		name  string
		turns []StandupTurn
	}{{"in", d.In}, {"skipped", d.Skipped}, {"away", d.Away}, {"not yet", d.NotYet}, {"missed", d.Missed}, {"silent", d.Silent}} {
		for _, t := range list.turns {
			if t.Person == person {
				all = append(all, list.name)
			}
		}
	}
	return all
}

func TestTheCountsOfADayAddUp(t *testing.T) {
	rnd := rand.New(rand.NewPCG(26, 3))
	states := []TurnState{TurnDue, TurnAsked, TurnEarly, TurnOff, TurnMissed, TurnGone, TurnJoined}
	for range 3000 {
		var turns []StandupTurn
		var answers []StandupAnswer
		known := map[string]bool{} // who stands in a list
		var in int
		for i := range rnd.IntN(12) {
			one := StandupTurn{Person: fmt.Sprint("U", i), Place: i, Optional: rnd.IntN(3) == 0, State: states[rnd.IntN(len(states))]}
			turns = append(turns, one)
			known[one.Person] = one.State != TurnGone && one.State != TurnJoined
			if rnd.IntN(2) == 0 {
				a := StandupAnswer{Person: one.Person, Skipped: rnd.IntN(4) == 0, At: noon.Add(time.Duration(rnd.IntN(5)) * time.Minute)}
				answers, known[one.Person] = append(answers, a), true
				if !a.Skipped {
					in++
				}
			}
		}
		answers = append(answers, StandupAnswer{Person: "nobody", At: noon}) // who has no turn
		rnd.Shuffle(len(answers), func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
		d := DayOf(turns, answers)
		all := 0
		for person, stands := range known {
			want := 0
			if stands {
				want, all = 1, all+1
			}
			if lists := listsOf(d, person); len(lists) != want {
				t.Fatalf("%s stands in %v", person, lists)
			}
		}
		if d.All() != all || len(d.In) != in || d.Expected()+len(d.Away)+len(d.Silent) != all || len(listsOf(d, "nobody")) != 0 {
			t.Fatalf("%d of %d, expected %d: %+v", d.All(), all, d.Expected(), d)
		}
		waited := len(d.NotYet)+len(d.Missed) > 0
		if d.Complete() != (!waited && in > 0) || d.Nothing() != (!waited && in == 0) || d.Complete() && d.Nothing() {
			t.Fatalf("complete %v, nothing %v: %+v", d.Complete(), d.Nothing(), d)
		}
		first := map[string]time.Time{}
		for _, a := range answers {
			first[a.Person] = a.At
		}
		if !slices.IsSortedFunc(d.In, func(x, y StandupTurn) int { return first[x.Person].Compare(first[y.Person]) }) {
			t.Fatalf("they do not stand as they answered: %+v", d.In)
		}
		for _, list := range [][]StandupTurn{d.Skipped, d.Away, d.NotYet, d.Missed, d.Silent} {
			if !slices.IsSortedFunc(list, func(x, y StandupTurn) int { return x.Place - y.Place }) {
				t.Fatalf("they do not stand as on the roster: %+v", list)
			}
		}
	}
}
