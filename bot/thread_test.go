package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// replies is somebody writing in a thread.
func (w *world) replies(who, channel, root, words string) string {
	w.t.Helper()
	ts := w.sim.Person(who).Reply(channel, root, words)
	if ts == "" {
		w.t.Fatalf("%s could not write in %s", who, channel)
	}
	return ts
}

// talk is a thread with all that is said in one: people, an app, somebody who is shown around, a file, an edit, and Tandem.
func (w *world) talk() (root string) {
	w.t.Helper()
	w.sim.AddUser(slacksim.User{Name: "robo", RealName: "Robo", Bot: true})
	root = w.says("dev", "#atlas", "The export takes forever for <@U0SAM>. It needs a progress bar.")
	w.replies("omar", "#atlas", root, "Acme asks for it, too.")
	w.replies("robo", "#atlas", root, "beep")
	w.sim.Person("dev").Upload("#atlas", root, "see", "times & more.csv", []byte("a,b"))
	gone := w.replies("dev", "#atlas", root, "forget it")
	if err := w.sim.Person("dev").Delete("#atlas", gone); err != nil {
		w.t.Fatal(err)
	}
	return root
}

func TestAThreadIsKeptWithTheRequestThatCameFromIt(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		root := w.talk()
		w.repliesTo("priya", "#atlas", root, "help")
		w.captures("sam", "#atlas", root)
		w.submits("sam")
		want := "@dev: The export takes forever for @sam. It needs a progress bar.\n@omar: Acme asks for it, too.\n@dev: seetimes & more.csv"
		if got := w.evidence("FR-1"); got != want {
			t.Errorf("it rests on:\n%s", got)
		}
		w.sees("dev", "#atlas", "↳ *FR-1*", "3 messages kept, ")
		w.sees("priya", "@tandem", "The export takes forever", "@dev, ", "@omar, ", "open the message")
		w.types("sam", "#atlas", "/tandem show FR-1")
		w.hears("sam", "#atlas", "Acme asks for it, too.", "with times &amp; more.csv", "3 messages kept, ")
		for _, e := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, "FR-1") }) {
			if e.Thread != root || e.At.IsZero() || e.Channel != "C0ATLAS" {
				t.Errorf("kept as %s", dump(e))
			}
		}

		w.replies("omar", "#atlas", root, "And it must say when it is done.")
		w.repliesTo("dev", "#atlas", root, "record this")
		w.hears("dev", "#atlas", "This is recorded already, as *FR-1*")
		if got := w.evidence("FR-1"); got != want+"\n@omar: And it must say when it is done." {
			t.Errorf("read again, it rests on:\n%s", got)
		}
		w.sees("dev", "#atlas", "4 messages kept, ")
		w.sees("priya", "@tandem", "it must say when it is done") // the template knows it now
		if w.requests() != 1 {
			t.Errorf("%d requests", w.requests())
		}
		w.ended()
	})
}

func TestRecordThisRecordsTheThread(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		root := w.talk()
		w.repliesTo("sam", "#atlas", root, "record this")
		r := w.request("FR-1")
		sam, dev := w.sim.Person("sam").ID(), w.sim.Person("dev").ID()
		if r.Title != "The export takes forever for @sam. It needs a progress bar." || r.Source.TS != root || r.Reporter != sam || r.Requester != dev {
			t.Errorf("recorded as %s", dump(r))
		}
		if got := w.evidence("FR-1"); strings.Count(got, "\n") != 2 || strings.Contains(got, "record this") {
			t.Errorf("it rests on:\n%s", got)
		}
		w.seesNot("sam", "#atlas", "(only you)")
		w.isMarked("#atlas", root, "") // the receipt answers

		other := w.says("dev", "#atlas", "Colors hurt.")
		w.replies("omar", "#atlas", other, "At night.")
		w.repliesTo("sam", "#atlas", other, "record this: A dark mode")
		if r := w.request("FR-2"); r.Title != "A dark mode" || r.Source.TS != other {
			t.Errorf("recorded as %s", dump(r))
		}
		if got := w.evidence("FR-2"); got != "@dev: Colors hurt.\n@sam: A dark mode\n@omar: At night." {
			t.Errorf("it rests on:\n%s", got)
		}
		w.mentions("sam", "#atlas", "record this: A light mode") // nothing was said before
		if r := w.request("FR-3"); r.Title != "A light mode" {
			t.Errorf("recorded as %s", dump(r))
		}
		w.mentions("sam", "#atlas", "record this")
		w.hears("sam", "#atlas", "Mention me with `record this` in a thread, and I record the thread.")
		w.ended()
	})
}

