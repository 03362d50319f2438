package bot

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"tandem/store"
)

// A strict is a load that keeps Slack's limits by a clock that may be wound: as many calls of a method in any minute as its tier
// promises and not one more, one message a second in a conversation, and a form within three seconds of the click.
type strict struct {
	*load
	clock *store.Clock
	heard func(c wireCall) // called with each message that was taken

	mu      sync.Mutex
	minutes map[string][]time.Time // the latest calls that were taken, by method
	rooms   map[string]time.Time   // when a conversation got its last message
	taken   []wireCall             // all that were taken
	refused map[string]int         // calls answered 429, by method
	clicked map[string]time.Time   // by trigger, on the machine's clock
	forms   map[string]openForm    // by trigger
	told    map[string][]string    // what people were told at a response URL, by the trigger of its click
	people  []string               // who users.list tells of
}

// A wireCall is a call of the Web API that was taken.
type wireCall struct {
	method, to, key string // key is that of the message that is posted
	text            string // and this what it says
	at, real        time.Time
}

// An openForm is a form as Slack was sent it.
type openForm struct {
	Callback string `json:"callback_id"`
	Metadata string `json:"private_metadata"`
	late     bool   // its trigger had expired
}

// aMinute is how many calls of a method Slack takes in a minute: its tier, and for messages "several hundred".
var aMinute = map[string]int{
	"chat.postMessage": 300, "chat.update": 50, "chat.postEphemeral": 100, "users.info": 100, "users.list": 20,
	"conversations.info": 50, "conversations.members": 100, "conversations.open": 50,
	"views.open": 100, "views.push": 100, "views.update": 100, "views.publish": 100,
}

func newStrict(l *load, clock *store.Clock, people []string) *strict {
	s := &strict{load: l, clock: clock, people: people, minutes: map[string][]time.Time{}, rooms: map[string]time.Time{}, refused: map[string]int{},
		clicked: map[string]time.Time{}, forms: map[string]openForm{}, told: map[string][]string{}}
	l.first = s.call
	return s
}

