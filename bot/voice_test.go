package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// others are the voices that a request has beside its own, one a line.
func (w *world) others(id string) string {
	w.t.Helper()
	return w.byName(in(w, func(ctx context.Context, tx *store.Tx) (string, error) {
		others, err := tx.Supporters(ctx, id)
		var all []string
		for _, s := range others {
			all = append(all, fmt.Sprintf("<@%s> for <@%s> %s, %s: %s", s.SaidBy(), s.Person, s.Customer, string(s.Importance), s.Words))
		}
		return strings.Join(all, "\n"), err
	}))
}

func TestTheFormShowsWhatIsSimilarAndTakesAVoiceInsteadOfARequest(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		w.passes(sameWithin)
		w.unsure = true
		w.types("dev", "#atlas", "/request")
		w.submits("dev", "Title: Dashboard in dark mode", "What is the problem?: Acme's night shift cannot read it.", "Who needs it?: gwen", "Customer: Acme", "Importance: Blocker")
		w.hasForm("dev", askedBack)
		w.sees("dev", "form", "*FR-1*  Dark mode for the dashboard", "Awaiting alignment · wanted by 1 person", "[Add my voice]", "*You wrote:* Dashboard in dark mode", "Acme's night shift cannot read it.")
		w.presses("dev", "form", "Add my voice")
		w.hasForm("dev", "Your voice is added")
		w.sees("dev", "form", "Your voice is with *FR-1* “Dark mode for the dashboard” now. It is wanted by 2 people and Acme.", "*Awaiting alignment* · next: @priya checks it against the roadmap")
		w.closes("dev")
		if n := w.requests(); n != 1 {
			t.Errorf("%d requests", n)
		}
		if got, want := w.others("FR-1"), "@dev for @gwen Acme, blocker: Dashboard in dark mode\nAcme's night shift cannot read it."; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		w.sees("priya", "@tandem", "wanted by 2 people and Acme")
		w.types("priya", "#atlas", "/tandem show FR-1")
		w.hears("priya", "#atlas", "*Others who want it*", "@gwen for Acme, as @dev said · Blocker", "Acme's night shift cannot read it.")
		w.ended()
	})
}

func TestWhatIsSomethingElseIsRecordedAnyway(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		w.passes(sameWithin)
		w.unsure = true
		long := strings.TrimSpace(strings.Repeat("It is too bright at night. ", 110))
		ts := w.says("gwen", "#atlas", "Dark dashboard mode")
		w.captures("dev", "#atlas", ts)
		w.submits("dev", "Title: Dashboard in dark mode", "What is the problem?: "+long, "Importance: Important", "Customer: Acme")
		w.hasForm("dev", askedBack)
		w.submitsAnyway("dev")
		w.hasNoForm("dev")
		r := w.request("FR-2")
		if r.Title != "Dashboard in dark mode" || r.Problem != long || r.Customer != "Acme" || r.Importance != ritual.Important || r.Source.TS != ts ||
			r.Requester != w.sim.Person("gwen").ID() || r.Thread.TS != ts {
			t.Errorf("%+v", r)
		}
		said := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, "FR-2") })
		if len(said) == 0 || !strings.Contains(said[0].Text, long) {
			t.Errorf("%+v", said)
		}
		w.ended()
	})
}

// submitsAnyway is somebody sending the form that shows what is similar.
func (w *world) submitsAnyway(who string) {
	w.t.Helper()
	if err := w.sim.Person(who).Submit(); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

func TestTheFormDoesNotAskBackForPraiseOrWhatIsNewOrNotTheirs(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "priya"}, BotIn: true})
		w.sim.AddChannel(channelNamed("borealis"))
		w.setUp()
		w.setUpIn("sam", "#borealis", "Borealis")
		w.unsure = true
		w.types("sam", "#borealis", "/request Dark mode for the dashboard") // another product
		w.types("sam", "#leads", "/request")
		w.submits("sam", "Title: Dark mode for the dashboard", "Product: Atlas") // private
		w.types("sam", "#atlas", "/request Dark colors for the invoices")
		w.presses("sam", "@tandem", "Withdraw", "FR-3") // over
		w.passes(sameWithin)
		for _, x := range [][]string{{"Title: Dashboard in dark mode"}, {"Title: Dark colors of the invoices"}, {"Title: Quiet hours"}, {"Title: Thanks for the dark dashboard mode", "Kind: Praise"}} {
			w.types("dev", "#atlas", "/request")
			w.submits("dev", x...)
			w.hasNoForm("dev")
			w.passes(sameWithin)
			if x[0] == "Title: Dashboard in dark mode" {
				w.presses("dev", "@tandem", "Withdraw")
			}
		}
		w.types("sam", "#leads", "/request") // who was there is shown it
		w.submits("sam", "Title: Dashboard in dark mode", "Product: Atlas")
		w.sees("sam", "form", "*FR-2*  Dark mode for the dashboard")
		w.closes("sam")
		w.ended()
	})
}

