package ritual

import (
	"testing"
	"time"
)

func TestTheNextRunIsOfTheNextDayOnWhichAnybodyIsAsked(t *testing.T) {
	berlin, cairo := lives("Europe/Berlin"), lives("Africa/Cairo").with(sunToThu)
	every := Weekdays(0b1111111)
	for name, x := range map[string]struct {
		days   Weekdays
		after  string
		roster []Rostered
		want   string // the instant; none where it is empty
	}{
		"tomorrow":                        {MondayToFriday, "2026-03-02", []Rostered{berlin, lives("America/New_York")}, "2026-03-03T09:30:00+01:00"},
		"after the weekend":               {MondayToFriday, "2026-03-06", []Rostered{berlin}, "2026-03-09T09:30:00+01:00"},
		"over the end of a year":          {MondayToFriday, "2026-12-31", []Rostered{berlin.with(0, "2027-01-01")}, "2027-01-04T09:30:00+01:00"},
		"on a day in nobody's week":       {every, "2026-03-06", []Rostered{berlin, cairo}, "2026-03-07T09:30:00+02:00"},
		"a holiday of the first":          {MondayToFriday, "2026-03-02", []Rostered{lives("Asia/Tokyo").with(0, "2026-03-03"), berlin}, "2026-03-03T09:30:00+01:00"},
		"a holiday of all":                {MondayToFriday, "2026-03-02", []Rostered{berlin.with(0, "2026-03-03"), cairo.with(sunToThu, "2026-03-03")}, "2026-03-04T09:30:00+02:00"},
		"long holidays of all":            {MondayToFriday, "2026-03-02", []Rostered{berlin.with(0, daysFrom("2026-03-03", 58)...)}, "2026-04-30T09:30:00+02:00"},
		"in the night when clocks change": {every, "2026-03-28", []Rostered{berlin.with(every)}, "2026-03-29T09:30:00+02:00"},
		"longer ones":                     {MondayToFriday, "2026-03-02", []Rostered{berlin.with(0, daysFrom("2026-03-03", 60)...)}, ""},
		"of nobody":                       {MondayToFriday, "2026-03-02", nil, ""},
		"before those in the far west":    {MondayToFriday, "2026-03-02", []Rostered{lives("Pacific/Kiritimati").with(0, "2026-03-03"), lives("Pacific/Pago_Pago")}, "2026-03-03T19:30:00Z"},
	} {
		s := StandupSetup{Days: x.days, Time: "09:30", Summary: "11:30"}
		day, first, ok := s.NextRun(x.after, x.roster)
		if x.want == "" {
			if ok || day != "" || !first.IsZero() {
				t.Errorf("%s: %s, %s", name, day, first)
			}
			continue
		}
		sameInstant(t, name, first, x.want, "UTC")
		if !ok || name != "before those in the far west" && day != x.want[:10] {
			t.Errorf("%s: %s", name, day)
		}
	}
}

// TestARosterAroundTheWorldIsAskedDayByDay opens every run of a year when it is due, as the clock of a standup does.
func TestARosterAroundTheWorldIsAskedDayByDay(t *testing.T) {
	zones := []string{"Etc/GMT+12", "Pacific/Pago_Pago", "America/Los_Angeles", "America/New_York", "Europe/Berlin", "Africa/Cairo",
		"Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati"}
	var roster []Rostered
	for i, zone := range zones {
		r := lives(zone).with(0, daysFrom("2026-07-01", 10+i)...) // a summer that ends one after the other
		if zone == "Africa/Cairo" {
			r.At.Days = sunToThu
		}
		if i == 9 {
			r.At.Holidays = append(r.At.Holidays, "2026-03-05", "2026-11-02")
		}
		roster = append(roster, r)
	}
	s := StandupSetup{Days: MondayToFriday | 1<<time.Sunday, Time: "09:30", Summary: "11:30"}
	now, asked := instant(t, "2026-01-01T00:00:00Z"), map[string]bool{}
	last := s.StartAfter(now, roster)
	began := last
	for last < "2026-12-31" {
		day, begins, ok := s.NextRun(ResumeAfter(last, now), roster)
		if !ok || day <= last {
			t.Fatalf("after %s comes %q", last, day)
		}
		now = later(now, begins) // at once, where it was due before the one that came before it
		run, turns := s.Open("s1", day, "Europe/Berlin", roster, now)
		open := 0
		for _, turn := range turns {
			if turn.State == TurnOff {
				continue
			}
			open++
			if turn.Due.Before(now) {
				t.Errorf("%s in %s is asked %s late", day, turn.Person, now.Sub(turn.Due))
			}
			asked[turn.Person+day] = true
			next, ok := s.NextFor(roster[turn.Place], roster, turn.Due.Add(-time.Second))
			if !ok || next != day {
				t.Errorf("%s in %s: before it the next day is %s", day, turn.Person, next)
			}
		}
		if open == 0 || !run.SummaryAt.After(begins) {
			t.Errorf("%s: %d are asked, the summary is due at %s", day, open, run.SummaryAt)
		}
		last = day
	}
	for _, day := range daysFrom(began, 366)[1:] {
		if day > "2026-12-31" {
			break
		}
		for _, r := range roster {
			works := r.At.works(dayOf(day)) && s.Days.Has(time.Time(dayOf(day)).Weekday())
			if asked[r.Who.ID+day] != works {
				t.Errorf("%s in %s: asked %v, works %v", day, r.Who.ID, !works, works)
			}
		}
	}
}

