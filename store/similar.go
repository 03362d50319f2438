package store

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tandem/bot/ritual"
)

// Limits of a search for what is similar.
const (
	similarTerms  = 6   // words of the title that are looked for
	similarOthers = 4   // and of all words
	similarPairs  = 3   // common words of the title that are looked for in pairs
	similarEach   = 150 // requests that one word brings; one that is in more is common
	similarRead   = 64  // requests that are read at once, the likeliest first
	similarReads  = 2   // how often, at most
	similarSample = 100 // requests whose words tell which are common
	similarFound  = 10  // requests that are returned
)

// Alike returns the open requests of a product that are similar to a title and further words and that somebody sees,
// the most similar first, at most ten. Slips of the finger in titles do not count for much. Those of the last moments,
// whose words are not kept yet, are not among them.
func (tx *Tx) Alike(ctx context.Context, product, title, words, except string, sees func(ritual.Request) bool) ([]ritual.Alike, error) {
	s := likeness{tx: tx, open: openMark(product), title: telling(stems(title)), weight: map[string]float64{}, likely: map[int64]float64{}}
	s.all = telling(append(stems(title), stems(words)...))
	if err := s.gather(ctx); err != nil {
		return nil, err
	}
	numbers := s.likeliest()
	var found []ritual.Alike
	for range similarReads {
		batch := numbers[:min(similarRead, len(numbers))]
		numbers = numbers[len(batch):]
		if len(batch) == 0 {
			break
		}
		read, err := tx.withWords(ctx, product, batch)
		if err != nil {
			return nil, err
		}
		for _, r := range read {
			if like := s.to(r); r.ID != except && like >= ritual.SimilarEnough && sees(r.Request) {
				found = append(found, ritual.Alike{Request: r.Request, Likeness: like})
			}
		}
	}
	slices.SortFunc(found, func(a, b ritual.Alike) int {
		return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), cmp.Compare(b.Number, a.Number))
	})
	return found[:min(similarFound, len(found))], nil
}

// likeness is what is compared with requests, and what is known of its words.
type likeness struct {
	tx         *Tx
	open       string             // the mark of what is looked through: the product's open requests
	title, all []string           // words, as the index keeps them
	weight     map[string]float64 // of a word: the fewer requests have it, the more it says
	likely     map[int64]float64  // the weight of what a request, by its number, shares
}

// gather finds requests that share words. Common words alone bring none: of those of the title, two together do.
func (s *likeness) gather(ctx context.Context) error {
	near := s.tx.db.engine.search.near
	title := s.title[:min(similarTerms, len(s.title))]
	others, err := s.tx.otherSpellings(ctx, title)
	if err != nil {
		return err
	}
	look := func(column string, words ...string) (n int, err error) {
		terms := make([]term, 0, len(words)+1)
		for _, w := range words {
			terms = append(terms, term{stem: w, or: strings.Join(others[w], " ")})
		}
		terms = append(terms, term{stem: s.open})
		numbers, err := many(ctx, s.tx, readNumber, near(column), s.tx.db.engine.search.terms(terms, false), similarEach+1)
		if len(numbers) <= similarEach {
			for _, n := range numbers {
				s.likely[n] += float64(len(words)) * rarity(len(numbers))
			}
		}
		return len(numbers), err
	}
	var common []string
	for _, w := range title {
		n, err := look("title", w)
		if err != nil {
			return err
		}
		s.weight[w] = rarity(n)
		if n > similarEach && len(common) < similarPairs {
			common = append(common, w)
		}
	}
	for i, a := range common {
		for _, b := range common[:i] {
			if _, err := look("title", a, b); err != nil {
				return err
			}
		}
	}
	if len(common) > 2 {
		if _, err := look("title", common...); err != nil {
			return err
		}
	}
	rare, err := s.rare(ctx)
	if err != nil {
		return err
	}
	for _, w := range rare[:min(similarOthers, len(rare))] {
		n, err := look("words", w)
		if err != nil {
			return err
		}
		if _, known := s.weight[w]; !known {
			s.weight[w] = rarity(n)
		}
	}
	return nil
}

