package bot

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
	"tandem/store/dbtest"
)

// mentions is somebody writing to Tandem; it answers the message's timestamp.
func (w *world) mentions(who, channel, words string) string {
	w.t.Helper()
	ts := w.says(who, channel, "<@"+w.sim.BotUser()+"> "+words)
	w.settle()
	return ts
}

// repliesTo is somebody writing to Tandem in a thread.
func (w *world) repliesTo(who, channel, thread, words string) string {
	w.t.Helper()
	ts := w.sim.Person(who).Reply(channel, thread, "<@"+w.sim.BotUser()+"> "+words)
	if ts == "" {
		w.t.Fatalf("%s could not write in %s: %v", who, channel, w.sim.Person(who).Notices())
	}
	w.settle()
	return ts
}

func TestAMentionIsRecordedAndItsReceiptStandsInItsThread(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.mentions("sam", "#atlas", "dark mode for @dev and the <!channel>, <https://evil.example|here>")
		r := w.request("FR-1")
		if r.Source.TS != ts || r.Thread.TS != ts || r.Reporter != w.sim.Person("sam").ID() || r.Private {
			t.Errorf("recorded as %s", dump(r))
		}
		w.sees("dev", "#atlas", "  ↳ *FR-1*", "dark mode for @dev and the", "[Withdraw]")
		w.seesNot("sam", "#atlas", "(only you)")
		said := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, "FR-1") })
		if len(said) != 1 || said[0].TS != ts || said[0].Author != r.Reporter {
			t.Errorf("its evidence is %s", dump(said))
		}
		w.presses("sam", "#atlas", "Withdraw", "FR-1")
		w.is("FR-1", ritual.Withdrawn)
		w.ended()
	})
}

func TestAMentionOfHelpAQuestionOrNothingIsExplainedToOnePersonOnly(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		root := w.says("dev", "#atlas", "Who knows the export?")
		for _, words := range []string{"help", "", "What can you do", "record this"} {
			before := len(w.sim.Person("sam").Sees("#atlas"))
			w.repliesTo("sam", "#atlas", root, words)
			if got := len(w.sim.Person("sam").Sees("#atlas")); got != before+2 {
				t.Errorf("%q got %d answers", words, got-before-1)
			}
			w.hears("sam", "#atlas", "`@Tandem dark mode for the dashboard`", "*Capture feedback*")
		}
		w.sees("sam", "#atlas", "  ↳ (only you) ")
		w.seesNot("dev", "#atlas", "only you", "dark mode")
		if w.requests() != 0 {
			t.Error("something was recorded")
		}
		w.ended()
	})
}

func TestAWishThatWasTakenForAQuestionIsRecordedWithOneClick(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.mentions("sam", "#atlas", "can @dev get a dark mode?")
		w.hears("sam", "#atlas", "I took this for a question:", "can @dev get a dark mode?", "[Record it]")
		for range 2 {
			w.presses("sam", "#atlas", "Record it")
		}
		if r := w.request("FR-1"); r.Title != "can @dev get a dark mode?" || r.Source.TS != ts || r.Thread.TS != ts {
			t.Errorf("recorded as %s", dump(r))
		}
		w.hears("sam", "#atlas", "You recorded this already, as *FR-1*")
		if w.requests() != 1 {
			t.Error("it was recorded twice")
		}
		w.ended()
	})
}

func TestTheSameMessageByMentionAndByShortcutIsOneRequest(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sim.DuplicateNext(1)
		ts := w.mentions("sam", "#atlas", "dark mode")
		w.captures("dev", "#atlas", ts)
		w.sees("dev", "form", "This is recorded already, as *FR-1*", "you want it too")
		w.closes("dev")
		w.repliesTo("priya", "#atlas", ts, "record this")
		w.hears("priya", "#atlas", "This is recorded already, as *FR-1*")
		for i, text := range []string{"dark mode, please", "help"} { // Slack tells of the mention again when it is edited
			if err := w.sim.Emit(w.mentionEvent("sam", "#atlas", ts, "", text, true)); err != nil {
				t.Fatal(err)
			}
			w.settle()
			if w.requests() != 1 {
				t.Errorf("edit %d is another request", i)
			}
			w.hears("sam", "#atlas", "You recorded this already, as *FR-1*")
		}
		supporters := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Supporter, error) { return tx.Supporters(ctx, "FR-1") })
		if len(supporters) != 2 {
			t.Errorf("its supporters are %s", dump(supporters))
		}
		w.ended()
	})
}

