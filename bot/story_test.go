package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// version is the number of a story's latest version.
func (w *world) version(id string) int {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) (ritual.Story, error) { return tx.Story(ctx, id) }).Version
}

func TestThePMsQuestionIsPutAnsweredAndTold(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.needsMore("FR-1", "Which screens? <!channel>")
		w.is("FR-1", ritual.NeedsInfo)
		w.sees("priya", "@tandem", "@priya asked a question about FR-1", "> Which screens? &lt;!channel&gt;", "*Needs info* · next: @sam answers a question")
		w.seesNot("priya", "@tandem", "[Aligned]")
		w.sees("sam", "@tandem", "↳ @sam, @priya has a question about *FR-1* “Dark mode”:\n> Which screens?", "[Answer questions] [Skip questions]")
		q, _ := newestWith(w, "sam", "@tandem", "has a question about")
		receipt, _ := newestWith(w, "sam", "@tandem", "*FR-1*  Dark mode")
		if q.ThreadTS != receipt.TS {
			t.Error("the question is not in the request's place")
		}

		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.hasForm("sam", "Answer questions")
		w.sees("sam", "form", "Which screens? <!channel>")
		w.submits("sam", "Which screens? <!channel>: Only the <dashboard>, *really*.")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.hears("priya", "@tandem", "@sam answered your question about FR-1", "> Only the &lt;dashboard&gt;, *really*.")
		told, _ := newestWith(w, "priya", "@tandem", "answered your question")
		card, _ := newestWith(w, "priya", "@tandem", "[Aligned]")
		if told.ThreadTS != card.TS || told.ThreadTS == "" {
			t.Error("the PM was not told under the card")
		}
		w.sees("priya", "@tandem", "Does this serve the roadmap?", "*Which screens? &lt;!channel&gt;*\n> Only the &lt;dashboard&gt;", "[Need more]")
		q, _ = newestWith(w, "sam", "@tandem", "has a question about")
		if strings.Contains(wordsOf(q.Blocks), "[Answer questions]") {
			t.Error("the question still has its buttons")
		}
		w.ended()
	})
}

func TestThePMsQuestionCanBeSkipped(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.needsMore("FR-1", "Which screens?")
		w.presses("sam", "@tandem", "Skip questions", "FR-1")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.hears("priya", "@tandem", "Your question about FR-1 was skipped.")
		w.sees("priya", "@tandem", "[Aligned]")
		w.seesNot("sam", "@tandem", "[Answer questions]", "would help")
		w.ended()
	})
}

func TestARequestWaitsForThePMsQuestionNotForTheDraftersOnes(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.needsMore("FR-1", "Which screens?")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		v, _ := w.sim.Person("sam").View()
		if n := len(fieldsOf(v.Blocks)); n != ritual.QuestionsMax {
			t.Errorf("%d questions in the form", n)
		}
		w.submits("sam", "Who needs this? A role or a customer's name is enough.: Support agents")
		w.is("FR-1", ritual.NeedsInfo)
		w.sees("sam", "@tandem", "> Which screens?", "[Answer questions]")
		w.sees("sam", "@tandem", "*Needs info* · next: @sam")
		w.seesNot("priya", "@tandem", "was skipped", "answered your question")

		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Which screens?: All")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.hears("priya", "@tandem", "@sam answered your question about FR-1", "> All")
		w.sees("priya", "@tandem", "Support agents")

		w.needsMore("FR-1", "Which screens?") // the same question again
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Which screens?: I said all")
		w.hears("priya", "@tandem", "> I said all")
		w.ended()
	})
}

// fieldsOf are the labels of a form's fields.
func fieldsOf(blocks []map[string]any) (labels []string) {
	for _, b := range blocks {
		if l, ok := b["label"].(map[string]any); ok && b["type"] == "input" {
			labels = append(labels, l["text"].(string))
		}
	}
	return labels
}

func TestAnswersThatWereBegunBeforeThePMAskedDoNotAnswerThePM(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.needsMore("FR-1", "Which screens?")
		w.submits("sam", "What would it change for them?: They sleep better")
		w.is("FR-1", ritual.NeedsInfo)
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.sees("sam", "form", "Which screens?")
		w.ended()
	})
}

func TestTheDraftersQuestionsAreAnsweredFromTheReceipt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.sees("sam", "@tandem", "*3 answers would help.* Nothing is held up without.", "1. Who needs this?")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Who needs this? A role or a customer's name is enough.: Night shift", "What would it change for them?: Their eyes do not hurt")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "*For* Night shift", "*So that* ", "eyes do not hurt")
		w.seesNot("priya", "@tandem", "answered your question") // nobody asked by hand
		if v := w.version("FR-1"); v != 2 {
			t.Errorf("version %d", v)
		}
		w.ended()
	})
}

