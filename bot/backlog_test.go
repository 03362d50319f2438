package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
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
		w.picks("omar", "#atlas", "FR-3", "Prioritize")
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
			click.Place, click.Channel, click.Words = ritual.Place{Read: w.clock.Now(), Joined: true}, w.product("Atlas").Channel, fmt.Sprintf("%d %s", i, strings.Repeat("&", 145))
			if _, err := w.does(requestCommand, click); err != nil {
				t.Fatal(err)
			}
			w.passes(time.Second)
			click = w.as("priya")
			click.Subject, click.Fields = id, engine.Fields{"new_objective": {fmt.Sprint("Objective ", i)}}
			if _, err := w.clicks(alignedForm, click); err != nil {
				t.Fatal(err)
			}
			click = w.as("omar")
			click.Subject, click.Fields = id, engine.Fields{"value_effort.value": {"5"}, "value_effort.effort": {"5"}}
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

func TestASearchSaysWhereItFoundMoreThanItShows(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.many(16)
		w.update(func(ctx context.Context, tx *store.Tx) error {
			for i := range int64(16) {
				r, err := tx.Request(ctx, ritual.RequestID(i+1))
				if err != nil {
					return err
				}
				if err := tx.AddWords(ctx, r); err != nil {
					return err
				}
			}
			return nil
		})
		w.types("dev", "#atlas", "/backlog find wish")
		w.hears("dev", "#atlas", "The first 15 finds for “wish”. More words find fewer.", "*FR-16*", "*FR-2*")
		if strings.Contains(w.last("dev", "#atlas"), "*FR-1*") {
			t.Errorf("more than said:\n%s", w.last("dev", "#atlas"))
		}
		w.types("dev", "#atlas", "/backlog find wish 16")
		w.hears("dev", "#atlas", "1 find for “wish 16”", "*FR-16*")
		w.ended()
	})
}

// picks is somebody choosing from the menu of a story's row in the newest list that they see somewhere.
func (w *world) picks(who, where, id, label string) {
	w.t.Helper()
	ms := w.sim.Person(who).Sees(where)
	for i := len(ms) - 1; i >= 0; i-- {
		for _, b := range ms[i].Blocks {
			block, _ := b["block_id"].(string)
			if e, ok := b["accessory"].(slacksim.Block); ok && e["type"] == "overflow" && strings.HasPrefix(block, engine.WordsKept+id+"|") {
				if err := w.sim.Person(who).Press(slacksim.At(ms[i].Channel, ms[i].TS).In(block), backlogRow, label); err != nil {
					w.t.Fatalf("%s picks %s of %s: %v", who, label, id, err)
				}
				w.settle()
				return
			}
		}
	}
	w.t.Fatalf("%s sees no menu of %s in %s:\n%s", who, id, where, w.reads(who, where))
}

func TestTheBacklogIsTurnedInPlace(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.many(32)
		w.types("dev", "#atlas", "/backlog")
		readsInOrder(t, w.last("dev", "#atlas"), "1 to 15 of 32", "*1.*  *FR-1*", "*15.*  *FR-15*", "[Next 15]")
		w.seesNot("dev", "#atlas", "FR-16", "[Previous 15]")
		w.presses("dev", "#atlas", "Next 15")
		w.eventually("dev", "#atlas", "16 to 30 of 32", "*16.*  *FR-16*", "[Previous 15]", "[Next 15]")
		w.seesNot("dev", "#atlas", "*FR-15*") // the same message
		w.presses("dev", "#atlas", "Next 15")
		w.eventually("dev", "#atlas", "31 to 32 of 32", "*32.*  *FR-32*")
		w.seesNot("dev", "#atlas", "[Next 15]")
		w.presses("dev", "#atlas", "Show to channel") // what they see
		w.sees("sam", "#atlas", "31 to 32 of 32", "*31.*  *FR-31*", "shown by @dev")
		w.presses("dev", "#atlas", "Previous 15")
		w.eventually("dev", "#atlas", "16 to 30 of 32")
		w.ended()
	})
}

