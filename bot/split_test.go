package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// exports has Sam ask in the thread of #atlas for exports that are too much for one story, and Priya align it.
func (w *world) exports() {
	w.t.Helper()
	w.setUp()
	ts := w.says("sam", "#atlas", "As a support agent I want an export to CSV, and to see totals per region. The CSV must work with 10,000 rows. Totals must be right to the cent. It has to be there in May.")
	w.captures("sam", "#atlas", ts)
	w.submits("sam", "Title: Exports")
	w.aligns("FR-1", "Happy eyes")
}

// splits is the PO splitting a request, from its card.
func (w *world) splits(id string, parts ...string) {
	w.t.Helper()
	w.presses("omar", "@tandem", "Split", id)
	w.submits("omar", "Parts: "+strings.Join(parts, "\n"))
	w.closes("omar")
}

func TestARequestIsSplitIntoPartsThatInheritWhatWasSaidAndDecided(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.exports()
		w.presses("omar", "@tandem", "Split")
		w.sees("omar", "form", "*FR-1*  Exports", "One part a line, 2 to 8")
		if v, _ := w.sim.Person("omar").View(); !strings.Contains(dump(v.Blocks), `"initial_value": "An export to CSV\nSee totals per region"`) {
			t.Errorf("the form does not begin with the wishes: %s", dump(v.Blocks))
		}
		w.unchanged("FR-1", func() {
			w.fails("omar", []string{"Write at least two parts, each on a line of its own."}, "Parts: Export to CSV")
		})
		w.submits("omar", "Parts: - Export to CSV\n- Totals per region\n- Permissions")
		w.sees("omar", "form", "*FR-1* is in 3 parts now.", "*FR-1.1*  Export to CSV", "*FR-1.3*  Permissions")
		w.closes("omar")

		// The request stays as what was asked for, wherever it was shown.
		w.is("FR-1", ritual.Split)
		w.sees("omar", "@tandem", "@omar split FR-1 into parts", "*Its parts*", "*FR-1.2*  Totals per region · Awaiting priority")
		w.sees("sam", "#atlas", "*Awaiting priority* · split into parts", "@omar split FR-1 into parts.", "FR-1.2  Totals per region")
		w.seesNot("sam", "#atlas", "[Withdraw]")

		// Each part is a story with what was said of it, and is asked about by itself.
		for i, id := range []string{"FR-1.1", "FR-1.2", "FR-1.3"} {
			w.is(id, ritual.AwaitingPriority)
			r := w.request(id)
			if r.Objective != w.request("FR-1").Objective || r.Requester != w.request("FR-1").Requester || r.Part != i+1 {
				t.Errorf("%s: %+v", id, r)
			}
			if _, _, _, ok := w.button("omar", "@tandem", "Prioritize", id); !ok {
				t.Errorf("omar has no card for %s", id)
			}
		}
		for id, want := range map[string]string{"FR-1.1": "10,000 rows", "FR-1.2": "to the cent", "FR-1.3": ""} {
			var own []string
			for _, c := range w.story(id).Criteria {
				own = append(own, c.Text)
				if c.Assumption() {
					t.Errorf("%s: nobody said %q", id, c.Text)
				}
			}
			if got := strings.Join(own, " | "); !strings.Contains(got, want) || (want == "") != (got == "") || strings.Contains(got, "10,000") && strings.Contains(got, "cent") {
				t.Errorf("%s has the criteria %s", id, got)
			}
		}
		w.sees("omar", "@tandem", "part of *FR-1*", "Serves *Happy eyes*")

		// Nobody has to look for them.
		w.types("dev", "#atlas", "/tandem show fr1.2")
		w.hears("dev", "#atlas", "FR-1.2  Totals per region", "part of *FR-1*", "@sam recorded it", "@priya aligned FR-1", "@omar split FR-1")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "*FR-1.1*  Export to CSV · Awaiting priority", "*FR-1.3*  Permissions")
		w.types("dev", "#atlas", "/backlog find 1.3")
		w.hears("dev", "#atlas", "*FR-1.3*  Permissions")
		w.types("dev", "#atlas", "/backlog find totals")
		w.hears("dev", "#atlas", "*FR-1.2*  Totals per region")
		w.ended()
	})
}

