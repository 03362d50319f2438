package bot

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/prompts/modelsim"
	"tandem/store"
)

func TestWithoutAModelARedraftIsMadeFromWhatWasSaidAndANoteIsRefusedKindly(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.presses("omar", "@tandem", "Redraft", "FR-1")
		w.hasForm("omar", "Redraft")
		w.sees("omar", "form", "What should change?", "No model is on, and only a model can follow a note: leave this empty.")
		w.fails("omar", []string{"! note: Only a model can follow a note, and none is on."}, "What should change?: Shorter")
		w.submits("omar", "What should change?: ")
		w.sees("omar", "form", "Nothing was said or answered since *FR-1* was drafted, so a new draft reads the same.")
		w.closes("omar")
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			return tx.AddEvidence(ctx, "FR-1", ritual.Evidence{ID: "9", Author: w.sim.Person("dev").ID(), Text: "When the export fails, it must say why.", At: tx.Now})
		})
		w.presses("omar", "@tandem", "Redraft", "FR-1")
		w.submits("omar")
		w.sees("omar", "form", "drafted anew from what was said and answered: it is version 2.")
		w.closes("omar")
		w.sees("omar", "@tandem", "Template draft for @omar, version 2", "When the export fails, then it must say why  _(said by @dev)_")
		w.ended()
	})
}

func TestAPersonsEditIsReplacedOnlyWhenWhoeverAsksSaysSo(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.submits("omar", "I want: a download")
		w.closes("omar")
		w.presses("omar", "@tandem", "Redraft", "FR-1")
		w.sees("omar", "form", "*Edited by @omar.* A new draft takes the place of this version. It stays in `History`", "Replace it?")
		w.fails("omar", []string{"! sure: omar wrote this version. Tick this if the draft may take its place."})
		if w.story("FR-1").Want != "a download" {
			t.Error("the person's version is gone")
		}
		w.submits("omar", "Replace it?: Yes, the draft may take its place")
		w.closes("omar")
		w.drafts("FR-1", 3, ritual.FromTemplate)
		if w.story("FR-1").Want != "an export to CSV" || w.stories("FR-1")[1].Want != "a download" {
			t.Errorf("%+v", w.stories("FR-1"))
		}
		w.ended()
	})
}

func TestWhatSomebodyEditsWhileTheRedraftFormIsOpenIsSeenFirst(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.csvAsked()
		w.presses("omar", "@tandem", "Redraft", "FR-1")
		click := w.as("omar")
		click.Subject, click.Data, click.Fields = "FR-1", engine.FormData{Subject: "FR-1", Version: 1}, engine.Fields{"want": {"a download"}}
		if _, err := w.clicks(editForm, click); err != nil {
			t.Fatal(err)
		}
		w.submits("omar")
		w.sees("omar", "form", "*Edited by @omar.* A new draft takes the place", "Replace it?")
		w.drafts("FR-1", 2, ritual.FromPerson)
		w.ended()
	})
}

func TestTheModelRedraftsByANoteAndWhoeverAskedIsTold(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.drafting()
		w.types("sam", "#atlas", "/request "+csv)
		w.aligns("FR-1", "Happy auditors")
		had := len(s.Asked())
		w.presses("omar", "@tandem", "Redraft", "FR-1")
		if err := w.sim.Person("omar").Fill("note", "Say that PDF works too"); err != nil {
			t.Fatal(err)
		}
		if err := w.sim.Person("omar").Submit(); err != nil {
			t.Fatal(err)
		}
		w.idles()
		w.sees("omar", "form", "The model is asked for a new draft of *FR-1*.")
		w.closes("omar")
		w.settle()
		w.drafts("FR-1", 2, ritual.FromModel)
		if s := w.story("FR-1"); s.Note != "Say that PDF works too" || s.AskedBy != w.sim.Person("omar").ID() {
			t.Errorf("%+v", s)
		}
		if len(s.Asked()) == had {
			t.Error("the model was not asked")
		}
		w.hears("omar", "@tandem", "The model has drafted the story anew for you: it is version 2.")
		w.sees("omar", "@tandem", "Drafted by the model for @omar, version 2")
		w.presses("omar", "@tandem", "History", "FR-1")
		w.sees("omar", "form", "*Version 2* · Drafted by the model for @omar", "> Say that PDF works too")
		w.ended()
	})
}

func TestARedraftThatAModelOwesIsShownAndTriedAgain(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.drafting()
		w.types("sam", "#atlas", "/request "+csv)
		w.aligns("FR-1", "Happy auditors")
		s.Always(modelsim.Status(500, "0"))
		w.presses("omar", "@tandem", "Redraft", "FR-1")
		w.submits("omar", "What should change?: Shorter")
		w.closes("omar")
		w.drafts("FR-1", 1, ritual.FromModel)
		w.sees("omar", "@tandem", "The model is asked for a new draft, for @omar: “Shorter”")
		w.presses("omar", "@tandem", "Redraft", "FR-1")
		w.sees("omar", "form", "The model is asked for a new draft already, for @omar.")
		w.closes("omar")
		s.Always(modelsim.Good)
		w.passes(11 * time.Minute)
		w.drafts("FR-1", 2, ritual.FromModel)
		w.seesNot("omar", "@tandem", "The model is asked for a new draft, for")
		w.ended()
	})
}

