package slacksim

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

const testManifest = `
display_information: {name: Tandem}
features:
  app_home: {home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false}
  bot_user: {display_name: tandem, always_online: true}
  slash_commands:
    - {command: /request, description: Record a request, should_escape: true}
    - {command: /raw, description: Not escaped, should_escape: false}
  shortcuts:
    - {name: Capture feedback, type: message, callback_id: capture, description: Record this message}
    - {name: New request, type: global, callback_id: new_request, description: Open the form}
oauth_config:
  scopes:
    bot: [app_mentions:read, chat:write, commands, im:history, im:write, mpim:write, mpim:history, users:read, channels:read, groups:read, im:read, reactions:read, reactions:write, channels:history, groups:history, files:write]
    bot_optional: [channels:history, groups:history]
settings:
  event_subscriptions:
    bot_events: [app_mention, app_home_opened, message.im, reaction_added, reaction_removed, member_joined_channel, user_change, team_join, channel_archive, channel_rename, app_uninstalled, tokens_revoked]
  interactivity: {is_enabled: true}
  org_deploy_enabled: false
  socket_mode_enabled: true
  token_rotation_enabled: false
`

// clock is a time that moves when it is wound.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) wind(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// envelope is a frame that the app got.
type envelope struct {
	ID      string `json:"envelope_id"`
	Type    string `json:"type"`
	Reason  string `json:"reason"`
	Attempt int    `json:"retry_attempt"`
	Why     string `json:"retry_reason"`
	Accepts bool   `json:"accepts_response_payload"`
	Payload Block  `json:"payload"`
}

// app plays an app: it keeps what it gets and acknowledges with what answer returns.
type app struct {
	t      *testing.T
	w      *Workspace
	answer func(envelope) any // the acknowledgment's payload; silence acknowledges nothing

	mu  sync.Mutex
	got []envelope
}

type silenceType struct{}

var silence = silenceType{}

// hasty is a workspace that soon takes an acknowledgment for missing.
func hasty(c *Config) { c.AckWithin = time.Second }

// start starts a workspace with ana, ben and #atlas, where the app is a member.
func start(t *testing.T, change ...func(*Config)) (*Workspace, *clock) {
	t.Helper()
	c := &clock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	cfg := Config{Manifest: []byte(testManifest), Now: c.Now, OnWind: c.wind, AckWithin: patience}
	for _, f := range change {
		f(&cfg)
	}
	w, err := Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	w.AddUser(User{Name: "ana", RealName: "Ana Silva", Zone: "Europe/Lisbon"})
	w.AddUser(User{Name: "ben", Zone: "America/New_York"})
	w.AddChannel(Channel{Name: "atlas", Members: []string{"ana", "ben"}, BotIn: true})
	return w, c
}

// connect gives the workspace an app with one socket.
func connect(t *testing.T, w *Workspace, answer func(envelope) any) *app {
	t.Helper()
	a := &app{t: t, w: w, answer: answer}
	a.socket()
	return a
}

// socket opens another socket and returns once it is registered.
func (a *app) socket() *websocket.Conn {
	a.t.Helper()
	before := a.w.Sockets()
	open := a.callWith(a.w.AppToken(), "apps.connections.open", nil)
	conn, _, err := websocket.DefaultDialer.Dial(open["url"].(string), nil)
	if err != nil {
		a.t.Fatal(err)
	}
	a.t.Cleanup(func() { conn.Close() })
	go a.serve(conn)
	if err := a.w.AwaitSockets(soon(a.t), before+1); err != nil {
		a.t.Fatal(err)
	}
	return conn
}

func (a *app) serve(conn *websocket.Conn) {
	for {
		var e envelope
		if conn.ReadJSON(&e) != nil {
			return
		}
		a.mu.Lock()
		a.got = append(a.got, e)
		answer := a.answer
		a.mu.Unlock()
		if e.ID == "" {
			continue
		}
		var payload any
		if answer != nil {
			payload = answer(e)
		}
		switch {
		case payload == silence:
		case payload == nil:
			conn.WriteJSON(Block{"envelope_id": e.ID})
		default:
			conn.WriteJSON(Block{"envelope_id": e.ID, "payload": payload})
		}
	}
}

// answers changes what the app acknowledges with.
func (a *app) answers(f func(envelope) any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer = f
}

// heard are the payloads of a kind ("slash_commands", "block_actions", "app_mention", …) so far.
func (a *app) heard(kind string) []envelope {
	a.mu.Lock()
	defer a.mu.Unlock()
	var found []envelope
	for _, e := range a.got {
		inner, _ := e.Payload["event"].(map[string]any)
		if e.Type == kind || e.Payload["type"] == kind || inner["type"] == kind {
			found = append(found, e)
		}
	}
	return found
}

// last is the latest payload of a kind.
func (a *app) last(kind string) Block {
	a.t.Helper()
	all := a.heard(kind)
	if len(all) == 0 {
		a.t.Fatalf("the app heard no %s", kind)
	}
	return all[len(all)-1].Payload
}

// call calls a method with a JSON body.
func (a *app) call(method string, args Block) Block {
	a.t.Helper()
	return a.callWith(a.w.BotToken(), method, args)
}

func (a *app) callWith(token, method string, args Block) Block {
	a.t.Helper()
	body, _ := json.Marshal(args)
	return a.request(token, method, "application/json; charset=utf-8", body)
}

// form calls a method with a form, as slack-go does.
func (a *app) form(method string, args ...string) Block {
	a.t.Helper()
	values := url.Values{"token": {a.w.BotToken()}}
	for i := 0; i < len(args); i += 2 {
		values.Set(args[i], args[i+1])
	}
	return a.request("", method, "application/x-www-form-urlencoded", []byte(values.Encode()))
}

func (a *app) request(token, method, kind string, body []byte) Block {
	a.t.Helper()
	req, _ := http.NewRequest("POST", a.w.APIURL()+method, bytes.NewReader(body))
	req.Header.Set("Content-Type", kind)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	var out Block
	if err := json.Unmarshal(text, &out); err != nil {
		a.t.Fatalf("%s answered %q", method, text)
	}
	return out
}

// postTo posts to a response URL and returns Slack's answer.
func (a *app) postTo(address any, args Block) Block {
	a.t.Helper()
	body, _ := json.Marshal(args)
	resp, err := http.Post(address.(string), "application/json", bytes.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	var out Block
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		a.t.Fatalf("a response URL answered %v", err)
	}
	return out
}

// refused checks that an answer is a refusal with that word.
func refused(t *testing.T, answer Block, word string) {
	t.Helper()
	if answer["ok"] != false || answer["error"] != word {
		t.Errorf("got %v, want the error %s", answer, word)
	}
}

// fine checks that an answer is ok.
func fine(t *testing.T, answer Block) Block {
	t.Helper()
	if answer["ok"] != true {
		t.Fatalf("refused: %v", answer)
	}
	return answer
}

// obeyed checks that the app did nothing wrong.
func obeyed(t *testing.T, w *Workspace) {
	t.Helper()
	for _, says := range w.Errors() {
		t.Errorf("protocol violation: %s", says)
	}
}

func soon(t *testing.T) context.Context {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	t.Cleanup(stop)
	return ctx
}
