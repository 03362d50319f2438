package sprint

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"tandem/bot/chart"
	"tandem/bot/engine"
	"tandem/bot/holiday"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// The pictures of a sprint. They tell numbers only, so they tell everybody the same.

// The ids of the pictures. Old messages carry them: they are never renamed.
const (
	AsPicture   = "sprint.picture" // As a picture; its value is the product, the sprint and a nonce
	PictureKind = "sprint_picture"
)

// pictureRoutes are those by which somebody has the burndown sent to themselves.
func pictureRoutes() engine.Ritual {
	return engine.Ritual{
		Actions:  []engine.Action{{ID: AsPicture, Needs: engine.NeedPerson, Do: shown.SendPicture(PictureKind)}},
		Messages: []engine.MessageKind{{Kind: PictureKind, View: pictureView}},
	}
}

// pictureView is the burndown as somebody had it sent to themselves.
func pictureView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	product, id, _ := strings.Cut(m.Subject, "/")
	p, err := tx.Product(ctx, product)
	if err != nil {
		return kit.Message{}, err
	}
	id, _, _ = strings.Cut(id, ".")
	s, err := sprintOf(ctx, tx, p, id)
	if errors.Is(err, store.ErrNotFound) {
		none := kit.F("%s has had no sprint yet.", p.Name)
		return kit.Fitted(none, kit.Section(none)), nil
	}
	if err != nil {
		return kit.Message{}, err
	}
	b, err := burndown(ctx, tx, p, s)
	if err != nil {
		return kit.Message{}, err
	}
	lines := []kit.Text{kit.F("*%s*", kit.OneLine(s.Goal))}
	for _, f := range b.Facts() {
		lines = append(lines, kit.F("• %s", f))
	}
	title := fmt.Sprintf("Sprint %d of %s", s.Number, p.Name)
	v := kit.Fitted(kit.F("%s: %s", title, strings.Join(b.Facts(), "; ")), kit.Header(title), kit.Section(kit.Join("\n", lines...)), kit.Context(request.AsOf(tx)))
	v.Picture = pictureOf("burndown.png", b)
	return v, nil
}

// pictured is a board as everybody reads it, with its burndown, which the words tell, too. What is planned has none.
func (b *board) pictured(ctx context.Context, tx *store.Tx, blocks []slack.Block) (kit.Message, error) {
	if b.s.State == ritual.SprintPlanned {
		return kit.Fitted("", blocks...), nil
	}
	burnt, err := burndown(ctx, tx, b.p, b.s)
	if err != nil {
		return kit.Message{}, err
	}
	var facts []kit.Text
	for _, f := range burnt.Facts() {
		facts = append(facts, kit.T(f))
	}
	last := len(blocks) - 1
	m := kit.Fitted("", append(blocks[:last:last], kit.Context(request.Dotted(facts...)), blocks[last])...)
	m.Picture = pictureOf("burndown.png", burnt)
	return m, nil
}

// sprintOf is the sprint of a product that has an id; where none has, the one that is active, else the latest that is closed.
func sprintOf(ctx context.Context, tx *store.Tx, p ritual.Product, id string) (ritual.Sprint, error) {
	s, err := tx.Sprint(ctx, id)
	if err == nil && s.Product != p.ID {
		err = store.ErrNotFound
	}
	for _, state := range []ritual.SprintState{ritual.SprintActive, ritual.SprintClosed} {
		if errors.Is(err, store.ErrNotFound) {
			s, err = tx.SprintIn(ctx, p.ID, state)
		}
	}
	return s, err
}

// pictureOf is a picture as a message has it.
func pictureOf(name string, of interface {
	Alt() string
	PNG() ([]byte, error)
}) *kit.Picture {
	return &kit.Picture{Name: name, Alt: of.Alt(), Draw: of.PNG}
}

// Burndown is the burndown of a sprint as a picture: of one that is active, until now; of a closed one, all of it.
func Burndown(ctx context.Context, tx *store.Tx, s ritual.Sprint) (*kit.Picture, error) {
	p, err := tx.Product(ctx, s.Product)
	if err != nil {
		return nil, err
	}
	b, err := burndown(ctx, tx, p, s)
	return pictureOf("burndown.png", b), err
}

