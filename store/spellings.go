package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Words are found in spite of a slip of the finger: each word of a title is kept under itself and under what is left of
// it without one of its letters. A letter too many or too few, another letter, or two that are swapped leave two words
// under the same part (Garbe's symmetric delete).

const (
	spelledFrom = 4  // characters of a word that is looked for so; shorter ones are too much like others
	spelledMost = 24 // and of one that is kept so
	spelledLike = 4  // how many other spellings of a word are looked for
)

// parts are what a word is kept under.
func parts(word string) []string {
	rs := []rune(word)
	if len(rs) < spelledFrom || len(rs) > spelledMost || unbroken(rs[0]) {
		return nil
	}
	all := []string{word}
	for i := range rs {
		if part := string(rs[:i]) + string(rs[i+1:]); !slices.Contains(all, part) {
			all = append(all, part)
		}
	}
	return all
}

// addSpellings keeps the words of a title that were in none before.
func (tx *Tx) addSpellings(ctx context.Context, title string) error {
	words := slices.DeleteFunc(meaning(stems(title)), func(w string) bool { return parts(w) == nil })
	if len(words) == 0 {
		return nil
	}
	known, err := tx.spelled(ctx, words, ` AND part = word`)
	if err != nil {
		return err
	}
	var values []string
	var args []any
	for _, w := range words {
		if slices.Contains(known, w) {
			continue
		}
		for _, part := range parts(w) {
			args = append(args, part, w)
			values = append(values, fmt.Sprintf("($%d, $%d)", len(args)-1, len(args)))
		}
	}
	if len(values) == 0 {
		return nil
	}
	_, err = tx.exec(ctx, `INSERT INTO spellings (part, word) VALUES `+strings.Join(values, ", ")+` ON CONFLICT (part, word) DO NOTHING`, args...)
	return err
}

// spelled are the words that are kept under some of the parts.
func (tx *Tx) spelled(ctx context.Context, parts []string, and string) ([]string, error) {
	read := func(row scanner) (word string, err error) {
		err = row.Scan(&word)
		return word, err
	}
	in, args := listed(parts, 1)
	return many(ctx, tx, read, `SELECT DISTINCT word FROM spellings WHERE part IN `+in+and, args...)
}

// otherSpellings are, for each of the words, words of titles that are the same but for a slip of the finger.
func (tx *Tx) otherSpellings(ctx context.Context, words []string) (map[string][]string, error) {
	var under []string
	for _, w := range words {
		under = append(under, parts(w)...)
	}
	others := map[string][]string{}
	if len(under) == 0 {
		return others, nil
	}
	found, err := tx.spelled(ctx, under, ``)
	for _, w := range words {
		if utf8.RuneCountInString(w) < spelledFrom {
			continue
		}
		var like []string
		for _, other := range found {
			if other != w && alike(w, other) >= slipped {
				like = append(like, other)
			}
		}
		slices.SortFunc(like, func(a, b string) int { return cmp.Or(cmp.Compare(alike(w, b), alike(w, a)), strings.Compare(a, b)) })
		others[w] = like[:min(len(like), spelledLike)]
	}
	return others, err
}

// alike is how much two words are the same: but for a slip of the finger, or where one begins with a part of the other,
// as in German compounds.
func alike(a, b string) float64 {
	short, long := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	if short > long {
		short, long = long, short
	}
	if a == b {
		return 1
	}
	if short < 4 {
		return 0
	}
	edits := levenshtein.ComputeDistance(a, b)
	if swapped(a, b) {
		edits = 1
	}
	if like := 1 - float64(edits)/float64(long); like >= slipped {
		return like
	}
	if begins(a, b) || begins(b, a) {
		return 0.6
	}
	return 0
}

// slipped is how much words are the same, at least, that differ by slips of the finger: by an edit in four characters.
const slipped = 0.75

// swapped reports whether two words differ by two neighbors that are swapped.
func swapped(a, b string) bool {
	as, bs := []rune(a), []rune(b)
	if len(as) != len(bs) {
		return false
	}
	for i := range as {
		if as[i] != bs[i] {
			return i+1 < len(as) && as[i] == bs[i+1] && as[i+1] == bs[i] && slices.Equal(as[i+2:], bs[i+2:])
		}
	}
	return false
}

// begins reports whether five characters or more, and half of the word, with which a begins are somewhere in b.
func begins(a, b string) bool {
	rs := []rune(a)
	return len(rs) >= 5 && strings.Contains(b, string(rs[:max(5, (len(rs)+1)/2)]))
}
