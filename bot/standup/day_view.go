package standup

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// blocksMost is how many blocks the message of a day has at most; Slack takes 50.
const blocksMost = 45

// dayView is the message of a day.
func dayView(ctx context.Context, tx *store.Tx, msg store.Message) (kit.Message, error) {
	d, err := readDay(ctx, tx, msg.Subject, msg.To)
	if err != nil {
		return kit.Message{}, err
	}
	return d.message(), nil
}

// message is how a day went: how many are in and what for, then what is in the way, then what several said, then who.
func (d dayPage) message() kit.Message {
	head := []slack.Block{kit.Header(d.headWords())}
	if d.goal != "" {
		head = append(head, kit.Context(d.goal))
	}
	if words := d.untoldWords(); words != "" {
		head = append(head, kit.Section(words))
	}
	var rows []kit.Row
	for _, i := range d.open {
		if d.run.Closed.IsZero() {
			rows = append(rows, d.itemRow(i, d.tx.Now))
		} else { // its buttons stand under a later one, and there it grows older
			rows = append(rows, d.itemRow(i, d.run.Posted)[:1])
		}
	}
	var tail []slack.Block
	if words := d.solvedWords(); words != "" {
		tail = append(tail, kit.Section(words))
	}
	if len(d.themes) > 0 {
		tail = append(tail, kit.Section(themeWords(d.themes, d.people)), kit.Context(kit.Raw("found by a model in the answers")))
	}
	tail = append(tail, kit.Sections(d.whoLines())...)
	if d.run.Closed.IsZero() {
		tail = append(tail, kit.Context(kit.Raw("`/standup` takes late answers, too")))
	}
	return kit.Fitted("", kit.Rows(head, rows, tail, blocksMost, kit.MessageMost, func(left int) kit.Text {
		return kit.F("and %s more in the way", ritual.Thousands(left))
	})...)
}

// headWords are the first line: "Standup Wed 10 Jun · 7 of 9 in · 2 blockers".
func (d dayPage) headWords() string {
	words := fmt.Sprintf("%s %s · %s", kit.OneLine(d.run.Setup.Name), ritual.ShortDay(d.run.Day), inWords(d.day))
	if n := len(d.open); n > 0 {
		words += " · " + ritual.Figure(n, "blocker", "blockers")
	}
	return words
}

// inWords are how many are in, of how many: "7 of 9 in".
func inWords(day ritual.StandupDay) string {
	if day.Expected() == 0 {
		return "nobody in"
	}
	return ritual.Thousands(len(day.In)) + " of " + ritual.Thousands(day.Expected()) + " in"
}

// untoldWords say of what runs before nothing was told.
func (d dayPage) untoldWords() kit.Text {
	var missed, silent []string
	for _, u := range d.before {
		if u.asked {
			silent = append(silent, ritual.ShortDay(u.day))
		} else {
			missed = append(missed, ritual.ShortDay(u.day))
		}
	}
	var words []kit.Text
	if len(missed) > 0 {
		words = append(words, kit.F("There was no standup on %s: I was not running.", ritual.And(missed)))
	}
	if len(silent) > 0 {
		words = append(words, kit.F("Nobody answered on %s, and I was not running to say so.", ritual.And(silent)))
	}
	return kit.Join(" ", words...)
}

// Limits of what was in the way as it stands in a line, and of how many lines there are of that.
const (
	solvedLong = 150
	solvedMost = 10
)

// solvedWords are what was in the way and is not any more, with who helped.
func (d dayPage) solvedWords() kit.Text {
	return linesUnder("Resolved", solvedLines(d.solved, d.people), solvedMost)
}

// solvedLines are a line each of what is resolved.
func solvedLines(all []ritual.Impediment, people request.Crew) (lines []kit.Text) {
	for _, i := range all {
		line := kit.F("*%s*  %s", nameIn(people, i.Person), kit.Cut(kit.OneLine(i.Text), solvedLong))
		if who := thanked(i, people); len(who) > 0 {
			line = request.Dotted(line, kit.F("thanks to %s", ritual.And(who)))
		}
		lines = append(lines, line)
	}
	return lines
}

// thanked are the names of those who helped with what is resolved now.
func thanked(i ritual.Impediment, people request.Crew) (names []string) {
	for n, id := range i.Helpers {
		if n == namesInLine {
			return append(names, "others")
		}
		names = append(names, nameIn(people, id))
	}
	if len(names) == 0 && i.ResolvedBy != "" && i.ResolvedBy != i.Person {
		names = append(names, nameIn(people, i.ResolvedBy))
	}
	return names
}

// namesInLine is how many names a line of other words has.
const namesInLine = 5

// linesUnder are at most so many lines under a heading that says how many there are; nothing where there are none.
func linesUnder(heading string, lines []kit.Text, most int) kit.Text {
	if len(lines) == 0 {
		return ""
	}
	words := kit.F("*%s (%s)*", heading, ritual.Thousands(len(lines)))
	for _, line := range lines[:min(len(lines), most)] {
		words += "\n• " + line
	}
	if n := len(lines) - most; n > 0 {
		words += kit.F("\nand %s more", ritual.Thousands(n))
	}
	return words
}

