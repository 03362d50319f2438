package standup

import (
	"context"
	"errors"
	"time"

	"tandem/store"
)

// What standups ask of Slack, they ask one after the other, all of a workspace together: a hundred standups at half past nine are as many
// messages as one of all their people, and Slack has one limit for both. What anybody else waits for finds room beside it.

// A large standup is asked in parts: as many as atOnce in a tick, and the next ones once those have had their time. 2,000 people are asked
// within nine minutes.
const (
	atOnce    = 120
	perSecond = 4
	apart     = time.Second / perSecond // of the 300 messages a minute that Slack takes at least, 60 are left to others
	partEvery = atOnce * apart

	homesApart = 1200 * time.Millisecond // of the 100 Home tabs a minute, half
	endsApart  = 2 * time.Second         // of the 50 messages that can be rewritten a minute, 30
)

// The keys under which the store keeps until when the workspace's calls of a sort are spoken for.
const (
	asksUntil  = "standup_asks_until"
	homesUntil = "standup_homes_until"
	endsUntil  = "standup_ends_until" // of questions that are over, which are shown without their buttons
)

// A pace gives out times, each a little later than the one before, whoever got that.
type pace struct {
	key   string
	apart time.Duration
	next  time.Time // not before which
	read  bool
	given bool
}

// slot is the next time.
func (p *pace) slot(ctx context.Context, tx *store.Tx) (at time.Time, err error) {
	if !p.read {
		kept, err := tx.Meta(ctx, p.key)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return at, err
		}
		if until, err := time.Parse(time.RFC3339Nano, kept); err == nil && until.After(p.next) { // else none was given yet
			p.next = until
		}
		p.read = true
	}
	if p.next.Before(tx.Now) {
		p.next = tx.Now
	}
	at, p.given = p.next, true
	p.next = at.Add(p.apart)
	return at, nil
}

// keep keeps what was given out.
func (p *pace) keep(ctx context.Context, tx *store.Tx) error {
	if !p.given {
		return nil
	}
	return tx.SetMeta(ctx, p.key, p.next.Format(time.RFC3339Nano))
}
