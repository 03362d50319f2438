package bot

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// feedbackModal is the form New request for feedback on a sprint: with the stories that it may be about.
func feedbackModal(p ritual.Product, s ritual.Sprint, by string, data engine.FormData, about []slack.Block) kit.Modal {
	m := requestModal(ritual.Request{Kind: ritual.Feature, Requester: by}, data, p.Name+", "+s.SprintName(), nil)
	m.Blocks = slices.Insert(m.Blocks, 2, about...)
	return m
}

// A storyField is a field of a form in which somebody may choose a story.
type storyField struct{ id, label, asks, chosen string }

// storyInput is such a field: with as many stories as a menu holds, as the reader may know them. Without any it is nothing.
func storyInput(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, stories []ritual.Request, f storyField) ([]slack.Block, error) {
	if len(stories) == 0 {
		return nil, nil
	}
	how := []kit.InputOption{kit.Optional()}
	if len(stories) > linkMost {
		stories = stories[:linkMost]
		how = append(how, kit.Hint("There are more stories than a menu holds. Any other you can name in your words, by its id."))
	}
	rd, err := request.Informed(ctx, tx, rd, stories...)
	opts := make([]kit.Option, 0, len(stories))
	for _, r := range stories {
		opts = append(opts, kit.Option{Value: r.ID, Label: r.ID + "  " + kit.OneLine(r.TitleTo(rd, p)), Help: r.Status.String()})
	}
	return []slack.Block{kit.Input(f.id, f.label, kit.Menu(f.id, opts, f.chosen, f.asks), how...)}, err
}

// feedbackWords say what a request is feedback on; nothing where it is none. While a sprint goes on, its demo is what people speak of.
func feedbackWords(ctx context.Context, tx *store.Tx, c ritual.Concern) (kit.Text, error) {
	if c.Sprint == "" {
		return "", nil
	}
	s, err := tx.Sprint(ctx, c.Sprint)
	if err != nil {
		return "", err
	}
	when := "in"
	if s.State == ritual.SprintClosed && !c.At.Before(s.Closed) {
		when = "after"
	}
	if c.Story == "" {
		return kit.F("Feedback %s %s", when, s.SprintName()), nil
	}
	return kit.F("Feedback on *%s* %s %s", c.Story, when, s.SprintName()), nil
}