func TestLateAnswersUpdateTheCardAndMoveNothing(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.aligns("FR-1", "Happy eyes")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Who needs this? A role or a customer's name is enough.: Night shift")
		w.is("FR-1", ritual.AwaitingPriority)
		w.sees("omar", "@tandem", "Night shift", "[Prioritize]")
		w.ranks("FR-1", "7", "3")
		w.presses("sam", "@tandem", "Answer questions", "FR-1") // in the backlog too
		w.submits("sam", "What would it change for them?: They sleep")
		w.is("FR-1", ritual.Backlog)
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "They sleep", "@sam answered the questions about FR-1")
		w.ended()
	})
}

func TestAnsweringWhatIsNotAskedIsRefusedKindly(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.presses("sam", "@tandem", "Answer questions", "FR-1") // opened, then skipped in the receipt
		w.presses("sam", "@tandem", "Skip questions", "FR-1")
		w.unchanged("FR-1", func() {
			w.submits("sam", "What would it change for them?: They would be able to sleep at night")
		})
		w.sees("sam", "form", "There is no open question about FR-1 any more. Thank you!", "They would be able to sleep at night")
		w.closes("sam")

		w.types("sam", "#atlas", "/request Light mode")
		w.presses("sam", "@tandem", "Answer questions", "FR-2")
		w.unchanged("FR-2", func() {
			w.fails("sam", []string{"Write at least one answer, or cancel and press Skip questions.", "What would it change for them?"})
		})
		w.closes("sam")
		w.presses("sam", "@tandem", "Answer questions", "FR-2")
		w.presses("priya", "@tandem", "Decline", "FR-2")
		w.submits("priya", "Reason: No")
		w.submits("sam", "What would it change for them?: Everything that matters to me")
		w.sees("sam", "form", "FR-2 has moved on: @priya declined FR-2. Its status is Declined now.", "Everything that matters to me")
		w.ended()
	})
}

func TestAnAnswerStandsUnderTheQuestionThatItsFormAsked(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.needsMore("FR-1", "Which screens?")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.presses("priya", "@tandem", "Answer questions", "FR-1")
		w.submits("priya", "Which screens?: All of them")
		w.seesNot("priya", "@tandem", "answered your question") // she did herself
		w.needsMore("FR-1", "How dark?")
		w.unchanged("FR-1", func() { w.submits("sam", "Which screens?: Only the dashboard") })
		w.sees("sam", "form", "The question about FR-1 that you answered was answered meanwhile.", "Only the dashboard")
		w.closes("sam")
		w.seesNot("priya", "@tandem", "Only the dashboard")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "How dark?: Nearly black")
		w.hears("priya", "@tandem", "@sam answered your question about FR-1:\n> Nearly black")
		w.ended()
	})
}

func TestAnAnswerThatThePMDidNotWaitForIsKeptAndTold(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.needsMore("FR-1", "Which screens?")
		w.presses("sam", "@tandem", "Answer questions", "FR-1") // he has the form open
		w.until("2026-03-05 09:01")
		w.aligns("FR-1", "Happy eyes") // without an answer
		w.submits("sam", "Which screens?: All of them", "Who needs this? A role or a customer's name is enough.: Acme")
		w.hears("priya", "@tandem", "@sam answered your question about FR-1:\n> All of them")
		w.sees("omar", "@tandem", "*Which screens?*\n> All of them\n_answered by @sam, ", "> Acme", "[Prioritize]")
		w.is("FR-1", ritual.AwaitingPriority)
		w.sees("priya", "@tandem", "[Undo]") // nobody has gone on from it
		w.ended()
	})
}

func TestTheAnswerToAStandInsQuestionReachesThePMWhoIsBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.types("sam", "#atlas", "/request Dark mode")
		w.goesAway("priya")
		w.presses("dev", "@tandem", "Need more", "FR-1")
		w.submits("dev", "Question: Which screens?")
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.StatusEmoji = "" })
		w.settle()
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Which screens?: All of them")
		w.sees("priya", "@tandem", "*Does this serve the roadmap?*", "[Aligned]")
		w.hears("priya", "@tandem", "@sam answered the question by @dev about FR-1:\n> All of them")
		w.hears("dev", "@tandem", "@sam answered your question about FR-1:\n> All of them")
		w.seesNot("dev", "@tandem", "[Aligned]")
		w.ended()
	})
}

