package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

func TestAPartOfTheBacklogFitsTheIDOfABlock(t *testing.T) {
	for _, typed := range []string{"", "Acme", "Acme | Söhne 100%", "a%7Cb", strings.Repeat("株式会社", 40), strings.Repeat("👩‍🚀", 40), strings.Repeat("|%", 90),
		strings.Repeat("word ", 40), "\u2068", strings.Repeat("x", 500) + " y"} {
		l := part{product: store.NewID(), objective: store.NewID(), customer: fits(typed), text: fits(typed), offset: 999_999}
		id := l.keep("FR-9999999.99")
		if len(id) > 255 {
			t.Errorf("%q: the id has %d bytes: %s", typed, len(id), id)
		}
		if got := readPart(strings.TrimPrefix(id, engine.WordsKept)); got != l {
			t.Errorf("%q: %+v comes back as %+v", typed, l, got)
		}
		if typed != "" && l.text == "" {
			t.Errorf("%q: nothing is left of it", typed)
		}
	}
	if got, want := readPart("FR-1|P|O|15|Acme"), (part{product: "P", objective: "O", offset: 15, customer: "Acme"}); got != want { // as it was kept before
		t.Errorf("%+v", got)
	}
}

// TestAListOfThousandsIsTurnedFilteredAndShown looks at both ends of a long backlog, and at one that changes meanwhile.
func TestAListOfThousandsIsTurnedFilteredAndShown(t *testing.T) {
	inWorlds(t, func(w *world) {
		const n = 5000
		w.many(n)
		w.update(func(ctx context.Context, tx *store.Tx) error {
			for _, i := range []int64{1, 700, 4000} {
				r, err := tx.Request(ctx, ritual.RequestID(i))
				if err != nil {
					return err
				}
				r.Customer = "Acme"
				if err := tx.KeepRequest(ctx, r); err != nil {
					return err
				}
				if err := tx.AddWords(ctx, r); err != nil {
					return err
				}
			}
			return nil
		})
		w.types("omar", "#atlas", "/backlog")
		w.hears("omar", "#atlas", "1 to 15 of 1,000+", "came in: FR-5000, FR-4999", "and many more", "*1.*  *FR-1*")
		for offset, last := range map[int]bool{n - 20: false, n - 5: true} { // as from the page before
			click := w.about("omar", fmt.Sprint(offset))
			click.Words = strings.TrimPrefix(part{product: w.product("Atlas").ID}.keep(""), engine.WordsKept)
			rep, err := w.clicks(backlogNext, click)
			if err != nil {
				t.Fatal(err)
			}
			blocks, err := json.Marshal(rep.Say.Blocks)
			if err != nil || !strings.Contains(string(blocks), fmt.Sprintf("*FR-%d*", offset+5)) || strings.Contains(string(blocks), "Next 15") == last {
				t.Errorf("the page from %d on: %s %v", offset, blocks, err)
			}
		}
		w.types("omar", "#atlas", "/backlog customer:acme")
		readsInOrder(t, w.last("omar", "#atlas"), "*Filtered: 3 stories*", "*1.*  *FR-1*", "*700.*  *FR-700*", "*1,000+.*  *FR-4000*")
		w.moves("FR-1", "FR-3", "They can wait") // the order changes while somebody reads
		w.types("dev", "#atlas", `/backlog customer:acme text:"wish number"`)
		readsInOrder(t, w.last("dev", "#atlas"), "*Filtered: 3 stories*", "*2.*  *FR-1*", "*700.*  *FR-700*")
		w.presses("dev", "#atlas", "Show to channel")
		readsInOrder(t, w.reads("sam", "#atlas"), "*Filtered: 3 stories*", "only for customers like “acme”, only with “wish number” in them", "shown by @dev")
		w.ended()
	})
}
