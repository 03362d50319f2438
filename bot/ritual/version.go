package ritual

import (
	"slices"
	"strings"
	"time"
)

// Versions of a story: which fields two of them differ in, and how an earlier one comes back.

// Changed are the fields in which two versions of the story of a request of kind k differ, in the order of the form.
func Changed(k Kind, before, after Story) []string {
	var fields []string
	b, a := before.Text(k), after.Text(k)
	for _, f := range TextFields(k) {
		if b[f] != a[f] && folded(f, b[f]) != folded(f, a[f]) {
			fields = append(fields, f)
		}
	}
	return fields
}

// Answers are the questions that were answered in a version and not yet in the one before.
func (s Story) Answers(before Story) []Question {
	var qs []Question
	for _, q := range s.Questions {
		known := slices.ContainsFunc(before.Questions, func(b Question) bool { return b.ID == q.ID && b.Text == q.Text && b.Answer == q.Answer })
		if q.Answer != "" && !known {
			qs = append(qs, q)
		}
	}
	return qs
}

// readsAs reports whether two versions say the same, whatever is asked beside them.
func (s Story) readsAs(k Kind, other Story) bool {
	return !slices.ContainsFunc(Changed(k, s, other), func(f string) bool { return f != FieldQuestions })
}

// Repeats reports whether a draft of the story of a request of kind k says what another version says already, word for word
// and resting on the same.
func (s Story) Repeats(k Kind, other Story) bool {
	same := func(a, b Criterion) bool { return a.Source == b.Source && a.By == b.By }
	return other.Drafted() && len(Changed(k, s, other)) == 0 && len(s.Answers(other)) == 0 &&
		slices.EqualFunc(s.Criteria, other.Criteria, same)
}

// Restore brings an earlier version back as a person's new one. What was asked and answered since stays.
func Restore(r Request, old, now Story, by string) (Story, error) {
	if old.readsAs(r.Kind, now) {
		return now, Refuse("The story of %s reads as in version %d already.", r.ID, old.Version)
	}
	after := old.by(by)
	after.Restored = old.Version
	after.Questions = slices.Clone(now.Questions)
	for _, o := range old.Questions {
		if !slices.ContainsFunc(after.Questions, func(q Question) bool { return q.ID == o.ID }) {
			after.Questions = append(after.Questions, o)
		}
	}
	return after, nil
}

// A Redraft is somebody's wish that a story be drafted anew by the model, while it waits for it.
type Redraft struct {
	Request string
	Version int    // the story's when they asked
	By      string // who asked
	Note    string // what they want different; may be empty
	At      time.Time
}

// NoteMax is how long the note on what to change may be, in characters.
const NoteMax = 600

// AskRedraft checks a wish to have a story drafted anew. sure says that they want what a person wrote replaced; model, that
// there is one to follow a note. A person's version is never replaced unasked.
func AskRedraft(r Request, s Story, note string, sure, model bool, by string, now time.Time) (Redraft, error) {
	note = strings.TrimSpace(note)
	var bad []error
	switch n := len([]rune(note)); {
	case !s.Drafted():
		return Redraft{}, Refuse("%s has no story yet. `Draft story` makes one.", r.ID)
	case n > NoteMax:
		bad = append(bad, RefuseField("note", "Keep it to %d characters; this has %d.", NoteMax, n))
	case n > 0 && !hasWord(note):
		bad = append(bad, RefuseField("note", "“%s” says nothing. Leave it empty to have it drafted from what was said.", short(note)))
	case n > 0 && !model:
		bad = append(bad, RefuseField("note", "Only a model can follow a note, and none is on. Leave this empty to have it drafted from what was said, or use `Edit story`."))
	}
	if s.Origin == FromPerson && !sure {
		bad = append(bad, RefuseField("sure", "%s wrote this version. Tick this if the draft may take its place.", Name(s.Author)))
	}
	return Redraft{Request: r.ID, Version: s.Version, By: by, Note: note, At: now}, join(bad...)
}

// Stands reports whether a redraft may still take the place of the latest version: nobody wrote another one since it was
// asked for. then is the version at which it was.
func (w Redraft) Stands(k Kind, then, now Story) bool {
	return now.Origin != FromPerson || now.Version == w.Version || now.Author == then.Author && now.readsAs(k, then)
}

// Asked is a draft as it is kept for who asked for it: what the note asked for, the criteria say, is theirs.
func (w Redraft) Asked(s Story, noteSource string) Story {
	s.AskedBy, s.Note = w.By, w.Note
	s.Criteria = slices.Clone(s.Criteria)
	for i, c := range s.Criteria {
		if c.Source == noteSource {
			s.Criteria[i].Source, s.Criteria[i].By = "", w.By
		}
	}
	return s
}

// sameText is how alike two stories of a product are that had better be one.
const sameText = 0.85

// SameAs reports whether two stories say nearly the same, with the same numbers.
func (s Story) SameAs(other Story) bool {
	a, b := s.Want+"\n"+s.Happens+"\n"+s.Should, other.Want+"\n"+other.Happens+"\n"+other.Should
	return likeness(a, b) >= sameText && slices.Equal(numberWords.FindAllString(a, -1), numberWords.FindAllString(b, -1))
}
