package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/ritual"
)

// Reader returns for whom something is written, with what is known of them now: a person where they look, or, without a
// person, everybody in a place.
func (tx *Tx) Reader(ctx context.Context, person, place string) (ritual.Reader, error) {
	rd := ritual.Reader{Person: person, Place: place}
	if person == "" {
		return rd, nil
	}
	var err error
	if rd.Rooms, err = many(ctx, tx, readText, `
		SELECT m.channel FROM members m JOIN rooms o ON o.channel = m.channel
		WHERE m.person = $1 AND o.read_at >= $2`, person, ms(tx.Now.Add(-ritual.MembersFor))); err != nil {
		return rd, err
	}
	// Words that were merged in from elsewhere open nothing but themselves. What goes on with a returned request is the same one.
	if rd.Kept, err = many(ctx, tx, readText, `
		WITH RECURSIVE kept (request) AS (
			SELECT e.request FROM evidence e JOIN requests r ON r.id = e.request
			WHERE e.author = $1 AND e.private = 1 AND r.private = 1 AND (e.channel = '' OR e.channel = r.source_channel)
			UNION
			SELECT d.lead FROM kept k JOIN decisions d ON d.request = k.request WHERE d.verdict = 'returned_as'
		)
		SELECT request FROM kept`, person); err != nil {
		return rd, err
	}
	rd.Acts, err = tx.actsIn(ctx, person)
	return rd, err
}

func readText(row scanner) (s string, err error) {
	err = row.Scan(&s)
	return s, err
}

// actsIn returns the products in which somebody acts for a head who has left, without being a head or named to stand in.
func (tx *Tx) actsIn(ctx context.Context, person string) (acts []string, err error) {
	all, err := tx.ProductsOf(ctx, person)
	for _, p := range all {
		if p.SetUpBy != person {
			continue
		}
		people, err := tx.headsOf(ctx, p)
		if err != nil {
			return nil, err
		}
		if ritual.Acting(p, ritual.RolePM, people, tx.Now) == person || ritual.Acting(p, ritual.RolePO, people, tx.Now) == person {
			acts = append(acts, p.ID)
		}
	}
	return acts, err
}

// Members returns who is in a channel, as Slack last named them, or ErrNotFound when it never did.
func (tx *Tx) Members(ctx context.Context, channel string) (ritual.Members, error) {
	m := ritual.Members{Channel: channel}
	var err error
	if m.Read, err = tx.membersRead(ctx, channel); err != nil {
		return ritual.Members{}, err
	}
	m.People, err = many(ctx, tx, readText, `SELECT person FROM members WHERE channel = $1`, channel)
	slices.Sort(m.People)
	return m, err
}

func (tx *Tx) membersRead(ctx context.Context, channel string) (time.Time, error) {
	return one(ctx, tx, func(row scanner) (t time.Time, err error) {
		err = row.Scan(at(&t))
		return t, err
	}, `SELECT read_at FROM rooms WHERE channel = $1`, channel)
}

// MembersRead returns when Slack last named the members of a channel; zero when it never did.
func (tx *Tx) MembersRead(ctx context.Context, channel string) (time.Time, error) {
	read, err := tx.membersRead(ctx, channel)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return read, err
}

// KeepMembers keeps who is in a channel, as Slack named them. What it said later stays.
func (tx *Tx) KeepMembers(ctx context.Context, m ritual.Members) error {
	taken, err := tx.add(ctx, `
		INSERT INTO rooms (channel, read_at) VALUES ($1, $2)
		ON CONFLICT (channel) DO UPDATE SET read_at = excluded.read_at WHERE excluded.read_at >= rooms.read_at`, m.Channel, ms(m.Read))
	if err != nil || !taken {
		return err
	}
	was, err := many(ctx, tx, readText, `SELECT person FROM members WHERE channel = $1`, m.Channel)
	if err != nil {
		return err
	}
	is := map[string]bool{}
	for _, person := range m.People {
		is[person] = true
	}
	for _, person := range was { // few come or go: the others are left as they are
		if is[person] {
			delete(is, person)
		} else if _, err := tx.exec(ctx, `DELETE FROM members WHERE channel = $1 AND person = $2`, m.Channel, person); err != nil {
			return err
		}
	}
	for person := range is {
		if _, err := tx.exec(ctx, `INSERT INTO members (channel, person) VALUES ($1, $2)`, m.Channel, person); err != nil {
			return err
		}
	}
	return nil
}
