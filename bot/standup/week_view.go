package standup

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// weekMost is how many lines each list of a digest has.
const weekMost = 12

// weekView is the digest of the week that ends with a run.
func weekView(ctx context.Context, tx *store.Tx, msg store.Message) (kit.Message, error) {
	w, err := readWeek(ctx, tx, msg.Subject, msg.To)
	if err != nil {
		return kit.Message{}, err
	}
	return w.message(), nil
}

// message is how a week went: who was in day by day, what was in the way, and what was done.
func (w weekPage) message() kit.Message {
	blocks := []slack.Block{kit.Section(kit.Join("\n", kit.Raw("*This week*"), w.daysWords()))}
	for _, words := range []kit.Text{w.saidWords(), linesUnder("Resolved", solvedLines(w.solved, w.people), weekMost),
		linesUnder("Still in the way", w.openLines(), weekMost), linesUnder("Done", w.doneLines(), weekMost)} {
		if words != "" {
			blocks = append(blocks, kit.Section(words))
		}
	}
	return kit.Fitted("", blocks...)
}

// daysWords are how many were in each day: "Mon 8 of 9 · Tue 9 of 9".
func (w weekPage) daysWords() kit.Text {
	var days []kit.Text
	for _, d := range w.runs {
		t, _ := time.Parse(time.DateOnly, d.run.Day) // ours
		if d.run.Posted.IsZero() && !d.asked {       // Tandem was not running
			days = append(days, kit.F("%s no standup", t.Format("Mon")))
			continue
		}
		days = append(days, kit.F("%s %s of %s", t.Format("Mon"), ritual.Thousands(len(d.day.In)), ritual.Thousands(d.day.Expected())))
	}
	return request.Dotted(days...)
}

// saidWords are how much was said to be in the way.
func (w weekPage) saidWords() kit.Text {
	if w.said == 0 && len(w.solved)+len(w.open) == 0 {
		return kit.Raw("Nothing was in the way.")
	}
	return kit.F("%s came up this week", ritual.Figure(w.said, "blocker", "blockers"))
}

// openLines are a line each of what is still in the way, with for how long.
func (w weekPage) openLines() (lines []kit.Text) {
	for _, i := range w.open {
		lines = append(lines, request.Dotted(kit.F("*%s*  %s", nameIn(w.people, i.Person), kit.Cut(kit.OneLine(i.Text), solvedLong)), kit.T(i.Age(w.now, w.zone))))
	}
	return lines
}

// doneLines are a line each of the stories that were done, as the channel may know them.
func (w weekPage) doneLines() (lines []kit.Text) {
	for _, r := range w.done {
		lines = append(lines, kit.F("*%s*  %s", r.ID, kit.Cut(kit.OneLine(r.TitleTo(w.reader, w.p)), solvedLong)))
	}
	return lines
}
