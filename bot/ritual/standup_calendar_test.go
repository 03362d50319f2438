package ritual

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// sunToThu is a week of work in Cairo.
const sunToThu = Weekdays(0b11111)

// lives is somebody on a roster who lives in a zone.
func lives(zone string) Rostered {
	return Rostered{Who: Person{ID: zone, Zone: zone}, At: Workplace{Zone: zone}}
}

// with is somebody with other days of work, and days off.
func (r Rostered) with(days Weekdays, holidays ...string) Rostered {
	r.At.Days, r.At.Holidays = days, holidays
	return r
}

func (r Rostered) optional() Rostered {
	r.Optional = true
	return r
}

func TestEachIsAskedWhenTheirClocksShowIt(t *testing.T) {
	for _, x := range []struct{ zone, day, clock, want string }{
		{"Europe/Berlin", "2026-03-03", "09:30", "2026-03-03T09:30:00+01:00"},
		{"Etc/GMT+12", "2026-03-03", "09:30", "2026-03-03T21:30:00Z"},
		{"Pacific/Kiritimati", "2026-03-03", "09:30", "2026-03-02T19:30:00Z"},
		{"Asia/Kathmandu", "2026-03-03", "09:30", "2026-03-03T03:45:00Z"},
		{"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-05T01:45:00+11:00"}, // comes twice
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:30:00+11:00"}, // never comes
		{"Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T02:30:00+02:00"},
		{"Africa/Cairo", "2026-04-24", "00:00", "2026-04-24T01:00:00+03:00"},
		{"Pacific/Apia", "2011-12-30", "09:30", "2011-12-31T00:00:00+14:00"}, // no such day
		{"Mars/Base", "2026-03-03", "09:30", "2026-03-03T09:30:00Z"},
	} {
		s := StandupSetup{Time: x.clock}
		sameInstant(t, x.zone+" "+x.day+" "+x.clock, s.AskAt(x.day, Workplace{Zone: x.zone}), x.want, x.zone)
	}
}

func TestNobodyIsAskedTwiceADayHoweverTheClocksChange(t *testing.T) {
	for _, zone := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu", "Etc/GMT+12", "Pacific/Kiritimati", "America/Santiago"} {
		for _, at := range []string{"00:00", "01:30", "02:15", "02:30", "09:30", "21:59"} {
			s, before := StandupSetup{Time: at}, time.Time{}
			for _, day := range daysFrom("2026-01-01", 366) {
				due := s.AskAt(day, Workplace{Zone: zone})
				if Today(due, zone) != day || !before.IsZero() && (due.Sub(before) < 22*time.Hour || due.Sub(before) > 26*time.Hour) {
					t.Errorf("%s at %s: on %s they are asked at %s, and before at %s", zone, at, day, due.In(zoneOf(zone)), before)
				}
				before = due
			}
		}
	}
}

