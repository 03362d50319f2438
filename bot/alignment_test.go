package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

func TestNotNowParksWithADateAndAReasonAndComesBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.presses("priya", "@tandem", "Not now")
		w.sees("priya", "form", "Revisit on", "Reason")
		w.submits("priya", "Revisit on: 2026-04-01", "Reason: After the *audit* <!here>")
		w.is("FR-1", ritual.Parked)
		w.sees("priya", "@tandem", "@priya parked FR-1 until 1 Apr 2026", "> After the *audit* &lt;!here&gt;", "*Parked* until 1 Apr 2026")
		w.seesNot("priya", "@tandem", "[Aligned]")
		w.sees("sam", "@tandem", "*Parked* until 1 Apr 2026", "Why:\n> After the *audit*", "↳ @priya parked FR-1")
		w.seesNot("sam", "@tandem", "[Withdraw]", "[Answer questions]", "would help")

		w.clock.Set(time.Date(2026, 4, 1, 12, 59, 0, 0, time.UTC))
		w.settle()
		w.is("FR-1", ritual.Parked)
		w.clock.Set(time.Date(2026, 4, 1, 13, 0, 0, 0, time.UTC)) // nine in New York
		w.settle()
		w.is("FR-1", ritual.AwaitingAlignment)
		w.hears("priya", "@tandem", "*Does this serve the roadmap?*", "It is back: @priya parked FR-1 until 1 Apr 2026.", "> After the *audit*", "[Aligned]")
		w.sees("priya", "@tandem", "*FR-1* came back to you: it goes on in another message.\n")
		w.sees("sam", "@tandem", "*Awaiting alignment*")

		w.presses("priya", "@tandem", "Not now")
		w.submits("priya", "Revisit on: 2026-05-01", "Reason: Still busy")
		w.sees("sam", "@tandem", "*Parked* until 1 May 2026", "> Still busy")
		w.ended()
	})
}

func TestNotNowTakesADayAfterToday(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.presses("priya", "@tandem", "Not now")
		w.unchanged("FR-1", func() {
			w.fails("priya", []string{"Choose a day after today, 2 Mar 2026."}, "Revisit on: 2026-03-02", "Reason: Busy")
			w.fails("priya", []string{"Choose a day within two years."}, "Revisit on: 2031-03-02")
			w.fails("priya", []string{"Say why not now: whoever asked will read it."}, "Revisit on: 2026-04-01", "Reason: ...")
		})
		w.ended()
	})
}

func TestDeclineTellsTheReason(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.presses("priya", "@tandem", "Decline")
		w.fails("priya", []string{"Say why: whoever asked will read it."}, "Reason:   ")
		reason := strings.TrimSpace(strings.Repeat("We & they <x> ", 42))
		w.submits("priya", "Reason: "+reason)
		w.is("FR-1", ritual.Declined)
		w.sees("sam", "@tandem", "*Declined*", "Why:\n> We &amp; they", "↳ @priya declined FR-1.\n> We &amp; they")
		w.sees("priya", "@tandem", "@priya declined FR-1", "> We &amp; they")
		w.seesNot("priya", "@tandem", "[Decline]")
		w.seesNot("omar", "@tandem", "FR-1")
		if w.request("FR-1").Reason != reason {
			t.Error("the reason was cut")
		}
		w.ended()
	})
}

func TestAlignedAsksForTheFirstObjectiveAndThenForOneOfThem(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.presses("priya", "@tandem", "Aligned")
		w.sees("priya", "form", "Objective", "The roadmap is empty so far. Name its first objective")
		w.fails("priya", []string{"Name the objective, such as"}, "Objective: ???")
		w.submits("priya", "Objective: Happy *eyes* <!here>")
		w.sees("omar", "@tandem", "Serves *Happy *eyes* &lt;!here&gt;* (Now)")
		w.types("sam", "#atlas", "/request Light mode")
		w.sees("priya", "@tandem", "Now: *Happy *eyes* &lt;!here&gt;* has 1 open")
		w.presses("priya", "@tandem", "Aligned", "FR-2")
		w.fails("priya", []string{"!"})
		w.submits("priya", "Objective: Happy *eyes* <!here>")
		w.is("FR-2", ritual.AwaitingPriority)
		w.ended()
	})
}

