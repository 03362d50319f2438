package standup

import (
	"cmp"
	"context"
	"errors"

	"tandem/bot/ritual"
	"tandem/store"
)

// For which day somebody answers who does not say.

// dayFor is the day that somebody answers for when they do not say: today's, where they have one; late for the last one that they have not
// answered, else early for the next.
func dayFor(ctx context.Context, tx *store.Tx, s ritual.Standup, by string) (string, error) {
	me, roster, err := placeOf(ctx, tx, s, by)
	if err != nil {
		return "", err
	}
	last, err := lastDay(ctx, tx, s, me)
	if err != nil {
		return "", err
	}
	today := ritual.Today(tx.Now, me.At.Zone)
	next, ok, err := nextFor(ctx, tx, s, me, roster)
	if err != nil {
		return "", err
	}
	if last == today || !ok {
		return cmp.Or(last, today), nil
	}
	if last == "" || next == today {
		return next, nil
	}
	switch _, err := tx.Answer(ctx, s.ID, last, by); {
	case errors.Is(err, store.ErrNotFound):
		return last, nil
	case err != nil:
		return "", err
	}
	return next, nil
}

// nextFor is the next day about which somebody is asked: not one that went by without a run, as that of a standup which was set up or changed
// on it after the first would have been asked.
func nextFor(ctx context.Context, tx *store.Tx, s ritual.Standup, me ritual.Rostered, roster []ritual.Rostered) (day string, ok bool, err error) {
	day, ok = s.Setup.NextFor(me, roster, tx.Now)
	if !ok || day > s.Last {
		return day, ok, nil
	}
	_, err = tx.Run(ctx, s.ID, day)
	if errors.Is(err, store.ErrNotFound) {
		day, ok = s.Setup.NextForAfter(s.Last, me, roster, tx.Now)
		err = nil
	}
	return day, ok, err
}

// lastDay is the latest day about which somebody was asked or could have been, and for which their answer counts; empty where there is none.
func lastDay(ctx context.Context, tx *store.Tx, s ritual.Standup, me ritual.Rostered) (day string, err error) {
	open, err := tx.OpenRuns(ctx, s.ID)
	if err != nil {
		return "", err
	}
	for _, run := range open {
		turn, err := tx.Turn(ctx, s.ID, run.Day, me.Who.ID)
		switch {
		case errors.Is(err, store.ErrNotFound): // they came to the roster after it had begun
			if run.Day != ritual.Today(tx.Now, me.At.Zone) {
				continue
			}
		case err != nil:
			return "", err
		case turn.Due.After(tx.Now), turn.State == ritual.TurnOff && turn.Why != ritual.OffAway && run.Day != ritual.Today(tx.Now, me.At.Zone):
			continue
		}
		day = run.Day
	}
	return day, nil
}