func TestTheReceiptOffersWhatIsSimilarAndTheNewRequestJoinsIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		w.passes(sameWithin)
		for i, ask := range []func(){
			func() { w.types("dev", "#atlas", "/request Dashboard in dark mode") },
			func() { w.mentions("dev", "#atlas", "Drak mdoe for the dashboard please") },
		} {
			id := ritual.RequestID(int64(i + 2))
			ask()
			w.passes(receiptWaits)
			where := []string{"@tandem", "#atlas"}[i]
			w.sees("dev", where, "*Is it one of these?*", "*FR-1*  Dark mode for the dashboard", "[Add my voice]")
			w.presses("dev", where, "Add my voice")
			w.eventually("dev", where, "*"+id+"* goes on with *FR-1* “Dark mode for the dashboard” now. It is wanted by 2 people.",
				"*Awaiting alignment* · next: @priya", "@priya or @omar can press `Unmerge` at `/tandem show "+id+"`")
			w.is(id, ritual.Merged)
			w.seesNot("dev", where, "[Add my voice]")
			w.passes(sameWithin)
		}
		w.wants("FR-1", 2)
		w.sees("priya", "@tandem", "@dev merged FR-2 into FR-1")
		w.unmerges("omar", "FR-2")
		w.is("FR-2", ritual.AwaitingAlignment)
		w.ended()
	})
}

func TestOnlyThoseWhoAskedAndTheHeadsHaveARequestJoinAnother(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "priya"}, BotIn: true})
		w.twice()
		click := w.as("gwen")
		click.Subject = "FR-2 FR-1"
		w.unchanged("FR-2", func() {
			_, err := w.clicks(mergeJoin, click)
			w.refuses(err, "Only whoever asked for it, @priya and @omar can have FR-2 join another request.")
		})
		w.types("sam", "#leads", "/request")
		w.submits("sam", "Title: Dark mode in private")
		click = w.as("dev")
		click.Subject = "FR-2 FR-3" // forged: it was not shown to them
		w.unchanged("FR-2", func() {
			_, err := w.clicks(mergeJoin, click)
			w.refuses(err, "FR-3 came from a private conversation")
		})
		for _, forged := range []string{"FR-2", "FR-2 FR-2", "FR-2 x", "", "FR-2 FR-99"} {
			click.Subject = forged
			if _, err := w.clicks(mergeJoin, click); len(ritual.Refusals(err)) == 0 {
				t.Errorf("%q: %v", forged, err)
			}
		}
		w.aligns("FR-2", "Happy eyes")
		w.ranks("FR-2", "5", "5")
		click.Subject = "FR-2 FR-1"
		_, err := w.clicks(mergeJoin, click)
		w.refuses(err, "FR-2 has moved on")
		w.ended()
	})
}

func TestSomebodyAddsAndRemovesTheirVoiceAtTheRecord(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.presses("dev", "#atlas", "Add my voice", "FR-1")
		w.hears("dev", "#atlas", "Your voice is with *FR-1*", "wanted by 2 people.")
		w.wants("FR-1", 2)
		again := w.as("dev")
		again.Subject = "FR-1"
		if rep, err := w.clicks(voiceAdd, again); err != nil || !strings.Contains(string(rep.Say.Text), "You want *FR-1* already.") {
			t.Errorf("%v, %s", err, dump(rep.Say))
		}
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.presses("dev", "#atlas", "Remove my voice", "FR-1")
		w.hears("dev", "#atlas", "Your voice for *FR-1* is taken back.")
		w.wants("FR-1", 1)
		_, err := w.clicks(voiceRemove, again)
		w.refuses(err, "You have no voice for FR-1 to take back.")
		w.types("sam", "#atlas", "/tandem show FR-1") // their own request
		w.seesNot("sam", "#atlas", "my voice")
		w.ended()
	})
}

