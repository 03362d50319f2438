package bot

import (
	"fmt"
	"testing"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
)

func TestOpenCardsNameAnObjectiveAsItIsCalledNow(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned() // with “Happy eyes”
		w.types("sam", "#atlas", "/request Happy users need eyes at night")
		w.sees("omar", "@tandem", "Serves *Happy eyes* (Now)")
		w.sees("priya", "@tandem", "_Suggestion (shared words: ", "*Happy eyes* has 1 open")
		w.types("priya", "#atlas", "/roadmap")
		w.aims("priya", "#atlas", "Happy eyes", "Edit")
		w.submits("priya", "Objective: Happy eyes at night")
		w.closes("priya")
		w.sees("omar", "@tandem", "Serves *Happy eyes at night* (Now)", "[Prioritize]")
		w.sees("priya", "@tandem", "*Happy eyes at night* has 1 open", "@priya aligned FR-1 with “Happy eyes”") // as it was called then
		w.seesNot("priya", "@tandem", "*Happy eyes*")
		w.ended()
	})
}

func TestWhoMayReopenNoMoreSeesNoButtonForIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.asksFor(1, 5)
		for n := range 4 { // the last of them in the message of the day
			w.declines(fmt.Sprintf("FR-%d", n+1), "Nobody needs it")
		}
		w.goesAway("priya")
		w.presses("dev", "@tandem", "Decline", "FR-5")
		w.submits("dev", "Reason: Nobody needs it")
		w.passes(ritual.UndoFor)
		w.sees("priya", "@tandem", "[Reopen]")
		w.sees("dev", "@tandem", "[Reopen]")
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.StatusEmoji = "" })
		w.settle()
		w.seesNot("dev", "@tandem", "[Reopen]")

		named := func(who string) {
			t.Helper()
			w.settings("sam")
			w.submits("sam", "Product manager: "+who)
			w.closes("sam")
			w.passes(10 * rewriteEvery)
		}
		named("omar")
		w.seesNot("priya", "@tandem", "[Reopen]")
		named("priya")
		w.sees("priya", "@tandem", "[Reopen]")
		w.is("FR-1", ritual.Declined)
		w.ended()
	})
}

func TestWhoActedForAHeadWhoLeftSeesNoButtonOnceThereIsAnother(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		comes := func(priya bool) {
			t.Helper()
			w.sim.ChangeUser("priya", func(u *slacksim.User) { u.Deleted = !priya })
			w.settle()
		}
		comes(false)
		w.presses("omar", "@tandem", "Decline", "FR-1")
		w.submits("omar", "Reason: Nobody needs it")
		w.passes(ritual.UndoFor)
		w.sees("omar", "@tandem", "[Reopen]")
		comes(true)
		w.seesNot("omar", "@tandem", "[Reopen]")
		comes(false)
		w.sees("omar", "@tandem", "[Reopen]")
		w.settings("sam")
		w.submits("sam", "Product manager: dev")
		w.closes("sam")
		w.seesNot("omar", "@tandem", "[Reopen]")
		w.ended()
	})
}