func TestARedraftGivesWayToWhatSomebodyWritesMeanwhile(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.drafting()
		w.types("sam", "#atlas", "/request "+csv)
		w.aligns("FR-1", "Happy auditors")
		s.Always(modelsim.Status(500, "0"))
		w.presses("omar", "@tandem", "Redraft", "FR-1")
		w.submits("omar", "What should change?: Shorter")
		w.closes("omar")
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.submits("omar", "I want: a download")
		w.closes("omar")
		s.Always(modelsim.Good)
		w.passes(11 * time.Minute)
		w.drafts("FR-1", 2, ritual.FromPerson)
		w.hears("omar", "@tandem", "Somebody edited the story while you waited for a new draft, so I left it as they wrote it.")
		w.ended()
	})
}

func TestARedraftThatCannotComeIsSaidToBeOver(t *testing.T) {
	for name, x := range map[string]struct {
		then func(w *world)
		says string
	}{
		"declined":  {func(w *world) { w.stands("FR-1", ritual.Declined); w.passes(11 * time.Minute) }, "Its status is Declined now, so I did not have its story drafted anew."},
		"no model":  {func(w *world) { w.sets(ritual.Settings{NoModel: true}); w.passes(11 * time.Minute) }, "There is no model any more that could draft its story anew."},
		"for weeks": {func(w *world) { w.passes(9 * 24 * time.Hour) }, "The model did not answer for a week, so its story stays as it is."},
	} {
		t.Run(name, func(t *testing.T) {
			inWorlds(t, func(w *world) {
				s := w.drafting()
				w.types("sam", "#atlas", "/request "+csv)
				w.aligns("FR-1", "Happy auditors")
				s.Always(modelsim.Status(500, "0"))
				w.presses("omar", "@tandem", "Redraft", "FR-1")
				w.submits("omar")
				x.then(w)
				w.sees("omar", "@tandem", x.says)
				w.drafts("FR-1", 1, ritual.FromModel)
				w.ended()
			})
		})
	}
}

// stands has a request stand at another status.
func (w *world) stands(id string, s ritual.Status) {
	w.t.Helper()
	r := w.request(id)
	r.Status = s
	w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.KeepRequest(ctx, r) })
}

func TestTheModelSeesTheProductsSentenceAndWhatWasAccepted(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.drafting()
		w.sets(ritual.Settings{Frame: "We build {want} for {who}"})
		w.types("sam", "#atlas", "/request As an auditor I want a signed log so that I trust it")
		w.stands("FR-1", ritual.Accepted)
		accepted := w.story("FR-1")
		accepted.Want = "to trust a signed log of everything"
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddStory(ctx, accepted)
			return err
		})
		had := len(s.Asked())
		w.types("sam", "#atlas", "/request "+csv)
		asked := dump(s.Asked()[had:])
		for _, want := range []string{"We build {want} for {who}", "to trust a signed log of everything"} {
			if !strings.Contains(asked, want) {
				t.Errorf("the model does not read %q in %s", want, asked)
			}
		}
		w.ended()
	})
}

func TestARedraftThatChangesNoWordMakesNoVersion(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.drafting()
		w.types("sam", "#atlas", "/request "+csv)
		w.aligns("FR-1", "Happy auditors")
		had := len(s.Asked())
		w.presses("omar", "@tandem", "Redraft", "FR-1")
		w.submits("omar")
		w.closes("omar")
		if len(s.Asked()) == had {
			t.Error("the model was not asked")
		}
		w.drafts("FR-1", 1, ritual.FromModel)
		w.sees("omar", "@tandem", "The model has drafted its story anew, and it reads as before, so there is no new version.")
		w.seesNot("omar", "@tandem", "The model is asked for a new draft, for")
		w.ended()
	})
}

func TestARedraftOfAPartKeepsWhatItHasFromTheWhole(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.exports()
		w.presses("omar", "@tandem", "Edit story", "FR-1")
		w.submits("omar", "Acceptance criteria: The CSV has a header")
		w.closes("omar")
		w.splits("FR-1", "Export to CSV", "Totals per region")
		has := func() bool {
			return slices.ContainsFunc(w.story("FR-1.1").Criteria, func(c ritual.Criterion) bool { return c.Text == "The CSV has a header" })
		}
		if !has() {
			t.Fatalf("%+v", w.story("FR-1.1"))
		}
		w.presses("omar", "@tandem", "Redraft", "FR-1.1")
		w.submits("omar")
		w.closes("omar")
		w.startsWith(modelsim.Start(t))
		w.presses("omar", "@tandem", "Redraft", "FR-1.1")
		w.submits("omar", "What should change?: Say that PDF works too")
		w.closes("omar")
		if !has() {
			t.Errorf("%+v", w.story("FR-1.1"))
		}
		w.ended()
	})
}
