package ritual

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func week(days ...time.Weekday) (ds Weekdays) {
	for _, d := range days {
		ds |= 1 << d
	}
	return ds
}

func TestTheDaysOfAWeekAreWrittenAsPeopleSayThem(t *testing.T) {
	for want, ds := range map[string]Weekdays{
		"Mon to Fri":            0,
		"Sun to Fri":            week(0, 1, 2, 3, 4, 5),
		"Sun to Thu":            week(0, 1, 2, 3, 4),
		"Sat to Thu":            week(0, 1, 2, 3, 4, 6),
		"Mon to Sun":            week(0, 1, 2, 3, 4, 5, 6),
		"Sun, Mon and Wed":      week(1, 3, 0),
		"Mon, Tue, Thu and Fri": week(1, 2, 4, 5),
		"Tue to Thu and Sat":    week(2, 3, 4, 6),
		"Sun":                   week(0),
		"Sat and Sun":           week(0, 6),
	} {
		if got := ds.Written(); got != want {
			t.Errorf("%07b: %s, not %s", ds, got, want)
		}
	}
}

func TestWhatSomebodyChoosesOfTheirHoursIsChecked(t *testing.T) {
	weekdays := []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"}
	for name, x := range map[string]struct {
		from, until string
		days        []string
		country     string
		off         string
		want        []string // refusals
	}{
		"all of it":     {"10:00", "18:30", weekdays, "DE", "2026-12-24, 2026-12-31", nil},
		"nothing":       {"", "", nil, "", "", []string{"days: Tick the days"}},
		"turned around": {"18:00", "10:00", weekdays, "", "", []string{"until: Choose a time after 18:00"}},
		"half of it":    {"18:00", "", weekdays, "", "", []string{"until: Choose a time after 18:00"}},
		"all wrong":     {"soon", "later", nil, "", "Christmas", []string{"from: Write the time", "until: Write the time", "days: Tick", "off: Write each day"}},
	} {
		_, err := NewOwn(x.from, x.until, x.days, x.country, x.off)
		if x.want == nil && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if x.want != nil {
			checkRefusals(t, err, strings.Join(x.want, "|"))
		}
	}
	got, err := NewOwn("8:00", "", []string{"Sunday", "Monday"}, "JP", "2026-12-31\n2026-12-24")
	if err != nil || got.From != "08:00" || got.Until != "17:00" || got.Days != week(0, 1) || got.Country != "JP" || !slices.Equal(got.Off, []string{"2026-12-24", "2026-12-31"}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestWhatIsSoAnywayIsNoChoice(t *testing.T) {
	usual := Own{From: "09:00", Until: "17:00", Days: MondayToFriday, Country: "DE"}
	if got := usual.Beyond(usual); got.From+got.Until+got.Country != "" || got.Days != 0 {
		t.Errorf("%+v", got)
	}
	other := Own{From: "09:00", Until: "18:00", Days: week(1, 2), Country: NoCountry, Off: []string{"2026-12-24"}}
	if got := other.Beyond(usual); got.From != "09:00" || got.Until != "18:00" || got.Days != other.Days || got.Country != NoCountry || len(got.Off) != 1 {
		t.Errorf("%+v", got)
	}
}
