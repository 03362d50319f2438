package store

import (
	"context"
	"slices"
	"strings"

	"tandem/bot/ritual"
)

const recapColumns = `sprint, product, words, wording, own, drafted_by, drafted_at, channel, posted_by, posted_at, demos, pages`

func readRecap(row scanner) (r ritual.Recap, err error) {
	var wording int64
	err = row.Scan(&r.Sprint, &r.Product, document{&r.Words}, &wording, document{&r.Own}, &r.DraftedBy, at(&r.Drafted), &r.Channel,
		&r.PostedBy, at(&r.Posted), document{&r.Demos}, document{&r.Pages})
	r.Wording = wording == 1
	return r, err
}

// AddRecap begins the recap of a sprint, and reports whether it did: there is one of each sprint, and a second one changes nothing.
func (tx *Tx) AddRecap(ctx context.Context, r ritual.Recap) (bool, error) {
	return tx.add(ctx, `
		INSERT INTO recaps (`+recapColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (sprint) DO NOTHING`,
		r.Sprint, r.Product, asJSON(r.Words), bit(r.Wording), asJSON(r.Own), r.DraftedBy, ms(r.Drafted), r.Channel, r.PostedBy, ms(r.Posted),
		asJSON(r.Demos), asJSON(r.Pages))
}

// KeepRecap keeps how a sprint is told, or returns ErrNotFound.
func (tx *Tx) KeepRecap(ctx context.Context, r ritual.Recap) error {
	return tx.change(ctx, `
		UPDATE recaps
		SET words = $2, wording = $3, own = $4, drafted_by = $5, drafted_at = $6, channel = $7, posted_by = $8, posted_at = $9, demos = $10, pages = $11
		WHERE sprint = $1`,
		r.Sprint, asJSON(r.Words), bit(r.Wording), asJSON(r.Own), r.DraftedBy, ms(r.Drafted), r.Channel, r.PostedBy, ms(r.Posted),
		asJSON(r.Demos), asJSON(r.Pages))
}

// Recap returns the recap of a sprint, or ErrNotFound.
func (tx *Tx) Recap(ctx context.Context, sprint string) (ritual.Recap, error) {
	return one(ctx, tx, readRecap, `SELECT `+recapColumns+` FROM recaps WHERE sprint = $1`, sprint)
}

// KeepReplies keeps what people said in the thread of a recap, in place of what was read there before.
func (tx *Tx) KeepReplies(ctx context.Context, sprint string, said []ritual.Evidence) error {
	if _, err := tx.exec(ctx, `DELETE FROM recap_replies WHERE sprint = $1`, sprint); err != nil {
		return err
	}
	for _, e := range said {
		if _, err := tx.exec(ctx, `INSERT INTO recap_replies (sprint, ts, author, words) VALUES ($1, $2, $3, $4)`, sprint, e.TS, e.Author, e.Text); err != nil {
			return err
		}
	}
	return nil
}

// Replies returns what people said in the thread of a recap, as it was read last, the first one first.
func (tx *Tx) Replies(ctx context.Context, sprint string) ([]ritual.Evidence, error) {
	read := func(row scanner) (e ritual.Evidence, err error) {
		err = row.Scan(&e.TS, &e.Author, &e.Text)
		return e, err
	}
	all, err := many(ctx, tx, read, `SELECT ts, author, words FROM recap_replies WHERE sprint = $1`, sprint)
	slices.SortFunc(all, func(a, b ritual.Evidence) int { return strings.Compare(a.TS, b.TS) })
	return all, err
}