func TestRecordThisOutsideAProductsChannelAsksWhichOneIsMeant(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		w.sim.AddChannel(channelNamed("borealis"))
		w.setUpIn("sam", "#borealis", "Borealis")
		w.sim.AddChannel(channelNamed("random"))
		root := w.says("dev", "#random", "Dark mode, please.")
		w.repliesTo("omar", "#random", root, "record this")
		w.hears("omar", "#random", "Which product do you mean?")
		w.chooses("omar", "#random", "Borealis")
		if r := w.request("FR-1"); r.Product != w.product("Borealis").ID || r.Source.TS != root || r.Title != "Dark mode, please." {
			t.Errorf("recorded as %s", dump(r))
		}
		w.ended()
	})
}

func TestWithoutTheScopesARequestKeepsWhatBroughtIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		root := w.talk()
		w.captures("sam", "#atlas", root)
		w.submits("sam")
		if got := w.evidence("FR-1"); got != "@dev: The export takes forever for @sam. It needs a progress bar." {
			t.Errorf("it rests on:\n%s", got)
		}
		w.sees("dev", "#atlas", "1 message kept, ")
		other := w.says("dev", "#atlas", "Colors hurt.")
		w.repliesTo("sam", "#atlas", other, "record this")
		w.hears("sam", "#atlas", "I cannot read threads here.", "*Capture feedback*")
		w.repliesTo("sam", "#atlas", other, "record this: A dark mode")
		if got := w.evidence("FR-2"); got != "@sam: A dark mode" {
			t.Errorf("it rests on:\n%s", got)
		}
		if n := len(w.sim.Calls(methodReplies)); n != 0 {
			t.Errorf("%d calls to read", n)
		}
		w.ended()
	})
}

func TestALongMessageIsKeptWhole(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		long := "We need an export. " + strings.Repeat("It must be fast. ", 400) + "And it must end well."
		ts := w.says("dev", "#atlas", long)
		w.captures("sam", "#atlas", ts)
		w.submits("sam")
		if got := w.evidence("FR-1"); got != "@dev: "+long {
			t.Errorf("%d characters are kept of %d", len(got), len(long))
		}
		ts = w.says("dev", "#atlas", "Colors hurt.")
		w.captures("sam", "#atlas", ts)
		w.submits("sam", "What is the problem?: Ours hurt most.")
		if got := w.evidence("FR-2"); got != "@sam: Colors hurt.\nOurs hurt most.\n@dev: Colors hurt." {
			t.Errorf("it rests on:\n%s", got)
		}
		w.ended()
	})
}

func TestOfALongThreadTheFirstAndTheLastMessagesAreKept(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		root := w.says("dev", "#atlas", "Colors hurt.")
		for i := range 450 {
			w.replies("omar", "#atlas", root, fmt.Sprint("remark ", i))
		}
		w.reacts("sam", "#atlas", root)
		got := w.evidence("FR-1")
		for words, want := range map[string]bool{"Colors hurt.": true, "remark 98": true, "remark 150": false, "remark 449": true} {
			if strings.Contains(got, words) != want {
				t.Errorf("%q is kept: %v", words, !want)
			}
		}
		w.sees("dev", "#atlas", "the first and the last 200 of 451 messages kept, ")
		w.ended()
	})
}

func TestADraftDoesNotWaitForAThreadThatCannotBeReadJustNow(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		w.failing = true
		root := w.says("dev", "#atlas", "Colors hurt.")
		w.replies("omar", "#atlas", root, "As a night owl I want a dark mode so that my eyes last.")
		w.sim.InjectFault(slacksim.Fault{Method: methodReplies, Kind: slacksim.Status500, Count: 3})
		w.captures("sam", "#atlas", root)
		w.submits("sam")
		w.is("FR-1", ritual.AwaitingAlignment)
		w.seesNot("priya", "@tandem", "night owl")
		w.passes(time.Minute)
		w.sees("priya", "@tandem", "night owl")
		w.sees("dev", "#atlas", "2 messages kept, ")
		w.ended()
	})
}

