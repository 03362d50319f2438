package slacksim

import (
	"strings"
	"testing"
)

// causes are what makes Slack send each event, where Ana and the app are in #atlas, #secret and a group message, and she has
// written in #atlas.
var causes = map[string]func(w *Workspace, ts, group string){
	"app_mention":           func(w *Workspace, ts, _ string) { w.Person("ana").Reply("#atlas", ts, "<@"+botUser+"> record this") },
	"app_home_opened":       func(w *Workspace, _, _ string) { _ = w.Person("ana").OpenHome() },
	"app_uninstalled":       func(w *Workspace, _, _ string) { w.Uninstall() },
	"tokens_revoked":        func(w *Workspace, _, _ string) { w.RevokeTokens() },
	"message.im":            func(w *Workspace, _, _ string) { w.Person("ana").Say("@tandem", "hello") },
	"message.mpim":          func(w *Workspace, _, group string) { w.Person("ana").Say(group, "hello") },
	"message.channels":      func(w *Workspace, _, _ string) { w.Person("ana").Say("#atlas", "hello") },
	"message.groups":        func(w *Workspace, _, _ string) { w.Person("ana").Say("#secret", "hello") },
	"reaction_added":        func(w *Workspace, ts, _ string) { _ = w.Person("ben").React("#atlas", ts, ":bulb:") },
	"reaction_removed":      func(w *Workspace, ts, _ string) { _ = w.Person("ana").Unreact("#atlas", ts, "eyes") },
	"member_joined_channel": func(w *Workspace, _, _ string) { _ = w.Person("ana").Invite("#other", "tandem") },
	"member_left_channel":   func(w *Workspace, _, _ string) { w.Kick("#atlas", "ben") },
	"channel_archive":       func(w *Workspace, _, _ string) { w.Archive("#atlas") },
	"channel_unarchive":     func(w *Workspace, _, _ string) { w.Unarchive("#old") },
	"channel_rename":        func(w *Workspace, _, _ string) { w.Rename("#atlas", "atlas2") },
	"channel_left":          func(w *Workspace, _, _ string) { w.Kick("#atlas", "tandem") },
	"channel_shared":        func(w *Workspace, _, _ string) { w.Share("#atlas", true) },
	"channel_unshared":      func(w *Workspace, _, _ string) { w.Share("#joint", false) },
	"group_archive":         func(w *Workspace, _, _ string) { w.Archive("#secret") },
	"group_unarchive":       func(w *Workspace, _, _ string) { w.Unarchive("#oldsecret") },
	"group_rename":          func(w *Workspace, _, _ string) { w.Rename("#secret", "secret2") },
	"group_left":            func(w *Workspace, _, _ string) { w.Kick("#secret", "tandem") },
	"user_change":           func(w *Workspace, _, _ string) { w.ChangeUser("ben", func(u *User) { u.Zone = "Asia/Tokyo" }) },
	"team_join":             func(w *Workspace, _, _ string) { w.JoinTeam(User{Name: "cleo"}) },
	"file_shared":           func(w *Workspace, _, _ string) { w.Person("ana").Upload("#atlas", "", "see", "a.txt", []byte("x")) },
}

// uncaused are events that an app may subscribe to and that nothing here causes.
var uncaused = []string{
	"channel_created", "channel_deleted", "channel_id_changed", "group_deleted", "im_created", "message_metadata_posted",
	"user_profile_changed", "user_status_changed",
}

// subscribed is a manifest with one event or none, every scope, and some of them optional.
func subscribed(event string, optional []string) []byte {
	m := testManifest
	cut := func(from, to, with string) {
		i := strings.Index(m, from) + len(from)
		m = m[:i] + with + m[i+strings.Index(m[i:], to):]
	}
	cut("bot_events: [", "]", event)
	cut("bot_optional: [", "]", strings.Join(optional, ", "))
	return []byte(strings.Replace(m, "bot: [", "bot: [files:read, metadata.message:read, users.profile:read, ", 1))
}

