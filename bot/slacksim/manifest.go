package slacksim

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// manifest is an app's manifest, as far as the workspace obeys it. Fields that it only has to know are any.
type manifest struct {
	Meta    any `yaml:"_metadata"`
	Display struct {
		Name        string `yaml:"name"`
		Description string `yaml:"description"`
		Long        string `yaml:"long_description"`
		Color       string `yaml:"background_color"`
	} `yaml:"display_information"`
	Features struct {
		Home struct {
			HomeTab     bool `yaml:"home_tab_enabled"`
			MessagesTab bool `yaml:"messages_tab_enabled"`
			ReadOnly    bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		Bot struct {
			Name   string `yaml:"display_name"`
			Online bool   `yaml:"always_online"`
		} `yaml:"bot_user"`
		Commands  []CommandSpec  `yaml:"slash_commands"`
		Shortcuts []ShortcutSpec `yaml:"shortcuts"`
		Unfurl    []string       `yaml:"unfurl_domains"`
	} `yaml:"features"`
	OAuth struct {
		Scopes struct {
			Bot      []string `yaml:"bot"`
			Optional []string `yaml:"bot_optional"`
			User     []string `yaml:"user"`
		} `yaml:"scopes"`
		Redirects []string `yaml:"redirect_urls"`
	} `yaml:"oauth_config"`
	Settings struct {
		Events struct {
			Bot      []string `yaml:"bot_events"`
			Metadata any      `yaml:"metadata_subscriptions"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			Enabled bool `yaml:"is_enabled"`
		} `yaml:"interactivity"`
		SocketMode bool `yaml:"socket_mode_enabled"`
		OrgDeploy  bool `yaml:"org_deploy_enabled"`
		Rotation   bool `yaml:"token_rotation_enabled"`
	} `yaml:"settings"`

	granted []string // scopes the installation has
}

// eventScopes says which scope lets an app subscribe to an event; any one of them does.
var eventScopes = map[string][]string{
	"app_mention":             {"app_mentions:read"},
	"app_home_opened":         nil,
	"app_uninstalled":         nil,
	"tokens_revoked":          nil,
	"message.im":              {"im:history"},
	"message.mpim":            {"mpim:history"},
	"message.channels":        {"channels:history"},
	"message.groups":          {"groups:history"},
	"reaction_added":          {"reactions:read"},
	"reaction_removed":        {"reactions:read"},
	"member_joined_channel":   {"channels:read", "groups:read"},
	"member_left_channel":     {"channels:read", "groups:read"},
	"channel_archive":         {"channels:read"},
	"channel_unarchive":       {"channels:read"},
	"channel_rename":          {"channels:read"},
	"channel_left":            {"channels:read"},
	"channel_shared":          {"channels:read", "groups:read"},
	"channel_unshared":        {"channels:read", "groups:read"},
	"channel_created":         {"channels:read"},
	"channel_deleted":         {"channels:read"},
	"channel_id_changed":      {"channels:read"},
	"group_archive":           {"groups:read"},
	"group_unarchive":         {"groups:read"},
	"group_rename":            {"groups:read"},
	"group_left":              {"groups:read"},
	"group_deleted":           {"groups:read"},
	"user_change":             {"users:read"},
	"user_profile_changed":    {"users:read", "users.profile:read"},
	"user_status_changed":     {"users:read", "users.profile:read"},
	"team_join":               {"users:read"},
	"im_created":              {"im:read"},
	"file_shared":             {"files:read"},
	"message_metadata_posted": {"metadata.message:read"},
}

// readManifest reads a manifest strictly and checks what Slack would check before installing it.
// Optional scopes named in without are not granted.
func readManifest(text []byte, without []string) (*manifest, error) {
	m := &manifest{}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(m); err != nil {
		return nil, fmt.Errorf("slacksim: manifest: %w", err)
	}
	for _, scope := range m.OAuth.Scopes.Optional {
		if !slices.Contains(m.OAuth.Scopes.Bot, scope) {
			return nil, fmt.Errorf("slacksim: manifest: optional scope %s is not among the bot's scopes", scope)
		}
	}
	for _, scope := range without {
		if !slices.Contains(m.OAuth.Scopes.Optional, scope) {
			return nil, fmt.Errorf("slacksim: manifest: scope %s is not optional, so it cannot be declined", scope)
		}
	}
	for _, scope := range m.OAuth.Scopes.Bot {
		if !slices.Contains(without, scope) {
			m.granted = append(m.granted, scope)
		}
	}
	return m, m.check()
}

func (m *manifest) check() error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("slacksim: manifest: "+format, args...)
	}
	switch f := m.Features; {
	case m.Display.Name == "" || runes(m.Display.Name) > 35:
		return bad("display_information.name needs 1 to 35 characters")
	case runes(m.Display.Description) > 140:
		return bad("display_information.description has more than 140 characters")
	case !m.Settings.SocketMode:
		return bad("settings.socket_mode_enabled is off")
	case len(f.Commands) > 50:
		return bad("more than 50 slash commands")
	case len(f.Shortcuts) > 10:
		return bad("more than 10 shortcuts")
	case len(f.Commands)+len(f.Shortcuts) > 0 && !slices.Contains(m.OAuth.Scopes.Bot, "commands"):
		return bad("slash commands and shortcuts need the scope commands")
	case len(f.Shortcuts) > 0 && !m.Settings.Interactivity.Enabled:
		return bad("shortcuts need settings.interactivity.is_enabled")
	}
	for _, c := range m.Features.Commands {
		switch {
		case !strings.HasPrefix(c.Command, "/") || runes(c.Command) > 32:
			return bad("command %q needs a slash and at most 32 characters", c.Command)
		case c.Description == "" || runes(c.Description) > 2000 || runes(c.UsageHint) > 1000:
			return bad("command %s: description of 1 to 2000, usage hint of at most 1000 characters", c.Command)
		case c.URL != "":
			return bad("command %s has a url, which Socket Mode does not take", c.Command)
		}
	}
	for _, s := range m.Features.Shortcuts {
		switch {
		case s.Type != "message" && s.Type != "global":
			return bad("shortcut %q: type is message or global", s.Name)
		case s.Name == "" || runes(s.Name) > 24 || s.CallbackID == "" || runes(s.CallbackID) > 255 || runes(s.Description) > 150:
			return bad("shortcut %q: name of at most 24, callback_id of at most 255, description of at most 150 characters", s.Name)
		}
	}
	for _, event := range m.Settings.Events.Bot {
		scopes, known := eventScopes[event]
		if !known {
			return bad("there is no event %s", event)
		}
		if len(scopes) > 0 && !slices.ContainsFunc(scopes, func(s string) bool { return slices.Contains(m.OAuth.Scopes.Bot, s) }) {
			return bad("event %s needs the scope %s", event, scopes[0])
		}
	}
	return nil
}

// hears tells whether the app gets an event: it subscribed and the scope was granted.
func (m *manifest) hears(event string) bool {
	scopes := eventScopes[event]
	return slices.Contains(m.Settings.Events.Bot, event) && (len(scopes) == 0 || m.has(scopes...))
}

// has tells whether one of the scopes was granted.
func (m *manifest) has(scopes ...string) bool {
	return slices.ContainsFunc(scopes, func(s string) bool { return slices.Contains(m.granted, s) })
}

func (m *manifest) command(name string) (CommandSpec, bool) {
	i := slices.IndexFunc(m.Features.Commands, func(c CommandSpec) bool { return c.Command == name })
	if i < 0 {
		return CommandSpec{}, false
	}
	return m.Features.Commands[i], true
}

func (m *manifest) shortcut(kind, callback string) bool {
	return slices.ContainsFunc(m.Features.Shortcuts, func(s ShortcutSpec) bool { return s.Type == kind && s.CallbackID == callback })
}

// handle is the app's user name, made from its display name as Slack does.
func (m *manifest) handle() string {
	name := m.Features.Bot.Name
	if name == "" {
		name = m.Display.Name
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		case r == ' ':
			return '_'
		}
		return -1
	}, strings.ToLower(name))
}
