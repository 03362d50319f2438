package standup

import (
	"cmp"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/holiday"
	"tandem/bot/kit"
	"tandem/bot/ritual"
)

// modal is the form of a standup. What stands in it works as it is: whoever opens it looks, and presses Save. What most change stands first.
func (f form) modal() kit.Modal {
	s := f.typed
	var blocks []slack.Block
	if len(f.note) > 0 {
		blocks = kit.Sections(f.note)
	} else if f.s.ID == "" {
		blocks = append(blocks, kit.Context(kit.F("For *%s*. It works as it is: look, and press `Save`.", f.p.Name)))
	} else {
		blocks = append(blocks, kit.Context(kit.F("For *%s*. What you change counts from the next run on.", f.p.Name)))
	}
	reminder := []string{remindThem}
	if s.NoReminder {
		reminder = nil
	}
	ask := func(id, label string, el slack.BlockElement, opts ...kit.InputOption) {
		blocks = append(blocks, kit.Input(id, label, el, opts...))
	}
	ask(ritual.FieldStandupName, "Name", kit.Line(ritual.FieldStandupName, s.Name, ritual.StandupName, 60))
	ask(ritual.FieldStandupWho, "People", kit.People(ritual.FieldStandupWho, s.People), kit.Hint("Who is asked, and waited for."))
	ask(ritual.FieldStandupDays, "Days", kit.Checks(ritual.FieldStandupDays, weekOptions(), ticked(s.Days)))
	ask(ritual.FieldStandupTime, "Time", kit.TimeField(ritual.FieldStandupTime, s.Time), kit.Hint(timeHint))
	ask(ritual.FieldSummaryAt, "Summary at", kit.TimeField(ritual.FieldSummaryAt, s.Summary), kit.Hint(fmt.Sprintf(summaryHint, f.team)))
	ask(ritual.FieldStandupWhere, "Channel", kit.Conversation(ritual.FieldStandupWhere, s.Channel),
		kit.Hint("Gets one message a day, with the answers in its thread."))
	ask(ritual.FieldStandupAsks, "Questions", kit.Area(ritual.FieldStandupAsks, f.questions, ritual.AskMoved, questionsRoom), kit.Hint(questionsHint))
	ask(ritual.FieldReminder, "Reminder", kit.Checks(ritual.FieldReminder, reminderOptions, reminder), kit.Optional())
	ask(ritual.FieldOptional, "Optional people", kit.People(ritual.FieldOptional, s.Optional), kit.Optional(),
		kit.Hint("Asked, but not waited for, not reminded, and not counted as missing."))
	ask(ritual.FieldStandupZone, "Time zone", kit.Line(ritual.FieldStandupZone, s.Zone, "Europe/Berlin", 60), kit.Optional(),
		kit.Hint("Empty: each person's own."))
	ask(ritual.FieldHolidays, "Holidays", kit.Menu(ritual.FieldHolidays, holidayOptions(), cmp.Or(s.Holidays, ownHolidays), "Whose holidays?"),
		kit.Hint("Nobody is asked on a day off."))
	data := engine.FormData{Subject: cmp.Or(f.s.ID, f.p.ID), Last: f.mark}
	return kit.Modal{ID: setupForm, Title: "Standup", Submit: "Save", Close: "Cancel", Data: data.Encode(), Blocks: blocks}
}

// What stands below the fields, and how much the field of the questions takes.
const (
	timeHint      = "When people are asked: by each person's own clock, unless you write a time zone below."
	summaryHint   = "In %s, the team's zone. People get two hours at least. Where some are asked late, the summary waits, up to four hours."
	questionsHint = "1 to 10, one a line. A line that begins with + offers the sprint's stories as ticks, one with ! asks what is in the way. “" +
		ritual.AskNext + "” and “" + ritual.AskBlocker + "” do so as they are."
	questionsRoom = 2000
)

var reminderOptions = []kit.Option{{Value: remindThem, Label: "Remind people once, an hour before the summary"}}

// week are the days of the week, from Monday on.
func week() (days []time.Weekday) {
	for i := range 7 {
		days = append(days, time.Weekday((i+1)%7))
	}
	return days
}

