package store

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"tandem/bot/ritual"
)

// search is how an engine looks for words. Both keep the same words, cut by fold, in request_words; both statements
// take the engine's form of the terms, a product and a limit, and return requests, newest first.
type search struct {
	titles string                                     // finds the requests that have all terms in the title
	all    string                                     // and those that have them anywhere
	terms  func(terms []term, beginnings bool) string // the terms as the statements take them
	within func(column string) string                 // the numbers of all requests that have them in the column, with a %d for the number of the terms
	near   func(column string) string                 // finds the numbers of some requests that have all terms in the column: $1 terms, $2 how many
}

// A term is a word of a query: its stem and, where it may be the beginning of a word, what it begins with. Beginnings
// are looked for last, as they are dear: the engines gather all that begins so before they look at the other terms. A
// term without a stem is one character of a pair, and only a beginning. Where others stand beside
// it, between blanks, any of them will do.
type term struct{ stem, start, or string }

const (
	termsMax = 16      // further words of a query do not count
	wordsMax = 200_000 // bytes of a request's words that are kept; PostgreSQL could not take a million
)

// FindRequests returns at most limit of the product's requests: first the one that the query names, as in FR-12 or 12, and its parts,
// then those that have all its words in the title, then those that have them in title, problem and customer; each the
// newest first. When there are none, the last word may be the beginning of one. A query without words finds nothing. Only what
// may be found is: others neither take its room nor keep the last word from being looked for as a beginning.
func (tx *Tx) FindRequests(ctx context.Context, product, query string, limit int, may func(ritual.Request) bool) ([]ritual.Request, error) {
	terms := queryTerms(query)
	if len(terms) == 0 || limit <= 0 {
		return nil, nil
	}
	found, err := tx.named(ctx, product, query)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(r ritual.Request) bool { return !may(r) })
	how := tx.db.engine.search
	for _, statement := range []string{how.titles, how.all} {
		if found, err = tx.findMore(ctx, found, statement, how.terms(terms, false), product, limit, may); err != nil {
			return nil, err
		}
	}
	if len(found) == 0 && slices.ContainsFunc(terms, func(t term) bool { return t.stem != "" && t.start != "" }) {
		return tx.findMore(ctx, nil, how.all, how.terms(terms, true), product, limit, may)
	}
	return found, nil
}

// findMost is how many requests are looked at for one that may be found.
const findMost = 10_000

// findMore adds to what was found what a statement finds and may be found, up to the limit.
func (tx *Tx) findMore(ctx context.Context, found []ritual.Request, statement, terms, product string, limit int, may func(ritual.Request) bool) ([]ritual.Request, error) {
	for n, seen := limit, 0; len(found) < limit && n <= findMost; n *= 8 {
		more, err := many(ctx, tx, readRequest, statement, terms, product, n)
		if err != nil {
			return nil, err
		}
		for _, r := range more[min(seen, len(more)):] {
			if may(r) && !slices.ContainsFunc(found, func(f ritual.Request) bool { return f.ID == r.ID }) {
				found = append(found, r)
			}
		}
		if seen = len(more); seen < n {
			break
		}
	}
	return found[:min(limit, len(found))], nil
}

// named returns the request that a query names by its id, with its parts, if the product has it.
func (tx *Tx) named(ctx context.Context, product, query string) ([]ritual.Request, error) {
	id, err := ritual.ParseRequestID(query)
	if err != nil {
		return nil, nil //nolint:nilerr // a query that is no id is only words
	}
	return many(ctx, tx, readRequest, `
		SELECT `+requestColumns+` FROM requests r WHERE (r.id = $1 OR r.parent = $1) AND r.product = $2 ORDER BY r.part`, id, product)
}

// TitleMatches reports whether a title by itself is what a query looks for: it has all the words, the last of which may be
// the beginning of one, or is of the request that the query names. Of a request whose title is public and whose words are
// not, nobody may learn by looking for words whether they are there.
func TitleMatches(r ritual.Request, query string) bool {
	if id, err := ritual.ParseRequestID(query); err == nil && id == r.ID {
		return true
	}
	terms := queryTerms(query)
	title := fold(r.Title)
	for _, t := range terms {
		if !slices.ContainsFunc(title, func(w word) bool {
			return t.stem != "" && w.stem == t.stem || t.start != "" && strings.HasPrefix(w.text, t.start)
		}) {
			return false
		}
	}
	return len(terms) > 0
}

// queryTerms are the words of a query.
func queryTerms(query string) []term {
	var terms []term
	words := fold(query)
	for i, w := range words {
		if len(terms) == termsMax {
			break
		}
		t := term{stem: w.stem}
		if w.pair && utf8.RuneCountInString(w.text) == 1 {
			t = term{start: w.text}
		} else if i == len(words)-1 && beginning(w.text) {
			t.start = w.text
		}
		if !slices.Contains(terms, t) {
			terms = append(terms, t)
		}
	}
	return terms
}

// beginning reports whether a word may stand for all that begin with it: not so short that everything does, and no
// number.
func beginning(w string) bool {
	return utf8.RuneCountInString(w) >= 3 && strings.ContainsFunc(w, func(r rune) bool { return r < '0' || r > '9' })
}

// indexed are words as the index takes them: each once, between blanks.
func indexed(words []word) string {
	var b strings.Builder
	have := map[string]bool{}
	keep := func(w string) {
		if w == "" || have[w] || b.Len()+len(w) >= wordsMax {
			return
		}
		have[w] = true
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	for _, w := range words {
		keep(w.stem)
		keep(w.last)
	}
	return b.String()
}

// wordsOf are the words of a request: those of its title, and all. While it is open, both end with the mark of that.
func wordsOf(r ritual.Request) (title, all string) {
	words := fold(r.Title)
	title, all = indexed(words), indexed(append(words, fold(r.Customer+"\n"+r.Problem)...))
	if r.Status.Open() {
		title, all = strings.TrimSpace(title+" "+openMark(r.Product)), strings.TrimSpace(all+" "+openMark(r.Product))
	}
	return title, all
}

// openMark stands among the words of a product's open requests. No word has the § in it.
func openMark(product string) string { return "§" + product }

// AddWords has a request found by its words, once. It takes as long as all else of recording one, so it is not done while
// somebody waits.
func (tx *Tx) AddWords(ctx context.Context, r ritual.Request) error {
	title, all := wordsOf(r)
	_, err := tx.exec(ctx, `
		INSERT INTO request_words (rowid, product, title, words) VALUES ($1, $2, $3, $4)`, r.Number, r.Product, title, all)
	if err != nil {
		return err
	}
	return tx.addSpellings(ctx, r.Title)
}

// keepWords writes a request's words anew if they are others than before, which they seldom are.
func (tx *Tx) keepWords(ctx context.Context, r ritual.Request) error {
	title, all := wordsOf(r)
	_, err := tx.exec(ctx, `
		UPDATE request_words SET product = $2, title = $3, words = $4
		WHERE rowid = $1 AND (product <> $2 OR title <> $3 OR words <> $4)`, r.Number, r.Product, title, all)
	return err
}
