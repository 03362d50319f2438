package store

import (
	"context"
	"time"

	"tandem/bot/ritual"
)

const impedimentColumns = `i.id, i.standup, i.product, i.person, i.day, i.words, i.help, i.opened, i.raised, i.resolved, i.resolved_by`

func readImpediment(row scanner) (i ritual.Impediment, err error) {
	err = row.Scan(&i.ID, &i.Standup, &i.Product, &i.Person, &i.Day, &i.Text, &i.Help, at(&i.Opened), at(&i.Raised), at(&i.Resolved), &i.ResolvedBy)
	return i, err
}

// AddImpediment adds what is in somebody's way.
func (tx *Tx) AddImpediment(ctx context.Context, i ritual.Impediment) error {
	_, err := tx.exec(ctx, `
		INSERT INTO impediments (id, standup, product, person, day, words, help, opened, raised, resolved, resolved_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		i.ID, i.Standup, i.Product, i.Person, i.Day, i.Text, i.Help, ms(i.Opened), ms(i.Raised), ms(i.Resolved), i.ResolvedBy)
	return err
}

// KeepImpediment keeps how an impediment stands and who helps, or returns ErrNotFound.
func (tx *Tx) KeepImpediment(ctx context.Context, i ritual.Impediment) error {
	err := tx.change(ctx, `
		UPDATE impediments SET words = $2, help = $3, raised = $4, resolved = $5, resolved_by = $6 WHERE id = $1`,
		i.ID, i.Text, i.Help, ms(i.Raised), ms(i.Resolved), i.ResolvedBy)
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `DELETE FROM impediment_helpers WHERE impediment = $1`, i.ID); err != nil {
		return err
	}
	for n, person := range i.Helpers {
		if _, err := tx.exec(ctx, `INSERT INTO impediment_helpers (impediment, person, place) VALUES ($1, $2, $3)`, i.ID, person, n); err != nil {
			return err
		}
	}
	return nil
}

// DropImpediment forgets one that was never meant, or returns ErrNotFound.
func (tx *Tx) DropImpediment(ctx context.Context, id string) error {
	if _, err := tx.exec(ctx, `DELETE FROM impediment_helpers WHERE impediment = $1`, id); err != nil {
		return err
	}
	return tx.change(ctx, `DELETE FROM impediments WHERE id = $1`, id)
}

// Impediment returns one, or ErrNotFound.
func (tx *Tx) Impediment(ctx context.Context, id string) (ritual.Impediment, error) {
	i, err := one(ctx, tx, readImpediment, `SELECT `+impedimentColumns+` FROM impediments i WHERE i.id = $1`, id)
	if err != nil {
		return i, err
	}
	all := []ritual.Impediment{i}
	err = tx.helped(ctx, all)
	return all[0], err
}

// OpenImpediments returns what is in anybody's way in a standup, the oldest first.
func (tx *Tx) OpenImpediments(ctx context.Context, standup string) ([]ritual.Impediment, error) {
	return tx.impediments(ctx, `WHERE i.standup = $1 AND i.resolved = 0 ORDER BY i.opened, i.id`, standup)
}

// ImpedimentsOf returns what is in somebody's way, in one standup, the oldest first.
func (tx *Tx) ImpedimentsOf(ctx context.Context, standup, person string) ([]ritual.Impediment, error) {
	return tx.impediments(ctx, `WHERE i.person = $2 AND i.standup = $1 AND i.resolved = 0 ORDER BY i.opened, i.id`, standup, person)
}

// ImpedimentsFor returns what is open and somebody has a part in: it is in their way, or they help or were asked to; the oldest first.
func (tx *Tx) ImpedimentsFor(ctx context.Context, person string) ([]ritual.Impediment, error) {
	return tx.impediments(ctx, `
		WHERE i.resolved = 0 AND (i.person = $1 OR i.help = $1 AND i.help <> '' OR i.id IN (SELECT h.impediment FROM impediment_helpers h WHERE h.person = $1))
		ORDER BY i.opened, i.id`, person)
}

// ImpedimentsRaised returns what is open in a product and its PO heard of, the oldest first.
func (tx *Tx) ImpedimentsRaised(ctx context.Context, product string) ([]ritual.Impediment, error) {
	return tx.impediments(ctx, `WHERE i.product = $1 AND i.resolved = 0 AND i.raised > 0 ORDER BY i.opened, i.id`, product)
}

// ImpedimentsResolved returns what was resolved in a standup since an instant, the first first.
func (tx *Tx) ImpedimentsResolved(ctx context.Context, standup string, since time.Time) ([]ritual.Impediment, error) {
	return tx.impediments(ctx, `WHERE i.standup = $1 AND i.resolved > 0 AND i.resolved >= $2 ORDER BY i.resolved, i.id`, standup, ms(since))
}

// ImpedimentsSaid returns what was said to be in the way in a run, open or not, the first first.
func (tx *Tx) ImpedimentsSaid(ctx context.Context, standup, day string) ([]ritual.Impediment, error) {
	return tx.impediments(ctx, `WHERE i.standup = $1 AND i.day = $2 ORDER BY i.opened, i.id`, standup, day)
}

func (tx *Tx) impediments(ctx context.Context, where string, args ...any) ([]ritual.Impediment, error) {
	all, err := many(ctx, tx, readImpediment, `SELECT `+impedimentColumns+` FROM impediments i `+where, args...)
	if err != nil {
		return nil, err
	}
	return all, tx.helped(ctx, all)
}

// helped adds to each who helps.
func (tx *Tx) helped(ctx context.Context, all []ritual.Impediment) error {
	if len(all) == 0 {
		return nil
	}
	ids, places := make([]string, len(all)), map[string]int{}
	for n, i := range all {
		ids[n], places[i.ID] = i.ID, n
	}
	in, args := listed(ids, 1)
	type helper struct{ id, person string }
	helpers, err := many(ctx, tx, func(row scanner) (h helper, err error) {
		err = row.Scan(&h.id, &h.person)
		return h, err
	}, `SELECT impediment, person FROM impediment_helpers WHERE impediment IN `+in+` ORDER BY impediment, place`, args...)
	for _, h := range helpers {
		n := places[h.id]
		all[n].Helpers = append(all[n].Helpers, h.person)
	}
	return err
}
