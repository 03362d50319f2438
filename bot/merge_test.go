package bot

import (
	"context"
	"strings"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// twice sets up Atlas and has Sam and Dev ask for the same, one after the other.
func (w *world) twice() {
	w.t.Helper()
	w.setUp()
	w.types("sam", "#atlas", "/request Dark mode for the dashboard")
	w.types("dev", "#atlas", "/request Dashboard in dark mode")
	w.passes(sameWithin)
}

// merges is somebody merging a request into another, at its record.
func (w *world) merges(who, id, into string) {
	w.t.Helper()
	w.types(who, "#atlas", "/tandem show "+id)
	w.presses(who, "#atlas", "Merge…", id)
	w.submits(who, "Or another one, by its id: "+into)
}

// mergesUnlike is the PM merging a request into another that does not look similar.
func (w *world) mergesUnlike(id, into string) {
	w.t.Helper()
	click := w.about("priya", id)
	click.Fields = engine.Fields{mergeOther: {into}}
	if _, err := w.clicks(mergeForm, click); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

// unmerges is somebody taking a request out again, at its record.
func (w *world) unmerges(who, id string) {
	w.t.Helper()
	w.types(who, "#atlas", "/tandem show "+id)
	w.presses(who, "#atlas", "Unmerge", id)
}

// wants fails unless so many want a request.
func (w *world) wants(id string, want int) {
	w.t.Helper()
	n := in(w, func(ctx context.Context, tx *store.Tx) (int, error) {
		r, err := tx.Request(ctx, id)
		if err != nil {
			return 0, err
		}
		others, err := tx.Supporters(ctx, id)
		return ritual.UniqueRequesters(r, others), err
	})
	if n != want {
		w.t.Errorf("%s is wanted by %d, not by %d", id, n, want)
	}
}

func TestWhatIsMergedGoesOnAsOneAndIsWhatItWasWhenItIsTakenOut(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.twice()
		before := dump(w.request("FR-2"))
		card := w.reads("priya", "@tandem")
		w.merges("priya", "FR-2", "FR-1")
		w.is("FR-2", ritual.Merged)
		w.wants("FR-1", 2)
		w.sees("dev", "@tandem", "@priya merged FR-2 into FR-1.", "*Merged* into *FR-1*, which is Awaiting alignment")
		w.sees("priya", "@tandem", "@priya merged FR-2 into FR-1", "wanted by 2 people", "[Unmerge]")
		w.types("omar", "#atlas", "/tandem show FR-1")
		w.hears("omar", "#atlas", "*Others who want it*", "@dev, with *FR-2*", "Dashboard in dark mode", "Merged into it: *FR-2*", "[Unmerge]", "@priya merged FR-2 into FR-1")

		w.aligns("FR-1", "Happy eyes")
		w.sees("dev", "@tandem", "*Merged* into *FR-1*, which is Awaiting priority")
		w.unmerges("omar", "FR-2")
		w.hears("omar", "#atlas", "*FR-2* stands by itself again, as before it was merged into FR-1.")
		if after := dump(w.request("FR-2")); after != before {
			t.Errorf("it was\n%s\nand is\n%s", before, after)
		}
		w.wants("FR-1", 1)
		w.wants("FR-2", 1)
		w.is("FR-1", ritual.AwaitingPriority)
		w.sees("dev", "@tandem", "@omar took FR-2 out of FR-1 again.")
		if strings.Count(card, "FR-2 Dashboard in dark mode") != 1 {
			t.Errorf("there was no card:\n%s", card)
		}
		w.presses("priya", "@tandem", "Decline", "FR-2") // its card asks again
		w.submits("priya", "Reason: No")
		w.is("FR-2", ritual.Declined)
		w.ended()
	})
}

