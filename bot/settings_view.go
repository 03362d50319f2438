package bot

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
)

// settingsFields are the fields of the form with a product's settings, in its order. Open forms carry them.
var settingsFields = []string{"name", "pm", "pm_stand_in", "po", "po_stand_in", "team", "stakeholders", "emoji", "framework", "allow",
	"stories", "criteria", "frame", "zone", "from", "until", "holidays", "away"}

// settingsLabels are what people read beside them.
var settingsLabels = map[string]string{
	"name": "Product name", "pm": "Product manager", "pm_stand_in": "Stand-in for the PM", "po": "Product owner",
	"po_stand_in": "Stand-in for the PO", "team": "Team", "stakeholders": "Stakeholder channel", "emoji": "Emoji channels", "framework": "Prioritization",
	"allow": "Allow", "stories": "Stories", "criteria": "Acceptance criteria", "frame": "Story template", "zone": "Time zone", "from": "Working hours from",
	"until": "Working hours until", "holidays": "Holidays", "away": "Away statuses",
}

// The values of its ticks and choices. Open forms carry them.
const (
	allowGuests   = "guests"
	allowShared   = "shared"
	storiesDraft  = "draft"
	storiesModel  = "model"
	criteriaGiven = "given"
	criteriaList  = "checklist"
)

// keptSettings are what the form shows of a product. Without a model there is nothing to say about it.
func keptSettings(p ritual.Product, has abilities) engine.Fields {
	s := p.Settings
	f := engine.Fields{"team": p.Team}
	if has.public || has.private {
		f["emoji"] = s.Emoji
	}
	for field, value := range map[string]string{
		"name": p.Name, "pm": p.PM, "po": p.PO, "pm_stand_in": s.PMStandIn, "po_stand_in": s.POStandIn, "stakeholders": p.Stakeholders,
		"framework": string(p.Framework), "zone": s.Zone, "from": s.From, "until": s.Until, "holidays": strings.Join(s.Holidays, "\n"),
		"away":     awayEmojiWords(s.AwayEmoji),
		"frame":    cmp.Or(s.Frame, ritual.DefaultFrame),
		"criteria": map[bool]string{false: criteriaGiven, true: criteriaList}[s.Checklist],
	} {
		if value != "" {
			f[field] = []string{value}
		}
	}
	for _, tick := range []struct {
		field, value string
		on           bool
	}{
		{"allow", allowGuests, s.Guests}, {"allow", allowShared, s.Shared},
		{"stories", storiesDraft, !s.NoDraft}, {"stories", storiesModel, has.model && !s.NoModel},
	} {
		if tick.on {
			f[tick.field] = append(f[tick.field], tick.value)
		}
	}
	return f
}

// awayEmojiWords are the names of statuses as people write them.
func awayEmojiWords(names []string) string {
	words := make([]string, 0, len(names))
	for _, n := range names {
		words = append(words, ":"+n+":")
	}
	return strings.Join(words, " ")
}

// settingsModal is the form with a product's settings. shown is what stands in its fields, is what is kept. Where there are
// fields that somebody else changed while they were changed here, both, the form has only those that are shown: in the
// others Slack would go on showing what stood there before.
func settingsModal(p ritual.Product, was, is engine.Fields, has abilities, both []string) kit.Modal {
	m := kit.Modal{ID: settingsForm, Title: "Settings", Submit: "Save", Close: "Cancel", Data: engine.FormData{Subject: p.ID, Began: began(was, is, len(both) == 0)}.Encode()}
	if len(both) > 0 {
		m.Blocks = append(m.Blocks, kit.Section(kit.Raw("*Somebody else saved these while you had the form open.* The fields hold what you chose. Save again to keep yours.")))
		for _, f := range both {
			m.Blocks = append(m.Blocks, kit.Context(kit.F("%s is now: %s", settingsLabels[f], valueWords(f, is[f]))))
		}
	}
	m.Blocks = append(m.Blocks, kit.Context(kit.F("*%s*, at home in %s", p.Name, kit.Channel(p.Channel))))
	for _, f := range settingsFields {
		if _, asks := was[f]; !asks && len(both) > 0 {
			continue
		}
		if f == "emoji" && !has.public && !has.private {
			m.Blocks = append(m.Blocks, kit.Context(noEmoji))
			continue
		}
		el, opts := settingsElement(f, was, has)
		m.Blocks = append(m.Blocks, kit.Input(f, settingsLabels[f], el, opts...))
	}
	return m
}