func TestTheBacklogIsNarrowedDownByObjective(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(3, 5)
		w.types("priya", "#atlas", "/roadmap add")
		w.submits("priya", "Objective: Win larger customers")
		w.closes("priya")
		w.types("sam", "#atlas", "/request Export to CSV")
		w.aligns("FR-3", "Win larger customers")
		w.ranks("FR-3", "4", "1")
		w.types("dev", "#atlas", "/backlog")
		w.chooses("dev", "#atlas", "Win larger customers")
		w.eventually("dev", "#atlas", "*Filtered: 1 story*, only what serves *Win larger customers*", "[Show all]", "*2.*  *FR-3*  Export to CSV\n     value 4")
		w.seesNot("dev", "#atlas", "FR-1", "*1.*", "This week")
		w.chooses("dev", "#atlas", "All objectives")
		w.eventually("dev", "#atlas", "*2.*  *FR-3*", "*3.*  *FR-1*")
		w.types("dev", "#atlas", "/backlog objective:LARGER")
		w.hears("dev", "#atlas", "only what serves *Win larger customers*", "*FR-3*")
		w.types("dev", "#atlas", "/backlog objective: nowhere")
		w.hears("dev", "#atlas", "Atlas has no objective with the words “nowhere”. `/roadmap` shows all.")
		w.types("dev", "#atlas", "/backlog objective:")
		w.hears("dev", "#atlas", "`objective:` has no value. It goes as in `/backlog objective:larger customer:Acme text:\"csv export\"`.")
		w.types("dev", "#atlas", "/backlog region:EMEA")
		w.hears("dev", "#atlas", "There is no filter `region:`. There are `objective:`, `customer:` and `text:`")
		w.types("dev", "#atlas", "/backlog nonsense")
		w.hears("dev", "#atlas", "I do not know “/backlog nonsense”")
		w.types("dev", "#atlas", "/backlog text:”csv exports” objective:larger")
		w.hears("dev", "#atlas", "*Filtered: 1 story*, only what serves *Win larger customers*, only with “csv exports” in them", "*2.*  *FR-3*")
		w.presses("dev", "#atlas", "Show all")
		w.eventually("dev", "#atlas", "*1.*  *FR-2*", "*2.*  *FR-3*", "*3.*  *FR-1*")
		w.types("dev", "#atlas", "/backlog text:nowhere")
		w.hears("dev", "#atlas", "Nothing in the backlog matches: only with “nowhere” in them.", "[Show all]")
		w.ended()
	})
}

func TestTheBacklogIsNarrowedDownByCustomerWithoutTellingOfPrivateOnes(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.inLeads() // private, but for nobody
		ask := func(where, title, customer string) string {
			w.types("sam", where, "/request")
			w.submits("sam", "Title: "+title, "Customer: "+customer)
			id := ritual.RequestID(int64(w.requests()))
			w.aligns(id, "Happy eyes")
			w.ranks(id, "5", "1")
			return id
		}
		public, secret := ask("#atlas", "Export", "Acme | Söhne"), ask("#leads", "SSO", "ACME")
		ask("#atlas", "Dark mode", "Initech")
		w.sim.AddUser(slacksim.User{Name: "olga"})
		w.sim.Invite("#atlas", "olga")
		for who, sees := range map[string]bool{"olga": false, "dev": true, "sam": true, "omar": true, "priya": true} { // dev is in #leads
			w.types(who, "#atlas", "/backlog customer:acme")
			w.hears(who, "#atlas", "only for customers like “acme”", "*"+public+"*  Export")
			if got := strings.Contains(w.last(who, "#atlas"), secret); got != sees {
				t.Errorf("%s sees the private one: %v\n%s", who, got, w.last(who, "#atlas"))
			}
		}
		w.presses("omar", "#atlas", "Show to channel")
		w.hears("dev", "#atlas", "shown by @omar", "only for customers like “acme”", public)
		if strings.Contains(w.last("dev", "#atlas"), secret) {
			t.Errorf("the channel sees the private one:\n%s", w.last("dev", "#atlas"))
		}
		w.types("dev", "#atlas", "/backlog customer:Acme | S")
		w.chooses("dev", "#atlas", "Happy eyes") // both filters
		w.eventually("dev", "#atlas", "only what serves *Happy eyes*, only for customers like “Acme | S”", "*"+public+"*")
		w.types("dev", "#atlas", "/backlog customer:Nobody")
		w.hears("dev", "#atlas", "Nothing in the backlog matches: only for customers like “Nobody”.")
		for who, sees := range map[string]bool{"olga": false, "dev": true, "omar": true} { // by what was said in private, too
			w.types(who, "#atlas", "/backlog text:sso")
			if got := strings.Contains(w.last(who, "#atlas"), secret); got != sees {
				t.Errorf("%s finds the private one: %v\n%s", who, got, w.last(who, "#atlas"))
			}
		}
		w.ended()
	})
}

