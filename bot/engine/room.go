package engine

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"

	"tandem/store"
)

// A room knows whether the disk of the database was full when something was last written. Reading goes on then, so
// nothing else tells.
type room struct{ full atomic.Bool }

// heard takes note of how a transaction that writes ended.
func (r *room) heard(err error) {
	switch {
	case err == nil:
		r.full.Store(false)
	case errors.Is(err, store.ErrFull):
		r.full.Store(true)
	}
}

// metaRoom is written to see whether there is room again.
const metaRoom = "room"

// lookForRoom writes a little while the disk is believed to be full, because it may be long until somebody else does.
func (b *Bot) lookForRoom(ctx context.Context) {
	if !b.room.full.Load() {
		return
	}
	err := b.DB.Update(ctx, func(tx *store.Tx) error { return tx.SetMeta(ctx, metaRoom, strings.Repeat(".", 16<<10)) })
	if err == nil {
		err = b.DB.Update(ctx, func(tx *store.Tx) error { return tx.SetMeta(ctx, metaRoom, "") })
	}
	b.room.heard(err)
}
