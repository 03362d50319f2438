package slacksim

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// opener is an app that answers every trigger with a form and every submission with what submitted returns.
func opener(t *testing.T, w *Workspace, form Block, submitted func(Block) any) *app {
	a := connect(t, w, nil)
	a.answers(func(e envelope) any {
		switch e.Payload["type"] {
		case "shortcut", "message_action":
			fine(t, a.call("views.open", Block{"trigger_id": e.Payload["trigger_id"], "view": form}))
		case "view_submission":
			if submitted != nil {
				return submitted(e.Payload)
			}
		}
		return nil
	})
	return a
}

func textInput() Block { return Block{"type": "plain_text_input"} }

func TestAFormIsOpenedFilledAndSubmitted(t *testing.T) {
	w, _ := start(t)
	menu := Block{"type": "static_select", "options": []any{
		Block{"text": plainText("Nice to have"), "value": "nice"}, Block{"text": plainText("Blocker"), "value": "blocker"}}}
	form := modal("request", inputBlock("title", textInput()), inputBlock("who", Block{"type": "users_select"}, "optional", true),
		inputBlock("importance", menu, "optional", true), inputBlock("when", Block{"type": "datepicker"}, "optional", true),
		inputBlock("where", Block{"type": "multi_conversations_select"}, "optional", true))
	form["private_metadata"] = "kept"
	a := opener(t, w, form, nil)
	ana := w.Person("ana")

	if err := ana.GlobalShortcut("new_request"); err != nil {
		t.Fatal(err)
	}
	if v, ok := ana.View(); !ok || v.Title != "Form" || v.CallbackID != "request" {
		t.Fatalf("ana sees %v", v)
	}
	for block, value := range map[string]any{"title": "dark mode", "who": "ben", "importance": "Blocker", "when": "2026-03-09", "where": []string{"#atlas"}} {
		if err := ana.Fill(block, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := ana.Submit(); err != nil {
		t.Fatal(err)
	}
	if _, open := ana.View(); open {
		t.Error("the form is still open")
	}
	p := a.last("view_submission")
	view := p["view"].(map[string]any)
	got := fmt.Sprint(view["state"].(map[string]any)["values"])
	for _, part := range []string{"value:dark mode", "selected_user:U0BEN", "value:blocker", "selected_date:2026-03-09", "selected_conversations:[C0ATLAS]"} {
		if !strings.Contains(got, part) {
			t.Errorf("the values %s lack %s", got, part)
		}
	}
	if view["private_metadata"] != "kept" || view["root_view_id"] != view["id"] || view["hash"] == nil || p["response_urls"] == nil {
		t.Errorf("the payload is %v", p)
	}
	obeyed(t, w)
}

func TestTheClientChecksAFormBeforeItIsSent(t *testing.T) {
	w, _ := start(t)
	a := opener(t, w, modal("f",
		inputBlock("title", Block{"type": "plain_text_input", "max_length": 5, "min_length": 2}),
		inputBlock("n", Block{"type": "number_input", "is_decimal_allowed": false, "min_value": "1"}, "optional", true),
		inputBlock("mail", Block{"type": "email_text_input"}, "optional", true),
		inputBlock("link", Block{"type": "url_text_input"}, "optional", true)), nil)
	ana := w.Person("ana")
	ana.GlobalShortcut("new_request")
	cases := []struct{ block, bad, good string }{
		{"title", "", "fine"}, {"title", "x", "fine"}, {"title", "too long", "fine"},
		{"n", "0", "1"}, {"n", "1.5", "2"}, {"n", "many", "2"}, {"mail", "nobody", "a@b.example"}, {"link", "there", "https://example.com"},
	}
	for _, c := range cases {
		ana.Fill(c.block, c.bad)
		if err := ana.Submit(); !errors.Is(err, ErrFields) {
			t.Errorf("%s %q: %v", c.block, c.bad, err)
		}
		if v, _ := ana.View(); v.Errors[c.block] == "" {
			t.Errorf("%s %q: no sentence beside the field: %v", c.block, c.bad, v.Errors)
		}
		ana.Fill(c.block, c.good)
	}
	if n := len(a.heard("view_submission")); n != 0 {
		t.Errorf("the app heard %d submissions", n)
	}
	if err := ana.Submit(); err != nil {
		t.Error(err)
	}
}

func TestTheAcknowledgmentDecidesWhatBecomesOfAForm(t *testing.T) {
	next := modal("next", section("one moment"))
	cases := []struct {
		name   string
		ack    any
		err    error
		titles int    // forms on the stack afterwards
		top    string // callback_id of the top one
		wrongs int
	}{
		{"nothing closes it", nil, nil, 0, "", 0},
		{"an empty object closes it", Block{}, nil, 0, "", 0},
		{"clear closes all", Block{"response_action": "clear"}, nil, 0, "", 0},
		{"errors stay beside the field", Block{"response_action": "errors", "errors": Block{"title": "Already there."}}, ErrFields, 1, "f", 0},
		{"update replaces it", Block{"response_action": "update", "view": next}, nil, 1, "next", 0},
		{"push adds one", Block{"response_action": "push", "view": next}, nil, 2, "next", 0},
		{"an error for no block", Block{"response_action": "errors", "errors": Block{"nothing": "x"}}, ErrTrouble, 1, "f", 1},
		{"an error for a block without input", Block{"response_action": "errors", "errors": Block{"words": "x"}}, ErrTrouble, 1, "f", 1},
		{"a view that is refused", Block{"response_action": "update", "view": Block{"type": "modal"}}, ErrTrouble, 1, "f", 1},
		{"an unknown action", Block{"response_action": "close"}, ErrTrouble, 1, "f", 1},
		{"a message", Block{"text": "thanks"}, ErrTrouble, 1, "f", 1},
		{"silence", silence, ErrTrouble, 1, "f", 1},
	}
	for _, c := range cases {
		w, _ := start(t, func(cfg *Config) {
			if c.ack == silence {
				hasty(cfg)
			}
		})
		words := section("words")
		words["block_id"] = "words"
		opener(t, w, modal("f", words, inputBlock("title", textInput())), func(Block) any { return c.ack })
		ana := w.Person("ana")
		ana.GlobalShortcut("new_request")
		ana.Fill("title", "x")
		if err := ana.Submit(); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", c.name, err)
		}
		views := ana.Views()
		if len(views) != c.titles || c.titles > 0 && views[len(views)-1].CallbackID != c.top {
			t.Errorf("%s: the stack is %v", c.name, views)
		}
		if len(w.Errors()) != c.wrongs {
			t.Errorf("%s: the violations are %q", c.name, w.Errors())
		}
		if errors.Is(c.err, ErrTrouble) && (views[0].Trouble == "" || len(ana.Notices()) != 1) {
			t.Errorf("%s: no notice", c.name)
		}
		if errors.Is(c.err, ErrFields) && views[0].Errors["title"] != "Already there." {
			t.Errorf("%s: the errors are %v", c.name, views[0].Errors)
		}
	}
}

func TestTriggersLiveThreeSecondsAndWorkOnce(t *testing.T) {
	w, _ := start(t, func(c *Config) { c.AckWithin = 0 }) // as long as Slack waits
	a := connect(t, w, nil)
	ana := w.Person("ana")
	trigger := func() any {
		ana.GlobalShortcut("new_request")
		return a.last("shortcut")["trigger_id"]
	}
	form := modal("f", section("hello"))
	first := trigger()
	fine(t, a.call("views.open", Block{"trigger_id": first, "view": form}))
	refused(t, a.call("views.open", Block{"trigger_id": first, "view": form}), "exchanged_trigger_id")
	late := trigger()
	w.Wind(3 * time.Second)
	refused(t, a.call("views.open", Block{"trigger_id": late, "view": form}), "expired_trigger_id")
	refused(t, a.call("views.open", Block{"trigger_id": "nonsense", "view": form}), "invalid_trigger_id")
	refused(t, a.call("views.push", Block{"trigger_id": trigger(), "view": form}), "invalid_trigger_id")
}

func TestAStackHoldsThreeForms(t *testing.T) {
	w, _ := start(t)
	form := modal("f", Block{"type": "actions", "elements": []any{button("more", "1")}})
	a := opener(t, w, form, nil)
	ana := w.Person("ana")
	ana.GlobalShortcut("new_request")
	push := func() Block {
		if err := ana.Press(Form, "more", ""); err != nil {
			t.Fatal(err)
		}
		return a.call("views.push", Block{"trigger_id": a.last("block_actions")["trigger_id"], "view": form})
	}
	second := fine(t, push())["view"].(map[string]any)
	fine(t, push())
	refused(t, push(), "push_limit_reached")
	if second["previous_view_id"] != second["root_view_id"] {
		t.Errorf("the second view is %v", second)
	}
	ana.CloseView()
	if n := len(ana.Views()); n != 2 {
		t.Errorf("%d forms are open", n)
	}
	ana.CloseAll()
	if _, open := ana.View(); open {
		t.Error("a form is open")
	}
}

func TestUpdatingAFormKeepsWhatWasEnteredAndMindsItsHash(t *testing.T) {
	w, _ := start(t)
	form := modal("f", inputBlock("title", textInput()), inputBlock("more", textInput(), "optional", true))
	a := opener(t, w, form, nil)
	ana := w.Person("ana")
	ana.GlobalShortcut("new_request")
	ana.Fill("title", "typed")
	v, _ := ana.View()
	changed := modal("f", inputBlock("title", Block{"type": "plain_text_input", "initial_value": "mine"}), inputBlock("other", Block{"type": "plain_text_input", "initial_value": "new"}))
	refused(t, a.call("views.update", Block{"view_id": v.ID, "hash": "old", "view": changed}), "hash_conflict")
	answer := fine(t, a.call("views.update", Block{"view_id": v.ID, "hash": v.Hash, "view": changed}))
	if answer["view"].(map[string]any)["hash"] == v.Hash {
		t.Error("the hash stayed")
	}
	now, _ := ana.View()
	if now.Values["title"]["title"]["value"] != "typed" || now.Values["other"]["other"]["value"] != "new" || now.Values["more"] != nil {
		t.Errorf("the form holds %v", now.Values)
	}
	refused(t, a.call("views.update", Block{"view_id": "V1", "view": changed}), "not_found")
	ana.CloseView()
	refused(t, a.call("views.update", Block{"view_id": v.ID, "view": changed}), "not_found")
}

func TestAnExternalIDIsUnique(t *testing.T) {
	w, _ := start(t)
	form := modal("f", section("x"))
	form["external_id"] = "only"
	a := opener(t, w, form, nil)
	w.Person("ana").GlobalShortcut("new_request")
	home := Block{"type": "home", "external_id": "only", "blocks": []any{}}
	refused(t, a.call("views.publish", Block{"user_id": "U0ANA", "view": home}), "duplicate_external_id")
	fine(t, a.call("views.update", Block{"external_id": "only", "view": form}))
}

func TestALiveFieldIsAnActionWithTheFormsState(t *testing.T) {
	w, _ := start(t)
	form := modal("f", inputBlock("reach", textInput(), "dispatch_action", true), inputBlock("quiet", textInput(), "optional", true))
	a := opener(t, w, form, nil)
	ana := w.Person("ana")
	ana.GlobalShortcut("new_request")
	ana.Fill("quiet", "not heard")
	if n := len(a.heard("block_actions")); n != 0 {
		t.Fatalf("the app heard %d actions", n)
	}
	ana.Fill("reach", "42")
	p := a.last("block_actions")
	action := p["actions"].([]any)[0].(map[string]any)
	if action["value"] != "42" || action["block_id"] != "reach" || p["container"].(map[string]any)["type"] != "view" {
		t.Errorf("the payload is %v", p)
	}
	if !strings.Contains(fmt.Sprint(p["view"].(map[string]any)["state"]), "not heard") {
		t.Errorf("the state is %v", p["view"])
	}
}

func TestClosingAFormIsToldToThoseWhoAsked(t *testing.T) {
	w, _ := start(t)
	form := modal("f", section("x"))
	form["notify_on_close"] = true
	a := opener(t, w, form, nil)
	w.Person("ana").GlobalShortcut("new_request")
	w.Person("ana").CloseView()
	if p := a.last("view_closed"); p["is_cleared"] != false {
		t.Errorf("the payload is %v", p)
	}
}
