package bot

import (
	"cmp"
	"context"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/ritual"
	"tandem/store"
)

// The card by which a decision is asked for: one message, one decision, one person. What it asks is its step's.

// The kinds of cards. Old messages carry them: they are never renamed.
const (
	pmCard   = "pm_card"
	poCard   = "po_card"
	bothCard = "both_card" // for somebody who is both PM and PO
)

func cardRitual() engine.Ritual {
	return engine.Ritual{
		Jobs:     []engine.JobKind{{Kind: jobOpenCards, Run: runOpenCards}, {Kind: jobOwnCards, Run: runOwnCards}},
		Messages: []engine.MessageKind{cardOf(pmCard), cardOf(poCard), cardOf(bothCard)}, Singles: singleCards,
	}
}

// cardOf is a kind of card.
func cardOf(kind string) engine.MessageKind {
	return engine.MessageKind{Kind: kind, Class: ritual.ClassCard, View: cardView, Row: cardRow}
}

// asksBy reports whether a card asks the step's question of somebody who may answer it now.
func (m matter) asksBy(s step, card store.Message) bool {
	return s.card != "" && card.Kind == m.cardFor(s, card.To) && m.decides(s, card.To)
}

// pastWords are what is left of a card whose question came back to its reader, and stands in a message of its own since.
func pastWords(id string) kit.Text {
	return kit.F("*%s* came back to you: the question is further down.", id)
}

