package ritual

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// tuesday is when the impediment of these tests was said.
var tuesday = time.Date(2026, 3, 3, 8, 30, 0, 0, time.UTC)

func inTheWay(change func(b *Impediment)) Impediment {
	b := Impediment{ID: "i", Person: "dev", Text: "The keys of staging", Help: "ben", Opened: tuesday}
	if change != nil {
		change(&b)
	}
	return b
}

func resolvedBy(who string) func(b *Impediment) {
	return func(b *Impediment) { b.Resolved, b.ResolvedBy = tuesday.Add(time.Hour), who }
}

func TestWhoHelpsWithAnImpediment(t *testing.T) {
	for name, c := range map[string]struct {
		b       Impediment
		by      string
		refuses string
	}{
		"anybody":                {inTheWay(nil), "ana", ""},
		"who was asked":          {inTheWay(nil), "ben", ""},
		"one more":               {inTheWay(func(b *Impediment) { b.Helpers = []string{"ben"} }), "ana", ""},
		"whoever it is about":    {inTheWay(nil), "dev", "This is in your own way."},
		"twice":                  {inTheWay(func(b *Impediment) { b.Helpers = []string{"ana"} }), "ana", "You help already."},
		"once it is resolved":    {inTheWay(resolvedBy("ben")), "ana", "has said already that it is resolved."},
		"resolved by who is not": {inTheWay(resolvedBy("")), "ana", "It is resolved already."},
	} {
		after, err := c.b.Helped(c.by)
		if !refusedAs(err, c.refuses) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && (!slices.Contains(after.Helpers, c.by) || len(after.Helpers) != len(c.b.Helpers)+1) {
			t.Errorf("%s: %+v", name, after)
		}
	}
}

func TestWhoResolvesAnImpedimentAndWhoOpensItAgain(t *testing.T) {
	helped := inTheWay(func(b *Impediment) { b.Helpers = []string{"ana"} })
	for who, may := range map[string]bool{"dev": true, "ben": true, "ana": true, "eve": false} {
		after, err := helped.Resolve(who, false, tuesday)
		if may != (err == nil) || may && (after.Open() || after.ResolvedBy != who) {
			t.Errorf("%s: %+v, %v", who, after, err)
		}
	}
	if _, err := helped.Resolve("eve", true, tuesday); err != nil {
		t.Errorf("who steers cannot resolve it: %v", err)
	}
	gone := inTheWay(resolvedBy("ben"))
	for name, c := range map[string]struct {
		b       Impediment
		by      string
		steers  bool
		after   time.Duration
		refuses string
	}{
		"whoever it is about":  {gone, "dev", false, time.Hour, ""},
		"who resolved it":      {gone, "ben", false, 7 * 24 * time.Hour, ""},
		"who steers":           {gone, "eve", true, time.Hour, ""},
		"somebody else":        {gone, "eve", false, time.Hour, "can open it again."},
		"more than a week ago": {gone, "dev", false, 7*24*time.Hour + 1, "more than a week ago"},
		"while it is open":     {inTheWay(nil), "dev", false, time.Hour, "It is open already."},
	} {
		after, err := c.b.Reopen(c.by, c.steers, c.b.Resolved.Add(c.after))
		if !refusedAs(err, c.refuses) || err == nil && (!after.Open() || after.ResolvedBy != "") {
			t.Errorf("%s: %+v, %v", name, after, err)
		}
	}
}

// refusedAs reports whether an error is a refusal with some words; with none, whether there is no error.
func refusedAs(err error, words string) bool {
	rs := Refusals(err)
	return words == "" && err == nil || words != "" && len(rs) == 1 && strings.Contains(rs[0].Says, words)
}

func TestAnImpedimentIsRaisedOnceAfterTwoDaysInWorkingHours(t *testing.T) {
	tokyo := Workplace{Zone: "Asia/Tokyo"}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, time.UTC) }
	for name, c := range map[string]struct {
		b      Impediment
		at     Workplace
		now    time.Time
		raised bool
		next   time.Time
	}{
		"early":                      {inTheWay(nil), Workplace{}, at(5, 8, 29), false, at(5, 9, 0)},
		"before they work":           {inTheWay(nil), Workplace{}, at(5, 8, 30), false, at(5, 9, 0)},
		"at last":                    {inTheWay(nil), Workplace{}, at(5, 9, 0), true, time.Time{}},
		"late":                       {inTheWay(nil), Workplace{}, at(10, 12, 0), true, time.Time{}},
		"late, in the night":         {inTheWay(nil), Workplace{}, at(10, 20, 0), false, at(11, 9, 0)},
		"when their day is over":     {inTheWay(nil), tokyo, at(5, 8, 30), false, at(6, 0, 0)},
		"over a weekend":             {inTheWay(func(b *Impediment) { b.Opened = at(5, 10, 0) }), Workplace{}, at(7, 10, 0), false, at(9, 9, 0)},
		"after the weekend":          {inTheWay(func(b *Impediment) { b.Opened = at(5, 10, 0) }), Workplace{}, at(9, 9, 0), true, time.Time{}},
		"once it is resolved":        {inTheWay(resolvedBy("ben")), Workplace{}, at(5, 9, 0), false, time.Time{}},
		"once they have heard of it": {inTheWay(func(b *Impediment) { b.Raised = at(5, 9, 0) }), Workplace{}, at(6, 9, 0), false, time.Time{}},
	} {
		after, raised, next := c.b.Raise(c.now, c.at)
		if raised != c.raised || !next.Equal(c.next) || raised && !after.Raised.Equal(c.now) {
			t.Errorf("%s: %v, %v, %+v", name, raised, next, after)
		}
	}
}

