package page_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
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
	b, ok := browser(t, a.w.URL())
	if !ok {
		return
	}
	b.open("/?as=sam&in=atlas")
	b.click("[data-tool=shortcuts]")
	b.click(`[data-shortcut="request.new"]`)
	b.sees("dialog.modal")
	b.until(`document.activeElement.dataset.actionId === "title"`)
	b.shot("form")
	b.click("[data-modal=submit]")
	b.says(".error", "Please complete this required field.")
	b.key("Dark mode")
	b.types(`[data-action-id=objective]`, "number 27")
	b.shot("menu")
	b.key("\r")
	b.click(`[data-action-id=who]`)
	b.click(`[role=option][data-value=U0PRIYA]`)
	b.click(`[data-block-id=flags] input[value=v2]`)
	b.click(`[data-action-id=tags]`)
	b.click(`[role=option][data-value=v1]`)
	b.click(`[role=option][data-value=v3]`)
	b.types(`[data-action-id=effort]`, "2.5")
	b.sets(`[data-action-id=day]`, "2026-03-09")
	b.sets(`[data-action-id=hour]`, "15:45")
	b.sets(`[data-action-id=instant]`, "2026-03-09T10:00")
	b.click("[data-action-id=next]")
	b.says("dialog h2", "Prioritize FR-12")
	b.shot("second-form")
	b.click("[data-modal=back]")
	b.says("dialog h2", "New request")
	b.click("[data-modal=submit]")
	b.says(".error", "FR-3 has this title already")
	b.shot("form-errors")
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
	b.key(kb.Escape)
	b.gone("dialog.modal")
}

func TestTheScoreFollowsTheTypingAndTheCaretStays(t *testing.T) {
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
	b, ok := browser(t, a.w.URL())
	if !ok {
		return
	}
	b.open("/?as=ana&in=atlas")
	b.click("[data-tool=shortcuts]")
	b.click(`[data-shortcut="request.new"]`)
	b.types("[data-action-id=reason]", "Because it")
	b.types("[data-action-id=value]", "1")
	b.says("[data-block-id=score]", "of 1")
	b.key("3")
	b.says("[data-block-id=score]", "of 13")
	b.until(`document.activeElement.dataset.actionId === "value" && document.activeElement.value === "13"`)
	b.until(`document.querySelector("[data-action-id=reason]").value === "Because it"`)
	b.shot("score")
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
	b, ok := browser(t, a.w.URL())
	if !ok {
		return
	}
	b.open("/?as=ana&in=atlas")
	b.click("[data-tool=shortcuts]")
	b.click(`[data-shortcut="request.new"]`)
	b.types("[data-action-id=value]", "5")
	b.types("[data-action-id=effort]", "2")
	b.click("[data-modal=submit]")
	b.sees("[data-modal=submit][aria-busy=true]")
	b.says(".trouble", "We had some trouble connecting. Try again?")
	b.until(`document.querySelector("[data-action-id=effort]").value === "2"`)
	b.shot("trouble")
	b.open("/?as=ana&in=atlas")
	b.until(`document.querySelector("[data-action-id=effort]").value === "2"`)
}
