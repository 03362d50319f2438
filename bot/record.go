package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// Record shows the whole of one request: what was asked, what it became, who decided what.

// The ids of the record. Old messages carry them: they are never renamed.
const (
	recordWhole   = "record.whole"
	recordEarlier = "record.earlier"
	recordLater   = "record.later"
)

func recordRitual() engine.Ritual {
	return engine.Ritual{Commands: []engine.Command{
		{Name: "/tandem", Word: "show", Usage: "FR-12", Does: "tell the whole story of a request", Needs: engine.NeedPerson, Rooms: roomsMeant, Do: showCommand},
	}, Actions: []engine.Action{
		{ID: recordWhole, Needs: engine.NeedPerson, Rooms: roomsMeant, Do: turnRecord(wholeRecord)},
		{ID: recordEarlier, Needs: engine.NeedPerson, Rooms: roomsMeant, Do: turnRecord(earlierSteps)},
		{ID: recordLater, Needs: engine.NeedPerson, Rooms: roomsMeant, Do: turnRecord(laterSteps)},
	}}
}

func showCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Words == "" {
		return engine.Reply{}, ritual.Refuse("Which one? Type `/tandem show FR-12`.")
	}
	at, err := meantBy(ctx, tx, in, in.Words)
	if err != nil {
		return engine.Reply{}, err
	}
	m, err := recordMessage(ctx, tx, at, in.Who)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Reply{Say: &m}, nil
}

// turnRecord shows another part of a record in place of the one in which somebody pressed. The button's value is the request's
// id and, after a slash, a step of its past.
func turnRecord(to func(ctx context.Context, tx *store.Tx, at request.Matter, by ritual.Person, step int) (kit.Message, error)) engine.Handler {
	return func(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
		id, nth, _ := strings.Cut(in.Subject, "/")
		at, err := meantBy(ctx, tx, in, id)
		if err != nil {
			return engine.Reply{}, err
		}
		step, _ := strconv.Atoi(nth) // else the first
		m, err := to(ctx, tx, at, in.Who, step)
		if err != nil {
			return engine.Reply{}, err
		}
		return engine.Reply{Say: &m, Instead: true}, nil
	}
}

// wholeRecord is the whole of a request again.
func wholeRecord(ctx context.Context, tx *store.Tx, at request.Matter, by ritual.Person, _ int) (kit.Message, error) {
	return recordMessage(ctx, tx, at, by)
}

// earlierSteps are the steps of a request's past before one of them, laterSteps those from one on.
func earlierSteps(ctx context.Context, tx *store.Tx, at request.Matter, _ ritual.Person, step int) (kit.Message, error) {
	past, err := timelineOf(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	first, all, err := past.before(max(min(step, len(past.steps)), 0), pageOfSteps)
	return past.page(first, all), err
}

func laterSteps(ctx context.Context, tx *store.Tx, at request.Matter, _ ritual.Person, step int) (kit.Message, error) {
	past, err := timelineOf(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	step = max(min(step, len(past.steps)-1), 0)
	_, all, err := past.after(step, pageOfSteps)
	return past.page(step, all), err
}

// answersOf are the buttons by which whoever looks takes the decision that a request waits for, where it is theirs.
func answersOf(at request.Matter) []slack.BlockElement {
	s, ok := request.StepOf(at.Request.Status)
	if !ok || request.RoleOf(s.Status.NextStep()) == "" || !at.Decides(s, at.By) {
		return nil
	}
	return s.Buttons(at)
}

// storyMost, voicesMost and stepsMost are how many characters of the story, of the voices and of the steps are shown, so that
// the whole is one message.
const (
	storyMost  = 5000
	voicesMost = 3000
	stepsMost  = 3000
)

// recordMessage is the whole of a request, for somebody who may see it; for others, where it stands.
func recordMessage(ctx context.Context, tx *store.Tx, at request.Matter, by ritual.Person) (kit.Message, error) {
	r := at.Request
	text := kit.F("%s %s: %s.", r.ID, r.Standing().String(), at.Title())
	blocks := []slack.Block{
		kit.Header(r.ID + "  " + at.Title()),
		kit.Context(request.Dotted(request.StatusWords(at), kit.T(at.Product.Name))),
	}
	if !at.Seen() {
		blocks = append(blocks, kit.Section(hiddenWords(at)))
		return kit.Fitted(text, blocks...), nil
	}
	rd, err := tx.Reader(ctx, at.Reader.Person, at.Reader.Place)
	if err != nil {
		return kit.Message{}, err
	}
	story, err := request.StoryOf(ctx, tx, r.ID)
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
	past, err := timelineOf(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	who, err := supportWords(ctx, tx, r, at.Product, rd)
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
	concerned, err := concernBlocks(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	solved, err := satisfactionBlocks(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	about, err := aboutWords(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(blocks, kit.Context(request.Dotted(kindWords(r), wholeWords(r), request.Wanted(at), who, kept, draftedBy(story), kit.T(ritual.Points(r.Points)), about)))
	blocks = kit.Within(slices.Concat(blocks, parts, said, told), storyMost)
	blocks = append(blocks, kit.Within(voices, voicesMost)...)
	blocks = append(slices.Concat(blocks, solved, praised, concerned), kit.Divider())
	steps, err := past.latest(stepsMost)
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(blocks, steps...)
	back, err := backButtons(ctx, tx, at, by)
	if err != nil {
		return kit.Message{}, err
	}
	at.By = by.ID
	if answers := append(answersOf(at), sprint.WorkButtons(at, by)...); len(answers) > 0 {
		blocks = append(blocks, kit.Actions("", answers...))
	} else {
		back = append(back, splitButtons(at, by.ID)...)
	}
	if buttons = slices.Concat(back, estimateButtons(at, by.ID), storyButtons(at, story, by), defectButtons(at, by.ID), kindButtons(at, by.ID), buttons, privacyButtons(at, by.ID)); len(buttons) > 0 {
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	return kit.Fitted(text, append(blocks, kit.Context(request.AsOf(tx)))...), nil
}