func TestTheBacklogSaysWhatChangedThisWeek(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(3, 5, 4)
		w.types("dev", "#atlas", "/backlog")
		w.hears("dev", "#atlas", "*This week*\ncame in: FR-3, FR-2, FR-1 by @omar\n")
		w.passes(7 * 24 * time.Hour)
		w.types("dev", "#atlas", "/backlog")
		w.seesNotLast("dev", "#atlas", "This week")
		w.types("omar", "#atlas", "/backlog")
		w.picks("omar", "#atlas", "FR-1", "Prioritize")
		w.submits("omar", "Value: 9")
		w.moves("FR-2", "FR-1", "The fair")
		w.types("sam", "#atlas", "/request Wish number 4")
		w.aligns("FR-4", "Happy eyes")
		w.ranks("FR-4", "1", "1")
		w.types("dev", "#atlas", "/backlog")
		w.hears("dev", "#atlas", "*This week*\ncame in: FR-4 by @omar\nmoved: FR-2 by @omar\nscored anew: FR-1 by @omar\n")
		w.mergesUnlike("FR-3", "FR-4")
		w.types("dev", "#atlas", "/backlog")
		w.hears("dev", "#atlas", "scored anew: FR-1 by @omar\nleft: FR-3 merged by @priya\n")
		w.ended()
	})
}

func TestAfterAChangeOfFrameworkOldScoresStandBelowALine(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(3, 5, 4)
		w.prioritizesBy(ritual.MoSCoW)
		w.types("omar", "#atlas", "/backlog")
		readsInOrder(t, w.last("omar", "#atlas"), "by MoSCoW: Must before Should before Could", "Below the line: not scored by MoSCoW yet, in the old order",
			"*1.*  *FR-2*", "value 5 ÷ effort 1 = 5", "*2.*  *FR-3*", "*3.*  *FR-1*")
		w.picks("omar", "#atlas", "FR-1", "Prioritize")
		w.submits("omar", "Class: Must")
		w.types("omar", "#atlas", "/backlog")
		readsInOrder(t, w.last("omar", "#atlas"),
			"*1.*  *FR-1*  Wish number 1\n     Must", "Below the line", "*2.*  *FR-2*", "*3.*  *FR-3*")
		w.moves("FR-3", "FR-1", "A promise") // it stands above the line by its pin
		w.types("omar", "#atlas", "/backlog")
		readsInOrder(t, w.last("omar", "#atlas"), "*1.*  *FR-3*", "moved before *FR-1* by @omar: A promise · value 4 ÷ effort 1 = 4", "*2.*  *FR-1*", "Below the line", "*3.*  *FR-2*")
		w.picks("omar", "#atlas", "FR-2", "Prioritize")
		w.submits("omar", "Class: Could")
		w.types("omar", "#atlas", "/backlog")
		w.seesNotLast("omar", "#atlas", "Above 60 %", "Below the line")
		w.ended()
	})
}

