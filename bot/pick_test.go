package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
	"tandem/store/dbtest"
)

// inReadingWorlds is inWorlds where Slack granted the scopes by which messages are read, and Atlas takes the emoji in #atlas.
func inReadingWorlds(t *testing.T, scenario func(w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := newWorldWith(t, open, func(c *slacksim.Config) { c.Without = nil })
		w.setUp()
		w.takesEmoji("atlas")
		scenario(w)
	})
}

// takesEmoji opts channels in for Atlas.
func (w *world) takesEmoji(channels ...string) {
	w.t.Helper()
	var ids []string
	for _, name := range channels {
		c, ok := w.sim.Channel(name)
		if !ok {
			w.t.Fatalf("there is no %s", name)
		}
		ids = append(ids, c.ID)
	}
	p := w.product("Atlas")
	p.Settings.Emoji = ids
	w.update(func(ctx context.Context, tx *store.Tx) error { return tx.KeepProduct(ctx, p) })
}

// fillsEmoji is somebody choosing the channels of the emoji in the open settings.
func (w *world) fillsEmoji(who string, channels ...string) {
	w.t.Helper()
	if err := w.sim.Person(who).Fill("emoji", channels); err != nil {
		w.t.Fatal(err)
	}
}

// reacts is somebody putting the light bulb under a message.
func (w *world) reacts(who, channel, ts string) {
	w.t.Helper()
	w.react(who, channel, ts)
	w.settle()
}

// react reacts and does not let time pass.
func (w *world) react(who, channel, ts string) {
	w.t.Helper()
	if err := w.sim.Person(who).React(channel, ts, "bulb"); err != nil {
		w.t.Fatal(err)
	}
}

// unreacts is somebody taking it away.
func (w *world) unreacts(who, channel, ts string) {
	w.t.Helper()
	if err := w.sim.Person(who).Unreact(channel, ts, "bulb"); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

// marks are Tandem's own emoji under a message.
func (w *world) marks(channel, ts string) string {
	w.t.Helper()
	m, ok := w.sim.Person("sam").Message(channel, ts)
	if !ok {
		w.t.Fatalf("there is no message %s", ts)
	}
	var all []string
	for _, r := range m.Reactions {
		if slices.Contains(r.Users, w.sim.BotUser()) {
			all = append(all, r.Name)
		}
	}
	return strings.Join(all, " ")
}

// marked fails unless Tandem's emoji under a message are these.
func (w *world) isMarked(channel, ts, want string) {
	w.t.Helper()
	if got := w.marks(channel, ts); got != want {
		w.t.Errorf("the message is marked %q, not %q", got, want)
	}
}

// supporters are who else wants a request, by handle.
func (w *world) supporters(id string) string {
	w.t.Helper()
	all := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Supporter, error) { return tx.Supporters(ctx, id) })
	var names []string
	for _, s := range all {
		names = append(names, w.byName("<@"+s.SaidBy()+">"))
	}
	return strings.Join(names, " ")
}

// evidence are the words that a request rests on, with their authors and files.
func (w *world) evidence(id string) string {
	w.t.Helper()
	var all []string
	for _, e := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, id) }) {
		all = append(all, w.byName("<@"+e.Author+">: "+e.Text+strings.Join(e.Files, ",")))
	}
	return strings.Join(all, "\n")
}

func TestAnEmojiCapturesTheMessageUnderWhichItStands(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		ts := w.says("dev", "#atlas", "We need a dark mode for the dashboard. It hurts at night, says <@U0SAM> of the <!channel>.")
		w.reacts("sam", "#atlas", ts)
		r := w.request("FR-1")
		sam, dev := w.sim.Person("sam").ID(), w.sim.Person("dev").ID()
		if r.Reporter != sam || r.Requester != dev || r.Source.Author != dev || r.Source.TS != ts || r.Thread.TS != ts || r.Private {
			t.Errorf("recorded as %s", dump(r))
		}
		if r.Title != "We need a dark mode for the dashboard" {
			t.Errorf("its title is %q", r.Title)
		}
		w.isMarked("#atlas", ts, markKept)
		w.sees("dev", "#atlas", "↳ *FR-1*", "1 message kept, ", "[Withdraw]")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.sees("priya", "@tandem", "We need a dark mode for the dashboard", "open the message")
		if calls := w.sim.Calls("reactions.add"); len(calls) != 2 || calls[0].Args["name"] != markReading {
			t.Errorf("it was marked by %s", dump(calls))
		}
		w.reacts("omar", "#atlas", ts)
		w.hears("omar", "#atlas", "This is recorded already, as *FR-1*")
		if w.requests() != 1 || w.supporters("FR-1") != "@omar" {
			t.Errorf("%d requests, supported by %s", w.requests(), w.supporters("FR-1"))
		}
		w.ended()
	})
}

