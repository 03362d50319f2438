package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

func TestASocketThatDoesNotOpenIsTriedAgainWithinHalfAMinute(t *testing.T) {
	b := &Bot{Log: slog.New(slog.DiscardHandler)}
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
