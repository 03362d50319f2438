package ritual

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

func TestSinceWhenSomebodyIsAskedFollowsWhoIsAsked(t *testing.T) {
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	r := Request{Status: AwaitingAlignment, Since: at(0)}
	for _, x := range []struct {
		what string
		do   func()
		who  string
		now  int
		want int // hours after noon
	}{
		{"first", func() {}, "pm", 0, 0},
		{"asked again", func() {}, "pm", 5, 0},
		{"away: the stand-in", func() {}, "ben", 6, 6},
		{"back", func() {}, "pm", 9, 9},
		{"aligned: the PO", func() { r.Status, r.Since = AwaitingPriority, at(10) }, "po", 10, 10},
		{"another PO", func() {}, "sam", 12, 12},
		{"undone", func() { r.Status, r.Since = AwaitingAlignment, at(0) }, "pm", 13, 9},
		{"reopened", func() { r.Since = at(20) }, "pm", 20, 20},
		{"nobody", func() {}, "", 21, 20},
		{"nothing to decide", func() { r.Status = Backlog }, "po", 22, 20},
	} {
		x.do()
		r, _ = r.AskedOf(x.who, at(x.now))
		if got := r.AskedAt(); !got.Equal(at(x.want)) {
			t.Errorf("%s: asked since %s, not %s", x.what, got, at(x.want))
		}
	}
}

func TestANudgeComesAfterTwoAndAfterFourWorkingDays(t *testing.T) {
	at := Workplace{Zone: "Europe/Berlin", Holidays: []string{"2026-03-05"}} // a Thursday
	const asked = "2026-03-02T10:00:30+01:00"                                // a Monday
	for _, x := range []struct {
		had  int
		now  string
		nth  int
		next string // empty: no more
	}{
		{0, "2026-03-02T10:00:30+01:00", 0, "2026-03-04T10:00:00+01:00"},
		{0, "2026-03-04T09:59:59+01:00", 0, "2026-03-04T10:00:00+01:00"},
		{0, "2026-03-04T10:00:00+01:00", 1, "2026-03-09T10:00:00+01:00"}, // the second is not on the holiday, nor at the weekend
		{1, "2026-03-04T10:00:00+01:00", 0, "2026-03-09T10:00:00+01:00"},
		{0, "2026-03-04T17:00:00+01:00", 0, "2026-03-06T09:00:00+01:00"}, // late, and nobody works now
		{0, "2026-03-05T12:00:00+01:00", 0, "2026-03-06T09:00:00+01:00"},
		{1, "2026-03-09T10:00:00+01:00", 2, ""},
		{0, "2026-03-20T12:00:00+01:00", 2, ""}, // Tandem was down: one, not two
		{1, "2026-03-20T03:00:00+01:00", 0, "2026-03-20T09:00:00+01:00"},
		{2, "2026-03-20T12:00:00+01:00", 0, ""}, // there is no third
	} {
		nth, next := Nudge(instant(t, asked), x.had, instant(t, x.now), at)
		if nth != x.nth {
			t.Errorf("at %s after %d: nudge %d, not %d", x.now, x.had, nth, x.nth)
		}
		if x.next == "" != next.IsZero() {
			t.Errorf("at %s after %d: the next is at %s", x.now, x.had, next)
		} else if x.next != "" {
			sameInstant(t, x.now, next, x.next, at.Zone)
		}
	}
}

