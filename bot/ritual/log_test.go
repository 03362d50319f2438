package ritual

import (
	"testing"
	"time"
)

func TestOnlyWhatDecidesSomethingIsInTheLog(t *testing.T) {
	no := map[Verdict]bool{}
	for v, row := range verdicts {
		d := Decision{Topic: row.topic, Verdict: v}
		if !d.Decides() {
			no[v] = true
		}
	}
	for _, v := range []Verdict{NeedMore, Answered, Skipped, Withdrew, Linked, HandedOn, Recaptured} {
		if !no[v] {
			t.Errorf("%s is in the log of decisions", v)
		}
	}
	for _, v := range []Verdict{Aligned, NotNow, Decline, Challenged, AskedAlignment, Prioritized, WontDo, Moved, Unpinned, Divided, MadeProblem, MergedInto, TakenOut, Estimated, TitleShared} {
		if no[v] {
			t.Errorf("%s is not in the log of decisions", v)
		}
	}
}

func TestAMonthIsReadAsItIsTyped(t *testing.T) {
	now := time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC) // still February in New York
	for _, x := range []struct{ typed, zone, want string }{
		{"2026-11", "", "2026-11"}, {"2026-1", "", "2026-01"}, {"11/2026", "", "2026-11"}, {"2026/11", "", "2026-11"},
		{"November 2026", "", "2026-11"}, {"nov. 2026", "", "2026-11"}, {"NOV, 2026", "", "2026-11"},
		{"march", "", "2026-03"}, {"march", "America/New_York", "2025-03"}, {"april", "", "2025-04"}, {"may", "", "2025-05"},
		{"this month", "", "2026-03"}, {"this", "America/New_York", "2026-02"}, {"last month", "", "2026-02"}, {"last", "America/New_York", "2026-01"},
		{"2026-13", "", ""}, {"sometime", "", ""}, {"0000-01", "", ""}, {"", "", ""}, {"2026-11-03", "", ""},
	} {
		got, err := ParseMonth(x.typed, now, x.zone)
		if got != x.want || (err == nil) != (x.want != "") {
			t.Errorf("%q in %q: %q, %v; want %q", x.typed, x.zone, got, err, x.want)
		}
	}
}

func TestAMonthBeginsAndEndsWhereItsPeopleAre(t *testing.T) {
	for _, x := range []struct{ month, zone, from, before string }{
		{"2026-11", "", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"},
		{"2026-03", "America/New_York", "2026-03-01T05:00:00Z", "2026-04-01T04:00:00Z"}, // the clocks change within
		{"2026-12", "Asia/Kathmandu", "2026-11-30T18:15:00Z", "2026-12-31T18:15:00Z"},
		{"2026-04", "Australia/Lord_Howe", "2026-03-31T13:00:00Z", "2026-04-30T13:30:00Z"},
		{"2026-03", "Nowhere/Else", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"},
	} {
		from, before, ok := MonthSpan(x.month, x.zone)
		if got := from.UTC().Format(time.RFC3339); got != x.from || !ok {
			t.Errorf("%s in %s begins %s, want %s", x.month, x.zone, got, x.from)
		}
		if got := before.UTC().Format(time.RFC3339); got != x.before {
			t.Errorf("%s in %s ends %s, want %s", x.month, x.zone, got, x.before)
		}
		if MonthOf(from, x.zone) != x.month || MonthOf(before, x.zone) == x.month || MonthOf(before.Add(-time.Millisecond), x.zone) != x.month {
			t.Errorf("%s in %s: its bounds are in other months", x.month, x.zone)
		}
	}
	if _, _, ok := MonthSpan("nonsense", ""); ok {
		t.Error("nonsense is a month")
	}
}

func TestHowLongSomethingTookIsRounded(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		0: "less than a minute", time.Minute: "1 minute", 59 * time.Minute: "59 minutes", time.Hour: "1 hour", 100 * time.Minute: "2 hours", day: "24 hours",
		47 * time.Hour: "47 hours", 2 * day: "2 days", 71 * time.Hour: "3 days", 80 * time.Hour: "3 days", 89 * day: "89 days", 100 * day: "3 months",
		110 * day: "4 months", 800 * day: "2 years", 1000 * day: "3 years",
	} {
		if got := Lasted(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestDaysAreThoseOfTheCalendarWhereSomebodyIs(t *testing.T) {
	for _, x := range []struct{ from, until, zone, want string }{
		{"2026-03-02T09:00:00Z", "2026-03-04T08:00:00Z", "", "47 hours"},
		{"2026-03-02T09:00:00Z", "2026-03-05T08:00:00Z", "", "3 days"},                    // Monday to Thursday
		{"2026-03-02T09:00:00Z", "2026-03-04T23:30:00Z", "", "2 days"},                    // to Wednesday
		{"2026-03-02T09:00:00Z", "2026-03-04T23:30:00Z", "Asia/Kathmandu", "3 days"},      // where that is Thursday
		{"2026-03-06T12:00:00Z", "2026-03-09T12:00:00Z", "America/New_York", "3 days"},    // a day of 23 hours is one
		{"2026-04-03T15:00:00Z", "2026-04-06T15:00:00Z", "Australia/Lord_Howe", "3 days"}, // and so is one of 24 and a half
		{"2026-03-02T09:00:00Z", "2026-08-01T09:00:00Z", "", "5 months"},
	} {
		from, _ := time.Parse(time.RFC3339, x.from)
		until, _ := time.Parse(time.RFC3339, x.until)
		if got := Between(from, until, x.zone); got != x.want {
			t.Errorf("%s to %s in %q: %q, want %q", x.from, x.until, x.zone, got, x.want)
		}
	}
}
