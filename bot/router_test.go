package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"tandem/bot/engine"
	"tandem/bot/slacksim"
	"tandem/store"
	"tandem/store/dbtest"
)

func TestWhatSomebodyDidIsStoredBeforeItIsAcknowledged(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		acked := 0
		w.bot.Deliver(context.Background(), w.envelope("sam", "#atlas", "/request", "Export to CSV"), func(any) error {
			acked++
			w.update(func(ctx context.Context, tx *store.Tx) error { _, err := tx.Request(ctx, "FR-1"); return err })
			return nil
		})
		if acked != 1 {
			t.Errorf("acknowledged %d times", acked)
		}
		if err := w.sim.Person("sam").Command("#atlas", "/request Dark mode, because the night shift asks"); err != nil {
			t.Fatal(err)
		}
		w.update(func(ctx context.Context, tx *store.Tx) error { _, err := tx.Request(ctx, "FR-2"); return err }) // no job ran
		w.ended()
	})
}

// envelope is somebody's command as a socket brings it.
func (w *world) envelope(who, channel, command, words string) socketmode.Event {
	return socketmode.Event{Type: socketmode.EventTypeSlashCommand, Request: &socketmode.Request{EnvelopeID: "envelope", AcceptsResponsePayload: true},
		Data: slack.SlashCommand{Command: command, Text: words, UserID: w.sim.Person(who).ID(), ChannelID: w.channel(channel)}}
}

func TestTheSameEnvelopeTwiceChangesNothingAndGetsTheSameAnswer(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		e := w.envelope("sam", "#atlas", "/request", "Export to CSV")
		var answers []string
		for range 2 {
			w.bot.Deliver(context.Background(), e, func(payload any) error {
				raw, err := json.Marshal(payload)
				answers = append(answers, string(raw))
				return err
			})
			w.passes(2 * time.Minute) // longer than the same words count as the same request
		}
		if len(answers) != 2 || answers[0] != answers[1] || !strings.Contains(answers[0], "FR-1") {
			t.Errorf("the answers differ: %q", answers)
		}
		if got := w.recorded(); got != 1 {
			t.Errorf("%d requests were recorded", got)
		}
		for range 5 { // the two copies of each also come at once, and over different sockets
			w.sim.DuplicateNext(1)
			w.types("sam", "#atlas", fmt.Sprintf("/request Thing %d for everybody", w.recorded()))
			w.passes(2 * time.Minute)
		}
		if got := w.recorded(); got != 6 {
			t.Errorf("%d requests were recorded", got)
		}
		p := w.probed()
		m := w.posts("#atlas", "1")
		for range 5 {
			w.sim.DuplicateNext(1)
			if err := w.sim.Person("sam").Press(slacksim.At(m.Channel, m.TS), "probe.ran", ""); err != nil {
				t.Error(err)
			}
		}
		if got := p.ran.Load(); got < 5 || got > 10 { // a transaction that lost may run again
			t.Errorf("the handler ran %d times", got)
		}
		w.ended()
	})
}

func TestAClickThatIsRefusedAndComesAgainIsExplainedOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.probed()
		m := w.posts("#atlas", "1")
		for n := range 5 { // the two copies of each come at once, and over different sockets
			w.sim.DuplicateNext(1)
			if err := w.sim.Person("sam").Press(slacksim.At(m.Channel, m.TS), "probe.refuse", ""); err != nil {
				w.t.Error(err)
			}
			if got := strings.Count(w.reads("sam", "#atlas"), "(only you) "); got != n+1 {
				w.t.Fatalf("sam was told %d times, want %d:\n%s", got, n+1, w.reads("sam", "#atlas"))
			}
		}
		w.ended()
	})
}

func TestAnEventThatComesAgainChangesNothing(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.DuplicateNext(1)
		if err := w.sim.Person("sam").OpenHome(); err != nil {
			t.Fatal(err)
		}
		w.settle()
		if got := len(w.sim.Calls("views.publish")); got != 1 {
			t.Errorf("Home was shown %d times for one event", got)
		}
		if err := w.sim.Person("sam").OpenHome(); err != nil {
			t.Fatal(err)
		}
		w.settle()
		if got := len(w.sim.Calls("views.publish")); got != 2 {
			t.Errorf("Home was shown %d times for two events", got)
		}
		w.ended()
	})
}

func TestAFormThatIsSentAgainBecauseItsAnswerWasLostMakesOneRequest(t *testing.T) {
	inHurry(t, func(w *world) {
		w.setUp()
		w.types("sam", "#atlas", "/request")
		w.fills("sam", "Title: Export to CSV", "What is the problem?: Support answers audits by hand.")
		w.callsNoRoll()
		w.passes(25 * time.Hour) // Sam is read anew, and while Slack does not say, the sockets go
		before := len(w.sim.Calls("users.info"))
		w.sim.InjectFault(slacksim.Fault{Method: "users.info", Kind: slacksim.Hang})
		sent := make(chan error, 1)
		go func() { sent <- w.sim.Person("sam").Submit() }()
		w.awaits(func() bool { return len(w.sim.Calls("users.info")) > before })
		w.sim.DropSockets()
		if err := <-sent; err == nil {
			t.Fatal("the form was acknowledged over a socket that was gone")
		}
		w.idles()
		w.awaits(func() bool { return w.sim.Sockets() == 2 })
		if got := w.recorded(); got != 1 {
			t.Fatalf("%d requests were recorded", got)
		}
		w.submits("sam")
		if got := w.recorded(); got != 1 {
			t.Errorf("%d requests were recorded", got)
		}
		if _, open := w.sim.Person("sam").View(); open {
			t.Error("the form is still open")
		}
	})
}