// The days of this table were counted by hand, with the calendars of each place.
func TestNudgesKeepToTheCalendarOfThePlace(t *testing.T) {
	week := func(days ...time.Weekday) (ds Weekdays) {
		for _, d := range days {
			ds |= 1 << d
		}
		return ds
	}
	every := week(0, 1, 2, 3, 4, 5, 6)
	nepal := week(0, 1, 2, 3, 4, 5)
	for _, x := range []struct {
		what, zone    string
		at            Workplace
		asked         string
		first, second string
	}{
		{"a plain week", "Europe/Berlin", Workplace{}, "2026-03-02T10:15:00+01:00", "2026-03-04T10:15:00+01:00", "2026-03-06T10:15:00+01:00"},
		{"over a weekend", "Europe/Berlin", Workplace{}, "2026-03-05T16:59:00+01:00", "2026-03-09T16:59:00+01:00", "2026-03-11T16:59:00+01:00"},
		{"asked on a Saturday", "Europe/Berlin", Workplace{}, "2026-03-07T12:00:00+01:00", "2026-03-11T09:00:00+01:00", "2026-03-13T09:00:00+01:00"},
		{"asked at night", "Europe/Berlin", Workplace{}, "2026-03-03T03:00:00+01:00", "2026-03-05T09:00:00+01:00", "2026-03-09T09:00:00+01:00"},
		{"asked as work ends", "Europe/Berlin", Workplace{}, "2026-03-02T17:00:00+01:00", "2026-03-05T09:00:00+01:00", "2026-03-09T09:00:00+01:00"},

		{"clocks forward", "Europe/Berlin", Workplace{}, "2026-03-26T10:00:00+01:00", "2026-03-30T10:00:00+02:00", "2026-04-01T10:00:00+02:00"},
		{"clocks back", "Europe/Berlin", Workplace{}, "2026-10-22T10:00:00+02:00", "2026-10-26T10:00:00+01:00", "2026-10-28T10:00:00+01:00"},
		{"Easter: a weekend of four days", "Europe/Berlin", Workplace{Holidays: []string{"2026-04-03", "2026-04-06"}}, "2026-04-01T14:00:00+02:00", "2026-04-07T14:00:00+02:00", "2026-04-09T14:00:00+02:00"},
		{"the second day is a holiday", "Europe/Berlin", Workplace{Holidays: []string{"2026-05-14"}}, "2026-05-12T11:00:00+02:00", "2026-05-15T11:00:00+02:00", "2026-05-19T11:00:00+02:00"},
		{"Christmas and the year's end", "Europe/Berlin", Workplace{Holidays: []string{"2026-12-25", "2027-01-01"}}, "2026-12-23T15:00:00+01:00", "2026-12-28T15:00:00+01:00", "2026-12-30T15:00:00+01:00"},
		{"into the new year", "Europe/Berlin", Workplace{Holidays: []string{"2026-12-25", "2027-01-01"}}, "2026-12-30T09:00:00+01:00", "2027-01-04T09:00:00+01:00", "2027-01-06T09:00:00+01:00"},
		{"at night, into the gap", "Europe/Berlin", Workplace{From: "02:00", Until: "06:00", Days: every}, "2026-03-27T02:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-31T02:30:00+02:00"},
		{"at night, twice", "Europe/Berlin", Workplace{From: "02:00", Until: "06:00", Days: every}, "2026-10-23T02:30:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-27T02:30:00+01:00"},
		{"asked the second time that it is half past two", "Europe/Berlin", Workplace{From: "02:00", Until: "06:00", Days: every}, "2026-10-25T02:30:00+01:00", "2026-10-27T02:30:00+01:00", "2026-10-29T02:30:00+01:00"},

		{"clocks forward", "America/New_York", Workplace{}, "2026-03-05T09:30:00-05:00", "2026-03-09T09:30:00-04:00", "2026-03-11T09:30:00-04:00"},
		{"clocks back", "America/New_York", Workplace{}, "2026-10-30T16:00:00-04:00", "2026-11-03T16:00:00-05:00", "2026-11-05T16:00:00-05:00"},
		{"Thanksgiving", "America/New_York", Workplace{Holidays: []string{"2026-11-26"}}, "2026-11-24T12:00:00-05:00", "2026-11-27T12:00:00-05:00", "2026-12-01T12:00:00-05:00"},
		{"the fourth of July, kept on the third", "America/New_York", Workplace{Holidays: []string{"2026-07-03", "2026-07-04"}}, "2026-07-01T10:00:00-04:00", "2026-07-06T10:00:00-04:00", "2026-07-08T10:00:00-04:00"},
		{"New Year's Day, kept in the old year", "America/New_York", Workplace{Holidays: []string{"2027-12-31", "2028-01-01"}}, "2027-12-29T10:00:00-05:00", "2028-01-03T10:00:00-05:00", "2028-01-05T10:00:00-05:00"},
		{"at night, into the gap", "America/New_York", Workplace{From: "01:00", Until: "05:00", Days: every}, "2026-03-06T02:15:00-05:00", "2026-03-08T03:00:00-04:00", "2026-03-10T02:15:00-04:00"},
		{"at night, twice", "America/New_York", Workplace{From: "01:00", Until: "05:00", Days: every}, "2026-10-30T01:15:00-04:00", "2026-11-01T01:15:00-04:00", "2026-11-03T01:15:00-05:00"},

		{"a golden week", "Asia/Tokyo", Workplace{Holidays: []string{"2026-04-29", "2026-05-03", "2026-05-04", "2026-05-05", "2026-05-06"}}, "2026-04-28T10:00:00+09:00", "2026-05-01T10:00:00+09:00", "2026-05-08T10:00:00+09:00"},
		{"a silver week", "Asia/Tokyo", Workplace{Holidays: []string{"2026-09-21", "2026-09-22", "2026-09-23"}}, "2026-09-17T10:00:00+09:00", "2026-09-24T10:00:00+09:00", "2026-09-28T10:00:00+09:00"},
		{"no change of clocks", "Asia/Tokyo", Workplace{}, "2026-03-27T16:45:00+09:00", "2026-03-31T16:45:00+09:00", "2026-04-02T16:45:00+09:00"},

		{"Sundays are worked", "Asia/Kathmandu", Workplace{Days: nepal}, "2026-03-06T10:00:00+05:45", "2026-03-09T10:00:00+05:45", "2026-03-11T10:00:00+05:45"},
		{"over a Saturday", "Asia/Kathmandu", Workplace{Days: nepal}, "2026-03-05T16:59:00+05:45", "2026-03-08T16:59:00+05:45", "2026-03-10T16:59:00+05:45"},
		{"Friday evening", "Asia/Kathmandu", Workplace{Days: nepal}, "2026-03-06T17:00:00+05:45", "2026-03-10T09:00:00+05:45", "2026-03-12T09:00:00+05:45"},
		{"Dashain, as typed", "Asia/Kathmandu", Workplace{Days: nepal, Holidays: []string{"2026-10-18", "2026-10-19", "2026-10-20", "2026-10-21", "2026-10-22"}}, "2026-10-16T11:00:00+05:45", "2026-10-25T11:00:00+05:45", "2026-10-27T11:00:00+05:45"},

		{"clocks back by half an hour", "Australia/Lord_Howe", Workplace{Holidays: []string{"2026-04-03", "2026-04-06"}}, "2026-04-01T10:00:00+11:00", "2026-04-07T10:00:00+10:30", "2026-04-09T10:00:00+10:30"},
		{"clocks forward by half an hour", "Australia/Lord_Howe", Workplace{}, "2026-10-01T10:00:00+10:30", "2026-10-05T10:00:00+11:00", "2026-10-07T10:00:00+11:00"},
		{"into the gap of half an hour", "Australia/Lord_Howe", Workplace{From: "01:00", Until: "05:00", Days: every}, "2026-10-02T02:15:00+10:30", "2026-10-04T02:30:00+11:00", "2026-10-06T02:15:00+11:00"},
		{"in the half hour that comes twice", "Australia/Lord_Howe", Workplace{From: "01:00", Until: "05:00", Days: every}, "2026-04-03T01:45:00+11:00", "2026-04-05T01:45:00+11:00", "2026-04-07T01:45:00+10:30"},
	} {
		x.at.Zone = x.zone
		asked := instant(t, x.asked)
		_, first := Nudge(asked, 0, asked, x.at)
		_, second := Nudge(asked, 1, asked, x.at)
		what := x.zone + ", " + x.what
		sameInstant(t, what+", first", first, x.first, x.zone)
		sameInstant(t, what+", second", second, x.second, x.zone)
		for nth, due := range []time.Time{first, second} {
			if got, _ := Nudge(asked, nth, due, x.at); got != nth+1 {
				t.Errorf("%s: at its own time nudge %d is %d", what, nth+1, got)
			}
			if got, _ := Nudge(asked, nth, due.Add(-time.Minute), x.at); got != 0 {
				t.Errorf("%s: nudge %d comes too soon", what, nth+1)
			}
		}
	}
}

