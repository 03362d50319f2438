package slacksim

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestAnEventReachesTheAppWithSlacksShape(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)

	ts := w.Person("ana").Say("#atlas", "@tandem record <this> & that from #atlas")

	payload := a.last("app_mention")
	event := payload["event"].(map[string]any)
	if want := "<@U0SIMBOT1> record &lt;this&gt; &amp; that from <#C0ATLAS>"; event["text"] != want || event["ts"] != ts {
		t.Errorf("the event is %v", event)
	}
	if payload["type"] != "event_callback" || payload["event_id"] == nil || payload["authorizations"] == nil {
		t.Errorf("the outer event is %v", payload)
	}
	obeyed(t, w)
}

func TestAnEventThatTheManifestDoesNotDeclareIsNotDelivered(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	w.Person("ana").Say("#atlas", "no mention of anybody")
	if n := len(a.heard("message")); n != 0 {
		t.Errorf("the app heard %d messages of a channel", n)
	}
}

func TestTheAppIsNotMentionedWhereItIsNotAMember(t *testing.T) {
	w, _ := start(t)
	w.AddChannel(Channel{Name: "other", Members: []string{"ana"}})
	a := connect(t, w, nil)
	w.Person("ana").Say("#other", "@tandem hello")
	if n := len(a.heard("app_mention")); n != 0 {
		t.Errorf("the app heard %d mentions", n)
	}
}

func TestTheAppHearsDirectMessagesAndItsOwnToo(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	w.Person("ana").Say("@tandem", "hello")
	fine(t, a.form("chat.postMessage", "channel", w.Person("ana").ID(), "text", "hello back"))
	if err := w.Settle(soon(t)); err != nil {
		t.Fatal(err)
	}
	heard := a.heard("message")
	if len(heard) != 2 {
		t.Fatalf("heard %d messages", len(heard))
	}
	if own := heard[1].Payload["event"].(map[string]any); own["bot_id"] != botID || own["user"] != botUser {
		t.Errorf("its own message came as %v", own)
	}
	if seen := w.Person("ana").Sees("@tandem"); len(seen) != 2 || seen[1].Text != "hello back" {
		t.Errorf("ana sees %v", seen)
	}
}

func TestAPersonsWordsAreEscapedAndLinked(t *testing.T) {
	w, _ := start(t)
	cases := []struct{ typed, want string }{
		{"a < b & c > d", "a &lt; b &amp; c &gt; d"},
		{"ask @ben or @nobody", "ask <@U0BEN> or @nobody"},
		{"<@U0BEN>: see #atlas, #none", "<@U0BEN>: see <#C0ATLAS>, #none"},
		{"<!channel> <@U0NOBODY>", "&lt;!channel&gt; &lt;@U0NOBODY&gt;"},
		{"@here look", "<!here> look"},
		{"see https://example.com/a?b=1&c=2", "see <https://example.com/a?b=1&amp;c=2>"},
		{"thanks @ben.", "thanks <@U0BEN>."},
	}
	for _, c := range cases {
		ts := w.Person("ana").Say("#atlas", c.typed)
		if m, _ := w.Person("ben").Message("#atlas", ts); m.Text != c.want {
			t.Errorf("%q became %q, want %q", c.typed, m.Text, c.want)
		}
	}
}

func TestACommandCarriesItsTextAndShowsItsAnswerPrivately(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, func(e envelope) any { return Block{"text": "recorded"} })
	ana := w.Person("ana")

	if err := ana.Command("#atlas", "/request  tell @ben <b> in #atlas "); err != nil {
		t.Fatal(err)
	}
	p := a.last("slash_commands")
	if p["text"] != "tell <@U0BEN|ben> &lt;b&gt; in <#C0ATLAS|atlas>" || p["command"] != "/request" || p["user_name"] != "ana" || p["channel_name"] != "atlas" {
		t.Errorf("the payload is %v", p)
	}
	for _, field := range []string{"team_id", "trigger_id", "response_url", "api_app_id", "is_enterprise_install", "channel_id", "user_id"} {
		if p[field] == nil {
			t.Errorf("the payload lacks %s", field)
		}
	}
	seen := ana.Sees("#atlas")
	if len(seen) != 1 || seen[0].Text != "recorded" || !seen[0].Ephemeral() {
		t.Errorf("ana sees %v", seen)
	}
	if seen := w.Person("ben").Sees("#atlas"); len(seen) != 0 {
		t.Errorf("ben sees %v", seen)
	}
	ana.Command("#atlas", "/raw tell @ben <b>")
	if p := a.last("slash_commands"); p["text"] != "tell @ben <b>" {
		t.Errorf("without should_escape the text is %q", p["text"])
	}
	obeyed(t, w)
}

