package demo

import (
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// showModal asks what a user can do now, beginning with what was said before. Whoever works on a private story may not know more
// of it than its id.
func showModal(a agenda, m request.Matter, was ritual.Show) kit.Modal {
	var blocks []slack.Block
	r := m.Request
	r.Title = m.Title()
	if !m.Seen() && m.By != was.By {
		was = ritual.Show{}
	}
	if !m.Request.SeenBy(ritual.Reader{Place: a.p.Channel}, a.p) {
		blocks = append(blocks, kit.Section(kit.F("*%s* is private: in %s the running order has its id and your name, and nothing of what you write here.", r.ID, kit.Channel(a.p.Channel))))
	}
	return request.Form(r, showForm, "Show it", "Save", append(blocks,
		kit.Input("says", "What can a user do now?", kit.Area("says", was.Says, "Support agents can export any list as CSV", ritual.ShowMost)),
		kit.Input("link", "Link", kit.Line("link", was.Link, "https://example.com", 0), kit.Optional(), kit.Hint("Where others can try it, or look at it.")))...)
}

// shownModal says where a story stands in the running order.
func shownModal(a agenda, r ritual.Request) kit.Modal {
	place := 1 + slices.IndexFunc(a.Order, func(one ritual.Shown) bool { return one.Story.Request.ID == r.ID })
	return engine.Note("On the list", kit.Section(kit.F("*%s* is number %d of %d in the demo, %s.", r.ID, place, len(a.Order), whenWords(a))),
		kit.Context(kit.Raw("`/demo` shows the running order")))
}
