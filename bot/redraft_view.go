package bot

import (
	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
)

// redraftModal asks what a new draft should have different, and whether it may replace what a person wrote.
func redraftModal(r ritual.Request, s ritual.Story, wish ritual.Redraft, note string, model bool) kit.Modal {
	var blocks []slack.Block
	if wish.By != "" {
		blocks = append(blocks, kit.Context(kit.F("The model is asked for a new draft already, for %s. What you send takes the place of that.", kit.User(wish.By))))
	}
	hint := "Empty: it is drafted from what was said and answered."
	if !model {
		hint = "No model is on, and only a model can follow a note: leave this empty. The draft is made from what was said and answered."
	}
	blocks = append(blocks, kit.Input("note", "What should change?", kit.Area("note", note, "Shorter, and about exports only", ritual.NoteMax), kit.Optional(), kit.Hint(hint)))
	if s.Origin == ritual.FromPerson {
		blocks = append(blocks, kit.Section(kit.F("*%s.* A new draft takes the place of this version. It stays in `History`, from where `Restore` brings it back.", writtenBy(s))),
			kit.Input("sure", "Replace it?", kit.Checks("sure", []kit.Option{{Value: "yes", Label: "Yes, the draft may take its place"}}, nil), kit.Optional()))
	}
	m := request.Form(r, redraftForm, "Redraft", "Redraft", blocks...)
	m.Data = engine.FormData{Subject: r.ID, Version: s.Version}.Encode()
	return m
}

// redraftingModal says that the model is asked.
func redraftingModal(r ritual.Request) kit.Modal {
	return engine.Note("Redraft", kit.Section(kit.F("The model is asked for a new draft of *%s*. That takes a minute or so; I tell you when it is there. Until then the story stays as it is.", r.ID)))
}

// redraftedModal says that the template has drafted anew.
func redraftedModal(r ritual.Request, kept ritual.Story) kit.Modal {
	return engine.Note("Redraft", kit.Section(kit.F("The story of *%s* is drafted anew from what was said and answered: it is version %d. `History` has what changed.", r.ID, kept.Version)))
}

// sameDraftModal says that a new draft would read as the present one.
func sameDraftModal(r ritual.Request) kit.Modal {
	return engine.Note("Redraft", kit.Section(kit.F("Nothing was said or answered since *%s* was drafted, so a new draft reads the same. `Edit story` lets you write it.", r.ID)))
}
