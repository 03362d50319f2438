package ritual

import (
	"testing"
	"time"
)

// instant reads 2026-03-29T01:30:00Z, with any offset.
func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// sameInstant wants an instant, and says what came instead as its zone's clocks show it.
func sameInstant(t *testing.T, what string, got time.Time, want, zone string) {
	t.Helper()
	if !got.Equal(instant(t, want)) {
		t.Errorf("%s: %s, not %s", what, got.In(zoneOf(zone)).Format(time.RFC3339), want)
	}
}

func TestATimeOfTheDayHappensOnceHoweverTheClocksChange(t *testing.T) {
	for _, x := range []struct{ zone, day, clock, want string }{
		{"Europe/Berlin", "2026-03-29", "01:59", "2026-03-29T01:59:00+01:00"},
		{"Europe/Berlin", "2026-03-29", "02:00", "2026-03-29T03:00:00+02:00"}, // skipped: when it is three
		{"Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T02:30:00+02:00"}, // twice: the first
		{"Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T03:00:00+01:00"},
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T03:00:00-04:00"},
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00"},
		{"America/New_York", "2026-11-01", "02:00", "2026-11-01T02:00:00-05:00"},
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:30:00+11:00"}, // by half an hour
		{"Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-04T02:30:00+11:00"},
		{"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-05T01:45:00+11:00"},
		{"Australia/Lord_Howe", "2026-04-05", "02:00", "2026-04-05T02:00:00+10:30"},
		{"America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04T01:00:00-02:00"}, // no midnight
		{"Pacific/Apia", "2011-12-30", "09:00", "2011-12-31T00:00:00+14:00"},      // no such day
		{"UTC", "2026-03-29", "02:30", "2026-03-29T02:30:00Z"},
		{"No/Where", "2026-03-29", "02:30", "2026-03-29T02:30:00Z"},
	} {
		d, err := time.Parse(time.DateOnly, x.day)
		since, ok := clock(x.clock)
		if err != nil || !ok {
			t.Fatal(x.day, x.clock, err)
		}
		sameInstant(t, x.zone+" "+x.day+" "+x.clock, civil(d).at(since, zoneOf(x.zone)), x.want, x.zone)
	}
}

func TestTheDayBeginsAtMidnightWhereThePersonIs(t *testing.T) {
	for _, x := range []struct{ zone, now, want string }{
		{"Europe/Berlin", "2026-03-29T12:00:00+02:00", "2026-03-29T00:00:00+01:00"},
		{"Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30T00:00:00+02:00"},
		{"America/New_York", "2026-11-01T23:59:00-05:00", "2026-11-01T00:00:00-04:00"},
		{"Australia/Lord_Howe", "2026-04-05T12:00:00+10:30", "2026-04-05T00:00:00+11:00"},
		{"America/Sao_Paulo", "2018-11-04T12:00:00-02:00", "2018-11-04T01:00:00-02:00"},
		{"", "2026-03-29T23:59:59Z", "2026-03-29T00:00:00Z"},
	} {
		sameInstant(t, x.zone+" "+x.now, LocalDay(instant(t, x.now), x.zone), x.want, x.zone)
	}
}