func TestARosterKnowsWhereAndWhenEachWorks(t *testing.T) {
	people := map[string]Person{
		"U1": {Zone: "Asia/Tokyo", Work: Workplace{From: "10:00", Until: "18:00", Holidays: []string{"2026-05-05", "2026-08-10"}}, Off: []string{"2026-08-10"}},
		"U2": {Work: Workplace{Days: sunToThu}}, "U3": {Kind: Gone}, "U4": {Zone: "America/New_York"},
	}
	set := Settings{Zone: "Europe/Paris", Holidays: []string{"2026-12-24"}}
	s := StandupSetup{People: []string{"U1", "U2", "U1", "U3"}, Optional: []string{"U4", "U5"}}
	names := func(all []Rostered) string {
		var words []string
		for _, r := range all {
			words = append(words, fmt.Sprintf("%s %s %v", r.Who.ID, r.At.Zone, r.Optional))
		}
		return strings.Join(words, ", ")
	}
	country := []string{"2026-10-03"}
	for name, x := range map[string]struct {
		zone, holidays string
		want           string
		days           []string // of U1
	}{
		"each their own": {"", "", "U1 Asia/Tokyo false, U2 Europe/Berlin false, U4 America/New_York true, U5 Europe/Berlin true",
			[]string{"2026-05-05", "2026-08-10", "2026-12-24"}},
		"one clock for all": {"UTC", "", "U1 UTC false, U2 UTC false, U4 UTC true, U5 UTC true", []string{"2026-05-05", "2026-08-10", "2026-12-24"}},
		"of one country": {"", "DE", "U1 Asia/Tokyo false, U2 Europe/Berlin false, U4 America/New_York true, U5 Europe/Berlin true",
			[]string{"2026-10-03", "2026-08-10", "2026-12-24"}},
	} {
		s.Zone, s.Holidays = x.zone, x.holidays
		all := s.Roster(people, set, "Europe/Berlin", country)
		if got := names(all); got != x.want || !slices.Equal(all[0].At.Holidays, x.days) || all[1].At.Days != sunToThu || all[0].At.From != "10:00" {
			t.Errorf("%s: %s, %+v", name, got, all)
		}
	}
	s.Holidays = NoCountry
	if all := s.Roster(people, set, "UTC", nil); !slices.Equal(all[0].At.Holidays, []string{"2026-08-10", "2026-12-24"}) {
		t.Errorf("without public holidays: %v", all[0].At.Holidays)
	}
	if all := (StandupSetup{}).Roster(people, set, "UTC", nil); len(all) != 0 {
		t.Errorf("of nobody: %v", all)
	}
}

func TestWhoDoesNotWorkOnADayIsNotAsked(t *testing.T) {
	berlin, cairo := lives("Europe/Berlin"), lives("Africa/Cairo").with(sunToThu)
	part := berlin.with(MondayToFriday &^ (1 << time.Friday))
	const monday, friday, saturday, sunday = "2026-03-02", "2026-03-06", "2026-03-07", "2026-03-08"
	every := Weekdays(0b1111111)
	for name, x := range map[string]struct {
		days   Weekdays
		day    string
		roster []Rostered
		want   string // why, of each
	}{
		"a Monday":                           {MondayToFriday, monday, []Rostered{berlin, cairo}, "-,-"},
		"Friday in Cairo":                    {MondayToFriday, friday, []Rostered{berlin, cairo}, "-,weekend"},
		"Sunday in Berlin":                   {every, sunday, []Rostered{berlin, cairo}, "weekend,-"},
		"Friday, where all are in Cairo":     {MondayToFriday, friday, []Rostered{cairo, cairo}, "weekend,weekend"},
		"Friday, which none of them works":   {MondayToFriday, friday, []Rostered{part}, "weekend"},
		"Friday on purpose":                  {sunToThu | 1<<time.Friday, friday, []Rostered{cairo, cairo}, "-,-"},
		"Saturday on purpose":                {every, saturday, []Rostered{berlin, cairo}, "-,-"},
		"Saturday, and one works then":       {every, saturday, []Rostered{berlin, berlin.with(1 << time.Saturday)}, "weekend,-"},
		"Saturday on purpose, and a holiday": {every, saturday, []Rostered{berlin.with(0, saturday), berlin}, "holiday,-"},
		"a holiday":                          {MondayToFriday, monday, []Rostered{berlin, cairo.with(sunToThu, monday)}, "-,holiday"},
	} {
		s := StandupSetup{Days: x.days, Time: "09:30", Summary: "11:30", People: []string{"U1"}}
		_, turns := s.Open("s1", x.day, "Europe/Berlin", x.roster, noon)
		var got []string
		for i, turn := range turns {
			why := string(turn.Why)
			if (why == "") != (turn.State == TurnDue) || (why != "") != (turn.State == TurnOff) || turn.Place != i || why != "" && !turn.RemindAt.IsZero() {
				t.Errorf("%s: %+v", name, turn)
			}
			if why == "" {
				why = "-"
			}
			got = append(got, why)
		}
		if words := strings.Join(got, ","); words != x.want {
			t.Errorf("%s: %s", name, words)
		}
	}
}

