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
