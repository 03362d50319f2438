package bot

import (
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
)

// questions counts the messages by which somebody is or was asked for the alignment, and those that say that it goes on elsewhere.
func (w *world) questions(who string, asked, past int) {
	w.t.Helper()
	var is, was int
	for _, first := range w.got(who) {
		is += strings.Count(first, "Does this serve the roadmap?")
		was += strings.Count(first, "came back to you: it goes on in another message.")
	}
	if is != asked || was != past {
		w.t.Errorf("%s has %d questions and %d that came back, not %d and %d: %q", who, is, was, asked, past, w.got(who))
	}
}

func TestWhoeverIsAskedAgainGetsTheQuestionAnew(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		named := func(who string) {
			t.Helper()
			w.settings("sam")
			w.submits("sam", "Product manager: "+who)
			w.closes("sam")
		}
		isBack := func() {
			t.Helper()
			w.sim.ChangeUser("priya", func(u *slacksim.User) { u.StatusEmoji = "" })
			w.settle()
		}
		w.types("sam", "#atlas", "/request Dark mode")
		w.questions("priya", 1, 0)

		// While somebody acts in her place, her card keeps its buttons; that of the stand-in comes and goes.
		for range 2 {
			w.goesAway("priya")
			w.hears("dev", "@tandem", "*Does this serve the roadmap?*", "[Aligned]")
			isBack()
			w.seesNot("dev", "@tandem", "[Aligned]")
		}
		w.questions("priya", 1, 0)
		w.questions("dev", 0, 1) // the second one says who has it now

		// Somebody else is PM for a while.
		named("omar")
		w.seesNot("priya", "@tandem", "[Aligned]")
		named("priya")
		w.hears("priya", "@tandem", "*Does this serve the roadmap?*", "[Aligned]")
		w.questions("priya", 1, 1)
		w.ended()
	})
}

func TestAQuestionThatSomebodyElseTookBackIsAskedAnew(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.types("sam", "#atlas", "/request Dark mode")
		for range 6 { // four working days of hers go by
			w.passes(24 * time.Hour)
		}
		w.presses("dev", "@tandem", "Decline", "FR-1")
		w.submits("dev", "Reason: Nobody needs it")
		w.questions("priya", 0, 0)
		w.presses("dev", "@tandem", "Undo", "FR-1/1")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.hears("priya", "@tandem", "*Does this serve the roadmap?*", "[Aligned]")
		w.questions("priya", 1, 1)
		w.questions("dev", 1, 0) // he sees it where he pressed

		// So does she, also where he is asked in her place.
		w.goesAway("priya")
		w.presses("dev", "@tandem", "Decline", "FR-1")
		w.submits("dev", "Reason: Nobody needs it")
		w.presses("priya", "@tandem", "Undo", "FR-1/3")
		w.hears("dev", "@tandem", "*Does this serve the roadmap?*", "[Aligned]")
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.StatusEmoji = "" })
		w.settle()
		w.questions("priya", 1, 1)
		w.ended()
	})
}

func TestWhatComesBackIntoTheSameListStandsThereOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.asksFor(1, 6)
		for _, who := range []string{"dev", "priya"} {
			w.settings("sam")
			w.submits("sam", "Product manager: "+who)
			w.closes("sam")
		}
		w.sees("priya", "@tandem", "*4 more wait for your answer*", "*FR-6*  Thing number 6\nAtlas · does it serve the roadmap?", "*FR-1* came back to you")
		w.seesNot("priya", "@tandem", "*FR-4* came back to you", "*FR-5* came back to you", "*FR-6* came back to you")
		w.ended()
	})
}

func TestTheStandInsOfOneHeadHaveNobodyToChallengeAndAreToldOfWhatComesBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp("Product owner: priya")
		w.settings("sam")
		w.submits("sam", "Stand-in for the PM: dev", "Stand-in for the PO: omar")
		w.closes("sam")
		w.types("sam", "#atlas", "/request Dark mode")
		w.goesAway("priya")
		align := func() {
			t.Helper()
			w.presses("dev", "@tandem", "Aligned", "FR-1")
			w.submits("dev", "Objective: Happy eyes")
		}
		align()
		w.hears("omar", "@tandem", "*Where does this stand in the backlog?*", "[Prioritize] [Split]")
		w.passes(ritual.UndoFor)
		w.presses("dev", "@tandem", "Reopen", "FR-1")
		w.submits("dev", "Reason: It may not")
		align()
		w.hears("omar", "@tandem", "@dev aligned FR-1 with “Happy eyes” after it was reopened. Its card asks you for its priority again.")
		w.ended()
	})
}
