package page_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"tandem/bot/slacksim"
	"tandem/bot/slacksim/page"
)

const manifest = `
display_information: {name: Tandem}
features:
  app_home: {home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false}
  bot_user: {display_name: tandem, always_online: true}
  slash_commands:
    - {command: /request, description: "Record what somebody asks for", usage_hint: "[title]", should_escape: true}
    - {command: /backlog, description: "Show the ranked backlog", usage_hint: "[find words]", should_escape: true}
    - {command: /standup, description: "Answer today's standup", should_escape: true}
    - {command: /slow, description: "Never answers", should_escape: true}
  shortcuts:
    - {name: New request, type: global, callback_id: request.new, description: "Open the form"}
    - {name: Capture feedback, type: message, callback_id: request.capture, description: "Record this message"}
oauth_config:
  scopes:
    bot: [chat:write, commands, users:read, im:history, im:write, mpim:write, app_mentions:read, channels:read, groups:read, files:write, reactions:read, reactions:write]
settings:
  event_subscriptions: {bot_events: [app_mention, app_home_opened, message.im, reaction_added]}
  interactivity: {is_enabled: true}
  socket_mode_enabled: true
`

type obj = map[string]any

// app is a tiny app that speaks Socket Mode and the Web API.
type app struct {
	t    *testing.T
	w    *slacksim.Workspace
	mu   sync.Mutex
	hear func(kind string, payload obj) any // answers an envelope: what the acknowledgment carries, or silent
	said []obj                              // interactive payloads
}

// silent is the answer of an app that does not acknowledge.
var silent = new(int)

