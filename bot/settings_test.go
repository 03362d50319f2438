package bot

import (
	"context"
	"slices"
	"strings"
	"testing"

	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// settings is somebody opening the settings of the product that is at home in #atlas.
func (w *world) settings(who string) {
	w.t.Helper()
	w.types(who, "#atlas", "/tandem settings")
	w.hasForm(who, "Settings")
}

func TestTheSettingsHoldAllThatCanBeChangedAndKeepIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.settings("omar")
		w.sees("omar", "form", "*Atlas*, at home in #atlas", "Stand-in for the PM", "Stakeholder channel", "Holidays One date a line. They are no working days for anybody.")
		w.seesNot("omar", "form", "model")
		w.submits("omar", "Product name: Atlas Pro", "Stand-in for the PM: dev", "Stakeholder channel: #sales", "Prioritization: RICE",
			"Allow: Guests may ask", "Acceptance criteria: Checklist", "Time zone: Europe/Berlin", "Working hours from: 08:00",
			"Working hours until: 16:30", "Holidays: 2026-12-25, 2026-04-03")
		w.sees("omar", "form", "[Settings saved]", "*Atlas Pro* now has", "• Stand-in for the PM: @dev", "• Prioritization: RICE", "• Allow: Guests may ask",
			"• Holidays: 2026-04-03 2026-12-25", "The stakeholders' channel is #sales, and I am not in it yet. Type `/invite @Tandem` there too.")
		dev := w.sim.Person("dev").ID()
		p := w.product("Atlas Pro")
		want := ritual.Settings{PMStandIn: dev, Guests: true, Checklist: true, Zone: "Europe/Berlin", From: "08:00", Until: "16:30",
			Holidays: []string{"2026-04-03", "2026-12-25"}, Was: []ritual.FrameworkID{ritual.ValueEffort}}
		if dump(p.Settings) != dump(want) || p.Framework != ritual.RICE || p.PM != w.sim.Person("priya").ID() {
			t.Errorf("kept %s", dump(p))
		}
		w.sees("dev", "@tandem", "@omar named you PM's stand-in of *Atlas Pro*", "While @priya is away", "[Not me]")
		w.sees("dev", "#atlas", "*Atlas Pro* is set up.")
		w.closes("omar")
		w.settings("sam")
		w.submits("sam")
		w.sees("sam", "form", "You changed nothing of *Atlas Pro*.")
		if got := w.product("Atlas Pro"); dump(got) != dump(p) {
			t.Errorf("saving what was there changed it: %s", dump(got))
		}
		w.closes("sam")
		w.settings("sam")
		w.fills("sam", "Stakeholder channel: ", "Stand-in for the PM: ", "Allow: ", "Holidays: ", "Stories: ")
		w.submits("sam")
		w.sees("sam", "form", "• Stand-in for the PM: nothing", "• Stories: nothing")
		if s := w.product("Atlas Pro").Settings; s.PMStandIn != "" || s.Guests || s.Holidays != nil || !s.NoDraft || s.NoModel {
			t.Errorf("kept %s", dump(s))
		}
		w.ended()
	})
}

func TestOnlyAdministratorsChangeTheSettings(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("dev", "#atlas", "/tandem settings")
		w.hears("dev", "#atlas", "Only @sam, @priya and @omar can change the settings of Atlas.")
		w.hasNoForm("dev")
		forged := w.as("dev")
		forged.Subject = w.product("Atlas").ID
		forged.Fields = keptSettings(w.product("Atlas"), abilities{})
		_, err := w.clicks(settingsForm, forged)
		w.refuses(err, "Only @sam, @priya and @omar can change the settings of Atlas.")
		w.settings("omar") // and whoever is one no more when they save
		w.settings("sam")
		w.submits("sam", "Product owner: dev")
		w.submits("omar", "Product name: Mine")
		w.sees("omar", "form", "Only @sam, @priya and @dev can change the settings of Atlas.", "Mine")
		w.ended()
	})
}

func TestAllThatIsWrongInTheSettingsIsSaidAtOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.setUpIn("sam", "#sales", "Borealis")
		w.settings("sam")
		w.fails("sam", []string{"! name: There is a product named Borealis already.", "! pm: gwen is a guest here.", "! po_stand_in: Choose somebody else than the person they stand in for.",
			"! zone: “Mars” is not a time zone", "! until: Choose a time after 18:00", "! holidays: Write each day as 2026-12-25, one a line. Not a day: line 1, “Xmas”."},
			"Product name: borealis", "Product manager: gwen", "Stand-in for the PO: omar", "Time zone: Mars", "Working hours from: 18:00", "Working hours until: 09:00", "Holidays: Xmas")
		v, _ := w.sim.Person("sam").View()
		if raw := dump(v); !strings.Contains(raw, "Xmas") || !strings.Contains(raw, "Mars") {
			t.Error("what was typed is gone")
		}
		w.submits("sam", "Product name: Atlas", "Product manager: priya", "Stand-in for the PO: dev", "Time zone: Asia/Tokyo", "Working hours until: 20:00", "Holidays: 2026-12-25")
		w.sees("sam", "form", "[Settings saved]")
		w.ended()
	})
}