func TestOnlyThePMAnswersWhy(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		for _, who := range []string{"omar", "sam", "dev", "gwen"} {
			for _, x := range []struct {
				do   string
				says string
			}{
				{request.AlignYes, "Only the product manager, @priya, can decide on the alignment of FR-1."},
				{request.AlignNotNow, "Only the product manager, @priya, can decide on the alignment of FR-1."},
				{request.AlignDecline, "Only the product manager, @priya, can decide on the alignment of FR-1."},
				{request.AlignMore, "Only the product manager, @priya, can ask for more about FR-1."},
				{alignedForm, "Only the product manager, @priya, can decide on the alignment of FR-1."},
				{notNowForm, "Only the product manager"}, {declineForm, "Only the product manager"},
				{needMoreForm, "Only the product manager"},
			} {
				w.unchanged("FR-1", func() {
					click := w.as(who)
					click.Subject = "FR-1"
					click.Fields = engine.Fields{"new_objective": {"Mine"}, "reason": {"Because"}, "question": {"Why?"}, "revisit": {"2026-04-01"}}
					_, err := w.clicks(x.do, click)
					w.refuses(err, x.says)
				})
			}
		}
		w.ended()
	})
}

func TestAButtonThatWasOutgrownSaysWhatHasBecomeOfIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.presses("priya", "@tandem", "Decline") // opened, and then sam is quicker
		w.presses("sam", "@tandem", "Withdraw")
		w.unchanged("FR-1", func() { w.submits("priya", "Reason: It serves no objective of ours") })
		w.sees("priya", "form", "FR-1 has moved on: @sam withdrew FR-1. Its status is Withdrawn now.", "It serves no objective of ours")
		w.closes("priya")

		w.types("sam", "#atlas", "/request Light mode")
		w.presses("priya", "@tandem", "Aligned", "FR-2")
		w.submits("priya", "Objective: Happy eyes")
		for _, do := range []string{request.AlignYes, request.AlignNotNow, request.AlignDecline, request.AlignMore} { // an old client still shows them
			w.unchanged("FR-2", func() {
				click := w.as("priya")
				click.Subject = "FR-2"
				_, err := w.clicks(do, click)
				w.refuses(err, "FR-2 has moved on: @priya aligned FR-2 with “Happy eyes”. Its status is Awaiting priority now.")
			})
		}
		w.ended()
	})
}

func TestForgedAnswersChangeNothing(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(channelNamed("borealis"))
		w.setUpIn("sam", "#atlas", "Atlas")
		w.setUpIn("sam", "#borealis", "Borealis")
		w.types("sam", "#atlas", "/request Dark mode")
		w.types("sam", "#borealis", "/request Light mode")
		w.aligns("FR-1", "Of Atlas")
		w.types("sam", "#atlas", "/request Blue mode")
		w.presses("priya", "@tandem", "Aligned", "FR-2")
		w.submits("priya", "Objective: Of Borealis")
		foreign := w.request("FR-2").Objective

		forged := w.as("priya")
		forged.Subject, forged.Fields = "FR-3", engine.Fields{"objective": {foreign}}
		w.unchanged("FR-3", func() {
			_, err := w.clicks(alignedForm, forged)
			w.refuses(err, "Choose one of the objectives in the list.")
			forged.Fields = engine.Fields{"objective": {"nothing"}, "new_objective": {"Of Atlas"}}
			_, err = w.clicks(alignedForm, forged)
			w.refuses(err, "Choose one of the objectives in the list.")
			forged.Fields = engine.Fields{"new_objective": {"of ATLAS"}}
			_, err = w.clicks(alignedForm, forged)
			w.refuses(err, "is on the roadmap already")
			forged.Fields = engine.Fields{"revisit": {"tomorrow"}, "reason": {strings.Repeat("x", 601)}}
			_, err = w.clicks(notNowForm, forged)
			w.refuses(err, "Choose the date", "Keep it to 600 characters; this has 601.")
		})
		for subject, says := range map[string]string{"FR-99": "There is no FR-99.", "FR-0": "An id looks like FR-12", "": "An id looks like FR-12", "'; DROP TABLE": "An id looks like FR-12"} {
			forged.Subject = subject
			for _, do := range []string{request.AlignYes, declineForm, request.PrioritizeOpen, prioritizeForm, request.QuestionsAnswer, request.QuestionsSkip, requestWithdraw} {
				_, err := w.clicks(do, forged)
				w.refuses(err, says)
			}
		}
		w.ended()
	})
}

