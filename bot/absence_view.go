package bot

import (
	"cmp"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// absenceModal is the form in which somebody says how long they are away.
func absenceModal(who ritual.Person, now time.Time) kit.Modal {
	today := ritual.Today(now, who.Zone)
	days := who.Absence()
	if days.Over(today) {
		days = ritual.Absence{From: today, Until: today}
	}
	return kit.Modal{ID: absenceForm, Title: "I'm away", Submit: "Save", Close: "Cancel", Blocks: []slack.Block{
		kit.Input("from", "Away from", kit.DateField("from", days.From)),
		kit.Input("until", "Away until", kit.DateField("until", days.Until), kit.Hint("The last day that you are away.")),
		kit.Context(kit.F("In %s, the time zone of your Slack profile. The status :palm_tree: or :face_with_thermometer: in Slack says the same.", cmp.Or(who.Zone, "UTC"))),
	}}
}

// awayWords say when somebody is away by what they said themselves; empty where that is over.
func awayWords(who ritual.Person, now time.Time) kit.Text {
	today := ritual.Today(now, who.Zone)
	if days := who.Absence(); !days.Over(today) {
		return kit.F("You are away %s.", days.Words(today))
	}
	return ""
}

// awayNote says that it is kept, and what it means: also in the products that they steer.
func awayNote(who ritual.Person, steered []ritual.Product, now time.Time) kit.Modal {
	then := kit.Raw("Until then")
	if who.Absence().From > ritual.Today(now, who.Zone) {
		then = "Meanwhile"
	}
	m := engine.Note("I'm away", kit.Section(kit.F("%s %s I remind you of nothing, and you are not counted as missing.", awayWords(who, now), then)))
	var lines []kit.Text
	for _, p := range steered {
		for _, role := range []ritual.Role{ritual.RolePM, ritual.RolePO} {
			if request.HeadOf(p, role) != who.ID {
				continue
			}
			line := kit.F("Nobody stands in for you as %s of *%s*. `/tandem settings` can name somebody.", role, kit.OneLine(p.Name))
			if in := request.HeadOf(p, request.StandInFor[role]); in != "" {
				line = kit.F("%s stands in for you as %s of *%s*.", kit.User(in), role, kit.OneLine(p.Name))
			}
			lines = append(lines, line)
		}
	}
	if len(lines) > 0 {
		m.Blocks = append(m.Blocks, kit.Sections(lines[:min(len(lines), 10)])...)
	}
	m.Blocks = append(m.Blocks, kit.Actions("", request.BackButton()))
	return m
}

// backNote says what came of somebody being back: was is as they were before.
func backNote(was, is ritual.Person, products []ritual.Product, now time.Time) kit.Modal {
	today := ritual.Today(now, was.Zone)
	words := kit.Raw("Welcome back. From now on you are asked and reminded again.")
	switch days := was.Absence(); {
	case days.Over(today):
		words = "You have not told me that you are away."
	case days.From > today:
		words = kit.F("Taken back: you are not away %s.", days.Words(today))
	}
	m := engine.Note("I'm back", kit.Section(words))
	if is.Away(now) || slices.ContainsFunc(products, func(p ritual.Product) bool { return p.Settings.Away(is, now) }) {
		m.Blocks = append(m.Blocks, kit.Section(kit.Raw("Your status in Slack still says that you are away. It counts until you clear it there.")))
	}
	return m
}
