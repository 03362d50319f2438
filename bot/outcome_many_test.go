package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/store"
)

func TestWhatIsToBeSentOnToManyCustomersIsToldWhole(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.setUp()
		w.types("gwen", "#atlas", "/backlog") // Slack says who she is
		w.asksFor(1, linesMost)
		for i := range linesMost {
			id := ritual.RequestID(int64(i + 1))
			w.changes(func(ctx context.Context, tx *store.Tx) (err error) {
				for c := range 40 {
					_, joined := tx.AddSupporter(ctx, id, ritual.Supporter{Customer: fmt.Sprintf("Customer number %d of many", c), By: w.sim.Person("gwen").ID(), At: tx.Now})
					err = errors.Join(err, joined)
				}
				return err
			})
			w.declines(id, "It serves no objective of ours")
		}
		w.passes(5 * 24 * time.Hour)
		said := w.reads("gwen", "@tandem")
		for i := range linesMost {
			if title := fmt.Sprintf("“Thing number %d”", i+1); !strings.Contains(said, title) {
				t.Errorf("gwen cannot send on %s", title)
			}
		}
		w.seesNot("gwen", "@tandem", " more requests: `/tandem show")
		w.ended()
	})
}
