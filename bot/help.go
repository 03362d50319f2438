package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/store"
)

// Help explains the commands. What it says stands beside each route.

func helpRitual() ritualRoutes {
	return ritualRoutes{commands: []command{
		{name: "/tandem", does: "explain the commands", do: tandemCommand},
	}}
}

// tandemCommand explains all commands, also for a word that it does not know.
func tandemCommand(_ context.Context, _ *store.Tx, in input) (reply, error) {
	first, _, _ := strings.Cut(in.words, " ")
	lead := kit.Raw("*Tandem* takes a request from chat to the backlog: somebody asks, the PM says why, the PO says what next.")
	if first != "" && strings.ToLower(first) != "help" {
		lead = kit.F("I do not know “%s”. This is what I know:", kit.Cut(kit.OneLine(in.words), 40))
	}
	lines := helpLines(func(command) bool { return true })
	text := kit.Join("\n", append([]kit.Text{lead}, lines...)...)
	return say(text, kit.Message{Blocks: []slack.Block{
		kit.Section(lead), kit.Section(kit.Join("\n", lines...)),
		kit.Context(kit.Raw("In a message's menu: *Capture feedback*. In a channel that I am in: mention me with what is wanted. On my Home tab: what waits for you, and your requests.")),
	}}), nil
}

// commandHelp is the help of one command. words are what was typed after it that it does not know.
func commandHelp(name, words string) reply {
	lines := helpLines(func(c command) bool { return c.name == name })
	lead := kit.Raw("This is how it goes:")
	if words != "" && strings.ToLower(words) != "help" {
		lead = kit.F("I do not know “%s %s”. This is how it goes:", name, kit.Cut(kit.OneLine(words), 40))
	}
	return say(kit.Join("\n", append([]kit.Text{lead}, lines...)...))
}

// helpLines are the commands with what they do, a line each.
func helpLines(which func(command) bool) []kit.Text {
	var lines []kit.Text
	for _, r := range rituals(nil) {
		for _, c := range r.commands {
			if c.word == "help" || !which(c) {
				continue
			}
			words := strings.Join(slices.DeleteFunc([]string{c.name, c.word, c.usage}, func(s string) bool { return s == "" }), " ")
			lines = append(lines, kit.F("`%s`  %s", words, c.does))
		}
	}
	return lines
}
