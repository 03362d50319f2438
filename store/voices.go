package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"tandem/bot/ritual"
)

const supporterColumns = `s.request, s.by_whom, s.person, s.customer, s.importance, s.words, s.private, s.channel, s.ts, s.at`

func readSupporter(row scanner) (s ritual.Supporter, err error) {
	err = row.Scan(&s.Of, &s.By, &s.Person, &s.Customer, &s.Importance, &s.Words, &s.Private, &s.Channel, &s.TS, at(&s.At))
	if s.By == s.Person {
		s.By = ""
	}
	return s, err
}

// severalPlaces begins the channel of words that were said in several, of which one is private: then it is the channel of
// nobody, because who is in the one may not read what was said in the other.
const severalPlaces = "-"

// AddSupporter keeps that somebody else wants the same, and reports whether it was not said yet, by the same person for
// the same person and customer. Of what was said already, other words are kept too. Whatever is kept with a private request
// is private.
func (tx *Tx) AddSupporter(ctx context.Context, request string, s ritual.Supporter) (added bool, err error) {
	all, err := many(ctx, tx, readSupporter, `
		SELECT `+supporterColumns+` FROM supporters s WHERE s.request = $1 AND s.by_whom = $2 AND s.person = $3`,
		request, s.SaidBy(), s.Person)
	if err != nil {
		return false, err
	}
	for _, was := range all {
		if ritual.FoldCustomer(was.Customer) != ritual.FoldCustomer(s.Customer) {
			continue
		}
		if s.Words == "" || strings.Contains(was.Words, s.Words) {
			return false, nil
		}
		channel := was.Channel
		switch {
		case !s.Private || s.Channel == was.Channel:
		case was.TS == "" && (!was.Private || was.Words == ""):
			channel = s.Channel
		default:
			channel = severalPlaces + strings.TrimPrefix(was.Channel, severalPlaces)
		}
		_, err := tx.exec(ctx, `
			UPDATE supporters SET words = $5, private = $6, channel = $7
			WHERE request = $1 AND by_whom = $2 AND person = $3 AND customer = $4`,
			request, was.SaidBy(), was.Person, was.Customer, strings.TrimSpace(was.Words+"\n"+s.Words), bit(was.Private || s.Private), channel)
		return false, err
	}
	return tx.add(ctx, `
		INSERT INTO supporters (request, by_whom, person, private, customer, importance, words, channel, ts, at)
		VALUES ($1, $2, $3, `+privateWith+`, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (request, by_whom, person, customer) DO NOTHING`,
		request, s.SaidBy(), s.Person, bit(s.Private), s.Customer, string(s.Importance), s.Words, s.Channel, s.TS, ms(s.At))
}

// RemoveSupporter forgets that somebody wants the same, what they said of others and others of them, or returns
// ErrNotFound.
func (tx *Tx) RemoveSupporter(ctx context.Context, request, person string) error {
	return tx.change(ctx, `DELETE FROM supporters WHERE request = $1 AND (by_whom = $2 OR person = $2)`, request, person)
}

// Supporters returns who else wants the same, the first one first: those who said so, and who wants what was merged into
// it. Who wants the whole wants its parts.
func (tx *Tx) Supporters(ctx context.Context, request string) ([]ritual.Supporter, error) {
	all, err := many(ctx, tx, readSupporter, `
		SELECT `+supporterColumns+` FROM supporters s
		WHERE s.request = $1 OR s.request = (SELECT parent FROM requests WHERE id = $1)`, request)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Of = ""
	}
	joined, err := tx.Joined(ctx, request)
	if err != nil {
		return nil, err
	}
	for _, one := range joined {
		others, err := many(ctx, tx, readSupporter, `SELECT `+supporterColumns+` FROM supporters s WHERE s.request = $1`, one.ID)
		if err != nil {
			return nil, err
		}
		for _, s := range append(others, ritual.OwnVoice(one)) {
			if s.Of = one.ID; s.Private && s.Channel == "" {
				s.Channel = one.Source.Channel // which is not the lead's
			}
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b ritual.Supporter) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Person, b.Person), strings.Compare(a.By, b.By), strings.Compare(a.Customer, b.Customer))
	})
	type voice struct{ of, by, person, customer string }
	said := map[voice]bool{}
	return slices.DeleteFunc(all, func(s ritual.Supporter) bool { // each once, with what they said first
		v := voice{s.Of, s.SaidBy(), s.Person, s.Customer}
		again := said[v]
		said[v] = true
		return again
	}), nil
}

