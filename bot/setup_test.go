package bot

import (
	"errors"
	"strings"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
)

func TestOneFormSetsAProductUp(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.types("sam", "#atlas", "/tandem setup")
		w.sees("sam", "form", "At home in #atlas", "Product name", "Product manager", "Product owner", "Team", "Stakeholder channel", "Prioritization")
		w.submits("sam", "Product manager: priya", "Product owner: omar", "Stakeholder channel: #sales")
		w.sees("sam", "form", "*Atlas* is at home in #atlas. @priya answers why, @omar answers what next.", "Anybody can ask for something now")
		w.seesNot("sam", "form", "One step is left")
		w.sees("dev", "#atlas", "*Atlas* is set up.", "set up by @sam")
		w.sees("priya", "@tandem", "@sam named you PM of *Atlas*, at home in #atlas.")
		w.sees("omar", "@tandem", "@sam named you PO of *Atlas*")
		if p := w.product("Atlas"); p.Framework != ritual.ValueEffort || p.SetUpBy != w.sim.Person("sam").ID() {
			t.Errorf("%+v", p)
		}
		w.ended()
	})
}

func TestWhoeverSetsUpIsNotToldWhatTheyDid(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.types("priya", "#atlas", "/tandem setup")
		w.submits("priya", "Product owner: omar") // she is the PM unless she says otherwise
		w.closes("priya")
		w.seesNot("priya", "@tandem", "named you")
		w.sees("omar", "@tandem", "@priya named you PO")
		w.ended()
	})
}

func TestSetupWhereTandemIsNotSaysWhatIsLeft(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "dev"}})
		for channel, name := range map[string]string{"#sales": "Sales", "#leads": "Leads"} {
			w.types("sam", channel, "/tandem setup")
			w.submits("sam", "Product name: "+name, "Product manager: priya", "Product owner: omar")
			w.sees("sam", "form", "One step is left: I am not in "+channel+" yet. Type `/invite @Tandem` there.")
			w.closes("sam")
			w.types("dev", channel, "/request Dark mode for "+name) // it works all the same
			w.hears("dev", channel, "Recorded for "+name)
		}
		w.ended()
	})
}

func TestSetupFromHomeAndFromADirectMessageAsksForTheChannel(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.opensHome("sam")
		w.presses("sam", "home", "Set up a product")
		w.sees("sam", "form", "Channel", "Where the product is at home.")
		w.fails("sam", []string{"!"}, "Product name: Atlas", "Product manager: priya", "Product owner: omar")
		w.submits("sam", "Channel: #atlas")
		w.sees("sam", "form", "*Atlas* is at home in #atlas.")
		w.closes("sam")
		w.types("sam", "@tandem", "/tandem setup")
		w.fails("sam", []string{"Atlas is at home in this channel already. Set a second product up in another channel."},
			"Channel: #atlas", "Product name: Borealis", "Product manager: priya", "Product owner: omar")
		w.fails("sam", []string{"There is a product named Atlas already. Choose another name."}, "Channel: #sales", "Product name: ATLAS")
		w.submits("sam", "Product name: Borealis")
		w.ended()
	})
}

func TestOnePersonMayAnswerWhyAndWhatNext(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.types("sam", "#atlas", "/tandem setup")
		w.submits("sam", "Product name: Atlas", "Product manager: priya", "Product owner: priya")
		w.sees("sam", "form", "@priya answers why, and what next.")
		w.sees("priya", "@tandem", "@sam named you PM and PO of *Atlas*")
		w.ended()
	})
}

func TestAChannelIsHomeToOneProduct(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.types("sam", "#atlas", "/tandem setup") // both have the form open
		w.types("priya", "#atlas", "/tandem setup")
		w.submits("sam", "Product name: Atlas", "Product manager: priya", "Product owner: omar")
		w.closes("sam")
		w.submits("priya", "Product name: Borealis with a long name", "Product manager: priya", "Product owner: omar")
		w.sees("priya", "form", "Atlas is at home in this channel already. Set a second product up in another channel.", "Borealis with a long name")
		w.closes("priya")
		w.types("priya", "#atlas", "/tandem setup")
		w.hears("priya", "#atlas", "Atlas is at home in this channel already.")
		w.hasNoForm("priya")
		w.ended()
	})
}

