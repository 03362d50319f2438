package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/kit"
	"tandem/bot/slacksim"
	"tandem/store"
)

// A trouble is a way in which a call goes wrong.
type trouble struct {
	name  string
	fault slacksim.Fault
	left  bool // Slack may have got the call
}

func troubles(method string) []trouble {
	after := func(k slacksim.FaultKind, applied bool) slacksim.Fault {
		return slacksim.Fault{Method: method, Kind: k, Applied: applied}
	}
	return []trouble{
		{"429", after(slacksim.RateLimit(3*time.Second), false), false},
		{"Slack's own trouble", after(slacksim.Error("internal_error"), false), true},
		{"a limit by word", after(slacksim.Error("ratelimited"), false), false},
		{"500", after(slacksim.Status500, false), true},
		{"500 after it was done", after(slacksim.Status500, true), true},
		{"reset before", after(slacksim.ResetBefore, false), true},
		{"reset after", after(slacksim.ResetAfter, false), true},
		{"hang", after(slacksim.Hang, false), true},
		{"hang after it was done", after(slacksim.Hang, true), true},
		{"garbage", after(slacksim.Garbage, false), true},
		{"garbage after it was done", after(slacksim.Garbage, true), true},
	}
}

// outboxWorld is a world with a product, a probe, Homes that the PM and the PO have opened, and little patience for
// calls that hang.
func outboxWorld(t *testing.T, scenario func(*world, *probe, string)) {
	t.Helper()
	t.Parallel()
	inWorlds(t, func(w *world) {
		p := w.probed()
		w.bot.http.Timeout = 300 * time.Millisecond
		w.setUp()
		for _, who := range []string{"priya", "omar"} {
			if err := w.sim.Person(who).OpenHome(); err != nil {
				t.Fatal(err)
			}
		}
		w.settle()
		product := ""
		w.update(func(ctx context.Context, tx *store.Tx) error {
			all, err := tx.Products(ctx)
			product = all[0].ID
			return err
		})
		scenario(w, p, product)
		w.ended()
	})
}

// there counts a message's copies in Slack.
func (w *world) there(who, where string, m store.Message) (n int) {
	for _, one := range w.sim.Person(who).Sees(where) {
		if one.Metadata != nil && one.Metadata.EventPayload["key"] == m.ID {
			n++
		}
	}
	return n
}

func TestADirectMessageIsThereOnceWhateverGoesWrong(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, product string) {
		for _, trouble := range troubles("chat.postMessage") {
			w.sim.InjectFault(trouble.fault)
			m := w.leaves(store.Message{To: "sam", Subject: trouble.name, Product: product})
			w.passes(2 * time.Minute)
			if n, m := w.there("sam", "@tandem", m), w.message(m.ID); n != 1 || m.State != store.MessagePosted {
				t.Errorf("%s: the message is there %d times and %s", trouble.name, n, m.State)
			}
			w.sees("sam", "@tandem", "a probe "+trouble.name)
		}
		w.seesNot("priya", "home", "Could not be posted")
	})
}

func TestAReplyInADirectMessageIsThereOnceWhateverGoesWrong(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, _ string) {
		root := w.posts("sam", "root")
		for _, trouble := range troubles("chat.postMessage") {
			w.sim.InjectFault(trouble.fault)
			m := w.leaves(store.Message{To: "sam", Subject: trouble.name, Under: root.ID})
			w.passes(2 * time.Minute)
			if n, m := w.there("sam", "@tandem", m), w.message(m.ID); n != 1 || m.State != store.MessagePosted {
				t.Errorf("%s: the reply is there %d times and %s", trouble.name, n, m.State)
			}
			w.sees("sam", "@tandem", "↳ a probe "+trouble.name)
		}
	})
}

