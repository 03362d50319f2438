package ritual

import (
	"slices"
	"testing"
	"time"
)

// blocked is something in cleo's way, who asked hana to help; dan does.
func blocked() Impediment {
	return Impediment{ID: "i1", Standup: "s1", Product: "P", Person: "cleo", Day: "2026-03-02", Text: "No access", Help: "hana", Helpers: []string{"dan"}, Opened: noon}
}

// resolved is the same, which dan resolved an hour later.
func resolved() Impediment {
	b := blocked()
	b.Resolved, b.ResolvedBy = noon.Add(time.Hour), "dan"
	return b
}

func TestTwoWhoHelpAtOnceAreNotWrittenOverEachOther(t *testing.T) {
	b := blocked()
	b.Helpers = append(make([]string, 0, 8), "dan") // room for more behind it
	one, _ := b.Helped("eve")
	two, _ := b.Helped("finn")
	if !slices.Equal(one.Helpers, []string{"dan", "eve"}) || !slices.Equal(two.Helpers, []string{"dan", "finn"}) {
		t.Errorf("%v and %v", one.Helpers, two.Helpers)
	}
}

func TestWhoseMatterABlockerIsResolvesItAndOpensItAgain(t *testing.T) {
	const who = ", whoever helps, and the product's PM and PO can "
	now := noon.Add(2 * time.Hour)
	for _, x := range []struct {
		by     string
		steers bool
		may    bool
	}{
		{"cleo", false, true}, {"hana", false, true}, {"dan", false, true}, {"eve", true, true}, {"eve", false, false}, {"", false, false},
	} {
		b, err := blocked().Resolve(x.by, x.steers, now)
		again, bad := resolved().Reopen(x.by, x.steers, now)
		if !x.may {
			checkRefusals(t, err, ": Only "+Name("cleo")+who+"say that this is resolved. If you took care of it, press `I'll help` first.")
			checkRefusals(t, bad, ": Only "+Name("cleo")+who+"open it again.")
			if !b.Open() || again.Open() {
				t.Errorf("%s: it is another one", x.by)
			}
			continue
		}
		if err != nil || b.Open() || !b.Resolved.Equal(now) || b.ResolvedBy != x.by {
			t.Errorf("%s resolves: %+v, %v", x.by, b, err)
		}
		if bad != nil || !again.Open() || again.ResolvedBy != "" {
			t.Errorf("%s opens again: %+v, %v", x.by, again, bad)
		}
	}
	b := blocked()
	b.Help = "" // nobody was asked to help, which is nobody's leave
	_, err := b.Resolve("eve", false, now)
	checkRefusals(t, err, ": Only "+Name("cleo"))
}

func TestABlockerIsResolvedOnceAndOpenedAgainWithinAWeek(t *testing.T) {
	b := resolved()
	for by, want := range map[string]string{"cleo": Name("dan") + " has said already that it is resolved.", "dan": "You have said already that it is resolved."} {
		_, err := b.Resolve(by, false, noon.Add(2*time.Hour))
		checkRefusals(t, err, ": "+want)
	}
	b.ResolvedBy = ""
	_, err := b.Resolve("cleo", false, noon)
	checkRefusals(t, err, ": It is resolved already.")

	const week = 7 * 24 * time.Hour
	_, err = blocked().Reopen("cleo", false, noon)
	checkRefusals(t, err, ": It is open already.")
	if _, err := resolved().Reopen("cleo", false, resolved().Resolved.Add(week)); err != nil {
		t.Error(err)
	}
	_, err = resolved().Reopen("cleo", false, resolved().Resolved.Add(week+time.Second))
	checkRefusals(t, err, ": It was resolved more than a week ago. Say so in the next standup if it is in the way again.")

	other := resolved()
	other.ResolvedBy = "eve" // the PO, who steers the product no more
	if _, err := other.Reopen("eve", false, noon.Add(2*time.Hour)); err != nil {
		t.Errorf("who resolved it by mistake: %v", err)
	}
}