// rare are the words, of all, that few of the latest requests have, the longest first: among many requests it takes long
// to gather all that have a common word, if only to see that they are too many.
func (s *likeness) rare(ctx context.Context) ([]string, error) {
	read := func(row scanner) (words string, err error) {
		err = row.Scan(&words)
		return words, err
	}
	latest, err := many(ctx, s.tx, read, `SELECT words FROM request_words ORDER BY rowid DESC LIMIT $1`, similarSample)
	have := map[string]int{}
	for _, words := range latest {
		for _, w := range strings.Fields(words) {
			have[w]++
		}
	}
	var rare []string
	for _, w := range s.all {
		if have[w] < similarSample/10 {
			rare = append(rare, w)
		} else if _, known := s.weight[w]; !known {
			s.weight[w] = rarity(similarEach)
		}
	}
	slices.SortStableFunc(rare, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return rare, err
}

// rarity is the weight of a word that n requests have.
func rarity(n int) float64 { return 1 / (1 + math.Log2(float64(n+1))) }

// of is the weight of a word; of one that was not looked for, a middling one.
func (s *likeness) of(w string) float64 {
	if weight, ok := s.weight[w]; ok {
		return weight
	}
	return rarity(similarEach / 10)
}

// likeliest are the numbers of the requests that share something, the likeliest first, then the newest.
func (s *likeness) likeliest() []int64 {
	var numbers []int64
	for n := range s.likely {
		numbers = append(numbers, n)
	}
	slices.SortFunc(numbers, func(a, b int64) int { return cmp.Or(cmp.Compare(s.likely[b], s.likely[a]), cmp.Compare(b, a)) })
	return numbers
}

// to is how similar a request is, from 0 to 1: mostly by what the titles have in common of all that they say (a Jaccard
// index with weights), and by how much of what was said is found anywhere in the request.
func (s *likeness) to(r withWords) float64 {
	its := telling(strings.Fields(r.title))
	shared, either := 0.0, 0.0
	for _, w := range s.title {
		like := 0.0
		for _, v := range its {
			like = max(like, alike(w, v))
		}
		shared += like * s.of(w)
		either += s.of(w)
	}
	for _, v := range its {
		if !slices.ContainsFunc(s.title, func(w string) bool { return alike(w, v) > 0 }) {
			either += s.of(v)
		}
	}
	said, found := 0.0, 0.0
	words := strings.Fields(r.words)
	for _, w := range s.all {
		said += s.of(w)
		if slices.Contains(words, w) {
			found += s.of(w)
		}
	}
	if either == 0 || said == 0 {
		return 0
	}
	return 0.7*shared/either + 0.3*found/said
}

// stems are the words of a text as the index keeps them.
func stems(text string) []string {
	var all []string
	for _, w := range fold(text) {
		if !slices.Contains(all, w.stem) {
			all = append(all, w.stem)
		}
	}
	return all
}

// telling are those of the words, each once, that say what something is about. Of Japanese, what is written in hiragana
// mostly holds the other words together. Where nothing else is left, all are.
func telling(words []string) []string {
	if all := meaning(words); all != nil {
		return all
	}
	return words
}

// Telling are the words of a text that say what it is about, as the index keeps them: texts that have them in common
// are about the same.
func Telling(text string) []string { return meaning(stems(text)) }

func meaning(words []string) []string {
	var all []string
	for _, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		switch {
		case slices.Contains(all, w), slices.Contains(fillers, w), size == len(w) && unbroken(first):
		case strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Hiragana, r) }):
		default:
			all = append(all, w)
		}
	}
	return all
}

// fillers are words that nearly every text has, in the languages with many of them.
var fillers = stems(`
	a an and are as at be by can could do does for from have i if in into is it its like make me my need needs no not of on or our please
	should so than that the their them there they this to us want was we when which will with would you your
	aber als am auch auf aus bei bitte da das dass dem den der des die ein eine einem einen einer eines er es fur haben hat ich ihr im in
	ist kann man mit muss nach nicht oder sein sie sind so soll uber um und uns unser unsere von war was wenn wie wir wird zu zum zur`)

// withWords is a request with its words as the index keeps them.
type withWords struct {
	ritual.Request
	title, words string
}

// withWords reads those of the requests with these numbers that are open and of the product. They are picked out here:
// were it asked for them, SQLite would walk through all that are open.
func (tx *Tx) withWords(ctx context.Context, product string, numbers []int64) ([]withWords, error) {
	read := func(row scanner) (r withWords, err error) {
		err = row.Scan(append(requestFields(&r.Request), &r.title, &r.words)...)
		r.title, r.words = strings.TrimSuffix(r.title, openMark(product)), strings.TrimSuffix(r.words, openMark(product))
		return r, err
	}
	in, args := listed(numbers, 1)
	all, err := many(ctx, tx, read, `
		SELECT `+requestColumns+`, w.title, w.words FROM requests r JOIN request_words w ON w.rowid = r.number
		WHERE r.number IN `+in, args...)
	return slices.DeleteFunc(all, func(r withWords) bool { return r.Product != product || !r.Status.Open() }), err
}
