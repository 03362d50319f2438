package slacksim

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestEveryMethodChecksItsToken(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	refused(t, a.callWith("", "auth.test", nil), "not_authed")
	refused(t, a.callWith("xoxb-wrong", "auth.test", nil), "invalid_auth")
	refused(t, a.callWith(w.AppToken(), "auth.test", nil), "not_allowed_token_type")
	refused(t, a.callWith(w.BotToken(), "apps.connections.open", nil), "not_allowed_token_type")
	fine(t, a.form("auth.test"))
	if who := fine(t, a.call("auth.test", nil)); who["user_id"] != w.BotUser() || who["bot_id"] == nil || who["team_id"] != TeamID {
		t.Errorf("auth.test says %v", who)
	}
	w.RevokeTokens()
	refused(t, a.call("auth.test", nil), "token_revoked")
}

func TestScopesComeFromTheManifest(t *testing.T) {
	w, _ := start(t, func(c *Config) { c.Without = []string{"channels:history"} })
	a := &app{t: t, w: w}
	answer := a.form("conversations.history", "channel", "C0ATLAS")
	refused(t, answer, "missing_scope")
	if answer["needed"] != "channels:history" || !strings.Contains(answer["provided"].(string), "chat:write") {
		t.Errorf("the answer is %v", answer)
	}
	req, _ := http.NewRequest("POST", w.APIURL()+"auth.test", nil)
	req.Header.Set("Authorization", "Bearer "+w.BotToken())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if scopes := resp.Header.Get("X-OAuth-Scopes"); !strings.Contains(scopes, "chat:write") || strings.Contains(scopes, "channels:history") {
		t.Errorf("the header says %q", scopes)
	}
}

func TestAnUnknownMethodIsAViolation(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	refused(t, a.call("chat.scheduleMessage", nil), "unknown_method")
	refused(t, a.call("no.such", nil), "unknown_method")
	if len(w.Errors()) != 2 {
		t.Errorf("the violations are %q", w.Errors())
	}
}

func TestBlocksThatAreRefusedAreNamedByPointer(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	answer := a.call("chat.postMessage", Block{"channel": "C0ATLAS", "text": "x", "blocks": []any{section("fine"), section("")}})
	refused(t, answer, "invalid_blocks")
	messages := answer["response_metadata"].(map[string]any)["messages"].([]any)
	if len(messages) != 1 || messages[0] != "[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]" {
		t.Errorf("the messages are %v", messages)
	}
}

func TestAMessageKeepsItsMetadataForThoseWhoAsk(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	fine(t, a.form("chat.postMessage", "channel", "C0ATLAS", "text", "x", "metadata", `{"event_type":"key","event_payload":{"id":"7"}}`))
	first := func(answer Block) map[string]any { return answer["messages"].([]any)[0].(map[string]any) }
	if m := first(fine(t, a.form("conversations.history", "channel", "C0ATLAS"))); m["metadata"] != nil {
		t.Errorf("unasked, the metadata is %v", m["metadata"])
	}
	if m := first(fine(t, a.form("conversations.history", "channel", "C0ATLAS", "include_all_metadata", "true"))); m["metadata"] == nil {
		t.Error("there is no metadata")
	}
	if m := w.Messages("#atlas")[0]; m.Metadata.EventType != "key" {
		t.Errorf("the metadata is %v", m.Metadata)
	}
}

func TestThreadsAreKeptTogether(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	root := w.Person("ana").Say("#atlas", "root")
	w.Person("ben").Reply("#atlas", root, "one")
	fine(t, a.form("chat.postMessage", "channel", "C0ATLAS", "text", "two", "thread_ts", root))
	replies := fine(t, a.form("conversations.replies", "channel", "C0ATLAS", "ts", root))["messages"].([]any)
	if len(replies) != 3 || replies[0].(map[string]any)["reply_count"] != 2.0 {
		t.Errorf("the thread is %v", replies)
	}
	if history := fine(t, a.form("conversations.history", "channel", "C0ATLAS"))["messages"].([]any); len(history) != 1 {
		t.Errorf("the history has %d messages", len(history))
	}
	refused(t, a.form("conversations.replies", "channel", "C0ATLAS", "ts", "1.2"), "thread_not_found")
	link := fine(t, a.form("chat.getPermalink", "channel", "C0ATLAS", "message_ts", root))["permalink"].(string)
	if !strings.HasPrefix(link, "https://sim.slack.com/archives/C0ATLAS/p") {
		t.Errorf("the permalink is %s", link)
	}
}