func TestTheProductOwnerHearsOfABlockerAfterTwoDaysInTheirHours(t *testing.T) {
	berlin := Workplace{Zone: "Europe/Berlin"}
	for name, x := range map[string]struct {
		at     Workplace
		opened string
		want   string
	}{
		"within the week":          {berlin, "2026-03-02T09:45:00+01:00", "2026-03-04T09:45:00+01:00"},
		"before they begin":        {berlin, "2026-03-02T08:00:00+01:00", "2026-03-04T09:00:00+01:00"},
		"after they stop":          {berlin, "2026-03-02T17:00:00+01:00", "2026-03-05T09:00:00+01:00"},
		"on Thursday":              {berlin, "2026-03-05T09:45:00+01:00", "2026-03-09T09:00:00+01:00"},
		"on Friday":                {berlin, "2026-03-06T09:45:00+01:00", "2026-03-09T09:00:00+01:00"},
		"and Monday is off":        {Workplace{Zone: "Europe/Berlin", Holidays: []string{"2026-03-09"}}, "2026-03-06T09:45:00+01:00", "2026-03-10T09:00:00+01:00"},
		"as summer time begins":    {berlin, "2026-03-28T12:00:00+01:00", "2026-03-30T13:00:00+02:00"},
		"from Sunday to Thursday":  {Workplace{Zone: "Africa/Cairo", Days: 0b11111}, "2026-03-04T10:00:00+02:00", "2026-03-08T09:00:00+02:00"},
		"where they sleep then":    {Workplace{Zone: "America/Los_Angeles"}, "2026-03-02T09:45:00+01:00", "2026-03-04T09:00:00-08:00"},
		"where it is tomorrow":     {Workplace{Zone: "Pacific/Kiritimati"}, "2026-03-04T20:00:00Z", "2026-03-09T09:00:00+14:00"}, // Saturday there
		"with hours of their own":  {Workplace{Zone: "Europe/Berlin", From: "13:00", Until: "15:00"}, "2026-03-02T15:00:00+01:00", "2026-03-05T13:00:00+01:00"},
		"with a holiday of months": {Workplace{Zone: "Europe/Berlin", Holidays: daysFrom("2026-03-03", 90)}, "2026-03-02T09:45:00+01:00", "2026-06-01T09:00:00+02:00"},
	} {
		t.Run(name, func(t *testing.T) {
			b := blocked()
			b.Opened = instant(t, x.opened)
			want := instant(t, x.want)
			sameInstant(t, "raised", b.RaiseAt(x.at), x.want, x.at.Zone)
			if _, raised, next := b.Raise(want.Add(-time.Second), x.at); raised || !next.Equal(want) {
				t.Errorf("a second before: %v, look again at %s", raised, next)
			}
			after, raised, next := b.Raise(want, x.at)
			if !raised || !after.Raised.Equal(want) || !next.IsZero() {
				t.Errorf("then: %v, %+v, look again at %s", raised, after, next)
			}
			if _, again, next := after.Raise(want.Add(time.Hour), x.at); again || !next.IsZero() {
				t.Error("they hear of it twice")
			}
		})
	}
}

// daysFrom are n dates.
func daysFrom(first string, n int) (days []string) {
	for i := range n {
		days = append(days, dayOf(first).add(i).String())
	}
	return days
}

func TestABlockerThatIsLookedAtLateIsRaisedInTheMorning(t *testing.T) {
	at, b := Workplace{Zone: "Europe/Berlin"}, blocked()
	b.Opened = instant(t, "2026-03-02T09:45:00+01:00")
	late := instant(t, "2026-03-04T22:00:00+01:00")
	if _, raised, next := b.Raise(late, at); raised || !next.Equal(instant(t, "2026-03-05T09:00:00+01:00")) {
		t.Errorf("at night: %v, look again at %s", raised, next)
	}
	b.Resolved = late
	if _, raised, next := b.Raise(late.Add(100*time.Hour), at); raised || !next.IsZero() {
		t.Errorf("once it is gone: %v, look again at %s", raised, next)
	}
	if b, _ = b.Reopen("cleo", false, late); !b.Open() {
		t.Fatal("it is not open")
	}
	if _, raised, _ := b.Raise(instant(t, "2026-03-05T09:00:00+01:00"), at); !raised {
		t.Error("once it is open again they do not hear of it")
	}
}

func TestABlockerIsAsOldAsTheDaysThatItWasThere(t *testing.T) {
	for _, x := range []struct{ zone, opened, now, open, gone string }{
		{"Europe/Berlin", "2026-03-02T09:45:00+01:00", "2026-03-02T23:59:59+01:00", "since today", "within a day"},
		{"Europe/Berlin", "2026-03-02T23:59:59+01:00", "2026-03-03T00:00:00+01:00", "1 day", "1 day"},
		{"UTC", "2026-03-02T23:59:59+01:00", "2026-03-03T00:00:00+01:00", "since today", "within a day"},
		{"Asia/Kathmandu", "2026-03-02T18:14:00Z", "2026-03-02T18:15:00Z", "1 day", "1 day"}, // a quarter to
		{"Pacific/Kiritimati", "2026-03-02T09:59:00Z", "2026-03-04T10:00:00Z", "3 days", "3 days"},
		{"Etc/GMT+12", "2026-03-02T12:00:00Z", "2026-03-04T11:59:00Z", "1 day", "1 day"},
		{"Europe/Berlin", "2026-03-28T12:00:00+01:00", "2026-03-30T00:00:00+02:00", "2 days", "2 days"}, // 35 hours
		{"America/New_York", "2025-12-31T23:00:00-05:00", "2026-01-01T01:00:00-05:00", "1 day", "1 day"},
		{"UTC", "2026-03-02T12:00:00Z", "2026-03-01T12:00:00Z", "since today", "within a day"}, // a clock that went back
	} {
		b, now := blocked(), instant(t, x.now)
		b.Opened = instant(t, x.opened)
		if got := b.Age(now, x.zone); got != x.open {
			t.Errorf("%+v: %q", x, got)
		}
		b.Resolved = now
		if got := b.Age(now.Add(1000*time.Hour), x.zone); got != x.gone {
			t.Errorf("%+v, resolved: %q", x, got)
		}
	}
}
