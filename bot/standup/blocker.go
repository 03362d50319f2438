package standup

import (
	"cmp"
	"context"
	"errors"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// What is in somebody's way is an item: it is open until somebody says that it is resolved, whoever helps says so, and the PO hears of
// it after two days. What makes it one is in blocker_said.go.

func blockerRoutes() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{
			{ID: helpDo, Needs: engine.NeedPerson, Do: onItem(help)},
			{ID: resolveDo, Needs: engine.NeedPerson, Do: onItem(resolve)},
			{ID: reopenDo, Needs: engine.NeedPerson, Do: onItem(reopen)},
		},
		Jobs: []engine.JobKind{{Kind: jobRaise, Run: runRaise}},
		Messages: []engine.MessageKind{
			{Kind: askedKind, Class: ritual.ClassBlocker, View: telling(asked).view, Row: telling(asked).row},
			{Kind: helpedKind, Class: ritual.ClassBlocker, View: telling(helped).view, Row: telling(helped).row},
			{Kind: raisedKind, Class: ritual.ClassBlocker, View: telling(raised).view, Row: telling(raised).row},
		},
	}
}

// helpedBy is what the message to somebody whom another one helps is about.
func helpedBy(id, helper string) string { return id + "/" + helper }

// onItem is the handler of what is done to the impediment that a button names. What the button showed may be old, so who may do what is
// checked at the click.
func onItem(do func(ctx context.Context, tx *store.Tx, in engine.Input, x item) (engine.Reply, error)) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		x, err := itemOf(ctx, tx, cmp.Or(in.Value, in.Subject), in.By)
		if errors.Is(err, store.ErrNotFound) {
			return engine.Reply{}, ritual.Refuse("Whoever said that this is in their way has taken it back.")
		}
		if err != nil {
			return engine.Reply{}, err
		}
		if err := x.i.MayMove(in.Who, x.s.Setup, x.p, in.Channel); err != nil {
			return engine.Reply{}, err
		}
		return do(ctx, tx, in, x)
	}
}

// help has somebody help with what is in another one's way, who hears of it. All that shows it says so.
func help(ctx context.Context, tx *store.Tx, in engine.Input, x item) (engine.Reply, error) {
	i, err := x.i.Helped(in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := keepItem(ctx, tx, i); err != nil {
		return engine.Reply{}, err
	}
	_, err = engine.Post(ctx, tx, store.Message{Kind: helpedKind, Subject: helpedBy(i.ID, in.By), Product: i.Product, To: i.Person})
	return engine.Reply{}, err
}

// resolve takes it out of the way. Who pressed it by mistake can open it again at once.
func resolve(ctx context.Context, tx *store.Tx, in engine.Input, x item) (engine.Reply, error) {
	i, err := x.i.Resolve(in.By, x.steeredBy(in.By), tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	words := kit.F("Resolved: %s", x.line())
	m := kit.Fitted(words, kit.Section(words), kit.Actions("", x.button(reopenDo, "Open again")))
	return engine.Reply{Say: &m}, keepItem(ctx, tx, i)
}

// reopen takes back that it is resolved.
func reopen(ctx context.Context, tx *store.Tx, in engine.Input, x item) (engine.Reply, error) {
	i, err := x.i.Reopen(in.By, x.steeredBy(in.By), tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := keepItem(ctx, tx, i); err != nil {
		return engine.Reply{}, err
	}
	m := kit.Told(kit.F("It is open again: %s", x.line()))
	return engine.Reply{Say: &m, Instead: true}, raiseLater(ctx, tx, i)
}

// keepItem keeps how an impediment stands, and has all that shows it shown anew. More people than those who have a part in it may have
// it on their Home tabs.
func keepItem(ctx context.Context, tx *store.Tx, i ritual.Impediment, more ...string) error {
	return errors.Join(tx.KeepImpediment(ctx, i), showItem(ctx, tx, i, more...))
}

// showItem has all that shows an impediment shown anew.
func showItem(ctx context.Context, tx *store.Tx, i ritual.Impediment, more ...string) error {
	err := engine.Refresh(ctx, tx, i.ID)
	for _, helper := range i.Helpers {
		err = errors.Join(err, engine.Refresh(ctx, tx, helpedBy(i.ID, helper)))
	}
	if !i.Raised.IsZero() {
		_, po, headErr := poOf(ctx, tx, i)
		err, more = errors.Join(err, headErr), append(more, po.ID)
	}
	return errors.Join(err, showDays(ctx, tx, i), engine.RefreshHomes(ctx, tx, append(append(more, i.Person, i.Help), i.Helpers...)...))
}

// poOf is who hears of what has been in the way for long: the PO, or who acts in their place.
func poOf(ctx context.Context, tx *store.Tx, i ritual.Impediment) (p ritual.Product, po ritual.Person, err error) {
	if p, err = tx.Product(ctx, i.Product); err != nil {
		return p, po, err
	}
	heads, err := request.HeadsOf(ctx, tx, p)
	return p, heads.Of(ritual.Acting(p, ritual.RolePO, heads, tx.Now)), err
}

// raiseLater leaves it to tell the PO of an impediment, unless they have heard of it.
func raiseLater(ctx context.Context, tx *store.Tx, i ritual.Impediment) error {
	if !i.Raised.IsZero() {
		return nil
	}
	p, po, err := poOf(ctx, tx, i)
	if err != nil {
		return err
	}
	return raiseAt(ctx, tx, i, i.RaiseAt(p.Settings.Workplace(po)))
}

func raiseAt(ctx context.Context, tx *store.Tx, i ritual.Impediment, due time.Time) error {
	return tx.RefreshAt(ctx, jobRaise, i.ID, jobRaise+":"+i.ID, due)
}

// runRaise tells the PO of an impediment that is still open, in their working hours and once; else it looks again when it may be time.
func runRaise(ctx context.Context, b *engine.Bot, job store.Job) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Finish(ctx, job, 0); err != nil {
			return err
		}
		i, err := tx.Impediment(ctx, job.Key)
		if errors.Is(err, store.ErrNotFound) { // it was taken back
			return nil
		}
		if err != nil {
			return err
		}
		p, po, err := poOf(ctx, tx, i)
		if err != nil {
			return err
		}
		at := p.Settings.Workplace(po)
		i, raised, next := i.Raise(tx.Now, at)
		if raised && away(p, po, tx.Now) { // and nobody stands in for them
			raised, next = false, at.NextWorkingMorning(tx.Now)
		}
		switch {
		case !next.IsZero():
			return raiseAt(ctx, tx, i, next)
		case !raised:
			return nil
		}
		if err := keepItem(ctx, tx, i, po.ID); err != nil || po.ID == i.Person {
			return err
		}
		_, err = engine.Post(ctx, tx, store.Message{Kind: raisedKind, Subject: i.ID, Product: i.Product, To: po.ID})
		return err
	})
}
