package engine

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

// A door stands where Slack should be. It says a fixed sentence to each method, and what frame says to a socket.
type door struct {
	answers map[string]string // by method; a socket's address is put in by itself
	frame   string            // empty: the socket is closed without a word
	status  int               // instead of a socket
}

// checked is what Check finds at the door, by what was looked at.
func (d door) checked(t *testing.T, ctx context.Context) map[string]Finding {
	t.Helper()
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method := strings.TrimPrefix(r.URL.Path, "/api/")
		answer, ok := d.answers[method]
		switch {
		case r.URL.Path == "/link":
			d.socket(w, r)
			return
		case ok:
		case method == "apps.connections.open":
			answer = `{"ok":true,"url":"` + strings.Replace(s.URL, "http", "ws", 1) + `/link"}`
		case method == "auth.test":
			answer = `{"ok":true,"user":"tandem","team":"Acme","bot_id":"B1"}`
		case method == "bots.info":
			answer = `{"ok":true,"bot":{"id":"B1","app_id":"A1"}}`
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(answer))
	}))
	t.Cleanup(s.Close)
	found := map[string]Finding{}
	Check(ctx, Config{BotToken: "xoxb-1", AppToken: "xapp-1", APIURL: s.URL + "/api/"}, func(f Finding) { found[f.About] = f })
	return found
}

func (d door) socket(w http.ResponseWriter, r *http.Request) {
	if d.status != 0 {
		w.WriteHeader(d.status)
		return
	}
	up := websocket.Upgrader{}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	if d.frame != "" && conn.WriteMessage(websocket.TextMessage, []byte(d.frame)) == nil {
		_, _, _ = conn.ReadMessage() // until the other side closes
	}
}

func TestTheFirstWordOnASocketIsUnderstood(t *testing.T) {
	for _, c := range []struct {
		name string
		door door
		mark Mark
		says string
	}{
		{"hello", door{frame: `{"type":"hello","num_connections":1,"connection_info":{"app_id":"A1"}}`}, Fine, "Slack says hello"},
		{"Tandem runs already", door{frame: `{"type":"hello","num_connections":3,"connection_info":{"app_id":"A1"}}`}, Fine, "2 other sockets of this app are open"},
		{"tokens of two apps", door{frame: `{"type":"hello","num_connections":1,"connection_info":{"app_id":"A2"}}`}, Failed, "SLACK_APP_TOKEN is of A2, SLACK_BOT_TOKEN of A1"},
		{"an app that Slack does not tell", door{frame: `{"type":"hello","connection_info":{"app_id":"A2"}}`,
			answers: map[string]string{"bots.info": `{"ok":false,"error":"missing_scope"}`}}, Fine, "Slack says hello"},
		{"too many", door{frame: `{"type":"disconnect","reason":"too_many_websockets"}`}, Failed, "stop a Tandem that is not needed"},
		{"Socket Mode is off", door{frame: `{"type":"disconnect","reason":"link_disabled"}`}, Failed, "switch it on under Socket Mode"},
		{"another word", door{frame: `{"type":"disconnect","reason":"refresh_requested"}`}, Failed, `Slack said "disconnect" (refresh_requested)`},
		{"no word", door{}, Failed, "reaching Slack: "},
		{"a proxy that lets no sockets through", door{status: http.StatusForbidden}, Failed, "does not let WebSockets through"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := c.door.checked(t, t.Context())["socket"]
			if f.Mark != c.mark || !strings.Contains(f.Says, c.says) {
				t.Errorf("it finds %+v, want %s %q", f, c.mark, c.says)
			}
		})
	}
}

func TestEachCheckIsTriedWhateverBecameOfTheOthers(t *testing.T) {
	found := door{
		answers: map[string]string{"auth.test": `{"ok":false,"error":"invalid_auth"}`},
		frame:   `{"type":"hello","num_connections":1}`,
	}.checked(t, t.Context())
	for about, want := range map[string]Mark{"bot token": Failed, "app token": Fine, "scopes": Failed, "socket": Fine} {
		if found[about].Mark != want {
			t.Errorf("%s: it finds %+v, want %s", about, found[about], want)
		}
	}
	if f := (door{frame: `{"type":"hello"}`}).checked(t, t.Context())["scopes"]; f.Mark != Warning {
		t.Errorf("of a server that names no scopes it finds %+v", f)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for about, f := range (door{}).checked(t, ended) {
		if f.Mark != Failed {
			t.Errorf("%s: without time it finds %+v", about, f)
		}
	}
}

func TestWhatGoesWithoutIsSaidOfEachOptionalScope(t *testing.T) {
	for _, s := range Optional {
		if loses[s] == "" {
			t.Errorf("nothing says what is lost without %s", s)
		}
	}
}

func TestNoFindingTellsWhereASocketMayBeOpened(t *testing.T) {
	opens, err := json.Marshal(map[string]any{"ok": true, "url": "ws://127.0.0.1:1/link?ticket=secret"})
	if err != nil {
		t.Fatal(err)
	}
	f := door{answers: map[string]string{"apps.connections.open": string(opens)}}.checked(t, t.Context())["socket"]
	if f.Mark != Failed || !strings.Contains(f.Says, "nobody answers at 127.0.0.1:1") || strings.Contains(f.Says, "secret") {
		t.Errorf("it finds %+v", f)
	}
}
