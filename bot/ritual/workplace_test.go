package ritual

import (
	"slices"
	"testing"
	"time"
)

func TestWorkIsDoneInWorkingHoursOfWorkingDays(t *testing.T) {
	late := Workplace{From: "10:30", Until: "18:00", Holidays: []string{"2026-03-31"}}
	for _, x := range []struct {
		at    Workplace
		now   string
		hours bool
		day   bool
		next  string // when working hours begin next
	}{
		{Workplace{}, "2026-03-27T08:59:59+01:00", false, true, "2026-03-27T09:00:00+01:00"}, // a Friday
		{Workplace{}, "2026-03-27T09:00:00+01:00", true, true, "2026-03-30T09:00:00+02:00"},  // the clocks change on Sunday
		{Workplace{}, "2026-03-27T16:59:59+01:00", true, true, "2026-03-30T09:00:00+02:00"},
		{Workplace{}, "2026-03-27T17:00:00+01:00", false, true, "2026-03-30T09:00:00+02:00"},
		{Workplace{}, "2026-03-28T12:00:00+01:00", false, false, "2026-03-30T09:00:00+02:00"},
		{Workplace{}, "2026-03-29T23:59:00+02:00", false, false, "2026-03-30T09:00:00+02:00"},
		{late, "2026-03-30T10:29:00+02:00", false, true, "2026-03-30T10:30:00+02:00"},
		{late, "2026-03-30T17:59:00+02:00", true, true, "2026-04-01T10:30:00+02:00"},
		{late, "2026-03-31T12:00:00+02:00", false, false, "2026-04-01T10:30:00+02:00"},
		{Workplace{From: "soon"}, "2026-03-30T09:00:00+02:00", true, true, "2026-03-31T09:00:00+02:00"},
	} {
		const zone = "Europe/Berlin"
		now := instant(t, x.now)
		x.at.Zone = zone
		if got := x.at.WorkingHours(now); got != x.hours {
			t.Errorf("%s: in working hours: %v", x.now, got)
		}
		if got := x.at.WorkingDay(now); got != x.day {
			t.Errorf("%s: a working day: %v", x.now, got)
		}
		sameInstant(t, x.now, x.at.NextWorkingMorning(now), x.next, zone)
	}
}

func TestTheMorningAfterIsOnAnotherDay(t *testing.T) {
	for now, want := range map[string]string{
		"2026-03-26T06:00:00+01:00": "2026-03-27T09:00:00+01:00",
		"2026-03-26T23:00:00+01:00": "2026-03-27T09:00:00+01:00",
		"2026-03-27T06:00:00+01:00": "2026-03-30T09:00:00+02:00",
	} {
		sameInstant(t, now, Workplace{Zone: "Europe/Berlin"}.MorningAfter(instant(t, now)), want, "Europe/Berlin")
	}
}

func TestWorkingDaysAreCountedWhereSomebodyWorks(t *testing.T) {
	holiday := []string{"2026-03-31"}
	for _, x := range []struct {
		zone  string
		off   []string
		since string
		n     int
		want  string
	}{
		{"Europe/Berlin", nil, "2026-03-23T10:00:00+01:00", 2, "2026-03-25T10:00:00+01:00"},
		{"Europe/Berlin", nil, "2026-03-26T10:00:59+01:00", 2, "2026-03-30T10:00:00+02:00"}, // to the minute, over the change of clocks
		{"Europe/Berlin", nil, "2026-03-27T18:00:00+01:00", 1, "2026-03-31T09:00:00+02:00"}, // counted from Monday's morning
		{"Europe/Berlin", nil, "2026-03-28T10:00:00+01:00", 2, "2026-04-01T09:00:00+02:00"},
		{"Europe/Berlin", holiday, "2026-03-30T10:00:00+02:00", 4, "2026-04-06T10:00:00+02:00"},
		{"Europe/Berlin", nil, "2026-03-23T10:00:00+01:00", 0, "2026-03-23T10:00:00+01:00"},
		{"America/New_York", nil, "2026-03-06T10:00:00-05:00", 2, "2026-03-10T10:00:00-04:00"},
		{"America/New_York", nil, "2026-10-30T16:59:00-04:00", 1, "2026-11-02T16:59:00-05:00"},
		{"Australia/Lord_Howe", nil, "2026-04-03T09:30:00+11:00", 1, "2026-04-06T09:30:00+10:30"},
	} {
		at := Workplace{Zone: x.zone, Holidays: x.off}
		got := at.AfterWorkingDays(instant(t, x.since), x.n)
		sameInstant(t, x.since, got, x.want, x.zone)
		if !at.WorkingHours(got) {
			t.Errorf("%s: %s is not in working hours", x.since, x.want)
		}
	}
}

func TestSomebodysOwnHoursAndDaysGoBeforeThoseOfTheProduct(t *testing.T) {
	s := Settings{Zone: "Europe/Berlin", From: "10:00", Until: "18:00", Holidays: []string{"2026-03-31"}}
	nights := Workplace{From: "20:00", Until: "23:00", Days: 1<<time.Friday | 1<<time.Sunday, Holidays: []string{"2026-03-27"}}
	for name, x := range map[string]struct {
		who  Person
		want Workplace
	}{
		"nobody knows":     {Person{}, Workplace{Zone: "Europe/Berlin", From: "10:00", Until: "18:00", Holidays: []string{"2026-03-31"}}},
		"their own zone":   {Person{Zone: "Asia/Tokyo"}, Workplace{Zone: "Asia/Tokyo", From: "10:00", Until: "18:00", Holidays: []string{"2026-03-31"}}},
		"their own choice": {Person{Zone: "Asia/Tokyo", Work: nights}, Workplace{"Asia/Tokyo", "20:00", "23:00", nights.Days, []string{"2026-03-27", "2026-03-31"}}},
		"their own days": {Person{Work: Workplace{Days: 1 << time.Monday, Holidays: []string{"2026-04-01"}}},
			Workplace{"Europe/Berlin", "10:00", "18:00", 1 << time.Monday, []string{"2026-04-01", "2026-03-31"}}},
	} {
		got := s.Workplace(x.who)
		if got.Zone != x.want.Zone || got.From != x.want.From || got.Until != x.want.Until || got.Days != x.want.Days || !slices.Equal(got.Holidays, x.want.Holidays) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if len(s.Holidays) != 1 || len(nights.Holidays) != 1 {
		t.Error("the days of one were added to the other's")
	}
}

func TestTheWeekIsMondayToFridayUnlessSomebodyChose(t *testing.T) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if got := Weekdays(0).Has(d); got != (d != time.Sunday && d != time.Saturday) {
			t.Errorf("%s: %v", d, got)
		}
		if got := (Weekdays(1) << time.Saturday).Has(d); got != (d == time.Saturday) {
			t.Errorf("%s of somebody who works on Saturdays: %v", d, got)
		}
	}
}
