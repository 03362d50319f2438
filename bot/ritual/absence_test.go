package ritual

import (
	"slices"
	"testing"
	"time"
)

func TestWhoIsAwaySaysUntilWhen(t *testing.T) {
	const today = "2026-06-08"
	for name, x := range map[string]struct {
		from, until string
		want        Absence
		refused     string
	}{
		"a week":            {"2026-06-08", "2026-06-12", Absence{"2026-06-08", "2026-06-12"}, ""},
		"from today":        {"", " 2026-06-12 ", Absence{"2026-06-08", "2026-06-12"}, ""},
		"today only":        {"2026-06-08", "2026-06-08", Absence{"2026-06-08", "2026-06-08"}, ""},
		"since last week":   {"2026-06-01", "2026-06-08", Absence{"2026-06-01", "2026-06-08"}, ""},
		"next month":        {"2026-07-01", "2026-07-10", Absence{"2026-07-01", "2026-07-10"}, ""},
		"a year":            {"2026-06-08", "2027-06-08", Absence{"2026-06-08", "2027-06-08"}, ""},
		"without an end":    {"2026-06-08", "", Absence{}, "until: Say which day is your last one away."},
		"ends before":       {"2026-06-10", "2026-06-09", Absence{}, "until: You are away from Wed 10 Jun on, so choose that day or a later one."},
		"is over":           {"2026-06-01", "2026-06-07", Absence{}, "until: That day is over."},
		"longer":            {"2026-06-08", "2027-06-09", Absence{}, "until: Choose a day within a year."},
		"no days":           {"soon", "later", Absence{}, "from: Choose a day.|until: Choose a day."},
		"no day and no end": {"2026-06-31", " ", Absence{}, "from: Choose a day.|until: Say which day"},
		"no day, and over":  {"June", "2026-06-01", Absence{}, "from: Choose a day.|until: That day is over."},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := NewAbsence(x.from, x.until, today)
			if x.refused != "" {
				checkRefusals(t, err, x.refused)
			} else if err != nil {
				t.Error(err)
			}
			if got != x.want {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestDaysAwayBeginAndEndAtMidnightWhereSomebodyIs(t *testing.T) {
	for name, x := range map[string]struct {
		zone        string
		a           Absence
		begin, ends string
	}{
		"in Berlin":                      {"Europe/Berlin", Absence{"2026-06-08", "2026-06-12"}, "2026-06-08T00:00:00+02:00", "2026-06-13T00:00:00+02:00"},
		"in Tokyo":                       {"Asia/Tokyo", Absence{"2026-06-08", "2026-06-12"}, "2026-06-08T00:00:00+09:00", "2026-06-13T00:00:00+09:00"},
		"nobody knows where":             {"", Absence{"2026-06-08", "2026-06-12"}, "2026-06-08T00:00:00Z", "2026-06-13T00:00:00Z"},
		"in a zone that nobody knows":    {"Mars/Base", Absence{"2026-06-08", "2026-06-12"}, "2026-06-08T00:00:00Z", "2026-06-13T00:00:00Z"},
		"while summer time begins":       {"Europe/Berlin", Absence{"2026-03-28", "2026-03-29"}, "2026-03-28T00:00:00+01:00", "2026-03-30T00:00:00+02:00"},
		"while summer time ends":         {"Europe/Berlin", Absence{"2026-10-25", "2026-10-25"}, "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"},
		"where the clocks skip midnight": {"Africa/Cairo", Absence{"2026-04-24", "2026-04-24"}, "2026-04-24T01:00:00+03:00", "2026-04-25T00:00:00+03:00"},
		"to the day before that":         {"Africa/Cairo", Absence{"2026-04-23", "2026-04-23"}, "2026-04-23T00:00:00+02:00", "2026-04-24T01:00:00+03:00"},
	} {
		t.Run(name, func(t *testing.T) {
			who := Person{Zone: x.zone}.With(x.a)
			begin, ends := instant(t, x.begin), instant(t, x.ends)
			if got := x.a.Begins(x.zone); !got.Equal(begin) {
				t.Errorf("begins %s", got)
			}
			if got := x.a.Ends(x.zone); !got.Equal(ends) {
				t.Errorf("ends %s", got)
			}
			for at, want := range map[time.Time]bool{begin.Add(-time.Second): false, begin: true, ends.Add(-time.Second): true, ends: false} {
				back := time.Time{}
				if want {
					back = ends
				}
				if got, until := who.Away(at), (Settings{}).BackAt(who, at); got != want || !until.Equal(back) {
					t.Errorf("at %s: away %v, back %s", at, got, until)
				}
			}
		})
	}
}

func TestWhoIsAwayForTwoReasonsIsBackAfterTheLater(t *testing.T) {
	week := Absence{"2026-06-08", "2026-06-12"}
	now, ends := instant(t, "2026-06-10T12:00:00Z"), instant(t, "2026-06-13T00:00:00Z")
	product := Settings{AwayEmoji: []string{"ooo", "wave"}}
	for name, x := range map[string]struct {
		s    Settings
		who  Person
		away bool
		back time.Time
	}{
		"there":                              {Settings{}, Person{}, false, time.Time{}},
		"a week":                             {Settings{}, Person{}.With(week), true, ends},
		"a week, and a shorter status":       {Settings{}, Person{Status: "palm_tree", StatusUntil: now.Add(time.Hour)}.With(week), true, ends},
		"a week, and a longer status":        {Settings{}, Person{Status: "palm_tree", StatusUntil: ends.Add(time.Hour)}.With(week), true, ends.Add(time.Hour)},
		"a week, and a status without end":   {Settings{}, Person{Status: "palm_tree"}.With(week), true, time.Time{}},
		"a week, and a status that ran out":  {Settings{}, Person{Status: "palm_tree", StatusUntil: now}.With(week), true, ends},
		"a status that the product names":    {product, Person{Status: "ooo", StatusUntil: ends}, true, ends},
		"and that ran out":                   {product, Person{Status: "ooo", StatusUntil: now}, false, time.Time{}},
		"one that it names, with a skin":     {product, Person{Status: "wave::skin-tone-3"}, true, time.Time{}},
		"one that it does not name":          {product, Person{Status: "coffee"}, false, time.Time{}},
		"one that no other product names":    {Settings{}, Person{Status: "ooo"}, false, time.Time{}},
		"one that counts everywhere as well": {product, Person{Status: "face_with_thermometer"}, true, time.Time{}},
	} {
		if got := x.s.Away(x.who, now); got != x.away {
			t.Errorf("%s: away %v", name, got)
		}
		if got := x.s.BackAt(x.who, now); !got.Equal(x.back) {
			t.Errorf("%s: back %s", name, got)
		}
	}
}

func TestAStandInOfAProductActsForWhoIsAwayByItsStatuses(t *testing.T) {
	p := steered()
	p.Settings = Settings{PMStandIn: "ben", AwayEmoji: []string{"ooo"}}
	people := map[string]Person{"pm": {Kind: Member, Status: "ooo"}, "ben": {Kind: Member}}
	if got := Acting(p, RolePM, people, noon); got != "ben" {
		t.Errorf("%s acts", got)
	}
	if !StandsIn(people["pm"], time.Time{}, noon, p.Settings) {
		t.Error("nobody stands in")
	}
	people["ben"] = Person{Kind: Member}.With(Absence{Today(noon, ""), Today(noon, "")})
	if got := Acting(p, RolePM, people, noon); got != "pm" {
		t.Errorf("%s acts, who is away too", got)
	}
	p.Settings.AwayEmoji = nil
	if StandsIn(people["pm"], time.Time{}, noon, p.Settings) {
		t.Error("a status that the product does not name counts")
	}
}

func TestDaysAwayEndWhenSomebodyIsBack(t *testing.T) {
	week := Absence{"2026-06-08", "2026-06-12"}
	for today, want := range map[string]Absence{
		"2026-06-01": {}, "2026-06-08": {}, "2026-06-09": {"2026-06-08", "2026-06-08"}, "2026-06-12": {"2026-06-08", "2026-06-11"}, "2026-06-20": week,
	} {
		if got := week.BackOn(today); got != want {
			t.Errorf("back on %s: %+v", today, got)
		}
	}
	if got := (Absence{}).BackOn("2026-06-08"); !got.None() || !got.Over("2026-06-08") {
		t.Errorf("%+v", got)
	}
	if week.Over("2026-06-12") || !week.Over("2026-06-13") {
		t.Error("it is over too soon or too late")
	}
}

func TestDaysAwayAreSaidAsSeenFromToday(t *testing.T) {
	for _, x := range []struct {
		a           Absence
		today, want string
	}{
		{Absence{"2026-06-08", "2026-06-12"}, "2026-06-08", "until Fri 12 Jun"},
		{Absence{"2026-06-08", "2026-06-12"}, "2026-06-12", "until Fri 12 Jun"},
		{Absence{"2026-06-08", "2026-06-12"}, "2026-06-07", "from Mon 8 Jun until Fri 12 Jun"},
		{Absence{"2026-06-08", "2026-06-08"}, "2026-06-07", "on Mon 8 Jun"},
		{Absence{"2026-12-28", "2027-01-08"}, "2026-12-20", "from Mon 28 Dec until Fri 8 Jan 2027"},
		{Absence{}, "2026-12-20", ""},
	} {
		if got := x.a.Words(x.today); got != x.want {
			t.Errorf("%+v on %s: %q", x.a, x.today, got)
		}
	}
}

func TestStatusesAreNamedWithOrWithoutColons(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                     nil,
		":ooo: :airplane:":                     {"ooo", "airplane"},
		"ooo,airplane\n :Ooo:":                 {"ooo", "airplane"},
		":ooo::airplane:":                      {"ooo", "airplane"},
		":wave::skin-tone-3:, +1, o'clock_2-a": {"wave", "+1", "o'clock_2-a"},
	} {
		got, err := NewAwayEmoji("away", text)
		if !slices.Equal(got, want) || err != nil {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"+1, l'été":               "away: Write each emoji by its name, such as :airplane:. No name: “l'été”.",
		"✈️":                      "away: Write each emoji by its name, such as :airplane:. No name: “✈️”.",
		"a! b c! d! e!":           "away: Write each emoji by its name, such as :airplane:. No name: “a!”, “c!”, “d!” and more.",
		"a b c d e f g h i j k l": "away: These are 12. Choose the 10 that people use most.",
	} {
		_, err := NewAwayEmoji("away", text)
		checkRefusals(t, err, want)
	}
}
