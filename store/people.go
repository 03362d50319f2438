package store

import (
	"context"

	"tandem/bot/ritual"
)

// Person returns somebody as Slack last described them, or ErrNotFound when it never did.
func (tx *Tx) Person(ctx context.Context, id string) (ritual.Person, error) {
	return one(ctx, tx, readPerson, `
		SELECT id, name, zone, kind, status, status_until, read_at FROM people WHERE id = $1`, id)
}

// Names are the names of all people whom Slack ever described, by their ids.
func (tx *Tx) Names(ctx context.Context) (map[string]string, error) {
	people, err := many(ctx, tx, func(row scanner) (p ritual.Person, err error) {
		err = row.Scan(&p.ID, &p.Name)
		return p, err
	}, `SELECT id, name FROM people WHERE name <> '' ORDER BY id`)
	names := make(map[string]string, len(people))
	for _, p := range people {
		names[p.ID] = p.Name
	}
	return names, err
}

func readPerson(row scanner) (p ritual.Person, err error) {
	err = row.Scan(&p.ID, &p.Name, &p.Zone, &p.Kind, &p.Status, at(&p.StatusUntil), at(&p.Read))
	return p, err
}

// KeepPerson keeps what Slack said about somebody. What it said later stays.
func (tx *Tx) KeepPerson(ctx context.Context, p ritual.Person) error {
	_, err := tx.exec(ctx, `
		INSERT INTO people (id, name, zone, kind, status, status_until, read_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE
		SET name = excluded.name, zone = excluded.zone, kind = excluded.kind, status = excluded.status,
			status_until = excluded.status_until, read_at = excluded.read_at
		WHERE excluded.read_at >= people.read_at`,
		p.ID, p.Name, p.Zone, string(p.Kind), p.Status, ms(p.StatusUntil), ms(p.Read))
	return err
}

// Place returns a channel or conversation as Slack last described it, or ErrNotFound when it never did.
func (tx *Tx) Place(ctx context.Context, id string) (ritual.Place, error) {
	return one(ctx, tx, readPlace, `
		SELECT id, name, private, direct, shared, archived, joined, read_at FROM places WHERE id = $1`, id)
}

func readPlace(row scanner) (p ritual.Place, err error) {
	err = row.Scan(&p.ID, &p.Name, &p.Private, &p.Direct, &p.Shared, &p.Archived, &p.Joined, at(&p.Read))
	return p, err
}

// KeepPlace keeps what Slack said about a channel or conversation. What it said later stays.
func (tx *Tx) KeepPlace(ctx context.Context, p ritual.Place) error {
	_, err := tx.exec(ctx, `
		INSERT INTO places (id, name, private, direct, shared, archived, joined, read_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE
		SET name = excluded.name, private = excluded.private, direct = excluded.direct, shared = excluded.shared,
			archived = excluded.archived, joined = excluded.joined, read_at = excluded.read_at
		WHERE excluded.read_at >= places.read_at`,
		p.ID, p.Name, bit(p.Private), bit(p.Direct), bit(p.Shared), bit(p.Archived), bit(p.Joined), ms(p.Read))
	return err
}
