package bot

import (
	"errors"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
)

// challenges is the PO sending a request back to the PM.
func (w *world) challenges(id, reason string) {
	w.t.Helper()
	w.presses("omar", "@tandem", "Challenge", id)
	w.submits("omar", "Reason: "+reason)
}

func TestAChallengeGoesBackToThePMWithItsReason(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		w.sees("omar", "@tandem", "[Prioritize] [Challenge]")
		w.presses("omar", "@tandem", "Challenge")
		w.sees("omar", "form", "*FR-1*  Dark mode", "It goes back to @priya, who decides again whether it serves the roadmap.")
		w.unchanged("FR-1", func() {
			w.fails("omar", []string{"Say why: the product manager will read it."}, "Reason: ...")
		})
		w.submits("omar", "Reason: Only *two* people want it <!here>")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("omar", "@tandem", "@omar challenged the alignment of FR-1", "> Only *two* people want it &lt;!here&gt;", "*Awaiting alignment* · next: @priya checks it against the roadmap")
		w.seesNot("omar", "@tandem", "[Prioritize]", "[Challenge]")
		w.sees("priya", "@tandem", "@omar challenges:\n> Only *two* people want it", "[Aligned]")
		w.hears("priya", "@tandem", "*FR-1* is back with you. @omar challenges:\n> Only *two* people")
		w.sees("sam", "@tandem", "*Awaiting alignment*")
		w.seesNot("sam", "@tandem", "challenge", "two* people")

		// The PM stays with it: the objective is the one from before.
		w.presses("priya", "@tandem", "Aligned")
		w.submits("priya", "Objective: Happy eyes")
		w.is("FR-1", ritual.AwaitingPriority)
		w.seesNot("priya", "@tandem", "[Aligned]")
		w.sees("omar", "@tandem", "[Prioritize] [Challenge]")
		w.hears("omar", "@tandem", "@priya aligned FR-1 with “Happy eyes” after your challenge.")
		if n := strings.Count(w.reads("sam", "@tandem"), "@priya aligned FR-1"); n != 1 {
			t.Errorf("Sam, who heard of no challenge, hears %d times that it is aligned", n)
		}

		// Challenged once more, it is declined.
		w.challenges("FR-1", "Really?")
		w.hears("priya", "@tandem", "> Really?")
		w.presses("priya", "@tandem", "Decline")
		w.submits("priya", "Reason: You are right")
		w.is("FR-1", ritual.Declined)
		w.sees("omar", "@tandem", "@priya declined FR-1", "> You are right")
		w.seesNot("omar", "@tandem", "[Prioritize]", "[Challenge]")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "@omar challenged the alignment of FR-1~ _(replaced later)_\n> Only *two* people", "@priya declined FR-1")
		w.ended()
	})
}

func TestThePOHearsWhoseChallengeWasAnswered(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		w.standIns()
		w.goesAway("omar")
		w.presses("sam", "@tandem", "Challenge", "FR-1")
		w.submits("sam", "Reason: Who needs it?")
		w.sim.ChangeUser("omar", func(u *slacksim.User) { u.StatusEmoji = "" })
		w.settle()
		w.aligns("FR-1", "Happy eyes")
		w.hears("omar", "@tandem", "@priya aligned FR-1 with “Happy eyes” after the challenge by @sam. Its card asks you")
		w.ended()
	})
}

func TestAProblemThatNobodyAlignedCanBeSentToThePM(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Export loses rows", "Kind: Problem")
		w.is("FR-1", ritual.AwaitingPriority)
		w.seesNot("omar", "@tandem", "[Challenge]")
		w.presses("omar", "@tandem", "Ask for alignment")
		w.sees("omar", "form", "It goes to @priya, who decides whether it serves the roadmap. Then it is back with you.")
		w.unchanged("FR-1", func() { w.fails("omar", []string{"Say what you want to know"}, "Reason: …") })
		w.submits("omar", "Reason: Is this still our product?")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.hears("priya", "@tandem", "Does this serve the roadmap?", "*Problem*", "@omar asks whether it serves the roadmap:\n> Is this still our product?", "[Aligned]")
		w.sees("priya", "@tandem", "is a problem, so it went straight to @omar.")
		w.seesNot("priya", "@tandem", "You have nothing to decide")
		w.aligns("FR-1", "Happy eyes")
		w.is("FR-1", ritual.AwaitingPriority)
		w.hears("omar", "@tandem", "@priya aligned FR-1 with “Happy eyes” after your question.")
		w.sees("sam", "@tandem", "@priya aligned FR-1 with “Happy eyes”")
		w.ranks("FR-1", "5", "1")
		w.is("FR-1", ritual.Backlog)
		w.ended()
	})
}

