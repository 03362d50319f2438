package bot

import (
	"context"
	"strings"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// csvAsked is a request of Dev's in #atlas whose criterion rests on a message, aligned, so that it waits for the PO.
func (w *world) csvAsked() {
	w.t.Helper()
	w.setUp()
	ts := w.says("dev", "#atlas", "As a support agent I want an export to CSV so that audits take minutes. It must hold all rows of the list.")
	w.captures("sam", "#atlas", ts)
	w.submits("sam")
	w.aligns("FR-1", "Happy auditors")
}

// stories are all versions of a request's story.
func (w *world) stories(id string) []ritual.Story {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Story, error) { return tx.Stories(ctx, id) })
}

func TestThePOEditsAStoryAndEachCriterionSaysWhoseItIs(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.sees("omar", "@tandem", "Template draft, version 1", "It must hold all rows of the list  _(<https://sim.slack.com/archives/", "|said here> by @dev)_", "[Edit story] [Redraft] [History]")
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.hasForm("omar", "Edit story")
		w.sees("omar", "form", "As a", "I want", "So that", "Acceptance criteria", "Out of scope", "Open questions", "“Given …, when …, then …”")
		w.submits("omar", "Acceptance criteria: - It must hold all rows of the lists\n- An empty list says so <!channel>\n- The file opens in Excel [assumption]", "Out of scope: PDF")
		w.sees("omar", "form", "The story of *FR-1* is kept as version 2, edited by you.")
		w.closes("omar")
		w.sees("omar", "@tandem", "Edited by @omar, version 2", "all rows of the lists  _(<https://sim.slack.com/archives/",
			"• An empty list says so &lt;!channel&gt;  _(by @omar)_", "• The file opens in Excel  _(assumption)_", "*Out of scope*\n• PDF")
		s := w.story("FR-1")
		if s.Author != w.sim.Person("omar").ID() || s.Origin != ritual.FromPerson || s.Want != "an export to CSV" || len(s.Criteria) != 3 || !s.Criteria[1].Failure {
			t.Errorf("%+v", s)
		}
		w.is("FR-1", ritual.AwaitingPriority)
		w.types("gwen", "#atlas", "/tandem show FR-1")
		w.hears("gwen", "#atlas", "Edited by @omar, version 2", "_(by @omar)_")
		w.seesNot("gwen", "#atlas", "[Edit story]", "[Redraft]")
		w.ended()
	})
}

func TestNobodyButThePOWritesTheStory(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		for _, who := range []string{"sam", "priya", "dev", "gwen"} {
			for _, id := range []string{editStory, editForm, redraftOpen, redraftForm, storyRestore} {
				click := w.as(who)
				click.Subject, click.Fields = "FR-1", engine.Fields{"want": {"mine"}}
				_, err := w.clicks(id, click)
				w.refuses(err, "Only the product owner, @omar, can")
			}
		}
		if n := len(w.stories("FR-1")); n != 1 {
			t.Errorf("%d versions", n)
		}
		w.types("omar", "#atlas", "/tandem show FR-1") // they do, from wherever they see it
		w.presses("omar", "#atlas", "Edit story")
		w.submits("omar", "I want: to export CSV")
		w.sees("priya", "@tandem", "*FR-1*")
		if w.story("FR-1").Want != "to export CSV" {
			t.Errorf("%+v", w.story("FR-1"))
		}
		w.ended()
	})
}

func TestAStoryInTheFormIsRefusedBesideItsFields(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.fails("omar", []string{"! as: “?!” says nothing. Leave it empty if nobody knows yet.", "! criteria: Keep each line to 1000 characters; line 2 has 1200."},
			"As a: ?!", "Acceptance criteria: one\n"+strings.Repeat("a", 1200))
		w.fails("omar", []string{"! as: Write at least one of these."}, "As a: ", "I want: ", "So that: ", "Acceptance criteria: ", "Out of scope: ", "Open questions: ")
		if n := len(w.stories("FR-1")); n != 1 {
			t.Errorf("%d versions", n)
		}
		w.closes("omar")
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.submits("omar")
		w.sees("omar", "form", "You changed nothing of the story of *FR-1*.")
		if n := len(w.stories("FR-1")); n != 1 {
			t.Errorf("%d versions", n)
		}
		w.ended()
	})
}

func TestTwoWhoEditAStoryAtOnceLoseNothing(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.changes(func(ctx context.Context, tx *store.Tx) error { // as the PO's stand-in
			s, err := tx.Story(ctx, "FR-1")
			s.Want, s.OutOfScope, s.Origin, s.Author = "a download", []string{"PDF"}, ritual.FromPerson, w.sim.Person("dev").ID()
			if err == nil {
				_, err = tx.AddStory(ctx, s)
			}
			return err
		})
		w.submits("omar", "I want: an export for Excel", "So that: audits are short")
		w.sees("omar", "form", "*Edited by @dev meanwhile.*", "*I want* is now\n> a download", "*Out of scope* was changed meanwhile (_Edited by @dev_), and stays\n> PDF")
		if v := w.version("FR-1"); v != 2 {
			t.Errorf("version %d", v)
		}
		v, _ := w.sim.Person("omar").View()
		if got := strings.Join(fieldsOf(v.Blocks), ", "); got != "I want, So that" {
			t.Errorf("the form asks %s", got)
		}
		w.submits("omar", "I want: a download for Excel")
		s := w.story("FR-1")
		if s.Version != 3 || s.Want != "a download for Excel" || s.SoThat != "audits are short" || len(s.OutOfScope) != 1 || s.As != "support agent" || len(s.Criteria) != 1 {
			t.Errorf("%+v", s)
		}
		w.ended()
	})
}

