package bot

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// rowMost is how many characters a row of the backlog has, so that a page of them is one message.
const rowMost = 600

// rowBlocks are the stories of a page, a block each, with the line below which the product's framework did not score.
func rowBlocks(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, l part, ranked []ritual.Ranked, places map[int64]string) ([]slack.Block, error) {
	pins, err := pinningsOf(ctx, tx, p, ranked)
	if err != nil {
		return nil, err
	}
	orders, err := mayOrder(ctx, tx, p, rd.Person)
	if err != nil {
		return nil, err
	}
	var blocks []slack.Block
	line := false
	for i, it := range ranked {
		if !line && standsBelow(ranked[i:], pins, p.Framework) {
			line = true
			blocks = append(blocks, kit.Divider(), kit.Context(kit.F("Below the line: not scored by %s yet, in the old order", ritual.Frameworks[p.Framework].Name)))
		}
		row := rankedRow(places[it.Request.Number], it, pins[it.Request.ID], p, rd)
		if !orders {
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

// mayOrder reports whether somebody gets the menus of the backlog: the PO and their stand-in, and whoever acts for them now.
func mayOrder(ctx context.Context, tx *store.Tx, p ritual.Product, person string) (bool, error) {
	if person == "" || person == p.PO || person == p.Settings.POStandIn {
		return person != "", nil
	}
	heads, err := request.HeadsOf(ctx, tx, p)
	if err != nil {
		return false, err
	}
	of := ritual.Request{Product: p.ID, Status: ritual.Backlog}
	return ritual.May(ritual.ToMove, ritual.Case{Who: heads.Of(person), Product: p, Request: of, People: heads, Now: tx.Now}) == nil, nil
}

// A pinning is what a pin does to its story now.
type pinning struct {
	holds bool
	rests kit.Text // why it does not, where it does not
}

// pinningsOf are those of the stories that are pinned.
func pinningsOf(ctx context.Context, tx *store.Tx, p ritual.Product, ranked []ritual.Ranked) (map[string]pinning, error) {
	all := map[string]pinning{}
	var pins []ritual.Ranked
	for _, it := range ranked {
		if it.Pin.Before == "" {
			continue
		}
		if pins == nil {
			every, err := tx.Pins(ctx, p.ID)
			if err != nil {
				return nil, err
			}
			pins = ritual.Held(every)
		}
		neighbor, err := tx.Request(ctx, it.Pin.Before)
		if err != nil {
			return nil, err
		}
		inCircle := !slices.ContainsFunc(pins, func(pin ritual.Ranked) bool { return pin.Request.ID == it.Request.ID })
		switch {
		case neighbor.Product != p.ID || neighbor.Status != ritual.Backlog:
			all[it.Request.ID] = pinning{rests: kit.F("its pin before *%s* rests: that left the backlog (%s)", neighbor.ID, neighbor.Standing().String())}
		case inCircle:
			all[it.Request.ID] = pinning{rests: kit.F("its pin before *%s* rests: it leads in a circle", neighbor.ID)}
		default:
			all[it.Request.ID] = pinning{holds: true}
		}
	}
	return all, nil
}

// standsBelow reports whether the first of some stories stands among those that another framework scored, or none. One
// that is held by its pin stands with the story that it is held before.
func standsBelow(from []ritual.Ranked, pins map[string]pinning, f ritual.FrameworkID) bool {
	for _, it := range from {
		if !pins[it.Request.ID].holds {
			return it.Score.Framework != f
		}
	}
	return false
}

// rankedRow is one story of the backlog with the reason for its place.
func rankedRow(place string, it ritual.Ranked, pin pinning, p ritual.Product, rd ritual.Reader) kit.Text {
	head := kit.F("*%s.*  ", place) + request.Dotted(kit.F("*%s*  %s", it.Request.ID, kit.OneLine(it.Request.TitleTo(rd, p))), kit.T(ritual.Points(it.Request.Points)))
	why := kit.T(it.Score.Why())
	if why == "" {
		why = kit.Raw("not scored yet")
	}
	if pin.holds {
		why = request.Dotted(pinWords(it.Pin, it.Request.WholeTo(rd, p)), why)
	} else {
		why = request.Dotted(why, pin.rests)
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
