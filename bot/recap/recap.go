// Package recap is how a sprint is told to its stakeholders: drafted from the frozen result, worded and approved by the PO, and
// posted once, twelve lines at most on top and the rest in its thread. The rules are in ritual/recap.go.
//
// A draft keeps what would be posted, line by line (told.go, pages.go): what the PO reads is what stakeholders get, but for stories
// that they may not read any more. Figures come from the result that was frozen when the sprint was closed; nobody edits them.
//
//	recap.go  its routes, and how it is drafted
//	told.go   what a recap tells, gathered for everybody in its channel
//	pages.go  its thread, as pages; lines.go, the lines in them
//	stuck.go  what becomes of one that its channel did not take
//	top.go    its twelve lines; view.go, the messages
//	edit.go   Edit recap and Post recap; form.go, the form
//	words.go  how a model words it
package recap

import (
	"context"
	"errors"
	"strconv"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// The ids of the recap. Old messages carry them: they are never renamed. The value of the buttons is the sprint's id.
const (
	draftIn     = "recap.product"
	editOpen    = "recap.edit"    // Edit recap
	editForm    = "recap.form"    //
	postOpen    = "recap.post"    // Post recap
	CollectOpen = "recap.collect" // Collect replies: package bot answers it, as it records requests
)

// The kinds of messages. The subject of a part is the sprint's id, a slash and the page's name; that of the others the sprint's id.
const (
	Kind      = "recap"
	draftKind = "recap_draft"
	partKind  = "recap_part"
)

// Ritual is all routes of the recap. words asks a model.
func Ritual(words Worder) engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{{Name: "/demo", Word: "recap", Does: "draft the recap of the sprint that was closed last, for you to edit and post; `/demo recap 3` is about another one (product owner)", Needs: engine.NeedPerson, Do: recapCommand}},
		Actions: []engine.Action{
			{ID: draftIn, Needs: engine.NeedPerson, Do: request.ChosenProduct(draftFor)},
			{ID: sprint.RecapDraft, Needs: engine.NeedPerson, Do: request.ChosenProduct(draftFor)},
			{ID: editOpen, Needs: engine.NeedPerson, Do: onRecap(openEdit)},
			{ID: postOpen, Needs: engine.NeedPerson, Do: onRecap(post)},
		},
		Submits: []engine.Submit{{ID: editForm, Needs: engine.NeedPerson, Do: onRecap(submitEdit)}},
		Jobs:    []engine.JobKind{{Kind: jobWords, Run: words.run}},
		Messages: []engine.MessageKind{
			{Kind: draftKind, Class: ritual.ClassAnswer, View: draftView, Posted: leaveParts},
			{Kind: Kind, View: topView, Posted: recapPosted},
			{Kind: partKind, View: partView, Posted: linkTop},
		},
	}
}

// recapCommand drafts the recap of the sprint that was closed last, or of the one whose number was typed.
func recapCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	return request.InProduct(ctx, tx, in, draftIn, draftFor)
}

// draftFor drafts a recap of a product's, in the direct messages of whoever asks for it.
func draftFor(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	if err := request.MayIn(ctx, tx, ritual.ToRecap, in.Who, p); err != nil {
		return engine.Reply{}, err
	}
	s, err := meant(ctx, tx, in, p)
	var none nothingToTell
	if errors.As(err, &none) {
		return none.reply, nil
	}
	if err != nil {
		return engine.Reply{}, err
	}
	r, err := drafted(ctx, tx, s, p, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	return show(ctx, tx, in, s, p, r)
}

// drafted is the draft of a sprint's recap, told anew. What the PO made of it stays.
func drafted(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, by string) (ritual.Recap, error) {
	r := ritual.Recap{Sprint: s.ID, Product: p.ID, DraftedBy: by, Drafted: tx.Now}
	if _, err := tx.AddRecap(ctx, r); err != nil {
		return r, err
	}
	r, err := tx.Recap(ctx, s.ID)
	if err != nil {
		return r, err
	}
	if r, err = freed(ctx, tx, p, r); err != nil || !r.Posted.IsZero() {
		return r, err
	}
	if r, err = tell(ctx, tx, s, p, r); err != nil {
		return r, err
	}
	if r, err = askForWords(ctx, tx, s, p, r); err != nil {
		return r, err
	}
	return r, tx.KeepRecap(ctx, r)
}

// show brings a draft to somebody: as a new message, or as the one that they have, shown anew.
func show(ctx context.Context, tx *store.Tx, in engine.Input, s ritual.Sprint, p ritual.Product, r ritual.Recap) (engine.Reply, error) {
	was, err := tx.MessageOf(ctx, draftKind, s.ID, in.By)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, err
	}
	if _, err := engine.Post(ctx, tx, store.Message{Kind: draftKind, Subject: s.ID, Product: p.ID, To: in.By}); err != nil {
		return engine.Reply{}, err
	}
	if !r.Posted.IsZero() {
		words, err := whereIs(ctx, tx, s, r)
		return engine.Say(kit.Join(" ", words, kit.Raw("What you can still put right, your own sentences, is in your direct messages with me."))), err
	}
	if was.TS == "" {
		return engine.Say(kit.F("The draft of the recap of sprint %d is on its way to your direct messages with me.", s.Number)), nil
	}
	link, err := request.Permalink(ctx, tx, was.Channel, was.TS, "")
	if err != nil {
		return engine.Reply{}, err
	}
	words := kit.F("The draft of the recap of sprint %d is in your direct messages with me, told anew.", s.Number)
	if r.Own.Edited() {
		words += kit.Raw(" What you wrote stays.")
	}
	return engine.Say(kit.Join(" ", words, linkWords(link, "Go there"))), errors.Join(refresh(ctx, tx, r), leaveParts(ctx, tx, was))
}