func TestOnlyThePMAndThePOMergeAndUnmerge(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.twice()
		for _, who := range []string{"sam", "dev", "gwen"} {
			click := w.as(who)
			click.Subject, click.Fields = "FR-2", engine.Fields{mergeOther: {"FR-1"}}
			w.unchanged("FR-2", func() {
				for _, id := range []string{mergeOpen, mergeForm} {
					_, err := w.clicks(id, click)
					w.refuses(err, "Only @priya and @omar can merge FR-2.")
				}
			})
		}
		w.types("dev", "#atlas", "/tandem show FR-2")
		w.seesNot("dev", "#atlas", "[Merge…]")
		w.merges("omar", "FR-2", "FR-1")
		click := w.as("dev")
		click.Subject = "FR-2"
		_, err := w.clicks(mergeUndo, click)
		w.refuses(err, "Only @priya and @omar can take FR-2 out again.")
		w.is("FR-2", ritual.Merged)
		w.ended()
	})
}

func TestWhatCannotBeMergedSaysWhyBesideTheField(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(channelNamed("borealis"))
		w.twice()
		w.setUpIn("sam", "#borealis", "Borealis")
		w.types("sam", "#borealis", "/request Dark mode for the dashboard elsewhere")
		w.types("priya", "#atlas", "/tandem show FR-2")
		w.presses("priya", "#atlas", "Merge…", "FR-2")
		for id, says := range map[string]string{
			"FR-2": "FR-2 leads these requests already", "FR-3": "FR-3 belongs to another product than FR-2", "FR-99": "There is no FR-99", "x": "“x” is not a request",
		} {
			w.fails("priya", []string{says}, "Or another one, by its id: "+id)
		}
		w.fails("priya", []string{"Choose a request, or write its id, such as FR-12."}, "Or another one, by its id: ")
		w.submits("priya", "Merge into: FR-1 Dark mode for the dashboard")
		w.is("FR-2", ritual.Merged)
		click := w.as("priya")
		click.Subject, click.Fields = "FR-2", engine.Fields{mergeOther: {"FR-1"}}
		_, err := w.clicks(mergeForm, click)
		w.refuses(err, "FR-2 has moved on: @priya merged FR-2 into FR-1. Its status is Merged now.")
		w.ended()
	})
}

func TestAQuestionIsPutAgainByWhatWasTakenOutAndSaysWhereItStands(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.twice()
		w.needsMore("FR-2", "Which screens?")
		w.merges("priya", "FR-2", "FR-1")
		w.sees("dev", "@tandem", "> Which screens?\n*Merged* into *FR-1*")
		w.unmerges("priya", "FR-2")
		w.sees("dev", "@tandem", "> Which screens?\n[Answer questions] [Skip questions]")
		w.presses("dev", "@tandem", "Answer questions", "FR-2")
		w.submits("dev", "Which screens?: All of them")
		w.sees("dev", "@tandem", "> Which screens?\n*Awaiting alignment*")
		w.merges("priya", "FR-2", "FR-1")
		w.unmerges("omar", "FR-2") // so the PM is asked again
		w.hears("priya", "@tandem", "*FR-2* is with you again: @omar took FR-2 out of FR-1 again.")
		w.aligns("FR-2", "Happy eyes")
		w.sees("dev", "@tandem", "> Which screens?\n*Awaiting priority*")
		w.ended()
	})
}

func TestMergesOfMergesHaveOneLeadAndComeApartOneByOne(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i, who := range []string{"sam", "dev", "sam", "omar"} {
			w.types(who, "#atlas", "/request "+[]string{"Dark mode for the dashboard", "Dashboard in dark mode", "Dark dashboard mode", "A dashboard with a dark mode"}[i])
			w.passes(sameWithin)
		}
		w.merges("priya", "FR-1", "FR-2")
		w.merges("priya", "FR-2", "FR-3")
		w.merges("priya", "FR-4", "FR-1") // goes to its lead
		w.wants("FR-3", 3)
		if got := w.decisions("FR-4")[0].Lead; got != "FR-3" {
			t.Errorf("FR-4 went into %s", got)
		}
		click := w.as("priya")
		click.Subject, click.Fields = "FR-3", engine.Fields{mergeOther: {"FR-1"}}
		_, err := w.clicks(mergeForm, click)
		w.refuses(err, "FR-3 leads these requests already.")
		w.unmerges("priya", "FR-2")
		w.wants("FR-2", 2)
		w.wants("FR-3", 2)
		w.is("FR-1", ritual.Merged)
		w.unmerges("priya", "FR-1")
		w.unmerges("priya", "FR-4")
		for _, id := range []string{"FR-1", "FR-2", "FR-3", "FR-4"} {
			w.wants(id, 1)
			w.is(id, ritual.AwaitingAlignment)
		}
		w.ended()
	})
}

