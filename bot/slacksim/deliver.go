package slacksim

import (
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"
)

// state is how a delivery ended.
type state int

const (
	acked   state = iota
	ignored       // not acknowledged in time
	lost          // the socket went away
	nobody        // there was no socket
)

type outcome struct {
	state   state
	payload json.RawMessage // of the acknowledgment
}

func (o outcome) err() error {
	switch o.state {
	case ignored, lost:
		return ErrNoResponse
	case nobody:
		return ErrNotConnected
	}
	return nil
}

// copyOut is one copy of a delivery on its way to one socket.
type copyOut struct {
	to    *socket
	taken atomic.Bool
	done  chan outcome // holds one
}

// settle ends the copy's way; only the first call counts, and it returns true.
func (c *copyOut) settle(o outcome) bool {
	if !c.taken.CompareAndSwap(false, true) {
		return false
	}
	c.done <- o
	return true
}

// delivery is what goes to one of the app's sockets.
type delivery struct {
	kind    string // "events_api", "slash_commands", "interactive"
	what    string // for people: "/request", "block_actions story.edit"
	payload Block
	accepts bool // the acknowledgment may carry a payload
	attempt int
	reason  string
}

// deliver sends and waits for the acknowledgment.
func (h *hub) deliver(d delivery) outcome {
	envelope, copies := h.launch(d)
	defer h.land(envelope)
	if len(copies) == 0 {
		return outcome{state: nobody}
	}
	frame := Block{"envelope_id": envelope, "type": d.kind, "payload": d.payload, "accepts_response_payload": d.accepts}
	if d.kind == "events_api" {
		frame["retry_attempt"], frame["retry_reason"] = d.attempt, d.reason
	}
	for _, c := range copies {
		if c.to.ghost.Load() {
			continue
		}
		if err := c.to.send(frame); err != nil {
			c.settle(outcome{state: lost})
		}
	}
	timer := time.NewTimer(h.w.cfg.AckWithin)
	defer timer.Stop()
	return h.gather(d, envelope, copies, timer.C)
}

// gather waits for all copies. The first acknowledgment counts; the others must come too.
func (h *hub) gather(d delivery, envelope string, copies []*copyOut, late <-chan time.Time) outcome {
	var results []outcome
	for _, c := range copies {
		select {
		case o := <-c.done:
			results = append(results, o)
		case <-late:
			late = closed
			o := outcome{state: ignored}
			select {
			case o = <-c.done:
			default:
				if c.to.ghost.Load() {
					o.state = lost
				} else {
					h.w.wrong("%s (%s, envelope %s) was not acknowledged within %s", d.what, d.kind, envelope, h.w.cfg.AckWithin)
				}
			}
			results = append(results, o)
		case <-h.w.ctx.Done():
			return outcome{state: lost}
		}
	}
	for _, o := range results {
		if o.state == acked {
			if len(o.payload) > 0 && !d.accepts {
				h.w.wrong("%s (%s) was acknowledged with a payload, which it does not take", d.what, d.kind)
				o.payload = nil
			}
			return o
		}
	}
	return results[0]
}

var closed = func() chan time.Time { c := make(chan time.Time); close(c); return c }()

// launch chooses a socket for each copy and notes what is to be acknowledged.
func (h *hub) launch(d delivery) (envelope string, copies []*copyOut) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.flying++
	var open []*socket
	for _, s := range h.sockets {
		if !s.leaving {
			open = append(open, s)
		}
	}
	h.serial++
	envelope = fmt.Sprintf("%08x-51a1-4000-8000-%012x", h.serial, h.rng.Uint64()>>16)
	if len(open) == 0 {
		return envelope, nil
	}
	n := 1
	if h.double > 0 {
		h.double--
		n = 2
	}
	for range n {
		copies = append(copies, &copyOut{to: open[h.rng.IntN(len(open))], done: make(chan outcome, 1)})
	}
	h.pending[envelope], h.issued[envelope] = copies, true
	return envelope, copies
}

func (h *hub) land(envelope string) {
	h.mu.Lock()
	delete(h.pending, envelope)
	h.flying--
	h.mu.Unlock()
	h.changed()
}

// acknowledge takes one frame of the app's.
func (h *hub) acknowledge(s *socket, text []byte) {
	var ack struct {
		Envelope string          `json:"envelope_id"`
		Payload  json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(text, &ack); err != nil {
		h.w.wrong("socket %d sent a frame that is not an acknowledgment: %v", s.id, err)
		return
	}
	switch string(ack.Payload) {
	case "null", `""`, "{}": // what libraries send for no payload
		ack.Payload = nil
	}
	h.mu.Lock()
	known := h.issued[ack.Envelope]
	for _, c := range h.pending[ack.Envelope] {
		if c.to == s && c.settle(outcome{state: acked, payload: ack.Payload}) {
			break
		}
	}
	h.mu.Unlock()
	if !known {
		h.w.wrong("socket %d acknowledged the unknown envelope %q", s.id, ack.Envelope)
	}
}