func TestAChallengeStandsWhileThePMAsksForMore(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		w.challenges("FR-1", "Who needs it?")
		w.needsMore("FR-1", "Who needs it, Sam?")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Who needs it, Sam?: Acme")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "@omar challenges:\n> Who needs it?", "[Aligned]")
		w.ended()
	})
}

func TestOnlyThePOChallengesAndOnlyWhatWaitsForThem(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		click := func(who, reason string, says ...string) {
			t.Helper()
			in := w.as(who)
			in.Subject, in.Fields = "FR-1", engine.Fields{"reason": {reason}}
			w.unchanged("FR-1", func() {
				for _, do := range []string{challengeOpen, challengeForm} {
					_, err := w.clicks(do, in)
					w.refuses(err, says...)
				}
			})
		}
		for _, who := range []string{"priya", "sam", "dev", "gwen"} {
			click(who, "No", "Only the product owner, @omar, can challenge the alignment of FR-1.")
		}
		w.ranks("FR-1", "5", "5")
		click("omar", "No", "FR-1 has moved on: @omar prioritized FR-1")
		w.ended()
	})
}

func TestWhoIsBothHasNobodyToChallenge(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUpByOne()
		w.types("sam", "#atlas", "/request Dark mode")
		w.presses("priya", "@tandem", "Aligned")
		w.submits("priya", "Objective: Happy eyes")
		w.is("FR-1", ritual.AwaitingPriority)
		w.sees("priya", "@tandem", "[Prioritize]")
		w.seesNot("priya", "@tandem", "[Challenge]")
		w.opensHome("priya")
		w.seesNot("priya", "home", "[Challenge]")
		w.unchanged("FR-1", func() {
			in := w.as("priya")
			in.Subject, in.Fields = "FR-1", engine.Fields{"reason": {"No"}}
			for _, do := range []string{challengeOpen, challengeForm} {
				_, err := w.clicks(do, in)
				w.refuses(err, "One person answers both questions about Atlas: there is nobody to challenge.")
			}
		})
		w.ended()
	})
}

func TestAChallengeIsAnsweredFromHomeToo(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		w.opensHome("omar")
		w.opensHome("priya")
		w.presses("omar", "home", "Challenge", "FR-1")
		w.submits("omar", "Reason: Why?")
		w.seesNot("omar", "home", "FR-1")
		w.sees("priya", "home", "*FR-1*", "[Aligned]")
		w.ended()
	})
}

// TestChallengingAndWithdrawingAtOnceIsOneOfBoth has the reporter withdraw while the PO challenges, again and again.
func TestChallengingAndWithdrawingAtOnceIsOneOfBoth(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i := 1; i <= 6; i++ {
			id := ritual.RequestID(int64(i))
			w.types("sam", "#atlas", "/request Wish "+id)
			w.aligns(id, "Happy eyes")
			w.presses("omar", "@tandem", "Challenge", id)
			w.fills("omar", "Reason: Nobody needs it")
			done := make(chan error, 2)
			go func() { done <- w.sim.Person("omar").Submit() }()
			go func() { done <- w.press("sam", "@tandem", "Withdraw", id) }()
			for range 2 {
				if err := <-done; err != nil && !errors.Is(err, slacksim.ErrFields) {
					t.Fatal(err)
				}
			}
			w.settle()
			// What was challenged can still be withdrawn: then both count, in this order.
			var verdicts []string
			for _, d := range w.decisions(id) {
				verdicts = append(verdicts, string(d.Verdict))
			}
			switch got := strings.Join(verdicts, " "); got {
			case "aligned withdrawn":
				w.sees("omar", "form", id+" has moved on: @sam withdrew "+id, "Nobody needs it")
				w.closes("omar")
			case "aligned challenged withdrawn":
				w.hasNoForm("omar")
			default:
				t.Fatalf("%s: %s", id, got)
			}
			w.is(id, ritual.Withdrawn)
			w.seesNot("omar", "@tandem", "[Challenge]")
			w.passes(24 * time.Hour) // a day has room for six cards
		}
		w.ended()
	})
}
