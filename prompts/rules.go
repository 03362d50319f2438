package prompts

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tandem/bot/ritual"
)

const (
	assumedMax  = 2   // criteria that nobody said
	questionMax = 300 // characters of a question
)

// A claim is a line or a criterion that the model says rests on something.
type claim struct {
	ID     string `json:"id"`
	What   string `json:"what"`
	Text   string `json:"text"`
	Source string `json:"source"` // the evidence's label
}

// A kept is a criterion that the rules let pass.
type kept struct {
	criterionShape
	told bool // it is a person's sentence as it stands, which needs no judgment and must not be sent
}

// A sifted is a draft of which is left what the rules let pass. What claims a source has still to be judged.
type sifted struct {
	lines    map[string]line
	turned   []string // lines that said the opposite of their source, or what nobody is to see
	criteria []kept
	doubts   []string // criteria that rest on nothing: to be asked
	asks     []questionShape
}

// sift applies the rules that need no judgment. An error says why the whole cannot be used.
func (t *task) sift(d spoken) (sifted, error) {
	s := sifted{lines: map[string]line{}}
	var text strings.Builder
	for _, l := range d.lines {
		if l.text = t.lineText(l); l.text == "" {
			continue
		}
		text.WriteString(l.text + "\n")
		i, _ := t.mask.evidence(l.source)
		l.source = t.brief.Evidence[i].ID
		if !t.keeps(i, l) {
			s.turned = append(s.turned, l.name)
			continue
		}
		s.lines[l.name] = l
	}
	slices.SortStableFunc(d.criteria, func(a, b criterionShape) int { return t.rank(a) - t.rank(b) })
	for _, c := range d.criteria {
		c.Text = trimEnds(t.clean(c.Text))
		if !t.usable(c.Text, criterionMax) || s.has(c.Text) {
			continue
		}
		text.WriteString(c.Text + "\n")
		s.take(t, c)
	}
	for _, q := range d.questions {
		q.Text = t.clean(q.Text)
		if t.usable(q.Text, questionMax) && !t.invented(q.Text) {
			s.asks = append(s.asks, q)
		}
	}
	switch {
	case len(d.criteria) == 0 && t.brief.Kind == "feature":
		return s, nonsense("it has no criteria")
	case text.Len() == 0:
		return s, nonsense("nothing in it can be used")
	case t.foreign(text.String()):
		return s, nonsense("it is not in %s", languages[t.draft.tongue.name])
	}
	return s, nil
}

// rank orders criteria: those with a source before assumptions, and an assumed failure before other assumptions.
func (t *task) rank(c criterionShape) int {
	_, known := t.mask.evidence(c.Source)
	switch {
	case known:
		return 0
	case c.Path == "failure":
		return 1
	}
	return 2
}

func (s *sifted) has(text string) bool {
	return slices.ContainsFunc(s.criteria, func(c kept) bool { return slices.Equal(words(c.Text), words(text)) })
}

// lineText is the text of a line, or nothing where it is not fit to stand in a story.
func (t *task) lineText(l line) string {
	text := t.clean(l.text)
	if f := frames[l.name]; f != nil {
		text = f.ReplaceAllString(text, "")
	}
	text = trimEnds(text)
	if l.name == "as" {
		text = t.draft.tongue.article.ReplaceAllString(text, "")
	}
	i, known := t.mask.evidence(l.source)
	if !known || !t.usable(text, fieldMax) || l.name == "want" && t.poured(text) || !t.counted(text, t.brief.Evidence[i].Text) {
		return ""
	}
	return text
}

// poured reports whether a wish is nothing but the title, which nobody said as a wish.
func (t *task) poured(want string) bool {
	bare := func(s string) string {
		ws := words(s)
		return strings.Join(slices.DeleteFunc(ws, func(w string) bool {
			return in([]string{"to", "a", "an", "the", "have", "get", "want", "add", "ein", "eine", "einen", "den", "die", "das", "haben"}, w)
		}), " ")
	}
	return bare(want) == bare(t.brief.Title) && bare(want) != bare(t.base.Want)
}

// foreign reports whether a text is not in the request's language, where that is plain to see.
func (t *task) foreign(text string) bool {
	own, theirs := t.draft.tongue, tongueOf(text, t.draft.tongue)
	if own != theirs {
		return true
	}
	heard, said := englishIn(t.heard), englishIn(text)
	return own == &english && heard < noEnglish && said >= plainEnglish && len(words(t.heard)) >= toldApart || script(text) != script(t.heard) && script(t.heard) != nil
}

// The shares of common English words, in percent, below which a text of enough words is in another language and from which
// it is English. Other languages share some of these words.
const (
	noEnglish    = 6
	plainEnglish = 20
	toldApart    = 15 // words
)

