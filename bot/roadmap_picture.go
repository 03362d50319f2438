package bot

import (
	"context"
	"fmt"
	"time"

	"tandem/bot/chart"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// The roadmap as a picture: three columns, a card for each objective. It tells numbers only, so it tells everybody the same.

const (
	// achievedFor is how long an objective is still on the picture after it was achieved, and achievedMost how many are.
	achievedFor  = 30 * 24 * time.Hour
	achievedMost = 3
)

// roadmapPictured is the roadmap as it is shown to a channel, or sent to somebody, with its picture.
func roadmapPictured(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader) (kit.Message, error) {
	m, err := roadmapMessage(ctx, tx, p, rd)
	if err != nil {
		return m, err
	}
	board, err := roadmapBoard(ctx, tx, p)
	if err != nil {
		return m, err
	}
	if late := achievedOf(board); late != "" {
		m.Blocks = append(m.Blocks, kit.Context(late))
		m = kit.Fitted(m.Text, m.Blocks...)
	}
	m.Picture = &kit.Picture{Name: "roadmap.png", Alt: board.Alt(), Legend: marksOf(board), Draw: board.PNG}
	return m, nil
}

// roadmapPictureView is the roadmap as somebody had it sent to themselves.
func roadmapPictureView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	return shown.Sent(ctx, tx, m, roadmapPictured)
}

// roadmapBoard is a product's roadmap as a board.
func roadmapBoard(ctx context.Context, tx *store.Tx, p ritual.Product) (chart.Board, error) {
	all, err := tx.Objectives(ctx, p.ID)
	if err != nil {
		return chart.Board{}, err
	}
	of := map[ritual.Horizon]int{}
	var drawn []ritual.Objective
	for _, o := range all {
		if of[o.Horizon]++; of[o.Horizon] <= chart.Shown {
			drawn = append(drawn, o)
		}
	}
	ended, _, err := tx.EndedObjectives(ctx, p.ID, 0, 10*achievedMost)
	if err != nil {
		return chart.Board{}, err
	}
	drawn = append(drawn, latelyAchieved(ended, tx.Now)...)
	loads, err := tx.LoadsOf(ctx, drawn...)
	if err != nil {
		return chart.Board{}, err
	}
	_, orphans, err := tx.Orphans(ctx, p.ID, 0, 0)
	if err != nil {
		return chart.Board{}, err
	}
	return boardOf(p.Name, of, loads, orphans), nil
}

// latelyAchieved are the objectives that were achieved a short while ago, the latest first, among those that ended.
func latelyAchieved(ended []ritual.Objective, now time.Time) (late []ritual.Objective) {
	for _, o := range ended {
		if o.End == ritual.Achieved && now.Sub(o.Ended) < achievedFor && len(late) < achievedMost {
			late = append(late, o)
		}
	}
	return late
}

// boardOf draws up a board: of is how many objectives each horizon has, loads those that are drawn.
func boardOf(product string, of map[ritual.Horizon]int, loads []ritual.Load, orphans int) chart.Board {
	foot := "No open request is without an objective."
	if orphans > 0 {
		foot = kit.Count(orphans, "open request serves", "open requests serve") + " no objective so far."
	}
	title := "Roadmap"
	if name, ok := chart.Drawable(product); ok {
		title += " of " + name
	}
	b := chart.Board{Title: title, Foot: foot}
	marks := 0
	for _, h := range ritual.Horizons {
		col := chart.Column{Name: h.String(), Of: of[h]}
		for _, l := range loads {
			if l.Objective.Horizon != h {
				continue
			}
			card := objectiveCard(l)
			if _, ok := chart.Drawable(card.Name); !ok {
				marks++
				card.Mark = fmt.Sprint("#", marks)
			}
			col.Cards = append(col.Cards, card)
		}
		b.Columns = append(b.Columns, col)
	}
	return b
}

// objectiveCard is an objective as a card.
func objectiveCard(l ritual.Load) chart.Card {
	c := chart.Card{Name: l.Objective.Name, Load: l.Open, Count: kit.Count(l.Open, "open request", "open requests")}
	if l.Objective.End == ritual.Achieved {
		c.Badge = l.Objective.End.String()
	}
	if l.Open == 0 {
		c.Count = "Nothing open"
		if c.Badge != "" {
			c.Load = -1
		}
	}
	for _, part := range []struct {
		n     int
		words string
	}{{l.Ranked, "in backlog"}, {l.Building, "being built"}, {l.Shipped, "shipped"}} {
		if part.n > 0 {
			c.Facts = append(c.Facts, ritual.HowMany(part.n)+" "+part.words)
		}
	}
	return c
}

// achievedOf names what a board marks as achieved.
func achievedOf(b chart.Board) kit.Text {
	var late []kit.Text
	for _, col := range b.Columns {
		for _, c := range col.Cards {
			if c.Badge != "" {
				late = append(late, kit.F("*%s*", kit.OneLine(c.Name)))
			}
		}
	}
	if len(late) == 0 {
		return ""
	}
	return kit.Join(": ", kit.Raw("Achieved lately"), request.Dotted(late...))
}

// marksOf explain the marks that stand in a board for names that cannot be drawn.
func marksOf(b chart.Board) kit.Text {
	var marks []kit.Text
	for _, col := range b.Columns {
		for _, c := range col.Cards {
			if c.Mark != "" {
				marks = append(marks, kit.F("`%s` is %s", c.Mark, kit.OneLine(c.Name)))
			}
		}
	}
	if len(marks) == 0 {
		return ""
	}
	return kit.Join(": ", kit.Raw("In the picture"), request.Dotted(marks...))
}
