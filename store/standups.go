package store

import (
	"context"
	"time"

	"tandem/bot/ritual"
)

const standupColumns = `s.id, s.product, s.setup, s.by_whom, s.created, s.ended, s.last_day, s.next_day, s.next_at`

func readStandup(row scanner) (s ritual.Standup, err error) {
	err = row.Scan(&s.ID, &s.Product, document{&s.Setup}, &s.By, at(&s.Created), at(&s.Ended), &s.Last, &s.Next, at(&s.NextAt))
	return s, err
}

// AddStandup adds a standup with its roster.
func (tx *Tx) AddStandup(ctx context.Context, s ritual.Standup) error {
	_, err := tx.exec(ctx, `
		INSERT INTO standups (id, product, setup, by_whom, created, ended, last_day, next_day, next_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.ID, s.Product, asJSON(s.Setup), s.By, ms(s.Created), ms(s.Ended), s.Last, s.Next, ms(s.NextAt))
	if err != nil {
		return err
	}
	return tx.keepRoster(ctx, s)
}

// KeepStandup keeps all of a standup but its product and who set it up, with its roster, or returns ErrNotFound.
func (tx *Tx) KeepStandup(ctx context.Context, s ritual.Standup) error {
	err := tx.change(ctx, `
		UPDATE standups SET setup = $2, ended = $3, last_day = $4, next_day = $5, next_at = $6 WHERE id = $1`,
		s.ID, asJSON(s.Setup), ms(s.Ended), s.Last, s.Next, ms(s.NextAt))
	if err != nil {
		return err
	}
	return tx.keepRoster(ctx, s)
}

// KeepNextRun keeps which run of a standup was opened last, and when the next one asks the first, or returns ErrNotFound.
func (tx *Tx) KeepNextRun(ctx context.Context, id, last, next string, at time.Time) error {
	return tx.change(ctx, `UPDATE standups SET last_day = $2, next_day = $3, next_at = $4 WHERE id = $1`, id, last, next, ms(at))
}

// keepRoster keeps who is on the roster of a standup, which is nobody once it has ended.
func (tx *Tx) keepRoster(ctx context.Context, s ritual.Standup) error {
	if _, err := tx.exec(ctx, `DELETE FROM standup_people WHERE standup = $1`, s.ID); err != nil || !s.Ended.IsZero() {
		return err
	}
	for _, person := range s.Setup.All() {
		if _, err := tx.exec(ctx, `
			INSERT INTO standup_people (standup, person) VALUES ($1, $2) ON CONFLICT (standup, person) DO NOTHING`, s.ID, person); err != nil {
			return err
		}
	}
	return nil
}

// Standup returns a standup, or ErrNotFound.
func (tx *Tx) Standup(ctx context.Context, id string) (ritual.Standup, error) {
	return one(ctx, tx, readStandup, `SELECT `+standupColumns+` FROM standups s WHERE s.id = $1`, id)
}

// StandupsOf returns the standups of a product that go on, the oldest first.
func (tx *Tx) StandupsOf(ctx context.Context, product string) ([]ritual.Standup, error) {
	return many(ctx, tx, readStandup, `SELECT `+standupColumns+` FROM standups s WHERE s.product = $1 AND s.ended = 0 ORDER BY s.created, s.id`, product)
}

// StandupsWith returns the standups that go on and have somebody on their roster, the oldest first.
func (tx *Tx) StandupsWith(ctx context.Context, person string) ([]ritual.Standup, error) {
	return many(ctx, tx, readStandup, `
		SELECT `+standupColumns+` FROM standups s JOIN standup_people p ON p.standup = s.id
		WHERE p.person = $1 AND s.ended = 0 ORDER BY s.created, s.id`, person)
}
