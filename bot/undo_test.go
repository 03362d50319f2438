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
	"tandem/bot/slacksim"
	"tandem/store"
)

// undoes is somebody taking back a decision, as its button says it, and what they are told then.
func (w *world) undoes(who, decision string) error {
	w.t.Helper()
	in := w.as(who)
	in.Subject = decision
	_, err := w.clicks(undoPress, in)
	w.settle()
	return err
}

// verdicts are what was decided on a request, in order.
func (w *world) verdicts(id string) string {
	w.t.Helper()
	var all []string
	for _, d := range w.decisions(id) {
		all = append(all, string(d.Verdict))
	}
	return strings.Join(all, " ")
}

// steersToward are the names of Atlas's roadmap.
func (w *world) steersToward() (names []string) {
	w.t.Helper()
	for _, o := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Objective, error) {
		return tx.Objectives(ctx, w.product("Atlas").ID)
	}) {
		names = append(names, o.Name)
	}
	return names
}

func TestAnAlignmentIsTakenBackAsIfItHadNeverBeenSaid(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.passes(time.Hour)
		was := w.request("FR-1")
		w.aligns("FR-1", "Happy eyes")
		w.sees("omar", "@tandem", "[Prioritize]")
		w.presses("priya", "@tandem", "Undo", "FR-1/1")
		got := w.request("FR-1")
		got.AskedPO = was.AskedPO // which says whom it asked last
		if got != was {
			t.Errorf("it is not what it was:\n%+v\n%+v", was, got)
		}
		if names := w.steersToward(); len(names) != 0 {
			t.Errorf("%q stays on the roadmap", names)
		}
		w.sees("priya", "@tandem", "*Does this serve the roadmap?*", "[Aligned] [Not now] [Decline] [Need more]")
		w.sees("omar", "@tandem", "@priya took back “Aligned” on FR-1", "*Awaiting alignment* · next: @priya checks it against the roadmap")
		w.seesNot("omar", "@tandem", "[Prioritize]", "with “Happy eyes”")
		w.sees("sam", "@tandem", "↳ ~@priya aligned FR-1 with “Happy eyes”~\n@priya took this back.")
		w.seesNot("sam", "@tandem", "Next: @omar")
		w.refuses(w.undoes("priya", "FR-1/1"), "@priya took back “Aligned” on FR-1 already.")

		// It is decided anew, and the PO notices.
		w.aligns("FR-1", "Happy eyes")
		w.sees("omar", "@tandem", "[Prioritize]")
		w.hears("omar", "@tandem", "@priya aligned FR-1 with “Happy eyes” after all. Its card asks you for its priority again.")
		w.sees("sam", "@tandem", "↳ @priya aligned FR-1 with “Happy eyes”. Next: @omar")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "~@priya aligned FR-1 with “Happy eyes”~ _(taken back by @priya, ", "  @priya took back “Aligned” on FR-1\n", "  @priya aligned FR-1 with “Happy eyes”")
		if v := w.verdicts("FR-1"); v != "aligned undid_aligned aligned" {
			t.Error(v)
		}
		stays := in(w, func(ctx context.Context, tx *store.Tx) ([]store.Stay, error) { return tx.Stays(ctx, "FR-1") })
		if last := stays[len(stays)-1]; last.Status != ritual.AwaitingAlignment || !last.Since.Equal(was.Since) || last.Until.Sub(last.Since) < time.Hour {
			t.Errorf("it did not wait all along: %+v", stays)
		}

		// After ten minutes the button goes by itself.
		w.passes(ritual.UndoFor - time.Minute)
		w.sees("priya", "@tandem", "[Undo]")
		w.passes(time.Minute)
		w.seesNot("priya", "@tandem", "[Undo]")
		w.sees("priya", "@tandem", "[Reopen]")
		w.refuses(w.undoes("priya", "FR-1/3"), "`Undo` is there for 10 minutes, and they are over for FR-1. `Reopen` brings it back, with a reason.")
		w.is("FR-1", ritual.AwaitingPriority)
		for _, id := range []string{"", "FR-1", "FR-1/9", "FR-9/1"} {
			w.refuses(w.undoes("priya", id), "There is nothing here to take back.")
		}
		w.ended()
	})
}

