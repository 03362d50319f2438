package slacksim

import (
	"errors"
	"strings"
	"testing"
)

func TestTheHomeTabIsPublishedAndPressed(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	ana := w.Person("ana")
	ana.OpenHome()
	event := a.last("app_home_opened")["event"].(map[string]any)
	if event["tab"] != "home" || event["user"] != "U0ANA" || event["view"] != nil {
		t.Errorf("the event is %v", event)
	}
	home := Block{"type": "home", "blocks": []any{section("Waiting", button("answer", "FR-1")), section("Waiting", button("answer", "FR-2"))}}
	view := fine(t, a.call("views.publish", Block{"user_id": "U0ANA", "view": home}))["view"].(map[string]any)
	refused(t, a.call("views.publish", Block{"user_id": "U0ANA", "view": home, "hash": "old"}), "hash_conflict")
	if err := ana.Press(HomeTab, "answer", "FR-2"); err != nil {
		t.Fatal(err)
	}
	p := a.last("block_actions")
	if p["actions"].([]any)[0].(map[string]any)["value"] != "FR-2" || p["view"].(map[string]any)["id"] != view["id"] || p["response_url"] != nil {
		t.Errorf("the payload is %v", p)
	}
	if _, there := w.Person("ben").Home(); there {
		t.Error("ben has ana's Home tab")
	}
	if err := ana.Press(HomeTab, "answer", "FR-3"); !errors.Is(err, ErrNotThere) {
		t.Errorf("pressing what is not there: %v", err)
	}
}

func TestWithoutAHomeTabNothingIsPublished(t *testing.T) {
	w, _ := start(t, func(c *Config) {
		c.Manifest = []byte(strings.Replace(testManifest, "home_tab_enabled: true", "home_tab_enabled: false", 1))
	})
	a := &app{t: t, w: w}
	refused(t, a.call("views.publish", Block{"user_id": "U0ANA", "view": Block{"type": "home", "blocks": []any{}}}), "not_enabled")
}

func TestWithoutAMessagesTabNothingIsSent(t *testing.T) {
	w, _ := start(t, func(c *Config) {
		c.Manifest = []byte(strings.Replace(testManifest, "messages_tab_enabled: true", "messages_tab_enabled: false", 1))
	})
	a := &app{t: t, w: w}
	refused(t, a.call("chat.postMessage", Block{"channel": "U0ANA", "text": "x"}), "messages_tab_disabled")
	if ts := w.Person("ana").Say("@tandem", "x"); ts != "" || len(w.Person("ana").Notices()) != 1 {
		t.Error("ana wrote to a tab that is off")
	}
}

func TestAViewThatIsTooLargeIsRefused(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	var blocks []any
	for range 90 {
		blocks = append(blocks, section(strings.Repeat("x", 2900)))
	}
	refused(t, a.call("views.publish", Block{"user_id": "U0ANA", "view": Block{"type": "home", "blocks": blocks}}), "view_too_large")
	fine(t, a.call("views.publish", Block{"user_id": "U0ANA", "view": Block{"type": "home", "blocks": blocks[:80]}}))
}
