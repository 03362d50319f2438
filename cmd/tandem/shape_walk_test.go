package main

import (
	"fmt"
	"testing"

	"tandem/bot/slacksim/page/browser"
)

func TestATeamCapturesAThreadAndShapesItsStoryInTheBrowser(t *testing.T) {
	b, ok := browser.Open(t, tryHere(t))
	if !ok {
		return
	}
	setsUpAtlas(b)
	picksAMessage(b)
	addsAVoice(b)
	editsAndRestores(b)
	estimatesAndSplits(b)
	keepsPrivate(b)
	hearsOnceADay(b)
}

// setsUpAtlas has Priya set the product up, and let #atlas be one where an emoji records.
func setsUpAtlas(b *browser.Tab) {
	asks(b, "priya", "atlas", "/tandem setup", "Set up a product")
	b.Types("[data-action-id=po]", "Omar\r")
	b.Types("[data-action-id=team]", "Lena\r\t")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "answers why")
	cancels(b)
	asks(b, "priya", "atlas", "/tandem settings", "Emoji channels")
	b.Types("[data-action-id=emoji]", "atlas\r\t")
	b.Shot("shape-1-settings")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "Settings saved")
	b.Says("dialog", "Emoji channels: #atlas")
	cancels(b)
}

// uses presses a tool at the first message that has the words.
func uses(b *browser.Tab, words, tool string) {
	b.Until(fmt.Sprintf(`(() => { const m = [...document.querySelectorAll("article")].find((a) => a.textContent.includes(%q));
		const tool = m?.querySelector(%q); tool?.click(); return !!tool })()`, words, "[data-tool="+tool+"]"))
}

// picksAMessage has Sam put a light bulb under what Kenji wrote.
func picksAMessage(b *browser.Tab) {
	b.Go("/?as=sam&in=atlas")
	b.Says("article", "Two customers asked me again")
	uses(b, "Two customers asked me again", "bulb")
	b.Says("article .reaction, .reaction", "✅")
	b.Shot("shape-2-bulb")
	uses(b, "Two customers asked me again", "reply")
	b.Says("article", "FR-1")
	b.Says("article", "message kept")
	b.Shot("shape-3-receipt-in-thread")
}

// addsAVoice has Nora ask for the same, and join.
func addsAVoice(b *browser.Tab) {
	asks(b, "nora", "atlas", "/request Last month's invoices as one file", "Recorded for Atlas as FR-2")
	b.Go("/?as=nora&in=@tandem")
	b.Says("article", "Is it one of these?")
	b.Shot("shape-4-similar")
	b.Click("[data-action-id='merge.join']")
	b.Says("article", "FR-1")
	b.Shot("shape-5-joined")
	b.Go("/?as=priya&in=@tandem")
	b.Says("article", "wanted by")
	b.Shot("shape-6-card")
}

// editsAndRestores has Omar edit the story, look at its versions, and take the edit back.
func editsAndRestores(b *browser.Tab) {
	asks(b, "omar", "atlas", "/tandem show FR-1", "Edit story")
	b.Shot("shape-7-record")
	b.Click("[data-action-id='story.edit']")
	b.Types("[data-action-id=out_of_scope]", "Phones")
	b.Shot("shape-8-edit")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "Story saved")
	cancels(b)
	asks(b, "omar", "atlas", "/tandem show FR-1", "Phones")
	newest(b, "story.history")
	b.Says("dialog", "Edited by")
	b.Shot("shape-9-history")
	newest(b, "story.restore")
	b.Says("dialog", "Restore version 1?")
	b.Click("[data-confirm=yes]")
	b.Says("dialog", "version 3")
	b.Shot("shape-10-restored")
	b.Click("[data-modal=cancel]")
	b.Says("dialog", "Version 1")
	cancels(b)
}

// newest presses the last button of an action that is in sight.
func newest(b *browser.Tab, action string) {
	b.Until(fmt.Sprintf(`(() => { const all = [...document.querySelectorAll("[data-action-id='%s']")]; all.at(-1)?.click(); return all.length > 0 })()`, action))
}

// estimatesAndSplits has Lena and Omar size the story once it is aligned, and Omar make two parts of it.
func estimatesAndSplits(b *browser.Tab) {
	b.Go("/?as=priya&in=@tandem")
	newest(b, "align.aligned")
	b.Types("[data-action-id=new_objective]", "Win larger customers")
	submits(b)
	asks(b, "omar", "atlas", "/tandem show FR-1", "Estimate")
	newest(b, "estimate.start")
	b.Go("/?as=lena&in=atlas")
	b.Says("article", "How large is FR-1?")
	b.Shot("shape-11-round")
	newest(b, "estimate.vote.5")
	b.Shot("shape-12-voted")
	b.Says("article", "1 of 1 voted")
	b.Go("/?as=omar&in=atlas")
	newest(b, "estimate.reveal")
	b.Says("article", "Set points")
	b.Shot("shape-13-revealed")
	newest(b, "estimate.points")
	submits(b)
	b.Says("article", "5 points")
	b.Shot("shape-14-points")
	b.Go("/?as=omar&in=@tandem")
	newest(b, "split.open")
	b.Types("[data-action-id=parts]", "One file for a month\nA link in the mail")
	b.Shot("shape-15-split")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "in 2 parts now")
	b.Click("[data-modal=cancel]")
	b.Says("article", "FR-1.2")
	b.Shot("shape-16-parts")
}

// keepsPrivate has Sam ask for something in a private channel, and Kenji, who is not in it, look for it.
func keepsPrivate(b *browser.Tab) {
	asks(b, "sam", "leads", "@Tandem Initech pays double for single sign-on", "Which product do you mean?")
	b.Types("article [role=combobox]", "Atlas\r")
	b.Says("article", "1 reply")
	uses(b, "Initech", "reply")
	b.Says("article", "Awaiting alignment")
	b.Shot("shape-17-private")
	asks(b, "kenji", "atlas", "/tandem show FR-5", "FR-5 (private)")
	b.Shot("shape-18-not-for-all")
	asks(b, "priya", "atlas", "/tandem show FR-5", "Share title and story")
	b.Shot("shape-19-share")
}

// hearsOnceADay has Priya decline what Sam asked for, and Sam read it on Monday morning.
func hearsOnceADay(b *browser.Tab) {
	b.Go("/?as=priya&in=@tandem")
	newest(b, "align.decline")
	b.Types("[data-action-id=reason]", "Single sign-on is sold by a partner of ours")
	submits(b)
	b.Go("/?as=sam&in=@tandem")
	winds(b, "monday")
	winds(b, "hour")
	b.Says("article", "Mute")
	b.Shot("shape-20-heard")
}
