package bot

import (
	"slices"
	"strings"
	"unicode"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
)

// Manifest is the Slack app that the rituals need, as manifest.yml has it for people: a test compares the two. The
// simulated workspace is started from this one.
func Manifest() slack.Manifest {
	m := slack.Manifest{
		Metadata: slack.ManifestMetadata{MajorVersion: 2, MinorVersion: 1},
		Display: slack.Display{Name: "Tandem", Description: "From a request in chat to the recap of its sprint. The PM says why, the PO says what next.",
			BackgroundColor: "#1f4e5f"},
		OAuthConfig: slack.OAuthConfig{Scopes: slack.OAuthScopes{Bot: slices.Concat(engine.Required, engine.Optional), BotOptional: engine.Optional}},
		Settings: slack.Settings{EventSubscriptions: &slack.EventSubscriptions{}, Interactivity: &slack.Interactivity{IsEnabled: true},
			SocketModeEnabled: true},
		Features: slack.Features{AppHome: slack.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			BotUser: slack.BotUser{DisplayName: "tandem", AlwaysOnline: true}},
	}
	var commands []engine.Command
	for _, r := range append(rituals(nil), engine.Core()) {
		commands = append(commands, r.Commands...)
		for _, s := range r.Shortcuts {
			m.Features.Shortcuts = append(m.Features.Shortcuts, manifestOf(s))
		}
		for _, e := range r.Events {
			m.Settings.EventSubscriptions.BotEvents = append(m.Settings.EventSubscriptions.BotEvents, e.Kind)
		}
	}
	for _, c := range commands {
		if c.Word == "" {
			m.Features.SlashCommands = append(m.Features.SlashCommands, slack.ManifestSlashCommand{
				Command: c.Name, Description: sentenceCase(c.Does), UsageHint: usageHint(c.Name, commands), ShouldEscape: true})
		}
	}
	return m
}

// manifestOf is a shortcut as the manifest has it.
func manifestOf(s engine.Shortcut) slack.Shortcut {
	kind := slack.GlobalShortcut
	if s.OnMessage {
		kind = slack.MessageShortcut
	}
	return slack.Shortcut{Name: s.Name, CallbackID: s.ID, Description: sentenceCase(s.Does), Type: kind}
}

// usageHint is what may follow a command: "[add]".
func usageHint(name string, commands []engine.Command) string {
	var may []string
	for _, c := range commands {
		words := strings.TrimSpace(c.Word + " " + c.Usage)
		if c.Name == name && c.Word != "help" && words != "" {
			may = append(may, words)
		}
	}
	if len(may) == 0 {
		return ""
	}
	return "[" + strings.Join(slices.Compact(may), " | ") + "]"
}

// sentenceCase begins s with a capital.
func sentenceCase(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}
