package bot

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/slacksim"
	"tandem/store"
	"tandem/store/dbtest"
)

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
			w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, trouble.name) })
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

func TestWhereTandemMayReadAChannelAMessageIsThereOnceWhateverGoesWrong(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := newWorldWith(t, open, func(c *slacksim.Config) { c.Without = nil })
		w.probed()
		w.bot.HTTP.Timeout = time.Second
		root := w.posts("#atlas", "root")
		for _, trouble := range troubles("chat.postMessage") {
			w.sim.InjectFault(trouble.fault)
			m := w.leaves(store.Message{To: "#atlas", Subject: trouble.name})
			w.sim.InjectFault(trouble.fault)
			reply := w.leaves(store.Message{To: "#atlas", Subject: trouble.name + " reply", Under: root.ID})
			w.passes(2 * time.Minute)
			for _, m := range []store.Message{m, reply} {
				if n, m := w.there("sam", "#atlas", m), w.message(m.ID); n != 1 || m.State != store.MessagePosted {
					t.Errorf("%s: the message is there %d times and %s", m.Subject, n, m.State)
				}
			}
		}
		w.ended()
	})
}

func TestWhereSlackLetsNobodyLookALostPostIsUnknown(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, product string) {
		w.bot.Me.Scopes["channels:history"] = true // it was taken away since the bot asked
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.ResetAfter})
		m := w.leaves(store.Message{To: "#atlas", Subject: "1", Product: product})
		w.passes(time.Minute)
		if got := w.message(m.ID).State; got != store.MessageUnknown {
			t.Errorf("the message is %s", got)
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
		if _, _, err := w.bot.API.PostMessage(m.To, slack.MsgOptionText("a probe late", false),
			slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "tandem_message", EventPayload: map[string]any{"key": m.ID}})); err != nil {
			t.Fatal(err)
		}
		w.passes(time.Minute)
		if n := w.there("sam", "@tandem", m); n != 1 || w.message(m.ID).State != store.MessagePosted {
			t.Errorf("the message is there %d times", n)
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
				return errors.Join(tx.KeepMessage(ctx, m), tx.Refresh(ctx, engine.JobMessage, m.ID, m.To))
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
