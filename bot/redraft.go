package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// Redraft has a story drafted anew because somebody asks for it, by the model where there is one, else by template. What a
// person wrote is replaced only where whoever asks says so.

// The ids of redrafts. Old messages carry them: they are never renamed.
const (
	redraftOpen = "story.redraft"
	redraftForm = "story.redraft.form"
	redraftTold = "redraft_told"
)

func redraftRitual() engine.Ritual {
	return engine.Ritual{
		Actions:  []engine.Action{request.Click(redraftOpen, ritual.ToRedraft, openRedraft)},
		Submits:  []engine.Submit{request.Submit(redraftForm, ritual.ToRedraft, submitRedraft)},
		Messages: []engine.MessageKind{{Kind: redraftTold, Says: redraftWords}},
	}
}

// openRedraft asks what should change, where there is a model to follow it.
func openRedraft(ctx context.Context, tx *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	s, err := request.StoryOf(ctx, tx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	if !s.Drafted() {
		return engine.Reply{}, ritual.Refuse("%s has no story yet. `Draft story` makes one.", m.Request.ID)
	}
	model, err := drafts(ctx, tx, m.Product)
	if err != nil {
		return engine.Reply{}, err
	}
	wish, err := redraftOf(ctx, tx, m.Request.ID)
	return engine.Open(redraftModal(m.Request, s, wish, wish.Note, model)), err
}

// drafts reports whether a model drafts the stories of a product.
func drafts(ctx context.Context, tx *store.Tx, p ritual.Product) (bool, error) {
	model, err := request.HasModel(ctx, tx)
	return model && !p.Settings.NoModel, err
}

// submitRedraft leaves it to the model to draft the story anew, or has the template do it at once.
func submitRedraft(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	s, err := request.StoryOf(ctx, tx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	model, err := drafts(ctx, tx, m.Product)
	if err != nil {
		return engine.Reply{}, err
	}
	note := in.Fields.One("note")
	if s.Origin == ritual.FromPerson && s.Version != in.Data.Version { // somebody wrote since: they are to see that first
		return engine.Reply{}, engine.Again{Refusal: ritual.Refuse("Somebody edited the story meanwhile."),
			Form: redraftModal(m.Request, s, ritual.Redraft{}, note, model)}
	}
	wish, err := ritual.AskRedraft(m.Request, s, note, in.Fields.One("sure") != "", model, in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	if model {
		return engine.Open(redraftingModal(m.Request)), errors.Join(tx.KeepRedraft(ctx, wish), redraft(ctx, tx, m.Request.ID), request.ShowAnew(ctx, tx, m.Product, m.Request))
	}
	anew, err := byTemplate(ctx, tx, m.Request, s)
	if err != nil {
		return engine.Reply{}, err
	}
	if anew = wish.Asked(anew, prompts.NoteSource); anew.Repeats(m.Request.Kind, s) {
		return engine.Open(sameDraftModal(m.Request)), nil
	}
	kept, err := keepVersion(ctx, tx, m, anew)
	return engine.Open(redraftedModal(m.Request, kept)), err
}

// A wishEnd is why a wish for a redraft ends without one.
type wishEnd string

// The ends of a wish that are told. Messages carry them: they are never renamed.
const (
	wishEdited wishEnd = "edited" // somebody wrote meanwhile
	wishMoved  wishEnd = "moved"  // the request is past the statuses at which a story is redrafted
	wishOff    wishEnd = "off"    // there is no model any more
	wishSame   wishEnd = "same"   // the model drafted the same words
	wishLate   wishEnd = "late"   // the model did not draft for too long
)

// endsWish is why a wish ends without a draft, or nothing while it stands. model says that there is one; late, that it has
// not drafted for too long.
func endsWish(m request.Matter, then, now ritual.Story, wish ritual.Redraft, model, late bool) wishEnd {
	switch {
	case !m.Request.Redraftable():
		return wishMoved
	case !wish.Stands(m.Request.Kind, then, now):
		return wishEdited
	case !model:
		return wishOff
	case late:
		return wishLate
	}
	return ""
}

// tellRedraft tells whoever waits for a redraft what came of it: the number of the version, or why there is none.
func tellRedraft(ctx context.Context, tx *store.Tx, wish ritual.Redraft, came string) error {
	if err := tx.EndRedraft(ctx, wish.Request); err != nil {
		return err
	}
	_, err := engine.Post(ctx, tx, store.Message{Kind: redraftTold, Subject: fmt.Sprintf("%s/redraft/%d/%s", wish.Request, wish.At.UnixMilli(), came), To: wish.By})
	return err
}

// redraftWords tell whoever waited for a redraft what came of it.
func redraftWords(ctx context.Context, tx *store.Tx, msg store.Message) (kit.Text, error) {
	parts := strings.Split(msg.Subject, "/")
	m, err := request.In(ctx, tx, msg, parts[0])
	if err != nil {
		return "", err
	}
	title := request.Titled(m.Request.ID, m.Title())
	switch came := parts[len(parts)-1]; wishEnd(came) {
	case wishEdited:
		return kit.F("%s\nSomebody edited the story while you waited for a new draft, so I left it as they wrote it. `Redraft` asks again.", title), nil
	case wishMoved:
		return kit.F("%s\nIts status is %s now, so I did not have its story drafted anew.", title, m.Request.Status.String()), nil
	case wishOff:
		return kit.F("%s\nThere is no model any more that could draft its story anew. `Redraft` drafts it from what was said and answered.", title), nil
	case wishSame:
		return kit.F("%s\nThe model has drafted its story anew, and it reads as before, so there is no new version. `Redraft` with a note says what should change.", title), nil
	case wishLate:
		return kit.F("%s\nThe model did not answer for a week, so its story stays as it is. `Redraft` asks again.", title), nil
	default:
		return kit.F("%s\nThe model has drafted the story anew for you: it is version %s. `/tandem show %s` has it, and `History` what changed.", title, came, m.Request.ID), nil
	}
}
