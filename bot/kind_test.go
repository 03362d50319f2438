package bot

import (
	"testing"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// records has Sam record something of a kind by the form.
func (w *world) records(title, kind string, more ...string) {
	w.t.Helper()
	w.types("sam", "#atlas", "/request")
	w.submits("sam", append([]string{"Title: " + title, "Kind: " + kind}, more...)...)
}

// turns is somebody changing a request's kind from its record.
func (w *world) turns(who, id, kind string) {
	w.t.Helper()
	w.types(who, "#atlas", "/tandem show "+id)
	w.presses(who, "#atlas", "Change kind", id)
	w.hasForm(who, "Change kind")
	w.submits(who, "Kind: "+kind)
}

func TestAProblemRecordedAsAFeatureGoesToThePO(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.records("Export loses rows when there are many", "Feature")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.turns("priya", "FR-1", "Problem")
		w.is("FR-1", ritual.AwaitingPriority)
		w.sees("omar", "@tandem", "Where does this stand in the backlog?", "*Problem*", "*Happens:* Export loses rows", "[Prioritize] [Ask for alignment]")
		w.sees("sam", "@tandem", "*Awaiting priority*", "↳ @priya made FR-1 a problem.")
		w.sees("priya", "@tandem", "@priya made FR-1 a problem")
		w.seesNot("priya", "@tandem", "[Aligned]", "went straight to") // they did it themselves

		w.turns("omar", "FR-1", "Feature")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "[Aligned]", "↳ *FR-1* is with you again: @omar made FR-1 a feature.")
		w.turns("priya", "FR-1", "Problem")
		w.sees("omar", "@tandem", "↳ *FR-1* is with you again: @priya made FR-1 a problem.")
		w.ended()
	})
}

func TestAWishInPraiseIsDraftedAndAsked(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.records("Love the export. I want it as CSV so that audits take minutes", "Praise")
		w.is("FR-1", ritual.Noted)
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.seesNot("dev", "#atlas", "[Change kind]")
		w.turns("omar", "FR-1", "Feature")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "Does this serve the roadmap?", "Template draft", "[Aligned]")
		w.seesNot("sam", "@tandem", "[Link to…]")
		w.turns("priya", "FR-1", "Praise")
		w.is("FR-1", ritual.Noted)
		w.sees("priya", "@tandem", "*Noted*")
		w.seesNot("priya", "@tandem", "[Aligned]")
		w.sees("sam", "@tandem", "*Noted*", "[Link to…] [Withdraw]")
		w.ended()
	})
}

func TestOnlyTheHeadsChangeAKind(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.records("Export loses rows when there are many", "Feature")
		before := w.request("FR-1")
		click := w.as("priya")
		click.Subject = "FR-1"
		for _, wrong := range []string{"", "feature", "wish"} {
			click.Fields = engine.Fields{"kind": {wrong}}
			w.unchanged("FR-1", func() {
				_, err := w.clicks(kindForm, click)
				w.refuses(err, "hoose")
			})
		}
		for _, who := range []string{"sam", "dev", "gwen"} {
			click := w.as(who)
			click.Subject, click.Fields = "FR-1", engine.Fields{"kind": {"problem"}}
			w.unchanged("FR-1", func() {
				for _, do := range []string{kindOpen, kindForm} {
					_, err := w.clicks(do, click)
					w.refuses(err, "Only @priya and @omar can change the kind of FR-1.")
				}
			})
		}
		if now := w.request("FR-1"); now.Kind != before.Kind {
			t.Errorf("it is %s", now.Kind)
		}
		w.ended()
	})
}

func TestPraiseIsLinkedAndStandsBesideWhatItIsAbout(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.records("Everybody loves the export", "Praise")
		w.presses("sam", "@tandem", "Link to…", "FR-1")
		w.hears("sam", "@tandem", "Atlas has no objective and no story yet that this could be about.")

		w.records("Export to CSV", "Feature")
		w.alignsWith("FR-2", "Happy eyes")
		w.presses("sam", "@tandem", "Link to…", "FR-1")
		w.hasForm("sam", "Link to…")
		w.fails("sam", []string{"Choose an objective here, a story below, or both."})
		w.submits("sam", "Objective: Happy eyes", "Story: FR-2 Export to CSV")
		w.sees("sam", "@tandem", "Thank you. It is kept with the product, and there is nothing to decide.\nAbout “Happy eyes” and *FR-2* Export to CSV")
		w.types("priya", "#atlas", "/roadmap")
		w.sees("priya", "#atlas", "*Happy eyes*  1 open request: 1 to decide · 1 praise")
		w.types("priya", "#atlas", "/tandem show FR-2")
		w.sees("priya", "#atlas", "*1 praise*\n• *FR-1*  Everybody loves the export")
		w.types("priya", "#atlas", "/tandem show FR-1")
		w.sees("priya", "#atlas", "About “Happy eyes” and *FR-2* Export to CSV", "@sam linked FR-1 to “Happy eyes” and FR-2", "[Link to…] [Change kind]")
		for _, who := range []string{"dev", "gwen"} {
			click := w.as(who)
			click.Subject, click.Fields = "FR-1", engine.Fields{"story": {"FR-2"}}
			w.unchanged("FR-1", func() {
				_, err := w.clicks(linkForm, click)
				w.refuses(err, "Only whoever recorded it, @priya and @omar can link FR-1.")
			})
		}
		forged := w.as("sam")
		forged.Subject, forged.Fields = "FR-1", engine.Fields{"story": {"FR-99"}, "objective": {"nowhere"}}
		w.unchanged("FR-1", func() {
			_, err := w.clicks(linkForm, forged)
			w.refuses(err, "Choose one of the objectives in the list.")
		})
		w.turns("priya", "FR-1", "Feature") // and it speaks for nothing any more
		w.types("dev", "#atlas", "/roadmap")
		w.seesNot("dev", "#atlas", "praise")
		w.ended()
	})
}

func TestOneHeadIsNotAskedForAlignmentByThemselves(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp("Product owner: priya")
		w.records("Export loses rows when there are many", "Problem")
		w.sees("priya", "@tandem", "[Prioritize]")
		w.seesNot("priya", "@tandem", "Ask for alignment")
		click := w.as("priya")
		click.Subject, click.Fields = "FR-1", engine.Fields{"reason": {"Is it ours?"}}
		w.unchanged("FR-1", func() {
			for _, do := range []string{request.AskAlignment, askAlignmentForm} {
				_, err := w.clicks(do, click)
				w.refuses(err, "there is nobody to ask.")
			}
		})
		w.ended()
	})
}
