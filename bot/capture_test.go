package bot

import (
	"context"
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

func TestARequestWithWordsIsRecordedAtOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode for the dashboard")
		w.hears("sam", "#atlas", "Recorded for Atlas as *FR-1*: Dark mode for the dashboard", "direct messages")
		w.seesNot("dev", "#atlas", "FR-1") // the answer is private
		w.sees("sam", "@tandem", "*FR-1*  Dark mode for the dashboard", "*Awaiting alignment* · next: @priya", "[Withdraw]")
		w.hasNoForm("sam")
		w.types("sam", "#atlas", "/tandem request Search in comments")
		w.hears("sam", "#atlas", "*FR-2*: Search in comments")
		w.ended()
	})
}

func TestARequestWithoutWordsOpensTheForm(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for what, way := range map[string]func(){
			"command":  func() { w.types("sam", "#atlas", "/request") },
			"shortcut": func() { w.shortcut("sam", requestShortcut) },
			"Home":     func() { w.opensHome("sam"); w.presses("sam", "home", "New request") },
		} {
			way()
			w.hasForm("sam", "New request")
			w.sees("sam", "form", "For *Atlas*", "Title", "What is the problem?", "Who needs it?", "Customer", "Importance", "Kind")
			w.seesNot("sam", "form", "Product\n")
			w.submits("sam", "Title: By "+what, "What is the problem?: It hurts by "+what, "Customer: Acme", "Importance: Important")
			w.hasNoForm("sam")
			w.hears("sam", "@tandem", "By "+what, "asked by @sam for Acme · Important")
		}
		if n := w.requests(); n != 3 {
			t.Errorf("%d requests", n)
		}
		w.ended()
	})
}

func TestOnlyTheTitleIsRequired(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		w.fails("sam", []string{"!"}) // Slack itself keeps an empty title back
		w.fails("sam", []string{"Say in a few words what is wanted"}, "Title:    ...  ")
		w.submits("sam", "Title: Search")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.ended()
	})
}

func TestAMessageIsQuotedWithTheTimeAtWhichItWasWritten(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		written := w.clock.Now()
		ts := w.says("dev", "#atlas", "We need CSV export")
		w.passes(72 * time.Hour)
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		said := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, "FR-1") })
		if len(said) != 1 || said[0].At.Sub(written).Abs() > time.Minute {
			t.Errorf("written at %v, kept as %+v", written, said)
		}
		w.ended()
	})
}

func TestAMessageIsCapturedAndAnsweredInItsThread(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "#atlas", "As a support agent I want CSV export so that audits are quick\nIt must work offline too.")
		w.captures("sam", "#atlas", ts)
		w.hasForm("sam", "New request")
		v, _ := w.sim.Person("sam").View()
		for _, want := range []string{"As a support agent I want CSV export", "It must work offline too.", w.sim.Person("dev").ID()} {
			if !strings.Contains(dump(v.Values), want) {
				t.Errorf("the form is not filled with %q: %s", want, dump(v.Values))
			}
		}
		w.submits("sam")
		w.hasNoForm("sam")
		receipt, ok := newestWith(w, "dev", "#atlas", "*FR-1*")
		if !ok || receipt.ThreadTS != ts {
			t.Errorf("the receipt is not in the message's thread: %+v", receipt)
		}
		w.sees("priya", "@tandem", "> As a support agent I want CSV export", "@dev", "open the message", "asked by @dev, recorded by @sam")
		w.ended()
	})
}

// newestWith is the newest message of Tandem's that has the words.
func newestWith(w *world, who, where, words string) (slacksim.Message, bool) {
	ms := w.sim.Person(who).Sees(where)
	for i := len(ms) - 1; i >= 0; i-- {
		if ms[i].User == w.sim.BotUser() && strings.Contains(w.byName(wordsOf(ms[i].Blocks)+ms[i].Text), words) {
			return ms[i], true
		}
	}
	return slacksim.Message{}, false
}

