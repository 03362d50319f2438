package standup

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// listMost is how many standups a message lists with their buttons.
const listMost = 10

// listed are the standups of a product for whoever may change them. lead stands above; empty where there is nothing to say.
func listed(ctx context.Context, tx *store.Tx, p ritual.Product, all []ritual.Standup, lead kit.Text) (kit.Message, error) {
	head := kit.F("*%s of %s*", kit.Count(len(all), "standup", "standups"), p.Name)
	blocks := []slack.Block{kit.Section(kit.Join("\n", lead, head))}
	for _, s := range all[:min(len(all), listMost)] {
		n, err := nextOf(ctx, tx, s)
		if err != nil {
			return kit.Message{}, err
		}
		by, err := request.NameOf(ctx, tx, s.By)
		if err != nil {
			return kit.Message{}, err
		}
		name := kit.OneLine(s.Setup.Name)
		summary := kit.F("summary in %s at %s (%s)", kit.Channel(s.Setup.Channel), s.Setup.Summary, n.team)
		words := kit.Join("\n", request.Dotted(kit.F("*%s*", name), timesWords(s.Setup), summary),
			request.Dotted(n.people(), n.when(), kit.F("set up by %s", by)), n.barred(s.Setup.Channel))
		ends := kit.Confirm(kit.Button(endDo, "End", s.ID), "End "+name+"?", "Nobody is asked any more. What was said stays in its channel.", "End it", "Keep it")
		blocks = append(blocks, kit.Section(words),
			kit.Actions("", kit.Aloud(kit.Button(changeOpen, "Change", s.ID), "Change "+name), kit.Aloud(ends, "End "+name)))
	}
	if more := all[min(len(all), listMost):]; len(more) > 0 {
		var opts []kit.Option
		for _, s := range more[:min(len(more), 100)] {
			opts = append(opts, kit.Option{Value: s.ID, Label: s.Setup.Name})
		}
		blocks = append(blocks, kit.Section(kit.F("and %d more:", len(more))), kit.Actions("", kit.Menu(changeOpen, opts, "", "Change another one")))
	}
	return kit.Fitted(head, append(blocks, another(p))...), nil
}

// another is the button that sets up one more.
func another(p ritual.Product) slack.Block {
	return kit.Actions("", kit.Button(setupOpen, "Set up another", p.ID))
}

// timesWords are when a standup asks: "Mon to Fri at 09:30 where each of them is".
func timesWords(s ritual.StandupSetup) kit.Text {
	if s.Zone == "" {
		return kit.F("%s at %s where each of them is", s.Days.Written(), s.Time)
	}
	return kit.F("%s at %s (%s)", s.Days.Written(), s.Time, s.Zone)
}

// people are how many are asked.
func (n next) people() kit.Text {
	if n.extra == 0 {
		return kit.T(kit.Count(n.of, "person", "people"))
	}
	return kit.F("%s, and %d without waiting for them", kit.Count(n.of, "person", "people"), n.extra)
}

// when is the day of the next run.
func (n next) when() kit.Text {
	if n.day == "" {
		return kit.Raw("nobody works on its days within two months")
	}
	return kit.F("next %s", ritual.ShortDay(n.day))
}

// barred says what keeps the summary from being posted, and what to do.
func (n next) barred(channel string) kit.Text {
	switch n.bar {
	case ritual.NotJoined:
		return kit.F("I am not in %s, so its summary waits. Type `/invite @Tandem` there.", kit.Channel(channel))
	case ritual.IsArchived:
		return kit.F("%s is archived, so nothing can be posted there. `Change` chooses another channel.", kit.Channel(channel))
	case ritual.IsShared:
		return kit.F("%s is shared with another organization. I post nothing there unless `/tandem settings` allows it.", kit.Channel(channel))
	}
	return ""
}
