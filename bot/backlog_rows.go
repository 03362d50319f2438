package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// rowMost is how many characters a row of the backlog has, so that a page of them is one message.
const rowMost = 600

// rowBlocks are the stories of a page, a block each, with the line below which the product's framework did not score.
func rowBlocks(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, l part, ranked []ritual.Ranked) ([]slack.Block, error) {
	held, err := heldAmong(ctx, tx, p, ranked)
	if err != nil {
		return nil, err
	}
	var blocks []slack.Block
	line := false
	for i, it := range ranked {
		if !line && standsBelow(ranked[i:], held, p.Framework) {
			line = true
			blocks = append(blocks, kit.Divider(), kit.Context(kit.F("Below the line: not scored by %s yet, in the old order", ritual.Frameworks[p.Framework].Name)))
		}
		place := l.offset + i + 1
		if l.narrowed() { // its place in the whole is another
			place = 0
		}
		row := rankedRow(place, it, held[it.Request.ID], p, rd)
		if rd.Person == "" || rd.Person != p.PO && rd.Person != p.Settings.POStandIn {
			blocks = append(blocks, kit.Section(row))
			continue
		}
		b := kit.SectionWith(row, rowMenu(it))
		if s, ok := b.(*slack.SectionBlock); ok {
			s.BlockID = l.keep(it.Request.ID)
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

// heldAmong are those stories whose pins hold them in their places.
func heldAmong(ctx context.Context, tx *store.Tx, p ritual.Product, ranked []ritual.Ranked) (map[string]bool, error) {
	held := map[string]bool{}
	var pins []ritual.Ranked
	for _, it := range ranked {
		if it.Pin.Before == "" {
			continue
		}
		if pins == nil {
			all, err := tx.Pins(ctx, p.ID)
			if err != nil {
				return nil, err
			}
			pins = ritual.Held(all)
		}
		neighbor, err := tx.Request(ctx, it.Pin.Before)
		if err != nil {
			return nil, err
		}
		inCircle := true
		for _, pin := range pins {
			inCircle = inCircle && pin.Request.ID != it.Request.ID
		}
		held[it.Request.ID] = !inCircle && neighbor.Product == p.ID && neighbor.Status == ritual.Backlog
	}
	return held, nil
}

// standsBelow reports whether the first of some stories stands among those that another framework scored, or none. One
// that is held by its pin stands with the story that it is held before.
func standsBelow(from []ritual.Ranked, held map[string]bool, f ritual.FrameworkID) bool {
	for _, it := range from {
		if !held[it.Request.ID] {
			return it.Score.Framework != f
		}
	}
	return false
}

// rankedRow is one story of the backlog with the reason for its place. A place of 0 is not shown.
func rankedRow(place int, it ritual.Ranked, held bool, p ritual.Product, rd ritual.Reader) kit.Text {
	head := dotted(kit.F("*%s*  %s", it.Request.ID, kit.OneLine(it.Request.TitleTo(rd, p))), kit.T(ritual.Points(it.Request.Points)))
	if place > 0 {
		head = kit.F("*%d.*  ", place) + head
	}
	why := kit.T(it.Score.Why())
	if why == "" {
		why = kit.Raw("not scored yet")
	}
	switch whole := it.Request.WholeTo(rd, p); {
	case held:
		why = dotted(pinWords(it.Pin, whole), why)
	case it.Pin.Before != "":
		why = dotted(why, kit.F("its pin before %s cannot hold now", it.Pin.Before))
	}
	return kit.Join("\n     ", head, why).Cut(rowMost)
}

// rowMenu is what the PO can do with a story.
func rowMenu(it ritual.Ranked) slack.BlockElement {
	option := func(what, label string) kit.Option {
		return kit.Option{Value: what + " " + it.Request.ID, Label: label}
	}
	opts := []kit.Option{option(rowPrioritize, "Prioritize"), option(rowMove, "Move…")}
	if it.Pin.Before != "" {
		opts = append(opts, option(rowUnpin, "Unpin"))
	}
	return kit.Overflow(backlogRow, opts...)
}
