package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// setupModal is the form that sets a product up. Where it was not opened in a channel, it asks for one.
func setupModal(p ritual.Product, here ritual.Place) kit.Modal {
	m := kit.Modal{ID: setupForm, Title: "Set up a product", Submit: "Set up", Close: "Cancel", Data: engine.FormData{Channel: p.Channel}.Encode()}
	if p.Channel == "" {
		m.Blocks = append(m.Blocks, kit.Input("channel", "Channel", kit.Conversation("channel", ""), kit.Hint("Where the product is at home.")))
	} else {
		m.Blocks = append(m.Blocks, kit.Context(kit.F("At home in %s", kit.Channel(p.Channel))))
	}
	m.Blocks = append(m.Blocks,
		kit.Input("name", "Product name", kit.Line("name", nameFrom(here.Name), "Atlas", 60)),
		kit.Input("pm", "Product manager", kit.Person("pm", p.PM), kit.Hint("Answers why: does it serve the roadmap?")),
		kit.Input("po", "Product owner", kit.Person("po", p.PO), kit.Hint("Answers what next: where does it stand in the backlog? May be the same person.")),
		kit.Input("team", "Team", kit.People("team", p.Team), kit.Optional()),
		kit.Input("stakeholders", "Stakeholder channel", kit.Conversation("stakeholders", ""), kit.Optional(), kit.Hint("Gets the recap of every sprint.")),
		kit.Input("framework", "Prioritization", kit.Menu("framework", frameworkOptions(), string(p.Framework), "How are stories ranked?")),
	)
	return m
}

// nameFrom is a first guess at a product's name: its channel's, with a capital.
func nameFrom(channel string) string {
	r := []rune(channel)
	if len(r) == 0 {
		return ""
	}
	if r[0] >= 'a' && r[0] <= 'z' {
		r[0] -= 'a' - 'A'
	}
	return string(r)
}

// setUpModal says that a product stands, and what to do first.
func setUpModal(p ritual.Product, home, stakeholders ritual.Place) kit.Modal {
	m := engine.Note("Product set up")
	m.Data = engine.FormData{Subject: p.ID}.Encode()
	heads := kit.F("%s answers why, %s answers what next.", kit.User(p.PM), kit.User(p.PO))
	if p.OneHead() {
		heads = kit.F("%s answers why, and what next.", kit.User(p.PM))
	}
	m.Blocks = append(m.Blocks, kit.Section(kit.F("*%s* is at home in %s. %s", p.Name, kit.Channel(p.Channel), heads)))
	if home.Known() && !home.Joined {
		m.Blocks = append(m.Blocks, kit.Section(kit.F("One step is left: I am not in %s yet. Type `/invite @Tandem` there. As soon as I am in, I tell it of %s.", kit.Channel(p.Channel), p.Name)))
	}
	if home.Joined && home.Shared {
		m.Blocks = append(m.Blocks, kit.Section(kit.F("%s is shared with another organization. I post nothing there, and answer privately. `Settings` can allow more.", kit.Channel(p.Channel))))
	}
	if p.Stakeholders != "" && p.Stakeholders != p.Channel {
		m.Blocks = append(m.Blocks, stakeholderBlocks(stakeholders, p.Stakeholders)...)
	}
	return withBlocks(m, kit.Context(kit.Raw("Anybody can ask for something now: `/request` and a few words.")),
		kit.Actions("", settingsButton(p)))
}

// stakeholderBlocks say what keeps me from posting in the stakeholders' channel.
func stakeholderBlocks(at ritual.Place, channel string) []slack.Block {
	switch {
	case at.Known() && !at.Joined:
		return []slack.Block{kit.Section(kit.F("The stakeholders' channel is %s, and I am not in it yet. Type `/invite @Tandem` there too.", kit.Channel(channel)))}
	case at.Joined && at.Shared:
		return []slack.Block{kit.Section(kit.F("The stakeholders' channel %s is shared with another organization. I post nothing there unless `Settings` allows it.", kit.Channel(channel)))}
	}
	return nil
}

// withBlocks is a form with more blocks below.
func withBlocks(m kit.Modal, more ...slack.Block) kit.Modal {
	m.Blocks = append(m.Blocks, more...)
	return m
}

// announcedView tells a product's channel that it stands.
func announcedView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	p, err := tx.Product(ctx, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	words := kit.F("*%s* is set up. Ask for something with `/request` and a few words: %s checks it against the roadmap, %s says where it stands in the backlog, and you hear what becomes of it.",
		p.Name, kit.User(p.PM), kit.User(p.PO))
	if p.OneHead() {
		words = kit.F("*%s* is set up. Ask for something with `/request` and a few words: %s decides, and you hear what becomes of it.", p.Name, kit.User(p.PM))
	}
	return kit.Message{Text: words, Blocks: []slack.Block{kit.Section(words), kit.Context(kit.F("set up by %s · `/tandem` explains the commands", kit.User(p.SetUpBy)))}}, nil
}
