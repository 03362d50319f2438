package demo

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// blocksMost is how many blocks a message has at most; Slack takes 50.
const blocksMost = 48

// asks is the question for the demo.
const asks = "What did you ship this sprint that is important to share?"

// whenWords say when the demo is, to each in their own time zone.
func whenWords(a agenda) kit.Text {
	at := a.s.DemoAt()
	return kit.Date(at, "{date_short_pretty} at {time}", at.Format("2 Jan at 15:04 MST"))
}

// overWords say when a demo that is over was; where its sprint was closed before, when it was to be.
func (a agenda) overWords(now time.Time) kit.Text {
	if now.Before(a.s.DemoAt()) {
		return kit.F("was to be %s", whenWords(a))
	}
	return kit.F("was %s", whenWords(a))
}

// placeWords name the demo, and where the running order will be.
func placeWords(a agenda) kit.Text {
	return kit.F("The demo of %s in %s is %s; an hour before, the running order is posted in %s.", a.s.SprintName(), a.p.Name, whenWords(a), kit.Channel(a.p.Channel))
}

// A questionLine is a story that somebody is asked about, with what they said of it.
type questionLine struct {
	words   kit.Text
	buttons []slack.BlockElement // those that answer; none once it is over
}

// questionLines are the stories that the reader of a message was asked about. open reports whether anything can still be answered,
// and waits whether nothing was.
func questionLines(ctx context.Context, tx *store.Tx, m store.Message) (a agenda, lines []questionLine, open, waits bool, err error) {
	s, err := tx.Sprint(ctx, m.Subject)
	if err != nil {
		return a, nil, false, false, err
	}
	if a, err = agendaOf(ctx, tx, s); err != nil {
		return a, nil, false, false, err
	}
	rd, err := a.informed(ctx, tx, request.ReaderOf(m))
	if err != nil {
		return a, nil, false, false, err
	}
	mine := a.askedOf(m.To)
	open = a.open() && tx.Now.Before(s.DemoAt())
	for _, one := range mine {
		at := a.matter(one, rd, tx.Now)
		line := questionLine{words: kit.Join("\n", request.Titled(at.Request.ID, kit.OneLine(at.Title())), a.saidWords(one, at))}
		if open {
			line.buttons = showButtons(one, notID)
		}
		lines = append(lines, line)
	}
	return a, lines, open, !answered(mine), nil
}

// showButtons are those by which somebody says whether they show a story.
func showButtons(one ritual.Shown, not string) []slack.BlockElement {
	id := one.Story.Request.ID
	switch one.Show.Answer {
	case ritual.ShowIt:
		return []slack.BlockElement{request.Button(id, showID, "Change"), request.Button(id, not, "Not this time")}
	case "":
		return []slack.BlockElement{request.Button(id, showID, "Show it"), request.Button(id, not, "Not this time")}
	}
	return []slack.BlockElement{request.Button(id, showID, "Show it")}
}

// saidWords are what was said of a story, to its reader; nothing where nobody said anything.
func (a agenda) saidWords(one ritual.Shown, at request.Matter) kit.Text {
	switch one.Show.Answer {
	case ritual.ShowIt:
		head := kit.F("%s shows it.", a.people.Name(one.Show.By))
		if at.By == one.Show.By {
			head = kit.Raw("You show it.")
		}
		return kit.Join("\n", head, wordsTo(one, at, ritual.ShowMost))
	case ritual.NotThisTime:
		return kit.Raw("Not this time.")
	case ritual.LeftOut:
		return kit.Raw("The product owner left it out this time.")
	}
	return ""
}

// wordsTo are what a user can do now, to whoever may read the story, or said so.
func wordsTo(one ritual.Shown, at request.Matter, most int) kit.Text {
	if !at.Seen() && at.By != one.Show.By {
		return ""
	}
	return showWords(one.Show, most)
}

// showWords are what a user can do now, with the link, at most so many characters of the words.
func showWords(s ritual.Show, most int) kit.Text {
	words := kit.Quote(kit.Cut(s.Says, most), 3*most)
	if s.Link == "" {
		return words
	}
	return kit.Join("\n", words, kit.F("> %s", kit.Link(s.Link, kit.T(kit.Cut(s.Link, 60)))))
}

// questionView asks somebody what they show, in one message about all of their stories.
func questionView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	return askView(ctx, tx, m, kit.F("*%s*", asks), func(a agenda) kit.Text {
		return kit.Join(" ", kit.Raw("Everybody uses the demo to see what the team is up to."), placeWords(a))
	})
}

// reminderView asks those who have answered nothing once more.
func reminderView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	return askView(ctx, tx, m, kit.F("*The demo is near.* %s", asks), placeWords)
}

func askView(ctx context.Context, tx *store.Tx, m store.Message, head kit.Text, small func(agenda) kit.Text) (kit.Message, error) {
	a, lines, open, _, err := questionLines(ctx, tx, m)
	switch {
	case err != nil:
		return kit.Message{}, err
	case len(lines) == 0 && m.State == store.MessageWaiting: // there is nothing to ask any more
		return kit.Message{}, nil
	case len(lines) == 0:
		return kit.Told(kit.F("There is nothing to answer any more: what I asked about is not in %s of %s now.", a.s.SprintName(), a.p.Name)), nil
	}
	tail := kit.Context(small(a))
	if !open {
		tail = kit.Context(kit.F("The demo of %s in %s %s. `/demo` shows what it was about.", a.s.SprintName(), a.p.Name, a.overWords(tx.Now)))
	}
	var rows []kit.Row
	for _, l := range lines {
		row := kit.Row{kit.Section(l.words)}
		if len(l.buttons) > 0 {
			row = append(row, kit.Actions("", l.buttons...))
		}
		rows = append(rows, row)
	}
	return kit.Fitted(head, kit.Rows([]slack.Block{kit.Section(head)}, rows, []slack.Block{tail}, blocksMost, kit.MessageMost, func(left int) kit.Text {
		return kit.F("and %s more: `/demo` has all of them", ritual.Figure(left, "story", "stories"))
	})...), nil
}

// questionRow is the same as it stands in a list, a row for each story; over once anything was answered, or the demo has begun.
func questionRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	a, lines, open, waits, err := questionLines(ctx, tx, m)
	if err != nil {
		return engine.Row{}, err
	}
	row := engine.Row{Over: !open || !waits}
	for _, l := range lines {
		one := engine.Row{Words: l.words, Over: row.Over}
		if !row.Over {
			one.Words, one.Buttons = kit.Join("\n", l.words, kit.F("%s · %s The demo of %s is %s.", a.p.Name, asks, a.s.SprintName(), whenWords(a))), l.buttons
		}
		row.More = append(row.More, one)
	}
	row.Over = row.Over || len(lines) == 0
	return row, nil
}