func TestANewStandupAsksNobodyAboutATimeThatIsOver(t *testing.T) {
	berlin, la, far := lives("Europe/Berlin"), lives("America/Los_Angeles"), lives("Pacific/Kiritimati")
	for name, x := range map[string]struct {
		now    string
		roster []Rostered
		want   string // the first run
	}{
		"before it is time":             {"2026-03-03T09:29:59+01:00", []Rostered{berlin, la}, "2026-03-03"},
		"as it is time":                 {"2026-03-03T09:30:00+01:00", []Rostered{berlin, la}, "2026-03-04"},
		"all of them in the west":       {"2026-03-03T09:30:00+01:00", []Rostered{la}, "2026-03-03"},
		"the day before in the west":    {"2026-03-03T01:00:00+01:00", []Rostered{la}, "2026-03-03"},
		"and before it was time there":  {"2026-03-03T01:00:00+01:00", []Rostered{lives("Etc/GMT+12")}, "2026-03-03"}, // noon on Monday
		"still Monday morning there":    {"2026-03-02T21:29:00Z", []Rostered{lives("Etc/GMT+12")}, "2026-03-02"},
		"tomorrow already in the east":  {"2026-03-02T19:29:00Z", []Rostered{far, berlin}, "2026-03-03"},
		"and too late for it there":     {"2026-03-02T19:30:00Z", []Rostered{far, berlin}, "2026-03-04"},
		"on Friday evening":             {"2026-03-06T20:00:00+01:00", []Rostered{berlin}, "2026-03-09"},
		"in the middle of the holidays": {"2026-03-03T08:00:00+01:00", []Rostered{berlin.with(0, daysFrom("2026-03-01", 40)...)}, "2026-04-10"},
		"of nobody":                     {"2026-03-03T08:00:00+01:00", nil, ""},
	} {
		s, now := StandupSetup{Days: MondayToFriday, Time: "09:30", Summary: "11:30"}, instant(t, x.now)
		after := s.StartAfter(now, x.roster)
		day, first, _ := s.NextRun(after, x.roster)
		if day != x.want || day != "" && !first.After(now) {
			t.Errorf("%s: %s at %s, after %s", name, day, first, after)
		}
		if resumed, _, _ := s.NextRun(ResumeAfter(after, now), x.roster); resumed != day {
			t.Errorf("%s: it is resumed with %s", name, resumed)
		}
	}
}

func TestWhatWasMissedIsLookedBackForAWeek(t *testing.T) {
	for _, x := range []struct{ last, now, want string }{
		{"2026-03-02", "2026-03-03T12:00:00Z", "2026-03-02"},
		{"2026-02-23", "2026-03-03T12:00:00Z", "2026-02-23"},
		{"2026-02-01", "2026-03-03T12:00:00Z", "2026-02-23"}, // the 2nd is over everywhere
		{"2026-02-01", "2026-03-03T11:59:00Z", "2026-02-22"}, // not in the far west
		{"", "2026-03-03T12:00:00Z", "2026-02-23"},
		{"2026-03-10", "2026-03-03T12:00:00Z", "2026-03-10"},
		{"2025-12-24", "2026-01-05T12:00:00Z", "2025-12-28"},
	} {
		if got := ResumeAfter(x.last, instant(t, x.now)); got != x.want {
			t.Errorf("%+v: %s", x, got)
		}
	}
}

func TestSomebodyAnswersEarlyForTheirOwnNextDay(t *testing.T) {
	berlin, cairo := lives("Europe/Berlin"), lives("Africa/Cairo").with(sunToThu)
	roster := []Rostered{berlin, cairo, lives("Pacific/Kiritimati")}
	s := StandupSetup{Days: MondayToFriday | 1<<time.Sunday, Time: "09:30", Summary: "11:30"}
	for name, x := range map[string]struct {
		who  Rostered
		now  string
		want string
	}{
		"today's is to come":           {berlin, "2026-03-03T09:29:59+01:00", "2026-03-03"},
		"today's was asked":            {berlin, "2026-03-03T09:30:00+01:00", "2026-03-04"},
		"on Friday":                    {berlin, "2026-03-06T12:00:00+01:00", "2026-03-09"},
		"on Thursday in Cairo":         {cairo, "2026-03-05T12:00:00+02:00", "2026-03-08"},
		"where it is tomorrow already": {roster[2], "2026-03-02T19:00:00Z", "2026-03-03"},
		"and was asked there":          {roster[2], "2026-03-02T19:30:00Z", "2026-03-04"},
		"over a holiday":               {berlin.with(0, "2026-03-04"), "2026-03-03T10:00:00+01:00", "2026-03-05"},
		"over two months":              {berlin.with(0, daysFrom("2026-03-04", 70)...), "2026-03-03T10:00:00+01:00", ""},
	} {
		day, ok := s.NextFor(x.who, roster, instant(t, x.now))
		if day != x.want || ok != (x.want != "") {
			t.Errorf("%s: %q, %v", name, day, ok)
		}
	}
}

func TestAWeekEndsWithItsLastRun(t *testing.T) {
	for _, x := range []struct {
		day, next string
		want      bool
	}{
		{"2026-03-05", "2026-03-06", false}, {"2026-03-06", "2026-03-09", true}, {"2026-03-06", "2026-03-08", false}, {"2026-03-08", "2026-03-09", true},
		{"2026-03-06", "", true}, {"2026-03-04", "2026-03-11", true}, {"2026-03-04", "2027-03-04", true},
		{"2026-12-31", "2027-01-01", false}, // both are of the 53rd week
		{"2027-01-01", "2027-01-04", true}, {"2024-12-30", "2025-01-02", false}, {"2024-12-27", "2024-12-30", true}, {"2025-12-26", "2025-12-29", true},
	} {
		if got := LastOfWeek(x.day, x.next); got != x.want {
			t.Errorf("%s before %q: %v", x.day, x.next, got)
		}
	}
}
