package slacksim

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestASocketSaysHelloAndItsTicketWorksOnce(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	open := fine(t, a.callWith(w.AppToken(), "apps.connections.open", nil))
	conn, _, err := websocket.DefaultDialer.Dial(open["url"].(string), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var hello Block
	if err := conn.ReadJSON(&hello); err != nil || hello["type"] != "hello" || hello["num_connections"] != 1.0 {
		t.Errorf("%v %v", hello, err)
	}
	if _, resp, err := websocket.DefaultDialer.Dial(open["url"].(string), nil); err == nil || resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("the ticket worked twice: %v", err)
	}
}

func TestTheWorkspacePings(t *testing.T) {
	w, _ := start(t, func(c *Config) { c.Pings = 10 * time.Millisecond })
	a := &app{t: t, w: w}
	open := a.callWith(w.AppToken(), "apps.connections.open", nil)
	conn, _, err := websocket.DefaultDialer.Dial(open["url"].(string), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	pinged := make(chan bool, 1)
	conn.SetPingHandler(func(string) error {
		select {
		case pinged <- true:
		default:
		}
		return nil // no pong
	})
	go func() {
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
		}
	}()
	select {
	case <-pinged:
	case <-soon(t).Done():
		t.Fatal("no ping came")
	}
	if err := w.WaitFor(soon(t), func() bool { return len(w.Errors()) > 0 }); err != nil {
		t.Error("a socket that answers no pings is no violation")
	}
}

