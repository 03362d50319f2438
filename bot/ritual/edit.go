package ritual

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Text is a story as the form for it shows and takes it: a text for each of its fields. Lists have one item a line.
type Text map[string]string

// The lists among the fields of a story.
const (
	FieldCriteria   = "criteria"
	FieldOutOfScope = "out_of_scope"
	FieldQuestions  = "questions"
)

// TextFields are the fields of a story of a request of kind k, in the order of the form.
func TextFields(k Kind) []string {
	lists := []string{FieldCriteria, FieldOutOfScope, FieldQuestions}
	if k == Problem {
		return append([]string{"happens", "should", "see"}, lists...)
	}
	return append([]string{"as", "want", "so_that"}, lists...)
}

// sentences are the fields of one sentence each.
func (s *Story) sentences() map[string]*string {
	return map[string]*string{"as": &s.As, "want": &s.Want, "so_that": &s.SoThat, "happens": &s.Happens, "should": &s.Should, "see": &s.See}
}

// Text is the story as the form of a request of kind k shows it.
func (s Story) Text(k Kind) Text {
	t, of := Text{}, s.sentences()
	for _, f := range TextFields(k) {
		if v := of[f]; v != nil {
			t[f] = *v
		}
	}
	var lines []string
	for _, c := range s.Criteria {
		lines = append(lines, oneLine(c.typed()))
	}
	t[FieldCriteria] = strings.Join(lines, "\n")
	t[FieldOutOfScope] = strings.Join(s.OutOfScope, "\n")
	lines = nil
	for _, q := range s.OpenQuestions() {
		lines = append(lines, oneLine(q.Text))
	}
	t[FieldQuestions] = strings.Join(lines, "\n")
	return t
}

// An Edit is what somebody made of a story in its form, held against the latest version. Each field that changed is in one
// of the lists.
type Edit struct {
	Story  Story    // the new version, where anything is Mine and nothing is in Both
	Mine   []string // changed in the form
	Theirs []string // changed elsewhere since the form began; it stays so
	Both   []string // changed in both ways: nothing is kept until somebody has chosen
}

// EditStory holds what somebody typed against the version from which their form was drawn, and the latest one. typed has
// the fields that the form had. What is wrong is refused all at once, beside the fields.
func EditStory(k Kind, then, now Story, typed Text, by string) (Edit, error) {
	var e Edit
	began, is := then.Text(k), now.Text(k)
	var bad []error
	for _, f := range TextFields(k) {
		text, asked := typed[f]
		if !asked {
			text = began[f]
		}
		switch mine, theirs := folded(f, text) != folded(f, began[f]), folded(f, is[f]) != folded(f, began[f]); {
		case mine && theirs && folded(f, text) != folded(f, is[f]):
			e.Both = append(e.Both, f)
		case theirs:
			e.Theirs = append(e.Theirs, f)
		case mine:
			e.Mine = append(e.Mine, f)
		}
		if slices.Contains(e.Mine, f) || slices.Contains(e.Both, f) {
			bad = append(bad, checkText(f, text))
		}
	}
	if err := join(bad...); err != nil {
		return e, err
	}
	e.Story = now.written(k, typed, e.Mine, by)
	if len(e.Mine) > 0 && !e.Story.says(k) {
		return e, RefuseField(TextFields(k)[0], "Write at least one of these. A story that says nothing helps nobody.")
	}
	return e, nil
}

// folded is a field's text without what does not count: blanks, bullets and empty lines.
func folded(field, text string) string {
	switch field {
	case FieldCriteria, FieldOutOfScope, FieldQuestions:
		return strings.Join(Lines(text), "\n")
	}
	return framed(field, text)
}

// frames are what people write in front of a field because it stands there in the sentence.
var frames = map[string]*regexp.Regexp{
	"as":      regexp.MustCompile(`(?i)^(?:as an?\s+|as\s+|als\s+)`),
	"want":    regexp.MustCompile(`(?i)^(?:i want\s+|ich möchte\s+)`),
	"so_that": regexp.MustCompile(`(?i)^(?:so that\s+|damit\s+)`),
}

// framed is a field of one sentence without the words that stand before it in the story's sentence.
func framed(field, text string) string {
	text = oneLine(text)
	if f := frames[field]; f != nil {
		text = f.ReplaceAllString(text, "")
	}
	return text
}

// checkText refuses what a field cannot hold.
func checkText(field, text string) error {
	switch field {
	case FieldCriteria, FieldOutOfScope, FieldQuestions:
		return checkLines(field, Lines(text))
	}
	text = framed(field, text)
	if n := utf8.RuneCountInString(text); n > FieldMax {
		return RefuseField(field, "Keep it to %d characters; this has %d.", FieldMax, n)
	}
	if text != "" && !hasWord(text) {
		return RefuseField(field, "“%s” says nothing. Leave it empty if nobody knows yet.", short(text))
	}
	return nil
}

// written is the story as somebody wrote it in some of its fields.
func (s Story) written(k Kind, typed Text, mine []string, by string) Story {
	after := s.by(by)
	of := after.sentences()
	for _, f := range mine {
		switch lines := Lines(typed[f]); f {
		case FieldCriteria:
			after.Criteria = criteria(lines, s.Criteria, by)
		case FieldOutOfScope:
			after.OutOfScope = lines
		case FieldQuestions:
			after.Questions = questions(lines, s.Questions, by)
		default:
			*of[f] = framed(f, typed[f])
		}
	}
	return after
}

// by is the story as a person's, for the next version.
func (s Story) by(person string) Story {
	s.Version, s.At, s.Origin, s.Author = 0, time.Time{}, FromPerson, person
	s.Stale, s.AskedBy, s.Note, s.Restored = false, "", "", 0
	return s
}

// says reports whether the story of a request of kind k says anything.
func (s Story) says(k Kind) bool {
	text := s.Text(k)
	return slices.ContainsFunc(slices.Collect(maps.Values(text)), hasWord)
}
