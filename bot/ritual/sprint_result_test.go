package ritual

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestEachStoryOfASprintEndsInOneWay(t *testing.T) {
	for _, x := range []struct{ what, ledger, want string }{
		{"in the order of how they ended and when they joined",
			"commit A 5, commit B 3, commit C 2, add D 1, remove A no-room, done D, done B, carry C",
			"B3 done, D1 added done, C2 carried, A5 removed: no-room"},
		{"added again", "commit A 5, commit B 3, remove A no-room, add A 8, done A, back B later", "A8 added done, B3 back: later"},
		{"added again and removed again", "commit A 5, remove A one, add A 5, remove A two", "A5 added removed: two"},
		{"with the close before", "commit A 5, close, carry A soon", "A5 carried: soon"},
		{"left over and nobody said where to", "commit A 5", "A5 back"},
		{"returned, without a reason at close", "commit A 5, done A, undone A slow, carry A", "A5 carried: slow"},
		{"returned, with a reason at close", "commit A 5, done A, undone A slow, carry A ill", "A5 carried: ill"},
		{"returned, and done again", "commit A 5, done A, undone A slow, done A", "A5 done"},
		{"done, and where it goes makes no difference", "commit A 5, done A, back A", "A5 done"},
		{"who begins it", "commit A 5, begin A ana, back A", "A5 back @ana"},
		{"who has it then", "commit A 5, begin A ana, own A ben, back A", "A5 back @ben"},
		{"who finishes what nobody had", "commit A 5, done A cid", "A5 done @cid"},
		{"who finishes what somebody had", "commit A 5, begin A ana, done A cid", "A5 done @ana"},
		{"who had it when it was taken out", "commit A 5, begin A ana, remove A no", "A5 removed @ana: no"},
		{"who has it after it came again", "commit A 5, begin A ana, remove A no, add A 5, back A", "A5 added back"},
	} {
		var got []string
		for _, s := range ResultOf(ledger(t, x.ledger), SprintFacts{}).Stories {
			words := fmt.Sprint(s.Request, s.Points)
			if s.Added {
				words += " added"
			}
			words += " " + string(s.End)
			if s.Owner != "" {
				words += " @" + s.Owner
			}
			if s.Reason != "" {
				words += ": " + s.Reason
			}
			got = append(got, words)
		}
		if got := strings.Join(got, ", "); got != x.want {
			t.Errorf("%s: %s, not %s", x.what, got, x.want)
		}
	}
}

func TestTheOwnerOfACarriedStoryIsTheOneItCameWith(t *testing.T) {
	events := ledger(t, "commit A 5, commit B 3, done B cid, remove A no")
	facts := SprintFacts{Stories: []SprintStory{{Request: "B", Owner: "ana"}, {Request: "A", Owner: "ben"}}}
	r := ResultOf(events, facts)
	if r.Stories[0].Owner != "ana" || r.Stories[1].Owner != "" {
		t.Errorf("%+v", r.Stories)
	}
}