// mentionEvent is an event as Slack sends it, where somebody cannot cause it by writing.
func (w *world) mentionEvent(who, channel, ts, thread, words string, edited bool) slacksim.Block {
	w.t.Helper()
	id, _ := w.sim.Person("sam").ChannelID(channel)
	e := slacksim.Block{"type": "app_mention", "user": w.sim.Person(who).ID(), "channel": id, "ts": ts, "event_ts": ts,
		"text": "<@" + w.sim.BotUser() + "> " + words}
	if thread != "" {
		e["thread_ts"] = thread
	}
	if edited {
		e["edited"] = slacksim.Block{"user": w.sim.Person(who).ID(), "ts": ts}
	}
	return e
}

func TestAnEventThatCouldNotBeTakenIsSentAgainBySlack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := newWorldWith(t, open, func(c *slacksim.Config) { c.AckWithin = 2 * time.Second })
		var tries atomic.Int64
		w.with(engine.Ritual{Events: []engine.Event{{Kind: "pin_added", Do: func(context.Context, *store.Tx, engine.Input) (engine.Reply, error) {
			if tries.Add(1) == 1 {
				return engine.Reply{}, store.ErrBusy
			}
			return engine.Reply{}, nil
		}}}})
		w.failing = true
		if err := w.sim.Emit(`{"type":"pin_added","user":"U1"}`); err != nil {
			t.Fatal(err)
		}
		w.awaits(func() bool { w.sim.RetryNow(); return tries.Load() == 2 })
		if w.awaits(func() bool { return w.sim.Settle(t.Context()) == nil }); w.sim.Retries() != 0 {
			t.Error("what was taken is sent again")
		}
	})
}

func TestAMentionOfAnAppIsIgnored(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for _, from := range []slacksim.Block{{"user": w.sim.BotUser()}, {"bot_id": "B0OTHER"}, {"bot_id": "B0OTHER", "user": "U0OTHER"}} {
			e := w.mentionEvent("sam", "#atlas", "1772442000.000100", "", "dark mode", false)
			delete(e, "user")
			for key, v := range from {
				e[key] = v
			}
			if err := w.sim.Emit(e); err != nil {
				t.Fatal(err)
			}
			w.settle()
		}
		if w.requests() != 0 || len(w.sim.Calls("chat.postEphemeral")) != 0 {
			t.Error("an app was answered")
		}
		w.ended()
	})
}

func TestAGuestsMentionIsRefusedPrivatelyUnlessTheProductTakesIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.mentions("gwen", "#atlas", "dark mode")
		w.hears("gwen", "#atlas", "Only full members of this workspace can record a request.")
		w.seesNot("dev", "#atlas", "Only full members")
		w.update(func(ctx context.Context, tx *store.Tx) error {
			p, err := tx.ProductIn(ctx, w.product("Atlas").Channel)
			if err != nil {
				return err
			}
			p.Settings.Guests = true
			return tx.KeepProduct(ctx, p)
		})
		w.mentions("gwen", "#atlas", "light mode")
		w.sees("dev", "#atlas", "↳ *FR-", "light mode")
		w.ended()
	})
}

func TestInASharedChannelAMentionIsRecordedAndAnsweredPrivately(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sim.AddUser(slacksim.User{Name: "zoe", RealName: "Zoe", Team: "T0ACME"})
		w.sim.AddChannel(slacksim.Channel{Name: "acme", Members: []string{"sam", "dev", "zoe"}, BotIn: true, Shared: true})
		w.mentions("sam", "#acme", "dark mode")
		w.hears("sam", "#acme", "Recorded for Atlas as *FR-1*: dark mode", "#acme is shared with another organization")
		w.seesNot("dev", "#acme", "FR-1")
		if err := w.sim.Emit(w.mentionEvent("zoe", "#acme", "1772442000.000100", "", "a bright mode", false)); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.hears("zoe", "#acme", "Only full members of this workspace can record a request.")
		if w.requests() != 1 {
			t.Error("somebody of another organization was recorded")
		}
		w.sees("sam", "@tandem", "*FR-1*", "[Withdraw]")
		w.ended()
	})
}

func TestAMentionInAPrivateChannelIsPrivate(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sim.AddChannel(slacksim.Channel{Name: "board", Private: true, Members: []string{"sam", "dev"}, BotIn: true})
		w.mentions("sam", "#board", "dark mode")
		if !w.request("FR-1").Private {
			t.Error("it is not private")
		}
		w.sees("dev", "#board", "↳ *FR-1*")
		w.ended()
	})
}

