package slacksim

import (
	"errors"
	"strings"
	"testing"
)

func TestAnAcknowledgmentIsHeldToTheLimitsOfViews(t *testing.T) {
	more := modal("f", Block{"type": "actions", "elements": []any{button("more", "1")}})
	named := with(modal("named", section("x")), "external_id", "only")
	cases := []struct {
		name, says string
		forms      int // on the stack when the top one is submitted
		ack        Block
		top        string // callback_id of the form on top afterwards
	}{
		{"a third form", "", 2, Block{"response_action": "push", "view": more}, "f"},
		{"a fourth form", "push_limit_reached", 3, Block{"response_action": "push", "view": more}, "f"},
		{"an external_id of its own", "", 1, Block{"response_action": "update", "view": with(named, "external_id", "other")}, "named"},
		{"an external_id that is taken, on update", "duplicate_external_id", 1, Block{"response_action": "update", "view": named}, "f"},
		{"an external_id that is taken, on push", "duplicate_external_id", 1, Block{"response_action": "push", "view": named}, "f"},
	}
	for _, c := range cases {
		w, _ := start(t)
		a := opener(t, w, more, func(Block) any { return c.ack })
		fine(t, a.call("views.publish", Block{"user_id": "U0BEN", "view": with(sound["home"], "external_id", "only")}))
		ana := w.Person("ana")
		ana.GlobalShortcut("new_request")
		for range c.forms - 1 {
			ana.Press(Form, "more", "")
			fine(t, a.call("views.push", Block{"trigger_id": a.last("block_actions")["trigger_id"], "view": more}))
		}
		err := ana.Submit()
		if c.says == "" && (err != nil || len(w.Errors()) > 0) {
			t.Errorf("%s: %v, %q", c.name, err, w.Errors())
		}
		if c.says != "" && (!errors.Is(err, ErrTrouble) || !strings.Contains(strings.Join(w.Errors(), " "), c.says)) {
			t.Errorf("%s: %v, %q", c.name, err, w.Errors())
		}
		if v, open := ana.View(); !open || v.CallbackID != c.top {
			t.Errorf("%s: ana sees %v", c.name, v)
		}
	}
}

func TestAnExternalIDIsUniqueWhereverAViewIsShown(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	named := with(modal("f", Block{"type": "actions", "elements": []any{button("more", "1")}}), "external_id", "only")
	trigger := func(who string) any {
		w.Person(who).GlobalShortcut("new_request")
		return a.last("shortcut")["trigger_id"]
	}
	fine(t, a.call("views.open", Block{"trigger_id": trigger("ana"), "view": named}))
	refused(t, a.call("views.open", Block{"trigger_id": trigger("ben"), "view": named}), "duplicate_external_id")
	w.Person("ana").Press(Form, "more", "")
	pressed := a.last("block_actions")["trigger_id"]
	refused(t, a.call("views.push", Block{"trigger_id": pressed, "view": named}), "duplicate_external_id")
	other := fine(t, a.call("views.push", Block{"trigger_id": pressed, "view": with(named, "external_id", "other")}))["view"].(map[string]any)
	refused(t, a.call("views.update", Block{"view_id": other["id"], "view": named}), "duplicate_external_id")
	fine(t, a.call("views.update", Block{"view_id": other["id"], "view": with(named, "external_id", "other")}))
}

func TestEveryWayToShowAViewMindsItsSize(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	w.Person("ana").GlobalShortcut("new_request")
	trigger := a.last("shortcut")["trigger_id"]
	large := modal("f", times(90, section(strings.Repeat("x", 2900)))...)
	refused(t, a.call("views.open", Block{"trigger_id": trigger, "view": large}), "view_too_large")
	v := fine(t, a.call("views.open", Block{"trigger_id": trigger, "view": modal("f", large["blocks"].([]any)[:80]...)}))["view"].(map[string]any)
	refused(t, a.call("views.update", Block{"view_id": v["id"], "view": large}), "view_too_large")
	fine(t, a.call("views.update", Block{"view_id": v["id"], "view": sound["modal"]}))
}

func TestWhoIsGoneABotOrAStrangerIsToldSo(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	w.AddUser(User{Name: "gone", Deleted: true})
	w.AddUser(User{Name: "far", Stranger: true, Team: "T0OTHER01"})
	w.AddUser(User{Name: "guest", Guest: true})
	cases := []struct {
		user, field string
		want        any
	}{
		{"U0ANA", "tz", "Europe/Lisbon"}, {"U0ANA", "tz_label", "WET"}, {"U0BEN", "tz_offset", -18000.0}, {"U0ANA", "locale", nil},
		{"U0ANA", "deleted", false}, {"U0GONE", "deleted", true}, {"U0GONE", "tz", nil}, {"U0ANA", "is_bot", false}, {botUser, "is_bot", true},
		{"U0ANA", "is_stranger", nil}, {"U0FAR", "is_stranger", true}, {"U0FAR", "team_id", "T0OTHER01"},
		{"U0GUEST", "is_restricted", true}, {"U0GUEST", "is_ultra_restricted", false}, {"U0ANA", "is_restricted", false},
	}
	for _, c := range cases {
		if got := fine(t, a.form("users.info", "user", c.user))["user"].(map[string]any)[c.field]; got != c.want {
			t.Errorf("%s of %s is %v", c.field, c.user, got)
		}
	}
	if got := fine(t, a.form("users.info", "user", "U0ANA", "include_locale", "1"))["user"].(map[string]any)["locale"]; got != "en-US" {
		t.Errorf("the locale is %v", got)
	}
}

func TestOnlyAdminsWriteInALockedChannel(t *testing.T) {
	w, _ := start(t)
	w.AddUser(User{Name: "admin", Admin: true})
	w.AddChannel(Channel{Name: "news", Locked: true, BotIn: true, Members: []string{"ana", "admin"}})
	if ts := w.Person("admin").Say("#news", "x"); ts == "" {
		t.Error("an admin cannot write")
	}
	if ts := w.Person("ana").Say("#news", "x"); ts != "" || len(w.Person("ana").Notices()) != 1 {
		t.Errorf("ana wrote %s", ts)
	}
}

func TestAnAppThatWasTakenOutIsTurnedAway(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	fine(t, a.call("auth.test", nil))
	w.Uninstall()
	refused(t, a.call("auth.test", nil), "account_inactive")
	refused(t, a.call("chat.postMessage", Block{"channel": "C0ATLAS", "text": "x"}), "account_inactive")
}
