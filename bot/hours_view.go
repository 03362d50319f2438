package bot

import (
	"cmp"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/holiday"
	"tandem/bot/kit"
	"tandem/bot/ritual"
)

// hoursModal is the form with somebody's working hours.
func hoursModal(h hours) kit.Modal {
	var days []string
	var week []kit.Option
	for i := range 7 {
		d := time.Weekday((i + 1) % 7) // from Monday on
		week = append(week, kit.Option{Value: d.String(), Label: d.String()})
		if h.at.Days.Has(d) {
			days = append(days, d.String())
		}
	}
	was := ritual.OwnOf(h.at)
	return kit.Modal{ID: hoursForm, Title: "My working hours", Submit: "Save", Close: "Cancel", Blocks: []slack.Block{
		kit.Context(kit.F("In %s, the time zone of your Slack profile.", cmp.Or(h.at.Zone, "UTC"))),
		kit.Input("from", "Working hours from", kit.TimeField("from", was.From)),
		kit.Input("until", "Working hours until", kit.TimeField("until", was.Until)),
		kit.Input("days", "Working days", kit.Checks("days", week, days)),
		kit.Input("country", "Holidays of", kit.Menu("country", countryOptions(), h.country(), "Choose a country"),
			kit.Hint("Guessed from your time zone until you choose. Where I do not know a country's holidays, write them below.")),
		kit.Input("off", "My days off", kit.Area("off", strings.Join(h.own.Off, "\n"), "2026-12-24", 2000), kit.Optional(),
			kit.Hint("One date a line. They are no working days of yours.")),
		kit.Context(hoursFor),
	}}
}

// countryOptions are the countries whose holidays somebody can have, and none.
func countryOptions() []kit.Option {
	all := []kit.Option{{Value: ritual.NoCountry, Label: "None"}}
	for _, c := range holiday.Countries() {
		all = append(all, kit.Option{Value: c.Code, Label: c.Sort()})
	}
	return all
}