func TestHowOldAnImpedimentIs(t *testing.T) {
	late := inTheWay(func(b *Impediment) { b.Opened = time.Date(2026, 3, 3, 23, 30, 0, 0, time.UTC) }) // the 4th in Berlin
	for _, c := range []struct {
		b    Impediment
		now  time.Time
		zone string
		want string
	}{
		{inTheWay(nil), tuesday, "UTC", "since today"},
		{inTheWay(nil), tuesday.Add(15 * time.Hour), "UTC", "since today"},
		{inTheWay(nil), tuesday.Add(16 * time.Hour), "UTC", "1 day"},
		{inTheWay(nil), tuesday.Add(48 * time.Hour), "UTC", "2 days"},
		{late, tuesday.Add(24 * time.Hour), "UTC", "1 day"},
		{late, tuesday.Add(24 * time.Hour), "Europe/Berlin", "since today"},
		{inTheWay(resolvedBy("ben")), tuesday.Add(1000 * time.Hour), "UTC", "within a day"},
		{inTheWay(func(b *Impediment) { b.Resolved = tuesday.Add(50 * time.Hour) }), tuesday.Add(1000 * time.Hour), "UTC", "2 days"},
	} {
		if got := c.b.Age(c.now, c.zone); got != c.want {
			t.Errorf("%v in %s: %s, not %s", c.now, c.zone, got, c.want)
		}
	}
}

func TestTheSameWordsAreTheSameImpediment(t *testing.T) {
	for text, same := range map[string]bool{"The keys of staging": true, "  the KEYS\n of staging ": true, "The keys of production": false, "": false, "The keysof staging": false} {
		if got := inTheWay(nil).Says(text); got != same {
			t.Errorf("%q: %v", text, got)
		}
	}
	if b := inTheWay(nil).Reworded("  Keys ", "ana"); b.Text != "Keys" || b.Help != "ana" || b.ID != "i" || !b.Opened.Equal(tuesday) {
		t.Errorf("%+v", b)
	}
}

func TestWhoCanBeAskedForHelp(t *testing.T) {
	for kind, may := range map[PersonKind]bool{Unknown: true, Member: true, Guest: true, Stranger: false, Machine: false, Gone: false} {
		err := CheckHelp(FieldHelp, Person{ID: "ana", Name: "Ana", Kind: kind})
		if rs := Refusals(err); may != (err == nil) || !may && (len(rs) != 1 || rs[0].Field != FieldHelp) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestWhoMayMoveAnImpediment(t *testing.T) {
	s, p := StandupSetup{Channel: "C1", People: []string{"rosa"}, Optional: []string{"olaf"}}, Product{PM: "pm", PO: "po", Team: []string{"tim"}}
	open := p
	open.Settings.Guests = true
	b := inTheWay(func(b *Impediment) { b.Helpers = []string{"ana"} })
	for _, c := range []struct {
		who, place string
		kind       PersonKind
		p          Product
		may        bool
	}{
		{"eve", "", Member, p, true}, {"eve", "", Unknown, p, true},
		{"eve", "", Guest, p, false}, {"eve", "C2", Guest, p, false}, {"eve", "", Stranger, p, false},
		{"eve", "C1", Guest, p, true}, {"eve", "C1", Stranger, p, true}, {"eve", "", Guest, open, true},
		{"dev", "", Guest, p, true}, {"ben", "", Guest, p, true}, {"ana", "", Guest, p, true}, {"rosa", "", Guest, p, true},
		{"olaf", "", Guest, p, true}, {"tim", "", Guest, p, true}, {"pm", "", Guest, p, true},
	} {
		err := b.MayMove(Person{ID: c.who, Kind: c.kind}, s, c.p, c.place)
		if c.may != (err == nil) || !c.may && len(Refusals(err)) != 1 {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