func TestAMessageInAThreadIsAnsweredInThatThread(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		root := w.says("dev", "#atlas", "How was the call?")
		ts := w.sim.Person("sam").Reply("#atlas", root, "Acme wants single sign-on")
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		if m, ok := newestWith(w, "dev", "#atlas", "*FR-1*"); !ok || m.ThreadTS != root {
			t.Errorf("the receipt is not in the thread: %+v", m)
		}
		w.ended()
	})
}

func TestWhereTandemIsNotTheShortcutSaysSoAndTheReceiptIsADirectMessage(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "#sales", "Acme wants single sign-on")
		w.captures("sam", "#sales", ts)
		w.submits("sam")
		w.sees("sam", "form", "Recorded as *FR-1*", "I am not in #sales", "`/invite @Tandem`")
		w.closes("sam")
		w.sees("sam", "@tandem", "*FR-1*  Acme wants single sign-on")
		w.seesNot("dev", "#sales", "FR-1")
		w.sees("priya", "@tandem", "> Acme wants single sign-on")
		w.ended()
	})
}

func TestAMessageOfAPrivateChannelIsKeptPrivate(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "dev"}})
		w.setUp()
		ts := w.says("dev", "#leads", "Acme will leave without SSO")
		w.captures("sam", "#leads", ts)
		w.submits("sam")
		w.sees("sam", "form", "I am not in #leads", "/invite")
		w.closes("sam")
		if !w.request("FR-1").Private {
			t.Error("it is not private")
		}
		w.seesNot("dev", "#leads", "FR-1")
		w.ended()
	})
}

func TestAMessageOfADirectConversationIsKeptPrivate(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "@sam", "Between us: Acme will leave without SSO")
		w.captures("sam", "@dev", ts)
		w.submits("sam")
		w.sees("sam", "form", "It is a direct message", "Others see the id only")
		w.closes("sam")
		if !w.request("FR-1").Private {
			t.Error("it is not private")
		}
		w.ended()
	})
}

// TestNothingMoreIsPostedOnceAChannelIsShared has a thread in which Tandem spoke come under other people's eyes.
func TestNothingMoreIsPostedOnceAChannelIsShared(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.opensHome("priya")
		ts := w.says("dev", "#atlas", "The export takes a minute")
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		w.sees("dev", "#atlas", "FR-1")
		w.sim.Share("#atlas", true)
		w.passes(2 * time.Hour)
		w.aligns("FR-1", "Happy eyes")
		w.seesNot("dev", "#atlas", "aligned FR-1")
		w.sees("priya", "home", "To #atlas: The channel is shared with another organization", "[Post again]")
		w.presses("priya", "home", "Post again")
		w.seesNot("dev", "#atlas", "aligned FR-1")
		w.sim.Share("#atlas", false)
		w.passes(2 * time.Hour)
		w.presses("priya", "home", "Post again")
		w.sees("dev", "#atlas", "aligned FR-1")
		w.ended()
	})
}

func TestNothingIsPostedInAChannelSharedWithAnotherOrganization(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sim.AddChannel(slacksim.Channel{Name: "acme", Shared: true, Members: []string{"sam", "dev"}, BotIn: true})
		ts := w.says("dev", "#acme", "We want single sign-on")
		w.captures("sam", "#acme", ts)
		w.submits("sam")
		w.sees("sam", "form", "Recorded as *FR-1*", "shared with another organization")
		w.closes("sam")
		w.types("sam", "#acme", "/roadmap")
		w.presses("sam", "#acme", "Show to channel")
		w.hears("sam", "#acme", "shared with another organization, so I post nothing here")
		w.seesNot("dev", "#acme", "FR-1", "Roadmap")
		w.ended()
	})
}

func TestWhatAnAppWroteIsNobodysWish(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/roadmap")
		w.presses("sam", "#atlas", "Show to channel") // a message of an app
		m, ok := newestWith(w, "dev", "#atlas", "Roadmap of Atlas")
		if !ok {
			t.Fatal("nothing was shown")
		}
		w.captures("sam", "#atlas", m.TS)
		w.submits("sam", "Title: More on the roadmap")
		if r := w.request("FR-1"); r.Requester != "" || r.Asked() != w.sim.Person("sam").ID() {
			t.Errorf("requester %q", r.Requester)
		}
		w.ended()
	})
}