func TestInAChannelALostAnswerIsShownToThePMAndThePOAndNotPostedAgainByItself(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, product string) {
		for _, trouble := range troubles("chat.postMessage") {
			w.sim.InjectFault(trouble.fault)
			m := w.leaves(store.Message{To: "#atlas", Subject: trouble.name, Product: product})
			w.passes(2 * time.Minute)
			before, calls := w.there("sam", "#atlas", m), len(w.sim.Calls("chat.postMessage"))
			if !trouble.left {
				if got := w.message(m.ID).State; got != store.MessagePosted || before != 1 {
					t.Errorf("%s: the message is there %d times and %s", trouble.name, before, got)
				}
				continue
			}
			if got := w.message(m.ID).State; got != store.MessageUnknown {
				t.Errorf("%s: the message is %s", trouble.name, got)
			}
			w.passes(time.Hour)
			w.update(func(ctx context.Context, tx *store.Tx) error { return refresh(ctx, tx, trouble.name) })
			w.passes(time.Hour)
			if got := len(w.sim.Calls("chat.postMessage")); got != calls {
				t.Errorf("%s: posted again by itself", trouble.name)
			}
			for _, who := range []string{"priya", "omar"} {
				w.sees(who, "home", "Could not be posted", "To #atlas", "May not have been posted.", "[Post again]")
			}
			w.presses([]string{"priya", "omar"}[calls%2], "home", "Post again", m.ID)
			if got := w.there("sam", "#atlas", m); got != before+1 || w.message(m.ID).State != store.MessagePosted {
				t.Errorf("%s: after Post again it is there %d times, before %d", trouble.name, got, before)
			}
			for _, who := range []string{"priya", "omar"} {
				w.seesNot(who, "home", "Could not be posted")
			}
		}
	})
}

func TestWhereTandemMayReadAChannelALostPostIsFound(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, product string) {
		w.bot.me.Scopes["channels:history"] = true // as if it were granted; Slack says it is not
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.ResetAfter})
		m := w.leaves(store.Message{To: "#atlas", Subject: "1", Product: product})
		w.passes(time.Minute)
		if got := w.message(m.ID).State; got != store.MessageUnknown {
			t.Errorf("the message is %s where Slack lets nobody look", got)
		}
	})
}

func TestASlowCallThatArrivesLateIsNotPostedTwice(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, _ string) {
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.Hang})
		m := w.leaves(store.Message{To: "sam", Subject: "late"})
		w.passes(10 * time.Second) // it has been looked for, and was not there
		if n := len(w.sim.Calls("conversations.history")); n == 0 || w.there("sam", "@tandem", m) != 0 {
			t.Fatalf("looked %d times", n)
		}
		if _, _, err := w.bot.api.PostMessage(m.To, messageOptions(kit.Message{Text: "a probe late"}, m.ID)...); err != nil {
			t.Fatal(err)
		}
		w.passes(time.Minute)
		if n := w.there("sam", "@tandem", m); n != 1 || w.message(m.ID).State != store.MessagePosted {
			t.Errorf("the message is there %d times", n)
		}
	})
}

func TestWhatNeverLeftIsTriedAgain(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, product string) {
		ended := w.breaksDialing()
		m := w.leaves(store.Message{To: "#atlas", Subject: "1", Product: product})
		w.passes(time.Minute)
		if got := w.message(m.ID).State; got != store.MessageWaiting {
			t.Errorf("the message is %s while nobody can be reached", got)
		}
		ended()
		w.passes(10 * time.Minute)
		if n := w.there("sam", "#atlas", m); n != 1 || w.message(m.ID).State != store.MessagePosted {
			t.Errorf("the message is there %d times", n)
		}
	})
}