// world starts a workspace with its page, its people and a connected app.
func world(t *testing.T, guide page.Guide) *app {
	t.Helper()
	w, err := slacksim.Start(slacksim.Config{Manifest: []byte(manifest), RateLimits: slacksim.Unlimited,
		Page: func(w *slacksim.Workspace) http.Handler { return page.Handler(w, guide) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	for _, u := range []slacksim.User{
		{Name: "sam", RealName: "Sam Okafor", Title: "Sales", Zone: "Europe/Berlin"},
		{Name: "priya", RealName: "Priya Nair", Title: "Product manager", Zone: "Asia/Kolkata"},
		{Name: "ana", RealName: "Ana Silva", Title: "Product owner", Zone: "Europe/Lisbon", StatusEmoji: ":palm_tree:", StatusText: "Away"},
		{Name: "ben", RealName: "Ben Carter", Title: "Developer", Zone: "America/New_York"},
	} {
		w.AddUser(u)
	}
	w.AddChannel(slacksim.Channel{Name: "atlas", Members: []string{"sam", "priya", "ana", "ben"}, BotIn: true, Topic: "Everything about Atlas"})
	w.AddChannel(slacksim.Channel{Name: "random", Members: []string{"ben"}})
	w.AddChannel(slacksim.Channel{Name: "deals", Private: true, Members: []string{"sam", "priya"}})
	a := &app{t: t, w: w}
	a.connect()
	return a
}

func (a *app) connect() {
	a.t.Helper()
	var opened struct{ URL string }
	a.post(a.w.AppToken(), "apps.connections.open", obj{}, &opened)
	conn, resp, err := websocket.DefaultDialer.Dial(opened.URL, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	resp.Body.Close()
	a.t.Cleanup(func() { conn.Close() })
	go a.listen(conn)
	if err := a.w.AwaitSockets(a.t.Context(), 1); err != nil {
		a.t.Fatal(err)
	}
}

func (a *app) listen(conn *websocket.Conn) {
	var writing sync.Mutex
	for {
		var envelope struct {
			Type    string
			ID      string `json:"envelope_id"`
			Payload obj
		}
		if conn.ReadJSON(&envelope) != nil {
			return
		}
		if envelope.ID == "" {
			continue
		}
		go func() {
			ack := obj{"envelope_id": envelope.ID}
			if answer := a.answer(envelope.Type, envelope.Payload); answer == any(silent) {
				return
			} else if answer != nil {
				ack["payload"] = answer
			}
			writing.Lock()
			defer writing.Unlock()
			if err := conn.WriteJSON(ack); err != nil {
				return
			}
		}()
	}
}

func (a *app) answer(kind string, payload obj) any {
	a.mu.Lock()
	hear := a.hear
	if kind == "interactive" {
		a.said = append(a.said, payload)
	}
	a.mu.Unlock()
	if hear == nil {
		return nil
	}
	return hear(kind, payload)
}

func (a *app) on(hear func(kind string, payload obj) any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.hear = hear
}

// heard are the interactive payloads of a type so far.
func (a *app) heard(kind string) []obj {
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []obj
	for _, p := range a.said {
		if p["type"] == kind {
			out = append(out, p)
		}
	}
	return out
}

func (a *app) call(method string, args obj) obj {
	out := obj{}
	a.post(a.w.BotToken(), method, args, &out)
	if out["ok"] != true {
		a.t.Errorf("%s: %v", method, out)
	}
	return out
}

func (a *app) post(token, method string, args, into any) {
	a.t.Helper()
	body, err := json.Marshal(args)
	if err != nil {
		a.t.Error(err)
		return
	}
	req, err := http.NewRequest("POST", a.w.APIURL()+method, bytes.NewReader(body))
	if err != nil {
		a.t.Error(err)
		return
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Errorf("%s: %v", method, err)
		return
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		a.t.Errorf("%s: %v", method, err)
	}
}

func (a *app) channel(name string) string {
	c, ok := a.w.Channel(name)
	if !ok {
		a.t.Fatalf("there is no channel %s", name)
	}
	return c.ID
}

func trigger(payload obj) string { return fmt.Sprint(payload["trigger_id"]) }

// until waits for something that the workspace changes by.
func (a *app) until(done func() bool) {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(a.t.Context(), time.Minute)
	defer cancel()
	if err := a.w.WaitFor(ctx, done); err != nil {
		a.t.Fatal(err)
	}
}

// action is the action_id of a block action.
func (a *app) action(payload obj) string {
	all, _ := payload["actions"].([]any)
	if len(all) == 0 {
		return ""
	}
	return fmt.Sprint(all[0].(obj)["action_id"])
}

// pressed are all block actions so far with their values.
func (a *app) pressed() string {
	var out []string
	for _, p := range a.heard("block_actions") {
		action := p["actions"].([]any)[0].(obj)
		value := action["value"]
		if o, ok := action["selected_option"].(obj); ok {
			value = o["value"]
		}
		out = append(out, fmt.Sprint(action["action_id"], " ", value))
	}
	return strings.Join(out, ", ")
}

// held is what an element of a payload's view holds.
func (a *app) held(payload obj, block, action string) obj {
	values := payload["view"].(obj)["state"].(obj)["values"].(obj)
	element, _ := values[block].(obj)
	state, _ := element[action].(obj)
	return state
}

// submission is what an input block's element held when the form was last submitted.
func (a *app) submission(id string) obj {
	all := a.heard("view_submission")
	if len(all) == 0 {
		a.t.Fatal("no form was submitted")
	}
	return a.held(all[len(all)-1], id, id)
}

// submitted is one part of that, as JSON.
func (a *app) submitted(id, key string) string {
	text, err := json.Marshal(a.submission(id)[key])
	if err != nil {
		a.t.Fatal(err)
	}
	return string(text)
}

// chosen are the values of the options that were submitted.
func (a *app) chosen(id string) string {
	state := a.submission(id)
	all, _ := state["selected_options"].([]any)
	if one, ok := state["selected_option"].(obj); ok {
		all = []any{one}
	}
	var out []string
	for _, o := range all {
		out = append(out, fmt.Sprint(o.(obj)["value"]))
	}
	return strings.Join(out, " ")
}