func TestAThreadThatMayNotBeReadHoldsNothingUp(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		for i, word := range []string{"missing_scope", "not_in_channel", "channel_not_found", "thread_not_found"} {
			root := w.says("dev", "#atlas", fmt.Sprintf("Wish %d is dark", i))
			w.sim.InjectFault(slacksim.Fault{Method: methodReplies, Kind: slacksim.Error(word)})
			w.captures("sam", "#atlas", root)
			w.submits("sam")
			w.is(ritual.RequestID(int64(i+1)), ritual.AwaitingAlignment)
		}
		w.sees("dev", "#atlas", "1 message kept, ")
		w.ended()
	})
}

func TestWhatAPersonWroteIsNotDraftedAnewFromAThread(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		root := w.says("dev", "#atlas", "Colors hurt.")
		w.captures("sam", "#atlas", root)
		w.submits("sam")
		w.update(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddStory(ctx, ritual.Story{Request: "FR-1", Author: w.sim.Person("omar").ID(), At: tx.Now, Origin: ritual.FromPerson, Want: "what I say"})
			return err
		})
		w.replies("omar", "#atlas", root, "As a night owl I want a dark mode so that my eyes last.")
		w.repliesTo("sam", "#atlas", root, "record this")
		if s := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Story, error) { return tx.Story(ctx, "FR-1") }); s.Want != "what I say" {
			t.Errorf("the story is %s", dump(s))
		}
		if !strings.Contains(w.evidence("FR-1"), "night owl") {
			t.Error("it is not kept")
		}
		w.ended()
	})
}

func TestAThreadInAPrivateChannelStaysPrivate(t *testing.T) {
	inReadingWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "board", Private: true, Members: []string{"sam", "dev", "priya"}, BotIn: true})
		root := w.says("dev", "#board", "Colors hurt.")
		w.replies("priya", "#board", root, "At night.")
		w.repliesTo("sam", "#board", root, "record this")
		for _, e := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Evidence, error) { return tx.Evidence(ctx, "FR-1") }) {
			if !e.Private {
				t.Errorf("kept as %s", dump(e))
			}
		}
		if !w.request("FR-1").Private {
			t.Error("the request is not private")
		}
		w.ended()
	})
}

func FuzzWhatIsSaidInAThreadIsKeptSafely(f *testing.F) {
	f.Add("<@U0TANDEM> record this: <!channel> & <https://x|y>", "", "a.csv", "U1", "", true)
	f.Add("beep", "bot_message", "\x00\u202e", "", "B1", false)
	f.Add("", "file_share", " ", "U1", "", false)
	f.Add("<@U0TANDEM>", "tombstone", "", "USLACKBOT", "", true)
	b := &engine.Bot{}
	b.Me.User = "U0TANDEM"
	f.Fuzz(func(t *testing.T, text, subtype, file, user, bot string, captured bool) {
		m := slack.Message{Msg: slack.Msg{Timestamp: "1772442000.000100", ThreadTimestamp: "1772441000.000100", Text: text, SubType: subtype, User: user, BotID: bot}}
		for range 12 {
			m.Files = append(m.Files, slack.File{Name: file})
		}
		e, ok := saidBy(b, "C1", m, captured)
		if !ok {
			return
		}
		if user == b.Me.User || !captured && bot != "" || strings.TrimSpace(e.Text) == "" && len(e.Files) == 0 {
			t.Errorf("%q of %q is kept: %+v", text, user+bot, e)
		}
		if len(e.Files) > filesMost {
			t.Errorf("%d names are kept", len(e.Files))
		}
		for _, name := range e.Files {
			if n := utf8.RuneCountInString(name); n == 0 || n > fileNameMax || strings.ContainsAny(name, "\n\x00\u202e") || !utf8.ValidString(name) {
				t.Errorf("the name %q is kept", name)
			}
		}
		words := kit.Plain(e.Text, unnamed)
		if !utf8.ValidString(words) || strings.ContainsRune(words, 0) {
			t.Errorf("the words %q are kept", words)
		}
	})
}
