package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// leads sets up Atlas and has Sam ask for something private in #leads, where Dev is too. Olga is in #atlas only.
func (w *world) leads() {
	w.t.Helper()
	w.sim.AddUser(slacksim.User{Name: "olga"})
	w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "dev"}, BotIn: true})
	w.setUp()
	w.sim.Invite("#atlas", "olga")
	w.types("sam", "#leads", "/request Acme leaves without SSO")
}

// shown is what somebody is answered who asks for FR-1 in #atlas.
func (w *world) shown(who string) string {
	w.t.Helper()
	w.types(who, "#atlas", "/tandem show FR-1")
	return w.last(who, "#atlas")
}

// about is what somebody sends who presses a button about a request.
func (w *world) about(who, id string) engine.Input {
	click := w.as(who)
	click.Subject = id
	return click
}

// mayRead fails unless somebody reads the title of FR-1, or does not.
func (w *world) mayRead(who string, want bool) {
	w.t.Helper()
	got := w.shown(who)
	if !strings.Contains(got, map[bool]string{true: "FR-1 Acme leaves without SSO", false: "FR-1 (private)"}[want]) {
		w.t.Errorf("%s may read it: %v, but reads:\n%s", who, want, got)
	}
}

func TestWhoLeavesAPrivateChannelReadsItsRequestsForAnHourAtMost(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.leads()
		w.mayRead("dev", true)
		w.mayRead("olga", false)
		w.sim.Kick("#leads", "dev")
		w.sim.Invite("#leads", "olga")
		w.passes(50 * time.Minute)
		w.mayRead("dev", true) // as last read
		w.mayRead("olga", false)
		w.passes(15 * time.Minute)
		w.mayRead("dev", false) // Slack is asked again
		w.mayRead("olga", true)
		w.types("olga", "#atlas", "/backlog find SSO")
		w.hears("olga", "#atlas", "*FR-1*  Acme leaves without SSO")
		w.ended()
	})
}

func TestAListAsksWhoIsThereForTheNextTime(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.leads()
		w.aligns("FR-1", "Happy eyes")
		w.ranks("FR-1", "9", "1")
		w.passes(2 * time.Hour)
		before := len(w.sim.Calls("conversations.members"))
		if err := w.sim.Person("dev").Command("#atlas", "/backlog"); err != nil {
			t.Fatal(err)
		}
		w.hears("dev", "#atlas", "*FR-1*  (private)") // a list waits for nobody
		w.settle()
		w.types("dev", "#atlas", "/backlog")
		w.hears("dev", "#atlas", "*FR-1*  Acme leaves without SSO")
		if n := len(w.sim.Calls("conversations.members")) - before; n != 1 {
			t.Errorf("Slack was asked %d times", n)
		}
		w.types("olga", "#atlas", "/backlog")
		w.hears("olga", "#atlas", "*FR-1*  (private)")
		w.ended()
	})
}

func TestWhereSlackDoesNotSayWhoIsThereARequestIsPrivate(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.leads()
		w.passes(2 * time.Hour)
		for _, kind := range []slacksim.FaultKind{slacksim.Status500, slacksim.ResetBefore, slacksim.Garbage} {
			w.sim.InjectFault(slacksim.Fault{Method: "conversations.members", Kind: kind, Count: -1})
			w.mayRead("dev", false)
			w.mayRead("sam", true) // of whom nobody has to ask
			w.sim.ClearFaults()
		}
		w.passes(2 * time.Hour) // it was asked again meanwhile
		w.mayRead("dev", true)
		w.sim.Kick("#leads", "tandem")
		w.passes(2 * time.Hour)
		w.mayRead("dev", false) // where Tandem is not, it is not told
		w.mayRead("sam", true)
		w.ended()
	})
}

func TestALargeChannelIsReadToItsEnd(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddUser(slacksim.User{Name: "olga"})
		names := []string{"sam"}
		for i := range 450 {
			names = append(names, ritual.RequestID(int64(i+1)))
			w.sim.AddUser(slacksim.User{Name: names[len(names)-1]})
		}
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: append(names, "dev"), BotIn: true})
		w.setUp()
		w.types("sam", "#leads", "/request Acme leaves without SSO")
		w.mayRead("dev", true) // the last of them
		leads, _ := w.sim.Channel("leads")
		known := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Members, error) { return tx.Members(ctx, leads.ID) })
		if len(known.People) != 453 { // and Tandem
			t.Errorf("%d members are known", len(known.People))
		}
		w.ended()
	})
}