// TestTwoAnswersAtOnceAreOneDecision has the reporter withdraw while the PM declines, again and again.
func TestTwoAnswersAtOnceAreOneDecision(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i := 1; i <= 12; i++ {
			w.passes(24 * time.Hour) // a day has room for six cards
			w.types("sam", "#atlas", fmt.Sprintf("/request Wish number %d", i))
			id := fmt.Sprintf("FR-%d", i)
			w.presses("priya", "@tandem", "Decline", id)
			w.fills("priya", "Reason: We do not need this at all")
			done := make(chan error, 2)
			go func() { done <- w.sim.Person("priya").Submit() }()
			go func() { done <- w.press("sam", "@tandem", "Withdraw", id) }()
			for range 2 {
				if err := <-done; err != nil {
					t.Fatal(err)
				}
			}
			w.settle()
			ds := w.decisions(id)
			if len(ds) != 1 {
				t.Fatalf("%s: %d decisions: %s", id, len(ds), dump(ds))
			}
			if w.request(id).Status == ritual.Declined {
				w.eventually("sam", "@tandem", id+" has moved on: @priya declined "+id)
				w.hasNoForm("priya")
			} else {
				w.sees("priya", "form", id+" has moved on: @sam withdrew "+id, "We do not need this at all")
				w.closes("priya")
			}
		}
		w.ended()
	})
}

// TestTwoDevicesOfOnePersonDecideOnce has the PM press two answers at once.
func TestTwoDevicesOfOnePersonDecideOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i := 1; i <= 8; i++ {
			w.types("sam", "#atlas", fmt.Sprintf("/request Wish number %d", i))
			id := fmt.Sprintf("FR-%d", i)
			answers := map[ritual.Verdict]engine.Fields{
				ritual.Decline: {"reason": {"No"}}, ritual.Aligned: {"new_objective": {fmt.Sprintf("Objective %d", i)}},
				ritual.NeedMore: {"question": {"Why?"}}, ritual.NotNow: {"reason": {"Later"}, "revisit": {"2026-04-01"}},
			}
			if i > 1 {
				delete(answers, ritual.Aligned) // by now there may be objectives
			}
			errs := make(chan error, len(answers))
			for v, f := range answers {
				click := w.as("priya")
				click.Subject, click.Fields = id, f
				go func() {
					ctx := context.Background()
					errs <- w.db.Update(ctx, func(tx *store.Tx) error {
						_, err := w.bot.Routes.Submits[alignmentForms[v]].Do(ctx, tx, click)
						return err
					})
				}()
			}
			refused := 0
			for range answers {
				if err := <-errs; err != nil {
					w.refuses(err, id+" has moved on: @priya")
					refused++
				}
			}
			if ds := w.decisions(id); len(ds) != 1 || refused != len(answers)-1 {
				t.Fatalf("%s: %d refused, decisions %s", id, refused, dump(ds))
			}
			w.settle()
		}
		w.ended()
	})
}

