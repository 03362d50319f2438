package holiday

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
)

func TestPublicHolidaysAreOffOnTheirDayAndWhereTheyAreObserved(t *testing.T) {
	for _, x := range []struct{ zone, day, not string }{
		{"Europe/Berlin", "2026-04-03", "2026-04-02"},           // Good Friday
		{"Europe/Berlin", "2026-10-03", "2026-10-05"},           // a Saturday, and nothing in its place
		{"America/New_York", "2026-07-03", "2026-07-06"},        // the fourth is a Saturday: observed on the Friday
		{"America/New_York", "2027-12-31", "2028-01-03"},        // New Year's Day of 2028 is a Saturday: observed the year before
		{"America/Los_Angeles", "2026-11-26", "2026-11-27"},     // Thanksgiving
		{"Asia/Tokyo", "2026-05-06", "2026-05-07"},              // the third is a Sunday, the fourth and the fifth are holidays
		{"Asia/Tokyo", "2026-09-22", "2026-09-24"},              // between two holidays
		{"Asia/Tokyo", "2027-03-22", "2027-03-23"},              // the equinox is a Sunday
		{"Australia/Lord_Howe", "2026-06-08", "2026-06-09"},     // of New South Wales
		{"Australia/Perth", "2026-06-01", "2026-06-08"},         // Western Australia Day, and not the others' birthday
		{"America/Argentina/Salta", "2026-04-03", "2026-04-06"}, // Good Friday
		{"Europe/London", "2026-12-28", "2026-12-29"},           // the twenty-sixth is a Saturday
	} {
		days := Days(Of(x.zone), 2026, 2027)
		if !slices.Contains(days, x.day) || slices.Contains(days, x.not) {
			t.Errorf("%s: %s is off, %s is not: %v", x.zone, x.day, x.not, days)
		}
		if !slices.IsSorted(days) || days[0] < "2026" || days[len(days)-1] > "2028" {
			t.Errorf("%s: %v", x.zone, days)
		}
	}
}

func TestNothingIsKnownOfOtherCountries(t *testing.T) {
	for _, zone := range []string{"Asia/Kathmandu", "UTC", "", "No/Where"} {
		if c := Of(zone); c != "" || Days(c, 2026, 2027) != nil || Name(c) != "" {
			t.Errorf("%s is in %q", zone, c)
		}
	}
}

func TestTheWeekendIsThatOfTheCountry(t *testing.T) {
	for zone, want := range map[string]string{
		"Europe/Berlin": "Mon to Fri", "Asia/Dubai": "Mon to Fri", "Asia/Kolkata": "Mon to Fri", "": "Mon to Fri", "Asia/Kathmandu": "Sun to Fri", "Asia/Katmandu": "Sun to Fri",
		"Africa/Cairo": "Sun to Thu", "Asia/Riyadh": "Sun to Thu", "Asia/Jerusalem": "Sun to Thu", "Asia/Tehran": "Sat to Thu", "Asia/Kabul": "Sat to Wed",
	} {
		if got := Week(zone).Written(); got != want {
			t.Errorf("%s: %s, not %s", zone, got, want)
		}
	}
}

func TestWhatSomebodyChoseGoesBeforeTheGuess(t *testing.T) {
	guess := Work("Asia/Kathmandu", ritual.Own{}, 2026)
	if guess.Days.Written() != "Sun to Fri" || len(guess.Holidays) > 0 {
		t.Errorf("%+v", guess)
	}
	chose := Work("Asia/Kathmandu", ritual.Own{From: "10:00", Until: "18:00", Days: ritual.MondayToFriday, Country: "DE", Off: []string{"2026-10-20"}}, 2026)
	if chose.From != "10:00" || chose.Until != "18:00" || chose.Days.Written() != "Mon to Fri" || !slices.Contains(chose.Holidays, "2026-12-25") || !slices.Contains(chose.Holidays, "2026-10-20") {
		t.Errorf("%+v", chose)
	}
	none := Work("Europe/Berlin", ritual.Own{Country: ritual.NoCountry}, 2026)
	if len(none.Holidays) > 0 {
		t.Errorf("%+v", none)
	}
	if new := Work("Europe/Berlin", ritual.Own{}, 2026).Holidays; !slices.Contains(new, "2025-12-25") || !slices.Contains(new, "2027-12-25") {
		t.Errorf("%v", new)
	}
}

func TestEveryZoneIsOfOneCountryAndKnownToTheSystem(t *testing.T) {
	seen := map[string]string{}
	of := func(what, zones string) {
		for _, zone := range strings.Fields(zones) {
			if _, err := time.LoadLocation(zone); err != nil {
				t.Errorf("%s: %v", what, err)
			}
			if seen[zone] != "" {
				t.Errorf("%s is in %s and %s", zone, seen[zone], what)
			}
			seen[zone] = what
		}
	}
	for code, c := range countries {
		of(code, c.zones)
	}
	for _, w := range weeks {
		of(w.days.Written(), w.zones)
	}
	if n := len(Countries()); n > 90 {
		t.Errorf("%d countries: a menu of Slack's has room for 100", n)
	}
}

func TestCountriesStandInTheOrderOfTheirNames(t *testing.T) {
	var names []string
	for _, c := range Countries() {
		names = append(names, c.Name)
		if days := Days(c.Code, 2026, 2026); len(days) < 6 || len(days) > 20 {
			t.Errorf("%s has %d days off: %v", c.Name, len(days), days)
		}
	}
	at := func(name string) int { return slices.Index(names, name) }
	if !(at("Argentina") == 0 && at("Germany") < at("Bavaria, Germany") && at("Bavaria, Germany") < at("Greece") && at("the Netherlands") < at("Norway")) {
		t.Error(names)
	}
}
