package ritual

import (
	"testing"
	"time"
)

func TestSomebodyIsRemindedAnHourBeforeTheSummaryAndNotAtNight(t *testing.T) {
	const team, day = "Europe/Berlin", "2026-03-03"
	hours := func(r Rostered, from, until string) Rostered {
		r.At.From, r.At.Until = from, until
		return r
	}
	berlin, tokyo, la := lives(team), lives("Asia/Tokyo"), lives("America/Los_Angeles")
	fixed := tokyo
	fixed.At.Zone = team // asked by the clocks of the team
	for name, x := range map[string]struct {
		at, summary string
		who         Rostered
		with        []Rostered // on the same roster
		want        string     // none where it is empty
	}{
		"an hour before":                       {"09:30", "11:30", berlin, nil, "2026-03-03T10:30:00+01:00"},
		"later with a later summary":           {"09:30", "16:00", berlin, nil, "2026-03-03T15:00:00+01:00"},
		"before they stop working":             {"09:30", "19:00", berlin, nil, "2026-03-03T16:00:00+01:00"},
		"which is when they say":               {"09:30", "19:00", hours(berlin, "08:00", "14:00"), nil, "2026-03-03T13:00:00+01:00"},
		"in the east":                          {"09:30", "15:00", tokyo, []Rostered{berlin}, "2026-03-03T16:00:00+09:00"},
		"in the east, asked late in their day": {"15:45", "17:45", tokyo, []Rostered{berlin}, "2026-03-03T16:45:00+09:00"},
		"in the east, who stop at once":        {"09:30", "15:00", hours(tokyo, "06:00", "10:00"), []Rostered{berlin}, "2026-03-03T10:30:00+09:00"},
		"in the evening, as the standup is":    {"18:00", "20:00", berlin, nil, "2026-03-03T19:00:00+01:00"},
		"in the west":                          {"09:30", "11:30", la, nil, "2026-03-03T10:30:00-08:00"},
		"in the west, for whom nobody waits":   {"09:30", "11:30", la, []Rostered{berlin}, ""}, // asked after the summary
		"half an hour after the question":      {"09:30", "11:30", lives("America/St_Johns"), []Rostered{berlin}, "2026-03-03T10:00:00-03:30"},
		"but not sooner":                       {"09:30", "11:30", lives("America/Halifax"), []Rostered{berlin}, ""}, // asked at 14:30, the summary is at 15:30
		"nobody whose answer is optional":      {"09:30", "11:30", berlin.optional(), nil, ""},
		"by the clocks where they are":         {"08:00", "15:00", fixed, nil, "2026-03-03T09:00:00+01:00"}, // 17:00 in Tokyo is 09:00
	} {
		s := StandupSetup{Days: MondayToFriday, Time: x.at, Summary: x.summary}
		if x.who.At.Zone != x.who.Who.Zone {
			s.Zone = x.who.At.Zone
		}
		run, turns := s.Open("s1", day, team, append([]Rostered{x.who}, x.with...), noon)
		switch got := turns[0].RemindAt; {
		case x.want != "":
			sameInstant(t, name, got, x.want, x.who.Who.Zone)
		case !got.IsZero():
			t.Errorf("%s: at %s, with a summary at %s", name, got.In(zoneOf(x.who.Who.Zone)), run.SummaryAt)
		}
		s.NoReminder = true
		if _, turns := s.Open("s1", day, team, []Rostered{x.who}, noon); !turns[0].RemindAt.IsZero() {
			t.Errorf("%s: where nobody is reminded they are", name)
		}
	}
}

// asking is the run of a standup that asks at half past nine, and somebody's turn in it.
func asking(summary string) (StandupRun, StandupTurn) {
	s := StandupSetup{Days: MondayToFriday, Time: "09:30", Summary: summary}
	run, turns := s.Open("s1", "2026-03-03", "Europe/Berlin", []Rostered{lives("Europe/Berlin")}, noon)
	return run, turns[0]
}

