package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"tandem/bot/slacksim"
)

// TestASlowSlackKeepsNobodysClickWaiting has many more people be refused than deliveries are handled at once, while the
// addresses to which their answers go do not answer.
func TestASlowSlackKeepsNobodysClickWaiting(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.failing = true
		w.probed()
		w.posts("#atlas", "1")
		w.sim.InjectFault(slacksim.Fault{Method: "response_url", Kind: slacksim.Hang, Count: -1})
		at, action, value, ok := w.button("dev", "#atlas", "probe.refuse")
		if !ok {
			t.Fatal("no button")
		}
		const presses = 2 * inFlight
		pressed := make(chan error, presses)
		for range presses {
			go func() { pressed <- w.sim.Person("dev").Press(at, action, value) }()
		}
		for range presses {
			if err := <-pressed; err != nil {
				t.Error(err)
			}
		}
		w.sim.ClearFaults()
		if err := w.sim.Person("sam").Command("#atlas", "/tandem who"); err != nil {
			t.Errorf("somebody else: %v", err)
		}
		w.ended()
	})
}

func TestASocketThatDoesNotOpenIsTriedAgainWithinHalfAMinute(t *testing.T) {
	b := &Bot{log: slog.New(slog.DiscardHandler)}
	l := &listener{b: b}
	o := &opener{}
	begun := func(backoff time.Duration) context.Context {
		run, _ := o.begin(t.Context())
		l.connectionFailed(o, socketmode.Event{Data: &slack.ConnectionErrorEvent{Backoff: backoff, ErrorObj: errors.New("refused")}})
		return run
	}
	short := begun(reopenWithin)
	run, shut := o.begin(t.Context())
	o.hurry(time.Millisecond)
	next, end := o.begin(t.Context()) // it opened by itself in the meantime
	defer end(nil)
	<-run.Done()
	if !errors.Is(context.Cause(run), context.Canceled) || next.Err() != nil || short.Err() != nil {
		t.Error(fmt.Sprint("ended: ", context.Cause(run), ", the next: ", next.Err(), ", one that waits no longer: ", short.Err()))
	}
	shut(nil)
}
