package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/store"
)

// Help explains the commands. What it says stands beside each route.

func helpRitual() engine.Ritual {
	return engine.Ritual{Commands: []engine.Command{
		{Name: "/tandem", Does: "explain the commands", Do: tandemCommand},
	}}
}

// tandemCommand explains all commands, also for a word that it does not know.
func tandemCommand(_ context.Context, _ *store.Tx, in engine.Input) (engine.Reply, error) {
	first, _, _ := strings.Cut(in.Words, " ")
	lead := kit.Raw("*Tandem* takes a request from chat to the backlog, and on to the recap of its sprint: somebody asks, the PM says why, the PO says what next, and whoever asked hears what became of it.")
	if first != "" && strings.ToLower(first) != "help" {
		lead = kit.F("I do not know “%s”. This is what I know:", kit.Cut(kit.OneLine(in.Words), 40))
	}
	lines := helpLines(func(engine.Command) bool { return true })
	text := kit.Join("\n", append([]kit.Text{lead}, lines...)...)
	return engine.Say(text, kit.Message{Blocks: []slack.Block{
		kit.Section(lead), kit.Section(kit.Join("\n", lines...)),
		kit.Context(kit.Raw("In a message's menu: *Capture feedback*. In a channel that I am in: mention me with what is wanted. On my Home tab: what waits for you, and your requests.")),
	}}), nil
}

// commandHelp is the help of one command. words are what was typed after it that it does not know.
func commandHelp(name, words string) engine.Reply {
	lines := helpLines(func(c engine.Command) bool { return c.Name == name })
	lead := kit.Raw("This is how it goes:")
	if words != "" && strings.ToLower(words) != "help" {
		lead = kit.F("I do not know “%s %s”. This is how it goes:", name, kit.Cut(kit.OneLine(words), 40))
	}
	lines = append(lines, kit.Raw("`/tandem` explains all commands."))
	return engine.Say(kit.Join("\n", append([]kit.Text{lead}, lines...)...))
}

// helpLines are the commands with what they do, a line each: those of a name together, in the order of the rituals, and first what it
// does alone.
func helpLines(which func(engine.Command) bool) []kit.Text {
	var all []engine.Command
	name := map[string]int{}
	for _, r := range rituals(nil) {
		for _, c := range r.Commands {
			if _, seen := name[c.Name]; !seen {
				name[c.Name] = len(name)
			}
			if c.Word != "help" && which(c) {
				all = append(all, c)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b engine.Command) int {
		return cmp.Or(cmp.Compare(name[a.Name], name[b.Name]), cmp.Compare(min(len(a.Word), 1), min(len(b.Word), 1)))
	})
	var lines []kit.Text
	for _, c := range all {
		words := strings.Join(slices.DeleteFunc([]string{c.Name, c.Word, c.Usage}, func(s string) bool { return s == "" }), " ")
		lines = append(lines, kit.F("`%s`  %s", words, c.Does))
	}
	return lines
}
