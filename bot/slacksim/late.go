package slacksim

import "slices"

// Order says in which order Release delivers.
type Order int

const (
	// InOrder delivers what was first, first.
	InOrder Order = iota
	// Reversed delivers what was last, first.
	Reversed
	// Shuffled delivers in an order that Config.Seed decides.
	Shuffled
)

// Hold keeps deliveries from arriving until Release: those of these kinds ("events_api", "slash_commands", "interactive")
// or names ("app_mention", "/request"), or all when none is given. Whoever acts meanwhile gets Slack's error for an app
// that does not respond, and the app hears of it all the same, only later.
func (w *Workspace) Hold(what ...string) {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	if len(what) == 0 {
		what = []string{""}
	}
	w.hub.holding = append(w.hub.holding, what...)
}

// Held counts the deliveries that are held back.
func (w *Workspace) Held() int {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	return len(w.hub.held)
}

// Release delivers what was held back, each after the one before is acknowledged, and holds nothing back any more.
func (w *Workspace) Release(order Order) {
	h := w.hub
	h.mu.Lock()
	held := h.held
	h.held, h.holding = nil, nil
	switch order {
	case Reversed:
		slices.Reverse(held)
	case Shuffled:
		h.rng.Shuffle(len(held), func(i, j int) { held[i], held[j] = held[j], held[i] })
	}
	h.mu.Unlock()
	for _, d := range held {
		if d.kind == "events_api" {
			h.deliverEvent(d)
		} else {
			h.deliver(d) // nobody waits for the answer any more
		}
	}
}

// hold keeps a delivery back if that is asked for.
func (h *hub) hold(d delivery) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !slices.ContainsFunc(h.holding, func(what string) bool { return what == "" || what == d.kind || what == d.what }) {
		return false
	}
	h.held = append(h.held, d)
	return true
}

// LoseAcks loses the app's next n acknowledgments on their way: an event comes again, anything else fails for the person.
func (w *Workspace) LoseAcks(n int) {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	w.hub.acksLost += n
}
