package slacksim

import (
	"encoding/json"
	"fmt"
	"time"
)

// retryAfter is when Slack delivers an unacknowledged event again, counted from each failure.
var retryAfter = []time.Duration{0, time.Minute, 5 * time.Minute}

// retry is an event that waits for its next delivery.
type retry struct {
	due time.Time
	d   delivery
}

// event puts an event out if the app hears of it. mu is held.
func (w *Workspace) event(kind string, event Block) {
	if w.manifest.hears(kind) {
		w.emit(kind, event)
	}
}

func (w *Workspace) emit(kind string, event Block) {
	if event["type"] == nil {
		event["type"] = kind
	}
	if event["event_ts"] == nil {
		event["event_ts"] = w.stamp()
	}
	now := w.nowLocked().Unix()
	shared := false
	if id, ok := event["channel"].(string); ok && w.channelByID(id) != nil {
		shared = w.channelByID(id).Shared
	}
	w.outbox = append(w.outbox, Block{
		"token": "sim", "team_id": TeamID, "context_team_id": TeamID, "context_enterprise_id": nil, "api_app_id": appID,
		"event": event, "type": "event_callback", "event_id": fmt.Sprintf("Ev0SIM%05d", w.next()), "event_time": now,
		"authorizations":        []any{Block{"enterprise_id": nil, "team_id": TeamID, "user_id": botUser, "is_bot": true, "is_enterprise_install": false}},
		"is_ext_shared_channel": shared, "event_context": fmt.Sprintf("4-sim%d", w.next()),
	})
}

// deliverEvents delivers events one after the other and waits for their acknowledgments.
func (w *Workspace) deliverEvents(events []Block) {
	for _, e := range events {
		inner, _ := e["event"].(Block)
		w.hub.deliverEvent(delivery{kind: "events_api", what: fmt.Sprint(inner["type"]), payload: e})
	}
}

// deliverLater is deliverEvents behind the back of a request of the app's.
func (w *Workspace) deliverLater(events []Block) {
	if len(events) == 0 {
		return
	}
	w.hub.mu.Lock()
	w.hub.flying++
	w.hub.mu.Unlock()
	go func() {
		w.deliverEvents(events)
		w.hub.land(nil)
	}()
}

// deliverEvent delivers once and plans the retry if that fails. What is held back has not failed yet.
func (h *hub) deliverEvent(d delivery) {
	if o := h.deliver(d); o.state == acked || o.state == late || d.attempt >= len(retryAfter) {
		return
	}
	due := h.w.Now().Add(retryAfter[d.attempt])
	d.attempt, d.reason = d.attempt+1, "timeout"
	h.mu.Lock()
	h.retries = append(h.retries, retry{due: due, d: d})
	h.mu.Unlock()
	h.wake()
}

// run delivers retries when they come due, and closes the sockets that were warned, until the workspace closes.
func (h *hub) run() {
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-h.wakeup:
		case <-h.w.ctx.Done():
			return
		}
		now := h.w.Now()
		h.retryDue(now)
		h.closeDue(now)
	}
}

// retryDue delivers what is due at that time.
func (h *hub) retryDue(now time.Time) {
	h.mu.Lock()
	var later []retry
	var due []delivery
	for _, r := range h.retries {
		if r.due.After(now) {
			later = append(later, r)
		} else {
			due = append(due, r.d)
		}
	}
	h.retries = later
	h.flying += len(due)
	h.mu.Unlock()
	for _, d := range due {
		go func() {
			h.deliverEvent(d)
			h.land(nil)
		}()
	}
}

// Emit delivers an event whatever the manifest says. It takes the inner event: JSON text or something that becomes JSON.
func (w *Workspace) Emit(event any) error {
	text, ok := event.([]byte)
	if s, is := event.(string); is {
		text, ok = []byte(s), true
	}
	if !ok {
		var err error
		if text, err = json.Marshal(event); err != nil {
			return fmt.Errorf("slacksim: event: %w", err)
		}
	}
	var inner Block
	if err := json.Unmarshal(text, &inner); err != nil {
		return fmt.Errorf("slacksim: event: %w", err)
	}
	w.deliverEvents(w.change(func() { w.emit(fmt.Sprint(inner["type"]), inner) }))
	return nil
}
