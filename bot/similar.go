package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// What may help the PM to decide: requests that are similar, and the objective that one may serve.

const (
	similarShown = 3
	similarFound = 10 // of which some may be private
)

// similarBlocks name the open requests that are most similar, of those that whoever looks may see.
func similarBlocks(ctx context.Context, tx *store.Tx, at matter) ([]slack.Block, error) {
	found, err := tx.Similar(ctx, at.p.ID, at.r.Title, at.r.Problem, at.r.ID, similarFound)
	if err != nil {
		return nil, err
	}
	rd, err := informed(ctx, tx, at.rd, found...)
	if err != nil {
		return nil, err
	}
	var names []kit.Text
	for _, r := range found {
		if len(names) < similarShown && r.SeenBy(rd, at.p) {
			names = append(names, kit.F("*%s* %s (%s)", r.ID, kit.OneLine(r.Title), r.Standing().String()))
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	return []slack.Block{kit.Context(kit.F("Similar: %s", kit.Join(", ", names...)))}, nil
}

// suggestBlocks name the objective that a request seems to serve, with the reason. The PM chooses.
func suggestBlocks(ctx context.Context, tx *store.Tx, at matter, loads []ritual.Load) ([]slack.Block, error) {
	story, err := storyOf(ctx, tx, at.r.ID)
	if err != nil {
		return nil, err
	}
	said := strings.Join([]string{at.r.Title, at.r.Problem, story.As, story.Want, story.SoThat, story.Happens, story.Should}, "\n")
	objectives := make([]ritual.Objective, 0, len(loads))
	for _, l := range loads {
		objectives = append(objectives, l.Objective)
	}
	o, because := ritual.Suggest(said, objectives, store.Telling)
	if len(because) == 0 {
		return nil, nil
	}
	words := make([]kit.Text, 0, len(because))
	for _, w := range because {
		words = append(words, kit.F("“%s”", w))
	}
	return []slack.Block{kit.Context(kit.F("_Suggestion:_ it may serve *%s*, because both speak of %s", o.Name, kit.Join(", ", words...)))}, nil
}
