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
		{Name: "/tandem", Word: "show", Usage: "FR-12", Does: "tell the whole story of a request", Needs: engine.NeedPerson, Rooms: roomsOf, Do: showCommand},
	}}
}

func showCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Words == "" {
		return engine.Reply{}, ritual.Refuse("Which one? Type `/tandem show FR-12`.")
	}
	at, err := matterOf(ctx, tx, in.Words)
	if err == nil {
		err = at.readBy(ctx, tx, ritual.Reader{Person: in.By, Place: in.Channel})
	}
	if err == nil {
		err = learnMembers(ctx, tx, at.rd, at.p, at.r)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	if !slices.Contains([]string{at.r.Reporter, at.r.Requester}, in.By) {
		if err := ritual.MayRead(in.Who, at.p, in.Channel); err != nil {
			return engine.Reply{}, err
		}
	}
	m, err := recordMessage(ctx, tx, at, in.Who)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{Say: &m}, nil
}

// storyMost, voicesMost and stepsMost are how many characters of the story, of the voices and of the steps are shown, so that
// the whole is one message.
const (
	storyMost  = 5000
	voicesMost = 3000
	stepsMost  = 3000
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
func recordMessage(ctx context.Context, tx *store.Tx, at matter, by ritual.Person) (kit.Message, error) {
	r := at.r
	text := kit.F("%s %s: %s.", r.ID, r.Standing().String(), at.title())
	blocks := []slack.Block{
		kit.Header(r.ID + "  " + at.title()),
		kit.Context(dotted(statusWords(at), kit.T(at.p.Name))),
	}
	if !at.seen() {
		blocks = append(blocks, kit.Section(hiddenWords(at)))
		return kit.Fitted(text, blocks...), nil
	}
	rd, err := tx.Reader(ctx, at.rd.Person, at.rd.Place)
	if err != nil {
		return kit.Message{}, err
	}
	story, err := storyOf(ctx, tx, r.ID)
	if err != nil {
		return kit.Message{}, err
	}
	said, err := quotes(ctx, tx, at, recordQuotes)
	if err != nil {
		return kit.Message{}, err
	}
	kept, err := messagesKept(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	told, err := storyBlocks(ctx, tx, at, story, true)
	if err != nil {
		return kit.Message{}, err
	}
	steps, err := timeline(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	who, err := supportWords(ctx, tx, r, at.p, rd)
	if err != nil {
		return kit.Message{}, err
	}
	voices, err := voiceBlocks(ctx, tx, at, rd, by)
	if err != nil {
		return kit.Message{}, err
	}
	buttons, err := unionButtons(ctx, tx, at, by)
	if err != nil {
		return kit.Message{}, err
	}
	parts, err := partsBlocks(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	praised, err := praiseBlocks(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	about, err := aboutWords(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(blocks, kit.Context(dotted(kindWords(r), wholeWords(r), wanted(at), who, kept, draftedBy(story), kit.T(ritual.Points(r.Points)), about)))
	blocks = kit.Within(slices.Concat(blocks, parts, said, told), storyMost)
	blocks = append(blocks, kit.Within(voices, voicesMost)...)
	blocks = append(append(blocks, praised...), kit.Divider())
	blocks = append(blocks, latest(steps)...)
	text += kit.Raw(" ") + kit.Join(" ", steps...)
	if buttons = slices.Concat(splitButtons(at, by.ID), estimateButtons(at, by.ID), storyButtons(at, story, by), kindButtons(at, by.ID), buttons, privacyButtons(at, by.ID)); len(buttons) > 0 {
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	return kit.Fitted(text, append(blocks, kit.Context(asOf(tx)))...), nil
}

// timeline is what happened to a request, oldest first; to a part, after what happened to the whole. What a later decision
// replaced is struck out. Of a private one only those who may read all of it learn who asked, who answered, and the reasons.
func timeline(ctx context.Context, tx *store.Tx, at matter) ([]kit.Text, error) {
	r := at.r
	ds, err := tx.Decisions(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	led, err := tx.LedDecisions(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	first := r.Reporter
	for _, d := range slices.Backward(ds) {
		if d.Verdict == ritual.Withdrew || d.Verdict == ritual.HandedOn { // who took it back had recorded it
			first = d.By
		}
	}
	ds = append(ds, led...)
	slices.SortStableFunc(ds, func(a, b ritual.Decision) int { return a.At.Compare(b.At) })
	steps := []kit.Text{kit.F("%s  %s recorded it", when(r.Created), kit.User(first))}
	if !at.whole() {
		steps = []kit.Text{kit.F("%s  recorded in private", when(r.Created))}
	}
	if r.Parent != "" {
		of := at
		if of.r, err = tx.Request(ctx, r.Parent); err != nil {
			return nil, err
		}
		if steps, err = timeline(ctx, tx, of); err != nil {
			return nil, err
		}
	}
	written, err := versionSteps(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	for _, d := range ds {
		if !at.whole() && !at.decidedHere(d) {
			continue
		}
		for len(written) > 0 && !written[0].at.After(d.At) {
			steps, written = append(steps, written[0].says), written[1:]
		}
		what := kit.Sentence(d.Sentence())
		switch {
		case d.SupersededBy == "":
		case d.Verdict.SendsBack():
			what = kit.F("%s _(answered later)_", what)
		default:
			what = kit.F("~%s~ _(replaced later)_", what)
		}
		step := kit.F("%s  %s", when(d.At), what)
		if d.Reason != "" && at.whole() {
			step = kit.Join("\n", step, kit.Quote(d.Reason, 600))
		}
		steps = append(steps, step)
	}
	for _, w := range written {
		steps = append(steps, w.says)
	}
	return steps, nil
}
