package slacksim

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// card posts a message with two buttons and a menu and returns its timestamp.
func card(t *testing.T, a *app) string {
	t.Helper()
	menu := Block{"type": "overflow", "action_id": "more", "options": []any{Block{"text": plainText("History"), "value": "history"}}}
	blocks := []any{
		section("FR-1", menu),
		Block{"type": "actions", "block_id": "decide", "elements": []any{button("aligned", "FR-1"), button("declined", "FR-1"),
			Block{"type": "users_select", "action_id": "owner"}}},
	}
	return fine(t, a.call("chat.postMessage", Block{"channel": "C0ATLAS", "text": "FR-1", "blocks": blocks}))["ts"].(string)
}

func TestAPressedButtonCarriesItsMessage(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	ts := card(t, a)
	ana := w.Person("ana")

	if err := ana.Press(At("#atlas", ts), "aligned", ""); err != nil {
		t.Fatal(err)
	}
	p := a.last("block_actions")
	action, container := p["actions"].([]any)[0].(map[string]any), p["container"].(map[string]any)
	if action["value"] != "FR-1" || action["block_id"] != "decide" || action["action_ts"] == nil || action["type"] != "button" {
		t.Errorf("the action is %v", action)
	}
	if container["message_ts"] != ts || container["is_ephemeral"] != false || p["message"].(map[string]any)["text"] != "FR-1" {
		t.Errorf("the payload is %v", p)
	}
	if p["channel"].(map[string]any)["id"] != "C0ATLAS" || p["trigger_id"] == nil || p["response_url"] == nil {
		t.Errorf("the payload is %v", p)
	}
	ana.Press(At("#atlas", ts), "more", "History")
	if o := a.last("block_actions")["actions"].([]any)[0].(map[string]any)["selected_option"]; o.(map[string]any)["value"] != "history" {
		t.Errorf("the option is %v", o)
	}
	ana.Choose(At("#atlas", ts), "owner", "ben")
	if p := a.last("block_actions"); p["actions"].([]any)[0].(map[string]any)["selected_user"] != "U0BEN" || !strings.Contains(toJSON(p["state"]), "U0BEN") {
		t.Errorf("the payload is %v", p)
	}
	obeyed(t, w)
}

func TestAButtonThatIsNotAcknowledgedGetsAWarning(t *testing.T) {
	w, _ := start(t, hasty)
	a := connect(t, w, func(envelope) any { return silence })
	ts := card(t, a)
	if err := w.Person("ana").Press(At("#atlas", ts), "aligned", ""); !errors.Is(err, ErrNoResponse) {
		t.Errorf("got %v", err)
	}
	if m, _ := w.Person("ana").Message("#atlas", ts); m.Warnings["aligned"] == "" || len(w.Person("ana").Notices()) != 1 {
		t.Errorf("the warnings are %v", m.Warnings)
	}
	a.answers(nil)
	w.Person("ana").Press(At("#atlas", ts), "aligned", "")
	if m, _ := w.Person("ana").Message("#atlas", ts); len(m.Warnings) != 0 {
		t.Errorf("the warning stays: %v", m.Warnings)
	}
}

func TestAResponseURLAnswersFiveTimesInHalfAnHour(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	ts := card(t, a)
	ana := w.Person("ana")
	press := func() any {
		if err := ana.Press(At("#atlas", ts), "aligned", ""); err != nil {
			t.Fatal(err)
		}
		return a.last("block_actions")["response_url"]
	}
	url := press()
	fine(t, a.postTo(url, Block{"text": "only you", "blocks": nil, "metadata": Block{"event_type": "", "event_payload": nil}}))
	fine(t, a.postTo(url, Block{"text": "everybody", "response_type": "in_channel"}))
	fine(t, a.postTo(url, Block{"text": "below", "thread_ts": ts}))
	fine(t, a.postTo(url, Block{"text": "instead", "replace_original": true}))
	fine(t, a.postTo(url, Block{"delete_original": true}))
	refused(t, a.postTo(url, Block{"text": "once more"}), "used_url")

	texts := func(p *Person) (out []string) {
		for _, m := range p.Sees("#atlas") {
			out = append(out, m.Text)
		}
		return out
	}
	if got := strings.Join(texts(ana), ", "); got != "only you, everybody, below" {
		t.Errorf("ana sees %s", got)
	}
	if got := strings.Join(texts(w.Person("ben")), ", "); got != "everybody" {
		t.Errorf("ben sees %s", got)
	}
	ts = card(t, a)
	url = press()
	refused(t, a.postTo(url, Block{}), "no_text")
	refused(t, a.postTo(url, Block{"blocks": []any{Block{"type": "section"}}}), "invalid_blocks")
	w.Wind(30 * time.Minute)
	refused(t, a.postTo(url, Block{"text": "late"}), "expired_url")
}

func TestAnEphemeralMessageHasButtonsAndCanBeReplaced(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	ts := fine(t, a.call("chat.postEphemeral", Block{"channel": "C0ATLAS", "user": "U0ANA", "text": "x",
		"blocks": []any{Block{"type": "actions", "elements": []any{button("show", "1")}}}}))["message_ts"].(string)
	if err := w.Person("ben").Press(At("#atlas", ts), "show", ""); !errors.Is(err, ErrNotThere) {
		t.Errorf("ben presses what only ana sees: %v", err)
	}
	w.Person("ana").Press(At("#atlas", ts), "show", "")
	p := a.last("block_actions")
	if p["message"] != nil || p["container"].(map[string]any)["is_ephemeral"] != true {
		t.Errorf("the payload is %v", p)
	}
	fine(t, a.postTo(p["response_url"], Block{"text": "shown", "replace_original": true}))
	if m, _ := w.Person("ana").Message("#atlas", ts); m.Text != "shown" || len(m.Blocks) != 0 {
		t.Errorf("ana sees %v", m)
	}
	refused(t, a.call("chat.update", Block{"channel": "C0ATLAS", "ts": ts, "text": "y"}), "message_not_found")
}

