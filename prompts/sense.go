package prompts

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A model may keep every word of what people said and turn its sense around: by a quote that begins behind the "not", by
// "more" for "fewer", by the wrong one of two things. What it says is held against the sentences it rests on, by plain
// signs: negations, opposites, contrasts, and complaints that became wishes. The signs are coarse. What they take for turned
// around is not shown as the model put it, which costs a criterion now and then, and never a meaning.

// A bearing is what a claim is held against: the sentences of one piece of evidence that are nearest to it.
type bearing struct {
	sentences []sentence
	near      []string // their clauses that share words with the claim; all, where none does
	shared    bool     // some do
	problem   bool     // what is told is what goes wrong, as far as nothing else is said
}

// bearing finds the sentences of the i-th evidence that hold a quote, or, without one, those that share most with a text.
func (t *task) bearing(i int, quote, text string) bearing {
	b := bearing{problem: t.brief.Kind == "problem"}
	most, claimed := 0, contentOf(text)
	of, part := t.sentencesOf(i), run(quote)
	for _, s := range of {
		if part != "" && holds(s.text, part) {
			b.sentences = append(b.sentences, s)
		}
	}
	if part != "" && len(b.sentences) == 0 {
		b.sentences = of // a quote over several sentences
	}
	if part == "" {
		for _, s := range of {
			n := 2 * overlap(claimed, contentOf(s.text))
			if len(figures(text)) > 0 && figuresIn(text, s.text) {
				n++
			}
			if n > most {
				most, b.sentences = n, nil
			}
			if n == most && n > 0 {
				b.sentences = append(b.sentences, s)
			}
		}
	}
	return b.nearTo(text)
}

// nearTo finds the clauses that share words with a text.
func (b bearing) nearTo(text string) bearing {
	all, claimed := []string{}, contentOf(text)
	for _, s := range b.sentences {
		for _, c := range clausesOf(s.text) {
			all = append(all, c)
			if overlap(claimed, contentOf(c)) > 0 {
				b.near = append(b.near, c)
			}
		}
	}
	if b.shared = len(b.near) > 0; !b.shared {
		b.near = all
	}
	return b
}

// run is a text by its letters and digits alone.
func run(s string) string { return strings.Join(words(normal(s)), "") }

// holds reports whether a sentence and a part of a message have words in common that stand in a row.
func holds(sentence, part string) bool {
	whole := run(sentence)
	return whole != "" && (strings.Contains(whole, part) || utf8.RuneCountInString(whole) >= quoteMin && strings.Contains(part, whole))
}

// turned reports whether a text says the opposite of what it rests on, as far as plain signs show it. line is the field
// that it is to stand in, or empty for a criterion.
func (t *task) turned(b bearing, line, text string) bool {
	source := strings.Join(b.near, ", ")
	whole := joined(b.sentences)
	switch {
	case line == "as":
		return false
	case t.misplaced(b, line) || contrary(whole, text, t.denials(text) > 0):
		return true
	}
	swapped := opposed(whole, text)
	odd := b.denials(source)%2 != t.denials(text)%2
	soft := softened(source) != softened(text)
	if b.complains() && line != "happens" && line != "see" {
		if line == "so_that" && causal.MatchString(text) {
			return odd
		}
		return !odd && !swapped && !soft && b.shared && 2*overlap(contentOf(text), contentOf(source)) >= len(contentOf(text))
	}
	if odd {
		return !swapped && !soft && !exclusive(whole, text) && !t.restates(source, text)
	}
	return swapped || b.shared && t.denials(text) == 0 && (b.stops(text) || strong.MatchString(text) && !softened(whole) && b.denials(whole) == 0)
}

// restates reports whether a claim denies what a verb that both have ends already: "when I remove it, then it is not there".
func (t *task) restates(source, text string) bool {
	if !strong.MatchString(source) || !strong.MatchString(text) || denied.MatchString(source) || !denied.MatchString(text) {
		return false
	}
	return !slices.ContainsFunc(clausesOf(text), func(c string) bool { return strong.MatchString(c) && t.denials(c) > 0 })
}

// misplaced reports whether what is told to be so stands where it should be otherwise, or the other way round.
func (t *task) misplaced(b bearing, line string) bool {
	for _, s := range b.sentences {
		switch {
		case s.tongue.hostile.MatchString(s.text) || toModels.MatchString(s.text) || s.code && line != "happens" && line != "see":
			return true
		case line == "happens":
			if s.tongue.expected.MatchString(s.start) {
				return true
			}
		case line != "see" && s.tongue.actual.MatchString(s.start), line == "" && s.tongue.leaveOut.MatchString(s.start):
			return true
		}
	}
	return false
}

// asks reports whether the sentences do nothing but ask, and wish for nothing.
func (b bearing) asks() bool {
	for _, s := range b.sentences {
		if !s.question || s.wish.want != "" || s.wish.weak || !s.tongue.asking.MatchString(s.start) {
			return false
		}
	}
	return len(b.sentences) > 0
}

