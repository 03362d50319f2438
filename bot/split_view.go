package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// splitModal asks for the parts, beginning with those that the story suggests.
func splitModal(r ritual.Request, suggested []string) kit.Modal {
	hint := fmt.Sprintf("One part a line, 2 to %d. Each becomes a story of its own, and takes along what was said and decided.", ritual.PartsMost)
	if len(suggested) > 0 {
		hint = "Suggested from the story: change them as you like. " + hint
	}
	return request.Form(r, splitForm, "Split", "Split",
		kit.Input("parts", "Parts", kit.Area("parts", strings.Join(suggested, "\n"), "A title, then the next on a line of its own", partsRoom), kit.Hint(hint)))
}

// partsRoom is how many characters of titles the form takes; Slack allows 3,000.
const partsRoom = 2000

// splitDoneModal says what became of the request.
func splitDoneModal(r ritual.Request, parts []ritual.Request) kit.Modal {
	lines := make([]kit.Text, 0, len(parts))
	for _, p := range parts {
		lines = append(lines, request.Titled(p.ID, p.Title))
	}
	blocks := append([]slack.Block{kit.Section(kit.F("*%s* is in %d parts now. Each waits for its priority by itself.", r.ID, len(parts)))}, kit.Sections(lines)...)
	return engine.Note("Split", append(blocks, kit.Context(kit.F("%s stays as what was asked for, and shows how far its parts are", r.ID)))...)
}

// partsBlocks show the parts of a split request with where each stands.
func partsBlocks(ctx context.Context, tx *store.Tx, at request.Matter) ([]slack.Block, error) {
	if at.Request.Status != ritual.Split {
		return nil, nil
	}
	parts, err := tx.Parts(ctx, at.Request.ID)
	lines := []kit.Text{kit.Raw("*Its parts*")}
	for _, p := range parts {
		lines = append(lines, request.Dotted(request.Titled(p.ID, kit.OneLine(p.TitleTo(at.Reader, at.Product))), kit.T(p.Status.String())))
	}
	return kit.Sections(lines), err
}

// wholeWords say of what a request is a part.
func wholeWords(r ritual.Request) kit.Text {
	if r.Parent == "" {
		return ""
	}
	return kit.F("part of *%s*", r.Parent)
}
