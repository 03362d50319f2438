package bot

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// cardView is the card by which a decision is asked for. Once it is decided, the same message says who decided what,
// when and why, and its buttons are gone.
func cardView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	at, err := matterOf(ctx, tx, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	question, buttons := cardQuestion(at, m.Kind)
	if question == "" {
		return decidedCard(ctx, tx, at, m.To)
	}
	story, err := storyOf(ctx, tx, at.r.ID)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{
		kit.Section(kit.F("*%s*", question)),
		kit.Header(at.r.ID + "  " + at.r.Title),
		kit.Context(dotted(kindWords(at.r), wanted(at.r), supportWords(ctx, tx, at.r), draftedBy(story))),
	}
	said, err := quotes(ctx, tx, at.r)
	if err != nil {
		return kit.Message{}, err
	}
	told, err := storyBlocks(ctx, tx, at.r, story)
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(append(blocks, said...), told...)
	for _, more := range []func(context.Context, *store.Tx, matter, string) ([]slack.Block, error){loadBlocks, alignedBlocks} {
		bs, err := more(ctx, tx, at, m.Kind)
		if err != nil {
			return kit.Message{}, err
		}
		blocks = append(blocks, bs...)
	}
	return message(kit.F("%s %s: %s. Asked by %s.", question, at.r.ID, at.r.Title, kit.User(or(at.r.Requester, at.r.Reporter))),
		append(blocks, kit.Actions("", buttons...))...), nil
}

// cardQuestion is what a card asks now, with its buttons; empty when there is nothing to ask.
func cardQuestion(at matter, kind string) (string, []slack.BlockElement) {
	id := at.r.ID
	switch at.r.Status {
	case ritual.AwaitingAlignment:
		if kind == poCard {
			return "", nil
		}
		q := "Does this serve the roadmap?"
		if kind == bothCard {
			q = "Does this serve the roadmap, and where does it stand?"
		}
		return q, []slack.BlockElement{
			kit.Primary(buttonFor(id, alignYes, "Aligned")), buttonFor(id, alignNotNow, "Not now"),
			buttonFor(id, alignDecline, "Decline"), buttonFor(id, alignMore, "Need more")}
	case ritual.AwaitingPriority:
		if kind == pmCard {
			return "", nil
		}
		return "Where does this stand in the backlog?", []slack.BlockElement{kit.Primary(buttonFor(id, prioritizeOpen, "Prioritize"))}
	}
	return "", nil
}

// kindWords name a request's kind where it is not the usual one.
func kindWords(r ritual.Request) kit.Text {
	if r.Kind == ritual.Feature {
		return ""
	}
	return kit.F("*%s*", r.Kind.String())
}

// supportWords say how many different people want a request.
func supportWords(ctx context.Context, tx *store.Tx, r ritual.Request) kit.Text {
	others, err := tx.Supporters(ctx, r.ID)
	if err != nil {
		return ""
	}
	n := ritual.UniqueRequesters(r, others)
	return kit.Raw("wanted by " + count(n, "person", "people"))
}

// loadBlocks show how loaded each objective is, to whoever decides on the alignment.
func loadBlocks(ctx context.Context, tx *store.Tx, at matter, _ string) ([]slack.Block, error) {
	if at.r.Status != ritual.AwaitingAlignment {
		return nil, nil
	}
	loads, _, err := tx.Loads(ctx, at.p.ID)
	if err != nil || len(loads) == 0 {
		return nil, err
	}
	parts := make([]kit.Text, 0, len(loads))
	for _, l := range loads[:min(len(loads), 8)] {
		parts = append(parts, kit.F("%s: *%s* has %d open", l.Objective.Horizon.String(), l.Objective.Name, l.Open))
	}
	return []slack.Block{kit.Context(kit.Join("  ·  ", parts...))}, nil
}

// alignedBlocks show what the PM said, to whoever decides on the priority.
func alignedBlocks(ctx context.Context, tx *store.Tx, at matter, _ string) ([]slack.Block, error) {
	if at.r.Status != ritual.AwaitingPriority || at.r.Objective == "" {
		return nil, nil
	}
	o, err := tx.Objective(ctx, at.r.Objective)
	if err != nil {
		return nil, err
	}
	return []slack.Block{kit.Context(kit.F("Serves *%s* (%s)", o.Name, o.Horizon.String()))}, nil
}

