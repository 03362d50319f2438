package bot

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/slack-go/slack"
	"gopkg.in/yaml.v3"
)

// readManifest reads manifest.yml into slack-go's type. A key that the type does not have fails the test.
func readManifest(t *testing.T) slack.Manifest {
	t.Helper()
	raw, err := os.ReadFile("../manifest.yml")
	if err != nil {
		t.Fatal(err)
	}
	d := yaml.NewDecoder(bytes.NewReader(raw))
	d.KnownFields(true)
	var m slack.Manifest
	if err := d.Decode(&m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheManifestIsWhatTheRoutesHandle(t *testing.T) {
	unordered := cmpopts.SortSlices(strings.Compare)
	if diff := cmp.Diff(Manifest(), readManifest(t), unordered); diff != "" {
		t.Errorf("manifest.yml (+) is not what the routes handle (-):\n%s", diff)
	}
}

func TestEveryScopeOfTheManifestSaysWhy(t *testing.T) {
	raw, err := os.ReadFile("../manifest.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, scope := range readManifest(t).OAuthConfig.Scopes.Bot {
		i := slices.IndexFunc(strings.Split(string(raw), "\n"), func(line string) bool {
			return strings.HasPrefix(strings.TrimSpace(line), "- "+scope+" # ")
		})
		if i < 0 {
			t.Errorf("the scope %s has no comment that says why", scope)
		}
	}
}

func TestTheManifestKeepsSlacksLimits(t *testing.T) {
	m := readManifest(t)
	most := func(what, s string, max int) {
		t.Helper()
		if n := utf8.RuneCountInString(s); n == 0 || n > max {
			t.Errorf("%s has %d characters, but must have 1 to %d: %q", what, n, max, s)
		}
	}
	most("the name", m.Display.Name, 35)
	most("the description", m.Display.Description, 140)
	most("the bot's name", m.Features.BotUser.DisplayName, 80)
	if n := len(m.Features.Shortcuts); n > 10 {
		t.Errorf("%d shortcuts, but Slack takes 10", n)
	}
	for _, s := range m.Features.Shortcuts {
		most("a shortcut's name", s.Name, 24)
		most("a shortcut's id", s.CallbackID, 255)
		most("a shortcut's description", s.Description, 150)
	}
	if n := len(m.Features.SlashCommands); n > 50 {
		t.Errorf("%d commands, but Slack takes 50", n)
	}
	for _, c := range m.Features.SlashCommands {
		most("a command", c.Command, 32)
		most("a command's description", c.Description, 2000)
		if utf8.RuneCountInString(c.UsageHint) > 1000 || c.Url != "" || !c.ShouldEscape {
			t.Errorf("%s: the hint is too long, or it has an address, or its words are not escaped", c.Command)
		}
	}
	if n := len(m.Settings.EventSubscriptions.BotEvents); n > 100 {
		t.Errorf("%d events, but Slack takes 100", n)
	}
	if !m.Settings.SocketModeEnabled || m.Settings.Interactivity.RequestUrl != "" || m.Settings.TokenRotationEnabled {
		t.Error("Socket Mode has to be on, with no addresses and no token rotation")
	}
}