func TestAnEventComesOnlyToWhoSubscribedAndHasTheScope(t *testing.T) {
	for event, cause := range causes {
		cases := map[string]struct {
			manifest []byte
			without  []string
			want     int
		}{
			"subscribed":        {subscribed(event, nil), nil, 1},
			"not subscribed":    {subscribed("", nil), nil, 0},
			"without the scope": {subscribed(event, eventScopes[event]), eventScopes[event], 0},
		}
		for name, c := range cases {
			if name == "without the scope" && len(eventScopes[event]) == 0 {
				continue
			}
			t.Run(event+" "+name, func(t *testing.T) {
				w, _ := start(t, func(cfg *Config) { cfg.Manifest, cfg.Without = c.manifest, c.without })
				w.AddChannel(Channel{Name: "secret", Private: true, Members: []string{"ana"}, BotIn: true})
				w.AddChannel(Channel{Name: "oldsecret", Private: true, Members: []string{"ana"}, BotIn: true, Archived: true})
				w.AddChannel(Channel{Name: "old", Archived: true})
				w.AddChannel(Channel{Name: "other", Members: []string{"ana"}})
				w.AddChannel(Channel{Name: "joint", Shared: true, Members: []string{"ana"}, BotIn: true})
				a := &app{t: t, w: w}
				opened := fine(t, a.form("conversations.open", "users", "U0ANA,U0BEN"))["channel"].(map[string]any)
				ts := w.Person("ana").Say("#atlas", "a wish")
				if err := w.Person("ana").React("#atlas", ts, "eyes"); err != nil {
					t.Fatal(err)
				}
				w.RetryNow() // what came before the socket is lost
				w.hub.mu.Lock()
				w.hub.retries = nil
				w.hub.mu.Unlock()
				a.socket()
				cause(w, ts, opened["id"].(string))
				if err := w.Settle(soon(t)); err != nil {
					t.Fatal(err)
				}
				kind, _, _ := strings.Cut(event, ".")
				if n := len(a.heard(kind)); n != c.want {
					t.Errorf("it came %d times, not %d", n, c.want)
				}
				if n := len(a.heard("events_api")); n != c.want {
					t.Errorf("%d events came, not %d", n, c.want)
				}
				obeyed(t, w)
			})
		}
	}
	for event := range eventScopes {
		listed := 0
		for _, name := range uncaused {
			if name == event {
				listed++
			}
		}
		if _, caused := causes[event]; caused == (listed == 1) {
			t.Errorf("%s is neither caused nor said to be uncaused, or both", event)
		}
	}
}

func TestAMentionIsToldInChannelsThreadsAndGroupMessagesButNotInDirectMessages(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	ana := w.Person("ana")
	group := fine(t, a.form("conversations.open", "users", "U0ANA,U0BEN"))["channel"].(map[string]any)["id"].(string)
	root := ana.Say("#atlas", "we need dark mode")
	mentions := func() int { return len(a.heard("app_mention")) }
	ana.Reply("#atlas", root, "<@"+w.BotUser()+"> record this")
	if e, ok := a.last("app_mention")["event"].(map[string]any); !ok || e["thread_ts"] != root || e["text"] != "<@"+w.BotUser()+"> record this" || e["user"] != ana.ID() {
		t.Errorf("the mention is %v", e)
	}
	ana.Say(group, "@tandem record that")
	if n := mentions(); n != 2 {
		t.Errorf("after a group message there are %d mentions", n)
	}
	ana.Say("@tandem", "@tandem record that")
	ts := ana.Say("#atlas", "nothing")
	if err := ana.Edit("#atlas", ts, "@tandem, after all"); err != nil {
		t.Fatal(err)
	}
	fine(t, a.call("chat.postMessage", Block{"channel": "C0ATLAS", "text": "I am <@" + w.BotUser() + ">"}))
	if err := w.Settle(soon(t)); err != nil {
		t.Fatal(err)
	}
	if n := mentions(); n != 2 {
		t.Errorf("a direct message, an edit or the app itself made it %d mentions", n)
	}
}

