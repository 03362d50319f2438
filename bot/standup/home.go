package standup

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// homeItems is how many of what is in the way stand on Home.
const homeItems = 8

// A Home is what somebody's Home tab shows of standups.
type Home struct {
	Waiting []slack.Block // the questions that wait for their answer
	Section []slack.Block // what is in somebody's way and concerns them, the oldest first
	Waits   int           // how many questions wait
}

// ReadHome reads what somebody's Home tab shows of standups. products are those in which they have a part.
func ReadHome(ctx context.Context, tx *store.Tx, who string, products []ritual.Product) (h Home, err error) {
	if err := h.questions(ctx, tx, who); err != nil {
		return h, err
	}
	all, err := itemsOf(ctx, tx, who, products)
	if err != nil {
		return h, err
	}
	for _, i := range all[:min(len(all), homeItems)] {
		x, err := itemOf(ctx, tx, i.ID, who)
		if err != nil {
			return h, err
		}
		h.Section = append(h.Section, x.row()...)
	}
	if len(all) > homeItems {
		h.Section = append(h.Section, kit.Context(kit.F("and %s more, once these are resolved", ritual.HowManyMore(len(all), homeItems))))
	}
	return h, nil
}

// questions adds what somebody was asked and has not answered: of each standup the latest alone.
func (h *Home) questions(ctx context.Context, tx *store.Tx, who string) error {
	turns, err := tx.OpenTurns(ctx, who)
	if err != nil {
		return err
	}
	latest := map[string]string{} // the day, by standup
	for _, t := range turns {
		if t.Turn.State != ritual.TurnDue {
			latest[t.Run.Standup] = t.Run.Day
		}
	}
	for _, t := range turns {
		if t.Turn.State != ritual.TurnAsked || latest[t.Run.Standup] != t.Run.Day {
			continue
		}
		switch _, err := tx.Answer(ctx, t.Run.Standup, t.Run.Day, who); {
		case err == nil:
			continue
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
		s, err := tx.Standup(ctx, t.Run.Standup)
		if err != nil {
			return err
		}
		p, err := tx.Product(ctx, s.Product)
		switch {
		case err != nil:
			return err
		case !s.Ended.IsZero():
			continue
		}
		subject := subjectOf(t.Run)
		h.Waiting = append(h.Waiting, kit.Section(headOf(s, p, t.Run.Day)), kit.Actions("", kit.Primary(answerButton(subject, "Answer")), skipButton(subject)))
		h.Waits++
	}
	return nil
}

// itemsOf is what is in somebody's way, what they help with or were asked to, and of the products whose PO they are, or act for, what has
// been in anybody's way for long.
func itemsOf(ctx context.Context, tx *store.Tx, who string, products []ritual.Product) ([]ritual.Impediment, error) {
	all, err := tx.ImpedimentsFor(ctx, who)
	if err != nil {
		return nil, err
	}
	for _, p := range products {
		heads, err := request.HeadsOf(ctx, tx, p)
		if err != nil {
			return nil, err
		}
		if who != p.PO && who != ritual.Acting(p, ritual.RolePO, heads, tx.Now) {
			continue
		}
		raised, err := tx.ImpedimentsRaised(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, raised...)
	}
	slices.SortStableFunc(all, func(a, b ritual.Impediment) int { return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID)) })
	return slices.CompactFunc(all, func(a, b ritual.Impediment) bool { return a.ID == b.ID }), nil
}
