package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
)

// readsInOrder fails unless the text has the words in that order.
func readsInOrder(t *testing.T, text string, words ...string) {
	t.Helper()
	at := 0
	for _, want := range words {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("%q is missing or out of order in:\n%s", want, text)
		}
		at += i + len(want)
	}
}

func TestTheBacklogIsInTheOrderOfTheScoresAndTiesOlderFirst(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(3, 5, 3, 5)
		w.types("sam", "#atlas", "/request Not aligned yet")
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Export loses rows", "Kind: Problem")
		w.types("dev", "#atlas", "/backlog")
		readsInOrder(t, w.last("dev", "#atlas"), "Backlog of Atlas", "by Value / effort: Value ÷ Effort", "as of",
			"*1.*  *FR-2*  Wish number 2\n     value 5 ÷ effort 1 = 5", "*2.*  *FR-4*", "*3.*  *FR-1*", "*4.*  *FR-3*",
			"1 not aligned yet · 1 to be prioritized by @omar", "[Show to channel]")
		w.seesNot("dev", "#atlas", "[Prioritize]")
		w.types("omar", "#atlas", "/backlog") // the PO can judge anew from here
		w.presses("omar", "#atlas", "Prioritize", "FR-3")
		w.submits("omar", "Value: 10")
		w.types("dev", "#atlas", "/backlog")
		readsInOrder(t, w.last("dev", "#atlas"), "*1.*  *FR-3*", "*2.*  *FR-2*")
		w.ended()
	})
}

func TestTheBacklogIsShownToTheChannelOnDemand(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(3)
		w.types("omar", "#atlas", "/backlog")
		w.seesNot("sam", "#atlas", "Backlog of Atlas")
		w.presses("omar", "#atlas", "Show to channel")
		w.sees("sam", "#atlas", "Backlog of Atlas", "*1.*  *FR-1*", "shown by @omar")
		w.seesNot("sam", "#atlas", "[Prioritize]", "[Show to channel]")
		w.ended()
	})
}

func TestAnEmptyBacklogSaysSo(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("dev", "#atlas", "/backlog")
		w.hears("dev", "#atlas", "Nothing is ranked yet. What is aligned waits for its priority.")
		w.ended()
	})
}

func TestALongBacklogSaysHowMuchMoreThereIs(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i := 1; i <= 18; i++ {
			id := ritual.RequestID(int64(i))
			click := w.as("sam")
			click.place, click.channel, click.words = ritual.Place{Read: w.clock.Now(), Joined: true}, w.product("Atlas").Channel, fmt.Sprintf("%d %s", i, strings.Repeat("&", 145))
			if _, err := w.does(requestCommand, click); err != nil {
				t.Fatal(err)
			}
			w.passes(time.Second)
			click = w.as("priya")
			click.subject, click.fields = id, fields{"new_objective": {fmt.Sprint("Objective ", i)}}
			if _, err := w.clicks(alignedForm, click); err != nil {
				t.Fatal(err)
			}
			click = w.as("omar")
			click.subject, click.fields = id, fields{"value_effort.value": {"5"}, "value_effort.effort": {"5"}}
			if _, err := w.clicks(prioritizeForm, click); err != nil {
				t.Fatal(err)
			}
		}
		w.passes(time.Minute)
		w.types("omar", "#atlas", "/backlog")
		w.hears("omar", "#atlas", "*1.*  *FR-1*", "[Show to channel]")
		w.presses("omar", "#atlas", "Show to channel")
		w.sees("sam", "#atlas", "shown by @omar")
		w.types("dev", "#atlas", "/backlog find 5")
		w.ended()
	})
}

func TestRequestsAreFoundByIdAndByWords(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Export to CSV for auditors")
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Dark mode", "What is the problem?: The export hurts my eyes", "Customer: Acme")
		w.types("sam", "#atlas", "/request Überblick über Straßen")
		for query, want := range map[string][]string{
			"csv export":                          {"1 find for “csv export”", "*FR-1*  Export to CSV for auditors\n     Awaiting alignment"},
			"EXPORTS":                             {"2 finds", "*FR-1*", "*FR-2*"},
			"acme":                                {"1 find", "*FR-2*"},
			"uberblick":                           {"1 find", "*FR-3*"},
			"fr-2":                                {"1 find", "*FR-2*"},
			"fr 2":                                {"1 find", "*FR-2*"},
			"#1":                                  {"1 find", "*FR-1*"},
			"exp":                                 {"2 finds"},
			"nothing of the kind":                 {"Nothing matches “nothing of the kind”. Fewer words find more."},
			"<!channel> *x*":                      {"Nothing matches “&lt;!channel&gt; *x*”."},
			"???":                                 {"Nothing matches “???”."},
			strings.Repeat("wort ", 500) + "ende": {"Nothing matches “wort wort"},
		} {
			w.types("dev", "#atlas", "/backlog find "+query)
			w.hears("dev", "#atlas", want...)
		}
		w.types("dev", "#atlas", "/backlog find")
		w.hears("dev", "#atlas", "This is how it goes", "`/backlog find &lt;words&gt;`")
		w.ended()
	})
}

