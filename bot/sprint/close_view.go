package sprint

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// closeModal says what a sprint comes to if it is closed now, and asks where each story goes that is not done.
func closeModal(c closing, now time.Time) kit.Modal {
	m := kit.Modal{ID: closeForm, Title: fmt.Sprintf("Close sprint %d", c.s.Number), Submit: "Close sprint", Close: "Cancel",
		Data: engine.FormData{Subject: c.s.ID}.Encode()}
	m.Blocks = append(m.Blocks, kit.Section(kit.F("*Sprint %d* · %s", c.s.Number, kit.OneLine(c.s.Goal))))
	if today := ritual.Today(now, c.s.Zone); today < c.s.Ends {
		m.Blocks = append(m.Blocks, kit.Section(kit.F("Its last day is %s. You can close it early.", ritual.ShortDay(c.s.Ends))))
	}
	if now.Before(c.s.AnnounceAt()) {
		m.Blocks = append(m.Blocks, kit.Section(kit.F("Its demo is still to come, %s. Once the sprint is closed, nobody can say any more what they show, and no running order is posted.", demoWords(c.s))))
	}
	m.Blocks = append(m.Blocks, kit.Section(kit.Join("\n", kit.Raw("*What it came to*"), figureWords(c.figures, c.meanWords()))),
		kit.Context(kit.Raw("Closing freezes this for good. The recap tells it as it stands here.")))
	if len(c.finished) > 0 {
		m.Blocks = append(m.Blocks, kit.Section(c.finishedWords()))
	}
	m.Blocks = append(m.Blocks, c.asks()...)
	if len(c.accepted) > 0 {
		label := "Mark the accepted story as shipped"
		if n := len(c.accepted); n > 1 {
			label = fmt.Sprintf("Mark the %d accepted stories as shipped", n)
		}
		m.Blocks = append(m.Blocks, kit.Input(fieldShip, "Shipped", kit.Checks(fieldShip,
			[]kit.Option{{Value: shipAll, Label: label, Help: "Whoever asked for them hears that they are there"}}, []string{shipAll}), kit.Optional()))
	}
	return m
}

// countWords are a count in full: "3 stories, 21 points (+1 story without points)".
func countWords(c ritual.SprintCount) kit.Text {
	if c.Stories == 0 {
		return kit.Raw("nothing")
	}
	if c.Unsized == c.Stories {
		return kit.T(c.String())
	}
	return kit.F("%s, %s", ritual.Figure(c.Stories, "story", "stories"), c.String())
}

// figureWords are the figures of a sprint, a line each; mean stands beside its velocity.
func figureWords(f ritual.Figures, mean kit.Text) kit.Text {
	return kit.Join("\n",
		kit.F("• Committed: %s", countWords(f.Committed)),
		kit.F("• Added: %s · removed: %s", countWords(f.Added), countWords(f.Removed)),
		kit.F("• Done: %s", countWords(f.Done)),
		kit.F("• Not done: %s", countWords(f.Left)),
		kit.Join(" · ", kit.F("• Velocity: %s", f.Done.String()), mean))
}

// meanWords are the mean velocity of the sprints before, where there are three.
func (c closing) meanWords() kit.Text {
	if !c.hasMean {
		return ""
	}
	return kit.F("the mean of the last three was %s", ritual.Thousands(c.mean))
}

// idsMost is how many requests are named in a row.
const idsMost = 12

// named are requests by their ids: "FR-1, FR-2 and 3 more".
func named(ids []string) kit.Text {
	var first []kit.Text
	for _, id := range ids[:min(len(ids), idsMost)] {
		first = append(first, kit.F("*%s*", id))
	}
	words := kit.Join(", ", first...)
	if more := len(ids) - len(first); more > 0 {
		words += kit.F(" and %d more", more)
	}
	return words
}

// idsOf are the ids of stories.
func idsOf(all []ritual.BoardStory) (ids []string) {
	for _, b := range all {
		ids = append(ids, b.Request.ID)
	}
	return ids
}

// shippedWords say that stories are shipped.
func shippedWords(ids []string) kit.Text {
	if len(ids) == 1 {
		return kit.F("%s is shipped: whoever asked for it hears that it is there.", named(ids))
	}
	return kit.F("%s are shipped: whoever asked for them hears that they are there.", named(ids))
}

// finishedWords name what is done and not accepted yet.
func (c closing) finishedWords() kit.Text {
	ids := idsOf(c.finished)
	if len(ids) == 1 {
		return kit.F("%s is done and not accepted yet: it counts as done, and you can still accept or return it.", named(ids))
	}
	return kit.F("%s are done and not accepted yet: they count as done, and you can still accept or return them.", named(ids))
}