func TestWhatTandemDraftedTakesInWhatIsMergedAndWhatAPersonWroteDoesNot(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Dark mode for the dashboard", "What is the problem?: It must work on a phone.")
		w.types("dev", "#atlas", "/request")
		w.submits("dev", "Title: Dashboard in dark mode", "What is the problem?: It must keep the colors of charts.")
		versions := func() int {
			return in(w, func(ctx context.Context, tx *store.Tx) (int, error) {
				all, err := tx.Stories(ctx, "FR-1")
				return len(all), err
			})
		}
		sources := func() string {
			return in(w, func(ctx context.Context, tx *store.Tx) (string, error) {
				s, err := tx.Story(ctx, "FR-1")
				var all []string
				for _, c := range s.Criteria {
					all = append(all, c.Source)
				}
				return strings.Join(all, " "), err
			})
		}
		w.merges("priya", "FR-2", "FR-1")
		if got := sources(); !strings.Contains(got, "FR-2:0") || versions() != 2 {
			t.Errorf("version %d rests on %q", versions(), got)
		}
		w.unmerges("priya", "FR-2")
		if got := sources(); strings.Contains(got, "FR-2:0") || versions() != 3 {
			t.Errorf("version %d rests on %q", versions(), got)
		}
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddStory(ctx, ritual.Story{Request: "FR-1", Author: w.sim.Person("omar").ID(), Origin: ritual.FromPerson, Want: "mine"})
			return err
		})
		w.merges("priya", "FR-2", "FR-1")
		if versions() != 4 {
			t.Errorf("what a person wrote was drafted again: version %d", versions())
		}
		w.ended()
	})
}

func TestARequestThatIsMergedBeforeItsDraftHasItsCardWhenItIsTakenOut(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		w.changes(func(ctx context.Context, tx *store.Tx) error { // as if Add my voice were pressed at once
			r := ritual.Request{ID: "FR-90", Number: 90, Product: w.request("FR-1").Product, Title: "Dashboard in dark mode", Kind: ritual.Feature,
				Reporter: w.sim.Person("dev").ID(), Status: ritual.New, Since: tx.Now, Created: tx.Now}
			if err := tx.AddRequest(ctx, r); err != nil {
				return err
			}
			m, err := request.Of(ctx, tx, "FR-90")
			if err != nil {
				return err
			}
			if _, err = mergeInto(ctx, tx, r.Reporter, m, w.request("FR-1")); err != nil {
				return err
			}
			return tx.Once(ctx, jobRecorded, r.ID, draftLane(r), tx.Now)
		})
		w.settle()
		w.is("FR-90", ritual.Merged)
		w.unmerges("priya", "FR-90")
		w.is("FR-90", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "FR-90 Dashboard in dark mode")
		w.aligns("FR-90", "Happy eyes")
		w.is("FR-90", ritual.AwaitingPriority)
		w.ended()
	})
}

func TestWhatIsMergedFromAPrivateConversationStaysThere(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "priya"}, BotIn: true})
		w.setUp()
		w.types("dev", "#atlas", "/request Dark mode for the dashboard")
		w.types("sam", "#leads", "/request")
		w.submits("sam", "Title: Dashboard in dark mode", "What is the problem?: Acme is about to leave.", "Customer: Acme")
		w.merges("priya", "FR-2", "FR-1")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "wanted by 2 people and 1 customer", "1 voice from a private conversation", "*FR-2*  (private)")
		for _, secret := range []string{"Acme", "Dashboard in dark mode", "[Unmerge]"} {
			if got := w.last("dev", "#atlas"); strings.Contains(got, secret) {
				t.Errorf("dev reads %q in\n%s", secret, got)
			}
		}
		said := in(w, func(ctx context.Context, tx *store.Tx) (string, error) {
			s, err := tx.Story(ctx, "FR-1")
			return dump(s), err
		})
		if strings.Contains(said, "Acme") {
			t.Errorf("the story has what was said in private:\n%s", said)
		}
		w.types("priya", "#atlas", "/tandem show FR-1")
		w.hears("priya", "#atlas", "wanted by 2 people and Acme", "Acme is about to leave.", "*FR-2*  Dashboard in dark mode")

		click := w.as("priya") // the other way around, what was public would be hidden
		w.unmerges("priya", "FR-2")
		click.Subject, click.Fields = "FR-1", engine.Fields{mergeOther: {"FR-2"}}
		_, err := w.clicks(mergeForm, click)
		w.refuses(err, "Merge FR-2 into FR-1 instead")
		w.ended()
	})
}

