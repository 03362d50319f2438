package bot

import (
	"fmt"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// moveModal asks before which story another one should stand. Where there are more than the menu takes, an id can be
// typed.
func moveModal(m request.Matter, others []ritual.Ranked, places map[string]int, more bool, pin ritual.Pin, rd ritual.Reader) kit.Modal {
	opts := make([]kit.Option, 0, len(others))
	for _, o := range others {
		label := fmt.Sprintf("%d. %s  %s", places[o.Request.ID], o.Request.ID, o.Request.TitleTo(rd, m.Product))
		opts = append(opts, kit.Option{Value: o.Request.ID, Label: label})
	}
	var blocks []slack.Block
	if pin.Before != "" {
		blocks = append(blocks, kit.Context(kit.F("%s. A new place takes the place of this one.", pinWords(pin, true))))
	}
	menu := kit.Menu("before", opts, "", "Choose a story of the backlog")
	if more {
		blocks = append(blocks, kit.Input("before", "Place before", menu, kit.Optional()),
			kit.Input("before_id", "Or before another one", kit.Line("before_id", "", "FR-12", 20), kit.Optional(),
				kit.Hint("The menu has the top of the backlog. Any other story goes by its id.")))
	} else {
		blocks = append(blocks, kit.Input("before", "Place before", menu))
	}
	return request.Form(m.Request, moveForm, "Move", "Move", append(blocks,
		kit.Input("reason", "Reason", kit.Area("reason", "", "Why there? Whoever reads the backlog will see it.", 600)))...)
}

// movedModal says where a story stands now.
func movedModal(r, before ritual.Request) kit.Modal {
	return engine.Note("Moved", kit.Section(kit.F("*%s* stands before *%s* now, and moves along with it, until you choose `Unpin`.", r.ID, before.ID)),
		kit.Context(kit.Raw("`/backlog` shows the order")))
}

// pinWords say where somebody put a story, and why where the reader may know.
func pinWords(p ritual.Pin, why bool) kit.Text {
	words := kit.F("moved before *%s* by %s", p.Before, kit.User(p.By))
	if why {
		words += kit.F(": %s", kit.Cut(kit.OneLine(p.Reason), 160))
	}
	return words
}
