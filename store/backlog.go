package store

import (
	"cmp"
	"context"
	"slices"

	"tandem/bot/ritual"
)

const rankedColumns = requestColumns + `, ` + scoreColumns + `, r.pin_before, r.pin_reason, r.pin_by, r.pin_at`

const scoreColumns = `r.score_framework, r.score_inputs, r.score_milli`

func scoreFields(s *ritual.Score) []any {
	return []any{&s.Framework, document{&s.Inputs}, &s.Milli}
}

func readRanked(row scanner) (r ritual.Ranked, err error) {
	err = row.Scan(slices.Concat(requestFields(&r.Request), scoreFields(&r.Score),
		[]any{&r.Pin.Before, &r.Pin.Reason, &r.Pin.By, at(&r.Pin.At)})...)
	if len(r.Score.Inputs) == 0 {
		r.Score.Inputs = nil
	}
	return r, err
}

// KeepScore keeps the score of a request in place of an earlier one, and who gave it. Without such a request it
// returns ErrNotFound.
func (tx *Tx) KeepScore(ctx context.Context, request string, s ritual.Score, by string) error {
	return tx.change(ctx, `
		UPDATE requests
		SET score_framework = $2, score_milli = $3, score_inputs = $4, score_by = $5, score_at = $6
		WHERE id = $1`,
		request, string(s.Framework), s.Milli, asJSON(s.Inputs), by, ms(tx.Now))
}

// Score returns the score of a request, or ErrNotFound when nobody has given it one.
func (tx *Tx) Score(ctx context.Context, request string) (ritual.Score, error) {
	read := func(row scanner) (s ritual.Score, err error) {
		err = row.Scan(scoreFields(&s)...)
		return s, err
	}
	return one(ctx, tx, read, `
		SELECT `+scoreColumns+` FROM requests r WHERE r.id = $1 AND r.score_framework <> ''`, request)
}

// KeepPin keeps where somebody put a story of the backlog, in place of an earlier pin; the zero Pin takes that away.
// Without such a request it returns ErrNotFound.
func (tx *Tx) KeepPin(ctx context.Context, request string, p ritual.Pin) error {
	return tx.change(ctx, `UPDATE requests SET pin_before = $2, pin_reason = $3, pin_by = $4, pin_at = $5 WHERE id = $1`,
		request, p.Before, p.Reason, p.By, ms(p.At))
}

// Pins returns the pinned stories of a product's backlog, the oldest requests first.
func (tx *Tx) Pins(ctx context.Context, product string) ([]ritual.Ranked, error) {
	return many(ctx, tx, readRanked, `
		SELECT `+rankedColumns+` FROM requests r
		WHERE r.product = $1 AND r.status = 'backlog' AND r.pin_before <> '' ORDER BY r.number`, product)
}

// Backlog returns a page of a product's backlog, in the order of ritual.Before and ritual.Weave, and how many requests
// it has in all, counted as countTo says. It takes as long as there are stories before the end of the page.
func (tx *Tx) Backlog(ctx context.Context, product string, frameworks []ritual.FrameworkID, offset, limit int) ([]ritual.Ranked, int, error) {
	end := offset + limit
	total, err := tx.countTo(ctx, end, `product = $1 AND status = 'backlog'`, product)
	if err != nil {
		return nil, 0, err
	}
	pinned, err := tx.held(ctx, product)
	if err != nil || limit <= 0 || offset >= total {
		return nil, total, err
	}
	numbers, err := tx.byScore(ctx, product, frameworks, end+len(pinned), everything)
	if err != nil {
		return nil, 0, err
	}
	// As many as stand before the end of the page, if no pin puts others before them, are enough.
	var stories []ritual.Ranked
	for _, n := range numbers {
		if len(stories) < end && !slices.ContainsFunc(pinned, func(p ritual.Ranked) bool { return p.Request.Number == n }) {
			stories = append(stories, numbered(n))
		}
	}
	stories = ritual.Weave(append(stories, pinned...))
	page, err := tx.ranked(ctx, stories[min(offset, len(stories)):min(end, len(stories))])
	return page, total, err
}

