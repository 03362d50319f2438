package standup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tandem/bot/holiday"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// changes are what differs of a setup from how it was, a line each, as it is now.
func changes(was, is ritual.StandupSetup, people request.Crew) (lines []kit.Text) {
	add := func(differs bool, label string, now kit.Text) {
		if differs {
			lines = append(lines, kit.F("• %s: %s", label, now))
		}
	}
	roster := func(label string, before, after []string) {
		out, in := missing(before, after), missing(after, before)
		var parts []kit.Text
		if len(in) > 0 {
			parts = append(parts, kit.F("with %s", names(people, in)))
		}
		if len(out) > 0 {
			parts = append(parts, kit.F("without %s", names(people, out)))
		}
		add(len(parts) > 0, label, kit.Join(", ", parts...))
	}
	add(was.Name != is.Name, "Name", kit.T(is.Name))
	roster("People", was.People, is.People)
	add(was.Days != is.Days, "Days", kit.T(is.Days.Written()))
	add(was.Time != is.Time, "Time", kit.T(is.Time))
	add(was.Summary != is.Summary, "Summary at", kit.T(is.Summary))
	add(was.Channel != is.Channel, "Channel", kit.Channel(is.Channel))
	add(!slices.Equal(was.Questions, is.Questions), "Questions", questionWords(is.Questions))
	add(was.NoReminder != is.NoReminder, "Reminder", kit.Raw(map[bool]string{true: "none", false: "once, an hour before the summary"}[is.NoReminder]))
	roster("Optional people", was.Optional, is.Optional)
	add(was.Zone != is.Zone, "Time zone", kit.T(cmp.Or(is.Zone, "each person's own")))
	add(was.Holidays != is.Holidays, "Holidays", holidayWords(is.Holidays))
	return lines
}

// missing are those of a list that are not in another.
func missing(from, in []string) []string {
	return slices.DeleteFunc(slices.Clone(from), func(id string) bool { return slices.Contains(in, id) })
}

// namesMost is how many people a line names.
const namesMost = 8

// names are people's names as words, which ping nobody.
func names(people request.Crew, ids []string) kit.Text {
	var all []string
	for _, id := range ids[:min(len(ids), namesMost)] {
		all = append(all, people.Name(id))
	}
	if more := len(ids) - len(all); more > 0 {
		all = append(all, fmt.Sprintf("%d more", more))
	}
	return kit.T(ritual.And(all))
}

// questionWords are a standup's questions in a line.
func questionWords(qs []ritual.StandupQuestion) kit.Text {
	var all []kit.Text
	for _, line := range strings.Split(ritual.WrittenQuestions(qs), "\n") {
		all = append(all, kit.T(kit.OneLine(line)))
	}
	return kit.Join(" · ", all...)
}

// holidayWords say whose holidays are off.
func holidayWords(code string) kit.Text {
	switch code {
	case "":
		return kit.Raw("each person's own")
	case ritual.NoCountry:
		return kit.Raw("none")
	}
	return kit.F("those of %s", holiday.Name(code))
}