func TestNobodyIsNamedAsRequesterWhoCannotBeAsked(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddUser(slacksim.User{Name: "robo", RealName: "Robo", Bot: true})
		w.sim.AddUser(slacksim.User{Name: "gone", RealName: "Gone"})
		w.setUp()
		ts := w.says("gone", "#atlas", "I want dark mode")
		w.sim.ChangeUser("gone", func(u *slacksim.User) { u.Deleted = true })
		w.captures("sam", "#atlas", ts)
		w.submits("sam") // the form took the author from the message: what they wrote is kept, nobody waits for them
		if r := w.request("FR-1"); r.Requester != "" || r.Source.Author == "" {
			t.Errorf("%+v", r)
		}
		w.types("sam", "#atlas", "/request")
		w.fails("sam", []string{"robo is an app. Choose a person"}, "Title: A wish", "Who needs it?: robo")
		w.submits("sam", "Who needs it?: dev")
		if r := w.request("FR-2"); r.Requester != w.sim.Person("dev").ID() {
			t.Errorf("%+v", r)
		}
		w.ended()
	})
}

func TestEditedWordsAreNotTheAuthors(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "#atlas", "The export is slow for 10,000 rows")
		w.captures("sam", "#atlas", ts)
		w.submits("sam", "What is the problem?: Dev says that sam deserves a raise")
		said := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, "FR-1") })
		if len(said) != 1 || said[0].Author != w.sim.Person("sam").ID() {
			t.Errorf("%+v", said)
		}
		ts = w.says("dev", "#atlas", "The import is slow for 10,000 rows")
		w.captures("sam", "#atlas", ts)
		w.submits("sam", "Title: Faster import")
		said = in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, "FR-2") })
		if len(said) != 2 || said[0].Author != w.sim.Person("dev").ID() || said[0].Text != "The import is slow for 10,000 rows" ||
			said[1].Author != w.sim.Person("sam").ID() || said[1].Text != "Faster import" {
			t.Errorf("%+v", said)
		}
		w.ended()
	})
}

func TestTheSameMessageTwiceIsOneRequest(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "#atlas", "Dark mode please")
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		w.captures("sam", "#atlas", ts)
		w.sees("sam", "form", "You recorded this already, as *FR-1* “Dark mode please”.", "Awaiting alignment")
		w.closes("sam")
		w.captures("omar", "#atlas", ts)
		w.sees("omar", "form", "This is recorded already, as *FR-1*", "I noted that you want it too")
		w.closes("omar")
		w.sees("priya", "@tandem", "wanted by 2 people")
		if n := w.requests(); n != 1 {
			t.Errorf("%d requests", n)
		}
		w.presses("sam", "#atlas", "Withdraw")
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		if n := w.requests(); n != 1 {
			t.Errorf("%d requests, withdrawn and captured again", n)
		}
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("sam", "#atlas", "[Withdraw]")
		w.ended()
	})
}

func TestTwoWhoCaptureAtOnceMakeOneRequest(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "#atlas", "Dark mode please")
		w.captures("sam", "#atlas", ts) // both have the form open
		w.captures("omar", "#atlas", ts)
		done := make(chan error, 2)
		for _, who := range []string{"sam", "omar"} {
			go func() { done <- w.sim.Person(who).Submit() }()
		}
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		w.settle()
		if n := w.requests(); n != 1 {
			t.Errorf("%d requests", n)
		}
		told := 0
		for _, who := range []string{"sam", "omar"} {
			if strings.Contains(w.reads(who, "form"), "This is recorded already, as *FR-1*") {
				told++
			}
		}
		if told != 1 {
			t.Errorf("%d were told that it is recorded already", told)
		}
		w.sees("priya", "@tandem", "wanted by 2 people")
		w.ended()
	})
}

