package bot

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// pageOfSteps is how many characters of steps stand on a page of their own.
const pageOfSteps = 7000

// from is the first of the steps before one of them that fit into so many characters; until is the first that fits no more, of
// those from one on. One fits always.
func (p past) from(end, most int) int {
	first := end
	for long := 0; first > 0; first-- {
		if long += p.steps[first-1].long(); long > most && first < end {
			break
		}
	}
	return first
}

func (p past) until(first, most int) int {
	end := first
	for long := 0; end < len(p.steps); end++ {
		if long += p.steps[end].long(); long > most && end > first {
			break
		}
	}
	return end
}

// long is how many characters a step takes at most, with the heading of a day.
func (h happening) long() int {
	const head = 120
	return utf8.RuneCountInString(string(h.says)) + utf8.RuneCountInString(string(h.why)) + head
}

// lines are some of the steps, under the day on which they happened where their reader is.
func (p past) lines(first, end int) []kit.Text {
	var lines []kit.Text
	day := ""
	for _, h := range p.steps[first:end] {
		if on := ritual.Today(h.at, p.zone); on != day {
			day = on
			lines = append(lines, kit.F("*%s*", kit.Date(h.at, "{date_long_pretty}", h.at.UTC().Format("Monday, 2 January 2006"))))
		}
		lines = append(lines, kit.Join("\n", kit.F("%s  %s", kit.Date(h.at, "{time}", h.at.UTC().Format("15:04 UTC")), h.says), h.why))
	}
	return lines
}

// latest are the latest steps, as far as they fit, with a button to the earlier ones, and where it stands now.
func (p past) latest(most int) []slack.Block {
	first := p.from(len(p.steps), most)
	blocks := kit.Sections(append(p.lines(first, len(p.steps)), p.nowWords()))
	if first > 0 {
		earlier := kit.SectionWith(kit.F("_%s before that_", kit.Count(first, "step", "steps")), p.turn(recordEarlier, "Earlier", first))
		blocks = append([]slack.Block{earlier}, blocks...)
	}
	return blocks
}

// turn is a button that turns to a step.
func (p past) turn(id, label string, step int) *slack.ButtonBlockElement {
	return kit.Aloud(kit.Button(id, label, fmt.Sprint(p.at.r.ID, "/", step)), label+" steps of "+p.at.r.ID)
}

// page is a message of some of the steps.
func (p past) page(first, end int) kit.Message {
	blocks := []slack.Block{kit.Header(p.at.r.ID + "  " + p.at.title()),
		kit.Context(dotted(kit.F("steps %d to %d of %d", min(first+1, end), end, len(p.steps)), kit.T(p.at.p.Name)))}
	if !p.at.seen() {
		return kit.Fitted("", blocks[0], kit.Section(hiddenWords(p.at)))
	}
	blocks = append(blocks, kit.Sections(p.lines(first, end))...)
	var buttons []slack.BlockElement
	if first > 0 {
		buttons = append(buttons, p.turn(recordEarlier, "Earlier", first))
	}
	if end < len(p.steps) {
		buttons = append(buttons, p.turn(recordLater, "Later", end))
	}
	buttons = append(buttons, buttonFor(p.at.r.ID, recordWhole, "Back to the whole"))
	return kit.Fitted("", append(blocks, kit.Actions("", buttons...))...)
}

// nowWords say where it stands, since how long, and who has it now.
func (p past) nowWords() kit.Text {
	lasted := kit.Text("")
	if d := p.now.Sub(p.at.r.Since); d >= time.Hour && p.at.r.Status.Open() {
		lasted = kit.F("for %s so far", ritual.Lasted(d))
	}
	return kit.Join(" ", kit.Raw("Now:"), dotted(statusWords(p.at), lasted))
}

// stayWords say where a request was while it had a status.
var stayWords = map[ritual.Status]string{
	ritual.AwaitingAlignment: "with the PM", ritual.NeedsInfo: "with who asked", ritual.AwaitingPriority: "with the PO", ritual.Backlog: "in the backlog",
	ritual.InSprint: "in the sprint", ritual.Done: "waiting to be accepted", ritual.Accepted: "waiting to be shipped", ritual.Parked: "parked",
	ritual.Declined: "declined", ritual.Merged: "merged", ritual.Withdrawn: "withdrawn",
}

// stayedWords say how long a request stood where; nothing where that was short or is nobody's.
func stayedWords(s store.Stay) kit.Text {
	where, d := stayWords[s.Status], s.Until.Sub(s.Since)
	if where == "" || d < time.Hour {
		return ""
	}
	return kit.F("after %s %s", ritual.Lasted(d), where)
}

// overWords are a decision that is over, with what made it so: struck out where it was replaced or taken back, as it is where it
// was answered. named is whether the reader may know by whom.
func overWords(what kit.Text, d, by ritual.Decision, named bool) (over, why kit.Text) {
	how := "replaced"
	switch {
	case by.Verdict.TakesBack():
		how = "taken back"
	case d.Verdict.SendsBack():
		how = "answered"
	}
	if over = what; how != "answered" {
		over = struck(what)
	}
	if !named || by.By == "" {
		return over, kit.F("%s, %s", how, onDay(by.At))
	}
	return over, kit.F("%s by %s, %s", how, kit.User(by.By), onDay(by.At))
}
