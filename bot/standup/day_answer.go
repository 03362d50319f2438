package standup

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// answersMost is how many characters an answer's questions share in its message.
const answersMost = 10_000

// answerView is what somebody said, in the thread of the message of the day.
func answerView(ctx context.Context, tx *store.Tx, msg store.Message) (kit.Message, error) {
	subject, person := aboutAnswer(msg.Subject)
	id, day := aboutRun(subject)
	name, err := request.NameOf(ctx, tx, person)
	if err != nil {
		return kit.Message{}, err
	}
	a, err := tx.Answer(ctx, id, day, person)
	if errors.Is(err, store.ErrNotFound) {
		return kit.Told(kit.F("%s has not answered yet.", name)), nil
	}
	if err != nil {
		return kit.Message{}, err
	}
	if a.Skipped {
		return kit.Told(kit.F("%s skips today.", name)), nil
	}
	titles, err := titlesFor(ctx, tx, ritual.Reader{Place: msg.To}, a)
	if err != nil {
		return kit.Message{}, err
	}
	people := request.Crew{}
	for _, one := range a.Said {
		if err := people.Meet(ctx, tx, one.Help); err != nil {
			return kit.Message{}, err
		}
	}
	run, err := tx.Run(ctx, id, day)
	if err != nil {
		return kit.Message{}, err
	}
	return answerMessage(run, a, name, titles, people), nil
}

// answerMessage is an answer for all who read it in the channel: who and when, and each question with what was said.
func answerMessage(run ritual.StandupRun, a ritual.StandupAnswer, name string, titles map[string]string, people request.Crew) kit.Message {
	when := whenSaid(a)
	if ritual.Today(a.At, run.Team) != run.Day { // early, or late
		when = request.When(a.At)
		if !a.Edited.IsZero() {
			when = request.Dotted(when, kit.Raw("edited"))
		}
	}
	blocks := []slack.Block{kit.Section(request.Dotted(kit.F("*%s*", name), when))}
	said := saidWords(a, titles, people)
	for _, words := range said {
		blocks = append(blocks, kit.Section(words.Cut(answersMost/len(said))))
	}
	if len(said) == 0 {
		blocks = append(blocks, kit.Section(kit.Raw("_No words today: what was in the way is resolved._")))
	}
	return kit.Fitted("", blocks...)
}