func TestTheSameWordsWithinAMinuteAreOneRequest(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.types("sam", "#atlas", "/request  dark   MODE")
		w.hears("sam", "#atlas", "I have that already, as *FR-1* “Dark mode”.")
		w.types("dev", "#atlas", "/request Dark mode") // somebody else's wish is their own
		w.hears("dev", "#atlas", "*FR-2*")
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Dark mode", "What is the problem?: My eyes hurt at night.") // other words under the same title
		w.is("FR-3", ritual.AwaitingAlignment)
		w.passes(time.Minute)
		w.types("sam", "#atlas", "/request Dark mode")
		w.hears("sam", "#atlas", "*FR-4*")
		if n := w.requests(); n != 4 {
			t.Errorf("%d requests", n)
		}
		w.ended()
	})
}

func TestWhatWasWithdrawnCanBeAskedAgainAtOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.presses("sam", "@tandem", "Withdraw")
		w.types("sam", "#atlas", "/request Dark mode")
		w.hears("sam", "#atlas", "Recorded for Atlas as *FR-2*")
		w.ended()
	})
}

func TestWithSeveralProductsTheFormAsksWhich(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "borealis", Members: []string{"sam", "priya", "omar", "dev"}, BotIn: true})
		w.setUpIn("priya", "#atlas", "Atlas")
		w.types("sam", "#sales", "/request Dark mode") // the only product there is
		w.hears("sam", "#sales", "Recorded for Atlas as *FR-1*")
		w.setUpIn("priya", "#borealis", "Borealis")
		w.types("sam", "#borealis", "/request Light mode") // the channel tells
		w.hears("sam", "#borealis", "Recorded for Borealis as *FR-2*")
		w.types("sam", "#sales", "/request Single sign-on\nAcme waits for it.")
		w.hasForm("sam", "New request")
		w.sees("sam", "form", "Product")
		w.fails("sam", []string{"!"})
		w.submits("sam", "Product: Borealis")
		if r := w.request("FR-3"); r.Product != w.product("Borealis").ID || r.Title != "Single sign-on" || !strings.Contains(r.Problem, "Acme waits") {
			t.Errorf("%+v", r)
		}
		w.ended()
	})
}

func TestWordsThatAreTooLongForTheFormAreGivenBack(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "borealis", Members: []string{"sam", "priya", "omar", "dev"}, BotIn: true})
		w.setUpIn("priya", "#atlas", "Atlas")
		w.setUpIn("priya", "#borealis", "Borealis")
		long := "Long wish. " + strings.Repeat("and more ", 1000) + "the end"
		w.types("sam", "#sales", "/request "+long)
		w.hasForm("sam", "New request")
		w.hears("sam", "#sales", "The form takes 3000 characters, and you wrote", "the end")
		w.submits("sam", "Product: Atlas")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.ended()
	})
}

func TestWithoutAProductEveryWayInSaysHowToSetOneUp(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.types("sam", "#atlas", "/request Dark mode")
		w.hears("sam", "#atlas", "No product is set up here yet", "`/tandem setup`", "Your words, so that nothing is lost:", "Dark mode")
		for _, line := range []string{"/request", "/roadmap", "/backlog", "/roadmap add", "/backlog find csv"} {
			w.types("sam", "#atlas", line)
			w.hears("sam", "#atlas", "No product is set up here yet")
		}
		ts := w.says("dev", "#atlas", "Dark mode please")
		w.captures("sam", "#atlas", ts)
		w.hears("sam", "#atlas", "No product is set up here yet")
		w.shortcut("sam", requestShortcut)
		w.sees("sam", "form", "No product is set up here yet")
		w.closes("sam")
		w.opensHome("sam")
		w.presses("sam", "home", "New request")
		w.sees("sam", "form", "No product is set up here yet")
		w.ended()
	})
}