func TestEachPayloadGoesToExactlyOneSocket(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	a.socket()
	for range 20 {
		if err := w.Person("ana").Command("#atlas", "/request x"); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(a.heard("slash_commands")); n != 20 {
		t.Errorf("20 commands came %d times", n)
	}
}

func TestTheEleventhSocketIsTooMany(t *testing.T) {
	w, _ := start(t)
	a := &app{t: t, w: w}
	for range 10 {
		a.socket()
	}
	if bye := firstFrame(t, w); bye["type"] != "disconnect" || bye["reason"] != "too_many_websockets" {
		t.Errorf("the eleventh socket was told %v", bye)
	}
}

// firstFrame opens a socket and returns what it is told first.
func firstFrame(t *testing.T, w *Workspace) (frame Block) {
	t.Helper()
	open := (&app{t: t, w: w}).callWith(w.AppToken(), "apps.connections.open", nil)
	conn, _, err := websocket.DefaultDialer.Dial(open["url"].(string), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.ReadJSON(&frame); err != nil {
		t.Fatal(err)
	}
	return frame
}

func TestASocketIsToldBeforeItIsClosed(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	a.socket()
	w.DisconnectOldest("refresh_requested")
	if err := w.WaitFor(soon(t), func() bool { return len(a.heard("disconnect")) == 1 && w.Sockets() == 1 }); err != nil {
		t.Fatal(err)
	}
	if err := w.Person("ana").Command("#atlas", "/request x"); err != nil {
		t.Errorf("the other socket does not serve: %v", err)
	}
	obeyed(t, w)
}

func TestAnEventIsRetriedAtOnceThenAfterAMinuteThenAfterFive(t *testing.T) {
	w, _ := start(t, hasty)
	w.Person("ana").Say("#atlas", "@tandem hello") // nobody is connected
	if err := w.WaitFor(soon(t), func() bool { return w.planned(2) }); err != nil {
		t.Fatal(err)
	}
	a := connect(t, w, func(envelope) any { return silence })
	w.Wind(time.Minute)
	if err := w.WaitFor(soon(t), func() bool { return w.planned(3) }); err != nil {
		t.Fatal(err)
	}
	a.answers(nil)
	w.Wind(5 * time.Minute)
	if err := w.WaitFor(soon(t), func() bool { return len(a.heard("app_mention")) == 2 }); err != nil {
		t.Fatal(err)
	}
	w.Wind(24 * time.Hour)
	if err := w.Settle(soon(t)); err != nil || w.Retries() != 0 {
		t.Errorf("%d retries are left, %v", w.Retries(), err)
	}
	heard := a.heard("app_mention")
	first, second := heard[0], heard[1]
	if first.Attempt != 2 || second.Attempt != 3 || second.Why != "timeout" || first.Payload["event_id"] != second.Payload["event_id"] || first.ID == second.ID {
		t.Errorf("the retries were %v and %v", first, second)
	}
}

// planned tells whether an event waits for that attempt.
func (w *Workspace) planned(attempt int) bool {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	return len(w.hub.retries) == 1 && w.hub.retries[0].d.attempt == attempt
}

func TestADuplicateHasTheSameIds(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	w.DuplicateNext(2)
	w.Person("ana").Say("#atlas", "@tandem hello")
	w.Person("ana").Command("#atlas", "/request x")
	mentions, commands := a.heard("app_mention"), a.heard("slash_commands")
	if len(mentions) != 2 || mentions[0].Payload["event_id"] != mentions[1].Payload["event_id"] || mentions[0].ID == mentions[1].ID || mentions[1].Attempt != 0 {
		t.Errorf("the mentions were %v", mentions)
	}
	if len(commands) != 2 || commands[0].ID != commands[1].ID {
		t.Errorf("the commands were %v", commands)
	}
	obeyed(t, w)
}

func TestADroppedSocketLosesACommandButNotAnEvent(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, func(envelope) any { return silence })
	a.answers(func(envelope) any { w.DropSockets(); return silence })
	if err := w.Person("ana").Command("#atlas", "/request x"); !errors.Is(err, ErrNoResponse) {
		t.Errorf("the command ended with %v", err)
	}
	a.socket()
	w.Person("ana").Say("#atlas", "@tandem hello")
	if w.Retries() == 0 && len(a.heard("app_mention")) < 2 {
		t.Error("the event is lost")
	}
	obeyed(t, w)
}

func TestAGhostSwallowsItsShare(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	w.GhostOldest()
	if err := w.Person("ana").Command("#atlas", "/request x"); !errors.Is(err, ErrNoResponse) {
		t.Errorf("the command ended with %v", err)
	}
	w.Exorcise()
	a.socket()
	if err := w.Person("ana").Command("#atlas", "/request x"); err != nil {
		t.Error(err)
	}
	obeyed(t, w)
}

func TestWhatSlackDropsIsAViolation(t *testing.T) {
	cases := []struct {
		name, want string
		send       func(conn *websocket.Conn, envelope string)
	}{
		{"an acknowledgment of 20 KiB", "bytes", func(conn *websocket.Conn, id string) {
			conn.WriteJSON(Block{"envelope_id": id, "payload": Block{"text": strings.Repeat("x", maxAck)}})
		}},
		{"an acknowledgment in several frames", "several frames", func(conn *websocket.Conn, id string) {
			part, _ := conn.NextWriter(websocket.TextMessage)
			part.Write([]byte(`{"envelope_id":"` + id + `","payload":{"text":"` + strings.Repeat("x", 9000)))
			part.Write([]byte(`"}}`))
			part.Close()
		}},
		{"an unknown envelope", "unknown envelope", func(conn *websocket.Conn, _ string) { conn.WriteJSON(Block{"envelope_id": "nothing"}) }},
		{"not JSON", "not an acknowledgment", func(conn *websocket.Conn, _ string) { conn.WriteMessage(websocket.TextMessage, []byte("hello")) }},
	}
	for _, c := range cases {
		w, _ := start(t, hasty)
		a := &app{t: t, w: w}
		open := a.callWith(w.AppToken(), "apps.connections.open", nil)
		dialer := websocket.Dialer{WriteBufferSize: 2 * maxAck}
		if strings.Contains(c.name, "several") {
			dialer.WriteBufferSize = 4096
		}
		conn, _, err := dialer.Dial(open["url"].(string), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		go func() {
			var e envelope
			for conn.ReadJSON(&e) == nil {
				if e.ID != "" {
					c.send(conn, e.ID)
				}
			}
		}()
		if err := w.AwaitSockets(soon(t), 1); err != nil {
			t.Fatal(err)
		}
		if err := w.Person("ana").Command("#atlas", "/request x"); err == nil {
			t.Errorf("%s: the command went through", c.name)
		}
		if says := strings.Join(w.Errors(), "; "); !strings.Contains(says, c.want) {
			t.Errorf("%s: the violations are %q", c.name, says)
		}
	}
}

func TestAPayloadWhereNoneIsTakenIsAViolation(t *testing.T) {
	w, _ := start(t)
	connect(t, w, func(envelope) any { return Block{"text": "hi"} })
	w.Person("ana").GlobalShortcut("new_request")
	if len(w.Errors()) != 1 {
		t.Errorf("the violations are %q", w.Errors())
	}
}

func TestAnEmptyPayloadIsNone(t *testing.T) {
	w, _ := start(t)
	connect(t, w, func(envelope) any { return Block{} })
	w.Person("ana").GlobalShortcut("new_request")
	w.Person("ana").Command("#atlas", "/request x")
	w.Person("ana").Say("@tandem", "hello")
	obeyed(t, w)
}

func TestEmitDeliversWhatTheManifestDoesNotKnow(t *testing.T) {
	w, _ := start(t)
	a := connect(t, w, nil)
	if err := w.Emit(`{"type":"something_new","user":"U1"}`); err != nil {
		t.Fatal(err)
	}
	if e := a.last("something_new")["event"].(map[string]any); e["user"] != "U1" {
		t.Errorf("the event is %v", e)
	}
}
