package page_test

import (
	"testing"

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
	atlas := a.channel("atlas")
	sam, ben := a.w.Person("sam"), a.w.Person("ben")
	first := sam.Say("#atlas", "Acme's *night shift* cannot read the dashboard, @priya. See `settings` and https://example.com :bulb:")
	ben.Say("#atlas", "Same here")
	ben.Say("#atlas", "> They said it twice\nand I agree")
	ben.React("#atlas", first, "bulb")
	sam.React("#atlas", first, "eyes")
	sam.React("#atlas", first, "bulb")
	ben.Reply("#atlas", first, "Which dashboard?")
	sam.Reply("#atlas", first, "The big one")
	a.call("chat.postMessage", obj{"channel": atlas, "text": "FR-12 dark mode", "blocks": everyBlock()})
	a.call("chat.postEphemeral", obj{"channel": atlas, "user": a.w.Person("sam").ID(), "text": "Recorded as *FR-12*. Only you see this."})
	b.open("/?as=sam&in=atlas")
	b.says("article", "Only visible to you")
	b.shot("1-conversation")
	b.click(`[data-thread="` + first + `"]`)
	b.says("#side article", "The big one")
	b.shot("2-thread")
	b.dark(true)
	b.shot("3-dark")
	b.size(400, 800)
	b.shot("4-narrow-thread")
	b.click(`[data-side=close]`)
	b.shot("5-narrow-dark")
	b.dark(false)
	b.click(".drawer-open")
	b.sees("#sidebar .who")
	b.shot("6-narrow-drawer")
}
