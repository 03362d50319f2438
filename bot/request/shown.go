package request

import (
	"context"
	"errors"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// NudgeKind is the kind of the message that nudges somebody; its subject is the reader's local day, YYYY-MM-DD.
const NudgeKind = "nudge"

// ShowAnew has every message about a request, and the Home tabs of those whom it concerns, shown anew.
func ShowAnew(ctx context.Context, tx *store.Tx, p ritual.Product, r ritual.Request) error {
	about := []string{r.ID}
	if r.Parent != "" {
		about = append(about, r.Parent)
	}
	if r.Status == ritual.Merged {
		lead, err := tx.Lead(ctx, r)
		if err != nil {
			return err
		}
		about = append(about, lead.ID) // it says who wants it
	}
	if e, err := tx.OpenEstimate(ctx, r.ID); err == nil {
		about = append(about, e.ID)
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	joined, err := tx.Joined(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, one := range joined { // they say where it stands
		about = append(about, one.ID)
	}
	for _, subject := range about {
		if err := engine.Refresh(ctx, tx, subject); err != nil {
			return err
		}
	}
	if err := ShowSimilar(ctx, tx, r); err != nil {
		return err
	}
	if err := showNudges(ctx, tx, r.ID); err != nil {
		return err
	}
	if err := showSprints(ctx, tx, r); err != nil {
		return err
	}
	seen := map[string]bool{"": true}
	for _, who := range []string{p.PM, p.PO, p.Settings.PMStandIn, p.Settings.POStandIn, r.Reporter, r.Requester} {
		if seen[who] {
			continue
		}
		seen[who] = true
		if err := engine.RefreshHome(ctx, tx, who); err != nil {
			return err
		}
	}
	return nil
}

// ShowSimilar has the messages shown anew that name a request as similar.
func ShowSimilar(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	ids, err := tx.Listing(ctx, r.ID)
	for _, id := range ids {
		err = errors.Join(err, engine.Refresh(ctx, tx, id))
	}
	return err
}

// showNudges has the messages that nudged somebody about a request shown anew.
func showNudges(ctx context.Context, tx *store.Tx, request string) error {
	all, err := tx.Nudged(ctx, request)
	if err != nil {
		return err
	}
	for _, n := range all {
		m, err := tx.MessageOf(ctx, NudgeKind, n.Day, n.Person)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err == nil {
			err = engine.ShowMessage(ctx, tx, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// showQuestions shows the PM's questions about a request as they stand now: their buttons go with the answer, and what they say
// of its status goes on.
func showQuestions(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	ds, err := tx.Decisions(ctx, r.ID)
	for _, d := range ds {
		if d.Verdict == ritual.NeedMore {
			err = errors.Join(err, engine.Refresh(ctx, tx, d.ID))
		}
	}
	return err
}

// showSprints has what is told of a story in sprints shown anew: the sprint that it is in, and of a private one, of which the title
// may have been shared or hidden, each change of scope that names it.
func showSprints(ctx context.Context, tx *store.Tx, r ritual.Request) error {
	if r.Status.Committed() {
		s, _, err := tx.InSprint(ctx, r.ID)
		if err == nil {
			err = engine.Refresh(ctx, tx, s.ID)
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	if !r.Private {
		return nil
	}
	events, err := tx.SprintEventsOf(ctx, r.ID)
	for _, e := range events {
		if e.Kind == ritual.Added || e.Kind == ritual.Removed {
			err = errors.Join(err, engine.Refresh(ctx, tx, e.Sprint+"/"+e.Detail))
		}
	}
	return err
}
