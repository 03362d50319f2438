package demo

import (
	"context"
	"errors"
	"time"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// showing is the demo that a story belongs to, while something can still be said of it.
func showing(ctx context.Context, tx *store.Tx, m request.Matter) (a agenda, one ritual.Shown, err error) {
	s, _, err := tx.InSprint(ctx, m.Request.ID)
	if errors.Is(err, store.ErrNotFound) {
		return a, one, ritual.Refuse("%s is in no sprint, so it belongs to no demo.", m.Request.ID)
	}
	if err != nil {
		return a, one, err
	}
	if s.State != ritual.SprintActive {
		return a, one, ritual.Refuse("%s belongs to %s, which is closed, and its demo is over.", m.Request.ID, s.SprintName())
	}
	if a, err = agendaOf(ctx, tx, s); err != nil {
		return a, one, err
	}
	for _, one := range a.All() {
		if one.Story.Request.ID == m.Request.ID {
			return a, one, nil
		}
	}
	return a, one, ritual.Refuse("Nobody has started %s yet. Press `Start` first, then there is something to show.", m.Request.ID)
}

// openShow opens the form with what was said before.
func openShow(ctx context.Context, tx *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	a, one, err := showing(ctx, tx, m)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(showModal(a, m, one.Show)), nil
}

// submitShow keeps what somebody shows. Who was not asked about it reads where it stands.
func submitShow(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	a, _, err := showing(ctx, tx, m)
	if err != nil {
		return engine.Reply{}, err
	}
	show, err := ritual.NewShow(m.Request, in.Fields.One("says"), in.Fields.One("link"), a.shows, in.By, tx.Now)
	if err != nil {
		return engine.Reply{}, err
	}
	if err := keepShows(ctx, tx, a.s, show); err != nil || a.asked[m.Request.ID] == in.By {
		return engine.Reply{}, err
	}
	a, err = agendaOf(ctx, tx, a.s)
	return engine.Open(shownModal(a, m.Request)), err
}

// notThisTime keeps that a story is not shown: the message that asked says so from then on, and the list in which it was pressed
// is shown anew.
func notThisTime(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	a, _, err := showing(ctx, tx, m)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{}, keepShows(ctx, tx, a.s, ritual.NotShown(m.Request, a.shows, in.By, tx.Now))
}

// keepShows keeps what was said of some stories, and has what shows it shown anew.
func keepShows(ctx context.Context, tx *store.Tx, s ritual.Sprint, shows ...ritual.Show) error {
	for _, show := range shows {
		if err := tx.KeepDemoShow(ctx, s.ID, show); err != nil {
			return err
		}
	}
	return sprint.Refresh(ctx, tx, s)
}

// A change is what becomes of the running order when somebody does something to a story of it.
type change func(a agenda, one ritual.Shown, by string, now time.Time) []ritual.Show

// changed is the handler of a button that changes the running order, which is shown anew in its place.
func changed(to change) request.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
		a, one, err := showing(ctx, tx, m)
		if err != nil {
			return engine.Reply{}, err
		}
		if err := keepShows(ctx, tx, a.s, to(a, one, in.By, tx.Now)...); err != nil {
			return engine.Reply{}, err
		}
		return again(ctx, tx, in, a.s, m.Request.ID)
	}
}

// movedBy moves a story in the running order.
func movedBy(places int) change {
	return func(a agenda, one ritual.Shown, _ string, _ time.Time) []ritual.Show {
		return a.Move(one.Story.Request.ID, places)
	}
}

// leftOut takes a story off the running order, and putBack has it there again. skipped is notThisTime, pressed in a list.
func leftOut(_ agenda, one ritual.Shown, _ string, _ time.Time) []ritual.Show {
	if one.Show.Answer != ritual.ShowIt {
		return nil
	}
	return []ritual.Show{one.Show.LeaveOut()}
}

func putBack(_ agenda, one ritual.Shown, _ string, _ time.Time) []ritual.Show {
	if one.Show.Answer != ritual.LeftOut {
		return nil
	}
	return []ritual.Show{one.Show.PutBack()}
}

func skipped(a agenda, one ritual.Shown, by string, now time.Time) []ritual.Show {
	return []ritual.Show{ritual.NotShown(one.Story.Request, a.shows, by, now)}
}
