package slacksim

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// A deed is something that a person does, and what Slack tells them when the app does not acknowledge it.
type deed struct {
	kind string
	do   func(p *Person) error
	told string // in the notices; "" for nothing
	hard bool   // it fails for the person
}

// deeds are one for each kind of delivery, in a channel where the app has posted a button and opened a form.
func deeds(button Where) []deed {
	return []deed{
		{"slash_commands", func(p *Person) error { return p.Command("#atlas", "/request x") }, "/request failed because the app did not respond", true},
		{"block_actions", func(p *Person) error { return p.Press(button, "go", "") }, "A warning on go", true},
		{"shortcut", func(p *Person) error { return p.GlobalShortcut("new_request") }, "The shortcut failed", true},
		{"view_submission", func(p *Person) error { return p.Submit() }, "We had some trouble connecting. Try again?", true},
		{"app_mention", func(p *Person) error { p.Say("#atlas", "@tandem hello"); return nil }, "", false},
	}
}

// eachDeed does each deed in a workspace where something is wrong with the wire, and looks at what is left.
func eachDeed(t *testing.T, wrong func(*Workspace, *app), look func(*testing.T, *Workspace, *app, deed)) {
	for i := range deeds(Where{}) {
		w, _ := start(t)
		a := connect(t, w, nil)
		ana := w.Person("ana")
		if err := ana.GlobalShortcut("new_request"); err != nil {
			t.Fatal(err)
		}
		form := modal("f", inputBlock("title", Block{"type": "plain_text_input"}, "optional", true))
		fine(t, a.call("views.open", Block{"trigger_id": a.last("shortcut")["trigger_id"], "view": form}))
		post := fine(t, a.call("chat.postMessage", Block{"channel": "C0ATLAS", "text": "x", "blocks": []any{section("x", button("go", "1"))}}))
		d := deeds(At("#atlas", post["ts"].(string)))[i]
		t.Run(d.kind, func(t *testing.T) {
			wrong(w, a)
			err := d.do(ana)
			if d.hard != errors.Is(err, ErrNoResponse) {
				t.Errorf("it ended with %v", err)
			}
			notices := strings.Join(ana.Notices(), "; ")
			if !strings.Contains(notices, d.told) || d.told == "" && notices != "" {
				t.Errorf("ana was told %q", notices)
			}
			if _, open := ana.View(); !open {
				t.Error("the form is gone")
			}
			look(t, w, a, d)
			obeyed(t, w)
		})
	}
}

// repeats counts how often the app got a delivery beyond the first time.
func repeats(t *testing.T, w *Workspace, a *app, d deed, before int) int {
	t.Helper()
	w.Exorcise()
	if w.Sockets() == 0 {
		a.socket()
	}
	w.RetryNow()
	if err := w.Settle(soon(t)); err != nil {
		t.Fatal(err)
	}
	return len(a.heard(d.kind)) - before
}

func TestALostAcknowledgmentFailsForThePersonAndAnEventComesAgain(t *testing.T) {
	eachDeed(t, func(w *Workspace, _ *app) { w.LoseAcks(1) }, func(t *testing.T, w *Workspace, a *app, d deed) {
		want := map[bool]int{true: 0, false: 1}[d.hard]
		if got := repeats(t, w, a, d, heardOnce(d)); got != want {
			t.Errorf("it came again %d times, not %d", got, want)
		}
	})
}

// heardOnce is how often the app heard of a deed once it was done: the form was opened by a shortcut, too.
func heardOnce(d deed) int {
	if d.kind == "shortcut" {
		return 2
	}
	return 1
}

func TestWhatAGhostGetsIsLostButAnEventComesAgain(t *testing.T) {
	eachDeed(t, func(w *Workspace, _ *app) { w.GhostOldest() }, func(t *testing.T, w *Workspace, a *app, d deed) {
		want := map[bool]int{true: 0, false: 1}[d.hard]
		if got := repeats(t, w, a, d, heardOnce(d)-1); got != want {
			t.Errorf("it came %d times, not %d", got, want)
		}
	})
}

func TestWhatIsHeldBackFailsForThePersonAndArrivesLater(t *testing.T) {
	eachDeed(t, func(w *Workspace, _ *app) { w.Hold() }, func(t *testing.T, w *Workspace, a *app, d deed) {
		if n := len(a.heard(d.kind)); n != heardOnce(d)-1 || w.Held() != 1 {
			t.Fatalf("it arrived %d times, %d are held", n, w.Held())
		}
		w.Release(InOrder)
		if n := len(a.heard(d.kind)); n != heardOnce(d) || w.Held() != 0 || w.Retries() != 0 {
			t.Errorf("it arrived %d times, %d are held, %d come again", n, w.Held(), w.Retries())
		}
		if err := w.Person("ana").Command("#atlas", "/request y"); err != nil {
			t.Errorf("it is still held: %v", err)
		}
	})
}

