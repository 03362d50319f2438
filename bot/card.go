package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// The card by which a decision is asked for: one message, one decision, one person. What it asks is its step's.

func cardRitual() engine.Ritual {
	return engine.Ritual{
		Jobs:     []engine.JobKind{{Kind: jobOpenCards, Run: runOpenCards}, {Kind: jobOwnCards, Run: runOwnCards}},
		Messages: []engine.MessageKind{cardOf(request.PMCard), cardOf(request.POCard), cardOf(request.BothCard)}, Singles: singleCards,
	}
}

// cardOf is a kind of card.
func cardOf(kind string) engine.MessageKind {
	return engine.MessageKind{Kind: kind, Class: ritual.ClassCard, View: cardView, Row: cardRow}
}

// pastWords are what is left of a card whose question came back to its reader, and stands elsewhere since.
func pastWords(id string) kit.Text {
	return kit.F("*%s* came back to you: it goes on in another message.", id)
}

// pastRow is such a card in a list. Where the question came back into the same list, its row there says all.
func pastRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	is, err := tx.MessageOf(ctx, m.Kind, m.Subject, m.To)
	if err == nil && m.Inside != "" && is.Inside == m.Inside {
		return engine.Row{Over: true}, nil
	}
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return engine.Row{Words: pastWords(m.Subject), Over: true}, err
}

// cardRow is a card as it stands in a list.
func cardRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	if m.Past {
		return pastRow(ctx, tx, m)
	}
	at, err := request.In(ctx, tx, m, m.Subject)
	if err != nil {
		return engine.Row{}, err
	}
	head := request.Titled(at.Request.ID, kit.OneLine(at.Title()))
	if s, ok := request.StepOf(at.Request.Status); ok && at.AsksBy(s, m) {
		return engine.Row{Words: kit.Join("\n", head, kit.Join(" · ", kit.F("%s · %s · %s", at.Product.Name, s.Row, request.Wanted(at)), at.InPlaceOf(m.To))), Buttons: s.Buttons(at)}, nil
	}
	words := request.StatusWords(at)
	if at.Last.ID != "" {
		words = kit.Join(" · ", kit.Sentence(at.Last.Sentence()), request.When(at.Last.At))
	}
	row := engine.Row{Words: kit.Join("\n", head, words), Over: true}
	back, err := backButtons(ctx, tx, at, at.People.Of(m.To))
	if len(back) > 0 {
		row.Beside = back[0]
	}
	return row, err
}

