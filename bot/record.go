package bot

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Record shows the whole of one request: what was asked, what it became, who decided what.

func recordRitual() engine.Ritual {
	return engine.Ritual{Commands: []engine.Command{
		{Name: "/tandem", Word: "show", Usage: "FR-12", Does: "tell the whole story of a request", Do: showCommand},
	}}
}

func showCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Words == "" {
		return engine.Reply{}, ritual.Refuse("Which one? Type `/tandem show FR-12`.")
	}
	at, err := matterOf(ctx, tx, in.Words)
	if err != nil {
		return engine.Reply{}, err
	}
	m, err := recordMessage(ctx, tx, at, in)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{Say: &m}, nil
}

// storyMost and stepsMost are how many characters of the story and of the steps are shown, so that the whole is one
// message.
const (
	storyMost = 6000
	stepsMost = 4000
)

// latest are the steps as far as they fit, without the earliest ones.
func latest(steps []kit.Text) []slack.Block {
	from := len(steps)
	for long := 0; from > 0; from-- {
		if long += utf8.RuneCountInString(string(steps[from-1])); long > stepsMost {
			return append([]slack.Block{kit.Context(kit.Raw("earlier steps are left out"))}, kit.Sections(steps[from:])...)
		}
	}
	return kit.Sections(steps)
}

// recordMessage is the whole of a request, for somebody who may see it; for others, where it stands.
func recordMessage(ctx context.Context, tx *store.Tx, at matter, in engine.Input) (kit.Message, error) {
	r := at.r
	text := kit.F("%s %s: %s.", r.ID, r.Status.String(), r.TitleFor(in.By, at.p, in.Channel))
	visible := r.VisibleTo(in.By, at.p, in.Channel)
	status := statusWords(at)
	if !visible && r.Status.NextStep() == ritual.StepRequester { // the others do not learn who asked
		status = kit.F("*%s*", r.Status.String())
	}
	blocks := []slack.Block{
		kit.Header(r.ID + "  " + r.TitleFor(in.By, at.p, in.Channel)),
		kit.Context(dotted(status, kit.T(at.p.Name))),
	}
	if !visible {
		blocks = append(blocks, kit.Section(kit.Raw("This came from a private conversation. Whoever asked, the PM and the PO can read it.")))
		return kit.Fitted(text, blocks...), nil
	}
	story, err := storyOf(ctx, tx, r.ID)
	if err != nil {
		return kit.Message{}, err
	}
	said, err := quotes(ctx, tx, r)
	if err != nil {
		return kit.Message{}, err
	}
	told, err := storyBlocks(ctx, tx, at, story, true)
	if err != nil {
		return kit.Message{}, err
	}
	steps, err := timeline(ctx, tx, r)
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(blocks, kit.Context(dotted(wanted(r), supportWords(ctx, tx, r), draftedBy(story))))
	blocks = kit.Within(slices.Concat(blocks, said, told), storyMost)
	blocks = append(blocks, kit.Divider())
	blocks = append(blocks, latest(steps)...)
	text += kit.Raw(" ") + kit.Join(" ", steps...)
	return kit.Fitted(text, append(blocks, kit.Context(asOf(tx)))...), nil
}

// timeline is what happened to a request, oldest first. What a later decision replaced is struck out.
func timeline(ctx context.Context, tx *store.Tx, r ritual.Request) ([]kit.Text, error) {
	ds, err := tx.Decisions(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	steps := []kit.Text{kit.F("%s  %s recorded it", when(r.Created), kit.User(r.Reporter))}
	for _, d := range ds {
		what := kit.Sentence(d.Sentence())
		if d.SupersededBy != "" {
			what = kit.F("~%s~ _(replaced later)_", what)
		}
		step := kit.F("%s  %s", when(d.At), what)
		if d.Reason != "" {
			step = kit.Join("\n", step, kit.Quote(d.Reason, 600))
		}
		steps = append(steps, step)
	}
	return steps, nil
}
