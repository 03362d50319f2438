package bot

import (
	"slices"
	"strings"
	"unicode"

	"github.com/slack-go/slack"
)

// Manifest is the Slack app that the rituals need, as manifest.yml has it for people: a test compares the two. The
// simulated workspace is started from this one.
func Manifest() slack.Manifest {
	m := slack.Manifest{
		Metadata: slack.ManifestMetadata{MajorVersion: 2, MinorVersion: 1},
		Display: slack.Display{Name: "Tandem", Description: "From a request in chat to the backlog. The PM says why, the PO says what next.",
			BackgroundColor: "#1f4e5f"},
		OAuthConfig: slack.OAuthConfig{Scopes: slack.OAuthScopes{Bot: slices.Concat(required, optional), BotOptional: optional}},
		Settings: slack.Settings{EventSubscriptions: &slack.EventSubscriptions{}, Interactivity: &slack.Interactivity{IsEnabled: true},
			SocketModeEnabled: true},
		Features: slack.Features{AppHome: slack.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			BotUser: slack.BotUser{DisplayName: "tandem", AlwaysOnline: true}},
	}
	var commands []command
	for _, r := range append(rituals(nil), coreRoutes()) {
		commands = append(commands, r.commands...)
		for _, s := range r.shortcuts {
			m.Features.Shortcuts = append(m.Features.Shortcuts, manifestOf(s))
		}
		for _, e := range r.events {
			m.Settings.EventSubscriptions.BotEvents = append(m.Settings.EventSubscriptions.BotEvents, e.kind)
		}
	}
	for _, c := range commands {
		if c.word == "" {
			m.Features.SlashCommands = append(m.Features.SlashCommands, slack.ManifestSlashCommand{
				Command: c.name, Description: sentenceCase(c.does), UsageHint: usageHint(c.name, commands), ShouldEscape: true})
		}
	}
	return m
}

// manifestOf is a shortcut as the manifest has it.
func manifestOf(s shortcut) slack.Shortcut {
	kind := slack.GlobalShortcut
	if s.onMessage {
		kind = slack.MessageShortcut
	}
	return slack.Shortcut{Name: s.name, CallbackID: s.id, Description: sentenceCase(s.does), Type: kind}
}

// usageHint is what may follow a command: "[add]".
func usageHint(name string, commands []command) string {
	var may []string
	for _, c := range commands {
		words := strings.TrimSpace(c.word + " " + c.usage)
		if c.name == name && c.word != "help" && words != "" {
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
