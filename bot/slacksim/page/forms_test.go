package page_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"tandem/bot/slacksim/page/browser"
)

func TestAFormKeepsWhatWasTypedAndShowsErrorsBesideFields(t *testing.T) {
	a := world(t, guide)
	a.on(func(kind string, payload obj) any {
		switch payload["type"] {
		case "shortcut", "message_action":
			a.call("views.open", obj{"trigger_id": trigger(payload), "view": everyField()})
		case "block_actions":
			if a.action(payload) == "next" {
				a.call("views.push", obj{"trigger_id": trigger(payload), "view": scoring("–")})
			}
		case "view_submission":
			return obj{"response_action": "errors", "errors": obj{"title": "FR-3 has this title already. Add what is different."}}
		}
		return nil
	})
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	b.Go("/?as=sam&in=atlas")
	b.Click("[data-tool=shortcuts]")
	b.Click(`[data-shortcut="request.new"]`)
	b.Sees("dialog.modal")
	b.Until(`document.activeElement.dataset.actionId === "title"`)
	b.Shot("form")
	b.Click("[data-modal=submit]")
	b.Says(".error", "Please complete this required field.")
	b.Key("Dark mode")
	b.Types(`[data-action-id=objective]`, "number 27")
	b.Shot("menu")
	b.Key("\r")
	b.Click(`[data-action-id=who]`)
	b.Click(`[role=option][data-value=U0PRIYA]`)
	b.Click(`[data-block-id=flags] input[value=v2]`)
	b.Click(`[data-action-id=tags]`)
	b.Click(`[role=option][data-value=v1]`)
	b.Click(`[role=option][data-value=v3]`)
	b.Types(`[data-action-id=effort]`, "2.5")
	b.Sets(`[data-action-id=day]`, "2026-03-09")
	b.Sets(`[data-action-id=hour]`, "15:45")
	b.Sets(`[data-action-id=instant]`, "2026-03-09T10:00")
	b.Click("[data-action-id=next]")
	b.Says("dialog h2", "Prioritize FR-12")
	b.Shot("second-form")
	b.Click("[data-modal=back]")
	b.Says("dialog h2", "New request")
	b.Click("[data-modal=submit]")
	b.Says(".error", "FR-3 has this title already")
	b.Shot("form-errors")
	for _, c := range []struct{ id, key, want string }{
		{"title", "value", `"Dark mode"`},
		{"objective", "selected_option", `{"text":{"text":"Objective number 27","type":"plain_text"},"value":"v27"}`},
		{"who", "selected_user", `"U0PRIYA"`},
		{"team", "selected_users", `["U0BEN"]`},
		{"effort", "value", `"2.5"`},
		{"day", "selected_date", `"2026-03-09"`},
		{"hour", "selected_time", `"15:45"`},
		{"instant", "selected_date_time", `1773046800`}, // ten in the morning in Sam's zone, Berlin
	} {
		if got := a.submitted(c.id, c.key); got != c.want {
			t.Errorf("%s arrived as %s, want %s", c.id, got, c.want)
		}
	}
	for id, want := range map[string]string{"tags": "v1 v3", "flags": "v2", "kind": "v1"} {
		if got := a.chosen(id); got != want {
			t.Errorf("%s arrived as %s, want %s", id, got, want)
		}
	}
	b.Key(kb.Escape)
	b.Gone("dialog.modal")
}

// scorer is an app with a form whose score follows the value that is typed.
func scorer(t *testing.T) *app {
	a := world(t, guide)
	a.on(func(kind string, payload obj) any {
		switch {
		case payload["type"] == "shortcut":
			a.call("views.open", obj{"trigger_id": trigger(payload), "view": scoring("–")})
		case payload["type"] == "block_actions":
			value := a.held(payload, "value", "value")["value"]
			a.call("views.update", obj{"view_id": payload["view"].(obj)["id"], "view": scoring(fmt.Sprint("of ", value))})
		}
		return nil
	})
	return a
}

