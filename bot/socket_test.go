package bot

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/slacksim"
	"tandem/store"
	"tandem/store/dbtest"
)

func TestNothingIsRefusedWhileOneSocketIsRefreshed(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i := range 4 {
			w.sim.DisconnectOldest("refresh_requested")
			w.types("sam", "#atlas", fmt.Sprintf("/request Thing %d for everybody", i)) // fails when it is refused
			w.awaits(func() bool { return w.sim.Sockets() == 2 })
		}
		if got := w.recorded(); got != 4 {
			t.Errorf("%d requests were recorded", got)
		}
		w.ended()
	})
}

func TestWhatWasRefusedWhileSocketsGoIsTakenOnceWhenItIsSentAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := newWorldWith(t, open, func(c *slacksim.Config) { c.AckWithin = time.Second })
		w.setUp()
		lose := []func(){w.sim.DropSockets, w.sim.GhostOldest, func() { w.sim.Disconnect("warning") }, w.sim.DropSockets}
		for i, lose := range lose {
			lose()
			insist := func() bool {
				return w.sim.Person("sam").Command("#atlas", fmt.Sprintf("/request Thing %d for everybody", i)) == nil
			}
			w.awaits(insist)
			w.sim.Exorcise()
			w.settle()
			if got := w.recorded(); got != i+1 {
				t.Fatalf("%d requests were recorded, not %d", got, i+1)
			}
		}
	})
}

func TestAnEventIsNotLostWithItsSocket(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.DropSockets()
		if err := w.sim.Person("sam").OpenHome(); err != nil {
			t.Fatal(err)
		}
		w.awaits(func() bool { return w.sim.Sockets() == 2 })
		w.sim.RetryNow()
		w.awaits(func() bool { return w.sim.Retries() == 0 })
		if err := w.sim.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.sees("sam", "home", "Waiting on me")
		w.ended()
	})
}

func TestABotWhoseSocketsAreAlwaysClosedDoesNotCallInAHotLoop(t *testing.T) {
	inWorlds(t, func(w *world) {
		before := len(w.sim.Calls("apps.connections.open"))
		begun := time.Now()
		for time.Since(begun) < time.Second {
			w.awaits(func() bool { return w.sim.Sockets() > 0 || time.Since(begun) > time.Second })
			w.sim.Disconnect("link_disabled")
		}
		if got := len(w.sim.Calls("apps.connections.open")) - before; got > 8 { // two sockets: now, then after ¼, ½, 1 s
			t.Errorf("%d sockets were opened within a second", got)
		}
	})
}

// running starts a bot as a process would, on the machine's clock, and returns what ends it and what Run returned.
func running(t *testing.T, w *world, different func(*engine.Config)) (stop context.CancelFunc, ended chan error) {
	t.Helper()
	w.stop()
	cfg := engine.Config{BotToken: w.sim.BotToken(), AppToken: w.sim.AppToken(), APIURL: w.sim.APIURL(), Log: slog.New(slog.DiscardHandler)}
	different(&cfg)
	b, err := engine.New(cfg, w.db, append(rituals(newDrafter(Config{})), w.extra...))
	if err != nil {
		t.Fatal(err)
	}
	w.bot, w.stop = b, func() {}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	ended = make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	return cancel, ended
}

func TestAnAppTokenThatSlackRefusesEndsTheBotWithASentence(t *testing.T) {
	inWorlds(t, func(w *world) {
		for _, token := range []string{"xapp-wrong", "", w.sim.BotToken()} {
			_, ended := running(t, w, func(c *engine.Config) { c.AppToken = token })
			err := arrives(t, ended)
			if err == nil || !strings.Contains(err.Error(), "Slack refuses SLACK_APP_TOKEN") || strings.Contains(err.Error(), "\n") {
				t.Errorf("with the app token %q it ended with: %v", token, err)
			}
		}
		w.sim.InjectFault(slacksim.Fault{Method: "apps.connections.open", Kind: slacksim.Error("missing_scope"), Count: -1})
		_, ended := running(t, w, func(*engine.Config) {})
		if err := arrives(t, ended); err == nil || !strings.Contains(err.Error(), "connections:write") {
			t.Errorf("without the scope it ended with: %v", err)
		}
		_, ended = running(t, w, func(c *engine.Config) { c.BotToken = "xoxb-wrong" })
		if err := arrives(t, ended); err == nil || !strings.Contains(err.Error(), "Slack refuses SLACK_BOT_TOKEN") {
			t.Errorf("with a wrong bot token it ended with: %v", err)
		}
	})
}

func TestABotThatIsStoppedWhileSlackIsSlowFinishesWhatItBegan(t *testing.T) {
	alone(t, func(w *world) {
		w.stop()
		p := &probe{}
		w.extra = []engine.Ritual{p.routes()}
		w.start()
		w.posts("sam", "1") // Slack's own slowness is for what comes
		stop, ended := running(t, w, func(*engine.Config) {})
		w.awaits(func() bool { return w.sim.Sockets() == 2 })
		w.sim.InjectFault(slacksim.Fault{Method: "users.info", Kind: slacksim.Hang, Count: -1})
		w.sim.InjectFault(slacksim.Fault{Method: "chat.postMessage", Kind: slacksim.Hang, Count: -1})
		posting, asking := len(w.sim.Calls("chat.postMessage")), len(w.sim.Calls("users.info"))
		m := w.leaves(store.Message{To: "dev", Subject: "slow"})
		asked := make(chan error, 10)
		for range cap(asked) {
			go func() { asked <- w.sim.Person("sam").Command("#atlas", "/tandem who") }()
		}
		w.awaits(func() bool {
			return len(w.sim.Calls("users.info")) >= asking+cap(asked) && len(w.sim.Calls("chat.postMessage")) > posting
		})
		stop()
		for range cap(asked) {
			if err := <-asked; err != nil {
				t.Errorf("what was under way was not acknowledged: %v", err)
			}
		}
		if err := arrives(t, ended); err != nil {
			t.Errorf("it ended with: %v", err)
		}
		for late := time.Now().Add(patience); stillRunning() != ""; { // a closed connection's reader sees it a moment later
			if time.Now().After(late) {
				t.Fatalf("still running:\n%s", stillRunning())
			}
			runtime.Gosched()
		}
		w.sim.ClearFaults()
		w.start()
		w.passes(2 * time.Minute)
		if n := w.there("dev", "@tandem", m); n != 1 {
			t.Errorf("the message that was under way is there %d times", n)
		}
	})
}

// arrives is what comes through c.
func arrives(t *testing.T, c chan error) error {
	t.Helper()
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case err := <-c:
		return err
	case <-late.C:
		t.Fatalf("nothing happened within %s", patience)
		return nil
	}
}

// stillRunning are the stacks of what a bot has started. It is for tests that nothing runs beside.
func stillRunning() string {
	buf := make([]byte, 1<<22)
	var left []string
	for _, one := range strings.Split(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		for _, of := range []string{"bot.(*Engine)", "bot.(*listener)", "slack-go/slack", "http.(*persistConn)"} {
			if strings.Contains(one, of) && !strings.Contains(one, "testing.tRunner") {
				left = append(left, one)
				break
			}
		}
	}
	return strings.Join(left, "\n\n")
}

func TestStoppedWhileItStartsItEndsWithoutAComplaint(t *testing.T) {
	inWorlds(t, func(w *world) {
		ctx, stop := context.WithCancel(context.Background())
		stop()
		if err := w.bot.Run(ctx); err != nil {
			t.Error(err)
		}
	})
}
