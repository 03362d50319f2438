package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Where a story falls short, and what it waits for.

// checkedOnCard says where a story falls short: the first of what none of the questions that stand beside it asks for.
func checkedOnCard(ctx context.Context, tx *store.Tx, at request.Matter, s ritual.Story, open []ritual.Question) ([]slack.Block, error) {
	found, err := findings(ctx, tx, at, s)
	found = slices.DeleteFunc(found, func(f ritual.Finding) bool {
		return f.Asks != "" && slices.ContainsFunc(open, func(q ritual.Question) bool { return q.ID == f.Asks })
	})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	lines := foundLines(found[:min(cardFindings, len(found))])
	if more := len(found) - cardFindings; more > 0 {
		lines = append(lines, kit.F("_and %d more in `/tandem show %s`_", more, at.Request.ID))
	}
	return []slack.Block{kit.Context(kit.Join("\n", lines...))}, nil
}

// checked says all in which a story falls short, with the reasons.
func checked(ctx context.Context, tx *store.Tx, at request.Matter, s ritual.Story) ([]slack.Block, error) {
	found, err := findings(ctx, tx, at, s)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return kit.Sections(foundLines(found)), nil
}

// foundLines are findings with their heading.
func foundLines(found []ritual.Finding) []kit.Text {
	lines := []kit.Text{kit.Raw("*Worth a look*")}
	for _, f := range found {
		lines = append(lines, kit.F("_%s:_ %s", f.Name, f.Reason))
	}
	return lines
}

// findings are all ways in which a story falls short.
func findings(ctx context.Context, tx *store.Tx, at request.Matter, s ritual.Story) ([]ritual.Finding, error) {
	if !s.Drafted() {
		return nil, nil
	}
	around, err := aroundOf(ctx, tx, at, s)
	return ritual.Check(s, at.Request.Kind, around), err
}

// alikeMost is how many similar requests a story is compared with.
const alikeMost = 5

// threadOf is the thread in which a message stands that a request rests on.
func threadOf(r ritual.Request, e ritual.Evidence) string {
	if _, _, merged := strings.Cut(e.ID, ":"); merged {
		return e.Thread
	}
	return cmp.Or(e.Thread, r.Source.Thread)
}

// aroundOf is what a story is held against beside itself, while its request is open.
func aroundOf(ctx context.Context, tx *store.Tx, at request.Matter, s ritual.Story) (ritual.Around, error) {
	var around ritual.Around
	said, err := tx.AllEvidence(ctx, at.Request.ID)
	if err != nil {
		return around, err
	}
	for _, c := range s.Criteria {
		mark, err := criterionMark(ctx, tx, at.Request, s, said, c)
		if err != nil {
			return around, err
		}
		if mark == lostSource {
			around.Lost = c.Text
		}
	}
	if !at.Request.Status.Open() {
		return around, nil
	}
	found, err := tx.Alike(ctx, at.Product.ID, at.Request.Title, at.Request.Problem, at.Request.ID, func(r ritual.Request) bool { return !r.Private })
	if err != nil {
		return around, err
	}
	for _, r := range found[:min(alikeMost, len(found))] {
		other, err := tx.Story(ctx, r.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return around, err
		}
		if s.SameAs(other) {
			around.SameAs = r.ID
			break
		}
	}
	return around, nil
}

// waitingRedraft says that somebody waits for a story to be drafted anew.
func waitingRedraft(ctx context.Context, tx *store.Tx, r ritual.Request) ([]slack.Block, error) {
	wish, err := redraftOf(ctx, tx, r.ID)
	if err != nil || wish.By == "" {
		return nil, err
	}
	words := kit.F("The model is asked for a new draft, for %s", kit.User(wish.By))
	if wish.Note != "" {
		words += kit.F(": “%s”", kit.OneLine(wish.Note))
	}
	return []slack.Block{kit.Context(words)}, nil
}

// redraftOf is who waits for a request's story to be drafted anew, or nobody.
func redraftOf(ctx context.Context, tx *store.Tx, id string) (ritual.Redraft, error) {
	wish, err := tx.Redraft(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return ritual.Redraft{}, nil
	}
	return wish, err
}