func TestTheScoreFollowsTheTypingAndTheCaretStays(t *testing.T) {
	a := scorer(t)
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	b.Go("/?as=ana&in=atlas")
	b.Click("[data-tool=shortcuts]")
	b.Click(`[data-shortcut="request.new"]`)
	b.Types("[data-action-id=reason]", "Because it")
	b.Types("[data-action-id=value]", "1")
	b.Says("[data-block-id=score]", "of 1")
	b.Key("3")
	b.Says("[data-block-id=score]", "of 13")
	b.Until(`document.activeElement.dataset.actionId === "value" && document.activeElement.value === "13"`)
	b.Until(`document.querySelector("[data-action-id=reason]").value === "Because it"`)
	b.Shot("score")
}

func TestWhatIsTypedWhileAnEarlierFieldIsOnItsWayIsNotLost(t *testing.T) {
	b, ok := browser.Open(t, scorer(t).w.URL())
	if !ok {
		return
	}
	b.Go("/?as=ana&in=atlas")
	b.Click("[data-tool=shortcuts]")
	b.Click(`[data-shortcut="request.new"]`)
	b.Until(`(() => {
		const real = window.fetch, held = new Promise((go) => (window.letGo = go));
		window.fetch = async (...of) => {
			if (of[0] === "/page/do/fill") { window.onItsWay = true; await held; }
			return real(...of);
		};
		return true;
	})()`)
	b.Types("[data-action-id=reason]", "Because it")
	b.Types("[data-action-id=value]", "1")
	b.Until(`window.onItsWay`)
	b.Key("3")
	b.Until(`(window.letGo(), true)`)
	b.Says("[data-block-id=score]", "of 13")
}

func TestTheKeyThatOpensAFormDoesNotSendIt(t *testing.T) {
	a := world(t, guide)
	var sent atomic.Int64
	a.on(func(_ string, payload obj) any {
		switch {
		case payload["command"] != nil:
			a.call("views.open", obj{"trigger_id": trigger(payload), "view": obj{"type": "modal", "callback_id": "reason", "title": plain("Reason"), "submit": plain("Save"),
				"blocks": []any{field("reason", "Reason", obj{"type": "plain_text_input"}, optional)}}})
		case payload["type"] == "view_submission":
			sent.Add(1)
		}
		return nil
	})
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	b.Go("/?as=sam&in=atlas")
	b.Types("[data-composer=channel]", "/request ")
	b.Holds('\r', func() { b.Until(`document.activeElement.dataset.actionId === "reason"`) })
	b.Key("x")
	b.Until(`document.querySelector("dialog [data-action-id=reason]")?.value === "x"`)
	if sent.Load() != 0 {
		t.Error("the key that opened the form sent it, too")
	}
	b.Key("\r") // pressed in the form, it sends it
	b.Gone("dialog.modal")
	if n := sent.Load(); n != 1 {
		t.Errorf("the form was sent %d times", n)
	}
}

func TestAFormThatIsNotAnsweredStaysOpenWithItsWords(t *testing.T) {
	a := world(t, guide)
	a.on(func(kind string, payload obj) any {
		if payload["type"] == "shortcut" {
			a.call("views.open", obj{"trigger_id": trigger(payload), "view": scoring("–")})
			return nil
		}
		if payload["type"] == "view_submission" {
			return silent
		}
		return nil
	})
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	b.Go("/?as=ana&in=atlas")
	b.Click("[data-tool=shortcuts]")
	b.Click(`[data-shortcut="request.new"]`)
	b.Types("[data-action-id=value]", "5")
	b.Types("[data-action-id=effort]", "2")
	b.Click("[data-modal=submit]")
	b.Sees("[data-modal=submit][aria-busy=true]")
	b.Says(".trouble", "We had some trouble connecting. Try again?")
	b.Until(`document.querySelector("[data-action-id=effort]").value === "2"`)
	b.Shot("trouble")
	b.Go("/?as=ana&in=atlas")
	b.Until(`document.querySelector("[data-action-id=effort]").value === "2"`)
}