func TestTheWholeShowsHowFarItsPartsAre(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.exports()
		w.splits("FR-1", "Export to CSV", "Totals per region")
		shows := func(want ritual.Status) {
			t.Helper()
			if got := w.request("FR-1").Standing(); got != want {
				t.Errorf("FR-1 stands at %s, want %s", got, want)
			}
			w.sees("sam", "#atlas", fmt.Sprintf("*%s* · split into parts", want))
			w.opensHome("sam")
			w.sees("sam", "home", fmt.Sprintf("*FR-1*  Exports\n*%s* · split into parts", want))
			w.seesNot("sam", "home", "FR-1.1", "FR-1.2")
		}
		shows(ritual.AwaitingPriority)
		w.ranks("FR-1.1", "7", "3")
		w.sees("sam", "#atlas", "@omar prioritized FR-1.1: value 7 ÷ effort 3 = 2.3", "FR-1.1*  Export to CSV · Backlog")
		shows(ritual.AwaitingPriority)
		w.challenges("FR-1.2", "Nobody asked for this")
		shows(ritual.AwaitingAlignment)
		w.presses("priya", "@tandem", "Decline", "FR-1.2")
		w.submits("priya", "Reason: You are right")
		shows(ritual.Backlog)
		w.types("dev", "#atlas", "/backlog")
		w.hears("dev", "#atlas", "*1.*  *FR-1.1*  Export to CSV")
		w.seesNotLast("dev", "#atlas", "*FR-1*  Exports")
		for _, x := range []struct{ to, want ritual.Status }{
			{ritual.InSprint, ritual.InSprint}, {ritual.Parked, ritual.Parked}, {ritual.Shipped, ritual.Shipped}, {ritual.Declined, ritual.Declined},
		} {
			r := w.request("FR-1.1")
			w.changes(func(ctx context.Context, tx *store.Tx) error {
				after := r.MoveTo(x.to, tx.Now)
				return errors.Join(tx.KeepRequest(ctx, after), request.ShowAnew(ctx, tx, w.product("Atlas"), after))
			})
			w.settle()
			shows(x.want)
		}
		w.ended()
	})
}

func TestARequestInTheBacklogIsSplitFromItsRecordAndAPartIsNot(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.exports()
		w.ranks("FR-1", "7", "3")
		w.types("priya", "#atlas", "/tandem show FR-1")
		w.seesNotLast("priya", "#atlas", "[Split]")
		w.types("omar", "#atlas", "/tandem show FR-1")
		w.presses("omar", "#atlas", "Split", "FR-1")
		w.submits("omar", "Parts: CSV\nTotals")
		w.closes("omar")
		w.is("FR-1", ritual.Split)
		w.is("FR-1.1", ritual.AwaitingPriority)
		w.types("omar", "#atlas", "/backlog")
		w.hears("omar", "#atlas", "Nothing is ranked yet.")

		w.seesNot("omar", "@tandem", "[Prioritize] [Challenge] [Split]") // the cards of its parts
		again := w.as("omar")
		for subject, says := range map[string]string{"FR-1.1": "FR-1.1 is a part of FR-1 already", "FR-1": "FR-1 was split: each of its parts is decided by itself."} {
			again.Subject, again.Fields = subject, engine.Fields{"parts": {"one\ntwo"}}
			for _, id := range []string{request.SplitOpen, splitForm} {
				_, err := w.clicks(id, again)
				w.refuses(err, says)
			}
		}
		for who, id := range map[string]string{"sam": requestWithdraw, "omar": prioritizeForm, "priya": alignedForm} {
			late := w.as(who)
			late.Subject = "FR-1"
			_, err := w.clicks(id, late)
			w.refuses(err, "FR-1 was split")
		}
		if n := len(in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Request, error) { return tx.Parts(ctx, "FR-1") })); n != 2 {
			t.Errorf("%d parts", n)
		}
		w.ended()
	})
}

func TestOnlyThePOSplitsAndOnlyOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.exports()
		for who, says := range map[string]string{"sam": "Only the product owner, @omar, can split FR-1.", "priya": "Only the product owner", "dev": "Only the product owner"} {
			click := w.as(who)
			click.Subject, click.Fields = "FR-1", engine.Fields{"parts": {"one\ntwo"}}
			_, err := w.clicks(splitForm, click)
			w.refuses(err, says)
		}
		// From two devices at once, with other parts.
		errs := make(chan error, 2)
		for _, parts := range []string{"one\ntwo", "three\nfour\nfive"} {
			click := w.as("omar")
			click.Subject, click.Fields = "FR-1", engine.Fields{"parts": {parts}}
			go func() {
				_, err := w.clicks(splitForm, click)
				errs <- err
			}()
		}
		refused := 0
		for range 2 {
			if err := <-errs; err != nil {
				w.refuses(err, "FR-1 was split")
				refused++
			}
		}
		if refused != 1 || len(w.decisions("FR-1")) != 2 {
			t.Errorf("%d refused; %s", refused, dump(w.decisions("FR-1")))
		}
		w.settle()
		w.sees("omar", "@tandem", "FR-1.1", "FR-1.2")
		w.ended()
	})
}

// TestManyPartsComeInOneMessage has the PO split a request into as many parts as there may be.
func TestManyPartsComeInOneMessage(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.exports()
		before := len(w.got("omar"))
		w.splits("FR-1", "one", "two", "three", "four", "five", "six", "seven", "eight")
		w.passes(time.Minute)
		if n := len(w.got("omar")) - before; n > 1+ritual.SingleCards {
			t.Errorf("%d messages for eight parts: %q", n, w.got("omar")[before:])
		}
		for i := range 8 {
			if _, _, _, ok := w.button("omar", "@tandem", "Prioritize", ritual.PartID("FR-1", i+1)); !ok {
				t.Errorf("part %d is not asked about", i+1)
			}
		}
		w.ended()
	})
}

func TestThePartsOfAPrivateRequestAreAsPrivate(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "priya"}, BotIn: true})
		w.setUp()
		w.types("sam", "#leads", "/request Acme leaves without SSO")
		w.aligns("FR-1", "Happy eyes")
		w.splits("FR-1", "SSO for Acme", "An audit log for Acme")
		w.ranks("FR-1.1", "9", "1")
		for _, line := range []string{"/tandem show FR-1", "/tandem show FR-1.1", "/backlog", "/backlog find FR-1", "/backlog find FR-1.2", "/backlog find audit", "/roadmap"} {
			w.types("gwen", "#atlas", line)
			w.seesNot("gwen", "#atlas", "SSO", "audit log", "for Acme", "Acme leaves") // customer:Acme is an example
		}
		w.types("gwen", "#atlas", "/backlog")
		w.hears("gwen", "#atlas", "*FR-1.1*  (private)")
		w.types("sam", "#leads", "/tandem show FR-1")
		w.hears("sam", "#leads", "*FR-1.2*  An audit log for Acme")
		w.ended()
	})
}

// TestPartsAreBegunAlthoughTandemStopsInBetween stops Tandem once the split was acknowledged, before anything followed.
func TestPartsAreBegunAlthoughTandemStopsInBetween(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.exports()
		split := w.as("omar")
		split.Subject, split.Fields = "FR-1", engine.Fields{"parts": {"CSV\nTotals"}}
		if _, err := w.clicks(splitForm, split); err != nil {
			t.Fatal(err)
		}
		if len(w.story("FR-1.1").Request) == 0 || w.story("FR-1.1").Version != 0 {
			t.Fatal("it was begun already")
		}
		w.stop()
		w.start()
		w.settle()
		w.drafts("FR-1.1", 1, ritual.FromTemplate)
		w.drafts("FR-1.2", 1, ritual.FromTemplate)
		if _, _, _, ok := w.button("omar", "@tandem", "Prioritize", "FR-1.2"); !ok {
			t.Error("the PO is not asked")
		}
		w.ended()
	})
}

func TestAProblemIsSplitIntoProblems(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Exports are broken", "What is the problem?: The export to CSV has no header. The export to Excel crashes.", "Kind: Problem")
		w.splits("FR-1", "The CSV has no header", "Excel crashes")
		for _, id := range []string{"FR-1.1", "FR-1.2"} {
			if r := w.request(id); r.Kind != ritual.Problem || r.Status != ritual.AwaitingPriority || r.Objective != "" {
				t.Errorf("%+v", r)
			}
		}
		w.sees("omar", "@tandem", "part of *FR-1* · *Problem*", "*Happens:* The export to Excel crashes")
		w.ended()
	})
}

