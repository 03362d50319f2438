package bot

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
)

// challenges is the PO sending a request back to the PM.
func (w *world) challenges(id, reason string) {
	w.t.Helper()
	w.presses("omar", "@tandem", "Challenge", id)
	w.submits("omar", "Reason: "+reason)
}

// realigns is the PM aligning again what the PO challenged, with the objective from before.
func (w *world) realigns(id, answer string) {
	w.t.Helper()
	w.presses("priya", "@tandem", "Aligned", id)
	w.submits("priya", "Reason: "+answer)
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
		w.sees("priya", "@tandem", "@omar challenged · ", "> Only *two* people want it", "[Aligned]")
		w.hears("priya", "@tandem", "*FR-1* is back with you. @omar challenges:\n> Only *two* people")
		w.sees("sam", "@tandem", "*Awaiting alignment*")
		w.seesNot("sam", "@tandem", "challenge", "two* people")

		// The PM stays with it: the objective is the one from before, and the PO is owed an answer.
		w.presses("priya", "@tandem", "Aligned")
		w.sees("priya", "form", "@omar challenged · ", "> Only *two* people want it", "Reason")
		w.unchanged("FR-1", func() {
			w.fails("priya", []string{"! reason: Say why it serves the roadmap all the same: the product owner will read it."}, "Objective: Happy eyes", "Reason: …")
		})
		w.submits("priya", "Reason: They are our *largest* <!here>")
		w.is("FR-1", ritual.AwaitingPriority)
		w.seesNot("priya", "@tandem", "[Aligned]")
		w.hears("omar", "@tandem", "@priya aligned FR-1 with “Happy eyes” after your challenge. Its card asks you for its priority again.\n> They are our *largest* &lt;!here&gt;")
		for _, who := range []string{"omar", "priya"} { // the whole exchange, in order
			readsInOrder(t, w.reads(who, "@tandem"), "@omar challenged · ", "> Only *two* people want it", "largest* &lt;!here&gt;")
		}
		w.sees("omar", "@tandem", "@priya answered: aligned with “Happy eyes” · ", "Serves *Happy eyes* (Now) · aligned by @priya", "[Prioritize] [Challenge]")
		w.seesNot("sam", "@tandem", "largest")
		if n := strings.Count(w.reads("sam", "@tandem"), "@priya aligned FR-1"); n != 1 {
			t.Errorf("Sam, who heard of no challenge, hears %d times that it is aligned", n)
		}

		// Challenged once more, it is declined.
		w.challenges("FR-1", "Really?")
		w.hears("priya", "@tandem", "> Really?")
		w.presses("priya", "@tandem", "Decline")
		w.sees("priya", "form", "> They are our *largest*", "> Really?")
		w.submits("priya", "Reason: You are right")
		w.is("FR-1", ritual.Declined)
		w.hears("omar", "@tandem", "@priya declined FR-1 after your challenge.\n> You are right")
		w.sees("omar", "@tandem", "@priya declined FR-1", "> You are right")
		w.seesNot("omar", "@tandem", "[Prioritize]", "[Challenge]")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "@omar challenged the alignment of FR-1 _(answered by @priya, ", "> Only *two* people", "@priya declined FR-1")
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
		w.realigns("FR-1", "Acme does")
		w.hears("omar", "@tandem", "@priya aligned FR-1 with “Happy eyes” after the challenge by @sam. Its card asks you for its priority again.\n> Acme does")
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
		w.hears("priya", "@tandem", "Does this serve the roadmap?", "*Problem*", "@omar asked whether it serves the roadmap · ", "> Is this still our product?", "[Aligned]")
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
		w.sees("priya", "@tandem", "@omar challenged · ", "> Who needs it?", "[Aligned]")
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
				for _, do := range []string{request.ChallengeOpen, challengeForm} {
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
			for _, do := range []string{request.ChallengeOpen, challengeForm} {
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

func TestWhoChallengesForTheThirdTimeIsAdvisedToTalk(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		long := strings.Repeat("長い理由。", 100)
		for n, reason := range []string{"First doubt", "Second doubt " + long, "Third doubt " + long, "Fourth doubt " + long} {
			if n > 0 {
				w.realigns("FR-1", "Answer number "+fmt.Sprint(n)+" "+long)
			}
			w.challenges("FR-1", reason)
		}
		for who, reads := range map[string][]string{
			"priya": {"Third doubt", "Answer number 3", "Fourth doubt", "Fourth challenge: a short talk may be quicker.", request.AlignYes},
			"omar":  {"Answer number 2", "Third doubt", "Answer number 3", "Fourth doubt"},
		} {
			w.sees(who, "@tandem", "earlier challenges and answers · `/tandem show FR-1` has the rest")
			for _, m := range w.sim.Person(who).Sees("@tandem") {
				if card := string(m.Raw); strings.Contains(card, "has the rest") {
					readsInOrder(t, card, reads...)
					if strings.Contains(card, "First doubt") {
						t.Errorf("%s reads all of it:\n%s", who, card)
					}
				}
			}
		}
		w.realigns("FR-1", "Let us talk")
		w.presses("omar", "@tandem", "Challenge", "FR-1")
		w.sees("omar", "form", "> Let us talk", "Fifth challenge: a short talk may be quicker.")
		w.closes("omar")
		w.ended()
	})
}

// TestNobodyAnswersAChallengeThatTheyHaveNotRead has the PM send a form that they opened before the PO doubted.
func TestNobodyAnswersAChallengeThatTheyHaveNotRead(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.presses("priya", "@tandem", "Aligned")
		objective := engine.Fields{"new_objective": {"Happy eyes"}}
		w.decides("FR-1", ritual.Aligned, objective) // on another device
		w.challenges("FR-1", "Who needs it?")
		w.unchanged("FR-1", func() { w.submits("priya", "Objective: Happy eyes") })
		w.sees("priya", "form", "@omar challenged the alignment of FR-1 while you had this form open, so nothing was saved yet.", "> Who needs it?", "Reason")
		w.submits("priya", "Objective: Happy eyes", "Reason: Acme")
		w.is("FR-1", ritual.AwaitingPriority)
		w.sees("omar", "@tandem", "@priya answered: aligned with “Happy eyes” · ", "> Acme")

		// The same where they say no.
		w.challenges("FR-1", "Really?")
		click := w.as("priya")
		click.Subject, click.Fields = "FR-1", engine.Fields{"reason": {"No"}}
		w.unchanged("FR-1", func() {
			_, err := w.clicks(declineForm, click)
			w.refuses(err, "@omar challenged the alignment of FR-1 while you had the form open.")
		})
		w.ended()
	})
}

func TestAnAnswerThatWasTakenBackIsGivenAgain(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		w.challenges("FR-1", "Who needs it?")
		w.realigns("FR-1", "Sorry, I hit Save")
		w.presses("priya", "@tandem", "Undo")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "> Who needs it?", "[Aligned]")
		w.presses("priya", "@tandem", "Aligned", "FR-1")
		w.sees("priya", "form", "> Who needs it?", "Reason")
		w.seesNot("priya", "form", "Sorry, I hit Save")
		w.submits("priya", "Reason: Acme does")
		w.sees("omar", "@tandem", "> Who needs it?", "> Acme does", "[Prioritize]")
		w.ended()
	})
}
