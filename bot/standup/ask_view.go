package standup

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// nameOf is what a standup is called: "the standup of Atlas", or by the name that somebody gave it.
func nameOf(s ritual.Standup, p ritual.Product) string {
	if s.Setup.Name == ritual.StandupName {
		return "the standup of " + kit.OneLine(p.Name)
	}
	return kit.OneLine(s.Setup.Name) + " of " + kit.OneLine(p.Name)
}

// headOf is the first line of what is about a standup's day: "*Standup of Atlas* · Mon 2 Mar".
func headOf(s ritual.Standup, p ritual.Product, day string) kit.Text {
	return request.Dotted(kit.F("*%s of %s*", kit.OneLine(s.Setup.Name), kit.OneLine(p.Name)), kit.T(ritual.ShortDay(day)))
}

// promptView asks somebody, and shows what they said once they have.
func promptView(ctx context.Context, tx *store.Tx, msg store.Message) (kit.Message, error) {
	m, err := mineOf(ctx, tx, msg.Subject, msg.To)
	if err != nil {
		return kit.Message{}, err
	}
	waits := msg.State == store.MessageWaiting
	subject := msg.Subject
	switch {
	case waits && (m.over || !m.answer.At.IsZero() || m.turn.State != ritual.TurnAsked): // there is nothing to ask any more
		return kit.Message{}, nil
	case m.answered():
		return m.answerMessage(), nil
	case m.over:
		return kit.Told(request.Dotted(headOf(m.s, m.p, m.day), m.overWords())), nil
	case m.skipped():
		return m.message(kit.Raw("You skip this day."), answerButton(subject, "Answer after all")), nil
	case m.turn.State == ritual.TurnGone:
		return m.message(kit.Raw("You are not on its roster any more, so nothing is asked of you.")), nil
	case m.turn.State == ritual.TurnOff:
		return m.message(kit.Raw("You are away: nothing is asked of you, and nobody waits for you."), answerButton(subject, "Answer after all"), request.BackButton()), nil
	}
	return m.message(m.questionWords(), kit.Primary(answerButton(subject, "Answer")), skipButton(subject), request.AwayButton()), nil
}

// overWords say of a run that nobody can answer any more why not.
func (m mine) overWords() kit.Text {
	if !m.s.Ended.IsZero() {
		return kit.Raw("This standup has ended.")
	}
	return kit.Raw("It is over, without an answer of yours: that is fine. `/standup` answers the next one.")
}

// questionWords are what is asked.
func (m mine) questionWords() kit.Text {
	var lines []kit.Text
	for _, q := range m.run.Setup.Questions {
		lines = append(lines, kit.F("• %s", q.Text))
	}
	return kit.Join("\n", lines...)
}

// message is one about a run, with its first line, and why it came.
func (m mine) message(words kit.Text, buttons ...slack.BlockElement) kit.Message {
	blocks := []slack.Block{kit.Section(kit.Join("\n", headOf(m.s, m.p, m.day), words))}
	if len(buttons) > 0 {
		blocks = append(blocks, kit.Actions("", buttons...), kit.Context(m.whyWords()))
	}
	return kit.Fitted("", blocks...)
}

// whyWords say where answers go, and who asked for the question.
func (m mine) whyWords() kit.Text {
	where := kit.F("Answers go to %s", kit.Channel(m.run.Setup.Channel))
	if at := m.run.SummaryAt; at.After(m.turn.Asked) {
		where = kit.Join(" ", where, kit.Date(at, "{date_short_pretty} at {time}", at.Format("2 Jan 15:04 UTC")))
	}
	return kit.F("%s. %s set this up; `/standup setup` shows it.", where, m.people.Name(m.s.By))
}

// answerMessage is somebody's own copy of what they said.
func (m mine) answerMessage() kit.Message {
	blocks := []slack.Block{kit.Section(request.Dotted(headOf(m.s, m.p, m.day), kit.Raw("your answer"), whenSaid(m.answer)))}
	blocks = append(blocks, kit.Sections(saidWords(m.answer, m.titles, m.people))...)
	if !m.over {
		blocks = append(blocks, kit.Actions("", answerButton(subjectOf(ritual.StandupRun{Standup: m.s.ID, Day: m.day}), "Edit")))
	}
	return kit.Fitted("", blocks...)
}

// whenSaid is when an answer was sent, and when it was changed.
func whenSaid(a ritual.StandupAnswer) kit.Text {
	at := kit.Date(a.At, "{time}", a.At.Format("15:04 UTC"))
	if a.Edited.IsZero() {
		return at
	}
	return kit.F("%s, edited %s", at, kit.Date(a.Edited, "{time}", a.Edited.Format("15:04 UTC")))
}

// saidWords are what somebody said, a paragraph a question. titles are those of the requests that it names, as its reader may know them.
func saidWords(a ritual.StandupAnswer, titles map[string]string, people interface{ Name(string) string }) (lines []kit.Text) {
	for _, one := range a.Said {
		if one.Empty() {
			continue
		}
		said := []kit.Text{kit.F("*%s*", one.Question.Text)}
		for _, id := range one.Ticks {
			said = append(said, kit.F("• *%s*  %s", id, kit.OneLine(titles[id])))
		}
		if one.Text != "" {
			said = append(said, kit.T(strings.TrimSpace(one.Text)))
		}
		if one.Help != "" {
			said = append(said, kit.F("_asks %s to help_", people.Name(one.Help)))
		}
		lines = append(lines, kit.Join("\n", said...))
	}
	return lines
}

// reminderView reminds somebody, once, in a message of its own.
func reminderView(ctx context.Context, tx *store.Tx, msg store.Message) (kit.Message, error) {
	m, err := mineOf(ctx, tx, msg.Subject, msg.To)
	if err != nil {
		return kit.Message{}, err
	}
	asks := m.answer.At.IsZero() && !m.over && m.turn.State == ritual.TurnAsked
	switch {
	case !asks && msg.State == store.MessageWaiting:
		return kit.Message{}, nil
	case m.answered():
		return kit.Told(kit.F("Thank you: your answer to %s is in.", nameOf(m.s, m.p))), nil
	case !asks:
		return kit.Told(kit.F("There is nothing left to answer in %s for %s.", nameOf(m.s, m.p), ritual.ShortDay(m.day))), nil
	}
	at := m.run.SummaryAt
	words := kit.F("The summary is posted %s, and your answer is still to come. Later is fine, too: it is added then.", kit.Date(at, "{date_short_pretty} at {time}", at.Format("2 Jan 15:04 UTC")))
	return kit.Fitted("", kit.Section(kit.Join("\n", headOf(m.s, m.p, m.day), words)),
		kit.Actions("", kit.Primary(answerButton(msg.Subject, "Answer")), skipButton(msg.Subject), request.AwayButton())), nil
}

func answerButton(subject, label string) *slack.ButtonBlockElement {
	return kit.Button(answerOpen, label, subject)
}

func skipButton(subject string) slack.BlockElement { return kit.Button(skipDo, "Skip today", subject) }