// asks are the fields for what is not done: where each story goes, and why it was not done.
func (c closing) asks() []slack.Block {
	if len(c.left) == 0 {
		return []slack.Block{kit.Section(kit.Raw("*All of it is done.* Nothing is left to carry over."))}
	}
	lead := kit.Raw("*What goes where?* What goes back to the backlog keeps its score and its place there.")
	if c.next.ID == "" {
		lead += kit.F(" Sprint %d is not planned yet: if something goes on there, I propose it from %s to %s, and you say its goal before it starts.",
			c.next.Number, ritual.ShortDay(c.next.Starts), ritual.ShortDay(c.next.Ends))
	}
	blocks := []slack.Block{kit.Divider(), kit.Section(lead)}
	for _, b := range c.left[:min(len(c.left), askedEach)] {
		blocks = append(blocks, c.goes(b))
		if len(c.left) <= whyEach {
			blocks = append(blocks, kit.Input(fieldWhy+b.Request.ID, fmt.Sprintf("Why was %s not done?", b.Request.ID),
				kit.Line(fieldWhy+b.Request.ID, "", "One line for the recap", ritual.LeftWhyMost), kit.Optional()))
		}
	}
	if others := len(c.left) - askedEach; others > 0 {
		each := fmt.Sprintf("What was started to sprint %d, the rest to the backlog", c.next.Number)
		blocks = append(blocks, kit.Input(fieldOthers, "All others",
			kit.Menu(fieldOthers, append([]kit.Option{{Value: othersEach, Label: each}}, c.ways()...), othersEach, ""), kit.Hint(ritual.Figure(others, "more story", "more stories"))))
	}
	if len(c.left) > whyEach {
		blocks = append(blocks, kit.Input(fieldWhyAll, "Why were they not done?", kit.Line(fieldWhyAll, "", "One line for the recap", ritual.LeftWhyMost),
			kit.Hint("It stands beside each of them."), kit.Optional()))
	}
	return blocks
}

// goes asks where a story goes.
func (c closing) goes(b ritual.BoardStory) slack.Block {
	facts := ritual.PointsOrNone(b.Request.Points)
	if b.In.Work == ritual.WorkStarted {
		facts += " · started"
	} else {
		facts += " · not started"
	}
	field := fieldTo + b.Request.ID
	return kit.Input(field, b.Request.ID+"  "+kit.OneLine(b.Request.TitleTo(c.rd, c.p)), kit.Menu(field, c.ways(), string(c.leavesTo(b)), ""), kit.Hint(facts))
}

// ways are where a story can go.
func (c closing) ways() []kit.Option {
	return []kit.Option{
		{Value: string(ritual.EndCarried), Label: fmt.Sprintf("To sprint %d", c.next.Number)},
		{Value: string(ritual.EndBack), Label: "To the backlog"},
	}
}

// closedModal says that a sprint is closed, what it came to, and what is next. notes are what changed while the form was open.
func closedModal(p ritual.Product, s ritual.Sprint, notes []kit.Text) kit.Modal {
	f := s.Result.Figures
	words := []kit.Text{kit.F("*Sprint %d is closed.* %s", s.Number, doneWords(f)), kit.F("%s closed it %s", kit.User(s.ClosedBy), request.When(s.Closed))}
	blocks := []slack.Block{kit.Section(kit.Join("\n", words...)), kit.Section(figureWords(f, ""))}
	if where := wentWords(s.Result); where != "" {
		blocks = append(blocks, kit.Section(where))
	}
	if len(notes) > 0 {
		blocks = append(blocks, kit.Sections(notes)...)
	}
	next := s.Number + 1
	return engine.Note(fmt.Sprintf("Sprint %d is closed", s.Number), append(blocks,
		kit.Actions("", kit.Primary(kit.Button(RecapDraft, "Draft recap", p.ID)), kit.Button(PlanOpen, fmt.Sprintf("Plan sprint %d", next), p.ID)),
		kit.Context(kit.Raw("`/demo recap` and `/sprint plan` do the same later.")))...)
}

// doneWords say how much of a sprint was done: "29 of 34 points done (+1 story without points)."
func doneWords(f ritual.Figures) kit.Text {
	all := f.Done.Plus(f.Left)
	switch {
	case all.Stories == 0:
		return kit.Raw("Nothing was in it.")
	case all.Points == 0:
		return kit.F("%s of %s done.", ritual.Thousands(f.Done.Stories), ritual.Figure(all.Stories, "story", "stories"))
	}
	words := kit.F("%s of %s done", ritual.Thousands(f.Done.Points), ritual.Figure(all.Points, "point", "points"))
	if f.Done.Unsized > 0 {
		words += kit.F(" (+%s)", ritual.SprintCount{Stories: f.Done.Unsized, Unsized: f.Done.Unsized}.String())
	}
	return words + kit.Raw(".")
}

// wentWords say where the stories went that were not done.
func wentWords(r ritual.Result) kit.Text {
	to := map[ritual.StoryEnd][]string{}
	for _, s := range r.Stories {
		to[s.End] = append(to[s.End], s.Request)
	}
	var carried, back kit.Text
	if ids := to[ritual.EndCarried]; len(ids) > 0 {
		carried = kit.F("On to the next sprint: %s", named(ids))
	}
	if ids := to[ritual.EndBack]; len(ids) > 0 {
		back = kit.F("Back in the backlog: %s", named(ids))
	}
	return kit.Join("\n", carried, back)
}