// nothingToTell is the answer where no sprint is to be told.
type nothingToTell struct{ reply engine.Reply }

func (n nothingToTell) Error() string { return "no sprint is to be told" }

// meant is the sprint that is to be told: the one whose number was typed, else the one that was closed last, unless its recap was
// posted.
func meant(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (ritual.Sprint, error) {
	if in.Words != "" {
		return numbered(ctx, tx, in.Words, p)
	}
	last, err := tx.SprintIn(ctx, p.ID, ritual.SprintClosed)
	if errors.Is(err, store.ErrNotFound) {
		return ritual.Sprint{}, notClosed(ctx, tx, p, kit.F("No sprint of *%s* was closed so far, and a recap tells what came of one. `/sprint plan` begins with the first.", p.Name))
	}
	if err != nil {
		return ritual.Sprint{}, err
	}
	r, err := tx.Recap(ctx, last.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && r.Posted.IsZero() {
		return last, nil
	}
	if err != nil {
		return ritual.Sprint{}, err
	}
	if _, is, err := stuckAt(ctx, tx, p, r); err != nil || is {
		return last, err
	}
	words, err := whereIs(ctx, tx, last, r)
	if err != nil {
		return ritual.Sprint{}, err
	}
	return ritual.Sprint{}, notClosed(ctx, tx, p, words)
}

// numbered is the closed sprint with a number, as somebody typed it.
func numbered(ctx context.Context, tx *store.Tx, words string, p ritual.Product) (ritual.Sprint, error) {
	n, err := strconv.Atoi(words)
	if err != nil {
		return ritual.Sprint{}, ritual.Refuse("I do not understand “%s”. `/demo recap` tells the sprint that was closed last, `/demo recap 3` tells sprint 3.", kit.Cut(kit.OneLine(words), 40))
	}
	s, err := tx.SprintNumbered(ctx, p.ID, n)
	if errors.Is(err, store.ErrNotFound) || err == nil && s.State != ritual.SprintClosed {
		return ritual.Sprint{}, ritual.Refuse("%s has no closed sprint %d.", p.Name, n)
	}
	return s, err
}

// notClosed says that no sprint is to be told: an active one is to be closed first, as its figures are frozen then.
func notClosed(ctx context.Context, tx *store.Tx, p ritual.Product, otherwise kit.Text) error {
	active, err := tx.SprintIn(ctx, p.ID, ritual.SprintActive)
	if errors.Is(err, store.ErrNotFound) {
		return nothingToTell{engine.Say(otherwise)}
	}
	if err != nil {
		return err
	}
	words := kit.F("Close sprint %d first: its figures are frozen then.", active.Number)
	return nothingToTell{engine.Say(words, kit.Message{Blocks: []slack.Block{kit.Section(words),
		kit.Actions("", kit.Primary(kit.Button(sprint.CloseOpen, "Close sprint", p.ID)))}})}
}

// whereIs says where a recap was posted, with a link to it, or that it does not stand there yet.
func whereIs(ctx context.Context, tx *store.Tx, s ritual.Sprint, r ritual.Recap) (kit.Text, error) {
	m, err := tx.MessageOf(ctx, Kind, r.Sprint, r.Channel)
	if err != nil {
		return "", err
	}
	if m.TS == "" {
		return kit.F("The recap of sprint %d is on its way to %s. Where it cannot be posted, my Home tab says why.", s.Number, kit.Channel(r.Channel)), nil
	}
	link, err := request.Permalink(ctx, tx, m.Channel, m.TS, "")
	return kit.Join(" ", kit.F("The recap of sprint %d was posted in %s.", s.Number, kit.Channel(r.Channel)), linkWords(link, "Go there")), err
}

// linkWords are a link, or nothing where there is none.
func linkWords(link, label string) kit.Text {
	if link == "" {
		return ""
	}
	return kit.Link(link, kit.Raw(label))
}

// A recapHandler is a handler for what is done to the recap of a sprint.
type recapHandler func(ctx context.Context, tx *store.Tx, in engine.Input, s ritual.Sprint, p ritual.Product, r ritual.Recap) (engine.Reply, error)

// onRecap is the handler of what is done to the recap of the sprint that in.Subject names, by whoever writes recaps.
func onRecap(do recapHandler) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		s, p, r, err := Of(ctx, tx, in.Subject)
		if err != nil {
			return engine.Reply{}, err
		}
		if err := request.MayIn(ctx, tx, ritual.ToRecap, in.Who, p); err != nil {
			return engine.Reply{}, err
		}
		return do(ctx, tx, in, s, p, r)
	}
}

// Of loads the recap of a sprint by the sprint's id, as a button gave it.
func Of(ctx context.Context, tx *store.Tx, id string) (s ritual.Sprint, p ritual.Product, r ritual.Recap, err error) {
	s, p, r, err = load(ctx, tx, id)
	if errors.Is(err, store.ErrNotFound) {
		err = ritual.Refuse("This recap is not here any more.")
	}
	return s, p, r, err
}

// load loads the recap of a sprint, or returns store.ErrNotFound.
func load(ctx context.Context, tx *store.Tx, id string) (s ritual.Sprint, p ritual.Product, r ritual.Recap, err error) {
	if r, err = tx.Recap(ctx, id); err != nil {
		return s, p, r, err
	}
	if s, err = tx.Sprint(ctx, r.Sprint); err != nil {
		return s, p, r, err
	}
	p, err = tx.Product(ctx, r.Product)
	return s, p, r, err
}