func TestGuestsAndStrangersDoNotAsk(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("gwen", "#atlas", "/request Dark mode")
		w.hears("gwen", "#atlas", "Only full members of this workspace can record a request.", "Your words, so that nothing is lost:", "Dark mode")
		w.types("gwen", "#atlas", "/request")
		w.hears("gwen", "#atlas", "Only full members")
		ts := w.says("dev", "#atlas", "Dark mode please")
		w.captures("gwen", "#atlas", ts)
		w.hears("gwen", "#atlas", "Only full members")
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		w.captures("gwen", "#atlas", ts) // nor do they join
		w.hears("gwen", "#atlas", "Only full members")
		w.sees("priya", "@tandem", "wanted by 1 person")
		w.shortcut("gwen", requestShortcut)
		w.sees("gwen", "form", "Only full members")

		stranger := w.as("sam")
		stranger.Words, stranger.Channel = "Dark mode", w.product("Atlas").Channel
		for kind, want := range map[ritual.PersonKind]string{
			ritual.Stranger: "Only full members of this workspace can record a request.", ritual.Unknown: "Slack did not say who you are just now",
		} {
			stranger.Who.Kind = kind
			if rep, err := w.does(requestCommand, stranger); err != nil || !strings.Contains(string(rep.Say.Text), want) {
				t.Errorf("%v %s", err, dump(rep.Say))
			}
		}
		if n := w.requests(); n != 1 {
			t.Errorf("%d requests", n)
		}
		w.ended()
	})
}

func TestWithdrawTakesTheRequestFromEverybodysCards(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.presses("sam", "@tandem", "Withdraw", "FR-1")
		w.is("FR-1", ritual.Withdrawn)
		w.sees("sam", "@tandem", "*FR-1*  Dark mode\n*Withdrawn*")
		w.seesNot("sam", "@tandem", "[Answer questions]")
		w.seesNot("sam", "@tandem", "[Withdraw]")
		w.sees("priya", "@tandem", "*FR-1*  Dark mode", "@sam withdrew FR-1", "*Withdrawn*")
		w.seesNot("priya", "@tandem", "[Aligned]")

		w.types("sam", "#atlas", "/request Light mode")
		w.aligns("FR-2", "Happy eyes")
		w.presses("sam", "@tandem", "Withdraw", "FR-2") // the PO is asked by now
		w.sees("omar", "@tandem", "@sam withdrew FR-2")
		w.seesNot("omar", "@tandem", "[Prioritize]")

		w.types("sam", "#atlas", "/request Blue mode")
		w.presses("priya", "@tandem", "Aligned", "FR-3")
		w.submits("priya", "Objective: Happy eyes")
		w.ranks("FR-3", "5", "5")
		w.seesNot("sam", "@tandem", "[Withdraw]") // from the backlog on it is not theirs to take
		w.ended()
	})
}

func TestWithdrawIsTheReportersOnly(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "#atlas", "Dark mode please")
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		for _, who := range []string{"omar", "priya", "gwen"} {
			w.unchanged("FR-1", func() { w.presses(who, "#atlas", "Withdraw") })
			w.hears(who, "#atlas", "Only whoever recorded it can withdraw FR-1.")
		}
		w.ended()
	})
}

func TestPraiseIsNotedAndAsksNobody(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Acme loves the export", "Kind: Praise")
		w.is("FR-1", ritual.Noted)
		w.sees("sam", "@tandem", "*FR-1*  Acme loves the export", "*Noted*", "Thank you. It is kept with the product")
		w.seesNot("sam", "@tandem", "[Answer questions]")
		w.sees("sam", "@tandem", "[Withdraw]")
		w.seesNot("priya", "@tandem", "FR-1")
		w.seesNot("omar", "@tandem", "FR-1")
		if s := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Story, error) { return request.StoryOf(ctx, tx, "FR-1") }); s.Version != 0 {
			t.Errorf("praise has a story: %+v", s)
		}
		w.ended()
	})
}