// Wherever and whenever somebody is asked, the instant n working days later is within their working hours, with n-1 of
// their working days between, and whoever is asked later is nudged later.
func TestWorkingDaysAreWorkingDaysWhateverTheInstant(t *testing.T) {
	zones := []string{"Europe/Berlin", "America/New_York", "Asia/Tokyo", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "Africa/Cairo", "UTC"}
	begun := instant(t, "2010-01-01T00:00:00Z")
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		at := Workplace{Zone: zones[rnd.IntN(len(zones))], Days: Weekdays(1 + rnd.IntN(127))}
		from := rnd.IntN(20)
		at.From, at.Until = fmt.Sprintf("%02d:%02d", from, rnd.IntN(60)), fmt.Sprintf("%02d:%02d", from+2+rnd.IntN(22-from), rnd.IntN(60))
		since := begun.Add(time.Duration(rnd.Int64N(int64(20 * 365 * 24 * time.Hour))))
		for range rnd.IntN(4) {
			at.Holidays = append(at.Holidays, Today(since.AddDate(0, 0, rnd.IntN(14)), at.Zone))
		}
		n := 1 + rnd.IntN(5)
		got := at.AfterWorkingDays(since, n)
		what := fmt.Sprintf("%s, %s to %s, %s, off %v: %d after %s is %s", at.Zone, at.From, at.Until, at.Days.Written(), at.Holidays, n,
			since.In(zoneOf(at.Zone)).Format(time.RFC3339), got.In(zoneOf(at.Zone)).Format(time.RFC3339))
		if !got.After(since) || !at.WorkingHours(got) {
			t.Errorf("%s, which is not within working hours", what)
		}
		began := since
		if !at.WorkingHours(since) {
			began = at.NextWorkingMorning(since)
		}
		days := 0
		for d := civilOf(began, zoneOf(at.Zone)); d.String() < Today(got, at.Zone); d = d.add(1) {
			if at.works(d) {
				days++
			}
		}
		if days != n {
			t.Errorf("%s, which is after %d working days", what, days)
		}
		if next := at.AfterWorkingDays(since.Add(time.Duration(rnd.Int64N(int64(48*time.Hour)))), n); next.Before(got) {
			t.Errorf("%s, and later something due at %s", what, next)
		}
	}
}