// burndown is the burndown of a sprint, which is a product's.
func burndown(ctx context.Context, tx *store.Tx, p ritual.Product, s ritual.Sprint) (chart.Burndown, error) {
	events, err := tx.SprintEvents(ctx, s.ID)
	return chart.Burndown{
		Title:    "Burndown" + of(p, fmt.Sprintf("sprint %d", s.Number)),
		Burndown: ritual.BurndownOf(s, events, tx.Now, Workplace(p, s)),
	}, err
}

// of names a product, as far as it can be drawn, and something of it: " of Atlas, sprint 3".
func of(p ritual.Product, what ...string) string {
	if name, ok := chart.Drawable(p.Name); ok {
		what = slices.Insert(what, 0, name)
	}
	if len(what) == 0 {
		return ""
	}
	return " of " + strings.Join(what, ", ")
}

// Workplace is when the people of a product work in a sprint: its days off are those of its zone and those of the product.
func Workplace(p ritual.Product, s ritual.Sprint) ritual.Workplace {
	year, _, _ := strings.Cut(s.Starts, "-")
	n, _ := strconv.Atoi(year) // checked when it was planned
	return p.Settings.Workplace(ritual.Person{Zone: s.Zone, Work: holiday.Work(s.Zone, ritual.Own{}, n)})
}

// sprintsDrawn is how many closed sprints a burnup goes back.
const sprintsDrawn = 20

// Burnup is what was done for each objective of a product's sprints, until a closed one, as a picture. It goes by the sprints'
// frozen results, so it never changes.
func Burnup(ctx context.Context, tx *store.Tx, p ritual.Product, s ritual.Sprint) (*kit.Picture, error) {
	closed, err := tx.ClosedUntil(ctx, p.ID, s.Number, sprintsDrawn)
	b := burnup(closed)
	b.Title = "Burnup" + of(p)
	picture := pictureOf("burnup.png", b)
	picture.Legend = marksOf(b)
	return picture, err
}

// burnup is what was done for each objective in closed sprints, of which the latest comes first. An objective begins with the
// first sprint that knows of it; where a later one has none of its stories, it stands as before. First come those of the latest.
func burnup(closed []ritual.Sprint) (b chart.Burnup) {
	rises := map[string]*chart.Rise{}
	type place struct{ sprint, at int }
	last := map[string]place{}
	for _, s := range slices.Backward(closed) {
		b.Sprints = append(b.Sprints, s.Number)
		for _, r := range rises {
			n := len(r.Done) - 1
			r.Done, r.Whole = append(r.Done, r.Done[n]), append(r.Whole, r.Whole[n])
		}
		for i, o := range s.Result.Objectives {
			if o.Objective == "" {
				continue
			}
			r := rises[o.Objective]
			if r == nil {
				r = &chart.Rise{Done: make([]ritual.SprintCount, 1), Whole: make([]ritual.SprintCount, 1)}
				rises[o.Objective] = r
			}
			n := len(r.Done) - 1
			r.Name, r.Done[n], r.Whole[n], last[o.Objective] = o.Name, o.DoneEver, o.Scope, place{s.Number, i}
		}
	}
	ids := make([]string, 0, len(rises))
	for id := range rises {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(x, y string) int {
		return cmp.Or(last[y].sprint-last[x].sprint, last[x].at-last[y].at)
	})
	for _, id := range ids {
		r := *rises[id]
		if _, ok := chart.Drawable(r.Name); !ok {
			r.Mark = fmt.Sprint("#", len(b.Rises)+1)
		}
		b.Rises = append(b.Rises, r)
	}
	return b
}

// marksOf explain the marks that stand in a burnup for names that cannot be drawn.
func marksOf(b chart.Burnup) kit.Text {
	var marks []kit.Text
	for _, r := range b.Rises[:min(len(b.Rises), chart.RisesShown)] {
		if r.Mark != "" {
			marks = append(marks, kit.F("`%s` is %s", r.Mark, kit.OneLine(r.Name)))
		}
	}
	if len(marks) == 0 {
		return ""
	}
	return kit.Join(": ", kit.Raw("In the picture"), request.Dotted(marks...))
}
