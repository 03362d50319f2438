package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"tandem/bot/ritual"
)

// AddStory keeps a new version of a request's story and returns it with its number. Versions are never changed.
func (tx *Tx) AddStory(ctx context.Context, s ritual.Story) (ritual.Story, error) {
	if s.At.IsZero() {
		s.At = tx.Now
	}
	err := tx.row(ctx, `
		INSERT INTO stories (request, version, author, at, body)
		SELECT $1, COALESCE(MAX(version), 0) + 1, $2, $3, $4 FROM stories WHERE request = $1
		RETURNING version`,
		s.Request, s.Author, ms(s.At), asJSON(s)).Scan(&s.Version)
	return s, tx.found(err)
}

// Story returns the latest version of a request's story, or ErrNotFound.
func (tx *Tx) Story(ctx context.Context, request string) (ritual.Story, error) {
	return one(ctx, tx, readStory, `
		SELECT request, version, author, at, body FROM stories WHERE request = $1 ORDER BY version DESC LIMIT 1`, request)
}

// Stories returns all versions of a request's story, the first one first.
func (tx *Tx) Stories(ctx context.Context, request string) ([]ritual.Story, error) {
	return many(ctx, tx, readStory, `
		SELECT request, version, author, at, body FROM stories WHERE request = $1 ORDER BY version`, request)
}

func readStory(row scanner) (s ritual.Story, err error) {
	err = row.Scan(&s.Request, &s.Version, &s.Author, at(&s.At), document{&s})
	return s, err
}

// AcceptedStories returns the latest versions of the stories of a product's requests of one kind that were accepted last,
// at most n. Private ones are not among them.
func (tx *Tx) AcceptedStories(ctx context.Context, product string, kind ritual.Kind, n int) ([]ritual.Story, error) {
	type accepted struct {
		id    string
		since time.Time
	}
	read := func(row scanner) (a accepted, err error) {
		err = row.Scan(&a.id, at(&a.since))
		return a, err
	}
	var all []accepted
	for _, s := range []ritual.Status{ritual.Accepted, ritual.Shipped} {
		some, err := many(ctx, tx, read, `
			SELECT id, since FROM requests
			WHERE product = $1 AND status = $2 AND kind = $3 AND private = 0 ORDER BY since DESC, number DESC LIMIT $4`,
			product, string(s), string(kind), n)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b accepted) int { return b.since.Compare(a.since) })
	var stories []ritual.Story
	for _, a := range all[:min(n, len(all))] {
		s, err := tx.Story(ctx, a.id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		stories = append(stories, s)
	}
	return stories, nil
}

// KeepRedraft keeps that somebody waits for a story to be drafted anew. It takes the place of an earlier wish.
func (tx *Tx) KeepRedraft(ctx context.Context, r ritual.Redraft) error {
	_, err := tx.exec(ctx, `
		INSERT INTO redrafts (request, version, by_whom, note, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (request) DO UPDATE SET version = excluded.version, by_whom = excluded.by_whom, note = excluded.note, at = excluded.at`,
		r.Request, r.Version, r.By, r.Note, ms(r.At))
	return err
}

// Redraft returns who waits for a request's story to be drafted anew, or ErrNotFound.
func (tx *Tx) Redraft(ctx context.Context, request string) (ritual.Redraft, error) {
	read := func(row scanner) (r ritual.Redraft, err error) {
		err = row.Scan(&r.Request, &r.Version, &r.By, &r.Note, at(&r.At))
		return r, err
	}
	return one(ctx, tx, read, `SELECT request, version, by_whom, note, at FROM redrafts WHERE request = $1`, request)
}

// EndRedraft ends a wish: it was fulfilled, or cannot be.
func (tx *Tx) EndRedraft(ctx context.Context, request string) error {
	_, err := tx.exec(ctx, `DELETE FROM redrafts WHERE request = $1`, request)
	return err
}
