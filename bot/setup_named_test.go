package bot

import (
	"strings"
	"testing"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
)

func TestAllThatIsWrongInSetupIsSaidAtOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("sam")
		w.presses("sam", "home", "Set up a product")
		w.fails("sam", []string{"! name: There is a product named Atlas already.", "! channel: Atlas is at home in this channel already.",
			"! pm: gwen is a guest here.", "! po: gwen is a guest here."},
			"Channel: #atlas", "Product name: ATLAS", "Product manager: gwen", "Product owner: gwen", "Team: dev")
		w.submits("sam", "Channel: #sales", "Product name: Borealis", "Product manager: priya", "Product owner: omar")
		if p := w.product("Borealis"); len(p.Team) != 1 {
			t.Errorf("the team was lost: %+v", p)
		}
		w.ended()
	})
}

func TestWhoWasNamedSaysNotMeAndTheRoleFallsBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("dev", "#atlas", "/request Dark mode")
		w.opensHome("priya")
		w.sees("priya", "@tandem", "@sam named you PM of *Atlas*, at home in #atlas.", "You decide whether a request serves the roadmap.", "[Not me]", "[Aligned]")
		w.presses("priya", "@tandem", "Not me")
		w.hears("priya", "@tandem", "@sam is PM now.")
		if p := w.product("Atlas"); p.PM != w.sim.Person("sam").ID() {
			t.Errorf("%+v", p)
		}
		w.seesNot("priya", "@tandem", "[Not me]", "[Aligned]")
		w.sees("priya", "@tandem", "@sam named you PM of *Atlas*.\n@sam is PM now.", "*Awaiting alignment* · next: @sam checks it against the roadmap")
		w.sees("priya", "home", "Nothing waits for you.")
		w.sees("sam", "@tandem", "@priya says: not me. You had named them PM of *Atlas*. @sam is PM now.", "[Settings]", "Does this serve the roadmap?", "[Aligned]")
		if n := strings.Count(w.reads("sam", "@tandem"), "not me"); n != 1 {
			t.Errorf("told %d times", n)
		}
		w.sees("dev", "#atlas", "*Atlas* is set up.", "@sam checks it against the roadmap")
		w.seesNot("dev", "#atlas", "@priya")
		w.presses("sam", "@tandem", "Settings")
		w.sees("sam", "form", "*Atlas*, at home in #atlas")
		w.ended()
	})
}

func TestNotMeIsAnsweredKindlyWhenItIsOverAlready(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		at, action, value, _ := w.button("priya", "@tandem", "Not me")
		press := func(who string) {
			if err := w.sim.Person(who).Press(at, action, value); err != nil {
				t.Fatal(err)
			}
		}
		w.settings("sam")
		w.submits("sam", "Product manager: dev")
		click := w.as("priya")
		click.Subject = value
		_, err := w.clicks(notMe, click)
		w.refuses(err, "You are not the product manager of Atlas any more, so there is nothing to take back.")
		click = w.as("omar") // a forged click about somebody else
		click.Subject = value
		_, err = w.clicks(notMe, click)
		w.refuses(err, "This was about somebody else.")
		at, action, value, _ = w.button("omar", "@tandem", "Not me")
		press("omar")
		click = w.as("omar")
		click.Subject = value
		_, err = w.clicks(notMe, click) // pressed twice, before the button was gone
		w.refuses(err, "You are not the product owner of Atlas any more")
		w.settle()
		if p := w.product("Atlas"); p.PM != w.sim.Person("dev").ID() || p.PO != w.sim.Person("sam").ID() {
			t.Errorf("%+v", p)
		}
		w.ended()
	})
}

func TestWhoSetUpWithoutBeingThereAnyMoreGetsNothingBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sim.ChangeUser("sam", func(u *slacksim.User) { u.Deleted = true })
		w.settle()
		w.presses("priya", "@tandem", "Not me")
		w.hears("priya", "@tandem", "Who set Atlas up cannot take this on. Name somebody else in `/tandem settings`.")
		w.ended()
	})
}

func TestWhoeverIsNamedForBothIsToldOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.types("sam", "#atlas", "/tandem setup")
		w.submits("sam", "Product name: Atlas", "Product manager: priya", "Product owner: priya")
		if got := w.reads("priya", "@tandem"); strings.Count(got, "named you") != 1 {
			t.Errorf("told otherwise than once:\n%s", got)
		}
		w.closes("sam")
		w.types("sam", "#atlas", "/request Dark mode")
		w.sees("priya", "@tandem", "Does this serve the roadmap, and where does it stand?")
		w.presses("priya", "@tandem", "Not me")
		if p := w.product("Atlas"); !p.OneHead() || p.PM != p.SetUpBy {
			t.Errorf("%+v", p)
		}
		w.sees("sam", "@tandem", "You had named them PM and PO of *Atlas*. @sam is PM now. @sam is PO now.", "Does this serve the roadmap, and where does it stand?")
		w.ended()
	})
}

