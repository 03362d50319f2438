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
	late          // it is still on its way when the person gives up
)

type outcome struct {
	state   state
	payload json.RawMessage // of the acknowledgment
}

func (o outcome) err() error {
	switch o.state {
	case ignored, lost, late:
		return ErrNoResponse
	case nobody:
		return ErrNotConnected
	}
	return nil
}

// copyOut is one copy of a delivery on its way to one socket.
type copyOut struct {
	envelope string
	to       *socket
	taken    atomic.Bool
	done     chan outcome // holds one
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
	if h.hold(d) {
		return outcome{state: late}
	}
	copies := h.launch(d)
	defer h.land(copies)
	if len(copies) == 0 {
		return outcome{state: nobody}
	}
	for _, c := range copies {
		if c.to.ghost.Load() {
			c.settle(outcome{state: lost})
			continue
		}
		frame := Block{"envelope_id": c.envelope, "type": d.kind, "payload": d.payload, "accepts_response_payload": d.accepts}
		if d.kind == "events_api" {
			frame["retry_attempt"], frame["retry_reason"] = d.attempt, d.reason
		}
		if err := c.to.send(frame); err != nil {
			c.settle(outcome{state: lost})
		}
	}
	timer := time.NewTimer(h.w.cfg.AckWithin)
	defer timer.Stop()
	return h.gather(d, copies, timer.C)
}

// gather waits for all copies. The first acknowledgment counts; the others must come too.
func (h *hub) gather(d delivery, copies []*copyOut, late <-chan time.Time) outcome {
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
					h.w.wrong("%s (%s, envelope %s) was not acknowledged within %s", d.what, d.kind, c.envelope, h.w.cfg.AckWithin)
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

// launch chooses a socket for each copy and notes what is to be acknowledged. The copies of an event come in envelopes of
// their own.
func (h *hub) launch(d delivery) (copies []*copyOut) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.flying++
	var open []*socket
	for _, s := range h.sockets {
		if !s.leaving {
			open = append(open, s)
		}
	}
	if len(open) == 0 {
		return nil
	}
	n := 1
	if h.double > 0 {
		h.double--
		n = 2
	}
	envelope := ""
	for range n {
		if envelope == "" || d.kind == "events_api" {
			h.serial++
			envelope = fmt.Sprintf("%08x-51a1-4000-8000-%012x", h.serial, h.rng.Uint64()>>16)
		}
		c := &copyOut{envelope: envelope, to: open[h.rng.IntN(len(open))], done: make(chan outcome, 1)}
		copies = append(copies, c)
		h.pending[envelope], h.issued[envelope] = append(h.pending[envelope], c), true
	}
	return copies
}

// land ends a delivery that was under way in these copies.
func (h *hub) land(copies []*copyOut) {
	h.mu.Lock()
	for _, c := range copies {
		delete(h.pending, c.envelope)
	}
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
	arrived := outcome{state: acked, payload: ack.Payload}
	if h.acksLost > 0 && known {
		h.acksLost--
		arrived = outcome{state: lost}
	}
	for _, c := range h.pending[ack.Envelope] {
		if c.to == s && c.settle(arrived) {
			break
		}
	}
	h.mu.Unlock()
	if !known {
		h.w.wrong("socket %d acknowledged the unknown envelope %q", s.id, ack.Envelope)
	}
}