func TestWhatWasTakenBackIsNotTold(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i := 1; i <= 2; i++ {
			w.wish("dev", "sam", fmt.Sprintf("Wish number %d", i))
		}
		w.presses("priya", "@tandem", "Not now", "FR-1")
		w.submits("priya", "Revisit on: 2026-03-04", "Reason: Busy")
		w.presses("priya", "@tandem", "Undo", "FR-1/1")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("dev", "#atlas", "↳ ~@priya parked FR-1 until 4 Mar 2026~\n@priya took this back.")
		w.seesNot("dev", "#atlas", "Busy")
		w.declines("FR-2", "It serves no objective of ours")
		w.presses("priya", "@tandem", "Undo", "FR-2/1")
		if r := w.request("FR-2"); r.Reason != "" || r.Status != ritual.AwaitingAlignment {
			t.Errorf("%+v", r)
		}
		w.until("2026-03-03 08:30")
		w.heard("dev", 0)

		// What is parked anew for longer does not come back with what was taken back.
		w.presses("priya", "@tandem", "Not now", "FR-1")
		w.submits("priya", "Revisit on: 2026-03-05", "Reason: Still busy")
		w.until("2026-03-04 20:00")
		w.is("FR-1", ritual.Parked)
		w.heard("dev", 1, "*Parked* until 5 Mar 2026 by @priya\n> Still busy")
		w.until("2026-03-05 15:00")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.hears("priya", "@tandem", "It is back: @priya parked FR-1 until 5 Mar 2026.", "> Still busy", "[Aligned]")
		w.ended()
	})
}

func TestAQuestionIsTakenBackFromWhoWasAsked(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.needsMore("FR-1", "Which screens?")
		w.hears("sam", "@tandem", "@priya has a question about *FR-1*", "[Answer questions]")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.fills("sam", "Which screens?: All of them")
		w.sees("priya", "@tandem", "[Undo] [Answer questions]")
		w.presses("priya", "@tandem", "Undo", "FR-1/1")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.hears("sam", "@tandem", "@priya took a question about *FR-1* “Dark mode” back: there is nothing to answer.")
		w.seesNot("sam", "home", "Which screens?")
		w.submits("sam")
		w.sees("sam", "form", "@priya took the question about FR-1 back, so there is nothing to answer. Thank you!", "All of them")
		w.closes("sam")
		w.skips("FR-1")
		in := w.as("sam")
		in.Subject = "FR-1"
		for _, id := range []string{request.QuestionsAnswer, request.QuestionsSkip} {
			_, err := w.clicks(id, in)
			w.refuses(err, "There is no open question about FR-1 any more. Thank you!")
		}

		// The next question is another one, and once it is answered nothing is taken back.
		w.needsMore("FR-1", "Whose screens?")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Whose screens?: Mine")
		w.refuses(w.undoes("priya", "FR-1/4"), "@sam answered the questions about FR-1, so `Undo` is too late.")
		w.sees("priya", "@tandem", "*Whose screens?*\n> Mine\n_answered by @sam, ")
		w.ended()
	})
}

// skips is Sam skipping what the drafter asks.
func (w *world) skips(id string) {
	w.t.Helper()
	w.presses("sam", "@tandem", "Skip questions", id)
}

func TestACardThatWasTakenBackBeforeItWasPostedIsNotPosted(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		answer := func() {
			w.t.Helper()
			click := w.as("priya")
			click.Subject, click.Fields = "FR-1", engine.Fields{"new_objective": {"Happy eyes"}}
			if _, err := w.clicks(alignedForm, click); err != nil {
				t.Fatal(err)
			}
		}
		answer()
		before := len(w.got("omar"))
		if err := w.undoes("priya", "FR-1/1"); err != nil {
			t.Fatal(err)
		}
		w.passes(time.Hour)
		if all := w.got("omar"); len(all) != before {
			t.Errorf("omar got %q", all)
		}
		w.seesNot("sam", "@tandem", "aligned FR-1")
		answer()
		w.settle()
		w.hears("omar", "@tandem", "Where does this stand in the backlog?", "[Prioritize]") // by the card alone
		w.seesNot("omar", "@tandem", "after all")
		w.ended()
	})
}