func TestTwoWhoSetUpAtOnceMakeOneProduct(t *testing.T) {
	inWorlds(t, func(w *world) {
		people := []string{"sam", "priya"}
		for _, who := range people {
			w.types(who, "#atlas", "/tandem setup")
			w.fills(who, "Product name: Atlas", "Product manager: priya", "Product owner: omar")
		}
		done := make(chan error, 2)
		for _, who := range people {
			go func() { done <- w.sim.Person(who).Submit() }()
		}
		for range people {
			if err := <-done; err != nil && !errors.Is(err, slacksim.ErrFields) { // one of them may read the name's error beside its field
				t.Error(err)
			}
		}
		w.settle()
		told := ""
		for _, who := range people {
			told += w.reads(who, "form")
		}
		if !strings.Contains(told, "*Atlas* is at home in #atlas.") || strings.Count(told, "already") == 0 {
			t.Errorf("they read:\n%s", told)
		}
		w.product("Atlas")
		w.types("sam", "#atlas", "/backlog")
		w.hears("sam", "#atlas", "Backlog of Atlas")
		w.ended()
	})
}

func TestOnlyFullMembersAreNamed(t *testing.T) {
	inWorlds(t, func(w *world) {
		for _, u := range []slacksim.User{{Name: "robo", Bot: true}, {Name: "gone", Deleted: true}, {Name: "eve", Team: "T0OTHER01", Stranger: true}} {
			w.sim.AddUser(u)
		}
		w.types("sam", "#atlas", "/tandem setup")
		for who, says := range map[string]string{
			"gwen": "gwen is a guest here. Choose a full member of this workspace.", "robo": "robo is an app. Choose a person.",
			"gone": "gone has left the workspace. Choose somebody else.", "eve": "eve belongs to another organization. Choose a full member of this workspace.",
		} {
			w.fails("sam", []string{"pm: " + says}, "Product manager: "+who, "Product owner: omar")
			w.fails("sam", []string{"po: " + says}, "Product manager: priya", "Product owner: "+who)
		}
		w.submits("sam", "Product owner: omar")
		w.ended()
	})
}

func TestOnlyFullMembersSetUp(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.types("gwen", "#atlas", "/tandem setup")
		w.hears("gwen", "#atlas", "Only full members of this workspace can set up a product.")
		w.opensHome("gwen")
		w.seesNot("gwen", "home", "Set up a product")
		forged := w.as("gwen")
		forged.Who.Kind = ritual.Guest
		forged.Fields = engine.Fields{"name": {"Mine"}, "pm": {forged.By}, "po": {forged.By}, "framework": {"rice"}}
		_, err := w.does(submitSetup, forged)
		w.refuses(err, "Only full members")
		w.ended()
	})
}

func TestAProductsNameCanBeRead(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.types("sam", "#atlas", "/tandem setup")
		w.fails("sam", []string{"Give the product a name, such as “Atlas”."}, "Product name: \u200b", "Product manager: priya", "Product owner: omar")
		w.submits("sam", "Product name: <!here> *Atlas* עטלס")
		w.sees("sam", "form", "&lt;!here&gt; *Atlas* עטלס")
		w.closes("sam")
		w.types("dev", "#atlas", "/backlog")
		w.hears("dev", "#atlas", "<!here> *Atlas*")
		forged := w.as("sam")
		forged.Fields = engine.Fields{"name": {strings.Repeat("x", 61)}, "pm": {forged.By}, "po": {forged.By}, "framework": {"astrology"}, "channel": {"C1"}}
		_, err := w.does(submitSetup, forged)
		w.refuses(err, "Keep the name to 60 characters")
		forged.Fields["name"] = []string{"Fine"}
		_, err = w.does(submitSetup, forged)
		w.refuses(err, "Choose one of the ways to prioritize")
		w.ended()
	})
}

func TestInASharedChannelTheProductStandsAndNothingIsPosted(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "acme", Shared: true, Members: []string{"sam", "dev"}, BotIn: true})
		w.types("sam", "#acme", "/tandem setup")
		w.submits("sam", "Product name: Acme", "Product manager: priya", "Product owner: omar")
		w.sees("sam", "form", "#acme is shared with another organization. I post nothing there, and answer privately.")
		w.closes("sam")
		w.seesNot("dev", "#acme", "Acme")
		w.ended()
	})
}