func TestWhatSlackRefusesForGoodIsShownAndTheConversationGoesOn(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, product string) {
		for _, word := range []string{"channel_not_found", "is_archived", "not_in_channel", "restricted_action_read_only_channel", "some_new_word"} {
			w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.Error(word)})
			m := w.leaves(store.Message{To: "#atlas", Subject: word, Product: product})
			next := w.leaves(store.Message{To: "#atlas", Subject: word + " next", Product: product})
			w.settle()
			if got := w.message(m.ID); got.State != store.MessageFailed || got.Why != word {
				t.Errorf("%s: the message is %s: %s", word, got.State, got.Why)
			}
			if got := w.message(next.ID).State; got != store.MessagePosted {
				t.Errorf("%s: the next message is %s", word, got)
			}
			w.sees("priya", "home", "Could not be posted", "[Post again]")
			w.sees("omar", "home", "Could not be posted", "[Post again]")
			w.presses("omar", "home", "Post again", m.ID)
			if n := w.there("sam", "#atlas", m); n != 1 {
				t.Errorf("%s: the message is there %d times", word, n)
			}
			w.seesNot("priya", "home", "Could not be posted")
		}
		if got := w.logged.with("a message was not posted"); got != 5 {
			t.Errorf("%d of 5 refusals were logged", got)
		}
	})
}

func TestALostMessageToSomebodyWhoCannotBeLookedUpIsShown(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, product string) {
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.Status500})
		w.sim.InjectFault(slacksim.Fault{Method: "conversations.open", Kind: slacksim.Error("user_disabled")})
		m := w.leaves(store.Message{To: "sam", Subject: "1", Product: product})
		w.passes(time.Minute)
		if got := w.message(m.ID).State; got != store.MessageUnknown {
			t.Errorf("the message is %s", got)
		}
		w.sees("priya", "home", "To @sam", "May not have been posted.")
		next := w.posts("sam", "next")
		if n := w.there("sam", "@tandem", next); n != 1 {
			t.Error("the conversation does not go on")
		}
	})
}

func TestLookingForALostMessageIsRepeatedWhileSlackIsInTrouble(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, _ string) {
		for _, method := range []string{"conversations.open", "conversations.history"} {
			for _, trouble := range troubles(method) {
				w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.ResetAfter})
				w.sim.InjectFault(trouble.fault)
				m := w.leaves(store.Message{To: "sam", Subject: method + trouble.name})
				w.passes(2 * time.Minute)
				if n := w.there("sam", "@tandem", m); n != 1 || w.message(m.ID).State != store.MessagePosted {
					t.Errorf("%s, %s: the message is there %d times", method, trouble.name, n)
				}
			}
		}
	})
}

func TestAfterACrashAMessageIsLookedForBeforeItIsPosted(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, product string) {
		crash := func(m store.Message) {
			m.State, m.TS, m.Channel, m.Sent = store.MessageSending, "", "", w.clock.Now()
			w.update(func(ctx context.Context, tx *store.Tx) error {
				return errors.Join(tx.KeepMessage(ctx, m), tx.Refresh(ctx, jobMessage, m.ID, m.To))
			})
			w.passes(time.Minute)
		}
		before := w.leaves(store.Message{To: "sam", Subject: "crashed before it left"})
		crash(before)
		after := w.posts("sam", "crashed before it was kept")
		crash(after)
		for _, m := range []store.Message{before, after} {
			if n := w.there("sam", "@tandem", m); n != 1 || w.message(m.ID).State != store.MessagePosted {
				t.Errorf("%s: it is there %d times", m.Subject, n)
			}
		}
		if got := w.message(after.ID).TS; got != after.TS {
			t.Errorf("found at %s, not at %s", got, after.TS)
		}
		there := w.leaves(store.Message{To: "#atlas", Subject: "crashed", Product: product})
		crash(there)
		if got := w.message(there.ID).State; got != store.MessageUnknown {
			t.Errorf("in the channel it is %s", got)
		}
	})
}

func TestARewriteArrivesWhateverGoesWrong(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		now := "first"
		p.view = func() (kit.Text, error) { return kit.F("the %s look", now), nil }
		m := w.posts("#atlas", "1")
		for _, trouble := range troubles("chat.update") {
			w.sim.InjectFault(trouble.fault)
			now = trouble.name
			w.update(func(ctx context.Context, tx *store.Tx) error { return refresh(ctx, tx, "1") })
			w.passes(time.Minute)
			w.sees("sam", "#atlas", "the "+trouble.name+" look")
		}
		if n := w.there("sam", "#atlas", m); n != 1 {
			t.Errorf("the message is there %d times", n)
		}
	})
}

