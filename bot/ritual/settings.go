package ritual

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Settings are what a product's people chose beyond the defaults. The zero value is the default of each.
type Settings struct {
	PMStandIn string        `json:"pm_stand_in,omitempty"` // who aligns while the PM is away
	POStandIn string        `json:"po_stand_in,omitempty"` // who prioritizes while the PO is away
	Guests    bool          `json:"guests,omitempty"`      // guests and people of other organizations may ask too
	Shared    bool          `json:"shared,omitempty"`      // Tandem posts in channels shared with other organizations
	Checklist bool          `json:"checklist,omitempty"`   // criteria are a checklist, not Given/When/Then
	Frame     string        `json:"frame,omitempty"`       // the sentence in which stories are told; see NewFrame
	NoDraft   bool          `json:"no_draft,omitempty"`    // no story is drafted by itself
	NoModel   bool          `json:"no_model,omitempty"`    // nothing of the product reaches a model
	Zone      string        `json:"zone,omitempty"`        // IANA name: the team's
	From      string        `json:"from,omitempty"`        // HH:MM: working hours begin where each person is
	Until     string        `json:"until,omitempty"`       // HH:MM: and end
	Holidays  []string      `json:"holidays,omitempty"`    // YYYY-MM-DD
	Emoji     []string      `json:"emoji,omitempty"`       // channels in which an emoji captures a message
	AwayEmoji []string      `json:"away_emoji,omitempty"`  // statuses in Slack that mean away, besides awayEmoji; names without colons
	Was       []FrameworkID `json:"was,omitempty"`         // frameworks used before the present one, the latest first
}

// TakesEmoji reports whether an emoji captures a message in a channel.
func (s Settings) TakesEmoji(channel string) bool {
	return channel != "" && slices.Contains(s.Emoji, channel)
}

// clockLayout is how a time of the day is written.
const clockLayout = "15:04"

// clock is a time of the day, HH:MM, as the time since midnight. ok is false where it is none.
func clock(s string) (since time.Duration, ok bool) {
	t, err := time.Parse(clockLayout, s)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil
}

// NewSettings checks what the form with a product's settings said. Its fields are named as in the form; people are those
// whom it names, by id; holidays are its lines. What is wrong is refused all at once.
func NewSettings(s Settings, p Product, people map[string]Person, holidays string) (Settings, error) {
	var bad []error
	bad = append(bad, checkStandIn("pm_stand_in", s.PMStandIn, p.PM, people), checkStandIn("po_stand_in", s.POStandIn, p.PO, people))
	s.Zone = strings.TrimSpace(s.Zone)
	if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "Local" {
		bad = append(bad, RefuseField("zone", "“%s” is not a time zone that I know. One looks like Europe/Berlin.", short(s.Zone)))
	}
	hours, err := checkHours(s.From, s.Until)
	s.From, s.Until, bad = hours[0], hours[1], append(bad, err)
	frame, err := NewFrame("frame", s.Frame)
	s.Frame, bad = frame, append(bad, err)
	days, err := parseHolidays("holidays", holidays)
	s.Holidays = days
	s.Emoji = slices.Compact(slices.Sorted(slices.Values(s.Emoji)))
	s.Was = p.Settings.Was // no field of the form
	return s, join(append(bad, err)...)
}

// checkStandIn checks who stands in for somebody: nobody, or another full member.
func checkStandIn(field, id, owner string, people map[string]Person) error {
	switch id {
	case "":
		return nil
	case owner:
		return RefuseField(field, "Choose somebody else than the person they stand in for.")
	}
	return CheckHead(field, people[id])
}

// checkHours checks working hours, from and until, and brings them into one form.
func checkHours(from, until string) (hours [2]string, err error) {
	var bad []error
	for i, value := range []string{from, until} {
		if value = strings.TrimSpace(value); value == "" {
			continue
		}
		t, err := time.Parse(clockLayout, value)
		if err != nil {
			bad = append(bad, RefuseField([]string{"from", "until"}[i], "Write the time as 09:00 or 17:30."))
			continue
		}
		hours[i] = t.Format(clockLayout)
	}
	if from, until := (Workplace{From: hours[0], Until: hours[1]}).hours(); len(bad) == 0 && from >= until {
		bad = append(bad, RefuseField("until", "Choose a time after %s, when working hours begin.", time.Time{}.Add(from).Format(clockLayout)))
	}
	return hours, join(bad...)
}

// parseHolidays reads dates, one a line or between commas, and puts them into order. It refuses all that are none at
// once, by their lines.
func parseHolidays(field, text string) ([]string, error) {
	var days, wrong []string
	n := 0
	for line := range strings.Lines(text) {
		n++
		for _, word := range strings.Split(line, ",") {
			word = strings.TrimSpace(word)
			if word == "" {
				continue
			}
			if _, err := time.Parse(time.DateOnly, word); err != nil {
				wrong = append(wrong, fmt.Sprintf("line %d, “%s”", n, short(word)))
				continue
			}
			days = append(days, word)
		}
	}
	if len(wrong) > 0 {
		more := ""
		if len(wrong) > wrongMost {
			wrong, more = wrong[:wrongMost], " and more"
		}
		return nil, RefuseField(field, "Write each day as 2026-12-25, one a line. Not a day: %s%s.", strings.Join(wrong, "; "), more)
	}
	slices.Sort(days)
	return slices.Compact(days), nil
}

// wrongMost is how many wrong lines a refusal names: it stands beside the field.
const wrongMost = 3

// ChangeFramework has a product prioritize by another framework. The one before is kept first among the earlier ones,
// so that what it scored keeps its order below the line.
func ChangeFramework(p Product, to FrameworkID) Product {
	if to == p.Framework {
		return p
	}
	was := []FrameworkID{p.Framework}
	for _, f := range p.Settings.Was {
		if f != to && f != p.Framework {
			was = append(was, f)
		}
	}
	p.Framework, p.Settings.Was = to, was
	return p
}