func TestGhostsGetTheirShareAndCountAsSockets(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	for range maxSockets {
		a.socket()
	}
	for range maxSockets - 1 {
		w.GhostOldest()
	}
	lost := 0
	for range 20 {
		if w.Person("ana").Command("#atlas", "/request x") != nil {
			lost++
		}
	}
	if lost < 10 || lost == 20 {
		t.Errorf("nine ghosts of ten sockets swallowed %d of 20 commands", lost)
	}
	if bye := firstFrame(t, w); bye["reason"] != "too_many_websockets" {
		t.Errorf("beside nine ghosts an eleventh socket was told %v", bye)
	}
	w.Exorcise()
	if hello := firstFrame(t, w); hello["num_connections"] != 2.0 {
		t.Errorf("the second socket was told %v", hello)
	}
}

func TestReleasedDeliveriesComeInAnyOrder(t *testing.T) {
	said := []string{"one", "two", "three", "four", "five"}
	for order, want := range map[Order]func([]string) bool{
		InOrder:  func(got []string) bool { return slices.Equal(got, said) },
		Reversed: func(got []string) bool { slices.Reverse(got); return slices.Equal(got, said) },
		Shuffled: func(got []string) bool {
			same := slices.Equal(got, said)
			slices.Sort(got)
			return !same && len(slices.Compact(got)) == 5
		},
	} {
		w, _ := start(t)
		a := connect(t, w, nil)
		w.Hold("app_mention")
		for _, word := range said {
			w.Person("ana").Say("#atlas", "@tandem "+word)
		}
		if err := w.Person("ana").Command("#atlas", "/request x"); err != nil {
			t.Errorf("the command was held back, too: %v", err)
		}
		w.Release(order)
		var got []string
		for _, e := range a.heard("app_mention") {
			words := strings.Fields(fmt.Sprint(e.Payload["event"].(map[string]any)["text"]))
			got = append(got, words[1])
		}
		if told := slices.Clone(got); !want(got) {
			t.Errorf("in the order %d came %v", order, told)
		}
		obeyed(t, w)
	}
}

func TestAWarnedSocketWorksOnForTenSeconds(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	w.Disconnect("warning")
	w.Wind(9 * time.Second)
	if err := w.Person("ana").Command("#atlas", "/request x"); err != nil || w.Sockets() != 1 {
		t.Errorf("a warned socket does not serve: %v", err)
	}
	w.Wind(time.Second)
	if err := w.WaitFor(soon(t), func() bool { return w.Sockets() == 0 }); err != nil {
		t.Error(err)
	}
	if got := a.heard("disconnect"); len(got) != 1 || got[0].Reason != "warning" {
		t.Errorf("the app heard %v", got)
	}
	obeyed(t, w)
}

func TestOnceTheAppIsOutNothingWorksAndItsSocketsClose(t *testing.T) {
	for word, out := range map[string]func(*Workspace){"account_inactive": (*Workspace).Uninstall, "token_revoked": (*Workspace).RevokeTokens} {
		w, _ := start(t)
		a := connect(t, w, nil)
		out(w)
		if err := w.WaitFor(soon(t), func() bool { return len(a.heard("disconnect")) == 1 }); err != nil {
			t.Fatal(err)
		}
		if got := a.heard("disconnect")[0]; got.Reason != "link_disabled" || w.Sockets() != 0 {
			t.Errorf("%s: the app heard %v, %d sockets are open", word, got, w.Sockets())
		}
		if revoked := a.last("tokens_revoked")["event"].(map[string]any)["tokens"].(map[string]any); len(revoked["bot"].([]any)) != 1 {
			t.Errorf("the tokens are %v", revoked)
		}
		if n := len(a.heard("app_uninstalled")); n != map[string]int{"account_inactive": 1}[word] {
			t.Errorf("%s: app_uninstalled came %d times", word, n)
		}
		refused(t, a.call("chat.postMessage", Block{"channel": "C0ATLAS", "text": "x"}), word)
		refused(t, a.callWith(w.AppToken(), "apps.connections.open", nil), word)
		if err := w.Person("ana").Command("#atlas", "/request x"); !errors.Is(err, ErrNotConnected) {
			t.Errorf("%s: a command ended with %v", word, err)
		}
		obeyed(t, w)
	}
}