// englishIn is the share of common English words in a text, in percent.
func englishIn(s string) int {
	n, ws := 0, words(s)
	for _, w := range ws {
		if in(englishWords, w) {
			n++
		}
	}
	return 100 * n / max(1, len(ws))
}

// script is the script of most letters of a text, if it is one that stories are written in from right to left or in signs
// of their own; nil for Latin and the scripts that the drafter reads.
func script(s string) *unicode.RangeTable {
	for _, of := range []*unicode.RangeTable{unicode.Arabic, unicode.Hebrew, unicode.Cyrillic, unicode.Greek, unicode.Hangul, unicode.Thai, unicode.Devanagari} {
		n, all := 0, 0
		for _, r := range s {
			if unicode.IsLetter(r) {
				all++
			}
			if unicode.Is(of, r) {
				n++
			}
		}
		if 2*n > all {
			return of
		}
	}
	return nil
}

// lineNames are the lines of a story, as the judge reads them.
var lineNames = []struct{ name, what string }{
	{"as", "who needs it"}, {"want", "what they want"}, {"so_that", "what it is good for"},
	{"happens", "what happens today"}, {"should", "what should happen"}, {"see", "how to see it"},
}

// claims are what has to be judged.
func (s *sifted) claims() []claim {
	var cs []claim
	add := func(what, text, source string) {
		cs = append(cs, claim{"c" + strconv.Itoa(len(cs)+1), what, text, source})
	}
	for _, n := range lineNames {
		if l, ok := s.lines[n.name]; ok {
			add(n.what, l.text, l.source)
		}
	}
	for _, c := range s.criteria {
		if c.Source != "" && !c.told {
			add("true when it is done", c.Text, c.Source)
		}
	}
	return cs
}

// weigh takes out what the judge did not find in its source: a line is left empty, a criterion becomes a question.
func (s *sifted) weigh(cs []claim, supported map[string]bool) {
	for _, c := range cs {
		if supported[c.ID] {
			continue
		}
		for name, l := range s.lines {
			if l.text == c.Text {
				delete(s.lines, name)
			}
		}
		s.criteria = slices.DeleteFunc(s.criteria, func(k kept) bool {
			if k.Text != c.Text || k.Source == "" || k.told {
				return false
			}
			s.doubts = append(s.doubts, k.Text)
			return true
		})
	}
}

// story is what is left, with what code puts in: the customer's name, the quote of the need, the ids of the evidence,
// what is out of scope, and the questions that were asked already.
func (t *task) story(s sifted) (ritual.Story, error) {
	story := ritual.Story{Origin: ritual.FromModel, Need: t.base.Need, NeedSource: t.base.NeedSource, OutOfScope: t.base.OutOfScope}
	text := func(name string) string { return t.mask.show(s.lines[name].text) }
	story.As, story.Want, story.SoThat = text("as"), text("want"), text("so_that")
	story.Happens, story.Should, story.See = text("happens"), text("should"), text("see")
	if story.As == "" {
		story.As = t.base.As
	}
	for _, name := range s.turned { // people's own words take their place
		switch name {
		case "want":
			story.Want = t.base.Want
		case "so_that":
			story.SoThat = t.base.SoThat
		case "happens":
			story.Happens = t.base.Happens
		case "should":
			story.Should = t.base.Should
		case "see":
			story.See = t.base.See
		}
	}
	rests := len(s.lines) > 0
	for _, c := range s.criteria {
		k := ritual.Criterion{Text: c.Text, Failure: c.Path == "failure"}
		if !c.told {
			k.Text = t.mask.show(c.Text)
		}
		if i, ok := t.mask.evidence(c.Source); ok {
			k.Source, rests = t.mask.sources[i], true
		}
		story.Criteria = append(story.Criteria, k)
	}
	if !rests { // a story of nothing but assumptions is none, though its questions may be good
		story.Criteria = nil
		if len(s.doubts)+len(s.asks) == 0 {
			return story, nonsense("nothing in it is what people said")
		}
	}
	story.Criteria = fewest(story.Criteria)
	story.Questions = t.questions(s, story)
	return story, nil
}

// fewest are at most five criteria, those that rest on something first, and one of a failure among them if there is one.
// Failures stand last.
func fewest(cs []ritual.Criterion) []ritual.Criterion {
	for len(cs) > criteriaMax {
		i := len(cs) - 1
		if cs[i].Failure && !hasFailure(cs[:i]) {
			i--
		}
		cs = slices.Delete(cs, i, i+1)
	}
	slices.SortStableFunc(cs, func(a, b ritual.Criterion) int {
		switch {
		case a.Failure == b.Failure:
			return 0
		case b.Failure:
			return -1
		}
		return 1
	})
	return cs
}
