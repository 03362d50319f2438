package engine

import (
	"context"
	"sync"
)

// liveViews keeps the drawings of open forms in order: an older value is not drawn over a newer one, and no value over
// what a submission is answered with. Forms live for minutes, so only so many are remembered.
type liveViews struct {
	mu    sync.Mutex
	forms map[string]*liveView // by view id
}

type liveView struct {
	newest    string        // the newest action's action_ts
	submitted string        // the newest action before the last submission: what came until then is not drawn any more
	pen       chan struct{} // full while the form is drawn: one drawing at a time
}

// liveMax is how many open forms are remembered.
const liveMax = 1000

// of is a form's place, made when it is new and create is set. mu is held.
func (l *liveViews) of(view string, create bool) *liveView {
	v := l.forms[view]
	if v != nil || !create {
		return v
	}
	if l.forms == nil || len(l.forms) >= liveMax {
		l.forms = map[string]*liveView{}
	}
	v = &liveView{pen: make(chan struct{}, 1)}
	l.forms[view] = v
	return v
}

// draw runs f for an action on a form, unless a newer action or a submission has come in the meantime.
func (l *liveViews) draw(view, ts string, f func()) {
	l.mu.Lock()
	v := l.of(view, true)
	v.newest = max(v.newest, ts)
	l.mu.Unlock()

	v.pen <- struct{}{}
	defer func() { <-v.pen }()
	l.mu.Lock()
	late := ts < v.newest || ts <= v.submitted
	l.mu.Unlock()
	if !late {
		f()
	}
}

// submit has what waits to be drawn on a form give way to the answer of its submission. It waits for a drawing that is
// under way, as long as ctx lasts.
func (l *liveViews) submit(ctx context.Context, view string) {
	l.mu.Lock()
	v := l.of(view, false)
	if v != nil {
		v.submitted = v.newest
	}
	l.mu.Unlock()
	if v == nil {
		return
	}
	select {
	case v.pen <- struct{}{}:
		<-v.pen
	case <-ctx.Done():
	}
}
