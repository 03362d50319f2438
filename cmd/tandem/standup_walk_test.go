package main

import (
	"testing"

	"tandem/bot/slacksim/page/browser"
)

func TestATeamHasAStandupOnAMondayInTheBrowser(t *testing.T) {
	b, ok := browser.Open(t, tryHere(t))
	if !ok {
		return
	}
	setsUpAStandup(b)
	isAsked(b)
	isInTheWay(b)
	tellsTheChannel(b)
	goesAway(b)
}

// setsUpAStandup has Mara set up a standup for Lena, Kenji and herself, with one look at the form.
func setsUpAStandup(b *browser.Tab) {
	asks(b, "mara", "borealis", "/standup setup", "Summary at")
	b.Types("[data-action-id=people]", "Kenji\rMara\r\t")
	b.Types("[data-action-id=holidays]", "None\r") // whatever Monday it is
	b.Shot("standup-1-setup")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "First:")
	b.Shot("standup-2-set-up")
	cancels(b)
}

// isAsked has a Monday come on which all are asked, whatever day it is today, and Kenji, who lives in Tokyo, and Lena answer.
func isAsked(b *browser.Tab) {
	winds(b, "monday")
	winds(b, "monday")
	winds(b, "hour")
	b.Go("/?as=lena&in=@tandem")
	b.Says("article", "What moved us toward the sprint goal?")
	b.Shot("standup-3-asked")
	newest(b, "standup.answer")
	b.Says("dialog", "Whose help do you need?")
	b.Writes("[data-action-id=q0]", "The map draws the lights")
	b.Writes("[data-action-id=q1]", "Let the bears in")
	b.Writes("[data-action-id=q2]", "The zoo has not sent the pictures")
	b.Types("[data-action-id=help]", "Kenji\r")
	b.Shot("standup-4-form")
	submits(b)
	b.Says("article", "The map draws the lights")
	b.Shot("standup-5-answered")
}

// isInTheWay has Kenji hear that his help is needed, and give it; he answers, too.
func isInTheWay(b *browser.Tab) {
	b.Go("/?as=kenji&in=@tandem")
	b.Says("article", "The zoo has not sent the pictures")
	b.Shot("standup-6-help")
	newest(b, "blocker.help")
	b.Says("article", "you help")
	newest(b, "standup.answer")
	b.Writes("[data-action-id=q1]", "Call the zoo")
	submits(b)
	b.Says("article", "Call the zoo")
	b.Go("/?as=kenji&in=home")
	b.Says("main", "Blockers")
	b.Shot("standup-7-home")
}

// tellsTheChannel has the message of the day come, a late answer be added to it, and what was in the way be resolved.
func tellsTheChannel(b *browser.Tab) {
	winds(b, "hour")
	winds(b, "hour")
	b.Go("/?as=sam&in=borealis")
	b.Says("article", "2 of 3 in")
	b.Says("article", "Not yet (1)")
	b.Shot("standup-8-day")
	asks(b, "mara", "borealis", "/standup", "What next?")
	b.Writes("[data-action-id=q1]", "Read what the guides say")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "thank you")
	b.Shot("standup-9-late")
	cancels(b)
	b.Go("/?as=lena&in=borealis")
	b.Says("article", "3 of 3 in")
	newest(b, "blocker.resolved")
	b.Says("article", "Open again")
	b.Go("/?as=lena&in=borealis")
	b.Shot("standup-10-resolved")
	uses(b, "3 of 3 in", "reply")
	b.Says("article", "Call the zoo")
	b.Shot("standup-11-thread")
}

// goesAway has Lena be away the next day, so that nobody waits for her.
func goesAway(b *browser.Tab) {
	b.Go("/?as=lena&in=@tandem")
	winds(b, "day")
	b.Says("article", "Skip today")
	newest(b, "away.open")
	b.Says("dialog", "Away until")
	b.Shot("standup-12-away")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "You are away")
	cancels(b)
	b.Says("article", "nobody waits for you")
	b.Shot("standup-13-away")
	b.Go("/?as=sam&in=borealis")
	b.Says("article", "Away (1)")
	b.Shot("standup-14-the-next-day")
}
