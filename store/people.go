package store

import (
	"context"
	"errors"

	"tandem/bot/holiday"
	"tandem/bot/ritual"
)

// Person returns somebody as Slack last described them, with when they work and are away, or ErrNotFound when it never did.
func (tx *Tx) Person(ctx context.Context, id string) (ritual.Person, error) {
	return one(ctx, tx, tx.readPerson, selectPeople+`WHERE p.id = $1`, id)
}

// People returns those of some people whom Slack ever described, in no order.
func (tx *Tx) People(ctx context.Context, ids ...string) ([]ritual.Person, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := listed(ids, 1)
	return many(ctx, tx, tx.readPerson, selectPeople+`WHERE p.id IN `+in, args...)
}

const selectPeople = `
	SELECT p.id, p.name, p.zone, p.kind, p.status, p.status_until, p.read_at,
		COALESCE(o.from_at, ''), COALESCE(o.until_at, ''), COALESCE(o.days, 0), COALESCE(o.country, ''), COALESCE(o.off, 'null'),
		COALESCE(a.from_day, ''), COALESCE(a.until_day, '')
	FROM people p LEFT JOIN own_hours o ON o.person = p.id LEFT JOIN own_away a ON a.person = p.id `

func (tx *Tx) readPerson(row scanner) (p ritual.Person, err error) {
	var own ritual.Own
	err = row.Scan(&p.ID, &p.Name, &p.Zone, &p.Kind, &p.Status, at(&p.StatusUntil), at(&p.Read),
		&own.From, &own.Until, &own.Days, &own.Country, document{&own.Off}, &p.AwayFrom, &p.AwayUntil)
	p.Off, p.Work = own.Off, holiday.Work(p.Zone, own, tx.Now.Year())
	return p, err
}

// Own is what somebody chose of when they work; the zero value where they chose nothing.
func (tx *Tx) Own(ctx context.Context, person string) (ritual.Own, error) {
	o, err := one(ctx, tx, func(row scanner) (o ritual.Own, err error) {
		err = row.Scan(&o.From, &o.Until, &o.Days, &o.Country, document{&o.Off})
		return o, err
	}, `SELECT from_at, until_at, days, country, off FROM own_hours WHERE person = $1`, person)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return o, err
}

// KeepOwn keeps what somebody chose of when they work.
func (tx *Tx) KeepOwn(ctx context.Context, person string, o ritual.Own) error {
	_, err := tx.exec(ctx, `
		INSERT INTO own_hours (person, from_at, until_at, days, country, off) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (person) DO UPDATE
		SET from_at = excluded.from_at, until_at = excluded.until_at, days = excluded.days, country = excluded.country, off = excluded.off`,
		person, o.From, o.Until, int64(o.Days), o.Country, asJSON(o.Off))
	return err
}

// KeepAbsence keeps on which days somebody says that they are away. An empty one takes that back.
func (tx *Tx) KeepAbsence(ctx context.Context, person string, a ritual.Absence) error {
	if a.None() {
		_, err := tx.exec(ctx, `DELETE FROM own_away WHERE person = $1`, person)
		return err
	}
	_, err := tx.exec(ctx, `
		INSERT INTO own_away (person, from_day, until_day, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person) DO UPDATE SET from_day = excluded.from_day, until_day = excluded.until_day, at = excluded.at`,
		person, a.From, a.Until, ms(tx.Now))
	return err
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