func TestTheModelDraftsAgainFromAllThatWasMerged(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.drafting()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		w.types("dev", "#atlas", "/request Dashboard in dark mode")
		w.passes(sameWithin)
		before := len(s.Asked())
		w.merges("priya", "FR-2", "FR-1")
		asked := ""
		for _, q := range s.Asked()[before:] {
			asked += q.User()
		}
		if !strings.Contains(asked, "Dark mode for the dashboard") || !strings.Contains(asked, "Dashboard in dark mode") {
			t.Errorf("asked for a draft of\n%s", asked)
		}
		w.drafts("FR-1", 2, ritual.FromModel) // its new draft said the same, and is no version of its own
		w.ended()
	})
}

func TestWhatOthersAskedForStandsByItselfAgainWhenItsLeadIsWithdrawn(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.twice()
		for _, who := range []string{"sam", "omar"} {
			w.types(who, "#atlas", "/request A dashboard in dark mode for "+who)
			w.passes(sameWithin)
		}
		w.merges("priya", "FR-4", "FR-3") // Omar's into Sam's second
		w.merges("priya", "FR-3", "FR-1")
		w.merges("priya", "FR-2", "FR-1")
		w.presses("sam", "@tandem", "Withdraw", "FR-1")
		w.is("FR-1", ritual.Withdrawn)
		w.is("FR-2", ritual.AwaitingAlignment)
		w.is("FR-3", ritual.Merged) // which is Sam's, too
		w.is("FR-4", ritual.AwaitingAlignment)
		w.sees("dev", "@tandem", "@sam took FR-2 out of FR-1 again.", "*Awaiting alignment* · next: @priya")
		w.presses("priya", "@tandem", "Decline", "FR-2") // its card asks again
		w.submits("priya", "Reason: No")
		w.is("FR-2", ritual.Declined)
		w.ended()
	})
}

func TestALeadSaysWhoWantsItWhenSomebodyJoinsWhatWasMerged(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		ts := w.says("dev", "#atlas", "Less light at night")
		w.captures("dev", "#atlas", ts)
		w.submits("dev")
		w.mergesUnlike("FR-2", "FR-1")
		w.captures("omar", "#atlas", ts)
		w.sees("priya", "@tandem", "wanted by 3 people")
		w.ended()
	})
}

func TestReadingAThreadAgainForgetsNothingThatWasMerged(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		one := w.says("sam", "#atlas", "Dark mode for the dashboard")
		two := w.says("dev", "#atlas", "Dashboard in dark mode. It must keep the colors of charts.")
		w.reacts("sam", "#atlas", one)
		w.reacts("dev", "#atlas", two)
		w.mergesUnlike("FR-2", "FR-1")
		w.sim.Person("gwen").Reply("#atlas", one, "It must work on a phone.")
		w.captures("omar", "#atlas", one)
		w.closes("omar")
		w.sim.Person("gwen").Reply("#atlas", two, "It must save power.")
		w.captures("omar", "#atlas", two)
		w.sees("priya", "@tandem", "keep the colors of charts", "work on a phone", "save power")
		var all []string
		for _, c := range w.story("FR-1").Criteria {
			all = append(all, c.Text+" ("+c.Source+")")
		}
		said := strings.Join(all, "\n")
		for _, want := range []string{"keep the colors of charts (FR-2:0)", "work on a phone (1)", "save power (FR-2:1)"} {
			if !strings.Contains(said, want) {
				t.Errorf("the story has no %q:\n%s", want, said)
			}
		}
		w.ended()
	})
}