func TestWhoSavesLaterSeesWhatChangedAndUndoesNothing(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for _, who := range []string{"sam", "omar", "priya"} {
			w.settings(who)
		}
		w.submits("sam", "Holidays: 2026-12-25", "Working hours from: 08:00")
		w.submits("omar", "Time zone: Asia/Tokyo", "Working hours from: 08:00")
		w.sees("omar", "form", "[Settings saved]", "*Atlas* now has\n• Time zone: Asia/Tokyo", "Somebody else changed meanwhile, and it stays", "• Holidays: 2026-12-25")
		w.submits("priya", "Holidays: 2026-12-31", "Product name: Atlas Pro")
		w.sees("priya", "form", "Somebody else saved these while you had the form open.", "Holidays is now: 2026-12-25")
		if s := w.product("Atlas").Settings; !slices.Equal(s.Holidays, []string{"2026-12-25"}) || s.Zone != "Asia/Tokyo" || s.From != "08:00" {
			t.Errorf("something was undone: %+v", s)
		}
		w.submits("priya") // hers are still in the fields
		w.sees("priya", "form", "[Settings saved]", "• Product name: Atlas Pro", "• Holidays: 2026-12-31")
		if s := w.product("Atlas Pro").Settings; !slices.Equal(s.Holidays, []string{"2026-12-31"}) || s.Zone != "Asia/Tokyo" || s.From != "08:00" {
			t.Errorf("kept %+v", s)
		}
		w.ended()
	})
}

func TestWhoIsQuickerTwiceChangesNothingOfWhatIsTyped(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.settings("priya")
		w.fills("priya", "Holidays: 2026-12-31")
		for _, day := range []string{"2026-12-25", "2026-12-26", "2026-12-27"} {
			w.settings("sam")
			w.submits("sam", "Holidays: "+day)
			w.closes("sam")
			w.submits("priya")
			w.sees("priya", "form", "Holidays is now: "+day)
		}
		w.submits("priya")
		w.sees("priya", "form", "[Settings saved]", "• Holidays: 2026-12-31")
		w.ended()
	})
}

func TestTheSettingsOfOneOfSeveralProductsAreAskedFor(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("dev")
		w.presses("dev", "home", "Settings")
		w.sees("dev", "form", "Only @sam, @priya and @omar can change the settings of Atlas.")
		w.closes("dev")
		w.opensHome("sam")
		w.presses("sam", "home", "Settings")
		w.sees("sam", "form", "*Atlas*, at home in #atlas")
		w.closes("sam")
		w.setUpIn("priya", "#sales", "Borealis", "Product manager: dev", "Product owner: dev")
		w.types("priya", "@tandem", "/tandem settings")
		w.sees("priya", "@tandem", "Which product do you mean?")
		w.chooses("priya", "@tandem", "Borealis")
		w.sees("priya", "form", "*Borealis*, at home in #sales")
		w.closes("priya")
		w.opensHome("priya")
		w.presses("priya", "home", "Settings")
		w.sees("priya", "form", "Which product do you mean?")
		if err := w.sim.Person("priya").Choose(slacksim.Form, settingsOpen, "Atlas"); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.submits("priya", "Product name: Atlas Pro")
		w.product("Atlas Pro")
		w.types("omar", "#sales", "/tandem settings") // he has a part in the other one only
		w.hears("omar", "#sales", "Only @priya and @dev can change the settings of Borealis.")
		w.ended()
	})
}

func TestAModelIsSwitchedOffWhereThereIsOne(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.update(func(ctx context.Context, tx *store.Tx) error { return tx.SetMeta(ctx, request.MetaModel, "on") })
		w.settings("sam")
		w.submits("sam", "Stories: Draft a story for each request")
		if s := w.product("Atlas").Settings; !s.NoModel || s.NoDraft {
			t.Errorf("%+v", s)
		}
		w.ended()
	})
}

func TestGuestsAskWhereTheProductAllowsIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("gwen", "#atlas", "/request Dark mode")
		w.hears("gwen", "#atlas", "Only full members of this workspace can record a request.")
		w.settings("priya")
		w.submits("priya", "Allow: Guests may ask")
		w.types("gwen", "#atlas", "/request Dark mode")
		w.hears("gwen", "#atlas", "Recorded for Atlas as *FR-")
		w.types("gwen", "#sales", "/tandem setup")
		w.hears("gwen", "#sales", "Only full members of this workspace can set up a product.")
		w.ended()
	})
}

func TestAllowingToPostInSharedChannelsPostsWhatWasHeldBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "acme", Shared: true, Members: []string{"sam", "dev"}, BotIn: true})
		w.setUpIn("sam", "#acme", "Acme")
		w.seesNot("dev", "#acme", "Acme")
		w.types("sam", "#acme", "/tandem settings")
		w.submits("sam", "Allow: Post in shared channels")
		w.sees("dev", "#acme", "*Acme* is set up.")
		w.ended()
	})
}

func TestWithoutDraftingTheCardOffersAStory(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.settings("sam")
		w.submits("sam", "Stories: ")
		w.types("sam", "#atlas", "/request Dark mode for the dashboard so that eyes rest")
		w.sees("priya", "@tandem", "FR-1 Dark mode", "[Need more]", "[Draft story]")
		w.seesNot("priya", "@tandem", "Still open", "Template draft", "Done when")
		w.needsMore("FR-1", "Which screens?")
		w.presses("sam", "@tandem", "Answer questions", "FR-1")
		w.submits("sam", "Which screens?: All of them")
		w.sees("priya", "@tandem", "All of them", "[Draft story]")
		w.seesNot("priya", "@tandem", "Template draft")
		w.sees("sam", "@tandem", "[Draft story] [Withdraw]") // who asked may have it drafted too
		click := w.as("dev")
		click.Subject = "FR-1"
		_, err := w.clicks(draftStory, click)
		w.refuses(err, "Only whoever asked for it, @priya and @omar can have the story of FR-1 drafted.")
		w.presses("priya", "@tandem", "Draft story", "FR-1")
		w.sees("priya", "@tandem", "Template draft", "All of them")
		w.seesNot("priya", "@tandem", "[Draft story]")
		click = w.as("omar")
		click.Subject = "FR-1"
		_, err = w.clicks(draftStory, click)
		w.refuses(err, "FR-1 has a story already.")
		w.ended()
	})
}
