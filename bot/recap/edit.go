package recap

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// openEdit opens the form with the recap as it stands.
func openEdit(ctx context.Context, tx *store.Tx, _ engine.Input, s ritual.Sprint, p ritual.Product, r ritual.Recap) (engine.Reply, error) {
	m, err := form(ctx, tx, s, p, r, "")
	return engine.Open(m), err
}

// submitEdit keeps what the PO made of the recap.
func submitEdit(ctx context.Context, tx *store.Tx, in engine.Input, s ritual.Sprint, p ritual.Product, r ritual.Recap) (engine.Reply, error) {
	typed := ritual.RecapOwn{Met: ritual.GoalMet(in.Fields.One("met")), Sentence: in.Fields.One("sentence"), Focus: in.Fields.One("focus"),
		Challenges: in.Fields.One("challenges"), Demos: in.Fields.All("demos"), Named: in.Fields.All("named")}
	if in.Data.Last != savedAt(r) && r.Own.By != in.By {
		again, err := savedMeanwhile(ctx, tx, s, p, r, typed)
		if err != nil {
			return engine.Reply{}, err
		}
		return engine.Reply{}, engine.Again{Refusal: ritual.Refuse("The recap was saved meanwhile."), Form: again}
	}
	r, err := r.Edit(typed, s.Result.Stories, in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	if r.Posted.IsZero() {
		if r, err = tell(ctx, tx, s, p, r); err != nil {
			return engine.Reply{}, err
		}
	}
	if err := tx.KeepRecap(ctx, r); err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, errors.Join(refresh(ctx, tx, r), addParts(ctx, tx, r))
}

// addParts leaves the pages that a draft did not have before, wherever it stands.
func addParts(ctx context.Context, tx *store.Tx, r ritual.Recap) error {
	all, err := tx.MessagesAbout(ctx, r.Sprint)
	for _, m := range all {
		if m.Kind == draftKind && m.State == store.MessagePosted && r.Posted.IsZero() {
			err = errors.Join(err, leaveParts(ctx, tx, m))
		}
	}
	return err
}

// post posts a recap as its draft shows it. Where nobody has said whether the goal was met, the form asks.
func post(ctx context.Context, tx *store.Tx, in engine.Input, s ritual.Sprint, p ritual.Product, r ritual.Recap) (engine.Reply, error) {
	if channelOf(p) != r.Channel && r.Posted.IsZero() {
		return moved(ctx, tx, s, p, r)
	}
	r, err := r.Post(r.Channel, in.By, tx.Now)
	if errors.Is(err, ritual.ErrGoalUnsaid) {
		m, err := form(ctx, tx, s, p, r, kit.Raw("Say first whether the Sprint Goal was met: nobody else can. Then press `Post recap` once more."))
		return engine.Open(m), err
	}
	if err != nil {
		return engine.Reply{}, err
	}
	if err := tx.KeepRecap(ctx, r); err != nil {
		return engine.Reply{}, err
	}
	if _, err := engine.Post(ctx, tx, store.Message{Kind: Kind, Subject: s.ID, Product: p.ID, To: r.Channel}); err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, errors.Join(engine.Refresh(ctx, tx, s.ID), engine.RefreshHome(ctx, tx, p.PO))
}

// moved has a draft told anew for another channel: other people read it there.
func moved(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, r ritual.Recap) (engine.Reply, error) {
	r, err := tell(ctx, tx, s, p, r)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := errors.Join(tx.KeepRecap(ctx, r), refresh(ctx, tx, r), addParts(ctx, tx, r)); err != nil {
		return engine.Reply{}, err
	}
	return engine.Say(kit.F("Recaps of *%s* go to %s now, where others read them. I have told the draft anew for them: please look at it once more, then press `Post recap`.",
		p.Name, kit.Channel(r.Channel))), nil
}

// privates are the private stories of a recap, of which it can be said who asked: at most ritual.RecapNamedMost.
func privates(ctx context.Context, tx *store.Tx, s ritual.Sprint, p ritual.Product, r ritual.Recap) (all []ritual.Request, err error) {
	for _, one := range s.Result.Stories {
		if one.End != ritual.EndDone || len(all) == ritual.RecapNamedMost {
			continue
		}
		is, err := tx.Request(ctx, one.Request)
		if err != nil {
			return nil, err
		}
		if !is.WholeTo(ritual.Reader{Place: r.Channel}, p) {
			all = append(all, is)
		}
	}
	return all, nil
}

// askers are the names of those whom a private story would be told to be from.
func askers(ctx context.Context, tx *store.Tx, r ritual.Request) (string, error) {
	people, customers := ritual.Wanting(r, nil)
	for _, id := range people {
		name, err := request.NameOf(ctx, tx, id)
		if err != nil {
			return "", err
		}
		customers = append([]string{name}, customers...)
	}
	return ritual.And(customers), nil
}

// asOf marks a form with when its draft was told.
func asOf(r ritual.Recap) kit.Text { return kit.F("told %s", request.When(r.Drafted)) }