func TestAnUnknownCommandIsRefusedByTheClient(t *testing.T) {
	w, _ := start(t)
	err := w.Person("ana").Command("#atlas", "/nothing at all")
	if err == nil || !strings.Contains(w.Person("ana").Notices()[0], "/nothing is not a valid command") {
		t.Errorf("got %v and %v", err, w.Person("ana").Notices())
	}
}

func TestACommandThatIsNotAcknowledgedFailsForThePersonAndIsAViolation(t *testing.T) {
	w, _ := start(t, hasty)
	connect(t, w, func(envelope) any { return silence })
	err := w.Person("ana").Command("#atlas", "/request x")
	if !errors.Is(err, ErrNoResponse) {
		t.Errorf("got %v", err)
	}
	if n := w.Person("ana").Notices(); len(n) != 1 || n[0] != "/request failed because the app did not respond" {
		t.Errorf("ana was told %q", n)
	}
	if len(w.Errors()) != 1 {
		t.Errorf("the violations are %q", w.Errors())
	}
}

func TestACommandWithoutAnySocketIsADispatchFailure(t *testing.T) {
	w, _ := start(t)
	err := w.Person("ana").Command("#atlas", "/request x")
	if !errors.Is(err, ErrNotConnected) || !strings.Contains(w.Person("ana").Notices()[0], "dispatch_failed") {
		t.Errorf("got %v and %q", err, w.Person("ana").Notices())
	}
	if len(w.Errors()) != 0 {
		t.Errorf("an app that is down violates nothing, but there is %q", w.Errors())
	}
}

func TestACommandsAnswerIsCheckedLikeAnyMessage(t *testing.T) {
	w, _ := start(t)
	connect(t, w, func(envelope) any { return Block{"blocks": []any{Block{"type": "section"}}} })
	if err := w.Person("ana").Command("#atlas", "/request x"); err == nil || len(w.Errors()) != 1 {
		t.Errorf("got %v and the violations %q", err, w.Errors())
	}
}

func TestReactionsAndMembershipsAreEvents(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	ana := w.Person("ana")
	ts := ana.Say("#atlas", "an idea")
	if err := ana.React("#atlas", ts, ":bulb:"); err != nil {
		t.Fatal(err)
	}
	event := a.last("reaction_added")["event"].(map[string]any)
	if event["reaction"] != "bulb" || event["item"].(map[string]any)["ts"] != ts {
		t.Errorf("the event is %v", event)
	}
	ana.Unreact("#atlas", ts, "bulb")
	a.last("reaction_removed")
	w.AddUser(User{Name: "cleo"})
	w.Invite("#atlas", "cleo")
	a.last("member_joined_channel")
	w.ChangeUser("cleo", func(u *User) { u.Deleted = true })
	if user := a.last("user_change")["event"].(map[string]any)["user"].(map[string]any); user["deleted"] != true {
		t.Errorf("the changed user is %v", user)
	}
}

