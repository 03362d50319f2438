package ritual

import (
	"slices"
	"strings"
	"unicode"
)

const (
	suggestEnough = 0.5  // the least that makes a suggestion: half of an objective's name
	suggestOther  = 0.25 // what a word of its outcome or measure weighs
	suggestWords  = 3    // how many words a reason names at most
)

// A Suggestion is the objective that a model takes a request to serve. It decides nothing.
type Suggestion struct {
	Objective string // its id; empty: none
	Because   string // a sentence without its full stop, or the words that it rests on
	Quoted    bool   // they are words of somebody's
	Digest    string // of what was asked
}

// Suggest is the objective that a request seems to serve, and the words of the objective because of which; no words where
// none does, or two do as well. said is what was asked for, and words are those of a text that say what it is about, in
// the form in which they are compared. What an objective's name has in common with it weighs by its part of the name; a
// word that several objectives have says the less.
func Suggest(said string, have []Objective, words func(string) []string) (best Objective, because []string) {
	heard := words(said)
	spread := map[string]int{} // how many objectives have a word
	for _, o := range have {
		for _, w := range words(o.Name + "\n" + o.Outcome + "\n" + o.Measure) {
			spread[w]++
		}
	}
	most, tie := 0.0, false
	for _, o := range have {
		name := words(o.Name)
		weight, shared := 0.0, []string(nil)
		for _, w := range words(o.Name + "\n" + o.Outcome + "\n" + o.Measure) {
			if !slices.Contains(heard, w) {
				continue
			}
			shared = append(shared, w)
			if slices.Contains(name, w) {
				weight += 1 / float64(len(name)*spread[w])
			} else {
				weight += suggestOther / float64(spread[w])
			}
		}
		switch {
		case weight < suggestEnough || weight < most:
		case weight == most:
			tie = true
		default:
			most, tie, best, because = weight, false, o, shared
		}
	}
	if tie || because == nil {
		return Objective{}, nil
	}
	return best, asWritten(because, best, words)
}

// asWritten are words as an objective writes them, those of its name first. Japanese has no blanks; its words end where
// hiragana holds them together.
func asWritten(shared []string, o Objective, words func(string) []string) []string {
	var all, done []string
	for _, written := range strings.FieldsFunc(o.Name+"\n"+o.Outcome+"\n"+o.Measure, func(r rune) bool {
		return unicode.Is(unicode.Hiragana, r) || !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	}) {
		for _, w := range words(written) {
			if len(all) < suggestWords && slices.Contains(shared, w) && !slices.Contains(done, w) {
				if !slices.Contains(all, short(written)) {
					all = append(all, short(written))
				}
				done = append(done, w)
			}
		}
	}
	return all
}