func TestPingsOfWholeChannelsAreKept(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	fine(t, a.call("chat.postMessage", Block{"channel": "C0ATLAS", "text": "&lt;!channel&gt; <@U0ANA>", "blocks": []any{section("harmless"), Block{"type": "header", "text": plainText("<!here>")}}}))
	if len(w.Pings()) != 0 {
		t.Errorf("there are pings: %q", w.Pings())
	}
	fine(t, a.call("chat.postMessage", Block{"channel": "C0ATLAS", "text": "x", "blocks": []any{section("<!here> ouch")}}))
	fine(t, a.call("chat.postMessage", Block{"channel": "C0ATLAS", "text": "<!subteam^S1>"}))
	if len(w.Pings()) != 2 {
		t.Errorf("the pings are %q", w.Pings())
	}
}

func TestPostingIsPacedPerChannelByTheWorkspacesClock(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	post := func(channel string) Block { return a.form("chat.postMessage", "channel", channel, "text", "x") }
	for range 5 {
		fine(t, post("C0ATLAS"))
	}
	refused(t, post("C0ATLAS"), "ratelimited")
	fine(t, post("U0ANA"))
	w.Wind(time.Second)
	fine(t, post("C0ATLAS"))
	refused(t, post("C0ATLAS"), "ratelimited")
	calls := w.Calls("chat.postMessage")
	if last := calls[len(calls)-1]; last.Status != http.StatusTooManyRequests || last.Error != "ratelimited" {
		t.Errorf("the last call is kept as %+v", last)
	}
}

func TestListsComeInPages(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	w.AddUser(User{Name: "cleo"})
	var names []string
	cursor := ""
	for {
		answer := fine(t, a.form("users.list", "limit", "2", "cursor", cursor))
		for _, m := range answer["members"].([]any) {
			names = append(names, m.(map[string]any)["name"].(string))
		}
		if cursor = answer["response_metadata"].(map[string]any)["next_cursor"].(string); cursor == "" {
			break
		}
	}
	if got := strings.Join(names, " "); got != "slackbot tandem ana ben cleo" {
		t.Errorf("the members are %s", got)
	}
	refused(t, a.form("users.list", "cursor", "nonsense"), "invalid_cursor")
	refused(t, a.form("users.list", "limit", "many"), "invalid_limit")
}

func TestPeopleAndChannelsHaveSlacksShape(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	w.AddUser(User{Name: "guest", UltraGuest: true, StatusEmoji: ":palm_tree:"})
	w.AddChannel(Channel{Name: "shared", Shared: true, Members: []string{"ana"}, BotIn: true})
	ana := fine(t, a.form("users.info", "user", "U0ANA", "include_locale", "true"))["user"].(map[string]any)
	if ana["tz"] != "Europe/Lisbon" || ana["tz_offset"] != 0.0 || ana["locale"] != "en-US" || ana["is_restricted"] != false {
		t.Errorf("ana is %v", ana)
	}
	guest := fine(t, a.form("users.info", "user", "U0GUEST"))["user"].(map[string]any)
	if guest["is_ultra_restricted"] != true || guest["is_restricted"] != true || guest["profile"].(map[string]any)["status_emoji"] != ":palm_tree:" {
		t.Errorf("the guest is %v", guest)
	}
	refused(t, a.form("users.info", "user", "U0NOBODY"), "user_not_found")
	shared := fine(t, a.form("conversations.info", "channel", "C0SHARED"))["channel"].(map[string]any)
	if shared["is_ext_shared"] != true || shared["is_member"] != true || shared["is_private"] != false {
		t.Errorf("the channel is %v", shared)
	}
	if m := fine(t, a.form("conversations.members", "channel", "C0ATLAS"))["members"].([]any); len(m) != 3 {
		t.Errorf("the members are %v", m)
	}
	if list := fine(t, a.form("users.conversations", "types", "public_channel"))["channels"].([]any); len(list) != 2 {
		t.Errorf("the app is in %d channels", len(list))
	}
	dm := fine(t, a.form("conversations.open", "users", "U0ANA"))["channel"].(map[string]any)["id"].(string)
	if !strings.HasPrefix(dm, "D") {
		t.Errorf("the direct messages are %s", dm)
	}
	group := fine(t, a.form("conversations.open", "users", "U0ANA,U0BEN"))["channel"].(map[string]any)["id"].(string)
	fine(t, a.form("chat.postMessage", "channel", group, "text", "both of you"))
	if seen := w.Person("ben").Sees(group); len(seen) != 1 {
		t.Errorf("ben sees %v", seen)
	}
}