func TestTheAppIsToldWhoInvitedIt(t *testing.T) {
	w, _ := start(t)
	w.AddChannel(Channel{Name: "other", Members: []string{"ben", "ana"}})
	a := connect(t, w, nil)
	if err := w.Person("ana").Invite("#other", "tandem"); err != nil {
		t.Fatal(err)
	}
	if e := a.last("member_joined_channel")["event"].(map[string]any); e["user"] != w.BotUser() || e["inviter"] != w.Person("ana").ID() || e["channel_type"] != "C" {
		t.Errorf("the event is %v", e)
	}
	fine(t, a.call("chat.postMessage", Block{"channel": "C0OTHER", "text": "hello"}))
	w.AddChannel(Channel{Name: "away", Members: []string{"ben"}})
	w.AddUser(User{Name: "cleo"})
	if err := w.Person("cleo").Invite("#away", "tandem"); err == nil {
		t.Error("somebody invites to a channel that they are not in")
	}
}

func TestAGroupMessageHasItsMembersAndItsScopes(t *testing.T) {
	w, _ := start(t, func(c *Config) {
		c.Manifest = []byte(strings.NewReplacer("message.im,", "message.im, message.mpim,", "bot: [", "bot: [mpim:read, ").Replace(testManifest))
	})
	w.AddUser(User{Name: "cleo"})
	a := connect(t, w, nil)
	ana, ben, cleo := w.Person("ana"), w.Person("ben"), w.Person("cleo")
	opened := fine(t, a.form("conversations.open", "users", "U0ANA,U0BEN"))
	id := opened["channel"].(map[string]any)["id"].(string)
	if again := fine(t, a.form("conversations.open", "users", "U0BEN,U0ANA")); again["already_open"] != true || again["channel"].(map[string]any)["id"] != id {
		t.Errorf("it is opened twice: %v", again)
	}
	fine(t, a.call("chat.postMessage", Block{"channel": id, "text": "who decides?"}))
	if err := w.Settle(soon(t)); err != nil { // the app hears its own messages, too
		t.Fatal(err)
	}
	said := ana.Say("@ben,@tandem", "I do")
	if e := a.last("message")["event"].(map[string]any); e["channel_type"] != "mpim" || e["channel"] != id || e["ts"] != said {
		t.Errorf("the event is %v", e)
	}
	if got := ben.Sees("@tandem, @ana"); len(got) != 2 || got[0].Text != "who decides?" || got[1].Text != "I do" {
		t.Errorf("ben sees %v", got)
	}
	if got := cleo.Sees(id); len(got) != 0 || cleo.Say(id, "me?") != "" {
		t.Errorf("somebody else sees %v", got)
	}
	if got := fine(t, a.form("conversations.members", "channel", id))["members"].([]any); len(got) != 3 {
		t.Errorf("the members are %v", got)
	}
	if info := fine(t, a.form("conversations.info", "channel", id))["channel"].(map[string]any); info["is_mpim"] != true || info["name"] != "mpdm-ana--ben--tandem-1" {
		t.Errorf("the conversation is %v", info)
	}
	if got := fine(t, a.form("conversations.history", "channel", id))["messages"].([]any); len(got) != 2 {
		t.Errorf("the history is %v", got)
	}
	if ts := ana.Say("@ben,@cleo", "without the app"); ts == "" || len(cleo.Sees("@ana,@ben")) != 1 {
		t.Error("people have no group message without the app")
	}
	if ts := ana.Say("@cleo,@tandem", "with it"); ts != "" {
		t.Error("a person made a group message with the app")
	}
	if ts := ana.Say("@ben,@nobody", "x"); ts != "" {
		t.Error("a group message with nobody was made")
	}
	for users, word := range map[string]string{
		"": "users_list_not_supplied", "U0ANA,U0NOBODY": "user_not_found", strings.Repeat("U0ANA,", 9): "too_many_users",
	} {
		refused(t, a.form("conversations.open", "users", users), word)
	}
	obeyed(t, w)
}

func TestAGroupMessageNeedsItsScopes(t *testing.T) {
	w, _ := start(t, func(c *Config) {
		c.Manifest = []byte(strings.NewReplacer("mpim:write, mpim:history, ", "").Replace(testManifest))
	})
	a := &app{t: t, w: w}
	no := a.form("conversations.open", "users", "U0ANA,U0BEN")
	refused(t, no, "missing_scope")
	if no["needed"] != "mpim:write" {
		t.Errorf("it needs %v", no["needed"])
	}
	fine(t, a.form("conversations.open", "users", "U0ANA"))
}