func TestWhatWasTypedIsTakenOnceAndOnlyFromWhoTypedIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		w.passes(sameWithin)
		form := w.as("dev")
		p := w.product("Atlas")
		form.Data, form.Fields = engine.FormData{Subject: p.ID, Channel: p.Channel}, engine.Fields{"title": {"Dashboard in dark mode"}}
		form.Place = ritual.Place{ID: p.Channel, Joined: true, Read: w.clock.Now()}
		rep, err := w.clicks(requestForm, form)
		if err != nil || rep.Form == nil || rep.Form.ID != similarForm {
			t.Fatalf("%v: %s", err, dump(rep))
		}
		next := form
		next.Data = dataOf(t, rep.Form)
		next.Fields, next.Value = nil, "FR-1"
		for _, who := range []string{"gwen", "sam"} {
			other := w.as(who)
			other.Data, other.Value = next.Data, "FR-1"
			for _, id := range []string{similarForm, voiceTyped} {
				_, err := w.clicks(id, other)
				w.refuses(err, "I took this already")
			}
		}
		if _, err := w.clicks(voiceTyped, next); err != nil {
			t.Error(err)
		}
		_, err = w.clicks(similarForm, next)
		w.refuses(err, "I took this already")
		w.wants("FR-1", 2)
		if n := w.requests(); n != 1 {
			t.Errorf("%d requests", n)
		}

		form.Fields = engine.Fields{"title": {"A dark mode for my dashboard"}}
		if rep, err = w.clicks(requestForm, form); err != nil || rep.Form == nil {
			t.Fatal(err)
		}
		next.Data = dataOf(t, rep.Form)
		w.passes(49 * time.Hour) // it was left open
		_, err = w.clicks(similarForm, next)
		w.refuses(err, "I took this already, or it is a day old")
		w.ended()
	})
}

// dataOf is what a form carries along.
func dataOf(t *testing.T, m *kit.Modal) engine.FormData {
	t.Helper()
	var d engine.FormData
	if err := json.Unmarshal([]byte(m.Data), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWhoSendsTheFormOfAMessageSecondKeepsAllThatTheyWrote(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "#atlas", "Dark mode for the dashboard")
		for _, who := range []string{"dev", "sam", "omar"} { // all three have the form open
			w.captures(who, "#atlas", ts)
		}
		w.submits("dev", "Customer: Acme")
		w.submits("sam", "What is the problem?: They leave us because of it.", "Customer: Globex", "Importance: Blocker")
		w.submits("omar", "Who needs it?: gwen")
		want := "@sam for @sam Globex, blocker: Dark mode for the dashboard\nThey leave us because of it.\n@omar for @gwen , : Dark mode for the dashboard"
		if got := w.others("FR-1"); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		w.sees("priya", "@tandem", "wanted by 3 people, Acme and Globex")
		w.ended()
	})
}

func TestWhatWasSaidInPrivateStaysThereHoweverOftenItIsCaptured(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		w.sim.AddUser(slacksim.User{Name: "olga"})
		w.sim.Invite("#atlas", "olga")
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "dev", "omar", "gwen"}, BotIn: true})
		w.takesEmoji("atlas", "leads")
		w.types("olga", "#atlas", "/request Dark mode for the dashboard")
		w.passes(sameWithin)
		ts := w.says("sam", "#leads", "Dashboard in dark mode, or Acme leaves")
		w.unsure = true
		for _, who := range []string{"sam", "dev"} {
			w.captures(who, "#leads", ts)
			w.fills(who, "Title: Dashboard in dark mode")
		}
		w.submits("sam")
		w.presses("sam", "form", "Add my voice", "FR-1")
		w.submits("dev") // who had the form open before
		w.captures("omar", "#leads", ts)
		w.sim.Person("gwen").Reply("#leads", ts, "<@"+w.sim.BotUser()+"> record this as Acme leaves")
		w.settle()
		w.wants("FR-1", 4)
		if n := w.requests(); n != 1 {
			t.Errorf("%d requests", n)
		}
		w.types("olga", "#atlas", "/tandem show FR-1")
		if got := w.last("olga", "#atlas"); strings.Contains(got, "Acme") {
			t.Errorf("olga reads:\n%s", got)
		}
		w.types("dev", "#atlas", "/tandem show FR-1") // who was there
		w.hears("dev", "#atlas", "Dashboard in dark mode, or Acme leaves")
		w.ended()
	})
}

func TestAReceiptOffersWhatIsSimilarBeforeItAsks(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		w.types("dev", "#atlas", "/request Dashboard in dark mode")
		before, _, ok := strings.Cut(w.last("dev", "@tandem"), "*Is it one of these?*")
		if !ok || strings.Contains(before, "would help") {
			t.Errorf("dev reads\n%s", w.last("dev", "@tandem"))
		}
		w.ended()
	})
}