func TestACardThatWasTakenBackLeavesTheMessageOfTheDay(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.asksFor(1, 7)
		for i := 1; i <= 7; i++ {
			click := w.as("priya")
			click.Subject, click.Fields = ritual.RequestID(int64(i)), engine.Fields{"new_objective": {"Happy eyes"}}
			if i > 1 {
				click.Fields = engine.Fields{"objective": {w.request("FR-1").Objective}}
			}
			if _, err := w.clicks(alignedForm, click); err != nil {
				t.Fatal(err)
			}
			w.settle()
		}
		w.sees("omar", "@tandem", "*4 more wait for your answer*", "*FR-5*  Thing number 5\nAtlas · where does it stand in the backlog?")
		w.presses("priya", "@tandem", "Undo", "FR-5/1") // beside its row in her own list
		w.sees("omar", "@tandem", "*3 more wait for your answer*", "*FR-5*  Thing number 5\n@priya took back “Aligned” on FR-5")
		w.presses("priya", "@tandem", "Aligned", "FR-5")
		w.submits("priya", "Objective: Happy eyes")
		w.hears("omar", "@tandem", "@priya aligned FR-5 with “Happy eyes” after all.")
		w.ended()
	})
}

func TestThePOActsOrThePMTakesItBackWhoeverIsQuicker(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i := 1; i <= 6; i++ {
			id := ritual.RequestID(int64(i))
			w.types("sam", "#atlas", "/request Wish "+id)
			w.aligns(id, "Happy eyes")
			w.presses("omar", "@tandem", "Prioritize", id)
			w.fills("omar", "Value: 5", "Effort: 5")
			w.settle()
			done := make(chan error, 2)
			go func() { done <- w.sim.Person("omar").Submit() }()
			go func() { done <- w.press("priya", "@tandem", "Undo", id+"/1") }()
			for range 2 {
				if err := <-done; err != nil {
					t.Fatal(err)
				}
			}
			w.settle()
			switch v := w.verdicts(id); v {
			case "aligned prioritized":
				w.is(id, ritual.Backlog)
				w.eventually("priya", "@tandem", "@omar prioritized "+id+": value 5 ÷ effort 5 = 1, so `Undo` is too late. `Reopen` brings it back, with a reason.")
				w.hasNoForm("omar")
			case "aligned undid_aligned":
				w.is(id, ritual.AwaitingAlignment)
				w.sees("omar", "form", id+" has moved on: @priya took back “Aligned” on "+id+". Its status is Awaiting alignment now.")
				w.closes("omar")
			default:
				t.Fatalf("%s: %s", id, v)
			}
			w.seesNot("priya", "@tandem", "Undo "+id)
			w.passes(24 * time.Hour) // a day has room for six cards
		}
		w.ended()
	})
}

func TestWhoStandsInTakesBackTheirOwnAndThePMTakesBackTheirs(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.asksFor(1, 2)
		w.goesAway("priya")
		for _, id := range []string{"FR-1", "FR-2"} {
			w.presses("dev", "@tandem", "Decline", id)
			w.submits("dev", "Reason: No room")
		}
		w.refuses(w.undoes("omar", "FR-1/1"), "can take back what was decided on FR-1")
		w.refuses(w.undoes("sam", "FR-1/1"), "can take back what was decided on FR-1")
		w.sees("priya", "@tandem", "@dev declined FR-1", "[Undo]")
		w.presses("priya", "@tandem", "Undo", "FR-2/1")
		w.is("FR-2", ritual.AwaitingAlignment)
		w.sim.ChangeUser("priya", func(u *slacksim.User) { u.StatusEmoji = "" })
		w.settle()
		w.refuses(w.undoes("dev", "FR-2/1"), "@priya took back “Decline” on FR-2 already.")
		if err := w.undoes("dev", "FR-1/1"); err != nil { // whose turn is over
			t.Error(err)
		}
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "[Aligned]")
		w.ended()
	})
}