// wont is a form whose date comes with the last of its classes.
func wont(class string) obj {
	menu := obj{"type": "static_select", "options": []any{
		obj{"text": plain("Must"), "value": "must", "description": plain("Without it the release is worth nothing")},
		obj{"text": plain("Won't"), "value": "wont", "description": plain("Not now, on purpose")},
	}}
	live := obj{"dispatch_action": true}
	blocks := []any{field("class", "Class", menu, live), field("reason", "Reason", obj{"type": "plain_text_input", "placeholder": plain("Why " + class)}, optional)}
	if class == "wont" {
		blocks = append(blocks, field("until", "Revisit on", obj{"type": "datepicker"}, live))
	}
	return obj{"type": "modal", "callback_id": "class", "title": plain("Prioritize FR-12"), "submit": plain("Prioritize"), "blocks": blocks}
}

func TestAFieldThatComesWithAChoiceLeavesTheOthersAlone(t *testing.T) {
	a := world(t, guide)
	a.on(func(kind string, payload obj) any {
		switch payload["type"] {
		case "shortcut":
			a.call("views.open", obj{"trigger_id": trigger(payload), "view": wont("")})
		case "block_actions":
			if option, ok := a.held(payload, "class", "class")["selected_option"].(obj); ok {
				a.call("views.update", obj{"view_id": payload["view"].(obj)["id"], "view": wont(option["value"].(string))})
			}
		}
		return nil
	})
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	b.Go("/?as=ana&in=atlas")
	b.Click("[data-tool=shortcuts]")
	b.Click(`[data-shortcut="request.new"]`)
	b.Types("[data-action-id=class]", "won")
	b.Says("[role=option]", "Not now, on purpose")
	b.Shot("menu-described")
	b.Key("\r")
	b.Sees("[data-action-id=until]")
	b.Until(`document.activeElement.dataset.actionId === "class"`)
	b.Types("[data-action-id=reason]", "Too dear")
	b.Key(kb.ArrowLeft + kb.ArrowLeft)
	view, _ := a.w.Person("ana").View()
	a.call("views.update", obj{"view_id": view.ID, "view": wont("must")}) // the field beside, and the hint in this one
	b.Gone("[data-action-id=until]")
	b.Until(`(({ dataset, value, selectionStart, placeholder }) => dataset.actionId === "reason" && value === "Too dear" && selectionStart === 6 && placeholder === "Why must")(document.activeElement)`)
}

func TestWhatThePageCannotShowSaysSo(t *testing.T) {
	a := world(t, guide)
	foreign := []obj{
		field("menu", "Of the app's own", obj{"type": "external_select"}, optional),
		field("menus", "Several of them", obj{"type": "multi_external_select"}, optional),
		field("words", "Words", obj{"type": "rich_text_input"}, optional),
		field("files", "Files", obj{"type": "file_input"}, optional),
	}
	a.on(func(kind string, payload obj) any {
		if payload["type"] == "shortcut" {
			a.call("views.open", obj{"trigger_id": trigger(payload), "view": obj{"type": "modal", "callback_id": "odd", "title": plain("Odd"), "submit": plain("Send"), "blocks": foreign}})
		}
		return nil
	})
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	a.call("chat.postMessage", obj{"channel": a.channel("atlas"), "text": "odd", "blocks": []any{
		obj{"type": "markdown", "text": "# A heading"},
		obj{"type": "actions", "elements": []any{obj{"type": "external_select", "action_id": "odd", "placeholder": plain("Search")}}},
	}})
	b.Go("/?as=sam&in=atlas")
	b.Says("article .unknown", "A block of type markdown is not shown here")
	b.Says("article .unknown", "An element of type external_select is not shown here")
	b.Click("[data-tool=shortcuts]")
	b.Click(`[data-shortcut="request.new"]`)
	for _, f := range foreign {
		b.Says("dialog .unknown", "An element of type "+f["element"].(obj)["type"].(string)+" is not shown here")
	}
	b.Shot("unknown")
}
