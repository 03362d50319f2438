package page_test

import (
	"errors"
	"testing"

	"github.com/chromedp/cdproto/input"
	cdp "github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"tandem/bot/slacksim/page"
	"tandem/bot/slacksim/page/browser"
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
	b, ok := browser.Open(t, a.w.URL())
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
	b.Go("/?as=sam&in=atlas")
	b.Says("article", "Only visible to you")
	b.Says("article blockquote", "<b>markup</b>")
	b.Until(`!document.querySelector("article b")`)
	b.Shot("conversation")

	b.Click(`[data-thread="` + first + `"]`)
	b.Says("#side article", "The big one")
	b.Types(`[data-composer=thread]`, "Thank you\r")
	b.Says("#side article", "Thank you")
	b.Shot("thread")
	b.Dark(true)
	b.Shot("thread-dark")
	b.Size(400, 800)
	b.Shot("narrow-thread")
	b.Click(`[data-side=close]`)
	b.Gone("body.with-side")
	b.Shot("narrow-dark")
	b.Dark(false)
	b.Click(".drawer-open")
	b.Sees("#sidebar .who")
	b.Shot("narrow-drawer")
	b.Size(1280, 800)

	ts := posted["ts"].(string)
	b.Click(`[data-message-ts="` + ts + `"] [data-action-id="pick.one"]`)
	b.Click(`[role=option][data-value=v2]`)
	a.until(func() bool { return len(a.heard("block_actions")) == 1 })
	b.Click(`[data-message-ts="` + ts + `"] [data-action-id="story.decline"]`)
	b.Sees("dialog.confirm")
	b.Shot("confirm")
	b.Click("[data-confirm=yes]")
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
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	b.Go("/?as=sam&in=atlas")
	b.Types("#composer-text", "/")
	b.Says("[role=option]", "/backlog")
	b.Shot("commands")
	b.Key(kb.ArrowDown + kb.ArrowUp + kb.Tab)
	b.Until(`document.activeElement.value === "/request "`)
	b.Says(".usage", "[title]")
	b.Types("#composer-text", "dark mode <b>now</b>\r")
	b.Says("article.private", "Recorded dark mode <b>now</b> as FR-1.")

	b.Types("#composer-text", "Hello @pri")
	b.Click(`[data-mention=priya]`)
	b.Key("\r")
	b.Says("article .mention", "@Priya Nair")

	b.Click("#sidebar .who")
	b.Sees("[data-person=priya]")
	b.Shot("people")
	b.Click("[data-person=priya]")
	b.Says("#sidebar .who", "Priya Nair")
	b.Gone("article.private")

	b.Types("#composer-text", "/slow\r")
	b.Says("[data-notice]", "/slow failed because the app did not respond")
	b.Shot("notice")
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
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	b.Go("/?as=ana&in=home")
	b.Says("#home", "Hello Ana")
	b.Shot("home")
	b.Click("[data-action-id='home.prioritize']")
	b.Sees("[data-warning='home.prioritize']")
	b.Shot("home-warning")
	b.Click("[data-wind=day]")
	b.Click("[data-tab=messages]")
	b.Says("#messages", "")
	b.Click("[data-name=random]")
	b.Click("[data-tool=join]")
	b.Sees("#composer-text")
	b.Types("#composer-text", "/invite @tandem\r")
	b.Says(".members", "3")
}

func TestAMessageHasItsToolsAndItsShortcut(t *testing.T) {
	a := world(t, guide)
	a.on(func(kind string, payload obj) any {
		if payload["type"] == "message_action" {
			a.call("views.open", obj{"trigger_id": trigger(payload), "view": everyField()})
		}
		return nil
	})
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	ben := a.w.Person("ben")
	ts := a.w.Person("sam").Say("#atlas", "The *export* is slow :fire:")
	asked := ben.Say("#atlas", "Which export?")
	ben.Upload("#atlas", "", "the log", "export.csv", []byte("a,b\n"))
	message := `[data-message-ts="` + ts + `"] `
	b.Go("/?as=sam&in=atlas&at=" + asked)
	b.Says("article", "export.csv")
	b.Click(message + "[data-tool=more]")
	b.Sees("[role=menu] [data-shortcut='request.capture']")
	b.Shot("tools")
	b.Click("[role=menu] [data-tool=edit]")
	b.Until(`document.activeElement.value === "The *export* is slow :fire:"`)
	b.Key(" and wrong\r")
	b.Says("article", "(edited)")
	b.Says("article", "slow 🔥 and wrong")

	b.Do(cdp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 600, 300))
	b.Sees("body.mouse")
	b.Click(message + "[data-tool=bulb]")
	b.Sees(message + "[data-emoji=bulb][aria-pressed=true]")
	b.Click(message + "[data-emoji=bulb]")
	b.Gone(message + "[data-emoji=bulb]")
	b.Click(message + "[data-tool=react]")
	b.Click(".picker [data-emoji=tada]")
	b.Sees(message + "[data-emoji=tada]")
	b.Click(message + "[data-tool=reply]")
	b.Types("[data-composer=thread]", "And again\r")
	b.Says(message+".replies", "1 reply")

	b.Click(message + "[data-tool=more]")
	b.Click("[role=menu] [data-shortcut='request.capture']")
	b.Says("dialog h2", "New request")
	b.Click("[data-modal=cancel]")
	b.Gone("dialog.modal")
	b.Click(message + "[data-tool=more]")
	b.Click("[role=menu] [data-tool=delete]")
	b.Click("[data-confirm=yes]")
	b.Says(`#messages [data-message-ts="`+ts+`"]`, "This message was deleted.") // a tombstone, because of the reply
}

func TestANewcomerIsLedThroughTheSteps(t *testing.T) {
	a := world(t, guide)
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	b.Go("/")
	b.Says("[data-guide]", "A customer told you what hurts")
	b.Says("#sidebar .who", "Sam Okafor")
	b.Click("[data-step=sam]")
	b.Until(`document.activeElement.value === "/request dark mode for the dashboard"`)
	b.Click("[data-step=ana]")
	b.Says("#sidebar .who", "Ana Silva")
	b.Says("#home", "has not drawn this tab yet")
	b.Click("[data-guide=dismiss]")
	b.Gone("[data-guide]")
	b.Go("/?as=sam")
	b.Until(`!document.querySelector("[data-guide]")`)
	b.Click("[data-tool=guide]")
	b.Sees("[data-guide]")
}

func TestThePageSaysThatTheAppIsNotConnected(t *testing.T) {
	a := world(t, guide)
	b, ok := browser.Open(t, a.w.URL())
	if !ok {
		return
	}
	b.Go("/?as=sam&in=atlas")
	b.Until(`document.querySelector("#banner").hidden`)
	a.w.DropSockets()
	b.Says("#banner", "Tandem is not connected")
	b.Types("#composer-text", "/request anything\r")
	b.Says("[data-notice]", "dispatch_failed")
	a.connect()
	b.Until(`document.querySelector("#banner").hidden`)
}