// held returns the pinned stories whose pins hold them in a place, with no more than ritual.Weave needs: as numbered does,
// also in their pins.
func (tx *Tx) held(ctx context.Context, product string) ([]ritual.Ranked, error) {
	read := func(row scanner) (r ritual.Ranked, err error) {
		var before int64
		err = row.Scan(&r.Request.Number, &before, at(&r.Pin.At))
		r.Request.ID, r.Pin.Before = ritual.RequestID(r.Request.Number), ritual.RequestID(before)
		return r, err
	}
	pinned, err := many(ctx, tx, read, `
		SELECT r.number, n.number, r.pin_at FROM requests r JOIN requests n ON n.id = r.pin_before
		WHERE r.product = $1 AND r.status = 'backlog' AND r.pin_before <> '' AND n.product = $1 AND n.status = 'backlog'`, product)
	return ritual.Held(pinned), err
}

// byScore returns the numbers of the first n stories of a backlog that is narrowed down, in the order of ritual.Before.
// The stories of each framework, and those of none, stand together in an index, in their order.
func (tx *Tx) byScore(ctx context.Context, product string, frameworks []ritual.FrameworkID, n int, to narrowed) ([]int64, error) {
	var first []int64
	var taken []ritual.FrameworkID
	take := func(frameworks ...ritual.FrameworkID) error {
		for _, f := range frameworks {
			if len(first) >= n {
				return nil
			}
			if slices.Contains(taken, f) {
				continue
			}
			taken = append(taken, f)
			more, err := tx.scoredBy(ctx, product, f, n-len(first), to)
			if err != nil {
				return err
			}
			first = append(first, more...)
		}
		return nil
	}
	none := func(f ritual.FrameworkID) bool { return f == "" }
	if err := take(slices.DeleteFunc(slices.Clone(frameworks), none)...); err != nil || len(first) >= n {
		return first, err
	}
	others, err := tx.frameworks(ctx, product)
	if err == nil {
		err = take(append(others, "")...)
	}
	return first, err
}

// scoredBy returns the numbers of the first n of those that a framework scored, or none.
func (tx *Tx) scoredBy(ctx context.Context, product string, f ritual.FrameworkID, n int, to narrowed) ([]int64, error) {
	type scored struct{ number, milli int64 }
	read := func(row scanner) (s scored, err error) {
		err = row.Scan(&s.number, &s.milli)
		return s, err
	}
	var found []scored
	for _, c := range to {
		more, err := many(ctx, tx, read, `
			SELECT number, score_milli FROM requests
			WHERE product = $1 AND status = 'backlog' AND score_framework = $2`+c.where(4)+`
			ORDER BY score_milli DESC, number LIMIT $3`, append([]any{product, string(f), n}, c.args...)...)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	if len(to) > 1 {
		slices.SortFunc(found, func(a, b scored) int {
			return cmp.Or(cmp.Compare(b.milli, a.milli), cmp.Compare(a.number, b.number))
		})
	}
	var first []int64
	for _, s := range found[:min(n, len(found))] {
		first = append(first, s.number)
	}
	return first, nil
}

func readNumber(row scanner) (n int64, err error) {
	err = row.Scan(&n)
	return n, err
}

// frameworks are those that scored stories of a backlog, by their ids. Each is one look into an index: the next after
// the one before.
func (tx *Tx) frameworks(ctx context.Context, product string) ([]ritual.FrameworkID, error) {
	read := func(row scanner) (f ritual.FrameworkID, err error) {
		err = row.Scan(&f)
		return f, err
	}
	all, err := many(ctx, tx, read, `
		WITH RECURSIVE scored (framework) AS (
			SELECT MIN(score_framework) FROM requests WHERE product = $1 AND status = 'backlog' AND score_framework > ''
			UNION ALL
			SELECT (
				SELECT MIN(score_framework) FROM requests
				WHERE product = $1 AND status = 'backlog' AND score_framework > scored.framework
			) FROM scored WHERE framework IS NOT NULL
		)
		SELECT framework FROM scored WHERE framework IS NOT NULL`, product)
	slices.Sort(all) // by bytes, as a database may not
	return all, err
}

// ranked reads stories, in their order, by their numbers.
func (tx *Tx) ranked(ctx context.Context, stories []ritual.Ranked) ([]ritual.Ranked, error) {
	if len(stories) == 0 {
		return nil, nil
	}
	place := map[int64]int{}
	numbers := make([]int64, 0, len(stories))
	for i, r := range stories {
		place[r.Request.Number] = i
		numbers = append(numbers, r.Request.Number)
	}
	in, args := listed(numbers, 1)
	page, err := many(ctx, tx, readRanked, `SELECT `+rankedColumns+` FROM requests r WHERE r.number IN `+in, args...)
	slices.SortFunc(page, func(a, b ritual.Ranked) int {
		return cmp.Compare(place[a.Request.Number], place[b.Request.Number])
	})
	return page, err
}
