package ritual

import (
	"testing"
	"time"
)

func TestAStandupThatIsChangedGoesOnWithTheFirstDayThatIsNotOver(t *testing.T) {
	at := func(s string) time.Time {
		when, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	in := func(zones ...string) (roster []Rostered) {
		for _, zone := range zones {
			roster = append(roster, Rostered{Who: Person{ID: zone}, At: Workplace{Zone: zone}})
		}
		return roster
	}
	for _, c := range []struct {
		name   string
		last   string
		now    string
		roster []Rostered
		want   string // the next run
	}{
		{"today's is still to come", "2026-03-02", "2026-03-03 08:00", in("Europe/Berlin"), "2026-03-03"},
		{"today's has begun", "2026-03-03", "2026-03-03 09:00", in("Europe/Berlin"), "2026-03-04"},
		{"today's would have begun a moment ago", "2026-03-02", "2026-03-03 09:00", in("Europe/Berlin"), "2026-03-03"},
		{"today's would be over", "2026-03-02", "2026-03-03 14:00", in("Europe/Berlin"), "2026-03-04"},
		{"today's waits for somebody in the west", "2026-03-02", "2026-03-03 14:00", in("Europe/Berlin", "America/New_York"), "2026-03-03"},
		{"on Friday evening", "2026-03-05", "2026-03-06 20:00", in("Europe/Berlin"), "2026-03-09"},
		{"before its first run", "", "2026-03-03 14:00", in("Europe/Berlin"), "2026-03-04"},
		{"nobody is on it", "2026-03-02", "2026-03-03 14:00", nil, ""},
	} {
		s := UsualStandup("C1", nil)
		after := s.GoOnAfter(c.last, "Europe/Berlin", c.roster, at(c.now))
		day, _, _ := s.NextRun(ResumeAfter(after, at(c.now)), c.roster)
		if day != c.want {
			t.Errorf("%s: it goes on with %q, want %q", c.name, day, c.want)
		}
		if c.roster == nil && after != c.last {
			t.Errorf("%s: it goes on after %q", c.name, after)
		}
	}
}
