package slacksim

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// membersOf reads the members of a conversation to the end, so many at once, and counts the pages.
func membersOf(a *app, channel string, limit int) (ids []string, pages int) {
	a.t.Helper()
	for cursor := ""; ; {
		answer := fine(a.t, a.form("conversations.members", "channel", channel, "limit", fmt.Sprint(limit), "cursor", cursor))
		for _, m := range answer["members"].([]any) {
			ids = append(ids, m.(string))
		}
		pages++
		if cursor = answer["response_metadata"].(map[string]any)["next_cursor"].(string); cursor == "" {
			return ids, pages
		}
	}
}

func TestTheMembersOfAConversationComeInPages(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	names := []string{"ana", "ben"}
	for i := range 248 {
		names = append(names, fmt.Sprintf("u%03d", i))
		w.AddUser(User{Name: names[len(names)-1]})
	}
	w.AddChannel(Channel{Name: "leads", Private: true, Members: names, BotIn: true})
	for limit, want := range map[int]int{200: 2, 251: 1, 250: 2, 1000: 1, 0: 3} { // a hundred where nothing is said
		ids, pages := membersOf(a, "C0LEADS", limit)
		unique := slices.Compact(slices.Sorted(slices.Values(ids)))
		if len(ids) != 251 || len(unique) != 251 || pages != want {
			t.Errorf("by %d: %d members, %d of them different, on %d pages", limit, len(ids), len(unique), pages)
		}
	}
	w.Kick("leads", "ana")
	if ids, _ := membersOf(a, "C0LEADS", 200); slices.Contains(ids, "U0ANA") || !slices.Contains(ids, "U0BEN") {
		t.Error("who left is a member, or who stayed is none")
	}
	for args, word := range map[string]string{
		"limit 1001": "invalid_limit", "limit -1": "invalid_limit", "limit many": "invalid_limit", "cursor nonsense": "invalid_cursor",
	} {
		name, value, _ := strings.Cut(args, " ")
		refused(t, a.form("conversations.members", "channel", "C0LEADS", name, value), word)
	}
	obeyed(t, w)
}

func TestTheMembersOfAPrivateConversationAreNamedToAnAppThatIsThere(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	w.AddChannel(Channel{Name: "secret", Private: true, Members: []string{"ana"}})
	w.AddChannel(Channel{Name: "open", Members: []string{"ana"}})
	refused(t, a.form("conversations.members", "channel", "C0SECRET"), "channel_not_found")
	refused(t, a.form("conversations.members", "channel", "C0NOWHERE"), "channel_not_found")
	w.Invite("secret", "tandem")
	for _, channel := range []string{"C0SECRET", "C0OPEN"} { // a public one is no secret
		if ids, _ := membersOf(a, channel, 200); !slices.Contains(ids, "U0ANA") {
			t.Errorf("%s has %v", channel, ids)
		}
	}
	w.Kick("secret", "tandem")
	refused(t, a.form("conversations.members", "channel", "C0SECRET"), "channel_not_found")
}

func TestToNameMembersTakesTheScopeOfTheirConversation(t *testing.T) {
	w, _ := start(t, func(c *Config) { c.Manifest = []byte(strings.Replace(testManifest, "groups:read, im:read, ", "", 1)) })
	a := &app{t: t, w: w}
	w.AddChannel(Channel{Name: "leads", Private: true, Members: []string{"ana"}, BotIn: true})
	fine(t, a.form("conversations.members", "channel", "C0ATLAS"))
	group := fine(t, a.form("conversations.open", "users", "U0ANA,U0BEN"))["channel"].(map[string]any)["id"].(string)
	direct := fine(t, a.form("conversations.open", "users", "U0ANA"))["channel"].(map[string]any)["id"].(string)
	for channel, scope := range map[string]string{"C0LEADS": "groups:read", group: "mpim:read", direct: "im:read"} {
		no := a.form("conversations.members", "channel", channel)
		refused(t, no, "missing_scope")
		if no["needed"] != scope {
			t.Errorf("%s needs %v", channel, no["needed"])
		}
	}
}