func TestTheManifestDecidesWhatStarts(t *testing.T) {
	cases := []struct{ name, old, new, want string }{
		{"an event without its scope", "app_mentions:read, ", "", "app_mention needs the scope"},
		{"a mistyped key", "should_escape: true", "should_escpae: true", "should_escpae"},
		{"no Socket Mode", "socket_mode_enabled: true", "socket_mode_enabled: false", "socket_mode_enabled"},
		{"an unknown event", "team_join", "team_joyn", "team_joyn"},
	}
	for _, c := range cases {
		_, err := Start(Config{Manifest: []byte(strings.Replace(testManifest, c.old, c.new, 1))})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestThePageIsServedAndCanWaitForChanges(t *testing.T) {
	w, _ := start(t, func(c *Config) {
		c.Page = func(w *Workspace) http.Handler {
			return http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { rw.Write([]byte(w.AppName())) })
		}
	})
	resp, err := http.Get(w.URL() + "/anything")
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("%v %v", resp, err)
	}
	defer resp.Body.Close()
	before := w.Version()
	go w.Person("ana").Say("#atlas", "hello")
	if after := w.Wait(soon(t), before); after <= before {
		t.Errorf("the version stayed %d", after)
	}
}

func TestWindingMovesTimestamps(t *testing.T) {
	w, c := start(t)
	first := w.Person("ana").Say("#atlas", "now")
	w.Wind(time.Hour)
	if second := w.Person("ana").Say("#atlas", "later"); !less(first, second) || w.Now() != c.Now() {
		t.Errorf("%s then %s at %s", first, second, w.Now())
	}
}

func TestGuestsOpenOnlyTheirOwnChannels(t *testing.T) {
	w, _ := start(t)
	w.AddUser(User{Name: "gus", Guest: true})
	w.AddChannel(Channel{Name: "with-gus", Members: []string{"gus"}})
	gus := w.Person("gus")
	if ts := gus.Say("#atlas", "hello"); ts != "" || len(gus.Channels()) != 1 {
		t.Errorf("the guest opens %v", gus.Channels())
	}
	if ts := gus.Say("#with-gus", "hello"); ts == "" {
		t.Error("the guest cannot write in their own channel")
	}
}

func TestTheAppHearsThatItWasRemoved(t *testing.T) {
	w, _ := start(t, func(c *Config) {
		c.Manifest = []byte(strings.Replace(testManifest, "team_join,", "team_join, channel_left,", 1))
	})
	a := connect(t, w, nil)
	w.Kick("#atlas", "tandem")
	a.last("channel_left")
	refused(t, a.call("chat.postMessage", Block{"channel": "C0ATLAS", "text": "x"}), "not_in_channel")
	w.Invite("#atlas", "tandem")
	if e := a.last("member_joined_channel")["event"].(map[string]any); e["user"] != w.BotUser() {
		t.Errorf("the event is %v", e)
	}
}

func TestEditsAndDeletionsOfDirectMessagesAreEvents(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	ana := w.Person("ana")
	ts := ana.Say("@tandem", "helo")
	if err := ana.Edit("@tandem", ts, "hello"); err != nil {
		t.Fatal(err)
	}
	if e := a.last("message")["event"].(map[string]any); e["subtype"] != "message_changed" || e["message"].(map[string]any)["text"] != "hello" {
		t.Errorf("the event is %v", e)
	}
	if err := ana.Delete("@tandem", ts); err != nil {
		t.Fatal(err)
	}
	if e := a.last("message")["event"].(map[string]any); e["subtype"] != "message_deleted" || e["deleted_ts"] != ts {
		t.Errorf("the event is %v", e)
	}
}

func TestSomebodyFromElsewhereIsMarkedInEvents(t *testing.T) {
	w, _ := start(t)
	w.AddUser(User{Name: "eve", Team: "T0OTHER01"})
	w.AddChannel(Channel{Name: "joint", Shared: true, Members: []string{"ana", "eve"}, BotIn: true})
	a := connect(t, w, nil)
	w.Person("eve").Say("#joint", "@tandem hello")
	p := a.last("app_mention")
	if p["is_ext_shared_channel"] != true || p["event"].(map[string]any)["user_team"] != "T0OTHER01" {
		t.Errorf("the payload is %v", p)
	}
	if err := w.Person("eve").Command("#joint", "/request x"); err == nil {
		t.Error("somebody from elsewhere ran a command")
	}
}
