package main

import (
	"fmt"
	"testing"

	"tandem/bot/slacksim/page/browser"
)

func TestTheHeadsDecideTakeBackDoubtAndAreRemindedInTheBrowser(t *testing.T) {
	b, ok := browser.Open(t, tryHere(t))
	if !ok {
		return
	}
	setsUpAtlas(b)
	asks(b, "sam", "atlas", "/request Export to CSV for our support team so that audits take minutes", "FR-1")
	asks(b, "nora", "atlas", "/request A dark mode for the dashboard so that eyes rest at night", "FR-2")
	takesBack(b)
	doubts(b)
	reopens(b)
	steers(b)
	looksBack(b)
	isReminded(b)
}

// takesBack has Priya align, take that back, and align again.
func takesBack(b *browser.Tab) {
	aligns(b, "Win larger customers")
	b.Says("article", "Priya Nair aligned FR-1")
	b.Shot("decide-1-undo")
	newest(b, "align.undo")
	b.Gone("[data-action-id='align.undo']")
	b.Shot("decide-2-taken-back")
	b.Go("/?as=omar&in=@tandem")
	b.Says("article", "took back")
	b.Shot("decide-3-withdrawn")
	aligns(b, "Win larger customers")
}

// aligns has Priya align FR-1 with the first objective, which she names.
func aligns(b *browser.Tab, objective string) {
	b.Go("/?as=priya&in=@tandem")
	first(b, "align.aligned", "FR-1")
	b.Types("[data-action-id=new_objective]", objective)
	submits(b)
}

// doubts has Omar challenge, Priya answer, and both read what they said.
func doubts(b *browser.Tab) {
	b.Go("/?as=omar&in=@tandem")
	first(b, "challenge.open", "FR-1")
	b.Types("[data-action-id=reason]", "Support exports twice a year only")
	b.Shot("decide-4-challenge")
	submits(b)
	b.Go("/?as=priya&in=@tandem")
	b.Says("article", "Support exports twice a year only")
	b.Shot("decide-5-challenged")
	first(b, "align.aligned", "FR-1")
	b.Types("[data-action-id=reason]", "Acme leaves us without it")
	b.Shot("decide-6-answer")
	submits(b)
	b.Go("/?as=omar&in=@tandem")
	b.Says("article", "Acme leaves us without it")
	b.Shot("decide-7-both-read")
}

// reopens has Priya decline, and an hour later think again.
func reopens(b *browser.Tab) {
	b.Go("/?as=priya&in=@tandem")
	first(b, "align.decline", "FR-2")
	b.Types("[data-action-id=reason]", "Our themes cover it")
	submits(b)
	winds(b, "hour")
	b.Says("article button", "Reopen")
	b.Shot("decide-8-declined")
	first(b, "align.reopen", "FR-2")
	b.Types("[data-action-id=reason]", "The themes are going away")
	submits(b)
	b.Says("article", "The themes are going away")
	b.Shot("decide-9-reopened")
}

// steers has Priya look at the roadmap and at what hangs on its objective.
func steers(b *browser.Tab) {
	asks(b, "priya", "atlas", "/roadmap", "Win larger customers")
	b.Shot("decide-10-roadmap")
}

// looksBack has Omar read who decided what, and the whole of one request.
func looksBack(b *browser.Tab) {
	asks(b, "omar", "atlas", "/tandem decisions", "Support exports twice a year only")
	b.Shot("decide-11-log")
	asks(b, "omar", "atlas", "/tandem show FR-1", "recorded it")
	b.Shot("decide-12-timeline")
}

// isReminded has the days go by until both are reminded of what waits.
func isReminded(b *browser.Tab) {
	b.Go("/?as=omar&in=@tandem")
	winds(b, "monday")
	for range 3 {
		winds(b, "day")
	}
	b.Says("article", "waiting for you")
	b.Shot("decide-13-nudge")
	b.Go("/?as=omar&in=home")
	b.Says("main", "My working hours")
	b.Shot("decide-14-home")
}

// first presses the button of an action that is about one request.
func first(b *browser.Tab, action, id string) {
	b.Until(fmt.Sprintf(`(() => { const one = document.querySelector("[data-action-id='%s'][data-value='%s']"); one?.click(); return !!one })()`, action, id))
}
