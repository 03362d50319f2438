package ritual

import (
	"testing"
	"time"
)

func TestTheWeekBeginsOnMondayWhereTheTeamIs(t *testing.T) {
	for _, tt := range []struct{ now, zone, want string }{
		{"2026-03-02T00:00:00Z", "UTC", "2026-03-02T00:00:00Z"},
		{"2026-03-08T23:59:59Z", "UTC", "2026-03-02T00:00:00Z"},
		{"2026-03-08T23:59:59Z", "Europe/Berlin", "2026-03-08T23:00:00Z"}, // Monday there
		{"2026-03-09T02:00:00Z", "America/New_York", "2026-03-02T05:00:00Z"},
		{"2026-03-29T12:00:00Z", "Europe/Berlin", "2026-03-22T23:00:00Z"}, // the day of the change of the clocks
		{"2026-03-30T12:00:00Z", "Europe/Berlin", "2026-03-29T22:00:00Z"},
		{"2026-03-04T12:00:00Z", "Nowhere/Land", "2026-03-02T00:00:00Z"},
	} {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := Monday(now, tt.zone).UTC().Format(time.RFC3339); got != tt.want {
			t.Errorf("%s in %s: %s, want %s", tt.now, tt.zone, got, tt.want)
		}
	}
}
