package bot

import (
	"fmt"
	"strings"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

func TestTheRoadmapShowsObjectivesByHorizonWithTheirLoad(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("dev", "#atlas", "/roadmap")
		w.hears("dev", "#atlas", "Roadmap of Atlas", "No objectives yet. @priya adds the first with `/roadmap add`.", "0 open requests serve no objective so far", "[Show to channel]")
		w.seesNot("dev", "#atlas", "[New objective]")
		for i, h := range []string{"Later", "Now", "Next"} {
			w.types("priya", "#atlas", "/roadmap add")
			w.sees("priya", "form", "For *Atlas*", "Objective", "Outcome", "Success measure", "Horizon")
			w.submits("priya", fmt.Sprintf("Objective: Objective %d", i+1), "Outcome: People *smile* <!channel>", "Success measure: 3 of 4", "Horizon: "+h)
			w.hasForm("priya", "Roadmap")
			w.sees("priya", "form", fmt.Sprintf("Objective %d", i+1))
			w.seesNot("priya", "form", "[Show to channel]")
			w.closes("priya")
		}
		w.types("sam", "#atlas", "/request Dark mode")
		w.types("sam", "#atlas", "/request Light mode")
		w.aligns("FR-1", "Objective 2")
		w.types("priya", "#atlas", "/roadmap")
		got := w.last("priya", "#atlas")
		order := []string{"*Now*", "*Objective 2*  1 open request", "People *smile* &lt;!channel&gt;", "_Measure:_ 3 of 4", "*Next*", "*Objective 3*  0 open requests", "*Later*", "*Objective 1*",
			"1 open request serves no objective so far", "as of", "[New objective] [Without an objective] [As a picture] [Show to channel]"}
		at := 0
		for _, want := range order {
			i := strings.Index(got[at:], want)
			if i < 0 {
				t.Fatalf("%q is missing or out of order in:\n%s", want, got)
			}
			at += i
		}
		w.ended()
	})
}

func TestTheRoadmapIsShownToTheChannelOnDemand(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("dev", "#atlas", "/roadmap")
		w.seesNot("sam", "#atlas", "Roadmap of Atlas")
		w.presses("dev", "#atlas", "Show to channel")
		w.sees("sam", "#atlas", "Roadmap of Atlas", "shown by @dev")
		w.seesNot("sam", "#atlas", "[Show to channel]", "[New objective]")

		w.types("dev", "#sales", "/roadmap")
		w.presses("dev", "#sales", "Show to channel")
		w.hears("dev", "#sales", "I am not in this channel. Type `/invite @Tandem` here, then press the button again.")
		w.types("dev", "@tandem", "/roadmap")
		w.presses("dev", "@tandem", "Show to channel")
		w.hears("dev", "@tandem", "This is a direct message. Use the command in a channel to show it there.")
		w.ended()
	})
}

func TestOnlyThePMAddsObjectives(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for _, who := range []string{"omar", "sam", "dev", "gwen"} {
			w.types(who, "#atlas", "/roadmap add")
			w.hears(who, "#atlas", "Only the product manager, @priya, can change the roadmap.")
			forged := w.as(who)
			forged.Data.Subject, forged.Fields = w.product("Atlas").ID, engine.Fields{"name": {"Mine"}, "horizon": {"now"}}
			_, err := w.does(submitObjective, forged)
			w.refuses(err, "Only the product manager, @priya, can change the roadmap.")
		}
		w.types("priya", "#atlas", "/roadmap")
		w.hears("priya", "#atlas", "No objectives yet")
		w.ended()
	})
}