func TestWhatLooksTheSameIsNotSentAgain(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, _ string) {
		w.posts("sam", "1")
		for range 3 {
			w.update(func(ctx context.Context, tx *store.Tx) error { return refresh(ctx, tx, "1") })
			w.settle()
		}
		if n := len(w.sim.Calls("chat.update")); n != 0 {
			t.Errorf("rewritten %d times", n)
		}
	})
}

func TestAMessageThatSomebodyDeletedIsLeftInPeace(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		now := "first"
		p.view = func() (kit.Text, error) { return kit.F("the %s look", now), nil }
		m := w.posts("#atlas", "1")
		if _, _, err := w.bot.api.DeleteMessage(m.Channel, m.TS); err != nil {
			t.Fatal(err)
		}
		now = "second"
		for range 2 {
			w.update(func(ctx context.Context, tx *store.Tx) error { return refresh(ctx, tx, "1") })
			w.settle()
		}
		if n := len(w.sim.Calls("chat.update")); n != 1 {
			t.Errorf("asked for %d times", n)
		}
		if len(w.logged.all) != 0 {
			t.Errorf("logged: %q", w.logged.all)
		}
	})
}

func TestAReplyWithoutItsFirstMessageStandsByItself(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, product string) {
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.ResetBefore})
		lost := w.leaves(store.Message{To: "#atlas", Subject: "lost", Product: product})
		under := w.leaves(store.Message{To: "#atlas", Subject: "reply to the lost", Under: lost.ID})
		w.passes(time.Minute)
		gone := w.posts("#atlas", "gone")
		if _, _, err := w.bot.api.DeleteMessage(gone.Channel, gone.TS); err != nil {
			t.Fatal(err)
		}
		orphan := w.leaves(store.Message{To: "#atlas", Subject: "reply to the gone", Under: gone.ID, Product: product})
		w.passes(time.Minute)
		for _, m := range []store.Message{under, orphan} {
			if n := w.there("sam", "#atlas", m); n != 1 || w.message(m.ID).State != store.MessagePosted {
				t.Errorf("%s: it is there %d times", m.Subject, n)
			}
		}
		w.seesNot("sam", "#atlas", "↳")
		w.presses("priya", "home", "Post again", lost.ID)
		w.update(func(ctx context.Context, tx *store.Tx) error { return refresh(ctx, tx, under.Subject) })
		w.settle()
		if n := len(w.sim.Calls("chat.update")); n != 0 {
			t.Errorf("the reply was rewritten %d times because its thread came", n)
		}
	})
}

func TestMessagesOfOneConversationKeepTheirOrderWhileOthersGoOn(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, _ string) {
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.Status500})
		for i := range 3 {
			w.leaves(store.Message{To: "sam", Subject: fmt.Sprint("one ", i)})
		}
		w.leaves(store.Message{To: "dev", Subject: "other"})
		w.passes(5 * time.Second)
		w.sees("dev", "@tandem", "a probe other")
		w.seesNot("sam", "@tandem", "a probe")
		w.passes(time.Minute)
		if got := w.reads("sam", "@tandem"); !ordered(got, "one 0", "one 1", "one 2") {
			t.Errorf("the order is lost:\n%s", got)
		}
	})
}