func TestWhoIsBothTakesBackBothAnswersOfOneForm(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUpByOne()
		w.types("sam", "#atlas", "/request Dark mode")
		was := w.request("FR-1")
		w.presses("priya", "@tandem", "Aligned")
		w.submits("priya", "Objective: Happy eyes", "Value: 8", "Effort: 2")
		w.is("FR-1", ritual.Backlog)
		w.presses("priya", "@tandem", "Undo", "FR-1/1")
		if got := w.request("FR-1"); got != was {
			t.Errorf("it is not what it was:\n%+v\n%+v", was, got)
		}
		if v := w.verdicts("FR-1"); v != "aligned prioritized undid_priority undid_aligned" {
			t.Error(v)
		}
		w.sees("sam", "@tandem", "~@priya prioritized FR-1: value 8 ÷ effort 2 = 4~\n@priya took this back.")
		w.sees("priya", "@tandem", "Does this serve the roadmap, and where does it stand?")
		scored := in(w, func(ctx context.Context, tx *store.Tx) (ok bool, err error) {
			_, err = tx.Score(ctx, "FR-1")
			return err == nil, nil
		})
		if scored {
			t.Error("it keeps its score")
		}

		// What was left for later is asked by the same card, which has Undo until they answer that, too.
		w.presses("priya", "@tandem", "Aligned")
		w.submits("priya", "Objective: Happy eyes")
		w.sees("priya", "@tandem", "Where does this stand in the backlog?", "[Undo]")
		w.presses("priya", "@tandem", "Prioritize", "FR-1")
		w.submits("priya", "Value: 3", "Effort: 3")
		w.refuses(w.undoes("priya", "FR-1/5"), "@priya prioritized FR-1: value 3 ÷ effort 3 = 1, so `Undo` is too late.")
		w.ended()
	})
}

func TestWhatWasDecidedIsReopenedWithAReasonThatBothRead(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(9, 7)
		w.standIns()
		w.moves("FR-2", "FR-1", "The fair is in May")
		w.passes(ritual.UndoFor)
		w.presses("priya", "@tandem", "Reopen", "FR-1")
		w.sees("priya", "form", "*FR-1*  Wish number 1", "@priya is asked again whether it serves the roadmap. It leaves the backlog until then; its score is kept.")
		w.unchanged("FR-1", func() {
			w.fails("priya", []string{"Say why: whoever asked will read it, and the product owner."}, "Reason: …")
		})
		w.submits("priya", "Reason: A customer *left* <!here>")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "@priya reopened it · ", "> A customer *left* &lt;!here&gt;", "[Aligned]")
		w.hears("omar", "@tandem", "@priya reopened FR-1. Next: @priya checks it against the roadmap again.\n> A customer *left* &lt;!here&gt;")
		w.sees("sam", "@tandem", "↳ @priya reopened FR-1. Next: @priya checks it against the roadmap again.\n> A customer *left*")
		w.types("omar", "#atlas", "/backlog")
		readsInOrder(t, w.last("omar", "#atlas"), "*1.*  *FR-2*")
		if page := w.last("omar", "#atlas"); strings.Contains(page, "*FR-1*  Wish") {
			t.Errorf("it stands in the backlog: %s", page)
		}
		w.passes(24 * time.Hour)

		// Aligned again, its score is still there, and it stands with its pin where it stood.
		w.aligns("FR-1", "Happy eyes")
		w.hears("omar", "@tandem", "@priya aligned FR-1 with “Happy eyes” after it was reopened. Its card asks you for its priority again.")
		w.presses("omar", "@tandem", "Prioritize", "FR-1")
		w.sees("omar", "form", "value 9 ÷ effort 1 = 9")
		w.submits("omar")
		w.types("omar", "#atlas", "/backlog")
		readsInOrder(t, w.last("omar", "#atlas"), "*1.*  *FR-2*", "*2.*  *FR-1*")

		// Who stands in reopens, and the PM hears it under her card.
		w.passes(ritual.UndoFor)
		w.refuses(func() error { in := w.as("dev"); in.Subject = "FR-2"; _, err := w.clicks(reopenOpen, in); return err }(), "You stand in for @priya: you can reopen FR-2 while they are away.")
		w.refuses(func() error { in := w.as("omar"); in.Subject = "FR-2"; _, err := w.clicks(reopenForm, in); return err }(), "Only the product manager, @priya, can reopen FR-2.")
		w.goesAway("priya")
		w.types("dev", "#atlas", "/tandem show FR-2")
		w.presses("dev", "#atlas", "Reopen", "FR-2")
		w.submits("dev", "Reason: The law changed")
		w.sees("priya", "@tandem", "↳ @dev reopened FR-2. Next: @dev checks it against the roadmap again.\n> The law changed")
		w.hears("dev", "@tandem", "Does this serve the roadmap?", "@dev reopened it", "[Aligned]")
		w.presses("dev", "@tandem", "Decline", "FR-2")
		w.submits("dev", "Reason: Too late")
		w.hears("omar", "@tandem", "@dev declined FR-2 after it was reopened.\n> Too late")
		w.ended()
	})
}