func TestAnObjectiveNeedsANameOfItsOwn(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("priya", "#atlas", "/roadmap add Win larger customers")
		w.submits("priya") // the words are its name
		w.closes("priya")
		w.types("priya", "#atlas", "/roadmap")
		w.presses("priya", "#atlas", "New objective")
		w.fails("priya", []string{"“win LARGER customers” is on the roadmap already. Choose another name."}, "Objective: win LARGER  customers")
		w.fails("priya", []string{"Name the objective, such as “Win larger customers”."}, "Objective: ...")
		w.submits("priya", "Objective: Keep the ones we have")
		forged := w.as("priya")
		forged.Data.Subject, forged.Fields = w.product("Atlas").ID, engine.Fields{"name": {strings.Repeat("x", 76)}, "horizon": {"now"}}
		_, err := w.does(submitObjective, forged)
		w.refuses(err, "Keep the name to 75 characters; this one has 76.")
		forged.Fields = engine.Fields{"name": {"Fine"}, "horizon": {"someday"}}
		_, err = w.does(submitObjective, forged)
		w.refuses(err, "Choose Now, Next or Later.")
		w.ended()
	})
}

func TestWithSeveralProductsTheRoadmapAsksWhich(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(channelNamed("borealis"))
		w.setUpIn("sam", "#atlas", "Atlas")
		w.setUpIn("sam", "#borealis", "Borealis")
		for _, x := range []struct{ line, answer string }{{"/roadmap", "Roadmap of Borealis"}, {"/backlog", "Backlog of Borealis"}} {
			w.types("dev", "#sales", x.line)
			w.hears("dev", "#sales", "Which product do you mean?")
			w.chooses("dev", "#sales", "Borealis")
			w.hears("dev", "#sales", x.answer)
			w.types("dev", "#borealis", x.line) // the channel tells
			w.hears("dev", "#borealis", x.answer)
		}
		w.types("priya", "#sales", "/roadmap add")
		w.hears("priya", "#sales", "Which product do you mean?")
		w.chooses("priya", "#sales", "Borealis")
		w.sees("priya", "form", "For *Borealis*")
		w.submits("priya", "Objective: Of Borealis")
		w.closes("priya")
		w.types("priya", "#sales", "/roadmap add Win larger customers") // the words wait for the choice
		w.chooses("priya", "#sales", "Borealis")
		w.submits("priya")
		w.sees("priya", "form", "Win larger customers")
		w.closes("priya")
		w.types("dev", "#sales", "/roadmap add")
		w.chooses("dev", "#sales", "Atlas")
		w.hears("dev", "#sales", "Only the product manager, @priya, can change the roadmap.")
		forged := w.as("dev")
		forged.Subject = "no such product"
		_, err := w.does(request.ChosenProduct(roadmapReply), forged)
		w.refuses(err, "This product is not here any more.")
		w.ended()
	})
}

func TestWithOnePartOnlyACommandMeansThatProduct(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(channelNamed("borealis"))
		w.setUpIn("priya", "#atlas", "Atlas", "Team: dev")
		w.setUpIn("priya", "#borealis", "Borealis")
		w.types("dev", "#sales", "/roadmap")
		w.hears("dev", "#sales", "Roadmap of Atlas")
		w.ended()
	})
}

func TestALongRoadmapStaysWithinSlacksLimits(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		p := w.product("Atlas")
		for i := range 70 {
			click := w.as("priya")
			click.Data.Subject = p.ID
			click.Fields = engine.Fields{"name": {fmt.Sprintf("%2d %s", i, strings.Repeat("&", 72))}, "outcome": {strings.Repeat("<", 500)}, "measure": {strings.Repeat(">", 200)}, "horizon": {string(ritual.Horizons[i%3])}}
			if _, err := w.does(submitObjective, click); err != nil {
				t.Fatal(err)
			}
		}
		w.types("dev", "#atlas", "/roadmap")
		w.hears("dev", "#atlas", "Roadmap of Atlas", "1 to 10 of 70", "[Next 10]")
		w.presses("dev", "#atlas", "Show to channel")
		w.sees("sam", "#atlas", "and 60 more: `/roadmap` shows them", "shown by @dev")
		w.types("sam", "#atlas", "/request Dark mode")
		w.sees("priya", "@tandem", "[Aligned]")
		w.presses("priya", "@tandem", "Aligned")
		w.hasForm("priya", "Aligned")
		w.ended()
	})
}