func TestAnEmojiThatCapturesNothing(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		w.sim.AddChannel(channelNamed("random"))
		w.sim.AddUser(slacksim.User{Name: "robo", RealName: "Robo", Bot: true})
		ts := w.says("dev", "#atlas", "dark mode")
		elsewhere := w.says("dev", "#random", "light mode")
		w.types("dev", "#atlas", "/request a bright mode")
		w.mentions("dev", "#atlas", "a dim mode")
		own := ""
		for _, m := range w.sim.Messages("#atlas") {
			if m.User == w.sim.BotUser() {
				own = m.TS
			}
		}
		was := w.requests()
		for _, x := range []struct{ who, channel, ts, emoji string }{
			{"sam", "#atlas", ts, "+1"}, {"sam", "#random", elsewhere, "bulb"}, {"robo", "#atlas", ts, "bulb"}, {"sam", "#atlas", own, "bulb"},
		} {
			if err := w.sim.Person(x.who).React(x.channel, x.ts, x.emoji); err != nil {
				t.Fatal(err)
			}
			w.settle()
		}
		for _, odd := range []string{
			`{"type":"reaction_added","user":"` + w.sim.BotUser() + `","reaction":"bulb","item":{"type":"message","channel":"C0ATLAS","ts":"` + ts + `"}}`,
			`{"type":"reaction_added","user":"U0SAM","reaction":"bulb","item":{"type":"file","file":"F1"}}`,
			`{"type":"reaction_added","user":"U0SAM","reaction":"bulb"}`,
			`{"type":"reaction_removed","user":"U0SAM","reaction":"bulb","item":{"type":"message","channel":"C0ATLAS","ts":"1.2"}}`,
		} {
			if err := w.sim.Emit(odd); err != nil {
				t.Fatal(err)
			}
			w.settle()
		}
		if n := w.requests(); n != was || len(w.sim.Calls("reactions.add")) != 0 || len(w.sim.Calls("chat.postEphemeral")) != 0 {
			t.Errorf("%d requests, %d before", n, was)
		}
		w.ended()
	})
}

func TestAnEmojiTakenBackWithdrawsWithinFiveMinutes(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		ts := w.says("dev", "#atlas", "dark mode")
		w.reacts("sam", "#atlas", ts)
		w.unreacts("sam", "#atlas", ts)
		w.is("FR-1", ritual.Withdrawn)
		w.isMarked("#atlas", ts, "")

		w.reacts("sam", "#atlas", ts) // and is captured again
		w.is("FR-1", ritual.AwaitingAlignment)
		w.isMarked("#atlas", ts, markKept)
		w.sees("sam", "#atlas", "↳ *FR-1*", "[Withdraw]")
		w.types("sam", "#atlas", "/tandem show FR-1")
		w.hears("sam", "#atlas", "@sam withdrew FR-1", "@sam recorded FR-1 again")
		w.hears("priya", "@tandem", "*Does this serve the roadmap?*", "[Aligned]")
		w.sees("priya", "@tandem", "*FR-1* came back to you: it goes on in another message.\n")

		w.passes(ritual.TakenBackWithin)
		w.unreacts("sam", "#atlas", ts)
		w.is("FR-1", ritual.AwaitingAlignment)
		w.isMarked("#atlas", ts, markKept)
		if w.requests() != 1 {
			t.Errorf("%d requests", w.requests())
		}
		w.ended()
	})
}

func TestAnEmojiTakenBackBeforeTheMessageWasReadRecordsNothing(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		ts := w.says("dev", "#atlas", "dark mode")
		w.react("sam", "#atlas", ts)
		if err := w.sim.Person("sam").Unreact("#atlas", ts, "bulb"); err != nil {
			t.Fatal(err)
		}
		w.settle()
		if w.requests() != 0 {
			t.Error("it was recorded")
		}
		w.isMarked("#atlas", ts, "")
		w.ended()
	})
}

func TestWhoTakesTheirEmojiBackTakesOnlyTheirOwnVoice(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		ts := w.says("dev", "#atlas", "dark mode")
		w.reacts("sam", "#atlas", ts)
		w.reacts("omar", "#atlas", ts)
		w.reacts("priya", "#atlas", ts)
		w.unreacts("priya", "#atlas", ts)
		if got := w.supporters("FR-1"); got != "@omar" {
			t.Errorf("it is supported by %s", got)
		}
		w.unreacts("sam", "#atlas", ts)
		r := w.request("FR-1")
		if r.Status != ritual.AwaitingAlignment || r.Reporter != w.sim.Person("omar").ID() || w.supporters("FR-1") != "" {
			t.Errorf("it is %s, supported by %s", dump(r), w.supporters("FR-1"))
		}
		w.isMarked("#atlas", ts, markKept)
		w.sees("dev", "#atlas", "↳ *FR-1*", "recorded by @omar")
		w.unreacts("omar", "#atlas", ts)
		w.is("FR-1", ritual.Withdrawn)
		w.isMarked("#atlas", ts, "")
		w.ended()
	})
}

