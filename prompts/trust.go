package prompts

import (
	"regexp"
	"slices"
	"strings"
)

// take keeps a criterion, makes a question of it, or leaves it out.
func (s *sifted) take(t *task, c criterionShape) {
	i, known := t.mask.evidence(c.Source)
	free := !known && slices.Contains([]string{"", "assumption"}, strings.ToLower(strings.TrimSpace(c.Source)))
	switch {
	case free:
		c.Source = ""
		assumed := 0
		for _, k := range s.criteria {
			if k.Source == "" {
				assumed++
			}
		}
		if t.invented(c.Text) || assumed == assumedMax {
			s.doubts = append(s.doubts, c.Text)
			return
		}
	case !known || !t.says(i, c.Quote):
		s.doubts = append(s.doubts, c.Text)
		return
	default:
		b := t.bearing(i, c.Quote, c.Text)
		switch {
		case t.withdrawn(i, b):
			return
		case placeholder.MatchString(c.Text) || t.turned(b, "", c.Text):
			if c.Text = t.rule(i, c.Quote); c.Text != "" && !s.has(c.Text) {
				s.criteria = append(s.criteria, kept{criterionShape{Text: c.Text, Source: t.brief.Evidence[i].ID, Path: c.Path}, true})
			}
			return
		case b.asks() || b.strange(t, c.Text) || !t.counted(c.Text, t.brief.Evidence[i].Text):
			s.doubts = append(s.doubts, c.Text)
			return
		}
		c.Source = t.brief.Evidence[i].ID
	}
	s.criteria = append(s.criteria, kept{criterionShape: c})
}

// strange reports whether a text in the language of the sentences shares no word with them.
func (b bearing) strange(t *task, text string) bool {
	if b.shared || len(b.sentences) == 0 {
		return false
	}
	return tongueOf(text, t.draft.tongue) == b.sentences[0].tongue
}

// placeholder is what stands in a text for what a model is not to see.
var placeholder = regexp.MustCompile(`\[(?:e-mail|phone|key|account|card|link|channel|group|somebody)\]`)

// rule is what a person said around a quote, where that is a rule as it stands; it takes the place of a criterion that says
// something else.
func (t *task) rule(i int, quote string) string {
	part := run(quote)
	for _, s := range t.draft.all {
		if c, ok := s.criterion(); ok && s.source == t.mask.sources[i] && holds(t.mask.hide(s.text), part) {
			if t.ask.Checklist {
				return c.Text
			}
			return s.tongue.formed(c.Text)
		}
	}
	return ""
}

// keeps reports whether a line keeps the sense of the i-th evidence.
func (t *task) keeps(i int, l line) bool {
	b := t.bearing(i, "", l.text)
	if placeholder.MatchString(l.text) || t.withdrawn(i, b) || l.name != "as" && !t.grounded(i, l.text) {
		return false
	}
	return !t.turned(b, l.name, l.text)
}

// grounded reports whether more than a third of what a line is about stands in the i-th evidence, where both are in one
// language.
func (t *task) grounded(i int, text string) bool {
	claimed, source := contentOf(text), t.brief.Evidence[i].Text
	if tongueOf(text, t.draft.tongue) != tongueOf(source, t.draft.tongue) {
		return true
	}
	return 3*overlap(claimed, contentOf(source)) > len(claimed)
}