func TestOneHeadGetsOneCardAndAnswersBothQuestionsInOneForm(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.types("sam", "#atlas", "/tandem setup")
		w.submits("sam", "Product name: Atlas", "Product manager: priya", "Product owner: priya")
		w.closes("sam")
		w.sees("priya", "@tandem", "@sam named you PM and PO of *Atlas*")
		w.sees("dev", "#atlas", "@priya decides, and you hear what becomes of it")

		w.types("sam", "#atlas", "/request Dark mode")
		w.sees("priya", "@tandem", "Does this serve the roadmap, and where does it stand?", "[Aligned] [Not now] [Decline] [Need more]")
		w.seesNot("priya", "@tandem", "[Challenge]", "[Prioritize]")
		w.presses("priya", "@tandem", "Aligned")
		w.sees("priya", "form", "Objective", "Where does it stand?", "Value", "Effort", "Still open: Value, Effort.")
		w.fills("priya", "Value: 8", "Effort: 2")
		w.settle()
		w.eventually("priya", "form", "*Score:* value 8 ÷ effort 2 = 4")
		w.submits("priya", "Objective: Happy eyes")
		w.is("FR-1", ritual.Backlog)
		w.sees("priya", "@tandem", "@priya aligned FR-1 with “Happy eyes”", "@priya prioritized FR-1: value 8 ÷ effort 2 = 4", "*Backlog*")
		w.sees("sam", "@tandem", "↳ @priya aligned FR-1", "↳ @priya prioritized FR-1")

		// The second question can be left for later.
		w.types("sam", "#atlas", "/request Light mode")
		w.presses("priya", "@tandem", "Aligned", "FR-2")
		w.submits("priya", "Objective: Happy eyes")
		w.is("FR-2", ritual.AwaitingPriority)
		w.sees("priya", "@tandem", "Where does this stand in the backlog?", "[Prioritize]")
		w.presses("priya", "@tandem", "Prioritize", "FR-2")
		w.submits("priya", "Value: 3", "Effort: 3")
		w.is("FR-2", ritual.Backlog)

		// Half an answer is asked for the other half, and nothing is kept by then.
		w.types("sam", "#atlas", "/request Blue mode")
		w.presses("priya", "@tandem", "Aligned", "FR-3")
		w.fills("priya", "Objective: Happy eyes", "Value: 3")
		w.eventually("priya", "form", "Still open: Effort.")
		w.unchanged("FR-3", func() { w.fails("priya", []string{"Choose Effort from the list."}) })
		w.submits("priya", "Effort: 1")
		w.is("FR-3", ritual.Backlog)

		n := 0
		for _, m := range w.sim.Person("priya").Sees("@tandem") {
			if strings.Contains(wordsOf(m.Blocks), "FR-2") {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d messages about FR-2", n)
		}
		w.ended()
	})
}

func TestOneHeadsQuestionComesBackUnderTheOneCard(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.types("sam", "#atlas", "/tandem setup")
		w.submits("sam", "Product name: Atlas", "Product manager: priya", "Product owner: priya", "Prioritization: RICE")
		w.closes("sam")
		w.types("sam", "#atlas", "/request Dark mode")
		w.needsMore("FR-1", "Which screens?")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Which screens?: All")
		w.hears("priya", "@tandem", "@sam answered your question about FR-1")
		w.presses("priya", "@tandem", "Aligned")
		w.sees("priya", "form", "Reach", "Still open: Reach, Effort.")
		w.submits("priya", "Objective: Happy eyes") // what the form starts with is no answer yet
		w.is("FR-1", ritual.AwaitingPriority)

		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Export loses rows", "Kind: Problem")
		w.sees("priya", "@tandem", "*Problem*", "[Prioritize]")
		w.seesNot("priya", "@tandem", "went straight to")
		w.ended()
	})
}

func TestThePMMayAnswerAQuestionThatWaitsForSomebodyElse(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.presses("priya", "@tandem", "Need more")
		w.submits("priya", "Question: For which pages?")
		w.is("FR-1", ritual.NeedsInfo)
		w.presses("priya", "@tandem", "Answer questions", "FR-1")
		w.submits("priya", "For which pages?: Sam told me: all of them.")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "Sam told me: all of them.", "[Aligned]")
		w.ended()
	})
}

func TestShortWordsOfAFormThatCameTooLateComeBackToo(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.presses("priya", "@tandem", "Decline")
		w.presses("sam", "@tandem", "Withdraw")
		w.submits("priya", "Reason: No money")
		w.sees("priya", "form", "FR-1 has moved on", "No money")
		w.ended()
	})
}
