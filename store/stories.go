package store

import (
	"context"

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
