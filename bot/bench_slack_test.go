package bot

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// A load is as little of Slack as a measurement needs: it opens sockets, sends slash commands over them, waits for the
// acknowledgments, and answers every call of the Web API at once. The simulated workspace checks and keeps all that
// passes, which would be measured too.
type load struct {
	t      testing.TB
	server *httptest.Server
	dialed chan struct{} // one for each socket that was opened
	serial atomic.Int64
	posts  atomic.Int64 // calls of the Web API that a job makes

	// first, where there is one, sees every call of the Web API before it is answered, and may answer it itself. Set it before the app starts.
	first func(w http.ResponseWriter, r *http.Request, method string) (answered bool)

	mu      sync.Mutex
	sockets []*loadSocket
	waiting map[string]chan []byte // by envelope
}

type loadSocket struct {
	mu   sync.Mutex // for writing
	conn *websocket.Conn
}

func newLoad(t testing.TB) *load {
	l := &load{t: t, dialed: make(chan struct{}, 10), waiting: map[string]chan []byte{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", l.call)
	mux.HandleFunc("/link", l.link)
	l.server = httptest.NewServer(mux)
	return l
}

func (l *load) close() {
	l.mu.Lock()
	for _, s := range l.sockets {
		s.conn.Close()
	}
	l.mu.Unlock()
	l.server.Close()
}

// apiURL is what the app is given in place of https://slack.com/api/.
func (l *load) apiURL() string { return l.server.URL + "/api/" }

// call answers a call of the Web API.
func (l *load) call(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	if l.first != nil && l.first(w, r, method) {
		return
	}
	switch method {
	case "auth.test":
		fmt.Fprint(w, `{"ok":true,"url":"https://load.slack.com/","team":"Load","user":"tandem","team_id":"TLOAD","user_id":"UTANDEM","bot_id":"BTANDEM"}`)
	case "apps.connections.open":
		fmt.Fprintf(w, `{"ok":true,"url":"ws%s/link"}`, strings.TrimPrefix(l.server.URL, "http"))
	case "chat.postMessage", "chat.update":
		l.posts.Add(1)
		fmt.Fprintf(w, `{"ok":true,"channel":"%s","ts":"1700000000.%06d"}`, r.PostFormValue("channel"), l.serial.Add(1)%1e6)
	default:
		l.posts.Add(1)
		fmt.Fprint(w, `{"ok":true}`)
	}
}

// link is a socket: it says hello, and reads acknowledgments until the app goes.
func (l *load) link(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s := &loadSocket{conn: conn}
	hello := s.send([]byte(`{"type":"hello","num_connections":1,"connection_info":{"app_id":"ALOAD"},"debug_info":{"host":"load"}}`))
	if hello != nil {
		return
	}
	l.mu.Lock()
	l.sockets = append(l.sockets, s)
	l.mu.Unlock()
	l.dialed <- struct{}{}
	stop := make(chan struct{})
	defer close(stop)
	go s.ping(stop)
	for {
		_, frame, err := conn.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			Envelope string          `json:"envelope_id"`
			Payload  json.RawMessage `json:"payload"`
		}
		if err := json.Unmarshal(frame, &ack); err != nil {
			l.t.Errorf("a frame is no acknowledgment: %s", frame)
		}
		l.mu.Lock()
		waits := l.waiting[ack.Envelope]
		delete(l.waiting, ack.Envelope)
		l.mu.Unlock()
		if waits != nil {
			waits <- ack.Payload
		}
	}
}

func (s *loadSocket) send(frame []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn.WriteMessage(websocket.TextMessage, frame)
}

// ping keeps the app from taking the socket for dead.
func (s *loadSocket) ping(stop <-chan struct{}) {
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if s.conn.WriteControl(websocket.PingMessage, []byte("load"), time.Now().Add(time.Second)) != nil {
				return
			}
		case <-stop:
			return
		}
	}
}

// await waits until so many sockets are open.
func (l *load) await(sockets int) {
	for range sockets {
		select {
		case <-l.dialed:
		case <-time.After(10 * time.Second):
			l.t.Fatal("the app did not open its sockets")
		}
	}
}

// request is somebody typing /request. It returns how long the acknowledgment took, and what it said.
func (l *load) request(person, words string) (time.Duration, []byte) {
	return l.deliver("slash_commands", true, fmt.Appendf(nil, `{`+
		`"token":"load","team_id":"TLOAD","team_domain":"load","channel_id":%q,"channel_name":"atlas","user_id":%q,"user_name":"somebody",`+
		`"command":"/request","text":%q,"api_app_id":"ALOAD","is_enterprise_install":"false",`+
		`"response_url":"https://hooks.slack.com/commands/TLOAD/1/x","trigger_id":"1.1.x"}`, loadChannel, person, words))
}

// deliver sends an envelope. It returns how long the acknowledgment took, and what it said.
func (l *load) deliver(kind string, accepts bool, payload []byte) (time.Duration, []byte) {
	n := l.serial.Add(1)
	envelope := fmt.Sprintf("%08x-10ad-4000-8000-%012x", n, n)
	frame := fmt.Appendf(nil, `{"envelope_id":%q,"type":%q,"accepts_response_payload":%t,"payload":%s}`, envelope, kind, accepts, payload)
	answer := make(chan []byte, 1)
	l.mu.Lock()
	l.waiting[envelope] = answer
	s := l.sockets[int(n)%len(l.sockets)]
	l.mu.Unlock()
	begun := time.Now()
	if err := s.send(frame); err != nil {
		l.t.Error(err)
		return 0, nil
	}
	select {
	case said := <-answer:
		return time.Since(begun), said
	case <-time.After(10 * time.Second):
		l.t.Error("a delivery was not acknowledged")
		return 0, nil
	}
}
