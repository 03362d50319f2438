package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// nudgesShown is how many decisions a nudge lists; the others are on Home.
const nudgesShown = 12

// A nudgeLine is what somebody reads of one decision that they are nudged about.
type nudgeLine struct {
	at      request.Matter
	words   kit.Text
	buttons []slack.BlockElement // those that answer; none where it does not wait for them any more
}

// nudgeLines are the lines of a nudge, the longest waiting first, and how many decisions are left out. What stands in the
// same message of the day as its card is left out, too.
func nudgeLines(ctx context.Context, tx *store.Tx, m store.Message) (lines []nudgeLine, left int, err error) {
	all, total, err := tx.Nudges(ctx, m.To, m.Subject, nudgesShown)
	if err != nil {
		return nil, 0, err
	}
	for _, n := range all {
		at, err := request.In(ctx, tx, m, n.Request)
		if err != nil {
			return nil, 0, err
		}
		at.By = m.To
		if err := at.People.Meet(ctx, tx, m.To); err != nil {
			return nil, 0, err
		}
		one := nudgeLine{at: at}
		head := request.Titled(at.Request.ID, kit.OneLine(at.Title()))
		s, ok := request.StepOf(at.Request.Status)
		if !ok || s.Card == "" || at.Owner() != m.To || !at.Decides(s, m.To) {
			one.words = kit.Join("\n", head, becameOf(at, n))
			lines = append(lines, one)
			continue
		}
		if inside, err := standsInside(ctx, tx, at.CardTo(s, m.To), m); err != nil {
			return nil, 0, err
		} else if inside {
			continue
		}
		place := at.Product.Settings.Workplace(at.People.Of(m.To))
		since := kit.F("waiting for you %s", ritual.SinceWords(at.Request.AskedAt(), m.Subject, place.Zone))
		one.words = kit.Join("\n", head, kit.Join(" · ", kit.F("%s · %s", at.Product.Name, s.Row), since, at.InPlaceOf(m.To)))
		if who := at.Helps(); who != "" && ritual.LastNudge(n.Nth) {
			one.words += kit.F("\n%s can answer it now, too.", kit.User(who))
		}
		one.buttons = s.Buttons(at)
		lines = append(lines, one)
	}
	return lines, total - len(all), nil
}

// becameOf says what has become of a decision that somebody was nudged about.
func becameOf(at request.Matter, n store.Nudge) kit.Text {
	if at.Last.ID == "" || !at.Whole() || !at.Last.At.After(n.Asked) { // nobody decided since: somebody else is asked
		return request.StatusWords(at)
	}
	return kit.Join(" · ", kit.Sentence(at.Last.Sentence()), request.When(at.Last.At))
}

// standsInside reports whether a card is a row of the same message of the day as another message.
func standsInside(ctx context.Context, tx *store.Tx, card, m store.Message) (bool, error) {
	if m.Inside == "" {
		return false, nil
	}
	all, err := tx.MessagesInside(ctx, m.Inside)
	for _, one := range all {
		if one.Kind == card.Kind && one.Subject == card.Subject {
			return true, err
		}
	}
	return false, err
}

// nudgeView is the message. Before it is posted, it is empty where nothing waits any more.
func nudgeView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	lines, left, err := nudgeLines(ctx, tx, m)
	if err != nil {
		return kit.Message{}, err
	}
	var rows []kit.Row
	waiting := left
	for _, l := range lines {
		row := kit.Row{kit.Section(l.words)}
		if len(l.buttons) > 0 {
			row = append(row, kit.Actions("", l.buttons...))
			waiting++
		}
		rows = append(rows, row)
	}
	head := kit.Raw("*One decision is still with you.* You can answer it right here.")
	switch {
	case waiting == 0 && m.State == store.MessageWaiting:
		return kit.Message{}, nil
	case waiting == 0:
		head = kit.Raw("*All of this is answered.* Thank you.")
	case waiting > 1:
		head = kit.F("*%d decisions are still with you.* You can answer them right here.", waiting)
	}
	more := func(n int) kit.Text { return nudgesLeft(n + left) }
	if left > 0 {
		rows = append(rows, kit.Row{kit.Context(more(0))})
	}
	tail := []slack.Block{kit.Context(kit.Raw("I mention a decision twice, after two and after four of your working days. `My working hours` on my Home tab says which they are."))}
	return kit.Fitted(head, kit.Rows([]slack.Block{kit.Section(head)}, rows, tail, blocksMost, kit.MessageMost, more)...), nil
}

// nudgesLeft says that so many decisions are left out.
func nudgesLeft(n int) kit.Text {
	return kit.F("and %s more: my Home tab has what waits for you", kit.Count(n, "decision", "decisions"))
}

// nudgeRow is the same as it stands in a list.
func nudgeRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	lines, left, err := nudgeLines(ctx, tx, m)
	var row engine.Row
	for _, l := range lines {
		row.More = append(row.More, engine.Row{Words: l.words, Buttons: l.buttons, Over: len(l.buttons) == 0})
	}
	if left > 0 {
		row.More = append(row.More, engine.Row{Words: nudgesLeft(left)})
	}
	return row, err
}
