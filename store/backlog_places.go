package store

import (
	"context"
	"slices"

	"tandem/bot/ritual"
)

// Places returns where stories of a product's backlog stand in the whole of it, from 1 on, by their numbers, counted as
// ritual.Many says. It reads the pinned stories, and of the others it counts those before each in an index.
func (tx *Tx) Places(ctx context.Context, product string, frameworks []ritual.FrameworkID, stories []ritual.Ranked) (map[int64]int, error) {
	pinned, err := tx.held(ctx, product)
	if err != nil || len(stories) == 0 {
		return nil, err
	}
	wanted := make([]int64, 0, len(stories)+len(pinned))
	for _, r := range slices.Concat(stories, pinned) {
		wanted = append(wanted, r.Request.Number)
	}
	// What is looked for, what pins hold, and what they hold it before, where they stand to each other.
	woven, err := tx.around(ctx, frameworks, nil, pinned, wanted)
	if err != nil {
		return nil, err
	}
	own, err := tx.ranked(ctx, woven) // by their scores
	if err != nil {
		return nil, err
	}
	scored := map[int64]ritual.Ranked{}
	for _, r := range own {
		scored[r.Request.Number] = r
	}
	others, err := tx.frameworks(ctx, product)
	if err != nil {
		return nil, err
	}
	places := map[int64]int{}
	var alone *ritual.Ranked // the last story without a pin: those that are pinned before it stand with it
	between := 0             // how many stories that are not in woven stand before that
	for i := len(woven) - 1; i >= 0; i-- {
		n := woven[i].Request.Number
		if woven[i].Pin.Before == "" {
			r := scored[n]
			alone, between = &r, -1
		}
		if !slices.ContainsFunc(stories, func(r ritual.Ranked) bool { return r.Request.Number == n }) {
			continue
		}
		if between < 0 {
			if between, err = tx.before(ctx, product, frameworks, append(others, ""), *alone); err != nil {
				return nil, err
			}
			for _, r := range own {
				if between <= ritual.Many && ritual.Before(r, *alone, frameworks...) {
					between--
				}
			}
		}
		places[n] = min(i+1+between, ritual.Many+1)
	}
	return places, nil
}

// before counts the stories of a backlog that stand before one by their scores, as ritual.Many says.
func (tx *Tx) before(ctx context.Context, product string, frameworks, others []ritual.FrameworkID, r ritual.Ranked) (int, error) {
	of := `product = $1 AND status = 'backlog' AND score_framework = `
	sum := `SELECT ` + counted(of+`$2 AND score_milli > $3`) + ` + ` + counted(of+`$2 AND score_milli = $3 AND number < $4`)
	n := 0
	if err := tx.row(ctx, sum, product, string(r.Score.Framework), r.Score.Milli, r.Request.Number).Scan(&n); err != nil {
		return 0, tx.found(err)
	}
	for _, f := range others {
		block := ritual.Ranked{Score: ritual.Score{Framework: f}}
		if n > ritual.Many || !ritual.Before(block, ritual.Ranked{Score: ritual.Score{Framework: r.Score.Framework}}, frameworks...) {
			continue
		}
		all := 0
		if err := tx.row(ctx, `SELECT `+counted(of+`$2`), product, string(f)).Scan(&all); err != nil {
			return 0, tx.found(err)
		}
		n += all
	}
	return n, nil
}