func TestWhatNothingHandlesIsAcknowledged(t *testing.T) {
	inWorlds(t, func(w *world) {
		p := w.probed()
		for _, event := range []string{
			`{"type":"pigeon_arrived","message":"coo"}`,
			`{"type":"app_home_opened","user":{"id":"U1"},"tab":17}`,
			`{"type":"message","channel":"D1","blocks":[{"type":"no_such_block","elements":{}}],"edited":"yes"}`,
			`{"type":"reaction_added","user":null,"item":[]}`,
			`{"type":""}`,
			`{"type":"user_change","user":"U1"}`,
			`{"type":"team_join"}`,
		} {
			if err := w.sim.Emit(event); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.sim.Retries(); got != 0 {
			t.Errorf("%d events wait for another delivery", got)
		}
		m := w.posts("#atlas", "1")
		if err := w.sim.Person("sam").Press(slacksim.At(m.Channel, m.TS), "no.such", ""); err != nil {
			t.Error(err)
		}
		w.sees("sam", "#atlas", "(only you) That is from another version of mine")
		w.types("sam", "#atlas", "/tandem lost")
		w.submits("sam", "About: all that I have to say about it")
		w.sees("sam", "form", "That is from another version of mine", "all that I have to say about it")
		gone := socketmode.Event{Type: socketmode.EventTypeInteractive, Data: slack.InteractionCallback{Type: slack.InteractionTypeMessageAction, CallbackID: "gone"},
			Request: &socketmode.Request{EnvelopeID: "e"}}
		if !w.bot.Deliver(t.Context(), gone, func(any) error { return nil }) {
			t.Error("nobody answers a shortcut that is gone")
		}
		w.presses("sam", "#atlas", "probe.ran")
		if p.ran.Load() == 0 {
			t.Error("the bot does not go on")
		}
		w.ended()
	})
}

func TestAPanicIsOneFailedDelivery(t *testing.T) {
	inWorlds(t, func(w *world) {
		p := w.probed()
		w.failing = true
		m := w.posts("#atlas", "1")
		w.types("sam", "#atlas", "/tandem boom")
		if err := w.sim.Person("dev").Press(slacksim.At(m.Channel, m.TS), "probe.boom", ""); err != nil {
			t.Error(err)
		}
		w.types("omar", "#atlas", "/tandem form")
		w.submits("omar", "Word: boom", "About: words that shall not be lost")
		for who, where := range map[string]string{"sam": "#atlas", "dev": "#atlas", "omar": "form"} {
			w.sees(who, where, "Something went wrong on my side, and nothing was changed. Please try once more")
		}
		w.sees("omar", "form", "words that shall not be lost")
		if got := w.logged.with("panic: boom"); got != 3 {
			t.Errorf("%d failures were logged, not 3", got)
		}
		w.presses("sam", "#atlas", "probe.ran")
		if p.ran.Load() == 0 {
			t.Error("the bot does not go on")
		}
		w.ended()
	})
}

func TestSomebodyWhomTheBotCannotServeJustNowIsToldToTryOnceMore(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.probed()
		w.failing = true
		w.types("sam", "#atlas", "/tandem busy")
		w.sees("sam", "#atlas", "I am busy just now, and nothing was changed. Please try once more.")
		w.types("dev", "#atlas", "/tandem broken")
		w.sees("dev", "#atlas", "Something went wrong on my side")
		w.seesNot("dev", "#atlas", errBroken.Error())
		if got := w.logged.with(errBroken.Error()); got != 1 {
			t.Errorf("the error was logged %d times", got)
		}
		w.ended()
	})
}

func TestARefusalStandsWhereTheClickWas(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.probed()
		refusal := "This is not for"

		w.types("sam", "#atlas", "/tandem refuse")
		w.sees("sam", "#atlas", "(only you) "+refusal)
		if got := len(w.sim.Calls("response_url")); got != 0 {
			t.Error("a command's refusal did not ride in its acknowledgment")
		}

		m := w.posts("#atlas", "1")
		if err := w.sim.Person("dev").Press(slacksim.At(m.Channel, m.TS), "probe.refuse", ""); err != nil {
			t.Fatal(err)
		}
		w.sees("dev", "#atlas", "a probe", "(only you) "+refusal) // the message still stands
		w.seesNot("priya", "#atlas", refusal)

		w.types("omar", "#atlas", "/tandem form")
		w.fills("omar", "Word: as yet unsent")
		if err := w.press("omar", "form", "probe.refuse"); err != nil {
			t.Fatal(err)
		}
		w.sees("omar", "form", refusal)
		if got := len(w.sim.Person("omar").Views()); got != 2 {
			t.Errorf("%d forms are open: the explanation stands on top of the form", got)
		}
		if err := w.sim.Person("omar").CloseView(); err != nil {
			t.Fatal(err)
		}
		w.submits("omar", "Word: refuse", "About: all that I typed")
		w.sees("omar", "form", "Not today.", "all that I typed")
		w.closes("omar")

		w.types("omar", "#atlas", "/tandem form")
		w.fills("omar", "Word: field", "Who: gwen")
		if err := w.sim.Person("omar").Submit(); err == nil {
			t.Fatal("the form was taken")
		}
		w.sees("omar", "form", "! word: gwen has that word.")
		w.ended()
	})
}