func TestAMentionOutsideAProductsChannelAsksWhichProductAndKeepsItsWords(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.sim.AddChannel(channelNamed("borealis"))
		w.setUpIn("sam", "#borealis", "Borealis")
		w.sim.AddChannel(channelNamed("random"))
		words := "record this: " + strings.Repeat("very ", 100) + "dark mode for @dev"
		ts := w.mentions("omar", "#random", words)
		w.hears("omar", "#random", "Which product do you mean?")
		w.seesNot("dev", "#random", "Which product")
		w.chooses("omar", "#random", "Borealis")
		r := w.request("FR-1")
		if r.Product != w.product("Borealis").ID || r.Source.TS != ts || !strings.HasPrefix(r.Problem, "very very") || !strings.HasSuffix(r.Problem, "dark mode for @dev") {
			t.Errorf("recorded as %s", dump(r))
		}
		w.sees("dev", "#random", "↳ *FR-1*")

		stolen := w.as("dev")
		stolen.Subject, stolen.Words = w.product("Atlas").ID, "event:none"
		_, err := w.clicks(mentionIn, stolen)
		w.refuses(err, "I do not have your words any more")
		w.ended()
	})
}

func TestAMentionInTheThreadOfAQuestionAnswersIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.mentions("sam", "#atlas", "As a seller I want a dark mode so that demos look good")
		w.needsMore("FR-1", "Which screens?")
		w.sees("sam", "#atlas", "Reply with the button, or mention me here")
		w.repliesTo("omar", "#atlas", ts, "tablets matter most") // a remark of the PO's is no answer of those who asked
		w.is("FR-1", ritual.NeedsInfo)
		w.repliesTo("dev", "#atlas", ts, "a light mode, too") // who may not answer asks for something of their own
		w.is("FR-1", ritual.NeedsInfo)
		if w.requests() != 3 {
			t.Errorf("%d requests", w.requests())
		}
		answer := w.repliesTo("sam", "#atlas", ts, "all of the dashboard")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("sam", "#atlas", "(only you) Thank you. I took that as the answer about *FR-1*:", "Which screens?")
		w.sees("priya", "@tandem", "all of the dashboard")
		if err := w.sim.Emit(w.mentionEvent("sam", "#atlas", answer, ts, "all of the dashboards", true)); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.hears("sam", "#atlas", "I do not follow edits in the thread of FR-1")
		if w.requests() != 3 {
			t.Error("an edited answer is a request")
		}
		w.ended()
	})
}

func TestAMentionThatAnswersAfterThePMDecidedIsKeptWithTheQuestion(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		story := ": as a seller I want it so that demos look good"
		ts := w.mentions("sam", "#atlas", "dark mode"+story)
		over := w.mentions("sam", "#atlas", "light mode"+story)
		for _, id := range []string{"FR-1", "FR-2"} {
			w.needsMore(id, "Which screens?")
		}
		w.until("2026-03-05 09:01") // nobody answered for three working days
		w.aligns("FR-1", "Happy eyes")
		w.declines("FR-2", "Nobody needs it")
		w.repliesTo("sam", "#atlas", ts, "all of the dashboard")
		w.hears("sam", "#atlas", "Thank you. I took that as the answer about *FR-1*:\n> Which screens?", "[Record it]")
		w.is("FR-1", ritual.AwaitingPriority)
		w.hears("priya", "@tandem", "@sam answered your question about FR-1:\n> all of the dashboard")
		w.sees("omar", "@tandem", "*Which screens?*\n> all of the dashboard\n_answered by @sam, ", "[Prioritize]")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "> all of the dashboard")

		w.repliesTo("sam", "#atlas", over, "all of the dashboard") // as the form says of what is declined
		w.hears("sam", "#atlas", "FR-2 has moved on: @priya declined FR-2. Its status is Declined now.", "[Record it]")
		if w.requests() != 2 {
			t.Error("an answer is a request")
		}
		w.presses("sam", "#atlas", "Record it")
		if w.requests() != 3 || w.request("FR-3").Thread.TS != over {
			t.Error("it was not recorded")
		}
		w.needsMore("FR-3", "Whose dashboard?") // in the thread of what was declined
		w.repliesTo("sam", "#atlas", over, "the seller's")
		w.hears("sam", "#atlas", "Thank you. I took that as the answer about *FR-3*:\n> Whose dashboard?")
		w.repliesTo("sam", "#atlas", over, "every seller's")
		w.hears("sam", "#atlas", "questions are open about FR-3.")

		w.presses("priya", "@tandem", "Undo", "FR-1/3") // the answer stays
		w.sees("priya", "@tandem", "*Which screens?*\n> all of the dashboard\n_answered by @sam, ")
		w.seesNot("priya", "@tandem", "No answer after three working days")
		w.repliesTo("sam", "#atlas", ts, "and the menu")
		w.hears("sam", "#atlas", "3 questions are open about FR-1.") // hers is none of them
		w.ended()
	})
}

