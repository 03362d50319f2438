package bot

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Voice lets somebody want what somebody else asked for already: instead of a request of their own, or from its record.

// The ids of voices. Old messages carry them: they are never renamed.
const (
	similarForm = "request.similar"
	voiceTyped  = "voice.typed" // adds the voice, with what was typed into the form, to the request that is its value
	voiceAdd    = "voice.add"
	voiceRemove = "voice.remove"
)

func voiceRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			{ID: voiceTyped, Needs: engine.NeedPerson, Do: addTyped},
			request.Click(voiceAdd, ritual.ToSupport, addVoice),
			request.Click(voiceRemove, ritual.ToSupport, removeVoice),
		},
		Submits: []engine.Submit{{ID: similarForm, Needs: engine.NeedPerson | engine.NeedPlace, Do: recordAnyway}},
	}
}

// A typedRequest is what somebody typed into the form and has not sent yet, because something similar is there.
type typedRequest struct {
	Request ritual.Request
	Said    []ritual.Evidence
	Product string
	About   ritual.Concern // what it is feedback on; empty for most
}

// asksBack shows what is similar before a request is recorded. ok is false where nothing is, and where the request is there
// already or cannot be recorded as it is.
func asksBack(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, t typedRequest) (rep engine.Reply, ok bool, err error) {
	r, bad := ritual.NewRequest(t.Request)
	if bad != nil || r.Kind == ritual.Praise || ritual.May(ritual.ToAsk, ritual.Case{Who: in.Who, Product: p}) != nil {
		return rep, false, nil //nolint:nilerr // recording it says what is wrong
	}
	_, err = tx.RequestFrom(ctx, r.Source.Channel, r.Source.TS)
	if errors.Is(err, store.ErrNotFound) {
		_, err = tx.SameWords(ctx, in.By, p.ID, r.Title, tx.Now.Add(-sameWithin))
	}
	if !errors.Is(err, store.ErrNotFound) {
		return rep, false, err
	}
	rd, err := tx.Reader(ctx, in.By, in.Data.Channel)
	if err != nil {
		return rep, false, err
	}
	found, err := similarNow(ctx, tx, r, p, rd)
	if err != nil || len(found) == 0 {
		return rep, false, err
	}
	rows, err := similarRows(ctx, tx, found, p, rd)
	if err != nil {
		return rep, false, err
	}
	data := in.Data
	t.Request, t.Product = r, p.ID
	data.Subject, err = tx.KeepUnsent(ctx, in.By, t)
	return engine.Open(similarModal(r, data, rows)), true, err
}

// typed is what somebody typed before the form asked back.
func typed(ctx context.Context, tx *store.Tx, in engine.Input) (t typedRequest, p ritual.Product, err error) {
	err = tx.Unsent(ctx, in.Data.Subject, in.By, &t)
	if errors.Is(err, store.ErrNotFound) {
		return t, p, ritual.Refuse("I took this already, or it is a day old and I do not have it any more. If it is still wanted, type `/request` and a few words.")
	}
	if err != nil {
		return t, p, err
	}
	p, err = tx.Product(ctx, t.Product)
	return t, p, err
}

// recordAnyway records what was typed, because it is something else than what is similar.
func recordAnyway(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	t, p, err := typed(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := tx.DropUnsent(ctx, in.Data.Subject); err != nil {
		return engine.Reply{}, err
	}
	r, is, err := record(ctx, tx, in, p, t.Request, t.Said...)
	if err == nil {
		err = keepFeedback(ctx, tx, in, r, is, t.About)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	return recordedForm(ctx, tx, in, p, r, is)
}

// addTyped adds what was typed to an older request, as a voice of whoever needs it. No request is recorded.
func addTyped(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	t, p, err := typed(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	in.Subject, in.Channel = in.Value, in.Data.Channel
	if err := tx.DropUnsent(ctx, in.Data.Subject); err != nil {
		return engine.Reply{}, err
	}
	v := ritual.VoiceFrom(t.Request, in.By, tx.Now)
	v.Person, v.TS = t.Request.Requester, t.Request.Source.TS
	if v.TS != "" {
		v.Channel = t.Request.Source.Channel
	}
	rep, err := request.On(ritual.ToSupport, func(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
		if m.Product.ID != p.ID {
			return engine.Reply{}, ritual.Refuse("%s belongs to another product.", m.Request.ID)
		}
		return support(ctx, tx, in, m, v)
	})(ctx, tx, in)
	if err != nil || rep.Say == nil {
		return rep, err
	}
	form := engine.Note("Your voice is added", kit.Section(rep.Say.Text))
	return engine.Reply{Form: &form, Instead: true}, nil
}

// addVoice adds somebody's own voice to a request.
func addVoice(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	return support(ctx, tx, in, m, ritual.Supporter{Person: in.By, At: tx.Now})
}

// support keeps a voice, and says what came of it.
func support(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter, v ritual.Supporter) (engine.Reply, error) {
	if _, err := seenMatter(ctx, tx, in, m.Request.ID); err != nil {
		return engine.Reply{}, err
	}
	if v.Person == "" && v.Customer == "" {
		v.Person = in.By
	}
	added, err := tx.AddSupporter(ctx, m.Request.ID, v)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := request.ShowAnew(ctx, tx, m.Product, m.Request); err != nil {
		return engine.Reply{}, err
	}
	if !added && v.Words == "" {
		return engine.Say(kit.F("You want *%s* already.", m.Request.ID)), nil
	}
	return sayVoice(ctx, tx, in, m, "")
}

// removeVoice takes somebody's voice back.
func removeVoice(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	err := tx.RemoveSupporter(ctx, m.Request.ID, in.By)
	if errors.Is(err, store.ErrNotFound) {
		return engine.Reply{}, ritual.Refuse("You have no voice for %s to take back.", m.Request.ID)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Say(kit.F("Your voice for *%s* is taken back.", m.Request.ID)), request.ShowAnew(ctx, tx, m.Product, m.Request)
}

// sayVoice says what a voice came to: joined is the request that joined by it, if one did.
func sayVoice(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter, joined string) (engine.Reply, error) {
	rd, err := tx.Reader(ctx, in.By, in.Channel)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := m.Acquaint(ctx, tx); err != nil {
		return engine.Reply{}, err
	}
	who, err := supportWords(ctx, tx, m.Request, m.Product, rd)
	return engine.Say(voiceWords(m, rd, who, joined)), err
}
