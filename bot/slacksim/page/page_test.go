package page_test

import (
	"errors"
	"testing"

	"github.com/chromedp/cdproto/input"
	cdp "github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"tandem/bot/slacksim/page"
)

var guide = page.Guide{
	Workspace: "Northwind", Intro: "This is a pretend workspace with a real Tandem in it. You can be anybody: switch at the top left.",
	Person: "sam", Place: "#atlas",
	Steps: []page.Step{
		{Says: "You are Sam, in sales. A customer told you what hurts. Ask for it in #atlas.", Person: "sam", Place: "#atlas", Type: "/request dark mode for the dashboard"},
		{Says: "Become Priya, the product manager. Tandem asks her whether it serves the roadmap.", Person: "priya", Place: "@tandem"},
		{Says: "Become Ana, the product owner. She says what comes next.", Person: "ana", Place: "home"},
	},
}

func TestEveryBlockIsDrawn(t *testing.T) {
	a := world(t, guide)
	b, ok := browser(t, a.w.URL())
	if !ok {
		return
	}
	sam, ben := a.w.Person("sam"), a.w.Person("ben")
	first := sam.Say("#atlas", "Acme's *night shift* cannot read the dashboard, @priya. See `settings` and https://example.com :bulb:")
	ben.Say("#atlas", "Same here")
	ben.Say("#atlas", "> They said it twice\nand I agree")
	if err := errors.Join(ben.React("#atlas", first, "bulb"), sam.React("#atlas", first, "eyes")); err != nil {
		t.Fatal(err)
	}
	ben.Reply("#atlas", first, "Which dashboard?")
	sam.Reply("#atlas", first, "The big one")
	posted := a.call("chat.postMessage", obj{"channel": a.channel("atlas"), "text": "FR-12 dark mode", "blocks": everyBlock()})
	a.call("chat.postEphemeral", obj{"channel": a.channel("atlas"), "user": sam.ID(), "text": "Recorded as *FR-12*. Only you see this."})
	b.open("/?as=sam&in=atlas")
	b.says("article", "Only visible to you")
	b.says("article blockquote", "<b>markup</b>")
	b.until(`!document.querySelector("article b")`)
	b.shot("conversation")

	b.click(`[data-thread="` + first + `"]`)
	b.says("#side article", "The big one")
	b.types(`[data-composer=thread]`, "Thank you\r")
	b.says("#side article", "Thank you")
	b.shot("thread")
	b.dark(true)
	b.shot("thread-dark")
	b.size(400, 800)
	b.shot("narrow-thread")
	b.click(`[data-side=close]`)
	b.gone("body.with-side")
	b.shot("narrow-dark")
	b.dark(false)
	b.click(".drawer-open")
	b.sees("#sidebar .who")
	b.shot("narrow-drawer")
	b.size(1280, 800)

	ts := posted["ts"].(string)
	b.click(`[data-message-ts="` + ts + `"] [data-action-id="pick.one"]`)
	b.click(`[role=option][data-value=v2]`)
	b.click(`[data-message-ts="` + ts + `"] [data-action-id="story.decline"]`)
	b.sees("dialog.confirm")
	b.shot("confirm")
	b.click("[data-confirm=yes]")
	a.until(func() bool { return len(a.heard("block_actions")) == 2 })
	if got := a.pressed(); got != "pick.one v2, story.decline story.decline-value" {
		t.Errorf("the app heard %s", got)
	}
}

func TestAMessageIsWrittenAndACommandChosenFromTheList(t *testing.T) {
	a := world(t, guide)
	a.on(func(kind string, payload obj) any {
		if kind == "slash_commands" && payload["command"] == "/slow" {
			return silent
		}
		if kind == "slash_commands" {
			return obj{"text": "Recorded *" + payload["text"].(string) + "* as FR-1."}
		}
		return nil
	})
	b, ok := browser(t, a.w.URL())
	if !ok {
		return
	}
	b.open("/?as=sam&in=atlas")
	b.types("#composer-text", "/")
	b.says("[role=option]", "/backlog")
	b.shot("commands")
	b.key(kb.ArrowDown + kb.ArrowUp + kb.Tab)
	b.until(`document.activeElement.value === "/request "`)
	b.says(".usage", "[title]")
	b.types("#composer-text", "dark mode <b>now</b>\r")
	b.says("article.private", "Recorded dark mode <b>now</b> as FR-1.")

	b.types("#composer-text", "Hello @pri")
	b.click(`[data-mention=priya]`)
	b.key("\r")
	b.says("article .mention", "@Priya Nair")

	b.click("#sidebar .who")
	b.sees("[data-person=priya]")
	b.shot("people")
	b.click("[data-person=priya]")
	b.says("#sidebar .who", "Priya Nair")
	b.gone("article.private")

	b.types("#composer-text", "/slow\r")
	b.says("[data-notice]", "/slow failed because the app did not respond")
	b.shot("notice")
}

