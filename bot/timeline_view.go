package bot

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// pageOfSteps is how many characters of steps stand on a page of their own.
const pageOfSteps = 7000

// before is the first of the steps before one of them that fit into so many characters, with what is told of them; after is the
// first that fits no more, of those from one on. One fits always.
func (p past) before(end, most int) (first int, all []told, err error) {
	for first = end; first > 0; first-- {
		step, err := p.steps[first-1].tell()
		if most -= step.long(); err != nil || most < 0 && first < end {
			return first, all, err
		}
		all = append([]told{step}, all...)
	}
	return first, all, nil
}

func (p past) after(first, most int) (end int, all []told, err error) {
	for end = first; end < len(p.steps); end++ {
		step, err := p.steps[end].tell()
		if most -= step.long(); err != nil || most < 0 && end > first {
			return end, all, err
		}
		all = append(all, step)
	}
	return end, all, nil
}

// long is how many characters a step takes at most, with the heading of a day.
func (t told) long() int {
	const head = 120
	return utf8.RuneCountInString(string(t.says)) + utf8.RuneCountInString(string(t.why)) + head
}

// lines are steps from one on, under the day on which they happened where their reader is.
func (p past) lines(first int, all []told) []kit.Text {
	var lines []kit.Text
	day := ""
	for i, step := range all {
		at := p.steps[first+i].at
		if on := ritual.Today(at, p.zone); on != day {
			day = on
			lines = append(lines, kit.F("*%s*", kit.Date(at, "{date_long_pretty}", at.UTC().Format("Monday, 2 January 2006"))))
		}
		lines = append(lines, kit.Join("\n", kit.F("%s  %s", kit.Date(at, "{time}", at.UTC().Format("15:04 UTC")), step.says), step.why))
	}
	return lines
}

// latest are the latest steps, as far as they fit, with a button to the earlier ones, and where it stands now.
func (p past) latest(most int) ([]slack.Block, error) {
	first, all, err := p.before(len(p.steps), most)
	blocks := kit.Sections(append(p.lines(first, all), p.nowWords()))
	if first > 0 {
		earlier := kit.SectionWith(kit.F("_%s before that_", kit.Count(first, "step", "steps")), p.turn(recordEarlier, "Earlier", first))
		blocks = append([]slack.Block{earlier}, blocks...)
	}
	return blocks, err
}

// turn is a button that turns to a step.
func (p past) turn(id, label string, step int) *slack.ButtonBlockElement {
	return kit.Aloud(kit.Button(id, label, fmt.Sprint(p.at.Request.ID, "/", step)), label+" steps of "+p.at.Request.ID)
}

// page is a message of the steps from one on.
func (p past) page(first int, all []told) kit.Message {
	end := first + len(all)
	blocks := []slack.Block{kit.Header(p.at.Request.ID + "  " + p.at.Title()),
		kit.Context(request.Dotted(kit.F("steps %d to %d of %d", min(first+1, end), end, len(p.steps)), kit.T(p.at.Product.Name)))}
	if !p.at.Seen() {
		return kit.Fitted("", blocks[0], kit.Section(hiddenWords(p.at)))
	}
	blocks = append(blocks, kit.Sections(p.lines(first, all))...)
	var buttons []slack.BlockElement
	if first > 0 {
		buttons = append(buttons, p.turn(recordEarlier, "Earlier", first))
	}
	if end < len(p.steps) {
		buttons = append(buttons, p.turn(recordLater, "Later", end))
	}
	buttons = append(buttons, request.Button(p.at.Request.ID, recordWhole, "Back to the whole"))
	return kit.Fitted("", append(blocks, kit.Actions("", buttons...))...)
}

// nowWords say where it stands, since how long, and who has it now.
func (p past) nowWords() kit.Text {
	lasted := kit.Text("")
	if d := p.now.Sub(p.at.Request.Since); d >= time.Hour && p.at.Request.Status.Open() {
		lasted = kit.F("for %s so far", ritual.Between(p.at.Request.Since, p.now, p.zone))
	}
	return kit.Join(" ", kit.Raw("Now:"), request.Dotted(request.StatusWords(p.at), lasted))
}

// stayWords say where a request was while it had a status.
var stayWords = map[ritual.Status]string{
	ritual.AwaitingAlignment: "with the PM", ritual.NeedsInfo: "with who asked", ritual.AwaitingPriority: "with the PO", ritual.Backlog: "in the backlog",
	ritual.InSprint: "in the sprint", ritual.Done: "waiting to be accepted", ritual.Accepted: "waiting to be shipped", ritual.Parked: "parked",
	ritual.Declined: "declined", ritual.Merged: "merged", ritual.Withdrawn: "withdrawn",
}

// stayedWords say how long a request stood where, to somebody in a zone; nothing where that was short or is nobody's.
func stayedWords(s store.Stay, zone string) kit.Text {
	where, d := stayWords[s.Status], s.Until.Sub(s.Since)
	if where == "" || d < time.Hour {
		return ""
	}
	return kit.F("after %s %s", ritual.Between(s.Since, s.Until, zone), where)
}

// overWords are a decision that is over, with what made it so: struck out where it does not hold any more. What only asked the PM
// to decide stays as it is once they did. named is whether the reader may know by whom.
func overWords(what kit.Text, d, by ritual.Decision, named bool) (over, why kit.Text) {
	over, how := struck(what), "replaced"
	switch {
	case by.Verdict.TakesBack():
		how = "taken back"
	case d.Verdict == ritual.Reopened:
		over, how = what, "decided again"
	case d.Verdict.SendsBack() || d.Verdict == ritual.AskedAgain:
		over, how = what, "answered"
	case by.Verdict == ritual.Challenged:
		how = "challenged"
	case by.Verdict == ritual.Reopened:
		how = "reopened"
	}
	if !named || by.By == "" {
		return over, kit.F("%s, %s", how, onDay(by.At))
	}
	return over, kit.F("%s by %s, %s", how, kit.User(by.By), onDay(by.At))
}
