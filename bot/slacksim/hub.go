package slacksim

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	maxSockets = 10        // of one app
	maxAck     = 20 * 1024 // bytes; from here on Slack drops an acknowledgment
	ticketFor  = 30 * time.Second
)

// hub holds the app's sockets and what is under way on them.
type hub struct {
	w      *Workspace
	wakeup chan struct{}

	mu      sync.Mutex
	rng     *rand.Rand
	sockets []*socket
	tickets map[string]time.Time
	serial  int
	pending map[string][]*copyOut // by envelope id
	issued  map[string]bool
	double  int // deliveries still to be sent twice
	flying  int // deliveries under way
	retries []retry

	acksLost int        // acknowledgments still to be lost
	holding  []string   // what is held back: kinds and names of deliveries, "" for all
	held     []delivery // what was held back, in order
}

// socket is one connection of the app.
type socket struct {
	id      int
	conn    *websocket.Conn
	wire    *wireConn
	write   sync.Mutex
	leaving bool        // gets no more deliveries
	until   time.Time   // when it is closed, by the workspace's clock; zero: nobody means to
	ghost   atomic.Bool // gone without our knowing: swallows deliveries
	born    time.Time
}

func newHub(w *Workspace) *hub {
	return &hub{
		w: w, wakeup: make(chan struct{}, 1), rng: rand.New(rand.NewPCG(w.cfg.Seed, 7)),
		tickets: map[string]time.Time{}, pending: map[string][]*copyOut{}, issued: map[string]bool{},
	}
}

// wake makes the hub look for retries that have come due.
func (h *hub) wake() {
	select {
	case h.wakeup <- struct{}{}:
	default:
	}
}

// ticket is a single-use path of a socket's address.
func (h *hub) ticket() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.serial++
	t := fmt.Sprintf("%d-%x", h.serial, h.rng.Uint64())
	h.tickets[t] = time.Now().Add(ticketFor)
	return t
}

func (h *hub) redeem(ticket string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	until, ok := h.tickets[ticket]
	delete(h.tickets, ticket)
	return ok && time.Now().Before(until)
}

// ServeHTTP takes a socket.
func (h *hub) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if !h.redeem(r.URL.Query().Get("ticket")) {
		http.Error(rw, "the ticket is used, old or unknown", http.StatusUnauthorized)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(rw, r, nil)
	if err != nil {
		return
	}
	wire, _ := conn.NetConn().(*wireConn)
	if wire != nil {
		wire.watch()
	}
	s := &socket{conn: conn, wire: wire, born: time.Now()}
	n := h.join(s)
	if n == 0 {
		_ = s.send(Block{"type": "disconnect", "reason": "too_many_websockets", "debug_info": Block{"host": "applink-sim"}})
		conn.Close()
		return
	}
	debug := Block{"host": "applink-sim", "started": s.born.Format("2006-01-02 15:04:05.000"), "build_number": 1, "approximate_connection_time": 18060}
	_ = s.send(Block{"type": "hello", "connection_info": Block{"app_id": appID}, "num_connections": n, "debug_info": debug})
	go h.ping(s)
	h.changed()
	h.read(s)
	h.leave(s)
}

// join counts the socket in and returns how many there are, 0 when there are too many.
func (h *hub) join(s *socket) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.sockets) >= maxSockets {
		return 0
	}
	h.serial++
	s.id = h.serial
	h.sockets = append(h.sockets, s)
	return len(h.sockets)
}

// leave forgets a socket that closed; what was under way on it is lost. A ghost stays.
func (h *hub) leave(s *socket) {
	s.conn.Close()
	h.mu.Lock()
	if s.ghost.Load() {
		h.mu.Unlock()
		return
	}
	for i, other := range h.sockets {
		if other == s {
			h.sockets = append(h.sockets[:i:i], h.sockets[i+1:]...)
			break
		}
	}
	for _, copies := range h.pending {
		for _, c := range copies {
			if c.to == s {
				c.settle(outcome{state: lost})
			}
		}
	}
	h.mu.Unlock()
	h.changed()
}

func (h *hub) changed() {
	h.w.mu.Lock()
	defer h.w.mu.Unlock()
	h.w.touch()
}

// send sends a frame. When it fails, the socket is dead, which whoever reads from it sees too.
func (s *socket) send(frame any) error {
	text, err := json.Marshal(frame)
	if err != nil {
		return err
	}
	s.write.Lock()
	defer s.write.Unlock()
	s.conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
	return s.conn.WriteMessage(websocket.TextMessage, text)
}

// ping sends pings until the socket closes. Six without an answer close it.
func (h *hub) ping(s *socket) {
	patience := 6 * h.w.cfg.Pings
	s.conn.SetReadDeadline(time.Now().Add(patience))
	s.conn.SetPongHandler(func(string) error { return s.conn.SetReadDeadline(time.Now().Add(patience)) })
	tick := time.NewTicker(h.w.cfg.Pings)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-h.w.ctx.Done():
			s.conn.Close()
			return
		}
		if s.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(time.Second)) != nil {
			return
		}
	}
}

// read takes acknowledgments until the socket closes.
func (h *hub) read(s *socket) {
	for {
		_, text, err := s.conn.ReadMessage()
		if err != nil {
			if strings.Contains(err.Error(), "timeout") {
				h.w.wrong("socket %d answered no pings", s.id)
			}
			return
		}
		switch {
		case s.wire != nil && s.wire.taken():
			h.w.wrong("socket %d sent an acknowledgment in several frames, which Slack drops", s.id)
		case len(text) >= maxAck:
			h.w.wrong("socket %d sent an acknowledgment of %d bytes; Slack drops it from %d on", s.id, len(text), maxAck)
		default:
			h.acknowledge(s, text)
		}
	}
}