func TestTheHomeTabAndAButtonThatDoesNotAnswer(t *testing.T) {
	a := world(t, guide)
	a.on(func(kind string, payload obj) any {
		if kind == "events_api" {
			if event := payload["event"].(obj); event["type"] == "app_home_opened" && event["tab"] == "home" {
				a.call("views.publish", obj{"user_id": event["user"], "view": home("Ana")})
			}
			return nil
		}
		if a.action(payload) == "home.prioritize" {
			return silent
		}
		return nil
	})
	b, ok := browser(t, a.w.URL())
	if !ok {
		return
	}
	b.open("/?as=ana&in=home")
	b.says("#home", "Hello Ana")
	b.shot("home")
	b.click("[data-action-id='home.prioritize']")
	b.sees("[data-warning='home.prioritize']")
	b.shot("home-warning")
	b.click("[data-wind=day]")
	b.click("[data-tab=messages]")
	b.says("#messages", "")
	b.click("[data-name=random]")
	b.click("[data-tool=join]")
	b.sees("#composer-text")
	b.types("#composer-text", "/invite @tandem\r")
	b.says(".members", "3")
}

func TestAMessageHasItsToolsAndItsShortcut(t *testing.T) {
	a := world(t, guide)
	a.on(func(kind string, payload obj) any {
		if payload["type"] == "message_action" {
			a.call("views.open", obj{"trigger_id": trigger(payload), "view": everyField()})
		}
		return nil
	})
	b, ok := browser(t, a.w.URL())
	if !ok {
		return
	}
	ben := a.w.Person("ben")
	ts := a.w.Person("sam").Say("#atlas", "The *export* is slow :fire:")
	asked := ben.Say("#atlas", "Which export?")
	ben.Upload("#atlas", "", "the log", "export.csv", []byte("a,b\n"))
	message := `[data-message-ts="` + ts + `"] `
	b.open("/?as=sam&in=atlas&at=" + asked)
	b.says("article", "export.csv")
	b.click(message + "[data-tool=more]")
	b.sees("[role=menu] [data-shortcut='request.capture']")
	b.shot("tools")
	b.click("[role=menu] [data-tool=edit]")
	b.until(`document.activeElement.value === "The *export* is slow :fire:"`)
	b.key(" and wrong\r")
	b.says("article", "(edited)")
	b.says("article", "slow 🔥 and wrong")

	b.do(cdp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 600, 300))
	b.sees("body.mouse")
	b.click(message + "[data-tool=bulb]")
	b.sees(message + "[data-emoji=bulb][aria-pressed=true]")
	b.click(message + "[data-emoji=bulb]")
	b.gone(message + "[data-emoji=bulb]")
	b.click(message + "[data-tool=react]")
	b.click(".picker [data-emoji=tada]")
	b.sees(message + "[data-emoji=tada]")
	b.click(message + "[data-tool=reply]")
	b.types("[data-composer=thread]", "And again\r")
	b.says(message+".replies", "1 reply")

	b.click(message + "[data-tool=more]")
	b.click("[role=menu] [data-shortcut='request.capture']")
	b.says("dialog h2", "New request")
	b.click("[data-modal=cancel]")
	b.gone("dialog.modal")
	b.click(message + "[data-tool=more]")
	b.click("[role=menu] [data-tool=delete]")
	b.click("[data-confirm=yes]")
	b.gone(`#messages [data-message-ts="` + ts + `"]`)
}

func TestANewcomerIsLedThroughTheSteps(t *testing.T) {
	a := world(t, guide)
	b, ok := browser(t, a.w.URL())
	if !ok {
		return
	}
	b.open("/")
	b.says("[data-guide]", "A customer told you what hurts")
	b.says("#sidebar .who", "Sam Okafor")
	b.click("[data-step=sam]")
	b.until(`document.activeElement.value === "/request dark mode for the dashboard"`)
	b.click("[data-step=ana]")
	b.says("#sidebar .who", "Ana Silva")
	b.says("#home", "has not drawn this tab yet")
	b.click("[data-guide=dismiss]")
	b.gone("[data-guide]")
	b.open("/?as=sam")
	b.until(`!document.querySelector("[data-guide]")`)
	b.click("[data-tool=guide]")
	b.sees("[data-guide]")
}

func TestThePageSaysThatTheAppIsNotConnected(t *testing.T) {
	a := world(t, guide)
	b, ok := browser(t, a.w.URL())
	if !ok {
		return
	}
	b.open("/?as=sam&in=atlas")
	b.until(`document.querySelector("#banner").hidden`)
	a.w.DropSockets()
	b.says("#banner", "Tandem is not connected")
	b.types("#composer-text", "/request anything\r")
	b.says("[data-notice]", "dispatch_failed")
	a.connect()
	b.until(`document.querySelector("#banner").hidden`)
}