func TestWhatIsParkedOrDeclinedIsReopenedAndTheOldDateIsForgotten(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp("Prioritization: MoSCoW")
		for i := 1; i <= 3; i++ {
			w.wish("dev", "sam", fmt.Sprintf("Wish number %d", i))
		}
		w.declines("FR-1", "It serves no objective of ours")
		w.presses("priya", "@tandem", "Not now", "FR-2")
		w.submits("priya", "Revisit on: 2026-03-05", "Reason: Busy")
		w.alignsWith("FR-3", "Happy eyes")
		w.presses("omar", "@tandem", "Prioritize", "FR-3")
		w.fills("omar", "Class: Won't")
		w.submits("omar", "Revisit on: 2026-03-06")
		w.is("FR-3", ritual.Parked)
		w.until("2026-03-03 12:00")
		w.heard("dev", 1, "*Declined*", "*Parked* until 5 Mar 2026", "*Parked* until 6 Mar 2026")
		for i, id := range []string{"FR-1", "FR-2", "FR-3"} {
			w.presses("priya", "@tandem", "Reopen", id)
			w.submits("priya", fmt.Sprintf("Reason: Second thoughts %d", i))
			w.is(id, ritual.AwaitingAlignment)
			w.sees("dev", "#atlas", "↳ @priya reopened "+id+".")
		}
		w.hears("omar", "@tandem", "@priya reopened FR-3. Next: @priya checks it")
		w.declines("FR-1", "It serves no objective of ours") // for the same reason: no news
		w.until("2026-03-04 12:00")
		w.heard("dev", 2, "*FR-2*  Wish number 2\n*Looked at again*", "*FR-3*  Wish number 3\n*Looked at again*")
		if strings.Contains(w.told("dev")[1], "*FR-1*") {
			t.Error(w.told("dev")[1])
		}
		since := w.request("FR-2").Since
		w.until("2026-03-09 20:00")
		if r := w.request("FR-2"); r.Status != ritual.AwaitingAlignment || !r.Since.Equal(since) {
			t.Errorf("%+v", r)
		}
		w.ended()
	})
}

func TestAPartIsTakenBackAndReopenedByItself(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.exports()
		w.splits("FR-1", "Export to CSV", "Totals per region")
		w.passes(ritual.UndoFor)
		reopens := w.as("priya")
		reopens.Subject = "FR-1"
		_, err := w.clicks(reopenOpen, reopens)
		w.refuses(err, "FR-1 was split: each of its parts is decided by itself.")
		w.refuses(w.undoes("priya", "FR-1/1"), "so `Undo` is too late.")
		w.types("priya", "#atlas", "/tandem show FR-1.1")
		w.presses("priya", "#atlas", "Reopen", "FR-1.1")
		w.submits("priya", "Reason: Is it ours?")
		w.is("FR-1.1", ritual.AwaitingAlignment)
		w.hears("omar", "@tandem", "@priya reopened FR-1.1.")
		w.sees("priya", "@tandem", "Does this serve the roadmap?", "[Aligned]")
		if whole := w.request("FR-1"); whole.Together != ritual.AwaitingAlignment {
			t.Errorf("together they are %s", whole.Together)
		}
		w.declines("FR-1.1", "Not ours")
		w.passes(ritual.UndoFor - time.Minute)
		w.presses("priya", "@tandem", "Undo", "FR-1.1/2")
		w.is("FR-1.1", ritual.AwaitingAlignment)

		// Shortly before the morning, nothing is told of the whole that can still be undone.
		w.until("2026-03-03 07:55") // five to nine where Sam is
		for _, id := range []string{"FR-1.1", "FR-1.2"} {
			if id == "FR-1.2" {
				w.types("priya", "#atlas", "/tandem show "+id)
				w.presses("priya", "#atlas", "Reopen", id)
				w.submits("priya", "Reason: Is it ours?")
			}
			w.declines(id, "Not ours")
		}
		w.until("2026-03-03 08:04")
		w.heard("sam", 0)
		w.ended()
	})
}

