package sprint

import (
	"cmp"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// nobody is the option of a menu of people that is none of them.
const nobody = "nobody"

// undoneModal asks what is left of a story, which may stay open.
func undoneModal(t task) kit.Modal {
	return t.form(undoneForm, "Not done yet", "Put back to work",
		kit.Input("reason", "What is left?", kit.Area("reason", "", "", 600), kit.Optional()))
}

// ownerModal asks who works on a story. Whoever cannot be chosen any more is not offered.
func ownerModal(t task, crew request.Crew) kit.Modal {
	var opts []kit.Option
	for _, id := range t.Product.Workers() {
		if crew.Of(id).Kind != ritual.Gone {
			opts = append(opts, kit.Option{Value: id, Label: crew.Name(id)})
		}
	}
	opts = append(opts[:min(len(opts), 99)], kit.Option{Value: nobody, Label: "Nobody"})
	return t.form(ownerForm, "Owner", "Save", kit.Input("owner", "Who works on it?", kit.Menu("owner", opts, cmp.Or(t.in.Owner, nobody), "")))
}

// form is a form about the story, with its title as whoever opens it may know it.
func (t task) form(id, title, submit string, blocks ...slack.Block) kit.Modal {
	r := t.Request
	r.Title = t.Title()
	return request.Form(r, id, title, submit, blocks...)
}