// decidedCard says what has become of a request that a card asked about.
func decidedCard(ctx context.Context, tx *store.Tx, at matter, reader string) (kit.Message, error) {
	ds, err := tx.Decisions(ctx, at.r.ID)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{kit.Section(kit.F("*%s*  %s", at.r.ID, at.r.TitleFor(reader, at.p, "")))}
	words := kit.Text("")
	for _, d := range ds {
		asks := d.Verdict == ritual.NeedMore && at.r.Status == ritual.NeedsInfo && d.Reason == at.r.Question
		if d.SupersededBy != "" || d.Topic == ritual.Scope && d.Verdict != ritual.Withdrew && !asks {
			continue
		}
		line := kit.Join(" · ", sentence(d.Sentence()), when(d.At))
		if d.Reason != "" {
			line = kit.Join("\n", line, kit.Quote(d.Reason, 600))
		}
		blocks = append(blocks, kit.Section(line))
		words += sentence(d.Sentence()) + kit.Raw(". ")
	}
	blocks = append(blocks, kit.Context(statusWords(at.p, at.r)))
	if at.r.Status == ritual.NeedsInfo && reader == at.p.PM { // the answer may come another way
		blocks = append(blocks, kit.Actions("", buttonFor(at.r.ID, questionsAnswer, "Answer questions")))
	}
	return message(kit.F("%s %s: %s. %s", at.r.ID, at.r.Status.String(), at.r.TitleFor(reader, at.p, ""), words),
		kit.Fit(blocks, 20, kit.F("`/tandem show %s` has the rest", at.r.ID))...), nil
}

// backView tells the PM that what they parked is back.
func backView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	d, err := tx.Decision(ctx, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	words := kit.F("*%s* is back: you parked it until %s.\n%s", d.Request, ritual.Day(d.Revisit), kit.Quote(d.Reason, 2500))
	return message(words, kit.Section(words)), nil
}

// alignedModal asks for the objective; while there is none, for the first one's name. Somebody who is both PM and PO
// is asked for the priority too, and sees the score that typed makes; typed is nil when the form opens.
func alignedModal(m matter, loads []ritual.Load, typed map[string]string) kit.Modal {
	v := kit.Modal{ID: alignedForm, Title: "Aligned", Submit: "Save", Close: "Cancel", Data: formData{Subject: m.r.ID}.encode()}
	v.Blocks = append(v.Blocks, kit.Section(kit.F("*%s*  %s", m.r.ID, m.r.Title)))
	if len(loads) == 0 {
		v.Blocks = append(v.Blocks, kit.Input("new_objective", "Objective", kit.Line("new_objective", "", "Win larger customers", 75),
			kit.Hint("The roadmap is empty so far. Name its first objective; /roadmap add adds more.")))
	} else {
		opts := make([]kit.Option, 0, len(loads))
		for _, l := range loads[:min(len(loads), 100)] {
			opts = append(opts, kit.Option{Value: l.Objective.ID, Label: l.Objective.Name, Help: l.Objective.Horizon.String() + ", " + count(l.Open, "open request", "open requests")})
		}
		v.Blocks = append(v.Blocks, kit.Input("objective", "Objective", kit.Menu("objective", opts, "", "Which objective does it serve?")))
	}
	if m.p.OneHead() {
		f := ritual.Frameworks[m.p.Framework]
		if typed == nil {
			typed = f.Starts()
		}
		v.Blocks = append(v.Blocks, kit.Divider(), kit.Section(kit.F("*Where does it stand?* Leave it as it is to decide later.")))
		for _, in := range f.Inputs {
			v.Blocks = append(v.Blocks, kit.Input(in.ID, in.Label, inputElement(in, in.Start), inputOptions(in, kit.Optional(), kit.Live())...))
		}
		v.Blocks = append(v.Blocks, kit.Section(kit.F("*Score:* %s", f.Preview(typed))))
	}
	return v
}

// parkFor is the date that Not now starts with: a quarter from today.
const parkFor = 91 * 24 * time.Hour

func notNowModal(r ritual.Request, now time.Time, zone string) kit.Modal {
	return kit.Modal{ID: notNowForm, Title: "Not now", Submit: "Park", Close: "Cancel", Data: formData{Subject: r.ID}.encode(), Blocks: []slack.Block{
		kit.Section(kit.F("*%s*  %s", r.ID, r.Title)),
		kit.Input("revisit", "Revisit on", kit.DateField("revisit", ritual.Today(now.Add(parkFor), zone)), kit.Hint("It comes back to you on this day.")),
		kit.Input("reason", "Reason", kit.Area("reason", "", "Why not now? Whoever asked will read it.", 600)),
	}}
}

func declineModal(r ritual.Request) kit.Modal {
	return kit.Modal{ID: declineForm, Title: "Decline", Submit: "Decline", Close: "Cancel", Data: formData{Subject: r.ID}.encode(), Blocks: []slack.Block{
		kit.Section(kit.F("*%s*  %s", r.ID, r.Title)),
		kit.Input("reason", "Reason", kit.Area("reason", "", "Why? Whoever asked will read it.", 600)),
	}}
}

func needMoreModal(r ritual.Request) kit.Modal {
	return kit.Modal{ID: needMoreForm, Title: "Need more", Submit: "Ask", Close: "Cancel", Data: formData{Subject: r.ID}.encode(), Blocks: []slack.Block{
		kit.Section(kit.F("*%s*  %s", r.ID, r.Title)),
		kit.Input("question", "Question", kit.Area("question", "", "What do you need to know to decide?", 600), kit.Hint("It is put to whoever asked. Their answer comes back here.")),
	}}
}
