package slacksim

import (
	"context"
	"slices"
	"time"
)

// Sockets counts the app's open sockets.
func (w *Workspace) Sockets() int {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	n := 0
	for _, s := range w.hub.sockets {
		if !s.ghost.Load() && !s.leaving {
			n++
		}
	}
	return n
}

// AwaitSockets returns when the app has at least n sockets.
func (w *Workspace) AwaitSockets(ctx context.Context, n int) error {
	return w.WaitFor(ctx, func() bool { return w.Sockets() >= n })
}

// Settle returns when no delivery is under way. Events that wait for their retry do not count.
func (w *Workspace) Settle(ctx context.Context) error {
	return w.WaitFor(ctx, func() bool {
		w.hub.mu.Lock()
		defer w.hub.mu.Unlock()
		return w.hub.flying == 0
	})
}

// Retries counts the events that wait for their next delivery.
func (w *Workspace) Retries() int {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	return len(w.hub.retries)
}

// RetryNow delivers again, at once, every event that waits for its retry.
func (w *Workspace) RetryNow() { w.hub.retryDue(w.Now().Add(24 * time.Hour)) }

// DuplicateNext delivers each of the next n payloads twice: an event with the same event_id and retry_attempt 0 in two
// envelopes, anything else in the same envelope.
func (w *Workspace) DuplicateNext(n int) {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	w.hub.double += n
}

// Disconnect sends every socket a disconnect frame with the reason ("refresh_requested", "link_disabled",
// "warning") and closes it: soon, or after ten seconds of the workspace's time when it is a warning.
func (w *Workspace) Disconnect(reason string) {
	for _, s := range w.hub.all() {
		w.hub.dismiss(s, reason)
	}
}

// DisconnectOldest is Disconnect for the socket that has been open longest.
func (w *Workspace) DisconnectOldest(reason string) {
	for _, s := range w.hub.all()[:min(1, len(w.hub.all()))] {
		w.hub.dismiss(s, reason)
	}
}

// DropSockets cuts every socket's TCP connection without a word.
func (w *Workspace) DropSockets() {
	for _, s := range w.hub.all() {
		s.conn.NetConn().Close()
		w.hub.leave(s)
	}
}

// GhostOldest cuts the oldest socket's connection while Slack believes it to be there: it goes on
// getting its share of deliveries, and they are lost. Exorcise ends that.
func (w *Workspace) GhostOldest() {
	for _, s := range w.hub.all() {
		if !s.ghost.Load() {
			s.ghost.Store(true)
			s.conn.NetConn().Close()
			return
		}
	}
}

// Exorcise forgets the ghosts.
func (w *Workspace) Exorcise() {
	w.hub.mu.Lock()
	w.hub.sockets = slices.DeleteFunc(w.hub.sockets, func(s *socket) bool { return s.ghost.Load() })
	w.hub.mu.Unlock()
	w.hub.changed()
}

func (h *hub) all() []*socket {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.sockets)
}

// warned is how long a socket stays after a warning.
const warned = 10 * time.Second

// dismiss tells a socket to go. After a warning it works on; otherwise it gets no more deliveries but may still acknowledge.
func (h *hub) dismiss(s *socket, reason string) {
	now := h.w.Now()
	h.mu.Lock()
	if reason == "warning" {
		s.until = now.Add(warned)
	} else {
		s.leaving = true
		time.AfterFunc(time.Second, func() { s.conn.Close() })
	}
	h.mu.Unlock()
	_ = s.send(Block{"type": "disconnect", "reason": reason, "debug_info": Block{"host": "applink-sim"}})
	h.changed()
}

// closeDue closes the sockets whose time has come.
func (h *hub) closeDue(now time.Time) {
	for _, s := range h.all() {
		h.mu.Lock()
		due := !s.until.IsZero() && !now.Before(s.until)
		h.mu.Unlock()
		if due {
			s.conn.Close()
		}
	}
}