func TestAModelIsAskedAboutEachPartWithWhatWasSaidOfIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		s := w.drafting()
		ts := w.says("sam", "#atlas", "As a support agent I want an export to CSV, and to see totals per region. The CSV must work with 10,000 rows. Totals must be right to the cent.")
		w.captures("sam", "#atlas", ts)
		w.submits("sam", "Title: Exports")
		w.aligns("FR-1", "Happy eyes")
		before := len(s.Asked())
		w.splits("FR-1", "CSV", "Totals")
		for _, x := range []struct{ id, has, hasNot string }{{"FR-1.1", "10,000 rows", "to the cent"}, {"FR-1.2", "to the cent", "10,000 rows"}} {
			w.drafts(x.id, 2, ritual.FromModel)
			asked := false
			for _, q := range s.Asked()[before:] {
				asked = asked || strings.Contains(q.User(), x.has) && !strings.Contains(q.User(), x.hasNot)
			}
			if !asked {
				t.Errorf("%s: the model was asked %+v", x.id, s.Asked()[before:])
			}
		}
		w.ended()
	})
}

// TestWhatIsOpenAboutPartsIsNotAskedInTheThread has the requester mention Tandem in the thread of what was split.
func TestWhatIsOpenAboutPartsIsNotAskedInTheThread(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.exports()
		w.splits("FR-1", "Export to CSV", "Totals per region")
		if len(w.story("FR-1.1").OpenQuestions()) == 0 {
			t.Fatal("nothing is open")
		}
		w.repliesTo("sam", "#atlas", w.request("FR-1").Thread.TS, "a dark mode too, please")
		if r := w.request("FR-4"); r.Title != "a dark mode too, please" {
			t.Errorf("%+v", r)
		}
		w.presses("omar", "@tandem", "Challenge", "FR-1.1")
		w.submits("omar", "Reason: Who needs it?")
		w.needsMore("FR-1.1", "Who needs it?")
		w.sees("sam", "#atlas", "@priya has a question about *FR-1.1*")
		w.repliesTo("sam", "#atlas", w.request("FR-1").Thread.TS, "our auditors")
		w.is("FR-1.1", ritual.AwaitingAlignment)
		w.ended()
	})
}

// TestShippedIsHeardOnceWithTheLastPart has the parts of a request come to their ends one after the other.
func TestShippedIsHeardOnceWithTheLastPart(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.exports()
		w.splits("FR-1", "Export to CSV", "Totals per region", "Permissions")
		w.until("2026-03-03 08:01")
		w.heard("sam", 1, "*FR-1*  Exports\n*Aligned* by @priya: it serves “Happy eyes”\nNow *Awaiting priority* · split into parts")
		comes := func(id string, to ritual.Status, until string) {
			t.Helper()
			w.changes(func(ctx context.Context, tx *store.Tx) error {
				m, err := request.Of(ctx, tx, id)
				if err != nil {
					return err
				}
				return request.Advance(ctx, tx, m, m.Request.MoveTo(to, tx.Now))
			})
			w.settle()
			w.until(until)
		}
		comes("FR-1.1", ritual.Shipped, "2026-03-04 08:01") // the others wait for their priority
		comes("FR-1.2", ritual.Declined, "2026-03-05 08:01")
		w.heard("sam", 1)
		comes("FR-1.3", ritual.InSprint, "2026-03-06 08:01")
		w.heard("sam", 2, "*FR-1*  Exports\n*In sprint*")
		comes("FR-1.3", ritual.Shipped, "2026-03-09 08:01")
		w.heard("sam", 3, "*FR-1*  Exports\n*Shipped*")
		w.until("2026-03-13 08:01")
		w.heard("sam", 3)
		for _, told := range w.told("sam") {
			if strings.Contains(told, "FR-1.") {
				t.Errorf("a part is told of: %s", told)
			}
		}
		w.ended()
	})
}
