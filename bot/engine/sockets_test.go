package engine

import (
	"testing"

	"github.com/slack-go/slack/socketmode"
)

func TestASocketIsOpenFromSlacksGreetingUntilItGoes(t *testing.T) {
	var s sockets
	one, two := &socketmode.Client{}, &socketmode.Client{}
	for i, step := range []struct {
		client *socketmode.Client
		what   socketmode.EventType
		want   int
	}{
		{one, socketmode.EventTypeConnecting, 0},
		{one, socketmode.EventTypeConnected, 0},
		{one, socketmode.EventTypeHello, 1},
		{two, socketmode.EventTypeHello, 2},
		{two, socketmode.EventTypeHello, 2},
		{one, socketmode.EventTypeSlashCommand, 2},
		{one, socketmode.EventTypeDisconnect, 1},
		{one, socketmode.EventTypeConnectionError, 1},
		{two, socketmode.EventTypeConnecting, 0},
		{one, socketmode.EventTypeHello, 1},
	} {
		if s.heard(step.client, step.what); s.open() != step.want {
			t.Errorf("after step %d, %s, %d are open, not %d", i, step.what, s.open(), step.want)
		}
	}
}