func TestTooManyMustsAreSaidWhereItHelps(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.many(5)
		w.prioritizesBy(ritual.MoSCoW)
		const rest = "Above 60 % there is little left that can give way."
		for i, class := range []string{ritual.Must, ritual.Must, ritual.Must, ritual.Could} {
			click := w.as("omar")
			click.Subject, click.Fields = ritual.RequestID(int64(i+1)), engine.Fields{"moscow.class": {class}}
			rep, err := w.clicks(prioritizeForm, click)
			if err != nil || rep.Form != nil {
				t.Fatalf("%v %v", rep.Form, err)
			}
		}
		w.types("omar", "#atlas", "/backlog")
		w.seesNotLast("omar", "#atlas", "Above 60 %")
		w.picks("omar", "#atlas", "FR-5", "Prioritize") // at the moment of choosing
		w.fills("omar", "Class: Must")
		says := "4 of 5 stories are Musts. " + rest + " None of them has points yet, so stories are counted, not effort."
		w.eventually("omar", "form", "If you save this as a Must: "+says)
		w.fills("omar", "Class: Should")
		w.eventually("omar", "form", "*Score:* Should")
		w.seesNot("omar", "form", "Above 60 %")
		w.fills("omar", "Class: Must")
		w.eventually("omar", "form", says)
		w.submits("omar")
		w.sees("omar", "form", "Saved. "+says) // after it
		w.closes("omar")
		w.types("omar", "#atlas", "/backlog") // and where the order is read
		w.hears("omar", "#atlas", says)
		r := w.request("FR-4") // the Could is larger than all the others together
		r.Points = 13
		w.keeps(r)
		r = w.request("FR-1")
		r.Points = 1
		w.keeps(r)
		w.types("omar", "#atlas", "/backlog")
		w.hears("omar", "#atlas", "22 of 35 points are Musts. "+rest+" 3 stories without points count as the mean, 7 each.")
		w.ended()
	})
}

func TestWhoActsForAPOWhoHasLeftOrdersTheBacklog(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(3, 5)
		w.quits("omar")
		w.types("priya", "#atlas", "/backlog")
		w.picks("priya", "#atlas", "FR-1", "Move…")
		w.hasForm("priya", "Move")
		w.closes("priya")
		move := w.as("priya")
		move.Data.Subject, move.Subject, move.Fields = "FR-1", "FR-1", engine.Fields{"before": {"FR-2"}, "reason": {"The fair"}}
		if _, err := w.clicks(moveForm, move); err != nil {
			t.Fatal(err)
		}
		w.types("dev", "#atlas", "/backlog")
		w.hears("dev", "#atlas", "*1.*  *FR-1*", "moved before *FR-2* by @priya: The fair")
		w.ended()
	})
}

func TestOnlyThePOHasAMenuInTheBacklog(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.ranked(3, 5)
		for _, who := range []string{"dev", "priya", "sam"} {
			w.types(who, "#atlas", "/backlog")
			for _, b := range w.sim.Person(who).Sees("#atlas") {
				if strings.Contains(string(b.Raw), "overflow") {
					t.Errorf("%s has a menu", who)
				}
			}
			for _, what := range []string{rowPrioritize, rowMove, rowUnpin} {
				w.unchanged("FR-1", func() {
					click := w.as(who)
					click.Subject = what + " FR-1"
					_, err := w.clicks(backlogRow, click)
					w.refuses(err, "Only the product owner, @omar, can ")
				})
			}
		}
		click := w.as("omar")
		for _, subject := range []string{"", "eat FR-1", "move", "move FR-99", "move x"} {
			click.Subject = subject
			if _, err := w.clicks(backlogRow, click); len(ritual.Refusals(err)) == 0 {
				t.Errorf("%q is not refused: %v", subject, err)
			}
		}
		for _, do := range []string{backlogNext, backlogPrevious, backlogObjective} {
			for _, words := range []string{"", "|", "a|b|c|d|e", strings.Repeat("|", 99)} {
				click.Subject, click.Words = "-3", words
				_, err := w.clicks(do, click)
				w.refuses(err, "This product is not here any more.")
			}
		}
		w.ended()
	})
}