func TestAMentionAmongSeveralQuestionsIsNotGuessed(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		ts := w.mentions("sam", "#atlas", "dark mode")
		story := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Story, error) { return tx.Story(ctx, "FR-1") })
		if n := len(story.OpenQuestions()); n < 2 {
			t.Fatalf("%d questions are open", n)
		}
		w.repliesTo("sam", "#atlas", ts, "everybody needs it")
		w.sees("sam", "#atlas", "Nothing is held up without. Reply with the button, or mention me here: I do not read the thread.")
		w.hears("sam", "#atlas", "questions are open about FR-1", "*Answer questions*", "[Record it]")
		if w.requests() != 1 {
			t.Error("it was recorded")
		}
		w.presses("sam", "#atlas", "Record it")
		if w.requests() != 2 || w.request("FR-2").Thread.TS != ts {
			t.Error("it was not recorded")
		}
		w.ended()
	})
}

func TestAPrivateAnswerIsShownAtMostOnceAndElsewhereWhereSlackRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault    slacksim.Fault
		here, dm int
	}{
		"a limit":                 {slacksim.Fault{Kind: slacksim.RateLimit(3 * time.Second)}, 1, 0},
		"lost before":             {slacksim.Fault{Kind: slacksim.ResetBefore}, 0, 0},
		"lost after":              {slacksim.Fault{Kind: slacksim.ResetAfter}, 1, 0},
		"Slack's trouble":         {slacksim.Fault{Kind: slacksim.Status500, Applied: true}, 1, 0},
		"not in the channel":      {slacksim.Fault{Kind: slacksim.Error("user_not_in_channel")}, 0, 1},
		"the thread is gone":      {slacksim.Fault{Kind: slacksim.Error("invalid_thread_ts")}, 0, 1},
		"Tandem was just removed": {slacksim.Fault{Kind: slacksim.Error("not_in_channel")}, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			inWorlds(t, func(w *world) {
				w.failing = true
				c.fault.Method = "chat.postEphemeral"
				w.sim.InjectFault(c.fault)
				w.mentions("sam", "#atlas", "help")
				w.passes(time.Minute)
				if here, dm := strings.Count(w.reads("sam", "#atlas"), "Mention me with"), strings.Count(w.reads("sam", "@tandem"), "Mention me with"); here != c.here || dm != c.dm {
					t.Errorf("it was shown %d times there and %d times directly", here, dm)
				}
			})
		})
	}
}

func TestAMentionOfACommandOrAnIdIsNoRequest(t *testing.T) {
	for words, want := range map[string]string{
		"FR-1": "/tandem show FR-1", "fr 12": "/tandem show FR-12", "fr-12.1.": "/tandem show FR-12.1", "show FR-7": "/tandem show FR-7", "tandem show fr7": "/tandem show FR-7",
		"backlog": "/backlog", "Backlog!": "/backlog", "/backlog": "/backlog", "roadmap": "/roadmap", "roadmap add": "/roadmap add", "/tandem roadmap": "/roadmap", "request": "/request <what is wanted>",
		"settings": "/tandem settings", "setup": "/tandem setup", "decisions": "/tandem decisions", "/tandem": "/tandem", "show": "/tandem show FR-12", "backlog find": "/backlog find <words>",
		"backlog for the whole team": "", "12": "/tandem show FR-12", "#3": "/tandem show FR-3", "show me the money": "", "find": "", "add": "", "roadmap picture": "", "FR-1 and FR-2 as one": "", "dark mode": "", "tandem": "/tandem", "tandems": "",
	} {
		if got, is := commandMeant(words); got != want || is != (want != "") {
			t.Errorf("“%s” means %q, want %q", words, got, want)
		}
	}
	inWorlds(t, func(w *world) {
		w.setUp()
		w.mentions("sam", "#atlas", "roadmap")
		w.hears("sam", "#atlas", "To see that, type `/roadmap`", "[Record it]")
		w.seesNot("dev", "#atlas", "To see that")
		if w.requests() != 0 {
			t.Error("it was recorded")
		}
		ts := w.mentions("sam", "#atlas", "Dark mode")
		w.needsMore("FR-1", "Instead of what?")
		w.repliesTo("sam", "#atlas", ts, "FR-9")
		w.hears("sam", "#atlas", "I took that as the answer about *FR-1*")
		w.mentions("sam", "#atlas", "backlog")
		w.presses("sam", "#atlas", "Record it")
		if w.requests() != 2 || w.request("FR-2").Title != "backlog" {
			t.Error("it was not recorded")
		}
		w.ended()
	})
}

func TestAMentionWithoutAProductSaysHowToSetOneUp(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.mentions("sam", "#atlas", "dark mode")
		w.hears("sam", "#atlas", "No product is set up here yet.", "`/tandem setup`")
		w.mentions("sam", "#atlas", fmt.Sprintf("%sdark mode", strings.Repeat("x ", 10_000)))
		w.ended()
	})
}
