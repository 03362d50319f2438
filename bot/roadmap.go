package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// Roadmap shows what the product is steered toward, and takes new objectives. objective.go has what is done to one of them.

// The ids of the roadmap. Old messages carry them: they are never renamed.
const (
	roadmapAdd      = "roadmap.add"
	roadmapForm     = "roadmap.form"
	roadmapShow     = "roadmap.show"
	roadmapShown    = "roadmap_shown"
	roadmapIn       = "roadmap.product"
	roadmapRow      = "roadmap.row"
	roadmapNext     = "roadmap.next"
	roadmapPrevious = "roadmap.previous"
	roadmapEnded    = "roadmap.ended"
	endedNext       = "roadmap.ended.next"
	endedPrevious   = "roadmap.ended.previous"

	roadmapAsPicture = "roadmap.picture"
	roadmapPicture   = "roadmap_picture"
)

func roadmapRitual() engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{
			{Name: "/roadmap", Does: "show the objectives, how loaded they are, and what serves none", Needs: engine.NeedPerson, Do: roadmapCommand},
			{Name: "/roadmap", Word: "add", Does: "add an objective", Needs: engine.NeedPerson, Do: openObjective},
		},
		Actions: []engine.Action{
			{ID: roadmapAdd, Needs: engine.NeedPerson, Do: openObjective},
			{ID: roadmapShow, Needs: engine.NeedPerson | engine.NeedPlace, Do: shown.InChannel(roadmapShown)},
			{ID: roadmapAsPicture, Needs: engine.NeedPerson, Do: shown.SendPicture(roadmapPicture)},
			{ID: roadmapIn, Needs: engine.NeedPerson, Do: request.ChosenProduct(roadmapReply)},
			{ID: roadmapRow, Needs: engine.NeedPerson, Do: pressObjective},
			{ID: roadmapNext, Needs: engine.NeedPerson, Do: pageOf(roadmapPage, true)},
			{ID: roadmapPrevious, Needs: engine.NeedPerson, Do: pageOf(roadmapPage, true)},
			{ID: roadmapEnded, Needs: engine.NeedPerson, Do: pageOf(endedPage, false)},
			{ID: endedNext, Needs: engine.NeedPerson, Do: pageOf(endedPage, true)},
			{ID: endedPrevious, Needs: engine.NeedPerson, Do: pageOf(endedPage, true)},
		},
		Submits:  []engine.Submit{{ID: roadmapForm, Needs: engine.NeedPerson, Do: submitObjective}},
		Messages: []engine.MessageKind{{Kind: roadmapShown, View: roadmapShownView}, {Kind: roadmapPicture, View: roadmapPictureView}},
	}
}

func roadmapCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Words != "" {
		return commandHelp("/roadmap", in.Words), nil
	}
	return request.InProduct(ctx, tx, in, roadmapIn, roadmapReply)
}

// roadmapReply is the roadmap for one person.
func roadmapReply(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	in.Subject = p.ID
	return pageOf(roadmapPage, false)(ctx, tx, in)
}

// pageOf is the handler of a page of what belongs to a product: in.Subject is the product's id, and where another page is
// asked for, the number of entries before it after a slash. instead says that the page takes the place of the one before.
func pageOf(show listOf, instead bool) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		var offset int
		in.Subject, offset = readOffset(in.Subject)
		p, err := request.ProductRead(ctx, tx, in)
		if err != nil {
			return engine.Reply{}, err
		}
		m, err := show(ctx, tx, p, ritual.Reader{Person: in.By, Place: in.Channel}, offset)
		return engine.Reply{Say: &m, Instead: instead}, err
	}
}

// readOffset reads what withOffset wrote: an id, and how many entries stand before a page.
func readOffset(s string) (id string, offset int) {
	id, at, _ := strings.Cut(s, "/")
	offset, _ = strconv.Atoi(at) // else the beginning
	return id, max(offset, 0)
}

func withOffset(id string, offset int) string { return id + "/" + strconv.Itoa(offset) }

// turnButtons turn to the page before and after one of something that has an id.
func turnButtons(previous, next, id string, p request.Page, size int) []slack.BlockElement {
	return p.Turns(previous, next, size, func(offset int) string { return withOffset(id, offset) })
}

// openObjective opens the form for a new objective, with the words as its name.
func openObjective(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Subject == "" {
		return request.InProduct(ctx, tx, in, roadmapAdd, objectiveReply)
	}
	p, err := request.ProductNamed(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	return objectiveReply(ctx, tx, in, p)
}

// objectiveReply is the form for a new objective of a product.
func objectiveReply(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	if err := request.MayIn(ctx, tx, ritual.ToObjectives, in.Who, p); err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(objectiveModal(p, in.Words)), nil
}

// submitObjective adds an objective.
func submitObjective(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	p, err := tx.Product(ctx, in.Data.Subject)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := request.MayIn(ctx, tx, ritual.ToObjectives, in.Who, p); err != nil {
		return engine.Reply{}, err
	}
	have, err := tx.Objectives(ctx, p.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	f := in.Fields
	o, err := ritual.NewObjective(ritual.Objective{Product: p.ID, Name: f.One("name"), Outcome: f.One("outcome"), Measure: f.One("measure"),
		Horizon: ritual.Horizon(f.One("horizon")), By: in.By, Created: tx.Now}, have)
	if err != nil {
		return engine.Reply{}, err
	}
	o.ID = store.NewID()
	if err := errors.Join(tx.AddObjective(ctx, o), roadmapChanged(ctx, tx, p.ID)); err != nil {
		return engine.Reply{}, err
	}
	m, err := roadmapMessage(ctx, tx, p, ritual.Reader{Person: in.By})
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(engine.Note("Roadmap", unpressable(m.Blocks)...)), nil
}