func TestWorkIsDoneInWorkingHoursOfWorkingDays(t *testing.T) {
	late := Settings{From: "10:30", Until: "18:00", Holidays: []string{"2026-03-31"}}
	for _, x := range []struct {
		s     Settings
		now   string
		hours bool
		day   bool
		next  string // when working hours begin next
	}{
		{Settings{}, "2026-03-27T08:59:59+01:00", false, true, "2026-03-27T09:00:00+01:00"}, // a Friday
		{Settings{}, "2026-03-27T09:00:00+01:00", true, true, "2026-03-30T09:00:00+02:00"},  // the clocks change on Sunday
		{Settings{}, "2026-03-27T16:59:59+01:00", true, true, "2026-03-30T09:00:00+02:00"},
		{Settings{}, "2026-03-27T17:00:00+01:00", false, true, "2026-03-30T09:00:00+02:00"},
		{Settings{}, "2026-03-28T12:00:00+01:00", false, false, "2026-03-30T09:00:00+02:00"},
		{Settings{}, "2026-03-29T23:59:00+02:00", false, false, "2026-03-30T09:00:00+02:00"},
		{late, "2026-03-30T10:29:00+02:00", false, true, "2026-03-30T10:30:00+02:00"},
		{late, "2026-03-30T17:59:00+02:00", true, true, "2026-04-01T10:30:00+02:00"},
		{late, "2026-03-31T12:00:00+02:00", false, false, "2026-04-01T10:30:00+02:00"},
		{Settings{From: "soon"}, "2026-03-30T09:00:00+02:00", true, true, "2026-03-31T09:00:00+02:00"},
	} {
		const zone = "Europe/Berlin"
		now := instant(t, x.now)
		if got := WorkingHours(now, zone, x.s); got != x.hours {
			t.Errorf("%s: in working hours: %v", x.now, got)
		}
		if got := WorkingDay(now, zone, x.s); got != x.day {
			t.Errorf("%s: a working day: %v", x.now, got)
		}
		sameInstant(t, x.now, NextWorkingMorning(now, zone, x.s), x.next, zone)
	}
}

func TestTheMorningAfterIsOnAnotherDay(t *testing.T) {
	for now, want := range map[string]string{
		"2026-03-26T06:00:00+01:00": "2026-03-27T09:00:00+01:00",
		"2026-03-26T23:00:00+01:00": "2026-03-27T09:00:00+01:00",
		"2026-03-27T06:00:00+01:00": "2026-03-30T09:00:00+02:00",
	} {
		sameInstant(t, now, MorningAfter(instant(t, now), "Europe/Berlin", Settings{}), want, "Europe/Berlin")
	}
}

func TestWorkingDaysAreCountedWhereSomebodyWorks(t *testing.T) {
	holiday := Settings{Holidays: []string{"2026-03-31"}}
	for _, x := range []struct {
		zone  string
		s     Settings
		since string
		n     int
		want  string
	}{
		{"Europe/Berlin", Settings{}, "2026-03-23T10:00:00+01:00", 2, "2026-03-25T10:00:00+01:00"},
		{"Europe/Berlin", Settings{}, "2026-03-26T10:00:59+01:00", 2, "2026-03-30T10:00:00+02:00"}, // to the minute, over the change of clocks
		{"Europe/Berlin", Settings{}, "2026-03-27T18:00:00+01:00", 1, "2026-03-31T09:00:00+02:00"}, // counted from Monday's morning
		{"Europe/Berlin", Settings{}, "2026-03-28T10:00:00+01:00", 2, "2026-04-01T09:00:00+02:00"},
		{"Europe/Berlin", holiday, "2026-03-30T10:00:00+02:00", 4, "2026-04-06T10:00:00+02:00"},
		{"Europe/Berlin", Settings{}, "2026-03-23T10:00:00+01:00", 0, "2026-03-23T10:00:00+01:00"},
		{"America/New_York", Settings{}, "2026-03-06T10:00:00-05:00", 2, "2026-03-10T10:00:00-04:00"},
		{"America/New_York", Settings{}, "2026-10-30T16:59:00-04:00", 1, "2026-11-02T16:59:00-05:00"},
		{"Australia/Lord_Howe", Settings{}, "2026-04-03T09:30:00+11:00", 1, "2026-04-06T09:30:00+10:30"},
	} {
		got := AfterWorkingDays(instant(t, x.since), x.n, x.zone, x.s)
		sameInstant(t, x.since, got, x.want, x.zone)
		if !WorkingHours(got, x.zone, x.s) {
			t.Errorf("%s: %s is not in working hours", x.since, x.want)
		}
	}
}