func TestAProductWaitsForTandemToBeInvited(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "dev"}})
		w.opensHome("priya")
		w.types("sam", "#sales", "/tandem setup")
		w.submits("sam", "Product name: Borealis", "Product manager: priya", "Product owner: omar", "Stakeholder channel: #leads")
		w.sees("sam", "form", "One step is left: I am not in #sales yet. Type `/invite @Tandem` there. As soon as I am in, I tell it of Borealis.",
			"The stakeholders' channel is #leads, and I am not in it yet. Type `/invite @Tandem` there too.", "[Settings]")
		w.sees("priya", "home", "To #sales: I am not in that channel. Type `/invite @Tandem` there")
		w.types("sam", "#sales", "/backlog")
		w.sim.Invite("sales", "dev") // somebody else changes nothing
		w.settle()
		w.seesNot("dev", "#sales", "Borealis")
		w.sim.Invite("sales", w.sim.BotUser())
		w.settle()
		w.sees("dev", "#sales", "*Borealis* is set up.")
		w.seesNot("priya", "home", "Could not be posted")
		w.types("dev", "#sales", "/request Dark mode")
		w.sees("dev", "@tandem", "*FR-1*")
		w.sim.Kick("sales", w.sim.BotUser())
		w.sim.Invite("sales", w.sim.BotUser())
		w.settle()
		if got := w.reads("dev", "#sales"); strings.Count(got, "is set up") != 1 {
			t.Errorf("announced otherwise than once:\n%s", got)
		}
		w.presses("sam", "form", "Settings")
		w.hasForm("sam", "Settings")
		w.ended()
	})
}

func TestWhatFailedInAChannelFollowsTheInvitation(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("omar")
		ts := w.says("dev", "#atlas", "A dark mode, please")
		w.sim.Kick("atlas", w.sim.BotUser())
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		w.sees("omar", "home", "To #atlas: I am not in that channel.")
		w.seesNot("dev", "#atlas", "FR-1")
		w.sim.Invite("atlas", w.sim.BotUser())
		w.settle()
		w.sees("dev", "#atlas", "*FR-1*  A dark mode, please")
		w.seesNot("omar", "home", "Could not be posted")
		w.ended()
	})
}

func TestARoleIsHandedOverWithAllThatWaits(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for _, who := range []string{"priya", "omar", "dev"} {
			w.opensHome(who)
		}
		w.types("sam", "#atlas", "/request Dark mode")
		w.types("sam", "#atlas", "/request Light mode")
		w.aligns("FR-2", "Happy eyes")
		w.presses("priya", "@tandem", "Not now", "FR-1") // she has the form open
		w.settings("sam")
		w.submits("sam", "Product manager: dev", "Product owner: priya")
		w.fills("priya", "Reason: Later")
		if err := w.sim.Person("priya").Submit(); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.sees("priya", "form", "Only the product manager, @dev, can decide on the alignment of FR-1.", "Later")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.closes("priya")
		w.sees("dev", "@tandem", "@sam named you PM of *Atlas*", "FR-1 Dark mode", "[Aligned]")
		w.sees("priya", "@tandem", "@sam named you PO of *Atlas*", "*Awaiting alignment* · next: @dev checks it", "FR-2 Light mode", "[Prioritize]")
		w.seesNot("priya", "@tandem", "[Aligned]", "changed who steers")
		w.sees("omar", "@tandem", "@sam changed who steers *Atlas*. @priya is PO now. What waited for you waits for them.")
		w.seesNot("omar", "@tandem", "[Prioritize]")
		w.sees("omar", "home", "Nothing waits for you.")
		w.sees("dev", "home", "*FR-1*  Dark mode", "[Aligned]")
		w.sees("priya", "home", "*FR-2*  Light mode", "[Prioritize]")
		w.presses("dev", "@tandem", "Decline", "FR-1")
		w.submits("dev", "Reason: No")
		w.is("FR-1", ritual.Declined)
		w.ended()
	})
}

func TestTwoHeadsBecomeOneAndTwoAgain(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.settings("sam")
		w.submits("sam", "Product owner: priya")
		w.sees("priya", "@tandem", "Does this serve the roadmap, and where does it stand?")
		w.seesNot("priya", "@tandem", "*Does this serve the roadmap?*")
		w.closes("sam")
		w.settings("sam")
		w.submits("sam", "Product owner: omar")
		w.seesNot("priya", "@tandem", "and where does it stand?")
		w.presses("priya", "@tandem", "Aligned", "FR-1")
		w.submits("priya", "Objective: Happy eyes")
		w.presses("omar", "@tandem", "Prioritize", "FR-1")
		w.ended()
	})
}