func TestASearchOutsideProductsLooksInAllOfThem(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(channelNamed("borealis"))
		w.setUpIn("priya", "#atlas", "Atlas")
		w.setUpIn("priya", "#borealis", "Borealis")
		w.types("sam", "#atlas", "/request Dark mode")
		w.types("sam", "#borealis", "/request Darker mode with a dark touch")
		w.types("sam", "#sales", "/backlog find dark")
		w.hears("sam", "#sales", "2 finds", "*FR-1*", "*FR-2*")
		w.types("sam", "#borealis", "/backlog find dark")
		w.hears("sam", "#borealis", "1 find", "*FR-2*")
		w.ended()
	})
}

// inLeads sets up Atlas and has Sam ask for something private in #leads, where Tandem is and Dev is too.
func (w *world) inLeads() {
	w.t.Helper()
	w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "dev"}, BotIn: true})
	w.setUp()
	w.types("sam", "#leads", "/request Acme leaves without SSO")
	w.aligns("FR-1", "Happy eyes")
	w.ranks("FR-1", "9", "1")
}

func TestAPrivateRequestIsItsIdOnlyToOthers(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.inLeads()
		w.sim.AddUser(slacksim.User{Name: "olga"})
		w.sim.Invite("#atlas", "olga")
		secret := []string{"Acme", "SSO", "leaves"}
		hidden := func(who, where, line string, words ...string) {
			t.Helper()
			w.types(who, where, line)
			w.hears(who, where, words...)
			for _, m := range w.sim.Person(who).Sees(where) {
				for _, s := range secret {
					if all := m.Text + string(m.Raw); m.User == w.sim.BotUser() && strings.Contains(all, s) && !strings.Contains(all, "for “"+s) && !strings.Contains(all, "matches “") {
						t.Errorf("%s reads %q in %s after %s: %s", who, s, where, line, all)
					}
				}
			}
		}
		hidden("olga", "#atlas", "/backlog", "*1.*  *FR-1*  (private)", "value 9 ÷ effort 1 = 9")
		hidden("olga", "#atlas", "/tandem show FR-1", "FR-1 (private)", "*Backlog*", "This came from a private conversation. Whoever asked, the PM and the PO can read it.")
		hidden("olga", "#atlas", "/backlog find fr-1", "*FR-1*  (private)")
		for _, s := range secret {
			hidden("olga", "#atlas", "/backlog find "+s, "Nothing matches")
		}
		hidden("dev", "#atlas", "/backlog", "(private)") // a member of #leads, but not looking from there
		hidden("dev", "#atlas", "/backlog find SSO", "Nothing matches")

		w.types("omar", "#atlas", "/backlog") // the PO reads it, and shows it to everybody
		w.hears("omar", "#atlas", "*FR-1*  Acme leaves without SSO")
		w.presses("omar", "#atlas", "Show to channel")
		w.sees("olga", "#atlas", "shown by @omar")
		hidden("olga", "#atlas", "/roadmap", "1 open request")

		for _, who := range []string{"sam", "priya", "omar"} {
			w.types(who, "#atlas", "/tandem show FR-1")
			w.hears(who, "#atlas", "FR-1 Acme leaves without SSO")
			w.types(who, "#atlas", "/backlog find sso")
			w.hears(who, "#atlas", "*FR-1*  Acme leaves without SSO")
		}
		for line, want := range map[string]string{"/tandem show FR-1": "FR-1 Acme leaves", "/backlog find sso": "*FR-1*  Acme leaves", "/backlog": "*FR-1*  Acme leaves"} {
			w.types("dev", "#leads", line) // from the channel itself
			w.hears("dev", "#leads", want)
		}
		w.presses("dev", "#leads", "Show to channel")
		w.sees("sam", "#leads", "*FR-1*  Acme leaves without SSO", "shown by @dev")
		w.ended()
	})
}

func TestWhatIsAskedInADirectMessageIsPrivate(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "@tandem", "/request Acme leaves without SSO")
		w.sees("priya", "@tandem", "Acme leaves without SSO")
		w.types("dev", "#atlas", "/backlog find acme")
		w.hears("dev", "#atlas", "Nothing matches")
		w.ended()
	})
}

func TestOneAnswerIsShownToTheChannelOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("dev", "#atlas", "/roadmap")
		for range 3 {
			w.presses("dev", "#atlas", "Show to channel")
		}
		if n := strings.Count(w.reads("sam", "#atlas"), "shown by @dev"); n != 1 {
			t.Errorf("shown %d times", n)
		}
		w.types("dev", "#atlas", "/roadmap")
		w.presses("dev", "#atlas", "Show to channel")
		if n := strings.Count(w.reads("sam", "#atlas"), "shown by @dev"); n != 2 {
			t.Errorf("another answer: shown %d times in all", n)
		}
		w.ended()
	})
}