// AddMerge keeps that a request was merged into another.
func (tx *Tx) AddMerge(ctx context.Context, m ritual.Merge) error {
	_, err := tx.exec(ctx, `
		INSERT INTO merges (request, lead, by_whom, at, was) VALUES ($1, $2, $3, $4, $5)`, m.Request, m.Into, m.By, ms(m.At), asJSON(m.Was))
	return err
}

// KeepStanding changes where a merged request stood, for when it is taken out again, or returns ErrNotFound.
func (tx *Tx) KeepStanding(ctx context.Context, request string, was ritual.Standing) error {
	return tx.change(ctx, `UPDATE merges SET was = $2 WHERE request = $1`, request, asJSON(was))
}

// DropMerge forgets that a request was merged, or returns ErrNotFound.
func (tx *Tx) DropMerge(ctx context.Context, request string) error {
	return tx.change(ctx, `DELETE FROM merges WHERE request = $1`, request)
}

// Merge returns into what a request was merged, or ErrNotFound.
func (tx *Tx) Merge(ctx context.Context, request string) (ritual.Merge, error) {
	read := func(row scanner) (m ritual.Merge, err error) {
		err = row.Scan(&m.Request, &m.Into, &m.By, at(&m.At), document{&m.Was})
		return m, err
	}
	return one(ctx, tx, read, `SELECT request, lead, by_whom, at, was FROM merges WHERE request = $1`, request)
}

// Lead returns the request that leads another: what it was merged into, and what that was merged into, to the last. What
// was not merged leads itself.
func (tx *Tx) Lead(ctx context.Context, r ritual.Request) (ritual.Request, error) {
	for r.Status == ritual.Merged {
		m, err := tx.Merge(ctx, r.ID)
		if errors.Is(err, ErrNotFound) {
			return r, nil
		}
		if err != nil {
			return r, err
		}
		if r, err = tx.Request(ctx, m.Into); err != nil {
			return r, err
		}
	}
	return r, nil
}

// Joined returns the requests that were merged into one, also by way of others, by number. What was merged into the whole
// belongs to its parts, too.
func (tx *Tx) Joined(ctx context.Context, lead string) ([]ritual.Request, error) {
	all, err := many(ctx, tx, readRequest, `
		WITH RECURSIVE joined (request) AS (
			SELECT request FROM merges WHERE lead = $1 OR lead = (SELECT parent FROM requests WHERE id = $1)
			UNION
			SELECT m.request FROM merges m JOIN joined j ON m.lead = j.request
		)
		SELECT `+requestColumns+` FROM joined j JOIN requests r ON r.id = j.request`, lead)
	// Sorted here: asked to sort, SQLite walks through all requests by number to find the few.
	slices.SortFunc(all, func(a, b ritual.Request) int { return cmp.Compare(a.Number, b.Number) })
	return all, err
}

// AllEvidence returns what a request rests on: its own evidence, and that of what was merged into it, under ids that begin
// with the request's: FR-13:0.
func (tx *Tx) AllEvidence(ctx context.Context, request string) ([]ritual.Evidence, error) {
	all, err := tx.Evidence(ctx, request)
	if err != nil {
		return nil, err
	}
	joined, err := tx.Joined(ctx, request)
	if err != nil {
		return nil, err
	}
	own := all
	for _, one := range joined {
		said, err := tx.Evidence(ctx, one.ID)
		if err != nil {
			return nil, err
		}
		for _, e := range said {
			same := func(o ritual.Evidence) bool {
				return o.ID == e.ID && o.TS == e.TS && o.Text == e.Text && o.At.Equal(e.At)
			}
			if one.Parent != "" && slices.ContainsFunc(own, same) {
				continue // both are parts of what it was said about
			}
			if e.ID = one.ID + ":" + e.ID; e.Private && e.Channel == "" {
				e.Channel = one.Source.Channel // which is not the lead's
			}
			all = append(all, e)
		}
	}
	return all, nil
}