func TestAnEmojiBesideAnotherWayTakesBackNothingThatTheOtherDid(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		ts := w.mentions("sam", "#atlas", "dark mode for the dashboard")
		w.reacts("sam", "#atlas", ts)
		w.isMarked("#atlas", ts, markKept)
		w.unreacts("sam", "#atlas", ts)
		w.is("FR-1", ritual.AwaitingAlignment)
		w.presses("sam", "#atlas", "Withdraw", "FR-1")
		w.isMarked("#atlas", ts, "")
		w.ended()
	})
}

func TestWhatMovedOnIsNotTakenBackByAnEmoji(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		ts := w.says("dev", "#atlas", "dark mode")
		w.reacts("sam", "#atlas", ts)
		w.aligns("FR-1", "Happy eyes")
		w.ranks("FR-1", "3", "1")
		w.unreacts("sam", "#atlas", ts)
		w.hears("sam", "#atlas", "FR-1")
		w.is("FR-1", ritual.Backlog)
		w.isMarked("#atlas", ts, markKept)
		w.ended()
	})
}

func TestWhoMayNotAskIsToldSoOnce(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		for i := range 3 {
			w.reacts("gwen", "#atlas", w.says("dev", "#atlas", fmt.Sprint("wish ", i)))
		}
		if n := len(w.sim.Calls("chat.postEphemeral")); n != 1 || w.requests() != 0 {
			t.Errorf("%d answers, %d requests", n, w.requests())
		}
		w.hears("gwen", "#atlas", "Only full members of this workspace can record a request.")
		w.ended()
	})
}

func TestAMessageThatCannotBeReadIsSaidToWhoPickedIt(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		for _, word := range []string{"thread_not_found", "missing_scope", "not_in_channel"} {
			ts := w.says("dev", "#atlas", "dark mode")
			w.sim.InjectFault(slacksim.Fault{Method: methodReplies, Kind: slacksim.Error(word)})
			w.reacts("sam", "#atlas", ts)
			w.hears("sam", "#atlas", "I could not read the message that you marked with :bulb:", "*Capture feedback*")
			w.isMarked("#atlas", ts, "")
		}
		if w.requests() != 0 {
			t.Error("something was recorded")
		}
		bare := w.sim.Person("dev").Upload("#atlas", "", "", "plan.csv", []byte("a,b"))
		w.reacts("sam", "#atlas", bare)
		w.hears("sam", "#atlas", "That message has no words to record.")
		w.isMarked("#atlas", bare, "")
		w.ended()
	})
}

func TestAnEmojiIsCapturedOnceWhateverGoesWrong(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		w.failing = true
		n := 0
		for _, method := range []string{"reactions.add", methodReplies, "reactions.remove"} {
			for _, kind := range []slacksim.FaultKind{slacksim.RateLimit(2 * time.Second), slacksim.Status500, slacksim.ResetBefore, slacksim.ResetAfter} {
				ts := w.says("dev", "#atlas", fmt.Sprintf("wish %d for the dashboard", n))
				w.sim.InjectFault(slacksim.Fault{Method: method, Kind: kind})
				w.sim.DuplicateNext(1)
				w.reacts("sam", "#atlas", ts)
				w.passes(time.Minute)
				w.isMarked("#atlas", ts, markKept)
				if n++; w.requests() != n {
					t.Fatalf("%s, %v: %d requests, not %d", method, kind, w.requests(), n)
				}
			}
		}
		w.ended()
	})
}

func TestAMarkThatSlackRefusesHoldsNothingUp(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		ts := w.says("dev", "#atlas", "dark mode")
		w.sim.InjectFault(slacksim.Fault{Method: "reactions.add", Kind: slacksim.Error("too_many_emoji"), Count: 2})
		w.reacts("sam", "#atlas", ts)
		w.is("FR-1", ritual.AwaitingAlignment)
		w.isMarked("#atlas", ts, "")
		w.ended()
	})
}

