package bot

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/slacksim"
	"tandem/store"
)

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

func TestARewriteArrivesWhateverGoesWrong(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		now := "first"
		p.view = func() (kit.Text, error) { return kit.F("the %s look", now), nil }
		m := w.posts("#atlas", "1")
		for _, trouble := range troubles("chat.update") {
			w.sim.InjectFault(trouble.fault)
			now = trouble.name
			w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, "1") })
			w.passes(time.Minute)
			w.sees("sam", "#atlas", "the "+trouble.name+" look")
		}
		if n := w.there("sam", "#atlas", m); n != 1 {
			t.Errorf("the message is there %d times", n)
		}
	})
}

func TestWhatFollowsAMessageFollowsOnceItStandsInSlackWhateverGoesWrong(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		now := "first"
		p.view = func() (kit.Text, error) { return kit.F("the %s look", now), nil }
		for _, trouble := range troubles("chat.postMessage") {
			followed := ""
			p.posted = func(_ context.Context, _ *store.Tx, m store.Message) error { followed = m.TS; return nil }
			w.sim.InjectFault(trouble.fault)
			m := w.leaves(store.Message{To: "sam", Subject: trouble.name})
			if w.passes(5 * time.Minute); followed == "" || followed != w.message(m.ID).TS {
				t.Errorf("%s: what followed saw %q", trouble.name, followed)
			}
			followed = ""
			now = trouble.name
			w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, trouble.name) })
			w.settle()
			if w.sees("sam", "@tandem", "the "+trouble.name+" look"); followed != "" {
				t.Errorf("%s: it followed once more when the message was rewritten", trouble.name)
			}
		}
	})
}

func TestWhatLooksTheSameIsNotSentAgain(t *testing.T) {
	outboxWorld(t, func(w *world, _ *probe, _ string) {
		w.posts("sam", "1")
		for range 3 {
			w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, "1") })
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
		if _, _, err := w.bot.API.DeleteMessage(m.Channel, m.TS); err != nil {
			t.Fatal(err)
		}
		now = "second"
		for range 2 {
			w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, "1") })
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
		if _, _, err := w.bot.API.DeleteMessage(gone.Channel, gone.TS); err != nil {
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
		w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, under.Subject) })
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

func TestWhatChangedWhileSlackWasCalledIsShownAfterwards(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		now := "first"
		p.view = func() (kit.Text, error) { return kit.F("the %s look", now), nil }
		during := func(method, then string) {
			w.sim.InjectFault(slacksim.Fault{Method: method, Kind: slacksim.Status500, When: func(slacksim.Call) bool {
				if now != then {
					now = then
					w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, "1") })
				}
				return false // nothing goes wrong: the hook only stands in the middle of the call
			}})
		}
		during("chat.postMessage", "second")
		w.posts("#atlas", "1")
		w.sees("sam", "#atlas", "the second look")
		w.sim.ClearFaults()
		now = "third"
		during("chat.update", "fourth")
		w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, "1") })
		w.settle()
		w.sees("sam", "#atlas", "the fourth look")
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
