package bot

import (
	"context"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// Record shows the whole of one request: what was asked, what it became, who decided what.

func recordRitual() ritualRoutes {
	return ritualRoutes{commands: []command{
		{name: "/tandem", word: "show", usage: "FR-12", does: "tell the whole story of a request", do: showCommand},
	}}
}

func showCommand(ctx context.Context, tx *store.Tx, in input) (reply, error) {
	if in.words == "" {
		return reply{}, ritual.Refuse("Which one? Type `/tandem show FR-12`.")
	}
	at, err := matterOf(ctx, tx, in.words)
	if err != nil {
		return reply{}, err
	}
	m, err := recordMessage(ctx, tx, at, in)
	if err != nil {
		return reply{}, err
	}
	return reply{say: &m}, nil
}

// stepsMost is how many paragraphs of steps are shown, so that the whole stays within Slack's 50 blocks.
const stepsMost = 25

// recordMessage is the whole of a request, for somebody who may see it; for others, where it stands.
func recordMessage(ctx context.Context, tx *store.Tx, at matter, in input) (kit.Message, error) {
	r := at.r
	text := kit.F("%s %s: %s.", r.ID, r.Status.String(), r.TitleFor(in.by, at.p, in.channel))
	blocks := []slack.Block{
		kit.Header(r.ID + "  " + r.TitleFor(in.by, at.p, in.channel)),
		kit.Context(statusWords(at.p, r), kit.T(at.p.Name)),
	}
	if !r.VisibleTo(in.by, at.p, in.channel) {
		blocks = append(blocks, kit.Section(kit.Raw("This came from a private conversation. Whoever asked, the PM and the PO can read it.")))
		return message(text, blocks...), nil
	}
	story, err := storyOf(ctx, tx, r.ID)
	if err != nil {
		return kit.Message{}, err
	}
	said, err := quotes(ctx, tx, r)
	if err != nil {
		return kit.Message{}, err
	}
	told, err := storyBlocks(ctx, tx, r, story)
	if err != nil {
		return kit.Message{}, err
	}
	steps, err := timeline(ctx, tx, r)
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(blocks, kit.Context(wanted(r), supportWords(ctx, tx, r), draftedBy(story)))
	blocks = append(append(blocks, said...), told...)
	blocks = append(blocks, kit.Divider())
	told = sections(steps)
	if n := len(told) - stepsMost; n > 0 {
		told = append([]slack.Block{kit.Context(kit.Raw("earlier steps are left out"))}, told[n:]...)
	}
	blocks = append(blocks, told...)
	text += kit.Raw(" ") + kit.Join(" ", steps...)
	return message(text, append(blocks, kit.Context(asOf(tx)))...), nil
}

// timeline is what happened to a request, oldest first. What a later decision replaced is struck out.
func timeline(ctx context.Context, tx *store.Tx, r ritual.Request) ([]kit.Text, error) {
	ds, err := tx.Decisions(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	steps := []kit.Text{kit.F("%s  %s recorded it", when(r.Created), kit.User(r.Reporter))}
	for _, d := range ds {
		what := sentence(d.Sentence())
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
