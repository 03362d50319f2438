package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/store"
)

// How many messages a card and a record quote, and how much, in characters.
const (
	cardQuotes   = 2
	recordQuotes = 5
	quoteMost    = 600
	quotesMost   = 1200 // of all together
	namesMost    = 300  // of the names of its files
)

// quotes are up to most messages that a request rests on, with who said them, a link, and the names of their files. What was
// said with it or about it comes first.
func quotes(ctx context.Context, tx *store.Tx, at request.Matter, most int) ([]slack.Block, error) {
	r := at.Request
	said, err := tx.AllEvidence(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	said = r.EvidenceTo(at.Reader, at.Product, said)
	each := min(quoteMost, quotesMost/max(1, min(most, len(said))))
	var blocks []slack.Block
	for _, e := range said {
		if len(blocks) == most {
			break
		}
		words := e.Text
		if e.TS == "" { // from a form or a command: the title stands above already
			words = strings.TrimSpace(strings.TrimPrefix(words, r.Title+"\n"))
		}
		if words == r.Title && e.TS == "" {
			continue
		}
		link, err := request.Permalink(ctx, tx, e.Channel, e.TS, threadOf(r, e))
		if err != nil {
			return nil, err
		}
		by := kit.F("%s, %s", kit.User(e.Author), request.When(e.At))
		if len(e.Files) > 0 {
			by = kit.Join(" · ", by, kit.F("with %s", kit.Cut(strings.Join(e.Files, ", "), namesMost)))
		}
		if link != "" {
			by = kit.Join(" · ", by, kit.Link(link, kit.Raw("open the message")))
		}
		quote := kit.Text("")
		if words != "" {
			quote = kit.Quote(words, each)
		}
		blocks = append(blocks, kit.Section(kit.Join("\n", quote, by)))
	}
	return blocks, nil
}