// seesNotLast fails when the last thing that somebody reads somewhere has any of the words.
func (w *world) seesNotLast(who, where string, words ...string) {
	w.t.Helper()
	for _, not := range words {
		if got := w.last(who, where); strings.Contains(got, not) {
			w.t.Errorf("%s reads %q in %s:\n%s", who, not, where, got)
		}
	}
}

// many has requests in the backlog, each with a score below that of the one before.
func (w *world) many(n int) {
	w.t.Helper()
	w.setUp()
	p := w.product("Atlas")
	w.update(func(ctx context.Context, tx *store.Tx) error {
		for i := 1; i <= n; i++ {
			r := ritual.Request{ID: ritual.RequestID(int64(i)), Number: int64(i), Product: p.ID, Title: fmt.Sprintf("Wish number %d", i), Kind: ritual.Feature,
				Reporter: p.SetUpBy, Status: ritual.Backlog, Since: tx.Now, Created: tx.Now, Thread: ritual.Thread{Channel: p.SetUpBy}}
			s := ritual.Score{Framework: p.Framework, Inputs: map[string]string{"value_effort.value": "5", "value_effort.effort": "1"}, Milli: int64(5000 - i)}
			if err := errors.Join(tx.AddRequest(ctx, r), tx.KeepScore(ctx, r.ID, s, p.PO)); err != nil {
				return err
			}
		}
		return nil
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
					if all := strings.ReplaceAll(m.Text+string(m.Raw), "customer:Acme", ""); m.User == w.sim.BotUser() && strings.Contains(all, s) && !strings.Contains(all, "for “"+s) && !strings.Contains(all, "matches “") {
						t.Errorf("%s reads %q in %s after %s: %s", who, s, where, line, all)
					}
				}
			}
		}
		hidden("olga", "#atlas", "/backlog", "*1.*  *FR-1*  (private)", "value 9 ÷ effort 1 = 9")
		hidden("olga", "#atlas", "/tandem show FR-1", "FR-1 (private)", "*Backlog*", "This came from a private conversation, so only those who were there, the PM and the PO can read it. @priya or @omar can share its title and story.")
		hidden("olga", "#atlas", "/backlog find fr-1", "*FR-1*  (private)")
		for _, s := range secret {
			hidden("olga", "#atlas", "/backlog find "+s, "Nothing matches")
		}
		w.types("dev", "#atlas", "/backlog") // a member of #leads, wherever they look from
		w.hears("dev", "#atlas", "*FR-1*  Acme leaves without SSO")
		w.types("dev", "#atlas", "/backlog find SSO")
		w.hears("dev", "#atlas", "*FR-1*  Acme leaves without SSO")

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

func TestWhoIsPMNoMoreReadsNoReasonAboutAPrivateRequest(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.inLeads()
		w.sim.AddUser(slacksim.User{Name: "olga"})
		w.types("sam", "#leads", "/request Acme wants SAML")
		w.settings("omar")
		w.submits("omar", "Product manager: olga")
		w.closes("omar")
		w.presses("olga", "@tandem", "Decline", "FR-2")
		w.submits("olga", "Reason: They leave all the same")
		w.sees("priya", "@tandem", "*FR-2*  (private)", "@olga declined FR-2")
		w.seesNot("priya", "@tandem", "SAML", "They leave")
		w.sees("olga", "@tandem", "*FR-2*  Acme wants SAML", "> They leave all the same")
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