func TestWhatSomebodyElseChangedMeanwhileStaysAndIsSaid(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.presses("dev", "#atlas", "Answer questions", "FR-1")
		w.submits("dev", "What should happen when it goes wrong, for example when there are too many rows?: It says so")
		w.submits("omar", "I want: an export for Excel")
		w.sees("omar", "form", "kept as version 3", "*Acceptance criteria* was changed meanwhile (_Template draft_), and stays", "> It says so")
		s := w.story("FR-1")
		if s.Want != "an export for Excel" || len(s.Criteria) != 2 || s.Criteria[1].Source != "answer:failure" {
			t.Errorf("%+v", s)
		}
		w.closes("omar")
		w.sees("omar", "@tandem", "• It says so  _(answered by @dev)_")
		w.ended()
	})
}

func TestAProblemIsEditedAsOne(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Export stops", "Kind: Problem")
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.submits("omar", "What happens: It stops after 1,000 rows", "What should happen: All rows", "How to see it: Export 1,001 rows")
		w.closes("omar")
		w.sees("omar", "@tandem", "*Happens:* It stops after 1,000 rows\n*Should:* All rows\n*To see it:* Export 1,001 rows", "[Prioritize]")
		w.ended()
	})
}

func TestALongStoryIsEditedInSeveralFieldsAndNothingIsCut(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		var lines []string
		for i := range 9 {
			lines = append(lines, strings.Repeat("a criterion ", 70)+string(rune('a'+i)))
		}
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			s, err := tx.Story(ctx, "FR-1")
			s.Criteria = nil
			for _, l := range lines {
				s.Criteria = append(s.Criteria, ritual.Criterion{Text: l, By: "U1"})
			}
			if err == nil {
				_, err = tx.AddStory(ctx, s)
			}
			return err
		})
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.sees("omar", "form", "Acceptance criteria (part 2)")
		w.submits("omar", "I want: less")
		s := w.story("FR-1")
		for i, l := range lines {
			if s.Version != 3 || s.Criteria[i].Text != l || s.Criteria[i].By != "U1" {
				t.Fatalf("version %d, criterion %d: %+v", s.Version, i, s.Criteria[i])
			}
		}
		w.ended()
	})
}

func TestTheProductsOwnSentenceTellsItsStories(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.types("omar", "#atlas", "/tandem settings")
		w.sees("omar", "form", "Story template")
		w.fails("omar", []string{"! frame: I know {who}, {want} and {why}, and not {when}."}, "Story template: {want} by {when}")
		w.submits("omar", "Story template: Wir bauen {want}\nfür {who}, weil {why}.")
		w.sees("omar", "form", "Story template: Wir bauen {want} für {who}, weil {why}.")
		w.closes("omar")
		w.ranks("FR-1", "3", "1")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "*Wir bauen* an export to CSV\n*für* support agent, *weil* audits take minutes.")
		w.ended()
	})
}

func TestAChecklistIsShownAsOne(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.sets(ritual.Settings{Checklist: true})
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "☐ It must hold all rows of the list") // said as a rule, and left as one
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.sees("omar", "form", "One a line, as a checklist: each is true or false.")
		w.ended()
	})
}

func TestAStoryThatSaysTheSameAsAnotherIsNamed(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.types("sam", "#atlas", "/request As a support agent I want an export to CSV so that I can check it at home")
		w.types("dev", "#atlas", "/tandem show FR-2")
		w.hears("dev", "#atlas", "_Independent:_ It says nearly the same as FR-1.")
		w.ended()
	})
}

func TestACardShowsThreeFindingsAndTheRecordAll(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.submits("omar", "As a: ", "So that: ", "I want: a fast and simple export, and a log", "Acceptance criteria: "+strings.Repeat("It works\nIt is done\n", 4))
		w.sees("omar", "form", "_Testable:_ “fast” can't be tested: say how fast.") // kindly, at once
		w.closes("omar")
		w.sees("omar", "@tandem", "*Worth a look*\n_Independent:_", "_Valuable:_ There is no “so that”.", "more in `/tandem show FR-1`_", "_and 2 more in `/tandem show FR-1`_")
		w.seesNot("omar", "@tandem", "“fast” can't be tested")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "_Small:_ There are 8 criteria", "_Testable:_ “fast” can't be tested: say how fast.", "_Testable:_ “simple” can't be tested")
		w.ended()
	})
}

func TestNoMoreThanThreeQuestionsAreAskedAtOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.asked()
		w.types("omar", "#atlas", "/tandem show FR-1")
		w.presses("omar", "#atlas", "Edit story")
		w.submits("omar", "Open questions: Who?\nWhy?\nWhich screens?\nBy when?\nFor whom?")
		w.closes("omar")
		w.sees("sam", "@tandem", "*3 answers would help.*", "3. Which screens?")
		w.seesNot("sam", "@tandem", "By when?")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Who?: Nurses", "Why?: They sleep", "Which screens?: All")
		w.sees("sam", "@tandem", "*2 answers would help.*", "1. By when?")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "Edited by @omar", "*Who?*\n> Nurses", "*Still open*\n1. By when?\n2. For whom?")
		w.ended()
	})
}

func TestAnEditOfAStoryThatBecameAnotherKindIsNotLost(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		click := w.as("omar")
		click.Subject, click.Fields = "FR-1", engine.Fields{"kind": {string(ritual.Problem)}}
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		if _, err := w.clicks(kindForm, click); err != nil {
			t.Fatal(err)
		}
		w.submits("omar", "I want: a download")
		w.sees("omar", "form", "FR-1 became a problem while you wrote, and its story has other fields now.", "so that nothing is lost", "a download")
		w.ended()
	})
}
