package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// acker sends an envelope's acknowledgment, with a payload where there is one.
type acker func(payload any) error

// route handles one delivery to its end: facts, transaction, form, acknowledgment. A panic on the way is one failed
// envelope, not a dead bot.
func (b *Bot) route(ctx context.Context, d delivery, ack acker) {
	defer b.calm.disturb()()
	ctx, cancel := context.WithTimeout(ctx, b.waits.handle)
	defer cancel()
	acked := false
	once := func(payload any) error { acked = true; return ack(payload) }
	err := b.safely(func() error { b.handle(ctx, d, once); return nil })
	if err == nil {
		return
	}
	b.failed(d, err)
	if !acked {
		b.acknowledge(d, ack, nil)
	}
}

func (b *Bot) handle(ctx context.Context, d delivery, ack acker) {
	d.in.Who.ID = d.in.By // whatever else the route declares to know of them
	if d.live.Live != nil {
		b.redraw(ctx, d, ack)
		return
	}
	if d.kind == aSubmit {
		b.quiet(ctx, d.in.viewID)
	}
	var rep Reply
	var old []byte
	err := b.safely(func() (err error) { rep, old, err = b.decide(ctx, &d); return err })
	b.metrics.delivered(d.kind, old != nil, err)
	if err == nil && old != nil {
		b.acknowledge(d, ack, json.RawMessage(old))
		return
	}
	if b.refusedBefore(ctx, d, err) {
		b.acknowledge(d, ack, nil)
		return
	}
	b.answer(ctx, d, ack, rep, err)
}

// refusedBefore reports whether a click was refused when it came before, and remembers that it is refused now: a refusal
// undoes the mark of its delivery, and what is said of a click does not ride in the acknowledgment.
func (b *Bot) refusedBefore(ctx context.Context, d delivery, refused error) (seen bool) {
	if d.kind != anAction && d.kind != aShortcut || len(ritual.Refusals(refused)) == 0 {
		return false
	}
	err := b.DB.Update(ctx, func(tx *store.Tx) (err error) {
		if _, seen, err = tx.Receive(ctx, d.key); err != nil || seen {
			return err
		}
		return tx.MarkSeen(ctx, d.key, nil)
	})
	if err != nil {
		b.Log.Warn("a refusal may be said twice", "by", d.in.By, "err", err)
		return false
	}
	return seen
}

// decide runs the handler in a transaction, with d's facts filled in. old is the answer that this delivery got before, when it came before.
func (b *Bot) decide(ctx context.Context, d *delivery) (rep Reply, old []byte, err error) {
	learned, err := b.facts(ctx, d)
	if err != nil {
		return Reply{}, nil, err
	}
	err = b.DB.Update(ctx, func(tx *store.Tx) error {
		rep, old = Reply{}, nil
		was, seen, err := tx.Receive(ctx, d.key)
		if err != nil {
			return err
		}
		if seen {
			old = append([]byte{}, or2(was, noPayload)...)
			return nil
		}
		if err := b.keepLearned(ctx, tx, learned); err != nil {
			return err
		}
		if rep, err = d.do(ctx, tx, d.in); err != nil {
			return err
		}
		if err := leaveWhisper(ctx, tx, *d, rep); err != nil {
			return err
		}
		return tx.MarkSeen(ctx, d.key, remembered(*d, rep))
	})
	b.room.heard(err)
	return rep, old, err
}

// noPayload is the acknowledgment that says nothing but "taken".
var noPayload = []byte("null")

func or2(a, b []byte) []byte {
	if len(a) > 0 {
		return a
	}
	return b
}

// remembered is what a second delivery of d is answered: the same as the first, where the answer rides in the
// acknowledgment. Of an event it is the answer that a job shows.
func remembered(d delivery, rep Reply) []byte {
	var payload any
	switch {
	case d.kind == aCommand || d.kind == aSubmit:
		payload, _ = ackPayload(d, rep)
	case d.kind == anEvent && rep.Say != nil:
		payload = whispered(d, *rep.Say)
	default:
		return nil
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		return nil
	}
	return raw
}

// redraw shows a form anew from what it holds: a live value. It writes nothing, and only the newest state of a form
// is shown. The acknowledgment does not wait for it.
func (b *Bot) redraw(ctx context.Context, d delivery, ack acker) {
	done, ok := b.after.Try()
	if ok {
		defer done()
	}
	b.acknowledge(d, ack, nil)
	b.metrics.delivered(d.kind, false, nil)
	if !ok {
		return // the next value is drawn
	}
	b.live.draw(d.in.viewID, d.acts, func() { b.drawAnew(context.WithoutCancel(ctx), d) })
}

// quiet keeps live values that are still to be drawn from covering what a submission is answered with.
func (b *Bot) quiet(ctx context.Context, view string) {
	ctx, cancel := context.WithTimeout(ctx, b.waits.quiet)
	defer cancel()
	b.live.submit(ctx, view)
}

func (b *Bot) drawAnew(ctx context.Context, d delivery) {
	ctx, cancel := context.WithTimeout(ctx, b.waits.after) // it is acknowledged: Slack's three seconds do not count
	defer cancel()
	var m kit.Modal
	err := b.safely(func() error {
		return b.DB.View(ctx, func(tx *store.Tx) (err error) {
			m, err = d.live.Live(ctx, tx, d.in)
			return err
		})
	})
	if err != nil {
		if ritual.Refusals(err) == nil {
			b.failed(d, err)
		}
		return
	}
	// No hash: the person may have typed on. What counts is computed when the form is submitted, so a lost update
	// costs nothing but a stale line.
	if _, err := b.API.UpdateViewContext(ctx, m.Request(), "", "", d.in.viewID); err != nil {
		b.Log.Debug("a live value was not shown", "view", d.in.viewID, "err", err)
	}
}

// safely turns a panic into an error.
func (b *Bot) safely(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return f()
}

// failed logs what is no refusal, once.
func (b *Bot) failed(d delivery, err error) {
	b.counts.failed.Add(1)
	b.Log.Error("a delivery failed", "kind", d.kind.String(), "by", d.in.By, "err", err)
}

func (k deliveryKind) String() string {
	return [...]string{"command", "action", "shortcut", "submit", "event"}[k]
}

// excuse is what the person reads when something failed.
func excuse(err error) *ritual.Refusal {
	if errors.Is(err, store.ErrUnsure) {
		return ritual.Refuse("I lost my database at that very moment, and cannot tell whether that was kept. Please try once more: what is there already is not kept twice.")
	}
	if errors.Is(err, store.ErrBusy) || errors.Is(err, context.DeadlineExceeded) {
		return ritual.Refuse("I am busy just now, and nothing was changed. Please try once more.")
	}
	return ritual.Refuse("Something went wrong on my side, and nothing was changed. Please try once more; if it happens again, tell whoever runs Tandem.")
}
