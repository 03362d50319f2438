package bot

import (
	"sync"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/ritual"
)

func TestWhatWasDoneInASprintStaysInItsDemoWhereItIsReturnedLater(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 8)
		s := w.runs(inSprint{"FR-1", "dev", ritual.WorkDone}, inSprint{"FR-2", "dev", ritual.WorkDone})
		w.comes("2026-03-13 13:05")
		w.types("dev", "#atlas", "/demo")
		w.presses("dev", "#atlas", "Show it", "FR-2")
		w.submits("dev", "What can a user do now?: Rest their eyes")
		w.closes("dev")
		w.freezes(s)
		w.types("sam", "#atlas", "/demo")
		w.hears("sam", "#atlas", "was to be <", " · the sprint is closed")
		for _, id := range []string{"FR-1", "FR-2"} {
			w.types("omar", "#atlas", "/demo")
			w.presses("omar", "#atlas", "Return", id)
			w.submits("omar", "Reason: It asks twice")
			w.closes("omar")
		}
		w.comes("2026-03-13 14:05")
		w.types("sam", "#atlas", "/demo")
		w.hears("sam", "#atlas", "\nwas <", " · the sprint is closed", "*1.* *FR-2*  Wish number 2 · dev\nMerged", "*Also done*\n*FR-1*  Wish number 1 · dev\nMerged")
		w.sees("sam", "#atlas", "*Also done*\n• *FR-1*  Wish number 1 · dev\n[Give feedback]")
		w.ended()
	})
}

func TestADefectIsFoundInOneSprintAndFixedInAnother(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9)
		w.begun("Customers can export", "FR-1")
		w.begins("dev", "FR-1")
		w.finishes("dev", "FR-1")
		w.types("dev", "#atlas", "/sprint defect The export stops in FR-1")
		w.ranks("FR-2", "9", "1")
		const early = "Once the sprint is closed, nobody can say any more what they show, and no running order is posted."
		w.types("omar", "#atlas", "/sprint close")
		w.sees("omar", "form", early)
		w.closes("omar")
		w.comes("2026-03-13 13:05")
		w.presses("sam", "#atlas", "Give feedback") // under the running order
		w.submits("sam", "Title: More formats", "About: FR-1 Wish number 1")
		w.closes("sam")
		w.sees("sam", "@tandem", "*FR-3*  More formats", "Feedback on *FR-1* in sprint 1")
		w.types("omar", "#atlas", "/sprint close")
		w.seesNot("omar", "form", early)
		w.submits("omar")
		w.closes("omar")
		w.types("omar", "#atlas", "/demo recap")
		w.settle()
		w.sees("omar", "@tandem", "*FR-3*  More formats · Feature · about *FR-1* · now: Awaiting alignment\n*FR-2*  The export stops in FR-1 · Defect · about *FR-1* · now: Backlog",
			"*Defects*  1 found, 0 fixed", "1 request from feedback · 1 defect found")
		w.comes("2026-03-16 09:05")
		w.begun("Exports are whole", "FR-2")
		w.begins("dev", "FR-2")
		w.finishes("dev", "FR-2")
		w.comes("2026-03-27 15:05")
		w.types("omar", "#atlas", "/sprint close")
		w.submits("omar")
		w.closes("omar")
		w.types("omar", "#atlas", "/demo recap")
		w.settle()
		w.sees("omar", "@tandem", "*What changes in the backlog*  1 request from feedback\n", // the recap of the first sprint was not posted
			"*Defects*  0 found, 1 fixed", "*FR-2*  The export stops in FR-1 · without points · asked by dev")
		w.ended()
	})
}

func TestOfTwoWhoAcceptAtOnceOneDoes(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9)
		w.runs(inSprint{"FR-1", "dev", ritual.WorkDone})
		errs := make([]error, 4)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				click := w.about("omar", "FR-1")
				click.Data, click.Fields = engine.FormData{Subject: "FR-1", Version: 1}, engine.Fields{}
				_, errs[i] = w.clicks("accept.form", click)
			})
		}
		wg.Wait()
		w.settle()
		accepted, late := 0, 0
		for _, err := range errs {
			if err == nil {
				accepted++
				continue
			}
			w.refuses(err, "FR-1 has moved on: @omar accepted FR-1.")
			late++
		}
		if accepted != 1 || late != 3 {
			t.Errorf("%d accept, %d are late", accepted, late)
		}
		w.is("FR-1", ritual.Accepted)
		w.ended()
	})
}