func TestTheSummaryComesWhenThoseWhoAreWaitedForHadTheirTime(t *testing.T) {
	const team, day = "Europe/Berlin", "2026-03-03"
	berlin, tokyo, newYork, la := lives(team), lives("Asia/Tokyo"), lives("America/New_York"), lives("America/Los_Angeles")
	away := la
	away.Who = away.Who.With(Absence{"2026-03-02", day})
	back := la
	back.Who = back.Who.With(Absence{"2026-03-01", "2026-03-02"})
	for name, x := range map[string]struct {
		summary string
		roster  []Rostered
		want    string
	}{
		"as set":                                {"11:30", []Rostered{berlin, tokyo}, "2026-03-03T11:30:00+01:00"},
		"later, as set":                         {"17:00", []Rostered{berlin, newYork}, "2026-03-03T17:30:00+01:00"},
		"late enough, as set":                   {"18:00", []Rostered{berlin, newYork}, "2026-03-03T18:00:00+01:00"},
		"two hours after the last":              {"11:30", []Rostered{berlin, lives("Europe/Lisbon")}, "2026-03-03T12:30:00+01:00"},
		"four hours later at most":              {"11:30", []Rostered{berlin, newYork}, "2026-03-03T15:30:00+01:00"},
		"which the coast does not change":       {"11:30", []Rostered{berlin, newYork, la}, "2026-03-03T15:30:00+01:00"},
		"all of them in the west":               {"11:30", []Rostered{newYork}, "2026-03-03T17:30:00+01:00"},
		"all of them far in the west":           {"11:30", []Rostered{la}, "2026-03-03T20:30:00+01:00"},
		"all in the west, two hours for some":   {"11:30", []Rostered{newYork, la}, "2026-03-03T17:30:00+01:00"},
		"all of them in the east":               {"11:30", []Rostered{tokyo, lives("Pacific/Kiritimati")}, "2026-03-03T11:30:00+01:00"},
		"not for who is asked without waiting":  {"11:30", []Rostered{berlin, la.optional()}, "2026-03-03T11:30:00+01:00"},
		"but where only such are asked":         {"11:30", []Rostered{berlin.with(0, day), la.optional()}, "2026-03-03T20:30:00+01:00"},
		"not for who is off":                    {"11:30", []Rostered{berlin, la.with(0, day)}, "2026-03-03T11:30:00+01:00"},
		"not for who is away":                   {"11:30", []Rostered{berlin, away}, "2026-03-03T11:30:00+01:00"},
		"but for who is back":                   {"11:30", []Rostered{berlin, back}, "2026-03-03T15:30:00+01:00"},
		"nobody works":                          {"11:30", []Rostered{berlin.with(0, day)}, "2026-03-03T11:30:00+01:00"},
		"nobody is there":                       {"11:30", nil, "2026-03-03T11:30:00+01:00"},
		"the first and the last zone there are": {"11:30", []Rostered{lives("Pacific/Kiritimati"), lives("Etc/GMT+12")}, "2026-03-03T15:30:00+01:00"},
	} {
		s := StandupSetup{Days: MondayToFriday, Time: "09:30", Summary: x.summary}
		sameInstant(t, name, s.SummaryOn(day, team, x.roster), x.want, team)
		run, _ := s.Open("s1", day, team, x.roster, noon)
		sameInstant(t, name+", of its run", run.SummaryAt, x.want, team)
	}
	fixed := StandupSetup{Days: MondayToFriday, Time: "09:30", Summary: "11:30", Zone: "America/New_York"}
	in := fixed.Roster(map[string]Person{"U1": {Zone: "Asia/Tokyo"}}, Settings{}, team, nil)
	sameInstant(t, "of nobody by the clocks of New York", fixed.SummaryOn(day, team, in), "2026-03-03T11:30:00+01:00", team)
	fixed.People = []string{"U1", "U2"}
	in = fixed.Roster(map[string]Person{"U1": {Zone: "Asia/Tokyo"}}, Settings{}, team, nil)
	sameInstant(t, "by the clocks of New York", fixed.SummaryOn(day, team, in), "2026-03-03T17:30:00+01:00", team)
	spring := StandupSetup{Days: 1, Time: "00:30", Summary: "02:30"}
	sameInstant(t, "as the clocks skip it", spring.SummaryOn("2026-03-29", team, []Rostered{berlin.with(1)}), "2026-03-29T03:30:00+02:00", team)
}