func TestARefusalOnHomeOpensAForm(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.opensHome("dev")
		w.presses("dev", "home", "New request")
		w.sees("dev", "form", "No product is set up here yet.")
		w.ended()
	})
}

func TestALongAnswerTakesAnotherWayThanTheAcknowledgment(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.probed()
		w.sim.DuplicateNext(1)
		w.types("sam", "#atlas", "/tandem long")
		w.sees("sam", "#atlas", "(only you) long &lt;&lt;&lt; long", "the end")
		if got := len(w.sim.Calls("response_url")); got != 1 {
			t.Errorf("the answer was sent %d times by response URL", got)
		}
		w.types("sam", "#atlas", "/tandem form")
		w.submits("sam", "Word: long")
		w.sees("sam", "form", "long &lt;&lt;&lt; long", "the end")
		w.ended()
	})
}

func TestAFormThatDoesNotOpenInTimeSaysSoWhereTheClickWasAndCanBePressedAgain(t *testing.T) {
	says := "Slack did not open the form in time. Please try once more."
	inHurry(t, func(w *world) {
		w.probed()
		m := w.posts("#atlas", "1")
		for i, kind := range []slacksim.FaultKind{slacksim.Hang, slacksim.Status500, slacksim.Error("expired_trigger_id")} {
			who := []string{"sam", "dev", "omar"}[i]
			w.sim.InjectFault(slacksim.Fault{Method: "views.open", Kind: kind})
			if i%2 == 0 {
				w.types(who, "#atlas", "/tandem form")
			} else if err := w.sim.Person(who).Press(slacksim.At(m.Channel, m.TS), "probe.open", ""); err != nil {
				t.Fatal(err)
			}
			w.sees(who, "#atlas", "(only you) "+says)
			if _, open := w.sim.Person(who).View(); open {
				t.Errorf("%s has a form open", who)
			}
			w.presses(who, "#atlas", "probe.open")
			w.sees(who, "form", "Word")
		}
		w.ended()
	})
}

func TestWhereNothingCanBeSaidAFormIsOpenedOnceMore(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		for i, kind := range []slacksim.FaultKind{slacksim.Status500, slacksim.ResetAfter} {
			who := []string{"sam", "dev"}[i]
			if err := w.sim.Person(who).OpenHome(); err != nil {
				t.Fatal(err)
			}
			w.settle()
			w.sim.InjectFault(slacksim.Fault{Method: "views.open", Kind: kind})
			w.presses(who, "home", "New request")
			w.sees(who, "form", "Title")
		}
		if got := w.logged.with("a form did not open"); got != 0 {
			t.Error("a form that opened was taken for one that did not")
		}
		w.ended()
	})
}

func TestManyAtOnceWhileSlackIsSlowAreAllAnsweredAndTheSocketsStay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := newWorldWith(t, open, func(c *slacksim.Config) { c.Pings, c.AckWithin = time.Second, 2*patience })
		p := w.probed()
		opened := len(w.sim.Calls("apps.connections.open"))
		w.sim.InjectFault(slacksim.Fault{Method: "users.info", Count: -1, Kind: slacksim.Hang})
		const people = engine.InFlight*2 + 2*50 + 10 // more than are handled and more than the sockets' own buffers hold
		var wg sync.WaitGroup
		for range people {
			wg.Go(func() {
				if err := w.sim.Person("sam").Command("#atlas", "/tandem who"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := p.ran.Load(); got < people {
			t.Errorf("%d of %d were handled", got, people)
		}
		if got := len(w.sim.Calls("apps.connections.open")) - opened; got != 0 {
			t.Errorf("%d sockets were opened anew", got)
		}
		w.ended()
	})
}

// channel is a channel's id.
func (w *world) channel(name string) string {
	w.t.Helper()
	c, ok := w.sim.Channel(name)
	if !ok {
		w.t.Fatalf("there is no %s", name)
	}
	return c.ID
}

// recorded counts the requests that sam recorded.
func (w *world) recorded() (n int) {
	w.t.Helper()
	w.update(func(ctx context.Context, tx *store.Tx) error {
		rs, err := tx.Reported(ctx, w.sim.Person("sam").ID(), 1000)
		n = len(rs)
		return err
	})
	return n
}

// awaits returns when done does, looking again after every change in the workspace.
func (w *world) awaits(done func() bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := w.sim.WaitFor(ctx, done); err != nil {
		w.t.Fatal(err)
	}
}
