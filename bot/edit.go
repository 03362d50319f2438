package bot

import (
	"context"
	"fmt"
	"strings"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Edit is the PO writing a story: its form, and what becomes of it when somebody else wrote meanwhile.

// The ids of editing. Old messages carry them: they are never renamed.
const (
	editStory = "story.edit"
	editForm  = "story.edit.form"
)

func editRitual() engine.Ritual {
	return engine.Ritual{
		Actions: []engine.Action{request.Click(editStory, ritual.ToEditStory, openEdit)},
		Submits: []engine.Submit{request.Submit(editForm, ritual.ToEditStory, submitEdit)},
	}
}

// openEdit opens the form with the story as it is.
func openEdit(ctx context.Context, tx *store.Tx, _ engine.Input, m request.Matter) (engine.Reply, error) {
	s, err := request.StoryOf(ctx, tx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(editModal(m, s.Version, s.Text(m.Request.Kind))), nil
}

// submitEdit keeps what somebody changed in the form as a version of theirs. What somebody else changed meanwhile stays;
// where both changed the same, the form comes back with both.
func submitEdit(ctx context.Context, tx *store.Tx, in engine.Input, m request.Matter) (engine.Reply, error) {
	now, err := request.StoryOf(ctx, tx, m.Request.ID)
	if err != nil {
		return engine.Reply{}, err
	}
	then, err := storyThen(ctx, tx, m.Request, in.Data.Version)
	if err != nil {
		return engine.Reply{}, err
	}
	if otherKind(m.Request.Kind, in.Fields) {
		return engine.Reply{}, ritual.Refuse("%s became a %s while you wrote, and its story has other fields now. Copy what you want to keep, and open `Edit story` again.", m.Request.ID, strings.ToLower(m.Request.Kind.String()))
	}
	typed := typedText(m.Request.Kind, in.Fields)
	e, err := ritual.EditStory(m.Request.Kind, then, now, typed, in.By)
	if err != nil {
		return engine.Reply{}, err
	}
	if len(e.Both) > 0 {
		return engine.Reply{}, engine.Again{Refusal: ritual.Refuse("Somebody else changed the same."), Form: editAgainModal(m, now, e, typed)}
	}
	if len(e.Mine) == 0 {
		return engine.Open(unchangedModal(m.Request, now, e.Theirs)), nil
	}
	kept, err := keepVersion(ctx, tx, m, e.Story)
	if err != nil {
		return engine.Reply{}, err
	}
	blocks, err := checked(ctx, tx, m, kept)
	return engine.Open(editedModal(m.Request, kept, now, e.Theirs, blocks)), err
}

// keepVersion keeps a new version of a story, and has all that shows it shown anew.
func keepVersion(ctx context.Context, tx *store.Tx, m request.Matter, s ritual.Story) (ritual.Story, error) {
	s.Request, s.At = m.Request.ID, tx.Now
	kept, err := tx.AddStory(ctx, s)
	if err != nil {
		return kept, err
	}
	return kept, request.ShowAnew(ctx, tx, m.Product, m.Request)
}

// otherKind reports whether a form was for the story of a request of another kind than k.
func otherKind(k ritual.Kind, f engine.Fields) bool {
	first := map[ritual.Kind]string{ritual.Feature: ritual.TextFields(ritual.Problem)[0], ritual.Problem: ritual.TextFields(ritual.Feature)[0]}
	_, asked := f[first[k]]
	return asked
}

// typedText is what the form for a story says, of the fields that it had.
func typedText(k ritual.Kind, f engine.Fields) ritual.Text {
	typed := ritual.Text{}
	for _, field := range ritual.TextFields(k) {
		if _, asked := f[field]; !asked {
			continue
		}
		parts := []string{f.One(field)}
		for n := 2; ; n++ {
			if _, more := f[partOf(field, n)]; !more {
				break
			}
			parts = append(parts, f.One(partOf(field, n)))
		}
		typed[field] = strings.Join(parts, "\n")
	}
	return typed
}

// partOf is the name of the n-th field of a list that is too long for one.
func partOf(field string, n int) string {
	if n == 1 {
		return field
	}
	return fmt.Sprintf("%s.%d", field, n)
}