func TestAJobThatWasCutOffIsTakenUpAgain(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		ts := w.says("dev", "#atlas", "dark mode")
		w.react("sam", "#atlas", ts)
		w.idles()
		ctx := context.Background()
		job, ok, err := w.db.Claim(ctx, "a process that is killed", time.Minute)
		for ; err == nil && ok && job.Kind != jobPick; job, ok, err = w.db.Claim(ctx, "a process that is killed", time.Minute) {
		}
		if err != nil || !ok {
			t.Fatalf("there is no job: %v", err)
		}
		at := &picked{channel: "C0ATLAS", ts: ts}
		if err := mark(ctx, w.bot, at, markReading); err != nil { // as far as it came
			t.Fatal(err)
		}
		w.passes(2 * time.Minute)
		w.is("FR-1", ritual.AwaitingAlignment)
		w.isMarked("#atlas", ts, markKept)
		w.ended()
	})
}

func TestInASharedChannelAnEmojiIsAnsweredPrivately(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "acme", Members: []string{"sam", "dev", "omar"}, BotIn: true, Shared: true})
		w.takesEmoji("acme")
		ts := w.says("dev", "#acme", "dark mode")
		w.reacts("sam", "#acme", ts)
		w.hears("sam", "#acme", "Recorded for Atlas as *FR-1*: dark mode", "#acme is shared with another organization")
		w.isMarked("#acme", ts, "")
		w.seesNot("dev", "#acme", "FR-1")
		w.sees("sam", "@tandem", "*FR-1*", "[Withdraw]")
		w.reacts("omar", "#acme", ts)
		w.unreacts("sam", "#acme", ts)
		w.sees("omar", "@tandem", "*FR-1*", "[Withdraw]") // who goes on with it has it in their own direct messages
		if r := w.request("FR-1"); r.Thread.Channel != w.sim.Person("omar").ID() {
			t.Errorf("its place is %s", dump(r.Thread))
		}
		w.ended()
	})
}

func TestAReplyIsCapturedByEmojiInItsThread(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		root := w.says("dev", "#atlas", "Who has a wish?")
		ts := w.sim.Person("omar").Reply("#atlas", root, "dark mode for the dashboard")
		w.reacts("sam", "#atlas", ts)
		r := w.request("FR-1")
		if r.Source.TS != ts || r.Source.Thread != root || r.Thread.TS != root || r.Title != "dark mode for the dashboard" {
			t.Errorf("recorded as %s", dump(r))
		}
		if got := w.evidence("FR-1"); got != "@omar: dark mode for the dashboard\n@dev: Who has a wish?" {
			t.Errorf("it rests on %s", got)
		}
		w.isMarked("#atlas", ts, markKept)
		w.ended()
	})
}

func TestTheEmojiIsSwitchedOnChannelByChannelInTheSettings(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		w.sim.AddChannel(channelNamed("random"))
		w.types("sam", "#atlas", "/tandem settings")
		w.sees("sam", "form", "Emoji channels", "puts :bulb: under a message")
		w.fillsEmoji("sam", "#random", "#sales")
		w.submits("sam")
		w.sees("sam", "form", "Emoji channels: #random, #sales", "I am not in #sales yet. Type `/invite @Tandem`")
		w.seesNot("sam", "form", "I am not in #random")
		w.closes("sam")
		w.reacts("sam", "#atlas", w.says("dev", "#atlas", "dark mode"))
		if w.requests() != 0 {
			t.Error("it was recorded in a channel that was taken out")
		}
		w.reacts("sam", "#random", w.says("dev", "#random", "dark mode"))
		w.is("FR-1", ritual.AwaitingAlignment)

		w.sim.AddChannel(channelNamed("borealis"))
		w.setUpIn("sam", "#borealis", "Borealis")
		w.types("sam", "#borealis", "/tandem settings")
		w.fillsEmoji("sam", "#random")
		if err := w.sim.Person("sam").Submit(); err == nil {
			t.Error("two products record the same messages")
		}
		w.sees("sam", "form", "In #random the emoji records for Atlas already.")
		w.ended()
	})
}

func TestWithoutTheScopesTheSettingsSayWhyThereIsNoEmoji(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.takesEmoji("atlas") // as it was while the scopes were granted
		w.types("sam", "#atlas", "/tandem settings")
		w.sees("sam", "form", "*Emoji channels*", "`channels:history` and `groups:history`", "installs it again")
		w.submits("sam", "Working hours from: 08:00")
		if got := w.product("Atlas").Settings.Emoji; len(got) != 1 {
			t.Errorf("the channels were lost: %v", got)
		}
		w.closes("sam")
		w.reacts("sam", "#atlas", w.says("dev", "#atlas", "dark mode"))
		w.hears("sam", "#atlas", "I could not read the message that you marked with :bulb:", "*Capture feedback*")
		if w.requests() != 0 {
			t.Error("it was recorded")
		}
		w.ended()
	})
}