func TestALimitClosesTheMethodForAllConversations(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, _ string) {
		before := len(w.sim.Calls("chat.postMessage"))
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.RateLimit(30 * time.Second)})
		w.leaves(store.Message{To: "#atlas", Subject: "1"})
		w.leaves(store.Message{To: "#atlas", Subject: "2"})
		w.leaves(store.Message{To: "sam", Subject: "3"})
		w.passes(29 * time.Second)
		if n := len(w.sim.Calls("chat.postMessage")) - before; n != 1 {
			t.Errorf("called %d times while the method was closed", n)
		}
		w.passes(5 * time.Second)
		w.sees("sam", "@tandem", "a probe 3")
		if got := w.reads("sam", "#atlas"); !ordered(got, "a probe 1", "a probe 2") {
			t.Errorf("the order is lost:\n%s", got)
		}
	})
}

func TestOneConversationGetsOneMessageASecond(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, _ string) {
		before := len(w.sim.Calls("chat.postMessage"))
		for i := range 6 {
			w.leaves(store.Message{To: "#atlas", Subject: fmt.Sprint(i)})
		}
		w.passes(time.Minute)
		calls := w.sim.Calls("chat.postMessage")[before:]
		for i := range calls[1:] {
			if gap := calls[i+1].At.Sub(calls[i].At); gap < time.Second {
				t.Errorf("only %s between two messages", gap)
			}
		}
		if len(calls) != 6 {
			t.Errorf("%d calls", len(calls))
		}
	})
}

func TestWhatChangedWhileAMessageWasPostedIsShownAfterwards(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		now := "first"
		p.view = func() (kit.Text, error) { return kit.F("the %s look", now), nil }
		for _, method := range []string{"chat.postMessage", "chat.update"} {
			w.sim.InjectFault(slacksim.Fault{Method: method, When: func(slacksim.Call) bool {
				if now == "first" || method == "chat.update" && now != "third" {
					now = map[string]string{"chat.postMessage": "second", "chat.update": "third"}[method]
					w.update(func(ctx context.Context, tx *store.Tx) error { return refresh(ctx, tx, "1") })
				}
				return false
			}})
			w.leaves(store.Message{To: "#atlas", Subject: "1"})
			w.settle()
			w.sim.ClearFaults()
			w.sees("sam", "#atlas", "the "+now+" look")
			if method == "chat.postMessage" && now != "second" || method == "chat.update" && now != "third" {
				if method == "chat.postMessage" {
					t.Errorf("nothing changed during %s", method)
				}
			}
			if method == "chat.postMessage" {
				now = "another"
			}
		}
	})
}

func TestAMessageThatCannotBeMadeStopsNobody(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, product string) {
		w.failing = true
		for name, view := range map[string]func() (kit.Text, error){
			"an error": func() (kit.Text, error) { return "", errBroken },
			"a panic":  func() (kit.Text, error) { panic("boom") },
			"no words": func() (kit.Text, error) { return "", nil },
		} {
			p.view = view
			m := w.leaves(store.Message{To: "#atlas", Subject: name, Product: product})
			next := w.leaves(store.Message{To: "#atlas", Subject: "plain", Product: product})
			w.passes(5 * time.Minute)
			if got := w.message(m.ID).State; got != store.MessageFailed {
				t.Errorf("%s: the message is %s", name, got)
			}
			if got := w.message(next.ID).State; got != store.MessagePosted {
				t.Errorf("%s: the next one is %s", name, got)
			}
			w.sees("priya", "home", "Could not be posted")
			p.view = nil
			w.presses("priya", "home", "Post again", m.ID)
			w.sees("sam", "#atlas", "a probe "+name)
		}
	})
}

func TestHomeIsShownWhateverGoesWrong(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, _ string) {
		for i, trouble := range troubles("views.publish") {
			w.sim.InjectFault(trouble.fault)
			w.types("priya", "#atlas", fmt.Sprintf("/request Thing %d for everybody", i))
			w.passes(time.Minute)
			w.sees("priya", "home", fmt.Sprintf("Thing %d", i))
		}
	})
}

// ordered reports whether the words stand in that order.
func ordered(text string, words ...string) bool {
	at := make([]int, len(words))
	for i, word := range words {
		at[i] = strings.Index(text, word)
	}
	return at[0] >= 0 && slices.IsSorted(at)
}
