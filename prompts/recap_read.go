package prompts

import (
	"slices"
	"strconv"
	"strings"
)

// read reads an answer. It is used whole or not at all.
func (t *recapTask) read(text string) (none RecapWords, err error) {
	var a recapShape
	if err := readJSON(text, &a); err != nil {
		return none, err
	}
	done, err := t.picked(doneLetter, a.Done, recapNamed)
	if err != nil {
		return none, err
	}
	open, err := t.picked(openLetter, a.Open, recapNamed)
	if err != nil {
		return none, err
	}
	next, err := t.picked(nextLetter, a.Next, recapNext)
	if err != nil {
		return none, err
	}
	if err := t.enough(done, open, next); err != nil {
		return none, err
	}
	so, err := t.clause("so", a.So)
	if err != nil {
		return none, err
	}
	aim, err := t.clause("for", a.For)
	if err != nil {
		return none, err
	}
	if t.facts.Met == MetYes {
		open = nil // why a goal was met is not told by what is missing
	}
	return RecapWords{Why: whySays(t.facts.Met, done, open, so), Focus: focusSays(t.facts.NextGoal, next, aim), Model: true}, nil
}

// picked are the stories that the ids of one list mean: each once, and at most so many.
func (t *recapTask) picked(letter string, ids []string, most int) ([]RecapStory, error) {
	byID := map[string]RecapStory{}
	for i, s := range t.lists[letter] {
		byID[letter+strconv.Itoa(i+1)] = s
	}
	var all []RecapStory
	for i, id := range ids {
		if id == "" {
			continue // the shape that it was shown has such
		}
		s, known := byID[id]
		switch {
		case !known:
			return nil, nonsense("an id in it is none of those of its list")
		case slices.Contains(ids[:i], id):
			return nil, nonsense("it names an id twice")
		case len(all) == most:
			return nil, nonsense("it names more than %d stories of one list", most)
		}
		all = append(all, s)
	}
	return all, nil
}

// enough is an error where an answer names too little: what the goal rested on, or what comes next.
func (t *recapTask) enough(done, open, next []RecapStory) error {
	f := t.facts
	switch {
	case len(next) == 0 && len(f.Next) > 0:
		return nonsense(`its "next" is empty`)
	case f.Met == MetYes && len(done) == 0 && len(f.Done) > 0:
		return nonsense(`its "done" is empty`)
	case f.Met == MetNo && len(open) == 0 && len(f.Open) > 0:
		return nonsense(`its "open" is empty`)
	case len(done)+len(open) == 0 && len(f.Done)+len(f.Open) > 0:
		return nonsense(`its "done" and its "open" are empty`)
	}
	return nil
}

// The limits of a clause.
const (
	clauseLeast = 3 // words
	clauseWords = 14
	clauseMax   = 100 // characters
)

// clause is a clause of the model's as it may stand: a few words of the list, one of which a goal has, with blanks and
// commas between them and nothing else. Empty is none.
func (t *recapTask) clause(name, s string) (string, error) {
	if len(s) > 2*clauseMax {
		return "", nonsense("its %q is longer than %d characters", name, clauseMax)
	}
	s = strings.TrimSuffix(strings.Trim(s, " "), ".")
	if s == "" {
		return "", nil
	}
	if s[0] >= 'A' && s[0] <= 'Z' {
		s = strings.ToLower(s[:1]) + s[1:]
	}
	ws := strings.Split(s, " ")
	if len(ws) < clauseLeast || len(ws) > clauseWords || len(s) > clauseMax {
		return "", nonsense("its %q has not between %d and %d words", name, clauseLeast, clauseWords)
	}
	about, times := false, map[string]int{}
	for i, w := range ws {
		if i < len(ws)-1 {
			w = strings.TrimSuffix(w, ",")
		}
		times[w]++
		switch {
		case !t.may[w]:
			return "", nonsense(`its %q has a word or a mark that is not in "words"`, name)
		case times[w] > 2 || i > 0 && strings.TrimSuffix(ws[i-1], ",") == w:
			return "", nonsense("its %q says a word again and again", name)
		}
		about = about || t.goal[w]
	}
	switch {
	case !about:
		return "", nonsense("its %q has no word of the goal", name)
	case in(joints, ws[0]) || in(joints, ws[len(ws)-1]) || in(loose, ws[len(ws)-1]):
		return "", nonsense("its %q is no whole clause", name)
	}
	return s, nil
}