func TestATurnIsTakenOnceItIsTime(t *testing.T) {
	member := Person{Kind: Member}
	for name, x := range map[string]struct {
		summary        string
		who            Person
		away, answered bool
		late           time.Duration
		want           TurnState
	}{
		"in time":                               {"11:30", member, false, false, 0, TurnAsked},
		"whom nobody described":                 {"11:30", Person{}, false, false, 0, TurnAsked},
		"late by less than the window":          {"11:30", member, false, false, 2*time.Hour - time.Nanosecond, TurnAsked},
		"late by the window":                    {"11:30", member, false, false, 2 * time.Hour, TurnMissed},
		"late by less than a longer one":        {"15:00", member, false, false, 5*time.Hour + 30*time.Minute - time.Nanosecond, TurnAsked},
		"late by a longer one":                  {"15:00", member, false, false, 5*time.Hour + 30*time.Minute, TurnMissed},
		"late by days":                          {"15:00", member, false, false, 50 * time.Hour, TurnMissed},
		"who has answered":                      {"11:30", member, false, true, 0, TurnEarly},
		"who has answered, and is away":         {"11:30", member, true, true, 0, TurnEarly},
		"who has answered, and it is too late":  {"11:30", member, false, true, 50 * time.Hour, TurnEarly},
		"who is away":                           {"11:30", member, true, false, 0, TurnOff},
		"who is away, and it is too late":       {"11:30", member, true, false, 50 * time.Hour, TurnOff},
		"who has left":                          {"11:30", Person{Kind: Gone}, false, false, 0, TurnGone},
		"who has left, was away and had spoken": {"11:30", Person{Kind: Gone}, true, true, 0, TurnGone},
	} {
		run, turn := asking(x.summary)
		now := turn.Due.Add(x.late)
		got := turn.Ask(run, x.who, x.away, x.answered, now)
		if got.State != x.want || (got.State == TurnAsked) != got.Asked.Equal(now) || (got.Why == OffAway) != (x.want == TurnOff) || got.Due != turn.Due {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestSomebodyIsRemindedOnceAndOnlyWhileItHelps(t *testing.T) {
	run, turn := asking("12:30")
	asked := turn.Ask(run, Person{}, false, false, turn.Due)
	at := asked.RemindAt // 11:30
	if want := turn.Due.Add(2 * time.Hour); !at.Equal(want) {
		t.Fatalf("it is due at %s", at)
	}
	for name, x := range map[string]struct {
		with           func(t *StandupTurn, run *StandupRun)
		away, answered bool
		now            time.Time
		want           bool
	}{
		"when it is time":               {nil, false, false, at, true},
		"a moment before":               {nil, false, false, at.Add(-time.Second), false},
		"late by less than an hour":     {nil, false, false, at.Add(time.Hour - time.Second), true},
		"late by an hour":               {nil, false, false, at.Add(time.Hour), false},
		"who has answered":              {nil, false, true, at, false},
		"who is away":                   {nil, true, false, at, false},
		"who was reminded":              {func(t *StandupTurn, _ *StandupRun) { t.Reminded = at.Add(-time.Minute) }, false, false, at, false},
		"whose answer is optional":      {func(t *StandupTurn, _ *StandupRun) { t.Optional = true }, false, false, at, false},
		"who is not to be":              {func(t *StandupTurn, _ *StandupRun) { t.RemindAt = time.Time{} }, false, false, at, false},
		"who was not asked":             {func(t *StandupTurn, _ *StandupRun) { t.State = TurnMissed }, false, false, at, false},
		"who is asked in a moment":      {func(t *StandupTurn, _ *StandupRun) { t.State = TurnDue }, false, false, at, false},
		"who was asked half an hour to": {func(t *StandupTurn, _ *StandupRun) { t.Asked = at.Add(-30 * time.Minute) }, false, false, at, true},
		"who was asked just now":        {func(t *StandupTurn, _ *StandupRun) { t.Asked = at.Add(-29 * time.Minute) }, false, false, at, false},
		"once the summary is due":       {func(_ *StandupTurn, r *StandupRun) { r.SummaryAt = at }, false, false, at, false},
	} {
		turn, run := asked, run
		if x.with != nil {
			x.with(&turn, &run)
		}
		if got := turn.Remind(run, x.away, x.answered, x.now); got != x.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhoIsInTheEastIsNotRemindedInTheNight(t *testing.T) {
	s := StandupSetup{Days: MondayToFriday, Time: "09:30", Summary: "15:00"}
	run, turns := s.Open("s1", "2026-03-03", "America/New_York", []Rostered{lives("Asia/Tokyo")}, noon)
	asked := turns[0].Ask(run, Person{}, false, false, turns[0].Due)
	sameInstant(t, "the reminder", asked.RemindAt, "2026-03-03T16:00:00+09:00", "Asia/Tokyo")
	if !asked.Remind(run, false, false, instant(t, "2026-03-03T16:59:00+09:00")) {
		t.Error("somewhat late they are not")
	}
	if asked.Remind(run, false, false, instant(t, "2026-03-04T03:00:00+09:00")) { // Tandem was down
		t.Error("at three in the night they are, as the summary is due at five")
	}
}

func TestWhoIsAwayIsNotWaitedForOnTheDayThatItIsAbout(t *testing.T) {
	run, turn := asking("11:30")
	berlin := Workplace{Zone: "Europe/Berlin"}
	there, after, before := turn.Due.Add(time.Hour), instant(t, "2026-03-04T00:00:00+01:00"), instant(t, "2026-03-02T23:59:59+01:00")
	asked := turn.Ask(run, Person{}, false, false, turn.Due)
	off := asked
	off.State, off.Why = TurnOff, OffAway
	never := turn.Ask(run, Person{}, true, false, turn.Due)
	weekend := StandupTurn{State: TurnOff, Why: OffWeekend}
	for name, x := range map[string]struct {
		turn StandupTurn
		away bool
		at   Workplace
		now  time.Time
		want TurnState
	}{
		"asked, and away now":              {asked, true, berlin, there, TurnOff},
		"asked, away in the last moment":   {asked, true, berlin, after.Add(-time.Second), TurnOff},
		"asked, away the day after":        {asked, true, berlin, after, TurnAsked},
		"asked, away the day before":       {asked, true, berlin, before, TurnAsked},
		"asked, and it is tomorrow there":  {asked, true, Workplace{Zone: "Pacific/Kiritimati"}, there.Add(time.Hour), TurnAsked},
		"asked, and there":                 {asked, false, berlin, there, TurnAsked},
		"away, and back":                   {off, false, berlin, there, TurnAsked},
		"away, and back the day after":     {off, false, berlin, after, TurnOff},
		"away, and still away":             {off, true, berlin, there, TurnOff},
		"not asked, and back":              {never, false, berlin, there, TurnOff},
		"at a weekend, and not away":       {weekend, false, berlin, there, TurnOff},
		"not their turn yet, and away":     {turn, true, berlin, there, TurnDue}, // Ask finds out
		"who had answered early, and away": {StandupTurn{State: TurnEarly}, true, berlin, there, TurnEarly},
		"who was missed, and away":         {StandupTurn{State: TurnMissed}, true, berlin, there, TurnMissed},
		"who has left, and away":           {StandupTurn{State: TurnGone}, true, berlin, there, TurnGone},
	} {
		got := x.turn.AwayNow(run, x.away, x.at, x.now)
		if got.State != x.want || got.State == TurnAsked && got.Why != "" || got.State == TurnOff && got.Why == "" || got.Asked != x.turn.Asked {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestWhoMovesIsAskedWhereTheyAreThenAndOnce(t *testing.T) {
	run, turn := asking("11:30")
	now := turn.Due.Add(-6 * time.Hour)
	west := turn.Moved(run, lives("America/New_York"), now)
	sameInstant(t, "in the west", west.Due, "2026-03-03T09:30:00-05:00", "America/New_York")
	if !west.RemindAt.IsZero() { // the summary does not move
		t.Errorf("after the summary they are reminded at %s", west.RemindAt)
	}
	if back := west.Moved(run, lives("Europe/Berlin"), now); back != turn {
		t.Errorf("back again: %+v, not %+v", back, turn)
	}
	east := turn.Moved(run, lives("Asia/Kolkata"), now)
	sameInstant(t, "in the east", east.Due, "2026-03-03T09:30:00+05:30", "Asia/Kolkata")
	sameInstant(t, "and reminded", east.RemindAt, "2026-03-03T10:30:00+01:00", "Europe/Berlin")
	for _, state := range []TurnState{TurnAsked, TurnEarly, TurnOff, TurnMissed, TurnGone, TurnJoined} {
		turn.State = state
		if got := turn.Moved(run, lives("America/New_York"), now); got != turn {
			t.Errorf("%s: %+v", state, got)
		}
	}
	turn.State = TurnDue
	fixed := run
	fixed.Setup.Zone, fixed.Setup.People = "Europe/Berlin", []string{"U1"}
	r := fixed.Setup.Roster(map[string]Person{"U1": {Zone: "America/New_York"}}, Settings{}, "UTC", nil)
	if got := turn.Moved(fixed, r[0], now); !got.Due.Equal(turn.Due) {
		t.Errorf("by one clock for all: %+v", got)
	}
}

func TestWhoMovesPastTheirHourIsAskedAtOnce(t *testing.T) {
	run, turn := asking("11:30")
	landed := turn.Due.Add(4 * time.Hour)
	west := turn.Moved(run, lives("America/New_York"), turn.Due.Add(-time.Hour))
	east := west.Moved(run, lives("Asia/Tokyo"), landed) // where it is half past nine in the evening
	if !east.Due.Equal(landed) || !east.RemindAt.IsZero() {
		t.Errorf("%+v", east)
	}
	if asked := east.Ask(run, Person{}, false, false, landed.Add(time.Minute)); asked.State != TurnAsked {
		t.Errorf("they are %s", asked.State)
	}
	// Who was to be asked before, as Tandem was down, is late by as much as they are.
	if late := turn.Moved(run, lives("Asia/Tokyo"), landed); late.Ask(run, Person{}, false, false, landed).State != TurnMissed {
		t.Errorf("%+v", late)
	}
}

func TestATurnThatIsToComeFollowsOnesOwnWorkingDays(t *testing.T) {
	run, turn := asking("11:30") // a Tuesday
	works := lives("Europe/Berlin")
	free, weekend := works, works
	free.At.Holidays = []string{run.Day}
	weekend.At.Days = 1 << time.Monday
	off := func(why OffWhy) StandupTurn { t := turn; t.State, t.Why = TurnOff, why; return t }
	asked := turn
	asked.State = TurnAsked
	before, after := turn.Due.Add(-time.Hour), turn.Due.Add(time.Hour)
	for _, x := range []struct {
		name string
		turn StandupTurn
		r    Rostered
		now  time.Time
		want StandupTurn
	}{
		{"they work as before", turn, works, before, turn},
		{"a day off", turn, free, before, off(OffHoliday)},
		{"not their day of the week", turn, weekend, before, off(OffWeekend)},
		{"a day off no more", off(OffHoliday), works, before, turn},
		{"a day off no more, and their hour is over", off(OffHoliday), works, after, off(OffHoliday)},
		{"they said that they are away", off(OffAway), works, before, off(OffAway)},
		{"they were asked", asked, free, before, asked},
	} {
		if got := x.turn.Works(run, x.r, []Rostered{x.r, works}, x.now); got != x.want {
			t.Errorf("%s: %+v, not %+v", x.name, got, x.want)
		}
	}
}