func TestTheTitleAndStoryAreSharedByThePMOrPOAndTheQuotesAreNot(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.leads()
		w.mayRead("olga", false)
		if got := w.shown("olga"); !strings.Contains(got, "@priya or @omar can share its title and story.") {
			t.Errorf("nobody is named who can share it:\n%s", got)
		}
		for _, who := range []string{"sam", "olga", "dev"} {
			_, err := w.clicks(titleShare, w.about(who, "FR-1"))
			w.refuses(err, "Only @priya and @omar can change who can read FR-1.")
		}
		w.presses("priya", "@tandem", "Share title and story", "FR-1")
		w.sees("sam", "@tandem", "@priya shared the title and story of FR-1.")
		w.sees("priya", "@tandem", "[Make private again]")
		shared := w.shown("olga")
		readsInOrder(t, shared, "FR-1 Acme leaves without SSO", "*Awaiting alignment*", "recorded in private", "@priya shared the title and story of FR-1")
		for _, not := range []string{"@sam", "open the message", "said by", "[Share", "[Make private"} {
			if strings.Contains(shared, not) {
				t.Errorf("olga reads %q in\n%s", not, shared)
			}
		}
		w.types("olga", "#atlas", "/backlog find SSO")
		w.hears("olga", "#atlas", "*FR-1*  Acme leaves without SSO")

		if got := w.shown("omar"); !strings.Contains(got, "[Make private again]") || !strings.Contains(got, "@sam") {
			t.Errorf("the PO reads\n%s", got)
		}
		w.presses("omar", "#atlas", "Make private again", "FR-1")
		w.mayRead("olga", false)
		_, err := w.clicks(titleHide, w.about("omar", "FR-1"))
		w.refuses(err, "FR-1 is private already.")
		if ds := w.decisions("FR-1"); len(ds) != 2 || ds[0].SupersededBy != ds[1].ID {
			t.Errorf("%+v", ds)
		}
		w.is("FR-1", ritual.AwaitingAlignment)
		w.ended()
	})
}

func TestWhatIsPublicHasNothingToShare(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.seesNot("priya", "@tandem", "[Share title and story]")
		_, err := w.clicks(titleShare, w.about("priya", "FR-1"))
		w.refuses(err, "FR-1 is not private: everybody can read it.")
		w.ended()
	})
}

func TestInASharedChannelEveryWayRecordsAndAnswersPrivately(t *testing.T) {
	for _, unknown := range []bool{false, true} { // Slack does not say what channel it is
		t.Run(map[bool]string{false: "shared", true: "not known"}[unknown], func(t *testing.T) {
			inWorlds(t, func(w *world) {
				w.sim.AddUser(slacksim.User{Name: "zoe", Team: "T0OTHER01"})
				w.sim.AddChannel(slacksim.Channel{Name: "acme", Shared: true, Members: []string{"sam", "dev", "zoe"}, BotIn: true})
				w.setUp()
				said := w.says("dev", "#acme", "An export to CSV")
				if unknown {
					w.sim.InjectFault(slacksim.Fault{Method: "conversations.info", Kind: slacksim.Status500, Count: -1})
				}
				w.types("sam", "#acme", "/request Dark mode")
				w.hears("sam", "#acme", "Recorded for Atlas as *FR-1*: Dark mode")
				w.mentions("sam", "#acme", "light mode")
				w.hears("sam", "#acme", "as *FR-2*: light mode")
				w.captures("sam", "#acme", said)
				w.submits("sam")
				w.sees("sam", "form", "Recorded as *FR-3*: An export to CSV")
				w.closes("sam")
				w.passes(time.Hour)
				for n := int64(1); n <= 3; n++ {
					r := w.request(ritual.RequestID(n))
					if r.Thread.Channel != w.sim.Person("sam").ID() || r.Private != unknown {
						t.Errorf("%s is talked about in %s, private %v", r.ID, r.Thread.Channel, r.Private)
					}
				}
				for _, m := range w.sim.Person("zoe").Sees("#acme") {
					if m.User == w.sim.BotUser() {
						t.Errorf("Tandem says to everybody there: %s", m.Text)
					}
				}
				w.sees("sam", "@tandem", "*FR-1*  Dark mode", "*FR-2*  light mode", "*FR-3*  An export to CSV")
				w.ended()
			})
		})
	}
}

func TestPeopleOfOtherOrganizationsAskWhereTheProductLetsThem(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddUser(slacksim.User{Name: "zoe", Team: "T0OTHER01"})
		w.sim.AddChannel(slacksim.Channel{Name: "acme", Shared: true, Members: []string{"sam", "dev", "zoe"}, BotIn: true})
		w.setUp("Stakeholder channel: acme")
		w.mentions("zoe", "#acme", "dark mode")
		w.hears("zoe", "#acme", "Only full members of this workspace can record a request.")
		w.seesNot("dev", "#acme", "Only full members")
		if n := w.requests(); n != 0 {
			t.Errorf("%d requests were recorded", n)
		}
		w.types("sam", "#atlas", "/tandem settings")
		w.submits("sam", "Allow: Guests may ask")
		w.closes("sam")
		w.mentions("zoe", "#acme", "light mode")
		w.hears("zoe", "#acme", "as *FR-1*: light mode")
		if r := w.request("FR-1"); r.Reporter != w.sim.Person("zoe").ID() {
			t.Errorf("%+v", r)
		}
		w.ended()
	})
}

func TestARequestIsNotMadePrivateAgainWhileAPublicOneIsMergedIntoIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.leads()
		w.types("olga", "#atlas", "/request Log in once for all")
		if _, err := w.clicks(titleShare, w.about("priya", "FR-1")); err != nil {
			t.Fatal(err)
		}
		w.mergesUnlike("FR-2", "FR-1")
		w.unchanged("FR-1", func() {
			_, err := w.clicks(titleHide, w.about("priya", "FR-1"))
			w.refuses(err, "FR-2 is not private and was merged into FR-1", "Press `Unmerge` on FR-2 first.")
		})
		w.unmerges("priya", "FR-2")
		if _, err := w.clicks(titleHide, w.about("priya", "FR-1")); err != nil {
			t.Error(err)
		}
		w.settle()
		w.mayRead("olga", false)
		w.ended()
	})
}