func TestAQuestionThatNobodyAnswersIsGivenUpAndALateAnswerStillCounts(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.needsMore("FR-1", "Which screens?") // on Monday at ten in Berlin
		w.until("2026-03-05 08:59")
		w.is("FR-1", ritual.NeedsInfo)
		w.until("2026-03-05 09:01")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "*No answer after three working days*\n> Which screens?", "[Aligned]")
		w.hears("priya", "@tandem", "Nobody answered your question about *FR-1* within three working days, so it is yours to decide without:\n> Which screens?")
		w.sees("sam", "@tandem", "has a question about *FR-1*", "It goes on without an answer by now. A late one still helps.")
		w.opensHome("sam")
		w.seesNot("sam", "home", "a question for you")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "Nobody answered the question about FR-1 within three working days")
		since := w.request("FR-1").Since

		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Which screens?: All of them")
		w.hears("priya", "@tandem", "@sam answered your question about FR-1:\n> All of them")
		w.sees("priya", "@tandem", "*Which screens?*\n> All of them\n_answered by @sam, ", "[Aligned]")
		w.seesNot("priya", "@tandem", "*No answer after")
		w.seesNot("sam", "@tandem", "A late one still helps")
		if r := w.request("FR-1"); !r.Since.Equal(since) || r.Question != "" {
			t.Errorf("%+v", r)
		}

		// Asked once more, there are three new days, over a weekend and a holiday.
		w.sets(ritual.Settings{Holidays: []string{"2026-03-09"}})
		w.needsMore("FR-1", "Whose screens?")
		w.until("2026-03-11 09:00")
		w.is("FR-1", ritual.NeedsInfo)
		w.until("2026-03-11 09:02")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.aligns("FR-1", "Happy eyes") // which closes the question
		w.seesNot("sam", "@tandem", "A late one still helps")
		if v := w.verdicts("FR-1"); v != "need_more unanswered answered need_more unanswered aligned" {
			t.Error(v)
		}
		w.ended()
	})
}

func TestWhatIsParkedComesBackInAWorkingMorningOfWhoeverIsAsked(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.standIns()
		w.asksFor(1, 3)
		for id, day := range map[string]string{"FR-1": "2026-03-07", "FR-2": "2026-03-11", "FR-3": "2026-03-12"} {
			w.presses("priya", "@tandem", "Not now", id)
			w.submits("priya", "Revisit on: "+day, "Reason: Busy")
		}
		w.until("2026-03-09 12:59")
		w.is("FR-1", ritual.Parked) // Saturday is no working day
		w.until("2026-03-09 13:00") // Monday, nine in New York
		w.is("FR-1", ritual.AwaitingAlignment)

		w.goesAway("priya") // dev, in Berlin, is asked in her place
		w.until("2026-03-11 07:59")
		w.is("FR-2", ritual.Parked)
		w.until("2026-03-11 08:00")
		w.is("FR-2", ritual.AwaitingAlignment)
		w.sees("dev", "@tandem", "FR-2 Thing number 2", "It is back: @priya parked FR-2 until 11 Mar 2026.\n> Busy", "[Aligned]")

		p := w.product("Atlas")
		p.PM = w.sim.Person("omar").ID() // in Tokyo
		w.changes(func(ctx context.Context, tx *store.Tx) error { return keepChanged(ctx, tx, w.product("Atlas"), p) })
		w.until("2026-03-11 23:59")
		w.is("FR-3", ritual.Parked)
		w.until("2026-03-12 00:00")
		w.is("FR-3", ritual.AwaitingAlignment)
		w.ended()
	})
}