func TestWhatWasDoneForEachObjectiveIsAllThatWasDone(t *testing.T) {
	facts := SprintFacts{
		Objectives: map[string]string{"A": "o1", "B": "o2", "C": "o2", "D": "o3", "E": "o4", "F": "o5"},
		Names:      map[string]string{"o1": "Export", "o2": "Mobile", "o3": "Audit", "o4": "Billing", "o5": "Zoo", "o9": "Other"},
		ToDo:       map[string]SprintCount{"o1": {Stories: 3, Unsized: 1, Points: 10}, "": {Stories: 2, Points: 6}, "o9": {Stories: 9}},
		Before: []Result{
			{Objectives: []ObjectiveResult{{Objective: "o1", Done: SprintCount{Stories: 2, Points: 8}, DoneEver: SprintCount{Stories: 7, Points: 70}}}},
			{Objectives: []ObjectiveResult{{Objective: "o1", Done: SprintCount{Stories: 1, Unsized: 1}}, {Objective: "o9", Done: SprintCount{Stories: 4}}}},
		},
		Found: 2, Fixed: 1,
	}
	r := ResultOf(ledger(t, "commit A 5, commit B 5, commit C, commit D 3, commit E 3, commit F 2, commit G 8, done A, done B, done C, done G, remove D no"), facts)
	var got []string
	for _, o := range r.Objectives {
		got = append(got, fmt.Sprintf("%s %s: %s, ever %s of %s", o.Objective, o.Name, o.Done.short(), o.DoneEver.short(), o.Scope.short()))
	}
	want := []string{
		"o2 Mobile: 2/1/5, ever 2/1/5 of 2/1/5",
		"o1 Export: 1/0/5, ever 4/1/13 of 7/2/23",
		"o3 Audit: 0/0/0, ever 0/0/0 of 0/0/0",
		"o4 Billing: 0/0/0, ever 0/0/0 of 0/0/0",
		"o5 Zoo: 0/0/0, ever 0/0/0 of 0/0/0",
		" : 1/0/8, ever 1/0/8 of 3/0/14",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if r.Figures.Found != 2 || r.Figures.Fixed != 1 || Velocity(r) != 18 {
		t.Errorf("%+v, velocity %d", r.Figures, Velocity(r))
	}
}

func TestTheMeanIsThatOfTheLastThreeClosedSprints(t *testing.T) {
	sprint := func(number, points int, state SprintState) Sprint {
		return Sprint{Number: number, State: state, Result: Result{Figures: Figures{Done: SprintCount{Stories: 9, Unsized: 2, Points: points}}}}
	}
	closed := func(velocities ...int) (all []Sprint) {
		for i, v := range velocities {
			all = append(all, sprint(i+1, v, SprintClosed))
		}
		return all
	}
	for _, x := range []struct {
		what    string
		sprints []Sprint
		want    int
		ok      bool
	}{
		{"none", nil, 0, false},
		{"two", closed(10, 20), 0, false},
		{"two and an active one", append(closed(10, 20), sprint(3, 30, SprintActive)), 0, false},
		{"three", closed(10, 20, 30), 20, true},
		{"three of nothing", closed(0, 0, 0), 0, true},
		{"a third is rounded down", closed(10, 10, 11), 10, true},
		{"two thirds are rounded up", closed(10, 11, 11), 11, true},
		{"the last three of four", closed(100, 1, 2, 3), 2, true},
		{"whatever their order", []Sprint{closed(100, 1, 2, 3)[3], sprint(5, 9, SprintPlanned), closed(100)[0], closed(0, 1)[1], closed(0, 0, 2)[2]}, 2, true},
	} {
		if got, ok := MeanVelocity(x.sprints); got != x.want || ok != x.ok {
			t.Errorf("%s: %d, %t, not %d, %t", x.what, got, ok, x.want, x.ok)
		}
	}
}

func TestWorkingDaysOfASprintAreCountedWhereItIs(t *testing.T) {
	easter := []string{"2026-04-03", "2026-04-06"} // a Friday and the Monday after it
	for _, x := range []struct {
		what, zone, starts, ends, started, now string
		holidays                               []string
		day, of, left                          int
		words                                  string
	}{
		{"two days before", "UTC", "2026-03-02", "2026-03-13", "", "2026-02-28T12:00:00Z", nil, 0, 10, 10, "starts in 2 days"},
		{"the day before", "UTC", "2026-03-02", "2026-03-13", "", "2026-03-01T23:59:00Z", nil, 0, 10, 10, "starts tomorrow"},
		{"its first day", "UTC", "2026-03-02", "2026-03-13", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z", nil, 1, 10, 9, "day 1 of 10 · 9 working days left"},
		{"its fourth", "UTC", "2026-03-02", "2026-03-13", "2026-03-02T09:00:00Z", "2026-03-05T12:00:00Z", nil, 4, 10, 6, "day 4 of 10 · 6 working days left"},
		{"its weekend", "UTC", "2026-03-02", "2026-03-13", "2026-03-02T09:00:00Z", "2026-03-07T12:00:00Z", nil, 5, 10, 5, "day 5 of 10 · 5 working days left"},
		{"the last but one", "UTC", "2026-03-02", "2026-03-13", "2026-03-02T09:00:00Z", "2026-03-12T12:00:00Z", nil, 9, 10, 1, "day 9 of 10 · 1 working day left"},
		{"its last", "UTC", "2026-03-02", "2026-03-13", "2026-03-02T09:00:00Z", "2026-03-13T23:59:00Z", nil, 10, 10, 0, "day 10 of 10 · ends today"},
		{"the day after", "UTC", "2026-03-02", "2026-03-13", "2026-03-02T09:00:00Z", "2026-03-14T00:00:00Z", nil, 10, 10, 0, "ended yesterday"},
		{"two days after", "UTC", "2026-03-02", "2026-03-13", "2026-03-02T09:00:00Z", "2026-03-15T12:00:00Z", nil, 10, 10, 0, "ended 2 days ago"},
		{"started late", "UTC", "2026-03-02", "2026-03-13", "2026-03-04T09:00:00Z", "2026-03-04T12:00:00Z", nil, 3, 10, 7, "day 3 of 10 · 7 working days left"},
		{"started early", "UTC", "2026-03-02", "2026-03-13", "2026-02-26T09:00:00Z", "2026-02-26T12:00:00Z", nil, 1, 12, 11, "day 1 of 12 · 11 working days left"},
		{"a holiday to come", "UTC", "2026-03-30", "2026-04-10", "2026-03-30T09:00:00Z", "2026-04-01T12:00:00Z", easter, 3, 8, 5, "day 3 of 8 · 5 working days left"},
		{"a holiday", "UTC", "2026-03-30", "2026-04-10", "2026-03-30T09:00:00Z", "2026-04-06T12:00:00Z", easter, 4, 8, 4, "day 4 of 8 · 4 working days left"},
		{"it ends on a holiday", "UTC", "2026-03-30", "2026-04-03", "2026-03-30T09:00:00Z", "2026-04-02T12:00:00Z", easter, 4, 4, 0, "day 4 of 4 · ends tomorrow"},
		{"it ends on a Sunday", "UTC", "2026-03-02", "2026-03-15", "2026-03-02T09:00:00Z", "2026-03-13T12:00:00Z", nil, 10, 10, 0, "day 10 of 10 · ends in 2 days"},
		{"it begins on a Saturday", "UTC", "2026-02-28", "2026-03-13", "2026-02-28T09:00:00Z", "2026-02-28T12:00:00Z", nil, 0, 10, 10, "10 working days left"},
		{"holidays only", "UTC", "2026-04-03", "2026-04-06", "2026-04-03T09:00:00Z", "2026-04-06T12:00:00Z", easter, 0, 0, 0, "ends today"},
		{"a day", "UTC", "2026-03-02", "2026-03-02", "2026-03-02T09:00:00Z", "2026-03-02T12:00:00Z", nil, 1, 1, 0, "day 1 of 1 · ends today"},
		{"tomorrow already, in its zone", "Pacific/Auckland", "2026-03-02", "2026-03-13", "2026-03-02T09:00:00Z", "2026-03-04T12:00:00Z", nil, 4, 10, 6, "day 4 of 10 · 6 working days left"},
		{"yesterday still", "America/Los_Angeles", "2026-03-02", "2026-03-13", "2026-03-02T19:00:00Z", "2026-03-14T06:59:00Z", nil, 10, 10, 0, "day 10 of 10 · ends today"},
		{"over a change of the clocks", "America/Los_Angeles", "2026-03-02", "2026-03-13", "2026-03-02T19:00:00Z", "2026-03-09T07:00:00Z", nil, 6, 10, 4, "day 6 of 10 · 4 working days left"},
		{"planned, on its first day", "UTC", "2026-03-02", "2026-03-13", "", "2026-03-02T12:00:00Z", nil, 1, 10, 9, "starts today"},
		{"planned, and not started", "UTC", "2026-03-02", "2026-03-13", "", "2026-03-03T12:00:00Z", nil, 2, 10, 8, "was to start yesterday"},
		{"planned, and never started", "UTC", "2026-03-02", "2026-03-13", "", "2026-03-16T12:00:00Z", nil, 10, 10, 0, "was to start 14 days ago"},
		{"a day left out", "Pacific/Apia", "2011-12-26", "2012-01-06", "2011-12-26T12:00:00Z", "2011-12-28T12:00:00Z", nil, 3, 9, 6, "day 3 of 9 · 6 working days left"},
	} {
		s := Sprint{Zone: x.zone, Starts: x.starts, Ends: x.ends, State: SprintPlanned}
		if x.started != "" {
			s.State, s.Started = SprintActive, instant(t, x.started)
		}
		now, at := instant(t, x.now), Workplace{Zone: "Asia/Tokyo", Holidays: x.holidays}
		if day, of, left := WorkingDaysLeft(s, now, at); day != x.day || of != x.of || left != x.left {
			t.Errorf("%s: day %d of %d, %d left", x.what, day, of, left)
		}
		if words := TimeLeft(s, now, at); words != x.words {
			t.Errorf("%s: %q, not %q", x.what, words, x.words)
		}
	}
}
