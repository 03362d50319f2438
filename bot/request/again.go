package request

import (
	"context"
	"slices"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/store"
)

// Whoever is asked again is told. Most of what brings a question back has words of its own under the card that they see: a
// challenge, an answer, that it was reopened. What has none, such as that they are PM again, asks by a new card. Who brought it
// back themselves sees it where they pressed.

// NoteOver notes which cards about a matter ask their readers nothing any more, and that the one of whoever brought the question
// back themselves does.
func NoteOver(ctx context.Context, tx *store.Tx, m Matter) error {
	s, _ := StepOf(m.Request.Status)
	all, err := tx.MessagesAbout(ctx, m.Request.ID)
	if err != nil {
		return err
	}
	for _, card := range all {
		if !slices.Contains(CardKinds(), card.Kind) || card.Past {
			continue
		}
		switch asks := m.AsksBy(s, card); {
		case asks && card.To == m.By && !card.Over.IsZero():
			err = tx.KeepOver(ctx, card.ID, time.Time{})
		case !asks && card.Over.IsZero():
			var seen store.Message
			if seen, err = ShownCard(ctx, tx, card.Kind, m.Request.ID, card.To); err == nil && seen.ID != "" {
				err = tx.KeepOver(ctx, card.ID, tx.Now)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// hasWords reports whether whoever is asked because of a decision with a verdict hears of it by words under their card.
func hasWords(v ritual.Verdict) bool { return !v.TakesBack() && v != ritual.AskedAgain }

// postCard asks somebody by the card of a step, which may wait until it is due. Where the card that they see had asked nothing
// any more, and nothing else tells them that it does again, it gives way to a new one.
func postCard(ctx context.Context, tx *store.Tx, m Matter, s Step, who string, due time.Time) error {
	card := m.CardTo(s, who)
	was, err := ShownCard(ctx, tx, card.Kind, card.Subject, who)
	if err != nil {
		return err
	}
	if !was.Over.IsZero() {
		if m.told {
			err = tx.KeepOver(ctx, was.ID, time.Time{})
		} else if err = tx.SetAside(ctx, was.ID); err == nil {
			err = engine.ShowMessage(ctx, tx, was)
		}
		if err != nil {
			return err
		}
	}
	_, err = engine.PostAt(ctx, tx, card, due)
	return err
}
