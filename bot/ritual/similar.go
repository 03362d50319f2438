package ritual

import (
	"cmp"
	"slices"
)

const (
	// SimilarEnough is the least likeness, from 0 to 1, of requests that may be the same.
	SimilarEnough = 0.4
	// SimilarMost is how many of them are shown.
	SimilarMost = 3
)

// An Alike is a request with how similar it is to what somebody asks for.
type Alike struct {
	Request
	Likeness float64 // by the words, from 0 to 1
	Meaning  float64 // by what a model makes of both, from -1 to 1; 0 where it was not asked
}

// Similar are those of what a search found that are shown: open, similar enough by their words and to be seen, the most
// similar first. What a model makes of them only puts them in another order; where it knows but some of them, those come
// in their own places among the others.
func Similar(found []Alike, sees func(Request) bool) []Alike {
	var all, known []Alike
	for _, a := range found {
		if a.Likeness >= SimilarEnough && a.Status.Open() && sees(a.Request) {
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(a, b Alike) int {
		return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), cmp.Compare(b.Number, a.Number))
	})
	for _, a := range all {
		if a.Meaning != 0 {
			known = append(known, a)
		}
	}
	slices.SortStableFunc(known, func(a, b Alike) int { return cmp.Compare(b.Meaning, a.Meaning) })
	for i, a := range all {
		if a.Meaning != 0 {
			all[i], known = known[0], known[1:]
		}
	}
	return all[:min(len(all), SimilarMost)]
}