// themeWords are what several answers are about, in words of one of them.
func themeWords(themes []ritual.Theme, people request.Crew) kit.Text {
	words := kit.Raw("*Themes*")
	for _, t := range themes {
		var names []string
		for n, id := range t.By {
			if n == namesInLine {
				names = append(names, fmt.Sprintf("%d more", len(t.By)-n))
				break
			}
			names = append(names, nameIn(people, id))
		}
		words += kit.F("\n• *%s* — %s", kit.OneLine(t.Words), strings.Join(names, ", "))
	}
	return words
}

// whoLines are who is in, and where everybody else is.
func (d dayPage) whoLines() []kit.Text {
	over := !d.run.Closed.IsZero()
	var lines []kit.Text
	switch {
	case len(d.day.In) > 0:
		lines = nameList("In", d.day.In, d.linked)
	case over:
		lines = []kit.Text{kit.Raw("Nobody answered.")}
	default:
		lines = []kit.Text{kit.Raw("Nobody has answered yet. Answers that come later appear here.")}
	}
	lines = slices.Concat(lines, nameList("Skipped today", d.day.Skipped, d.word), nameList("Away", d.day.Away, d.awayWords), d.notYetLines())
	if words := d.missedWords(); words != "" {
		lines = append(lines, words)
	}
	return lines
}

// notYetLines are who is waited for. Once nobody is any more, it says only how many did not answer: no list goes on naming them.
func (d dayPage) notYetLines() []kit.Text {
	n := len(d.day.NotYet)
	switch {
	case d.run.Closed.IsZero():
		return nameList("Not yet", d.day.NotYet, d.word)
	case n == 0, n == d.day.Expected(): // that nobody did has been said
		return nil
	}
	return []kit.Text{kit.F("%s did not answer.", ritual.Thousands(n))}
}

// Limits of a list of names.
const (
	nameMost     = 40   // characters of each
	dayNames     = 60   // of each list
	dayNamesLong = 1000 // characters of a list that has no links
)

// nameIn is somebody's name as a word, not too long for a list.
func nameIn(people request.Crew, id string) string { return kit.Cut(people.Name(id), nameMost) }

// nameList is a heading with names after it, as many as fit, in lines that fit into a paragraph; nothing where there are none.
func nameList(heading string, turns []ritual.StandupTurn, name func(ritual.StandupTurn) kit.Text) (lines []kit.Text) {
	if len(turns) == 0 {
		return nil
	}
	line, long, shown := kit.F("*%s (%s)* ", heading, ritual.Thousands(len(turns))), 0, 0
	for _, t := range turns {
		one := " " + name(t)
		n := utf8.RuneCountInString(string(one)) + 1
		if shown == dayNames || len(turns) > linksMost && long+n > dayNamesLong {
			break
		}
		if shown++; shown < len(turns) {
			one += ","
		}
		if utf8.RuneCountInString(string(line))+n > kit.SectionMost {
			lines, line = append(lines, line), ""
		}
		line, long = line+one, long+n
	}
	if n := len(turns) - shown; n > 0 {
		line = kit.Text(strings.TrimSuffix(string(line), ",")) + kit.F(" and %s more", ritual.Thousands(n))
	}
	return append(lines, line)
}

// word is a name that leads nowhere.
func (d dayPage) word(t ritual.StandupTurn) kit.Text { return kit.T(nameIn(d.people, t.Person)) }

// linked is a name that leads to the answer in the thread, once that stands there.
func (d dayPage) linked(t ritual.StandupTurn) kit.Text {
	if url := d.urls[t.Person]; url != "" {
		return kit.Link(url, d.word(t))
	}
	return d.word(t)
}

// awayWords are a name with why somebody is away, or until when.
func (d dayPage) awayWords(t ritual.StandupTurn) kit.Text {
	who := d.people.Of(t.Person)
	switch {
	case t.Why == ritual.OffWeekend || t.Why == ritual.OffHoliday:
		return kit.F("%s (%s)", nameIn(d.people, t.Person), string(t.Why))
	case who.AwayFrom <= d.run.Day && d.run.Day <= who.AwayUntil:
		return kit.F("%s (until %s)", nameIn(d.people, t.Person), ritual.ShortDay(who.AwayUntil))
	}
	return d.word(t)
}

// missedWords say whom Tandem did not ask.
func (d dayPage) missedWords() kit.Text {
	if len(d.day.Missed) == 0 {
		return ""
	}
	var names []string
	for n, t := range d.day.Missed {
		if n == namesInLine && len(d.day.Missed) > namesInLine+1 {
			names = append(names, ritual.Figure(len(d.day.Missed)-n, "more", "more"))
			break
		}
		names = append(names, nameIn(d.people, t.Person))
	}
	words := kit.F("I was not running when it was time to ask %s, so I did not.", ritual.And(names))
	if d.run.Closed.IsZero() {
		words += kit.Raw(" `/standup` takes their answers all the same.")
	}
	return words
}