func TestTheStandInHelpsOnceTheLastNudgeWentBy(t *testing.T) {
	asked := instant(t, "2026-03-02T10:00:00Z")
	before, after := instant(t, "2026-03-06T09:59:00Z"), instant(t, "2026-03-06T10:00:00Z")
	there, away, gone := Person{Kind: Member}, Person{Kind: Member, Status: "palm_tree"}, Person{Kind: Gone}
	for _, x := range []struct {
		what           string
		owner, standIn Person
		now            time.Time
		want           string
	}{
		{"too soon", there, there, before, ""},
		{"now", there, there, after, "ben"},
		{"the owner is away, and the stand-in is asked in their place", away, there, after, ""},
		{"both are away", away, away, after, "ben"},
		{"the stand-in is away", there, away, after, "ben"},
		{"the stand-in has left", there, gone, after, ""},
		{"the owner has left", gone, there, after, ""},
	} {
		people := map[string]Person{"pm": x.owner, "ben": x.standIn, "po": there}
		if got := Helps(steered(), RolePM, people, asked, x.now); got != x.want {
			t.Errorf("%s: %q, not %q", x.what, got, x.want)
		}
	}
	nobody := steered()
	nobody.Settings.POStandIn = ""
	if got := Helps(nobody, RolePO, map[string]Person{}, asked, after); got != "" {
		t.Errorf("nobody stands in, and %q helps", got)
	}
}

func TestSinceWhenIsSaidByTheDayOfTheWeekForAWeek(t *testing.T) {
	since := instant(t, "2026-03-02T23:30:00Z") // in Tokyo it is Tuesday
	for _, x := range []struct{ day, zone, want string }{
		{"2026-03-02", "UTC", "since today"}, {"2026-03-03", "UTC", "since Monday"}, {"2026-03-08", "UTC", "since Monday"},
		{"2026-03-09", "UTC", "since 2 Mar 2026"}, {"2026-03-05", "Asia/Tokyo", "since Tuesday"}, {"", "UTC", "since 2 Mar 2026"},
	} {
		if got := SinceWords(since, x.day, x.zone); got != x.want {
			t.Errorf("%s in %s: %s, not %s", x.day, x.zone, got, x.want)
		}
	}
}