// withdrawn reports whether the sentences were taken back by who said them.
func (t *task) withdrawn(i int, b bearing) bool {
	back := func(s sentence) bool { return s.tongue.retract.MatchString(s.text) }
	for j := i; j < len(t.brief.Evidence); j++ {
		if t.brief.Evidence[j].By != t.brief.Evidence[i].By {
			continue
		}
		of := t.sentencesOf(j)
		at := slices.IndexFunc(of, back)
		if at < 0 {
			continue
		}
		if j > i {
			return true
		}
		for _, s := range b.sentences {
			if n := slices.IndexFunc(of, func(o sentence) bool { return o.text == s.text }); n <= at {
				return true
			}
		}
	}
	return false
}

// complains reports whether the clauses tell of what is bad today, in sentences that state neither a wish nor a rule.
func (b bearing) complains() bool {
	for _, s := range b.sentences {
		if _, rule := s.criterion(); rule || s.wish.want != "" || s.wish.weak || s.question {
			return false
		}
		if b.problem && (s.tongue.should.MatchString(s.text) || s.tongue.expected.MatchString(s.start)) {
			return false
		}
	}
	bad := b.problem && len(b.near) > 0
	for _, c := range b.near {
		s := b.sentences[0]
		bad = bad || complaints[s.tongue.name].MatchString(c) || s.tongue.broken.MatchString(c)
		if wished.MatchString(c) {
			return false
		}
	}
	return bad
}

// wished is what says in passing that something is wanted.
var wished = rx(`\b(?:want|need|would|wish|please|should)\b|(?:^|[^\p{L}])(?:möchte\p{L}*|brauch\p{L}*|bitte|soll\p{L}*|hätte\p{L}*)(?:$|[^\p{L}])|ほしい|ください|たい`)

// stops reports whether the sentences want an end of something that a text lets go on.
func (b bearing) stops(text string) bool {
	if softened(text) {
		return false
	}
	claimed := contentOf(text)
	for _, c := range b.near {
		rest := contentOf(strong.ReplaceAllString(c, " "))
		if strong.MatchString(c) && b.denials(c) == 0 && 2*overlap(claimed, rest) > len(rest) {
			return true
		}
	}
	return false
}

// exclusive reports whether one of two texts speaks of some alone and the other of the rest, which turns a negation around:
// "only admins" and "who is no admin, does not".
func exclusive(source, text string) bool {
	return onlySome.MatchString(source) && theRest.MatchString(text) || theRest.MatchString(source) && onlySome.MatchString(text)
}

var (
	onlySome = rx(`\b(?:only|except|unless|other than|nobody but)\b|(?:^|[^\p{L}])(?:nur|außer|ausschließlich)(?:$|[^\p{L}])|だけ|のみ|以外|限り`)
	theRest  = rx(`\b(?:non-?\w+|others?|else|without|who (?:is|are|has|have) (?:no|not)|is (?:not|no)|are not|if not)\b|(?:^|[^\p{L}])(?:andere[nrs]?|sonst|ohne|wer (?:kein|nicht)|(?:der|die|das) kein\p{L}*)(?:$|[^\p{L}])|以外|他の|ない(?:人|者|ユーザー)`)

	// denied is a plain denial of what a sentence says.
	denied = rx(`\b(?:not|no longer|\w+n['’]t)\b|(?:^|\s)nicht(?:\s|$)|ない|ません`)

	// causal begins a reason that tells what is so, rather than a purpose.
	causal = rx(`^(?:because|since|otherwise|weil|denn|da|sonst|andernfalls|um)\s|(?:から|ので|ため)$`)

	// complaints tell what is bad today, by tongue.
	complaints = map[string]*regexp.Regexp{
		"en": rx(`\b(?:(?:i|we|they|you|he|she|people|everyone|everybody|users|customers|agents|nobody)\s+(?:\w+\s+)?(?:have|has|had)\s+to|by hand|manually|every single|los(?:e|es|ing|t)|wast(?:e|es|ing|ed)|crash\w*|broken|dies?|died|freezes|hangs|cuts? off|annoy\w*|can['’]?t|cannot|keeps?\s+\w+ing|(?:i|we|you|they|people)\s+never|too\s+(?:slow|long|small|many|much|hard)|slow|confusing)\b`),
		"de": rx(`(?:^|[^\p{L}])(?:(?:ich|wir|man|sie)\s+(?:muss|müssen)|muss(?:ten?)?\s+(?:ich|wir|man)|von hand|verlier\p{L}*|nervt|kaputt|schon wieder|bricht|hängt|stürzt|kostet|langsam|umständlich|zu\s+(?:langsam|klein|groß|viele))(?:$|[^\p{L}])`),
		"ja": rx(`手作業|困って|消えました|落ちます|固まり|遅い|重い|にくい`),
	}
)

// denials is how often a part of the sentences denies.
func (b bearing) denials(part string) int {
	if len(b.sentences) == 0 {
		return 0
	}
	return denials(part, joined(b.sentences), b.sentences[0].tongue)
}

// denials is how often a claim denies.
func (t *task) denials(claim string) int {
	return denials(claim, claim, tongueOf(claim, t.draft.tongue))
}

// joined are sentences as one text.
func joined(ss []sentence) string {
	var texts []string
	for _, s := range ss {
		texts = append(texts, s.text)
	}
	return strings.Join(texts, ". ")
}
