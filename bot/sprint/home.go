package sprint

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// What of the sprints stands on somebody's Home tab.

// Limits of what Home shows.
const (
	homeSprints = 4 // of as many products
	homeMine    = 8 // stories of a sprint that are theirs
	homeFree    = 5 // and that nobody has
)

// A Home is what somebody's Home tab shows of the sprints of their products.
type Home struct {
	Waiting []slack.Block // what waits for them: a sprint to start or to close
	Section []slack.Block // the sprints that are on, theirs first
	Waits   int           // how many of them wait
}

// ReadHome reads what somebody's Home tab shows of the sprints of some products, in which they have a part.
func ReadHome(ctx context.Context, tx *store.Tx, who ritual.Person, products []ritual.Product) (h Home, err error) {
	more := 0
	for _, p := range products {
		b := &board{p: p, rd: ritual.Reader{Person: who.ID}, who: who, at: place{product: p.ID}, tx: tx}
		if b.crew, err = request.HeadsOf(ctx, tx, p); err != nil {
			return h, err
		}
		b.s, err = current(ctx, tx, p)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return h, err
		}
		if waits := b.waiting(); waits != nil {
			h.Waiting, h.Waits = append(h.Waiting, waits...), h.Waits+1
		}
		if b.s.State != ritual.SprintActive {
			continue
		}
		if more++; more > homeSprints {
			continue
		}
		if err := b.read(ctx, tx); err != nil {
			return h, err
		}
		h.Section = append(h.Section, b.onHome()...)
	}
	if more > homeSprints {
		h.Section = append(h.Section, kit.Context(kit.F("and the sprints of %d more products: `/sprint` shows them", more-homeSprints)))
	}
	return h, nil
}

// waiting is that a sprint is to be started or closed, for whoever does it.
func (b *board) waiting() []slack.Block {
	if !b.s.Due(b.tx.Now) || !b.mayPlan() {
		return nil
	}
	kind, what := toCloseKind, "is over: freeze what it came to, and say where the rest goes"
	if b.s.State == ritual.SprintPlanned {
		kind, what = toStartKind, "is planned, and can start"
		if lack := b.s.Lacks(b.tx.Now); lack != "" {
			what = "is planned, and " + lack
		}
	}
	words := kit.Join("\n", kit.F("*Sprint %d of %s*  %s", b.s.Number, b.p.Name, what),
		request.Dotted(kit.F("%s", kit.OneLine(b.s.Goal)), kit.T(ritual.TimeLeft(b.s, b.tx.Now, Workplace(b.p, b.s)))))
	return []slack.Block{kit.Section(words), kit.Actions("", dueButtons(kind, b.s, b.tx.Now)...)}
}

// onHome is a sprint that is on: how far it is, what of it is theirs, and what of it anybody of the team could start.
func (b *board) onHome() []slack.Block {
	blocks := []slack.Block{kit.Section(kit.Join("\n", kit.F("*Sprint %d of %s*  %s", b.s.Number, b.p.Name, kit.OneLine(b.s.Goal)),
		request.Dotted(kit.T(ritual.TimeLeft(b.s, b.tx.Now, Workplace(b.p, b.s))), kit.T(ritual.FiguresOf(b.events).Progress()))))}
	mine := ritual.Owned(b.stories, b.rd.Person)
	for _, one := range mine[:min(len(mine), homeMine)] {
		blocks = append(blocks, b.homeRow(one))
	}
	if len(mine) > homeMine {
		blocks = append(blocks, kit.Context(kit.F("and %d more of yours", len(mine)-homeMine)))
	}
	free := ritual.Unowned(b.stories)
	if len(free) > 0 && slices.Contains(b.p.Team, b.rd.Person) {
		blocks = append(blocks, kit.Context(kit.Raw("Nobody has these yet:")))
		for _, one := range free[:min(len(free), homeFree)] {
			blocks = append(blocks, b.homeRow(one))
		}
	}
	rest := kit.F("`/sprint` in %s shows all of it", kit.Channel(b.p.Channel))
	if n := len(free) - homeFree; n > 0 && slices.Contains(b.p.Team, b.rd.Person) {
		rest = request.Dotted(kit.F("and %d more that nobody has", n), rest)
	}
	return append(blocks, kit.Context(rest))
}

// homeRow is a story with the button that is next. Everything is checked once more when it is pressed.
func (b *board) homeRow(one ritual.BoardStory) slack.Block {
	words := kit.Join("\n     ", b.title(one.Request), request.Dotted(kit.T(one.Lane().String()), b.facts(one))).Cut(rowMost)
	right, button := ritual.ToFinish, doneButton(one.Request)
	if one.Free() {
		right, button = ritual.ToBegin, startButton(one.Request)
	}
	if ritual.May(right, ritual.Case{Who: b.who, Product: b.p, Request: one.Request, People: b.crew, Now: b.tx.Now}) != nil {
		return kit.Section(words)
	}
	return kit.SectionWith(words, button)
}

// WorkButtons are the buttons by which the team works on a story, for whoever may, on its record.
func WorkButtons(at request.Matter, by ritual.Person) []slack.BlockElement {
	one := ritual.BoardStory{Request: at.Request, In: at.Work}
	if at.Sprint.State != ritual.SprintActive {
		return nil
	}
	switch {
	case at.Request.Status == ritual.Done && at.May(ritual.ToUnfinish, by) == nil:
		return []slack.BlockElement{request.Button(at.Request.ID, UndoneOpen, "Not done yet")}
	case at.May(ritual.ToBegin, by) != nil:
		return nil
	case one.Free():
		return []slack.BlockElement{kit.Primary(startButton(at.Request))}
	case at.Work.Owner != by.ID:
		return []slack.BlockElement{doneButton(at.Request), request.Button(at.Request.ID, TakeOver, "Take over")}
	}
	return []slack.BlockElement{kit.Primary(doneButton(at.Request))}
}
