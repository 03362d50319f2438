package main

import (
	"fmt"
	"testing"

	"tandem/bot/slacksim/page/browser"
)

func TestATeamPlansASprintWorksOnItAndTellsWhatItCameToInTheBrowser(t *testing.T) {
	b, ok := browser.Open(t, tryHere(t))
	if !ok {
		return
	}
	fillsABacklog(b)
	plansASprint(b)
	worksOnIt(b)
	showsIt(b)
	closesIt(b)
	tellsOfIt(b)
	solvesIt(b)
}

// fillsABacklog has Kenji ask for three things, Mara judge them, and Lena size two of them.
func fillsABacklog(b *browser.Tab) {
	for i, wish := range []string{"Northern lights on the map, so that tours leave in time", "Polar bears on the map", "A legend for the colors"} {
		id := fmt.Sprintf("FR-%d", i+1)
		asks(b, "kenji", "borealis", "/request "+wish, "Recorded for Borealis as "+id)
		b.Go("/?as=mara&in=@tandem")
		first(b, "align.aligned", id)
		if i == 0 {
			b.Types("[data-action-id=new_objective]", "Show the whole sky")
		} else {
			b.Types("[data-action-id=objective]", "Show\r")
		}
		judges(b, "8", "5", "3", fmt.Sprint(i+1))
		submits(b)
	}
	for _, id := range []string{"FR-1", "FR-2"} {
		asks(b, "mara", "borealis", "/tandem show "+id, id)
		first(b, "estimate.start", id)
		b.Go("/?as=lena&in=borealis")
		b.Says("article", "How large is "+id+"?")
		newest(b, "estimate.vote.5")
		b.Says("article", "1 of 1 voted")
		b.Go("/?as=mara&in=borealis")
		newest(b, "estimate.reveal")
		first(b, "estimate.points", id)
		submits(b)
	}
}

// plansASprint has Mara plan a sprint from the top of the backlog, and start it.
func plansASprint(b *browser.Tab) {
	asks(b, "mara", "borealis", "/sprint plan", "Sprint goal")
	b.Types("[data-action-id=goal]", "Tour guides see the sky as it is")
	b.Types("[data-action-id^=sprint_stories]", "FR-1\r")
	b.Says("dialog", "5 points")
	b.Types("[data-action-id^=sprint_stories]", "FR-2\r\t")
	b.Says("dialog", "10 points")
	b.Shot("sprint-1-plan")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "Planned")
	b.Shot("sprint-2-planned")
	b.Click("[data-action-id='sprint.start']")
	b.Says("dialog", "has begun")
	b.Shot("sprint-3-started")
	cancels(b)
	b.Go("/?as=lena&in=borealis")
	b.Says("article", "Tour guides see the sky as it is")
	b.Shot("sprint-4-begun")
}

// worksOnIt has Lena start a story and finish it, and Mara add another one.
func worksOnIt(b *browser.Tab) {
	asks(b, "lena", "borealis", "/sprint", "Sprint 1 of Borealis")
	b.Shot("sprint-5-board")
	first(b, "sprint.begin", "FR-1")
	b.Says("article", "In progress")
	b.Shot("sprint-6-begun")
	first(b, "sprint.done", "FR-1")
	b.Shot("sprint-7-done")
	b.Go("/?as=lena&in=home")
	b.Says("main", "This sprint")
	b.Shot("sprint-8-home")
	asks(b, "mara", "borealis", "/sprint add FR-3", "Reason")
	b.Types("[data-action-id=reason]", "Without it nobody reads the map")
	b.Shot("sprint-9-add")
	submits(b)
	b.Go("/?as=mara&in=borealis")
	b.Shot("sprint-10-added")
}

// showsIt has Lena say what she shows, and Mara accept it at the demo.
func showsIt(b *browser.Tab) {
	b.Go("/?as=lena&in=@tandem")
	winds(b, "monday")
	for range 9 {
		winds(b, "day")
	}
	b.Says("article", "important to share?")
	b.Shot("sprint-11-asked")
	newest(b, "demo.show")
	b.Types("[data-action-id=says]", "Guides see the lights on the map as they appear")
	b.Shot("sprint-12-show")
	submits(b)
	for range 2 {
		winds(b, "day")
	}
	for range 5 {
		winds(b, "hour")
	}
	b.Go("/?as=lena&in=borealis")
	b.Says("article", "Demo of sprint 1")
	b.Shot("sprint-13-order")
	winds(b, "hour")
	asks(b, "mara", "borealis", "/demo", "Guides see the lights")
	b.Shot("sprint-14-demo")
	first(b, "accept.open", "FR-1")
	b.Shot("sprint-15-accept")
	submits(b)
}

// closesIt has Mara close the sprint.
func closesIt(b *browser.Tab) {
	asks(b, "mara", "borealis", "/sprint close", "What it came to")
	b.Shot("sprint-16-close")
	b.Click("[data-modal=submit]")
	b.Says("dialog", "is closed")
	b.Shot("sprint-17-closed")
}

// tellsOfIt has Mara edit and post the recap, and Sam read it and say what he thinks of it.
func tellsOfIt(b *browser.Tab) {
	b.Click("[data-action-id='recap.draft']")
	b.Says("dialog", "direct messages")
	b.Click("[data-modal=cancel]")
	b.Says("dialog", "is closed")
	cancels(b)
	b.Go("/?as=mara&in=@tandem")
	b.Says("article", "Sprint 1 recap")
	b.Shot("sprint-18-draft")
	newest(b, "recap.edit")
	b.Says("dialog", "Was the Sprint Goal met?")
	b.Click("dialog [value=partly]")
	b.Writes("[data-action-id=sentence]", "Guides see the lights; the bears hide still")
	b.Writes("[data-action-id=focus]", "The bears, and a legend that all can read")
	b.Shot("sprint-19-edit")
	submits(b)
	b.Says("article", "the bears hide still")
	b.Shot("sprint-20-edited")
	newest(b, "recap.post")
	b.Go("/?as=sam&in=borealis")
	b.Says("article", "the bears hide still")
	b.Says("article", "replies")
	b.Shot("sprint-21-recap")
	uses(b, "the bears hide still", "reply")
	b.Says("article", "Velocity")
	b.Sees("aside img, article img")
	b.Shot("sprint-22-thread")
	newest(b, "sprint.feedback")
	b.Says("dialog", "About")
	b.Shot("sprint-23-feedback")
	cancels(b)
}

// solvesIt has Kenji, two weeks later, say whether it solved what he needed, and Mara read that beside the objective.
func solvesIt(b *browser.Tab) {
	b.Go("/?as=kenji&in=@tandem")
	b.Says("article", "Shipped")
	for range 3 {
		winds(b, "monday")
	}
	winds(b, "hour")
	b.Says("article", "Did this solve it?")
	b.Shot("sprint-24-asked")
	newest(b, "satisfaction.4")
	b.Says("article", "You said 4 of 5: mostly")
	newest(b, "satisfaction.more")
	b.Types("[data-action-id=comment]", "Guides leave in time now")
	b.Shot("sprint-25-comment")
	submits(b)
	b.Says("article", "Guides leave in time now")
	b.Shot("sprint-26-answered")
	asks(b, "mara", "borealis", "/roadmap", "satisfaction 4.0 of 5, 1 answer")
	b.Shot("sprint-27-roadmap")
}