// settingsElement is the control of one field.
func settingsElement(field string, was engine.Fields, has abilities) (slack.BlockElement, []kit.InputOption) {
	value := was.One(field)
	free := []kit.InputOption{kit.Optional()}
	hint := func(s string) []kit.InputOption { return append(free, kit.Hint(s)) }
	switch field {
	case "name":
		return kit.Line(field, value, "Atlas", 60), nil
	case "pm", "po":
		return kit.Person(field, value), []kit.InputOption{kit.Hint("Whoever you choose is told, and what waits goes to them.")}
	case "pm_stand_in", "po_stand_in":
		return kit.Person(field, value), hint("Is asked while they are away, and once something has waited for them for four working days.")
	case "team":
		return kit.People(field, was.All(field)), free
	case "stakeholders":
		return kit.Conversation(field, value), hint("Gets the recap of every sprint.")
	case "emoji":
		return kit.Conversations(field, was.All(field), has.public, has.private), hint("Whoever puts :bulb: under a message there has it recorded. None: off. Type /invite @Tandem in each.")
	case "framework":
		return kit.Menu(field, frameworkOptions(), value, "How are stories ranked?"), nil
	case "allow":
		return kit.Checks(field, allowOptions, was.All(field)), free
	case "stories":
		return kit.Checks(field, storyOptions(has.model), was.All(field)), free
	case "criteria":
		return kit.Radio(field, criteriaOptions, value), nil
	case "frame":
		return kit.Area(field, value, ritual.DefaultFrame, ritual.FrameMax), hint("{who}, {want} and {why} stand for the story's own words. Left empty or as it is, the sentence follows the story's language.")
	case "zone":
		return kit.Line(field, value, "Europe/Berlin", 60), hint("The team's, for what happens once for everybody. Each person's own is the one in their Slack profile.")
	case "from":
		return kit.TimeField(field, value), hint("09:00 unless you choose. Nobody is reminded of anything outside working hours. On Home, people can choose their own.")
	case "until":
		return kit.TimeField(field, value), hint("17:00 unless you choose.")
	case "away":
		return kit.Line(field, value, ":airplane: :ooo:", 500), hint(":palm_tree: and :face_with_thermometer: always count. Whoever has one of these as their status in Slack is not reminded.")
	}
	return kit.Area(field, value, "2026-12-25", 2000), hint("One date a line. They are no working days for anybody. Public holidays follow from where each person is.")
}

// noEmoji says why an emoji cannot be switched on, and how it can.
var noEmoji = kit.Raw("*Emoji channels*: with the scopes `channels:history` and `groups:history`, putting :bulb: under a message records it. " +
	"I may not read messages here. To switch it on, whoever runs me updates the app from `manifest.yml`, installs it again with those scopes, and starts me again.")

var allowOptions = []kit.Option{
	{Value: allowGuests, Label: "Guests may ask", Help: "Also people of other organizations"},
	{Value: allowShared, Label: "Post in shared channels", Help: "Where another organization reads along"},
}

var criteriaOptions = []kit.Option{
	{Value: criteriaGiven, Label: "Given, When, Then"},
	{Value: criteriaList, Label: "Checklist"},
}

func storyOptions(model bool) []kit.Option {
	opts := []kit.Option{{Value: storiesDraft, Label: "Draft a story for each request", Help: "Else the cards offer Draft story"}}
	if model {
		opts = append(opts, kit.Option{Value: storiesModel, Label: "Let the model help", Help: "What people wrote is sent to it"})
	}
	return opts
}

func frameworkOptions() []kit.Option {
	opts := make([]kit.Option, 0, len(ritual.FrameworkList))
	for _, id := range ritual.FrameworkList {
		f := ritual.Frameworks[id]
		opts = append(opts, kit.Option{Value: string(id), Label: f.Name, Help: f.Formula})
	}
	return opts
}

// valueWords are what a field of the settings holds, as people read it.
func valueWords(field string, values []string) kit.Text {
	if len(values) == 0 {
		return kit.Raw("nothing")
	}
	labels := map[string]string{}
	for _, o := range slices.Concat(allowOptions, criteriaOptions, storyOptions(true), frameworkOptions()) {
		labels[o.Value] = o.Label
	}
	words := make([]kit.Text, 0, len(values))
	for _, v := range values {
		switch field {
		case "pm", "po", "pm_stand_in", "po_stand_in", "team":
			words = append(words, kit.User(v))
		case "stakeholders", "emoji":
			words = append(words, kit.Channel(v))
		case "allow", "stories", "criteria", "framework":
			words = append(words, kit.T(cmp.Or(labels[v], v)))
		default:
			words = append(words, kit.T(kit.OneLine(v)))
		}
	}
	return kit.Join(", ", words...)
}

// settingsSavedModal says what was saved, and what somebody else had changed meanwhile.
func settingsSavedModal(p ritual.Product, is engine.Fields, mine, theirs []string, places map[string]ritual.Place) kit.Modal {
	m := engine.Note("Settings saved")
	if len(mine) == 0 {
		m = engine.Note("Settings", kit.Section(kit.F("You changed nothing of *%s*.", p.Name)))
	}
	lines := func(fs []string) (ls []kit.Text) {
		for _, f := range fs {
			ls = append(ls, kit.F("• %s: %s", settingsLabels[f], valueWords(f, is[f])))
		}
		return ls
	}
	if len(mine) > 0 {
		m.Blocks = append(m.Blocks, kit.Sections(append([]kit.Text{kit.F("*%s* now has", p.Name)}, lines(mine)...))...)
	}
	if len(theirs) > 0 {
		m.Blocks = append(m.Blocks, kit.Sections(append([]kit.Text{kit.Raw("Somebody else changed meanwhile, and it stays")}, lines(theirs)...))...)
	}
	if slices.Contains(mine, "stakeholders") && p.Stakeholders != "" && p.Stakeholders != p.Channel {
		m.Blocks = append(m.Blocks, stakeholderBlocks(places["stakeholders"], p.Stakeholders)...)
	}
	if slices.Contains(mine, "emoji") {
		for _, id := range p.Settings.Emoji {
			if place := places[id]; place.Known() && !place.Joined {
				m.Blocks = append(m.Blocks, kit.Section(kit.F("I am not in %s yet. Type `/invite @Tandem` there, so that I hear of the emoji.", kit.Channel(id))))
			}
		}
	}
	return m
}