func TestAProblemGoesStraightToThePOAndThePMIsTold(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		w.submits("sam", "Title: Export loses rows", "Kind: Problem", "What is the problem?: The CSV has 9,999 of 10,000 rows.")
		w.is("FR-1", ritual.AwaitingPriority)
		w.sees("omar", "@tandem", "Where does this stand in the backlog?", "*Problem*", "[Prioritize]")
		w.hears("priya", "@tandem", "*FR-1* “Export loses rows” is a problem, so it went straight to @omar. You have nothing to decide.", "*Awaiting priority*")
		w.seesNot("priya", "@tandem", "[Aligned]")
		w.ranks("FR-1", "9", "1")
		w.hears("priya", "@tandem", "*Backlog*")

		w.types("priya", "#atlas", "/request")
		w.submits("priya", "Title: Import loses rows", "Kind: Problem")
		w.seesNot("priya", "@tandem", "“Import loses rows” is a problem") // whoever recorded it knows
		w.ended()
	})
}

func TestHelpAsTheFirstWordOfAWishIsAWish(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request help")
		w.hears("sam", "#atlas", "This is how it goes", "`/request &lt;what is wanted&gt;`")
		w.types("sam", "#atlas", "/request help texts in the export form")
		w.hears("sam", "#atlas", "*FR-1*: help texts in the export form")
		w.ended()
	})
}

func TestWhateverIsWrittenGetsAClearAnswer(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		sam := w.sim.Person("sam").ID()
		n := 0
		for _, x := range []struct{ typed, title string }{
			{"🎉🚀", "🎉🚀"},
			{":tada:", ":tada:"},
			{"<!channel> dark mode", "<!channel> dark mode"},
			{"@channel dark @here mode", "@channel dark @here mode"},
			{"<http://evil.example|click here> now", "<http://evil.example|click here> now"},
			{"*bold* `code` _it_ ~no~ ```block", "*bold* `code` _it_ ~no~ ```block"},
			{"> quote & <b>tag</b>", "> quote & <b>tag</b>"},
			{"dark\u202emode\u202c \u2066x\u2069", "darkmode x"},
			{"bell\a and\x00 nul\x1b[31m", "bell and nul[31m"},
			{"מצב כהה ללוח", "מצב כהה ללוח"},
			{"الوضع الداكن 12", "الوضع الداكن 12"},
			{"...\nDark mode", "Dark mode"},
			{"<@" + sam + "> wants it", "@sam wants it"},
			{"ダークモードが欲しい", "ダークモードが欲しい"},
			{strings.Repeat("word ", 600), ""},
			{strings.Repeat("x", 3000), ""},
			{strings.Repeat("wörter & <more> ", 640), ""},
		} {
			w.types("sam", "#atlas", "/request "+x.typed)
			n++
			r := w.request(fmt.Sprintf("FR-%d", n))
			if x.title != "" && r.Title != x.title {
				t.Errorf("%q became %q", x.typed, r.Title)
			}
			if x.title == "" && strings.Join(strings.Fields(r.Problem), "") != strings.Join(strings.Fields(x.typed), "") {
				t.Errorf("words were lost of %.40q: %d of %d", x.typed, len(r.Problem), len(x.typed))
			}
			w.hears("sam", "#atlas", "Recorded for Atlas as *"+r.ID+"*")
			w.sees("sam", "@tandem", "*"+r.ID+"*")
			w.sees("priya", "@tandem", r.ID)
		}
		w.noLinks("sam", "@tandem", "evil.example")
		w.noLinks("priya", "@tandem", "evil.example")
		for _, typed := range []string{"???", "\u200b\u200b\u2060", "\u3164", ". . .", "…", "- * _"} {
			w.types("sam", "#atlas", "/request "+typed)
			w.hears("sam", "#atlas", "Say in a few words what is wanted", "Your words, so that nothing is lost")
		}
		w.types("sam", "#atlas", "/request       ")
		w.hasForm("sam", "New request")
		w.fails("sam", []string{"Say in a few words what is wanted"}, "Title: \u200b")
		w.closes("sam")
		if got := w.requests(); got != n {
			t.Errorf("%d requests, want %d", got, n)
		}
		w.ended()
	})
}

