package demo

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// saysMost is how much of what was said of a story stands in the running order, and goalMost how much of the goal.
const (
	saysMost = 200
	goalMost = 300
)

// orderView is the running order in the product's channel: what for, who shows what, and what is done beside it. One that was set
// aside says when the demo is instead.
func orderView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	s, err := tx.Sprint(ctx, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	a, err := agendaOf(ctx, tx, s)
	if err != nil {
		return kit.Message{}, err
	}
	if m.Past {
		return a.movedMessage(m), nil
	}
	return orderMessage(ctx, tx, a, ritual.Reader{Place: m.To}, []slack.Block{
		kit.Actions("", kit.Aloud(kit.Button(sprint.FeedbackOpen, "Give feedback", s.ID), "Give feedback on "+s.SprintName()))})
}

// movedMessage stands where the running order did before the demo was moved; nothing where that was not posted yet.
func (a agenda) movedMessage(m store.Message) kit.Message {
	if m.State == store.MessageWaiting {
		return kit.Message{}
	}
	moved := kit.F("The demo of %s in %s was moved to %s.", a.s.SprintName(), a.p.Name, whenWords(a))
	if !a.open() {
		return kit.Told(kit.Join(" ", moved, kit.Raw("`/demo` shows what it was about.")))
	}
	return kit.Told(kit.Join(" ", moved, kit.F("An hour before, the running order is posted in %s anew; `/demo` shows it as it stands.", kit.Channel(a.p.Channel))))
}

// orderMessage is the running order for all who read it in a place.
func orderMessage(ctx context.Context, tx *store.Tx, a agenda, rd ritual.Reader, tail []slack.Block) (kit.Message, error) {
	rd, err := a.informed(ctx, tx, rd)
	if err != nil {
		return kit.Message{}, err
	}
	head := []slack.Block{kit.Section(kit.Join("\n", kit.F("*Demo of %s* · %s", a.s.SprintName(), whenWords(a)), a.goalWords()))}
	var rows []kit.Row
	for i, one := range a.Order {
		rows = append(rows, kit.Row{kit.Section(kit.Join("\n", kit.F("*%d.* %s", i+1, a.headWords(one, rd, tx)), wordsTo(one, a.matter(one, rd, tx.Now), saysMost)))})
	}
	if len(a.Order) == 0 {
		rows = append(rows, kit.Row{kit.Section(kit.Raw("Nothing is on the list yet. Whoever has something to show says so by `/demo`."))})
	}
	var also []kit.Text
	for _, one := range a.Also {
		also = append(also, kit.F("• %s", a.headWords(one, rd, tx)))
	}
	if len(also) > 0 {
		for _, b := range kit.Sections(append([]kit.Text{kit.Raw("*Also done*")}, also...)) {
			rows = append(rows, kit.Row{b})
		}
	}
	return kit.Fitted("", kit.Rows(head, rows, tail, blocksMost, kit.MessageMost, func(int) kit.Text {
		return kit.Raw("and more: `/demo` has all of it")
	})...), nil
}

// goalWords are the Sprint Goal.
func (a agenda) goalWords() kit.Text {
	return kit.F("*Goal:* %s", kit.Cut(kit.OneLine(a.s.Goal), goalMost))
}

// headWords name a story and who shows it.
func (a agenda) headWords(one ritual.Shown, rd ritual.Reader, tx *store.Tx) kit.Text {
	at := a.matter(one, rd, tx.Now)
	who := "nobody yet"
	if by := presents(one); by != "" {
		who = a.people.Name(by)
	}
	return kit.F("*%s*  %s · %s", at.Request.ID, kit.OneLine(at.Title()), who)
}

// noneSays tells the PO that there is no demo.
func noneSays(ctx context.Context, tx *store.Tx, m store.Message) (kit.Text, error) {
	s, err := tx.Sprint(ctx, m.Subject)
	if err != nil {
		return "", err
	}
	a, err := agendaOf(ctx, tx, s)
	if err != nil {
		return "", err
	}
	if !a.Nothing() {
		return kit.F("When I looked, an hour before the demo of %s in %s, nothing was started, so I posted no running order. `/demo` has what was started since.", s.SprintName(), a.p.Name), nil
	}
	return kit.F("Nothing in %s of %s is started, so there is nothing to show %s, and I posted no running order in %s. If that is not so: `Start` and `Done` in `/sprint` put it right, and `/demo` shows what there is.",
		s.SprintName(), a.p.Name, whenWords(a), kit.Channel(a.p.Channel)), nil
}