func TestWhatSomebodyElseAnsweredMeanwhileIsSaidToBe(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		s := w.story("FR-1")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			s, err := s.TakeAnswers(map[string]string{"why": "They sleep"}, false, w.sim.Person("omar").ID())
			if err != nil {
				return err
			}
			_, err = tx.AddStory(ctx, s)
			return err
		})
		w.unchanged("FR-1", func() { w.submits("sam", "What would it change for them?: Less pain") })
		w.sees("sam", "form", "What you answered was answered or skipped meanwhile. `Answer questions` asks what is still open.", "Less pain")
		w.ended()
	})
}

func TestQuestionsAreForWhoeverAskedAndTheTwoWhoSteer(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("sam", "#atlas", "Dark mode")
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		for _, who := range []string{"dev", "gwen"} {
			w.unchanged("FR-1", func() { w.presses(who, "#atlas", "Answer questions") })
			w.hears(who, "#atlas", "Only whoever asked for it, @priya and @omar can answer the questions about FR-1.")
			w.unchanged("FR-1", func() { w.presses(who, "#atlas", "Skip questions") })
			w.hears(who, "#atlas", "Only whoever asked for it can skip the questions about FR-1.")
		}
		w.unchanged("FR-1", func() { w.presses("priya", "#atlas", "Skip questions") })
		w.hears("priya", "#atlas", "Only whoever asked for it can skip")
		w.presses("omar", "#atlas", "Answer questions")
		w.submits("omar", "What would it change for them?: They sleep")
		w.sees("priya", "@tandem", "They sleep")
		w.ended()
	})
}

func TestAQuestionReachesWhoeverWantsItEvenIfSomebodyElseRecordedIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Dark mode", "Who needs it?: dev")
		w.needsMore("FR-1", "Which screens?")
		w.sees("dev", "@tandem", "@dev, @priya has a question about *FR-1* “Dark mode”:\n> Which screens?", "[Answer questions]")
		w.seesNot("sam", "@tandem", "@dev, @priya has a question")
		w.sees("sam", "@tandem", "*Needs info* · next: @dev answers a question")
		w.presses("dev", "@tandem", "Answer questions", "FR-1")
		w.submits("dev", "Which screens?: All")
		w.hears("priya", "@tandem", "@dev answered your question about FR-1")
		w.ended()
	})
}

func TestAQuestionAboutACapturedMessageStandsInItsThread(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "#atlas", "Dark mode")
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		w.needsMore("FR-1", "Which screens?")
		if m, ok := newestWith(w, "dev", "#atlas", "@dev, @priya has a question"); !ok || m.ThreadTS != ts {
			t.Errorf("%+v", m)
		}
		w.presses("dev", "#atlas", "Answer questions", "FR-1")
		w.submits("dev", "Which screens?: All")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.ended()
	})
}

func TestWithdrawTakesTheButtonsFromAnOpenQuestion(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.needsMore("FR-1", "Which screens?")
		w.presses("sam", "@tandem", "Withdraw", "FR-1")
		w.seesNot("sam", "@tandem", "[Answer questions]", "[Withdraw]")
		w.sees("priya", "@tandem", "@sam withdrew FR-1")
		w.ended()
	})
}

func TestLongAnswersAreKeptWhole(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.needsMore("FR-1", strings.TrimSpace(strings.Repeat("Why & ", 100)))
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		v, _ := w.sim.Person("sam").View()
		long := strings.TrimSpace(strings.Repeat("because <of> & ", 200))
		for _, label := range fieldsOf(v.Blocks) {
			w.fills("sam", label+": "+long)
		}
		w.submits("sam")
		w.hears("priya", "@tandem", "@sam answered your question about FR-1", "because &lt;of&gt; &amp;")
		s := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Story, error) { return tx.Story(ctx, "FR-1") })
		kept := 0
		for _, q := range s.Questions {
			if q.Answer == long {
				kept++
			}
		}
		if kept != ritual.QuestionsMax {
			t.Errorf("%d answers were kept whole", kept)
		}
		w.sees("priya", "@tandem", "[Aligned]")
		w.passes(time.Minute)
		w.ended()
	})
}

func TestACardSaysAGapOnceAndTheRecordAllOfThem(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.sees("priya", "@tandem", "*Still open*", "What would it change for them?")
		w.seesNot("priya", "@tandem", "There is no “so that”", "It does not say who needs it")
		w.types("priya", "#atlas", "/tandem show FR-1")
		w.sees("priya", "#atlas", "There is no “so that”", "It does not say who needs it")
		w.ended()
	})
}