// noLinks fails when a message of Tandem's links to or mentions what somebody wrote.
func (w *world) noLinks(who, where, address string) {
	w.t.Helper()
	for _, m := range w.sim.Person(who).Sees(where) {
		for _, text := range append(marked(m.Blocks), m.Text) {
			if m.User == w.sim.BotUser() && strings.Contains(text, "<http://"+address) {
				w.t.Errorf("%s can click %s: %s", who, address, text)
			}
		}
	}
}

func TestLongFieldsAreKeptWhole(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		problem := strings.TrimSpace(strings.Repeat("ein Wort & mehr ", 187))
		w.submits("sam", "Title: "+strings.Repeat("T", 150), "What is the problem?: "+problem, "Customer: "+strings.Repeat("C", 80))
		if r := w.request("FR-1"); r.Problem != problem || len(r.Title) != 150 || len(r.Customer) != 80 {
			t.Errorf("%d %d %d", len(r.Problem), len(r.Title), len(r.Customer))
		}
		w.ended()
	})
}

func TestAForgedFormRecordsNothingElsewhere(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"dev"}, BotIn: true})
		w.setUp()
		ts := w.says("dev", "#leads", "Acme will leave")
		w.captures("dev", "#leads", ts)
		w.submits("dev")
		leads, _ := w.sim.Person("dev").ChannelID("#leads")

		forged := w.as("sam")
		forged.Fields = engine.Fields{"title": {"Guess"}}
		forged.Data = engine.FormData{Subject: "no such product"}
		_, err := w.does(submitRequest, forged)
		w.refuses(err, "not here any more")
		forged.Data = engine.FormData{}
		forged.Fields["product"] = []string{"no such product"}
		_, err = w.does(submitRequest, forged)
		w.refuses(err, "Choose the product")
		forged.Fields["product"] = []string{w.product("Atlas").ID}
		forged.Fields["kind"], forged.Fields["importance"] = []string{"shipped"}, []string{"huge"}
		_, err = w.does(submitRequest, forged)
		w.refuses(err, "Choose Feature, Problem or Praise.", "Choose Nice to have")

		// Whoever claims to have captured a private message does not learn its title.
		delete(forged.Fields, "kind")
		delete(forged.Fields, "importance")
		forged.Data = engine.FormData{Channel: leads, Source: engine.Source{Channel: leads, TS: ts}}
		rep, err := w.does(submitRequest, forged)
		if err != nil || strings.Contains(dump(rep.Form), "Acme") || !strings.Contains(dump(rep.Form), "(private)") {
			t.Errorf("%v %s", err, dump(rep.Form))
		}
		w.ended()
	})
}

func TestWhoIsMentionedInACapturedMessageStandsThereByName(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.says("dev", "#atlas", "Acme wants single sign-on, <@"+w.sim.Person("omar").ID()+"> knows why")
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		w.sees("priya", "@tandem", "Acme wants single sign-on, @omar knows why")
		w.seesNot("priya", "@tandem", w.sim.Person("omar").ID())
		w.ended()
	})
}

func TestTheSameTitleForAnotherCustomerIsAnotherRequest(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for _, customer := range []string{"Acme", "Beta", "Beta"} {
			w.types("sam", "#atlas", "/request")
			w.submits("sam", "Title: Bulk edit", "Customer: "+customer)
			w.closes("sam")
		}
		w.is("FR-1", ritual.AwaitingAlignment)
		w.is("FR-2", ritual.AwaitingAlignment)
		w.types("sam", "#atlas", "/tandem show FR-3")
		w.hears("sam", "#atlas", "There is no FR-3")
		w.ended()
	})
}

func TestAMessageSaysToScreenReadersWhatItsBlocksSay(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request CSV export for our support team so that audits are quick. It must work with 10,000 rows.")
		card, ok := newestWith(w, "priya", "@tandem", "Does this serve the roadmap?")
		if !ok {
			t.Fatal("there is no card")
		}
		for _, want := range []string{"Does this serve the roadmap?", "FR-1", "10,000 rows", "Done when", "our support team"} {
			if !strings.Contains(card.Text, want) {
				t.Errorf("the text does not say %q: %s", want, card.Text)
			}
		}
		w.ended()
	})
}