func TestAMessageShortcutCarriesTheMessage(t *testing.T) {
	w, _ := start(t)
	w.AddChannel(Channel{Name: "elsewhere", Members: []string{"ana", "ben"}})
	a := connect(t, w, nil)
	ts := w.Person("ben").Say("#elsewhere", "dark mode please")
	if err := w.Person("ana").MessageShortcut("capture", "#elsewhere", ts); err != nil {
		t.Fatal(err)
	}
	p := a.last("message_action")
	if m := p["message"].(map[string]any); m["text"] != "dark mode please" || m["user"] != "U0BEN" || p["callback_id"] != "capture" || p["message_ts"] != ts {
		t.Errorf("the payload is %v", p)
	}
	fine(t, a.postTo(p["response_url"], Block{"text": "recorded, though I am not in this channel"}))
	refused(t, a.postTo(p["response_url"], Block{"text": "x", "replace_original": true}), "cant_update_message")
	if err := w.Person("ana").GlobalShortcut("capture"); !errors.Is(err, ErrNotThere) {
		t.Errorf("a message shortcut ran globally: %v", err)
	}
}

func TestFaultsComeOnDemand(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	post := func() (status int, err error) {
		req, _ := http.NewRequest("POST", w.APIURL()+"chat.postMessage", strings.NewReader("channel=C0ATLAS&text=x"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Authorization", "Bearer "+w.BotToken())
		client := http.Client{Timeout: 200 * time.Millisecond}
		resp, err := client.Do(req)
		if err != nil {
			return 0, err
		}
		defer resp.Body.Close()
		return resp.StatusCode, nil
	}
	cases := []struct {
		name   string
		fault  Fault
		status int // 0: no answer
		posted int
	}{
		{"429", Fault{Method: "chat.postMessage", Kind: RateLimit(30 * time.Second)}, 429, 0},
		{"500", Fault{Method: "chat.*", Kind: Status500}, 500, 0},
		{"500 though it was done", Fault{Kind: Status500, Applied: true}, 500, 1},
		{"reset before", Fault{Kind: ResetBefore}, 0, 0},
		{"reset after", Fault{Kind: ResetAfter}, 0, 1},
		{"hang", Fault{Kind: Hang}, 0, 0},
		{"garbage", Fault{Kind: Garbage}, 200, 0},
		{"an error", Fault{Kind: Error("fatal_error")}, 200, 0},
		{"none, for another method", Fault{Method: "chat.update", Kind: Status500}, 200, 1},
	}
	for _, c := range cases {
		before := len(w.Messages("#atlas"))
		w.Wind(time.Minute)
		w.InjectFault(c.fault)
		if status, err := post(); status != c.status {
			t.Errorf("%s: %d %v", c.name, status, err)
		}
		if n := len(w.Messages("#atlas")) - before; n != c.posted {
			t.Errorf("%s: %d messages", c.name, n)
		}
		w.ClearFaults()
	}
	w.InjectFault(Fault{Count: 2, Kind: Error("x")})
	refused(t, a.call("auth.test", nil), "x")
	refused(t, a.call("auth.test", nil), "x")
	fine(t, a.call("auth.test", nil))
}

func TestAnyAddressOfTheWorkspaceCanFail(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	up := fine(t, a.form("files.getUploadURLExternal", "filename", "a.txt", "length", "1"))
	if err := w.Person("ana").Command("#atlas", "/request x"); err != nil {
		t.Fatal(err)
	}
	addresses := map[string]string{"upload": up["upload_url"].(string), "response_url": a.last("slash_commands")["response_url"].(string)}
	for name := range methods {
		addresses[name] = w.APIURL() + name
	}
	for name, address := range addresses {
		for kind, want := range map[FaultKind]int{RateLimit(7 * time.Second): 429, Status500: 500, ResetBefore: 0, ResetAfter: 0, Hang: 0, Garbage: 200} {
			w.InjectFault(Fault{Method: name, Kind: kind})
			ctx, giveUp := context.WithCancel(soon(t))
			if before := len(w.Calls(name)); kind == Hang {
				go func() {
					_ = w.WaitFor(ctx, func() bool { return len(w.Calls(name)) > before })
					giveUp()
				}()
			}
			status, after := 0, ""
			req, _ := http.NewRequestWithContext(ctx, "POST", address, strings.NewReader("x"))
			if resp, err := http.DefaultClient.Do(req); err == nil {
				resp.Body.Close()
				status, after = resp.StatusCode, resp.Header.Get("Retry-After")
			}
			giveUp()
			if status != want || (status == 429) != (after == "7") {
				t.Errorf("%s, %v: %d, Retry-After %q", name, kind, status, after)
			}
			w.mu.Lock()
			left := len(w.faults)
			w.mu.Unlock()
			if left != 0 {
				t.Fatalf("%s, %v: %d faults are left", name, kind, left)
			}
		}
	}
	if calls := w.Calls("upload"); len(calls) != 6 || calls[0].Args["file"] != up["file_id"] {
		t.Errorf("the uploads are %v", calls)
	}
}

func toJSON(v any) string { return string(must(v)) }