func weekOptions() (all []kit.Option) {
	for _, d := range week() {
		all = append(all, kit.Option{Value: d.String(), Label: d.String()})
	}
	return all
}

// ticked are the days that are ticked; none where there is none.
func ticked(ds ritual.Weekdays) (days []string) {
	for _, d := range week() {
		if ds&(1<<d) != 0 {
			days = append(days, d.String())
		}
	}
	return days
}

// holidayOptions are whose holidays are off.
func holidayOptions() []kit.Option {
	all := []kit.Option{{Value: ownHolidays, Label: "Each person's own"}, {Value: ritual.NoCountry, Label: "None"}}
	for _, c := range holiday.Countries() {
		all = append(all, kit.Option{Value: c.Code, Label: c.Sort()})
	}
	return all
}

// placeWords say, while the form was just saved, what keeps the summary from being posted.
func (f form) placeWords(n next, place ritual.Place, channel string) kit.Text {
	if n.bar = place.Bar(f.p.Settings.Shared); n.bar == ritual.NotJoined {
		return kit.F("One step is left: I am not in %s yet. The setup is saved, and its summary waits. Type `/invite @Tandem` there.",
			kit.Channel(channel))
	}
	return n.barred(channel)
}

// addedNote says what a new standup does.
func (f form) addedNote(s ritual.Standup, n next, place ritual.Place) kit.Modal {
	words := kit.F("*%s* asks %s, %s, and posts the summary in %s at %s (%s).",
		s.Setup.Name, n.people(), timesWords(s.Setup), kit.Channel(s.Setup.Channel), s.Setup.Summary, n.team)
	first := kit.F("First: *%s*.", ritual.ShortDay(n.day))
	if n.day == "" {
		first = kit.Raw("Nobody on it works on these days within the next two months, so nobody is asked yet.")
	}
	blocks := []slack.Block{kit.Section(words), kit.Section(kit.Join(" ", first, n.lateWords()))}
	if at := f.placeWords(n, place, s.Setup.Channel); at != "" {
		blocks = append(blocks, kit.Section(at))
	}
	return engine.Note("Standup", append(blocks, kit.Context(kit.Raw("`/standup setup` changes it or ends it. Whoever is on it can answer at any hour: `/standup`.")))...)
}

// lateWords say that a summary waits for those who are asked late.
func (n next) lateWords() kit.Text {
	if n.day == "" || !n.late {
		return ""
	}
	loc, err := time.LoadLocation(n.team)
	if err != nil {
		loc = time.UTC
	}
	return kit.F("As some are asked late, its summary comes at %s.", n.summary.In(loc).Format("15:04"))
}

// changedNote says what was changed of a standup, and from when on it counts.
func (f form) changedNote(s ritual.Standup, n next, changed []kit.Text, place ritual.Place) kit.Modal {
	if len(changed) == 0 {
		return engine.Note("Standup", kit.Section(kit.F("You changed nothing of *%s*.", s.Setup.Name)))
	}
	lead := kit.F("*%s* is changed. From the next run on, %s:", s.Setup.Name, ritual.ShortDay(n.day))
	if n.day == "" {
		lead = kit.F("*%s* is changed. Nobody on it works on its days within the next two months, so nobody is asked. From its next run on:", s.Setup.Name)
	}
	blocks := kit.Sections(append([]kit.Text{lead}, changed...))
	if late := n.lateWords(); late != "" {
		blocks = append(blocks, kit.Section(late))
	}
	if at := f.placeWords(n, place, s.Setup.Channel); at != "" {
		blocks = append(blocks, kit.Section(at))
	}
	return engine.Note("Standup", blocks...)
}

// endedWords say that a standup has ended.
func endedWords(s ritual.Standup, open int) kit.Text {
	words := kit.F("*%s* has ended: nobody is asked any more. What was said stays in %s.", s.Setup.Name, kit.Channel(s.Setup.Channel))
	if open > 0 {
		words = kit.Join(" ", words, kit.F("%s resolved.", kit.Count(open, "blocker stays open until it is", "blockers stay open until they are")))
	}
	return words
}