// cardRow is a card as it stands in a list.
func cardRow(ctx context.Context, tx *store.Tx, m store.Message) (engine.Row, error) {
	if m.Past {
		return engine.Row{Words: pastWords(m.Subject), Over: true}, nil
	}
	at, err := matterIn(ctx, tx, m, m.Subject)
	if err != nil {
		return engine.Row{}, err
	}
	head := titled(at.r.ID, kit.OneLine(at.title()))
	if s, ok := stepOf(at.r.Status); ok && at.asksBy(s, m) {
		return engine.Row{Words: kit.Join("\n", head, kit.Join(" · ", kit.F("%s · %s · %s", at.p.Name, s.row, wanted(at)), at.inPlaceOf(m.To))), Buttons: s.buttons(at)}, nil
	}
	words := statusWords(at)
	if at.last.ID != "" {
		words = kit.Join(" · ", kit.Sentence(at.last.Sentence()), when(at.last.At))
	}
	row := engine.Row{Words: kit.Join("\n", head, words), Over: true}
	back, err := backButtons(ctx, tx, at, at.people.of(m.To))
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
	at, err := matterIn(ctx, tx, m, m.Subject)
	if err != nil {
		return kit.Message{}, err
	}
	at.by = m.To
	s, ok := stepOf(at.r.Status)
	if !ok || !at.asksBy(s, m) {
		return decidedCard(ctx, tx, at, m.To)
	}
	story, err := storyOf(ctx, tx, at.r.ID)
	if err != nil {
		return kit.Message{}, err
	}
	rd, err := tx.Reader(ctx, m.To, "")
	if err != nil {
		return kit.Message{}, err
	}
	who, err := supportWords(ctx, tx, at.r, at.p, rd)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{
		kit.Section(kit.F("*%s*", s.asks(at))),
		kit.Header(at.r.ID + "  " + at.title()),
		kit.Context(dotted(at.inPlaceOf(m.To), wholeWords(at.r), kindWords(at.r), wanted(at), who, draftedBy(story), kit.T(ritual.Points(at.r.Points)))),
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
	if s.shows != nil {
		more, err := s.shows(ctx, tx, at)
		if err != nil {
			return kit.Message{}, err
		}
		blocks = append(blocks, more...)
	}
	found, err := similarTo(ctx, tx, at, rd, true)
	if err != nil {
		return kit.Message{}, err
	}
	back, err := backButtons(ctx, tx, at, at.people.of(m.To)) // who is both PM and PO has answered the first question on it
	if err != nil {
		return kit.Message{}, err
	}
	besides := slices.Concat(back, estimateButtons(at, m.To), storyButtons(at, story, at.people.of(m.To)), privacyButtons(at, m.To))
	if len(found) > 0 && at.may(ritual.ToMerge, at.people.of(m.To)) == nil {
		besides = append(besides, buttonFor(at.r.ID, mergeOpen, "Merge…"))
	}
	// The answers stand in a row of their own: they are what the card is for.
	blocks = append(append(blocks, similarBlocks(found, at.p, rd)...), kit.Actions("", s.buttons(at)...))
	if len(besides) > 0 {
		blocks = append(blocks, kit.Actions("", besides...))
	}
	return kit.Fitted(kit.F("%s %s: %s. Asked by %s.", s.asks(at), at.r.ID, at.r.Title, kit.User(cmp.Or(at.r.Requester, at.r.Reporter))),
		blocks...), nil
}

// decidedCard says what has become of a request that a card asked about, and who has it now.
func decidedCard(ctx context.Context, tx *store.Tx, at matter, reader string) (kit.Message, error) {
	ds, err := tx.Decisions(ctx, at.r.ID)
	if err != nil {
		return kit.Message{}, err
	}
	blocks := []slack.Block{kit.Section(titled(at.r.ID, at.title()))}
	words, asked := kit.Text(""), latestAsked(ds)
	for i, d := range ds {
		again := slices.ContainsFunc(ds[i+1:], func(later ritual.Decision) bool { return later.Topic == d.Topic })
		if !at.whole() && !at.decidedHere(d) || d.Verdict.TakesBack() && again {
			continue
		}
		asks := d.ID == asked.ID && at.r.Status == ritual.NeedsInfo
		if d.SupersededBy != "" || d.Topic == ritual.Scope && d.Verdict != ritual.Withdrew && d.Verdict != ritual.Divided && !d.Verdict.MakesKind() && !asks {
			continue
		}
		if said := ritual.Exchange(ds); len(said) > 0 && said[len(said)-1].ID == d.ID {
			blocks = append(blocks, exchangeBlocks(at, said[:len(said)-1])...)
		}
		line := kit.Join(" · ", kit.Sentence(d.Sentence()), when(d.At))
		if d.Reason != "" && d.Verdict != ritual.Divided && at.whole() {
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
	blocks = append(blocks, kit.Context(statusWords(at)))
	buttons, err := backButtons(ctx, tx, at, at.people.of(reader))
	if err != nil {
		return kit.Message{}, err
	}
	if at.r.Status == ritual.NeedsInfo && (reader == at.p.PM || reader == at.acting(ritual.RolePM)) { // the answer may come another way
		buttons = append(buttons, buttonFor(at.r.ID, questionsAnswer, "Answer questions"))
	}
	if at.may(ritual.ToUnmerge, at.people.of(reader)) == nil {
		buttons = append(buttons, unmergeButton(at.r, at.lead.ID))
	}
	if len(buttons) > 0 {
		blocks = append(blocks, kit.Actions("", buttons...))
	}
	return kit.Fitted(kit.F("%s %s: %s. %s", at.r.ID, at.r.Standing().String(), at.title(), words),
		kit.Fit(blocks, 20, kit.F("`/tandem show %s` has the rest", at.r.ID))...), nil
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
	for _, s := range steps() {
		if s.card == "" {
			continue
		}
		for _, at := range products {
			role := roleOf(s.status.NextStep())
			if headOf(at.p, role) != person && at.acting(role) != person && headOf(at.p, standInFor[role]) != person {
				continue
			}
			of, err := tx.Singles(ctx, at.p.ID, s.status, person, s.card, bothCard)
			if err != nil {
				return 0, err
			}
			n += of
		}
	}
	return n, nil
}

// withHeads are the products in which somebody has a part, each with what is known of its heads.
func withHeads(ctx context.Context, tx *store.Tx, person string) ([]matter, error) {
	products, err := tx.ProductsOf(ctx, person)
	if err != nil {
		return nil, err
	}
	all := make([]matter, 0, len(products))
	for _, p := range products {
		m := matter{p: p}
		if err := m.acquaint(ctx, tx); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}