// cardView is a card. Once its question is decided, the same message says who decided what, when and why, and its
// buttons are gone.
func cardView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	if m.Past {
		return kit.Told(pastWords(m.Subject)), nil
	}
	at, err := request.In(ctx, tx, m, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	at.By = m.To
	s, ok := request.StepOf(at.Request.Status)
	if !ok || !at.AsksBy(s, m) {
		return decidedCard(ctx, tx, at, m.To)
	}
	story, err := request.StoryOf(ctx, tx, at.Request.ID)
	if err != nil {
		return kit.Message{}, err
	}
	rd, err := tx.Reader(ctx, m.To, "")
	if err != nil {
		return kit.Message{}, err
	}
	who, err := supportWords(ctx, tx, at.Request, at.Product, rd)
	if err != nil {
		return kit.Message{}, err
	}
	about, err := concernWords(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{
		kit.Section(kit.F("*%s*", s.Asks(at))),
		kit.Header(at.Request.ID + "  " + at.Title()),
		kit.Context(request.Dotted(at.InPlaceOf(m.To), wholeWords(at.Request), kindWords(at.Request), request.Wanted(at), who, draftedBy(story), kit.T(ritual.Points(at.Request.Points)), about)),
	}
	said, err := quotes(ctx, tx, at, cardQuotes)
	if err != nil {
		return kit.Message{}, err
	}
	told, err := storyBlocks(ctx, tx, at, story, false)
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(append(blocks, said...), told...)
	more, err := shownToDecide(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(blocks, more...)
	found, err := similarTo(ctx, tx, at, rd, true)
	if err != nil {
		return kit.Message{}, err
	}
	back, err := backButtons(ctx, tx, at, at.People.Of(m.To)) // who is both PM and PO has answered the first question on it
	if err != nil {
		return kit.Message{}, err
	}
	besides := slices.Concat(back, estimateButtons(at, m.To), storyButtons(at, story, at.People.Of(m.To)), privacyButtons(at, m.To))
	if len(found) > 0 && at.May(ritual.ToMerge, at.People.Of(m.To)) == nil {
		besides = append(besides, request.Button(at.Request.ID, mergeOpen, "Merge…"))
	}
	// The answers stand in a row of their own: they are what the card is for.
	blocks = append(append(blocks, similarBlocks(found, at.Product, rd)...), kit.Actions("", s.Buttons(at)...))
	if len(besides) > 0 {
		blocks = append(blocks, kit.Actions("", besides...))
	}
	return kit.Fitted(kit.F("%s %s: %s. Asked by %s.", s.Asks(at), at.Request.ID, at.Request.Title, kit.User(cmp.Or(at.Request.Requester, at.Request.Reporter))),
		blocks...), nil
}

// shownToDecide is what a card shows beside the story, to decide by.
func shownToDecide(ctx context.Context, tx *store.Tx, at request.Matter) ([]slack.Block, error) {
	switch at.Request.Status {
	case ritual.AwaitingAlignment:
		return alignmentShows(ctx, tx, at)
	case ritual.AwaitingPriority:
		return alignedBlocks(ctx, tx, at)
	}
	return nil, nil
}

// decidedCard says what has become of a request that a card asked about, and who has it now.
func decidedCard(ctx context.Context, tx *store.Tx, at request.Matter, reader string) (kit.Message, error) {
	ds, err := tx.Decisions(ctx, at.Request.ID)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{kit.Section(request.Titled(at.Request.ID, at.Title()))}
	words, asked := kit.Text(""), request.LatestAsked(ds)
	for i, d := range ds {
		again := slices.ContainsFunc(ds[i+1:], func(later ritual.Decision) bool { return later.Topic == d.Topic })
		if !at.Whole() && !at.DecidedHere(d) || d.Verdict.TakesBack() && again {
			continue
		}
		asks := d.ID == asked.ID && at.Request.Status == ritual.NeedsInfo
		if d.SupersededBy != "" || d.Topic == ritual.Scope && d.Verdict != ritual.Withdrew && d.Verdict != ritual.Divided && !d.Verdict.MakesKind() && !asks {
			continue
		}
		if said := ritual.Exchange(ds); len(said) > 0 && said[len(said)-1].ID == d.ID {
			blocks = append(blocks, exchangeBlocks(at, said[:len(said)-1])...)
		}
		line := kit.Join(" · ", kit.Sentence(d.Sentence()), request.When(d.At))
		if d.Reason != "" && d.Verdict != ritual.Divided && at.Whole() {
			line = kit.Join("\n", line, kit.Quote(d.Reason, 600))
		}
		blocks = append(blocks, kit.Section(line))
		words += kit.Sentence(d.Sentence()) + kit.Raw(". ")
	}
	parts, err := partsBlocks(ctx, tx, at)
	if err != nil {
		return kit.Message{}, err
	}
	blocks = append(blocks, parts...)
	blocks = append(blocks, kit.Context(request.StatusWords(at)))
	buttons, err := backButtons(ctx, tx, at, at.People.Of(reader))
	if err != nil {
		return kit.Message{}, err
	}
	if at.Request.Status == ritual.NeedsInfo && (reader == at.Product.PM || reader == at.Acting(ritual.RolePM)) { // the answer may come another way
		buttons = append(buttons, request.Button(at.Request.ID, request.QuestionsAnswer, "Answer questions"))
	}
	if at.May(ritual.ToUnmerge, at.People.Of(reader)) == nil {
		buttons = append(buttons, unmergeButton(at.Request, at.Lead.ID))
	}
	if len(buttons) > 0 {
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	return kit.Fitted(kit.F("%s %s: %s. %s", at.Request.ID, at.Request.Standing().String(), at.Title(), words),
		kit.Fit(blocks, 20, kit.F("`/tandem show %s` has the rest", at.Request.ID))...), nil
}

// kindWords name a request's kind where it is not the usual one.
func kindWords(r ritual.Request) kit.Text {
	if r.Kind == ritual.Feature {
		return ""
	}
	return kit.F("*%s*", r.Kind.String())
}

// singleCards counts the cards of somebody's that stand by themselves and wait for an answer.
func singleCards(ctx context.Context, tx *store.Tx, person string) (n int, err error) {
	products, err := withHeads(ctx, tx, person)
	if err != nil {
		return 0, err
	}
	for _, s := range request.Steps() {
		if s.Card == "" {
			continue
		}
		for _, at := range products {
			role := request.RoleOf(s.Status.NextStep())
			if request.HeadOf(at.Product, role) != person && at.Acting(role) != person && request.HeadOf(at.Product, request.StandInFor[role]) != person {
				continue
			}
			of, err := tx.Singles(ctx, at.Product.ID, s.Status, person, s.Card, request.BothCard)
			if err != nil {
				return 0, err
			}
			n += of
		}
	}
	return n, nil
}

// withHeads are the products in which somebody has a part, each with what is known of its heads.
func withHeads(ctx context.Context, tx *store.Tx, person string) ([]request.Matter, error) {
	products, err := tx.ProductsOf(ctx, person)
	if err != nil {
		return nil, err
	}
	all := make([]request.Matter, 0, len(products))
	for _, p := range products {
		m := request.Matter{Product: p}
		if err := m.Acquaint(ctx, tx); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}
