package bot

import (
	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// homeView is somebody's Home tab: the most important first.
func homeView(h homePage) kit.Home {
	blocks := append(append(append(homeTop(h), kit.Header("Waiting on me")), h.standups.Waiting...), h.sprints.Waiting...)
	for _, m := range h.waiting {
		blocks = append(blocks, waitingBlocks(m)...)
	}
	if len(h.waiting)+h.standups.Waits+h.sprints.Waits == 0 {
		blocks = append(blocks, kit.Section(kit.Raw("Nothing waits for you.")))
	}
	if h.waits > len(h.waiting) {
		blocks = append(blocks, kit.Context(kit.F("and %s more, once these are done", ritual.HowManyMore(h.waits, len(h.waiting)))))
	}
	if len(h.standups.Section) > 0 {
		blocks = append(append(blocks, kit.Divider(), kit.Header("Blockers")), h.standups.Section...)
	}
	if len(h.sprints.Section) > 0 {
		blocks = append(append(blocks, kit.Divider(), kit.Header("This sprint")), h.sprints.Section...)
	}
	blocks = append(blocks, kit.Divider(), kit.Header("My requests"))
	for _, m := range h.mine {
		blocks = append(blocks, kit.Section(kit.F("*%s*  %s\n%s", m.Request.ID, kit.OneLine(m.Title()), request.StatusWords(m))))
	}
	if len(h.mine) == 0 && (!h.outside || len(h.asks) > 0) {
		blocks = append(blocks, kit.Section(kit.Raw("You have not asked for anything yet. `/request` and a few words do it, in any channel.")))
	}
	blocks = append(append(blocks, mutedBlocks(h)...), unpostedBlocks(h)...)
	if h.hours != "" {
		away := request.AwayButton()
		if h.away != "" {
			away = request.BackButton()
		}
		blocks = append(blocks, kit.Section(kit.Join("\n", h.hours, h.away)), kit.Actions("", kit.Button(hoursOpen, "My working hours", ""), away))
	}
	return kit.Home{Blocks: kit.Fit(append(blocks, helpBlock(h)), 100, kit.Raw("and more"))}
}

// homeTop is what somebody can begin from their Home tab. Guests, and people of other organizations, ask where a product lets
// them and begin nothing else.
func homeTop(h homePage) []slack.Block {
	var buttons []slack.BlockElement
	if !h.outside || len(h.asks) > 0 {
		buttons = append(buttons, kit.Primary(kit.Button(requestOpen, "New request", "")))
	}
	if !h.outside {
		buttons = append(buttons, kit.Button(setupOpen, "Set up a product", ""))
	}
	if len(h.products) > 0 {
		buttons = append(buttons, kit.Button(settingsOpen, "Settings", ""))
	}
	var blocks []slack.Block
	if len(buttons) > 0 {
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	if !h.outside {
		return blocks
	}
	names := make([]kit.Text, 0, len(h.asks))
	for _, p := range h.asks {
		names = append(names, kit.F("*%s*", p.Name))
	}
	if len(names) == 0 {
		return append(blocks, kit.Section(kit.Raw("You are a guest here, and no product takes requests from guests so far. Ask the person who invited you to record yours.")))
	}
	return append(blocks, kit.Section(kit.F("You are a guest here. You can ask for something in %s.", kit.Join(", ", names...))))
}

// waitingBlocks say what waits for somebody, since when, with the buttons by which they answer from here.
func waitingBlocks(m request.Matter) []slack.Block {
	s, _ := request.StepOf(m.Request.Status)
	facts := request.Dotted(kit.F("%s · %s · since %s", m.Product.Name, s.Row, request.When(m.Request.Since)), m.InPlaceOf(m.Reader.Person))
	row := kit.Join("\n", request.Titled(m.Request.ID, kit.OneLine(m.Title())), facts)
	if m.Request.Status == ritual.NeedsInfo {
		row += kit.F("\n%s", kit.Quote(m.Request.Question, 600))
	}
	return []slack.Block{kit.Section(row), kit.Actions("", s.Buttons(m)...)}
}

// unpostedBlocks show what could not be posted to those who can mend it.
func unpostedBlocks(h homePage) []slack.Block {
	if len(h.unposted) == 0 {
		return nil
	}
	blocks := []slack.Block{kit.Divider(), kit.Header("Could not be posted")}
	for _, m := range h.unposted {
		to := kit.Channel(m.To)
		if engine.IsPerson(m.To) {
			to = kit.User(m.To)
		}
		row := kit.F("To %s: %s", to, unpostedWords(m))
		if m.Why == engine.GoneAway { // nobody would read it
			blocks = append(blocks, kit.Section(row))
			continue
		}
		blocks = append(blocks, kit.SectionWith(row, kit.Button(postAgain, "Post again", m.ID)))
	}
	return blocks
}

// unpostedWords say why a message was not posted, and what mends it.
func unpostedWords(m store.Message) kit.Text {
	if m.State == store.MessageUnknown {
		return kit.Raw("*May not have been posted.* Slack's answer was lost. Look there first.")
	}
	if engine.IsPerson(m.To) && m.Why == "channel_not_found" {
		return kit.Raw("Slack does not let me write to them.")
	}
	switch ritual.Bar(m.Why) {
	case engine.GoneAway:
		return kit.Raw("They have left the workspace, so nobody read it.")
	case ritual.NotJoined, "channel_not_found":
		return kit.Raw("I am not in that channel. Type `/invite @Tandem` there, then press the button.")
	case ritual.IsArchived:
		return kit.Raw("The channel is archived.")
	case ritual.IsShared:
		return kit.Raw("The channel is shared with another organization, and the product does not allow me to post there.")
	}
	return kit.F("Slack says %s.", m.Why)
}

// helpBlock is the last line of Home.
func helpBlock(h homePage) slack.Block {
	if len(h.products) == 0 {
		return kit.Context(kit.Raw("`/tandem` explains the commands"))
	}
	var parts []kit.Text
	for _, p := range h.products[:min(len(h.products), 5)] {
		parts = append(parts, kit.F("%s in %s", p.Name, kit.Channel(p.Channel)))
	}
	return kit.Context(request.Dotted(append(parts, kit.Raw("`/tandem` explains the commands"))...))
}