// call keeps the limits, and answers what a load does not know.
func (s *strict) call(w http.ResponseWriter, r *http.Request, method string) (answered bool) {
	if err := r.ParseForm(); err != nil {
		s.t.Error(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if trigger, ok := strings.CutPrefix(method, "told/"); ok {
		var said struct {
			Text string `json:"text"`
		}
		if err := json.NewDecoder(r.Body).Decode(&said); err != nil {
			s.t.Error(err)
		}
		s.told[trigger] = append(s.told[trigger], said.Text)
		return true
	}
	c := wireCall{method: method, at: s.clock.Now(), real: time.Now()}
	if method == "chat.postMessage" {
		c.to, c.key, c.text = r.PostFormValue("channel"), keyIn(r.PostForm), r.PostFormValue("text")
	}
	if wait := s.pace(c); wait > 0 {
		s.refused[method]++
		w.Header().Set("Retry-After", fmt.Sprint(wait))
		w.WriteHeader(http.StatusTooManyRequests)
		return true
	}
	s.taken = append(s.taken, c)
	if s.heard != nil && c.method == "chat.postMessage" {
		s.heard(c)
	}
	switch method {
	case "views.open":
		s.open(w, r)
	case "users.list":
		s.list(w)
	case "conversations.info":
		fmt.Fprintf(w, `{"ok":true,"channel":{"id":%q,"name":"atlas","is_channel":true,"is_member":true}}`, r.PostFormValue("channel"))
	default:
		return false
	}
	return true
}

// pace returns after how many seconds a call may come again, 0 where it is taken. mu is held.
func (s *strict) pace(c wireCall) int {
	most, limited := aMinute[c.method]
	if !limited {
		return 0
	}
	in := s.minutes[c.method]
	for len(in) > 0 && c.at.Sub(in[0]) >= time.Minute {
		in = in[1:]
	}
	s.minutes[c.method] = in
	wait := time.Duration(0)
	if len(in) >= most {
		wait = in[0].Add(time.Minute).Sub(c.at)
	}
	if last, ok := s.rooms[c.to]; ok && c.to != "" && c.at.Sub(last) < time.Second {
		wait = max(wait, last.Add(time.Second).Sub(c.at))
	}
	if wait > 0 {
		return int(math.Ceil(wait.Seconds()))
	}
	s.minutes[c.method], s.rooms[c.to] = append(in, c.at), c.at
	return 0
}

// open answers views.open, while the trigger lives. mu is held.
func (s *strict) open(w http.ResponseWriter, r *http.Request) {
	var sent struct {
		Trigger string   `json:"trigger_id"`
		View    openForm `json:"view"`
	}
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		s.t.Error(err)
	}
	sent.View.late = time.Since(s.clicked[sent.Trigger]) > 3*time.Second
	s.forms[sent.Trigger] = sent.View
	if sent.View.late {
		fmt.Fprint(w, `{"ok":false,"error":"expired_trigger_id"}`)
		return
	}
	fmt.Fprintf(w, `{"ok":true,"view":{"id":"V%s"}}`, sent.Trigger)
}

// list answers users.list. mu is held.
func (s *strict) list(w http.ResponseWriter) {
	var all []string
	for _, id := range s.people {
		all = append(all, fmt.Sprintf(`{"id":%q,"team_id":"TLOAD","name":"somebody","real_name":"Person %s","tz":"Europe/Berlin"}`, id, id))
	}
	fmt.Fprintf(w, `{"ok":true,"members":[%s]}`, strings.Join(all, ","))
}

// keyIn is the key that Tandem gave a message.
func keyIn(form url.Values) string {
	var meta struct {
		Payload struct {
			Key string `json:"key"`
		} `json:"event_payload"`
	}
	if json.Unmarshal([]byte(form.Get("metadata")), &meta) != nil {
		return ""
	}
	return meta.Payload.Key
}

// press is somebody pressing a button in their direct messages. It returns how long the acknowledgment took, and the form that opened.
func (s *strict) press(person, action, value string) (took time.Duration, form openForm, opened bool) {
	trigger := fmt.Sprint(s.serial.Add(1))
	s.mu.Lock()
	s.clicked[trigger] = time.Now()
	s.mu.Unlock()
	took, _ = s.deliver("interactive", false, fmt.Appendf(nil, `{"type":"block_actions","user":{"id":%q},"channel":{"id":"D%s","name":"directmessage"},`+
		`"container":{"type":"message","channel_id":"D%s"},"team":{"id":"TLOAD"},"api_app_id":"ALOAD","trigger_id":%q,"response_url":"%s/api/told/%s",`+
		`"actions":[{"type":"button","action_id":%q,"block_id":"b","value":%q,"action_ts":"%d.1"}]}`,
		person, person[1:], person[1:], trigger, s.server.URL, trigger, action, value, s.serial.Load()))
	s.mu.Lock()
	defer s.mu.Unlock()
	form, opened = s.forms[trigger]
	return took, form, opened && !form.late
}

// submit is somebody sending a form. It returns how long the acknowledgment took, and what it said.
func (s *strict) submit(person string, form openForm, fields map[string]string) (time.Duration, []byte) {
	values := map[string]any{}
	for field, words := range fields {
		values[field] = map[string]any{field: map[string]any{"type": "plain_text_input", "value": words}}
	}
	view, err := json.Marshal(map[string]any{"id": fmt.Sprint("V", s.serial.Add(1)), "type": "modal", "callback_id": form.Callback,
		"private_metadata": form.Metadata, "state": map[string]any{"values": values}})
	if err != nil {
		s.t.Error(err)
	}
	return s.deliver("interactive", true, fmt.Appendf(nil, `{"type":"view_submission","user":{"id":%q},"team":{"id":"TLOAD"},"api_app_id":"ALOAD","view":%s}`, person, view))
}
