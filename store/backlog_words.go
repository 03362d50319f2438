package store

import (
	"context"
	"slices"

	"tandem/bot/ritual"
)

// foundByWords finds all that has the words, once, and puts it in order: whoever looks for words expects few. The last word may
// be the beginning of one where nothing has it whole.
func (tx *Tx) foundByWords(ctx context.Context, product string, frameworks []ritual.FrameworkID, f Filter, to narrowed, pinned []ritual.Ranked, n int) (found finding, err error) {
	var all []ritual.Ranked
	for _, beginnings := range []bool{false, true} {
		if all, err = tx.havingWords(ctx, product, f, to, beginnings); err != nil || len(all) > 0 {
			break
		}
	}
	slices.SortFunc(all, func(a, b ritual.Ranked) int {
		switch {
		case ritual.Before(a, b, frameworks...):
			return -1
		case ritual.Before(b, a, frameworks...):
			return 1
		}
		return 0
	})
	held := map[int64]bool{}
	for _, p := range pinned {
		held[p.Request.Number] = true
	}
	for _, r := range all {
		if len(found.first) < n {
			found.first = append(found.first, r.Request.Number)
		}
		if held[r.Request.Number] {
			found.pinned = append(found.pinned, r.Request.Number)
		}
	}
	found.total = min(len(all), max(ritual.Many, n)+1)
	return found, err
}

// havingWords reads, in no order, which stories of a backlog have a query's words, with their scores. Of a private request whose
// title is shared that is the title alone.
func (tx *Tx) havingWords(ctx context.Context, product string, f Filter, to narrowed, beginnings bool) ([]ritual.Ranked, error) {
	how, query := tx.db.engine.search, queryTerms(f.Text)
	if len(query) == 0 {
		return nil, nil
	}
	terms := how.terms(query, beginnings)
	within := func(column string) string { return `number IN (` + how.within(column) + `)` }
	var wanted narrowed
	for _, c := range to {
		if f.All {
			wanted = append(wanted, c.and(within("words"), terms))
			continue
		}
		whole, args := f.whole()
		wanted = append(wanted, c.and(within("words"), terms).and(whole, args...))
		if f.Customer == "" {
			wanted = append(wanted, c.and(within("title"), terms).and(`private = 1 AND shared = 1 AND NOT `+whole, args...))
		}
	}
	read := func(row scanner) (r ritual.Ranked, err error) {
		err = row.Scan(&r.Request.Number, &r.Score.Framework, &r.Score.Milli)
		return r, err
	}
	var all []ritual.Ranked
	for _, c := range wanted {
		more, err := many(ctx, tx, read, `
			SELECT number, score_framework, score_milli FROM requests
			WHERE product = $1 AND status = 'backlog'`+c.where(2), append([]any{product}, c.args...)...)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}
